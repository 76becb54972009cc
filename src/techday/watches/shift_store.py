"""The shifts by which watches were due, in the store."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, value
from techday.database.rows import insert_row


class Shifts(NamedTuple):
    """The shifts that were met from a local day on; those before were met last on `after_day`."""

    first_day: str
    after_day: str | None
    pattern: str


def known_shifts(db: sqlite3.Connection) -> list[Shifts]:
    """Give all shifts by which watches were due, the oldest first."""
    return fetch(db, Shifts, "SELECT first_day, after_day, pattern FROM watch_shifts ORDER BY id")


def last_day_told(db: sqlite3.Connection) -> str | None:
    """Give the local day of the last look that was told; None before the first."""
    found: str | None = value(db, "SELECT day FROM watch_check WHERE id = (SELECT max(id) FROM watch_check)")
    return found


def insert_shifts(db: sqlite3.Connection, first_day: str, after_day: str | None, pattern: str) -> None:
    """Keep the shifts that were met from a day on."""
    insert_row(db, "watch_shifts", {"first_day": first_day, "after_day": after_day, "pattern": pattern})
