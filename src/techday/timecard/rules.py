"""Decisions about time entries. No clock and no store: all is given."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, trim
from techday.timecard.store import EntryRow

if TYPE_CHECKING:
    from techday.core.shifts import ShiftDay, ShiftPattern

# Work goes on for a while after a shift, and begins before it; of work outside of any shift less is known.
GRACE = timedelta(hours=1)
ON_CALL = timedelta(hours=4)
# Whoever recorded anything within this time is still at work.
PRESENT = timedelta(hours=1)


class Limits(NamedTuple):
    """What decides when a timer was forgotten: the technician's shifts, and the seconds that it runs at the most."""

    pattern: "ShiftPattern"
    seconds: int


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


def giving_way(entries: Sequence[EntryRow], ticket_id: int | None, client_id: int | None = None) -> list[EntryRow]:
    """Give the entries out of which time for a ticket, or without one for a client, may be taken.

    These are the running one, and its own earlier parts: those that led to it without a gap; what interrupted it
    stays. `entries` are in order. Nothing gives way where nothing runs, or what runs is for the same; what is frozen
    never does.
    """
    if not entries or entries[-1].ended_at is not None or is_for(entries[-1], ticket_id, client_id):
        return []
    running = entries[-1]
    found, start = [running], running.started_at
    for entry in reversed(entries[:-1]):
        if entry.ended_at != start:
            break
        start = entry.started_at
        same = entry.work_type == running.work_type and is_for(entry, running.ticket_id, running.client_id)
        if same and not entry.frozen:
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


def is_for(entry: EntryRow, ticket_id: int | None, client_id: int | None) -> bool:
    """Tell whether an entry is for a ticket, or where that is None for a client without a ticket."""
    return entry.ticket_id == ticket_id and (ticket_id is not None or entry.client_id == client_id)


def holds_time(entry: EntryRow) -> bool:
    """Tell whether an entry takes its time alone: it runs or has a length, and is not flagged concurrent."""
    return not entry.concurrent and entry.ended_at != entry.started_at


def in_shift(shift: "ShiftDay", at: datetime) -> bool:
    """Tell whether work that begins at an instant of a shift day belongs to its shift; the first may come early."""
    return shift.working and shift.starts_at - GRACE <= at < shift.ends_at


def expected_end(limits: Limits, at: datetime) -> datetime:
    """Give from when on a timer started at `at` may have been forgotten.

    That is an hour after the shift's end, four hours after a start outside of any shift, and never later than the
    limit after the start.
    """
    from techday.core.shifts import shift_day  # loaded with the pattern; what only stops a timer needs no shifts

    shift = shift_day(limits.pattern, at)
    usual = shift.ends_at + GRACE if in_shift(shift, at) else at + ON_CALL
    return min(usual, at + timedelta(seconds=limits.seconds))


def forgotten(running: EntryRow, last_act: datetime | None, now: datetime, shift: "ShiftDay") -> datetime | None:
    """Give the instant at which a running entry is cut, since its timer was forgotten; None where it was not.

    It was forgotten where it runs longer than expected, and for the last hour nothing was recorded and it did not begin
    (after a break that was told ahead). It is cut at the last recorded act after it was started, else at the end of the
    shift in which it was started, else at its start, without a second: what nobody can know is not paid before
    somebody says so. When it was written down late, it ran until then. `shift` is the shift day of its start.
    """
    if running.expected_end is None or to_text(now) < running.expected_end:
        return None
    began = from_text(running.started_at)
    if now - max(began, last_act or began) < PRESENT:
        return None
    if last_act is not None and to_text(last_act) > max(running.started_at, running.recorded_at):
        return last_act
    usual = min(shift.ends_at, from_text(running.expected_end)) if in_shift(shift, began) else began
    told = min(from_text(running.recorded_at), now) if running.recorded_at else began
    return max(began, usual, told)
