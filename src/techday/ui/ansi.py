"""Styled lines as terminals other than Windows' own read them: ECMA-48's "select graphic rendition".

The theme is a closed list of sixteen-colour styles, so writing them takes a table and no library: loading Rich's
console would cost a screen a fifth of its time. Consoles that may not know these sequences get Rich (see `out`).
"""

from collections.abc import Iterable

from techday.ui.grid import Line
from techday.ui.theme import STYLES

ATTRIBUTES = {"bold": "1", "dim": "2", "italic": "3", "underline": "4"}
COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36"}
END = "\x1b[0m"


def begin(style: str, colour: bool) -> str:
    """Give the sequence that begins a style of the theme such as "bold red"; without `colour` only its attributes."""
    known = {**ATTRIBUTES, **COLOURS} if colour else ATTRIBUTES
    codes = [known[word] for word in style.split() if word in known]
    return f"\x1b[{';'.join(codes)}m" if codes else ""


def styled(lines: Iterable[Line], colour: bool) -> str:
    """Give lines as text with the sequences of their styles; each style ends with its span."""
    begins = {name: begin(style, colour) for name, style in STYLES.items()}
    written = []
    for cells in lines:
        for text, style in cells:
            start = begins[style] if style else ""
            written.append(f"{start}{text}{END}" if start and text else text)
        written.append("\n")
    return "".join(written)
