"""What is looked up where handovers come in and are answered: known tickets, later handovers, former owners."""

import json
import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from techday.database.fetch import fetch_one, value


class LaterRow(NamedTuple):
    """A ticket that came in a later handover of the same colleague, and was accepted with it."""

    handover_id: int
    number: int | None
    reference: str
    sent_at: str


# From the few later handovers of that colleague to their lines.
LATER = """
SELECT handover.id AS handover_id, handover.number, handover_line.reference, handover.sent_at
  FROM handover
 CROSS JOIN handover_line ON handover_line.handover_id = handover.id
 WHERE handover.technician_id = :technician_id AND handover.direction = 'in' AND handover.state = 'accepted'
   AND handover.sent_at > :sent_at AND handover_line.ticket_uid IN (SELECT value FROM json_each(:uids))
 ORDER BY handover.sent_at DESC, handover_line.id LIMIT 1
"""


def later_accepted(db: sqlite3.Connection, technician_id: int, sent_at: str, uids: Collection[str]) -> LaterRow | None:
    """Give the first of some tickets that a colleague handed over again after `sent_at`, accepted here; else None."""
    return fetch_one(db, LaterRow, LATER, technician_id=technician_id, sent_at=sent_at, uids=json.dumps([*uids]))


def imported_ticket(db: sqlite3.Connection, source: str, numbers: Collection[str]) -> int | None:
    """Give the ticket that one of some numbers of a source means, as imports know it; else None."""
    sql = (
        "SELECT ticket_id FROM imported_ticket WHERE source = :source"
        " AND external_id IN (SELECT value FROM json_each(:numbers)) ORDER BY id LIMIT 1"
    )
    found: int | None = value(db, sql, source=source, numbers=json.dumps([*numbers]))
    return found


def external_ticket(db: sqlite3.Connection, references: Collection[str], source: str | None) -> int | None:
    """Give the ticket that goes by one of some numbers of a source, or of one that nobody named; else None."""
    sql = (
        "SELECT id FROM ticket WHERE reference IN (SELECT value FROM json_each(:references))"
        " AND external_id IS NOT NULL AND (source IS NULL OR :source IS NULL OR source = :source) ORDER BY id LIMIT 1"
    )
    found: int | None = value(db, sql, references=json.dumps([*references]), source=source)
    return found


def owner_before(db: sqlite3.Connection, ticket_id: int, at: str) -> int | None:
    """Give the owner that a ticket last came to before an instant (UTC text); None where nobody is known."""
    sql = (
        "SELECT detail FROM ticket_event WHERE ticket_id = :ticket_id AND kind = 'owner' AND at < :at"
        " ORDER BY at DESC, id DESC LIMIT 1"
    )
    found = value(db, sql, ticket_id=ticket_id, at=at)
    return int(found) if found else None
