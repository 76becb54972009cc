"""Lines and columns are measured in cells: a wide character takes two and is never halved."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from techday.ui.grid import (
    Column,
    Span,
    as_span,
    broken,
    cut,
    fit,
    grid,
    labelled,
    line,
    pad,
    plain_text,
    width_of,
    wrapped,
)

# Without joiners: Rich lets one swallow the blank behind it, which no terminal does.
FOREIGN = (st.text(max_size=40) | st.text(alphabet="ab 宕机ｶé\u0301👩🇩🇪👍🏽\x1b[]", max_size=40)).map(
    lambda text: text.replace("\u200d", "").replace("\u200c", "")
)


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [
        ("mail", 4, "mail"),
        ("mails", 4, "mai…"),
        ("mail is", 6, "mail…"),  # no blank before the ellipsis
        ("宕机了", 6, "宕机了"),
        ("宕机了", 5, "宕机…"),
        ("宕机了", 4, "宕…"),
        ("x", 0, ""),
        ("xy", 1, "…"),
        ("", 3, ""),
    ],
)
def test_what_does_not_fit_ends_in_an_ellipsis(text: str, width: int, fitted: str) -> None:
    assert fit(text, width) == fitted


@given(FOREIGN, st.integers(0, 50), st.booleans())
def test_a_padded_text_has_exactly_its_width(text: str, width: int, right: bool) -> None:
    safe = as_span(text).text
    assert cell_len(fit(safe, width)) <= width
    assert cell_len(pad(safe, width, right)) == width


@given(st.lists(FOREIGN, max_size=6), st.integers(1, 60))
def test_a_cut_line_fits_and_says_that_it_was_cut(texts: list[str], width: int) -> None:
    whole = line(*texts)
    shown = cut(whole, width)
    assert width_of(shown) <= width
    if width_of(whole) > width:
        assert plain_text(shown).endswith("…")
    else:
        assert shown == whole


COLUMNS = (
    Column(least=3, most=10),
    Column(flexible=True, least=6),
    Column(flexible=True, least=4, drop=50),
    Column(right=True, drop=30),
    Column(right=True, most=6),
)


@settings(max_examples=50)
@given(st.lists(st.tuples(*[FOREIGN] * 5), max_size=6), st.integers(30, 150), st.integers(0, 3))
def test_a_grid_fits_its_width_and_its_columns_stand_under_each_other(
    rows: list[tuple[str, ...]], width: int, indent: int
) -> None:
    laid = grid(rows, COLUMNS, width, indent)
    assert len(laid) == len(rows)
    assert all(width_of(one) <= width for one in laid)
    edges = {tuple(width_of(one[:end]) for end in range(1, len(one))) for one in laid}
    assert len(edges) <= 1


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    rows = [("L1", "Mail is down", "0:30"), ("L10", "VPN", "-12:04")]
    columns = (Column(), Column(flexible=True, least=4), Column(right=True))
    assert [plain_text(one) for one in grid(rows, columns, 80)] == [
        " L1   Mail is down    0:30",
        " L10  VPN           -12:04",
    ]
    assert [plain_text(one) for one in grid(rows, columns, 20, indent=0)] == [
        "L1   Mail i…    0:30",
        "L10  VPN      -12:04",
    ]


def test_the_widest_gives_way_first_and_optional_columns_go_before_a_row_is_too_wide() -> None:
    rows = [("abcdefghij", "abcdefgh", "optional")]
    columns = (Column(flexible=True, least=4), Column(flexible=True, least=4), Column(drop=10))
    assert [plain_text(one) for width in (30, 28, 24, 20, 17) for one in grid(rows, columns, width, indent=0)] == [
        "abcdefghij  abcdefgh  optional",
        "abcdefg…  abcdefgh  optional",
        "abcde…  abcde…  optional",
        "abc…  abc…  optional",
        "abcdef…  abcdefgh",
    ]


def test_nothing_gives_nothing() -> None:
    assert grid([], COLUMNS, 80) == []
    assert plain_text(line()) == ""


def test_layout_keeps_its_blanks_and_foreign_text_loses_its_tricks() -> None:
    assert as_span("  indented  ").text == "  indented  "
    assert as_span("  gr\u202eün  ").text == "  grün  "
    assert as_span(Span("\x1b[31m\x07", "title")) == Span("", "title")
    assert plain_text(line("a", Span("  b  "))) == "a  b"


def test_a_name_and_its_text_are_shown_whole_with_a_hanging_indent() -> None:
    shown = labelled(Span("next"), Span("call Ana before noon, then the vendor"), 24)
    assert [plain_text(one) for one in shown] == ["next  call Ana before", "      noon, then the", "      vendor"]
    assert [plain_text(one) for one in labelled(Span("next"), Span(""), 24)] == ["next"]


def test_a_text_keeps_its_own_lines_and_the_shape_of_a_table() -> None:
    shown = wrapped("name   size\nnas    12 GB\n\nthe end of a line that is too long", 24, "  ")
    assert [plain_text(one) for one in shown] == [
        "  name   size",
        "  nas    12 GB",
        "",
        "  the end of a line that",
        "  is too long",
    ]


@given(st.text(max_size=200) | st.text(alphabet="宕机 ｶa", max_size=200), st.integers(16, 60))
def test_no_broken_line_is_too_wide_and_no_word_is_lost(text: str, room: int) -> None:
    safe = as_span(text).text
    parts = broken(safe, room)
    assert parts
    assert all(cell_len(part) <= room for part in parts)
    assert "".join("".join(parts).split()) == "".join(safe.split())
