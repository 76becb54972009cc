"""Before a week is submitted `timecard fix` walks through what review finds, one key for each answer."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.cards.walk import Step, keys_of, steps_of, tickets_beside
from techday.core.instants import from_text
from techday.core.intervals import Span, total
from tests.cards import views
from tests.conftest import Techday, examples, made_once

EVENING = "2026-11-23T17:30:00Z"
TUESDAY = "2026-11-24T08:05:00Z"


@made_once
def monday(techday: Techday) -> Techday:
    """Give a Monday evening with three things to fix."""
    return a_monday(techday)


def a_monday(techday: Techday) -> Techday:
    """A Monday: mail until 9:30, a gap, a printer from 10 to 12, a quick call at 13, then the mail again until 17."""
    techday.did(
        "client add Acme",
        "client add Bolt",
        "add Mail is down --client acme",
        "add Printer jams --client bolt",
        "timecard log 8:00-9:30 --ticket 1",
        "timecard log 10:00-12:00 --ticket 2",
        "timecard log 13:00-13:15",
        "timecard log 13:15-17:00 --ticket 1",
        now=EVENING,
    )
    return techday


def entries(techday: Techday, now: str = EVENING) -> list[str]:
    """Give what the time card of the day has: times, of whom, and what is special about it."""
    found = techday("timecard day --json", now=now).json["entries"]
    return [
        f"{one['started_at'][11:16]}-{(one['ended_at'] or 'T--:--')[11:16]} "
        f"{one['ticket'] or one['client'] or one['work_type']}{'' if one['billable'] else ', not billed'}"
        for one in found
    ]


def steps(techday: Techday, options: str = "", now: str = EVENING) -> list[str]:
    """Give what is left to fix: the kind of each."""
    found = techday(f"timecard fix {options} --json", now=now).json["steps"]
    return [step["kind"] for step in found]


def test_one_key_answers_each_question_and_each_answer_is_written(monday: Techday) -> None:
    assert monday.tell("timecard fix", typed="12", now=EVENING) == snapshot("""\

$ techday timecard fix
Fixed 2 of 2 in 2026-W48
2|
2| 1/3 nothing told 09:30-10:00 (30m)
2|   before: L1 Mail is down; after: L2 Printer jams
2|   What was it? [1] L1 [2] L2 [t]icket [b]reak [m]eeting [i]nternal [s]kip [q]uit L1
2|   Logged 30m on L1 (Mon 09:30-10:00)
2|
2| 2/3 remote 13:00-13:15 is billable and nobody's
2|   before: L2 Printer jams; after: L1 Mail is down
2|   Whose is it? [1] L2 [2] L1 [t]icket [c]lient [n]ot billable [s]kip [q]uit L1
2|   Changed ticket, client of entry 3 (L1, Mon 13:00-13:15)
""")
    assert entries(monday) == snapshot(
        ["08:00-09:30 L1", "09:30-10:00 L1", "10:00-12:00 L2", "13:00-13:15 L1", "13:15-17:00 L1"]
    )
    assert steps(monday) == []
    assert monday.tell("timecard fix", "log --most 3", "undo", "timecard fix", now=EVENING) == snapshot("""\

$ techday timecard fix
Nothing to fix in 2026-W48
$ techday log --most 3
10  17:30  timecard fix  Changed ticket, client of entry 3 (L1, Mon 13:00-13:…
 9  17:30  timecard fix  Logged 30m on L1 (Mon 09:30-10:00)
 8  17:30  timecard log  Logged 3h45 on L1 (Mon 13:15-17:00)
$ techday undo
Undid: Changed ticket, client of entry 3 (L1, Mon 13:00-13:15)
$ techday timecard fix
! remote 13:00-13:15 is billable and nobody's          techday timecard move 3 N
! remote 13:00-13:15 is billable and has no note
      techday timecard edit 3 --note "…"
""")


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("1q", "09:30-10:00 L1"),
        ("2q", "09:30-10:00 L2"),
        ("t2\nq", "09:30-10:00 L2"),
        ("mq", "09:30-10:00 meeting, not billed"),
        ("iq", "09:30-10:00 internal, not billed"),
    ],
)
def test_a_gap_is_filled_exactly(monday: Techday, typed: str, recorded: str) -> None:
    assert monday("timecard fix", typed=typed, now=EVENING).exit == 0
    assert entries(monday)[1] == recorded
    assert len(entries(monday)) == 5


def test_a_gap_was_a_break(monday: Techday) -> None:
    told = monday("timecard fix", typed="bq", now=EVENING)
    assert told.stdout == "Fixed 1 of 3 in 2026-W48; techday timecard fix 2026-W48\n"
    day = monday("timecard day --json", now=EVENING).json
    assert day["breaks"] == [{"started_at": "2026-11-23T09:30:00Z", "ended_at": "2026-11-23T10:00:00Z"}]
    assert day["gaps"] == []


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("s1", "13:00-13:15 L2"),
        ("s2", "13:00-13:15 L1"),
        ("st1\n", "13:00-13:15 L1"),
        ("scacme\n", "13:00-13:15 ACME"),
        ("sn", "13:00-13:15 remote, not billed"),
    ],
)
def test_time_of_nobody_is_given_to_somebody(monday: Techday, typed: str, recorded: str) -> None:
    """Time for a client without a ticket is billable and still wants its note, which is the end of the input here."""
    monday("timecard fix", typed=typed, now=EVENING)
    assert entries(monday)[2] == recorded


def test_an_answer_may_clear_more_than_it_was_asked_for(monday: Techday) -> None:
    """Time on a ticket has the ticket's title for a note; that of a client alone has none, and is asked for one."""
    assert steps(monday) == ["gap", "unassigned", "note"]
    assert "1/3" in monday("timecard fix", typed="s1", now=EVENING).stderr
    assert steps(monday) == ["gap"]


def test_a_missing_note_is_typed_and_an_empty_one_is_skipped(monday: Techday) -> None:
    assert monday("timecard fix", typed="ss\n", now=EVENING).exit == 0
    assert steps(monday) == ["gap", "unassigned", "note"]
    monday("timecard fix", typed="ssq\n", now=EVENING)
    assert steps(monday) == ["gap", "unassigned", "note"]
    done = monday("timecard fix", typed="ssTold Ana \x1b[31mhow to scan\n", now=EVENING)
    assert done.exit == 0
    assert steps(monday) == ["gap", "unassigned"]
    note = monday("timecard day --json", now=EVENING).json["entries"][2]["note"]
    assert note.startswith("Told Ana")
    assert "\x1b" not in note


def test_a_wrong_answer_is_told_and_asked_again(monday: Techday) -> None:
    assert monday.tell("timecard fix", typed="xt99\nt\nt1\nq", now=EVENING) == snapshot("""\

$ techday timecard fix
Fixed 1 of 3 in 2026-W48; techday timecard fix 2026-W48
2|
2| 1/3 nothing told 09:30-10:00 (30m)
2|   before: L1 Mail is down; after: L2 Printer jams
2|   What was it? [1] L1 [2] L2 [t]icket [b]reak [m]eeting [i]nternal [s]kip [q]uit
2| [1] L1 [2] L2 [t]icket [b]reak [m]eeting [i]nternal [s]kip [q]uit ticket
2|   Ticket:   No ticket "99"
2|     techday ticket list
2|   What was it? [1] L1 [2] L2 [t]icket [b]reak [m]eeting [i]nternal [s]kip [q]uit ticket
2|   Ticket:   What was it? [1] L1 [2] L2 [t]icket [b]reak [m]eeting [i]nternal [s]kip [q]uit ticket
2|   Ticket:   Logged 30m on L1 (Mon 09:30-10:00)
2|
2| 2/3 remote 13:00-13:15 is billable and nobody's
2|   before: L2 Printer jams; after: L1 Mail is down
2|   Whose is it? [1] L2 [2] L1 [t]icket [c]lient [n]ot billable [s]kip [q]uit quit
""")
    assert entries(monday)[1] == "09:30-10:00 L1"
    told = monday("timecard fix", typed="cNobody\ncnone\nq", now=EVENING)
    assert 'No client "Nobody"' in told.stderr
    assert "That changes nothing" in told.stderr
    assert told.exit == 0


@pytest.mark.parametrize("end", ["", "\x04", "\x03"])
def test_whoever_leaves_in_the_middle_keeps_what_was_answered(monday: Techday, end: str) -> None:
    assert monday("timecard fix", typed=f"b{end}", now=EVENING).exit == 130
    assert steps(monday) == ["unassigned", "note"]
    assert monday("timecard fix", typed=f"t{end}", now=EVENING).exit == 130
    assert steps(monday) == ["unassigned", "note"]


@pytest.mark.parametrize("key", ["q", "Q", "\x1b"])
def test_q_and_escape_leave(monday: Techday, key: str) -> None:
    assert monday("timecard fix", typed=key, now=EVENING).stdout == snapshot(
        "Fixed 0 of 3 in 2026-W48; techday timecard fix 2026-W48\n"
    )


def test_without_a_terminal_it_lists_what_is_to_fix_with_a_command_for_each(monday: Techday) -> None:
    assert monday.tell("timecard fix", now=EVENING) == snapshot("""\

$ techday timecard fix
! nothing told 09:30-10:00 (30m)
      techday log 09:30-10:00 --date 2026-11-23 --ticket N
! remote 13:00-13:15 is billable and nobody's          techday timecard move 3 N
! remote 13:00-13:15 is billable and has no note
      techday timecard edit 3 --note "…"
""")
    assert json.loads(monday("timecard fix --json", now=EVENING, typed="1").stdout) == snapshot(
        {
            "schema": "techday.timecard-fix/1",
            "steps": [
                {
                    "kind": "gap",
                    "text": "nothing told 09:30-10:00 (30m)",
                    "command": "techday log 09:30-10:00 --date 2026-11-23 --ticket N",
                    "entry": None,
                    "started_at": "2026-11-23T09:30:00Z",
                    "ended_at": "2026-11-23T10:00:00Z",
                    "date": "2026-11-23",
                },
                {
                    "kind": "unassigned",
                    "text": "remote 13:00-13:15 is billable and nobody's",
                    "command": "techday timecard move 3 N",
                    "entry": 3,
                    "started_at": "2026-11-23T13:00:00Z",
                    "ended_at": "2026-11-23T13:15:00Z",
                    "date": "2026-11-23",
                },
                {
                    "kind": "note",
                    "text": "remote 13:00-13:15 is billable and has no note",
                    "command": 'techday timecard edit 3 --note "…"',
                    "entry": 3,
                    "started_at": "2026-11-23T13:00:00Z",
                    "ended_at": "2026-11-23T13:15:00Z",
                    "date": "2026-11-23",
                },
            ],
        }
    )
    assert monday("timecard fix --json", now=EVENING).json["steps"][0]["command"] == snapshot(
        "techday log 09:30-10:00 --date 2026-11-23 --ticket N"
    )


@pytest.mark.parametrize("changes", ["edit 1 --end 9:29:43", "edit 2 --start 10:00:17", "edit 1 --by-type"])
def test_the_listed_command_of_a_gap_fills_it(monday: Techday, changes: str) -> None:
    """To the second, and on its own day."""
    monday(f"timecard {changes}", now=EVENING)
    step = monday("timecard fix --json", now=EVENING).json["steps"][0]
    assert monday(step["command"].removeprefix("techday ").replace(" N", " 1"), now=TUESDAY).exit == 0
    filled = monday("timecard day mon --json", now=TUESDAY).json["entries"][1]
    assert (filled["started_at"], filled["ended_at"]) == (step["started_at"], step["ended_at"])


@made_once
def forgotten(techday: Techday) -> Techday:
    """A timer that nobody stopped on Friday at 16:10."""
    techday.did("client add Acme", "add Mail is down --client acme", now="2026-11-20T16:00:00Z")
    techday.did("timecard log 8:00-12:00 --ticket 1", "timecard log 13:00-16:10 --ticket 1", now="2026-11-20T16:10:00Z")
    techday.did("start 1", now="2026-11-20T16:10:00Z")
    return techday


def test_a_forgotten_timer_is_cut_first_and_its_end_asked_about(forgotten: Techday) -> None:
    assert forgotten.tell("timecard fix", typed="c") == snapshot("""\

$ techday timecard fix
Fixed 1 of 1 in 2026-W47
2| warning: the timer was forgotten: cut L1 at Fri 17:00, after 50m, a guess (entry
2|   3) (techday timecard edit 3 --end TIME corrects it, --confirm keeps it)
2|
2| 1/1 L1 Fri 16:10-17:00 is a guess
2|   What of it? [c]onfirm [t]ime [d]elete [s]kip [q]uit confirm
2|   Confirmed entry 3 (L1, Fri 16:10-17:00)
""")
    assert steps(forgotten, "last") == []


def test_the_right_end_of_a_guess_is_typed_and_must_be_a_time_that_is_past(forgotten: Techday) -> None:
    assert forgotten.tell("timecard fix last", typed="tnever\nt16:00\nttomorrow 9:00\nt16:40\n") == snapshot("""\

$ techday timecard fix last
2| warning: the timer was forgotten: cut L1 at Fri 17:00, after 50m, a guess (entry
2|   3) (techday timecard edit 3 --end TIME corrects it, --confirm keeps it)
2|
2| 1/1 L1 Fri 16:10-17:00 is a guess
2|   What of it? [c]onfirm [t]ime [d]elete [s]kip [q]uit time
2|   When it ended:   "never" is not a time
2|     write it as 09:30, "yesterday 16:00" or 15m (15 minutes ago)
2|   What of it? [c]onfirm [t]ime [d]elete [s]kip [q]uit time
2|   When it ended:   L1 16:10-16:00 does not end after it begins
2|     techday timecard edit 3 --end TIME, or techday timecard delete 3
2|   What of it? [c]onfirm [t]ime [d]elete [s]kip [q]uit time
2|   When it ended:   "tomorrow 9:00" is still to come
2|     Give a past time, as 16:40 or fri 16:40
2|   What of it? [c]onfirm [t]ime [d]elete [s]kip [q]uit time
2|   When it ended:   Changed end of entry 3 (L1, Fri 16:10-16:40)
2|
2| 2/2 nothing told Fri 16:40-17:00 (20m)
2|   before: L1 Mail is down
2|   What was it? [1] L1 [t]icket [b]reak [m]eeting [i]nternal [s]kip [q]uit
exit 130
""")
    last = forgotten("timecard day fri --json").json["entries"][-1]
    assert (last["ended_at"], last["guessed"]) == ("2026-11-20T16:40:00Z", False)


@pytest.mark.parametrize(("typed", "says_otherwise"), [("t10:15\nq", True), ("dq", True), ("cq", False)])
def test_a_visit_whose_guessed_end_is_told_otherwise_is_named(
    techday: Techday, typed: str, says_otherwise: bool
) -> None:
    techday.did("client add Acme", now=EVENING)
    techday.did("visit end acme --arrived 8:00 --left 10:30 --note 'New fan' --called Pat", now=EVENING)
    with techday.raw() as db:
        db.execute("UPDATE time_entry SET guessed = 1")
    told = techday("timecard fix", typed=typed, now=EVENING)
    assert ("warning: visit 1 still says 08:00-10:30" in told.stderr) is says_otherwise


def test_a_guess_without_any_time_cannot_be_confirmed(forgotten: Techday) -> None:
    with forgotten.raw() as db:
        db.execute("UPDATE time_entry SET ended_at = started_at, guessed = 1 WHERE id = 3")
    told = forgotten("timecard fix last", typed="cdq")
    assert "[c]onfirm" not in told.stderr
    assert steps(forgotten, "last") == ["gap"]
    assert len(forgotten("timecard day fri --json").json["entries"]) == 2


def move_printer(techday: Techday, start: str, end: str = "12:00") -> None:
    """Move the time on the printer as another program could, which asks nobody."""
    times = [f"2026-11-23T{clock}:00Z" for clock in (start, end)]
    with techday.raw() as db:
        db.execute("UPDATE time_entry SET started_at = ?, ended_at = ? WHERE id = 2", times)


@pytest.mark.parametrize(("end", "says_otherwise"), [("12:00", True), ("10:15", False)])
def test_a_visit_whose_time_gave_way_at_an_end_is_named(techday: Techday, end: str, says_otherwise: bool) -> None:
    """Work in the midst of a visit interrupted it, and the visit lasted as long as it says."""
    techday.did("client add Acme", "add Mail is down", "timecard log 8:00-8:10 --ticket 1", now=EVENING)
    techday.did("timecard log 10:40-10:50 --ticket 1", now=EVENING)
    techday.did("visit end acme --arrived 9:30 --left 10:30 --note 'New fan' --called Pat", now=EVENING)
    move_printer(techday, "10:00", end)
    told = techday("timecard fix --day mon", typed="saq", now=EVENING)
    assert "Adjusted: ACME 09:30-10:30 became 09:30-10:00" in told.stderr
    assert ("warning: visit 1 still says 09:30-10:30" in told.stderr) is says_otherwise


def test_of_overlapping_entries_the_later_one_wins(monday: Techday) -> None:
    move_printer(monday, "09:00")
    assert monday.tell("timecard fix", typed="aq", now=EVENING) == snapshot("""\

$ techday timecard fix
Fixed 1 of 3 in 2026-W48; techday timecard fix 2026-W48
2|
2| 1/3 L2 09:00-12:00 overlaps L1 08:00-09:30
2|   The later one wins? [a]djust [s]kip [q]uit adjust
2|   Adjusted: L1 08:00-09:30 became 08:00-09:00
2|
2| 2/3 remote 13:00-13:15 is billable and nobody's
2|   before: L2 Printer jams; after: L1 Mail is down
2|   Whose is it? [1] L2 [2] L1 [t]icket [c]lient [n]ot billable [s]kip [q]uit quit
""")
    assert entries(monday)[:2] == ["08:00-09:00 L1", "09:00-12:00 L2"]


def test_what_encloses_a_later_entry_is_split(monday: Techday) -> None:
    move_printer(monday, "08:30", "09:00")
    monday("timecard fix", typed="aq", now=EVENING)
    assert entries(monday)[:3] == ["08:00-08:30 L1", "08:30-09:00 L2", "09:00-09:30 L1"]


def test_what_is_frozen_wins_over_what_is_not(monday: Techday) -> None:
    monday("timecard fix", typed="bn", now=EVENING)
    monday.did("timecard submit --accept-warnings", "timecard log 17:00-17:20 --ticket 2", now=EVENING)
    assert steps(monday) == []
    with monday.raw() as db:
        db.execute("UPDATE time_entry SET started_at = '2026-11-23T16:50:00Z' WHERE id = 5")
    assert steps(monday, "2026-W48") == ["overlap"]
    told = monday("timecard fix", typed="a", now=EVENING)
    assert told.stdout == "Fixed 1 of 1 in 2026-W48\n"
    assert entries(monday)[-2:] == ["13:15-17:00 L1", "17:00-17:20 L2"]


def test_time_still_to_come_ends_now_or_goes(monday: Techday) -> None:
    monday("timecard fix", typed="bn", now=EVENING)
    monday.did("timecard log 17:00-18:00 --ticket 1", "timecard log 'tomorrow 8:00-9:00' --ticket 2", now=EVENING)
    told = monday("timecard fix", typed="nd", now=EVENING)
    assert (told.exit, told.stdout) == (0, "Fixed 2 of 2 in 2026-W48\n")
    assert entries(monday)[-1] == "17:00-17:30 L1"
    assert len(entries(monday, now=TUESDAY)) == 0


def test_what_another_command_did_meanwhile_is_not_done_twice(monday: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    from techday.ui import keys

    ask_key = keys.ask_key

    def slowly(context: Any, question: str, choices: Any) -> str:
        monkeypatch.undo()
        monday.did("timecard log 9:30-10:00 --type training", now=EVENING)
        return ask_key(context, question, choices)

    monkeypatch.setattr(keys, "ask_key", slowly)
    told = monday("timecard fix", typed="bq", now=EVENING)
    assert "That has changed meanwhile" in told.stderr
    assert entries(monday)[1] == "09:30-10:00 training, not billed"


def test_the_oldest_open_week_with_something_to_fix_is_walked_through(monday: Techday) -> None:
    monday.did("timecard log 'fri 8:00-9:00' --type meeting", now="2026-11-20T17:00:00Z")
    assert steps(monday) == ["gap", "gap"]
    assert steps(monday, "this") == ["gap", "unassigned", "note"]
    told = monday("timecard fix --day fri", typed="mq", now=EVENING).stdout
    assert told == "Fixed 1 of 2 on Fri 20 Nov 2026; techday timecard fix --day 2026-11-20\n"
    monday.did("undo", now=EVENING)
    assert steps(monday, "--day mon") == ["gap", "unassigned", "note"]
    assert steps(monday, "--day fri") == ["gap", "gap"]


def test_nothing_to_fix_is_said(techday: Techday) -> None:
    early = "2026-11-23T07:30:00Z"
    told = techday.tell("timecard fix", "timecard fix --day mon", "timecard fix --json", now=early, typed="")
    assert told == snapshot("""\

$ techday timecard fix
Nothing to fix in 2026-W48
$ techday timecard fix --day mon
Nothing to fix on Mon 23 Nov 2026
$ techday timecard fix --json
{
  "schema": "techday.timecard-fix/1",
  "steps": []
}
""")
    assert not techday.store.exists()


def test_what_no_key_can_settle_is_left_to_review(monday: Techday) -> None:
    monday("timecard fix", typed="bn", now=EVENING)
    assert monday.tell("timecard fix", now="2026-11-24T18:00:00Z") == snapshot("""\

$ techday timecard fix
Nothing to fix in 2026-W48; techday timecard review 2026-W48 has more to look at
""")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("timecard fix this --day mon", "WEEK and --day exclude each other"),
        ("timecard fix --day someday", "someday"),
        ("timecard fix neverweek", '"neverweek" is not a week'),
        ("timecard fix 2026-W48/7", "There is no 2026-W48/7"),
    ],
)
def test_what_is_no_week_and_no_day_is_refused(monday: Techday, command: str, message: str) -> None:
    told = monday(command, now=EVENING)
    assert told.exit in (2, 3)
    assert message in told.stderr


def test_a_merged_ticket_is_offered_as_the_one_it_was_merged_into(monday: Techday) -> None:
    monday.did("ticket merge 2 1", now=EVENING)
    told = monday("timecard fix", typed="1q", now=EVENING)
    assert "before: L1 Mail is down\n" in told.stderr
    assert entries(monday)[1] == "09:30-10:00 L1"


def test_time_told_later_says_so(monday: Techday) -> None:
    assert "told 22h05 late" in monday("timecard fix", typed="1q", now=TUESDAY).stderr


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_list_fits_its_width_and_keeps_the_commands_whole(monday: Techday, columns: int) -> None:
    told = monday("timecard fix", now=EVENING, COLUMNS=str(columns)).stdout
    assert max(map(len, told.splitlines())) <= columns
    assert " ".join(told.split()).count("techday ") == 3


def test_a_mistyped_year_is_found_and_does_not_hide_this_week(monday: Techday) -> None:
    monday("timecard fix", typed="bn", now=EVENING)
    monday.did("timecard log 8:00-9:00 --date 1994-11-19 --type meeting", now=EVENING)  # a Saturday: no gap
    monday.did("timecard delete 2", now=EVENING)
    assert steps(monday) == ["gap"]
    monday.did("timecard log 8:00-9:00 --date 1994-11-18 --type meeting", now=EVENING)
    assert monday("timecard fix", typed="q", now=EVENING).stdout.startswith("Fixed 0 of 2 in 1994-W46;")


# The rule: which steps there are, and what answers them


def test_steps_come_in_order_of_time_and_what_is_frozen_gives_none() -> None:
    listed = [
        views.entry(1, "08:00", "09:00"),
        views.entry(2, "09:30", "10:00", guessed=True, note=""),
        views.entry(3, "10:00", "11:00", frozen=True),
    ]
    view = views.card(
        listed,
        [views.day_of(listed, gaps=[views.gap("09:00", "09:30")])],
        errors=[views.finding(kind, kind, "", number) for kind, number in [("note", 2), ("guess", 2), ("guess", 3)]],
        warnings=[
            views.finding("gap", "gap", ""),
            views.finding("short", "short", ""),
            views.finding("late", "", "", 1),
        ],
    )
    found = steps_of(view, views.ZONE)
    assert [(step.kind, step.entry) for step in found] == [("gap", None), ("guess", 2), ("note", 2)]
    assert found[0].command == "techday log 09:00-09:30 --date 2026-11-23 --ticket N"
    assert steps_of(view, views.ZONE, views.TODAY) == found
    assert steps_of(view, views.ZONE, views.TODAY.replace(day=24)) == []


@pytest.mark.parametrize(
    ("before", "after", "offered"),
    [("L1", "L2", ["L1", "L2"]), ("L1", "L1", ["L1"]), (None, "L2", ["L2"]), ("L1", None, ["L1"]), (None, None, [])],
)
def test_the_tickets_just_before_and_after_are_offered_once_each(
    before: str | None, after: str | None, offered: list[str]
) -> None:
    step = Step("gap", "", "", None, views.at("09:00"), views.at("09:30"), views.TODAY)
    yesterday = views.TODAY.replace(day=22)
    listed = [
        views.entry(1, "15:00", "16:00", yesterday, ticket="L9"),
        views.entry(2, "08:00", "09:00", ticket=before),
        views.entry(3, "09:30", "10:00", ticket=after),
    ]
    assert [entry.ticket for entry in tickets_beside(listed, step)] == offered


@pytest.mark.parametrize(
    ("kind", "span", "keys"),
    [
        ("guess", ("09:00", "10:00"), "ctdsq"),
        ("guess", ("09:00", "09:00"), "tdsq"),
        ("long", ("09:00", "10:00"), "tdsq"),
        ("gap", ("09:00", "10:00"), "12tbmisq"),
        ("unassigned", ("09:00", "10:00"), "12tcnsq"),
        ("overlap", ("09:00", "10:00"), "asq"),
        ("future", ("16:00", "17:00"), "nsq"),
        ("future", ("17:00", "18:00"), "dsq"),
        ("note", ("09:00", "10:00"), ""),
    ],
)
def test_each_kind_has_its_keys(kind: str, span: tuple[str, str], keys: str) -> None:
    step = Step(kind, "", "", 1, views.at(span[0]), views.at(span[1]), views.TODAY)
    assert "".join(keys_of(step, ["L1", "L2"], views.NOW)) == keys


# A walk that anybody may take


KEYS = st.lists(st.sampled_from([*"12sbmicnadtxq", "t1\n", "t9\n", "cacme\n", "t9:40\n", "a note\n", "\n"]), max_size=8)


@examples(5)
@given(KEYS)
def test_whatever_is_pressed_no_second_is_lost_or_told_twice_and_all_can_be_undone(pressed: list[str]) -> None:
    with tempfile.TemporaryDirectory() as home:
        techday = a_monday(Techday(Path(home)))
        techday.did("timecard log 17:10-18:00 --type meeting", now=EVENING)  # still to come
        move_printer(techday, "09:00", "09:20")  # within the mail
        before = stored(techday)
        assert techday("timecard fix", typed="".join(pressed), now=EVENING).exit in (0, 130)
        after = stored(techday)
        assert seconds_told(after) >= seconds_told(before)
        assert seconds_told_twice(after) in (0, seconds_told_twice(before))
        for one in techday("log --json", now=EVENING).json["operations"]:
            if one["verb"] == "timecard fix":
                techday.did("undo", now=EVENING)
        assert stored(techday) == before


def spans(stored: dict[str, list[tuple[Any, ...]]]) -> list[Span[int]]:
    """Give the time of all entries and breaks up to now."""
    times = [row[:2] for rows in stored.values() for row in rows]
    seconds = [[int(from_text(min(at, EVENING)).timestamp()) for at in pair] for pair in times]
    return [Span(*pair) for pair in seconds]


def seconds_told(stored: dict[str, list[tuple[Any, ...]]]) -> int:
    """Give how many seconds are told of, each once."""
    return total(spans(stored))


def seconds_told_twice(stored: dict[str, list[tuple[Any, ...]]]) -> int:
    """Give how many seconds are told of more than once."""
    return sum(one.end - one.start for one in spans(stored)) - seconds_told(stored)


def stored(techday: Techday) -> dict[str, list[tuple[Any, ...]]]:
    """Give what is recorded, as the store has it."""
    with techday.raw() as db:
        return {
            "entries": db.execute(
                "SELECT started_at, ended_at, ticket_id, client_id, work_type, note, billable"
                " FROM time_entry ORDER BY started_at, ended_at"
            ).fetchall(),
            "breaks": db.execute("SELECT started_at, ended_at FROM time_break ORDER BY 1").fetchall(),
        }


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("2026-10-25T00:00:00Z", "2026-10-25T00:15:00Z"),  # 02:00 to 02:15, the first time
        ("2026-10-25T01:00:00Z", "2026-10-25T01:15:00Z"),  # 02:00 to 02:15 again
        ("2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z"),  # 02:45 to 02:15
        ("2026-10-24T23:30:00Z", "2026-10-25T01:00:30Z"),  # 01:30 to the second 02:00:30
    ],
)
@pytest.mark.parametrize("command", ["timecard fix", "timecard day 2026-10-24"])
def test_the_command_offered_for_a_gap_fills_it_also_in_the_hour_that_autumn_repeats(
    techday: Techday, begin: str, end: str, command: str
) -> None:
    techday.configure(
        'technician.zone = "Europe/Berlin"\n[shift]\nstart = "22:00"\nend = "06:00"\ndays = "daily"\nlunch = ""\n'
    )
    techday.did("add Mail is down", "start 1", now="2026-10-24T20:00:00Z")
    techday.did("stop", now=begin)
    techday.did("start 1", now=end)
    morning = "2026-10-25T03:00:00Z"
    shown = " ".join(techday(command, now=morning, COLUMNS="200").stdout.split())
    offered = shown[shown.index("techday log ") : shown.index(" --ticket N")]
    techday.did(f"{offered.removeprefix('techday ')} --ticket 1", now=morning)
    gaps = techday("timecard day 2026-10-24 --json", now=morning).json["gaps"]
    assert [gap for gap in gaps if gap["started_at"] >= begin] == []
