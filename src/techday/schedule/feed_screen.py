"""How subscribed calendars look: each with how old it is, why, and what of it was left out."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from techday.core.durations import show_age
from techday.schedule.feed_views import FeedView
from techday.ui.dates import show_instant
from techday.ui.grid import Column, Line, Span, grid, line, span, wrapped
from techday.ui.listing import heading

COLUMNS = (
    Column(flexible=True, least=10),  # name
    Column(flexible=True, least=10, drop=70),  # host
    Column(right=True),  # items
    Column(),  # read
)
HEAD = ("calendar", "from", "items", "read")
# Of the events that were left out so many are named; --json names them all.
NAMED = 3


def feeds_page(feeds: Sequence[FeedView], zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw the subscribed calendars, below each what is wrong with it."""
    if not feeds:
        return [line("No calendar is subscribed to."), line("  techday schedule subscribe URL")]
    head, *rows = grid([heading(HEAD), *map(cells, feeds)], COLUMNS, width, indent=0)
    lines = [head]
    for feed, row in zip(feeds, rows, strict=True):
        lines.append(row)
        for text in (*failure(feed, zone, now), *skipped(feed)):
            lines += wrapped(text, width, "  ")
    return lines


def cells(feed: FeedView) -> list[Span]:
    """Give the cells of one calendar."""
    age = "never" if feed.age_seconds is None else f"{show_age(feed.age_seconds)} ago"
    style = "muted" if feed.failure is None else "failed"
    return [span(feed.name), span(feed.host, "muted"), span(str(feed.items)), span(age, style)]


def failure(feed: FeedView, zone: tzinfo, now: datetime) -> list[str]:
    """Say since when and why a calendar could not be read; nothing where it could."""
    if feed.failure is None or feed.failing_since is None:
        return []
    return [f"fails since {show_instant(feed.failing_since, zone, now)}: {feed.failure}"]


def skipped(feed: FeedView) -> list[str]:
    """Say which events were left out."""
    left = len(feed.skipped) - NAMED
    named = [f"left out: {one}" for one in feed.skipped[:NAMED]]
    return [*named, f"{left} more left out: techday schedule subscribe --json"] if left > 0 else named
