"""The SQL of the import: headers, known tickets in batches, and the writes, many rows at a time."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from techday.database.bulk import Bulk
from techday.database.fetch import fetch, fetch_one, value


class HeaderRow(NamedTuple):
    """What is remembered of a kind of file; `mapping` is from the column's header to its field (`-` for none)."""

    id: int
    source: str
    mapping: dict[str, str]
    view: str
    date_order: str


class Known(NamedTuple):
    """A ticket that the source spoke of before, or that was added here under the same number.

    `imported` is the JSON of the values last imported ("{}" where there are none), `import_id` its row (None where
    there is none); `state_act_at` and `owner_act_at` are when somebody here last changed state and owner. Parting a
    merged ticket counts as both: while it was merged, it followed its source in neither. `handed` is the accepted
    handover by which the owner has it, as a JSON list: when it was accepted, the owner's name, and the row number of
    the colleague who gave it (null where that was the user), and whom its source named last as far as was written down
    ("" where nobody was; else the colleague from whom it came, null where it came from none).
    """

    external_id: str
    ticket_id: int
    import_id: int | None
    header_id: int | None
    imported: str
    reference: str
    title: str
    client_id: int | None
    owner_id: int | None
    requester: str
    category: str
    asset: str
    priority: int
    state: str
    waiting_for: str | None
    opened_at: str
    source_status: str
    source_priority: str
    source_updated_at: str | None
    due_at: str | None
    resolved_at: str | None
    closed_at: str | None
    body: str
    fix: str
    state_act_at: str | None
    owner_act_at: str | None
    handed: str | None


KNOWN_COLUMNS = """ticket.reference, ticket.title, ticket.client_id, ticket.owner_id, ticket.requester,
       ticket.category, ticket.asset, ticket.priority, ticket.state, ticket.waiting_for, ticket.opened_at,
       ticket.source_status, ticket.source_priority, ticket.source_updated_at, ticket.due_at, ticket.resolved_at,
       ticket.closed_at, ticket.body, ticket.fix,
       (SELECT max(at) FROM ticket_event WHERE ticket_id = ticket.id AND imported = 0
           AND kind IN ('state', 'waiting', 'parted')) AS state_act_at,
       (SELECT max(at) FROM ticket_event WHERE ticket_id = ticket.id AND imported = 0
           AND kind IN ('owner', 'parted')) AS owner_act_at,
       (SELECT json_array(handover.decided_at, technician.name,
                          CASE handover.direction WHEN 'in' THEN handover.technician_id END,
                          coalesce((SELECT detail FROM ticket_event WHERE ticket_id = ticket.id AND kind = 'owner'
                                       AND imported = 1 ORDER BY id DESC LIMIT 1),
                                   (SELECT CAST(came.technician_id AS TEXT)
                                      FROM handover_line AS came_line
                                     CROSS JOIN handover AS came ON came.id = came_line.handover_id
                                     WHERE came_line.ticket_id = ticket.id AND came_line.plan = 'give'
                                       AND came.direction = 'in' AND came.state = 'accepted'
                                     ORDER BY came.id DESC LIMIT 1)))
          FROM handover_line CROSS JOIN handover ON handover.id = handover_line.handover_id
         CROSS JOIN technician ON technician.id = ticket.owner_id
         WHERE handover_line.ticket_id = ticket.id AND handover_line.plan = 'give' AND handover.state = 'accepted'
           AND (handover.direction = 'out') = (handover.technician_id = ticket.owner_id)
         ORDER BY handover.decided_at DESC LIMIT 1) AS handed"""

KNOWN = f"""
SELECT imported_ticket.external_id, ticket.id AS ticket_id, imported_ticket.id AS import_id,
       imported_ticket.header_id, imported_ticket.imported, {KNOWN_COLUMNS}
  FROM imported_ticket JOIN ticket ON ticket.id = imported_ticket.ticket_id
 WHERE imported_ticket.source = :source AND imported_ticket.external_id IN (SELECT value FROM json_each(:numbers))
"""

# A ticket that was added or linked here under the source's number, before the source spoke of it.
ADDED_HERE = f"""
SELECT ticket.external_id, ticket.id AS ticket_id, NULL AS import_id, NULL AS header_id, '{{}}' AS imported,
       {KNOWN_COLUMNS}
  FROM ticket
 WHERE ticket.reference IN (SELECT value FROM json_each(:numbers)) AND ticket.external_id = ticket.reference
   AND (ticket.source IS NULL OR ticket.source = :source)
   AND NOT EXISTS (SELECT 1 FROM imported_ticket WHERE imported_ticket.ticket_id = ticket.id)
"""


# A ticket that came with a handover, with its source before its number since another ticket has that.
ARRIVED = f"""
SELECT ticket.external_id, ticket.id AS ticket_id, NULL AS import_id, NULL AS header_id, '{{}}' AS imported,
       {KNOWN_COLUMNS}
  FROM ticket
 WHERE ticket.reference IN (SELECT :source || '-' || value FROM json_each(:numbers))
   AND ticket.source = :source AND ticket.reference = :source || '-' || ticket.external_id
   AND NOT EXISTS (SELECT 1 FROM imported_ticket WHERE imported_ticket.ticket_id = ticket.id)
"""


def header(db: sqlite3.Connection, header_key: str) -> HeaderRow | None:
    """Give what is remembered of a header, or None."""
    sql = "SELECT id, source, mapping, view, date_order FROM import_header WHERE header_key = :header_key"
    found = fetch_one(db, HeaderRow, sql, header_key=header_key)
    return None if found is None else found._replace(mapping=json.loads(str(found.mapping)))


def header_is_known(db: sqlite3.Connection, header_key: str) -> bool:
    """Tell whether a file with this header was imported before."""
    return value(db, "SELECT 1 FROM import_header WHERE header_key = :header_key", header_key=header_key) is not None


def save_header(db: sqlite3.Connection, header_key: str, wanted: HeaderRow) -> int:
    """Remember a header, writing only what differs, and give its row number."""
    found = header(db, header_key)
    mapping = json.dumps(wanted.mapping, ensure_ascii=False)
    values = (wanted.source, mapping, wanted.view, wanted.date_order)
    if found is None:
        cursor = db.execute(
            "INSERT INTO import_header (source, mapping, view, date_order, header_key) VALUES (?, ?, ?, ?, ?)",
            (*values, header_key),
        )
        return int(cursor.lastrowid or 0)
    if found._replace(id=0) != wanted._replace(id=0):
        db.execute(
            "UPDATE import_header SET source = ?, mapping = ?, view = ?, date_order = ? WHERE id = ?",
            (*values, found.id),
        )
    return found.id


def known_tickets(db: sqlite3.Connection, source: str, numbers: Sequence[str]) -> dict[str, Known]:
    """Give the tickets that these numbers of a source mean, as far as the store knows them."""
    listed = json.dumps(numbers)
    found = {row.external_id: row for row in fetch(db, Known, KNOWN, source=source, numbers=listed)}
    if len(found) < len(numbers):
        missing = json.dumps([number for number in numbers if number not in found])
        for sql in (ADDED_HERE, ARRIVED):
            for row in fetch(db, Known, sql, source=source, numbers=missing):
                found.setdefault(row.external_id, row)
    return found


def taken_references(db: sqlite3.Connection, references: Sequence[str]) -> set[str]:
    """Give those of the references that tickets already have."""
    sql = "SELECT reference FROM ticket WHERE reference IN (SELECT value FROM json_each(:listed))"
    return {row[0] for row in db.execute(sql, {"listed": json.dumps(references)})}


TICKET_COLUMNS = (
    "id reference source external_id client_id owner_id title priority state requester category asset source_status"
    " source_priority opened_at first_seen_at source_updated_at due_at resolved_at closed_at waiting_for waiting_until"
    " body fix".split()
)


class Insert(NamedTuple):
    """How rows come into a table: the statement up to its rows, and the places of one row."""

    table: str
    into: str
    places: str

    def statement(self, rows: int) -> str:
        """Give the statement that inserts so many rows."""
        return self.into + ", ".join([self.places] * rows)


INSERT_TICKET = Insert(
    "ticket",
    f"INSERT INTO ticket ({', '.join(TICKET_COLUMNS)}) VALUES ",
    f"({', '.join('?' * len(TICKET_COLUMNS))})",
)
INSERT_IMPORTED = Insert(
    "imported_ticket",
    "INSERT INTO imported_ticket (source, external_id, ticket_id, header_id, imported) VALUES ",
    "(?, ?, ?, ?, ?)",
)
INSERT_EVENT = Insert(
    "ticket_event",
    "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, imported, detail, text) VALUES ",
    "(?, ?, ?, ?, 1, ?, ?)",
)
UPDATE_IMPORTED = "UPDATE imported_ticket SET header_id = ?, imported = ? WHERE id = ?"
# SQLite opens a table and its indexes once for each statement, which takes as long as inserting a row.
ROWS_IN_STATEMENT = 50


def insert_many(bulk: Bulk, insert: Insert, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, and journal them: as many as fit with one statement, the others one by one."""
    whole = len(rows) - len(rows) % ROWS_IN_STATEMENT
    joined = [tuple(chain(*rows[first : first + ROWS_IN_STATEMENT])) for first in range(0, whole, ROWS_IN_STATEMENT)]
    bulk.insert(insert.table, insert.statement(ROWS_IN_STATEMENT), joined)
    bulk.insert(insert.table, insert.statement(1), rows[whole:])


CHANGEABLE = frozenset(
    "source external_id client_id owner_id title priority state requester category asset source_status source_priority"
    " opened_at source_updated_at due_at resolved_at closed_at waiting_for waiting_until body fix cause_owed"
    " escalated_at escalated_to".split()
)


def update_ticket(db: sqlite3.Connection, ticket_id: int, changes: dict[str, Any]) -> None:
    """Set some of a ticket's fields; raises ValueError for one that is not the source's to change."""
    if unknown := changes.keys() - CHANGEABLE:
        raise ValueError(f"not a field to change: {', '.join(sorted(unknown))}")
    if changes:
        assignments = ", ".join(f"{name} = :{name}" for name in changes)
        db.execute(f"UPDATE ticket SET {assignments} WHERE id = :row_id", {**changes, "row_id": ticket_id})


def insert_events(db: sqlite3.Connection, events: Iterable[tuple[int, str, str, str, str, str]]) -> None:
    """Write down what the source did: ticket, when, when recorded, kind, detail, text."""
    db.executemany(INSERT_EVENT.statement(1), events)


class LastImport(NamedTuple):
    """How fresh the last imported file of a kind was."""

    file_name: str
    file_modified_at: str


def newest_import(db: sqlite3.Connection, header_id: int) -> LastImport | None:
    """Give the freshest file imported with this header, or None."""
    sql = (
        "SELECT file_name, file_modified_at FROM ticket_import WHERE header_id = :header_id"
        " ORDER BY file_modified_at DESC, id DESC LIMIT 1"
    )
    return fetch_one(db, LastImport, sql, header_id=header_id)


def count_open(db: sqlite3.Connection) -> int:
    """Give the number of open tickets in the store."""
    return int(value(db, "SELECT count(*) FROM ticket WHERE state IN ('new', 'working', 'waiting')"))


class OwnerCount(NamedTuple):
    """An owner with the number of open tickets."""

    name: str
    name_key: str
    open_tickets: int


def owners_of_open(db: sqlite3.Connection, source: str) -> list[OwnerCount]:
    """Give who owns open tickets of a source, most first."""
    sql = (
        "SELECT technician.name, technician.name_key, count(*) AS open_tickets FROM ticket"
        " JOIN technician ON technician.id = ticket.owner_id"
        " WHERE ticket.state IN ('new', 'working', 'waiting') AND ticket.source = :source"
        " GROUP BY technician.id ORDER BY count(*) DESC, technician.name_key"
    )
    return fetch(db, OwnerCount, sql, source=source)


def names_by_client(db: sqlite3.Connection, source: str) -> dict[str, int]:
    """Give the client that each name of the source meant when it was last imported, to outlive a renaming here."""
    sql = (
        "SELECT DISTINCT json_extract(imported_ticket.imported, '$.client'), client.id FROM imported_ticket"
        " JOIN client ON client.id = json_extract(imported_ticket.imported, '$.client_id')"
        " WHERE imported_ticket.source = :source AND client.placeholder = 0"
    )
    return {name: client_id for name, client_id in db.execute(sql, {"source": source}) if name}


def insert_import(db: sqlite3.Connection, values: tuple[Any, ...]) -> None:
    """Write down one import of a file, with what became of its rows."""
    db.execute(
        "INSERT INTO ticket_import (at, source, file_name, file_modified_at, header_id, rows_read, rows_new,"
        " rows_changed, rows_same, rows_superseded, rows_rejected, tickets_gone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
