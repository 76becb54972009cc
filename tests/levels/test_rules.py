"""What a level promises, and what holds where it says nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.errors import BadUsage
from techday.levels.rules import checked_length, default_level, length_words, level_of, seconds_of
from techday.levels.store import TargetRow

HOUR = 3600
DAY = 9 * HOUR


def row(priority: int, response: str = "", update: str = "", resolution: str = "", always: int = 0) -> TargetRow:
    return TargetRow(1, 1, priority, response, update, resolution, always)


@pytest.mark.parametrize(
    ("typed", "kept", "seconds"),
    [
        ("15m", "15m", 900),
        ("90m", "1h30", 5400),
        ("1:30", "1h30", 5400),
        (" 4 Hours ", "4h", 4 * HOUR),
        ("1.5h", "1h30", 5400),
        ("2d", "2d", 2 * DAY),
        ("1 day", "1d", DAY),
        ("365 DAYS", "365d", 365 * DAY),
        ("744h", "744h", 744 * HOUR),
    ],
)
def test_a_length_is_kept_in_one_way_of_writing(typed: str, kept: str, seconds: int) -> None:
    assert checked_length(typed) == kept
    assert checked_length(kept) == kept
    assert seconds_of(kept, DAY) == seconds


def test_none_promises_nothing() -> None:
    assert checked_length("none") == checked_length(" NONE ") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "0m",
        "0d",
        "366d",
        "99999d",
        "-1h",
        "-2d",
        "1.5d",
        "30s",
        "15",
        "745h",
        "2w",
        "d",
        "٢d",
        "2d 4h",
        "1h\n2h",
    ],
)
def test_what_is_no_length_is_told_what_would_be_one(typed: str) -> None:
    with pytest.raises(BadUsage) as refused:
        checked_length(typed)
    assert refused.value.hint == "Write it as 15m, 4h or 2d (working days), or none"


@given(minutes=st.integers(1, 31 * 24 * 60))
def test_every_length_of_whole_minutes_comes_back_as_it_was(minutes: int) -> None:
    assert seconds_of(checked_length(f"{minutes}m"), DAY) == minutes * 60


def test_without_a_level_four_priorities_have_their_default() -> None:
    targets = default_level(DAY).targets
    assert [target.response for target in targets] == [HOUR // 2, HOUR, 4 * HOUR, 8 * HOUR]
    assert [target.update for target in targets] == [4 * HOUR, DAY, 2 * DAY, 5 * DAY]
    assert {target.resolution for target in targets} == {None}
    assert {(target.response_from, target.update_from) for target in targets} == {("default", "default")}


def test_what_a_level_does_not_promise_is_the_default_and_says_so() -> None:
    level = level_of("Gold", [row(2, response="15m", resolution="2d")], DAY)
    target = level.targets[1]
    assert (target.response, target.response_from) == (900, "level")
    assert (target.update, target.update_from) == (DAY, "default")
    assert target.resolution == 2 * DAY
    assert level.targets[0] == default_level(DAY).targets[0]


def test_around_the_clock_a_day_has_24_hours() -> None:
    target = level_of("Gold", [row(2, resolution="2d", always=1)], DAY).targets[1]
    assert target.resolution == 48 * HOUR
    assert target.update == 24 * HOUR  # the default of a day, by day and night
    assert target.around_the_clock


def test_lengths_are_told_in_words() -> None:
    assert [length_words(text) for text in ("4h", "1d", "2d")] == ["4h", "1 working day", "2 working days"]
