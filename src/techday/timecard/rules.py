"""Decisions about time entries. No clock and no store: all is given."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, trim
from techday.timecard.store import EntryRow


class Cut(NamedTuple):
    """What becomes of an entry out of which time was taken: the parts that stay, in order; an open end runs on."""

    entry: EntryRow
    parts: list[tuple[str, str | None]]
    taken_seconds: int


RUNS_ON = "9999-12-31T23:59:59Z"


def carve(entries: Sequence[EntryRow], start: str, end: str) -> list[Cut]:
    """Take the time `[start, end)` out of entries: the new one wins, and nothing else of them is lost.

    All instants are UTC text, which sorts as it reads. A running entry runs on after `end`.
    """
    cuts = []
    for entry in entries:
        own = Span(from_text(entry.started_at), from_text(entry.ended_at or RUNS_ON))
        away = Span(from_text(start), from_text(end))
        parts = trim(own, [away])
        taken = min(own.end, away.end) - max(own.start, away.start)
        stored = [
            (to_text(part.start), None if entry.ended_at is None and part.end == own.end else to_text(part.end))
            for part in parts
        ]
        cuts.append(Cut(entry, stored, max(0, int(taken.total_seconds()))))
    return cuts


def giving_way(entries: Sequence[EntryRow], ticket_id: int) -> list[EntryRow]:
    """Give the entries out of which time for a ticket may be taken: the running one, and its own earlier parts.

    `entries` are in order. Its earlier parts are those that led to it without a gap: what interrupted it stays.
    Nothing gives way where nothing runs, or what runs is the ticket's own.
    """
    if not entries or entries[-1].ended_at is not None or entries[-1].ticket_id == ticket_id:
        return []
    running = entries[-1]
    found, start = [running], running.started_at
    for entry in reversed(entries[:-1]):
        if entry.ended_at != start:
            break
        start = entry.started_at
        if subject(entry) == subject(running):
            found.append(entry)
    return found[::-1]


def latest_pieces(spans: Sequence[Span[datetime]], seconds: int) -> list[Span[datetime]]:
    """Take so many seconds out of spans that lie apart, the latest time first; give the pieces in order.

    There are fewer seconds in them where the spans hold less.
    """
    pieces: list[Span[datetime]] = []
    left = timedelta(seconds=seconds)
    for span in sorted(spans, reverse=True):
        start = max(span.start, span.end - left)
        if start < span.end:
            pieces.append(Span(start, span.end))
            left -= span.end - start
    return pieces[::-1]


def interrupted(entries: Sequence[EntryRow], over: Collection[int] = ()) -> EntryRow | None:
    """Give the entry to go back to, among the entries of a day in order; None where nothing was interrupted.

    An entry that began at the instant at which another one ended interrupted it. While something runs, it is what the
    running one interrupted; while nothing runs, what the last one interrupted, else what ran last. Tickets that are
    `over` (row numbers) want nobody back, and going back leaves what was gone back from behind, so that a second
    `back` goes one interruption further.
    """
    stack: list[EntryRow] = []
    for entry in entries:
        if stack and stack[-1].ended_at != entry.started_at:
            stack.clear()
        same = next((index for index, one in enumerate(stack) if subject(one) == subject(entry)), None)
        del stack[len(stack) if same is None else same :]
        stack.append(entry)
    waiting = [entry for entry in stack[:-1] if entry.ticket_id not in over]
    if waiting or (stack and stack[-1].ended_at is None):
        return waiting[-1] if waiting else None
    return next((entry for entry in reversed(entries) if entry.ticket_id not in over), None)


def subject(entry: EntryRow) -> tuple[int | None, str]:
    """Give what an entry is about: its ticket and the type of work."""
    return entry.ticket_id, entry.work_type
