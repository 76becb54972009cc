"""How documents look: the list, client by client, the head of one, and what happened to it."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from itertools import groupby

from techday.documents.acts import History
from techday.documents.rules import Change, is_due
from techday.documents.store import DocumentRow, ListedRow
from techday.ui.dates import clear_day, show_instant
from techday.ui.grid import Column, Line, Span, cut, grid, labelled, line, span

COLUMNS = (
    Column(right=True),  # number
    Column(),  # kind
    Column(flexible=True, least=16),  # title
    Column(drop=90),  # written
    Column(),  # review
)
HISTORY_COLUMNS = (
    Column(right=True),  # number
    Column(),  # when
    Column(flexible=True, least=10),  # what changed
    Column(flexible=True, least=16, drop=70),  # summary
    Column(right=True, drop=100),  # operation
)
COMPANY = "WHOLE COMPANY"


def list_page(
    documents: Sequence[ListedRow], narrowed: bool, zone: tzinfo, now: datetime, today: date, width: int
) -> list[Line]:
    """Draw the documents, those of the whole company first, then client by client; `narrowed` by options."""
    if not documents:
        if narrowed:
            return [line("No such documents."), line("  techday client doc list")]
        return [line("No documents yet."), line("  techday client doc add TITLE --client C")]
    rows = grid([cells(one, zone, now, today) for one in documents], COLUMNS, width)
    lines: list[Line] = []
    for client, group in groupby(zip(documents, rows, strict=True), lambda pair: pair[0].client):
        of_client = list(group)
        name = of_client[0][0].client_name or ""
        head = [span(client, "client"), Span("  "), span(name)] if client else [Span(COMPANY, "section")]
        lines += [line(), cut(head, width), *(row for _, row in of_client)]
    due = sum(is_due(one.review_on, today.isoformat()) for one in documents)
    if due:
        lines += [line(), line(f"{due} due for review  ", Span("techday client doc review ID", "command"))]
    return lines[1:]


def cells(one: ListedRow, zone: tzinfo, now: datetime, today: date) -> list[Span]:
    """Give the cells of one document."""
    return [
        span(str(one.id), "reference"),
        span(one.kind, "muted"),
        span(one.title),
        span(show_instant(one.updated_at, zone, now), "muted"),
        review_cell(one.review_on, today),
    ]


def review_cell(review_on: str | None, today: date) -> Span:
    """Give when a document is looked at next."""
    if review_on is None:
        return Span("")
    day = date.fromisoformat(review_on)
    if day == today:
        return Span("due today", "soon")
    shown = clear_day(day, today)
    return span(f"due since {shown}", "overdue") if day < today else span(f"review {shown}", "muted")


def facts(document: DocumentRow, zone: tzinfo, now: datetime, today: date, width: int) -> list[Line]:
    """Draw what is known of a document beside its text."""
    reviewed = show_instant(document.reviewed_at, zone, now) if document.reviewed_at else "never"
    every = f", every {document.review_days} days" if document.review_days else ""
    rows = [
        ("client", Span(document.client or "the whole company")),
        ("kind", Span(document.kind)),
        ("written", Span(show_instant(document.updated_at, zone, now))),
        ("reviewed", Span(f"{reviewed}{every}")),
        ("next", review_cell(document.review_on, today)),
    ]
    head = labelled(span(str(document.id), "reference"), span(document.title, "title"), width)
    named = [(Span(f"  {name:<8}", "muted"), span(cell.text, cell.style)) for name, cell in rows if cell.text]
    return [*head, *[one for name, cell in named for one in labelled(name, cell, width)]]


def history_page(found: History, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw what happened to a document, newest first."""
    # Its number and title stand above: what is left of a summary has the room for the note of a review.
    named = f" document {found.id} {found.title}"
    short = [
        change._replace(summary=change.summary.replace(f" of{named}", "").replace(named, ""))
        for change in found.changes
    ]
    rows = [change_cells(change, zone, now) for change in short]
    lines = labelled(span(str(found.id), "reference"), span(found.title, "title"), width)
    lines += grid(rows, HISTORY_COLUMNS, width)
    hidden = found.total - len(found.changes)
    if hidden > 0:
        lines.append(line(Span(f"{hidden:,} more  ", "muted"), Span(f"--most {found.total}", "command")))
    command = f"techday client doc history {found.id} --show N"
    return [*lines, line(Span(command, "command"), "  or --diff N")]


def change_cells(change: Change, zone: tzinfo, now: datetime) -> list[Span]:
    """Give the cells of one change."""
    undone = change.undone_by is not None
    return [
        span(str(change.number), "reference"),
        span(show_instant(change.at, zone, now), "muted"),
        span(change_words(change)),
        span(change.summary, "muted"),
        span(f"undone by {change.undone_by}" if undone else f"operation {change.operation}", "muted"),
    ]


def change_words(change: Change) -> str:
    """Say what a change changed, and how many lines of text came and went."""
    counted = [
        f"{sign}{number:,}" for sign, number in (("+", change.lines_added), ("-", change.lines_removed)) if number
    ]
    noun = "line" if change.lines_added + change.lines_removed == 1 else "lines"
    lines = f" ({' '.join(counted)} {noun})" if counted else ""
    return ", ".join(change.changed or ["nothing"]) + lines
