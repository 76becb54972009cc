"""The call home after a visit: what changed meanwhile, and what is next."""

from sqlite3 import Connection
from typing import Annotated, NamedTuple

import typer

from techday.arguments import At
from techday.clients.store import code_of
from techday.context import Context
from techday.core.text import clean_line, quoted
from techday.database.operation import operation
from techday.errors import BadUsage, NotFound, Refused
from techday.tickets.acts import find as find_ticket
from techday.visits import acts, store
from techday.visits.acts import Call
from techday.visits.options import News, client_named, view_of
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
        list[str] | None, typer.Argument(metavar="NAME", help="Who was spoken to at home", show_default=False)
    ] = None,
    news: News = None,
    following: Annotated[
        str | None, typer.Option("--next", metavar="N|C", help="What is next: a ticket, or a client to go to")
    ] = None,
    at: At = None,
) -> None:
    """Record the call home, and what is next"""
    from techday.ui.prompt import words_or_ask  # the words of one line

    context: Context = ctx.obj
    instant = context.instant(at)
    who = clean_line(words_or_ask(context, name, "Who was spoken to"), acts.NAME_LENGTH)
    if not who:
        raise BadUsage("Who was spoken to is missing", hint='techday visit called NAME --news "…"')
    with operation(context, "visit called") as write:
        chosen = next_named(write.db, following)
        call = Call(instant, who, news or "", chosen.ticket_id, chosen.client_id)
        told = acts.call_home(write.db, call)
        write.summary = call_words(who, told, chosen) if told else f"Added to the call home{next_words(chosen)}"
    last = next(iter(store.ended_visits(context.db, 1)), None)
    if last is None or (not write.changed and store.open_visit(context.db) is not None):
        raise nothing_owed(context)
    context.out.done(write, already(context, last), **documents(context, told or [last]))
    if not context.out.json:
        show_next(context)


def nothing_owed(context: Context) -> Refused:
    """Say that there was no visit after which home could be called."""
    visit = store.open_visit(context.db)
    if visit is not None:
        return Refused(f"The visit to {visit.client} goes on", hint=f'techday visit end {visit.client} --note "…"')
    return Refused("There was no visit after which home is called", hint="techday visit go C")


def next_named(db: Connection, text: str | None) -> Chosen:
    """Give the next job that was named: a ticket by its reference, else a client; raises NotFound for neither."""
    if text is None:
        return NOTHING
    try:
        ticket = find_ticket(db, text)
    except NotFound as no_ticket:
        try:
            client_id = client_named(db, text)
        except NotFound:
            message = f"No ticket and no client {quoted(text)}"
            raise NotFound(message, hint=no_ticket.hint) from None
        return Chosen(client_id=client_id, name=code_of(db, client_id))
    return Chosen(ticket.id, None, f"{ticket.reference} {ticket.title}")


def call_words(name: str, told: list[VisitRow], chosen: Chosen = NOTHING) -> str:
    """Say that home was called, after which visits, and what is next: "Called Pat after ACME; next L3 Mail"."""
    after = " and ".join(dict.fromkeys(one.client for one in told))
    return f"Called {name} after {after}{next_words(chosen)}"


def next_words(chosen: Chosen) -> str:
    """Say what is next, "" where nothing was settled."""
    return f"; next {chosen.name}" if chosen.name else ""


def already(context: Context, visit: VisitRow) -> str:
    """Say that home was called after the last visit already."""
    from techday.ui.dates import show_instant  # only where it was

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
