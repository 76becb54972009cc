"""What time off takes of the shifts, and whether it stands on the schedule. Pure: shifts and items are arguments.

requested -> approved | declined, and withdrawn at any time. Whole days take the shifts that begin on them, whichever
day these end on; hours take the parts of shifts within them. Lunch is no working time, and takes none.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from techday.core.instants import from_text
from techday.core.intervals import Span, length, overlap, trim
from techday.core.shifts import ShiftDay
from techday.timeoff.store import OffRow

KINDS = ("vacation", "sick", "personal", "compensatory", "unpaid", "other")
STANDS = ("requested", "approved")
# A request of more days than these was typed wrong.
MOST_DAYS = 366
DAY = timedelta(days=1)

# Working time by shift day, in order.
Parts = Mapping[date, Sequence[Span[datetime]]]


class Shifts(Protocol):
    """The shifts of the technician as they would be without any time off; public holidays have none."""

    def regular(self, day: date) -> ShiftDay:
        """Give the shift day of a date."""

    def at(self, instant: datetime) -> ShiftDay:
        """Give the shift day that holds an instant."""

    def lunch(self, shift: ShiftDay) -> Span[datetime] | None:
        """Give the lunch window of a shift, or None."""


class OnSchedule(NamedTuple):
    """Time off as the schedule has it: from when to when; the days (local dates) of one of whole days, else None."""

    span: Span[datetime]
    first_day: str | None
    last_day: str | None


def parts_of(row: OffRow, shifts: Shifts, first: date = date.min, last: date = date.max) -> Parts:
    """Give the working time that time off takes, by shift day, of the days from `first` to `last` alone."""
    found: dict[date, Sequence[Span[datetime]]] = {}
    begins, ends = days_touched(row, shifts)
    day = max(begins, first)
    while day <= min(ends, last):
        pieces = parts_on(row, shifts.regular(day), shifts)
        if pieces:
            found[day] = pieces
        day += DAY
    return found


def days_touched(row: OffRow, shifts: Shifts) -> tuple[date, date]:
    """Give the first and the last shift day that time off can take something of."""
    if row.first_day is not None and row.last_day is not None:
        return date.fromisoformat(row.first_day), date.fromisoformat(row.last_day)
    return shifts.at(from_text(row.starts_at)).day, shifts.at(from_text(row.ends_at) - timedelta(seconds=1)).day


def parts_on(row: OffRow, shift: ShiftDay, shifts: Shifts) -> list[Span[datetime]]:
    """Give the parts of one shift that time off takes."""
    whole = Span(shift.starts_at, shift.ends_at)
    hours = whole if row.first_day else overlap(whole, Span(from_text(row.starts_at), from_text(row.ends_at)))
    if not shift.working or hours is None:
        return []
    lunch = shifts.lunch(shift)
    return trim(hours, [lunch] if lunch else [])


def seconds_of(parts: Parts) -> int:
    """Give the seconds of working time that time off takes."""
    return sum(length(piece) for pieces in parts.values() for piece in pieces)


def first_missing(parts: Parts, items: Iterable[OnSchedule]) -> date | None:
    """Give the first shift day that the schedule does not have as time off, None where it has them all.

    An item of whole days has the shifts that begin on them; timed ones must cover what the time off takes.
    """
    listed = list(items)
    timed = [item.span for item in listed if item.first_day is None]
    whole = [(item.first_day, item.last_day or "") for item in listed if item.first_day is not None]
    for day, pieces in parts.items():
        text = day.isoformat()
        if any(first <= text <= last for first, last in whole):
            continue
        if any(trim(piece, timed) for piece in pieces):
            return day
    return None


def on_schedule(row: OffRow, parts: Parts, missing: date | None) -> str:
    """Tell whether time off stands on the schedule: `yes`, `no`, or `seen` where somebody saw it elsewhere.

    `unknown` is what need not stand there: not approved, or without any shift.
    """
    if not parts or row.state not in STANDS:
        return "unknown"
    if missing is None:
        return "yes"
    if row.state != "approved":
        return "unknown"
    return "seen" if row.seen_at else "no"


def last_hours(shift: ShiftDay, lunch: Span[datetime] | None, seconds: int) -> Span[datetime] | None:
    """Give the end of a shift that holds so much working time, lunch not counted; None where the shift is shorter."""
    for piece in reversed(trim(Span(shift.starts_at, shift.ends_at), [lunch] if lunch else [])):
        if seconds <= length(piece):
            return Span(piece.end - timedelta(seconds=seconds), shift.ends_at)
        seconds -= length(piece)
    return None


def is_listed(row: OffRow, now: str) -> bool:
    """Tell whether time off is still of interest at an instant (UTC text): not over, or waiting to be decided."""
    return row.state == "requested" or (row.ends_at > now and row.state != "withdrawn")
