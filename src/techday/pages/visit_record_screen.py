"""How one visit is drawn in full: nothing of what was told is cut off."""

from collections.abc import Sequence
from datetime import datetime

from techday.core.durations import show_duration
from techday.core.text import as_argument
from techday.pages.next_job_screen import CALL, Look, joined, section, within
from techday.pages.visit_screen import ending, fact, following_words
from techday.ui.dates import clock
from techday.ui.grid import Column, Line, Span, grid, labelled, line, span, wrapped
from techday.visits.views import OutcomeView, TimeView, VisitPage, VisitView
from techday.visits.words import span_words

ENTRY_COLUMNS = (
    Column(right=True),  # number
    Column(),  # when
    Column(right=True),  # how long
    Column(),  # type of work
    Column(flexible=True, least=6, most=16),  # ticket
    Column(flexible=True, least=10, drop=70),  # note
)
RESULTS = {"done": ("done", "ok", "fixed by"), "back": ("to come back for", "warning", "needs")}


def record_page(page: VisitPage, look: Look) -> list[Line]:
    """Draw a visit: when it was, what was told, what became of tickets, its time, and what puts it right."""
    visit = page.visit
    head = labelled(
        span(f"Visit {visit.id}", "reference"), span(f"{visit.client.code} {visit.client.name}"), look.width
    )
    lines = [
        *head,
        *when_lines(visit, look),
        *fact("site", visit.site or "", look),
        *fact("note", visit.note or "", look),
        *call_lines(visit, look),
        *section("TICKETS", [part for one in visit.outcomes for part in outcome_lines(one, look)]),
        *section("TIME", grid([entry_cells(one, look) for one in page.entries], ENTRY_COLUMNS, look.width, 2)),
    ]
    # A command is never cut: it is to be pasted.
    return [*within(lines, look), *command_lines(next_command(visit, look), look)]


def when_lines(visit: VisitView, look: Look) -> list[Line]:
    """Draw when a visit was: the way there, and on site."""
    way = site = ""
    if visit.went_at is not None:
        end = visit.arrived_at or visit.left_at
        way = f"{span_words(visit.went_at, end, look.zone, look.now)}, {show_duration(visit.travel_seconds or 0)}"
    if visit.arrived_at is not None:
        told = span_words(visit.arrived_at, visit.left_at, look.zone, look.now)
        site = f"{told}, {show_duration(visit.seconds or 0)}"
    elif visit.left_at is not None:
        site = "nobody said when you arrived"
    return [*fact("travel", way, look), *fact("on site", site, look)]


def call_lines(visit: VisitView, look: Look) -> list[Line]:
    """Draw the call home with its news and what was settled on as next; that it is owed says so."""
    lines: list[Line] = []
    if visit.called_at is not None:
        lines += fact("called", joined(visit.called_name or "", look.at(visit.called_at)), look)
    elif visit.left_at is not None:
        lines += [line(Span(f"  {'called':<9}", "muted"), Span("owed", "overdue"), Span("  "), Span(CALL, "command"))]
    lines += fact("news", visit.news or "", look)
    return [*lines, *fact("next", following_words(visit).removeprefix("next: "), look)]


def outcome_lines(one: OutcomeView, look: Look) -> list[Line]:
    """Draw what became of a ticket, with all of its words."""
    word, style, why = RESULTS[one.result]
    head = line("  ", span(one.ref, "reference"), Span(" "), span(one.title), Span("  "), Span(word, style))
    return [head, *wrapped(f"{why}: {one.text}", look.width, "     ")]


def entry_cells(one: TimeView, look: Look) -> Sequence[Span]:
    """Give the cells of a time entry, with the number by which it is changed."""
    return [
        span(str(one.id), "reference"),
        span(span_words(one.started_at, one.ended_at, look.zone, look.now)),
        span(show_duration(one.seconds)),
        span(one.work_type),
        span(one.ticket or "", "reference"),
        span(one.note or one.title or "", "muted"),
    ]


def next_command(visit: VisitView, look: Look) -> str:
    """Give the command that ends a visit, or of one that has ended the one that puts its times right."""
    if visit.left_at is None:
        return ending(visit)
    arrived = typed_time(visit.arrived_at, look) if visit.arrived_at else "TIME"
    left = typed_time(visit.left_at, look)
    return f"techday visit end {as_argument(visit.client.code)} --arrived {arrived} --left {left} --adjust"


def typed_time(at: datetime, look: Look) -> str:
    """Give an instant as it is typed: its clock, with its date where that is not today."""
    local = at.astimezone(look.zone)
    same = local.date() == look.now.astimezone(look.zone).date()
    return clock(local)[:5] if same else as_argument(f"{local:%Y-%m-%d %H:%M}")


def command_lines(command: str, look: Look) -> list[Line]:
    """Draw a command whole, broken where the screen is too narrow for it."""
    return [[Span(part.text, "command") for part in one] for one in wrapped(command, look.width, "  ")]
