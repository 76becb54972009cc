"""Subscribed calendars as screens and scripts show them: never more of an address than its host."""

import json
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from techday.core.instants import from_text
from techday.core.text import clean_line
from techday.schedule.feed_store import FeedRow


class FeedView(NamedTuple):
    """A subscribed calendar: from which host, with how many items that have not ended, read when and how long ago.

    `read_at` and `age_seconds` are None where it was never read; `failing_since` and `failure` where the last look
    went well. `skipped` names the events that could not be taken in.
    """

    name: str
    host: str
    items: int
    subscribed_at: datetime
    tried_at: datetime | None
    read_at: datetime | None
    age_seconds: int | None
    failing_since: datetime | None
    failure: str | None
    skipped: list[str]


def host_of(url: str) -> str:
    """Give the host of an address: all of it that may be shown, since the rest is the secret that opens it."""
    return clean_line(urlsplit(url).hostname or "", 100)


def feed_view(row: FeedRow, now: datetime) -> FeedView:
    """Give a subscribed calendar as it is shown at an instant."""
    read_at = instant(row.good_at)
    return FeedView(
        name=row.name,
        host=host_of(row.url),
        items=row.items,
        subscribed_at=from_text(row.created_at),
        tried_at=instant(row.tried_at),
        read_at=read_at,
        age_seconds=None if read_at is None else max(0, int((now - read_at).total_seconds())),
        failing_since=instant(row.failing_since),
        failure=row.failure or None,
        skipped=json.loads(row.notes),
    )


def instant(text: str | None) -> datetime | None:
    """Read an instant of the store, None where there is none."""
    return None if text is None else from_text(text)
