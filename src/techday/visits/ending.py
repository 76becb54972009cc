"""The end of a visit, with its time and what became of each ticket: one write, told then or afterwards in one line.

All that is asked is asked before anything is written, so that whoever leaves half-way leaves the visit open.
"""

from sqlite3 import Connection
from typing import Annotated, NamedTuple

import typer

from techday.arguments import complete_ticket
from techday.context import Context
from techday.core.durations import parse_duration, show_duration
from techday.core.instants import from_text
from techday.core.shifts import shift_day
from techday.core.text import as_argument, clean_line
from techday.database.operation import Operation, operation
from techday.errors import BadUsage, Refused
from techday.rotation.acts import record as record_contact
from techday.rotation.store import is_placeholder
from techday.tickets.acts import Times
from techday.tickets.alike import typed
from techday.timecard.acts import Ended, ended_words
from techday.timecard.entries import remarks, speller
from techday.timecard.options import Adjust
from techday.timecard.store import about, running_entry
from techday.timecard.timing import tell_of_clock
from techday.visits import acts, store
from techday.visits.acts import Call, Left
from techday.visits.asking import Meant, ask_for_outcomes, asked_words, open_there, times_told, which_visit
from techday.visits.calling import call_words, show_next
from techday.visits.options import MaybeClient, News, Site, place_named, view_of
from techday.visits.outcomes import Known, known, write_down
from techday.visits.rules import BACK, DONE, Outcome, outcome_words, paired, refuse_missing, refuse_travel
from techday.visits.store import VisitRow
from techday.visits.worked import Ending

app = typer.Typer(add_completion=False)

MOST_NAMED = 5

Done = Annotated[
    list[str] | None,
    typer.Option("--done", metavar="N", help="A ticket that is done; --fix says how", autocompletion=complete_ticket),
]
Back = Annotated[
    list[str] | None,
    typer.Option("--back", metavar="N", help="One to come back for; --need says why", autocompletion=complete_ticket),
]


class Closed(NamedTuple):
    """What a visit's end came to: the visit and its time, its outcomes, the causes owed, and what still runs."""

    left: Left
    outcomes: list[Known]
    owed: list[str]
    runs: str


@app.command("end", help="End the visit, with what became of each ticket")
def end(
    ctx: typer.Context,
    client: MaybeClient = None,
    arrived: Annotated[
        str | None, typer.Option("--arrived", metavar="TIME", help="When you arrived, where no timer said so: 9:30")
    ] = None,
    left: Annotated[str | None, typer.Option("--left", metavar="TIME", help="When you left; without it now")] = None,
    travel: Annotated[
        str | None, typer.Option("--travel", metavar="DURATION", help="How long the way there was: 25m")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="The note that the client reads")] = None,
    done: Done = None,
    fix: Annotated[
        list[str] | None, typer.Option("--fix", metavar="TEXT", help="What fixed it, one for each --done")
    ] = None,
    back: Back = None,
    need: Annotated[
        list[str] | None, typer.Option("--need", metavar="TEXT", help="What it needs, one for each --back")
    ] = None,
    called: Annotated[
        str | None, typer.Option("--called", metavar="NAME", help="Home was called already: who was spoken to")
    ] = None,
    news: News = None,
    site: Site = None,
    adjust: Adjust = False,
) -> None:
    """End the visit, with what became of each ticket"""
    context: Context = ctx.obj
    outcomes = [*paired(DONE, done or [], fix or []), *paired(BACK, back or [], need or [])]
    meant = which_visit(context, client, arrived, left)
    told, outcomes = told_or_asked(context, meant, Typed(arrived, left, travel, note, adjust), outcomes)
    with operation(context, "visit end") as write:
        closed = close(context, write, meant, told, outcomes, site)
        if called is not None:
            call_after(context, write, closed, called, news or "")
    answer(context, write, closed)


class Typed(NamedTuple):
    """What was typed of the time of a visit and its note; None where nothing was said."""

    arrived: str | None
    left: str | None
    travel: str | None
    note: str | None
    adjust: bool


def told_or_asked(
    context: Context, meant: Meant, typed_words: Typed, outcomes: list[Outcome]
) -> tuple[Ending, list[Outcome]]:
    """Give what was told of the end of a visit, asked for on a terminal where it is missing: nothing is written yet.

    Raises BadUsage for what is missing or makes no sense, NotFound and Refused for tickets that cannot be meant.
    """
    arrived_at, left_at = times_told(context, meant, typed_words.arrived, typed_words.left)
    seconds = parse_duration(typed_words.travel) if typed_words.travel is not None else 0
    if typed_words.travel is not None:
        refuse_travel(seconds)
    outcomes = asked_words(context, outcomes)
    refuse_missing(outcomes)
    known(context.db, meant.client_id, meant.client, outcomes)
    note, outcomes = ask_for_outcomes(context, meant, typed_words.note, outcomes)
    return Ending(arrived_at, left_at, seconds, clean_line(note, acts.NOTE_LENGTH), typed_words.adjust), outcomes


def close(
    context: Context, write: Operation, meant: Meant, told: Ending, outcomes: list[Outcome], site: str | None
) -> Closed:
    """End the visit that was meant, or record the one that is over, with its time, outcomes and contact.

    Raises Refused where it is no longer as it was when it was asked about.
    """
    db, spell = write.db, speller(context.zone)
    tickets = known(db, meant.client_id, meant.client, outcomes)
    place = place_named(db, meant.client_id, site)
    if meant.visit is None:
        left = acts.tell(db, place, told, context.now, spell)
    else:
        visit = store.open_visit(db)
        if visit is None or visit.id != meant.visit.id:
            raise Refused("The visit was ended meanwhile", hint="techday visit list")
        acts.move_to(db, visit, place)
        left = acts.end(db, visit, told, context.now, spell)
    times = Times(from_text(left.visit.left_at or ""), context.now)
    owed = write_down(db, left.visit.id, tickets, context.settings.technician.name, times)
    if left.visit.arrived_at is not None and not is_placeholder(db, meant.client_id):
        day = shift_day(context.shift_pattern, times.at).day.isoformat()
        record_contact(db, meant.client_id, times, day, "visit", told.note)
    write.summary = summary(context, db, left, tickets)
    running = running_entry(db)
    return Closed(left, tickets, owed, about(running) if running else "")


def call_after(context: Context, write: Operation, closed: Closed, called: str, news: str) -> None:
    """Record the call home with the end of the visit; it comes after that by any clock. Raises BadUsage for nobody."""
    name = clean_line(called, acts.NAME_LENGTH)
    if not name:
        raise BadUsage("--called names nobody", hint="--called NAME, or techday visit called NAME afterwards")
    at = max(context.now, from_text(closed.left.visit.left_at or closed.left.visit.since))
    after = acts.call_home(write.db, Call(at, name, news))
    write.summary += "; c" + call_words(name, after).removeprefix("C")


def summary(context: Context, db: Connection, left: Left, tickets: list[Known]) -> str:
    """Say what was ended: "Ended the visit to ACME: 09:30-11:10 (1h40), 25m of travel; 1 done; stopped L3 after 5m"."""
    visit = left.visit
    told = [f"Ended the visit to {visit.client}: {', '.join(length_words(context, visit))}"]
    told += [words] if (words := outcome_words([one.result for one in tickets])) else []
    told += stopped_words(visit, left.ended)
    late = [remark for entry in left.logged for remark in remarks(db, entry, context.shift_pattern)]
    return "; ".join([*told, *dict.fromkeys(late), *left.gave_way])


def length_words(context: Context, visit: VisitRow) -> list[str]:
    """Say from when to when a visit was, how long, and how long the way there took."""
    from techday.ui.dates import show_instant  # the words of one line

    def seconds(start: str, end: str) -> str:
        return show_duration(max(0, int((from_text(end) - from_text(start)).total_seconds())))

    left = visit.left_at or visit.since
    if visit.arrived_at is None:
        return [f"not arrived, {seconds(visit.began, left)} of travel"]
    first, last = (show_instant(at, context.zone, context.now) for at in (visit.arrived_at, left))
    told = [f"{first}-{last} ({seconds(visit.arrived_at, left)})"]
    return [*told, *([f"{seconds(visit.went_at, visit.arrived_at)} of travel"] if visit.went_at else [])]


def stopped_words(visit: VisitRow, ended: Ended | None) -> list[str]:
    """Say which ticket's timer was stopped; that of the visit itself goes without saying."""
    return [] if ended is None or about(ended.entry) == visit.client else [ended_words(ended)]


# --- what is said ---


def answer(context: Context, write: Operation, closed: Closed) -> None:
    """Tell what was ended, what stays open there and what is owed; then what is next."""
    visit = store.visit_by_id(context.db, closed.left.visit.id)
    there = open_there(context, visit.client_id, {one.ticket.id for one in closed.outcomes})
    if context.out.json:
        from techday.pages.next_job import next_job  # only under --json

        context.out.done(
            write,
            visit=view_of(context, visit),
            entries=[one.id for one in closed.left.logged],
            still_open=[one.reference for one in there],
            causes_owed=closed.owed,
            next_job=next_job(context),
        )
        tell_of_clock(context, None, closed.left.ended)
        return
    context.out.done(write)
    tell_of_clock(context, None, closed.left.ended)
    if closed.runs:
        context.out.status(f"  the timer runs on {closed.runs} still")
    if there:
        more = f" and {len(there) - MOST_NAMED} more" if len(there) > MOST_NAMED else ""
        names = ", ".join(one.reference for one in there[:MOST_NAMED])
        context.out.status(f"  still open there: {names}{more}  (techday ticket list --client {visit.client})")
    warn(context, visit, closed)
    show_next(context)


def warn(context: Context, visit: VisitRow, closed: Closed) -> None:
    """Warn of what is owed or was guessed: an arrival, the time of leaving, causes, and the call home."""
    again = f"techday undo, then techday visit end {as_argument(visit.client)}"
    if visit.arrived_at is None:
        context.out.warn("nobody said when you arrived, so all of it is travel", f"{again} --arrived TIME")
    elif closed.left.by_timer:
        context.out.warn("it ends where its time on the time card does", f"{again} --left TIME says otherwise")
    for reference in closed.owed:
        context.out.warn(f"the cause of {reference} is owed", f'techday ticket resolve {typed(reference)} --cause "…"')
    if visit.called_at is None:
        context.out.warn("the call home is owed", 'techday visit called NAME --news "…"')
