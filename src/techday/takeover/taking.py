"""`handover take`: what a colleague handed over in words, with a techday of their own or without."""

from sqlite3 import Connection
from typing import Annotated

import typer

from techday.arguments import At, complete_ticket
from techday.context import Context
from techday.core.text import as_argument, some_of
from techday.database.operation import operation
from techday.errors import NotFound, Refused
from techday.handover.completing import complete_colleague
from techday.handover.options import New, ReadBack, colleague_named, own_name
from techday.handover.sent_views import view_by_id
from techday.pages.ticket_clocks import own as ours
from techday.takeover import spoken
from techday.takeover.arrival_store import is_given_away
from techday.takeover.spoken import Taking
from techday.tickets import acts
from techday.tickets.acts import Times
from techday.tickets.rules import ACTIVE
from techday.tickets.store import TicketRow
from techday.ui.prompt import text_or_ask

app = typer.Typer(add_completion=False)

TAKE = "techday handover take"


@app.command("take", help="Take over tickets that a colleague handed over in words")
def take(
    ctx: typer.Context,
    references: Annotated[
        list[str], typer.Argument(metavar="N...", help="The tickets", autocompletion=complete_ticket)
    ],
    giver: Annotated[
        str | None,
        typer.Option("--from", metavar="NAME", help="Who handed them over", autocompletion=complete_colleague),
    ] = None,
    read_back: ReadBack = None,
    summary: Annotated[str, typer.Option("--summary", metavar="T", help="How it stands, as it was told")] = "",
    next_step: Annotated[str, typer.Option("--next", metavar="T", help="The next step, as it was told")] = "",
    new: New = False,
    at: At = None,
) -> None:
    """Take over tickets that a colleague handed over in words"""
    context: Context = ctx.obj
    taker = own_name(context)
    hint = f"{TAKE} {as_argument(references[0])} --from"
    name = text_or_ask(context, giver, "From whom", f"{hint} NAME")
    found = colleague_named(context, name, new, hint)
    times = Times(context.instant(at), context.now)
    with operation(context, "handover take") as write:
        rows = {row.id: row for row in (ticket_here(write.db, reference) for reference in references)}
        own = ours(write.db, context) or frozenset()
        # What was given away and not answered is the user's on paper only: that it is back must be written down.
        mine = [row for row in rows.values() if row.owner_id in own and not is_given_away(write.db, row.id)]
        taken = [row for row in rows.values() if row not in mine]
        number = None
        if taken:
            owner_id = acts.ensure_technician(write.db, taker)
            words = Taking(found, owner_id, taker, read_back or "", summary, next_step, times)
            number = spoken.take(write.db, words, taken)
            write.summary = f"Took over {some_of([row.reference for row in taken])} from {found.name} (#{number})"
            write.instead = f'techday handover return {number} --reason "…"'
    already = f"{some_of([row.reference for row in mine])} {'is' if len(mine) == 1 else 'are'} yours already"
    handover = view_by_id(context.db, number) if number else None
    context.out.done(write, already, handover=handover)
    if taken:
        others = [row for row in taken if row.owner and row.owner != found.name and row.owner_id not in own]
        tell(context, found.name, others, already if mine else "")


def tell(context: Context, giver: str, others: list[TicketRow], already: str) -> None:
    """Say which tickets were the user's before, and which were somebody else's than the one that gave them."""
    if already:
        context.out.status(f"  {already}")
    for row in others:
        reference = as_argument(row.reference)
        context.out.warn(f"{row.reference} was {row.owner}'s, not {giver}'s", f"techday ticket show {reference}")


def ticket_here(db: Connection, reference: str) -> TicketRow:
    """Give the open ticket that a reference means; raises NotFound with the command that makes it, and Refused."""
    try:
        ticket = acts.find(db, reference)
    except NotFound as error:
        if reference.strip() == ".":
            raise
        near = f"{error.hint} Else: " if "?" in error.hint or error.hint.startswith("Type") else ""
        raise NotFound(error.message, hint=f'{near}techday add "…" --ref {as_argument(reference)}') from None
    if ticket.state not in ACTIVE:
        hint = f"techday ticket reopen {as_argument(ticket.reference)}"
        raise Refused(f"{ticket.reference} is {ticket.state}", hint=hint)
    return ticket
