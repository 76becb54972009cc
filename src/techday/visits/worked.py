"""What the time card says of a visit: what ran for its client, where that began and ended, and what lies outside."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, overlap, trim
from techday.timecard import acts as timer
from techday.timecard.acts import Ended
from techday.timecard.rules import RUNS_ON, holds_time
from techday.timecard.store import EntryRow, last_stopped, overlapping, running_entry, update_entry
from techday.visits.store import VisitRow, visits_during

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


def own_entries(db: sqlite3.Connection, client_id: int, since: str, until: str = RUNS_ON) -> list[EntryRow]:
    """Give the entries for a client that hold any of the time in `[since, until)` (UTC text), in order."""
    return [row for row in overlapping(db, since, until) if row.client_id == client_id]


def as_timed(db: sqlite3.Connection, visit: VisitRow) -> VisitRow:
    """Give a visit with the way, and the time on site, beginning where the time card says that they do.

    That may have been changed since somebody set out or arrived.
    """
    left = visit.left_at or RUNS_ON
    went = visit.went_at and timed_from(db, visit, TRAVEL, Since(visit.went_at, visit.arrived_at or left))
    arrived = visit.arrived_at and timed_from(db, visit, ON_SITE, Since(visit.arrived_at, left))
    return visit._replace(went_at=None if went and arrived and arrived <= went else went, arrived_at=arrived)


class Since(NamedTuple):
    """From when on a visit has the way there, or the time on site, and until when at the latest (UTC text)."""

    at: str
    until: str


def timed_from(db: sqlite3.Connection, visit: VisitRow, work_type: str, since: Since) -> str:
    """Give when the time of a type for the client of a visit begins that it has `since` an instant (UTC text).

    Time that meets is one, as far as no other visit was meanwhile. Where the card has nothing then, or the way goes on,
    it is the next time of that type; where it has other work, or a break, that interrupted the visit at once.
    """
    at = earlier = since.at
    while (before := time_before(db, visit, work_type, earlier)) is not None:
        earlier = before
    if earlier < at:
        return earlier
    own = own_entries(db, visit.client_id, at, since.until)
    there = [row for row in own if row.work_type == work_type and holds_time(row) and not row.concurrent]
    if not there or there[0].started_at <= at:
        return at
    until = there[0].started_at
    other = [row for row in overlapping(db, at, until) if not (row.concurrent or is_way_at(row, visit, at))]
    return at if other or breaks_in(db, Span(from_text(at), from_text(until))) else until


def time_before(db: sqlite3.Connection, visit: VisitRow, work_type: str, at: str) -> str | None:
    """Give when the time of a type for the client of a visit began that goes on up to an instant; None where none does.

    That of another visit is none.
    """
    for row in own_entries(db, visit.client_id, to_text(from_text(at) - A_SECOND), at):
        if row.work_type == work_type and not row.concurrent and not is_anothers(db, visit.id, row.started_at, at):
            return row.started_at
    return None


def is_anothers(db: sqlite3.Connection, visit_id: int, start: str, end: str) -> bool:
    """Tell whether any of `[start, end)` (UTC text) belongs to another visit that has ended."""
    return any(one.id != visit_id for one in visits_during(db, start, end))


def is_way_at(row: EntryRow, visit: VisitRow, at: str) -> bool:
    """Tell whether an entry is the way to a visit, and went on at an instant."""
    return (row.client_id, row.work_type) == (visit.client_id, TRAVEL) and row.started_at < at


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


class Outside(NamedTuple):
    """Time for the client of a visit that is not where the visit has it: an entry, and the instant at which it parts.

    `at` is None where all of the entry lies outside; `when` says what the visit has at that instant.
    """

    entry: EntryRow
    at: datetime | None
    when: str


def outside_of(rows: Iterable[EntryRow], stay: Stay) -> list[Outside]:
    """Give the travel and time on site that lie outside of a stay, of each entry what comes last first.

    So each can be split where it is said: the part before keeps the number of the entry.
    """
    marks = [("left", stay.left), ("arrived", stay.arrived), ("set out", stay.went)]
    found = []
    for row in rows:
        known = [(when, at) for when, at in marks if at and (row.work_type, when) != (ON_SITE, "set out")]
        if row.work_type not in (TRAVEL, ON_SITE) or row.ended_at == row.started_at:
            continue
        inside = [one for one in known if row.started_at < to_text(one[1]) < (row.ended_at or RUNS_ON)]
        found += [Outside(row, at, when) for when, at in inside]
        early = stay.arrived is not None and (row.ended_at or RUNS_ON) <= to_text(stay.arrived)
        if row.work_type == ON_SITE and (early or row.started_at >= to_text(stay.left)):
            found.append(Outside(row, None, ""))
    return found
