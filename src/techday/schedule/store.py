"""The schedule in the store: its items, and the SQL that gives them."""

import json
import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from techday.database.fetch import fetch, value
from techday.database.rows import insert_row, update_row


class ItemRow(NamedTuple):
    """An item with the names of what it is tied to; instants are UTC text, days local dates.

    `first_day` and `last_day` (both included) are those of an item of whole days, None for all else; `instance` is ""
    for what happens once. `ticket` is the reference of the ticket, of a merged one that of its target. `technician`
    is "" where the user is meant. `answered` and `imported` are JSON, "" where there is none; `has_source` tells
    whether a calendar brought it.
    """

    id: int
    uid: str
    instance: str
    feed_id: int | None
    feed: str | None
    series_id: int | None
    title: str
    kind: str
    starts_at: str
    ends_at: str
    all_day: int
    first_day: str | None
    last_day: str | None
    place: str
    client_id: int | None
    client: str | None
    client_name: str | None
    site_id: int | None
    site: str | None
    ticket_id: int | None
    ticket: str | None
    project_id: int | None
    project: str | None
    technician: str
    note: str
    state: str
    answered_at: str | None
    reason: str
    answered: str
    imported: str
    created_at: str
    cancelled_at: str | None


SELECT_ITEM = """
SELECT item.id, item.uid, item.instance, item.feed_id, feed.name AS feed, item.series_id, item.title, item.kind,
       item.starts_at, item.ends_at, item.all_day, item.first_day, item.last_day, item.place, item.client_id,
       client.code AS client, client.name AS client_name, item.site_id, site.name AS site, ticket.id AS ticket_id,
       ticket.reference AS ticket, item.project_id, project.name AS project, item.technician, item.note, item.state,
       item.answered_at, item.reason, item.answered, item.imported, item.created_at, item.cancelled_at
  FROM schedule_item AS item
  LEFT JOIN schedule_feed AS feed ON feed.id = item.feed_id
  LEFT JOIN client ON client.id = item.client_id
  LEFT JOIN site ON site.id = item.site_id
  LEFT JOIN ticket AS own ON own.id = item.ticket_id
  LEFT JOIN ticket ON ticket.id = coalesce(own.merged_into, own.id)
  LEFT JOIN project ON project.id = item.project_id
"""
IN_ORDER = "ORDER BY item.starts_at, item.ends_at, item.id"


def items_between(db: sqlite3.Connection, start: str, end: str) -> list[ItemRow]:
    """Give the items that touch the time from `start` to `end` (UTC text, half open), whatever their state.

    One that takes no time is touched where it starts within.
    """
    return fetch(
        db,
        ItemRow,
        f"{SELECT_ITEM} WHERE item.ends_at >= :start AND item.starts_at < :end"
        f" AND (item.ends_at > :start OR item.starts_at >= :start) {IN_ORDER}",
        start=start,
        end=end,
    )


def item_by_id(db: sqlite3.Connection, item_id: int) -> ItemRow | None:
    """Give the item of that number, None where there is none."""
    found = fetch(db, ItemRow, f"{SELECT_ITEM} WHERE item.id = :item_id", item_id=item_id)
    return found[0] if found else None


def items_of_uid(db: sqlite3.Connection, uid: str) -> list[ItemRow]:
    """Give all instances of what calendars know by a UID."""
    return fetch(db, ItemRow, f"{SELECT_ITEM} WHERE item.uid = :uid {IN_ORDER}", uid=uid)


def items_by_identity(db: sqlite3.Connection, identities: Collection[tuple[str, str]]) -> list[ItemRow]:
    """Give those items that go by one of the identities, each a UID and an instance."""
    return fetch(
        db,
        ItemRow,
        f"{SELECT_ITEM} WHERE (item.uid, item.instance) IN (SELECT json_extract(value, '$[0]'),"
        f" json_extract(value, '$[1]') FROM json_each(:identities)) {IN_ORDER}",
        identities=json.dumps(list(identities)),
    )


def items_of_uids(db: sqlite3.Connection, uids: Collection[str], start: str, end: str) -> list[ItemRow]:
    """Give all instances of several UIDs that begin after `start` and before `end` (UTC text)."""
    return fetch(
        db,
        ItemRow,
        f"{SELECT_ITEM} WHERE item.uid IN (SELECT value FROM json_each(:uids))"
        f" AND item.starts_at > :start AND item.starts_at < :end {IN_ORDER}",
        uids=json.dumps(list(uids)),
        start=start,
        end=end,
    )


def items_of_feed(db: sqlite3.Connection, feed_id: int, after: str) -> list[ItemRow]:
    """Give the items of a subscribed calendar that end after an instant (UTC text)."""
    return fetch(
        db,
        ItemRow,
        f"{SELECT_ITEM} WHERE item.feed_id = :feed_id AND item.ends_at > :after {IN_ORDER}",
        feed_id=feed_id,
        after=after,
    )


def items_of_series(db: sqlite3.Connection, series_id: int) -> list[ItemRow]:
    """Give all items of a series of one's own."""
    return fetch(db, ItemRow, f"{SELECT_ITEM} WHERE item.series_id = :series_id {IN_ORDER}", series_id=series_id)


def coming_of_client(db: sqlite3.Connection, client_id: int, after: str, most: int) -> list[ItemRow]:
    """Give the first items of a client that end after an instant (UTC text) and were not cancelled."""
    return fetch(
        db,
        ItemRow,
        f"{SELECT_ITEM} WHERE item.client_id = :client_id AND item.ends_at > :after AND item.state <> 'cancelled'"
        f" {IN_ORDER} LIMIT :most",
        client_id=client_id,
        after=after,
        most=most,
    )


def count_coming_of_client(db: sqlite3.Connection, client_id: int, after: str) -> int:
    """Give how many items of a client end after an instant (UTC text) and were not cancelled."""
    sql = (
        "SELECT count(*) FROM schedule_item AS item WHERE item.client_id = :client_id AND item.ends_at > :after"
        " AND item.state <> 'cancelled'"
    )
    return int(value(db, sql, client_id=client_id, after=after))


def coming_of_project(db: sqlite3.Connection, project_id: int, after: str, most: int) -> list[ItemRow]:
    """Give the first items of a project that end after an instant (UTC text) and were not cancelled."""
    return fetch(
        db,
        ItemRow,
        f"{SELECT_ITEM} WHERE item.project_id = :project_id AND item.ends_at > :after AND item.state <> 'cancelled'"
        f" {IN_ORDER} LIMIT :most",
        project_id=project_id,
        after=after,
        most=most,
    )


# --- writes: each is called inside an operation ---

# Where answers and agreements, JSON, hold for a site that is given up, they hold for the place of that name.
PLACE_IN_JSON = "json_extract({column}, '$.place')"
WITHOUT_SITE = (
    "CASE WHEN {column} <> '' AND json_extract({column}, '$.site_id') = :site_id THEN"
    " json_set({column}, '$.site_id', NULL, '$.site', '',"
    f" '$.place', CASE {PLACE_IN_JSON} WHEN '' THEN :name ELSE {PLACE_IN_JSON} END) ELSE {{column}} END"
)


def leave_site(db: sqlite3.Connection, site_id: int, name: str) -> int:
    """Have all items at a site be at no site, but at a place of its name where they have none; give how many."""
    bound = {"site_id": site_id, "name": name}
    db.execute(
        f"UPDATE travel_agreement SET agreed = {WITHOUT_SITE.format(column='agreed')}"
        " WHERE item_id IN (SELECT id FROM schedule_item WHERE site_id = :site_id)",
        bound,
    )
    return db.execute(
        "UPDATE schedule_item SET site_id = NULL, place = CASE place WHEN '' THEN :name ELSE place END,"
        f" answered = {WITHOUT_SITE.format(column='answered')} WHERE site_id = :site_id",
        bound,
    ).rowcount


CHANGEABLE: Collection[str] = frozenset(
    (
        *"title kind starts_at ends_at all_day first_day last_day place client_id site_id ticket_id project_id".split(),
        *"technician note state answered_at reason answered imported feed_id series_id instance cancelled_at".split(),
    )
)


def insert_item(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add an item and give its number; raises IntegrityError where its UID and instance are taken."""
    return insert_row(db, "schedule_item", fields)


def update_item(db: sqlite3.Connection, item_id: int, changes: dict[str, object]) -> None:
    """Set some of an item's fields; raises ValueError for an unknown one."""
    update_row(db, "schedule_item", item_id, changes, CHANGEABLE)
