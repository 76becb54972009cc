"""Time of a shift that nobody told of, and the command that tells of it.

Pure: the shift, what was told, and the time are given.
"""

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from techday.core.instants import is_repeated, to_text
from techday.core.intervals import Span, gaps, length
from techday.core.shifts import ShiftDay


def planned_in(shift: ShiftDay, lunch: Span[datetime] | None, off: Iterable[Span[datetime]] = ()) -> int:
    """Give the seconds of a shift without its lunch window, and without the parts of it that are time off.

    None on a day off; the parts lie within the shift and beside lunch, and apart from each other.
    """
    if not shift.working:
        return 0
    return length(Span(shift.starts_at, shift.ends_at)) - (length(lunch) if lunch else 0) - sum(map(length, off))


def gaps_of(shift: ShiftDay, told: Iterable[Span[datetime]], now: datetime, least: int) -> list[Span[datetime]]:
    """Give the parts of a shift, up to `now`, that nothing told covers; those of `least` seconds and more.

    What is told is work, breaks, lunch and time off. Time still to come is no gap, and a day off has none.
    """
    if not shift.working:
        return []
    within = Span(shift.starts_at, min(shift.ends_at, now))
    return [gap for gap in gaps(told, within) if length(gap) >= max(least, 1)]


def gap_command(gap: Span[datetime], day: date | None, zone: tzinfo) -> str:
    """Give the command that fills a gap to the second, in local times; it names the shift day where `day` is given.

    A clock that autumn repeats says no instant, so there the instants themselves are written (UTC).
    """
    begin, end = (at.astimezone(zone) for at in gap)
    if is_repeated(begin) or is_repeated(end):
        return f"techday log {to_text(gap.start)} to {to_text(gap.end)} --ticket N"
    # Behind a date and seconds, -10:00 would be an offset from UTC (ISO 8601).
    dash = " to " if begin.second and day else "-"
    named = f" --date {day}" if day else ""
    return f"techday log {to_second(begin)}{dash}{to_second(end)}{named} --ticket N"


def to_second(local: datetime) -> str:
    """Write a local time of day as short as it is exact: 08:40, 08:40:12."""
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
