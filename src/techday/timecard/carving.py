"""Time told afterwards, carved out of what was recorded for it; and going back to what was interrupted."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from techday.core.durations import show_duration
from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, overlap, trim
from techday.timecard.rules import RUNS_ON, Cut, carve, giving_way, interrupted, latest_pieces
from techday.timecard.store import (
    EntryRow,
    begin_entry,
    copy_entry,
    delete_entry,
    end_entry,
    entries_between,
    insert_entry,
    overlapping,
    running_entry,
    tickets_over,
)

# Nobody tells of a call of two days ago in minutes.
LOOK_BACK = timedelta(days=2)


class Logged(NamedTuple):
    """Time that was logged: the new seconds, those that the ticket has already, those of others, what gave way."""

    seconds: int
    counted: int
    others: int
    cuts: list[Cut]


def log_ending(db: sqlite3.Connection, end: datetime, seconds: int, ticket_id: int) -> Logged:
    """Log so many seconds of remote work on a ticket, ending at `end`.

    They come out of the running entry, which runs on afterwards, and out of time on which there is nothing: of two
    calls told one after the other each has its own minutes. What was ended before stays as it was ended, and what
    runs on the same ticket counts already; so fewer seconds may be new.
    """
    start = end - timedelta(seconds=seconds)
    recorded = overlapping(db, to_text(end - LOOK_BACK), to_text(end))
    running = running_entry(db)
    if running is not None and running.started_at == to_text(end):  # it went on this very second
        recorded.append(running)
    gives_way = giving_way(recorded, ticket_id)
    own = [Span(from_text(entry.started_at), min(from_text(entry.ended_at or to_text(end)), end)) for entry in recorded]
    free = trim(Span(start, end), own)
    taken = [span for entry, span in zip(recorded, own, strict=True) if entry in gives_way]
    pieces = latest_pieces([*free, *taken], seconds)
    cuts = []
    for piece in pieces:
        for cut in carve([entry for entry in gives_way if overlaps(entry, piece)], *map(to_text, piece)):
            leave_parts(db, cut)
            cuts.append(cut)
        insert_entry(db, to_text(piece.start), ticket_id, "remote", to_text(piece.end))
    new = sum(int((piece.end - piece.start).total_seconds()) for piece in pieces)
    mine = [span for entry, span in zip(recorded, own, strict=True) if entry.ticket_id == ticket_id]
    counted = sum(int((one.end - one.start).total_seconds()) for one in overlaps_of(mine, Span(start, end)))
    return Logged(new, min(counted, seconds - new), max(0, seconds - new - counted), cuts)


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
    if logged.counted:
        told.append(f"{show_duration(logged.counted)} counts already")
    if logged.others:
        told.append(f"{show_duration(logged.others)} not: techday timecard has that time already")
    return f"{show_duration(logged.seconds)} logged" + (f" ({', '.join(told)})" if told else "")


def to_go_back_to(db: sqlite3.Connection, since: datetime, until: datetime) -> EntryRow | None:
    """Give the entry that was interrupted in a shift day, or that ran last in it; None where there is none."""
    entries = entries_between(db, to_text(since), to_text(until))
    return interrupted(entries, tickets_over(db, {entry.ticket_id for entry in entries if entry.ticket_id}))
