"""How clients look in a list."""

from collections.abc import Sequence
from datetime import date

from techday.clients.rules import billing_word, is_paused, starts_later
from techday.clients.store import ClientRow
from techday.ui.dates import clear_day
from techday.ui.grid import Column, Line, Span, grid, line, span
from techday.ui.listing import heading

COLUMNS = (
    Column(most=12),  # code
    Column(flexible=True, least=12),  # name
    Column(right=True),  # open tickets
    Column(right=True),  # cadence, or why it is in no rotation
    Column(flexible=True, least=6, drop=70),  # area
    Column(flexible=True, least=12, drop=90),  # phone
    Column(flexible=True, least=6, drop=80),  # level
    Column(drop=90),  # billable or contract
    Column(flexible=True, least=6, drop=100),  # calendar
    Column(flexible=True, least=6, drop=110),  # zone
)
HEAD = ("code", "client", "open", "every", "area", "phone", "level", "time", "calendar", "zone")


def list_page(clients: Sequence[ClientRow], today: date, width: int) -> list[Line]:
    """Draw the list of clients on a local day."""
    if not clients:
        return [line("No clients yet."), line("  techday client add NAME    techday import FILE.csv")]
    head = heading(HEAD)
    return grid([head, *[client_cells(client, today) for client in clients]], COLUMNS, width, indent=0)


def client_cells(client: ClientRow, today: date) -> list[Span]:
    """Give the cells of one client."""
    return [
        span(client.code, "client"),
        span(client.name),
        span(str(client.open_tickets or "")),
        cadence_cell(client, today),
        span(client.area),
        span(client.phone),
        span(client.level),
        span(billing_word(client), "muted"),
        span(client.calendar or ""),
        span(client.zone, "muted"),
    ]


def cadence_cell(client: ClientRow, today: date) -> Span:
    """Give how often a client wants to hear from us, or that it is paused or still to come in."""
    if client.placeholder:
        return Span("")
    if is_paused(client, today):
        return Span("paused", "warning")
    if starts_later(client, today):
        return span(f"from {clear_day(date.fromisoformat(str(client.starts_on)), today)}", "muted")
    return span(f"{client.cadence_days}d", "muted")
