"""Which meeting is meant, how long one lasts, and how often a topic was carried over."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest

from techday.core.shifts import ShiftPattern, shift_on
from techday.meetings.rules import (
    began,
    carried_words,
    ended,
    is_guess,
    is_running,
    kind_at,
    length_words,
    over_words,
    seconds_of,
    times_carried,
)
from techday.meetings.store import MeetingRow

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def meeting(*spans: tuple[str, str | None], guessed: int = 0) -> MeetingRow:
    """Give a meeting that was recorded at 08:00, with the clocks of its time; the ends may be guesses."""
    pieces = [[f"2026-11-23T{start}:00Z", end and f"2026-11-23T{end}:00Z", guessed] for start, end in spans]
    return MeetingRow(1, "start", "", "2026-11-23", "2026-11-23T08:00:00Z", json.dumps(pieces), 0)


@pytest.mark.parametrize(
    ("clock", "held", "monday_due", "kind"),
    [
        ("07:50", (), False, "start"),
        ("12:29", (), False, "start"),
        ("12:30", (), False, "end"),
        ("08:00", (), True, "monday"),
        ("16:00", (), True, "end"),
        ("09:00", ("start",), True, "monday"),
        ("09:00", ("start",), False, "other"),
        ("09:00", ("monday",), False, "other"),
        ("09:00", ("other",), False, "start"),
        ("16:45", ("start",), False, "end"),
        ("17:30", ("end",), False, "other"),
    ],
)
def test_the_kind_follows_from_the_shift_and_from_what_was_held(
    clock: str, held: tuple[str, ...], monday_due: bool, kind: str
) -> None:
    shift = shift_on(ShiftPattern(UTC), date(2026, 11, 23))
    assert kind_at(datetime.fromisoformat(f"2026-11-23T{clock}:00Z"), shift, held, monday_due) == kind


def test_at_a_night_shift_the_end_is_talked_about_after_midnight() -> None:
    shift = shift_on(ShiftPattern(UTC, time(22), time(6)), date(2026, 11, 23))
    assert kind_at(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), shift, (), False) == "start"
    assert kind_at(datetime(2026, 11, 24, 5, 30, tzinfo=UTC), shift, (), False) == "end"


@pytest.mark.parametrize(
    ("row", "runs", "minutes", "end"),
    [
        (meeting(("08:00", "08:12")), False, 12, "08:12"),
        (meeting(("08:50", None)), True, 10, None),
        # A call was logged out of the middle of it.
        (meeting(("08:00", "08:05"), ("08:10", "08:20")), False, 15, "08:20"),
        (meeting(("08:10", None), ("08:00", "08:05")), True, 55, None),
        # The clock went back behind its start.
        (meeting(("09:30", None)), True, 0, None),
        (meeting(), False, None, None),
    ],
)
def test_a_meeting_lasts_as_long_as_its_time(row: MeetingRow, runs: bool, minutes: int | None, end: str | None) -> None:
    assert is_running(row) is runs
    assert seconds_of(row, NOW) == (None if minutes is None else minutes * 60)
    assert ended(row) == (datetime.fromisoformat(f"2026-11-23T{end}:00Z") if end else None)
    assert began(row) <= (ended(row) or NOW + timedelta(hours=1))


def test_the_end_of_a_forgotten_timer_is_a_guess() -> None:
    assert is_guess(meeting(("08:00", "17:00"), guessed=1))
    assert not is_guess(meeting(("08:00", "08:12")))
    assert not is_guess(meeting())


@pytest.mark.parametrize(
    ("kind", "seconds", "words"),
    [
        ("start", 15 * 60, "15m"),
        ("start", 15 * 60 + 1, "15m, just over"),
        ("end", 18 * 60, "18m, 3m over"),
        ("monday", 90 * 60, "1h30, 1h15 over"),
        ("other", 90 * 60, "1h30"),
        ("start", 0, "0m"),
    ],
)
def test_what_takes_longer_than_fifteen_minutes_is_marked(kind: str, seconds: int, words: str) -> None:
    assert length_words(kind, seconds) == words
    assert over_words(0) == ""


def test_a_topic_is_carried_by_each_monday_that_came_after_it() -> None:
    mondays = ["2026-11-09T08:05:00Z", "2026-11-16T08:05:00Z"]
    assert [times_carried(at, mondays) for at in ("2026-11-06T09:00:00Z", "2026-11-09T09:00:00Z", "2026-11-18")] == [
        2,
        1,
        0,
    ]
    assert [carried_words(times) for times in (0, 1, 2)] == ["", "carried once", "carried 2 times"]
