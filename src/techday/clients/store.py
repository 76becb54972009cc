"""Clients in the store: the rows, and the SQL that gives them."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch
from techday.database.rows import insert_row, update_row


class ClientRow(NamedTuple):
    """A client with the number of its open tickets; `cadence_days` is how often it wants to hear from us."""

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
    open_tickets: int


SELECT_CLIENT = """
SELECT client.id, client.code, client.name, client.cadence_days, client.level, client.area, client.phone,
       client.billable, client.placeholder, client.created_at,
       (SELECT count(*) FROM ticket WHERE ticket.client_id = client.id
           AND ticket.state IN ('new', 'working', 'waiting')) AS open_tickets
  FROM client
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


def insert_client(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a client and give its row number; raises sqlite3.IntegrityError where code or name is taken."""
    return insert_row(db, "client", fields)


CHANGEABLE = frozenset("code name name_key cadence_days level area phone billable".split())


def update_client(db: sqlite3.Connection, client_id: int, changes: dict[str, object]) -> None:
    """Set some of a client's fields; raises ValueError for an unknown one, IntegrityError for a taken name."""
    update_row(db, "client", client_id, changes, CHANGEABLE)
