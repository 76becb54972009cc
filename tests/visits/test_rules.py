"""What was said of tickets is paired by its order, and times are looked at before they are written."""

from datetime import UTC, datetime, timedelta

import pytest

from techday.errors import BadUsage
from techday.visits.rules import Outcome, outcome_words, paired, refuse_missing, refuse_times, refuse_travel

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_fixes_belong_to_tickets_in_the_order_in_which_they_were_typed() -> None:
    assert paired("done", ["1", "2"], ["toner", "fan"]) == [Outcome("1", "done", "toner"), Outcome("2", "done", "fan")]


def test_the_ticket_without_words_is_named() -> None:
    with pytest.raises(BadUsage, match='--need for --back "2" is missing'):
        refuse_missing(paired("back", ["1", "2"], ["toner"]))


def test_words_without_a_ticket_are_named() -> None:
    with pytest.raises(BadUsage, match='--fix "fan" belongs to no --done'):
        paired("done", ["1"], ["toner", "fan"])


@pytest.mark.parametrize(
    ("arrived", "left", "problem"),
    [
        (-60, 0, None),
        (-1, 0, None),
        (0, 0, "not after"),
        (-10, -20, "not after"),
        (-60, 1, "in the future"),
    ],
)
def test_nobody_leaves_before_they_arrive_or_in_the_future(arrived: int, left: int, problem: str | None) -> None:
    times = NOON + timedelta(minutes=arrived), NOON + timedelta(minutes=left)
    if problem is None:
        refuse_times(*times, NOON)
    else:
        with pytest.raises(BadUsage, match=problem):
            refuse_times(*times, NOON)


@pytest.mark.parametrize("seconds", [0, 12 * 3600 + 1])
def test_a_way_takes_time_but_no_more_than_half_a_day(seconds: int) -> None:
    with pytest.raises(BadUsage):
        refuse_travel(seconds)


@pytest.mark.parametrize(
    ("results", "words"),
    [([], ""), (["done"], "1 done"), (["back", "done", "done"], "2 done, 1 to come back for")],
)
def test_what_became_of_tickets_is_counted(results: list[str], words: str) -> None:
    assert outcome_words(results) == words
