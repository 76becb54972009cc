"""What lists have in common: a head, a column of clients where they are of all, how many more there are."""

from collections.abc import Sequence

from techday.ui.grid import Cell, Column, Line, Span, grid, line, span

CLIENT = Column(most=12)


def heading(words: Sequence[str]) -> list[Span]:
    """Give the cells of a head."""
    return [Span(word, "muted") for word in words]


def of_clients(
    head: Sequence[str], columns: Sequence[Column], rows: Sequence[Sequence[Cell]], clients: Sequence[str], width: int
) -> list[Line]:
    """Draw rows below their head; `clients` are the codes that stand before them, none where all are of one client."""
    cells: list[Sequence[Cell]] = [heading(head), *rows]
    if not clients:
        return grid(cells, columns, width, indent=0)
    codes = [Span("client", "muted"), *(span(code, "client") for code in clients)]
    return grid([[code, *row] for code, row in zip(codes, cells, strict=True)], (CLIENT, *columns), width, indent=0)


def more(left: int, command: str) -> list[Line]:
    """Say how many more there are, and the command that shows them; nothing where none are left."""
    return [line(Span(f"{left} more  ", "muted"), Span(command, "command"))] if left > 0 else []
