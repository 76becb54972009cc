"""The command that names the one ticket to take now."""

from typing import Annotated

import typer

from techday.arguments import complete_ticket
from techday.context import Context
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.tickets import acts, lifecycle
from techday.tickets.acts import Times
from techday.ui.prompt import ask, can_ask

app = typer.Typer(add_completion=False)


@app.command("next", help="Name the one ticket to take now, and why")
def next_one(
    ctx: typer.Context,
    start: Annotated[bool, typer.Option("--start", help="Start the timer on it")] = False,
    passed: Annotated[
        str | None,
        typer.Option("--not", metavar="N", help="Not this one today: with a reason", autocompletion=complete_ticket),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why not that one")] = "",
) -> None:
    """Name the one ticket to take now, and why"""
    context: Context = ctx.obj
    if reason and passed is None:
        raise BadUsage(
            "--reason goes with --not N", hint='techday ticket next --not 213 --reason "their office is shut"'
        )
    if passed is not None:
        pass_over(context, passed, reason or (ask(context, "Why not") if can_ask(context) else ""))
    show_choice(context, start)


def pass_over(context: Context, reference: str, reason: str) -> None:
    """Write down why a ticket is not the one to take today; the choice that follows is what was asked for."""
    with operation(context, "ticket next") as write:
        ticket = acts.find(write.db, reference)
        lifecycle.pass_over(write.db, ticket, reason, Times(context.now, context.now))
        write.summary = f"Passed over {ticket.reference} {ticket.title} for today: {reason}"
    context.out.status(write.summary)


def show_choice(context: Context, start: bool) -> None:
    """Show the ticket to take now and why, or start the timer on it."""
    from techday.pages.next_ticket import choice_document, next_choice  # another floor

    choice = next_choice(context)
    if choice is None:
        show_no_choice(context)
    elif start:
        from techday.timecard.timing import Asked, start_timer  # the timer is another room

        start_timer(context, Asked(choice.ticket.reference, is_ticket=True))
    elif context.out.json:
        context.out.document("techday.ticket/1", choice_document(choice))
    else:
        context.out.line(f"{choice.ticket.reference}  P{choice.ticket.priority}  {choice.ticket.title}")
        context.out.line(f"  {choice.why}")
        context.out.status(f"  techday start {choice.ticket.reference}")


def show_no_choice(context: Context) -> None:
    """Say that there is nothing to take, and what was passed over."""
    from techday.pages.next_ticket import passed_over  # another floor

    passed = passed_over(context)
    if context.out.json:
        why = f"passed over: {'; '.join(passed)}" if passed else None
        context.out.document("techday.ticket/1", {"ticket": None, "why": why})
    elif passed:
        context.out.line(f"No other ticket waits for you; passed over: {'; '.join(passed)}")
    else:
        context.out.line("No ticket waits for you.")
