"""What time off takes of the shifts, and when the schedule has all of it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.instants import to_text
from techday.core.intervals import Span
from techday.core.shifts import ShiftDay, ShiftPattern, lunch_of, shift_day, shift_on
from techday.timeoff.rules import (
    OnSchedule,
    days_all_off,
    first_missing,
    last_hours,
    parts_of,
    seconds_of,
    span_off,
    unasked,
)
from techday.timeoff.store import OffRow

BERLIN = ZoneInfo("Europe/Berlin")
HOUR, DAY = 3600, timedelta(days=1)
DAYS = ShiftPattern(BERLIN)
NIGHT = ShiftPattern(BERLIN, time(22), time(6))


class Week:
    """The shifts of a pattern without public holidays, with lunch from twelve to one."""

    def __init__(self, pattern: ShiftPattern = DAYS, free: date | None = None) -> None:
        self.pattern = pattern
        self.free = free

    def regular(self, day: date) -> ShiftDay:
        shift = shift_on(self.pattern, day)
        return shift._replace(working=shift.working and day != self.free)

    def at(self, instant: datetime) -> ShiftDay:
        return shift_day(self.pattern, instant)

    def lunch(self, shift: ShiftDay) -> Span[datetime] | None:
        return lunch_of(self.pattern, shift, (time(12), time(13)))


def local(text: str) -> datetime:
    """Give the instant of a local time in Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def off(start: str, end: str) -> OffRow:
    """Give time off: whole days of dates, hours of local times."""
    whole = len(start) == 10
    begins, ends = (local(start), local(end) + DAY) if whole else (local(start), local(end))
    days = (start if whole else None, end if whole else None)
    return OffRow(1, "vacation", to_text(begins), to_text(ends), *days, "approved", "", "", None, "Pat", "", None, "")


def item(start: str, end: str) -> OnSchedule:
    """Give time off as the schedule has it: whole days of dates, else local times."""
    whole = len(start) == 10
    return OnSchedule(Span(local(start), local(end)), *((start, end) if whole else (None, None)))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-26", "2026-11-30", 24),  # Thursday to Monday
        ("2026-11-28", "2026-11-29", 0),  # a weekend
        ("2026-11-26T08:00", "2026-11-26T17:00", 8),
        ("2026-11-26T06:00", "2026-11-26T09:00", 1),  # before the shift there is nothing to take
        ("2026-11-26T11:30", "2026-11-26T13:30", 1),  # nor at lunch
        ("2026-11-26T12:00", "2026-11-26T13:00", 0),
        ("2026-11-26T16:00", "2026-11-27T09:00", 2),
    ],
)
def test_time_off_takes_what_the_shifts_have_within_it(start: str, end: str, hours: int) -> None:
    assert seconds_of(parts_of(off(start, end), Week())) == hours * HOUR


@pytest.mark.parametrize(
    ("pattern", "first", "last", "start", "end"),
    [
        (DAYS, "2026-11-27", "2026-11-27", "2026-11-27T00:00", "2026-11-28T00:00"),
        (DAYS, "2026-11-27", "2026-11-30", "2026-11-27T00:00", "2026-12-01T00:00"),
        (NIGHT, "2026-11-27", "2026-11-27", "2026-11-27T06:00", "2026-11-28T06:00"),  # not Thursday's night
        (NIGHT, "2026-11-28", "2026-11-28", "2026-11-28T06:00", "2026-11-29T00:00"),  # no shift begins on a Saturday
        (NIGHT, "2026-11-29", "2026-11-30", "2026-11-29T00:00", "2026-12-01T06:00"),
        (DAYS, "2026-11-27T13:00", "2026-11-27T17:00", "2026-11-27T13:00", "2026-11-27T17:00"),
    ],
)
def test_whole_days_are_off_up_to_the_end_of_the_shift_of_the_last(
    pattern: ShiftPattern, first: str, last: str, start: str, end: str
) -> None:
    assert span_off(off(first, last), Week(pattern)) == Span(local(start), local(end))


def test_whole_days_stay_the_days_that_they_are_in_another_zone() -> None:
    there = Week(DAYS._replace(zone=ZoneInfo("Pacific/Auckland")))
    assert to_text(span_off(off("2026-11-27", "2026-11-27"), there).start) == "2026-11-26T11:00:00Z"


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ([(8, 17)], {"2026-11-26"}),
        ([(8, 12), (13, 17)], {"2026-11-26"}),  # but for lunch
        ([(6, 23)], {"2026-11-26"}),
        ([(8, 12), (14, 17)], set()),
        ([], set()),
    ],
)
def test_a_day_is_off_whose_whole_shift_is_off_by_hours(hours: list[tuple[int, int]], days: set[str]) -> None:
    rows = [off(f"2026-11-26T{start:02}:00", f"2026-11-26T{end:02}:00") for start, end in hours]
    assert days_all_off(rows, Week()) == days


@pytest.mark.parametrize(
    ("pattern", "planned", "asked", "is_told"),
    [
        (DAYS, ("2026-11-26", "2026-11-26"), [], True),
        (DAYS, ("2026-11-26", "2026-11-27"), [("2026-11-26", "2026-11-26")], True),
        (DAYS, ("2026-11-26", "2026-11-26"), [("2026-11-25", "2026-11-27")], False),
        (DAYS, ("2026-11-26T13:00", "2026-11-26T17:00"), [("2026-11-26T08:00", "2026-11-26T17:00")], False),
        (DAYS, ("2026-11-28", "2026-11-29"), [], False),  # a weekend need not be asked for
        (NIGHT, ("2026-11-26", "2026-11-26"), [("2026-11-26", "2026-11-26")], False),
    ],
)
def test_what_the_schedule_has_as_time_off_must_be_asked_for(
    pattern: ShiftPattern, planned: tuple[str, str], asked: list[tuple[str, str]], is_told: bool
) -> None:
    item = off(*planned)
    assert unasked([item], [off(*one) for one in asked], Week(pattern)) == ([item] if is_told else [])


def test_a_public_holiday_takes_none() -> None:
    parts = parts_of(off("2026-12-24", "2026-12-25"), Week(free=date(2026, 12, 25)))
    assert list(parts) == [date(2026, 12, 24)]


def test_a_whole_day_takes_the_night_shift_that_begins_on_it() -> None:
    parts = parts_of(off("2026-11-26", "2026-11-26"), Week(NIGHT))
    assert parts == {date(2026, 11, 26): [Span(local("2026-11-26T22:00"), local("2026-11-27T06:00"))]}


def test_hours_after_midnight_are_of_the_shift_that_began_before() -> None:
    parts = parts_of(off("2026-11-27T02:00", "2026-11-27T04:00"), Week(NIGHT))
    assert list(parts) == [date(2026, 11, 26)]
    assert seconds_of(parts) == 2 * HOUR


@pytest.mark.parametrize(
    ("start", "end", "items", "missing"),
    [
        ("2026-11-26", "2026-11-30", [], "2026-11-26"),
        ("2026-11-26", "2026-11-30", [("2026-11-26", "2026-11-30")], None),
        ("2026-11-26", "2026-11-30", [("2026-11-20", "2026-12-20")], None),
        ("2026-11-26", "2026-11-30", [("2026-11-26", "2026-11-27")], "2026-11-30"),  # no weekend is missed
        ("2026-11-26", "2026-11-30", [("2026-11-26", "2026-11-26"), ("2026-11-30", "2026-11-30")], "2026-11-27"),
        ("2026-11-26", "2026-11-26", [("2026-11-26T08:00", "2026-11-26T17:00")], None),
        ("2026-11-26", "2026-11-26", [("2026-11-26T08:00", "2026-11-26T16:59")], "2026-11-26"),
        (
            *("2026-11-26", "2026-11-26"),
            [("2026-11-26T08:00", "2026-11-26T12:00"), ("2026-11-26T13:00", "2026-11-26T17:00")],
            None,  # lunch need not stand there
        ),
        ("2026-11-26", "2026-11-27", [("2026-11-26T00:00", "2026-11-28T00:00")], None),
        ("2026-11-26T13:00", "2026-11-26T17:00", [("2026-11-26T13:00", "2026-11-26T17:00")], None),
        ("2026-11-26T13:00", "2026-11-26T17:00", [("2026-11-26T14:00", "2026-11-26T17:00")], "2026-11-26"),
        ("2026-11-26T13:00", "2026-11-26T17:00", [("2026-11-26", "2026-11-26")], None),
        ("2026-11-28", "2026-11-29", [], None),  # without a shift there is nothing to plan
    ],
)
def test_the_first_shift_day_that_the_schedule_does_not_have_is_named(
    start: str, end: str, items: list[tuple[str, str]], missing: str | None
) -> None:
    found = first_missing(parts_of(off(start, end), Week()), [item(*one) for one in items])
    assert (found.isoformat() if found else None) == missing


def test_of_a_night_shift_the_day_on_which_it_begins_must_stand_there() -> None:
    parts = parts_of(off("2026-11-26", "2026-11-26"), Week(NIGHT))
    assert first_missing(parts, [item("2026-11-26", "2026-11-26")]) is None
    assert first_missing(parts, [item("2026-11-27", "2026-11-27")]) == date(2026, 11, 26)
    assert first_missing(parts, [item("2026-11-26T22:00", "2026-11-27T06:00")]) is None


@given(st.integers(1, 8 * 60), st.integers(0, 3), st.sampled_from(["2026-03-30", "2026-10-23", "2026-11-26"]))
def test_the_last_hours_of_a_shift_are_as_many_as_were_asked_for(minutes: int, add: int, day: str) -> None:
    week = Week()
    shift = week.regular(date.fromisoformat(day))
    found = last_hours(shift, week.lunch(shift), minutes * 60)
    assert found is not None
    assert found.end == shift.ends_at
    asked = off("2026-11-26", "2026-11-26")._replace(
        starts_at=to_text(found.start), ends_at=to_text(found.end + add * timedelta(hours=1)), first_day=None
    )
    assert seconds_of(parts_of(asked, week)) == minutes * 60
    assert last_hours(shift, week.lunch(shift), 8 * HOUR + 60) is None
