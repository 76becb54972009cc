"""What the screens of time cards are drawn with: the screen they are for, bars, and a command beside its words.

Bars are characters alone, so that they read without colour; `Look.blocks` chooses between block characters and plain
ASCII.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from techday.core.shifts import Lunch, ShiftPattern
from techday.ui.grid import Line, Span, broken, cut, span, width_of

WIDEST_BAR, NARROWEST_BAR = 40, 5


class Look(NamedTuple):
    """What a time card is drawn for: the shifts with their zone and lunch, the time, and a screen of `width` cells.

    `blocks` tells that the screen can show block characters.
    """

    pattern: ShiftPattern
    lunch: Lunch
    now: datetime
    width: int
    blocks: bool = True


class Glyphs(NamedTuple):
    """What bars are made of: what was reached, what is left of the plan, and the mark at a plan or a target."""

    full: str
    rest: str
    mark: str


BLOCKS, ASCII = Glyphs("█", "░", "┃"), Glyphs("#", ".", "|")


def fitted(lines: Sequence[Line], width: int) -> list[Line]:
    """Cut what is wider than the screen."""
    return [cut(one, width) for one in lines]


def beside(left: Span, command: str, width: int) -> list[Line]:
    """Draw a text with a command at the right edge, or below it where there is no room; both whole."""
    right = span(command, "command")
    blanks = width - width_of([left, right])
    if not command or blanks < 2:
        lines: list[Line] = [[Span(part, left.style)] for part in broken(left.text, width)]
        below = broken(right.text, max(width - 6, 1)) if command else []
        return [*lines, *[[Span("      "), Span(part, "command")] for part in below]]
    return [[left, Span(" " * blanks), right]]


def bar_room(look: Look, others: int) -> int:
    """Give how many cells a bar may take beside `others`; 0 where so few are left that it would say nothing."""
    room = min(WIDEST_BAR, look.width - others)
    return room if room >= NARROWEST_BAR else 0


def glyphs(look: Look) -> Glyphs:
    """Give what bars are made of on this screen."""
    return BLOCKS if look.blocks else ASCII


def can_show(glyphs: Glyphs, encoding: str | None) -> bool:
    """Tell whether a stream of that encoding can carry some bars: an old console's code page has no blocks."""
    try:
        "".join(glyphs).encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def plan_bar(worked: int, planned: int, longest: int, room: int, glyph: Glyphs) -> str:
    """Draw seconds worked against seconds planned, on a scale on which `longest` and more takes all the room.

    The bar reaches its plan only where the plan is met; beyond the plan a mark stands where it ended.
    """
    reached, plan = filled(worked, longest, room), filled(planned, longest, room)
    if worked < planned:
        reached = min(reached, max(plan - 1, 0))
        return glyph.full * reached + glyph.rest * (plan - reached)
    if worked == planned or not planned or reached <= plan:
        return glyph.full * reached
    return glyph.full * plan + glyph.mark + glyph.full * (reached - plan - 1)


def share_bar(percent: int, target: int, room: int, glyph: Glyphs) -> str:
    """Draw a percentage, with a mark at the target: it is passed only where the target is reached."""
    if not room:
        return ""
    reached = filled(min(percent, 100), 100, room)
    cells = [*glyph.full * reached, *glyph.rest * (room - reached)]
    if 0 < target <= 100:
        cells[min(target * room // 100, room - 1)] = glyph.mark
    return "".join(cells)


def filled(part: int, whole: int, room: int) -> int:
    """Give how many of `room` cells are filled: all only for the whole, one at the least for anything at all."""
    if part <= 0 or whole <= 0 or not room:
        return 0
    return min(max(1, part * room // whole), room)
