"""Weeks: what may be typed for one, which days it has, and what its card and supplements are called."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.weeks import Week, card_name, parse_week, read_week, week_of
from techday.core.when import Frame
from techday.errors import BadUsage

MONDAY = date(2026, 11, 23)
FRAME = Frame(datetime(2026, 11, 23, 8, 14, tzinfo=UTC), UTC, time(8), time(17), "")


def read(text: str, frame: Frame = FRAME) -> Week:
    """Read a WEEK on the Monday of week 48."""
    return read_week(text, frame, MONDAY)


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("2026-W47", Week(2026, 47)),
        ("2026w47", Week(2026, 47)),
        (" 2026-w07 ", Week(2026, 7)),
        ("2026-W7", Week(2026, 7)),
        ("2026-W47/1", Week(2026, 47, 1)),
        ("2026-W47/2", Week(2026, 47, 2)),
        ("2026-W53", Week(2026, 53)),
        ("this", Week(2026, 48)),
        ("Last  Week", Week(2026, 47)),
        ("2026-11-22", Week(2026, 47)),
        ("yesterday", Week(2026, 47)),
        ("today", Week(2026, 48)),
        ("mon", Week(2026, 48)),
        ("fri", Week(2026, 47)),
        ("2025-12-31", Week(2026, 1)),
    ],
)
def test_a_week_may_be_typed_by_name_or_by_a_date_in_it(text: str, week: Week) -> None:
    assert read(text) == week


@pytest.mark.parametrize(
    "text",
    [
        "",
        "W",
        "2025-W53",  # 2025 has 52 weeks
        "2026-W0",
        "2026-W54",
        "26-W47",
        "2026-W470",
        "2026-W47/",
        "2026-W47/0",
        "2026-W47/-1",
        "2026-W47/100",
        "2026-W47/2/3",
        "0000-W01",
        "9999-W52",
        "2026-W\u0664\u0667",
        "\u00b2026-W47",
        "2026--W47",
        "next month",
        "W" * 100_000,
        "2026-W" + "9" * 5_000,
    ],
)
def test_what_is_no_week_is_refused_with_its_forms(text: str) -> None:
    assert parse_week(text) is None
    with pytest.raises(BadUsage, match="is not a week") as refused:
        read(text)
    assert refused.value.hint == "Write it as 2026-W47, 2026-W47/2, or a date in it"
    assert len(refused.value.message) < 200


def test_a_date_that_reads_both_ways_says_so_unless_the_order_is_settled() -> None:
    with pytest.raises(BadUsage, match="could be"):
        read("10/11/2026")
    assert read("10/11/2026", FRAME._replace(date_order="dmy")) == Week(2026, 46)
    assert read("10/11/2026", FRAME._replace(date_order="mdy")) == Week(2026, 41)


@pytest.mark.parametrize(
    ("day", "week", "first", "last"),
    [
        (date(2026, 11, 22), "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        (date(2026, 11, 23), "2026-W48", date(2026, 11, 23), date(2026, 11, 29)),
        (date(2027, 1, 3), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),  # the year of its Thursday (ISO 8601)
        (date(2024, 12, 30), "2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(day: date, week: str, first: date, last: date) -> None:
    found = week_of(day)

    assert (found.name, found.first_day, found.last_day) == (week, first, last)


@pytest.mark.parametrize(("part", "name"), [(0, "2026-W47"), (1, "2026-W47"), (2, "2026-W47/2"), (12, "2026-W47/12")])
def test_a_supplement_is_named_by_its_part(part: int, name: str) -> None:
    assert card_name("2026-W47", part) == name


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.integers(1, 99))
def test_a_week_reads_back_by_its_name_and_holds_seven_days_from_a_monday(day: date, part: int) -> None:
    week = week_of(day)

    assert day in week.days
    assert [one.weekday() for one in week.days] == list(range(7))
    assert {week_of(one) for one in week.days} == {week}
    assert week_of(week.last_day + timedelta(days=1)).first_day == week.last_day + timedelta(days=1)
    assert parse_week(week.name) == week
    assert parse_week(f"{week.name}/{part}") == week._replace(part=part)


@given(st.text(max_size=20))
def test_any_text_is_a_week_or_none(text: str) -> None:
    found = parse_week(text)
    assert found is None or (text.strip().upper().startswith(f"{found.year:04}") and found.days)
