"""What the board is told: time off that is approved and not on the schedule, and what nobody has decided in time."""

import pytest

from techday.context import Context
from techday.core.evidence import Moment
from techday.pages.working_days import WorkingDays
from techday.timeoff.evidence import absent
from tests.conftest import MONDAY, Techday, made_once
from tests.timeoff.surroundings import context_of


@made_once
def kim(techday: Techday) -> Techday:
    """Kim works in Berlin, for Pat."""
    techday.configure('technician.manager = "Pat Doe"\ntechnician.zone = "Europe/Berlin"\n')
    return techday


def told(techday: Techday, now: str = MONDAY) -> list[str]:
    """Give what is wrong with time off at a moment."""
    with context_of(techday, now) as context:
        days = WorkingDays(context)
        return [one.words for one in absent(context.db, moment_of(context), days)]


def moment_of(context: Context) -> Moment:
    """Give the moment of a context."""
    return Moment(context.now, WorkingDays(context).at(context.now), None, zone=context.zone)


def test_approved_time_off_is_said_until_the_schedule_has_all_of_it(kim: Techday) -> None:
    kim.did('timeoff request --from "24 dec" --to "31 dec"', "timeoff decide 1 approved")
    assert told(kim) == ["time off Thu 24 Dec - Thu 31 Dec approved by Pat Doe, not on the schedule"]
    kim.did("schedule add Off --kind time-off --all-day --start 2026-12-24 --end 2026-12-25")
    assert told(kim) == ["time off Thu 24 Dec - Thu 31 Dec approved by Pat Doe, not on the schedule on Mon 28 Dec"]
    kim.did("schedule add Off --kind time-off --start '2026-12-28 00:00' --end '2027-01-01 00:00'")
    assert told(kim) == []
    kim.did("schedule cancel 1")
    assert told(kim) == ["time off Thu 24 Dec - Thu 31 Dec approved by Pat Doe, not on the schedule"]


@pytest.mark.parametrize(
    "command",
    [
        "schedule add Off --kind time-off --all-day --start 2026-12-01 --technician Ana",
        "schedule add Work --kind remote --all-day --start 2026-12-01",
        "schedule add Off --kind time-off --all-day --start 2026-12-02",
        "schedule add Off --kind time-off --start '2026-12-01 13:00' --end '2026-12-01 16:00'",
    ],
)
def test_only_ones_own_time_off_that_covers_it_counts(kim: Techday, command: str) -> None:
    kim.did("timeoff request --date 2026-12-01 --hours 13-17", "timeoff decide 1 approved", command)
    assert told(kim) == ["time off Tue 1 Dec 13:00-17:00 approved by Pat Doe, not on the schedule"]


def test_what_was_seen_by_hand_is_over_or_does_not_stand_is_not_said(kim: Techday) -> None:
    kim.did("timeoff request --from fri", "timeoff decide 1 approved")
    assert told(kim, "2026-11-27T22:59:00Z") != []
    assert told(kim, "2026-11-27T23:00:00Z") == []
    kim.did("timeoff seen 1 --seen Planner")
    assert told(kim) == []
    kim.did("timeoff withdraw 1", "undo", "timeoff decide 1 declined --reason busy")
    assert told(kim) == []


def test_what_nobody_decided_is_said_from_a_week_before_until_it_is_decided(kim: Techday) -> None:
    kim.did("timeoff request --from 2026-12-24")
    assert told(kim, "2026-12-16T22:59:59Z") == []
    words = ["time off Thu 24 Dec requested, not decided"]
    assert told(kim, "2026-12-16T23:00:01Z") == words
    assert told(kim, "2026-12-28T08:00:00Z") == words
    kim.did("timeoff decide 1 declined --reason busy")
    assert told(kim, "2026-12-28T08:00:00Z") == []


def test_the_schedule_is_asked_for_what_begins_within_two_months(kim: Techday) -> None:
    kim.did("timeoff request --from 2027-02-01", "timeoff decide 1 approved")
    assert told(kim, "2026-12-02T22:00:00Z") == []
    assert told(kim, "2026-12-03T00:00:00Z") != []
    assert kim("timeoff show 1 --json").json["on_schedule"] == "no"


def test_what_the_schedule_has_as_time_off_and_nobody_asked_for_is_said_in_one_line(kim: Techday) -> None:
    kim.did(
        "schedule add PTO --kind time-off --all-day --start 2026-11-25 --end 2026-11-26",
        "schedule add Dentist --kind time-off --start '2026-11-27 13:00' --end '2026-11-27 17:00'",
        "schedule add Later --kind time-off --all-day --start 2026-12-09",
        "schedule add Hers --kind time-off --all-day --start 2026-11-24 --technician Ana",
    )

    def said() -> list[tuple[str, str]]:
        alerts = kim("today --json").json["alerts"]
        return [(one["text"], one["command"]) for one in alerts if one["kind"] == "time-off"]

    pto = "PTO Wed 25 Nov - Thu 26 Nov is on the schedule, but no time off is asked for; 1 more"
    assert said() == [(pto, "techday timeoff request --from 2026-11-25 --to 2026-11-26")]
    kim.did("timeoff request --from 2026-11-25 --to 2026-11-26")
    dentist = "Dentist Fri 27 Nov 13:00-17:00 is on the schedule, but no time off is asked for"
    assert said()[1:] == [(dentist, "techday timeoff request --from 2026-11-27 --hours 13:00-17:00")]
    kim.did("timeoff withdraw 1", "week decline 2 --reason no")
    assert said()[0][0] == pto.removesuffix("; 1 more")


def test_a_night_shift_that_ends_on_the_next_day_must_stand_there(kim: Techday) -> None:
    kim.configure('technician.manager = "Pat"\nshift.start = "22:00"\nshift.end = "06:00"\n')
    kim.did("timeoff request --from 2026-12-01", "timeoff decide 1 approved")
    kim.did("schedule add Off --kind time-off --start '2026-12-01 22:00' --end '2026-12-02 05:00'")
    assert len(told(kim)) == 1
    kim.did("schedule add Off --kind time-off --start '2026-12-02 05:00' --end '2026-12-02 06:00'")
    assert told(kim) == []
