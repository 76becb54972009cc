"""A text of any script is broken by the cells that it takes, and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from techday.core.text import clean_line
from techday.ui.wrapping import broken_by_cells


@pytest.mark.parametrize(
    ("text", "room", "parts"),
    [
        ("Größe der Postfächer", 8, ["Größe", "der", "Postfäch", "er"]),
        ("Größe der Postfächer", 9, ["Größe der", "Postfäche", "r"]),
        ("Größe der Postfächer", 20, ["Größe der Postfächer"]),
        ("邮件服务器宕机了", 6, ["邮件服", "务器宕", "机了"]),
        ("邮件服务器宕机了", 7, ["邮件服", "务器宕", "机了"]),  # a wide character is never halved
        ("a  b é", 4, ["a  b", "é"]),
        ("", 5, [""]),
        ("   ", 5, [""]),
        ("邮", 1, ["邮"]),
    ],
)
def test_a_text_is_broken_at_blanks_and_else_where_it_must_be(text: str, room: int, parts: list[str]) -> None:
    assert broken_by_cells(text, room) == parts


@given(st.text(max_size=200).map(clean_line), st.integers(2, 40))
def test_no_part_is_too_wide_and_no_letter_is_lost(text: str, room: int) -> None:
    parts = broken_by_cells(text, room)
    assert max(map(cell_len, parts)) <= room
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
