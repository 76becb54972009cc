"""Clients in the store: the rows, and the SQL that gives them."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, value
from techday.database.rows import insert_row, update_row


class ClientRow(NamedTuple):
    """A client with the number of its open tickets; `cadence_days` is how often it wants to hear from us.

    `calendar` is the name of its own calendar, None where it has none; `zone` is its own time zone, or "". It is kept
    in touch with from the local day `starts_on`, else from the day on which it was added. A pause began at `paused_at`
    and ends on the local day `paused_until`, or when somebody says so.
    """

    id: int
    code: str
    name: str
    cadence_days: int
    level: str
    area: str
    phone: str
    billable: int
    placeholder: int
    created_at: str
    calendar_id: int | None
    calendar: str | None
    zone: str
    open_tickets: int
    starts_on: str | None
    paused_at: str | None
    paused_until: str | None
    pause_reason: str


SELECT_CLIENT = """
SELECT client.id, client.code, client.name, client.cadence_days, client.level, client.area, client.phone,
       client.billable, client.placeholder, client.created_at, client.calendar_id, calendar.name AS calendar,
       client.zone,
       (SELECT count(*) FROM ticket WHERE ticket.client_id = client.id
           AND ticket.state IN ('new', 'working', 'waiting')) AS open_tickets,
       client.starts_on, client.paused_at, client.paused_until, client.pause_reason
  FROM client
  LEFT JOIN calendar ON calendar.id = client.calendar_id
"""


class ClientName(NamedTuple):
    """A client by its names alone: for finding it by what was typed, and for completion."""

    id: int
    code: str
    name: str


def client_names(db: sqlite3.Connection) -> list[ClientName]:
    """Give the names of every client, by code."""
    return fetch(db, ClientName, "SELECT id, code, name FROM client ORDER BY code")


def clients(db: sqlite3.Connection) -> list[ClientRow]:
    """Give every client, by name."""
    return fetch(db, ClientRow, f"{SELECT_CLIENT} ORDER BY client.name_key")


def client_by_id(db: sqlite3.Connection, client_id: int) -> ClientRow:
    """Give the client of that row number; it must exist."""
    return fetch(db, ClientRow, f"{SELECT_CLIENT} WHERE client.id = :client_id", client_id=client_id)[0]


def code_of(db: sqlite3.Connection, client_id: int) -> str:
    """Give the code of the client of that row number; it must exist."""
    return str(value(db, "SELECT code FROM client WHERE id = :client_id", client_id=client_id))


class Agreed(NamedTuple):
    """What was agreed with a client of its clocks: level, calendar and zone, of which it may have any."""

    id: int
    level: str
    calendar_id: int | None
    zone: str


def agreed(db: sqlite3.Connection) -> list[Agreed]:
    """Give what was agreed with clients, of those only with whom anything was."""
    sql = "SELECT id, level, calendar_id, zone FROM client WHERE level <> '' OR calendar_id IS NOT NULL OR zone <> ''"
    return fetch(db, Agreed, sql)


def insert_client(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a client and give its row number; raises sqlite3.IntegrityError where code or name is taken."""
    return insert_row(db, "client", fields)


CHANGEABLE = frozenset(
    (
        *"code name name_key cadence_days level area phone billable calendar_id zone starts_on".split(),
        *"paused_at paused_until pause_reason".split(),
    )
)


def update_client(db: sqlite3.Connection, client_id: int, changes: dict[str, object]) -> None:
    """Set some of a client's fields; raises ValueError for an unknown one, IntegrityError for a taken name."""
    update_row(db, "client", client_id, changes, CHANGEABLE)
