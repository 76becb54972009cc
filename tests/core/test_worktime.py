"""Working time: examples worked out by hand, then properties, then two slow references that share no code with it."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from techday.core.worktime import ALWAYS, Calendar, Hours, NeverOpen, WorkTime, weekly
from techday.errors import Refused

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")

HOUR = 3600
WORKDAYS = range(5)
EVERY_DAY = range(7)

OFFICE = Calendar(BERLIN, weekly(WORKDAYS, time(8), time(17)))
NIGHTS = Calendar(BERLIN, weekly(EVERY_DAY, time(22), time(6)))


def local(zone: tzinfo, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def berlin(text: str) -> datetime:
    return local(BERLIN, text)


# By hand: between


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23 09:00", "2026-11-23 11:30", 2.5),
        ("2026-11-23 06:00", "2026-11-23 20:00", 9),
        ("2026-11-23 16:00", "2026-11-24 09:00", 2),
        ("2026-11-27 16:00", "2026-11-30 09:00", 2),
        ("2026-11-28 00:00", "2026-11-30 00:00", 0),
        ("2026-11-23 00:00", "2026-11-30 00:00", 45),
        ("2026-11-23 17:00", "2026-11-24 08:00", 0),
        ("2026-11-24 09:00", "2026-11-23 16:00", -2),
        ("2026-11-23 09:00", "2026-11-23 09:00", 0),
    ],
    ids=["within a day", "around a day", "over night", "over a weekend", "weekend", "week", "closed", "back", "none"],
)
def test_office_hours_count_and_nothing_else(start: str, end: str, hours: float) -> None:
    assert WorkTime(OFFICE).between(berlin(start), berlin(end)) == hours * HOUR


def test_lunch_is_not_working_time() -> None:
    day = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
    work = WorkTime(Calendar(BERLIN, (day,) * 7))
    assert work.between(berlin("2026-11-23 11:00"), berlin("2026-11-23 14:00")) == 2 * HOUR
    assert work.add(berlin("2026-11-23 11:00"), 2 * HOUR) == berlin("2026-11-23 14:00")


def test_a_holiday_takes_its_day_away() -> None:
    closed = OFFICE._replace(closed=frozenset({date(2026, 12, 24), date(2026, 12, 25)}))
    work = WorkTime(closed)
    assert work.between(berlin("2026-12-23 16:00"), berlin("2026-12-28 09:00")) == 2 * HOUR
    assert work.add(berlin("2026-12-23 16:00"), 2 * HOUR) == berlin("2026-12-28 09:00")
    assert not work.is_open(berlin("2026-12-24 10:00"))


def test_the_night_that_began_before_a_holiday_is_worked_to_its_end() -> None:
    work = WorkTime(NIGHTS._replace(closed=frozenset({date(2026, 12, 25)})))
    assert work.between(berlin("2026-12-24 22:00"), berlin("2026-12-25 22:00")) == 8 * HOUR
    assert work.between(berlin("2026-12-25 22:00"), berlin("2026-12-26 22:00")) == 0


@pytest.mark.parametrize(
    ("zone", "start", "end", "hours"),
    [
        (BERLIN, "2026-03-28 12:00", "2026-03-29 12:00", 7),
        (BERLIN, "2026-10-24 12:00", "2026-10-25 12:00", 9),
        (BERLIN, "2026-11-23 12:00", "2026-11-24 12:00", 8),
        (NEW_YORK, "2026-03-07 12:00", "2026-03-08 12:00", 7),
        (NEW_YORK, "2026-10-31 12:00", "2026-11-01 12:00", 9),
        (LORD_HOWE, "2026-10-03 12:00", "2026-10-04 12:00", 7.5),
        (LORD_HOWE, "2026-04-04 12:00", "2026-04-05 12:00", 8.5),
    ],
)
def test_a_night_is_shorter_in_spring_and_longer_in_autumn(zone: ZoneInfo, start: str, end: str, hours: float) -> None:
    work = WorkTime(Calendar(zone, weekly(EVERY_DAY, time(22), time(6))))
    assert work.between(local(zone, start), local(zone, end)) == hours * HOUR


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        (BERLIN, "2026-03-27 12:00", "2026-03-30 12:00"),
        (BERLIN, "2026-10-23 12:00", "2026-10-26 12:00"),
        (NEW_YORK, "2026-03-06 12:00", "2026-03-09 12:00"),
        (LORD_HOWE, "2026-10-02 12:00", "2026-10-05 12:00"),
    ],
)
def test_office_hours_keep_their_wall_clock_over_a_change(zone: ZoneInfo, start: str, end: str) -> None:
    work = WorkTime(Calendar(zone, weekly(EVERY_DAY, time(8), time(17))))
    assert work.between(local(zone, start), local(zone, end)) == 3 * 9 * HOUR
    assert work.add(local(zone, start), 3 * 9 * HOUR) == local(zone, end)


@pytest.mark.parametrize(
    ("opens", "closes", "minutes"),
    [(time(1), time(4), 120), (time(2), time(3), 0), (time(2), time(2, 30), 30), (time(2, 30), time(3), 0)],
    ids=["around it", "exactly it", "its first half moves on to 03:00", "its second half would end before it began"],
)
def test_windows_at_the_hour_that_spring_skips(opens: time, closes: time, minutes: int) -> None:
    work = WorkTime(Calendar(BERLIN, weekly([6], opens, closes)))
    assert work.between(berlin("2026-03-29 00:00"), berlin("2026-03-29 12:00")) == minutes * 60


@pytest.mark.parametrize(
    ("opens", "closes", "minutes"),
    [(time(1), time(4), 240), (time(2), time(3), 120), (time(2), time(2, 30), 30), (time(2, 30), time(3), 90)],
    ids=["around both", "both", "the first half of the first", "the rest of the first, and the second"],
)
def test_windows_at_the_hour_that_autumn_repeats(opens: time, closes: time, minutes: int) -> None:
    work = WorkTime(Calendar(BERLIN, weekly([6], opens, closes)))
    assert work.between(berlin("2026-10-25 00:00"), berlin("2026-10-25 12:00")) == minutes * 60


def test_a_summer_time_of_six_days_is_not_overlooked() -> None:
    recife = ZoneInfo("America/Recife")
    work = WorkTime(Calendar(recife, weekly(EVERY_DAY, time(8), time(9))))
    opened = [work.next_opening(datetime(2000, 10, day, tzinfo=UTC)).hour for day in range(5, 20)]
    assert opened == [11, 11, 11, 10, 10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11]


def test_a_zone_that_skipped_a_day_does_not_confuse_the_days_after_it() -> None:
    apia = ZoneInfo("Pacific/Apia")  # There was no 30 December 2011; both of its neighbours are workdays here.
    work = WorkTime(Calendar(apia, weekly(EVERY_DAY, time(9), time(17))))
    assert work.between(local(apia, "2011-12-29 00:00"), local(apia, "2012-01-01 00:00")) == 2 * 8 * HOUR


def test_windows_that_overlap_are_counted_once() -> None:
    monday = ((22 * 60, 30 * 60), (8 * 60, 12 * 60), (10 * 60, 14 * 60))
    tuesday = ((5 * 60, 9 * 60),)
    work = WorkTime(Calendar(UTC, (monday, tuesday, (), (), (), (), ())))
    assert work.between(local(UTC, "2026-11-23 00:00"), local(UTC, "2026-11-25 00:00")) == (6 + 11) * HOUR


def test_whole_days_join_without_a_seam() -> None:
    work = WorkTime(Calendar(BERLIN, weekly(EVERY_DAY, time(0), time(0))))
    start, end = berlin("2026-03-28 00:00"), berlin("2026-03-30 00:00")
    assert work.between(start, end) == 47 * HOUR
    assert work.add(start, 47 * HOUR) == end
    assert work.is_open(berlin("2026-03-29 00:00"))


# By hand: add


@pytest.mark.parametrize(
    ("start", "seconds", "due"),
    [
        ("2026-11-23 09:00", 4 * HOUR, "2026-11-23 13:00"),
        ("2026-11-23 16:00", 2 * HOUR, "2026-11-24 09:00"),
        ("2026-11-27 16:00", 2 * HOUR, "2026-11-30 09:00"),
        ("2026-11-23 13:00", 4 * HOUR, "2026-11-23 17:00"),
        ("2026-11-23 08:00", 45 * HOUR, "2026-11-27 17:00"),
        ("2026-11-23 17:00", 1, "2026-11-24 08:00:01"),
        ("2026-11-28 12:00", HOUR, "2026-11-30 09:00"),
        ("2026-11-23 05:00", 9 * HOUR, "2026-11-23 17:00"),
        ("2026-11-28 12:00", 0, "2026-11-28 12:00"),
    ],
    ids=[
        "within a day",
        "over night",
        "over a weekend",
        "due at closing time",
        "a whole week is due at Friday's closing time",
        "from closing time",
        "from a Saturday",
        "from before opening",
        "nothing to add",
    ],
)
def test_a_target_is_due_after_so_much_working_time(start: str, seconds: int, due: str) -> None:
    assert WorkTime(OFFICE).add(berlin(start), seconds) == berlin(due)


def test_what_is_given_back_is_utc() -> None:
    work = WorkTime(OFFICE)
    assert work.add(berlin("2026-11-23 09:00"), HOUR).tzinfo is UTC
    assert work.next_opening(berlin("2026-11-22 09:00")).tzinfo is UTC


def test_around_the_clock_is_plain_time() -> None:
    work = WorkTime(ALWAYS)
    start = berlin("2026-03-28 12:00").astimezone(UTC)
    assert work.between(start, start + timedelta(days=400)) == 400 * 86_400
    assert work.add(start, 1_000_000) == start + timedelta(seconds=1_000_000)
    assert work.is_open(start)
    assert work.next_opening(start) == start


def test_around_the_clock_but_for_a_holiday() -> None:
    work = WorkTime(ALWAYS._replace(closed=frozenset({date(2026, 12, 25)})))
    assert work.between(datetime(2026, 12, 24, tzinfo=UTC), datetime(2026, 12, 27, tzinfo=UTC)) == 2 * 86_400
    assert work.next_opening(datetime(2026, 12, 25, tzinfo=UTC)) == datetime(2026, 12, 26, tzinfo=UTC)


# By hand: opening


@pytest.mark.parametrize(
    ("at", "is_open", "opening"),
    [
        ("2026-11-23 08:00", True, "2026-11-23 08:00"),
        ("2026-11-23 12:00", True, "2026-11-23 12:00"),
        ("2026-11-23 16:59:59", True, "2026-11-23 16:59:59"),
        ("2026-11-23 17:00", False, "2026-11-24 08:00"),
        ("2026-11-23 07:59:59", False, "2026-11-23 08:00"),
        ("2026-11-28 12:00", False, "2026-11-30 08:00"),
    ],
)
def test_opening_hours_hold_their_start_and_not_their_end(at: str, is_open: bool, opening: str) -> None:
    work = WorkTime(OFFICE)
    assert work.is_open(berlin(at)) is is_open
    assert work.next_opening(berlin(at)) == berlin(opening)


def test_an_opening_after_a_long_closure_is_found() -> None:
    closed = frozenset(date(2026, 1, 1) + timedelta(days=day) for day in range(3 * 365))
    work = WorkTime(OFFICE._replace(closed=closed))
    assert work.next_opening(berlin("2026-01-01 00:00")) == berlin("2029-01-01 08:00")
    assert work.add(berlin("2026-01-01 00:00"), HOUR) == berlin("2029-01-01 09:00")


# What never comes, and what is no calendar


@pytest.mark.parametrize("seconds", [1, 10**6, 10**30])
def test_a_calendar_without_hours_never_opens(seconds: int) -> None:
    work = WorkTime(Calendar(BERLIN, ((),) * 7))
    start = berlin("2026-11-23 09:00")
    with pytest.raises(NeverOpen, match="2026-11-23"):
        work.add(start, seconds)
    with pytest.raises(NeverOpen):
        work.next_opening(start)
    assert not work.is_open(start)
    assert work.between(start, start + timedelta(days=30)) == 0
    assert work.add(start, 0) == start


def test_a_calendar_closed_on_all_days_to_come_never_opens() -> None:
    start = date(2026, 1, 1)
    closed = frozenset(start + timedelta(days=day) for day in range(101 * 366))
    work = WorkTime(OFFICE._replace(closed=closed))
    with pytest.raises(NeverOpen):
        work.add(berlin("2026-01-01 00:00"), HOUR)
    with pytest.raises(NeverOpen):
        work.next_opening(berlin("2026-01-01 00:00"))


@pytest.mark.parametrize("calendar", [OFFICE, ALWAYS], ids=["office hours", "around the clock"])
@pytest.mark.parametrize("seconds", [101 * 366 * 86_400, 10**30])
def test_an_absurd_target_is_refused_and_not_searched_for(calendar: Calendar, seconds: int) -> None:
    with pytest.raises(NeverOpen) as caught:
        WorkTime(calendar).add(berlin("2026-11-23 09:00"), seconds)
    assert caught.value.hint


def test_never_open_is_something_to_act_on() -> None:
    assert issubclass(NeverOpen, Refused)
    assert issubclass(NeverOpen, ValueError)


def test_what_add_answers_does_not_depend_on_earlier_questions() -> None:
    start = berlin("2026-11-23 09:00")
    asked = WorkTime(OFFICE)
    asked.between(start, start + timedelta(days=150 * 365))
    for work in (asked, WorkTime(OFFICE)):
        with pytest.raises(NeverOpen):
            work.add(start, 120 * 365 * 8 * HOUR)


def test_time_is_never_taken_away() -> None:
    with pytest.raises(ValueError, match="never taken away"):
        WorkTime(OFFICE).add(berlin("2026-11-23 09:00"), -1)


def test_a_naive_datetime_is_refused() -> None:
    naive = datetime(2026, 11, 23, 9)  # noqa: DTZ001  (naive is the point)
    with pytest.raises(TypeError):
        WorkTime(OFFICE).is_open(naive)


@pytest.mark.parametrize(
    "hours",
    [
        ((),) * 6,
        ((),) * 8,
        *(((window,),) * 7 for window in [(600, 600), (600, 540), (0, 2881), (1440, 1500), (-1, 60)]),
    ],
)
def test_hours_that_are_no_week_are_refused(hours: Hours) -> None:
    with pytest.raises(ValueError, match=r"seven weekdays|No window"):
        WorkTime(Calendar(BERLIN, hours))


@pytest.mark.parametrize(
    ("opens", "closes", "window"),
    [
        (time(8), time(17, 30), (480, 1050)),
        (time(22), time(6), (1320, 1800)),
        (time(0), time(0), (0, 1440)),
        (time(7), time(7), (420, 1860)),
        (time(18), time(0), (1080, 1440)),
    ],
    ids=["a day", "a night", "a whole day", "24 hours from seven", "until midnight"],
)
def test_weekly_hours(opens: time, closes: time, window: tuple[int, int]) -> None:
    assert weekly([0, 2], opens, closes) == ((window,), (), (window,), (), (), (), ())


def test_weekly_hours_of_a_day_that_is_none_are_refused() -> None:
    with pytest.raises(ValueError, match="Weekdays"):
        weekly([7], time(8), time(17))


@pytest.mark.parametrize("year", [1, 1900, 1970, 9999])
def test_the_ends_of_the_calendar_do_no_harm(year: int) -> None:
    work = WorkTime(OFFICE)
    middle = datetime(year, 6, 1, tzinfo=UTC)
    assert work.between(middle, middle + timedelta(days=28)) == 20 * 9 * HOUR
    for instant in (datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, 23, tzinfo=UTC)):
        assert isinstance(work.is_open(instant), bool)


# Properties

ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Havana",  # changes at midnight
        "Asia/Beirut",  # likewise
        "America/St_Johns",
        "Antarctica/Troll",  # changes by two hours
        "Asia/Kolkata",
        "Pacific/Apia",
    )
]
# Around the changes of 2026, where the trouble is, as well as any time of some years.
NEAR_A_CHANGE = st.sampled_from(
    [datetime(2026, *day, tzinfo=UTC) for day in [(3, 8), (3, 29), (4, 5), (10, 4), (10, 25), (11, 1)]]
)
INSTANTS = st.one_of(
    st.builds(
        lambda middle, seconds: middle + timedelta(seconds=seconds), NEAR_A_CHANGE, st.integers(-200_000, 200_000)
    ),
    st.builds(
        lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds), st.integers(0, 4 * 365 * 86_400)
    ),
)


@st.composite
def windows(draw: st.DrawFn, earliest: int = 0, latest: int = 1439) -> tuple[int, int]:
    """A window of a day that opens, and closes on this day or the next, at a minute of the day within the bounds."""
    opens = draw(st.integers(earliest, latest))
    closes = draw(st.integers(earliest, latest + 1))
    return opens, closes if closes > opens else closes + 1440


def weeks(window: st.SearchStrategy[tuple[int, int]]) -> st.SearchStrategy[Hours]:
    day = st.lists(window, max_size=3).map(tuple)
    return st.tuples(day, day, day, day, day, day, day)


CLOSED = st.frozensets(
    st.builds(lambda middle, days: (middle + timedelta(days=days)).date(), NEAR_A_CHANGE, st.integers(-3, 3)),
    max_size=6,
)
CALENDARS = st.builds(Calendar, st.sampled_from(ZONES), weeks(windows()), CLOSED)
OPEN_CALENDARS = CALENDARS.filter(lambda calendar: any(calendar.hours))


@settings(deadline=None)
@given(CALENDARS, INSTANTS, INSTANTS, INSTANTS)
def test_working_time_adds_up(calendar: Calendar, first: datetime, second: datetime, third: datetime) -> None:
    work = WorkTime(calendar)
    assert work.between(first, second) + work.between(second, third) == work.between(first, third)


@settings(deadline=None)
@given(CALENDARS, INSTANTS, INSTANTS)
def test_working_time_is_no_more_than_time(calendar: Calendar, first: datetime, second: datetime) -> None:
    start, end = sorted((first, second))
    assert 0 <= WorkTime(calendar).between(start, end) <= (end - start).total_seconds()


@settings(deadline=None)
@given(OPEN_CALENDARS, INSTANTS, st.integers(0, 60 * 86_400))
def test_so_much_working_time_lies_before_the_due_instant(calendar: Calendar, start: datetime, seconds: int) -> None:
    work = WorkTime(calendar)
    try:
        due = work.add(start, seconds)
    except NeverOpen:  # A minute a week, perhaps, may take more than a hundred years.
        return
    assert work.between(start, due) == seconds
    if seconds:
        # Due at the earliest such instant: a second before, not all of it has passed.
        assert work.between(start, due - timedelta(seconds=1)) == seconds - 1


@settings(deadline=None)
@given(OPEN_CALENDARS, INSTANTS, INSTANTS, st.integers(0, 200_000), st.integers(0, 200_000))
def test_later_or_more_is_never_due_earlier(
    calendar: Calendar, first: datetime, second: datetime, few: int, many: int
) -> None:
    work = WorkTime(calendar)
    start, later = sorted((first, second))
    few, many = sorted((few, many))
    assert work.add(start, few) <= work.add(start, many)
    assert work.add(start, few) <= work.add(later, few)


@settings(deadline=None)
@given(OPEN_CALENDARS, INSTANTS)
def test_the_next_opening_is_the_first_open_instant(calendar: Calendar, at: datetime) -> None:
    work = WorkTime(calendar)
    opening = work.next_opening(at)
    assert work.is_open(opening)
    assert opening >= at
    assert work.between(at, opening) == 0
    assert (opening == at) is work.is_open(at)


@settings(deadline=None)
@given(CALENDARS, st.lists(st.tuples(INSTANTS, INSTANTS), min_size=2, max_size=6))
def test_answers_do_not_depend_on_the_order_of_questions(
    calendar: Calendar, questions: list[tuple[datetime, datetime]]
) -> None:
    asked_often = WorkTime(calendar)
    assert [asked_often.between(*question) for question in questions] == [
        WorkTime(calendar).between(*question) for question in questions
    ]


@pytest.mark.parametrize("zone", [ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")], ids=str)
@pytest.mark.parametrize("half_days", range(14))
def test_what_was_laid_out_is_true_up_to_its_edges(zone: ZoneInfo, half_days: int) -> None:
    # The first and the last hours that the windows of a day can have, with pauses between.
    long_night, early = ((1380, 2880),), ((0, 60),)
    calendar = Calendar(zone, (long_night, (), (), early, (), early, ()))
    asked = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=12 * half_days)
    certain = WorkTime(calendar)
    certain.between(asked - timedelta(days=365), asked + timedelta(days=365))
    for step in (timedelta(hours=1), timedelta(hours=-1)):
        work = WorkTime(calendar)
        work.is_open(asked)
        for hours in range(35 * 24):
            at = asked + hours * step
            assert work.is_open(at) is certain.is_open(at)


# Two slow references


def minutes_by_windows(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Each minute of each window, collected in a set: windows at any hour, in any zone."""
    opened: set[int] = set()
    day = start.astimezone(calendar.zone).date() - timedelta(days=3)
    while day <= end.astimezone(calendar.zone).date() + timedelta(days=1):
        if day not in calendar.closed:
            for window in calendar.hours[day.weekday()]:
                edges = [
                    datetime.combine(
                        day + timedelta(days=edge // 1440), time(edge % 1440 // 60, edge % 60), calendar.zone
                    )
                    for edge in window
                ]
                opens, closes = (int(edge.timestamp()) // 60 for edge in edges)
                opened.update(range(opens, closes))
        day += timedelta(days=1)
    return len(opened & set(range(int(start.timestamp()) // 60, int(end.timestamp()) // 60)))


def minutes_by_clock(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Look at the wall clock each minute: right wherever no window opens or closes near a change of the clocks."""
    count = 0
    while start < end:
        clock = start.astimezone(calendar.zone)
        minute = clock.hour * 60 + clock.minute
        eve = clock.date() - timedelta(days=1)
        count += any(
            day not in calendar.closed
            and any(opens <= since < closes for opens, closes in calendar.hours[day.weekday()])
            for day, since in ((clock.date(), minute), (eve, minute + 1440))
        )
        start += timedelta(minutes=1)
    return count


WHOLE_MINUTES = INSTANTS.map(lambda at: at.replace(second=0, microsecond=0))
THREE_DAYS = st.integers(0, 3 * 1440).map(lambda minutes: timedelta(minutes=minutes))


@settings(deadline=None, max_examples=60)
@given(CALENDARS, WHOLE_MINUTES, THREE_DAYS)
def test_every_minute_of_every_window_is_counted_once(calendar: Calendar, start: datetime, length: timedelta) -> None:
    minutes = minutes_by_windows(calendar, start, start + length)
    assert WorkTime(calendar).between(start, start + length) == minutes * 60


@settings(deadline=None, max_examples=40)
@given(
    st.builds(
        Calendar, st.sampled_from([BERLIN, NEW_YORK, LORD_HOWE]), weeks(windows(earliest=240, latest=1320)), CLOSED
    ),
    WHOLE_MINUTES,
    THREE_DAYS,
)
def test_every_minute_at_which_the_wall_clock_says_open_is_counted(
    calendar: Calendar, start: datetime, length: timedelta
) -> None:
    minutes = minutes_by_clock(calendar, start, start + length)
    assert WorkTime(calendar).between(start, start + length) == minutes * 60
