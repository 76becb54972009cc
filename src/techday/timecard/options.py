"""What the commands of time entries share: the options that several of them take, and what completes them."""

import os
import sqlite3
import sys
from typing import Annotated, NamedTuple

import typer

from techday.arguments import complete_client, complete_ticket
from techday.context import Context
from techday.errors import TechdayError

MOST_COMPLETED = 50


def shell_context(ctx: typer.Context) -> Context:
    """Give the surroundings at completion, where no command runs yet."""
    context = Context(os.environ, sys.stdin, sys.stdout, sys.stderr)
    parameters = ctx.find_root().params
    context.chosen_store, context.chosen_config = parameters.get("store"), parameters.get("config")
    return context


def complete_type(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the types of work that begin so, with how they are billed."""
    from techday.core.work_types import rule_text  # only at completion

    try:
        types = shell_context(ctx).settings.work_types
    except TechdayError:
        return []
    return [(one.name, rule_text(one)) for one in types if one.name.startswith(incomplete.lower())]


def complete_entry(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the newest entries of the last week whose number begins so, with what they are about."""
    from datetime import timedelta  # only at completion

    from techday.core.instants import to_text
    from techday.timecard.entries import day_and_span
    from techday.timecard.store import about, entries_between

    context = shell_context(ctx)
    try:
        since, until = (to_text(context.now + timedelta(days=days)) for days in (-7, 1))
        rows = [row for row in entries_between(context.db, since, until) if str(row.id).startswith(incomplete)]
        told = [(str(row.id), f"{about(row)} {day_and_span(row, context.zone, context.now)}") for row in rows]
    except (TechdayError, sqlite3.Error, OSError):
        return []
    return told[::-1][:MOST_COMPLETED]


class Told(NamedTuple):
    """What was said of time worked beside its span, as it was typed; None and False where nothing was said."""

    ticket: str | None = None
    client: str | None = None
    work_type: str | None = None
    note: str | None = None
    internal: str | None = None
    billable: bool | None = None
    date: str | None = None
    at: str | None = None
    adjust: bool = False
    concurrent: bool = False


Entry = Annotated[
    str,
    typer.Argument(metavar="ID", help="The entry, by its number; . is the running one", autocompletion=complete_entry),
]
WorkedSpan = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SPAN]", help="When, or how long: 9:00-10:30, 15m", show_default=False),
]
OnTicket = Annotated[
    str | None,
    typer.Option("--ticket", metavar="N", help="The ticket it was for; none: none", autocompletion=complete_ticket),
]
ForClient = Annotated[
    str | None,
    typer.Option(
        "--client",
        metavar="C",
        help="The client it was for, without a ticket; none: none",
        autocompletion=complete_client,
    ),
]
OfType = Annotated[
    str | None, typer.Option("--type", metavar="TYPE", help="The type of work: travel", autocompletion=complete_type)
]
ClientNote = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="The note that the client reads")]
InternalNote = Annotated[str | None, typer.Option("--internal", metavar="TEXT", help="A note that stays inside")]
Billable = Annotated[
    bool | None,
    typer.Option("--billable/--not-billable", help="Whether it is billed (otherwise its type and client decide)"),
]
OnDate = Annotated[str | None, typer.Option("--date", metavar="DATE", help="The day of the shift it belongs to")]
EndsAt = Annotated[str | None, typer.Option("--at", metavar="TIME", help="When a duration ended: 10:30, 15m (ago)")]
Adjust = Annotated[bool, typer.Option("--adjust", help="Take the time out of what is recorded already")]
Concurrent = Annotated[bool, typer.Option("--concurrent", help="Record it beside other work, never paid twice")]
