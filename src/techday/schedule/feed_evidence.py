"""What `today` needs to know of subscribed calendars: which are old, and why."""

import sqlite3
from datetime import timedelta
from typing import NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import from_text, to_text

# A calendar is read once an hour at the most: one that is younger is no news.
OLD_AFTER = timedelta(hours=2)

SQL = """
SELECT feed.name, feed_check.good_at, coalesce(feed_check.failure, '') FROM schedule_feed AS feed
  LEFT JOIN feed_check ON feed_check.feed_id = feed.id
 WHERE coalesce(feed_check.good_at, '') < :before ORDER BY coalesce(feed_check.good_at, ''), feed.name_key
"""


class Stale(NamedTuple):
    """A subscribed calendar that is old: by how many seconds (None where it was never read), and what failed."""

    name: str
    age_seconds: int | None
    failure: str


def stale(db: sqlite3.Connection, moment: Moment) -> list[Stale]:
    """Give the subscribed calendars that were not read for two hours, the oldest first."""
    found = db.execute(SQL, {"before": to_text(moment.now - OLD_AFTER)})
    return [Stale(name, age(good_at, moment), failure) for name, good_at, failure in found]


def age(good_at: str | None, moment: Moment) -> int | None:
    """Give how long ago a calendar was read, in seconds."""
    return None if good_at is None else int((moment.now - from_text(good_at)).total_seconds())
