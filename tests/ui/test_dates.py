"""Instants as short as they stay clear, in the technician's zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from techday.ui.dates import clock, show_day, show_instant

NOW = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2026-11-23T07:52:00Z", "07:52"),
        ("2026-11-23T23:59:00Z", "23:59"),
        ("2026-11-24T00:00:00Z", "Tue 00:00"),
        ("2026-11-20T07:52:00Z", "Fri 07:52"),
        ("2026-11-17T00:00:00Z", "Tue 00:00"),
        ("2026-11-16T23:59:00Z", "16 Nov 23:59"),  # a week ago the weekday would mislead
        ("2026-11-30T08:00:00Z", "30 Nov 08:00"),
        ("2026-01-05T08:00:00Z", "5 Jan 08:00"),
        ("2027-01-05T08:00:00Z", "5 Jan 08:00"),
        ("2025-11-03T08:00:00Z", "3 Nov 2025"),
        ("2028-11-03T08:00:00Z", "3 Nov 2028"),
    ],
)
def test_an_instant_says_no_more_than_it_must(at: str, shown: str) -> None:
    assert show_instant(at, UTC, NOW) == shown


def test_the_day_is_that_of_the_zone() -> None:
    at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert show_instant(at, ZoneInfo("Asia/Kathmandu"), NOW) == "Tue 05:15"
    assert show_instant(at, UTC, NOW) == "23:30"


def test_an_hour_that_autumn_repeats_is_told_by_its_offset() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    hours = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC).astimezone(berlin) for hour in (0, 1, 2)]
    assert [clock(one) for one in hours] == ["02:30 CEST", "02:30 CET", "03:30"]


def test_a_day_is_named_in_full() -> None:
    assert show_day(date(2026, 11, 3)) == "Tue 3 Nov 2026"
