"""What the board asks of handovers, in plain values: the rows of the whole room cost it more than the answers do."""

import sqlite3

OPEN = "handover.state IN ('sent', 'received')"
# One that was given back here since with a handover of its own is not under way any more: its receipt may be lost.
CAME_BACK = """
EXISTS (SELECT 1 FROM handover_line AS back_line
         CROSS JOIN handover AS back ON back.id = back_line.handover_id
         WHERE back_line.ticket_id = handover_line.ticket_id AND back_line.plan = 'give'
           AND back.direction = 'in' AND back.state = 'accepted'
           AND (back.decided_at > handover.sent_at OR back.decided_at = handover.sent_at AND back.id > handover.id))
"""
UNDER_WAY = f"""
SELECT handover_line.ticket_id, handover.id, handover.state
  FROM handover CROSS JOIN handover_line ON handover_line.handover_id = handover.id
 WHERE {OPEN} AND handover.direction = 'out' AND handover_line.ticket_id IS NOT NULL AND NOT {CAME_BACK.strip()}
 ORDER BY handover.id
"""
WATCHED_ELSEWHERE = """
SELECT handover_line.ticket_id, handover.id
  FROM handover CROSS JOIN handover_line ON handover_line.handover_id = handover.id
 WHERE handover.back_at > :now AND handover.state = 'accepted' AND handover.direction = 'out'
   AND handover_line.plan = 'watch' AND handover_line.ticket_id IS NOT NULL
 ORDER BY +handover.id"""  # by the index of those who are not back yet
PROMISED = """
SELECT coalesce(made_on.merged_into, made_on.id), promise.due_at
  FROM promise JOIN ticket AS made_on ON made_on.id = promise.ticket_id
 WHERE promise.state = 'open' ORDER BY promise.due_at
"""
# An accepted handover made it its owner's: one to them that was sent, or one that came in from somebody else.
HANDED_OVER = """
EXISTS (SELECT 1 FROM handover_line CROSS JOIN handover ON handover.id = handover_line.handover_id
         WHERE handover_line.ticket_id = ticket.id AND handover_line.plan = 'give' AND handover.state = 'accepted'
           AND (handover.direction = 'out') = (handover.technician_id = ticket.owner_id))
"""
# By when something was asked for, while nothing was done: no word to the client since it was accepted, no promise kept,
# and nothing at all once that time had come.
STILL_WANTED = """
CASE WHEN handover_line.by_at IS NULL OR EXISTS (
          SELECT 1 FROM ticket_event WHERE ticket_event.ticket_id = ticket.id AND ticket_event.imported = 0
             AND (ticket_event.kind IN ('reply', 'kept') AND ticket_event.at > handover.decided_at
                  OR ticket_event.kind NOT IN ('handover', 'owner', 'edited', 'promise')
                     AND ticket_event.at >= handover_line.by_at))
     THEN NULL ELSE handover_line.by_at END
"""
STILL_NAMED = f"""
SELECT ticket.id AS ticket_id, ticket.reference, imported_ticket.source, there.name AS named, here.name AS owner
  FROM ticket
 CROSS JOIN imported_ticket ON imported_ticket.ticket_id = ticket.id
 CROSS JOIN technician AS there ON there.id = json_extract(imported_ticket.imported, '$.owner_id')
 CROSS JOIN technician AS here ON here.id = ticket.owner_id
 WHERE ticket.state IN ('new', 'working', 'waiting') AND there.id <> here.id AND {HANDED_OVER.strip()}
"""


def states_elsewhere(db: sqlite3.Connection, now: str) -> dict[int, str]:
    """Give the states of the handovers with which colleagues have tickets at `now` (UTC text), by row numbers.

    One is `accepted` only to be watched, up to when its owner is back; any other is not answered yet.
    """
    watched = {ticket_id: "accepted" for ticket_id, _ in db.execute(WATCHED_ELSEWHERE, {"now": now})}
    return {**watched, **{ticket_id: state for ticket_id, _, state in db.execute(UNDER_WAY)}}


def plans_set(db: sqlite3.Connection) -> dict[int, str]:
    """Give the plans that were set for tickets, by the tickets' row numbers."""
    return dict(db.execute("SELECT ticket_id, plan FROM handover_draft WHERE plan IS NOT NULL").fetchall())


def promised(db: sqlite3.Connection) -> dict[int, list[str]]:
    """Give when what was promised on tickets is due (UTC text), the first before the others, by their row numbers."""
    found: dict[int, list[str]] = {}
    for ticket_id, due_at in db.execute(PROMISED):
        found.setdefault(ticket_id, []).append(due_at)
    return found


def still_named(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """Give the open tickets that were handed over while their source still names another: reference, and who that is.

    They are in queue order.
    """
    rows = db.execute(f"{STILL_NAMED} ORDER BY ticket.priority, ticket.opened_at, ticket.id")
    return [(reference, named) for _, reference, _, named, _ in rows]
