"""How tickets look: rows of a list, and the page of one ticket."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from techday.core.durations import show_age, show_clock
from techday.core.instants import from_text, to_text
from techday.tickets.clocks import Clock, Clocks, most_pressing
from techday.tickets.rules import waits
from techday.tickets.standing import Listed, burns
from techday.tickets.store import EventRow, TicketRow
from techday.timecard.store import EntryRow
from techday.ui.dates import show_instant, show_short
from techday.ui.grid import Column, Line, Span, cut, grid, labelled, line, span, wrapped

NO_CLIENT = "client?"
SOON = 30 * 60

QUEUE_COLUMNS = (
    Column(least=5, most=16),  # reference
    Column(tight=True),  # priority
    Column(flexible=True, least=6, most=14),  # client
    Column(flexible=True, least=20),  # title: what is cut here, nobody recognises
    Column(drop=30),  # state
    Column(flexible=True, least=6, most=12, drop=100),  # owner
    Column(right=True, drop=50),  # age
    Column(drop=40),  # clock
    Column(right=True, tight=True),  # left
)
# As short as a narrow screen needs them, and still words.
WAITS_ON = {"customer": "on client", "vendor": "on vendor", "parts": "on parts", "scheduled": "scheduled"}
CLOCK_NAMES = {"resolution": "due"}
MOST_MINUTES = 100 * 3600
LIST_HEAD = ("ticket", "P", "client", "title", "state", "owner", "age", "clock", "left")


def ticket_rows(listed: Sequence[Listed], zone: tzinfo, now: datetime) -> list[list[Span]]:
    """Give the cells of each ticket, as QUEUE_COLUMNS has them."""
    return [ticket_cells(one, zone, now) for one in listed]


def ticket_cells(one: Listed, zone: tzinfo, now: datetime) -> list[Span]:
    """Give the cells of one ticket; one that waits and does not burn shows until when, in the place of its clocks."""
    ticket = one.ticket
    at = to_text(now)
    if waits(ticket, at) and ticket.waiting_until and not burns(one, at):
        name, left, style = "until", show_short(ticket.waiting_until, zone, now), "muted"
    else:
        pressing = most_pressing(one.clocks) if one.clocks else None
        name, left, style = clock_cells(pressing, ticket.first_seen_at)
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
    """Give the state in a word or two; a wait says on whom."""
    return WAITS_ON.get(ticket.waiting_for or "", ticket.state) if ticket.state == "waiting" else ticket.state


def age(ticket: TicketRow, now: datetime) -> str:
    """Give how long ago the ticket was opened."""
    return show_age(max(0, int((now - from_text(ticket.opened_at)).total_seconds())))


def clock_cells(pressing: tuple[str, Clock] | None, first_seen_at: str) -> tuple[str, str, str]:
    """Give a clock's name, what is left of it, and the style that says how pressing it is.

    What was overdue before techday ever saw the ticket is no news, and no wall of red.
    """
    if pressing is None:
        return "", "", ""
    name, clock = CLOCK_NAMES.get(pressing[0], pressing[0]), pressing[1]
    style = "overdue" if clock.state == "breached" else "soon" if clock.left_seconds < SOON else ""
    if clock.due_at is not None and to_text(clock.due_at) < first_seen_at:
        style = "muted"
    return name, left_words(clock.left_seconds), style


def left_words(seconds: int) -> str:
    """Give what is left on a clock; of a hundred hours and more, only the hours."""
    return show_clock(seconds) if abs(seconds) < MOST_MINUTES else f"{seconds // 3600}h"


def list_page(listed: Sequence[Listed], total: int, zone: tzinfo, now: datetime, width: int, more: str) -> list[Line]:
    """Draw a list of tickets; `more` is the command that shows the rest of `total`."""
    if not listed:
        return [line("No tickets."), line("  techday ticket add TITLE    techday import FILE.csv")]
    head = [Span(word, "muted") for word in LIST_HEAD]
    lines = grid([head, *ticket_rows(listed, zone, now)], QUEUE_COLUMNS, width, indent=0)
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
    state = f"waiting for {ticket.waiting_for}" if ticket.waiting_for else ticket.state
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
        return [cut([*head, Span(late, "muted")], width), *wrapped(event.text, width, "      ")]
    subject = event.text if event.kind in ("owner", "edited") else event.detail
    told = f"{EVENT_WORDS.get(event.kind, '')}{subject}" if subject else ""
    source = "  (import)" if event.imported else ""
    words = [*head[:-1], span(event.kind, "internal"), Span(" "), span(told), Span(source + late, "muted")]
    return [cut(words, width)]


def is_late(event: EventRow) -> bool:
    """Tell whether an event was written down more than a quarter of an hour after it happened."""
    return (from_text(event.recorded_at) - from_text(event.at)).total_seconds() > 15 * 60
