"""Questions are asked on a terminal only, and only for what is missing."""

import io

import pytest

from techday.context import Context
from techday.errors import BadUsage
from techday.ui.prompt import ask, can_ask, confirm, words_or_ask
from tests.conftest import Terminal


def context(typed: str | None = None, error_terminal: bool = True) -> Context:
    stdin = io.StringIO() if typed is None else Terminal(typed)
    return Context({}, stdin, io.StringIO(), Terminal() if error_terminal else io.StringIO())


def test_somebody_is_there_when_both_ends_are_a_terminal_and_nobody_asked_for_json() -> None:
    assert can_ask(context(""))
    assert not can_ask(context(None))
    assert not can_ask(context("", error_terminal=False))
    scripted = context("")
    scripted.out.json = True
    assert not can_ask(scripted)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("Mail is down\n", "Mail is down"),
        ("  it's  \n", "it's"),
        ("\n", "default"),
        ("no end of line", "no end of line"),
    ],
)
def test_an_answer_is_one_line_without_the_blanks_around_it(typed: str, answer: str) -> None:
    here = context(typed)
    assert ask(here, "Title", "default") == answer
    assert here.out.stderr.getvalue() == "Title [default]: "  # type: ignore[attr-defined]  # a StringIO


def test_the_end_of_the_input_is_no_answer() -> None:
    with pytest.raises(EOFError):
        ask(context(""), "Title")


def test_words_are_taken_as_they_stand_else_asked_for_else_missed() -> None:
    assert words_or_ask(context("ignored\n"), ["Mail", "is", "down"], "Title") == "Mail is down"
    assert words_or_ask(context("typed\n"), None, "Title") == "typed"
    assert words_or_ask(context("typed\n"), [], "Title") == "typed"
    with pytest.raises(BadUsage, match="Title is missing"):
        words_or_ask(context(None), None, "Title")


@pytest.mark.parametrize(
    ("typed", "yes", "answer"),
    [
        ("y\n", False, True),
        ("YES\n", False, True),
        ("n\n", False, False),
        ("\n", False, False),
        ("sure\n", False, False),
        (None, False, False),  # nobody can answer: no
        (None, True, True),
        ("n\n", True, True),  # --yes asks nothing
    ],
)
def test_only_a_yes_is_a_yes(typed: str | None, yes: bool, answer: bool) -> None:
    assert confirm(context(typed), "Restore it", yes) is answer
