"""The outbox in the store: what is owed to the PSA, what it was told, and the statements that keep both.

What is owed is kept from the journal (`database.owed`); an item of a ticket that has no number in the PSA any more
waits unseen.
"""

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from techday.database.fetch import fetch, value
from techday.database.owed import CONTENT, KNOWN_OF, KNOWN_TICKET

# The ticket of an item as the PSA knows it: what it was told on a ticket's own number is corrected there.
TICKET = (
    " LEFT JOIN ticket AS own ON own.id = item.ticket_id LEFT JOIN ticket AS target ON target.id = own.merged_into"
    " LEFT JOIN ticket ON ticket.id = CASE WHEN item.state = 'changed' AND item.told_ticket_id = own.id THEN own.id"
    f" ELSE coalesce({KNOWN_TICKET}, target.id, own.id) END"
)
KNOWN = "(item.ticket_id IS NULL OR ticket.external_id IS NOT NULL)"
# A fix that was completed since stands on the ticket; the event of its resolution still has the first words.
LAST_RESOLVED = (
    "(SELECT max(id) FROM ticket_event WHERE ticket_id = {ticket} AND kind = 'state' AND detail = 'resolved')"
)


class ItemRow(NamedTuple):
    """An item of the outbox, with what it is about; instants are UTC text.

    `at` is when it happened. The fields from `started_at` on are those of the time entry, None for all else and where
    the entry is no more; `billable` is what was said of it alone. `text` is that of the words. `told` is what the PSA
    was told of it, "" before.
    """

    id: int
    kind: str
    state: str
    told_at: str | None
    told: str
    entry_id: int | None
    ticket_id: int | None
    ticket: str | None
    title: str | None
    client: str | None
    client_name: str | None
    at: str
    text: str
    started_at: str | None
    ended_at: str | None
    work_type: str | None
    note: str | None
    billable: int | None
    internal_note: str | None


SELECT_ITEM = f"""
SELECT item.id, item.kind, item.state, item.told_at, item.told, item.entry_id, ticket.id AS ticket_id,
       ticket.reference AS ticket, ticket.title, client.code AS client, client.name AS client_name,
       coalesce(event.at, entry.started_at, item.created_at) AS at,
       CASE WHEN item.event_id IS NULL THEN item.text
            WHEN item.kind = 'fix' AND event.id = {LAST_RESOLVED.format(ticket="own.id")} THEN own.fix
            ELSE event.text END AS text,
       entry.started_at, entry.ended_at, entry.work_type, entry.note, entry.billable,
       entry.internal_note
  FROM outbox_item AS item{TICKET}
  LEFT JOIN client ON client.id = ticket.client_id
  LEFT JOIN ticket_event AS event ON event.id = item.event_id
  LEFT JOIN time_entry AS entry ON entry.id = item.entry_id
"""


def owed_items(db: sqlite3.Connection) -> list[ItemRow]:
    """Give what the PSA must still learn, what changed since it was told, and what must be taken back; oldest first."""
    return fetch(db, ItemRow, f"{SELECT_ITEM} WHERE item.state <> 'told' AND {KNOWN} ORDER BY at, item.id")


def told_items(db: sqlite3.Connection, limit: int) -> list[ItemRow]:
    """Give the newest `limit` items that the PSA has learnt, newest first."""
    # By number, which needs no index: what is told is told soon after it is owed.
    return fetch(
        db, ItemRow, f"{SELECT_ITEM} WHERE item.state = 'told' ORDER BY item.id DESC LIMIT :limit", limit=limit
    )


def state_of(db: sqlite3.Connection, item_id: int) -> str | None:
    """Give the state of the item of that number, None where there never was one."""
    found = value(db, "SELECT state FROM outbox_item WHERE id = :item_id", item_id=item_id)
    return None if found is None else str(found)


def without_entry(db: sqlite3.Connection) -> list[int]:
    """Give the items of time entries that are no more, though no one said so to the outbox."""
    sql = (
        "SELECT item.id FROM outbox_item AS item WHERE item.entry_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM time_entry WHERE time_entry.id = item.entry_id)"
    )
    return [row[0] for row in db.execute(sql)]


# --- writes: each is called inside an operation ---


def insert_for_event(db: sqlite3.Connection, kind: str, ticket_id: int, event_id: int, at: str) -> None:
    """Add an item for words on a ticket, where the PSA knows that ticket."""
    db.execute(
        "INSERT INTO outbox_item (kind, state, created_at, ticket_id, event_id)"
        " SELECT :kind, 'owed', :at, :ticket_id, :event_id"
        f" WHERE {KNOWN_OF.format(ticket=':ticket_id')} IS NOT NULL",
        {"kind": kind, "at": at, "ticket_id": ticket_id, "event_id": event_id},
    )


def compare_fix(db: sqlite3.Connection, ticket_id: int) -> None:
    """Bring the item of a ticket's last resolution back as changed where its fix is no longer what the PSA was told."""
    db.execute(
        "UPDATE outbox_item SET state = CASE WHEN told = (SELECT fix FROM ticket WHERE id = :ticket_id) THEN 'told'"
        " ELSE 'changed' END WHERE kind = 'fix' AND state IN ('told', 'changed')"
        f" AND event_id = {LAST_RESOLVED.format(ticket=':ticket_id')}",
        {"ticket_id": ticket_id},
    )


def mark_told(db: sqlite3.Connection, items: Collection[ItemRow], at: str) -> None:
    """Mark items as told, with what was told; one that was to be taken back is done with, and says so from then on."""
    onto = (
        "told_ticket_id = CASE WHEN state = 'changed' AND told_ticket_id = ticket_id THEN ticket_id"
        f" ELSE {KNOWN_OF.format(ticket='outbox_item.ticket_id')} END"
    )
    for item in items:
        values = {"item_id": item.id, "at": at, "text": item.text}
        if item.state == "removed":
            sql = (
                "UPDATE outbox_item SET state = 'told', told_at = :at, card_id = NULL,"
                " text = CASE WHEN text = '' THEN 'taken back' ELSE 'taken back: ' || text END WHERE id = :item_id"
            )
        elif item.entry_id is not None:
            sql = (
                f"UPDATE outbox_item SET state = 'told', told_at = :at, {onto},"
                f" told = (SELECT {CONTENT} FROM time_entry AS entry WHERE entry.id = entry_id) WHERE id = :item_id"
            )
        else:
            sql = f"UPDATE outbox_item SET state = 'told', told_at = :at, {onto}, told = :text WHERE id = :item_id"
        db.execute(sql, values)


def insert_for_card(db: sqlite3.Connection, card_id: int, text: str, at: str) -> None:
    """Add the item of a submitted time card; one that was to be taken back has changed instead."""
    values = {"card_id": card_id, "text": text, "at": at}
    changed = db.execute(
        "UPDATE outbox_item SET state = 'changed', text = :text WHERE card_id = :card_id AND state = 'removed'", values
    )
    if not changed.rowcount:
        db.execute(
            "INSERT INTO outbox_item (kind, state, created_at, card_id, text)"
            " VALUES ('submission', 'owed', :at, :card_id, :text)",
            values,
        )


def drop_for_card(db: sqlite3.Connection, card_id: int) -> None:
    """Forget the item of a time card that the PSA was not told of yet."""
    db.execute("DELETE FROM outbox_item WHERE card_id = ? AND state = 'owed'", (card_id,))


def take_back_for_card(db: sqlite3.Connection, card_id: int) -> None:
    """Forget the item of a recalled time card; what the PSA was told of it is to be taken back."""
    drop_for_card(db, card_id)
    db.execute(
        "UPDATE outbox_item SET state = 'removed', text = told WHERE card_id = ? AND state IN ('told', 'changed')",
        (card_id,),
    )


def insert_for_schedule(
    db: sqlite3.Connection, kind: str, item_id: int, ticket_id: int | None, text: str, at: str
) -> None:
    """Add the answer to an item of the schedule; it belongs to the item's ticket where the PSA knows that."""
    db.execute(
        "INSERT INTO outbox_item (kind, state, created_at, ticket_id, schedule_item_id, text)"
        f" VALUES (:kind, 'owed', :at, {KNOWN_OF.format(ticket=':ticket_id')}, :item_id, :text)",
        {"kind": kind, "at": at, "ticket_id": ticket_id, "item_id": item_id, "text": text},
    )


def renew_for_schedule(db: sqlite3.Connection, item_id: int, ticket_id: int | None, text: str) -> None:
    """Set the words and the ticket of the answer to an item of the schedule that the PSA was not told of yet."""
    db.execute(
        f"UPDATE outbox_item SET text = :text, ticket_id = {KNOWN_OF.format(ticket=':ticket_id')}"
        " WHERE schedule_item_id = :item_id AND state = 'owed'",
        {"item_id": item_id, "ticket_id": ticket_id, "text": text},
    )


def owed_for_schedule(db: sqlite3.Connection, item_id: int) -> str:
    """Give the words of the answer to an item of the schedule that the PSA was not told of yet, "" for none."""
    sql = "SELECT coalesce(max(text), '') FROM outbox_item WHERE schedule_item_id = :item_id AND state = 'owed'"
    return str(value(db, sql, item_id=item_id))


def drop_for_schedule(db: sqlite3.Connection, item_id: int) -> None:
    """Forget the answer to an item of the schedule that the PSA was not told of yet."""
    db.execute("DELETE FROM outbox_item WHERE schedule_item_id = ? AND state = 'owed'", (item_id,))


def insert_for_time_off(db: sqlite3.Connection, time_off_id: int, text: str, at: str) -> None:
    """Add a request for time off."""
    db.execute(
        "INSERT INTO outbox_item (kind, state, created_at, time_off_id, text)"
        " VALUES ('request', 'owed', :at, :time_off_id, :text)",
        {"at": at, "time_off_id": time_off_id, "text": text},
    )


def drop_for_time_off(db: sqlite3.Connection, time_off_id: int) -> None:
    """Forget a request for time off that the PSA was not told of yet."""
    db.execute("DELETE FROM outbox_item WHERE time_off_id = ? AND state = 'owed'", (time_off_id,))
