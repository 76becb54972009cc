"""What is done to subscribed calendars: acts inside a given store, which open no operation and print nothing."""

import json
import sqlite3
from datetime import datetime

from techday.core.instants import to_text
from techday.core.names import Named, find_named
from techday.core.text import as_argument, clean_line, fold
from techday.errors import BadUsage, Refused
from techday.schedule import acts, feed_store
from techday.schedule.feed_store import FeedRow
from techday.schedule.store import items_of_feed, update_item

NAME_LENGTH = 60
UNSUBSCRIBED = "unsubscribed"


def find(db: sqlite3.Connection, text: str, now: datetime) -> FeedRow:
    """Give the subscribed calendar that `text` names; raises NotFound with the nearest."""
    candidates = [Named(row, [row.name]) for row in feed_store.feeds(db, now)]
    return find_named(text, candidates, "subscribed calendar", "techday schedule subscribe")


def of_address(db: sqlite3.Connection, url: str, now: datetime) -> FeedRow | None:
    """Give the calendar that is subscribed to at an address, None where there is none."""
    return next((row for row in feed_store.feeds(db, now) if row.url == url), None)


def add(db: sqlite3.Connection, name: str, url: str, now: datetime) -> FeedRow:
    """Subscribe to an address, and give the calendar.

    Raises BadUsage for a name of which nothing is left, Refused for a taken one.
    """
    name = checked_name(db, name)
    fields: dict[str, object] = {"name": name, "name_key": fold(name), "url": url, "created_at": to_text(now)}
    added = feed_store.feed_by_id(db, feed_store.insert_feed(db, fields), now)
    assert added is not None  # noqa: S101  # it was just inserted
    return added


def rename(db: sqlite3.Connection, feed: FeedRow, name: str) -> str:
    """Give a calendar another name, and give that; raises as `add`."""
    if fold(name) != fold(feed.name):
        name = checked_name(db, name)
    name = clean_line(name, NAME_LENGTH)
    if name != feed.name:
        feed_store.update_feed(db, feed.id, {"name": name, "name_key": fold(name)})
    return name


def checked_name(db: sqlite3.Connection, text: str) -> str:
    """Clean the name of a calendar; raises BadUsage where nothing is left of it, Refused where another one has it."""
    name = clean_line(text, NAME_LENGTH)
    if not fold(name):
        raise BadUsage("A calendar needs a name", hint="--name Dispatch")
    if feed_store.name_key_taken(db, fold(name)):
        raise Refused(
            f"There is a calendar {name} already",
            hint="Give it another --name; or if this is its new address, first techday schedule unsubscribe"
            f" {as_argument(name)} --keep, and what was answered stays",
        )
    return name


def remove(db: sqlite3.Connection, feed: FeedRow, keep: bool, now: datetime) -> int:
    """Stop reading a calendar: what of it has not begun is cancelled, unless it is to `keep`; give how many that are.

    All that stays is on the schedule like items of one's own. What is cancelled comes back with its calendar.
    """
    ahead = [row for row in items_of_feed(db, feed.id, to_text(now)) if row.starts_at > to_text(now)]
    gone = [] if keep else [row for row in ahead if row.state != "cancelled"]
    for row in gone:
        acts.cancel(db, row, UNSUBSCRIBED, now)
        # The calendar no longer says it: where it says so again, it is back, unlike what was cancelled by hand.
        imported = json.dumps({**json.loads(row.imported or "{}"), "status": "gone"}, ensure_ascii=False)
        update_item(db, row.id, {"imported": imported})
    feed_store.delete_feed(db, feed.id)
    return len(gone)
