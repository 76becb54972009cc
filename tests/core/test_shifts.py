"""Shift days: at 02:00 of a night shift it is still the day on which it began; days tile time without a seam."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techday.core.shifts import (
    ShiftPattern,
    add_working_days,
    parse_days,
    shift_day,
    shift_on,
    show_days,
    working_days,
)
from techday.errors import BadUsage, Refused

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = ShiftPattern(BERLIN)
NIGHTS = ShiftPattern(BERLIN, time(22), time(6), frozenset(range(7)))

ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Havana",
        "Asia/Beirut",
        "Antarctica/Troll",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "Pacific/Kiritimati",
    )
]
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 29, 30, 59]))
PATTERNS = st.builds(ShiftPattern, st.sampled_from(ZONES), CLOCKS, CLOCKS, st.frozensets(st.integers(0, 6), min_size=1))
# Pacific/Apia has no 30 December 2011; the others change their clocks within these years.
DAYS = st.dates(date(2011, 12, 1), date(2028, 12, 31))


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def test_an_office_day_runs_from_midpoint_to_midpoint() -> None:
    monday = shift_on(OFFICE, date(2026, 11, 23))
    assert monday == (
        date(2026, 11, 23),
        berlin("2026-11-23 08:00"),
        berlin("2026-11-23 17:00"),
        berlin("2026-11-23 00:30"),
        berlin("2026-11-24 00:30"),
        True,
    )
    assert all(instant.tzinfo is UTC for instant in monday[1:5])


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-23 22:00", date(2026, 11, 23)),
        ("2026-11-24 02:00", date(2026, 11, 23)),
        ("2026-11-24 06:00", date(2026, 11, 23)),
        ("2026-11-24 13:59:59", date(2026, 11, 23)),
        ("2026-11-24 14:00", date(2026, 11, 24)),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_began(now: str, day: date) -> None:
    assert shift_day(NIGHTS, berlin(now)).day == day


@pytest.mark.parametrize(
    ("now", "day"),
    [("2026-11-24 00:29:59", date(2026, 11, 23)), ("2026-11-24 00:30", date(2026, 11, 24))],
)
def test_overtime_past_midnight_belongs_to_the_shift_before(now: str, day: date) -> None:
    assert shift_day(OFFICE, berlin(now)).day == day


def test_a_day_off_has_a_nominal_shift() -> None:
    saturday = shift_day(OFFICE, berlin("2026-11-28 12:00"))
    assert not saturday.working
    assert (saturday.starts_at, saturday.ends_at) == (berlin("2026-11-28 08:00"), berlin("2026-11-28 17:00"))


def test_a_shift_of_24_hours_is_the_whole_day() -> None:
    on_call = ShiftPattern(BERLIN, time(7), time(7))
    monday = shift_on(on_call, date(2026, 11, 23))
    assert (monday.since, monday.until) == (monday.starts_at, monday.ends_at)
    assert monday.ends_at - monday.starts_at == timedelta(hours=24)
    assert shift_day(on_call, berlin("2026-11-24 06:59:59")).day == monday.day


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 7), (date(2026, 10, 24), 9), (date(2026, 11, 23), 8)])
def test_a_night_is_shorter_in_spring_and_longer_in_autumn(day: date, hours: int) -> None:
    night = shift_on(NIGHTS, day)
    assert night.ends_at - night.starts_at == timedelta(hours=hours)


def test_a_shift_within_the_hour_that_spring_skips_does_not_end_before_it_begins() -> None:
    sunday = shift_on(ShiftPattern(BERLIN, time(2, 30), time(3)), date(2026, 3, 29))
    assert sunday.since <= sunday.starts_at <= sunday.ends_at <= sunday.until
    assert sunday.starts_at == berlin("2026-03-29 03:30")


@settings(deadline=None)
@given(PATTERNS, DAYS)
def test_shift_days_tile_time(pattern: ShiftPattern, day: date) -> None:
    before, after = shift_on(pattern, day), shift_on(pattern, day + timedelta(days=1))
    assert before.until == after.since
    assert before.since <= before.starts_at <= before.ends_at <= before.until


@settings(deadline=None)
@given(PATTERNS, DAYS, st.integers(0, 86_399))
def test_every_instant_lies_in_its_shift_day(pattern: ShiftPattern, day: date, second: int) -> None:
    now = datetime.combine(day, time(), UTC) + timedelta(seconds=second)
    found = shift_day(pattern, now)
    assert found.since <= now < found.until
    assert found == shift_on(pattern, found.day)
    assert found.working is (found.day.weekday() in pattern.days)


@settings(deadline=None)
@given(PATTERNS, DAYS)
def test_the_edges_of_a_shift_day_belong_as_they_should(pattern: ShiftPattern, day: date) -> None:
    found = shift_on(pattern, day)
    if found.since < found.until:  # A day that a zone skipped holds no time, or half of the night before it.
        assert shift_day(pattern, found.since).day == day
        assert shift_day(pattern, found.until).day != day
        assert shift_day(pattern, found.until - timedelta(microseconds=1)).day == day


# Working days


def test_working_days_count_both_ends() -> None:
    assert working_days(OFFICE, date(2026, 11, 23), date(2026, 11, 27)) == 5
    assert working_days(OFFICE, date(2026, 11, 27), date(2026, 11, 30)) == 2
    assert working_days(OFFICE, date(2026, 11, 28), date(2026, 11, 29)) == 0
    assert working_days(OFFICE, date(2026, 11, 23), date(2026, 11, 23)) == 1
    assert working_days(OFFICE, date(2026, 11, 23), date(2026, 11, 20)) == 0


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 11, 26), 2, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
        (date(2026, 11, 30), -1, date(2026, 11, 27)),
        (date(2026, 11, 30), -6, date(2026, 11, 20)),
    ],
    ids=["Thursday and two", "Saturday and one", "a week", "none", "back over a weekend", "back over a week"],
)
def test_adding_working_days(day: date, count: int, then: date) -> None:
    assert add_working_days(OFFICE, day, count) == then


def test_the_next_working_day_is_never_the_day_itself() -> None:
    assert add_working_days(OFFICE, date(2026, 11, 23), 1) == date(2026, 11, 24)
    assert add_working_days(OFFICE, date(2026, 11, 27), 1) == date(2026, 11, 30)


def test_a_pattern_without_days_has_no_next_working_day() -> None:
    with pytest.raises(Refused) as caught:
        add_working_days(OFFICE._replace(days=frozenset()), date(2026, 11, 23), 1)
    assert caught.value.hint


@settings(deadline=None)
@given(PATTERNS, DAYS, st.integers(-300, 300))
def test_as_many_working_days_are_added_as_are_counted(pattern: ShiftPattern, day: date, count: int) -> None:
    then = add_working_days(pattern, day, count)
    one = timedelta(days=1)
    if count > 0:
        assert working_days(pattern, day + one, then) == count
    if count < 0:
        assert working_days(pattern, then, day - one) == -count
    assert count == 0 or then.weekday() in pattern.days


@settings(deadline=None)
@given(PATTERNS, DAYS, st.integers(0, 60))
def test_working_days_are_the_days_that_are_worked(pattern: ShiftPattern, first: date, length: int) -> None:
    days = [first + timedelta(days=step) for step in range(length)]
    last = first + timedelta(days=length - 1)
    assert working_days(pattern, first, last) == sum(shift_on(pattern, day).working for day in days)


# Days in words


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("Mon,Wed,Fri", {0, 2, 4}),
        ("mon wed  fri", {0, 2, 4}),
        ("mon, wed - fri", {0, 2, 3, 4}),
        ("sat-sun", {5, 6}),
        ("fri-mon", {4, 5, 6, 0}),
        ("Monday to Thursday", {0, 1, 2, 3}),
        ("mo\N{EN DASH}fr", {0, 1, 2, 3, 4}),
        ("tues", {1}),
        ("sun-sun", {6}),
        ("daily", {0, 1, 2, 3, 4, 5, 6}),
        ("weekdays, sat", {0, 1, 2, 3, 4, 5}),
        ("weekend", {5, 6}),
        (" mon,mon, ", {0}),
    ],
)
def test_days_are_read(text: str, days: set[int]) -> None:
    assert parse_days(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        ",",
        "-",
        "m",
        "t",
        "mon-",
        "-fri",
        "mon-wed-fri",
        "funday",
        "mondays",
        "0-4",
        "mon;fri",
        "m\0n",
        "\ud800",
    ],
)
def test_what_is_no_day_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(BadUsage) as caught:
        parse_days(text)
    assert "mon-fri" in caught.value.hint
    assert caught.value.message.isprintable()


def test_a_long_text_is_quoted_in_part() -> None:
    with pytest.raises(BadUsage) as caught:
        parse_days("x" * 10_000)
    assert len(caught.value.message) < 100


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ({0, 1, 2, 3, 4}, "Mon-Fri"),
        ({0, 2, 4}, "Mon, Wed, Fri"),
        ({5, 6}, "Sat, Sun"),
        ({4, 5, 6, 0}, "Fri-Mon"),
        ({0, 6}, "Mon, Sun"),
        ({0, 1, 2, 4}, "Mon-Wed, Fri"),
        (set(range(7)), "daily"),
        (set(), "no days"),
    ],
)
def test_days_are_shown(days: set[int], text: str) -> None:
    assert show_days(frozenset(days)) == text


@settings(deadline=None)
@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_days_as_shown_can_be_typed(days: frozenset[int]) -> None:
    assert parse_days(show_days(days)) == days


@settings(deadline=None)
@given(st.text(alphabet="mondaytuewhrfisk ,-\N{EN DASH}to\u0130"))
def test_no_text_fails_otherwise(text: str) -> None:
    try:
        assert parse_days(text) <= frozenset(range(7))
    except BadUsage as problem:
        assert problem.hint
