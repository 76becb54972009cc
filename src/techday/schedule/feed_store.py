"""Subscribed calendars in the store: their addresses, and how the last looks at them went.

The looks are a cache beside the journal: `undo` leaves them alone, and they are written without an operation too.
"""

import sqlite3
from datetime import datetime, timedelta
from typing import NamedTuple

from techday.core.instants import to_text
from techday.database.fetch import fetch, fetch_one, value
from techday.database.rows import insert_row, update_row


class FeedRow(NamedTuple):
    """A subscribed calendar with its last looks; instants are UTC text, `notes` is JSON, texts are "" where unknown.

    `stands` tells whether nothing was undone or redone since its last good copy was brought in, and no client, site or
    technician changed, whom its words may name: else it is read anew, with or without news. `items` counts
    those that have not ended and were not cancelled.
    """

    id: int
    name: str
    url: str
    created_at: str
    tried_at: str | None
    good_at: str | None
    failing_since: str | None
    failure: str
    etag: str
    last_modified: str
    digest: str
    known_to: str
    notes: str
    stands: int
    items: int


SELECT_FEED = """
SELECT feed.id, feed.name, feed.url, feed.created_at, feed_check.tried_at, feed_check.good_at,
       feed_check.failing_since, coalesce(feed_check.failure, '') AS failure, coalesce(feed_check.etag, '') AS etag,
       coalesce(feed_check.last_modified, '') AS last_modified, coalesce(feed_check.digest, '') AS digest,
       coalesce(feed_check.known_to, '') AS known_to, coalesce(feed_check.notes, '[]') AS notes,
       NOT EXISTS (SELECT 1 FROM operation
                    WHERE operation.id > feed_check.operation_id AND operation.kind <> 'write')
       AND NOT EXISTS (SELECT 1 FROM journal
                        WHERE journal.operation_id > feed_check.operation_id
                          AND journal.table_name IN ('client', 'site', 'technician')) AS stands,
       (SELECT count(*) FROM schedule_item AS item
         WHERE item.feed_id = feed.id AND item.ends_at > :now AND item.state <> 'cancelled') AS items
  FROM schedule_feed AS feed
  LEFT JOIN feed_check ON feed_check.feed_id = feed.id
"""


def feeds(db: sqlite3.Connection, now: datetime) -> list[FeedRow]:
    """Give every subscribed calendar, by name."""
    return fetch(db, FeedRow, f"{SELECT_FEED} ORDER BY feed.name_key", now=to_text(now))


def feed_by_id(db: sqlite3.Connection, feed_id: int, now: datetime) -> FeedRow | None:
    """Give the subscribed calendar of that row number, None where there is none."""
    return fetch_one(db, FeedRow, f"{SELECT_FEED} WHERE feed.id = :feed_id", feed_id=feed_id, now=to_text(now))


def name_key_taken(db: sqlite3.Connection, name_key: str) -> bool:
    """Tell whether a calendar goes by that name."""
    return value(db, "SELECT 1 FROM schedule_feed WHERE name_key = :name_key", name_key=name_key) is not None


# --- the looks: each is a statement of its own, inside an operation or without one ---


def claim(db: sqlite3.Connection, feed_id: int, now: datetime, again_after: timedelta) -> bool:
    """Take the turn to look at a calendar, unless somebody tried as lately as that; of many at once, one gets it.

    A try that lies ahead, since the clock was wrong, is none.
    """
    sql = (
        "INSERT INTO feed_check (feed_id, tried_at) SELECT id, :now FROM schedule_feed WHERE id = :feed_id"
        " ON CONFLICT (feed_id) DO UPDATE"
        " SET tried_at = :now WHERE tried_at IS NULL OR tried_at <= :before OR tried_at > :now"
    )
    told = {"feed_id": feed_id, "now": to_text(now), "before": to_text(now - again_after)}
    return db.execute(sql, told).rowcount == 1


class GoodCopy(NamedTuple):
    """What is kept of a good look, so that the next one can ask for news only; `notes` is a JSON list of texts.

    `known_to` is the last local day of which events were taken in, `operation_id` the newest operation by then.
    """

    etag: str
    last_modified: str
    digest: str
    operation_id: int
    known_to: str
    notes: str


def keep_good(db: sqlite3.Connection, feed_id: int, now: datetime, copy: GoodCopy) -> None:
    """Keep that a calendar was read, and what of it tells the next look whether it changed."""
    sql = (
        "INSERT INTO feed_check"
        " (feed_id, tried_at, good_at, etag, last_modified, digest, operation_id, known_to, notes) VALUES"
        " (:feed_id, :now, :now, :etag, :last_modified, :digest, :operation_id, :known_to, :notes)"
        " ON CONFLICT (feed_id) DO UPDATE SET tried_at = :now, good_at = :now, failing_since = NULL, failure = '',"
        " etag = :etag, last_modified = :last_modified, digest = :digest, operation_id = :operation_id,"
        " known_to = :known_to, notes = :notes"
    )
    db.execute(sql, {"feed_id": feed_id, "now": to_text(now), **copy._asdict()})


def keep_same(db: sqlite3.Connection, feed_id: int, now: datetime, etag: str, last_modified: str) -> None:
    """Keep that a calendar still is as its last good copy, and with what the next look asks for news."""
    sql = (
        "UPDATE feed_check SET tried_at = :now, good_at = :now, failing_since = NULL, failure = '',"
        " etag = :etag, last_modified = :last_modified WHERE feed_id = :feed_id"
    )
    db.execute(sql, {"feed_id": feed_id, "now": to_text(now), "etag": etag, "last_modified": last_modified})


def keep_failure(db: sqlite3.Connection, feed_id: int, now: datetime, failure: str) -> None:
    """Keep that a calendar could not be read, and why; the last good copy stays what it is."""
    sql = (
        "INSERT INTO feed_check (feed_id, tried_at, failing_since, failure)"
        " SELECT id, :now, :now, :failure FROM schedule_feed WHERE id = :feed_id"
        " ON CONFLICT (feed_id) DO UPDATE SET tried_at = :now, failing_since = coalesce(failing_since, :now),"
        " failure = :failure"
    )
    db.execute(sql, {"feed_id": feed_id, "now": to_text(now), "failure": failure})


def read_others_anew(db: sqlite3.Connection, feed_id: int) -> None:
    """Have all other calendars be read anew at their next look: they may hold what this one no longer does."""
    db.execute("UPDATE feed_check SET digest = '' WHERE feed_id <> ?", (feed_id,))


# --- writes: each is called inside an operation ---

CHANGEABLE = frozenset(("name", "name_key"))


def insert_feed(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a calendar and give its row number; raises IntegrityError where its name is taken."""
    return insert_row(db, "schedule_feed", fields)


def update_feed(db: sqlite3.Connection, feed_id: int, changes: dict[str, object]) -> None:
    """Set some of a calendar's fields; raises ValueError for an unknown one."""
    update_row(db, "schedule_feed", feed_id, changes, CHANGEABLE)


def delete_feed(db: sqlite3.Connection, feed_id: int) -> None:
    """Take a calendar away with what is kept of its looks; its items stay, and belong to no calendar any more.

    Another calendar may hold some of them too: so each is read anew.
    """
    db.execute("UPDATE schedule_item SET feed_id = NULL WHERE feed_id = ?", (feed_id,))
    db.execute("DELETE FROM schedule_feed WHERE id = ?", (feed_id,))
    db.execute("DELETE FROM feed_check WHERE feed_id = ?", (feed_id,))
    db.execute("UPDATE feed_check SET digest = ''")
