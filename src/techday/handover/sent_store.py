"""What is looked up where a handover leaves: what happened on its tickets before it, and after it was sent."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, value
from techday.handover.event_words import accepted_beginning, name_there


class ChangeRow(NamedTuple):
    """Something that happened on a ticket: an event by its kind, or work (`time`); `at` is UTC text."""

    ticket_id: int
    at: str
    kind: str
    text: str


# What the handover itself did to the tickets is no change; time counts that went on beyond it, or was told later.
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
 WHERE handover_line.handover_id = :handover_id
   AND (time_entry.ended_at IS NULL OR time_entry.ended_at > :since OR time_entry.recorded_at > :since)
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


class Offered(NamedTuple):
    """A handover as it is offered at the shell."""

    id: int
    direction: str
    name: str
    state: str
    spoken: int

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.state in ("sent", "received")


def offered(db: sqlite3.Connection) -> list[Offered]:
    """Give the newest handovers, the newest first."""
    sql = "SELECT id, direction, name, state, spoken FROM handover ORDER BY handover.id DESC LIMIT 200"
    return fetch(db, Offered, sql)


def changes_since(db: sqlite3.Connection, handover_id: int, since: str) -> list[ChangeRow]:
    """Give what was recorded on the tickets of a handover after `since` (UTC text), the oldest first."""
    return fetch(db, ChangeRow, CHANGES, handover_id=handover_id, since=since)


# How the receiver's answer was written down on each ticket, with what it goes by there.
ACCEPTED = """
SELECT handover_line.ticket_id, ticket_event.text
  FROM handover_line
 CROSS JOIN ticket_event ON ticket_event.ticket_id = handover_line.ticket_id
 WHERE handover_line.handover_id = :handover_id AND ticket_event.kind = 'handover'
   AND ticket_event.detail = 'accepted' AND substr(ticket_event.text, 1, length(:beginning)) = :beginning
"""


def names_there(db: sqlite3.Connection, handover_id: int, by: str) -> dict[int, str]:
    """Give what the tickets of a handover that `by` accepted go by there, where they said so, by their row numbers."""
    values = {"handover_id": handover_id, "beginning": accepted_beginning(handover_id)}
    named = {int(ticket_id): name_there(text, by) for ticket_id, text in db.execute(ACCEPTED, values)}
    return {ticket_id: name for ticket_id, name in named.items() if name is not None}


SOURCE_OWNER = """
SELECT technician.name
  FROM imported_ticket
 CROSS JOIN technician ON technician.id = json_extract(imported_ticket.imported, '$.owner_id')
 WHERE imported_ticket.ticket_id = :ticket_id ORDER BY imported_ticket.id DESC LIMIT 1
"""


def source_owner(db: sqlite3.Connection, ticket_id: int) -> str:
    """Give whom the source of a ticket named as its owner last; "" where it named nobody."""
    return str(value(db, SOURCE_OWNER, ticket_id=ticket_id) or "")
