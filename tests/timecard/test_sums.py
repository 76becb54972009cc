"""Whatever is typed: no time is paid twice, none is lost, days add up to weeks, and rounding changes nothing stored."""

import tempfile
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.instants import from_text
from techday.core.intervals import Span, union
from tests.conftest import Techday, examples
from tests.database.stores import dump

# The last evening of a week, a month and a year of the ISO calendar: every border at once.
START = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
WEEKS = ("2026-W48", "2026-W49")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
ROUNDED = '[worktype.default]\nminimum = "15m"\nstep = "15m"\n[worktype.on-site]\nper = "ticket-day"\ndeduct = "5m"\n'

commands = st.one_of(
    st.sampled_from(
        [
            *("start 1", "start 2", "start meeting", "start 2 --type on-site", "stop", "back", "timecard resume"),
            *("timecard break", "timecard switch 1", "timecard log 15m", "timecard log 40m --adjust --ticket 2"),
            *(
                "timecard log 23:40-0:20 --adjust --type on-site --ticket 1",
                "timecard log 2:00-2:30 --concurrent --note x",
            ),
            *("reply 1 soon --minutes 7", "add Reset --took 4m --fix reset", "done 1 --fix x", "undo", "redo"),
            *("timecard submit --accept-warnings", "timecard recall 2026-W48", "timecard reject 2026-W48 --reason x"),
        ]
    ),
    st.builds(
        "timecard edit {} --end {} --adjust".format, st.integers(1, 6), st.sampled_from(["now", "23:50", "16:10"])
    ),
    st.builds("timecard edit {} --confirm".format, st.integers(1, 6)),
    st.builds("timecard split {} {}".format, st.integers(1, 6), st.sampled_from(["16:00", "0:00", "2:10"])),
    st.builds("timecard delete {}".format, st.integers(1, 6)),
    st.builds("timecard move {} {}".format, st.integers(1, 6), st.sampled_from(["1", "2"])),
)
steps = st.lists(st.tuples(st.integers(1, 300), commands), min_size=1, max_size=14)


def documents(techday: Techday, now: str) -> list[dict[str, Any]]:
    """Give the time cards of both weeks as scripts read them."""
    return [techday(f"timecard week {week} --json", now=now).json for week in WEEKS]


@given(steps, st.sampled_from(ZONES), st.sampled_from(["", ROUNDED]))
@examples(6)
def test_days_and_weeks_add_up_to_what_was_worked(lines: list[tuple[int, str]], zone: str, rounding: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        techday = Techday(Path(home))
        techday.configure(f'technician.name = "Sam Reed"\ntechnician.zone = "{zone}"\n{rounding}')
        techday.did("add Mail is down", "add Printer jams", now=START.isoformat())
        now = START
        for minutes, line in lines:
            now += timedelta(minutes=minutes)
            result = techday(line, now=now.isoformat())
            assert result.exit in (0, 1, 2, 3), (line, result)
        at = now.isoformat()
        before = dump(techday.store)
        cards = documents(techday, at)
        techday.did("timecard export --format html --out -", "timecard report --by day", "timecard", "outbox", now=at)
        assert dump(techday.store) == before

        entries = [entry for card in cards for entry in card["entries"]]
        spans = [
            (Span(from_text(one["started_at"]), max(from_text(one["started_at"]), end_of(one))), one) for one in entries
        ]
        assert sum(one["paid_seconds"] for one in entries) == seconds(union(span for span, _ in spans))
        in_turn = sorted(
            (span for span, one in spans if not one["concurrent"]), key=lambda span: (span.start, span.end)
        )
        assert all(one.end <= other.start for one, other in pairwise(in_turn))
        assert all(one["seconds"] == seconds([span]) for span, one in spans)
        for card in cards:
            assert card["worked_seconds"] == sum(one["paid_seconds"] for one in card["entries"])
            assert card["worked_seconds"] == sum(day["worked_seconds"] for day in card["days"])
            assert card["billed_seconds"] == sum(one["billed_seconds"] for one in card["entries"])
            assert card["billed_seconds"] == sum(day["billed_seconds"] for day in card["days"])
        stored = {row[0] for row in before["time_entry"]}
        assert stored == {one["id"] for one in entries}


def end_of(entry: dict[str, Any]) -> datetime:
    """Give the end of an entry; of one that runs what its seconds say, since it may count as forgotten."""
    if entry["ended_at"]:
        return from_text(entry["ended_at"])
    return from_text(entry["started_at"]) + timedelta(seconds=entry["seconds"])


def seconds(spans: list[Span[datetime]]) -> int:
    """Give the seconds of spans that lie apart."""
    return sum(int((span.end - span.start).total_seconds()) for span in spans)


@pytest.mark.parametrize(
    ("zone", "night", "clocks", "worked"),
    [
        ("Europe/Berlin", "2026-10-24", "22:00-06:00", 9 * 3600),
        ("Europe/Berlin", "2026-03-28", "22:00-06:00", 7 * 3600),
        ("America/New_York", "2026-10-31", "22:00-06:00", 9 * 3600),
        ("America/New_York", "2026-03-07", "22:00-06:00", 7 * 3600),
        ("Australia/Lord_Howe", "2026-04-04", "22:00-06:00", 8 * 3600 + 1800),
        ("Australia/Lord_Howe", "2026-10-03", "22:00-06:00", 7 * 3600 + 1800),
        ("Asia/Kolkata", "2026-10-24", "22:00-06:00", 8 * 3600),
    ],
)
def test_a_night_in_which_the_clocks_change_is_paid_as_long_as_it_was(
    techday: Techday, zone: str, night: str, clocks: str, worked: int
) -> None:
    """The seconds are those that passed, and belong to the day on which the shift began."""
    techday.configure(f'technician.zone = "{zone}"\nshift.start = "22:00"\nshift.end = "06:00"\nshift.days = "daily"\n')
    later = (datetime.fromisoformat(night) + timedelta(days=2)).replace(tzinfo=UTC).isoformat()
    techday.did(f"timecard log {clocks} --date {night} --type internal", now=later)
    document = techday(f"timecard day {night} --json", now=later).json
    assert (document["worked_seconds"], document["gaps"]) == (worked, [])
    (entry,) = document["entries"]
    assert (entry["seconds"], entry["date"]) == (worked, night)


def test_a_zone_that_changes_between_two_entries_costs_no_second(techday: Techday) -> None:
    techday.configure('technician.zone = "Europe/Berlin"\n')
    techday.did("start internal", now="2026-11-23T08:00:00Z")
    techday.configure('technician.zone = "America/New_York"\n')
    techday.did("start meeting", now="2026-11-23T14:00:00Z")
    techday.configure('technician.zone = "Pacific/Auckland"\n')
    techday.did("stop", now="2026-11-23T15:00:00Z")
    for zone in ("Europe/Berlin", "America/New_York", "Pacific/Auckland"):
        techday.configure(f'technician.zone = "{zone}"\n')
        document = techday("timecard week 2026-W48 --json", now="2026-11-24T15:00:00Z").json
        assert document["worked_seconds"] == 7 * 3600
        assert sum(day["worked_seconds"] for day in document["days"]) == 7 * 3600
