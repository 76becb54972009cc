"""What is paid and billed: time side by side is paid once, and rounded lines add up to rounded totals, exactly."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.cards.billing import Worked, billed_seconds, paid_seconds
from techday.core.durations import Rounding
from techday.core.intervals import Span, length, union
from techday.core.work_types import PER_TICKET_DAY, WorkType, rule_text

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
REMOTE = WorkType("remote", billable=True, utilised=True)
QUARTERS = REMOTE._replace(rounding=Rounding(minimum=900, step=900))
DAILY = QUARTERS._replace(per=PER_TICKET_DAY)


def worked(
    number: int,
    start: int,
    end: int,
    about: int = 1,
    work_type: WorkType = REMOTE,
    *,
    billable: bool = True,
    concurrent: bool = False,
    paid: int | None = None,
    billed: int | None = None,
) -> Worked:
    """Give an entry from one minute of Monday to another."""
    span = Span(MONDAY + timedelta(minutes=start), MONDAY + timedelta(minutes=end))
    return Worked(number, span, date(2026, 11, 23), (about, None), work_type, billable, concurrent, paid, billed)


def test_time_in_sequence_is_paid_as_it_was_worked() -> None:
    assert paid_seconds([worked(1, 0, 60), worked(2, 60, 90)]) == {1: 3600, 2: 1800}


def test_time_beside_other_work_is_paid_only_where_nothing_else_is() -> None:
    assert paid_seconds([worked(1, 0, 60), worked(2, 30, 90, concurrent=True)]) == {1: 3600, 2: 1800}
    assert paid_seconds([worked(1, 0, 60, concurrent=True), worked(2, 0, 60, concurrent=True)]) == {1: 3600, 2: 0}
    assert paid_seconds([worked(1, 0, 90, concurrent=True), worked(2, 30, 60)]) == {1: 3600, 2: 1800}


def test_what_overlaps_by_mistake_is_paid_once_too() -> None:
    assert paid_seconds([worked(1, 0, 60), worked(2, 30, 90)]) == {1: 3600, 2: 1800}
    assert paid_seconds([worked(1, 0, 60), worked(2, 10, 20)]) == {1: 3600, 2: 0}


def test_what_was_submitted_beside_other_work_is_not_paid_again_by_what_comes_after() -> None:
    frozen = worked(1, 0, 60, concurrent=True, paid=3600)
    assert paid_seconds([frozen, worked(2, 0, 60)]) == {1: 3600, 2: 0}
    assert paid_seconds([frozen, worked(2, 30, 90)]) == {1: 3600, 2: 1800}


def test_what_a_submitted_line_left_to_other_work_is_not_lost_when_that_is_told_anew() -> None:
    """It was paid for half an hour, since the other half was another entry's; that one was recalled and corrected."""
    frozen = worked(2, 30, 90, concurrent=True, paid=1800)
    assert paid_seconds([worked(1, 0, 90), frozen]) == {1: 3600, 2: 1800}


entries = st.lists(
    st.builds(
        lambda start, length, about, kind, billable, concurrent: (start, length, about, kind, billable, concurrent),
        st.integers(0, 1440),
        st.integers(0, 300),
        st.sampled_from([1, 2, 3]),
        st.sampled_from([REMOTE, QUARTERS, DAILY]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
).map(
    lambda rows: [
        worked(number, start, start + length, about, kind, billable=billable, concurrent=concurrent)
        for number, (start, length, about, kind, billable, concurrent) in enumerate(rows, 1)
    ]
)


@given(entries)
def test_what_is_paid_is_the_time_in_which_anything_was_worked(day: list[Worked]) -> None:
    paid = paid_seconds(day)
    assert sum(paid.values()) == sum(map(length, union(entry.span for entry in day)))
    assert all(0 <= paid[entry.id] <= entry.seconds for entry in day)


@given(entries, st.integers(0, 12))
def test_no_time_is_paid_twice_whatever_was_submitted_before(day: list[Worked], frozen: int) -> None:
    first = paid_seconds(day[:frozen])
    after = paid_seconds([one._replace(paid=first[one.id]) for one in day[:frozen]] + day[frozen:])
    assert {number: after[number] for number in first} == first
    assert sum(after.values()) == sum(map(length, union(entry.span for entry in day)))


@given(entries)
def test_lines_add_up_to_what_a_ticket_is_billed_at(day: list[Worked]) -> None:
    billed = billed_seconds(day)
    assert set(billed) == {entry.id for entry in day}
    assert all(billed[entry.id] == 0 for entry in day if not entry.billable)
    for about in (1, 2, 3):
        lines = [one for one in day if one.about == (about, None) and one.work_type == DAILY and one.billable]
        seconds = sum(entry.seconds for entry in lines)
        total = max(900, -(-seconds // 900) * 900) if seconds else 0
        assert sum(billed[entry.id] for entry in lines) == total
        assert all(billed[entry.id] >= 0 for entry in lines)


@given(entries, st.integers(0, 12))
def test_what_was_billed_on_a_submitted_card_stands_and_the_rest_adds_what_is_missing(
    day: list[Worked], frozen: int
) -> None:
    first = billed_seconds(day[:frozen])
    after = billed_seconds([one._replace(billed=first[one.id]) for one in day[:frozen]] + day[frozen:])
    assert {number: after[number] for number in first} == first
    lines = [one for one in day if one.about == (1, None) and one.work_type == DAILY and one.billable]
    seconds = sum(entry.seconds for entry in lines)
    assert sum(after[entry.id] for entry in lines) == (max(900, -(-seconds // 900) * 900) if seconds else 0)


def test_a_rule_that_became_cheaper_takes_nothing_back() -> None:
    frozen = worked(1, 0, 20, work_type=DAILY, billed=7200)
    assert billed_seconds([frozen, worked(2, 30, 40, work_type=DAILY)]) == {1: 7200, 2: 0}


@pytest.mark.parametrize(
    ("rounding", "per", "said"),
    [
        (Rounding(), "entry", "as worked"),
        (Rounding(minimum=900, step=900), "entry", "at least 15m, up to the next 15m, per entry"),
        (
            Rounding(300, 1800, 900, 28800),
            PER_TICKET_DAY,
            "less 5m, at least 30m, up to the next 15m, at most 8h, per ticket and day",
        ),
    ],
)
def test_the_rule_is_said_in_words(rounding: Rounding, per: str, said: str) -> None:
    assert rule_text(REMOTE._replace(rounding=rounding, per=per)) == said
    assert rule_text(REMOTE._replace(billable=False, rounding=rounding)) == "not billable"
