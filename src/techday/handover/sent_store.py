"""What happened on the tickets of a handover after it was sent."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch


class ChangeRow(NamedTuple):
    """Something that happened on a ticket: an event by its kind, or work (`time`); `at` is UTC text."""

    ticket_id: int
    at: str
    kind: str
    text: str


# What the handover itself did to the tickets is no change.
CHANGES = """
SELECT handover_line.ticket_id, ticket_event.at, ticket_event.kind, ticket_event.text
  FROM handover_line
 CROSS JOIN ticket_event ON ticket_event.ticket_id = handover_line.ticket_id
 WHERE handover_line.handover_id = :handover_id AND ticket_event.kind NOT IN ('handover', 'owner', 'passed')
   AND (ticket_event.at > :since OR ticket_event.recorded_at > :since)
 UNION ALL
SELECT handover_line.ticket_id, time_entry.started_at, 'time', time_entry.note
  FROM handover_line
 CROSS JOIN time_entry ON time_entry.ticket_id = handover_line.ticket_id
 WHERE handover_line.handover_id = :handover_id AND time_entry.started_at > :since
 ORDER BY 2
"""


def changes_since(db: sqlite3.Connection, handover_id: int, since: str) -> list[ChangeRow]:
    """Give what was recorded on the tickets of a handover after `since` (UTC text), the oldest first."""
    return fetch(db, ChangeRow, CHANGES, handover_id=handover_id, since=since)
