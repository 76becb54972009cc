"""How meetings look in a list."""

from collections.abc import Sequence
from datetime import date, tzinfo

from techday.core.durations import show_duration
from techday.meetings.rules import KINDS, over_words
from techday.meetings.views import MeetingView
from techday.ui.dates import clock, short_day, show_day
from techday.ui.grid import Column, Line, Span, grid, line, span
from techday.ui.listing import heading

HEAD = ("ID", "day", "time", "length", "", "kind", "notes", "title")
COLUMNS = (
    Column(right=True),
    Column(drop=40),
    Column(),
    Column(right=True),
    Column(),  # how much too long, or that nobody knows
    Column(),
    Column(right=True, drop=55),
    Column(flexible=True, least=8, drop=50),
)


def list_page(views: Sequence[MeetingView], zone: tzinfo, today: date, width: int, more: str = "") -> list[Line]:
    """Draw meetings, those marked that took longer than they should; `more` is the command that gives earlier ones."""
    if not views:
        return [line("No meetings yet."), line("  ", Span("techday meeting start", "command"))]
    lines = grid([heading(HEAD), *(cells(one, zone, today) for one in views)], COLUMNS, width, indent=0)
    return [*lines, *([line(Span("earlier ones  ", "muted"), Span(more, "command"))] if more else [])]


def cells(view: MeetingView, zone: tzinfo, today: date) -> list[Span]:
    """Give the cells of one meeting."""
    return [
        span(str(view.id), "reference"),
        span(day_words(view, today)),
        span(time_words(view, zone)),
        span("no time" if view.seconds is None else show_duration(view.seconds)),
        span("a guess", "warning") if view.guessed else span(over_words(view.over_seconds), "overdue"),
        span(KINDS[view.kind]),
        span(str(view.notes) if view.notes else "", "muted"),
        span(view.title or "", "muted"),
    ]


def day_words(view: MeetingView, today: date) -> str:
    """Say on which shift day a meeting was, with the year where that is not this one."""
    day = date.fromisoformat(view.date)
    return short_day(day) if day.year == today.year else show_day(day)


def time_words(view: MeetingView, zone: tzinfo) -> str:
    """Say from when to when a meeting was: "08:10-08:28", "08:10-running", "08:10" where its time is gone."""
    start = clock(view.started_at.astimezone(zone))
    end = clock(view.ended_at.astimezone(zone)) if view.ended_at else "running" if view.running else ""
    return f"{start}-{end}" if end else start
