"""Stories of meetings, as a technician tells them to techday."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from tests.conftest import Techday, examples, made_once

WEDNESDAY, MONDAY, TUESDAY = "2026-11-18T10:00:00Z", "2026-11-23T08:05:00Z", "2026-11-24T08:02:00Z"


def at(clock: str, day: str = "2026-11-24") -> str:
    """Give an instant of a day."""
    return f"{day}T{clock}:00Z"


@made_once
def tuesday(techday: Techday) -> Techday:
    """A Tuesday with two tickets of Kim's."""
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.did("client add Acme", "add Mail is down --client acme", "add Printer jams --client acme", now=WEDNESDAY)
    return techday


def test_a_meeting_from_its_start_to_its_end(tuesday: Techday) -> None:
    tuesday.did("start L1", now=TUESDAY)
    told = [
        tuesday.tell("meeting start", now=at("08:10")),
        tuesday.tell("meeting start", "meeting", now=at("08:12")),
        tuesday.tell(
            "meeting note 'Sam is away on Friday'",
            "meeting note 'We move the window' --decision",
            "meeting note 'Order paper' --action --client acme --priority 2",
            "meeting note 'Tell them how it went' --action --ticket L2 --by fri",
            now=at("08:20"),
        ),
        tuesday.tell("meeting", "meeting end", "meeting end", "meeting list", "back", now=at("08:28")),
    ]
    assert "".join(told) == snapshot("""\

$ techday meeting start
Started meeting 1 (start of shift); stopped L1 after 8m
2|   what to talk about: techday meeting

$ techday meeting start
Meeting 1 (start of shift) runs already, since 08:10
$ techday meeting
MEETING 1 start of shift, since 08:10, 2m                    techday meeting end

BURNING 2                                                    techday ticket list
 L1   ACME  P3 Mail is down   5d
 L2   ACME  P3 Printer jams   5d

$ techday meeting note 'Sam is away on Friday'
Noted 1 in meeting 1 (start of shift): Sam is away on Friday
$ techday meeting note 'We move the window' --decision
Noted decision 2 in meeting 1 (start of shift): We move the window
$ techday meeting note 'Order paper' --action --client acme --priority 2
Noted action 3 in meeting 1 (start of shift): Order paper; it is L3
$ techday meeting note 'Tell them how it went' --action --ticket L2 --by fri
Noted action 4 in meeting 1 (start of shift): Tell them how it went; promised on L2 by Fri 08:00 (promise 1)

$ techday meeting
MEETING 1 start of shift, since 08:10, 18m, 3m over          techday meeting end
 #1  note      Sam is away on Friday
 #2  decision  We move the window
 #3  action    Order paper            L3
 #4  action    Tell them how it went  L2, promise 1

BURNING 3                                                    techday ticket list
 L3   ACME  P2 Order paper    8m
 L1   ACME  P3 Mail is down   5d
 L2   ACME  P3 Printer jams   5d
$ techday meeting end
Ended meeting 1 (start of shift) after 18m, 3m over
2|   techday back goes on with L1 Mail is down
$ techday meeting end
No meeting is running
$ techday meeting list
ID  day         time         length           kind            notes  title
 1  Tue 24 Nov  08:10-08:28     18m  3m over  start of shift      4
$ techday back
Back to L1 Mail is down
""")


def test_the_first_working_day_of_a_week_has_the_monday_meeting(techday: Techday) -> None:
    techday.configure('[shift]\ndays = "tue-fri"\n')
    assert techday("meeting start", now=TUESDAY).stdout == "Started meeting 1 (Monday)\n"
    techday.did("stop", now=at("08:14"))
    assert techday("meeting start", now=at("09:00")).stdout == "Started meeting 2 (other)\n"
    assert techday("meeting start", now=at("08:00", "2026-11-25")).stdout.startswith("Started meeting 3 (start of")


def test_a_night_shift_ends_with_its_own_meeting(techday: Techday) -> None:
    techday.configure('[shift]\nstart = "22:00"\nend = "06:00"\n')
    techday.did("meeting start start --took 10m", now=at("22:15"))
    techday.did("meeting start --took 10m", now=at("05:50", "2026-11-25"))
    listed = techday("meeting list --json", now=at("05:55", "2026-11-25")).json["meetings"]
    assert [(one["kind"], one["date"]) for one in listed] == [("end", "2026-11-24"), ("start", "2026-11-24")]


def test_another_timer_ends_a_meeting_by_itself(tuesday: Techday) -> None:
    tuesday.did("meeting start", now=at("08:00"))
    tuesday.did("start L2", now=at("08:11"))
    assert tuesday.tell("meeting list", "meeting end", now=at("08:30")) == snapshot("""\

$ techday meeting list
ID  day         time         length    kind            notes  title
 1  Tue 24 Nov  08:00-08:11     11m    start of shift
$ techday meeting end
No meeting is running
""")
    tuesday.did("undo", now=at("08:31"))
    assert tuesday("meeting --json", now=at("08:32")).json["meeting"]["seconds"] == 32 * 60


def test_one_meeting_ends_where_another_begins(tuesday: Techday) -> None:
    tuesday.did("meeting start", now=at("08:00"))
    assert tuesday.tell(
        "meeting start other --title 'Call with the vendor'",
        "meeting start other --title 'call with the vendor'",
        "meeting list",
        now=at("08:09"),
    ) == snapshot("""\

$ techday meeting start other --title 'Call with the vendor'
Started meeting 2 (Call with the vendor); stopped meeting after 9m
2|   what to talk about: techday meeting
$ techday meeting start other --title 'call with the vendor'
Meeting 2 (Call with the vendor) runs already, since 08:09
$ techday meeting list
ID  day         time           length    kind            notes  title
 2  Tue 24 Nov  08:09-running      0m    other                  Call with the v…
 1  Tue 24 Nov  08:00-08:09        9m    start of shift
""")


def test_two_meetings_of_one_kind_are_told_apart_by_their_titles(tuesday: Techday) -> None:
    tuesday.did("meeting start other --title 'Call with the vendor'", now=at("09:00"))
    tuesday.did("meeting start other --title 'Call with the bank'", now=at("09:10"))
    listed = tuesday("meeting list --json", now=at("09:15")).json["meetings"]
    assert [(one["title"], one["seconds"]) for one in listed] == [
        ("Call with the bank", 5 * 60),
        ("Call with the vendor", 10 * 60),
    ]


def test_the_end_of_a_meeting_leaves_work_on_a_ticket_alone(tuesday: Techday) -> None:
    tuesday.did("start L1 --type meeting", now=at("09:00"))
    assert tuesday("meeting end", now=at("09:10")).stdout == "No meeting is running\n"
    assert tuesday("timecard --json", now=at("09:10")).json["entries"][-1]["ended_at"] is None


def test_the_timer_that_runs_on_a_meeting_already_is_that_meeting(tuesday: Techday) -> None:
    tuesday.did("start meeting", now=at("08:00"))
    assert tuesday.tell("meeting start", "meeting list", now=at("08:04")) == snapshot("""\

$ techday meeting start
Started meeting 1 (start of shift), which the timer runs on since 08:00
2|   what to talk about: techday meeting
$ techday meeting list
ID  day         time           length    kind            notes  title
 1  Tue 24 Nov  08:00-running      4m    start of shift
""")
    tuesday.did("undo", now=at("08:05"))
    assert tuesday.tell("meeting end", now=at("08:06")) == snapshot("""\

$ techday meeting end
Ended the meeting after 6m
""")


def test_a_meeting_told_afterwards_takes_its_time_out_of_what_runs_and_of_nothing_else(tuesday: Techday) -> None:
    tuesday.did("timecard log 8:00-8:20 --ticket L2", "start L1 --at 8:20", now=at("09:00"))
    assert tuesday.tell(
        "meeting start --took 12m --at 8:40",
        "meeting start start --took 12m --at 8:20",
        "meeting start start --took 12m --at 8:20 --adjust",
        "meeting list",
        "undo",
        "meeting list",
        now=at("09:00"),
    ) == snapshot("""\

$ techday meeting start --took 12m --at 8:40
Logged meeting 1 (start of shift): 08:28-08:40, 12m; L1 08:20-running became 08:20-08:28 and 08:40-running
$ techday meeting start start --took 12m --at 8:20
2| techday: That overlaps L2 08:00-08:20 (entry 1)
2|   --adjust takes the time out of what is recorded
exit 1
$ techday meeting start start --took 12m --at 8:20 --adjust
Logged meeting 2 (start of shift): 08:08-08:20, 12m; L2 08:00-08:20 became 08:00-08:08
$ techday meeting list
ID  day         time         length    kind            notes  title
 1  Tue 24 Nov  08:28-08:40     12m    start of shift
 2  Tue 24 Nov  08:08-08:20     12m    start of shift
$ techday undo
Undid: Logged meeting 2 (start of shift): 08:08-08:20, 12m; L2 08:00-08:20 became 08:00-08:08
$ techday meeting list
ID  day         time         length    kind            notes  title
 1  Tue 24 Nov  08:28-08:40     12m    start of shift
""")


def test_a_reply_in_the_middle_and_a_submitted_week_do_not_end_a_meeting(tuesday: Techday) -> None:
    friday = "2026-11-27"
    tuesday.did("meeting start", now=at("16:30", friday))
    tuesday.did("reply L1 'On its way' --minutes 2", now=at("16:40", friday))
    assert tuesday("meeting --json", now=at("16:41", friday)).json["meeting"]["seconds"] == 9 * 60
    tuesday.did("timecard submit --accept-warnings", now=at("16:42", friday))
    [meeting] = tuesday("meeting list --json", now=at("16:44", friday)).json["meetings"]
    assert (meeting["kind"], meeting["running"], meeting["seconds"]) == ("end", True, 12 * 60)
    assert tuesday("meeting end", now=at("16:44", friday)).stdout == "Ended meeting 1 (end of shift) after 12m\n"


def test_a_meeting_whose_time_is_deleted_has_none(tuesday: Techday) -> None:
    tuesday.did("meeting start", now=at("08:00"))
    tuesday.did("meeting end", "timecard delete 1", now=at("08:10"))
    [meeting] = tuesday("meeting list --json", now=at("08:10")).json["meetings"]
    assert (meeting["seconds"], meeting["running"]) == (None, False)
    assert "no time" in tuesday("meeting list", now=at("08:10")).stdout


def test_a_forgotten_meeting_is_cut_and_its_end_can_be_told(tuesday: Techday) -> None:
    tuesday.did("meeting start", now=at("08:00"))
    tuesday.did("add Something else", now=at("23:00"))
    assert tuesday("meeting end --at 8:14", now=at("23:01")).stdout == "Ended meeting 1 (start of shift) after 14m\n"


def minutes(techday: Techday, now: str) -> list[tuple[str, int | None]]:
    """Give the meetings, the oldest first, with their kind and how many minutes they lasted."""
    listed = techday("meeting list --json", now=now).json["meetings"]
    return [(one["kind"], one["seconds"] and one["seconds"] // 60) for one in reversed(listed)]


def test_of_a_forgotten_meeting_nobody_claims_to_know_the_end(tuesday: Techday) -> None:
    tuesday.did("meeting start", now=at("08:00"))
    tuesday.did("add Something else", now=at("23:00"))
    assert "a guess" in tuesday("meeting list", now=at("23:01")).stdout
    assert tuesday("meeting list --json", now=at("23:01")).json["meetings"][0]["guessed"] is True
    routine = tuesday("today --json", now=at("23:01")).json["routine"]
    assert next(one for one in routine if one["key"] == "start-meeting")["evidence"].endswith(", a guess")


def test_the_board_counts_a_forgotten_meeting_no_further_than_its_line_does(tuesday: Techday) -> None:
    def told(now: str) -> tuple[list[str], str]:
        board = tuesday("today --json", now=now).json
        [item] = [one for one in board["routine"] if one["key"] == "end-meeting"]
        return [one["text"] for one in board["alerts"] if one["kind"] == "meeting"], item["evidence"]

    tuesday.did("meeting start end", now=at("16:50"))
    assert told(at("17:30")) == (["the meeting is 25m over its 15m"], "running 40m, 25m over")
    assert told(at("19:30")) == ([], "running 10m")


def test_where_the_clock_went_back_a_meeting_to_come_was_not_held(tuesday: Techday) -> None:
    tuesday.did("meeting start end --took 10m", now=at("16:50"))
    routine = tuesday("today --json", now=at("16:00")).json["routine"]
    assert next(one["state"] for one in routine if one["key"] == "end-meeting") == "open"


def test_a_meeting_that_runs_is_not_told_a_second_time(tuesday: Techday) -> None:
    tuesday.did("meeting start", now=at("08:00"))
    assert tuesday.tell("meeting start --took 10m", now=at("08:10")) == snapshot("""\

$ techday meeting start --took 10m
2| techday: Meeting 1 (start of shift) runs already, since 08:00
2|   techday meeting end, or techday meeting start other --title "…" for another one
exit 1
""")
    tuesday.did("meeting start other --title 'A call' --took 4m", now=at("08:10"))
    assert minutes(tuesday, at("08:15")) == [("start", 11), ("other", 4)]


def test_two_meetings_told_one_after_the_other_share_no_time(tuesday: Techday) -> None:
    tuesday.did("meeting start start --took 10m --at 8:10", "meeting start other --took 20m --at 8:30", now=at("08:30"))
    tuesday.did("start meeting", now=at("08:30"))
    tuesday.did("stop", now=at("08:50"))
    assert minutes(tuesday, at("09:00")) == [("start", 10), ("other", 20)]


def test_after_a_break_a_meeting_goes_on_with_resume(tuesday: Techday) -> None:
    tuesday.did("meeting start other", now=at("11:30"))
    tuesday.did("timecard break", now=at("11:50"))
    assert tuesday("meeting --json", now=at("11:55")).json["meeting"] is None
    tuesday.did("timecard resume", now=at("12:20"))
    assert tuesday("meeting --json", now=at("12:25")).json["meeting"]["seconds"] == 25 * 60
    tuesday.did("meeting end", now=at("12:30"))
    assert minutes(tuesday, at("12:30")) == [("other", 30)]


def test_what_is_noted_late_goes_into_the_meeting_of_then(tuesday: Techday) -> None:
    tuesday.did("meeting start start --took 10m", now=at("08:10"))
    tuesday.did("meeting start end --took 10m", now=at("16:55"))
    tuesday.did("meeting start", now=at("08:00", "2026-11-25"))
    next_day = at("08:05", "2026-11-25")
    for told, meeting in (("yesterday 8:05", 1), ("yesterday 16:50", 2), ("8:04", 3), ("yesterday 7:00", 1)):
        noted = tuesday(f"meeting note Words --at '{told}' --json", now=next_day).json["noted"]
        assert noted["meeting"] == meeting, told
    refused = tuesday("meeting note Words --at 'sun 9:00'", now=next_day)
    assert (refused.exit, "No meeting was held on Sun 22 Nov 2026" in refused.stderr) == (1, True)


def test_in_the_evening_the_meeting_that_runs_since_the_morning_names_the_one_that_is_due(tuesday: Techday) -> None:
    tuesday.did("meeting start", now=at("08:00"))
    tuesday.did("add Something else", now=at("16:40"))
    assert tuesday.tell("meeting start", now=at("16:50")) == snapshot("""\

$ techday meeting start
Meeting 1 (start of shift) runs already, since 08:00
2|   the next one: techday meeting start end
""")


@pytest.mark.parametrize(
    ("ticket", "command"), [("", "done L3 --fix Ordered"), ("--ticket L2 --by fri", "ticket kept L2 1")]
)
def test_an_action_that_is_over_needs_no_settling(tuesday: Techday, ticket: str, command: str) -> None:
    tuesday.did("meeting start", f"meeting note 'Order paper' --action {ticket}", now=at("08:00"))
    assert tuesday("meeting close 1", now=at("08:05")).exit == 1
    tuesday.did(command, now=at("08:06"))
    assert tuesday("meeting close 1", now=at("08:07")).stdout == "1: over already\n"
    assert tuesday("meeting close 1 --drop", now=at("08:07")).stdout == "1: over already\n"


@pytest.mark.parametrize(
    ("command", "exit_code", "message"),
    [
        ("meeting start lunch", 2, 'No kind of meeting "lunch"'),
        ("meeting start --took 5", 2, '"5" has no unit'),
        ("meeting start --at tomorrow", 2, '"tomorrow" is still to come'),
        ("meeting note Words", 1, "No meeting was held today to note that in"),
        ("meeting note Words --decision --action", 2, "--decision and --action exclude each other"),
        ("meeting note Words --client acme", 2, "--client, --priority, --ticket and --by go with --action"),
        ("meeting note Words --action --ticket L1", 2, "By when is missing"),
        ("meeting note Words --action --by fri", 2, "--by goes with --ticket: the promise is on it"),
        ("meeting note Words --action --ticket L1 --by fri --client acme", 2, "--ticket has its client and priority"),
        ("meeting note", 2, "Note is missing"),
        ("meeting close", 2, "Which decisions or topics is missing"),
        ("meeting close 99", 3, 'No decision or topic "99"'),
        ("meeting end --discussed 1 --all-discussed", 2, "--discussed and --all-discussed exclude each other"),
        ("note Words", 1, "The timer runs on no ticket and no meeting to note that on"),
        ("note Words --monday --private", 2, "--monday and --private exclude each other"),
    ],
)
def test_what_cannot_be_meant_is_told_with_the_next_step(
    tuesday: Techday, command: str, exit_code: int, message: str
) -> None:
    result = tuesday(f"{command} --json", now=TUESDAY)
    assert result.exit == exit_code
    assert result.error["message"] == message
    assert result.error["hint"]


def test_decisions_stay_open_until_they_are_settled(tuesday: Techday) -> None:
    tuesday.did("meeting start", now=at("08:00"))
    tuesday.did(
        "meeting note One --decision", "meeting note Two --decision", "meeting note Do --action", now=at("08:05")
    )
    tuesday.did("meeting end", now=at("08:06"))
    assert tuesday.tell(
        "meeting agenda start",
        "meeting close 1",
        "meeting close 1",
        "meeting close '#2' --drop",
        "meeting close 3",
        "meeting agenda start",
        now=at("08:05", "2026-11-25"),
    ) == snapshot("""\

$ techday meeting agenda start
AGENDA start of shift, Wed 25 Nov 2026               techday meeting start start

BURNING 3                                                    techday ticket list
 L1   ACME  P3 Mail is down   6d
 L2   ACME  P3 Printer jams   6d
 L3         P3 Do             1d

OPEN DECISIONS 2                                        techday meeting close ID
 #1         One               since Tue 08:05
 #2         Two               since Tue 08:05
$ techday meeting close 1
Settled decision 1 One
$ techday meeting close 1
1: done already
$ techday meeting close '#2' --drop
Dropped decision 2 Two
$ techday meeting close 3
2| techday: 3 is an action: it is over when L3 is
2|   techday done L3 --fix "…"
exit 1
$ techday meeting agenda start
AGENDA start of shift, Wed 25 Nov 2026               techday meeting start start

BURNING 3                                                    techday ticket list
 L1   ACME  P3 Mail is down   6d
 L2   ACME  P3 Printer jams   6d
 L3         P3 Do             1d
""")


STEPS = st.sampled_from(
    [
        "start L1",
        "stop",
        "meeting start",
        "meeting start end",
        "meeting start other --title Call",
        "meeting end",
        "undo",
        "reply L2 Yes --minutes 2",
        "back",
    ]
)


@examples(6)
@given(steps=st.lists(STEPS, min_size=4, max_size=8))
def test_whatever_is_started_and_stopped_one_meeting_runs_at_the_most(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    techday = Techday(tmp_path_factory.mktemp("meetings"))
    techday.did("add One", "add Two", now=WEDNESDAY)
    for minute, step in enumerate(steps, start=1):
        techday(step, now=at(f"09:{minute * 5:02d}"))
    now = at("09:58")
    meetings = techday("meeting list --json", now=now).json["meetings"]
    running = [one for one in meetings if one["running"]]
    with techday.raw() as db:
        entries = db.execute("SELECT work_type, ended_at FROM time_entry").fetchall()
        own = {
            number: sum(
                row[0]
                for row in db.execute(
                    "SELECT strftime('%s', coalesce(part.ended_at, ?)) - strftime('%s', part.started_at)"
                    " FROM time_entry AS part WHERE part.work_type = 'meeting' AND part.meeting_id = ?",
                    (now, number),
                )
            )
            for number in (one["id"] for one in meetings)
        }
    timers = sum(kind == "meeting" and end is None for kind, end in entries)
    assert len(running) == timers <= 1
    assert {one["id"]: one["seconds"] or 0 for one in meetings} == own


def test_the_end_of_a_meeting_that_a_break_interrupted_says_when_that_was(tuesday: Techday) -> None:
    tuesday.did("meeting start start", now=at("08:30"))
    tuesday.did("timecard break", now=at("08:40"))
    assert tuesday.tell("meeting end", now=at("08:50")) == snapshot("""\

$ techday meeting end
Meeting 1 (start of shift) ended at 08:40, when the break began
""")
