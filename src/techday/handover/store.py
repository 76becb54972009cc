"""Handovers in the store: the rows, and the SQL that gives them."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one, value
from techday.database.rows import insert_row, update_row
from techday.handover.board_store import OPEN, STILL_NAMED, UNDER_WAY, WATCHED_ELSEWHERE


class DraftRow(NamedTuple):
    """What was said of a ticket for the next handover; `plan` is None where the proposal stands."""

    id: int
    ticket_id: int
    plan: str | None
    severity: str | None
    summary: str
    tried: str
    next_step: str
    by_at: str | None
    if_then: str
    told: str


class HandoverRow(NamedTuple):
    """A handover without its lines and its packet: `out` was given away, `in` came in; instants are UTC text.

    `name` is the colleague's as it was sent, `technician_id` their row. `number` is the sender's: of one that was sent
    here it is its own `id`.
    """

    id: int
    uid: str
    direction: str
    number: int | None
    technician_id: int
    name: str
    state: str
    spoken: int
    sent_at: str
    back_at: str | None
    digest: str
    decided_at: str | None
    decided_by: str
    read_back: str
    reason: str
    receipt_at: str | None
    lines: int
    given: int


class LineRow(NamedTuple):
    """A ticket of a handover as it was sent; `here` is what it goes by in this store, `owner_id` its owner now.

    `ticket_id`, `here`, `state` and `owner_id` are None where it is not in this store (not accepted yet).
    """

    id: int
    handover_id: int
    ticket_id: int | None
    ticket_uid: str
    plan: str
    reference: str
    here: str | None
    title: str
    client: str | None
    priority: int
    state: str | None
    owner_id: int | None
    severity: str | None
    summary: str
    tried: str
    next_step: str
    by_at: str | None
    if_then: str
    told: str


SELECT_DRAFT = """
SELECT id, ticket_id, plan, severity, summary, tried, next_step, by_at, if_then, told FROM handover_draft
"""
SELECT_HANDOVER = """
SELECT handover.id, handover.uid, handover.direction, handover.number, handover.technician_id, handover.name,
       handover.state, handover.spoken, handover.sent_at, handover.back_at, handover.digest, handover.decided_at,
       handover.decided_by, handover.read_back, handover.reason, handover.receipt_at,
       (SELECT count(*) FROM handover_line WHERE handover_id = handover.id) AS lines,
       (SELECT count(*) FROM handover_line WHERE handover_id = handover.id AND plan = 'give') AS given
  FROM handover
"""
SELECT_LINE = """
SELECT handover_line.id, handover_line.handover_id, handover_line.ticket_id, handover_line.ticket_uid,
       handover_line.plan, handover_line.reference, ticket.reference AS here, handover_line.title,
       handover_line.client, handover_line.priority, ticket.state, ticket.owner_id, handover_line.severity,
       handover_line.summary, handover_line.tried, handover_line.next_step, handover_line.by_at,
       handover_line.if_then, handover_line.told
  FROM handover_line
  LEFT JOIN ticket ON ticket.id = handover_line.ticket_id
"""


def drafts(db: sqlite3.Connection) -> list[DraftRow]:
    """Give what was said for the next handover, of all tickets."""
    return fetch(db, DraftRow, f"{SELECT_DRAFT} ORDER BY id")


def draft_of(db: sqlite3.Connection, ticket_id: int) -> DraftRow | None:
    """Give what was said of a ticket for the next handover, or None."""
    return fetch_one(db, DraftRow, f"{SELECT_DRAFT} WHERE ticket_id = :ticket_id", ticket_id=ticket_id)


def open_handovers(db: sqlite3.Connection) -> list[HandoverRow]:
    """Give the handovers that are neither accepted nor returned, the oldest first."""
    return fetch(db, HandoverRow, f"{SELECT_HANDOVER} WHERE {OPEN} ORDER BY handover.id")


def handover_by_id(db: sqlite3.Connection, handover_id: int) -> HandoverRow | None:
    """Give the handover of that number in this store, or None."""
    sql = f"{SELECT_HANDOVER} WHERE handover.id = :handover_id"
    return fetch_one(db, HandoverRow, sql, handover_id=handover_id)


def handover_by_uid(db: sqlite3.Connection, uid: str) -> HandoverRow | None:
    """Give the handover of that name on every machine, or None."""
    return fetch_one(db, HandoverRow, f"{SELECT_HANDOVER} WHERE handover.uid = :uid", uid=uid)


def latest_handovers(db: sqlite3.Connection, most: int) -> list[HandoverRow]:
    """Give the newest handovers of both directions, the newest first."""
    return fetch(db, HandoverRow, f"{SELECT_HANDOVER} ORDER BY handover.id DESC LIMIT :most", most=most)


def lines_of(db: sqlite3.Connection, handover_id: int) -> list[LineRow]:
    """Give the tickets of a handover in the order in which they were sent."""
    sql = f"{SELECT_LINE} WHERE handover_line.handover_id = :handover_id ORDER BY handover_line.id"
    return fetch(db, LineRow, sql, handover_id=handover_id)


def packet_of(db: sqlite3.Connection, handover_id: int) -> str:
    """Give the text of the packet of a handover; "" where there is none."""
    return str(value(db, "SELECT packet FROM handover WHERE id = :handover_id", handover_id=handover_id) or "")


class KeptPacket(NamedTuple):
    """The packet of a handover as it is kept: its text, and the digest that it had."""

    id: int
    direction: str
    packet: str
    digest: str


def packets(db: sqlite3.Connection) -> list[KeptPacket]:
    """Give every packet that is kept, the oldest first."""
    sql = "SELECT id, direction, packet, digest FROM handover WHERE packet <> '' ORDER BY id"
    return fetch(db, KeptPacket, sql)


def tickets_under_way(
    db: sqlite3.Connection, unanswered: Sequence[HandoverRow] | None = None
) -> dict[int, HandoverRow]:
    """Give the tickets that were sent to somebody who has not answered yet, by their row numbers.

    `unanswered` are the open handovers where they were read already.
    """
    rows = {one.id: one for one in (open_handovers(db) if unanswered is None else unanswered)}
    return {ticket_id: rows[handover_id] for ticket_id, handover_id, _ in db.execute(UNDER_WAY)}


def watched_elsewhere(db: sqlite3.Connection, now: str) -> dict[int, HandoverRow]:
    """Give the tickets that a colleague has accepted to watch beyond `now` (UTC text), by their row numbers."""
    found = dict(db.execute(WATCHED_ELSEWHERE, {"now": now}).fetchall())
    rows = {number: handover_by_id(db, number) for number in set(found.values())}
    return {ticket_id: row for ticket_id, number in found.items() if (row := rows[number]) is not None}


def uid_of(db: sqlite3.Connection, ticket_id: int) -> str | None:
    """Give the name of a ticket on every machine; None where it never travelled."""
    found: str | None = value(db, "SELECT uid FROM ticket_uid WHERE ticket_id = :ticket_id", ticket_id=ticket_id)
    return found


def ticket_of_uid(db: sqlite3.Connection, uid: str) -> int | None:
    """Give the row number of the ticket of that name on every machine, or None."""
    found: int | None = value(db, "SELECT ticket_id FROM ticket_uid WHERE uid = :uid", uid=uid)
    return found


def last_receiver(db: sqlite3.Connection) -> str:
    """Give to whom the newest handover was sent from here; "" where none of the newest fifty was."""
    sql = (
        "SELECT name FROM (SELECT handover.id, direction, name FROM handover ORDER BY handover.id DESC LIMIT 50)"
        " WHERE direction = 'out' ORDER BY id DESC LIMIT 1"
    )
    return str(value(db, sql) or "")


class StillNamedRow(NamedTuple):
    """An open ticket that was handed over, while its source still names another: `named` there, `owner` here."""

    ticket_id: int
    reference: str
    source: str
    named: str
    owner: str


def still_named_of(db: sqlite3.Connection, ticket_id: int) -> StillNamedRow | None:
    """Give whom the source of an open ticket still names though it was handed over; None where it names nobody else."""
    return fetch_one(db, StillNamedRow, f"{STILL_NAMED} AND ticket.id = :ticket_id", ticket_id=ticket_id)


def is_sources_owner(db: sqlite3.Connection, technician_id: int) -> bool:
    """Tell whether a system of record names a technician as the owner of a ticket that is theirs here too."""
    sql = (
        "SELECT 1 FROM ticket CROSS JOIN imported_ticket ON imported_ticket.ticket_id = ticket.id"
        " WHERE ticket.owner_id = :technician_id"
        " AND json_extract(imported_ticket.imported, '$.owner_id') = :technician_id LIMIT 1"
    )
    return value(db, sql, technician_id=technician_id) is not None


def went_by(db: sqlite3.Connection, technician_id: int, name: str) -> bool:
    """Tell whether a technician went by a name in a handover before."""
    sql = "SELECT 1 FROM handover WHERE technician_id = :technician_id AND name = :name LIMIT 1"
    return value(db, sql, technician_id=technician_id, name=name) is not None


# --- writes: each is called inside an operation ---

DRAFT_FIELDS = frozenset("plan severity summary tried next_step by_at if_then told set_at".split())
DECISION_FIELDS = frozenset("state decided_at decided_by read_back reason receipt_at".split())


def rename_technician(db: sqlite3.Connection, technician_id: int, name: str, name_key: str) -> None:
    """Give a technician another name; their handovers keep the one under which they were sent."""
    update_row(db, "technician", technician_id, {"name": name, "name_key": name_key}, ("name", "name_key"))


def insert_draft(db: sqlite3.Connection, fields: Mapping[str, object]) -> int:
    """Add what was said of a ticket for the next handover, and give its row number."""
    return insert_row(db, "handover_draft", fields)


def update_draft(db: sqlite3.Connection, draft_id: int, changes: Mapping[str, object]) -> None:
    """Set some fields of what was said of a ticket; raises ValueError for any other field."""
    update_row(db, "handover_draft", draft_id, changes, DRAFT_FIELDS)


def delete_draft(db: sqlite3.Connection, ticket_id: int) -> None:
    """Forget what was said of a ticket for the next handover."""
    db.execute("DELETE FROM handover_draft WHERE ticket_id = :ticket_id", {"ticket_id": ticket_id})


def next_number(db: sqlite3.Connection) -> int:
    """Give the number that the next handover of this store will have: numbers are never given twice."""
    return int(value(db, "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'handover'"))


def insert_handover(db: sqlite3.Connection, fields: Mapping[str, object]) -> int:
    """Add a handover and give its number."""
    return insert_row(db, "handover", fields)


def update_handover(db: sqlite3.Connection, handover_id: int, changes: Mapping[str, object]) -> None:
    """Set how a handover was decided; raises ValueError for what was sent, sqlite3.IntegrityError once decided."""
    update_row(db, "handover", handover_id, changes, DECISION_FIELDS)


def insert_line(db: sqlite3.Connection, fields: Mapping[str, object]) -> int:
    """Add a ticket of a handover and give its row number."""
    return insert_row(db, "handover_line", fields)


def place_line(db: sqlite3.Connection, line_id: int, ticket_id: int) -> None:
    """Tell which ticket of this store a line is that came in."""
    update_row(db, "handover_line", line_id, {"ticket_id": ticket_id}, ("ticket_id",))


def insert_uid(db: sqlite3.Connection, ticket_id: int, uid: str) -> None:
    """Keep the name of a ticket on every machine."""
    insert_row(db, "ticket_uid", {"ticket_id": ticket_id, "uid": uid})
