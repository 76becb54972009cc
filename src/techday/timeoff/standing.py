"""What the schedule has of time off, read for any number of requests at once."""

import sqlite3
from collections.abc import Sequence
from datetime import timedelta

from techday.core.instants import from_text, to_text
from techday.core.intervals import Span
from techday.schedule.span_store import own_spans
from techday.timeoff.rules import OnSchedule
from techday.timeoff.store import OffRow

# A day off may lie elsewhere by another zone, and its shift may end on the next morning.
AROUND = timedelta(days=2)


def on_schedule_during(db: sqlite3.Connection, rows: Sequence[OffRow]) -> list[OnSchedule]:
    """Give the time off that the user's own schedule has while any of some requests last.

    What was cancelled, or declined, is not.
    """
    if not rows:
        return []
    start, end = min(row.starts_at for row in rows), max(row.ends_at for row in rows)
    return [
        OnSchedule(Span(from_text(item.starts_at), from_text(item.ends_at)), item.first_day, item.last_day)
        for item in own_spans(db, to_text(from_text(start) - AROUND), to_text(from_text(end) + AROUND))
        if item.kind == "time-off" and item.state != "declined"
    ]
