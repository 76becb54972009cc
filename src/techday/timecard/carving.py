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
    tickets_over,
)


class Logged(NamedTuple):
    """Time that was logged: the seconds that are new, those that stand on the card already, and what gave way."""

    seconds: int
    there: int
    cuts: list[Cut]


def log_ending(db: sqlite3.Connection, end: datetime, seconds: int, ticket_id: int) -> Logged:
    """Log so many seconds of remote work on a ticket, ending at `end`.

    The running entry gives way and runs on afterwards, unless it is the same ticket's: that time counts already. What
    was ended before stays as it was ended, and its time is not counted twice.
    """
    start, until = to_text(end - timedelta(seconds=seconds)), to_text(end)
    recorded = overlapping(db, start, until)
    gives_way = [entry for entry in recorded if entry.ended_at is None and entry.ticket_id != ticket_id]
    cuts = carve(gives_way, start, until)
    for cut in cuts:
        leave_parts(db, cut)
    stays = [
        Span(from_text(entry.started_at), from_text(entry.ended_at or until))
        for entry in recorded
        if entry not in gives_way
    ]
    pieces = trim(Span(from_text(start), end), stays)
    for piece in pieces:
        insert_entry(db, to_text(piece.start), ticket_id, "remote", to_text(piece.end))
    new = sum(int((piece.end - piece.start).total_seconds()) for piece in pieces)
    return Logged(new, seconds - new, cuts)


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
    """Say what was logged, what it was taken out of, and what stood on the card: "5m logged (5m taken out of L3)"."""
    if not logged.seconds:
        return "its time is on the card already"
    told = [
        f"{show_duration(cut.taken_seconds)} taken out of {cut.entry.ticket or cut.entry.work_type}"
        for cut in logged.cuts
    ]
    told += [f"{show_duration(logged.there)} of it on the card already"] if logged.there else []
    return f"{show_duration(logged.seconds)} logged" + (f" ({', '.join(told)})" if told else "")


def to_go_back_to(db: sqlite3.Connection, since: datetime, until: datetime) -> EntryRow | None:
    """Give the entry that was interrupted in a shift day, or that ran last in it; None where there is none."""
    entries = entries_between(db, to_text(since), to_text(until))
    return interrupted(entries, tickets_over(db, {entry.ticket_id for entry in entries if entry.ticket_id}))
