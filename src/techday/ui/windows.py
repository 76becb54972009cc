"""Styled lines on Windows, through Rich: it tells the consoles that take escape sequences from those that do not."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import IO

from rich.console import Console
from rich.segment import Segment, Segments
from rich.theme import Theme

from techday.ui.grid import Line
from techday.ui.theme import STYLES


def show_through_rich(lines: Iterable[Line], stream: IO[str], width: int, environ: Mapping[str, str]) -> None:
    """Print lines, already laid out for `width` cells, with the styles of the theme."""
    console = Console(file=stream, theme=Theme(STYLES, inherit=False), width=width, _environ=environ)
    styles = {"": None, **{name: console.get_style(name) for name in STYLES}}
    segments = []
    for cells in lines:
        # Neighbours of one style are one segment: Rich spends its time by the segment.
        for style, parts in groupby(cells, attrgetter("style")):
            segments.append(Segment("".join(part.text for part in parts), styles[style]))
        segments.append(Segment.line())
    console.print(Segments(segments), end="", soft_wrap=True)
