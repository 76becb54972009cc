"""Spans against a grid: what a function says about spans must hold for every single unit of time in them."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techday.core.intervals import Span, gaps, overlap, split, total, trim, union

# A short grid, so that drawn spans often meet, overlap, enclose each other, and hold nothing.
INSTANTS = st.integers(min_value=0, max_value=40)
ANY_SPAN = st.builds(Span, INSTANTS, INSTANTS)
ANY_SPANS = st.lists(ANY_SPAN, max_size=8)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


def units(*spans: Span[int]) -> set[int]:
    """Each unit of time that the spans hold: the slow and certain way to compare them."""
    return {unit for span in spans for unit in range(span.start, span.end)}


def assert_in_order_and_apart(spans: list[Span[int]]) -> None:
    assert all(span.start < span.end for span in spans)
    assert all(one.end < following.start for one, following in pairwise(spans))


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        (Span(9, 12), Span(11, 14), Span(11, 12)),
        (Span(9, 12), Span(10, 11), Span(10, 11)),
        (Span(9, 12), Span(12, 14), None),
        (Span(9, 12), Span(13, 14), None),
        (Span(9, 12), Span(10, 10), None),
        (Span(12, 9), Span(0, 24), None),
    ],
    ids=["partly", "enclosed", "meeting", "apart", "an instant is no time", "a reversed span is no time"],
)
def test_overlap(one: Span[int], other: Span[int], common: Span[int] | None) -> None:
    assert overlap(one, other) == common
    assert overlap(other, one) == common


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ([Span(at(11), at(13))], [Span(at(9), at(11))]),
        ([Span(at(8), at(10))], [Span(at(10), at(12))]),
        ([Span(at(8), at(13))], []),
        ([Span(at(10), at(11))], [Span(at(9), at(10)), Span(at(11), at(12))]),
        ([Span(at(12), at(13)), Span(at(8), at(9))], [Span(at(9), at(12))]),
        ([], [Span(at(9), at(12))]),
    ],
    ids=["tail", "head", "all of it", "the middle", "neighbours", "nothing"],
)
def test_a_new_entry_takes_its_time_from_an_old_one(taken: list[Span[datetime]], left: list[Span[datetime]]) -> None:
    assert trim(Span(at(9), at(12)), taken) == left


def test_the_gaps_of_a_shift_are_what_no_entry_covers() -> None:
    entries = [Span(at(13), at(17)), Span(at(8, 30), at(10)), Span(at(9), at(12))]
    assert gaps(entries, Span(at(8), at(17))) == [Span(at(8), at(8, 30)), Span(at(12), at(13))]


def test_parallel_work_is_counted_once() -> None:
    assert total([Span(0, 3600), Span(1800, 5400), Span(1800, 2000)]) == 5400


def test_entries_that_meet_become_one_span() -> None:
    assert union([Span(at(10), at(11)), Span(at(9), at(10))]) == [Span(at(9), at(11))]


def test_an_entry_is_split_in_two() -> None:
    assert split(Span(at(9), at(12)), at(10)) == (Span(at(9), at(10)), Span(at(10), at(12)))


@pytest.mark.parametrize("where", [8, 9, 12, 13])
def test_a_split_that_leaves_an_empty_part_is_refused(where: int) -> None:
    with pytest.raises(ValueError, match="is not inside"):
        split(Span(9, 12), where)


@settings(deadline=None)
@given(ANY_SPAN, ANY_SPAN)
def test_overlap_holds_what_both_hold(one: Span[int], other: Span[int]) -> None:
    common = overlap(one, other)
    assert units(*([common] if common else [])) == units(one) & units(other)


@settings(deadline=None)
@given(ANY_SPANS)
def test_union_holds_the_same_time_in_spans_apart(spans: list[Span[int]]) -> None:
    merged = union(spans)
    assert units(*merged) == units(*spans)
    assert_in_order_and_apart(merged)
    assert total(spans) == len(units(*spans))


@settings(deadline=None)
@given(ANY_SPAN, ANY_SPANS)
def test_trim_leaves_what_was_not_taken(span: Span[int], taken: list[Span[int]]) -> None:
    pieces = trim(span, taken)
    assert units(*pieces) == units(span) - units(*taken)
    assert_in_order_and_apart(pieces)


@settings(deadline=None)
@given(ANY_SPANS, ANY_SPAN)
def test_spans_and_their_gaps_fill_the_whole(spans: list[Span[int]], within: Span[int]) -> None:
    empty = gaps(spans, within)
    assert units(*empty).isdisjoint(units(*spans))
    assert units(*empty) | (units(*spans) & units(within)) == units(within)


@settings(deadline=None)
@given(ANY_SPAN, INSTANTS)
def test_the_two_parts_of_a_split_are_the_span(span: Span[int], where: int) -> None:
    if span.start < where < span.end:
        head, tail = split(span, where)
        assert union([head, tail]) == [span]
        assert overlap(head, tail) is None
