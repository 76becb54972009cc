"""What is looked up where handovers come in and are answered: known tickets, later handovers, former owners."""

import json
import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from techday.database.fetch import fetch_one, value
from techday.handover.board_store import CAME_BACK


class LaterRow(NamedTuple):
    """A ticket that came in a later handover of the same colleague, and was accepted with it."""

    handover_id: int
    number: int | None
    reference: str


# From the few later handovers of that colleague to their lines.
LATER = """
SELECT handover.id AS handover_id, handover.number, handover_line.reference
  FROM handover
 CROSS JOIN handover_line ON handover_line.handover_id = handover.id
 WHERE handover.technician_id = :technician_id AND handover.direction = 'in' AND handover.state = 'accepted'
   AND handover.number > :number AND handover_line.ticket_uid IN (SELECT value FROM json_each(:uids))
 ORDER BY handover.number DESC, handover_line.id LIMIT 1
"""


def later_accepted(db: sqlite3.Connection, technician_id: int, number: int, uids: Collection[str]) -> LaterRow | None:
    """Give the first of some tickets that came with a later number of a colleague's, accepted here; else None."""
    return fetch_one(db, LaterRow, LATER, technician_id=technician_id, number=number, uids=json.dumps([*uids]))


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


# The handover's own event on the ticket, and the owner that the ticket came to with it, written down right after it.
OWN_OWNER = """
SELECT max(became.id)
  FROM ticket_event AS said
 CROSS JOIN ticket_event AS became ON became.id = said.id + 1 AND became.ticket_id = said.ticket_id
 WHERE said.ticket_id = :ticket_id AND said.kind = 'handover' AND said.detail = 'taken'
   AND substr(said.text, 1, length(:words)) = :words AND became.kind = 'owner'
"""
BEFORE = """
SELECT detail FROM ticket_event
 WHERE ticket_id = :ticket_id AND kind = 'owner' AND id < :own ORDER BY id DESC LIMIT 1
"""
IMPORTED = """
SELECT json_extract(imported, '$.owner_id') FROM imported_ticket WHERE ticket_id = :ticket_id ORDER BY id LIMIT 1
"""


def owner_before(db: sqlite3.Connection, ticket_id: int, words: str, otherwise: int) -> int | None:
    """Give whose a ticket was before a colleague handed it over in words, None for nobody's.

    `words` is how the handover's own event on it begins. What the handover did not make the user's was the user's
    already: then it is `otherwise`.
    """
    own = value(db, OWN_OWNER, ticket_id=ticket_id, words=words)
    if own is None:
        return otherwise
    found = value(db, BEFORE, ticket_id=ticket_id, own=own)
    # Nobody is an owner that was written down, too; without such an event it is whose it was when it came in.
    if found is None:
        found = value(db, IMPORTED, ticket_id=ticket_id)
    return int(found) if found else None


# What a colleague gave back, itself or through others, after it was handed to somebody.
CAME_SINCE = """
SELECT max(handover.id)
  FROM handover_line CROSS JOIN handover ON handover.id = handover_line.handover_id
 WHERE handover_line.ticket_id IN (SELECT value FROM json_each(:ticket_ids)) AND handover_line.plan = 'give'
   AND handover.direction = 'in' AND handover.state = 'accepted'
   AND (handover.id > :handover_id OR handover.decided_at > :sent_at)
"""


def came_since(db: sqlite3.Connection, ticket_ids: Collection[int], handover_id: int, sent_at: str) -> int | None:
    """Give the number of the handover by which one of some tickets came in after that one was sent; else None."""
    listed = json.dumps([*ticket_ids])
    found: int | None = value(db, CAME_SINCE, ticket_ids=listed, handover_id=handover_id, sent_at=sent_at)
    return found


# When somebody here last said what is next on a ticket, or what state it is in; and when it last came or went.
SAID_HERE = """
SELECT coalesce((SELECT max(at) FROM ticket_event
                  WHERE ticket_id = :ticket_id AND imported = 0 AND (kind = 'edited' AND text LIKE '%next action%'
                        OR kind IN ('waiting', 'verified') AND text <> '')), '') AS step_at,
       coalesce((SELECT max(at) FROM ticket_event
                  WHERE ticket_id = :ticket_id AND imported = 0 AND kind IN ('state', 'waiting')), '') AS state_at,
       coalesce((SELECT max(CASE handover.direction WHEN 'in' THEN handover.decided_at ELSE handover.sent_at END)
                   FROM handover_line CROSS JOIN handover ON handover.id = handover_line.handover_id
                  WHERE handover_line.ticket_id = :ticket_id AND handover.id <> :handover_id), '') AS handed_at
"""


class SaidHere(NamedTuple):
    """When the next step and the state of a ticket were last said here, and when it was handed before (UTC text).

    "" stands for never.
    """

    step_at: str
    state_at: str
    handed_at: str


def said_here(db: sqlite3.Connection, ticket_id: int, handover_id: int) -> SaidHere:
    """Give when what was last said of a ticket here, beside the handover that brings it."""
    found = fetch_one(db, SaidHere, SAID_HERE, ticket_id=ticket_id, handover_id=handover_id)
    return found or SaidHere("", "", "")


# Given to somebody who has not answered yet, and not back here by any other way.
GIVEN_AWAY = f"""
SELECT 1 FROM handover_line CROSS JOIN handover ON handover.id = handover_line.handover_id
 WHERE handover_line.ticket_id = :ticket_id AND handover_line.plan = 'give'
   AND handover.direction = 'out' AND handover.state = 'sent' AND NOT {CAME_BACK.strip()} LIMIT 1
"""


def is_given_away(db: sqlite3.Connection, ticket_id: int) -> bool:
    """Tell whether a ticket was given to somebody who has not answered yet, and did not come back since."""
    return value(db, GIVEN_AWAY, ticket_id=ticket_id) is not None


def is_imported(db: sqlite3.Connection, ticket_id: int) -> bool:
    """Tell whether a ticket was ever imported here."""
    return (
        value(db, "SELECT 1 FROM imported_ticket WHERE ticket_id = :ticket_id LIMIT 1", ticket_id=ticket_id) is not None
    )


def named_by_source(db: sqlite3.Connection, ticket_id: int) -> int | None:
    """Give whom the source of a ticket named last, as far as was written down; else None."""
    sql = (
        "SELECT detail FROM ticket_event WHERE ticket_id = :ticket_id AND kind = 'owner' AND imported = 1"
        " ORDER BY id DESC LIMIT 1"
    )
    found = value(db, sql, ticket_id=ticket_id)
    return int(found) if found else None
