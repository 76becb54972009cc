"""How the outbox looks: the blocks as they are pasted, with the number of each item beside it."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from techday.core.text import clean_line
from techday.outbox.blocks import KINDS, Block, Item, seconds_of
from techday.outbox.evidence import owed_words
from techday.ui.dates import show_instant
from techday.ui.grid import Column, Line, Span, grid, line, span, wrapped

NO_TICKET = "Without a ticket"
COLUMNS = (
    Column(),  # number
    Column(),  # when it was told
    Column(flexible=True, least=5),  # ticket
    Column(),  # kind
    Column(flexible=True, least=12),  # words
)


def outbox_page(blocks: Sequence[Block], width: int) -> list[Line]:
    """Draw what is owed, ticket by ticket, the sum, and the commands that bring it over."""
    if not blocks:
        return [line("The PSA has learnt everything.")]
    items = [item for block in blocks for item in block.items]
    gutter = max(len(number(item)) for item in items) + 2
    lines: list[Line] = []
    for block in blocks:
        lines += restyled(wrapped(block.head or NO_TICKET, width, ""), "title")
        for item, part in zip(block.items, block.parts, strict=True):
            lines += part_lines(item, part, gutter, width)
        lines.append([])
    sum_line = line(Span(owed_words(len(items), seconds_of(items)), "title"), " to tell the PSA")
    return [
        *lines,
        sum_line,
        line(Span("techday outbox copy", "command")),
        line(Span("techday outbox done N", "command")),
    ]


def part_lines(item: Item, part: str, gutter: int, width: int) -> list[Line]:
    """Draw the text of an item, with its number before the first line; what the PSA has wrong stands out."""
    first, *others = wrapped(part, width, " " * gutter)
    style = "warning" if item.state in ("changed", "removed") else ""
    return [[Span(number(item).rjust(gutter - 1) + " ", "muted"), Span(first[1].text, style)], *others]


def number(item: Item) -> str:
    """Give the number of an item as people type it."""
    return f"#{item.id}"


def restyled(lines: Sequence[Line], style: str) -> list[Line]:
    """Give lines in one style."""
    return [[Span(part.text, style) for part in cells] for cells in lines]


def told_page(items: Sequence[tuple[str | None, Item]], zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw what the PSA was told lately: items with the references of their tickets."""
    rows = [
        [
            span(number(item), "muted"),
            span(show_instant(item.told_at, zone, now) if item.told_at else ""),
            span(ticket or "", "reference"),
            span(KINDS[item.kind], "muted"),
            span(told_words(item, zone, now)),
        ]
        for ticket, item in items
    ]
    return [[], line(Span("TOLD LATELY", "section")), *grid(rows, COLUMNS, width)] if rows else []


def told_words(item: Item, zone: tzinfo, now: datetime) -> str:
    """Say in a line what was told."""
    if item.started_at is None or item.ended_at is None:
        return clean_line(item.text or "")
    span_words = f"{show_instant(item.started_at, zone, now)}-{show_instant(item.ended_at, zone, now)}"
    return f"{span_words} {item.work_type}" + (f": {item.note}" if item.note else "")
