"""How tickets look: rows of a list, and the page of one ticket."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from techday.core.durations import show_age, show_clock
from techday.core.instants import from_text
from techday.tickets.clocks import Clock, Clocks, most_pressing
from techday.tickets.standing import Listed
from techday.tickets.store import EventRow, TicketRow
from techday.timecard.store import EntryRow
from techday.ui.dates import show_instant
from techday.ui.grid import Column, Line, Span, as_span, cell_width, cut, grid, line, span

NO_CLIENT = "client?"
SOON = 30 * 60

# The screen width from which the owner is shown: early where the tickets are everybody's.
OWNER_FROM = 100
OWNER_MATTERS_FROM = 70
QUEUE_COLUMNS = (
    Column(least=5, most=16),  # reference
    Column(),  # priority
    Column(flexible=True, least=6, most=14),  # client
    Column(flexible=True, least=12),  # title
    Column(flexible=True, least=7),  # state
    Column(flexible=True, least=6, most=12, drop=OWNER_FROM),  # owner
    Column(right=True, drop=50),  # age
    Column(drop=40),  # clock
    Column(right=True),  # left
)
LIST_HEAD = ("ticket", "P", "client", "title", "state", "owner", "age", "clock", "left")


def queue_columns(owner_matters: bool) -> tuple[Column, ...]:
    """Give the columns of a list of tickets; `owner_matters` where it holds everybody's."""
    if not owner_matters:
        return QUEUE_COLUMNS
    return tuple(
        column._replace(drop=OWNER_MATTERS_FROM) if column.drop == OWNER_FROM else column for column in QUEUE_COLUMNS
    )


def ticket_rows(listed: Sequence[Listed], now: datetime) -> list[list[Span]]:
    """Give the cells of each ticket, as QUEUE_COLUMNS has them."""
    return [ticket_cells(one, now) for one in listed]


def ticket_cells(one: Listed, now: datetime) -> list[Span]:
    """Give the cells of one ticket."""
    ticket = one.ticket
    pressing = most_pressing(one.clocks) if one.clocks else None
    name, left, style = clock_cells(pressing)
    return [
        span(ticket.reference, "reference"),
        span(f"P{ticket.priority}", "urgent" if ticket.priority == 1 else ""),
        span(ticket.client_code or NO_CLIENT, "client" if ticket.client_code else "warning"),
        span(ticket.title),
        span(state_words(ticket)),
        span(ticket.owner or "nobody", "" if ticket.owner else "warning"),
        span(age(ticket, now), "muted"),
        span(name, style),
        span(left, style),
    ]


def state_words(ticket: TicketRow) -> str:
    """Give the state in words; a wait says for whom."""
    return f"wait {ticket.waiting_for}" if ticket.state == "waiting" and ticket.waiting_for else ticket.state


def age(ticket: TicketRow, now: datetime) -> str:
    """Give how long ago the ticket was opened."""
    return show_age(max(0, int((now - from_text(ticket.opened_at)).total_seconds())))


def clock_cells(pressing: tuple[str, Clock] | None) -> tuple[str, str, str]:
    """Give a clock's name, what is left of it, and the style that says how pressing it is."""
    if pressing is None:
        return "", "", ""
    name, clock = pressing
    style = "overdue" if clock.state == "breached" else "soon" if clock.left_seconds < SOON else ""
    return name, show_clock(clock.left_seconds), style


def list_page(listed: Sequence[Listed], total: int, now: datetime, width: int, more: str) -> list[Line]:
    """Draw a list of tickets; `more` is the command that shows the rest of `total`."""
    if not listed:
        return [line("No tickets."), line("  techday ticket add TITLE    techday import FILE.csv")]
    head = [Span(word, "muted") for word in LIST_HEAD]
    lines = grid([head, *ticket_rows(listed, now)], QUEUE_COLUMNS, width, indent=0)
    if total > len(listed):
        lines.append(line(Span(f"{total - len(listed)} more  ", "muted"), Span(more, "command")))
    return lines


class Page(NamedTuple):
    """All that the page of one ticket shows; `seconds` is the time worked on it."""

    ticket: TicketRow
    body: str
    clocks: Clocks | None
    events: Sequence[EventRow]
    entries: Sequence[EntryRow]
    seconds: int


def ticket_page(page: Page, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw the page of one ticket: what it is, its clocks, and what happened."""
    ticket = page.ticket
    lines = [
        *labelled(span(ticket.reference, "reference"), span(ticket.title, "title"), width),
        *facts(page, zone, now, width),
    ]
    if page.body:
        lines += [line(), *wrapped(page.body, width, "  ")]
    if page.clocks is not None and any(page.clocks):
        lines += [line(), line(Span("CLOCKS", "section")), *clock_lines(page.clocks, zone, now, width)]
    if page.events:
        lines += [line(), line(Span("WHAT HAPPENED", "section"))]
        for event in page.events:
            lines += event_lines(event, zone, now, width)
    return lines


def facts(page: Page, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw what a ticket is, as names and values."""
    ticket = page.ticket
    client = f"{ticket.client_code} {ticket.client_name}" if ticket.client_code else NO_CLIENT
    state = state_words(ticket)
    if ticket.waiting_until:
        state += f" until {show_instant(ticket.waiting_until, zone, now)}"
    rows = [
        ("client", client),
        ("state", f"P{ticket.priority}  L{ticket.tier}  {state}"),
        ("owner", ticket.owner or "nobody"),
        ("opened", f"{show_instant(ticket.opened_at, zone, now)}  ({age(ticket, now)} ago)"),
        ("due", show_instant(ticket.due_at, zone, now) if ticket.due_at else ""),
        ("requester", ticket.requester),
        ("category", ticket.category),
        ("source", source_words(ticket)),
        ("worked", show_clock(page.seconds) if page.seconds else ""),
        ("next", ticket.next_action),
    ]
    named = [(Span(f"  {name:<9}", "muted"), span(text)) for name, text in rows if text]
    return [one for name, text in named for one in labelled(name, text, width)]


def labelled(name: Span, text: Span, width: int) -> list[Line]:
    """Draw a name and what stands beside it, whole: the page of one ticket cuts nothing off."""
    indent = cell_width(name.text) + 2
    first, *others = broken(text.text, max(20, width - indent))
    head: Line = [name, Span("  "), Span(first, text.style)]
    return [head, *[[Span(" " * indent), Span(part, text.style)] for part in others]]


def source_words(ticket: TicketRow) -> str:
    """Give where the ticket comes from, and the words that its source uses for state and priority."""
    words = [word for word in (ticket.source_status, ticket.source_priority) if word]
    return f"{ticket.source} ({', '.join(words)})" if ticket.source and words else ticket.source or ""


def clock_lines(clocks: Clocks, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw every clock: its name, when it is due, and how it stands."""
    rows = []
    for name, clock in zip(clocks._fields, clocks, strict=True):
        if clock is not None:
            style = {"breached": "overdue", "met": "ok"}.get(clock.state, "")
            due = show_instant(clock.due_at, zone, now) if clock.due_at else "stands still"
            left = "" if clock.state == "met" else show_clock(clock.left_seconds)
            rows.append(
                [span(name), span(clock.state, style), span(due), span(left, style), span(clock.target, "muted")]
            )
    return grid(rows, (Column(), Column(), Column(), Column(right=True), Column()), width, indent=2)


EVENT_WORDS = {"owner": "to ", "state": "now ", "waiting": "for ", "priority": "now P"}


def event_lines(event: EventRow, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw one event: when, what, and its words; what the client can read is marked without colour."""
    late = "  (told late)" if event.recorded_at > event.at and not event.imported and is_late(event) else ""
    mark = {"reply": "PUBLIC reply", "heard": "PUBLIC heard", "note": "note"}.get(event.kind, event.kind)
    if event.kind == "reply" and event.detail:
        mark += f" ({event.detail})"
    head = [Span("  "), span(show_instant(event.at, zone, now), "muted"), Span("  ")]
    head += [span(mark, "public" if event.public else "internal")]
    if event.kind in ("note", "reply", "heard"):
        return [[*head, Span(late, "muted")], *wrapped(event.text, width, "      ")]
    subject = event.text if event.kind in ("owner", "edited") else event.detail
    told = f"{EVENT_WORDS.get(event.kind, '')}{subject}" if subject else ""
    source = "  (import)" if event.imported else ""
    words = [*head[:-1], span(event.kind, "internal"), Span(" "), span(told), Span(source + late, "muted")]
    return [cut(words, width)]


def is_late(event: EventRow) -> bool:
    """Tell whether an event was written down more than a quarter of an hour after it happened."""
    return (from_text(event.recorded_at) - from_text(event.at)).total_seconds() > 15 * 60


def wrapped(text: str, width: int, indent: str) -> list[Line]:
    """Break a text into lines of the screen's width, with an indent; its own line breaks are kept."""
    room = max(20, width - len(indent))
    paragraphs = [as_span(paragraph).text for paragraph in text.split("\n")]
    return [[Span(indent), Span(part)] for paragraph in paragraphs for part in broken(paragraph, room)]


def broken(text: str, room: int) -> list[str]:
    """Break one paragraph into parts of at most `room` cells."""
    if cell_width(text) <= room:
        return [text]
    if text.isascii():
        from textwrap import wrap  # only for long paragraphs

        return wrap(text, room) or [""]
    from rich.console import Console  # Rich counts wide characters, textwrap does not
    from rich.text import Text

    return [part.plain.rstrip() for part in Text(text).wrap(Console(width=room), room)]
