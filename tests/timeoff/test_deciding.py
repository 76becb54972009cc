"""What follows a request: decided, decided otherwise, withdrawn, and seen on the company's schedule."""

from typing import Any

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once


@made_once
def asked(techday: Techday) -> Techday:
    """Kim has asked Pat for the Friday after next, and for an afternoon of next week."""
    techday.configure('technician.name = "Kim Lee"\ntechnician.manager = "Pat Doe <pat@example.org>"\n')
    techday.did("timeoff request --from 2026-12-04", "timeoff request personal --date 2026-12-01 --hours 13:00-17:00")
    return techday


def request(techday: Techday, number: int = 1) -> dict[str, Any]:
    """Give a request as scripts read it."""
    document: dict[str, Any] = techday(f"timeoff show {number} --json").json
    return document


def owed(techday: Techday) -> list[str]:
    """Give what the PSA must still learn."""
    return [item["text"] for group in techday("outbox --json").json["groups"] for item in group["items"]]


def test_a_request_is_decided_seen_and_withdrawn(asked: Techday) -> None:
    assert asked.tell(
        "timeoff decide 1 approved",
        "timeoff decide 1 approve",
        "timeoff seen 1 --seen 'Planner, week 49'",
        "timeoff show #1",
        "timeoff decide 2 declined --by Ana --reason 'Nobody else is there'",
        "timeoff show 2",
        "timeoff withdraw 1 --reason 'Trip is off'",
        "timeoff withdraw 1",
        "timeoff",
        "timeoff list --all",
    ) == snapshot("""\

$ techday timeoff decide 1 approved
#1 vacation Fri 4 Dec was approved by Pat Doe
2| warning: It is not on the schedule (techday timeoff seen 1 --seen "…")
$ techday timeoff decide 1 approve
#1 vacation Fri 4 Dec is approved already
2| warning: It is not on the schedule (techday timeoff seen 1 --seen "…")
$ techday timeoff seen 1 --seen 'Planner, week 49'
#1 vacation Fri 4 Dec stands on the schedule: Planner, week 49
$ techday timeoff show #1
#1  vacation Fri 4 Dec
  asked      08:14
  takes      1 day, 8h
  state      approved by Pat Doe, 08:14
  schedule   seen 08:14: Planner, week 49
$ techday timeoff decide 2 declined --by Ana --reason 'Nobody else is there'
#2 personal leave Tue 1 Dec 13:00-17:00 was declined by Ana
$ techday timeoff show 2
#2  personal leave Tue 1 Dec 13:00-17:00
  asked      08:14
  takes      4h
  state      declined by Ana, 08:14
  reason     Nobody else is there
$ techday timeoff withdraw 1 --reason 'Trip is off'
Withdrew #1 vacation Fri 4 Dec
$ techday timeoff withdraw 1
#1 vacation Fri 4 Dec is withdrawn already
$ techday timeoff
#  when                   kind      working time  state     schedule
2  Tue 1 Dec 13:00-17:00  personal  4h            declined
1 more, over or withdrawn  techday timeoff list --all
$ techday timeoff list --all
#  when                   kind      working time  state      schedule
2  Tue 1 Dec 13:00-17:00  personal  4h            declined
1  Fri 4 Dec              vacation  1 day, 8h     withdrawn
""")


@pytest.mark.parametrize(
    ("command", "code", "message", "hint"),
    [
        ("timeoff decide 9 approved", 3, 'No time off "9"', "techday timeoff list --all shows the numbers"),
        ("timeoff show one", 3, 'No time off "one"', "techday timeoff list --all shows the numbers"),
        ("timeoff show 99999999999999999999", 3, 'No time off "99999999999999999999"', "techday timeoff list --all"),
        ("timeoff decide 1 maybe", 2, '"maybe" is no decision', "techday timeoff decide 1 approved --by NAME"),
        ("timeoff decide 1 declined", 2, "The reason is missing", 'techday timeoff decide 1 declined --reason "…"'),
        ("timeoff decide 1 approved --at 2027-01-01", 2, '"2027-01-01" is still to come', "Give a past time"),
        ("timeoff seen 1", 2, "What was seen is missing", 'techday timeoff seen 1 --seen "…"'),
        (
            "timeoff seen 1 --seen there",
            1,
            "Time off 1 is requested, not approved",
            "techday timeoff decide 1 approved",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_told_with_the_next_step(
    asked: Techday, command: str, code: int, message: str, hint: str
) -> None:
    first, second = (result := asked(command)).stderr.splitlines()
    assert (result.exit, first) == (code, f"techday: {message}")
    assert second.startswith(f"  {hint}")


def test_who_decided_is_the_manager_unless_another_is_named_and_asked_for_where_there_is_none(techday: Techday) -> None:
    techday.did("timeoff request --from fri")
    assert techday.tell("timeoff decide 1 approved") == snapshot("""\

$ techday timeoff decide 1 approved
2| techday: By whom is missing
2|   techday timeoff decide 1 approved --by NAME
exit 2
""")
    assert "approved by Ana" in techday("timeoff decide 1 approved", typed="Ana\n").stdout
    assert "approved by Eve" in techday("timeoff decide 1 approved --by Eve").stdout


def test_a_decision_is_changed_by_deciding_again(asked: Techday) -> None:
    asked.did("timeoff decide 1 approved --at 8:00", "timeoff seen 1 --seen Planner")
    asked.did("timeoff decide 1 declined --by Ana --reason 'All hands needed'")
    told = request(asked)
    assert (told["state"], told["decided_by"], told["reason"]) == ("declined", "Ana", "All hands needed")
    assert (told["seen"], told["on_schedule"]) == (None, "unknown")
    asked.did("timeoff decide 1 approved")
    told = request(asked)
    assert (told["state"], told["decided_by"], told["reason"]) == ("approved", "Pat Doe", None)


def test_the_time_of_a_decision_is_corrected_by_telling_it_again(asked: Techday) -> None:
    asked.did("timeoff decide 1 approved", "timeoff decide 1 approved --at 8:00")
    assert request(asked)["decided_at"] == "2026-11-23T08:00:00Z"
    assert asked("timeoff decide 1 approved --at 8:00 --json").json["operation"] is None


def test_what_is_withdrawn_keeps_how_it_was_decided(asked: Techday) -> None:
    asked.did(
        "timeoff decide 1 approved --reason 'Quiet week' --at 8:00",
        "timeoff withdraw 1 --reason 'Trip is off'",
        "timeoff withdraw 2",
    )
    lines = asked("timeoff show 1").stdout.splitlines()
    assert [one.split(maxsplit=1)[1] for one in lines if one.startswith(("  state", "  reason"))] == [
        "withdrawn, was approved by Pat Doe, 08:00",
        "Quiet week; withdrawn: Trip is off",
    ]
    assert "state      withdrawn\n" in asked("timeoff show 2").stdout


def test_the_reason_of_a_decline_is_asked_for_on_a_terminal_and_kept_without_another(asked: Techday) -> None:
    assert asked("timeoff decide 1 declined", typed="Too busy\n").exit == 0
    asked.did("timeoff decide 1 declined --by Ana")
    told = request(asked)
    assert (told["decided_by"], told["reason"]) == ("Ana", "Too busy")


def test_what_was_withdrawn_is_not_decided_and_what_was_declined_not_withdrawn(asked: Techday) -> None:
    asked.did("timeoff withdraw 1", "timeoff decide 2 declined --reason busy")
    assert asked.tell("timeoff decide 1 approved", "timeoff withdraw 2", "timeoff seen 2 --seen there") == snapshot("""\

$ techday timeoff decide 1 approved
2| techday: Time off 1 was withdrawn
2|   Ask for it again: techday timeoff request --help
exit 1
$ techday timeoff withdraw 2
2| techday: Time off 2 is declined: nothing stands of it
2|   techday timeoff show 2
exit 1
$ techday timeoff seen 2 --seen there
2| techday: Time off 2 is declined, not approved
2|   techday timeoff show 2
exit 1
""")


def test_a_decline_is_not_taken_back_where_other_time_off_stands_by_now(asked: Techday) -> None:
    asked.did("timeoff decide 1 declined --reason busy", "timeoff request personal --from 2026-12-04")
    assert asked("timeoff decide 1 approved").stderr.startswith("techday: It overlaps #3, personal leave Fri 4 Dec")


def test_the_psa_is_owed_what_stands_and_what_it_was_told_in_vain(asked: Techday) -> None:
    first, second = "vacation Fri 4 Dec 2026", "personal leave Tue 1 Dec 2026 13:00-17:00"
    assert owed(asked) == [first, second]
    asked.did("timeoff decide 1 declined --reason busy")
    assert owed(asked) == [second]
    asked.did("timeoff decide 1 approved")
    assert sorted(owed(asked)) == sorted([first, second])
    asked.did("timeoff withdraw 1")
    assert owed(asked) == [second]
    asked.did("outbox done --all", "timeoff withdraw 2")
    assert owed(asked) == [f"Withdrawn: {second}"]
    assert f"08:14  Withdrawn: {second}" in asked("outbox").stdout
    asked.did("undo")
    assert owed(asked) == []


def test_what_still_stands_on_the_schedule_is_said_when_it_is_withdrawn(asked: Techday) -> None:
    asked.did("schedule add Off --start 2026-12-04 --all-day --kind time-off", "timeoff decide 1 approved")
    asked.did("timeoff request --from 2026-12-03")
    assert [request(asked, number)["on_schedule"] for number in (1, 2, 3)] == ["yes", "unknown", "unknown"]
    assert asked("timeoff withdraw 3").stderr == ""  # the next day is other time off
    asked.did("week decline 1 --reason 'never asked'")
    assert request(asked)["on_schedule"] == "no"
    asked.did("undo")
    assert asked("timeoff withdraw 1").stderr == (
        "warning: It still stands on the schedule (techday schedule list --kind time-off)\n"
    )


def test_what_is_over_need_not_stand_on_the_schedule_any_more(asked: Techday) -> None:
    asked.did("timeoff request sick --from fri", "timeoff decide 3 approved")
    told = request(asked, 3)
    assert (told["on_schedule"], told["missing_day"]) == ("unknown", None)
    assert "NOT on" not in asked("timeoff list --all").stdout


def test_approving_says_where_the_schedule_does_not_have_it(asked: Techday) -> None:
    told = asked("timeoff decide 1 approved")
    assert told.stderr == 'warning: It is not on the schedule (techday timeoff seen 1 --seen "…")\n'


def test_scripts_get_what_changed(asked: Techday) -> None:
    for command in ("decide 1 approved", "seen 1 --seen there", "withdraw 1"):
        document = asked(f"timeoff {command} --json").json
        assert (document["schema"], document["request"]["id"]) == ("techday.change/1", 1)
        assert document["operation"] is not None
    assert asked("timeoff withdraw 1 --json").json["operation"] is None
