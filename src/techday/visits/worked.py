"""The time of a visit on the time card: what ran for its client, and what is told afterwards.

A visit and the time card say the same: what lies outside of the times that were told is cut off, and what is missing
is filled in. What is recorded for the client on its tickets stays there, and so do breaks: the time on site is what
lies around them. What was recorded for others while the visit was under way interrupted it, and stays too; elsewhere
the rules of the time card hold.
"""

import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, overlap, trim, union
from techday.errors import Refused
from techday.timecard import acts as timer
from techday.timecard.acts import Ended
from techday.timecard.rules import RUNS_ON
from techday.timecard.store import (
    EntryRow,
    NewEntry,
    entries_between,
    last_stopped,
    overlapping,
    running_entry,
    update_entry,
)
from techday.visits.store import VisitRow

if TYPE_CHECKING:
    from techday.timecard.entries import Changed
    from techday.timecard.overlaps import Spell

TRAVEL, ON_SITE = "travel", "on-site"
TRAVELLING, ENDED = "travelling", "ended"
A_SECOND = timedelta(seconds=1)


class Ending(NamedTuple):
    """What was told of the end of a visit: times where they were told, seconds of travel (0 for none), the note.

    With `adjust` its time wins against what is recorded.
    """

    arrived: datetime | None
    left: datetime | None
    travel: int
    note: str
    adjust: bool


class Stay(NamedTuple):
    """When a visit was: on the way from `went` (None: no way is known), on site from `arrived` (None: never)."""

    went: datetime | None
    arrived: datetime | None
    left: datetime

    @property
    def began(self) -> datetime:
        """When the way there began, else the visit itself."""
        return self.went or self.arrived or self.left

    def span_of(self, work_type: str) -> Span[datetime] | None:
        """Give the time of travel, or that on site; None where there is none, or for other work."""
        if work_type == TRAVEL:
            return Span(self.went, self.arrived or self.left) if self.went else None
        return Span(self.arrived, self.left) if self.arrived and work_type == ON_SITE else None


def own_entries(db: sqlite3.Connection, client_id: int, since: str, until: str = "9") -> list[EntryRow]:
    """Give the time for a client that began in `[since, until)` (UTC text), in order."""
    return [row for row in entries_between(db, since, until) if row.client_id == client_id]


def stop_own(
    db: sqlite3.Connection, visit: VisitRow, left: datetime | None, now: datetime
) -> tuple[Ended | None, datetime, bool]:
    """Stop the timer where it runs for the client; give what ran, when the visit ended, and whether the timer says so.

    What was cut as a guess ends where the visit did, where that was told. What runs for somebody else, or was begun
    after the end that is told, runs on.
    """
    running = running_entry(db)
    if running is not None and running.client_id == visit.client_id:
        if left is not None and running.started_at >= to_text(left):
            return None, left, False
        ended = timer.stop(db, left or now, now)
        return ended, left or (ended.end if ended else now), False
    own = own_entries(db, visit.client_id, visit.began)
    if left is None:
        last = last_end(visit, own)
        return None, min(last, now) if last else now, last is not None
    newest, ended = last_stopped(db), None
    if newest is not None and newest.guessed and newest.id in {row.id for row in own}:
        ended = timer.end_guess(db, left, now)
    return ended, left, False


def last_end(visit: VisitRow, own: Iterable[EntryRow]) -> datetime | None:
    """Give when the time for the client of a visit ended, on site where anybody arrived; None where there is none."""
    there = [row for row in own if row.work_type != TRAVEL or visit.arrived_at is None]
    last = max((row.ended_at for row in there if row.ended_at), default=None)
    return from_text(last) if last else None


def write_note(rows: Iterable[EntryRow], db: sqlite3.Connection, note: str, before: str = "") -> None:
    """Have the client read the visit's note beside the time on site that has no other words and is not frozen.

    `before` is the note that it had. Where all of it has words of its own, the note stands below those of the last.
    """
    own = [row for row in rows if row.work_type == ON_SITE and row.ticket_id is None and not row.frozen]
    silent = [row for row in own if row.note in ("", before)]
    for row in silent:
        update_entry(db, row.id, {"note": note})
    if own and not silent and all(note not in row.note for row in own):
        update_entry(db, own[-1].id, {"note": f"{own[-1].note}\n{note}"})


def without_time(db: sqlite3.Connection, stay: Stay, now: datetime) -> list[Span[datetime]]:
    """Give the time on site on which the time card has nothing, neither work nor a break."""
    span = stay.span_of(ON_SITE)
    return trim(span, [*worked_in(overlapping(db, *texts(span)), now), *breaks_in(db, span)]) if span else []


def texts(span: Span[datetime]) -> tuple[str, str]:
    """Give both ends of a span as the store has them."""
    return to_text(span.start), to_text(span.end)


def worked_in(rows: Iterable[EntryRow], now: datetime) -> list[Span[datetime]]:
    """Give the time that entries take; what runs goes on up to now."""
    alone = [row for row in rows if not row.concurrent]
    return [Span(from_text(row.started_at), from_text(row.ended_at) if row.ended_at else now) for row in alone]


def breaks_in(db: sqlite3.Connection, span: Span[datetime]) -> list[Span[datetime]]:
    """Give the breaks that take time of a span, as far as they do."""
    from techday.timecard.break_store import breaks_touching  # only where a visit ends

    rows = [
        Span(from_text(row.started_at), from_text(row.ended_at) if row.ended_at else span.end)
        for row in breaks_touching(db, *texts(span))
    ]
    return [part for row in rows if (part := overlap(row, span)) is not None]


class Log:
    """The time of a visit as it is put down, by the rules of the time card; what gives way to it is said."""

    def __init__(self, db: sqlite3.Connection, client_id: int, told: Ending, now: datetime, spell: "Spell") -> None:
        self.db = db
        self.client_id = client_id
        self.adjust = told.adjust
        self.note = told.note
        self.now = now
        self.spell = spell
        self.entries: list[EntryRow] = []
        self.gave_way: list[str] = []

    def lay(self, stay: Stay, way: str, known: Span[datetime] | None) -> None:
        """Fill in what is missing of a stay; `way` is what its travel is called.

        In `known`, when the visit was under way, what is recorded for others stays, and what is added beside it is
        said. Raises Refused where other time lies elsewhere that does not give way.
        """
        notes = {TRAVEL: way, ON_SITE: self.note}
        for work_type in (TRAVEL, ON_SITE) if stay.arrived else ():
            span = stay.span_of(work_type)
            for hole in self.holes(span, known) if span else ():
                self.put(work_type, hole, notes[work_type])
                if known is not None and hole != span:
                    self.gave_way.append(f"{self.spell(*texts(hole))} added as {work_type}")

    def holes(self, span: Span[datetime], known: Span[datetime] | None) -> list[Span[datetime]]:
        """Give the time of a span that is missing on the time card, in order; a break in it is said."""
        rows, breaks = overlapping(self.db, *texts(span)), breaks_in(self.db, span)
        own = worked_in([row for row in rows if row.client_id == self.client_id], self.now)
        missing = trim(span, [*own, *breaks])
        if known is None:
            self.gave_way += [f"around the break {self.spell(*texts(one))}" for one in breaks]
            return missing
        within = [part for one in missing if (part := overlap(one, known)) is not None]
        free = [part for one in within for part in trim(one, worked_in(rows, self.now))]
        return union([*free, *(part for one in missing for part in trim(one, [known]))])

    def put(self, work_type: str, span: Span[datetime], note: str) -> None:
        """Log time of a type for the client, as one with what it meets; raises Refused as `lay`."""
        from techday.timecard import entries  # only where time is told afterwards

        start, end = texts(span)
        near = overlapping(self.db, to_text(span.start - A_SECOND), to_text(span.end + A_SECOND))
        same = [row for row in near if self.is_own(row, work_type) and not row.frozen and not row.concurrent]
        meets = next((row for row in same if end == row.started_at or row.ended_at == start), None)
        if meets is not None:
            changes: dict[str, object] = {"started_at": start} if meets.started_at == end else {"ended_at": end}
            changed = self.change(meets, changes)
        else:
            new = NewEntry(start, end, None, work_type, to_text(self.now), note=note, client_id=self.client_id)
            changed = self.allowed(lambda: entries.log(self.db, new, adjust=self.adjust, spell=self.spell))
        self.entries = [*(one for one in self.entries if one.id != changed.entry.id), changed.entry]

    def is_own(self, row: EntryRow, work_type: str) -> bool:
        """Tell whether an entry is time of that type for the client, on no ticket."""
        return (row.client_id, row.ticket_id, row.work_type) == (self.client_id, None, work_type)

    def clip(self, rows: Iterable[EntryRow], stay: Stay, ran: int | None = None) -> None:
        """Cut off travel and time on site that lie outside of a stay; `ran` is the entry that ended with the visit.

        Raises Refused where they are frozen.
        """
        for row in rows:
            span = stay.span_of(row.work_type)
            if span is None or row.ticket_id is not None or row.ended_at == row.started_at:
                continue
            own = Span(from_text(row.started_at), from_text(row.ended_at or RUNS_ON))
            part = overlap(own, span)
            if part == own:
                continue
            self.shorten(row, part)
            # That it ends with the visit goes without saying.
            if row.id != ran or part is None or part.start != own.start:
                from techday.timecard.overlaps import named  # only where time is taken away

                became = f"became {self.spell(*texts(part))}" if part else "is gone"
                self.gave_way.append(f"{named(row, self.spell)} {became}")

    def shorten(self, row: EntryRow, part: Span[datetime] | None) -> None:
        """Leave a part of an entry, nothing where there is none; raises Refused where it is frozen."""
        from techday.timecard import entries  # only where time is taken away

        if part is None:
            entries.delete(self.db, row)
        else:
            start, end = texts(part)
            self.change(row, {"started_at": start, "ended_at": end, "guessed": 0})

    def change(self, row: EntryRow, changes: dict[str, object]) -> "Changed":
        """Change an entry by the rules of the time card."""
        from techday.timecard import entries  # only where time is told afterwards

        return self.allowed(
            lambda: entries.edit(self.db, row, changes, adjust=self.adjust, now=self.now, spell=self.spell)
        )

    def allowed(self, act: "Callable[[], Changed]") -> "Changed":
        """Do what takes time, and say what gave way; a refusal names the way out that a visit has."""
        from techday.timecard.overlaps import WAYS_ON, gave_way_words  # only where time is told afterwards

        try:
            changed = act()
        except Refused as refused:
            taken = "--adjust takes the time out of what is recorded"
            raise Refused(refused.message, taken if refused.hint == WAYS_ON else refused.hint) from None
        self.gave_way += [words] if (words := gave_way_words(changed.gave_way, self.spell)) else []
        return changed
