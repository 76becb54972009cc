"""What colleagues gave by name, and by when they asked for something on it, as long as nothing was done."""

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from techday.database.fetch import fetch
from techday.handover.board_store import STILL_WANTED


class Given(NamedTuple):
    """An open ticket that `name` gave away, and by when something is wanted on it (UTC text), None for nothing."""

    handover_id: int
    ticket_id: int
    reference: str
    name: str
    owner_id: int | None
    by_at: str | None


# From the few open tickets to their lines. A ticket that was merged here goes on as the one that it was merged into.
GIVEN = f"""
SELECT handover.id AS handover_id, ticket.id AS ticket_id, ticket.reference, handover.name, ticket.owner_id,
       {STILL_WANTED.strip()} AS by_at
  FROM ticket
 CROSS JOIN ticket AS given ON given.id = ticket.id OR given.merged_into = ticket.id
 CROSS JOIN handover_line ON handover_line.ticket_id = given.id
 CROSS JOIN handover ON handover.id = handover_line.handover_id
 WHERE ticket.state IN ('new', 'working', 'waiting') AND handover_line.plan = 'give'
   AND handover.direction = 'in' AND handover.state = 'accepted'
 ORDER BY handover.decided_at, handover_line.id
"""  # noqa: S608  # the piece is text of ours, too


def given_wanted(db: sqlite3.Connection, own: Collection[int] | None) -> list[Given]:
    """Give the user's open tickets that were given and on which something is still wanted, what is due first, first.

    `own` are the user's own rows among the technicians. Of several handovers of one ticket the latest counts.
    """
    if own is None:
        return []
    latest = {row.ticket_id: row for row in fetch(db, Given, GIVEN) if row.owner_id in own}
    return sorted((row for row in latest.values() if row.by_at), key=lambda row: row.by_at or "")
