"""Time entries in the store: the rows, and the SQL that gives them."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.database.fetch import fetch, fetch_one, value
from techday.database.rows import insert_row, inserted, update_row

# Longer than any entry that was not forgotten.
LONGEST = timedelta(days=31)


class EntryRow(NamedTuple):
    """A time entry with its ticket's names; instants are UTC text, a running entry has no end.

    The ticket is the one that it was merged into, where it was; the entry itself still holds the merged one. The
    client is the ticket's, else the entry's own. `billable` is what was said of this entry alone (1, 0 or None),
    `client_billable` what holds for its client (1 where it has none). `frozen` tells that it was submitted.
    """

    id: int
    started_at: str
    ended_at: str | None
    ticket_id: int | None
    ticket: str | None
    title: str | None
    client_id: int | None
    client: str | None
    client_billable: int
    work_type: str
    note: str
    internal_note: str
    billable: int | None
    recorded_at: str
    guessed: int
    concurrent: int
    card_id: int | None
    frozen: int
    expected_end: str | None
    meeting_id: int | None


SELECT_ENTRY = """
SELECT time_entry.id, time_entry.started_at, time_entry.ended_at, ticket.id AS ticket_id,
       ticket.reference AS ticket, ticket.title, client.id AS client_id, client.code AS client,
       coalesce(client.billable, 1) AS client_billable, time_entry.work_type, time_entry.note, time_entry.internal_note,
       time_entry.billable, time_entry.recorded_at, time_entry.guessed, time_entry.concurrent, time_entry.card_id,
       coalesce(time_card.state IN ('submitted', 'approved'), 0) AS frozen, time_entry.expected_end,
       time_entry.meeting_id
  FROM time_entry
  LEFT JOIN ticket AS worked_on ON worked_on.id = time_entry.ticket_id
  LEFT JOIN ticket ON ticket.id = coalesce(worked_on.merged_into, worked_on.id)
  LEFT JOIN client ON client.id = coalesce(ticket.client_id, time_entry.client_id)
  LEFT JOIN time_card ON time_card.id = time_entry.card_id
"""


def about(entry: EntryRow) -> str:
    """Name what an entry is about: its ticket, else its client, else the type of work."""
    return entry.ticket or entry.client or entry.work_type


class NewEntry(NamedTuple):
    """A time entry to be written; instants are UTC text, one that runs has no end.

    `recorded_at` is when it is written down; `expected_end` when a timer that still runs may have been forgotten.
    """

    started_at: str
    ended_at: str | None
    ticket_id: int | None
    work_type: str
    recorded_at: str
    note: str = ""
    internal_note: str = ""
    client_id: int | None = None
    billable: int | None = None
    guessed: int = 0
    concurrent: int = 0
    expected_end: str | None = None
    meeting_id: int | None = None


def same_again(entry: EntryRow, started_at: str) -> NewEntry:
    """Give a running entry like another one, written down as it starts."""
    return NewEntry(
        started_at=started_at,
        ended_at=None,
        ticket_id=entry.ticket_id,
        work_type=entry.work_type,
        recorded_at=started_at,
        note=entry.note,
        internal_note=entry.internal_note,
        client_id=entry.client_id if entry.ticket_id is None else None,
        billable=entry.billable,
        concurrent=entry.concurrent,
        expected_end=entry.expected_end,
        meeting_id=entry.meeting_id,
    )


CHANGEABLE = (*NewEntry._fields, "card_id")


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


def add_entry(db: sqlite3.Connection, new: NewEntry) -> int:
    """Add an entry and give its row number; raises sqlite3.IntegrityError where it would be the second that runs."""
    return insert_row(db, "time_entry", new._asdict())


def entries_brought_back(db: sqlite3.Connection, operation: int) -> list[EntryRow]:
    """Give the entries that an operation touched and that are there."""
    sql = (
        f"{SELECT_ENTRY} WHERE time_entry.id IN"
        " (SELECT row_id FROM journal WHERE operation_id = :operation AND table_name = 'time_entry')"
    )
    return fetch(db, EntryRow, sql, operation=operation)


def written_since(db: sqlite3.Connection, table: str, row_id: int, operation: int, until: int) -> bool:
    """Tell whether a write that is still in effect, after one operation and before another, touched a row."""
    sql = (
        "SELECT 1 FROM journal JOIN operation ON operation.id = journal.operation_id"
        " WHERE journal.table_name = :table AND journal.row_id = :row_id"
        " AND operation.id > :operation AND operation.id < :until"
        " AND operation.kind = 'write' AND operation.undone_by IS NULL LIMIT 1"
    )
    return value(db, sql, table=table, row_id=row_id, operation=operation, until=until) is not None


def timer_and_break(db: sqlite3.Connection) -> bool:
    """Tell whether a timer and a break both go on."""
    sql = (
        "SELECT EXISTS (SELECT 1 FROM time_entry WHERE ended_at IS NULL)"
        " AND EXISTS (SELECT 1 FROM time_break WHERE ended_at IS NULL)"
    )
    return bool(db.execute(sql).fetchone()[0])


def copy_entry(db: sqlite3.Connection, entry_id: int, started_at: str, ended_at: str | None) -> int:
    """Add an entry like another one for other times (a part of it that was cut off), and give its row number.

    It is on no card yet: what was submitted is never cut.
    """
    cursor = db.execute(
        "INSERT INTO time_entry (started_at, ended_at, ticket_id, work_type, note, client_id, billable, internal_note,"
        " recorded_at, guessed, concurrent, expected_end, meeting_id)"
        " SELECT ?, ?, ticket_id, work_type, note, client_id, billable, internal_note,"
        " recorded_at, guessed, concurrent, expected_end, meeting_id FROM time_entry WHERE id = ?",
        (started_at, ended_at, entry_id),
    )
    return inserted(cursor)


def update_entry(db: sqlite3.Connection, entry_id: int, changes: Mapping[str, object]) -> None:
    """Set some columns of an entry; raises sqlite3.IntegrityError where it is frozen."""
    update_row(db, "time_entry", entry_id, changes, CHANGEABLE)


def begin_entry(db: sqlite3.Connection, entry_id: int, started_at: str) -> None:
    """Let an entry begin at another instant."""
    db.execute("UPDATE time_entry SET started_at = ? WHERE id = ?", (started_at, entry_id))


def end_entry(db: sqlite3.Connection, entry_id: int, ended_at: str) -> None:
    """End an entry, the running one too."""
    db.execute("UPDATE time_entry SET ended_at = ? WHERE id = ?", (ended_at, entry_id))


def delete_entry(db: sqlite3.Connection, entry_id: int) -> None:
    """Remove an entry."""
    db.execute("DELETE FROM time_entry WHERE id = ?", (entry_id,))


def all_running(db: sqlite3.Connection) -> list[int]:
    """Give the row numbers of every entry that runs, in order: more than one only where the index failed."""
    sql = "SELECT id FROM time_entry NOT INDEXED WHERE ended_at IS NULL ORDER BY started_at, id"
    return [row[0] for row in db.execute(sql)]


class Overlap(NamedTuple):
    """Two entries by row number, of which the later began before the earlier had ended."""

    earlier: int
    later: int
    started_at: str


def all_overlaps(db: sqlite3.Connection, now: str) -> list[Overlap]:
    """Give every overlap that nobody meant, in order, reading all entries; the running one goes on up to `now`."""
    sql = (
        "SELECT id, started_at, coalesce(ended_at, :now) FROM time_entry WHERE concurrent = 0 AND"
        " coalesce(ended_at, :now) > started_at ORDER BY started_at, id"
    )
    found = []
    earlier, busy_until = 0, ""
    for entry_id, started_at, ended_at in db.execute(sql, {"now": now}):
        if started_at < busy_until:
            found.append(Overlap(earlier, entry_id, started_at))
        if ended_at > busy_until:
            earlier, busy_until = entry_id, ended_at
    return found


def first_and_last_start(db: sqlite3.Connection) -> tuple[str, str] | None:
    """Give when the first entry and when the last one started, as UTC text; None where there is none."""
    # Each asked for alone is one look into the index; both at once would read it from end to end.
    sql = "SELECT (SELECT min(started_at) FROM time_entry), (SELECT max(started_at) FROM time_entry)"
    first, last = db.execute(sql).fetchone()
    return None if first is None else (first, last)


# The verb of the operation that ends a timer which was forgotten.
CUT = "timecard cut"


def newest_act(db: sqlite3.Connection, before: int) -> str | None:
    """Give when somebody last did anything, of what is numbered below `before`; None where nobody did.

    That is a write in effect, or an undo or redo after it; but none by which the cut of a forgotten timer was taken
    back, since what was taken back by chance would be days of work.
    """
    sql = (
        "SELECT id, at FROM operation WHERE kind = 'write' AND by_itself = 0 AND undone_by IS NULL AND id < :before"
        " ORDER BY id DESC LIMIT 1"
    )
    number, at = db.execute(sql, {"before": before}).fetchone() or (0, None)
    sql = "SELECT kind, verb, at FROM operation WHERE id > :number AND id < :before ORDER BY id"
    since = db.execute(sql, {"number": number, "before": before}).fetchall()
    if any((kind, verb) == ("write", CUT) for kind, verb, _ in since):
        return at
    return next((told for kind, _, told in reversed(since) if kind != "write"), at)


def recorded_before(db: sqlite3.Connection) -> str | None:
    """Give when the operation before the newest one was recorded; None where there is none."""
    found: str | None = value(db, "SELECT at FROM operation ORDER BY id DESC LIMIT 1 OFFSET 1")
    return found


def latest_recorded(db: sqlite3.Connection, until: str) -> str | None:
    """Give the latest instant, `until` at the most, at which one of the last hundred operations was recorded."""
    sql = "SELECT max(at) FROM (SELECT at FROM operation ORDER BY id DESC LIMIT 100) WHERE at <= :until"
    found: str | None = value(db, sql, until=until)
    return found


def has_break_after(db: sqlite3.Connection, at: str) -> bool:
    """Tell whether a break goes on at an instant, or comes after it: a quick look before anything is done to breaks."""
    sql = (
        "SELECT 1 FROM time_break WHERE ended_at IS NULL"
        " UNION ALL SELECT 1 FROM time_break WHERE started_at >= :earliest AND ended_at > :at LIMIT 1"
    )
    return value(db, sql, at=at, earliest=to_text(from_text(at) - LONGEST)) is not None
