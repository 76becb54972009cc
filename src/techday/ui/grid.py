"""Lines of styled text, and rows laid out in columns.

A line is a list of spans, a span is a text with the name of a style. Screens build lines; `out` prints them. Rich's
own Table costs ten times as much for the same rows, and these screens are measured in milliseconds.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from techday.core.text import clean_line


class Span(NamedTuple):
    """A piece of a line: its text, safe for a terminal, and the name of its style ("" for none)."""

    text: str
    style: str = ""


Line = Sequence[Span]


class Column(NamedTuple):
    """How a column takes its room.

    `flexible` columns share what is left, never narrower than `least` cells; `right` aligns to the right; `drop` is
    the screen width below which the column is left out (0: never), and the higher it is, the sooner the column goes
    where a row is too wide. A `tight` column stands one blank after the one before it, any other two.
    """

    flexible: bool = False
    least: int = 0
    most: int = 0
    right: bool = False
    drop: int = 0
    tight: bool = False


Cell = Span | str
GAP = 2
# A text is broken into lines of so many cells at the least, however deep its indent.
LEAST_ROOM = 16


def span(text: str, style: str = "") -> Span:
    """Make a span of foreign text: one line, without anything that could steer a terminal."""
    return Span(clean_line(text), style)


def line(*cells: Cell) -> Line:
    """Make a line of spans and of plain strings, all cleaned."""
    return [as_span(cell) for cell in cells]


def as_span(cell: Cell) -> Span:
    """Take a span or a plain string, and give a span whose text is safe."""
    if isinstance(cell, Span):
        return Span(keep_blanks(cell.text), cell.style)
    return Span(keep_blanks(cell))


def keep_blanks(text: str) -> str:
    """Clean a text, but keep the blanks at its ends: they are layout."""
    if text.isascii() and text.isprintable():
        return text
    inner = clean_line(text)
    before = len(text) - len(text.lstrip(" "))
    after = len(text) - len(text.rstrip(" ")) if inner else 0
    return " " * before + inner + " " * after


def width_of(cells: Line) -> int:
    """Give the width of a line in terminal cells: wide characters count two."""
    return sum(cell_width(part.text) for part in cells)


def cell_width(text: str) -> int:
    """Give the width of a text in terminal cells."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # its tables of widths, only for a text that needs them

    return cell_len(text)


def fit(text: str, width: int) -> str:
    """Cut a text to `width` cells, with an ellipsis where something is lost; a wide character is never halved."""
    if cell_width(text) <= width:
        return text
    if width <= 1:
        return "…"[:width]
    if text.isascii():
        return text[: width - 1].rstrip(" ") + "…"
    from rich.cells import set_cell_size  # as above

    return set_cell_size(text, width - 1).rstrip(" ") + "…"


def pad(text: str, width: int, right: bool = False) -> str:
    """Fit a text and fill it with blanks to exactly `width` cells."""
    if len(text) <= width and text.isascii():  # nearly every cell
        return text.rjust(width) if right else text.ljust(width)
    fitted = fit(text, width)
    blanks = " " * (width - cell_width(fitted))
    return blanks + fitted if right else fitted + blanks


def cut(cells: Line, width: int) -> Line:
    """Cut a line to `width` cells, with an ellipsis where something is lost."""
    if width_of(cells) <= width:
        return cells
    kept: list[Span] = []
    room = width
    for part in cells:
        if cell_width(part.text) >= room:
            # The ellipsis must show even where the cut falls between two spans.
            kept.append(Span(fit(part.text + "…", room), part.style))
            break
        kept.append(part)
        room -= cell_width(part.text)
    return kept


def grid(rows: Iterable[Sequence[Cell]], columns: Sequence[Column], width: int, indent: int = 1) -> list[Line]:
    """Lay rows out in columns within `width` cells; every row has one cell for each column.

    Columns are as wide as their widest cell (at most `most`); the flexible ones give way when the row is too wide.
    Columns whose `drop` is above `width` are left out, and more of those that have one, the highest first, where the
    row would still be too wide.
    """
    spans = [[as_span(cell) for cell in row] for row in rows]
    if not spans:
        return []
    shown = [index for index, column in enumerate(columns) if column.drop <= width]
    while True:
        kinds = [columns[index] for index in shown]
        gaps = [0, *(1 if kind.tight else GAP for kind in kinds[1:])]
        room = width - indent - sum(gaps)
        widths = column_widths([[row[index] for index in shown] for row in spans], kinds, room)
        optional = [index for index in shown if columns[index].drop]
        if sum(widths) <= room or not optional:
            break
        shown.remove(max(optional, key=lambda index: columns[index].drop))
    lines: list[Line] = []
    for row in spans:
        cells = [row[index] for index in shown]
        laid: list[Span] = [Span(" " * indent)] if indent else []
        for cell, kind, room, gap in zip(cells, kinds, widths, gaps, strict=True):
            if gap:
                laid.append(Span(" " * gap))
            laid.append(Span(pad(cell.text, room, kind.right), cell.style))
        if not kinds[-1].right:
            laid[-1] = Span(laid[-1].text.rstrip(" "), laid[-1].style)
        lines.append(laid)
    return lines


def column_widths(rows: list[list[Span]], columns: Sequence[Column], room: int) -> list[int]:
    """Give each column its width, within `room` cells for all of them where their least widths allow it.

    The widest of the flexible columns gives way first, so that they become more alike.
    """
    widths = []
    for index, column in enumerate(columns):
        natural = min(max(cell_width(row[index].text) for row in rows), room)
        widths.append(max(min(natural, column.most) if column.most else natural, column.least))
    for _ in range(sum(widths) - room):
        yielding = [index for index, column in enumerate(columns) if column.flexible and widths[index] > column.least]
        if not yielding:
            break
        widths[max(yielding, key=lambda index: widths[index])] -= 1
    return widths


def spread(left: Line, right: Span, width: int) -> Line:
    """Put `right` at the right edge of a line that begins with `left`, two blanks apart at the least."""
    gap = width - width_of([*left, right])
    return [*left, Span(" " * max(gap, 2)), right] if right.text else left


def labelled(name: Span, text: Span, width: int) -> list[Line]:
    """Draw a name and what stands beside it, whole: the page of one thing cuts nothing off."""
    indent = cell_width(name.text) + GAP
    first, *others = broken(text.text, max(LEAST_ROOM, width - indent))
    head: Line = [name, Span(" " * GAP), Span(first, text.style)]
    return [head, *[[Span(" " * indent), Span(part, text.style)] for part in others]]


def wrapped(text: str, width: int, indent: str) -> list[Line]:
    """Break a text into lines of the screen's width, with an indent; its own line breaks are kept."""
    room = max(LEAST_ROOM, width - len(indent))
    paragraphs = [as_span(paragraph).text for paragraph in text.split("\n")]
    return [[Span(indent), Span(part)] for paragraph in paragraphs for part in broken(paragraph, room)]


def broken(text: str, room: int) -> list[str]:
    """Break one paragraph into parts of at most `room` cells."""
    if cell_width(text) <= room:
        return [text]
    if text.isascii():
        from textwrap import wrap  # only for long paragraphs

        return wrap(text, room) or [""]
    from techday.ui.wrapping import broken_by_cells  # only for text that is not ASCII

    return broken_by_cells(text, room)


def plain_text(cells: Line) -> str:
    """Give a line as text alone, without blanks at its end."""
    return "".join(part.text for part in cells).rstrip(" ")
