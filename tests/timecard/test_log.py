"""Telling of time worked: a range or a duration, today or on another day, in words short enough for a phone call."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday

NOON = "2026-11-23T12:14:00Z"


def logged(techday: Techday, command: str, now: str = NOON) -> tuple[str, str]:
    """Run a command that logs and give start and end of its entry."""
    entry = techday(f"{command} --json", now=now).json["entry"]
    return entry["started_at"], entry["ended_at"]


def test_time_is_told_as_a_range_or_as_a_duration_up_to_now(techday: Techday) -> None:
    techday.did("client add Acme", "add Mail is down --client acme")
    assert techday.tell(
        "timecard log 9:00-10:30 --ticket 1 --note 'Cleared the queue'",
        "timecard log 10:30 - 11:00 --client acme --type travel",
        "log 15m --at 11:15 --type meeting",
        "log 15m",
        now=NOON,
    ) == snapshot("""\

$ techday timecard log 9:00-10:30 --ticket 1 --note 'Cleared the queue'
Logged 1h30 on L1 (Mon 09:00-10:30)
$ techday timecard log 10:30 - 11:00 --client acme --type travel
Logged 30m of travel for ACME (Mon 10:30-11:00)
$ techday log 15m --at 11:15 --type meeting
Logged 15m of meeting (Mon 11:00-11:15)
$ techday log 15m
Logged 15m of remote (Mon 11:59-12:14), not assigned (techday timecard fix)
""")


def test_the_short_form_is_the_journal_until_it_is_told_something(techday: Techday) -> None:
    techday.did("add Mail is down")
    assert techday.tell("log", "log --most 1", "log 15m --ticket 1", "log", "log --ticket 1", now=NOON) == snapshot("""\

$ techday log
1  08:14  ticket add  Added L1 Mail is down
$ techday log --most 1
1  08:14  ticket add  Added L1 Mail is down
$ techday log 15m --ticket 1
Logged 15m on L1 (Mon 11:59-12:14)
$ techday log
2  12:14  timecard log  Logged 15m on L1 (Mon 11:59-12:14)
1  08:14  ticket add    Added L1 Mail is down
$ techday log --ticket 1
2| techday: The time worked (9:00-10:30, or 15m) is missing
2|   Type it at the end of the command
exit 2
""")
    assert techday("log --json", now=NOON).json["schema"] == "techday.log/1"
    assert techday("log 5m --at 9:00 --json", now=NOON).json["schema"] == "techday.change/1"


def test_without_words_the_span_is_asked_for(techday: Techday) -> None:
    assert techday.tell("timecard log", now=NOON) == snapshot("""\

$ techday timecard log
2| techday: The time worked (9:00-10:30, or 15m) is missing
2|   Type it at the end of the command
exit 2
""")
    assert techday.tell("timecard log", typed="9-10\n", now=NOON) == snapshot("""\

$ techday timecard log
Logged 1h of remote (Mon 09:00-10:00), not assigned (techday timecard fix)
2| The time worked (9:00-10:30, or 15m):
""")


def test_what_was_told_is_stored_as_it_was_told(techday: Techday) -> None:
    techday.did("add Mail is down", "add VPN", "ticket merge 2 1")
    techday.did(
        "log 9:00-9:07 --ticket 2 --type ON-SITE --note 'Two  visits' --internal 'Angry' --not-billable", now=NOON
    )
    with techday.raw() as db:
        row = db.execute(
            "SELECT ticket_id, work_type, note, internal_note, billable, recorded_at, guessed, concurrent, client_id"
            " FROM time_entry"
        ).fetchone()
    assert row == (1, "on-site", "Two visits", "Angry", 0, NOON, 0, 0, None)


def test_the_ticket_may_be_the_running_one(techday: Techday) -> None:
    techday.did("add Mail is down")
    techday.did("start 1", now=NOON)
    assert techday.tell("log 9-10 --ticket .", now=NOON) == snapshot("""\

$ techday log 9-10 --ticket .
Logged 1h on L1 (Mon 09:00-10:00)
""")


@pytest.mark.parametrize(
    "command",
    [
        "log 15",
        "log 9:00-8:61",
        "log soon",
        "log 9:00-10:00 --at 9:00",
        "log 15m --at tomorrow",
        "log 15m --ticket 1 --client acme",
        "log 15m --adjust --concurrent",
        "log 15m --ticket 77",
        "log 15m --client nobody",
        "log 15m --type travle",
        "log 15m --date 31.2.2026",
        "log 'mon 9:00-10:00' --date 2026-11-20",
        "log 2026-11-20 9:00 to 2026-11-21 9:01",
        "log 25h",
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_next_step_and_nothing_is_written(
    techday: Techday, command: str
) -> None:
    techday.did("client add Acme", "add Mail is down --client acme")
    before = techday("log --json").stdout
    result = techday(f"{command} --json", now=NOON)
    assert result.exit in (1, 2, 3)
    assert result.error["hint"]
    assert techday("log --json").stdout == before


def test_a_misspelt_type_names_the_nearest_and_one_of_the_settings_is_known(techday: Techday) -> None:
    techday.configure("[worktype.on-call]\nbillable = true\n")
    assert techday.tell("log 15m --type travle", "log 15m --type on-call", now=NOON) == snapshot("""\

$ techday log 15m --type travle
2| techday: No work type "travle"
2|   Did you mean travel? Else: techday timecard types
exit 3
$ techday log 15m --type on-call
Logged 15m of on-call (Mon 11:59-12:14), not assigned (techday timecard fix)
""")


def test_a_range_that_is_not_over_is_taken_with_a_warning(techday: Techday) -> None:
    assert techday.tell(
        "log 12:00-13:00 --type meeting", "log 14-15 --date today --type training", now=NOON
    ) == snapshot("""\

$ techday log 12:00-13:00 --type meeting
Logged 1h of meeting (Mon 12:00-13:00)
2| warning: entry 1 (meeting, Mon 12:00-13:00) ends in the future (techday timecard edit 1 --end now)
$ techday log 14-15 --date today --type training
Logged 1h of training (Mon 14:00-15:00)
2| warning: entry 2 (training, Mon 14:00-15:00) ends in the future (techday timecard delete 2)
""")


def test_time_on_another_day_is_late_and_said_to_be(techday: Techday) -> None:
    techday.did("add Mail is down")
    assert techday.tell(
        "log fri 9:00-10:30 --ticket 1",
        "log 9-10 --date 2026-11-19 --ticket 1",
        "log 30m --date 2025-11-03 --at 9:30 --ticket 1",
        now=NOON,
    ) == snapshot("""\

$ techday log fri 9:00-10:30 --ticket 1
Logged 1h30 on L1 (Fri 09:00-10:30), told 3d late
$ techday log 9-10 --date 2026-11-19 --ticket 1
Logged 1h on L1 (Thu 09:00-10:00), told 4d late
$ techday log 30m --date 2025-11-03 --at 9:30 --ticket 1
Logged 30m on L1 (3 Nov 2025 09:00-09:30), told 385d late
""")


def test_a_duration_without_a_time_goes_to_the_first_free_time_of_its_shift(techday: Techday) -> None:
    """Lunch is not free, nor is a break; where the shift is full it comes after the last entry."""
    techday.configure('[shift]\nstart = "08:00"\nend = "14:00"\nlunch = "12:00-13:00"\n')
    techday.did("log fri 8:15-11:30 --type meeting", now=NOON)
    techday.did("timecard break 13:00-13:40", now="2026-11-20T13:45:00Z")
    assert techday.tell(
        "log 30m --date fri --type training",
        "log 20m --date fri --type training",
        "log 20m --date fri --type training",
        "log 20m --date fri --type training",
        "log 9h --date fri --type training",
        "log 20m --date fri --type training",
        now=NOON,
    ) == snapshot("""\

$ techday log 30m --date fri --type training
Logged 30m of training (Fri 11:30-12:00), told 3d late
$ techday log 20m --date fri --type training
Logged 20m of training (Fri 13:40-14:00), told 2d late
$ techday log 20m --date fri --type training
Logged 20m of training (Fri 14:00-14:20), told 2d late
$ techday log 20m --date fri --type training
Logged 20m of training (Fri 14:20-14:40), told 2d late
$ techday log 9h --date fri --type training
2| techday: 2026-11-20 has no free time of 9h so far
2|   Say when it was: techday timecard log 18:00-18:15 --date 2026-11-20
exit 1
$ techday log 20m --date fri --type training
Logged 20m of training (Fri 14:40-15:00), told 2d late
""")


def test_a_duration_of_today_finds_no_place_in_the_future(techday: Techday) -> None:
    assert logged(techday, "log 30m --date today --type meeting", "2026-11-23T08:40:00Z") == (
        "2026-11-23T08:00:00Z",
        "2026-11-23T08:30:00Z",
    )
    full = "2026-11-23T08:40:00Z"
    assert techday("log 30m --date today --type meeting", now=full).exit == 1
    assert logged(techday, "log 30m --date today --type meeting", NOON) == (
        "2026-11-23T08:30:00Z",
        "2026-11-23T09:00:00Z",
    )


def test_a_day_that_is_full_to_its_end_takes_no_more(techday: Techday) -> None:
    techday.did("log 8:00-16:00 --date fri --type training", "log '16:00-0:40' --date fri --type training", now=NOON)
    assert techday.tell("log 15m --date fri --type training", now=NOON) == snapshot("""\

$ techday log 15m --date fri --type training
2| techday: 2026-11-20 has no free time of 15m so far
2|   Say when it was: techday timecard log 18:00-18:15 --date 2026-11-20
exit 1
""")


def test_over_a_running_timer_the_minutes_come_out_of_it_and_it_runs_on(techday: Techday) -> None:
    techday.did("add Mail is down")
    techday.did("start 1", now="2026-11-23T11:00:00Z")
    assert techday.tell(
        "log 15m --type meeting", "log 15m --type meeting --adjust", "log 11:10-11:20 --concurrent", now=NOON
    ) == snapshot("""\

$ techday log 15m --type meeting
2| techday: That overlaps L1 11:00-running (entry 1)
2|   --adjust takes the time out of what is recorded, --concurrent records it beside that
exit 1
$ techday log 15m --type meeting --adjust
Logged 15m of meeting (Mon 11:59-12:14); L1 11:00-running became 11:00-11:59 and 12:14-running
$ techday log 11:10-11:20 --concurrent
Logged 10m of remote (Mon 11:10-11:20), beside other work, not assigned (techday timecard fix)
""")


def test_whoever_worked_had_no_break_meanwhile(techday: Techday) -> None:
    techday.did("timecard break 11:00-12:00", now=NOON)
    assert techday.tell("log 11:15-11:30 --type meeting", now=NOON) == snapshot("""\

$ techday log 11:15-11:30 --type meeting
Logged 15m of meeting (Mon 11:15-11:30); 15m taken out of the break
""")
    with techday.raw() as db:
        breaks = [
            (start[11:16], end[11:16]) for start, end in db.execute("SELECT started_at, ended_at FROM time_break")
        ]
    assert sorted(breaks) == [("11:00", "11:15"), ("11:30", "12:00")]


def test_scripts_are_told_the_entry_and_what_gave_way(techday: Techday) -> None:
    techday.did("add VPN", "log 9-10 --type meeting", now=NOON)
    assert techday("log 9:30-9:45 --ticket 1 --adjust --json", now=NOON).json == snapshot(
        {
            "schema": "techday.change/1",
            "operation": 3,
            "summary": "Logged 15m on L1 (Mon 09:30-09:45); meeting 09:00-10:00 became 09:00-09:30 and 09:45-10:00",
            "entry": {
                "id": 3,
                "started_at": "2026-11-23T09:30:00Z",
                "ended_at": "2026-11-23T09:45:00Z",
                "seconds": 900,
                "ticket": "L1",
                "title": "VPN",
                "client": None,
                "work_type": "remote",
            },
            "gave_way": [1],
        }
    )


@pytest.mark.parametrize(
    ("command", "span"),
    [
        ("log 22:30-2:00 --date 2026-11-23", ("2026-11-23T22:30:00Z", "2026-11-24T02:00:00Z")),
        ("log 2:00-4:00 --date 2026-11-23", ("2026-11-24T02:00:00Z", "2026-11-24T04:00:00Z")),
        ("log 30m --date 2026-11-23", ("2026-11-23T22:00:00Z", "2026-11-23T22:30:00Z")),
        ("log 30m --at 3:00 --date 2026-11-23", ("2026-11-24T02:30:00Z", "2026-11-24T03:00:00Z")),
        ("log 21:00-22:00 --date 2026-11-23", ("2026-11-23T21:00:00Z", "2026-11-23T22:00:00Z")),
    ],
)
def test_in_a_night_shift_the_small_hours_belong_to_the_day_it_began(
    techday: Techday, command: str, span: tuple[str, str]
) -> None:
    techday.configure('[shift]\nstart = "22:00"\nend = "06:00"\ndays = "daily"\nlunch = "none"\n')
    assert logged(techday, command, "2026-11-26T12:00:00Z") == span
    assert techday("timecard day 2026-11-23 --json", now="2026-11-26T12:00:00Z").json["worked_seconds"] > 0


@pytest.mark.parametrize(
    ("border", "now", "first", "second"),
    [
        ("midnight", "2026-11-24T07:00:00Z", "2026-11-23", "2026-11-24"),
        ("week and year", "2027-01-04T07:00:00Z", "2027-01-03", "2027-01-04"),
        ("month", "2026-12-01T07:00:00Z", "2026-11-30", "2026-12-01"),
        ("leap day", "2028-03-01T07:00:00Z", "2028-02-29", "2028-03-01"),
    ],
)
def test_an_entry_over_a_border_belongs_whole_to_the_day_on_which_it_began(
    techday: Techday, border: str, now: str, first: str, second: str
) -> None:
    assert logged(techday, "log 22:00-1:30 --type meeting", now) == (f"{first}T22:00:00Z", f"{second}T01:30:00Z"), (
        border
    )
    worked = [techday(f"timecard day {day} --json", now=now).json["worked_seconds"] for day in (first, second)]
    assert worked == [3 * 3600 + 1800, 0]


@pytest.mark.parametrize(
    ("zone", "day", "span", "seconds"),
    [
        ("Europe/Berlin", "2026-03-29", "1:00-4:00", 2 * 3600),
        ("Europe/Berlin", "2026-10-25", "1:00-4:00", 4 * 3600),
        ("America/New_York", "2026-03-08", "1:00-4:00", 2 * 3600),
        ("America/New_York", "2026-11-01", "0:45-4:00", 4 * 3600 + 900),
        ("Australia/Lord_Howe", "2026-10-04", "1:00-4:00", 2 * 3600 + 1800),
        ("Australia/Lord_Howe", "2026-04-05", "1:00-4:00", 3 * 3600 + 1800),
    ],
)
def test_when_the_clocks_change_what_was_worked_is_what_went_by(
    techday: Techday, zone: str, day: str, span: str, seconds: int
) -> None:
    techday.configure(f'[technician]\nzone = "{zone}"\n')
    told = techday(f"log {span} --date {day} --type meeting --json", now=f"{day[:5]}12-24T12:00:00Z").json
    assert told["entry"]["seconds"] == seconds
    assert f"{span[:1].zfill(2)}:{span[2:4]}-04:00" in told["summary"]


def test_entries_told_in_two_zones_keep_their_instants(techday: Techday) -> None:
    techday.configure('[technician]\nzone = "Europe/Berlin"\n')
    assert logged(techday, "log 9:00-10:00 --type meeting") == ("2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z")
    techday.configure('[technician]\nzone = "Europe/London"\n')
    assert logged(techday, "log 9:00-10:00 --type meeting") == ("2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z")
    assert techday("log 8:30-8:45", now=NOON).stderr == snapshot("""\
techday: That overlaps meeting 08:00-09:00 (entry 1)
  --adjust takes the time out of what is recorded, --concurrent records it beside that
""")
