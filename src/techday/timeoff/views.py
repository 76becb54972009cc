"""Time off as people and scripts read it. The JSON is the view, written out."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from techday.core.instants import from_text
from techday.timeoff.rules import OnSchedule, Shifts, day_missing, on_schedule, parts_of, seconds_of
from techday.timeoff.store import OffRow


class OffView(NamedTuple):
    """A request, how it was decided, and whether it stands on the schedule.

    `first_day` and `last_day` are those of whole days, None for hours. `days` counts the shifts that whole days take,
    0 for hours; `working_seconds` is what is taken of shifts, without lunch. `on_schedule` is yes, no, seen (told by
    hand) or unknown (need not be); `missing_day` the first day that the schedule does not have.
    """

    id: int
    kind: str
    start: datetime
    end: datetime
    first_day: date | None
    last_day: date | None
    days: int
    working_seconds: int
    state: str
    note: str | None
    requested_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None
    on_schedule: str
    missing_day: date | None
    seen_at: datetime | None
    seen: str | None


class Found(NamedTuple):
    """A request as it is kept, and as it is read."""

    row: OffRow
    view: OffView


class Conflict(NamedTuple):
    """An item of the schedule that is planned while somebody is off."""

    id: int
    title: str
    start: datetime
    end: datetime


def view_of(row: OffRow, shifts: Shifts, items: Iterable[OnSchedule], now: str) -> OffView:
    """Give time off as it is read at an instant (UTC text).

    `items` is what the schedule has of it, and of others perhaps.
    """
    parts = parts_of(row, shifts)
    missing = day_missing(row, parts, items, shifts.pattern.zone)
    state = on_schedule(row, parts, missing, now)
    return OffView(
        id=row.id,
        kind=row.kind,
        start=from_text(row.starts_at),
        end=from_text(row.ends_at),
        first_day=date.fromisoformat(row.first_day) if row.first_day else None,
        last_day=date.fromisoformat(row.last_day) if row.last_day else None,
        days=len(parts) if row.first_day else 0,
        working_seconds=seconds_of(parts),
        state=row.state,
        note=row.note or None,
        requested_at=from_text(row.requested_at),
        decided_at=from_text(row.decided_at) if row.decided_at else None,
        decided_by=row.decided_by or None,
        reason=row.reason or None,
        on_schedule=state,
        missing_day=missing if state == "no" else None,
        seen_at=from_text(row.seen_at) if row.seen_at else None,
        seen=row.seen or None,
    )
