"""Which span of time was meant: a range or a duration, on a day that was named, or beside an entry that is there.

A day is a shift day here: at a night shift, 2:00 of Monday's shift is on Tuesday's date. Where autumn repeats a clock,
a start is the later of the two and an end the earlier, so that no hour comes in by accident. Pure but for `first_free`,
which looks for a place.
"""

import sqlite3
from datetime import datetime, timedelta
from typing import NamedTuple

from techday.core.durations import show_duration
from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, gaps
from techday.core.shifts import Lunch, ShiftDay, ShiftPattern, lunch_of, shift_day
from techday.core.text import quoted
from techday.core.when import LONGEST_NIGHT, Frame, read_instant, read_range
from techday.errors import BadUsage, Refused
from techday.timecard.break_store import breaks_between
from techday.timecard.store import EntryRow, overlapping

A_DAY = timedelta(days=1)
DASHES = frozenset("-\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}")


class Day(NamedTuple):
    """A shift day and how times on it are read."""

    shift: ShiftDay
    pattern: ShiftPattern
    frame: Frame

    @property
    def whole(self) -> Span[datetime]:
        """All the time that belongs to it."""
        return Span(self.shift.since, self.shift.until)


def is_range(text: str) -> bool:
    """Tell whether a text means to be a range, by its dash or `to`; else it means to be a duration."""
    return not DASHES.isdisjoint(text) or " to " in text.lower()


def range_on(text: str, day: Day) -> Span[datetime]:
    """Read a range such as 9:00-10:30 on a shift day, where it may lie on the next date.

    Where the clocks change, a clock may be on no date of the shift day; then it is on the date itself. Raises BadUsage
    for what is no range, or names a day of its own.
    """
    left, dash, right = text.partition("-")
    # Behind a date, 09:29:43-10:00 would be a time with its offset.
    words = f"{left} to {right}" if dash and left.count(":") == 2 else text
    readings = [Span(*read_range(f"{day.shift.day + step * A_DAY} {words}", day.frame)) for step in (0, 1, -1)]
    own = [span for span in readings if shift_day(day.pattern, span.start).day == day.shift.day]
    return (own or readings)[0]


def clocks_within(text: str, frame: Frame, within: Span[datetime]) -> list[datetime]:
    """Give the instants within a span (both ends included) at which the wall shows a bare clock such as 9:30.

    None for what is no bare clock, two where autumn repeats it.
    """
    word = text.strip()
    # Beside a date, 0930 could be the year.
    clock = f"{word[:2]}:{word[2:]}" if len(word) == 4 and word.isascii() and word.isdigit() else word
    day = within.start.astimezone(frame.zone).date() - A_DAY
    found: set[datetime] = set()
    for step in range((within.end - within.start).days + 4):
        dated = f"{day + step * A_DAY} {clock}"
        try:
            # Leaning so from afar, of a clock that comes twice both are found.
            found.add(read_instant(dated, frame._replace(now=within.start - 3 * A_DAY), "future"))
            found.add(read_instant(dated, frame._replace(now=within.end + 3 * A_DAY), "past"))
        except BadUsage:
            return []
    return sorted(at for at in found if within.start <= at <= within.end)


def instant_on(text: str, day: Day) -> datetime:
    """Read a time, a bare clock on a shift day; raises BadUsage for what is no time."""
    plain = read_instant(text, day.frame, "past")
    return (clocks_within(text, day.frame, day.whole) or [plain])[-1]


def instant_inside(text: str, frame: Frame, within: Span[datetime]) -> datetime:
    """Read a time, a bare clock as it stands within a span where it does; raises BadUsage for what is no time."""
    plain = read_instant(text, frame, "past")
    inside = [at for at in clocks_within(text, frame, within) if within.start < at < within.end]
    return (inside or [plain])[0]


def changed_span(
    entry: EntryRow, start_text: str | None, end_text: str | None, day: Day
) -> tuple[datetime, datetime | None]:
    """Give start and end of an entry as `--start` and `--end` change them; a running one without an end runs on.

    Bare clocks are on the entry's own shift day, `day`; beside an end on another shift day they are the nearest to
    each other. With both given, they are read as a range: the end is the first such clock after the start. Raises
    BadUsage for what is no time.
    """
    now = day.frame.now
    start = from_text(entry.started_at)
    end = from_text(entry.ended_at) if entry.ended_at else None
    last = max(end or now, start)
    over = last > day.shift.until
    if start_text is not None:
        plain = read_instant(start_text, day.frame, "past")
        found = clocks_within(start_text, day.frame, Span(last - A_DAY, last) if over else day.whole)
        before = [at for at in found if at < last]
        start = (before or found or [plain])[-1]
    if end_text is not None:
        plain = read_instant(end_text, day.frame, "past")
        follows = over or start_text is not None
        found = clocks_within(end_text, day.frame, Span(start, start + A_DAY) if follows else day.whole)
        after = [at for at in found if at > start]
        end = (after or found or [plain])[0]
        if found and start_text is not None and end - start > timedelta(seconds=LONGEST_NIGHT):
            raise BadUsage(
                f"{quoted(f'{start_text}-{end_text}')} does not end after it begins",
                hint='Name the day of an end that is on another one: --end "2026-11-23 10:30"',
            )
    return start, end


def first_free(db: sqlite3.Connection, day: Day, seconds: int, lunch: Lunch) -> Span[datetime]:
    """Give the first time of that length in a day's shift on which nothing is told, else the first one after it.

    Breaks, lunch and time still to come are not free. Raises Refused where there is none.
    """
    shift, now, length = day.shift, day.frame.now, timedelta(seconds=seconds)
    since, until = to_text(shift.since), to_text(shift.until)
    spans = [
        Span(from_text(entry.started_at), from_text(entry.ended_at) if entry.ended_at else now)
        for entry in overlapping(db, since, until)
    ]
    breaks = [
        Span(from_text(one.started_at), from_text(one.ended_at) if one.ended_at else shift.until)
        for one in breaks_between(db, since, until)
    ]
    noon = lunch_of(day.pattern, shift, lunch)
    taken = [*spans, *breaks, *([noon] if noon else [])]
    for within in (Span(shift.starts_at, min(shift.ends_at, now)), Span(shift.starts_at, min(shift.until, now))):
        for gap in gaps(taken, within):
            if gap.end - gap.start >= length:
                return Span(gap.start, gap.start + length)
    raise Refused(
        f"{shift.day} has no free time of {show_duration(seconds)} so far",
        hint=f"Say when it was: techday timecard log 18:00-18:15 --date {shift.day}",
    )
