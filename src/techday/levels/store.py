"""Service levels in the store: the rows, and the SQL that gives them."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch
from techday.database.rows import insert_row, update_row


class LevelRow(NamedTuple):
    """A service level; `calendar` is the name of the calendar that its clients have by default, or None."""

    id: int
    name: str
    name_key: str
    calendar_id: int | None
    calendar: str | None


class TargetRow(NamedTuple):
    """What a level promises of one priority, as it was typed; an empty text promises nothing of its own."""

    id: int
    level_id: int
    priority: int
    response: str
    update_every: str
    resolution: str
    around_the_clock: int


SELECT_LEVEL = """
SELECT service_level.id, service_level.name, service_level.name_key, service_level.calendar_id,
       calendar.name AS calendar
  FROM service_level
  LEFT JOIN calendar ON calendar.id = service_level.calendar_id
"""
SELECT_TARGET = """
SELECT id, level_id, priority, response, update_every, resolution, around_the_clock FROM level_target
"""


def levels(db: sqlite3.Connection) -> list[LevelRow]:
    """Give every service level, by name."""
    return fetch(db, LevelRow, f"{SELECT_LEVEL} ORDER BY service_level.name_key")


def level_by_id(db: sqlite3.Connection, level_id: int) -> LevelRow:
    """Give the level of that row number; it must exist."""
    return fetch(db, LevelRow, f"{SELECT_LEVEL} WHERE service_level.id = :level_id", level_id=level_id)[0]


def all_targets(db: sqlite3.Connection) -> list[TargetRow]:
    """Give what all levels promise, level by level in the order of priority."""
    return fetch(db, TargetRow, f"{SELECT_TARGET} ORDER BY level_id, priority")


def targets_of(db: sqlite3.Connection, level_id: int) -> list[TargetRow]:
    """Give what one level promises, in the order of priority."""
    return fetch(db, TargetRow, f"{SELECT_TARGET} WHERE level_id = :level_id ORDER BY priority", level_id=level_id)


class Holder(NamedTuple):
    """A client by the name of the level that it has."""

    id: int
    code: str
    level: str


def holders(db: sqlite3.Connection) -> list[Holder]:
    """Give the clients that have a service level, known or not, by code."""
    return fetch(db, Holder, "SELECT id, code, level FROM client WHERE level <> '' ORDER BY code")


# --- writes: each is called inside an operation ---


def insert_level(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a level and give its row number; raises sqlite3.IntegrityError where the name is taken."""
    return insert_row(db, "service_level", fields)


def update_level(db: sqlite3.Connection, level_id: int, changes: dict[str, object]) -> None:
    """Set some of a level's fields."""
    update_row(db, "service_level", level_id, changes, frozenset(("name", "name_key", "calendar_id")))


def rename_for_client(db: sqlite3.Connection, client_id: int, name: str) -> None:
    """Let a client's level go by another name."""
    db.execute("UPDATE client SET level = ? WHERE id = ?", (name, client_id))


def delete_level(db: sqlite3.Connection, level_id: int) -> None:
    """Take a level away, with what it promises."""
    db.execute("DELETE FROM level_target WHERE level_id = ?", (level_id,))
    db.execute("DELETE FROM service_level WHERE id = ?", (level_id,))


TARGET_FIELDS = frozenset(("response", "update_every", "resolution", "around_the_clock"))


def insert_target(db: sqlite3.Connection, level_id: int, priority: int, fields: dict[str, object]) -> None:
    """Promise something of a priority that the level said nothing of."""
    insert_row(db, "level_target", {"level_id": level_id, "priority": priority, **fields})


def update_target(db: sqlite3.Connection, target_id: int, changes: dict[str, object]) -> None:
    """Change what is promised of a priority."""
    update_row(db, "level_target", target_id, changes, TARGET_FIELDS)


def delete_target(db: sqlite3.Connection, target_id: int) -> None:
    """Promise nothing of a priority any more."""
    db.execute("DELETE FROM level_target WHERE id = ?", (target_id,))
