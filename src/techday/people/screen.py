"""How people look in a list."""

from collections.abc import Sequence

from techday.people.store import PersonRow
from techday.ui.grid import Column, Line, Span, line, span
from techday.ui.listing import more, of_clients

COLUMNS = (
    Column(flexible=True, least=12, most=30),  # name
    Column(flexible=True, least=8, most=24, drop=70),  # role
    Column(most=24),  # phone: what is cut here rings somebody else
    Column(flexible=True, least=14, drop=60),  # mail
    Column(drop=60),  # channel
    Column(flexible=True, least=8, most=20, drop=100),  # site
    Column(flexible=True, least=12, drop=110),  # note
)
HEAD = ("person", "role", "phone", "mail", "best", "site", "note")


def list_page(people: Sequence[PersonRow], total: int, client: str | None, width: int) -> list[Line]:
    """Draw a list of people: those of the client of that code, else those of all, each with their client."""
    if not people:
        return [line("No people yet."), line(f"  techday client person add {client or 'C'} NAME --phone P --main")]
    clients = [person.client for person in people] if client is None else []
    command = f"techday client person list {f'{client} ' if client else ''}--most {total}"
    lines = of_clients(HEAD, COLUMNS, [cells(person) for person in people], clients, width)
    return [*lines, *more(total - len(people), command)]


def cells(person: PersonRow) -> list[Span]:
    """Give the cells of one person; the main one is marked without colour too."""
    return [
        span(f"{person.name} *" if person.main else person.name, "title" if person.main else ""),
        span(person.role),
        span(person.phone),
        span(person.email),
        span(person.channel or "", "muted"),
        span(person.site or "", "muted"),
        span(person.note, "muted"),
    ]
