"""The walk through what review finds, one key for each answer, each answer written at once.

Whoever stops half-way keeps what was answered, and `undo` takes back the last answer. After each the rest is found
anew: time given to a ticket may clear its note as well. Nothing is held while a question waits; so an answer is
written only where what was asked about is still there.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from techday.cards.views import EntryView
from techday.cards.walk import Step, keys_of, steps_of, tickets_beside
from techday.context import Context
from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, trim
from techday.core.text import clean_line, quoted
from techday.core.weeks import Week, card_name
from techday.core.work_types import USUAL
from techday.database.operation import operation
from techday.errors import BadUsage, NotFound, Refused
from techday.timecard import entries
from techday.timecard.carving import leave_parts, tell_break
from techday.timecard.editing import (
    changed_of_visit,
    edit_words,
    entry_words,
    length_and_subject,
    said,
    warn_of_visit,
)
from techday.timecard.options import Told
from techday.timecard.overlaps import gave_way_words, in_the_way
from techday.timecard.rules import RUNS_ON, Cut, carve
from techday.timecard.store import EntryRow, overlapping
from techday.timecard.told import LONGEST_NOTE, assigned, new_entry, spans_changed
from techday.ui.dates import show_day
from techday.ui.prompt import ask

QUIT, SKIP, TICKET = "q", "s", "t"
ASKED = {
    "guess": "What of it?",
    "long": "What of it?",
    "gap": "What was it?",
    "unassigned": "Whose is it?",
    "overlap": "The later one wins?",
    "future": "When did it end?",
}
# What is typed after a key.
TYPED = {
    ("guess", "t"): "When it ended",
    ("long", "t"): "When it ended",
    ("gap", "t"): "Ticket",
    ("unassigned", "t"): "Ticket",
    ("unassigned", "c"): "Client",
}
TYPES = {"m": "meeting", "i": "internal"}


class Period(NamedTuple):
    """What is walked through: a week, or one day of it."""

    week: Week
    day: date | None = None

    @property
    def name(self) -> str:
        """What it is called on a command line: "2026-W48", "--day 2026-11-23"."""
        return card_name(self.week.name, self.week.part) if self.day is None else f"--day {self.day}"

    @property
    def where(self) -> str:
        """How it is said: "in 2026-W48", "on Mon 23 Nov 2026"."""
        return f"in {self.name}" if self.day is None else f"on {show_day(self.day)}"


class Settled(NamedTuple):
    """What an answer did, in words, and the entries as they were of which it changed anything that a visit says."""

    words: str
    of_visits: Sequence[EntryRow] = ()


class Answer(NamedTuple):
    """The key that was pressed, and what was typed after it."""

    key: str
    text: str = ""


def steps_in(context: Context, period: Period) -> list[Step]:
    """Give what is to fix in a week or a day, as it stands in the store now."""
    from techday.pages.timecard import card_view  # its floor is above

    return steps_of(card_view(context, period.week), context.zone, period.day)


def walk_through(context: Context, period: Period) -> None:
    """Ask about one step after the other, and write each answer at once."""
    if any(step.kind == "guess" and step.ended_at is None for step in steps_in(context, period)):
        context.see_to_timer()  # a forgotten timer is cut first: its end is what is asked about
    answered = 0
    skipped: list[Step] = []
    shown: Step | None = None
    while left := unskipped(steps_in(context, period), skipped):
        step, past = left[0], answered + len(skipped)
        beside = beside_step(context, period, step)
        if shown is None or not step.is_same(shown):
            context.out.status("")
            context.out.status(f"{past + 1}/{past + len(left)}  {step.text}")
            show_beside(context, step, beside)
        shown = step
        answer = ask_about(context, step, [str(entry.ticket) for entry in beside])
        if answer.key == QUIT:
            break
        if answer.key == SKIP:
            skipped.append(step)
        else:
            answered += settle(context, period, step, answer)
    count = answered + len(steps_in(context, period))
    rest = "" if answered == count else f"; techday timecard fix {period.name}"
    context.out.line(f"Fixed {answered} of {count} {period.where}{rest}")


def unskipped(steps: Sequence[Step], skipped: Sequence[Step]) -> list[Step]:
    """Give the steps that nobody skipped."""
    return [step for step in steps if not any(step.is_same(one) for one in skipped)]


def beside_step(context: Context, period: Period, step: Step) -> list[EntryView]:
    """Give the entries whose tickets are offered as the answer to a step; none where none can be meant."""
    if TYPED.get((step.kind, TICKET)) != "Ticket":
        return []
    from techday.pages.timecard import card_view  # its floor is above

    return tickets_beside(card_view(context, period.week).entries, step)


def show_beside(context: Context, step: Step, beside: Sequence[EntryView]) -> None:
    """Say what was worked on just before and just after a step."""
    told = [
        f"{'before' if entry.started_at < step.started_at else 'after'}: {entry.ticket} {entry.title}"
        for entry in beside
    ]
    if told:
        context.out.status(f"  {'; '.join(told)}")


def ask_about(context: Context, step: Step, tickets: Sequence[str]) -> Answer:
    """Ask what to do about a step until it is answered; an empty line after a key goes back to the keys."""
    from techday.ui.keys import ask_key  # only on a terminal

    if step.kind == "note":
        note = clean_line(ask(context, "  Note for the client (empty skips, q quits)"), LONGEST_NOTE)
        return Answer({"": SKIP, QUIT: QUIT}.get(note.lower(), "w"), note)
    keys = keys_of(step, tickets, context.now)
    while True:
        key = ask_key(context, f"  {ASKED[step.kind]}", keys)
        if key.isdigit():
            return Answer(TICKET, tickets[int(key) - 1])
        question = TYPED.get((step.kind, key))
        text = ask(context, f"  {question}") if question else ""
        if text or not question:
            return Answer(key, text)


def settle(context: Context, period: Period, step: Step, answer: Answer) -> bool:
    """Write an answer, as an operation of its own, and say what was done or why not; tell whether it was written."""
    try:
        with operation(context, "timecard fix") as write:
            if not any(step.is_same(one) for one in steps_in(context, period)):
                raise Refused("That has changed meanwhile", hint="What is left is asked anew")
            if step.kind == "gap":
                done = Settled(fill_gap(context, write.db, step, answer))
            else:
                done = change_entry(context, write.db, entries.find(write.db, str(step.entry)), step, answer)
            write.summary = done.words
    except (BadUsage, NotFound, Refused) as error:
        context.out.status(f"  {error.message}")
        context.out.status(f"    {error.hint}")
        return False
    context.out.status(f"  {write.summary if write.changed else 'That changes nothing'}")
    warn_of_visit(context, done.of_visits)
    return write.changed


# What an answer does


def fill_gap(context: Context, db: sqlite3.Connection, step: Step, answer: Answer) -> str:
    """Record what a gap was, from its start to its end, and say so.

    Raises NotFound for an unknown ticket, and Refused where time of another day reaches into it.
    """
    assert step.ended_at is not None  # noqa: S101  # every gap ends
    span, spell = Span(step.started_at, step.ended_at), entries.speller(context.zone)
    if answer.key == "b":
        # A break would be carved out of what is there; in a gap there is nothing to carve.
        entries.make_room(db, *map(to_text, span), adjust=False, spell=spell)
        tell_break(db, *span)
        return f"Break {spell(*map(to_text, span))}"
    told = Told(ticket=answer.text or None)
    work_type = entries.find_type(context.settings.work_types, TYPES.get(answer.key, USUAL))
    logged = entries.log(db, new_entry(context, db, span, work_type, told), adjust=False, spell=spell)
    remarks = entries.remarks(db, logged.entry, context.shift_pattern)
    return said(context, f"Logged {length_and_subject(context, logged.entry)}", remarks, logged)


def change_entry(context: Context, db: sqlite3.Connection, before: EntryRow, step: Step, answer: Answer) -> Settled:
    """Change an entry as was answered, and say so; raises as `entries.edit`, and for what is no ticket or time."""
    if answer.key == "d":
        entries.delete(db, before)
        return Settled(f"Deleted {length_and_subject(context, before)}", [before])
    spell = entries.speller(context.zone)
    if step.kind == "overlap":
        cuts = settle_overlap(db, before)
        return Settled(f"Adjusted: {gave_way_words(cuts, spell)}", [cut.entry for cut in cuts if is_shorter(cut)])
    changes = changes_told(context, db, before, step, answer)
    edited = entries.edit(db, before, changes, adjust=False, now=context.now, spell=spell)
    is_told = edited.entry.recorded_at != before.recorded_at
    remarks = entries.remarks(db, edited.entry, context.shift_pattern) if is_told else []
    words = edit_words(context, before, edited.entry)
    if (step.kind, answer.key) == ("unassigned", "n"):
        words = f"Not billable: {entry_words(context, edited.entry)}"
    return Settled(said(context, words, remarks, edited), changed_of_visit(before, edited.entry))


def changes_told(
    context: Context, db: sqlite3.Connection, entry: EntryRow, step: Step, answer: Answer
) -> dict[str, object]:
    """Give the columns that an answer sets; raises NotFound and BadUsage for what is no ticket, client or time."""
    match step.kind, answer.key:
        case "guess", "c":
            return {"guessed": 0}
        case (("guess" | "long"), "t"):
            return {**end_told(context, entry, answer.text), "guessed": 0}
        case "future", _:
            return {"ended_at": to_text(context.now)}
        case "note", _:
            return {"note": answer.text}
        case _, "n":
            return {"billable": 0}
        case _, "c":
            return assigned(db, entry, None, answer.text)
        case _:
            return assigned(db, entry, answer.text, None)


def end_told(context: Context, entry: EntryRow, text: str) -> dict[str, object]:
    """Give the end that was typed; raises BadUsage for what is no time, and for one still to come."""
    told = spans_changed(context, entry, None, text)
    if str(told["ended_at"]) > to_text(context.now):
        raise BadUsage(f"{quoted(text)} is still to come", hint="Give a past time, as 16:40 or fri 16:40")
    return told


def is_shorter(cut: Cut) -> bool:
    """Tell whether an entry begins later or ends sooner since it gave way: what was in its midst interrupted it."""
    return not cut.parts or (cut.parts[0][0], cut.parts[-1][1]) != (cut.entry.started_at, cut.entry.ended_at)


def settle_overlap(db: sqlite3.Connection, entry: EntryRow) -> list[Cut]:
    """Let the later of overlapping entries win over the earlier ones, and what is frozen over both; give the cuts."""
    others = in_the_way(
        overlapping(db, entry.started_at, entry.ended_at or RUNS_ON), entry.started_at, entry.ended_at, entry.id
    )
    frozen = [Span(from_text(one.started_at), from_text(one.ended_at or RUNS_ON)) for one in others if one.frozen]
    if frozen:
        own = Span(from_text(entry.started_at), from_text(entry.ended_at or RUNS_ON))
        kept = trim(own, frozen)
        parts = [
            (to_text(part.start), None if entry.ended_at is None and part.end == own.end else to_text(part.end))
            for part in kept
        ]
        cuts = [Cut(entry, parts, 0)]
    else:
        earlier = [one for one in others if (one.started_at, one.id) < (entry.started_at, entry.id)]
        cuts = carve(earlier, entry.started_at, entry.ended_at or RUNS_ON)
    for cut in cuts:
        leave_parts(db, cut)
    return cuts
