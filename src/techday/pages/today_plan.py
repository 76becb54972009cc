"""How the board draws what is planned and promised, what of projects is due, and what is watched for colleagues."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from techday.core.instants import from_text, to_text
from techday.handover.watched_evidence import Watched
from techday.pages.alerts import Deadline
from techday.schedule.marks import mark_of
from techday.schedule.rules import state_at, was_reopened
from techday.schedule.store import ItemRow
from techday.ui.dates import clear_day, clock, show_instant
from techday.ui.grid import Cell, Column, Line, Span, grid, line, span, spread

ITEM_COLUMNS = (
    Column(),  # mark
    Column(least=11),  # from when to when
    Column(flexible=True, least=16),  # what
    Column(flexible=True, least=4, most=14),  # client
    Column(flexible=True, most=24, drop=70),  # place
)
DEADLINE_COLUMNS = (
    Column(least=5, most=16),  # reference
    Column(flexible=True, least=6, most=14),  # client
    Column(flexible=True, least=16),  # what
    Column(),  # by, or overdue
    Column(right=True),  # when
)
WATCHING_COLUMNS = (
    Column(least=5, most=16),  # reference
    Column(tight=True),  # priority
    Column(flexible=True, least=6, most=14),  # client
    Column(flexible=True, least=12),  # title
    Column(flexible=True, least=10, drop=76),  # what to do
    Column(flexible=True, least=7, most=20),  # for whom
    Column(right=True),  # by when, or until when
)


def schedule_lines(items: Sequence[ItemRow], zone: tzinfo, now: datetime, width: int, most: int) -> list[Line]:
    """Draw what is planned for the day: what has not ended, each with its state; of many the first `most`."""
    if not items:
        return []
    instant = to_text(now)
    ahead = [one for one in items if one.ends_at > instant]
    shown = (ahead or items[-1:])[:most]
    count = f" {len(items)}" if len(ahead) == len(items) else f" {len(items)}, {len(ahead)} to come"
    left = len(ahead) - len(shown)
    command = f"{left} more: techday schedule" if left > 0 else "techday week"
    title = spread(line(Span("SCHEDULE", "section"), count), Span(command, "command"), width)
    return [title, *grid([item_cells(one, zone, now) for one in shown], ITEM_COLUMNS, width)]


def item_cells(item: ItemRow, zone: tzinfo, now: datetime) -> list[Cell]:
    """Give the cells of an item of the day; what was cancelled or declined says so in words too."""
    state = state_at(item, to_text(now))
    mark, style = mark_of(item, to_text(now))
    said = f" ({state})" if state in ("cancelled", "declined") else " (changed)" if was_reopened(item) else ""
    return [
        Span(mark, style),
        Span(when(item, zone, now), style),
        span(f"{item.title}{said}", style),
        span(item.client or "", "client"),
        span(item.place or item.site or "", "muted"),
    ]


def when(item: ItemRow, zone: tzinfo, now: datetime) -> str:
    """Give from when to when an item is, as short as it stays clear on the day: `all day`, `09:00-10:30`.

    Of several days the last is named, `until Wed`, and on that the first, `since Mon`.
    """
    today = now.astimezone(zone).date()
    if item.first_day and item.last_day:
        first, last = date.fromisoformat(item.first_day), date.fromisoformat(item.last_day)
        if first == last:
            return "all day"
        return f"until {clear_day(last, today)}" if last > today else f"since {clear_day(first, today)}"
    start, end = (from_text(at).astimezone(zone) for at in (item.starts_at, item.ends_at))
    before = "" if start.date() == today else f"{clear_day(start.date(), today)} "
    behind = "" if end.date() == start.date() else f" {clear_day(end.date(), today)}"
    return f"{before}{clock(start)}-{clock(end)}{behind}"


def promise_lines(deadlines: Sequence[Deadline], zone: tzinfo, now: datetime, width: int, most: int) -> list[Line]:
    """Draw what was promised, and what of projects is due, `most` of each; overdue is marked without colour too."""
    promised = [one for one in deadlines if one.kind == "promise"]
    planned = [one for one in deadlines if one.kind != "promise"]
    return [
        *deadline_lines("PROMISED", promised, "techday ticket kept N", zone, now, width, most),
        *deadline_lines("DEADLINES", planned, "techday project list", zone, now, width, most),
    ]


def deadline_lines(
    title: str, deadlines: Sequence[Deadline], command: str, zone: tzinfo, now: datetime, width: int, most: int
) -> list[Line]:
    """Draw one kind of deadlines under its title, with the command that settles it."""
    if not deadlines:
        return []
    count = f" {len(deadlines)}" if len(deadlines) <= most else f" {most} of {len(deadlines)}"
    lines: list[Line] = [spread(line(Span(title, "section"), count), Span(command, "command"), width)]
    rows = [
        [
            span(one.ref, "reference"),
            span(one.client or "client?", "client" if one.client else "warning"),
            span(one.text),
            span("overdue" if one.due_at < now else "by", "overdue" if one.due_at < now else "muted"),
            span(show_instant(one.due_at, zone, now), "overdue" if one.due_at < now else ""),
        ]
        for one in deadlines[:most]
    ]
    return [*lines, *grid(rows, DEADLINE_COLUMNS, width)]


def watching_lines(tickets: Sequence[Watched], zone: tzinfo, now: datetime, width: int, most: int) -> list[Line]:
    """Draw the tickets that are watched for colleagues, the first `most`: what to do, for whom, until when."""
    if not tickets:
        return []
    count = f" {len(tickets)}" if len(tickets) <= most else f" {most} of {len(tickets)}"
    command = Span(f"techday handover show {tickets[0].handover_id}", "command")
    rows = [
        [
            span(one.reference, "reference"),
            span(f"P{one.priority}", "urgent" if one.priority == 1 else ""),
            span(one.client or "client?", "client" if one.client else "warning"),
            span(one.title),
            span(one.next_step, "muted"),
            span(f"for {one.name}", "muted"),
            watched_until(one, zone, now),
        ]
        for one in tickets[:most]
    ]
    return [spread(line(Span("WATCHING", "section"), count), command, width), *grid(rows, WATCHING_COLUMNS, width)]


def watched_until(one: Watched, zone: tzinfo, now: datetime) -> Span:
    """Say by when something must have happened on what is watched, else until when it is."""
    if one.due_at is None:
        return span(f"until {show_instant(one.until, zone, now)}", "muted")
    at = show_instant(one.due_at, zone, now)
    return span(f"overdue {at}", "overdue") if one.due_at < to_text(now) else span(f"by {at}")
