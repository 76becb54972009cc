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


class SaidRow(NamedTuple):
    """Something that happened on a ticket, as it travels; `at` is UTC text."""

    at: str
    kind: str
    public: int
    detail: str
    text: str


# What a merged ticket tells is what was said on it; its own states are its own history. Private notes stay here.
HISTORY = """
SELECT at, kind, public, detail, text FROM (
    SELECT id, at, kind, public, detail, substr(text, 1, :longest) AS text FROM ticket_event
     WHERE ticket_id = :ticket_id AND at <= :until AND (kind IN ('opened', 'reply', 'heard', 'state', 'waiting')
           OR kind = 'note' AND detail <> 'private')
     UNION ALL
    SELECT said.id, said.at, said.kind, said.public, said.detail, substr(said.text, 1, :longest)
      FROM ticket AS merged CROSS JOIN ticket_event AS said ON said.ticket_id = merged.id
     WHERE merged.merged_into = :ticket_id AND said.at <= :until AND said.kind IN ('reply', 'heard'))
 ORDER BY at, id
"""


def history_of(db: sqlite3.Connection, ticket_id: int, until: str, longest: int) -> list[SaidRow]:
    """Give what happened on a ticket up to an instant (UTC text), the oldest first; each text up to `longest`."""
    return fetch(db, SaidRow, HISTORY, ticket_id=ticket_id, until=until, longest=longest)


def changes_since(db: sqlite3.Connection, handover_id: int, since: str) -> list[ChangeRow]:
    """Give what was recorded on the tickets of a handover after `since` (UTC text), the oldest first."""
    return fetch(db, ChangeRow, CHANGES, handover_id=handover_id, since=since)
