"""What is planned for shift days beside the shift itself: work by the schedule, and approved time off.

Planned by the schedule is the time of one's own timed items, once where several overlap, within the shift day,
whatever the shift's hours are, but without the lunch that lies within an item. Items of whole days have no hours, nor
has one of 24 hours or more (a week on call); and what was declined or cancelled is not planned. Time off is what it
takes of the shifts, without lunch.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, length, overlap, trim, union
from techday.core.shifts import ShiftDay, shift_day, shift_on
from techday.schedule.span_store import SpanRow, own_spans
from techday.timeoff.rules import parts_of
from techday.timeoff.store import off_between

if TYPE_CHECKING:
    from techday.context import Context
    from techday.pages.working_days import WorkingDays


class Planned(NamedTuple):
    """What is planned for a shift day, in seconds; `off` are the parts of its shift that are approved time off."""

    scheduled_seconds: int = 0
    time_off_seconds: int = 0
    off: Sequence[Span[datetime]] = ()


NOTHING = Planned()
A_DAY = timedelta(days=1)


def planned_by_day(context: "Context", days: "WorkingDays", first: date, last: date) -> dict[date, Planned]:
    """Give what is planned for the shift days from `first` to `last`, both included; only for those that have anything.

    Two queries, for however many days.
    """
    pattern = days.pattern
    span = Span(shift_on(pattern, first).since, shift_on(pattern, last).until)
    scheduled = scheduled_by_day(context, days, span)
    off = time_off_by_day(context, days, span, (first, last))
    return {
        day: Planned(scheduled.get(day, 0), sum(map(length, off.get(day, ()))), off.get(day, ()))
        for day in {*scheduled, *off}
    }


def scheduled_by_day(context: "Context", days: "WorkingDays", within: Span[datetime]) -> dict[date, int]:
    """Give the seconds that the schedule has planned for each shift day of a time."""
    parts: dict[date, list[Span[datetime]]] = {}
    shift: ShiftDay | None = None
    for row in own_spans(context.db, to_text(within.start), to_text(within.end)):
        if not has_hours(row) or row.kind == "time-off" or row.state == "declined":
            continue
        rest = overlap(Span(from_text(row.starts_at), from_text(row.ends_at)), within)
        while rest is not None:
            if shift is None or not shift.since <= rest.start < shift.until:
                shift = shift_day(days.pattern, rest.start)
            part = Span(rest.start, min(rest.end, shift.until))
            parts.setdefault(shift.day, []).extend(beside_lunch(part, days.lunch(shift) if shift.working else None))
            rest = overlap(rest, Span(part.end, rest.end))
    return {day: sum(map(length, union(pieces))) for day, pieces in parts.items()}


def beside_lunch(part: Span[datetime], lunch: Span[datetime] | None) -> list[Span[datetime]]:
    """Give a part of an item without the lunch in its middle: who is somewhere all day eats there."""
    is_within = lunch is not None and part.start < lunch.start and lunch.end < part.end
    return trim(part, [lunch]) if lunch and is_within else [part]


def has_hours(row: SpanRow) -> bool:
    """Tell whether an item says at which hours something is done, not only on which days."""
    return row.first_day is None and from_text(row.ends_at) - from_text(row.starts_at) < A_DAY


def time_off_by_day(
    context: "Context", days: "WorkingDays", within: Span[datetime], period: tuple[date, date]
) -> dict[date, list[Span[datetime]]]:
    """Give the parts of shifts that are approved time off, by shift day, each time once."""
    found: dict[date, list[Span[datetime]]] = {}
    for row in off_between(context.db, to_text(within.start), to_text(within.end)):
        parts = parts_of(row, days, *period) if row.state == "approved" else {}
        for day, pieces in parts.items():
            found[day] = union([*found.get(day, ()), *pieces])
    return found
