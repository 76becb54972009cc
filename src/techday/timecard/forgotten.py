"""The forgotten timer, and the clock that went back: what a timer shows is only as good as who minds it.

A timer that ran past what was expected of it, with nothing recorded for an hour, was forgotten. The next command that
writes cuts it first, as a write of its own, marks the end as a guess and says so; then it works as if the timer had
been stopped then. A guess never blocks a start, but it must be confirmed before the week is submitted. What only reads
shows the entry as it would be cut.
"""

import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING

from techday.core.durations import show_duration
from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, trim
from techday.core.shifts import ShiftDay, ShiftPattern, shift_day
from techday.database.operation import operation
from techday.timecard.acts import CLOCK, NOTICEABLE, Ended, Room
from techday.timecard.rules import Limits, forgotten
from techday.timecard.store import CUT, EntryRow, about, newest_act, recorded_before, running_entry, update_entry
from techday.ui.dates import show_instant

if TYPE_CHECKING:
    from techday.context import Context

# More operations than anybody writes.
ANY_NUMBER = 2**62


def timer_limits(context: "Context") -> Limits:
    """Give what decides when a timer was forgotten; raises BadUsage where the settings are wrong."""
    return Limits(context.shift_pattern, context.settings.timecard.limit)


def would_be_cut(
    db: sqlite3.Connection, running: EntryRow, now: datetime, pattern: ShiftPattern, before: int = ANY_NUMBER
) -> datetime | None:
    """Give where the running entry is cut by the next command that writes; None where it is not.

    Only operations numbered below `before` count as a sign of life. It asks the store only where the timer ran for
    longer than expected.
    """
    if running.expected_end is None or to_text(now) < running.expected_end:
        return None
    last = newest_act(db, before)
    shift = without_rest_off(db, shift_day(pattern, from_text(running.started_at)), from_text(running.started_at))
    return forgotten(running, from_text(last) if last else None, now, shift)


def without_rest_off(db: sqlite3.Connection, shift: ShiftDay, began: datetime) -> ShiftDay:
    """Give a shift that ends where approved hours of time off begin which last to its end, if that is after `began`."""
    from techday.timeoff.store import off_between  # only where a timer may have been forgotten

    rows = off_between(db, to_text(began), to_text(shift.ends_at))
    hours = [
        Span(from_text(row.starts_at), from_text(row.ends_at))
        for row in rows
        if row.state == "approved" and row.first_day is None
    ]
    left = trim(Span(began, shift.ends_at), hours)
    return shift._replace(ends_at=left[-1].end) if left else shift


def cut_forgotten(context: "Context") -> None:
    """Cut the running entry where its timer was forgotten, as an operation of its own, and say so on stderr."""
    pattern, now = context.shift_pattern, context.now
    running = running_entry(context.writable())
    # A look first: a write that changes nothing would still wait for the disk.
    if running is None or would_be_cut(context.writable(), running, now, pattern) is None:
        return
    with operation(context, CUT) as write:
        running = running_entry(write.db)
        end = would_be_cut(write.db, running, now, pattern, before=write.number) if running else None
        if running is not None and end is not None:
            update_entry(write.db, running.id, {"ended_at": to_text(end), "guessed": 1})
            what = cut_words(context, running, end)
            write.summary = f"Cut {what}"
    if write.changed and running is not None:
        edit = f"techday timecard edit {running.id}"
        keeps = ", --confirm keeps it" if end is not None and to_text(end) > running.started_at else ""
        context.out.warn(f"the timer was forgotten: cut {what}", f"{edit} --end TIME corrects it{keeps}")


def cut_words(context: "Context", entry: EntryRow, end: datetime) -> str:
    """Say what was cut: "L1 at Fri 16:10, after 25m, a guess (entry 3)"."""
    seconds = int((end - from_text(entry.started_at)).total_seconds())
    length = f"after {show_duration(seconds)}" if seconds else "where it began, without time"
    return f"{about(entry)} at {show_instant(end, context.zone, context.now)}, {length}, a guess (entry {entry.id})"


def tell_of_clock(context: "Context", room: Room | None, ended: Ended | None = None) -> None:
    """Say on stderr what became of time because the clock went back; `ended` where there is no new entry."""
    ended = room.ended if room is not None else ended
    now, zone = context.now, context.zone
    went_back = f"the clock went back to {show_instant(now, zone, now)}"
    before_start = ended is not None and ended.how == CLOCK
    if ended is not None and before_start:
        name, began = about(ended.entry), show_instant(ended.entry.started_at, zone, now)
        context.out.warn(
            f"{went_back}, before {name} was started at {began}: it is a guess, without time",
            f"techday timecard edit {ended.entry.id} --end TIME",
        )
    if room is not None and room.begin > now:
        begin = show_instant(room.begin, zone, now)
        by_clock = f"{went_back}, but time is recorded up to {begin}"
        why = by_clock if before_start or room.recorded else f"time is frozen up to {begin}"
        context.out.warn(f"{why}: this begins there", "techday timecard")
    elif ended is not None and not before_start and ended.end == now:
        # Once is enough: the next command comes after this one by any clock.
        recorded = recorded_before(context.db)
        if recorded is not None and from_text(recorded) - now >= NOTICEABLE and recorded > ended.entry.started_at:
            then = show_instant(recorded, zone, now)
            context.out.warn(
                f"{went_back} from {then} or later: {about(ended.entry)} ends at the earlier time",
                f"techday timecard edit {ended.entry.id} --end TIME",
            )
