"""What repeats in the store: the series of one's own, and where their items stand in them."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one
from techday.database.rows import insert_row, update_row


class SeriesRow(NamedTuple):
    """A rule of days from `first_day` on, at the local clock `starts` (`09:00:00`), each item so many `seconds` long.

    `known_to` is the local day up to which its items are worked out, and NEVER where the rule has come to its end;
    `ends_before` is the local day from which on it was cancelled or moved, else None.
    """

    id: int
    uid: str
    rule: str
    first_day: str
    starts: str
    seconds: int
    all_day: int
    known_to: str
    ends_before: str | None
    created_at: str


SELECT_SERIES = """
SELECT id, uid, rule, first_day, starts, seconds, all_day, known_to, ends_before, created_at FROM schedule_series
"""


def series_by_id(db: sqlite3.Connection, series_id: int) -> SeriesRow | None:
    """Give the series of that row number, None where there is none."""
    return fetch_one(db, SeriesRow, f"{SELECT_SERIES} WHERE id = :series_id", series_id=series_id)


def series_known_before(db: sqlite3.Connection, day: str) -> list[SeriesRow]:
    """Give the series that go on, and are worked out to a local day before `day` only."""
    sql = f"{SELECT_SERIES} WHERE known_to < :day AND ends_before IS NULL ORDER BY known_to, id"
    return fetch(db, SeriesRow, sql, day=day)


# --- writes: each is called inside an operation ---

CHANGEABLE = frozenset(("known_to", "ends_before"))


def insert_series(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a series and give its row number; raises IntegrityError where its UID is taken."""
    return insert_row(db, "schedule_series", fields)


def update_series(db: sqlite3.Connection, series_id: int, changes: dict[str, object]) -> None:
    """Set some of a series' fields; raises ValueError for an unknown one."""
    update_row(db, "schedule_series", series_id, changes, CHANGEABLE)


def put_into(db: sqlite3.Connection, item_id: int, series_id: int, uid: str, instance: str) -> None:
    """Have an item stand in another series, by the identity that it has there."""
    sql = "UPDATE schedule_item SET series_id = :series_id, uid = :uid, instance = :instance WHERE id = :item_id"
    db.execute(sql, {"series_id": series_id, "uid": uid, "instance": instance, "item_id": item_id})
