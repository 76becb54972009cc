"""How problems look: the list with the trouble that has none yet, and what is known of one."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from techday.core.durations import show_age
from techday.core.instants import from_text
from techday.problems.acts import Recurrence, pointer
from techday.problems.store import ProblemRow
from techday.ui.dates import show_instant
from techday.ui.grid import Column, Line, Span, cut, grid, labelled, line, span
from techday.ui.listing import heading

COLUMNS = (
    Column(right=True),  # number
    Column(flexible=True, least=6, most=14),  # client
    Column(flexible=True, least=20),  # title
    Column(right=True, drop=50),  # tickets
    Column(right=True, drop=40),  # open ones
    Column(right=True, drop=60),  # age
    Column(),  # cause
)
HEAD = ("ID", "client", "problem", "tickets", "open", "age", "cause")
MOST_GROUPS = 5


def list_page(
    problems: Sequence[ProblemRow], recurrences: Sequence[Recurrence], now: datetime, width: int, everything: bool
) -> list[Line]:
    """Draw the problems, then trouble that comes again: all of it, or the five groups that come most often."""
    if problems:
        head = heading(HEAD)
        lines = grid([head, *[problem_cells(one, now) for one in problems]], COLUMNS, width, indent=0)
    else:
        lines = [line("No problems." if everything else "No open problems."), line("  techday problem open N…")]
    shown = recurrences if everything else recurrences[:MOST_GROUPS]
    for title, some in (
        ("RECURRING, NO PROBLEM YET", [one for one in shown if one.problem is None]),
        ("RECURRING, PERHAPS OF A PROBLEM", [one for one in shown if one.problem is not None]),
    ):
        if some:
            lines += [line(), line(Span(title, "section"))]
            lines += [part for recurrence in some for part in recurrence_lines(recurrence, width)]
    if len(recurrences) > len(shown):
        more = f"{len(recurrences) - len(shown)} more  "
        lines += [line(), line(Span(more, "muted"), Span("techday problem list --all", "command"))]
    return lines


def problem_cells(problem: ProblemRow, now: datetime) -> list[Span]:
    """Give the cells of one problem."""
    age = int((now - from_text(problem.opened_at)).total_seconds())
    return [
        span(str(problem.id), "reference"),
        span(problem.client_code or "", "client"),
        span(problem.title),
        span(str(problem.tickets or "")),
        span(str(problem.open_tickets or "")),
        span(show_age(age), "muted"),
        cause_cell(problem),
    ]


def cause_cell(problem: ProblemRow) -> Span:
    """Give whether the cause is known, and whether that is the end of it."""
    if problem.state == "closed":
        return span("closed", "muted")
    return span("known", "ok") if problem.cause else span("unknown", "warning")


def recurrence_lines(recurrence: Recurrence, width: int) -> list[Line]:
    """Draw trouble that comes again: what it is, its tickets, and below the command, whole, since it is to be typed."""
    newest = recurrence.tickets[-1]
    text, command = pointer(recurrence)
    client = [span(newest.client_code, "client"), Span("  ")] if newest.client_code else []
    return [
        cut([Span(" "), *client, span(newest.title)], width),
        cut([Span("   "), span(text, "muted")], width),
        [Span("   "), span(command, "command")],
    ]


def problem_facts(problem: ProblemRow, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw what is known of one problem."""
    client = f"{problem.client_code} {problem.client_name}" if problem.client_code else "several, or not known"
    closed = f"closed {show_instant(problem.closed_at, zone, now)}" if problem.closed_at else problem.state
    rows = [
        ("client", client, ""),
        ("state", closed, ""),
        ("opened", show_instant(problem.opened_at, zone, now), ""),
        ("cause", problem.cause or f'not known yet: techday problem cause {problem.id} "…"', not_yet(problem.cause)),
        ("fix", problem.fix or f'none yet: techday problem close {problem.id} --fix "…"', not_yet(problem.fix)),
    ]
    head = labelled(span(f"Problem {problem.id}", "reference"), span(problem.title, "title"), width)
    facts = [(Span(f"  {name:<8}", "muted"), span(text, style)) for name, text, style in rows]
    return [*head, *[one for name, text in facts for one in labelled(name, text, width)]]


def not_yet(text: str) -> str:
    """Give the style of something that may not be known yet."""
    return "" if text else "muted"
