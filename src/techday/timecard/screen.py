"""How the time card looks: the entries of a day."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from techday.core.durations import show_duration
from techday.core.instants import from_text
from techday.timecard.store import EntryRow
from techday.ui.dates import show_day, show_instant
from techday.ui.grid import Column, Line, Span, grid, line, span


class EntryView(NamedTuple):
    """An entry as scripts read it; `seconds` counts up to now while it runs."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    seconds: int
    ticket: str | None
    title: str | None
    client: str | None
    work_type: str


class DayView(NamedTuple):
    """The entries of a shift day and the seconds worked in it."""

    date: date
    entries: Sequence[EntryView]
    worked_seconds: int


def day_view(day: date, entries: Sequence[EntryRow], now: datetime) -> DayView:
    """Give the entries of a day with their seconds."""
    views = [entry_view(entry, now) for entry in entries]
    return DayView(day, views, sum(view.seconds for view in views))


def entry_view(entry: EntryRow, now: datetime) -> EntryView:
    """Give an entry with its seconds, up to `now` while it runs."""
    started, ended = from_text(entry.started_at), from_text(entry.ended_at) if entry.ended_at else None
    seconds = max(0, int(((ended or now) - started).total_seconds()))
    return EntryView(entry.id, started, ended, seconds, entry.ticket, entry.title, entry.client, entry.work_type)


def day_page(view: DayView, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw the entries of a day and their sum."""
    head = line(Span(show_day(view.date), "title"), f"  {show_duration(view.worked_seconds)} worked")
    if not view.entries:
        return [head, line("  Nothing yet.  techday start N")]
    rows = [entry_cells(entry, zone, now) for entry in view.entries]
    columns = (Column(), Column(right=True), Column(), Column(flexible=True, least=5), Column(flexible=True, least=12))
    return [head, *grid(rows, columns, width)]


def entry_cells(entry: EntryView, zone: tzinfo, now: datetime) -> list[Span]:
    """Give the cells of one entry."""
    end = show_instant(entry.ended_at, zone, now) if entry.ended_at else "running"
    return [
        span(f"{show_instant(entry.started_at, zone, now)}-{end}"),
        span(show_duration(entry.seconds)),
        span(entry.work_type, "muted"),
        span(entry.ticket or "", "reference"),
        span(entry.title or ""),
    ]
