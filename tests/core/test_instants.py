"""Instants go to the store as text and come back as they were."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.instants import from_text, to_text

INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2300, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds of a strategy are naive


def test_an_instant_is_written_in_utc_with_whole_seconds() -> None:
    berlin = datetime(2026, 11, 23, 9, 0, 59, 999_999, tzinfo=ZoneInfo("Europe/Berlin"))
    assert to_text(berlin) == "2026-11-23T08:00:59Z"


def test_early_years_keep_four_digits_so_that_text_sorts() -> None:
    assert to_text(datetime(33, 4, 3, 15, tzinfo=UTC)) == "0033-04-03T15:00:00Z"


def test_text_comes_back_aware_and_in_utc() -> None:
    assert from_text("2026-11-23T08:00:00Z") == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert from_text("2026-11-23T08:00:00Z").tzinfo is UTC
    assert from_text("2026-11-23T09:00:00.75+01:00") == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert from_text("2026-11-23T09:00:00+01:00").tzinfo is UTC


def test_a_time_without_a_zone_is_no_instant() -> None:
    naive = datetime(2026, 11, 23, 8)  # noqa: DTZ001 -- the case under test
    with pytest.raises(ValueError, match="zone"):
        to_text(naive)
    with pytest.raises(ValueError, match="zone"):
        from_text("2026-11-23T08:00:00")


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01T00:00:00Z", "2026-11-23T08:00:00Z!"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        from_text(text)


@given(INSTANTS, st.integers(-14 * 60, 14 * 60))
def test_both_ways_lose_the_fraction_only(at: datetime, offset_minutes: int) -> None:
    elsewhere = at.astimezone(timezone(timedelta(minutes=offset_minutes)))
    whole = at.replace(microsecond=0)
    assert from_text(to_text(elsewhere)) == whole


@given(INSTANTS, INSTANTS)
def test_text_sorts_as_time_does(first: datetime, second: datetime) -> None:
    assert (to_text(first) < to_text(second)) == (first.replace(microsecond=0) < second.replace(microsecond=0))
