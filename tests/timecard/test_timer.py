"""The timer: one running entry, ended and begun at one instant; what is told as it happens is never refused."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from inline_snapshot import snapshot

from techday.core.instants import to_text
from techday.pages import completion
from tests.conftest import Techday
from tests.timecard.recorded import recorded

NINE, TEN, ELEVEN = "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z"


def test_starting_the_next_thing_stops_the_one_before_at_that_instant(techday: Techday) -> None:
    techday.did("client add Acme", "add Mail is down --client acme")
    assert techday.tell("start 1") == snapshot("""\

$ techday start 1
Started L1 Mail is down
""")
    assert techday.tell("timecard switch meeting", "start meeting", now=NINE) == snapshot("""\

$ techday timecard switch meeting
Started meeting; stopped L1 after 46m
$ techday start meeting
The timer runs on meeting already
""")
    assert recorded(techday) == ["08:14-09:00 L1 remote", "09:00- meeting"]
    assert techday.tell("stop", "stop", now=TEN) == snapshot("""\

$ techday stop
Stopped meeting after 1h
$ techday stop
No timer is running
""")
    assert recorded(techday) == ["08:14-09:00 L1 remote", "09:00-10:00 meeting"]


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
    assert techday.tell("start 1 --at 8:05", "start travel --at 20m", "stop --at 9:50", now=TEN) == snapshot("""\

$ techday start 1 --at 8:05
Started L1 Mail is down
$ techday start travel --at 20m
Started travel; stopped L1 after 1h35
$ techday stop --at 9:50
Stopped travel after 10m
""")
    assert recorded(techday) == ["08:05-09:40 L1 remote", "09:40-09:50 travel"]


def test_time_that_is_recorded_gives_way_only_where_that_is_asked_for(techday: Techday) -> None:
    techday.did("add Mail is down", "add Printer", "start 1", now="2026-11-23T08:00:00Z")
    techday.did("start 2", now="2026-11-23T08:40:00Z")
    assert techday.tell("start meeting --at 8:30", "stop --at 8:30", now=NINE) == snapshot("""\

$ techday start meeting --at 8:30
2| techday: The timer ran on L1 then (entry 1)
2|   Give a later time with --at; techday timecard start N --at TIME --adjust takes that time away
exit 1
$ techday stop --at 8:30
2| techday: The running entry began after that
2|   Give a later time with --at; techday timecard shows the entries
exit 1
""")
    assert recorded(techday) == ["08:00-08:40 L1 remote", "08:40- L2 remote"]
    assert techday.tell("start meeting --at 8:30 --adjust", now=NINE) == snapshot("""\

$ techday start meeting --at 8:30 --adjust
Started meeting; 10m taken out of L1; 20m taken out of L2
""")
    assert recorded(techday) == ["08:00-08:30 L1 remote", "08:30- meeting"]


def test_what_would_be_empty_never_was(techday: Techday) -> None:
    techday.did("start meeting", "stop")
    assert recorded(techday) == []


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


def test_a_ticket_is_worked_on_by_a_type_and_with_a_note(techday: Techday) -> None:
    techday.did("add Mail is down")
    assert techday.tell(
        "start 1 --type ON-SITE --note 'New disk'",
        "start 1 --type on-site --note 'New disk, and cable'",
        "start 1 --type on-site",
        "start 1 --type lunch",
        "start meeting --type travel",
    ) == snapshot("""\

$ techday start 1 --type ON-SITE --note 'New disk'
Started L1 Mail is down
$ techday start 1 --type on-site --note 'New disk, and cable'
Noted on L1 Mail is down, which runs already
$ techday start 1 --type on-site
The timer runs on L1 Mail is down already
$ techday start 1 --type lunch
2| techday: No work type "lunch"
2|   techday timecard types
exit 3
$ techday start meeting --type travel
2| techday: meeting is a type of work itself, so --type says a second one
2|   Leave --type out
exit 2
""")
    with techday.raw() as db:
        assert db.execute("SELECT work_type, note FROM time_entry").fetchall() == [("on-site", "New disk, and cable")]


def test_types_of_work_come_from_the_settings(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    techday.configure("[worktype.scoping]\nbillable = false\n")
    assert techday.tell("start Scoping", "start 5") == snapshot("""\

$ techday start Scoping
Started scoping
$ techday start 5
2| techday: No ticket "5", and "5" is no work type (remote, on-site, travel, internal, meeting, training, scoping)
2|   techday ticket list
exit 3
""")
    for name, value in techday.environ.items():
        monkeypatch.setenv(name, value)
    assert completion.work_types("sc") == [("scoping", "work without a ticket")]
    techday.configure("nonsense")
    assert completion.work_types("sc") == []


def test_a_ticket_that_ends_like_a_type_is_meant_where_only_a_ticket_can_be(techday: Techday) -> None:
    techday.did("add Board --ref meeting", "ticket start meeting")
    assert recorded(techday) == ["08:14- meeting remote"]


def test_a_dot_starts_nothing_anew(techday: Techday) -> None:
    techday.did("add Mail is down", "start 1")
    assert techday.tell("start .") == snapshot("""\

$ techday start .
The timer runs on L1 Mail is down already
""")


def test_scripts_are_told_what_runs_what_was_stopped_and_the_break(techday: Techday) -> None:
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
            "break": None,
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
            "break": None,
        }
    )
    assert techday("stop --json", now=NINE).json == snapshot(
        {
            "schema": "techday.change/1",
            "operation": None,
            "summary": "No timer is running",
            "running": None,
            "stopped": None,
            "break": None,
        }
    )
    assert techday("timecard break --json", now=TEN).json == snapshot(
        {
            "schema": "techday.change/1",
            "operation": 5,
            "summary": "Break begun",
            "running": None,
            "stopped": None,
            "break": {"started_at": "2026-11-23T10:00:00Z", "ended_at": None},
        }
    )


@pytest.mark.parametrize("command", ["start 1", "stop", "start meeting", "timecard break", "timecard break 8:20-8:30"])
def test_every_act_of_the_timer_can_be_undone_whole(techday: Techday, command: str) -> None:
    techday.did("add Mail is down", "start training")
    before = recorded(techday), techday("ticket show 1 --json", now=NINE).stdout
    techday.did(command, now="2026-11-23T08:40:00Z")
    assert recorded(techday) != before[0]
    techday.did("undo", now="2026-11-23T08:50:00Z")
    assert (recorded(techday), techday("ticket show 1 --json", now=NINE).stdout) == before


def test_time_that_was_told_ahead_ends_where_something_else_begins(techday: Techday) -> None:
    """A start is never refused in the middle of a call, and nothing gives way in silence."""
    techday.did("start meeting", now=NINE)
    techday.did("stop", now=TEN)
    with techday.raw() as db:
        db.execute("UPDATE time_entry SET ended_at = '2026-11-23T12:00:00Z'")
    assert techday.tell("add Call --call --start", now=ELEVEN) == snapshot("""\

$ techday add Call --call --start
Added L1 Call, timer started, 1h still to come taken out of meeting
""")
    assert recorded(techday) == ["09:00-11:00 meeting", "11:00- L1 remote"]


def test_what_was_submitted_never_gives_way(techday: Techday) -> None:
    techday.did("start meeting", now=NINE)
    techday.did("stop", now=TEN)
    freeze(techday)
    assert techday.tell(
        "start travel --at 9:30", "start travel --at 9:30 --adjust", "timecard break 9:50-10:10", now=ELEVEN
    ) == snapshot("""\

$ techday start travel --at 9:30
2| techday: meeting (entry 1) is on 2026-W48, which is submitted: its lines are frozen
2|   techday timecard recall 2026-W48
exit 1
$ techday start travel --at 9:30 --adjust
2| techday: meeting (entry 1) is on 2026-W48, which is submitted: its lines are frozen
2|   techday timecard recall 2026-W48
exit 1
$ techday timecard break 9:50-10:10
2| techday: meeting (entry 1) is on 2026-W48, which is submitted: its lines are frozen
2|   techday timecard recall 2026-W48
exit 1
""")
    assert techday.tell("add Call --took 90m --fix told", now="2026-11-23T10:10:00Z") == snapshot("""\

$ techday add Call --took 90m --fix told
Added L1 Call, 30m logged (1h not: techday timecard has that time already), resolved
""")
    assert recorded(techday) == ["08:40-09:00 L1 remote", "09:00-10:00 meeting", "10:00-10:10 L1 remote"]


def freeze(techday: Techday) -> None:
    """Put every entry on a submitted card, past the commands that do so."""
    with techday.raw() as db:
        days = {"first_day": "2026-11-23", "last_day": "2026-11-29"}
        db.execute(
            "INSERT INTO time_card (week, state, first_day, last_day)"
            " VALUES ('2026-W48', 'open', :first_day, :last_day)",
            days,
        )
        db.execute("UPDATE time_entry SET card_id = 1")
        db.execute("UPDATE time_card SET state = 'submitted'")


# The clock that goes back


def test_a_clock_that_went_back_cuts_nothing_and_counts_nothing_twice(techday: Techday) -> None:
    """The machine's clock was an hour ahead until half past ten, and is right since."""
    techday.did("start meeting", now=NINE)
    techday.did("stop", now="2026-11-23T10:30:00Z")
    assert techday.tell("start travel", now="2026-11-23T09:30:00Z") == snapshot("""\

$ techday start travel
Started travel
2| warning: the clock went back to 09:30, but time is recorded up to 10:30: this begins there (techday timecard)
""")
    assert recorded(techday) == ["09:00-10:30 meeting", "10:30- travel"]
    assert techday("stop --json", now="2026-11-23T09:40:00Z").json["stopped"]["seconds"] == 0
    assert recorded(techday) == ["09:00-10:30 meeting", "10:30-10:30 travel, a guess"]


def test_a_timer_that_was_started_later_than_now_is_kept_as_a_guess(techday: Techday) -> None:
    techday.did("start meeting", now=TEN)
    assert techday.tell("stop", now=NINE) == snapshot("""\

$ techday stop
Stopped meeting after 0m, a guess
2| warning: the clock went back to 09:00, before meeting was started at 10:00: it is a guess, without time (techday timecard edit 1 --end TIME)
""")  # noqa: E501  # a warning stands in one line
    assert recorded(techday) == ["10:00-10:00 meeting, a guess"]


def test_starting_something_else_by_a_clock_that_went_back(techday: Techday) -> None:
    techday.did("start meeting", now=TEN)
    assert techday.tell("start meeting", "start travel", now=NINE) == snapshot("""\

$ techday start meeting
The timer runs on meeting already
$ techday start travel
Started travel; stopped meeting after 0m, a guess
2| warning: the clock went back to 09:00, before meeting was started at 10:00: it is a guess, without time (techday timecard edit 1 --end TIME)
2| warning: the clock went back to 09:00, but time is recorded up to 10:00: this begins there (techday timecard)
""")  # noqa: E501  # a warning stands in one line
    assert recorded(techday) == ["10:00- travel", "10:00-10:00 meeting, a guess"]


def test_minutes_that_a_clock_lost_are_said(techday: Techday) -> None:
    techday.did("start meeting", now=NINE)
    techday.did("add Mail is down", now=ELEVEN)
    assert techday.tell("start travel", "stop", now=TEN) == snapshot("""\

$ techday start travel
Started travel; stopped meeting after 1h
2| warning: the clock went back to 10:00 from 11:00 or later: meeting ends at the earlier time (techday timecard edit 1 --end TIME)
$ techday stop
Stopped travel after 0m
""")  # noqa: E501  # a warning stands in one line


def test_nobody_waits_for_a_clock_that_was_years_ahead(techday: Techday) -> None:
    techday.did("start meeting", now="2030-01-01T10:00:00Z")
    assert techday.tell("start travel", now=TEN) == snapshot("""\

$ techday start travel
Started travel; stopped meeting after 0m, a guess
2| warning: the clock went back to 10:00, before meeting was started at 1 Jan 2030: it is a guess, without time (techday timecard edit 1 --end TIME)
""")  # noqa: E501  # a warning stands in one line
    assert recorded(techday) == ["10:00- travel", "10:00-10:00 meeting, a guess"]


# Zones and the change of clocks


@pytest.mark.parametrize(
    ("zone", "start", "stop", "hours"),
    [
        ("Europe/Berlin", "2026-10-24T22:00", "2026-10-25T06:00", 9),
        ("Europe/Berlin", "2026-03-28T22:00", "2026-03-29T06:00", 7),
        ("America/New_York", "2026-10-31T22:00", "2026-11-01T06:00", 9),
        ("America/New_York", "2026-03-07T22:00", "2026-03-08T06:00", 7),
        ("Australia/Lord_Howe", "2026-04-04T22:00", "2026-04-05T06:00", 8.5),
        ("Australia/Lord_Howe", "2026-10-03T22:00", "2026-10-04T06:00", 7.5),
        ("UTC", "2026-10-24T22:00", "2026-10-25T06:00", 8),
    ],
)
def test_a_night_shift_is_as_long_as_it_was(techday: Techday, zone: str, start: str, stop: str, hours: float) -> None:
    techday.configure(f'[technician]\nzone = "{zone}"\n[shift]\nstart = "22:00"\nend = "06:00"\ndays = "daily"\n')
    told = in_zone(stop, zone) + timedelta(minutes=20)
    began = in_zone(start, zone)
    techday.did("start internal", now=to_text(began))
    stopped = techday("stop --at 6:00 --json", now=to_text(told)).json["stopped"]
    assert stopped["seconds"] == hours * 3600
    assert recorded(techday, zone) == ["22:00-06:00 internal"]


@pytest.mark.parametrize(
    ("zone", "clocks", "seconds"),
    [
        # 02:30 comes twice in autumn; told afterwards the latest is meant.
        ("Europe/Berlin", ("2026-10-25T01:30", "2:30"), 7200),
        # 02:30 does not come in spring: it is 03:30.
        ("Europe/Berlin", ("2026-03-29T01:30", "2:30"), 3600),
        ("Australia/Lord_Howe", ("2026-04-05T01:00", "1:45"), 75 * 60),
    ],
)
def test_a_clock_that_comes_twice_or_never(techday: Techday, zone: str, clocks: tuple[str, str], seconds: int) -> None:
    techday.configure(f'[technician]\nzone = "{zone}"\n')
    techday.did("start internal", now=to_text(in_zone(clocks[0], zone)))
    stopped = techday(f"stop --at {clocks[1]} --json", now=to_text(in_zone(clocks[0], zone) + timedelta(hours=3))).json
    assert stopped["stopped"]["seconds"] == seconds


def test_a_zone_that_changes_between_two_entries_moves_no_instant(techday: Techday) -> None:
    """The technician flies from Berlin to New York; what ran goes on, and stops at the clock of the new place."""
    techday.configure('[technician]\nzone = "Europe/Berlin"\n')
    techday.did("start travel --at 9:00", now="2026-11-23T09:00:00Z")
    techday.configure('[technician]\nzone = "America/New_York"\n')
    techday.did("start meeting --at 9:30", now="2026-11-23T15:00:00Z")
    assert recorded(techday) == ["08:00-14:30 travel", "14:30- meeting"]
    assert recorded(techday, "America/New_York") == ["03:00-09:30 travel", "09:30- meeting"]


def in_zone(text: str, zone: str) -> datetime:
    """Give the instant of a local time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_a_shift_that_crosses_midnight_goes_on_with_what_ran_before_it(techday: Techday) -> None:
    techday.configure('[shift]\nstart = "22:00"\nend = "06:00"\ndays = "daily"\n')
    techday.did("start remote", now="2026-11-23T22:10:00Z")
    techday.did("timecard break", now="2026-11-23T23:50:00Z")
    assert techday.tell("timecard resume", now="2026-11-24T00:20:00Z") == snapshot("""\

$ techday timecard resume
Resumed remote; the break took 30m
""")
    assert recorded(techday) == ["22:10-23:50 remote", "23:50-00:20 break", "00:20- remote"]


@pytest.mark.parametrize("command", ["start 2 --at 8:30 --adjust", "start meeting --at 8:30 --adjust"])
def test_what_began_this_very_second_gives_way_to_what_began_earlier(techday: Techday, command: str) -> None:
    techday.did("add A", "add B", "start 1", now=NINE)
    assert techday(command, now=NINE).exit == 0
    (entry,) = techday("timecard day --json", now=NINE).json["entries"]
    assert entry["started_at"] == "2026-11-23T08:30:00Z"


def test_stop_takes_no_old_guess_for_what_should_be_stopped(techday: Techday) -> None:
    techday.did("start internal", now="2026-11-20T15:00:00Z")
    assert "No timer is running" in techday("stop --at 8:00", now="2026-11-23T08:30:00Z").stdout
