"""Agreements to travel in the store, and the travel that still needs one."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch
from techday.database.rows import insert_row


class AgreementRow(NamedTuple):
    """That a side, `manager` or `client`, agreed to a travel item: who, and when; `agreed` is JSON of what it said."""

    id: int
    item_id: int
    side: str
    name: str
    at: str
    recorded_at: str
    agreed: str


class TravelRow(NamedTuple):
    """A travel item with what was agreed to of it, JSON by side, "" where nobody did."""

    id: int
    uid: str
    title: str
    starts_at: str
    ends_at: str
    first_day: str | None
    last_day: str | None
    place: str
    client_id: int | None
    site_id: int | None
    manager: str
    of_client: str


def agreements_of(db: sqlite3.Connection, item_id: int) -> list[AgreementRow]:
    """Give the agreements to an item, the service manager's first."""
    sql = """
    SELECT id, item_id, side, name, at, recorded_at, agreed FROM travel_agreement
     WHERE item_id = :item_id ORDER BY side DESC
    """
    return fetch(db, AgreementRow, sql, item_id=item_id)


def travel_after(db: sqlite3.Connection, now: str) -> list[TravelRow]:
    """Give the travel of the user that ends after an instant (UTC text) and is not off, with its agreements."""
    sql = """
    SELECT item.id, item.uid, item.title, item.starts_at, item.ends_at, item.first_day, item.last_day,
           item.place, item.client_id, item.site_id, coalesce(manager.agreed, '') AS manager,
           coalesce(client.agreed, '') AS of_client
      FROM schedule_item AS item
      LEFT JOIN travel_agreement AS manager ON manager.item_id = item.id AND manager.side = 'manager'
      LEFT JOIN travel_agreement AS client ON client.item_id = item.id AND client.side = 'client'
     WHERE item.kind = 'travel' AND item.ends_at > :now AND item.technician = ''
       AND item.state IN ('proposed', 'acknowledged')
     ORDER BY item.starts_at, item.id
    """
    return fetch(db, TravelRow, sql, now=now)


# --- writes: each is called inside an operation ---


def insert_agreement(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add an agreement and give its row number; raises IntegrityError where its side has agreed already."""
    return insert_row(db, "travel_agreement", fields)


def delete_agreement(db: sqlite3.Connection, agreement_id: int) -> None:
    """Take an agreement away."""
    db.execute("DELETE FROM travel_agreement WHERE id = :agreement_id", {"agreement_id": agreement_id})
