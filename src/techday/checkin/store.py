"""Check-ins in the store, and what was done in a day: the rows, and the SQL that gives them."""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one, value
from techday.database.rows import insert_row, update_row


class CheckInRow(NamedTuple):
    """The check-in of a shift day (local date); instants are UTC text.

    `text` is as it was edited, or given; "" while it is assembled anew. `issues` are the lines that were noted.
    `changed_at` is when the text was written, or given.
    """

    id: int
    day: str
    text: str
    issues: str
    changed_at: str
    given_at: str | None
    given_to: str


class EndedRow(NamedTuple):
    """A ticket that was resolved or closed; `here` is 1 where that was recorded here, and not imported."""

    reference: str
    title: str
    client: str | None
    priority: int
    owner_id: int | None
    here: int


class HandedOver(NamedTuple):
    """How many tickets were handed over to a colleague."""

    name: str
    tickets: int


class Looks(NamedTuple):
    """How many watches were checked, and how many of them failed in a check."""

    checked: int
    failed: int


def check_in_on(db: sqlite3.Connection, day: str) -> CheckInRow | None:
    """Give the check-in of a shift day, None where nothing was written of it."""
    sql = "SELECT id, day, text, issues, changed_at, given_at, given_to FROM check_in WHERE day = :day"
    return fetch_one(db, CheckInRow, sql, day=day)


# No index knows when tickets ended. Whatever ended since was written since: the journal has it, and reading operations
# from the newest on ends with the first that is older.
ENDED = """
SELECT ticket.reference, ticket.title, client.code AS client, ticket.priority, ticket.owner_id,
       EXISTS (SELECT 1 FROM ticket_event WHERE ticket_event.ticket_id = ticket.id AND ticket_event.kind = 'state'
                  AND ticket_event.imported = 0 AND ticket_event.detail IN ('resolved', 'closed')
                  AND ticket_event.at >= :since AND ticket_event.at < :until) AS here
  FROM ticket
  LEFT JOIN client ON client.id = ticket.client_id
 WHERE ticket.id IN (
       SELECT journal.row_id FROM journal WHERE journal.table_name = 'ticket' AND journal.operation_id >
              coalesce((SELECT id FROM operation WHERE at < :since ORDER BY id DESC LIMIT 1), 0))
   AND ticket.state IN ('resolved', 'closed')
   AND coalesce(ticket.resolved_at, ticket.closed_at) >= :since
   AND coalesce(ticket.resolved_at, ticket.closed_at) < :until
 ORDER BY ticket.priority, coalesce(ticket.resolved_at, ticket.closed_at), ticket.id
"""


def ended_between(db: sqlite3.Connection, since: str, until: str) -> list[EndedRow]:
    """Give the tickets that were resolved, or closed unresolved, from `since` to `until` (UTC text, half open)."""
    return fetch(db, EndedRow, ENDED, since=since, until=until)


def spoken_to(db: sqlite3.Connection, day: str) -> list[str]:
    """Give the codes of the clients who were spoken to in a shift day, each once, in order of time."""
    sql = (
        "SELECT client.code FROM contact JOIN client ON client.id = contact.client_id"
        " WHERE contact.day = :day AND contact.kind = 'done' GROUP BY client.id ORDER BY min(contact.at), client.id"
    )
    return [row[0] for row in db.execute(sql, {"day": day})]


VISITED = """
SELECT client.code FROM visit JOIN client ON client.id = visit.client_id
 WHERE visit.left_at >= :since AND visit.left_at < :until
 UNION ALL
SELECT client.code FROM visit JOIN client ON client.id = visit.client_id
 WHERE visit.state <> 'ended' AND visit.arrived_at >= :since AND visit.arrived_at < :until
"""


def visited(db: sqlite3.Connection, since: str, until: str) -> list[str]:
    """Give the codes of the clients of the visits that ended from `since` to `until`; the one that goes on last."""
    return [row[0] for row in db.execute(VISITED, {"since": since, "until": until})]


def looks_between(db: sqlite3.Connection, since: str, until: str) -> Looks:
    """Give how many watches were checked from `since` to `until` (UTC text, half open); a declined approval is none."""
    sql = (
        "SELECT count(DISTINCT look.watch_id) AS checked, count(DISTINCT CASE WHEN look.state = 'fail'"
        " AND watch.kind <> 'approval' THEN look.watch_id END) AS failed"
        " FROM watch CROSS JOIN watch_check AS look ON look.watch_id = watch.id"
        " WHERE look.at >= :since AND look.at < :until"
    )
    return fetch(db, Looks, sql, since=since, until=until)[0]


# Nobody is back before they went, so that the index of who is not back holds what was sent since.
HANDED_OVER = """
SELECT handover.name, count(*) AS tickets
  FROM handover CROSS JOIN handover_line ON handover_line.handover_id = handover.id
 WHERE handover.back_at > :since AND handover.direction = 'out'
   AND handover.state IN ('sent', 'accepted') AND handover.sent_at >= :since AND handover.sent_at < :until
 GROUP BY handover.name ORDER BY min(handover.id)
"""


def handed_over(db: sqlite3.Connection, since: str, until: str) -> list[HandedOver]:
    """Give to whom tickets were handed over from `since` to `until` (UTC text, half open); not what was returned."""
    return fetch(db, HandedOver, HANDED_OVER, since=since, until=until)


# By the numbers of the operations, since it may have been given earlier than that was told. One that no journal knows
# counts from when it was given.
CHANGES = """
SELECT count(*) FROM operation
 WHERE undone_by IS NULL AND kind = 'write' AND verb <> :but AND id > coalesce(
       (SELECT max(written.id) FROM operation AS written CROSS JOIN journal ON journal.operation_id = written.id
         WHERE written.id > coalesce((SELECT id FROM operation WHERE at < :at ORDER BY id DESC LIMIT 1), 0)
           AND written.verb IN ('checkin done', 'checkin edit') AND written.undone_by IS NULL
           AND written.kind = 'write' AND journal.table_name = 'check_in' AND journal.row_id = :row_id),
       (SELECT id FROM operation WHERE at <= :at ORDER BY id DESC LIMIT 1), 0)
"""


def changes_since(db: sqlite3.Connection, row: CheckInRow, but: str = "") -> int:
    """Give how many writes since a text was written or given still stand, but those of the verb `but`."""
    return int(value(db, CHANGES, at=row.changed_at, row_id=row.id, but=but))


# --- writes: each is called inside an operation ---

CHANGEABLE = frozenset("text issues changed_at given_at given_to".split())


def insert_check_in(db: sqlite3.Connection, fields: Mapping[str, object]) -> int:
    """Add the check-in of a shift day and give its row number."""
    return insert_row(db, "check_in", fields)


def update_check_in(db: sqlite3.Connection, row_id: int, changes: Mapping[str, object]) -> None:
    """Set some fields of a check-in; raises ValueError for any other field."""
    update_row(db, "check_in", row_id, changes, CHANGEABLE)
