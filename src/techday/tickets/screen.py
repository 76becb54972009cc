"""How tickets look in a list: one line each, in columns that a person may choose.

The board and every list draw their rows from here, so that a ticket looks the same wherever it stands.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from techday.core.durations import show_age, show_clock
from techday.core.instants import from_text, to_text
from techday.core.text import quoted
from techday.errors import BadUsage
from techday.tickets.clocks import Clock, most_pressing
from techday.tickets.rules import waits
from techday.tickets.standing import Listed, burns
from techday.tickets.store import TicketRow
from techday.ui.dates import show_instant, show_short
from techday.ui.grid import Column, Line, Span, fit, grid, line, span, width_of, wrapped

NO_CLIENT = "client?"
SOON = 30 * 60
MOST_MINUTES = 100 * 3600
# As short as a narrow screen needs them, and still words.
WAITS_ON = {"customer": "on client", "vendor": "on vendor", "parts": "on parts", "scheduled": "scheduled"}
LONGEST_NAME = 10
CLOCK_NAMES = {"resolution": "due"}


class Described(NamedTuple):
    """A ticket with what its cells are made from: its state in words, its most pressing clock, and that in words."""

    ticket: TicketRow
    state: str
    pressing: tuple[str, Clock] | None
    clock: tuple[str, str, str]
    zone: tzinfo
    now: datetime


class ListColumn(NamedTuple):
    """A column by its head, its room, and what makes its cell."""

    head: str
    column: Column
    cell: Callable[[Described], Span]


COLUMNS = {
    "ref": ListColumn("ticket", Column(least=5, most=16), lambda row: span(row.ticket.reference, "reference")),
    "priority": ListColumn("P", Column(tight=True), lambda row: priority_cell(row.ticket)),
    "client": ListColumn("client", Column(flexible=True, least=6, most=14), lambda row: client_cell(row.ticket)),
    # What is cut of a title, nobody recognises.
    "title": ListColumn("title", Column(flexible=True, least=20), lambda row: span(row.ticket.title)),
    "state": ListColumn("state", Column(most=17, drop=30), lambda row: state_cell(row)),
    "owner": ListColumn("owner", Column(flexible=True, least=6, most=12, drop=100), lambda row: owner_cell(row.ticket)),
    "age": ListColumn("age", Column(right=True, drop=50), lambda row: span(age(row.ticket, row.now), "muted")),
    "clock": ListColumn("clock", Column(drop=40), lambda row: span(row.clock[0], row.clock[2])),
    "left": ListColumn("left", Column(right=True, tight=True), lambda row: span(row.clock[1], row.clock[2])),
    "opened": ListColumn("opened", Column(), lambda row: instant_cell(row.ticket.opened_at, row)),
    "due": ListColumn("due", Column(), lambda row: instant_cell(due_at(row), row)),
    "tier": ListColumn("L", Column(tight=True), lambda row: span(f"L{row.ticket.tier}")),
    "category": ListColumn("category", Column(flexible=True, least=6, most=16), lambda row: span(row.ticket.category)),
    "requester": ListColumn(
        "requester", Column(flexible=True, least=6, most=16), lambda row: span(row.ticket.requester)
    ),
    "asset": ListColumn("asset", Column(flexible=True, least=6, most=16), lambda row: span(row.ticket.asset)),
    "next": ListColumn("next", Column(flexible=True, least=12), lambda row: span(row.ticket.next_action)),
    "waiting": ListColumn("waiting", Column(), lambda row: span(row.ticket.waiting_for or "")),
    "until": ListColumn("until", Column(), lambda row: instant_cell(row.ticket.waiting_until, row)),
    "source": ListColumn("source", Column(flexible=True, least=6, most=12), lambda row: span(row.ticket.source or "")),
}
QUEUE = ("ref", "priority", "client", "title", "state", "owner", "age", "clock", "left")
QUEUE_COLUMNS = tuple(COLUMNS[name].column for name in QUEUE)
NO_TARGETS: Mapping[int, str] = {}


def read_columns(text: str) -> tuple[str, ...]:
    """Read the names of columns, with commas between them, each once; "all" is all of them.

    Raises BadUsage for a name that is none, and where there is no name.
    """
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    if "all" in names:
        return tuple(COLUMNS)
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or not names:
        message = f"No column {quoted(unknown[0])}" if unknown else "--columns names no column"
        raise BadUsage(message, hint=f"Some of {','.join(COLUMNS)}")
    return tuple(dict.fromkeys(names))


def rooms(names: Sequence[str]) -> list[Column]:
    """Give the room of the columns that a person chose: where there is too little, the last ones go first."""
    return [COLUMNS[name].column._replace(drop=place) for place, name in enumerate(names)]


def describe(one: Listed, zone: tzinfo, now: datetime, targets: Mapping[int, str]) -> Described:
    """Give what the cells of a ticket are made from; `targets` has the references of those that others merged into.

    One that waits and does not burn shows until when, in the place of its clocks.
    """
    ticket = one.ticket
    at = to_text(now)
    pressing = most_pressing(one.clocks) if one.clocks else None
    if waits(ticket, at) and ticket.waiting_until and not burns(one, at):
        clock = ("until", show_short(ticket.waiting_until, zone, now), "muted")
    else:
        clock = clock_cells(pressing, ticket.first_seen_at)
    return Described(ticket, state_words(ticket, targets), pressing, clock, zone, now)


def state_words(ticket: TicketRow, targets: Mapping[int, str] = NO_TARGETS) -> str:
    """Give the state in a word or two; a wait says on whom, what was handed up to whom, what was merged where."""
    if ticket.merged_into is not None:
        return f"in {targets.get(ticket.merged_into, '?')}"
    if ticket.escalated_at is not None:
        return f"to {ticket.escalated_to}"
    return WAITS_ON.get(ticket.waiting_for or "", ticket.state) if ticket.state == "waiting" else ticket.state


def state_cell(row: Described) -> Span:
    """Give the state; a colleague's name is cut rather than that the column takes the others' room."""
    state = span(row.state)
    return state if row.ticket.escalated_at is None else Span(fit(state.text, LONGEST_NAME), state.style)


def priority_cell(ticket: TicketRow) -> Span:
    """Give the priority; the highest has weight."""
    return span(f"P{ticket.priority}", "urgent" if ticket.priority == 1 else "")


def client_cell(ticket: TicketRow) -> Span:
    """Give the client's code, or that it is not known yet."""
    return span(ticket.client_code or NO_CLIENT, "client" if ticket.client_code else "warning")


def owner_cell(ticket: TicketRow) -> Span:
    """Give the owner's name, or that there is none."""
    return span(ticket.owner or "nobody", "" if ticket.owner else "warning")


def instant_cell(at: datetime | str | None, row: Described) -> Span:
    """Give an instant as short as it stays clear."""
    return span(show_instant(at, row.zone, row.now) if at else "", "muted")


def due_at(row: Described) -> datetime | None:
    """Give when the most pressing clock of a ticket is due."""
    return None if row.pressing is None else row.pressing[1].due_at


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


def ticket_rows(listed: Sequence[Listed], zone: tzinfo, now: datetime) -> list[list[Span]]:
    """Give the cells of each ticket, as QUEUE_COLUMNS has them."""
    return [cells(describe(one, zone, now, NO_TARGETS), QUEUE) for one in listed]


def cells(one: Described, names: Sequence[str]) -> list[Span]:
    """Give the cells of one ticket for some columns."""
    return [COLUMNS[name].cell(one) for name in names]


def list_page(listed: Sequence[Listed], total: int, zone: tzinfo, now: datetime, width: int, more: str) -> list[Line]:
    """Draw a list of tickets; `more` is the command that shows the rest of `total`."""
    if not listed:
        return nothing()
    lines = table([describe(one, zone, now, NO_TARGETS) for one in listed], (), width)
    return [*lines, *more_lines(f"{total - len(listed)} more", more, width)] if total > len(listed) else lines


def nothing(wider: str = "") -> list[Line]:
    """Say that there is no ticket; of a list that was narrowed down that there is none like it, and a `wider` one."""
    if wider:
        return [line("No such tickets."), line(Span("  "), Span(wider, "command"))]
    return [line("No tickets."), line("  techday ticket add TITLE    techday import FILE.csv")]


def table(rows: Sequence[Described], names: Sequence[str], width: int) -> list[Line]:
    """Draw tickets under the heads of their columns: those that a person chose, else those of the queue."""
    columns: Sequence[Column] = rooms(names) if names else QUEUE_COLUMNS
    shown = names or QUEUE
    head = [Span(COLUMNS[name].head, "muted") for name in shown]
    return grid([head, *[cells(one, shown) for one in rows]], columns, width, indent=0)


def more_lines(text: str, command: str, width: int) -> list[Line]:
    """Draw what a list leaves out, and the command that shows it: beside it, or below where it is too long."""
    together = line(Span(f"{text}  ", "muted"), Span(command, "command"))
    if width_of(together) <= width:
        return [together]
    below = [[one[0], Span(one[1].text, "command")] for one in wrapped(command, width, "  ")]
    return [*wrapped(text, width, ""), *below]
