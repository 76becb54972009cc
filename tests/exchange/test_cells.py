"""One cell at a time: made safe, and never a value that is not there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.exchange.cells import body_in, is_shortened, name_in, number_in, title_in


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1049213", "1049213"),
        (" #1049213 ", "1049213"),
        ('="0012"', "0012"),
        ("1049213.0", "1049213"),
        ("T20261122.0007", "T20261122.0007"),
        ("INC0012345", "INC0012345"),
        ("'42", "42"),
        ("\x1b[31mPROJ-7\x1b[0m", "PROJ-7"),
        ("?", ""),
        ("  ", ""),
        ("#", ""),
    ],
)
def test_a_number_is_what_the_source_calls_the_ticket(cell: str, number: str) -> None:
    assert number_in(cell) == number


def test_a_number_that_a_spreadsheet_shortened_is_known() -> None:
    assert is_shortened("1.04921E+12")
    assert not is_shortened("A+B-7")


def test_markup_becomes_words_and_stays_harmless() -> None:
    assert body_in("<p>Dear&nbsp;all,</p><div>mail is <b>down</b><br/>&lt;again&gt;</div>") == (
        "Dear all,\n\nmail is down\n<again>"
    )
    assert body_in("<p>&#27;[2J&#x202e;safe</p>") == "[2Jsafe"


@pytest.mark.parametrize("text", ["use <none> here", "a < b and b > c", "<user@example.com> wrote", "List<String>"])
def test_angle_brackets_alone_are_no_markup(text: str) -> None:
    assert body_in(text) == text


@given(st.text())
def test_cells_of_any_text_come_out_safe(text: str) -> None:
    for line in (name_in(text), title_in(text), number_in(text)):
        assert "\x1b" not in line
        assert "\n" not in line
        assert line == line.strip()
    assert "\x1b" not in body_in(text)
