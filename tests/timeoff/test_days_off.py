"""A whole day of approved time off is no working day: nothing is asked for on it, and nothing was missed."""

import pytest

from techday.core.weeks import week_of
from techday.pages.working_days import WorkingDays
from tests.conftest import MONDAY, Techday, made_once
from tests.timeoff.surroundings import context_of

WEDNESDAY = "2026-11-25T09:00:00Z"


@made_once
def kim(techday: Techday) -> Techday:
    """Kim is off from Wednesday to Friday, and on Tuesday afternoon; there is a client, and time was told."""
    techday.did("client add Acme", "timecard log 8:00-8:14 --client acme --note call")
    techday.did("timeoff request --from wed --to fri", "timeoff request personal --date tue --hours 13-17")
    techday.did("timeoff decide 1 approved --by Pat", "timeoff decide 2 approved --by Pat")
    return techday


def test_the_board_asks_for_nothing_on_it(kim: Techday) -> None:
    board = kim("today --json", now=WEDNESDAY).json
    assert board["shift"]["working"] is False
    assert (board["routine"], board["contact"]) == ([], None)
    assert {alert["kind"] for alert in board["alerts"]} <= {"outbox", "time-off", "timecard"}


def test_a_part_of_a_day_is_still_one(kim: Techday) -> None:
    assert kim("today --json", now="2026-11-24T09:00:00Z").json["shift"]["working"] is True


def test_hours_that_take_the_whole_shift_are_a_day_off(kim: Techday) -> None:
    kim.did("timeoff request personal --date tue --hours 8-12", "timeoff decide 3 approved --by Pat")
    board = kim("today --json", now="2026-11-24T09:00:00Z").json
    assert (board["shift"]["working"], board["routine"]) == (False, [])


def test_what_is_off_on_the_schedule_alone_is_worked_everywhere(techday: Techday) -> None:
    techday.did("schedule add PTO --start 2026-11-24 --all-day --kind time-off")
    tuesday = techday("week --json").json["days"][1]
    assert (tuesday["items"], tuesday["time_off_seconds"]) == ([1], 0)
    assert techday("timecard week --json").json["days"][1]["planned_seconds"] == 28800
    assert techday("today --json", now="2026-11-24T09:00:00Z").json["shift"]["working"] is True


def test_a_day_off_stays_that_day_in_another_zone(techday: Techday) -> None:
    techday.configure('technician.zone = "Europe/Berlin"\n')
    techday.did("timeoff request --from wed", "timeoff decide 1 approved --by Pat")
    techday.configure('technician.zone = "Pacific/Auckland"\n')
    techday.did("schedule add Visit --start '2026-11-25 9:00'", "schedule add Call --start '2026-11-26 9:00'")
    week = techday("week --json").json
    assert [day["date"] for day in week["days"] if day["off"]] == ["2026-11-25"]
    assert [day["date"] for day in week["days"] if day["time_off_seconds"]] == ["2026-11-25"]
    assert [item["id"] for item in week["items"] if item["conflicts"]] == [1]
    assert [one["id"] for one in techday("timeoff show 1 --json").json["conflicts"]] == [1]


@pytest.mark.parametrize("answer", ["declined --by Pat --reason busy", None])
def test_only_what_is_approved_is_off(kim: Techday, answer: str | None) -> None:
    kim.did(f"timeoff decide 1 {answer}" if answer else "timeoff withdraw 1")
    assert kim("today --json", now=WEDNESDAY).json["shift"]["working"] is True


def test_days_off_are_days_without_a_shift_beside_public_holidays(kim: Techday) -> None:
    with context_of(kim, MONDAY) as context:
        days, week = WorkingDays(context), week_of(context.shift_day.day)
        assert [days.is_worked(day) for day in week.days] == [True, True, *[False] * 5]
        assert [days.on(day).working for day in week.days] == [True, True, *[False] * 5]
        assert [days.regular(day).working for day in week.days] == [*[True] * 5, False, False]
        assert days.last_of(week).day.isoformat() == "2026-11-24"


def test_the_card_is_due_on_the_last_day_that_is_worked(kim: Techday) -> None:
    alerts = kim("today --json", now="2026-11-24T09:00:00Z").json["alerts"]
    assert "time card 2026-W48 is due by 17:00: 14m so far" in [alert["text"] for alert in alerts]


def test_watches_are_not_due_on_it_and_none_was_missed(techday: Techday) -> None:
    techday.did("client add Acme", "watch add Nightly --client acme --kind backup", "watch check Nightly ok --seen x")
    techday.did("timeoff request --from tue --to fri", "timeoff decide 1 approved --by Pat")
    assert techday("watch list --json", now=WEDNESDAY).json["watches"][0]["state"] == "ok"
    [watch] = techday("watch list --json", now="2026-11-30T09:00:00Z").json["watches"]
    assert (watch["state"], watch["missed"]) == ("due", 0)


def test_nobody_asks_for_the_timer_during_approved_hours(kim: Techday) -> None:
    def asks(now: str) -> bool:
        return "timer" in {one["kind"] for one in kim("today --json", now=now).json["alerts"]}

    assert asks("2026-11-24T12:59:59Z")
    assert not asks("2026-11-24T13:00:00Z")
    kim.did("timeoff withdraw 2")
    assert asks("2026-11-24T13:00:00Z")
