"""Breaking a text into lines by terminal cells, where characters are wide or take no room at all.

Rich does the same with a console of its own, at thirty milliseconds before the first line and a tenth for each: too
much for a page of two hundred words from Zürich.
"""

import re

from rich.cells import cell_len, chop_cells


def broken_by_cells(text: str, room: int) -> list[str]:
    """Break one paragraph, without line breaks in it, into parts of at most `room` cells (two at the least).

    It breaks at blanks, which it leaves out there, and within a word only where the word alone is too long.
    """
    room = max(room, 2)
    parts = [""]
    used = 0
    for word in re.findall(" *[^ ]+", text):
        width = cell_len(word)
        if used + width <= room:
            parts[-1] += word
            used += width
            continue
        bare = word.lstrip(" ")
        pieces = chop_cells(bare, room) if cell_len(bare) > room else [bare]
        parts += pieces
        used = cell_len(parts[-1])
    return parts if parts[0] else parts[1:] or [""]
