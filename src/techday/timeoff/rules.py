"""What time off takes of the shifts, and whether it stands on the schedule. Pure: shifts and items are arguments.

requested -> approved | declined, and withdrawn at any time. Whole days take the shifts that begin on them, whichever
day these end on; hours take the parts of shifts within them. Lunch is no working time, and takes none. Whatever the
technician's zone is by now, whole days stay the days that they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple, Protocol, TypeVar

from techday.core.instants import from_text, midnight
from techday.core.intervals import Span, length, overlap, trim
from techday.core.shifts import ShiftDay, ShiftPattern
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

    @property
    def pattern(self) -> ShiftPattern:
        """Give the hours of the shifts, and their zone."""

    def regular(self, day: date) -> ShiftDay:
        """Give the shift day of a date."""

    def at(self, instant: datetime) -> ShiftDay:
        """Give the shift day that holds an instant."""

    def lunch(self, shift: ShiftDay) -> Span[datetime] | None:
        """Give the lunch window of a shift, or None."""


class Taking(Protocol):
    """What takes time off, asked for or on the schedule: instants in UTC text, local dates of whole days, else None."""

    @property
    def starts_at(self) -> str:
        """Give when it begins."""

    @property
    def ends_at(self) -> str:
        """Give when it ends."""

    @property
    def first_day(self) -> str | None:
        """Give the first of its whole days."""

    @property
    def last_day(self) -> str | None:
        """Give the last of its whole days, itself too."""


TakingT = TypeVar("TakingT", bound=Taking)


class OnSchedule(NamedTuple):
    """Time off as the schedule has it: from when to when; the days (local dates) of one of whole days, else None."""

    span: Span[datetime]
    first_day: str | None
    last_day: str | None


def span_off(row: Taking, shifts: Shifts) -> Span[datetime]:
    """Give from when to when time off keeps its technician away.

    A whole day is off from its midnight to the next, but where a shift crosses one, up to the end of that shift: the
    morning after a night off is off, too, and the morning before it is of the shift of the day before.
    """
    if row.first_day is None or row.last_day is None:
        return Span(from_text(row.starts_at), from_text(row.ends_at))
    first, last = date.fromisoformat(row.first_day), date.fromisoformat(row.last_day)
    return Span(day_begins(first, shifts), day_begins(last + DAY, shifts))


def day_begins(day: date, shifts: Shifts) -> datetime:
    """Give when a day begins that is off: at midnight, or where the shift of the day before ends."""
    begins, before = midnight(day, shifts.pattern.zone), shifts.regular(day - DAY)
    return max(begins, before.ends_at) if before.working else begins


def parts_of(row: Taking, shifts: Shifts, first: date = date.min, last: date = date.max) -> Parts:
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


def days_touched(row: Taking, shifts: Shifts) -> tuple[date, date]:
    """Give the first and the last shift day that time off can take something of."""
    if row.first_day is not None and row.last_day is not None:
        return date.fromisoformat(row.first_day), date.fromisoformat(row.last_day)
    return shifts.at(from_text(row.starts_at)).day, shifts.at(from_text(row.ends_at) - timedelta(seconds=1)).day


def parts_on(row: Taking, shift: ShiftDay, shifts: Shifts) -> list[Span[datetime]]:
    """Give the parts of one shift that time off takes."""
    whole = Span(shift.starts_at, shift.ends_at)
    hours = whole if row.first_day else overlap(whole, Span(from_text(row.starts_at), from_text(row.ends_at)))
    if not shift.working or hours is None:
        return []
    lunch = shifts.lunch(shift)
    return trim(hours, [lunch] if lunch else [])


def is_all_off(shift: ShiftDay, shifts: Shifts, taken: Sequence[Span[datetime]]) -> bool:
    """Tell whether nothing is left of a shift but lunch."""
    lunch = shifts.lunch(shift)
    return not trim(Span(shift.starts_at, shift.ends_at), [*taken, *([lunch] if lunch else [])])


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


def day_missing(row: OffRow, parts: Parts, items: Iterable[OnSchedule], zone: tzinfo) -> date | None:
    """Give the first day that the schedule does not have as time off: of hours the date on which they begin."""
    missing = first_missing(parts, items)
    if missing is None or row.first_day:
        return missing
    return from_text(row.starts_at).astimezone(zone).date()


def on_schedule(row: OffRow, parts: Parts, missing: date | None, now: str) -> str:
    """Tell whether time off stands on the schedule: `yes`, `no`, or `seen` where somebody saw it elsewhere.

    `unknown` is what need not stand there: not approved, over by `now` (UTC text), or without any shift.
    """
    if not parts or row.state not in STANDS:
        return "unknown"
    if missing is None:
        return "yes"
    if row.state != "approved":
        return "unknown"
    if row.seen_at:
        return "seen"
    return "no" if row.ends_at > now else "unknown"


def days_all_off(rows: Iterable[Taking], shifts: Shifts) -> set[str]:
    """Give the local dates whose shifts time off takes whole, but for lunch."""
    taken: dict[date, list[Span[datetime]]] = {}
    for row in rows:
        for day, pieces in parts_of(row, shifts).items():
            taken.setdefault(day, []).extend(pieces)
    return {day.isoformat() for day, pieces in taken.items() if is_all_off(shifts.regular(day), shifts, pieces)}


def unasked(items: Iterable[TakingT], rows: Iterable[Taking], shifts: Shifts) -> list[TakingT]:
    """Give what the schedule has as time off while none was asked for, of `rows`, that takes all of its shifts."""
    asked = [span_off(row, shifts) for row in rows]
    return [
        item
        for item in items
        if any(trim(piece, asked) for pieces in parts_of(item, shifts).values() for piece in pieces)
    ]


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
