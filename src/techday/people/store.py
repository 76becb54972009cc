"""People in the store: the rows, and the SQL that gives them."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one, value
from techday.database.rows import insert_row, update_row


class PersonRow(NamedTuple):
    """Somebody at a client, with the name of their site and the client's code; what is not known is "" or None.

    `channel` is phone, email, visit or chat: the way they like best. `main` is 1 for the one who is asked for first.
    """

    id: int
    client_id: int
    site_id: int | None
    site: str | None
    name: str
    role: str
    phone: str
    email: str
    channel: str | None
    main: int
    note: str
    client: str


SELECT_PERSON = """
SELECT person.id, person.client_id, person.site_id, site.name AS site, person.name, person.role, person.phone,
       person.email, person.channel, person.main, person.note, client.code AS client
  FROM client
  JOIN person ON person.client_id = client.id
  LEFT JOIN site ON site.id = person.site_id
"""


def people_of(db: sqlite3.Connection, client_id: int, most: int = -1) -> list[PersonRow]:
    """Give the people of a client, the main one first, then by name; the first `most` of them."""
    sql = f"{SELECT_PERSON} WHERE client.id = :client_id ORDER BY person.main DESC, person.name_key LIMIT :most"
    return fetch(db, PersonRow, sql, client_id=client_id, most=most)


def all_people(db: sqlite3.Connection, most: int) -> list[PersonRow]:
    """Give the first `most` people of all clients: by client, the main one first, then by name."""
    sql = f"{SELECT_PERSON} ORDER BY client.code, person.main DESC, person.name_key LIMIT :most"
    return fetch(db, PersonRow, sql, most=most)


def count_people(db: sqlite3.Connection, client_id: int | None) -> int:
    """Give how many people are known at a client; how many there are in all without one."""
    if client_id is None:
        return int(value(db, "SELECT count(*) FROM person"))
    return int(value(db, "SELECT count(*) FROM person WHERE client_id = :client_id", client_id=client_id))


def person_named(db: sqlite3.Connection, client_id: int, name_key: str) -> PersonRow | None:
    """Give the person at a client whose whole name has this key, or None."""
    sql = f"{SELECT_PERSON} WHERE person.client_id = :client_id AND person.name_key = :name_key"
    return fetch_one(db, PersonRow, sql, client_id=client_id, name_key=name_key)


def person_by_id(db: sqlite3.Connection, person_id: int) -> PersonRow:
    """Give the person of that row number; they must be there."""
    return fetch(db, PersonRow, f"{SELECT_PERSON} WHERE person.id = :person_id", person_id=person_id)[0]


# --- writes: each is called inside an operation ---


def insert_person(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a person and give the row number; raises sqlite3.IntegrityError where the client has one of that name."""
    return insert_row(db, "person", fields)


CHANGEABLE = frozenset("site_id name name_key role phone email channel main note".split())


def update_person(db: sqlite3.Connection, person_id: int, changes: dict[str, object]) -> None:
    """Set some of a person's fields; raises ValueError for an unknown one, IntegrityError for a taken name."""
    update_row(db, "person", person_id, changes, CHANGEABLE)


def leave_main(db: sqlite3.Connection, client_id: int, person_id: int) -> None:
    """Have nobody at a client but this person be the main one."""
    sql = "UPDATE person SET main = 0 WHERE client_id = ? AND main = 1 AND id <> ?"
    db.execute(sql, (client_id, person_id))


def delete_person(db: sqlite3.Connection, person_id: int) -> int:
    """Delete a person and give how many contacts were with them; these stay, without a name."""
    contacts = db.execute("UPDATE contact SET person_id = NULL WHERE person_id = ?", (person_id,)).rowcount
    db.execute("DELETE FROM person WHERE id = ?", (person_id,))
    return contacts
