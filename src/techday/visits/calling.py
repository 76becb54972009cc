"""The call home after a visit: what changed meanwhile, and what is next."""

from sqlite3 import Connection
from typing import Annotated, NamedTuple

import typer

from techday.arguments import At
from techday.clients.finding import find_client
from techday.clients.store import code_of
from techday.context import Context
from techday.core.text import as_argument, clean_line, quoted
from techday.database.operation import operation
from techday.errors import BadUsage, NotFound, Refused
from techday.pages.ticket_clocks import own
from techday.tickets.acts import find as find_ticket
from techday.tickets.alike import typed
from techday.tickets.rules import ACTIVE, concerns
from techday.ui.dates import show_instant
from techday.ui.prompt import words_or_ask
from techday.visits import acts
from techday.visits.acts import Call
from techday.visits.completing import complete_name, complete_next
from techday.visits.options import News, view_of
from techday.visits.store import VisitRow

app = typer.Typer(add_completion=False)


class Chosen(NamedTuple):
    """What was settled on as the next job: a ticket or a client, by row number; and its name."""

    ticket_id: int | None = None
    client_id: int | None = None
    name: str = ""


NOTHING = Chosen()


@app.command("called", help="Record the call home, and what is next")
def called(
    ctx: typer.Context,
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME", help="Who was spoken to at home", show_default=False, autocompletion=complete_name
        ),
    ] = None,
    news: News = None,
    following: Annotated[
        str | None,
        typer.Option(
            "--next",
            metavar="N|C",
            help="What is next: a ticket, or a client to go to",
            autocompletion=complete_next,
        ),
    ] = None,
    at: At = None,
) -> None:
    """Record the call home, and what is next"""
    context: Context = ctx.obj
    instant = context.instant(at)
    who = clean_line(words_or_ask(context, name, "Who was spoken to"), acts.NAME_LENGTH)
    if not who:
        raise BadUsage("Who was spoken to is missing", hint='techday visit called NAME --news "…"')
    with operation(context, "visit called") as write:
        chosen = next_named(context, write.db, following)
        call = Call(instant, who, news or "", chosen.ticket_id, chosen.client_id)
        told = acts.call_home(write.db, call, context.now)
        write.summary = f"Called {who}{after_words(told)}" if told else "Added to the call home"
        write.summary += next_words(chosen)
    last = acts.called_last(context.db) if not told else told[-1]
    context.out.done(write, already(context, last), **documents(context, told or [last]))
    if not context.out.json:
        show_next(context)


def next_named(context: Context, db: Connection, text: str | None) -> Chosen:
    """Give the next job that was named: a ticket by its reference, else a client.

    Raises NotFound for neither, Refused for a ticket that is over, or somebody else's.
    """
    if text is None:
        return NOTHING
    try:
        ticket = find_ticket(db, text)
    except NotFound as no_ticket:
        try:
            client_id = find_client(db, text)
        except NotFound:
            message = f"No ticket and no client {quoted(text)}"
            raise NotFound(message, hint=no_ticket.hint) from None
        return Chosen(client_id=client_id, name=code_of(db, client_id))
    if ticket.state not in ACTIVE:
        raise Refused(
            f"{ticket.reference} is {ticket.state}, so it is not next",
            hint=f"techday ticket reopen {typed(ticket.reference)}",
        )
    if not concerns(ticket.owner_id, own(db, context)):
        who = as_argument(context.settings.technician.name)
        hint = f"techday ticket assign {typed(ticket.reference)} {who}"
        raise Refused(f"{ticket.reference} is {ticket.owner}'s, so it is not next", hint=hint)
    return Chosen(ticket.id, None, f"{ticket.reference} {ticket.title}")


def after_words(told: list[VisitRow]) -> str:
    """Say after which visits home was called: " after ACME and GLOBEX"."""
    return f" after {' and '.join(dict.fromkeys(one.client for one in told))}"


def next_words(chosen: Chosen) -> str:
    """Say what is next, "" where nothing was settled."""
    return f"; next {chosen.name}" if chosen.name else ""


def already(context: Context, visit: VisitRow) -> str:
    """Say that home was called after the last visit already."""
    at = show_instant(visit.called_at, context.zone, context.now) if visit.called_at else ""
    return f"{visit.called_name} was called after {visit.client} already, {at}"


def documents(context: Context, visits: list[VisitRow]) -> dict[str, object]:
    """Give the visits and the next job as scripts read them; nothing where nobody asked for JSON."""
    if not context.out.json:
        return {}
    from techday.pages.next_job import next_job  # a write needs no screen

    return {"visits": [view_of(context, one) for one in visits], "next_job": next_job(context)}


def show_next(context: Context) -> None:
    """Show what is next by priority, and what is near."""
    from techday.pages.next_job import next_job  # scripts read no screen
    from techday.pages.next_job_screen import look_of, next_page

    context.out.show(next_page(next_job(context), look_of(context)))
