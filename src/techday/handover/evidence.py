"""What `today` needs to know of handovers: those under way, what is watched for a colleague, what is to go."""

import json
import sqlite3
from datetime import timedelta
from typing import NamedTuple

from techday.core.evidence import Evidence, Moment
from techday.core.instants import to_text
from techday.database.fetch import fetch

# Nobody is away for longer without a handover of another kind.
MOST_DAYS = 31


class UnderWay(NamedTuple):
    """A handover that nobody has answered yet: to whom or from whom, since when, how many tickets, how many given."""

    id: int
    direction: str
    name: str
    state: str
    sent_at: str
    tickets: int
    given: int


class Watched(NamedTuple):
    """A ticket that is watched for a colleague until `until` (UTC text), whose ticket it stays."""

    handover_id: int
    name: str
    until: str
    reference: str
    client: str | None
    title: str
    next_step: str
    if_then: str


def under_way(db: sqlite3.Connection) -> list[UnderWay]:
    """Give the handovers of both directions that wait for an answer, the oldest first."""
    sql = (
        "SELECT handover.id, handover.direction, handover.name, handover.state, handover.sent_at, count(*) AS tickets,"
        " sum(handover_line.plan = 'give') AS given"
        " FROM handover CROSS JOIN handover_line ON handover_line.handover_id = handover.id"
        " WHERE handover.state IN ('sent', 'received') GROUP BY handover.id ORDER BY handover.id"
    )
    return fetch(db, UnderWay, sql)


def watched(db: sqlite3.Connection, moment: Moment) -> list[Watched]:
    """Give the open tickets that are watched for colleagues, until these are back."""
    sql = (
        "SELECT handover.id AS handover_id, handover.name, handover.back_at AS until, ticket.reference,"
        " client.code AS client, ticket.title, handover_line.next_step, handover_line.if_then"
        " FROM handover CROSS JOIN handover_line ON handover_line.handover_id = handover.id"
        " CROSS JOIN ticket ON ticket.id = handover_line.ticket_id LEFT JOIN client ON client.id = ticket.client_id"
        " WHERE handover.back_at > :now AND handover.sent_at <= :now AND handover.direction = 'in'"
        " AND handover.state = 'accepted' AND handover_line.plan = 'watch'"
        " AND ticket.state IN ('new', 'working', 'waiting') ORDER BY handover_line.priority, handover_line.id"
    )
    return fetch(db, Watched, sql, now=to_text(moment.now))


# Mine and open, not kept by intent, and to be looked after before the next shift; not handed over in this one.
TO_HAND_OVER = """
SELECT count(*)
  FROM ticket
  LEFT JOIN handover_draft ON handover_draft.ticket_id = ticket.id
 WHERE ticket.state IN ('new', 'working', 'waiting')
   AND ticket.owner_id IN (SELECT value FROM json_each(:own))
   AND (handover_draft.plan IN ('watch', 'give')
        OR handover_draft.plan IS NULL
           AND (ticket.priority <= 2 OR ticket.waiting_until < :back_at
                OR EXISTS (SELECT 1 FROM promise WHERE promise.ticket_id = ticket.id AND promise.state = 'open'
                              AND promise.due_at < :back_at)))
   AND NOT EXISTS (SELECT 1 FROM handover_line JOIN handover ON handover.id = handover_line.handover_id
                    WHERE handover_line.ticket_id = ticket.id AND handover.direction = 'out'
                      AND handover.state IN ('sent', 'accepted') AND handover.sent_at >= :since)
"""
SENT = """
SELECT group_concat(DISTINCT name) FROM (SELECT name, direction, state, sent_at FROM handover ORDER BY id DESC LIMIT 20)
 WHERE direction = 'out' AND state IN ('sent', 'accepted') AND sent_at >= :since AND sent_at <= :now
"""


def told(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell whether what must be looked after before the next shift was handed over; None where there is nothing."""
    if moment.own is None:
        return None
    since, now = to_text(moment.shift.since), to_text(moment.now)
    own = json.dumps(sorted(moment.own))
    wanted = db.execute(TO_HAND_OVER, {"own": own, "since": since, "back_at": back_at(moment)}).fetchone()[0]
    if wanted:
        return Evidence("open", f"{wanted} to go", "techday handover")
    names = db.execute(SENT, {"since": since, "now": now}).fetchone()[0]
    return Evidence("done", f"to {names.replace(',', ', ')}", "") if names else None


def back_at(moment: Moment) -> str:
    """Give when the next working shift after this one begins (UTC text); without one the end of this shift day."""
    if moment.planned is not None:
        for days in range(1, MOST_DAYS):
            shift = moment.planned(moment.shift.day + timedelta(days=days))
            if shift.working:
                return to_text(shift.starts_at)
    return to_text(moment.shift.until)
