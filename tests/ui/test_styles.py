"""Styles mean things: the same screen with them and without, on a terminal and through Rich."""

import io
import re

import pytest

from techday.ui.ansi import begin, styled
from techday.ui.grid import Span
from techday.ui.theme import STYLES
from techday.ui.windows import show_through_rich

LINES = [[Span("BURNING", "section"), Span(" 1")], [Span("-2:10", "overdue"), Span("  "), Span("说明", "client")]]
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def test_a_style_begins_and_ends_with_its_span() -> None:
    assert styled([[Span("late", "overdue"), Span(" by 1h")]], colour=True) == "\x1b[1;31mlate\x1b[0m by 1h\n"


@pytest.mark.parametrize("name", STYLES)
def test_every_word_of_the_theme_is_known(name: str) -> None:
    assert begin(STYLES[name], colour=True).count(";") == STYLES[name].count(" ")


def test_without_colour_the_weight_stays() -> None:
    assert begin("bold red", colour=False) == "\x1b[1m"
    assert begin("green", colour=False) == ""


def test_the_words_are_the_same_with_and_without_styles() -> None:
    assert ESCAPE.sub("", styled(LINES, colour=True)) == "BURNING 1\n-2:10  说明\n"


@pytest.mark.parametrize("environ", [{"FORCE_COLOR": "1", "TERM": "xterm"}, {}])
def test_rich_shows_the_same_words_on_windows(environ: dict[str, str]) -> None:
    stream = io.StringIO()
    show_through_rich(LINES, stream, 80, environ)
    assert ESCAPE.sub("", stream.getvalue()) == "BURNING 1\n-2:10  说明\n"
    assert ("\x1b[" in stream.getvalue()) == bool(environ)
