"""Visits in the store: the rows, and the SQL that gives them."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one
from techday.database.rows import insert_row, update_row

# Of so many of the last visits it is remembered whom the call home went to.
MOST_CALLED = 50


class VisitRow(NamedTuple):
    """A visit with the names of its client, site and next job; instants are UTC text, None where not known.

    `state` is travelling, on-site or ended. `next_ticket` is a reference, of a merged ticket that of its target;
    `next_client` is a code, of the ticket's client where a ticket is next.
    """

    id: int
    client_id: int
    client: str
    client_name: str
    site_id: int | None
    site: str | None
    state: str
    went_at: str | None
    arrived_at: str | None
    left_at: str | None
    note: str
    recorded_at: str
    called_at: str | None
    called_name: str
    news: str
    next_ticket: str | None
    next_title: str | None
    next_client: str | None

    @property
    def began(self) -> str:
        """When the way there began, else the visit itself."""
        return self.went_at or self.arrived_at or self.recorded_at

    @property
    def since(self) -> str:
        """From when on others may have changed what the technician knew: the arrival, else the start of the way."""
        return self.arrived_at or self.began


SELECT_VISIT = """
SELECT visit.id, visit.client_id, client.code AS client, client.name AS client_name, visit.site_id, site.name AS site,
       visit.state, visit.went_at, visit.arrived_at, visit.left_at, visit.note, visit.recorded_at, visit.called_at,
       visit.called_name, visit.news, next_ticket.reference AS next_ticket, next_ticket.title AS next_title,
       next_client.code AS next_client
  FROM visit
  JOIN client ON client.id = visit.client_id
  LEFT JOIN site ON site.id = visit.site_id
  LEFT JOIN ticket AS chosen ON chosen.id = visit.next_ticket_id
  LEFT JOIN ticket AS next_ticket ON next_ticket.id = coalesce(chosen.merged_into, chosen.id)
  LEFT JOIN client AS next_client ON next_client.id = coalesce(visit.next_client_id, next_ticket.client_id)
"""
# The state is said in the words of the index of open visits.
UNDER_WAY = "visit.state <> 'ended'"
TO_CALL = "visit.state = 'ended' AND visit.called_at IS NULL"


def open_visit(db: sqlite3.Connection) -> VisitRow | None:
    """Give the visit under way, or None."""
    return fetch_one(db, VisitRow, f"{SELECT_VISIT} WHERE {UNDER_WAY}")


def visit_by_id(db: sqlite3.Connection, visit_id: int) -> VisitRow:
    """Give the visit of that number; it must exist."""
    return fetch(db, VisitRow, f"{SELECT_VISIT} WHERE visit.id = :visit_id", visit_id=visit_id)[0]


def visit_numbered(db: sqlite3.Connection, number: int) -> VisitRow | None:
    """Give the visit of a number that somebody typed, or None."""
    return fetch_one(db, VisitRow, f"{SELECT_VISIT} WHERE visit.id = :number", number=number)


# Of all clients, or of one.
OF_CLIENT = "(:client_id IS NULL OR visit.client_id = :client_id)"


def ended_visits(db: sqlite3.Connection, most: int, client_id: int | None = None) -> list[VisitRow]:
    """Give the last visits that have ended, of a client where that is given, the newest first."""
    sql = (
        f"{SELECT_VISIT} WHERE visit.left_at IS NOT NULL AND {OF_CLIENT}"
        " ORDER BY visit.left_at DESC, visit.id DESC LIMIT :most"
    )
    return fetch(db, VisitRow, sql, most=most, client_id=client_id)


def count_ended(db: sqlite3.Connection, client_id: int | None = None) -> int:
    """Give how many visits have ended, of a client where that is given."""
    if client_id is None:
        return int(db.execute("SELECT count(*) FROM visit WHERE left_at IS NOT NULL").fetchone()[0])
    sql = "SELECT count(*) FROM visit WHERE left_at > '' AND client_id = ?"
    return int(db.execute(sql, (client_id,)).fetchone()[0])


def last_to(db: sqlite3.Connection, client_id: int) -> VisitRow | None:
    """Give the last visit to a client that has ended, or None."""
    return next(iter(ended_visits(db, 1, client_id)), None)


def names_called(db: sqlite3.Connection) -> list[str]:
    """Give who was called after the last visits, the latest first, each once."""
    rows = ended_visits(db, MOST_CALLED)
    return list(dict.fromkeys(row.called_name for row in rows if row.called_name))


# The state is left out: only what has ended has a time of leaving, and its index leads.
DURING = "visit.left_at > :start AND coalesce(visit.went_at, visit.arrived_at, visit.recorded_at) < :end"


def visits_during(db: sqlite3.Connection, start: str, end: str) -> list[VisitRow]:
    """Give the first visits that have ended and were, the way there included, within `[start, end)` (UTC text)."""
    sql = f"{SELECT_VISIT} WHERE {DURING} ORDER BY visit.left_at, visit.id LIMIT 3"
    return fetch(db, VisitRow, sql, start=start, end=end)


def visit_at(db: sqlite3.Connection, client_id: int, at: str) -> VisitRow | None:
    """Give the visit to a client that has ended and was at an instant (UTC text), or None."""
    sql = (
        f"{SELECT_VISIT} WHERE visit.client_id = :client_id AND visit.left_at > :at"
        " AND coalesce(visit.went_at, visit.arrived_at, visit.recorded_at) <= :at ORDER BY visit.left_at LIMIT 1"
    )
    return fetch_one(db, VisitRow, sql, client_id=client_id, at=at)


def visits_to_call(db: sqlite3.Connection) -> list[VisitRow]:
    """Give the visits after which home was not called yet, the one that ended last, last."""
    # The plus keeps to the index of those that owe the call, which are few.
    return fetch(db, VisitRow, f"{SELECT_VISIT} WHERE {TO_CALL} ORDER BY +visit.left_at, visit.id")


class Changed(NamedTuple):
    """Something that others did on an open ticket: the kind of event with its small word, and what people read."""

    ticket_id: int
    kind: str
    detail: str
    text: str
    at: str


# The open tickets come first: they are few, and each reads its own events.
CHANGED = """
SELECT ticket.id AS ticket_id, ticket_event.kind, ticket_event.detail, ticket_event.text, ticket_event.at
  FROM ticket CROSS JOIN ticket_event ON ticket_event.ticket_id = ticket.id
 WHERE ticket.state IN ('new', 'working', 'waiting') AND ticket_event.recorded_at >= :since
   AND (ticket_event.imported = 1 OR ticket_event.kind = 'heard'
        OR ticket_event.kind = 'handover' AND ticket_event.detail NOT IN ('sent', 'taken'))
 ORDER BY ticket.priority, ticket.opened_at, ticket.id, ticket_event.recorded_at, ticket_event.id
"""


def changed_since(db: sqlite3.Connection, since: str) -> list[Changed]:
    """Give what others did on open tickets and was recorded at or after `since` (UTC text), in queue order.

    What a source said, what a client wrote, what a colleague handed over, and tickets that came in.
    """
    return fetch(db, Changed, CHANGED, since=since)


class Taken(NamedTuple):
    """A ticket that an import closed, or gave to somebody, with whose it was before (None: nobody's)."""

    ticket_id: int
    reference: str
    title: str
    priority: int
    client: str | None
    state: str
    owner: str | None
    owner_id: int | None
    owner_before: int | None
    at: str


# The journal knows how a ticket was before; an import is one operation. Where a column stands, the table says.
TAKEN = """
SELECT ticket.id AS ticket_id, ticket.reference, ticket.title, ticket.priority, client.code AS client, ticket.state,
       technician.name AS owner, ticket.owner_id,
       json_extract(journal.before, (SELECT '$[' || cid || ']' FROM pragma_table_info('ticket')
                                      WHERE name = 'owner_id')) AS owner_before,
       operation.at
  FROM operation
 CROSS JOIN journal ON journal.operation_id = operation.id
 CROSS JOIN ticket ON ticket.id = journal.row_id
  LEFT JOIN client ON client.id = ticket.client_id
  LEFT JOIN technician ON technician.id = ticket.owner_id
 WHERE operation.id > (SELECT max(id) FROM operation) - 500 AND operation.at >= :since
   AND operation.verb = 'import' AND operation.kind = 'write' AND operation.undone_by IS NULL
   AND journal.table_name = 'ticket' AND journal.before IS NOT NULL
   AND json_extract(journal.before, (SELECT '$[' || cid || ']' FROM pragma_table_info('ticket')
                                      WHERE name = 'state')) IN ('new', 'working', 'waiting')
   AND EXISTS (SELECT 1 FROM ticket_event WHERE ticket_event.ticket_id = ticket.id AND ticket_event.imported = 1
                  AND ticket_event.recorded_at >= :since
                  AND (ticket_event.kind = 'state' AND ticket_event.detail = ticket.state
                       AND ticket.state NOT IN ('new', 'working', 'waiting')
                       OR ticket_event.kind = 'owner' AND ticket_event.detail = CAST(ticket.owner_id AS TEXT)))
 ORDER BY journal.id
"""


def taken_since(db: sqlite3.Connection, since: str) -> list[Taken]:
    """Give the open tickets that imports at or after `since` (UTC text) closed or gave to somebody, once each.

    Only the last few hundred operations are looked at.
    """
    first: dict[int, Taken] = {}
    for row in fetch(db, Taken, TAKEN, since=since):
        first.setdefault(row.ticket_id, row)
    return list(first.values())


class ClientPlace(NamedTuple):
    """A place of a client: one of its sites, or the client itself (`site` is then None), which has no address."""

    client_id: int
    site: str | None
    address: str
    phone: str
    area: str


def places(db: sqlite3.Connection) -> list[ClientPlace]:
    """Give where clients are: their sites, and the area of the client itself, site by site before it."""
    sql = (
        "SELECT client_id, site, address, phone, area FROM ("
        "SELECT client_id, name AS site, address, phone, area, 0 AS place FROM site"
        " UNION ALL SELECT id, NULL, '', phone, area, 1 FROM client"
        ") ORDER BY client_id, place, site"
    )
    return fetch(db, ClientPlace, sql)


# --- writes: each is called inside an operation ---


def insert_visit(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a visit and give its number; raises sqlite3.IntegrityError where another one is under way."""
    return insert_row(db, "visit", fields)


CHANGEABLE = frozenset(
    (
        *"site_id state went_at arrived_at left_at note called_at called_name news".split(),
        *"next_ticket_id next_client_id".split(),
    )
)


def update_visit(db: sqlite3.Connection, visit_id: int, changes: dict[str, object]) -> None:
    """Set some of a visit's fields; raises ValueError for one that is not to change."""
    update_row(db, "visit", visit_id, changes, CHANGEABLE)


def leave_site(db: sqlite3.Connection, site_id: int) -> int:
    """Have no visit be at a site that is to be deleted, and give how many were."""
    return db.execute("UPDATE visit SET site_id = NULL WHERE site_id = ?", (site_id,)).rowcount
