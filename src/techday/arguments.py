"""The arguments and options that several nouns share, with their completion."""

from typing import Annotated

import typer

from techday.errors import BadUsage


def complete_ticket(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the open tickets whose reference begins or ends so, with their titles."""
    from techday.pages.completion import tickets  # only at completion

    return tickets(ctx.find_root().params, incomplete)


def complete_ticket_or_type(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give what a timer can be started on: the work types that begin so, and tickets."""
    from techday.pages.completion import tickets, work_types  # only at completion

    chosen = ctx.find_root().params
    return [*work_types(incomplete, chosen), *tickets(chosen, incomplete)]


def complete_client(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the clients whose code or name begins so."""
    from techday.pages.completion import clients  # only at completion

    return clients(ctx.find_root().params, incomplete)


def complete_level(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the service levels whose name begins so."""
    from techday.pages.completion import levels  # only at completion

    return levels(ctx.find_root().params, incomplete)


def complete_calendar(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the calendars whose name begins so."""
    from techday.pages.completion import calendars  # only at completion

    return calendars(ctx.find_root().params, incomplete)


def at_least_one(value: int) -> int:
    """Take a number of lines to show; raises BadUsage where it shows nothing."""
    if not 1 <= value <= MOST_LINES:
        raise BadUsage(f"--most is a number from 1 to {MOST_LINES:,}", hint="--most 50")
    return value


MOST_LINES = 1_000_000

Ticket = Annotated[
    str, typer.Argument(metavar="N", help="The ticket", autocompletion=complete_ticket, show_default=False)
]
TicketOrType = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TYPE|N]", help="A ticket, or a work type: meeting", autocompletion=complete_ticket_or_type
    ),
]
ClientName = Annotated[
    str, typer.Argument(metavar="C", help="The client, by code or name", autocompletion=complete_client)
]
Client = Annotated[str | None, typer.Option("--client", metavar="C", help="The client", autocompletion=complete_client)]
Words = Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="The words", show_default=False)]
At = Annotated[str | None, typer.Option("--at", metavar="TIME", help="When it happened: 15m (ago), 9:30, mon 16:00")]
Most = Annotated[int, typer.Option("--most", metavar="N", help="How many at the most", callback=at_least_one)]
