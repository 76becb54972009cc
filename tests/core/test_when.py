"""The one time parser: each sentence of its grammar, daylight saving, and text that is none of it.

Unless a test says otherwise it is Monday 23 November 2026, 10:00 in Berlin, with a shift from 8:00 to 17:00.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from techday.core.instants import to_text
from techday.core.text import clean_line
from techday.core.when import Frame, Lean, read_date, read_instant, read_near_date, read_range
from techday.errors import BadUsage

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [BERLIN, UTC, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")]
LEANS: tuple[Lean, ...] = ("past", "future")
NIGHT = (time(22), time(6))


def at(local: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=zone)


def frame(local: str = "2026-11-23 10:00", shift: tuple[time, time] = (time(8), time(17)), order: str = "") -> Frame:
    return Frame(at(local).astimezone(UTC), BERLIN, *shift, order)


def local(instant: datetime) -> str:
    """Show an instant as Berlin's wall shows it."""
    shown = instant.astimezone(BERLIN)
    return shown.strftime("%Y-%m-%d %H:%M:%S" if shown.second else "%Y-%m-%d %H:%M")


def read(text: str, lean: Lean = "past", now: Frame | None = None) -> str:
    return local(read_instant(text, now or frame(), lean))


def span(text: str, lean: Lean = "past", now: Frame | None = None) -> str:
    return " to ".join(local(end) for end in read_range(text, now or frame(), lean))


def refusal(text: str, lean: Lean = "past", now: Frame | None = None) -> BadUsage:
    with pytest.raises(BadUsage) as caught:
        read_instant(text, now or frame(), lean)
    return caught.value


# Instants


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        # lengths: back where the past is meant, ahead where the future is
        ("now", "2026-11-23 10:00", "2026-11-23 10:00"),
        ("15m", "2026-11-23 09:45", "2026-11-23 10:15"),
        ("90m", "2026-11-23 08:30", "2026-11-23 11:30"),
        ("1h30", "2026-11-23 08:30", "2026-11-23 11:30"),
        ("1h 30m", "2026-11-23 08:30", "2026-11-23 11:30"),
        ("1.5h", "2026-11-23 08:30", "2026-11-23 11:30"),
        ("0m", "2026-11-23 10:00", "2026-11-23 10:00"),
        ("in 2h", "2026-11-23 12:00", "2026-11-23 12:00"),
        ("2h ago", "2026-11-23 08:00", "2026-11-23 08:00"),
        ("2d", "2026-11-21 10:00", "2026-11-25 10:00"),
        ("in 2d", "2026-11-25 10:00", "2026-11-25 10:00"),
        ("2d ago", "2026-11-21 10:00", "2026-11-21 10:00"),
        ("in 2w", "2026-12-07 10:00", "2026-12-07 10:00"),
        ("3 days ago", "2026-11-20 10:00", "2026-11-20 10:00"),
        # clocks: the latest past one, the earliest future one
        ("09:30", "2026-11-23 09:30", "2026-11-24 09:30"),
        ("9:30", "2026-11-23 09:30", "2026-11-24 09:30"),
        ("0930", "2026-11-23 09:30", "2026-11-24 09:30"),
        ("9:30am", "2026-11-23 09:30", "2026-11-24 09:30"),
        ("9:30 a.m.", "2026-11-23 09:30", "2026-11-24 09:30"),
        ("9am", "2026-11-23 09:00", "2026-11-24 09:00"),
        ("4 PM", "2026-11-22 16:00", "2026-11-23 16:00"),
        ("12am", "2026-11-23 00:00", "2026-11-24 00:00"),
        ("12pm", "2026-11-22 12:00", "2026-11-23 12:00"),
        ("12:30am", "2026-11-23 00:30", "2026-11-24 00:30"),
        ("noon", "2026-11-22 12:00", "2026-11-23 12:00"),
        ("midnight", "2026-11-23 00:00", "2026-11-24 00:00"),
        ("24:00", "2026-11-23 00:00", "2026-11-24 00:00"),
        ("09:30:15", "2026-11-23 09:30:15", "2026-11-24 09:30:15"),
        ("10:00", "2026-11-23 10:00", "2026-11-23 10:00"),  # now counts both ways
        ("1:30", "2026-11-23 01:30", "2026-11-24 01:30"),  # a clock, not a duration
        # a day and a clock, in either order
        ("yesterday 16:00", "2026-11-22 16:00", "2026-11-22 16:00"),
        ("16:00 yesterday", "2026-11-22 16:00", "2026-11-22 16:00"),
        ("yesterday at 16:00", "2026-11-22 16:00", "2026-11-22 16:00"),
        ("  Today\t14:00 ", "2026-11-23 14:00", "2026-11-23 14:00"),
        ("tomorrow 8am", "2026-11-24 08:00", "2026-11-24 08:00"),
        ("tomorrow 8 am", "2026-11-24 08:00", "2026-11-24 08:00"),
        ("yesterday 24:00", "2026-11-23 00:00", "2026-11-23 00:00"),
        ("in 2d 9:00", "2026-11-25 09:00", "2026-11-25 09:00"),
        ("2d ago 9:00", "2026-11-21 09:00", "2026-11-21 09:00"),
        # weekdays: today counts on the right side of now
        ("mon 9:00", "2026-11-23 09:00", "2026-11-30 09:00"),
        ("mon 10:00", "2026-11-23 10:00", "2026-11-23 10:00"),
        ("mon 11:00", "2026-11-16 11:00", "2026-11-23 11:00"),
        ("MONDAY 11:00", "2026-11-16 11:00", "2026-11-23 11:00"),
        ("tues 0930", "2026-11-17 09:30", "2026-11-24 09:30"),
        ("sun 16:00", "2026-11-22 16:00", "2026-11-29 16:00"),
        # a day alone is the start of its shift
        ("today", "2026-11-23 08:00", "2026-11-23 08:00"),
        ("tomorrow", "2026-11-24 08:00", "2026-11-24 08:00"),
        ("mon", "2026-11-23 08:00", "2026-11-30 08:00"),
        ("2026-11-23", "2026-11-23 08:00", "2026-11-23 08:00"),
        ("23 nov", "2026-11-23 08:00", "2027-11-23 08:00"),
        # the end of a shift
        ("eod", "2026-11-23 17:00", "2026-11-23 17:00"),
        ("tomorrow eod", "2026-11-24 17:00", "2026-11-24 17:00"),
        ("fri eod", "2026-11-20 17:00", "2026-11-27 17:00"),
        ("mon eod", "2026-11-16 17:00", "2026-11-23 17:00"),
        ("2026-12-01 eod", "2026-12-01 17:00", "2026-12-01 17:00"),
        # dates and clocks
        ("2026-11-20 9:30", "2026-11-20 09:30", "2026-11-20 09:30"),
        ("20.11.2026 9:30", "2026-11-20 09:30", "2026-11-20 09:30"),
        ("23 nov 16:00", "2025-11-23 16:00", "2026-11-23 16:00"),
        ("14/Jul/25 3:42 PM", "2025-07-14 15:42", "2025-07-14 15:42"),
        ("Mon, 23 Nov 2026 09:00", "2026-11-23 09:00", "2026-11-23 09:00"),
        # ISO 8601: an offset wins, no offset is the technician's zone
        ("2026-11-23T08:00:00Z", "2026-11-23 09:00", "2026-11-23 09:00"),
        ("2026-11-23t08:00z", "2026-11-23 09:00", "2026-11-23 09:00"),
        ("2026-11-23T08:00", "2026-11-23 08:00", "2026-11-23 08:00"),
        ("2026-11-23T08:00:15.250", "2026-11-23 08:00:15", "2026-11-23 08:00:15"),
        ("2026-11-23T08:00-05:00", "2026-11-23 14:00", "2026-11-23 14:00"),
        ("2026-11-23 08:00:00 -0500", "2026-11-23 14:00", "2026-11-23 14:00"),
        ("2026-11-23 08:00+00:00", "2026-11-23 09:00", "2026-11-23 09:00"),
    ],
)
def test_forms_of_an_instant(text: str, past: str, future: str) -> None:
    assert (read(text, "past"), read(text, "future")) == (past, future)


def test_a_clock_typed_just_after_midnight_was_an_hour_ago() -> None:
    assert read("23:30", "past", frame("2026-11-23 00:40")) == "2026-11-22 23:30"
    assert read("23:30", "future", frame("2026-11-23 00:40")) == "2026-11-23 23:30"


def test_a_clock_typed_just_before_midnight_is_soon() -> None:
    assert read("00:10", "future", frame("2026-11-22 23:50")) == "2026-11-23 00:10"


def test_results_are_whole_seconds_and_utc() -> None:
    odd = frame()._replace(now=datetime(2026, 11, 23, 9, 0, 0, 500_000, tzinfo=UTC))
    for text in ("now", "10:00", "15m", "2d", "2026-11-23T08:00:00.9Z"):
        found = read_instant(text, odd, "future")
        assert found.microsecond == 0
        assert found.tzinfo is UTC
    assert read("10:00", "future", odd) == "2026-11-23 10:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "soon",
        "9",
        "45",
        "in 45",
        "930",
        "25:00",
        "24:01",
        "9:60",
        "9:5",
        "9:30:60",
        "13pm",
        "0am",
        "9:30 am pm",
        "-15m",
        "in",
        "ago",
        "in ago",
        "in 2h ago",
        "in 1:30",
        "1:30 ago",
        "2mo",
        "1d 4h",
        "next fri",
        "last mon",
        "mo",
        "am",
        "9.30",
        "23.11",
        "10-11",
        "26-11-23",
        "2026-11",
        "2026-47",
        "2026 nov 23",
        "23 nov 26",
        "nov",
        "nov 2026",
        "2026-W47",
        "31.11.2026",
        "29.2.2027",
        "29 feb 2027",
        "2026-02-30",
        "30/2/2026",
        "0/0/2026",
        "2026-00-10",
        "00 nov",
        "1969-12-31",
        "2200-01-01",
        "3000-01-01T00:00Z",
        "0001-01-01T00:00+23:59",
        "9999-12-31T23:59-23:59",
        "23 nov 0930",
        "99999d",
        "in 99999w",
        "99999999d",
        "9" * 400,
        "9" * 5000,
        "1970-01-01T00:00+05:00",
        "2026-11-23 0930",
        "2026-11-23 08:00-10:00",
        "2026-11-23T",
        "T08:00",
        "2026-11-23T08:00:00Z\x00",
        "2026-11-23T08:00:00ZZ",
        "١٢:٣٠",
        "\uff19:30",
        "1_0:30",
        "9:3²",
        "9�:30",
        "tue 23 nov 2026",
        "mon mon",
        "mon 9:00 9:00",
        "yesterday tomorrow",
        "today 15m",
        "eod eod",
        "now now",
        "noon midnight",
        "9:00-10:30",
    ],
)
@pytest.mark.parametrize("lean", LEANS)
def test_what_is_no_time_is_refused_with_forms_to_type(text: str, lean: Lean) -> None:
    error = refusal(text, lean)
    assert error.message.isprintable()
    assert len(error.message) < 140
    assert error.hint


def test_a_refusal_quotes_what_was_typed_short_and_harmless() -> None:
    error = refusal("\x1b[31msoon\x1b[0m\nish " + "x" * 90)
    assert error.message == f'"soon ish {"x" * 30}…" is not a time'
    assert error.hint == 'write it as 09:30, "yesterday 16:00" or 15m (15 minutes ago)'
    assert refusal("soon", "future").hint == 'write it as 16:00, "tomorrow 9:00" or 2h (2 hours ahead)'


def test_a_bare_number_is_asked_back() -> None:
    assert refusal("5").message == '"5" could be an hour or a length of time'
    assert refusal("5").hint == "write 5:00, 5m or 5h"
    assert refusal("45").hint == "write 45m or 45h"


def test_a_year_is_never_taken_for_a_clock() -> None:
    assert read("23 nov 2015") == "2015-11-23 08:00"
    assert "0930-11-23" in refusal("23 nov 0930").message
    refusal("23/11 2026")


def test_a_weekday_must_agree_with_its_date() -> None:
    error = refusal("tue 23 nov 2026")
    assert error.message == "23 November 2026 is a Monday, not a Tuesday"


def test_a_day_that_does_not_exist_is_named() -> None:
    assert refusal("31.11.2026").message == "there is no 31 November 2026"
    assert refusal("30 feb").message == "there is no 30 February 2026"


# Dates


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "2026/11/23",
        "2026.11.23",
        "23.11.2026",
        "23.11.26",
        "23/11/2026",
        "11/23/2026",
        "23-11-2026",
        "23/11/26",
        "23 nov 2026",
        "23 November 2026",
        "nov 23 2026",
        "Nov 23, 2026",
        "23-nov-2026",
        "23-Nov-26",
        "23/Nov/26",
        "23rd nov 2026",
        "23. nov. 2026",
        "mon 23 nov 2026",
        "Monday, November 23rd, 2026",
        "on 23 nov 2026",
        "today",
        "0d",
    ],
)
@pytest.mark.parametrize("order", ["", "dmy", "mdy"])
def test_many_spellings_of_one_date(text: str, order: str) -> None:
    for lean in LEANS:
        assert read_date(text, frame(order=order), lean) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "past", "future"),
    [
        ("yesterday", date(2026, 11, 22), date(2026, 11, 22)),
        ("tomorrow", date(2026, 11, 24), date(2026, 11, 24)),
        ("mon", date(2026, 11, 23), date(2026, 11, 23)),
        ("sunday", date(2026, 11, 22), date(2026, 11, 29)),
        ("in 3d", date(2026, 11, 26), date(2026, 11, 26)),
        ("3d", date(2026, 11, 20), date(2026, 11, 26)),
        ("2w ago", date(2026, 11, 9), date(2026, 11, 9)),
        ("23 nov", date(2026, 11, 23), date(2026, 11, 23)),
        ("24 nov", date(2025, 11, 24), date(2026, 11, 24)),
        ("24.11.", date(2025, 11, 24), date(2026, 11, 24)),
        ("24/11", date(2025, 11, 24), date(2026, 11, 24)),
        ("29 feb", date(2024, 2, 29), date(2028, 2, 29)),
        ("10/10", date(2026, 10, 10), date(2027, 10, 10)),
    ],
)
def test_without_a_year_the_lean_decides(text: str, past: date, future: date) -> None:
    assert (read_date(text, frame(), "past"), read_date(text, frame(), "future")) == (past, future)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("23 nov", date(2026, 11, 23)),
        ("22 nov", date(2026, 11, 22)),
        ("24 nov", date(2026, 11, 24)),
        ("24 sep", date(2026, 9, 24)),
        ("23.9.", date(2027, 9, 23)),
        # Only what names a month was meant of late.
        ("sunday", date(2026, 11, 29)),
        ("151d", date(2027, 4, 23)),
        ("2027-11-22", date(2027, 11, 22)),
        ("yesterday", date(2026, 11, 22)),
        ("29 feb", date(2028, 2, 29)),
    ],
)
def test_a_day_and_month_of_the_last_sixty_days_is_not_next_year_s(text: str, near: date) -> None:
    assert read_near_date(text, frame()) == near


def test_a_date_that_could_be_two_is_refused_with_both() -> None:
    with pytest.raises(BadUsage) as caught:
        read_date("10/11/2026", frame(), "past")
    assert caught.value.message == '"10/11/2026" could be 10 November 2026 or 11 October 2026'
    assert caught.value.hint == (
        "write 2026-11-10 or 2026-10-11, or decide for good: techday config set date_order dmy (or mdy)"
    )
    for text in ("10/11", "10/11 9:00", "10/11/26", "10-11-2026 9:00", "mon 10/11"):
        assert "could be" in refusal(text).message


def test_date_order_decides_what_could_be_two() -> None:
    assert read_date("10/11/2026", frame(order="dmy"), "past") == date(2026, 11, 10)
    assert read_date("10/11/2026", frame(order="mdy"), "past") == date(2026, 10, 11)
    assert read_date("12/13/2026", frame(order="dmy"), "past") == date(2026, 12, 13)
    assert read_date("10.11.2026", frame(order="mdy"), "past") == date(2026, 11, 10)


@pytest.mark.parametrize("text", ["now", "9:00", "in 2h", "15m", "eod", "2026-11-23 9:00", "", "5", "2026", "10-11"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadUsage) as caught:
        read_date(text, frame(), "past")
    assert caught.value.hint


# Shifts that cross midnight


def test_in_a_night_shift_eod_is_its_end_before_and_after_midnight() -> None:
    for now in ("2026-11-23 22:30", "2026-11-24 02:00"):
        night = frame(now, NIGHT)
        assert read("eod", "future", night) == "2026-11-24 06:00"
        assert read("today eod", "future", night) == "2026-11-24 06:00"
        assert read("tomorrow eod", "future", night) == "2026-11-25 06:00"


def test_after_midnight_today_is_still_the_day_the_shift_began() -> None:
    night = frame("2026-11-24 02:00", NIGHT)
    assert read_date("today", night, "past") == date(2026, 11, 23)
    assert read("tomorrow", "future", night) == "2026-11-24 22:00"
    # With a clock the calendar counts.
    assert read("today 01:00", "past", night) == "2026-11-24 01:00"
    assert read("yesterday 23:30", "past", night) == "2026-11-23 23:30"


def test_late_in_the_evening_tomorrow_is_the_next_calendar_day() -> None:
    early = frame("2026-11-23 22:30", (time(6), time(14)))
    assert read("tomorrow", "future", early) == "2026-11-24 06:00"
    assert read("eod", "future", early) == "2026-11-24 14:00"  # past the midpoint, the next shift's day


def test_the_shift_day_turns_at_the_midpoint_between_shifts() -> None:
    assert read_date("today", frame("2026-11-24 00:29"), "past") == date(2026, 11, 23)
    assert read_date("today", frame("2026-11-24 00:30"), "past") == date(2026, 11, 24)


def test_a_shift_of_a_whole_day_ends_as_the_next_begins() -> None:
    assert read("eod", "future", frame("2026-11-24 02:00", (time(7), time(7)))) == "2026-11-24 07:00"


# Daylight saving


def test_a_clock_that_spring_skips_moves_forward_by_the_gap() -> None:
    assert read("2026-03-29 02:30") == "2026-03-29 03:30"
    for lean in LEANS:
        for now in ("2026-03-01 12:00", "2026-03-29 03:10", "2026-04-01 12:00"):
            assert to_text(read_instant("2026-03-29 02:30", frame(now), lean)) == "2026-03-29T01:30:00Z"


def test_a_clock_that_autumn_repeats_is_the_nearest_on_the_side_that_is_meant() -> None:
    def utc(text: str, lean: Lean, now: str) -> str:
        return to_text(read_instant(text, Frame(datetime.fromisoformat(now), BERLIN), lean))

    # 02:30 is both 00:30Z (summer time) and 01:30Z (winter time) on 25 October 2026.
    for text in ("02:30", "2026-10-25 02:30", "sun 02:30"):
        assert utc(text, "past", "2026-10-25T12:00:00Z") == "2026-10-25T01:30:00Z"
        assert utc(text, "past", "2026-10-25T01:00:00Z") == "2026-10-25T00:30:00Z"
        assert utc(text, "future", "2026-10-25T01:00:00Z") == "2026-10-25T01:30:00Z"
        assert utc(text, "future", "2026-10-24T12:00:00Z") == "2026-10-25T00:30:00Z"


def test_days_keep_the_clock_on_the_wall_and_hours_do_not() -> None:
    before = frame("2026-10-24 12:00")
    assert read("in 1d", "future", before) == "2026-10-25 12:00"
    assert read("in 24h", "future", before) == "2026-10-25 11:00"


# Ranges


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:00-10:30", "2026-11-23 09:00 to 2026-11-23 10:30"),
        ("9:00 - 10:30", "2026-11-23 09:00 to 2026-11-23 10:30"),
        ("9:00 to 10:30", "2026-11-23 09:00 to 2026-11-23 10:30"),
        ("09:30\u201311", "2026-11-23 09:30 to 2026-11-23 11:00"),
        ("9-11", "2026-11-23 09:00 to 2026-11-23 11:00"),
        ("0900-1030", "2026-11-23 09:00 to 2026-11-23 10:30"),
        ("8am-9:30am", "2026-11-23 08:00 to 2026-11-23 09:30"),
        ("11am-1pm", "2026-11-22 11:00 to 2026-11-22 13:00"),
        ("noon-1pm", "2026-11-22 12:00 to 2026-11-22 13:00"),
        ("22:00-midnight", "2026-11-22 22:00 to 2026-11-23 00:00"),
        ("22:00-24:00", "2026-11-22 22:00 to 2026-11-23 00:00"),
        ("24:00-01:00", "2026-11-23 00:00 to 2026-11-23 01:00"),
        ("23:30-00:40", "2026-11-22 23:30 to 2026-11-23 00:40"),
        ("yesterday 22:00-01:00", "2026-11-22 22:00 to 2026-11-23 01:00"),
        ("yesterday 22:00 to today 01:00", "2026-11-22 22:00 to 2026-11-23 01:00"),
        ("fri 9:00-10:30", "2026-11-20 09:00 to 2026-11-20 10:30"),
        ("fri 22:00 - sat 06:00", "2026-11-20 22:00 to 2026-11-21 06:00"),
        ("2026-01-05 22:00 to tue 06:00", "2026-01-05 22:00 to 2026-01-06 06:00"),
        ("2026-11-20 09:00-10:30", "2026-11-20 09:00 to 2026-11-20 10:30"),
        ("23-nov-2026 9:00-10:30", "2026-11-23 09:00 to 2026-11-23 10:30"),
        ("20 nov 9-11", "2026-11-20 09:00 to 2026-11-20 11:00"),
        ("2026-11-20T22:00-2026-11-21T01:00", "2026-11-20 22:00 to 2026-11-21 01:00"),
        ("2026-11-20T08:00Z to 2026-11-20T09:00Z", "2026-11-20 09:00 to 2026-11-20 10:00"),
        ("2026-11-20T08:00Z-10:30", "2026-11-20 09:00 to 2026-11-20 10:30"),
        ("9:00-now", "2026-11-23 09:00 to 2026-11-23 10:00"),
        ("9:00-eod", "2026-11-23 09:00 to 2026-11-23 17:00"),
        ("yesterday 13:00-eod", "2026-11-22 13:00 to 2026-11-22 17:00"),
        # The start decides: what ends in a little while began today, not yesterday.
        ("9:45-10:15", "2026-11-23 09:45 to 2026-11-23 10:15"),
        ("11:00-12:00", "2026-11-22 11:00 to 2026-11-22 12:00"),
    ],
)
def test_forms_of_a_range(text: str, expected: str) -> None:
    assert span(text) == expected


def test_a_range_ahead_begins_at_the_next_such_clock() -> None:
    assert span("9:00-10:30", "future") == "2026-11-24 09:00 to 2026-11-24 10:30"
    assert span("12:00-12:40", "future") == "2026-11-23 12:00 to 2026-11-23 12:40"


def test_a_range_over_midnight_typed_right_after_it() -> None:
    assert span("23:30-00:40", "past", frame("2026-11-24 00:40")) == "2026-11-23 23:30 to 2026-11-24 00:40"


def test_eod_ends_a_night_shift_on_the_next_day() -> None:
    night = frame("2026-11-24 05:00", NIGHT)
    assert span("23:00-eod", "past", night) == "2026-11-23 23:00 to 2026-11-24 06:00"
    assert span("01:00-eod", "past", night) == "2026-11-24 01:00 to 2026-11-24 06:00"


def test_a_range_over_the_change_of_clocks_is_as_long_as_it_was() -> None:
    start, end = read_range("2026-10-25 01:00-04:00", frame(), "past")
    assert end - start == timedelta(hours=4)
    start, end = read_range("2026-03-29 01:00-04:00", frame(), "past")
    assert end - start == timedelta(hours=2)


@pytest.mark.parametrize("text", ["11:50-11:20", "10:00-9:00", "yesterday 11:00-10:00", "12:00-3:30"])
def test_a_range_of_clocks_that_was_typed_the_wrong_way_round_is_no_night(text: str) -> None:
    refused = text != "12:00-3:30"
    if refused:
        with pytest.raises(BadUsage, match="does not end after it begins"):
            read_range(text, frame())
    else:
        start, end = read_range(text, frame())
        assert end - start == timedelta(hours=15, minutes=30)


def test_a_long_span_names_the_day_of_its_end() -> None:
    start, end = read_range("2026-11-19 11:00 - 2026-11-20 10:00", frame())
    assert end - start == timedelta(hours=23)


def test_a_range_that_spring_turns_around_is_refused_not_stretched_over_a_day() -> None:
    with pytest.raises(BadUsage, match="does not end after it begins"):
        read_range("2026-03-29 02:30-03:15", frame())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "9:00",
        "9:00-",
        "-9:00",
        "15m",
        "today",
        "9:00-9:00",
        "9-5",
        "22-6",
        "9-9",
        "1-3pm",
        "9am-11",
        "9:00-25:00",
        "2026-11-23",
        "2026-11-23T08:00-05:00",
        "10/11 9-10",
        "9:00-10:30-11:00",
        "9:00 to",
        "to",
        "to to to",
        "9-11 yesterday",
        "today 10:00 - yesterday 11:00",
        "11:00-now",
        "2026-11-23T09:00Z to 2026-11-23T08:00Z",
        "-" * 100,
        "9-" * 50,
        "soon-later",
    ],
)
def test_what_is_no_range_is_refused(text: str) -> None:
    now = frame("2026-11-23 11:00")
    with pytest.raises(BadUsage) as caught:
        read_range(text, now)
    assert caught.value.hint
    assert caught.value.message.isprintable()


# Properties

TOKENS = [
    *("now", "in", "ago", "at", "on", "to", "-", "-", "15m", "1h30", "2d", "3w", "0d", "99999d", "11", "2026", "2200"),
    *(
        "09:30",
        "9:30am",
        "9",
        "am",
        "pm",
        "noon",
        "midnight",
        "24:00",
        "02:30",
        "0930",
        "00:40",
        "23:30",
        "1:30",
        "eod",
    ),
    *(
        "yesterday",
        "today",
        "tomorrow",
        "mon",
        "sunday",
        "23",
        "nov",
        "feb",
        "29",
        "10/11",
        "31/12",
        "23.11.2026",
        "23.11.",
    ),
    *("2026-11-23", "2026-03-29", "2026-10-25", "23-nov-2026", "1970-01-01", "2199-12-31", "9999-12-31", "2011-12-30"),
    *("2026-11-23T08:00:00Z", "2026-11-23T08:00", "+01:00"),
]
FRAMES = st.builds(
    Frame,
    st.datetimes(datetime(1999, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 -- bounds of a strategy are naive
    st.sampled_from(ZONES),
    st.times().map(lambda clock: clock.replace(microsecond=0)),
    st.times().map(lambda clock: clock.replace(microsecond=0)),
    st.sampled_from(["", "dmy", "mdy"]),
)
LEAN = st.sampled_from(LEANS)
SENTENCES = st.lists(st.sampled_from(TOKENS), max_size=6).flatmap(
    lambda words: st.sampled_from([" ", "-", ""]).map(lambda blank: blank.join(words))
)


@settings(deadline=None, max_examples=400)
@given(SENTENCES | st.text(max_size=60) | st.text("0123456789:/.-tzapm \x00", max_size=25), FRAMES, LEAN)
def test_whatever_is_typed_is_read_or_refused(text: str, where: Frame, lean: Lean) -> None:
    try:
        found = read_instant(text, where, lean)
        assert found.tzinfo is UTC
        assert 1970 <= found.year <= 2199
    except BadUsage as error:
        assert error.hint
        assert clean_line(error.message) == error.message
    try:
        assert 1970 <= read_date(text, where, lean).year <= 2199
    except BadUsage as error:
        assert error.hint
    try:
        start, end = read_range(text, where, lean)
        assert start < end
    except BadUsage as error:
        assert error.hint


@settings(deadline=None)
@given(FRAMES, st.times())
def test_a_bare_clock_is_the_nearest_on_its_side(where: Frame, clock: time) -> None:
    # Apia has no 30 December 2011 at all.
    assume(where.now.year != 2011)
    text = clock.strftime("%H:%M")
    now = where.now.replace(microsecond=0)
    before, after = read_instant(text, where, "past"), read_instant(text, where, "future")
    assert now - timedelta(hours=25) <= before <= now <= after <= now + timedelta(hours=25)
    for found in (before, after):
        shown = found.astimezone(where.zone)
        skipped = timedelta(hours=shown.hour - clock.hour, minutes=shown.minute - clock.minute)
        # The wall shows the clock that was typed, or the gap of spring lay there.
        assert skipped in (timedelta(0), timedelta(minutes=30), timedelta(hours=1))


@settings(deadline=None)
@given(FRAMES, LEAN, st.integers(0, 6), st.times())
def test_a_weekday_is_within_a_week_of_now(where: Frame, lean: Lean, weekday: int, clock: time) -> None:
    assume(where.now.year != 2011)
    name = ("mon", "tuesday", "wed", "thu", "fri", "Saturday", "sun")[weekday]
    found = read_instant(f"{name} {clock:%H:%M}", where, lean)
    away = found - where.now.replace(microsecond=0) if lean == "future" else where.now - found
    assert found.astimezone(where.zone).weekday() == weekday
    assert timedelta(0) <= away <= timedelta(days=7, hours=2)


@settings(deadline=None)
@given(FRAMES, LEAN, st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30)))  # noqa: DTZ001 -- bounds of a strategy are naive
def test_what_the_store_writes_reads_back(where: Frame, lean: Lean, naive: datetime) -> None:
    instant = naive.replace(tzinfo=UTC, microsecond=0)
    assert read_instant(to_text(instant), where, lean) == instant
    assert read_instant(str(instant.astimezone(where.zone)), where, lean) == instant
    assert read_date(naive.date().isoformat(), where, lean) == naive.date()
    assert read_date(f"{naive:%d.%m.%Y}", where, lean) == naive.date()
    assert read_date(f"{naive:%d %B %Y}", where, lean) == naive.date()


@settings(deadline=None)
@given(FRAMES, st.times(), st.times())
def test_a_range_of_clocks_starts_in_the_past_and_takes_no_more_than_a_night(
    where: Frame, first: time, last: time
) -> None:
    assume(where.now.year != 2011)
    try:
        start, end = read_range(f"{first:%H:%M}-{last:%H:%M}", where)
    except BadUsage as error:
        assert "does not end after it begins" in error.message
        return
    assert start <= where.now
    assert timedelta(0) < end - start <= timedelta(hours=24)
    if end.astimezone(where.zone).date() != start.astimezone(where.zone).date():
        assert end - start <= timedelta(hours=17)  # the clocks may have gone back
