"""When the user's items are, and nothing else of them: what days are added up from, read without the rest."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch


class SpanRow(NamedTuple):
    """When an item is, and little else: instants are UTC text, the days local dates of one of whole days, else None."""

    kind: str
    state: str
    starts_at: str
    ends_at: str
    first_day: str | None
    last_day: str | None


def own_spans(db: sqlite3.Connection, start: str, end: str) -> list[SpanRow]:
    """Give when the user's own items are that touch the time from `start` to `end` (UTC text) and were not cancelled.

    Those of a colleague are left out, and what takes no time.
    """
    sql = (
        "SELECT kind, state, starts_at, ends_at, first_day, last_day FROM schedule_item"
        " WHERE ends_at > :start AND starts_at < :end AND ends_at > starts_at AND technician = ''"
        " AND state <> 'cancelled' ORDER BY starts_at, ends_at, id"
    )
    return fetch(db, SpanRow, sql, start=start, end=end)
