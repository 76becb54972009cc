"""An entry as the timer's commands give it to scripts."""

from datetime import datetime
from typing import NamedTuple

from techday.core.instants import from_text
from techday.timecard.store import EntryRow


class TimerView(NamedTuple):
    """An entry as the timer's commands give it to scripts; `seconds` counts up to now while it runs."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    seconds: int
    ticket: str | None
    title: str | None
    client: str | None
    work_type: str


def timer_view(entry: EntryRow, now: datetime) -> TimerView:
    """Give an entry with its seconds, up to `now` while it runs, and never fewer than none."""
    started, ended = from_text(entry.started_at), from_text(entry.ended_at) if entry.ended_at else None
    seconds = max(0, int(((ended or now) - started).total_seconds()))
    return TimerView(entry.id, started, ended, seconds, entry.ticket, entry.title, entry.client, entry.work_type)
