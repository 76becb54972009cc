"""What is watched for colleagues: tickets that stay theirs, looked after until they are back, and what is due there."""

import sqlite3
from typing import NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import to_text
from techday.database.fetch import fetch
from techday.handover.board_store import STILL_WANTED


class Watched(NamedTuple):
    """An open ticket that is watched until `until` (UTC text) for `name`, whose ticket it stays.

    `next_step` is what is to be done now. `by_at` is by when something must have happened, while nothing has: no word
    to the client since it was accepted, no promise kept, and nothing at all once that time had come. `promise` is the
    open promise that is due first, `promise_id` its number and `promise_due_at` when; None where there is none.
    Instants are UTC text.
    """

    handover_id: int
    ticket_id: int
    name: str
    until: str
    reference: str
    client: str | None
    priority: int
    title: str
    next_step: str
    by_at: str | None
    if_then: str
    promise: str | None
    promise_id: int | None
    promise_due_at: str | None
    owner_id: int | None

    @property
    def due_at(self) -> str | None:
        """What is due first of it (UTC text): the promise, or what was asked for by a time; None for nothing."""
        return min((at for at in (self.by_at, self.promise_due_at) if at), default=None)


# A ticket that was merged here is watched where it lives on. By the index of those who are not back yet.
WATCHED = f"""
SELECT handover.id AS handover_id, ticket.id AS ticket_id, coalesce(owner.name, handover.name) AS name,
       handover.back_at AS until, ticket.reference, client.code AS client, ticket.priority, ticket.title,
       coalesce(nullif(ticket.next_action, ''), handover_line.next_step) AS next_step,
       {STILL_WANTED.strip()} AS by_at,
       handover_line.if_then, promise.text AS promise, promise.id AS promise_id, promise.due_at AS promise_due_at,
       ticket.owner_id
  FROM handover CROSS JOIN handover_line ON handover_line.handover_id = handover.id
 CROSS JOIN ticket AS watched ON watched.id = handover_line.ticket_id
 CROSS JOIN ticket ON ticket.id = coalesce(watched.merged_into, watched.id)
  LEFT JOIN client ON client.id = ticket.client_id
  LEFT JOIN technician AS owner ON owner.id = ticket.owner_id
  LEFT JOIN promise ON promise.id = (
       SELECT made.id FROM promise AS made WHERE made.ticket_id IN (ticket.id, watched.id) AND made.state = 'open'
        ORDER BY made.due_at, made.id LIMIT 1)
 WHERE handover.back_at > :now AND handover.sent_at <= :now AND handover.direction = 'in'
   AND handover.state = 'accepted' AND handover_line.plan = 'watch' AND ticket.state IN ('new', 'working', 'waiting')
 ORDER BY ticket.priority, handover.id, handover_line.id
"""  # noqa: S608  # the piece is text of ours, too


def watched(db: sqlite3.Connection, moment: Moment) -> list[Watched]:
    """Give the open tickets that are watched for colleagues at a moment, the most urgent first."""
    return watched_at(db, to_text(moment.now), moment.own)


def watched_at(db: sqlite3.Connection, now: str, own: frozenset[int] | None) -> list[Watched]:
    """Give the open tickets that are watched at `now` (UTC text) for colleagues who are not back yet.

    One that became the user's `own` since is none of them; of several handovers of one ticket the latest counts.
    """
    found: dict[int, Watched] = {}
    for row in fetch(db, Watched, WATCHED, now=now):
        if own is None or row.owner_id not in own:
            found[row.ticket_id] = row
    return list(found.values())
