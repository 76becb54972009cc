"""Time of a shift that nobody told of. Pure: the shift, what was told, and the time are given."""

from collections.abc import Iterable
from datetime import datetime

from techday.core.intervals import Span, gaps, length
from techday.core.shifts import ShiftDay


def planned_in(shift: ShiftDay, lunch: Span[datetime] | None) -> int:
    """Give the seconds of a shift without its lunch window; none on a day off."""
    if not shift.working:
        return 0
    return length(Span(shift.starts_at, shift.ends_at)) - (length(lunch) if lunch else 0)


def gaps_of(shift: ShiftDay, told: Iterable[Span[datetime]], now: datetime, least: int) -> list[Span[datetime]]:
    """Give the parts of a shift, up to `now`, that nothing told covers; those of `least` seconds and more.

    What is told is work, breaks and lunch. Time still to come is no gap, and a day off has none.
    """
    if not shift.working:
        return []
    within = Span(shift.starts_at, min(shift.ends_at, now))
    return [gap for gap in gaps(told, within) if length(gap) >= max(least, 1)]
