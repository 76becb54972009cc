"""When watches are due: by the shift, through nights, weekends, holidays and changes of the clocks."""

import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from techday.core.instants import NEVER, from_text, to_text
from techday.core.recurrence import checked_rule, days_of_rule, in_days
from techday.core.shifts import ShiftDay, ShiftPattern, shift_day, shift_on
from techday.errors import BadUsage
from techday.watches.frequency import FOREVER, DueTimes, counted_days, ran_out, read_every

WEEK = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
DAYS = ShiftPattern(UTC)
MONDAY = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)


def without(pattern: ShiftPattern, *holidays: str) -> Callable[[date], ShiftDay]:
    """Give the shifts of a pattern, none of them on the holidays."""

    def planned(day: date) -> ShiftDay:
        shift = shift_on(pattern, day)
        return shift._replace(working=False) if day.isoformat() in holidays else shift

    return planned


def times_at(now: datetime, pattern: ShiftPattern = DAYS, *holidays: str) -> DueTimes:
    """Give the due times at an instant."""
    planned = without(pattern, *holidays)
    return DueTimes(planned, planned(shift_day(pattern, now).day), now)


def latest(times: DueTimes, every: str, first: str = "2026-11-02", count: int = 5) -> list[str]:
    """Give the last due times, the oldest first; what goes by days counts from `first`."""
    rule_days = counted_days(every, date.fromisoformat(first), times.today)
    return [slot.due_at for slot in islice(times.latest(every, rule_days), count)][::-1]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("daily", "daily"),
        ("Day", "daily"),
        ("24h", "daily"),
        ("1d", "daily"),
        ("4h", "4h"),
        ("every 4 hours", "4h"),
        ("Every 12H", "12h"),
        ("hourly", "1h"),
        ("3d", "3d"),
        ("48h", "2d"),
        ("3 days", "3d"),
        ("7d", "weekly"),
        ("week", "weekly"),
        ("2w", "14d"),
        ("once", ""),
        ("\x1b[31mdaily", "daily"),
        ("freq=monthly; byday=1mo", "FREQ=MONTHLY;BYDAY=1MO"),
        ("RRULE:BYDAY=MO,TH;FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,TH"),
    ],
)
def test_a_frequency_is_read_as_people_say_it(typed: str, kept: str) -> None:
    assert read_every(typed) == kept
    assert read_every(kept or "once") == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "often",
        "0h",
        "-4h",
        "4",
        "25h",
        "30m",
        "4h30",
        "3661d",
        "99999999h",
        "٣h",
        "h",
        "4hh",
        "x" * 999,
    ],
)
def test_what_is_no_frequency_is_refused_with_the_forms(typed: str) -> None:
    with pytest.raises(BadUsage) as refused:
        read_every(typed)
    assert refused.value.hint


# Each worked out by hand: the shift from 22:00 to 06:00 holds 9 or 7 hours where the clocks change by one.
@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        (
            "Europe/Berlin",
            "2026-10-25T04:30:00Z",
            ["2026-10-24T20:00:00Z", "2026-10-25T00:00:00Z", "2026-10-25T04:00:00Z"],
        ),
        (
            "Europe/Berlin",
            "2026-03-29T03:30:00Z",
            ["2026-03-28T01:00:00Z", "2026-03-28T21:00:00Z", "2026-03-29T01:00:00Z"],
        ),
        (
            "America/New_York",
            "2026-11-01T10:30:00Z",
            ["2026-11-01T02:00:00Z", "2026-11-01T06:00:00Z", "2026-11-01T10:00:00Z"],
        ),
        (
            "America/New_York",
            "2026-03-08T09:30:00Z",
            ["2026-03-07T07:00:00Z", "2026-03-08T03:00:00Z", "2026-03-08T07:00:00Z"],
        ),
        (
            "Australia/Lord_Howe",
            "2026-10-03T18:30:00Z",
            ["2026-10-02T15:30:00Z", "2026-10-03T11:30:00Z", "2026-10-03T15:30:00Z"],
        ),
        (
            "Australia/Lord_Howe",
            "2026-04-04T19:10:00Z",
            ["2026-04-04T11:00:00Z", "2026-04-04T15:00:00Z", "2026-04-04T19:00:00Z"],
        ),
    ],
)
def test_every_4_hours_is_elapsed_time_through_a_night_in_which_the_clocks_change(
    zone: str, now: str, due: list[str]
) -> None:
    nights = ShiftPattern(ZoneInfo(zone), clock(22), clock(6), EVERY_DAY)
    assert latest(times_at(from_text(now), nights), "4h", count=3) == due


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Europe/Berlin", "2026-10-23T06:00:00Z", "2026-10-26T07:00:00Z"),
        ("America/New_York", "2026-10-30T12:00:00Z", "2026-11-02T13:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-01T21:30:00Z", "2026-10-04T21:00:00Z"),
    ],
)
def test_daily_is_at_the_start_of_each_shift_over_a_weekend_on_which_the_clocks_change(
    zone: str, before: str, after: str
) -> None:
    pattern = ShiftPattern(ZoneInfo(zone), days=WEEK)
    times = times_at(from_text(after) + timedelta(hours=1), pattern)
    assert latest(times, "daily", count=2) == [before, after]


@pytest.mark.parametrize(
    ("every", "first", "due"),
    [
        ("daily", "2026-11-02", ["11-18", "11-19", "11-20", "11-23", "11-25"]),  # the 24th is a holiday
        ("weekly", "2026-11-04", ["11-04", "11-11", "11-18", "11-25"]),
        ("weekly", "2026-11-03", ["11-03", "11-10", "11-17", "11-25"]),  # the 24th moves on
        ("weekly", "2026-11-07", ["11-09", "11-16", "11-23"]),  # of a Saturday to the Monday
        ("3d", "2026-11-10", ["11-10", "11-13", "11-16", "11-19", "11-23", "11-25"]),  # Sunday the 22nd moves on
        ("2d", "2026-11-21", ["11-23", "11-25"]),  # Saturday and Monday are one
        ("FREQ=DAILY", "2026-11-20", ["11-20", "11-23", "11-25"]),  # Saturday, Sunday and Monday are one
        ("FREQ=MONTHLY;BYDAY=4TU", "2026-09-01", ["09-22", "10-27", "11-25"]),
        ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", "2026-11-02", ["11-02", "11-05", "11-09"]),
        ("FREQ=DAILY;UNTIL=20261112", "2026-11-10", ["11-10", "11-11", "11-12"]),  # the last one counts
        ("FREQ=WEEKLY;INTERVAL=2", "2026-11-04", ["11-04", "11-18"]),
    ],
)
def test_a_due_day_without_a_shift_moves_to_the_next_and_several_are_one(
    every: str, first: str, due: list[str]
) -> None:
    times = times_at(datetime(2026, 11, 25, 9, tzinfo=UTC), DAYS, "2026-11-24")
    assert latest(times, every, first, len(due)) == [f"2026-{day}T08:00:00Z" for day in due]


@pytest.mark.parametrize(
    ("every", "now", "following"),
    [
        ("4h", "2026-11-20T11:00:00Z", "2026-11-20T12:00:00Z"),
        ("4h", "2026-11-20T16:30:00Z", "2026-11-23T08:00:00Z"),
        ("4h", "2026-11-23T07:30:00Z", "2026-11-23T08:00:00Z"),
        ("daily", "2026-11-20T07:30:00Z", "2026-11-23T08:00:00Z"),  # that of Friday stands from the day's beginning
        ("daily", "2026-11-21T12:00:00Z", "2026-11-23T08:00:00Z"),
        ("weekly", "2026-11-20T12:00:00Z", "2026-11-25T08:00:00Z"),  # of Monday, then of Tuesday, moved
        ("3d", "2026-11-20T12:00:00Z", "2026-11-23T08:00:00Z"),  # of Saturday, moved
        ("FREQ=YEARLY", "2026-11-20T12:00:00Z", "2027-11-17T08:00:00Z"),
        ("", "2026-11-20T12:00:00Z", None),
    ],
)
def test_the_next_due_time_is_known(every: str, now: str, following: str | None) -> None:
    times = times_at(from_text(now), DAYS, "2026-11-24")
    first = {"weekly": "2026-11-17", "3d": "2026-11-18", "FREQ=YEARLY": "2026-11-17"}.get(every, "2026-11-02")
    assert times.upcoming(every, counted_days(every, date.fromisoformat(first), times.today)) == following


def test_what_is_due_by_the_hour_stands_until_the_next_by_the_day_until_its_shift_day_ends() -> None:
    times = times_at(datetime(2026, 11, 20, 16, 30, tzinfo=UTC))
    hourly, daily = times.newest("4h", "[]"), times.newest("daily", "[]")
    assert hourly is not None
    assert daily is not None
    assert (hourly.due_at, hourly.until) == ("2026-11-20T16:00:00Z", "2026-11-23T08:00:00Z")
    assert (daily.due_at, daily.until) == ("2026-11-20T08:00:00Z", "2026-11-21T00:30:00Z")


def test_a_shift_that_starts_at_another_hour_moves_what_was_due_within_its_day() -> None:
    early, late = ShiftPattern(UTC, clock(6), clock(14)), ShiftPattern(UTC, clock(10), clock(19))
    assert latest(times_at(MONDAY, early), "daily", count=1) == ["2026-11-23T06:00:00Z"]
    assert latest(times_at(MONDAY, late), "daily", count=1) == ["2026-11-23T10:00:00Z"]


@pytest.mark.parametrize("every", ["daily", "4h", "weekly", "FREQ=DAILY"])
def test_without_any_working_day_nothing_is_due(every: str) -> None:
    idle = ShiftPattern(UTC, days=frozenset())
    times = times_at(MONDAY, idle)
    assert latest(times, every) == []
    assert times.upcoming(every, counted_days(every, times.today, times.today)) is None


def test_one_frequency_is_worked_out_once_however_many_have_it() -> None:
    asked: list[date] = []

    def planned(day: date) -> ShiftDay:
        asked.append(day)
        return shift_on(DAYS, day)

    times = DueTimes(planned, shift_on(DAYS, date(2026, 11, 23)), MONDAY)
    for _ in range(100):
        assert len(list(islice(times.latest("daily", "[]"), 14))) == 14
    assert len(asked) == len(set(asked)) < 30


# Rules of days


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYHOUR=8,12",
        "FREQ=DAILY;BYMINUTE=0",
        "FREQ=DAILY;BYSECOND=0",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=99999999999999",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=YEARLY;BYEASTER=0",
        "FREQ=FORTNIGHTLY",
        "FREQ=",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 300),
        "FREQ=DAILY\nDTSTART:19700101",
        "FREQ=DAILY;=;;",
        "EXRULE:FREQ=DAILY",
        "FREQ=DAILY;BYSETPOS=٣",
        "FREQ=DAILY;BYMONTH=" + "9" * 5000,
    ],
)
def test_a_rule_that_goes_by_less_than_days_or_is_none_is_refused(rule: str) -> None:
    with pytest.raises(BadUsage) as refused:
        read_every(rule)
    assert refused.value.hint
    assert "\n" not in refused.value.message


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=50",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=DAILY;BYSETPOS=5",
        "FREQ=DAILY;UNTIL=20250101",
        "FREQ=MONTHLY;BYMONTH=13",
    ],
)
def test_a_rule_that_never_falls_on_a_day_is_refused_in_words_and_soon(rule: str) -> None:
    started = time.process_time()
    with pytest.raises(BadUsage, match=r"never falls|is no rule"):
        counted_days(checked_rule(rule), date(2026, 11, 23), date(2026, 11, 23))
    assert time.process_time() - started < 2  # half a second where nothing else runs


def test_a_rule_without_an_end_is_worked_out_some_way_ahead_and_then_further() -> None:
    rule = "FREQ=WEEKLY;BYDAY=TU"
    listed = counted_days(rule, date(2026, 1, 1), date(2026, 11, 23))
    days = json.loads(listed)
    assert days[0] == "2026-01-01"
    assert days[1:][:1] == ["2026-07-07"]  # the last twenty of those that are over
    assert days[-1] > "2027-11-23"
    assert not ran_out(listed, date(2027, 11, 23))
    later = times_at(datetime(2030, 5, 29, 9, tzinfo=UTC))
    assert [slot.due_at[:10] for slot in islice(later.latest(rule, listed), 2)] == ["2030-05-28", "2030-05-21"]
    assert later.upcoming(rule, listed) == "2030-06-04T08:00:00Z"


def test_a_rule_that_has_ended_has_no_next_day_and_is_not_worked_out_again() -> None:
    listed = counted_days("FREQ=DAILY;COUNT=2", date(2026, 11, 23), date(2026, 11, 23))
    assert json.loads(listed) == ["2026-11-23", "2026-11-23", "2026-11-24", NEVER]
    assert not ran_out(listed, date(2040, 1, 1))
    assert times_at(datetime(2040, 1, 2, 9, tzinfo=UTC)).upcoming("FREQ=DAILY;COUNT=2", listed) is None
    assert NEVER < FOREVER


def test_leap_days_and_far_rules_keep_their_years() -> None:
    assert days_of_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", date(2026, 1, 1), date(2026, 1, 1))[1:] == ["2028-02-29"]
    assert days_of_rule("FREQ=YEARLY", date(2000, 2, 29), date(2027, 1, 1))[-1] == "2028-02-29"
    assert days_of_rule("FREQ=YEARLY;INTERVAL=50", date(2026, 1, 1), date(2026, 1, 2))[-1] == "2076-01-01"


def test_an_end_that_is_an_instant_names_the_local_day_that_holds_it() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert in_days("FREQ=DAILY;UNTIL=20261224T230000Z", berlin) == "FREQ=DAILY;UNTIL=20261225"
    assert in_days("FREQ=DAILY;UNTIL=20261224T225959Z;INTERVAL=2", berlin) == "FREQ=DAILY;UNTIL=20261224;INTERVAL=2"
    assert in_days("FREQ=DAILY", berlin) == "FREQ=DAILY"


def test_due_times_are_texts_in_the_order_of_time() -> None:
    times = times_at(MONDAY)
    found = [slot.due_at for slot in islice(times.latest("1h", "[]"), 50)]
    assert found == sorted(found, reverse=True)
    assert found[0] == to_text(MONDAY.replace(minute=0))
