"""Routine items told by hand, as the store keeps them."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch


class CheckRow(NamedTuple):
    """What was told of an item: its state (ok, fail, na), what was seen, and whether that stands from its day on."""

    item: str
    day: str
    at: str
    state: str
    seen: str
    always: int


def checks_on(db: sqlite3.Connection, day: str) -> dict[str, CheckRow]:
    """Give for each item what was told last up to and on a local day, where it still holds on that day."""
    sql = (
        "SELECT item, day, at, state, seen, always FROM routine_check WHERE id IN"
        " (SELECT max(id) FROM routine_check WHERE day <= :day GROUP BY item)"
    )
    return {check.item: check for check in fetch(db, CheckRow, sql, day=day) if check.always or check.day == day}


def insert_check(db: sqlite3.Connection, check: CheckRow) -> None:
    """Keep what was told of an item."""
    db.execute(
        "INSERT INTO routine_check (item, day, at, state, seen, always)"
        " VALUES (:item, :day, :at, :state, :seen, :always)",
        check._asdict(),
    )
