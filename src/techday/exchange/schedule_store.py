"""What the store knows by name, for telling of which client, site, ticket and technician an event is."""

import json
import sqlite3
from collections.abc import Iterable

from techday.database.fetch import fetch
from techday.schedule.guessing import KnownClient, KnownSite, KnownTicket


def known_clients(db: sqlite3.Connection) -> list[KnownClient]:
    """Give the names of all clients but the placeholder: a client that nobody knows is no name."""
    return fetch(db, KnownClient, "SELECT id, code, name FROM client WHERE placeholder = 0 ORDER BY id")


def known_sites(db: sqlite3.Connection) -> list[KnownSite]:
    """Give the names and addresses of all sites."""
    return fetch(db, KnownSite, "SELECT id, client_id, name, address FROM site ORDER BY id")


def known_tickets(db: sqlite3.Connection, references: Iterable[str]) -> list[KnownTicket]:
    """Give those tickets that go by one of the references; what was merged has the client of its target."""
    sql = (
        "SELECT ticket.id, ticket.reference, client.id AS client_id FROM ticket"
        " LEFT JOIN ticket AS target ON target.id = ticket.merged_into"
        " LEFT JOIN client ON client.id = coalesce(target.client_id, ticket.client_id) AND client.placeholder = 0"
        " WHERE ticket.reference IN (SELECT value FROM json_each(:listed))"
    )
    return fetch(db, KnownTicket, sql, listed=json.dumps(list(references)))
