"""The command that proves each evening that nothing was forgotten: by number, or one ticket after the other."""

from collections.abc import Sequence
from typing import Annotated

import typer

from techday.arguments import At, complete_ticket
from techday.context import Context
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.tickets import acts, lifecycle, store
from techday.tickets.acts import Times
from techday.tickets.options import NextStep
from techday.tickets.store import TicketRow
from techday.ui.prompt import ask, can_ask

app = typer.Typer(add_completion=False)

KEYS = {
    "y": "yes",
    "t": "told",
    "n": "next step",
    "s": "skip",
    "q": "quit",
}
EXPLAINED = "yes: as it stands; told: and the client was told; next step: type another one"


@app.command("verify", help="Confirm tickets for today: how they stand, what is next")
def verify(
    ctx: typer.Context,
    references: Annotated[
        list[str] | None,
        typer.Argument(metavar="N…", help="The tickets; without one, one by one", autocompletion=complete_ticket),
    ] = None,
    next_action: NextStep = None,
    told: Annotated[
        bool | None, typer.Option("--told/--not-told", help="Whether the client was told", show_default=False)
    ] = None,
    at: At = None,
) -> None:
    """Confirm tickets for today"""
    context: Context = ctx.obj
    if references:
        verify_named(context, references, next_action or "", told, at)
    elif next_action is not None or told is not None or at is not None:
        raise BadUsage("Which ticket is missing", hint="techday ticket verify N --told; without options it asks")
    else:
        walk_through(context)


def verify_named(
    context: Context, references: Sequence[str], next_action: str, told: bool | None, at: str | None
) -> None:
    """Verify the tickets that were named, all of them or none."""
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket verify") as write:
        tickets = list({ticket.id: ticket for ticket in (acts.find(write.db, one) for one in references)}.values())
        for ticket in tickets:
            lifecycle.verify(write.db, ticket, next_action, told, times)
        write.summary = f"Verified {', '.join(ticket.reference for ticket in tickets)}"
    left = len(unverified(context)) if context.out.json else None  # counting costs a screen
    context.out.done(write, verified=[ticket.reference for ticket in tickets], left=left)
    for ticket in tickets:
        if not (next_action or ticket.next_action):
            context.out.warn(
                f"{ticket.reference} has no next step", f'techday ticket edit {ticket.reference} --next "…"'
            )


def unverified(context: Context) -> list[TicketRow]:
    """Give the tickets that are still to be verified today, in queue order."""
    from techday.pages.tickets import Wish, listing  # another floor

    return [one.ticket for one in listing(context, Wish(unverified=True, most=store.count_open(context.db))).listed]


def walk_through(context: Context) -> None:
    """Go through what is not verified today, one key for each answer, each answer written at once.

    Raises BadUsage where nobody is there to answer.
    """
    tickets = unverified(context)
    if not tickets:
        context.out.line("Every ticket is verified today.")
        return
    if not can_ask(context):
        named = " ".join(ticket.reference for ticket in tickets[:5])
        count = "1 ticket is" if len(tickets) == 1 else f"{len(tickets)} tickets are"
        raise BadUsage(f"{count} not verified", hint=f"techday ticket verify {named}")
    context.out.status(f"{len(tickets)} to verify. {EXPLAINED}.")
    done = 0
    for position, ticket in enumerate(tickets, start=1):
        show_in_short(context, ticket, position, len(tickets))
        key = answer(context, ticket)
        if key == "q":
            break
        if key != "s":
            done += 1
    context.out.line(f"Verified {done} of {len(tickets)}" + ("" if done == len(tickets) else "; techday ticket verify"))


def show_in_short(context: Context, ticket: TicketRow, position: int, total: int) -> None:
    """Show what one must know to answer: what it is, how it stands, what is next, and the last public word."""
    from techday.tickets.screen import age, state_words  # only on the way to a screen
    from techday.ui.dates import show_instant

    words = store.last_word(context.db, ticket.id)
    said = "nobody was told anything yet"
    if words is not None:
        who = "client" if words.kind == "heard" else "we"
        said = f"{who}, {show_instant(words.at, context.zone, context.now)}: {words.text}"
    until = f" until {show_instant(ticket.waiting_until, context.zone, context.now)}" if ticket.waiting_until else ""
    opened = age(ticket, context.now)
    client = ticket.client_code or "client?"
    context.out.status("")
    context.out.status(f"{position}/{total}  {ticket.reference}  P{ticket.priority}  {client}  {ticket.title}")
    context.out.status(f"  {state_words(ticket)}{until}, {opened} old; next: {ticket.next_action or 'not recorded'}")
    context.out.status(f"  last word: {said}")


def answer(context: Context, ticket: TicketRow) -> str:
    """Ask how a ticket stands and write the answer down; give the key."""
    from techday.ui.keys import ask_key  # only on a terminal

    while True:
        key = ask_key(context, "  Verified?", KEYS)
        if key in ("s", "q"):
            return key
        next_action = ask(context, "  Next step", ticket.next_action) if key == "n" or not ticket.next_action else ""
        if key == "n" and not next_action:
            continue
        told = True if key == "t" else None
        with operation(context, "ticket verify") as write:
            lifecycle.verify(write.db, ticket, next_action, told, Times(context.now, context.now))
            write.summary = f"Verified {ticket.reference} {ticket.title}"
        return key
