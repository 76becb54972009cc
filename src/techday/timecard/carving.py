"""Time told afterwards, carved out of what was recorded for it; and going back to what was interrupted."""

import sqlite3
from datetime import datetime, timedelta
from typing import NamedTuple

from techday.core.durations import show_duration
from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, trim
from techday.timecard.rules import Cut, carve, interrupted
from techday.timecard.store import (
    EntryRow,
    begin_entry,
    copy_entry,
    delete_entry,
    end_entry,
    entries_between,
    insert_entry,
    overlapping,
)


class Logged(NamedTuple):
    """Time that was logged: the seconds that were new, and what they were carved out of."""

    seconds: int
    cuts: list[Cut]


def log_ending(
    db: sqlite3.Connection, end: datetime, seconds: int, ticket_id: int, work_type: str = "remote", note: str = ""
) -> Logged:
    """Log so many seconds of work on a ticket, ending at `end`.

    What was recorded for that time gives way, the running entry too, which runs on afterwards. Time that already
    counts for the same ticket is not counted twice: it stays with its own entry.
    """
    start, until = to_text(end - timedelta(seconds=seconds)), to_text(end)
    there = overlapping(db, start, until)
    mine = [entry for entry in there if entry.ticket_id == ticket_id]
    cuts = carve([entry for entry in there if entry.ticket_id != ticket_id], start, until)
    for cut in cuts:
        leave_parts(db, cut)
    own = [Span(from_text(entry.started_at), from_text(entry.ended_at or until)) for entry in mine]
    pieces = trim(Span(from_text(start), end), own)
    for piece in pieces:
        insert_entry(db, to_text(piece.start), ticket_id, work_type, to_text(piece.end), note)
    return Logged(sum(int((piece.end - piece.start).total_seconds()) for piece in pieces), cuts)


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
    """Say what was logged, and what it was carved out of: "5m logged (3m taken out of L3)"."""
    if not logged.seconds:
        return "its time counts already"
    taken = [
        f"{show_duration(cut.taken_seconds)} taken out of {cut.entry.ticket or cut.entry.work_type}"
        for cut in logged.cuts
    ]
    return f"{show_duration(logged.seconds)} logged" + (f" ({', '.join(taken)})" if taken else "")


def to_go_back_to(db: sqlite3.Connection, since: datetime, until: datetime) -> EntryRow | None:
    """Give the entry that was interrupted in a shift day, or that ran last in it; None where there is none."""
    return interrupted(entries_between(db, to_text(since), to_text(until)))
