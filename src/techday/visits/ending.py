"""The end of a visit, with its time and what became of each ticket: one write, told then or afterwards in one line.

All that is asked is asked before anything is written, so that whoever leaves half-way leaves the visit open.
"""

import contextlib
from sqlite3 import Connection
from typing import Annotated, NamedTuple

import typer

from techday.arguments import complete_ticket
from techday.context import Context
from techday.core.durations import parse_duration, show_duration
from techday.core.instants import from_text
from techday.core.shifts import shift_day
from techday.core.text import clean_line
from techday.database.operation import Operation, operation
from techday.errors import BadUsage, Refused
from techday.rotation.acts import record as record_contact
from techday.rotation.store import is_placeholder
from techday.tickets.acts import Times
from techday.timecard.acts import Ended, ended_words
from techday.timecard.entries import remarks
from techday.timecard.options import Adjust
from techday.timecard.store import about, running_entry
from techday.ui.prompt import can_ask
from techday.visits import acts, leaving, store
from techday.visits.acts import Call
from techday.visits.answering import Closed, answer
from techday.visits.asking import Meant, ask_for_outcomes, asked_words, times_told, which_visit
from techday.visits.calling import after_words
from techday.visits.completing import complete_name
from techday.visits.leaving import Left
from techday.visits.options import MaybeClient, News, Site, place_named
from techday.visits.outcomes import Known, Stayed, known, not_told_yet, write_down
from techday.visits.rules import BACK, DONE, Outcome, outcome_words, paired, refuse_missing, refuse_travel
from techday.visits.store import VisitRow
from techday.visits.words import span_words, speller
from techday.visits.worked import Ending

app = typer.Typer(add_completion=False)

Done = Annotated[
    list[str] | None,
    typer.Option("--done", metavar="N", help="A ticket that is done; --fix says how", autocompletion=complete_ticket),
]
Back = Annotated[
    list[str] | None,
    typer.Option("--back", metavar="N", help="One to come back for; --need says why", autocompletion=complete_ticket),
]


@app.command("end", help="End the visit, with what became of each ticket")
def end(
    ctx: typer.Context,
    client: MaybeClient = None,
    arrived: Annotated[
        str | None, typer.Option("--arrived", metavar="TIME", help="When you arrived, where no timer said so: 9:30")
    ] = None,
    left: Annotated[
        str | None, typer.Option("--left", metavar="TIME", help="When you left; without it now, or as recorded")
    ] = None,
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
        str | None,
        typer.Option(
            "--called",
            metavar="NAME",
            help="Home was called already: who was spoken to",
            autocompletion=complete_name,
        ),
    ] = None,
    news: News = None,
    site: Site = None,
    adjust: Adjust = False,
) -> None:
    """End the visit, with what became of each ticket"""
    context: Context = ctx.obj
    outcomes = [*paired(DONE, done or [], fix or []), *paired(BACK, back or [], need or [])]
    home = home_called(called)
    meant = which_visit(context, client, arrived, left)
    meant, told = told_times(context, meant, Typed(arrived, left, travel, note, adjust))
    told, outcomes = asked_for(context, meant, told, outcomes, site)
    with operation(context, "visit end") as write:
        closed = close(context, write, meant, told, outcomes, site)
        if home:
            call_after(context, write, home, news or "")
    answer(context, write, closed)


class Typed(NamedTuple):
    """What was typed of the time of a visit and its note; None where nothing was said."""

    arrived: str | None
    left: str | None
    travel: str | None
    note: str | None
    adjust: bool


def home_called(called: str | None) -> str:
    """Give who was spoken to at home, "" where home was not called yet; raises BadUsage for nobody."""
    name = clean_line(called or "", acts.NAME_LENGTH)
    if called is not None and not name:
        raise BadUsage("--called names nobody", hint="--called NAME, or techday visit called NAME afterwards")
    return name


def told_times(context: Context, meant: Meant, typed_words: Typed) -> tuple[Meant, Ending]:
    """Give which visit is ended or put right, and what was told of its end, with the note as far as it is known.

    Raises BadUsage for what makes no sense, Refused for the time of another visit.
    """
    arrived_at, left_at = times_told(context, meant, typed_words.arrived, typed_words.left)
    seconds = parse_duration(typed_words.travel) if typed_words.travel is not None else 0
    if typed_words.travel is not None:
        refuse_travel(seconds)
    note = clean_line(typed_words.note or "", acts.NOTE_LENGTH)
    told = Ending(arrived_at, left_at, seconds, note, typed_words.adjust)
    if meant.visit is None and arrived_at is not None and typed_words.left is None and told.adjust:
        # Who puts an arrival right says nothing of the end.
        recorded = leaving.recorded_end(context.db, meant.client_id, arrived_at, context.now)
        told = told._replace(left=recorded or left_at)
    if meant.visit is None:
        spell = speller(context.zone, context.now)
        meant = meant._replace(before=leaving.told_before(context.db, meant.client_id, meant.client, told, spell))
    if meant.before is not None and not note:
        told = told._replace(note=meant.before.note)
    return meant, told


def asked_for(
    context: Context, meant: Meant, told: Ending, outcomes: list[Outcome], site: str | None
) -> tuple[Ending, list[Outcome]]:
    """Give all that was told, asked for on a terminal where it is missing: nothing is written yet.

    What would be refused is refused before anybody is asked. Raises as `close`, BadUsage for what is missing, NotFound
    and Refused for tickets that cannot be meant.
    """
    known(context.db, meant.client_id, meant.client, outcomes)
    if can_ask(context):
        rehearse(context, meant, told, site)
    outcomes = asked_words(context, outcomes)
    refuse_missing(outcomes)
    if meant.before is None or not told.note:
        note, outcomes = ask_for_outcomes(context, meant, told.note, outcomes)
        told = told._replace(note=clean_line(note, acts.NOTE_LENGTH))
    return told, outcomes


class TakenBack(Exception):
    """A rehearsal is over: what it wrote is taken back."""


def rehearse(context: Context, meant: Meant, told: Ending, site: str | None) -> None:
    """End the visit and take that back at once; raises what ending it raises."""
    with contextlib.suppress(TakenBack), operation(context, "visit end") as write:
        close(context, write, meant, told, [], site)
        raise TakenBack


def close(
    context: Context, write: Operation, meant: Meant, told: Ending, outcomes: list[Outcome], site: str | None
) -> Closed:
    """End the visit that was meant, record the one that is over, or put it right, with its time and outcomes.

    Where anybody was there it is a contact. Raises Refused where it is no longer as it was when it was asked about.
    """
    db, now = write.db, context.now
    tickets = known(db, meant.client_id, meant.client, outcomes)
    place, spell = place_named(db, meant.client_id, site), speller(context.zone, now)
    if meant.visit is not None:
        visit = store.open_visit(db)
        if visit is None or visit.id != meant.visit.id:
            raise Refused("The visit was ended meanwhile", hint="techday visit list")
        acts.move_to(db, visit, place)
        left = leaving.end(db, visit, told, now, spell)
    elif meant.before is not None:
        left = leaving.put_right(db, meant.before, place, told, now, spell)
        tickets = not_told_yet(db, left.visit, tickets)
    else:
        left = leaving.tell(db, place, told, now, spell)
    times = Times(from_text(left.visit.left_at or ""), now)
    arrived = from_text(left.visit.arrived_at) if left.visit.arrived_at else None
    stayed = Stayed(left.visit.id, arrived, left.visit.note)
    owed = write_down(db, stayed, tickets, context.settings.technician.name, times)
    if left.visit.arrived_at is not None and meant.before is None and not is_placeholder(db, meant.client_id):
        day = shift_day(context.shift_pattern, times.at).day.isoformat()
        record_contact(db, meant.client_id, times, day, "visit", told.note)
    write.summary = summary(context, db, left, tickets, again=meant.before is not None)
    running = running_entry(db)
    return Closed(left, tickets, owed, about(running) if running else "")


def call_after(context: Context, write: Operation, name: str, news: str) -> None:
    """Record the call home with the end of the visit; it comes after that by any clock."""
    after = acts.call_home(write.db, Call(context.now, name, news), context.now)
    write.summary += f"; called {name}{after_words(after)}"


def summary(context: Context, db: Connection, left: Left, tickets: list[Known], *, again: bool) -> str:
    """Say what was ended: "Ended the visit to ACME: 09:30-11:10 (1h40), 25m of travel; 1 done; stopped L3 after 5m".

    With `again` it had ended, and was put right.
    """
    visit = left.visit
    what = f"Put the visit to {visit.client} right" if again else f"Ended the visit to {visit.client}"
    told = [f"{what}: {', '.join(length_words(context, visit))}"]
    told += [words] if (words := outcome_words([one.result for one in tickets])) else []
    told += stopped_words(visit, left.ended)
    # The first of the entries is the one that was written down longest after it was.
    late = remarks(db, min(left.logged, key=lambda one: one.started_at), context.shift_pattern) if left.logged else []
    return "; ".join([*told, *late, *left.gave_way])


def length_words(context: Context, visit: VisitRow) -> list[str]:
    """Say from when to when a visit was, how long, and how long the way there took."""

    def seconds(start: str, end: str) -> str:
        return show_duration(max(0, int((from_text(end) - from_text(start)).total_seconds())))

    left = visit.left_at or visit.since
    if visit.arrived_at is None:
        return [f"not arrived, {seconds(visit.began, left)} of travel"]
    told = [f"{span_words(visit.arrived_at, left, context.zone, context.now)} ({seconds(visit.arrived_at, left)})"]
    return [*told, *([f"{seconds(visit.went_at, visit.arrived_at)} of travel"] if visit.went_at else [])]


def stopped_words(visit: VisitRow, ended: Ended | None) -> list[str]:
    """Say which ticket's timer was stopped; that of the visit itself goes without saying."""
    return [] if ended is None or about(ended.entry) == visit.client else [ended_words(ended)]
