"""Sites in the store: the rows, and the SQL that gives them."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one, value
from techday.database.rows import insert_row, update_row


class SiteRow(NamedTuple):
    """A place of a client, with the client's code; what is not known of it is ""."""

    id: int
    client_id: int
    name: str
    address: str
    area: str
    phone: str
    note: str
    client: str


SELECT_SITE = """
SELECT site.id, site.client_id, site.name, site.address, site.area, site.phone, site.note, client.code AS client
  FROM client
  JOIN site ON site.client_id = client.id
"""


def sites_of(db: sqlite3.Connection, client_id: int, most: int = -1) -> list[SiteRow]:
    """Give the sites of a client by name, the first `most` of them."""
    sql = f"{SELECT_SITE} WHERE client.id = :client_id ORDER BY site.name_key LIMIT :most"
    return fetch(db, SiteRow, sql, client_id=client_id, most=most)


def all_sites(db: sqlite3.Connection, most: int) -> list[SiteRow]:
    """Give the first `most` sites of all clients, by client and name."""
    return fetch(db, SiteRow, f"{SELECT_SITE} ORDER BY client.code, site.name_key LIMIT :most", most=most)


def count_sites(db: sqlite3.Connection, client_id: int | None) -> int:
    """Give how many sites a client has; how many there are in all without one."""
    if client_id is None:
        return int(value(db, "SELECT count(*) FROM site"))
    return int(value(db, "SELECT count(*) FROM site WHERE client_id = :client_id", client_id=client_id))


def site_named(db: sqlite3.Connection, client_id: int, name_key: str) -> SiteRow | None:
    """Give the site of a client whose whole name has this key, or None."""
    sql = f"{SELECT_SITE} WHERE site.client_id = :client_id AND site.name_key = :name_key"
    return fetch_one(db, SiteRow, sql, client_id=client_id, name_key=name_key)


def site_by_id(db: sqlite3.Connection, site_id: int) -> SiteRow:
    """Give the site of that row number; it must exist."""
    return fetch(db, SiteRow, f"{SELECT_SITE} WHERE site.id = :site_id", site_id=site_id)[0]


# --- writes: each is called inside an operation ---


def insert_site(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a site and give its row number; raises sqlite3.IntegrityError where its client has one of that name."""
    return insert_row(db, "site", fields)


CHANGEABLE = frozenset("name name_key address area phone note".split())


def update_site(db: sqlite3.Connection, site_id: int, changes: dict[str, object]) -> None:
    """Set some of a site's fields; raises ValueError for an unknown one, IntegrityError for a taken name."""
    update_row(db, "site", site_id, changes, CHANGEABLE)


def delete_site(db: sqlite3.Connection, site_id: int) -> int:
    """Delete a site and give how many people were there; these stay, and are at no site from then on."""
    placed = db.execute("UPDATE person SET site_id = NULL WHERE site_id = ?", (site_id,)).rowcount
    db.execute("DELETE FROM site WHERE id = ?", (site_id,))
    return placed
