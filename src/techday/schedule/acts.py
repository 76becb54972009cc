"""What is done to the schedule: acts inside a given store, which open no operation and print nothing."""

import json
import sqlite3
from datetime import datetime, tzinfo
from typing import NamedTuple

from techday.core.instants import to_text
from techday.outbox import acts as outbox
from techday.schedule import store
from techday.schedule.rules import ANSWERS, Values, facts_differ, facts_of, values_of
from techday.schedule.store import ItemRow
from techday.schedule.words import answer_words


class Origin(NamedTuple):
    """Where an item comes from: the identity that calendars give it, its subscription, or the series of one's own.

    `imported` is what its calendar says of it, as JSON; "" for an item of one's own.
    """

    uid: str
    instance: str = ""
    feed_id: int | None = None
    series_id: int | None = None
    imported: str = ""


def add(db: sqlite3.Connection, values: Values, origin: Origin, now: datetime) -> int:
    """Add an item, still to be answered, and give its number."""
    fields = {**values._asdict(), **origin._asdict(), "state": "proposed", "created_at": to_text(now)}
    return store.insert_item(db, fields)


def change(db: sqlite3.Connection, row: ItemRow, values: Values, zone: tzinfo, now: datetime) -> list[str]:
    """Have an item say something else, and give the names of the fields that changed.

    Where one of the facts changed that an answer holds for, the item is open again, and what the PSA was not told yet
    of that answer is owed no longer; else that says what the item says now.
    """
    before = values_of(row)
    changed = [field for field in Values._fields if getattr(before, field) != getattr(values, field)]
    if not changed:
        return []
    changes: dict[str, object] = {field: getattr(values, field) for field in changed}
    if facts_differ(before, values) and row.state in ANSWERS:
        changes |= {"state": "proposed", "reason": ""}
        outbox.drop_answer(db, row.id)
    store.update_item(db, row.id, changes)
    renew_answer(db, row.id, zone, now)
    return changed


def renew_answer(db: sqlite3.Connection, item_id: int, zone: tzinfo, now: datetime) -> None:
    """Have what the PSA was not told yet of an answer say what the item says now."""
    row = store.item_by_id(db, item_id)
    if row is not None and row.state in ANSWERS:
        outbox.renew_answer(db, item_id, row.ticket_id, answer_words(row, zone, now))


def leave_site(db: sqlite3.Connection, site_id: int, name: str) -> int:
    """Have all items at a site be at no site, and give how many there were.

    Where they name no place, the name of the site is their place from then on. It is the same place, so that answers
    and agreements hold.
    """
    return store.leave_site(db, site_id, name)


def answer(db: sqlite3.Connection, row: ItemRow, state: str, reason: str, now: datetime) -> None:
    """Acknowledge an item (`acknowledged`) or decline it (`declined`, with the reason), as it stands."""
    facts = json.dumps(facts_of(row), ensure_ascii=False)
    store.update_item(db, row.id, {"state": state, "reason": reason, "answered": facts, "answered_at": to_text(now)})


def cancel(db: sqlite3.Connection, row: ItemRow, reason: str, now: datetime) -> None:
    """Take an item off the schedule; it stays readable until it would have ended."""
    outbox.drop_answer(db, row.id)
    store.update_item(db, row.id, {"state": "cancelled", "reason": reason, "cancelled_at": to_text(now)})


def revive(db: sqlite3.Connection, row: ItemRow) -> None:
    """Put a cancelled item back, still to be answered; where it was answered before, that says so."""
    changes: dict[str, object] = {"state": "proposed", "reason": "", "cancelled_at": None}
    if row.answered:
        changes["answered"] = json.dumps({**json.loads(row.answered), "cancelled": True}, ensure_ascii=False)
    store.update_item(db, row.id, changes)
