"""Where words go: stdout is what was asked for, stderr is the rest, and JSON is the view written out."""

import io
import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from techday.errors import NotFound, Refused
from techday.ui.grid import Span
from techday.ui.out import Out, as_json, written_out


class Screen(io.StringIO):
    """A terminal of a size of its own, or of none."""

    def isatty(self) -> bool:
        return True


def out(on: io.StringIO | None = None, /, **environ: str) -> Out:
    return Out(on or io.StringIO(), io.StringIO(), environ)


def written(stream: Any) -> str:
    return str(stream.getvalue())


@pytest.mark.parametrize(
    ("environ", "size"),
    [
        ({}, (80, 40)),
        ({"COLUMNS": "100"}, (100, 40)),
        ({"COLUMNS": "100", "LINES": "50"}, (100, 50)),
        ({"COLUMNS": "1", "LINES": "1"}, (20, 10)),  # a screen of nothing shows nothing
        ({"COLUMNS": "99999"}, (500, 40)),
        ({"COLUMNS": "0", "LINES": "0"}, (80, 40)),
        ({"COLUMNS": "-5"}, (80, 40)),
        ({"COLUMNS": "wide", "LINES": ""}, (80, 40)),
        ({"COLUMNS": "9" * 5000}, (80, 40)),
    ],
)
def test_the_size_is_what_the_environment_says_else_80_by_40(environ: dict[str, str], size: tuple[int, int]) -> None:
    for on in (io.StringIO(), Screen()):
        assert Out(on, io.StringIO(), environ).size() == size


def test_errors_and_hints_go_to_stderr_the_hint_indented() -> None:
    here = out()
    here.fail(NotFound('No ticket "9"', hint="techday ticket list"))
    here.warn("the level gold has no targets yet", "techday client edit")
    here.fail(Refused("no"))
    assert written(here.stdout) == ""
    assert written(here.stderr).splitlines() == [
        'techday: No ticket "9"',
        "  techday ticket list",
        "warning: the level gold has no targets yet (techday client edit)",
        "techday: no",
    ]


def test_an_error_as_json_is_one_object() -> None:
    here = out()
    here.json = True
    here.fail(NotFound("No \x1b[31mticket\n9"))
    assert json.loads(written(here.stderr)) == {
        "error": {"kind": "not_found", "message": "No ticket 9", "hint": None, "exit_code": 3}
    }


def test_a_line_is_one_line() -> None:
    here = out()
    here.line("  two\nlines\x1b[2J")
    assert written(here.stdout) == "  two lines\n"
    here.text("# a document\n\nas it is")
    assert written(here.stdout).endswith("# a document\n\nas it is\n")


def test_a_screen_is_plain_in_a_pipe_and_styled_on_a_terminal() -> None:
    lines = [[Span("late", "overdue"), Span("  ")], []]
    piped, plain = out(), out(Screen(), TERM="xterm-256color")
    plain.plain = True
    for here in (piped, plain, out(TERM="xterm-256color", FORCE_COLOR="")):
        here.show(lines)
        assert written(here.stdout) == "late\n\n"
    shown = out(Screen(), TERM="xterm-256color")
    shown.show(lines)
    assert written(shown.stdout) == "\x1b[1;31mlate\x1b[0m  \n\n"
    for quiet in (out(Screen(), TERM="dumb"), out(Screen(), TERM="xterm-256color", NO_COLOR="1")):
        quiet.show(lines)
        assert "31" not in written(quiet.stdout)


class Inner(NamedTuple):
    """A view in a view."""

    at: datetime
    day: date | None


class View(NamedTuple):
    """A view with everything that a view may hold."""

    inner: Inner
    items: tuple[Inner, ...]
    length: timedelta
    clock: time
    names: dict[str, int]


def test_a_view_is_written_out_by_its_names() -> None:
    inner = Inner(datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Berlin")), None)
    view = View(inner, (inner,), timedelta(minutes=90), time(8, 5), {"acme": 3})
    told = {"at": "2026-11-23T08:00:00Z", "day": None}
    assert written_out(view) == {
        "inner": told,
        "items": [told],
        "length": 5400,
        "clock": "08:05",
        "names": {"acme": 3},
    }
    assert written_out(Inner(datetime(2026, 1, 1, tzinfo=UTC), date(2026, 11, 23)))["day"] == "2026-11-23"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=4)))
def test_json_is_ascii_and_reads_back_as_it_was(value: Any) -> None:
    text = as_json({"value": value})
    assert text.isascii()
    assert "\x7f" not in text
    assert json.loads(text) == {"value": value}


@pytest.mark.parametrize("word", ["column", "会議室"])
def test_a_long_status_is_broken_between_words_on_a_terminal_and_whole_in_a_pipe(word: str) -> None:
    words = "Not used: " + ", ".join(f"{word} {number}" for number in range(12))
    terminal, pipe = Screen(), io.StringIO()
    Out(io.StringIO(), terminal, {"COLUMNS": "40"}).status(words)
    Out(io.StringIO(), pipe, {"COLUMNS": "40"}).status(words)
    assert all(cell_len(line) <= 40 for line in terminal.getvalue().splitlines())
    assert " ".join(terminal.getvalue().split()) == words
    assert pipe.getvalue() == words + "\n"
