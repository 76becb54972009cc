"""Public holidays: fetched once for the years around now, kept as rows, and closed days of the calendar."""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from techday.calendars.acts import NewCalendar, add, keep_holidays, known_holidays, regions_of
from techday.calendars.evidence import unknown_years
from techday.calendars.rules import calendar_of
from techday.calendars.store import holidays, knows_year
from techday.core.worktime import WorkTime
from techday.database.connection import empty_in_memory
from techday.errors import BadUsage
from techday.settings import Hours, Technician


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    """Give an empty store in memory."""
    with contextlib.closing(empty_in_memory()) as opened:
        yield opened


def test_holidays_are_days_and_names_of_ten_years_in_order() -> None:
    days = known_holidays("DE", "BE", 2026)

    assert ("2026-12-25", "Christmas Day") in days
    assert days == sorted(days)
    assert {day[:4] for day, _ in days} == {str(year) for year in range(2023, 2033)}


def test_a_region_has_holidays_that_its_country_has_not() -> None:
    country, region = dict(known_holidays("DE", "", 2026)), dict(known_holidays("DE", "BE", 2026))

    assert "2026-03-08" in region
    assert "2026-03-08" not in country


@pytest.mark.parametrize("region", ["Augsburg", "AUGSBURG", "augsburg"])
def test_a_region_that_is_a_name_goes_by_it_in_any_case(region: str) -> None:
    assert "2026-08-08" in dict(known_holidays("DE", region, 2026))  # the peace festival of that town alone


@pytest.mark.parametrize(
    ("country", "region", "message", "hint"),
    [
        ("ZZ", "", "No holidays are known of the country ZZ", "Name it by two letters"),
        ("DE", "XX", "No holidays are known of the region XX in DE", "BB, BE, BW"),
        ("LU", "XX", "No holidays are known of the region XX in LU", "LU has no regions: leave it empty"),
    ],
)
def test_an_unknown_place_is_told_with_the_next_step(country: str, region: str, message: str, hint: str) -> None:
    with pytest.raises(BadUsage) as refused:
        known_holidays(country, region, 2026)

    assert refused.value.message == message
    assert hint in refused.value.hint


def test_the_regions_of_an_unknown_country_are_none() -> None:
    assert "BE" in regions_of("DE")
    assert regions_of("ZZ") == []


def test_holidays_are_kept_for_each_place_and_replaced_as_a_whole(db: sqlite3.Connection) -> None:
    keep_holidays(db, "DE", "", [("2026-12-25", "Christmas"), ("2026-01-01", "New Year")])
    keep_holidays(db, "DE", "BE", [("2026-03-08", "Women's Day")])
    keep_holidays(db, "DE", "", [("2026-12-26", "Boxing Day")])

    assert holidays(db, "DE", "") == ["2026-12-26"]
    assert holidays(db, "DE", "BE") == ["2026-03-08"]
    assert holidays(db, "AT", "") == []


def test_whether_a_year_is_known_is_told_by_its_days(db: sqlite3.Connection) -> None:
    keep_holidays(db, "DE", "", [("2026-01-01", "New Year"), ("2027-12-31", "a last day")])

    assert [knows_year(db, "DE", "", year) for year in (2025, 2026, 2027, 2028)] == [False, True, True, False]
    assert not knows_year(db, "DE", "BE", 2026)


def test_clocks_stand_still_on_a_public_holiday() -> None:
    calendar = calendar_of(Hours(), ZoneInfo("Europe/Berlin"), ["2026-12-25"])
    thursday = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)  # 16:00 in Berlin, an hour before closing

    due = WorkTime(calendar).add(thursday, 2 * 3600)

    assert due == datetime(2026, 12, 28, 8, 0, tzinfo=UTC)  # the next hour is Monday's first


def test_a_country_without_holidays_is_known_to_have_none(db: sqlite3.Connection) -> None:
    keep_holidays(db, "HM", "", known_holidays("HM", "", 2026))
    assert holidays(db, "HM", "") == []
    assert knows_year(db, "HM", "", 2026)


def test_the_places_whose_holidays_clocks_need_and_nobody_has_are_told_with_what_fetches_them(
    db: sqlite3.Connection,
) -> None:
    monday = datetime(2026, 11, 23, 8, tzinfo=UTC)
    db.execute("INSERT INTO operation (at, verb, kind) VALUES ('2026-11-23T08:00:00Z', 'calendar add', 'write')")
    hours = "mon-fri 8-17"
    add(db, NewCalendar("Berlin", hours, country="DE", region="BE"))
    add(db, NewCalendar("Paris", hours, country="FR"))
    add(db, NewCalendar("Paris too", hours, country="FR"))
    add(db, NewCalendar("Nowhere", hours))
    keep_holidays(db, "FR", "", [("2025-12-25", "Noël")])

    missing = unknown_years(db, Technician(country="AT"), monday)
    assert [(one.country, one.region, one.year) for one in missing] == [
        ("AT", "", 2026),
        ("DE", "BE", 2026),
        ("FR", "", 2026),
    ]
    assert [one.command for one in missing] == [
        "techday config set technician.country AT",
        'techday calendar edit "Berlin" --country DE --region BE',
        'techday calendar edit "Paris" --country FR',
    ]

    keep_holidays(db, "FR", "", [("2026-12-25", "Noël")])
    assert [one.country for one in unknown_years(db, Technician(), monday)] == ["DE"]
