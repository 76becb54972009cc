"""How service levels look: rows of a list, and what one level promises."""

from collections.abc import Sequence

from techday.core.text import quoted
from techday.levels.views import LevelView, TargetView
from techday.ui.grid import Column, Line, Span, grid, labelled, line, span
from techday.ui.listing import heading

LIST_COLUMNS = (
    Column(flexible=True, least=8, most=24),  # name
    Column(),  # P1
    Column(),  # P2
    Column(drop=50),  # P3
    Column(drop=60),  # P4
    Column(flexible=True, least=8, drop=70),  # calendar
    Column(right=True, drop=40),  # clients
)
LIST_HEAD = ("level", "P1", "P2", "P3", "P4", "calendar", "clients")
TARGET_COLUMNS = (Column(), Column(), Column(), Column(), Column(flexible=True, least=8, drop=50))
TARGET_HEAD = ("", "first word", "update every", "resolved in", "runs")
DEFAULT_MARK = "*"


def list_page(levels: Sequence[LevelView], width: int) -> list[Line]:
    """Draw the list of levels: of each priority the first word and the solution that it promises."""
    if not levels:
        return [line("No levels yet."), line("  techday level add NAME    techday level set NAME 1 --response 15m")]
    head = heading(LIST_HEAD)
    rows = [
        [
            span(one.name),
            *[in_short(target) for target in one.targets],
            span(one.calendar or "", "muted"),
            span(str(len(one.clients) or "")),
        ]
        for one in levels
    ]
    return [
        *grid([head, *rows], LIST_COLUMNS, width, indent=0),
        line(Span("first word / resolved in;  * the default", "muted")),
    ]


def in_short(target: TargetView) -> Span:
    """Give what is promised of a priority in a word: `15m/4h`."""
    return span(f"{marked(target.response, target.response_from)}/{target.resolution or '-'}")


def marked(length: str, promise: str) -> str:
    """Mark a length that is no promise of the level's own."""
    return length + (DEFAULT_MARK if promise == "default" else "")


def level_page(level: LevelView, width: int) -> list[Line]:
    """Draw what one level promises, and to whom."""
    facts = [
        ("calendar", level.calendar or "the working hours of your settings"),
        ("clients", ", ".join(level.clients) or f"nobody yet: techday client edit C --level {quoted(level.name, 60)}"),
    ]
    named = [(Span(f"  {name:<8}", "muted"), span(text)) for name, text in facts]
    head = heading(TARGET_HEAD)
    rows = [
        [
            span(f"P{target.priority}", "urgent" if target.priority == 1 else ""),
            span(marked(target.response, target.response_from)),
            span(marked(target.update, target.update_from)),
            span(target.resolution or "-"),
            span("24x7" if target.around_the_clock else "working hours", "muted"),
        ]
        for target in level.targets
    ]
    lines = [
        *labelled(span("level", "muted"), span(level.name, "title"), width),
        *[one for name, text in named for one in labelled(name, text, width)],
        line(),
        *grid([head, *rows], TARGET_COLUMNS, width, indent=2),
    ]
    if any("default" in (target.response_from, target.update_from) for target in level.targets):
        lines.append(line(Span("  * the default, as without a level", "muted")))
    return lines
