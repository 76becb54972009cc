"""How clients look: rows of a list, and the page of one client."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from techday.clients.store import ClientRow
from techday.ui.dates import show_instant
from techday.ui.grid import Column, Line, Span, grid, labelled, line, span

COLUMNS = (
    Column(most=12),  # code
    Column(flexible=True, least=12),  # name
    Column(right=True),  # open tickets
    Column(right=True),  # cadence
    Column(flexible=True, least=6, drop=70),  # area
    Column(flexible=True, least=12, drop=90),  # phone
    Column(flexible=True, least=6, drop=80),  # level
    Column(flexible=True, least=6, drop=100),  # calendar
    Column(flexible=True, least=6, drop=110),  # zone
)
HEAD = ("code", "client", "open", "every", "area", "phone", "level", "calendar", "zone")


class ClientTerms(NamedTuple):
    """Whether the level of a client was made, and the calendar that comes with it ("" for none)."""

    level_known: bool
    level_calendar: str


def list_page(clients: Sequence[ClientRow], width: int) -> list[Line]:
    """Draw the list of clients."""
    if not clients:
        return [line("No clients yet."), line("  techday client add NAME    techday import FILE.csv")]
    head = [Span(word, "muted") for word in HEAD]
    return grid([head, *[client_cells(client) for client in clients]], COLUMNS, width, indent=0)


def client_cells(client: ClientRow) -> list[Span]:
    """Give the cells of one client."""
    return [
        span(client.code, "client"),
        span(client.name),
        span(str(client.open_tickets or "")),
        span("" if client.placeholder else f"{client.cadence_days}d", "muted"),
        span(client.area),
        span(client.phone),
        span(client.level),
        span(client.calendar or ""),
        span(client.zone, "muted"),
    ]


def client_facts(client: ClientRow, terms: ClientTerms, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw what is known of one client."""
    rows = [
        ("phone", client.phone),
        ("area", client.area),
        ("level", level_words(client, terms)),
        ("calendar", client.calendar or (f"{terms.level_calendar}, that of its level" if terms.level_calendar else "")),
        ("zone", client.zone),
        ("contact", "never: tickets without a client" if client.placeholder else f"every {client.cadence_days} days"),
        ("billable", "yes" if client.billable else "no"),
        ("since", show_instant(client.created_at, zone, now)),
    ]
    named = [(Span(f"  {name:<8}", "muted"), span(text)) for name, text in rows if text]
    head = labelled(span(client.code, "client"), span(client.name, "title"), width)
    return [*head, *[one for name, text in named for one in labelled(name, text, width)]]


def level_words(client: ClientRow, terms: ClientTerms) -> str:
    """Give the level of a client, and whether it promises anything."""
    if not client.level:
        return "default targets"
    return client.level if terms.level_known else f"{client.level}, which is not made yet: default targets"
