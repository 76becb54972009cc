"""Time entries in the store: the rows, and the SQL that gives them."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one
from techday.database.rows import inserted


class EntryRow(NamedTuple):
    """A time entry with its ticket's names; instants are UTC text, a running entry has no end."""

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
SELECT time_entry.id, time_entry.started_at, time_entry.ended_at, time_entry.ticket_id,
       ticket.reference AS ticket, ticket.title, client.code AS client, time_entry.work_type, time_entry.note
  FROM time_entry
  LEFT JOIN ticket ON ticket.id = time_entry.ticket_id
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
    """Give the entries of one ticket, in order."""
    sql = f"{SELECT_ENTRY} WHERE time_entry.ticket_id = :ticket_id ORDER BY time_entry.started_at, time_entry.id"
    return fetch(db, EntryRow, sql, ticket_id=ticket_id)


def insert_entry(db: sqlite3.Connection, started_at: str, ticket_id: int | None, work_type: str) -> int:
    """Start an entry and give its row number; raises sqlite3.IntegrityError while another one runs."""
    cursor = db.execute(
        "INSERT INTO time_entry (started_at, ticket_id, work_type) VALUES (?, ?, ?)", (started_at, ticket_id, work_type)
    )
    return inserted(cursor)


def end_entry(db: sqlite3.Connection, entry_id: int, ended_at: str) -> None:
    """End a running entry."""
    db.execute("UPDATE time_entry SET ended_at = ? WHERE id = ?", (ended_at, entry_id))


def delete_entry(db: sqlite3.Connection, entry_id: int) -> None:
    """Remove an entry."""
    db.execute("DELETE FROM time_entry WHERE id = ?", (entry_id,))
