"""Time told afterwards, carved out of what was recorded for it; breaks; and going back to what was interrupted.

Every second is in one place: in an entry, in a break, or in none. What is told later takes its time out of what was
there; what was submitted is frozen, and gives nothing.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from techday.core.durations import show_duration
from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, length, overlap, trim
from techday.core.work_types import USUAL
from techday.timecard.break_store import BreakRow, breaks_touching, delete_break, insert_break, update_break
from techday.timecard.rules import RUNS_ON, Cut, carve, giving_way, holds_time, interrupted, is_for, latest_pieces
from techday.timecard.store import (
    EntryRow,
    NewEntry,
    add_entry,
    begin_entry,
    copy_entry,
    delete_entry,
    end_entry,
    entries_between,
    overlapping,
    running_entry,
    tickets_over,
)

# Nobody tells of a call of two days ago in minutes.
LOOK_BACK = timedelta(days=2)


class Logged(NamedTuple):
    """Time that was logged: the new seconds, those that the ticket has already, those of others, what gave way.

    `of_breaks` are the seconds among the new ones that had been told as a break.
    """

    seconds: int
    counted: int
    others: int
    cuts: list[Cut]
    of_breaks: int = 0


def log_ending(
    db: sqlite3.Connection,
    end: datetime,
    seconds: int,
    ticket_id: int | None,
    now: datetime,
    client_id: int | None = None,
    work_type: str = USUAL,
) -> Logged:
    """Log so many seconds of work on a ticket, or without one for a client, ending at `end`, told at `now`.

    They come out of the running entry, which runs on afterwards, and out of time on which there is nothing: of two
    calls told one after the other each has its own minutes. What was ended before stays as it was ended, and what
    runs on the same ticket counts already; so fewer seconds may be new. Who worked had no break meanwhile.
    """
    start = end - timedelta(seconds=seconds)
    recorded = [entry for entry in overlapping(db, to_text(end - LOOK_BACK), to_text(end)) if holds_time(entry)]
    running = running_entry(db)
    if running is not None and running.started_at == to_text(end):  # it went on this very second
        recorded.append(running)
    gives_way = giving_way(recorded, ticket_id, client_id)
    own = [Span(from_text(entry.started_at), min(from_text(entry.ended_at or to_text(end)), end)) for entry in recorded]
    free = trim(Span(start, end), own)
    taken = [span for entry, span in zip(recorded, own, strict=True) if entry in gives_way]
    pieces = latest_pieces([*free, *taken], seconds)
    cuts, of_breaks = [], 0
    for piece in pieces:
        for cut in carve([entry for entry in gives_way if overlaps(entry, piece)], *map(to_text, piece)):
            leave_parts(db, cut)
            cuts.append(cut)
        of_breaks += sum(told.seconds for told in take_from_breaks(db, *map(to_text, piece)))
        start_text, end_text = map(to_text, piece)
        add_entry(db, NewEntry(start_text, end_text, ticket_id, work_type, to_text(now), client_id=client_id))
    new = sum(int((piece.end - piece.start).total_seconds()) for piece in pieces)
    mine = [span for entry, span in zip(recorded, own, strict=True) if is_for(entry, ticket_id, client_id)]
    counted = sum(int((one.end - one.start).total_seconds()) for one in overlaps_of(mine, Span(start, end)))
    return Logged(new, min(counted, seconds - new), max(0, seconds - new - counted), cuts, of_breaks)


def overlaps_of(spans: Sequence[Span[datetime]], within: Span[datetime]) -> list[Span[datetime]]:
    """Give the parts of some spans that lie within another one."""
    return [part for span in spans if (part := overlap(span, within)) is not None]


def overlaps(entry: EntryRow, piece: Span[datetime]) -> bool:
    """Tell whether an entry holds any of the time of a piece."""
    return entry.started_at < to_text(piece.end) and (entry.ended_at or RUNS_ON) > to_text(piece.start)


def leave_parts(db: sqlite3.Connection, cut: Cut) -> None:
    """Leave of an entry the parts that stay: the first is the entry itself, others are entries like it."""
    if not cut.parts:
        delete_entry(db, cut.entry.id)
        return
    (start, end), *others = cut.parts
    if start != cut.entry.started_at:
        begin_entry(db, cut.entry.id, start)
    if end != cut.entry.ended_at and end is not None:
        end_entry(db, cut.entry.id, end)
    for other_start, other_end in others:
        copy_entry(db, cut.entry.id, other_start, other_end)


def logged_words(logged: Logged) -> str:
    """Say what was logged, and what it was taken out of: "5m logged (5m taken out of L3)"; and what was not."""
    told = []
    for name in dict.fromkeys(cut.entry.ticket or cut.entry.work_type for cut in logged.cuts):
        seconds = sum(cut.taken_seconds for cut in logged.cuts if (cut.entry.ticket or cut.entry.work_type) == name)
        told.append(f"{show_duration(seconds)} taken out of {name}")
    if logged.of_breaks:
        told.append(f"{show_duration(logged.of_breaks)} taken out of the break")
    if logged.counted:
        told.append(f"{show_duration(logged.counted)} counts already")
    if logged.others:
        told.append(f"{show_duration(logged.others)} not: techday timecard has that time already")
    return f"{show_duration(logged.seconds)} logged" + (f" ({', '.join(told)})" if told else "")


class BreakCut(NamedTuple):
    """A break out of which time was taken: as it was, and the seconds that are now something else."""

    row: BreakRow
    seconds: int


def take_from_breaks(db: sqlite3.Connection, start: str, end: str) -> list[BreakCut]:
    """Take the time `[start, end)` (UTC text; RUNS_ON for all that follows) out of the breaks, and give what gave way.

    A break that goes on ends at `start` where nothing of it follows; else it goes on from `end`.
    """
    taken = []
    away = Span(from_text(start), from_text(end))
    for row in breaks_touching(db, start, end):
        own = Span(from_text(row.started_at), from_text(row.ended_at or RUNS_ON))
        shared = overlap(own, away)
        if shared is None and not (row.ended_at is None and row.started_at == start):
            continue
        parts = [
            (to_text(part.start), None if row.ended_at is None and part.end == own.end else to_text(part.end))
            for part in trim(own, [away])
        ]
        leave_break(db, row, parts)
        taken.append(BreakCut(row, length(shared) if shared else 0))
    return taken


def leave_break(db: sqlite3.Connection, row: BreakRow, parts: Sequence[tuple[str, str | None]]) -> None:
    """Leave of a break the parts that stay; the first is the break itself."""
    if not parts:
        delete_break(db, row.id)
        return
    (start, end), *others = parts
    update_break(db, row.id, {"started_at": start, "ended_at": end})
    for other_start, other_end in others:
        insert_break(db, other_start, other_end)


def join_breaks(db: sqlite3.Connection, start: str, end: str | None) -> BreakRow | None:
    """Write down a break `[start, end)`, which goes on without an end, as one with those that it meets.

    Gives the break as it is then; None where that time was a break already. A break that goes on ends where a later
    word says that it did.
    """
    met = breaks_touching(db, start, end or RUNS_ON)
    goes_on = end is None or any(row.ended_at is None and row.started_at == end for row in met)
    first = min([start, *(row.started_at for row in met)])
    last = None if goes_on else max([end or "", *(row.ended_at for row in met if row.ended_at)])
    if len(met) == 1 and (met[0].started_at, met[0].ended_at) == (first, last):
        return None
    for row in met[1:]:
        delete_break(db, row.id)
    if met:
        update_break(db, met[0].id, {"started_at": first, "ended_at": last})
        return BreakRow(met[0].id, first, last)
    return BreakRow(insert_break(db, first, last), first, last)


class BreakTold(NamedTuple):
    """A break that was told with its end: as it is recorded (None: it was already), and what gave way to it."""

    row: BreakRow | None
    cuts: list[Cut]


def tell_break(db: sqlite3.Connection, start: datetime, end: datetime) -> BreakTold:
    """Record a break, carved out of all that is recorded in that time; what runs goes on at its end.

    Raises Refused where any of it is frozen.
    """
    first, last = to_text(start), to_text(end)
    entries = [entry for entry in overlapping(db, first, last) if entry.ended_at != entry.started_at]
    refuse_any_frozen(db, entries)
    cuts = carve(entries, first, last)
    for cut in cuts:
        leave_parts(db, cut)
    return BreakTold(join_breaks(db, first, last), cuts)


def refuse_any_frozen(db: sqlite3.Connection, entries: Sequence[EntryRow]) -> None:
    """Raise Refused, with the way out, where any of some entries is frozen."""
    for entry in entries:
        if entry.frozen:
            from techday.cards.frozen import refuse_frozen  # rare

            refuse_frozen(db, entry)


def to_go_back_to(db: sqlite3.Connection, since: datetime, until: datetime) -> EntryRow | None:
    """Give the entry that was interrupted in a shift day, or that ran last in it; None where there is none."""
    entries = [entry for entry in entries_between(db, to_text(since), to_text(until)) if holds_time(entry)]
    return interrupted(entries, tickets_over(db, {entry.ticket_id for entry in entries if entry.ticket_id}))


def to_resume(db: sqlite3.Connection, since: datetime, until: datetime, going_on: BreakRow | None) -> EntryRow | None:
    """Give the entry to go on with: what ended when the break `going_on` began, else what ran last in the shift day.

    Tickets that are no longer open want nobody. None where nothing ran.
    """
    entries = [
        entry
        for entry in entries_between(db, to_text(since), to_text(until))
        if holds_time(entry) and entry.ended_at is not None
    ]
    over = tickets_over(db, {entry.ticket_id for entry in entries if entry.ticket_id})
    ran = sorted((entry for entry in entries if entry.ticket_id not in over), key=lambda entry: entry.ended_at or "")
    before = [entry for entry in ran if going_on is not None and entry.ended_at == going_on.started_at]
    found = before or ran
    return found[-1] if found else None
