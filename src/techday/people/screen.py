"""How people look in a list."""

from collections.abc import Sequence

from techday.people.store import PersonRow
from techday.ui.grid import Column, Line, Span, grid, line, span

CLIENT = Column(most=12)
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
    rows = [[Span(word, "muted") for word in HEAD], *[cells(person) for person in people]]
    columns: Sequence[Column] = COLUMNS
    if client is None:
        columns = (CLIENT, *COLUMNS)
        codes = [Span("client", "muted"), *[span(person.client, "client") for person in people]]
        rows = [[code, *row] for code, row in zip(codes, rows, strict=True)]
    lines = grid(rows, columns, width, indent=0)
    if total > len(people):
        command = f"techday client person list {f'{client} ' if client else ''}--most {total}"
        lines.append(line(Span(f"{total - len(people)} more  ", "muted"), Span(command, "command")))
    return lines


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
