"""What `today` needs to know of subscribed calendars: which are old, and why, and whether one is to be read again."""

import sqlite3
from datetime import datetime, timedelta
from typing import NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import from_text, to_text

# A calendar is read once an hour at the most: one that is younger is no news.
OLD_AFTER = timedelta(hours=2)
# So often a calendar is looked at by itself, at the most.
AGAIN_AFTER = timedelta(hours=1)
# What repeats is worked out further once less than this is left; a refresh works it out for more than that.
SERIES_LEFT = timedelta(days=100)

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


def is_due(db: sqlite3.Connection, now: datetime) -> bool:
    """Tell whether a calendar was not tried for an hour, or a series of one's own is not worked out far enough."""
    sql = (
        "SELECT 1 FROM schedule_feed AS feed LEFT JOIN feed_check ON feed_check.feed_id = feed.id"
        " WHERE feed_check.tried_at IS NULL OR feed_check.tried_at <= :before OR feed_check.tried_at > :now"
        " UNION ALL SELECT 1 FROM schedule_series WHERE known_to < :day AND ends_before IS NULL LIMIT 1"
    )
    # A local day or that of UTC: it makes no difference to so many days.
    day = (now + SERIES_LEFT).date().isoformat()
    times = {"now": to_text(now), "before": to_text(now - AGAIN_AFTER), "day": day}
    return db.execute(sql, times).fetchone() is not None
