"""Contacts in the store, and the clients among whom the rotation chooses: the rows, and the SQL that gives them."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one, value
from techday.database.rows import insert_row


class ContactRow(NamedTuple):
    """Being in touch with a client: `done`, `tried` or `skipped`, with what was talked of, or the reason of a skip.

    `at` and `again_at` are UTC text, `day` is the shift day that it belongs to; `person` is a name, `ticket` a
    reference.
    """

    id: int
    client_id: int
    kind: str
    at: str
    day: str
    channel: str | None
    person: str | None
    note: str
    ticket: str | None
    again_at: str | None


SELECT_CONTACT = """
SELECT contact.id, contact.client_id, contact.kind, contact.at, contact.day, contact.channel, person.name AS person,
       contact.note, ticket.reference AS ticket, contact.again_at
  FROM contact
  LEFT JOIN person ON person.id = contact.person_id
  LEFT JOIN ticket AS about ON about.id = contact.ticket_id
  LEFT JOIN ticket ON ticket.id = coalesce(about.merged_into, about.id)
"""


def last_contacts(db: sqlite3.Connection, client_id: int, most: int) -> list[ContactRow]:
    """Give the last times that a client was spoken to, newest first."""
    sql = (
        f"{SELECT_CONTACT} WHERE contact.client_id = :client_id AND contact.kind = 'done'"
        " ORDER BY contact.at DESC, contact.day DESC, contact.id DESC LIMIT :most"
    )
    return fetch(db, ContactRow, sql, client_id=client_id, most=most)


def last_contact(db: sqlite3.Connection, client_id: int) -> ContactRow | None:
    """Give the last time that a client was spoken to, None where it never was."""
    return next(iter(last_contacts(db, client_id, 1)), None)


def count_contacts(db: sqlite3.Connection, client_id: int) -> int:
    """Give how often a client was spoken to."""
    sql = "SELECT count(*) FROM contact WHERE client_id = :client_id AND kind = 'done'"
    return int(value(db, sql, client_id=client_id))


def contact_by_id(db: sqlite3.Connection, contact_id: int) -> ContactRow:
    """Give the contact of that row number; it must exist."""
    found = fetch_one(db, ContactRow, f"{SELECT_CONTACT} WHERE contact.id = :contact_id", contact_id=contact_id)
    if found is None:
        raise LookupError(f"no contact {contact_id}")
    return found


class Candidate(NamedTuple):
    """A client as the rotation sees it: how often it wants to hear from us, and when it last did.

    `last_at` and `last_day` are those of the last time that it was spoken to; `tried_at` and `again_at` those of the
    last try, after which it is not to be offered before `again_at`. Instants are UTC text, days local dates.
    """

    id: int
    code: str
    name: str
    name_key: str
    cadence_days: int
    created_at: str
    starts_on: str | None
    paused_at: str | None
    paused_until: str | None
    pause_reason: str
    last_at: str | None
    last_day: str | None
    tried_at: str | None
    again_at: str | None


# Each look into the contacts ends at the first row of their index, however many there are.
LAST = "FROM contact WHERE contact.client_id = client.id AND contact.kind = '{}' ORDER BY at DESC, day DESC, id DESC"
CANDIDATES = f"""
SELECT client.id, client.code, client.name, client.name_key, client.cadence_days, client.created_at, client.starts_on,
       client.paused_at, client.paused_until, client.pause_reason,
       (SELECT at {LAST.format("done")} LIMIT 1) AS last_at,
       (SELECT day {LAST.format("done")} LIMIT 1) AS last_day,
       tried.at AS tried_at, tried.again_at
  FROM client
  LEFT JOIN contact AS tried ON tried.id = (SELECT contact.id {LAST.format("tried")} LIMIT 1)
 WHERE client.placeholder = 0
"""


def candidates(db: sqlite3.Connection) -> list[Candidate]:
    """Give every client but the placeholder, paused ones and those still to come too."""
    return fetch(db, Candidate, CANDIDATES)


def candidate_by_id(db: sqlite3.Connection, client_id: int) -> Candidate:
    """Give the client of that row number, which must exist and not be the placeholder."""
    return fetch(db, Candidate, f"{CANDIDATES} AND client.id = :client_id", client_id=client_id)[0]


class TodayRow(NamedTuple):
    """Something that was done about a client in a shift day; `at` is UTC text."""

    client_id: int
    kind: str
    at: str
    note: str


def contacts_on(db: sqlite3.Connection, day: str) -> list[TodayRow]:
    """Give all that was done about clients in a shift day, in the order in which it was."""
    sql = (
        "SELECT contact.client_id, contact.kind, contact.at, contact.note FROM contact"
        " JOIN client ON client.id = contact.client_id"
        " WHERE contact.day = :day AND client.placeholder = 0 ORDER BY contact.at, contact.id"
    )
    return fetch(db, TodayRow, sql, day=day)


def is_placeholder(db: sqlite3.Connection, client_id: int) -> bool:
    """Tell whether a client is the placeholder, which stands for nobody."""
    return bool(value(db, "SELECT placeholder FROM client WHERE id = :client_id", client_id=client_id))


def insert_contact(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a contact and give its row number."""
    return insert_row(db, "contact", fields)
