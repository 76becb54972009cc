"""Breaks in the store: they are no work, but a gap on the time card is known for one."""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.database.fetch import fetch
from techday.database.rows import insert_row, update_row
from techday.timecard.store import LONGEST


class BreakRow(NamedTuple):
    """A break; the one that goes on has no end."""

    id: int
    started_at: str
    ended_at: str | None


SELECT_BREAK = "SELECT id, started_at, ended_at FROM time_break"


def breaks_between(db: sqlite3.Connection, since: str, until: str) -> list[BreakRow]:
    """Give the breaks that started in `[since, until)`, in order."""
    sql = f"{SELECT_BREAK} WHERE started_at >= :since AND started_at < :until ORDER BY started_at, id"
    return fetch(db, BreakRow, sql, since=since, until=until)


def breaks_touching(db: sqlite3.Connection, start: str, end: str) -> list[BreakRow]:
    """Give the breaks that hold time of `[start, end)`, or meet it, in order; the one that goes on has no end yet."""
    # No break is longer than LONGEST but one that goes on and was forgotten.
    sql = (
        f"{SELECT_BREAK} WHERE started_at BETWEEN :earliest AND :end AND ended_at >= :start"
        f" UNION ALL {SELECT_BREAK} WHERE ended_at IS NULL AND started_at <= :end ORDER BY started_at, id"
    )
    return fetch(db, BreakRow, sql, start=start, end=end, earliest=to_text(from_text(start) - LONGEST))


def breaks_brought_back(db: sqlite3.Connection, operation: int) -> list[BreakRow]:
    """Give the breaks that an operation touched and that are there."""
    sql = (
        f"{SELECT_BREAK} WHERE id IN"
        " (SELECT row_id FROM journal WHERE operation_id = :operation AND table_name = 'time_break')"
    )
    return fetch(db, BreakRow, sql, operation=operation)


def insert_break(db: sqlite3.Connection, started_at: str, ended_at: str | None) -> int:
    """Add a break and give its row number; raises sqlite3.IntegrityError where it would be the second that goes on."""
    return insert_row(db, "time_break", {"started_at": started_at, "ended_at": ended_at})


def update_break(db: sqlite3.Connection, break_id: int, changes: Mapping[str, object]) -> None:
    """Set the start or the end of a break."""
    update_row(db, "time_break", break_id, changes, ("started_at", "ended_at"))


def delete_break(db: sqlite3.Connection, break_id: int) -> None:
    """Remove a break."""
    db.execute("DELETE FROM time_break WHERE id = ?", (break_id,))
