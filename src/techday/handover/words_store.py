"""What was said of tickets before they are handed over, read for all of them at once."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from techday.database.fetch import fetch
from techday.handover.board_store import STILL_WANTED

# Tickets, each with those that were merged into it: all of them read as one.
PARTS = """
WITH parts (ticket_id, part_id) AS (
    SELECT value, value FROM json_each(:ids)
     UNION ALL
    SELECT wanted.value, merged.id FROM json_each(:ids) AS wanted
     CROSS JOIN ticket AS merged ON merged.merged_into = wanted.value)
"""
# The index of the clocks is walked from its end; what is for the technician alone is not for a colleague.
LAST_SAID = f"""{PARTS}
SELECT parts.ticket_id, said.at, substr(said.text, 1, :most) AS summary, '' AS tried
  FROM parts
 CROSS JOIN ticket_event AS said ON said.id = (
       SELECT event.id FROM ticket_event AS event
        WHERE event.ticket_id = parts.part_id AND event.text <> ''
          AND (event.kind IN ('reply', 'heard') OR event.kind = 'note' AND event.detail <> 'private')
        ORDER BY event.at DESC, event.id DESC LIMIT 1)
 ORDER BY said.at, said.id
"""
ESCALATED = f"""{PARTS}
SELECT parts.ticket_id, escalation.at, substr(escalation.reason, 1, :most) AS summary,
       substr(escalation.tried, 1, :most) AS tried
  FROM parts
 CROSS JOIN escalation ON escalation.ticket_id = parts.part_id
 ORDER BY escalation.at, escalation.id
"""
HANDED_OVER = f"""{PARTS}
SELECT parts.ticket_id, handover.sent_at AS at, handover_line.summary, handover_line.tried
  FROM parts
 CROSS JOIN handover_line ON handover_line.ticket_id = parts.part_id
 CROSS JOIN handover ON handover.id = handover_line.handover_id
 ORDER BY handover.sent_at, handover_line.id
"""
# What was said last where a ticket came in or went; what came back undone is a draft again.
ARRIVED = f"""{PARTS}
SELECT parts.ticket_id, handover.direction, handover_line.severity, handover_line.if_then, handover_line.told,
       {STILL_WANTED.strip()} AS by_at
  FROM parts
 CROSS JOIN ticket ON ticket.id = parts.ticket_id
 CROSS JOIN handover_line ON handover_line.ticket_id = parts.part_id
 CROSS JOIN handover ON handover.id = handover_line.handover_id
 WHERE handover.state = 'accepted' OR handover.state = 'sent'
 ORDER BY CASE handover.direction WHEN 'in' THEN handover.decided_at ELSE handover.sent_at END, handover_line.id
"""
# More of it is not read in a handover.
MOST_READ = 4000


class LastSaid(NamedTuple):
    """What was last said of a ticket in one way, and when (UTC text): how it stands, and what was tried, "" where not.

    The ways are a note or public word, an escalation with its reason, and an earlier handover.
    """

    ticket_id: int
    at: str
    summary: str
    tried: str


class Arrived(NamedTuple):
    """What a colleague said of a ticket that came in (`in`) and was accepted; `out` is what was said as it went on.

    `by_at` is by when something is still wanted on it (UTC text), None for nothing.
    """

    ticket_id: int
    direction: str
    severity: str | None
    if_then: str
    told: str
    by_at: str | None


def arrived_of(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> dict[int, Arrived]:
    """Give what was said of those of some tickets that came in, where nothing was said of them for others since."""
    ids = f"[{','.join(map(str, ticket_ids))}]"
    latest = {row.ticket_id: row for row in fetch(db, Arrived, ARRIVED, ids=ids)}
    return {ticket_id: row for ticket_id, row in latest.items() if row.direction == "in"}


def told_of(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> dict[int, list[LastSaid]]:
    """Give what was last said of each of some tickets, in each way in which anything was; the latest last."""
    ids = f"[{','.join(map(str, ticket_ids))}]"
    found: dict[int, list[LastSaid]] = {}
    for sql in (LAST_SAID, ESCALATED, HANDED_OVER):
        latest = {row.ticket_id: row for row in fetch(db, LastSaid, sql, ids=ids, most=MOST_READ)}
        for ticket_id, row in latest.items():
            found.setdefault(ticket_id, []).append(row)
    return {ticket_id: sorted(rows, key=lambda row: row.at) for ticket_id, rows in found.items()}
