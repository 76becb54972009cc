"""How what comes after a visit is drawn: by priority and near, side by side where there is room, and what changed."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from techday.core.text import as_argument
from techday.pages.next_job import HERE, Change, Job, NextJob
from techday.tickets.alike import typed
from techday.ui.dates import show_instant
from techday.ui.grid import Column, Line, Span, cut, grid, line, span, width_of
from techday.ui.listing import more
from techday.visits.store import VisitRow

if TYPE_CHECKING:
    from techday.context import Context

SIDE_BY_SIDE = 100
BETWEEN = " · "
MOST_JOBS, MOST_CHANGES = 5, 8
# What a command says before and after, and the prompt.
BESIDES = 8
CALL = 'techday visit called NAME --news "…"'
CHANGE_COLUMNS = (
    Column(least=4, most=16),  # reference
    Column(),  # priority
    Column(most=12, drop=70),  # client
    Column(flexible=True, least=12),  # title
    Column(flexible=True, least=12),  # what
    Column(right=True, drop=60),  # when
)


class Look(NamedTuple):
    """How a screen is drawn: zone, now, width and height."""

    zone: tzinfo
    now: datetime
    width: int
    height: int

    def at(self, instant: datetime | str) -> str:
        """Give an instant as short as it stays clear."""
        return show_instant(instant, self.zone, self.now)


def look_of(context: "Context") -> Look:
    """Give how the screens of a command are drawn."""
    return Look(context.zone, context.now, *context.out.size())


def within(lines: Sequence[Line], look: Look) -> list[Line]:
    """Cut what is wider than the screen."""
    return [cut(one, look.width) for one in lines]


def joined(*words: str) -> str:
    """Give words with a mark between them, without those that are not known."""
    return BETWEEN.join(word for word in words if word)


def section(title: str, rows: Sequence[Line]) -> list[Line]:
    """Draw a section under its title; nothing where it is empty."""
    return [line(Span(title, "section")), *rows] if rows else []


def owed_lines(owed: Sequence[VisitRow], look: Look) -> list[Line]:
    """Draw the calls home that are owed, and the command."""
    rows = [
        line(
            Span("! call home: ", "alert"),
            span(f"the visit to {one.client} ended {look.at(one.left_at or one.since)}"),
            *([Span("  "), span(CALL, "command")] if index == 0 else []),
        )
        for index, one in enumerate(owed)
    ]
    return within(rows, look)


def nothing_lines() -> list[Line]:
    """Say that nobody is on the way anywhere, and how to begin."""
    return [line("No visit is under way.  ", Span("techday visit go C", "command"))]


def next_page(view: NextJob, look: Look) -> list[Line]:
    """Draw what is next by priority and what is near, side by side where there is room, and what changed meanwhile.

    Each list is as long as the screen has room for.
    """
    for most in range(MOST_JOBS, 0, -1):
        lines = next_lines(view, look, most)
        if len(lines) <= look.height - BESIDES:
            break
    return within(lines, look)


def next_lines(view: NextJob, look: Look, most: int) -> list[Line]:
    """Draw what is next, so many jobs in each list."""
    wide = look.width >= SIDE_BY_SIDE
    room = (look.width - 2) // 2 if wide else look.width
    jobs = view.by_priority[:most]
    left = block("BY PRIORITY", jobs, view.by_priority_total, "techday ticket list", "Nothing waits for you.")
    nearby = f"NEAR {view.client.code}" if view.client else "NEAR YOU"
    listed = f"techday ticket list --client {as_argument(view.client.code) if view.client else 'C'}"
    right = block(nearby, view.near[:most], view.near_total, listed, "Nothing open near you.")
    both = beside(left, right, room) if wide else [*left, *right]
    return [*chosen_lines(view), *both, *change_lines(view, look, min(MOST_CHANGES, 2 * most))]


def chosen_lines(view: NextJob) -> list[Line]:
    """Draw what was settled on in the call home."""
    if view.chosen is None:
        return []
    one = view.chosen
    go = f"techday visit go {as_argument(one.client)}" if one.client else f"techday start {typed(one.ref or '')}"
    name = (
        [span(one.ref, "reference"), Span(" "), span(one.title or "")]
        if one.ref
        else [span(one.client or "", "client")]
    )
    return [line(Span("NEXT ", "section"), *name, "  ", span(go, "command"))]


def block(title: str, jobs: Sequence[Job], total: int, command: str, nothing: str) -> list[Line]:
    """Draw a list of jobs below its title; each takes two lines, one more for its address and for its need."""
    if not jobs:
        return [line(Span(title, "section")), line(Span(f"  {nothing}", "muted"))]
    lines = [line(Span(title, "section"), f" {total}"), *[one for job in jobs for one in job_lines(job)]]
    return [*lines, *[[Span("  "), *one] for one in more(total - len(jobs), command)]]


def job_lines(job: Job) -> list[Line]:
    """Draw one job: the ticket, what it needs, whose it is and how to ring there, and the address."""
    head = line(
        "  ",
        Span(f"P{job.priority} ", "urgent" if job.priority == 1 else ""),
        span(job.ref, "reference"),
        Span(" "),
        span(job.title),
    )
    needs = [line("     ", Span("needs ", "warning"), span(job.needs))] if job.needs else []
    if job.client is None:
        return [head, *needs, line("     ", Span("client?", "warning"))]
    here = "here" if job.near == HERE else ""
    who = line("     ", span(job.client.code, "client"), span_after(joined(here, job.phone or "", job.client.name)))
    place = joined(job.address or "", job.area or "")
    return [head, *needs, who, *([line("     ", span(place, "muted"))] if place else [])]


def span_after(text: str) -> Span:
    """Give what follows on a line, a blank before it; nothing where there is none."""
    return Span(f" {span(text).text}") if text else Span("")


def beside(left: Sequence[Line], right: Sequence[Line], room: int) -> list[Line]:
    """Put two blocks side by side, each `room` cells wide."""
    rows: list[Line] = []
    for one, other in zip_longest(left, right, fillvalue=()):
        first = cut(one, room)
        rows.append([*first, Span(" " * (room - width_of(first) + 2)), *cut(other, room)])
    return rows


def change_lines(view: NextJob, look: Look, most: int) -> list[Line]:
    """Draw what others changed since the visit began, P1 first, so many of it."""
    if view.since is None:
        return []
    title = f"CHANGED SINCE {look.at(view.since)}"
    if not view.changed:
        return [line(Span(title, "section"), Span("  nothing of yours", "muted"))]
    rows = [change_cells(one, look) for one in view.changed[:most]]
    rest = more(view.changed_total - len(rows), "techday ticket list --sort updated")
    return section(title, [*grid(rows, CHANGE_COLUMNS, look.width, indent=2), *[[Span("  "), *one] for one in rest]])


def change_cells(one: Change, look: Look) -> list[Span]:
    """Give the cells of a ticket that others changed."""
    return [
        span(one.ref, "reference"),
        span(f"P{one.priority}", "urgent" if one.priority == 1 else ""),
        span(one.client or "client?", "client" if one.client else "warning"),
        span(one.title),
        span(one.text, "alert" if one.priority == 1 else ""),
        span(look.at(one.at), "muted"),
    ]
