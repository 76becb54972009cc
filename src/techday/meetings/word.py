"""The shortest way to write something down: on a ticket, in what the timer runs on, or for the Monday meeting.

`note 213 called back` and `note called back` are told apart by the first word. It is a ticket only where it looks like
one, so that a sentence that begins with a number is not torn apart. The timer runs on a ticket or on a meeting.
"""

from sqlite3 import Connection
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from techday.arguments import At, complete_ticket
from techday.context import Context
from techday.core.text import as_argument, clean_line
from techday.database.operation import Operation, operation
from techday.errors import BadUsage, NotFound, Refused
from techday.tickets import acts as tickets
from techday.tickets.acts import Times
from techday.tickets.options import ticket_document
from techday.tickets.rules import ACTIVE
from techday.tickets.store import TicketRow, id_by_reference, is_local_reference, open_references
from techday.timecard.store import running_entry
from techday.ui.prompt import words_or_ask

if TYPE_CHECKING:
    from techday.meetings.views import NoteView

app = typer.Typer(add_completion=False)

RUNNING = "."
# A sentence may well begin with a number of one or two digits, but seldom with a longer one.
CLEAR_DIGITS = 3


class Meant(NamedTuple):
    """What a word is on: the ticket, the words, and whether another may be meant: it was a short number, or is over."""

    ticket: TicketRow
    words: str
    is_guess: bool = False


def complete_first_word(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Give the open tickets that the first word may mean; the others are words."""
    return [] if ctx.params.get("text") else complete_ticket(ctx, incomplete)


@app.command("note", help="Note a word on a ticket, or for Monday")
def note(
    ctx: typer.Context,
    text: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[N] TEXT",
            help="The words, on ticket N, else on the running one or in the running meeting",
            show_default=False,
            autocompletion=complete_first_word,
        ),
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
        note_where_it_belongs(context, " ".join(text or ()), times, private)


def note_topic(context: Context, words: str, times: Times) -> None:
    """Keep a topic for the Monday meeting."""
    from techday.meetings import acts  # a word on a ticket needs no meetings
    from techday.meetings.rules import TOPIC
    from techday.meetings.views import note_view

    with operation(context, "note") as write:
        noted = acts.note(write.db, acts.NewNote(TOPIC, words), times)
        write.summary = f"Noted topic {noted.id} for Monday: {noted.text}"
    context.out.done(write, noted=note_view(noted))


def note_where_it_belongs(context: Context, typed: str, times: Times, private: bool) -> None:
    """Note words on the ticket that they begin with, else on the ticket or in the meeting that the timer runs on."""
    # Asked before the store is locked.
    typed = complete(context, typed)
    with operation(context, "note") as write:
        meant = meaning_of(write.db, typed)
        if meant is None:
            noted = note_in_meeting(write, typed, times)
        else:
            tickets.note(write.db, meant.ticket, meant.words, times, private)
            write.summary = f"Noted on {meant.ticket.reference} {meant.ticket.title}: {clean_line(meant.words, 100)}"
    if meant is None:
        context.out.done(write, noted=noted)
        return
    context.out.done(write, ticket=ticket_document(context, meant.ticket.id))
    running = running_entry(context.db)
    if meant.is_guess and running is not None and running.ticket_id not in (None, meant.ticket.id):
        hint = f"techday undo, then techday note . {as_argument(typed, last=True)}"
        context.out.status(f"  meant for {running.ticket}? {hint}")


def note_in_meeting(write: Operation, typed: str, times: Times) -> "NoteView":
    """Note words in the meeting that goes on; raises Refused where none does, with the words to keep them elsewhere."""
    from techday.meetings import acts  # a word on a ticket needs no meetings
    from techday.meetings.rules import NOTE, named
    from techday.meetings.views import note_view

    words = typed.strip().removeprefix(f"{RUNNING} ")
    meeting = acts.running_meeting(write.db)
    if meeting is None:
        running = running_entry(write.db)
        if running is not None and acts.is_meeting_time(running):
            hint = f"techday meeting start makes it one; then techday note {as_argument(words, last=True)}"
            raise Refused("The timer runs on a meeting that is not recorded as one", hint=hint)
        hint = f"techday note --monday {as_argument(words, last=True)} keeps it; techday note N … names a ticket"
        raise Refused("The timer runs on no ticket and no meeting to note that on", hint=hint)
    noted = acts.note(write.db, acts.NewNote(NOTE, words, meeting.id), times)
    write.summary = f"Noted {noted.id} in {named(meeting)}: {noted.text}"
    return note_view(noted)


def complete(context: Context, typed: str) -> str:
    """Give what was typed with words in it: a ticket alone, or nothing, asks for them.

    Raises BadUsage where nobody is there to ask.
    """
    if not typed.strip():
        return words_or_ask(context, None, "Note")
    if len(typed.split()) == 1 and ticket_meant(context.db, typed.strip()) is not None:
        return f"{typed.strip()} {words_or_ask(context, None, f'Note on {typed.strip()}')}"
    return typed


def meaning_of(db: Connection, typed: str) -> Meant | None:
    """Give what words are on: the ticket of the first word, else the one that the timer runs on; None for neither.

    Raises NotFound where the first word can only be a ticket that is not there.
    """
    running = running_entry(db)
    on_ticket = running is not None and running.ticket_id is not None
    word, *rest = typed.split(maxsplit=1) or [""]
    first = ticket_meant(db, word) if rest and (on_ticket or word != RUNNING) else None
    if first is not None:
        is_clear = len(word) >= CLEAR_DIGITS and first.state in ACTIVE
        return Meant(first, rest[0], is_guess=word.isdigit() and not is_clear)
    return Meant(tickets.running_ticket(db), typed) if on_ticket else None


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
