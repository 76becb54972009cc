"""Time entries in the store: the rows, and the SQL that gives them."""

import sqlite3
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.database.fetch import fetch, fetch_one
from techday.database.rows import inserted

# Longer than any entry that was not forgotten.
LONGEST = timedelta(days=31)


class EntryRow(NamedTuple):
    """A time entry with its ticket's names; instants are UTC text, a running entry has no end.

    The ticket is the one that it was merged into, where it was; the entry itself still holds the merged one.
    """

    id: int
    started_at: str
    ended_at: str | None
    ticket_id: int | None
    ticket: str | None
    title: str | None
    client: str | None
    work_type: str
    note: str


SELECT_ENTRY = """
SELECT time_entry.id, time_entry.started_at, time_entry.ended_at, ticket.id AS ticket_id,
       ticket.reference AS ticket, ticket.title, client.code AS client, time_entry.work_type, time_entry.note
  FROM time_entry
  LEFT JOIN ticket AS worked_on ON worked_on.id = time_entry.ticket_id
  LEFT JOIN ticket ON ticket.id = coalesce(worked_on.merged_into, worked_on.id)
  LEFT JOIN client ON client.id = ticket.client_id
"""


def running_entry(db: sqlite3.Connection) -> EntryRow | None:
    """Give the entry that runs now, or None."""
    return fetch_one(db, EntryRow, f"{SELECT_ENTRY} WHERE time_entry.ended_at IS NULL")


def entry_by_id(db: sqlite3.Connection, entry_id: int) -> EntryRow | None:
    """Give the entry of that row number, or None."""
    return fetch_one(db, EntryRow, f"{SELECT_ENTRY} WHERE time_entry.id = :entry_id", entry_id=entry_id)


def last_stopped(db: sqlite3.Connection) -> EntryRow | None:
    """Give the entry that was started last among those that have ended, or None."""
    sql = f"{SELECT_ENTRY} WHERE time_entry.ended_at IS NOT NULL ORDER BY time_entry.started_at DESC LIMIT 1"
    return fetch_one(db, EntryRow, sql)


def entries_between(db: sqlite3.Connection, since: str, until: str) -> list[EntryRow]:
    """Give the entries that started in `[since, until)`, in order."""
    sql = (
        f"{SELECT_ENTRY} WHERE time_entry.started_at >= :since AND time_entry.started_at < :until"
        " ORDER BY time_entry.started_at, time_entry.id"
    )
    return fetch(db, EntryRow, sql, since=since, until=until)


def entries_of_ticket(db: sqlite3.Connection, ticket_id: int) -> list[EntryRow]:
    """Give the entries of one ticket and of those merged into it, in order."""
    sql = (
        f"{SELECT_ENTRY} WHERE time_entry.ticket_id IN"
        " (SELECT :ticket_id UNION ALL SELECT id FROM ticket WHERE merged_into = :ticket_id)"
        " ORDER BY time_entry.started_at, time_entry.id"
    )
    return fetch(db, EntryRow, sql, ticket_id=ticket_id)


def tickets_over(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> set[int]:
    """Give those of some tickets that are no longer open."""
    sql = (
        "SELECT ticket.id FROM json_each(:ids) AS wanted CROSS JOIN ticket ON ticket.id = wanted.value"
        " WHERE ticket.state NOT IN ('new', 'working', 'waiting')"
    )
    return {row[0] for row in db.execute(sql, {"ids": f"[{','.join(map(str, ticket_ids))}]"})}


def overlapping(db: sqlite3.Connection, start: str, end: str) -> list[EntryRow]:
    """Give the entries that hold any of the time in `[start, end)`, in order; the running one has no end yet."""
    # Nobody works for longer than LONGEST at a stretch, so older entries need no look.
    sql = (
        f"{SELECT_ENTRY} WHERE time_entry.started_at < :end AND time_entry.started_at >= :earliest"
        " AND coalesce(time_entry.ended_at, '9') > :start ORDER BY time_entry.started_at, time_entry.id"
    )
    earliest = to_text(from_text(start) - LONGEST)
    found = fetch(db, EntryRow, sql, start=start, end=end, earliest=earliest)
    running = running_entry(db)
    if running is not None and running.started_at < earliest:
        found.insert(0, running)
    return found


def insert_entry(
    db: sqlite3.Connection,
    started_at: str,
    ticket_id: int | None,
    work_type: str,
    ended_at: str | None = None,
    note: str = "",
) -> int:
    """Add an entry, a running one without `ended_at`, and give its row number.

    Raises sqlite3.IntegrityError where it would be the second one that runs.
    """
    cursor = db.execute(
        "INSERT INTO time_entry (started_at, ended_at, ticket_id, work_type, note) VALUES (?, ?, ?, ?, ?)",
        (started_at, ended_at, ticket_id, work_type, note),
    )
    return inserted(cursor)


def copy_entry(db: sqlite3.Connection, entry_id: int, started_at: str, ended_at: str | None) -> int:
    """Add an entry like another one for other times (a part of it that was cut off), and give its row number."""
    cursor = db.execute(
        "INSERT INTO time_entry (started_at, ended_at, ticket_id, work_type, note)"
        " SELECT ?, ?, ticket_id, work_type, note FROM time_entry WHERE id = ?",
        (started_at, ended_at, entry_id),
    )
    return inserted(cursor)


def begin_entry(db: sqlite3.Connection, entry_id: int, started_at: str) -> None:
    """Let an entry begin at another instant."""
    db.execute("UPDATE time_entry SET started_at = ? WHERE id = ?", (started_at, entry_id))


def end_entry(db: sqlite3.Connection, entry_id: int, ended_at: str) -> None:
    """End an entry, the running one too."""
    db.execute("UPDATE time_entry SET ended_at = ? WHERE id = ?", (ended_at, entry_id))


def delete_entry(db: sqlite3.Connection, entry_id: int) -> None:
    """Remove an entry."""
    db.execute("DELETE FROM time_entry WHERE id = ?", (entry_id,))
