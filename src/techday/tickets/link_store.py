"""What tickets have to do with each other: merged ones, and related ones. The rows, and the SQL that gives them."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch
from techday.database.rows import insert_row


class LinkedRow(NamedTuple):
    """Another ticket, enough to name it; `at` is when it was merged or related, UTC text."""

    id: int
    reference: str
    title: str
    state: str
    at: str | None


def merged_tickets(db: sqlite3.Connection, ticket_id: int) -> list[LinkedRow]:
    """Give the tickets that were merged into this one, the first merged first."""
    sql = """
        SELECT ticket.id, ticket.reference, ticket.title, ticket.state,
               (SELECT max(at) FROM ticket_event
                 WHERE ticket_event.ticket_id = ticket.id AND ticket_event.kind = 'merged') AS at
          FROM ticket WHERE ticket.merged_into = :ticket_id ORDER BY 5, ticket.id
    """
    return fetch(db, LinkedRow, sql, ticket_id=ticket_id)


# Both ends of a relation read as the tickets that they were merged into; what became one is no relation any more.
RELATED = """
WITH own (id) AS (SELECT :ticket_id UNION ALL SELECT id FROM ticket WHERE merged_into = :ticket_id),
     far (id) AS (
         SELECT other_id FROM ticket_relation WHERE ticket_id IN (SELECT id FROM own)
         UNION SELECT ticket_id FROM ticket_relation WHERE other_id IN (SELECT id FROM own)
     )
SELECT DISTINCT ticket.id, ticket.reference, ticket.title, ticket.state, NULL AS at
  FROM far JOIN ticket AS end ON end.id = far.id
  JOIN ticket ON ticket.id = coalesce(end.merged_into, end.id)
 WHERE ticket.id <> :ticket_id
 ORDER BY ticket.id
"""


def related_to(db: sqlite3.Connection, ticket_id: int) -> list[LinkedRow]:
    """Give the tickets that this one, or one merged into it, has to do with; each once."""
    return fetch(db, LinkedRow, RELATED, ticket_id=ticket_id)


def local_numbers(db: sqlite3.Connection, ticket_id: int) -> list[int]:
    """Give the L numbers by which a ticket and those merged into it can be found, in order."""
    sql = """
        SELECT id FROM local_number
         WHERE ticket_id IN (SELECT :ticket_id UNION ALL SELECT id FROM ticket WHERE merged_into = :ticket_id)
         ORDER BY id
    """
    return [row[0] for row in db.execute(sql, {"ticket_id": ticket_id})]


def relations_between(db: sqlite3.Connection, one: int, other: int) -> list[int]:
    """Give the row numbers of the relations between two tickets, or between those merged into them."""
    sql = """
        WITH own (id) AS (SELECT :one UNION ALL SELECT id FROM ticket WHERE merged_into = :one),
             far (id) AS (SELECT :other UNION ALL SELECT id FROM ticket WHERE merged_into = :other)
        SELECT id FROM ticket_relation
         WHERE ticket_id IN (SELECT id FROM own) AND other_id IN (SELECT id FROM far)
            OR ticket_id IN (SELECT id FROM far) AND other_id IN (SELECT id FROM own)
    """
    return [row[0] for row in db.execute(sql, {"one": one, "other": other})]


def insert_relation(db: sqlite3.Connection, one: int, other: int) -> int:
    """Relate two tickets; raises sqlite3.IntegrityError where they are."""
    low, high = sorted((one, other))
    return insert_row(db, "ticket_relation", {"ticket_id": low, "other_id": high})


def delete_relation(db: sqlite3.Connection, relation: int) -> None:
    """Take a relation back, by its row number."""
    db.execute("DELETE FROM ticket_relation WHERE id = ?", (relation,))


def follow_to(db: sqlite3.Connection, ticket_id: int, target_id: int) -> None:
    """Let the tickets that were merged into one ticket point to the one that it is merged into itself."""
    db.execute("UPDATE ticket SET merged_into = ? WHERE merged_into = ?", (target_id, ticket_id))


def came_with(db: sqlite3.Connection, ticket_id: int, target_id: int) -> list[int]:
    """Give the tickets that point to `target_id` only because the one that they were merged into went there.

    They were merged into `ticket_id`, or into one that was, however many times over.
    """
    sql = """
        SELECT ticket.id, (
            SELECT detail FROM ticket_event
             WHERE ticket_event.ticket_id = ticket.id AND ticket_event.kind = 'merged'
             ORDER BY ticket_event.at DESC, ticket_event.id DESC LIMIT 1
        ) FROM ticket WHERE ticket.merged_into = :target_id
    """
    merged = [(row[0], int(row[1])) for row in db.execute(sql, {"target_id": target_id}) if row[1]]
    found = {ticket_id}
    while more := {own for own, into in merged if into in found} - found:
        found |= more
    return sorted(found - {ticket_id})
