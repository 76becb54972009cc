"""Durations: what may be typed, how they are shown, and how worked time becomes billed time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.durations import (
    LONGEST,
    Rounding,
    billed_seconds,
    parse_duration,
    show_age,
    show_clock,
    show_duration,
)
from techday.errors import BadUsage

MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("15m", 15 * MINUTE),
        ("90m", 90 * MINUTE),
        ("1h", HOUR),
        ("1h30", 90 * MINUTE),
        ("1h30m", 90 * MINUTE),
        ("2h 15m", 135 * MINUTE),
        ("2h15m30s", 135 * MINUTE + 30),
        ("30s", 30),
        ("1h5", 65 * MINUTE),
        ("1:30", 90 * MINUTE),
        ("0:05", 5 * MINUTE),
        ("12:00", 12 * HOUR),
        ("1.5h", 90 * MINUTE),
        ("1,5h", 90 * MINUTE),
        (".25h", 15 * MINUTE),
        ("0.1h", 6 * MINUTE),
        ("0.3333h", 1200),
        ("15 min", 15 * MINUTE),
        ("1 hour 10 minutes", 70 * MINUTE),
        ("  1H30M ", 90 * MINUTE),
        ("1h\u00a030m", 90 * MINUTE),
        ("744h", LONGEST),
    ],
)
def test_forms_of_a_duration(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "m",
        "h",
        "soon",
        "1h90m",
        "30m1h",
        "1h1h",
        "1h0h",
        "1m30",
        "1.5m",
        "1.5",
        "1.h",
        "1..5h",
        "1.5h30m",
        "1:5",
        "1:60",
        "1:30:00",
        "1:30h",
        ":30",
        "1h30x",
        "1_0m",
        "+5m",
        "15m!",
        "15m\x00",
        "\uff11\uff15m",
        "٣m",
        "½h",
        "1e3m",
        "0x10m",
        "1h, 30m",
        "-15m",
        "-1:30",
        "999999999999h",
        "745h",
        "9" * 5000 + "m",
        "1" * 50 + ":30",
        "1mo",
        "in 15m",
    ],
)
def test_anything_else_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(BadUsage) as refusal:
        parse_duration(text)
    assert refusal.value.hint
    assert len(refusal.value.message) < 120
    assert refusal.value.message.isprintable()


def test_a_bare_number_is_asked_back() -> None:
    with pytest.raises(BadUsage) as refusal:
        parse_duration("45")
    assert (refusal.value.message, refusal.value.hint) == ('"45" has no unit', "write 45m or 45h")


@pytest.mark.parametrize("text", ["2d", "1w", "2 days", "1d 4h"])
def test_a_day_is_no_fixed_length_of_work(text: str) -> None:
    with pytest.raises(BadUsage, match="not a length of work") as refusal:
        parse_duration(text)
    assert "16h" in refusal.value.hint


@pytest.mark.parametrize("text", ["0m", "0h", "0:00", "0.0h", "0s"])
def test_nothing_is_refused_unless_asked_for(text: str) -> None:
    with pytest.raises(BadUsage, match="no time at all"):
        parse_duration(text)
    assert parse_duration(text, allow_zero=True) == 0


@given(st.text(max_size=80) | st.text("0123456789hms:., -d", max_size=12))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        assert 0 < parse_duration(text) <= LONGEST
    except BadUsage as refusal:
        assert refusal.hint


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0m"),
        (59, "0m"),
        (45 * MINUTE, "45m"),
        (HOUR, "1h"),
        (90 * MINUTE, "1h30"),
        (12 * HOUR + 5 * MINUTE, "12h05"),
        (100 * HOUR, "100h"),
        (-30, "0m"),
        (-90 * MINUTE, "-1h30"),
    ],
)
def test_a_duration_is_shown_short(seconds: int, shown: str) -> None:
    assert show_duration(seconds) == shown


@given(st.integers(0, LONGEST))
def test_what_is_shown_can_be_typed(seconds: int) -> None:
    assert parse_duration(show_duration(seconds), allow_zero=True) == seconds // MINUTE * MINUTE
    assert parse_duration(show_clock(seconds), allow_zero=True) == seconds // MINUTE * MINUTE


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0:00"),
        (9 * MINUTE + 59, "0:09"),
        (26 * HOUR, "26:00"),
        (-1, "-0:01"),  # overdue by a second is overdue
        (-60, "-0:01"),
        (-(2 * HOUR + 9 * MINUTE + 30), "-2:10"),
    ],
)
def test_a_clock_rounds_to_the_safer_side(seconds: int, shown: str) -> None:
    assert show_clock(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5, "0m"),
        (0, "0m"),
        (12 * MINUTE + 59, "12m"),
        (HOUR - 1, "59m"),
        (HOUR, "1h"),
        (DAY - 1, "23h"),
        (DAY, "1d"),
        (14 * DAY - 1, "13d"),
        (14 * DAY, "2w"),
        (35 * DAY, "5w"),
        (365 * DAY - 1, "52w"),
        (365 * DAY, "1y"),
        (800 * DAY, "2y"),
    ],
)
def test_an_age_has_one_unit(seconds: int, shown: str) -> None:
    assert show_age(seconds) == shown


@pytest.mark.parametrize(
    ("minutes", "rounding", "billed"),
    [
        (7, Rounding(), 7),
        (7, Rounding(step=15), 15),
        (15, Rounding(step=15), 15),
        (16, Rounding(step=15), 30),
        (7, Rounding(minimum=30), 30),
        (31, Rounding(minimum=30, step=15), 45),
        (20, Rounding(deduct=5), 15),
        (20, Rounding(deduct=5, step=10), 20),
        (5, Rounding(deduct=15), 0),
        (5, Rounding(deduct=15, minimum=10), 10),
        (500, Rounding(step=15, maximum=480), 480),
        (50, Rounding(step=60, maximum=55), 55),
        (1, Rounding(minimum=90, maximum=60), 60),
        (0, Rounding(minimum=30, step=15), 0),
    ],
)
def test_rounding_deducts_then_lifts_then_steps_then_caps(minutes: int, rounding: Rounding, billed: int) -> None:
    in_seconds = Rounding(*(part * MINUTE for part in rounding))
    assert billed_seconds(minutes * MINUTE, in_seconds) == billed * MINUTE


def test_one_second_more_is_a_step_more() -> None:
    assert billed_seconds(15 * MINUTE + 1, Rounding(step=15 * MINUTE)) == 30 * MINUTE


def test_negative_work_is_a_bug_not_a_bill() -> None:
    with pytest.raises(ValueError, match="negative"):
        billed_seconds(-1, Rounding())


SECONDS = st.integers(0, 4 * HOUR)
ROUNDINGS = st.builds(Rounding, SECONDS, SECONDS, SECONDS, SECONDS)


@given(SECONDS, SECONDS, ROUNDINGS)
def test_more_work_is_never_billed_less(some: int, more: int, rounding: Rounding) -> None:
    assert billed_seconds(some, rounding) <= billed_seconds(some + more, rounding)


@given(st.integers(1, 10 * HOUR), ROUNDINGS)
def test_a_bill_keeps_each_declared_bound(seconds: int, rounding: Rounding) -> None:
    billed = billed_seconds(seconds, rounding)
    uncapped = billed_seconds(seconds, rounding._replace(maximum=0))
    assert billed == (min(uncapped, rounding.maximum) if rounding.maximum else uncapped)
    assert uncapped >= max(seconds - rounding.deduct, rounding.minimum)
    if rounding.step:
        assert uncapped % rounding.step == 0
        assert uncapped - max(seconds - rounding.deduct, rounding.minimum, 0) < rounding.step
