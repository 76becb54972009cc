"""Service levels as people and scripts see them: what is promised of each priority, by the level or by default."""

import sqlite3
from typing import NamedTuple

from techday.calendars.rules import parse_hours
from techday.calendars.store import calendars
from techday.core.text import fold
from techday.core.worktime import Hours
from techday.levels import store
from techday.levels.rules import DEFAULTS, PRIORITIES, target_of, working_day
from techday.levels.store import LevelRow, TargetRow


class TargetView(NamedTuple):
    """What is promised of a priority: as it was typed, and in working seconds of the level's calendar.

    `response_from` and `update_from` are "level" or "default"; a resolution that nobody promises is None.
    """

    priority: int
    response: str
    response_seconds: int
    response_from: str
    update: str
    update_seconds: int
    update_from: str
    resolution: str | None
    resolution_seconds: int | None
    around_the_clock: bool


class LevelView(NamedTuple):
    """A level as scripts read it: the codes of the clients that have it, and its targets for priorities 1 to 4."""

    name: str
    calendar: str | None
    clients: list[str]
    targets: list[TargetView]


def views(db: sqlite3.Connection, default: Hours) -> list[LevelView]:
    """Give every level; `default` are the weekly hours that hold without a calendar."""
    rows = store.levels(db)
    targets: dict[int, list[TargetRow]] = {}
    for row in store.all_targets(db):
        targets.setdefault(row.level_id, []).append(row)
    clients: dict[str, list[str]] = {}
    for holder in store.holders(db):
        clients.setdefault(fold(holder.level), []).append(holder.code)
    days = {row.id: working_day(parse_hours(row.hours)) for row in calendars(db)}
    days[0] = working_day(default)
    return [
        LevelView(
            row.name,
            row.calendar,
            clients.get(row.name_key, []),
            target_views(targets.get(row.id, []), days[row.calendar_id or 0]),
        )
        for row in rows
    ]


def view_of(db: sqlite3.Connection, level: LevelRow, default: Hours) -> LevelView:
    """Give one level, as `views` does."""
    return next(view for view in views(db, default) if view.name == level.name)


def target_views(rows: list[TargetRow], day: int) -> list[TargetView]:
    """Give the targets of all priorities, the default ones where the level says nothing."""
    by_priority = {row.priority: row for row in rows}
    return [target_view(by_priority.get(priority), priority, day) for priority in PRIORITIES]


def target_view(row: TargetRow | None, priority: int, day: int) -> TargetView:
    """Give the target of one priority."""
    target, default = target_of(row, priority, day), DEFAULTS[priority - 1]
    return TargetView(
        priority=priority,
        response=(row and row.response) or default.response,
        response_seconds=target.response,
        response_from=target.response_from,
        update=(row and row.update_every) or default.update_every,
        update_seconds=target.update,
        update_from=target.update_from,
        resolution=(row and row.resolution) or None,
        resolution_seconds=target.resolution,
        around_the_clock=target.around_the_clock,
    )
