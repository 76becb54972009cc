"""A subscribed calendar, looked at: fetched, read, and taken into the schedule where it has news.

The last good copy stays whatever goes wrong, and why it went wrong is kept beside it. Nothing is read twice: neither
what the server says is the same, nor the same bytes. But where something was undone since, where clients, sites,
colleagues or the user's own name changed, or what repeats is no longer worked out far enough, the calendar is read as
if for the first time. What reads calendars is heavy (half a
second), so it is loaded only where there is news: mostly there is none.
"""

import hashlib
import json
import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.context import Context
from techday.core.text import as_argument, clean_line
from techday.database.operation import Operation, Writer, operation
from techday.errors import NotFound, Refused, TechdayError
from techday.exchange.feed_fetch import COPY_AGAIN, SHORTER, fetch
from techday.exchange.ical_text import EXPORT_AGAIN, EXPORT_SHORTER
from techday.schedule import feed_store
from techday.schedule.feed_store import FeedRow, GoodCopy
from techday.schedule.feed_views import host_of

if TYPE_CHECKING:
    from techday.exchange.ical_events import CalendarRead
    from techday.exchange.schedule_in import Brought

# What repeats is worked out for some 400 days ahead; with less than this left it is worked out anew.
WORKED_OUT = timedelta(days=330)
# What to do about a calendar that cannot be read, where a server sends it.
OF_SERVER = {EXPORT_AGAIN: COPY_AGAIN, EXPORT_SHORTER: SHORTER}
MOST_NOTES, NOTE_LENGTH, FAILURE_LENGTH = 100, 200, 300


class Copy(NamedTuple):
    """What a calendar's server gave: the calendar, None where it is as it was; and what the next look asks with."""

    calendar: "CalendarRead | None"
    etag: str
    last_modified: str
    digest: str
    known_to: str


class Looked(NamedTuple):
    """What a look gave: None for a calendar that is as it was, and for the number of what had nothing to write."""

    brought: "Brought | None"
    operation: int | None


def look(context: Context, writer: Writer, feed: FeedRow, by_itself: bool = False) -> Looked:
    """Look at a subscribed calendar and take in what is new, as one operation of `writer`.

    Raises TechdayError where it cannot be read; why is kept, and all else stays as it was.
    """
    db = writer.writable()
    # Another calendar, read just before, may have let go of what this one holds too.
    feed = feed_store.feed_by_id(db, feed.id, context.now) or feed
    try:
        copy = copy_of(context, feed.url, feed)
        if copy.calendar is not None:
            return taken_in(context, writer, feed, copy, by_itself)
    except Exception as error:
        keep_failure(context, db, feed.id, error)
        raise
    feed_store.keep_same(db, feed.id, context.now, copy.etag, copy.last_modified)
    return Looked(None, None)


def taken_in(context: Context, writer: Writer, feed: FeedRow, copy: Copy, by_itself: bool) -> Looked:
    """Take a copy in as one operation; it is dropped where another look has brought a copy in since `feed` was read."""
    with operation(writer, "schedule refresh") as write:
        known = feed_store.feed_by_id(write.db, feed.id, context.now)
        if known is None:
            raise NotFound(f"{feed.name} is no longer subscribed to", hint="techday schedule subscribe")
        if known.digest != feed.digest:
            return Looked(None, None)
        brought = bring(context, write, feed.id, copy)
        write.summary = f"Read {feed.name}: {brought_words(brought)}"
        write.by_itself = by_itself
    return Looked(brought, write.number if write.changed else None)


def copy_of(context: Context, url: str, feed: FeedRow | None = None) -> Copy:
    """Get a calendar, where it has changed since `feed` was read last; raises TechdayError where it cannot be."""
    today = context.now.astimezone(context.zone).date()
    meaning = fingerprint(context)
    known = feed if feed is not None and asks_for_news(feed, today, meaning) else None
    fetched = fetch(url) if known is None else fetch(url, known.etag, known.last_modified)
    if known is not None and fetched.status == "same":
        validators = fetched.etag or known.etag, fetched.last_modified or known.last_modified
        return Copy(None, *validators, known.digest, known.known_to)
    digest = f"{hashlib.sha256(fetched.data).hexdigest()} {meaning}"
    if known is not None and digest == known.digest:
        return Copy(None, fetched.etag, fetched.last_modified, digest, known.known_to)
    from techday.exchange.ical_events import read_calendar  # only for news, see above
    from techday.exchange.schedule_in import window

    first, last = window(today)
    try:
        calendar = read_calendar(fetched.data, context.zone, first, last)
    except Refused as error:
        raise Refused(error.message, hint=OF_SERVER.get(error.hint or "", error.hint)) from error
    if feed is not None and feed.items and not calendar.uids and not calendar.skipped:
        raise Refused(
            f"{host_of(url)} sends an empty calendar; what was in it stays",
            hint=f"If nothing is planned any more: techday schedule unsubscribe {as_argument(feed.name)}",
        )
    return Copy(calendar, fetched.etag, fetched.last_modified, digest, last.isoformat())


def asks_for_news(feed: FeedRow, today: date, meaning: str) -> bool:
    """Tell whether what was read last still stands here, means the same, and goes far enough ahead of a local day."""
    is_current = feed.digest.endswith(f" {meaning}") and feed.stands
    return bool(is_current and feed.known_to >= (today + WORKED_OUT).isoformat())


def fingerprint(context: Context) -> str:
    """Give a digest of the settings by which a calendar is read: who the user is, and in which zone."""
    who = context.settings.technician
    return hashlib.sha256(repr((str(context.zone), who.name, who.aliases, who.email)).encode()).hexdigest()[:16]


def bring(context: Context, write: Operation, feed_id: int, copy: Copy) -> "Brought":
    """Take the events of a calendar that has news in, and keep with what the next look asks, in one operation."""
    from techday.exchange.schedule_in import Around, Source, bring_events  # only for news, see above

    assert copy.calendar is not None  # noqa: S101  # the caller's to know
    around = Around(context.settings.technician, context.zone, context.now)
    brought = bring_events(write.db, copy.calendar, Source(feed_id, complete=True), around)
    notes = json.dumps([clean_line(one, NOTE_LENGTH) for one in brought.skipped[:MOST_NOTES]])
    good = GoodCopy(copy.etag, copy.last_modified, copy.digest, write.number, copy.known_to, notes)
    feed_store.keep_good(write.db, feed_id, context.now, good)
    if brought.cancelled:
        feed_store.read_others_anew(write.db, feed_id)
    return brought


def keep_failure(context: Context, db: sqlite3.Connection, feed_id: int, error: Exception) -> None:
    """Keep why a calendar could not be read: a look in the background has nobody to tell it to."""
    why = error.message if isinstance(error, TechdayError) else f"a bug in techday: {type(error).__name__}"
    feed_store.keep_failure(db, feed_id, context.now, clean_line(why, FAILURE_LENGTH))


def brought_words(brought: "Brought | None") -> str:
    """Say in short what was new: `2 new, 1 changed`, or `nothing new`."""
    if brought is None:
        return "nothing new"
    counts = {
        "new": brought.new,
        "changed": brought.changed,
        "cancelled": brought.cancelled,
        "left to another calendar": brought.left,
    }
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "nothing new"
