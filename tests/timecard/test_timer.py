"""The timer: one running entry, ended and begun at one instant."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.core.instants import from_text, to_text
from tests.conftest import MONDAY, Techday

NINE, TEN = "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z"


def test_starting_the_next_thing_stops_the_one_before_at_that_instant(techday: Techday) -> None:
    techday.did("client add Acme", "add Mail is down --client acme")
    assert techday.tell("start 1", "timecard") == snapshot("""\

$ techday start 1
Started L1 Mail is down
$ techday timecard
Mon 23 Nov 2026  0m worked
 08:14-running  0m  remote  L1     Mail is down
""")
    assert techday.tell("start meeting", "start meeting", "timecard", now=NINE) == snapshot("""\

$ techday start meeting
Started meeting; stopped L1 after 46m
$ techday start meeting
The timer runs on meeting already
$ techday timecard
Mon 23 Nov 2026  46m worked
 08:14-09:00    46m  remote   L1     Mail is down
 09:00-running   0m  meeting
""")
    assert techday.tell("stop", "stop", "timecard day", now=TEN) == snapshot("""\

$ techday stop
Stopped meeting after 1h
$ techday stop
No timer is running
$ techday timecard day
Mon 23 Nov 2026  1h46 worked
 08:14-09:00  46m  remote   L1     Mail is down
 09:00-10:00   1h  meeting
""")


def test_taking_a_ticket_up_makes_it_mine_and_worked_on(techday: Techday) -> None:
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.did("add Mail is down", "ticket assign 1 nobody", "start 1")
    ticket = techday("ticket show 1 --json").json["ticket"]
    assert (ticket["state"], ticket["owner"]) == ("working", "Kim Lee")
    techday.did("ticket assign 1 Sam --new", "stop", "start 1", now=NINE)
    assert techday("ticket show 1 --json").json["ticket"]["owner"] == "Sam"


def test_starting_a_closed_ticket_reopens_it(techday: Techday) -> None:
    techday.did("add Mail is down", "ticket close 1", "start 1")
    assert techday("ticket show 1 --json").json["ticket"]["state"] == "working"


def test_what_was_forgotten_is_told_with_its_own_time(techday: Techday) -> None:
    techday.did("add Mail is down", now="2026-11-23T08:00:00Z")
    assert techday.tell(
        "start 1 --at 8:05",
        "start travel --at 20m",
        "stop --at 9:50",
        "timecard",
        now=TEN,
    ) == snapshot("""\

$ techday start 1 --at 8:05
Started L1 Mail is down
$ techday start travel --at 20m
Started travel; stopped L1 after 1h35
$ techday stop --at 9:50
Stopped travel after 10m
$ techday timecard
Mon 23 Nov 2026  1h45 worked
 08:05-09:40  1h35  remote  L1     Mail is down
 09:40-09:50   10m  travel
""")


def test_time_is_never_counted_twice(techday: Techday) -> None:
    techday.did("add Mail is down", "start 1", now="2026-11-23T08:00:00Z")
    assert techday.tell("start meeting --at 7:30", "stop --at 7:30", now=NINE) == snapshot("""\

$ techday start meeting --at 7:30
2| techday: The running entry began after that
2|   Give a later time with --at; techday timecard shows the entries
exit 1
$ techday stop --at 7:30
2| techday: The running entry began after that
2|   Give a later time with --at; techday timecard shows the entries
exit 1
""")
    techday.did("stop", now=NINE)
    assert techday.tell("start meeting --at 8:30", "start meeting --at 9:00", now=TEN) == snapshot("""\

$ techday start meeting --at 8:30
2| techday: The timer ran on L1 then
2|   Give a later time with --at; techday timecard shows the entries
exit 1
$ techday start meeting --at 9:00
Started meeting
""")


def test_what_would_be_empty_never_was(techday: Techday) -> None:
    techday.did("start meeting", "stop")
    assert techday("timecard --json").json["entries"] == []


def test_the_timer_runs_on_a_ticket_or_a_work_type(techday: Techday) -> None:
    techday.did("add Mail is down")
    assert techday.tell("start", "start lunch", "start TRAVEL", "start .", "ticket note . hello") == snapshot("""\

$ techday start
2| techday: Ticket or work type is missing
2|   Type it at the end of the command
exit 2
$ techday start lunch
2| techday: No ticket "lunch", and "lunch" is no work type (remote, on-site, travel, internal, meeting, training)
2|   techday ticket list
exit 3
$ techday start TRAVEL
Started travel
$ techday start .
2| techday: No timer is running on a ticket, so . means none
2|   techday start N
exit 3
$ techday ticket note . hello
2| techday: No timer is running on a ticket, so . means none
2|   techday start N
exit 3
""")
    assert techday.tell("start", typed="internal\n") == snapshot("""\

$ techday start
Started internal; stopped travel after 0m
2| Ticket or work type:
""")


def test_a_dot_starts_nothing_anew(techday: Techday) -> None:
    techday.did("add Mail is down", "start 1")
    assert techday.tell("start .") == snapshot("""\

$ techday start .
The timer runs on L1 Mail is down already
""")


def test_a_shift_that_crosses_midnight_belongs_to_the_day_it_began(techday: Techday) -> None:
    techday.configure('[shift]\nstart = "22:00"\nend = "06:00"\ndays = "daily"\n')
    techday.did("start remote", now="2026-11-23T22:10:00Z")
    techday.did("start internal", now="2026-11-24T01:30:00Z")
    assert techday.tell("timecard", now="2026-11-24T02:00:00Z") == snapshot("""\

$ techday timecard
Mon 23 Nov 2026  3h50 worked
 Mon 22:10-01:30  3h20  remote
 01:30-running     30m  internal
""")


def test_scripts_are_told_what_runs_and_what_was_stopped(techday: Techday) -> None:
    techday.did("add Mail is down")
    assert techday("start 1 --json").json == snapshot(
        {
            "schema": "techday.change/1",
            "operation": 2,
            "summary": "Started L1 Mail is down",
            "running": {
                "id": 1,
                "started_at": "2026-11-23T08:14:00Z",
                "ended_at": None,
                "seconds": 0,
                "ticket": "L1",
                "title": "Mail is down",
                "client": None,
                "work_type": "remote",
            },
            "stopped": None,
        }
    )
    assert techday("stop --json", now=NINE).json == snapshot(
        {
            "schema": "techday.change/1",
            "operation": 3,
            "summary": "Stopped L1 after 46m",
            "running": None,
            "stopped": {
                "id": 1,
                "started_at": "2026-11-23T08:14:00Z",
                "ended_at": "2026-11-23T09:00:00Z",
                "seconds": 2760,
                "ticket": "L1",
                "title": "Mail is down",
                "client": None,
                "work_type": "remote",
            },
        }
    )
    assert techday("stop --json", now=NINE).json == snapshot(
        {
            "schema": "techday.change/1",
            "operation": None,
            "summary": "No timer is running",
            "running": None,
            "stopped": None,
        }
    )


def test_the_day_as_a_document(techday: Techday) -> None:
    techday.did("add Mail is down", "start 1")
    assert techday("timecard --json", now=NINE).json == snapshot(
        {
            "schema": "techday.timecard-day/1",
            "date": "2026-11-23",
            "entries": [
                {
                    "id": 1,
                    "started_at": "2026-11-23T08:14:00Z",
                    "ended_at": None,
                    "seconds": 2760,
                    "ticket": "L1",
                    "title": "Mail is down",
                    "client": None,
                    "work_type": "remote",
                }
            ],
            "worked_seconds": 2760,
        }
    )


@pytest.mark.parametrize("command", ["start 1", "stop", "start meeting"])
def test_every_act_of_the_timer_can_be_undone_whole(techday: Techday, command: str) -> None:
    techday.did("add Mail is down", "start training")
    before = [techday(read, now=NINE).stdout for read in ("timecard --json", "ticket show 1 --json")]
    techday.did(command, now="2026-11-23T08:40:00Z")
    techday.did("undo", now="2026-11-23T08:50:00Z")
    assert [techday(read, now=NINE).stdout for read in ("timecard --json", "ticket show 1 --json")] == before


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["start meeting", "start travel", "stop"]), st.integers(0, 90)), max_size=8))
def test_whatever_is_typed_no_two_entries_overlap_and_one_runs_at_the_most(
    techday: Techday, acts: list[tuple[str, int]]
) -> None:
    """Each act is told up to an hour and a half late, five minutes after the one before."""
    now = from_text(MONDAY)
    for command, late in acts:
        now += timedelta(minutes=5)
        assert techday(f"{command} --at {late}m", now=to_text(now)).exit in (0, 1, 2)
    entries = techday("timecard --json", now=to_text(now)).json["entries"]
    techday.store.unlink(missing_ok=True)
    for one, other in pairwise(entries):
        assert one["started_at"] < one["ended_at"] <= other["started_at"]
    assert all(entry["ended_at"] for entry in entries[:-1])
