"""Time off read for a screen or for scripts: requests with what the schedule has of them, and what is in their way."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from techday.core.instants import from_text
from techday.pages.working_days import WorkingDays
from techday.schedule.store import items_between
from techday.timeoff.rules import STANDS, first_missing, parts_of
from techday.timeoff.standing import on_schedule_during
from techday.timeoff.store import OffRow
from techday.timeoff.views import Conflict, Found, view_of
from techday.timeoff.words import about

if TYPE_CHECKING:
    from techday.context import Context

# Of what lasts whole days, these need somebody there.
ELSEWHERE = ("on-site", "travel", "training")


def looked_at(context: "Context", rows: Sequence[OffRow]) -> list[Found]:
    """Give requests as they are read, two queries for however many."""
    days = WorkingDays(context)
    items = on_schedule_during(context.db, rows)
    return [Found(row, view_of(row, days, items)) for row in rows]


def is_planned(context: "Context", row: OffRow) -> bool:
    """Tell whether the schedule has any shift day of a request as time off, whatever became of it."""
    items = on_schedule_during(context.db, [row])
    parts = parts_of(row, WorkingDays(context))
    return any(first_missing({day: pieces}, items) is None for day, pieces in parts.items())


def planned_then(db: sqlite3.Connection, row: OffRow) -> list[Conflict]:
    """Give what is planned for the user while a request lasts, in order; nothing where the request does not stand.

    What lasts whole days is in the way only where it is somewhere else: a reminder is not.
    """
    if row.state not in STANDS:
        return []
    return [
        Conflict(item.id, item.title, from_text(item.starts_at), from_text(item.ends_at))
        for item in items_between(db, row.starts_at, row.ends_at)
        if item.state in ("proposed", "acknowledged")
        and not item.technician
        and item.kind != "time-off"
        and (not item.all_day or item.kind in ELSEWHERE)
    ]


def today_of(context: "Context") -> date:
    """Give the technician's local date."""
    return context.now.astimezone(context.zone).date()


def named_in(context: "Context") -> Callable[[OffRow], str]:
    """Give how time off is named in words that outlast the year."""

    def named(row: OffRow) -> str:
        return about(row, context.zone)

    return named
