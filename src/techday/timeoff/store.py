"""Time off in the store: what was asked for, how it was decided, and the SQL that gives it."""

import sqlite3
from datetime import date, timedelta
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.database.fetch import fetch, value
from techday.database.rows import insert_row, update_row


class OffRow(NamedTuple):
    """Time off that was asked for; instants are UTC text, days local dates.

    `first_day` and `last_day` (both included) are those of whole days, whose instants are the technician's midnights;
    None for hours. `state` is requested, approved, declined or withdrawn; `seen` what was seen on the company's own
    schedule, "" where nobody looked.
    """

    id: int
    kind: str
    starts_at: str
    ends_at: str
    first_day: str | None
    last_day: str | None
    state: str
    note: str
    requested_at: str
    decided_at: str | None
    decided_by: str
    reason: str
    seen_at: str | None
    seen: str


SELECT_OFF = """
SELECT off.id, off.kind, off.starts_at, off.ends_at, off.first_day, off.last_day, off.state, off.note, off.requested_at,
       off.decided_at, off.decided_by, off.reason, off.seen_at, off.seen
  FROM time_off AS off
"""
# Word for word the condition of the index by end, which holds no other rows.
STANDS = "off.state IN ('requested', 'approved')"
IN_ORDER = "ORDER BY off.starts_at, off.id"
# As far as two zones, or a day and the end of its night shift, can lie apart.
AROUND = timedelta(days=2)


def all_off(db: sqlite3.Connection) -> list[OffRow]:
    """Give all time off that was ever asked for, in order of time."""
    return fetch(db, OffRow, f"{SELECT_OFF} {IN_ORDER}")


def off_by_id(db: sqlite3.Connection, off_id: int) -> OffRow | None:
    """Give the time off of that number, None where there is none."""
    found = fetch(db, OffRow, f"{SELECT_OFF} WHERE off.id = :off_id", off_id=off_id)
    return found[0] if found else None


def off_between(db: sqlite3.Connection, start: str, end: str) -> list[OffRow]:
    """Give the time off, requested or approved, that may touch the time from `start` to `end` (UTC text, half open).

    What whole days take goes by today's zone and shifts (`rules.span_off`), so those around that time are given, too.
    """
    return fetch(
        db,
        OffRow,
        f"{SELECT_OFF} WHERE {STANDS} AND off.ends_at > :start AND off.starts_at < :end {IN_ORDER}",
        start=to_text(from_text(start) - AROUND),
        end=to_text(from_text(end) + AROUND),
    )


def unsettled(db: sqlite3.Connection, now: str, soon: str, later: str) -> list[OffRow]:
    """Give what wants a look, at instants in UTC text: what nobody has decided and begins before `soon`.

    And what is approved, not over by `now`, begins before `later`, and was not seen on the company's schedule by
    anybody.
    """
    return fetch(
        db,
        OffRow,
        f"{SELECT_OFF} WHERE {STANDS} AND CASE off.state WHEN 'requested' THEN off.starts_at < :soon"
        f" ELSE off.ends_at > :now AND off.starts_at < :later AND off.seen_at IS NULL END {IN_ORDER}",
        now=now,
        soon=soon,
        later=later,
    )


def days_off(db: sqlite3.Connection) -> list[str]:
    """Give the local dates of all whole days of approved time off, of every year."""
    sql = "SELECT first_day, last_day FROM time_off WHERE state = 'approved' AND first_day IS NOT NULL"
    found: list[str] = []
    for first_day, last_day in db.execute(sql):
        first, last = date.fromisoformat(first_day), date.fromisoformat(last_day)
        found += [(first + timedelta(days=step)).isoformat() for step in range((last - first).days + 1)]
    return found


def hours_off(db: sqlite3.Connection) -> list[OffRow]:
    """Give all hours of approved time off, of every year."""
    return fetch(db, OffRow, f"{SELECT_OFF} WHERE off.state = 'approved' AND off.first_day IS NULL {IN_ORDER}")


def was_told(db: sqlite3.Connection, off_id: int) -> bool:
    """Tell whether the PSA has learnt of a request."""
    sql = "SELECT 1 FROM outbox_item WHERE time_off_id = :off_id AND state <> 'owed' LIMIT 1"
    return value(db, sql, off_id=off_id) is not None


# --- writes: each is called inside an operation ---

CHANGEABLE = frozenset("state decided_at decided_by reason seen_at seen".split())


def insert_off(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a request and give its number."""
    return insert_row(db, "time_off", fields)


def update_off(db: sqlite3.Connection, off_id: int, changes: dict[str, object]) -> None:
    """Set some of a request's fields; raises ValueError for an unknown one."""
    update_row(db, "time_off", off_id, changes, CHANGEABLE)
