"""Time off read for a screen or for scripts: requests with what the schedule has of them, and what is in their way."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from techday.core.instants import from_text, to_text
from techday.core.intervals import Span
from techday.pages.working_days import WorkingDays
from techday.schedule.rules import in_zone
from techday.schedule.store import ItemRow, items_between
from techday.timeoff.rules import STANDS, first_missing, parts_of, span_off
from techday.timeoff.standing import on_schedule_during
from techday.timeoff.store import OffRow
from techday.timeoff.views import Conflict, Found, view_of
from techday.timeoff.words import about

if TYPE_CHECKING:
    from techday.context import Context

# The days of an item may have been midnights of another zone.
AROUND = timedelta(days=2)


def looked_at(context: "Context", rows: Sequence[OffRow]) -> list[Found]:
    """Give requests as they are read, two queries for however many."""
    days = WorkingDays(context)
    items = on_schedule_during(context.db, rows)
    return [Found(row, view_of(row, days, items, to_text(context.now))) for row in rows]


def is_planned(context: "Context", row: OffRow) -> bool:
    """Tell whether the schedule has any shift day of a request as time off, whatever became of it."""
    items = on_schedule_during(context.db, [row])
    parts = parts_of(row, WorkingDays(context))
    return any(first_missing({day: pieces}, items) is None for day, pieces in parts.items())


def planned_then(context: "Context", row: OffRow) -> list[Conflict]:
    """Give what is planned for the user while a request lasts, in order; nothing where the request does not stand.

    So is what lasts whole days, though it be a reminder: a word too many is better than one too few.
    """
    if row.state not in STANDS:
        return []
    span = span_off(row, WorkingDays(context))
    around = items_between(context.db, to_text(span.start - AROUND), to_text(span.end + AROUND))
    return [
        Conflict(item.id, item.title, from_text(item.starts_at), from_text(item.ends_at))
        for item in (in_zone(one, context.zone) for one in around)
        if item.state in ("proposed", "acknowledged")
        and not item.technician
        and item.kind != "time-off"
        and is_then(item, row, span)
    ]


def is_then(item: ItemRow, row: OffRow, span: Span[datetime]) -> bool:
    """Tell whether an item takes time that is off; of days and days, though a night's morning is of the next one."""
    if item.first_day and item.last_day and row.first_day and row.last_day:
        return item.first_day <= row.last_day and row.first_day <= item.last_day
    return item.starts_at < to_text(span.end) and item.ends_at > to_text(span.start)


def today_of(context: "Context") -> date:
    """Give the technician's local date."""
    return context.now.astimezone(context.zone).date()


def named_in(context: "Context") -> Callable[[OffRow], str]:
    """Give how time off is named in words that outlast the year."""

    def named(row: OffRow) -> str:
        return about(row, context.zone)

    return named
