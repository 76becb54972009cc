"""The shortest way to write something down: on a ticket, on the running one, or for the Monday meeting.

`note 213 called back` and `note called back` are told apart by the first word. It is a ticket only where it looks like
one, so that a sentence that begins with a number is not torn apart.
"""

from sqlite3 import Connection
from typing import Annotated, NamedTuple

import typer

from techday.arguments import At
from techday.context import Context
from techday.core.text import as_argument, clean_line
from techday.database.operation import operation
from techday.errors import BadUsage, NotFound, Refused
from techday.tickets import acts as tickets
from techday.tickets.acts import Times
from techday.tickets.options import ticket_document
from techday.tickets.rules import ACTIVE
from techday.tickets.store import TicketRow, id_by_reference, is_local_reference, open_references
from techday.timecard.store import running_entry
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)

RUNNING = "."
# A sentence may well begin with a number of one or two digits, but seldom with a longer one.
CLEAR_DIGITS = 3


class Meant(NamedTuple):
    """What a word is on: the ticket, the words, and whether another may be meant: it was a short number, or is over."""

    ticket: TicketRow
    words: str
    is_guess: bool = False


@app.command("note", help="Note a word on a ticket, or for Monday")
def note(
    ctx: typer.Context,
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[N] TEXT", help="The words, on ticket N, else on the running one", show_default=False),
    ] = None,
    monday: Annotated[bool, typer.Option("--monday", help="A topic for the Monday meeting")] = False,
    private: Annotated[bool, typer.Option("--private", help="For you alone: the PSA is not told")] = False,
    at: At = None,
) -> None:
    """Note a word on a ticket, or for Monday"""
    context: Context = ctx.obj
    if monday and private:
        raise BadUsage("--monday and --private exclude each other", hint="A topic is told in the meeting alone")
    times = Times(context.instant(at), context.now)
    if monday:
        note_topic(context, words_or_ask(context, text, "What to talk about on Monday"), times)
    else:
        note_on_ticket(context, " ".join(text or ()), times, private)


def note_topic(context: Context, words: str, times: Times) -> None:
    """Keep a topic for the Monday meeting."""
    from techday.meetings import acts  # a word on a ticket needs no meetings
    from techday.meetings.rules import TOPIC
    from techday.meetings.views import note_view

    with operation(context, "note") as write:
        noted = acts.note(write.db, acts.NewNote(TOPIC, words), times)
        write.summary = f"Noted topic {noted.id} for Monday: {noted.text}"
    context.out.done(write, noted=note_view(noted))


def note_on_ticket(context: Context, typed: str, times: Times, private: bool) -> None:
    """Note words on the ticket that they begin with, else on the one that the timer runs on."""
    # Asked before the store is locked.
    typed = complete(context, typed)
    with operation(context, "note") as write:
        meant = meaning_of(write.db, typed)
        tickets.note(write.db, meant.ticket, meant.words, times, private)
        write.summary = f"Noted on {meant.ticket.reference} {meant.ticket.title}: {clean_line(meant.words, 100)}"
    context.out.done(write, ticket=ticket_document(context, meant.ticket.id))
    running = running_entry(context.db)
    if meant.is_guess and running is not None and running.ticket_id not in (None, meant.ticket.id):
        hint = f"techday undo, then techday note . {as_argument(typed, last=True)}"
        context.out.status(f"  meant for {running.ticket}? {hint}")


def complete(context: Context, typed: str) -> str:
    """Give what was typed with words in it: a ticket alone, or nothing, asks for them.

    Raises BadUsage where nobody is there to ask.
    """
    if not typed.strip():
        return words_or_ask(context, None, "Note")
    if len(typed.split()) == 1 and ticket_meant(context.db, typed.strip()) is not None:
        return f"{typed.strip()} {words_or_ask(context, None, f'Note on {typed.strip()}')}"
    return typed


def meaning_of(db: Connection, typed: str) -> Meant:
    """Give what words are on: the ticket of the first word, else the one that the timer runs on.

    Raises Refused where it runs on none, NotFound where the first word can only be a ticket that is not there.
    """
    word, *rest = typed.split(maxsplit=1) or [""]
    first = ticket_meant(db, word) if rest else None
    if first is not None:
        is_clear = len(word) >= CLEAR_DIGITS and first.state in ACTIVE
        return Meant(first, rest[0], is_guess=word.isdigit() and not is_clear)
    running = running_entry(db)
    if running is None or running.ticket_id is None:
        hint = 'techday note N "…" names a ticket; techday note "…" --monday keeps it for Monday'
        raise Refused("The timer runs on no ticket to note that on", hint=hint)
    return Meant(tickets.running_ticket(db), typed)


def ticket_meant(db: Connection, word: str) -> TicketRow | None:
    """Give the ticket that a word means at the beginning of a sentence; None where it is only a word.

    It means one as a whole reference, as `.`, L7 and #7; with a digit in it as the unique end of an open ticket's
    reference, and with three digits and more as that of any ticket's. Raises NotFound for L7 and #7 that are not there,
    and for a long number that could be several.
    """
    if word == RUNNING or id_by_reference(db, word) is not None:
        return tickets.find(db, word)
    if word.startswith("#") or is_local_reference(word):
        try:
            return tickets.find(db, word)
        except NotFound as miss:
            hint = 'techday ticket list; techday note . "…" where it is only a word'
            raise NotFound(miss.message, hint=hint) from miss
    if not any(letter.isdigit() for letter in word):
        return None
    try:
        found = tickets.find(db, word)
    except NotFound:
        ending = word.casefold()
        if len(word) >= CLEAR_DIGITS and any(row.reference.casefold().endswith(ending) for row in open_references(db)):
            raise
        return None
    is_number = word.isdigit() and len(word) >= CLEAR_DIGITS
    return found if is_number or found.state in ACTIVE else None
