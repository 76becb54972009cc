"""Time that undo or redo brings back: never over what was told since.

The journal knows that a row was changed since, but not that another row took its time meanwhile.
"""

import sqlite3
from datetime import tzinfo

from techday.errors import Refused
from techday.timecard.break_store import BreakRow, breaks_brought_back, breaks_touching
from techday.timecard.entries import speller
from techday.timecard.overlaps import Spell, in_the_way, named
from techday.timecard.rules import RUNS_ON
from techday.timecard.store import (
    EntryRow,
    entries_brought_back,
    overlapping,
    timer_and_break,
    written_since,
)


def refuse_overlaps(db: sqlite3.Connection, reversed_one: int, operation: int, zone: tzinfo) -> None:
    """Raise Refused where an entry or a break comes back over time that was told since, or a timer in a break.

    `operation` is the undo or redo under way, `reversed_one` the operation that it takes back.
    """
    spell = speller(zone)
    for entry in entries_brought_back(db, operation):
        if entry.concurrent or entry.ended_at == entry.started_at:
            continue
        for other in entries_at(db, entry.started_at, entry.ended_at, entry.id):
            if written_since(db, "time_entry", other.id, reversed_one, operation):
                raise comes_over(named(entry, spell), f"{named(other, spell)} (entry {other.id})")
        for pause in breaks_at(db, entry.started_at, entry.ended_at):
            if written_since(db, "time_break", pause.id, reversed_one, operation):
                raise comes_over(named(entry, spell), break_words(pause, spell))
    for pause in breaks_brought_back(db, operation):
        for other in entries_at(db, pause.started_at, pause.ended_at):
            if written_since(db, "time_entry", other.id, reversed_one, operation):
                raise comes_over(break_words(pause, spell), f"{named(other, spell)} (entry {other.id})")
    if timer_and_break(db):
        raise Refused("A timer and a break would both go on", hint="techday stop, or techday timecard resume, first")


def entries_at(db: sqlite3.Connection, start: str, end: str | None, itself: int | None = None) -> list[EntryRow]:
    """Give the entries that hold any of the time from `start` on, but those beside others and the entry `itself`."""
    until = end or RUNS_ON
    return in_the_way(overlapping(db, start, until), start, until, itself)


def breaks_at(db: sqlite3.Connection, start: str, end: str | None) -> list[BreakRow]:
    """Give the breaks that hold any of the time from `start` on."""
    until = end or RUNS_ON
    found = breaks_touching(db, start, until)
    return [one for one in found if max(one.started_at, start) < min(one.ended_at or RUNS_ON, until)]


def comes_over(what: str, other: str) -> Refused:
    """Give the refusal that names what would come back, and over what."""
    return Refused(f"{what} would come back over {other}", hint="techday log shows what came after")


def break_words(pause: BreakRow, spell: Spell) -> str:
    """Name a break in the middle of a sentence."""
    return f"the break {spell(pause.started_at, pause.ended_at)}"
