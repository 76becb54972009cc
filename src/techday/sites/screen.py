"""How sites look in a list."""

from collections.abc import Sequence

from techday.sites.store import SiteRow
from techday.ui.grid import Column, Line, Span, line, span
from techday.ui.listing import more, of_clients

COLUMNS = (
    Column(flexible=True, least=10, most=30),  # name
    Column(flexible=True, least=16),  # address
    Column(flexible=True, least=6, most=20, drop=60),  # area
    Column(most=24, drop=70),  # phone
    Column(flexible=True, least=12, drop=90),  # note
)
HEAD = ("site", "address", "area", "phone", "note")


def list_page(sites: Sequence[SiteRow], total: int, client: str | None, width: int) -> list[Line]:
    """Draw a list of sites: those of the client of that code, else those of all, each with its client."""
    if not sites:
        return [line("No sites yet."), line(f"  techday client site add {client or 'C'} NAME --address TEXT")]
    clients = [site.client for site in sites] if client is None else []
    command = f"techday client site list {f'{client} ' if client else ''}--most {total}"
    lines = of_clients(HEAD, COLUMNS, [cells(site) for site in sites], clients, width)
    return [*lines, *more(total - len(sites), command)]


def cells(site: SiteRow) -> list[Span]:
    """Give the cells of one site."""
    return [span(site.name), span(site.address), span(site.area), span(site.phone), span(site.note, "muted")]
