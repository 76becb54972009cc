"""The end of a shift as one walk: what each step does, what Enter leaves, and what is owed at its end."""

import io
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from techday.context import Context
from techday.pages.endday import TITLES
from techday.ui.grid import cell_width
from tests.conftest import Techday, made_once

FRIDAY, EVENING, SATURDAY = "2026-11-20T09:00:00Z", "2026-11-23T16:50:00Z", "2026-11-28T12:00:00Z"
ALEX = '[technician]\nname = "Alex Kim"\nmanager = "Pat Doe <pat@example.org>"\n'
KEYS = list(TITLES)
HOSTILE = "Mail \x1b[31m\u202eis | `down` [x](y) 宕机 " * 6


@made_once
def evening(techday: Techday) -> Techday:
    """Ten minutes before the end of a shift: a gap in the time card, three tickets, and a timer that runs."""
    techday.configure(ALEX)
    techday.did(
        "client add Acme --phone 555-1000",
        "add Mail is down --client acme --priority 1",
        "add Printer jams --client acme --priority 3",
        "add Docking station --client acme --priority 4",
        "ticket assign L1 me",
        "ticket assign L2 me",
        "ticket assign L3 'Sam Reed' --new",
        "ticket edit L1 --next 'call the provider'",
        now=FRIDAY,
    )
    techday.did(
        "timecard log 8:00-9:30 --ticket L2",
        "timecard log 10:00-12:00 --ticket L2",
        "timecard log 13:00-16:30 --ticket L2",
        now=EVENING,
    )
    techday.did("start L2", now="2026-11-23T16:30:00Z")
    return techday


def walked(techday: Techday, *answers: str, now: str = EVENING) -> str:
    """Walk with these answers; give what was asked and said, and at the end what is owed."""
    result = techday("endday", now=now, typed="".join(answers))
    assert result.exit == 0, result
    return result.stderr + result.stdout


def operations(techday: Techday) -> int:
    """Count the writes."""
    with techday.raw() as db:
        count: int = db.execute("SELECT count(*) FROM operation").fetchone()[0]
        return count


def steps_of(techday: Techday, now: str = EVENING) -> dict[str, tuple[str, str | None, str | None]]:
    """Give the steps as scripts read them: state, what is owed, and the command."""
    steps = techday("endday --json", now=now).json["steps"]
    return {one["key"]: (one["state"], one["owed"], one["command"]) for one in steps}


def test_without_a_terminal_it_only_says_what_is_owed(evening: Techday) -> None:
    before = operations(evening)
    assert evening.tell("endday", now=EVENING) == snapshot("""\

$ techday endday
Still owed
! Time card: 1 gap                         techday timecard fix --day 2026-11-23
! Unverified tickets: 2 not verified                       techday ticket verify
! Handover: 2 to watch                           techday handover send --to NAME
! Check-in: not given                                            techday checkin
! End meeting: not held                                techday meeting start end
! the timer runs on L2 since 16:30                                  techday stop
""")
    assert operations(evening) == before


def test_scripts_get_the_steps_and_what_else_is_owed(evening: Techday) -> None:
    assert evening("endday --json", now=EVENING).json == snapshot(
        {
            "schema": "techday.endday/1",
            "date": "2026-11-23",
            "steps": [
                {
                    "key": "timecard",
                    "title": "Time card",
                    "state": "open",
                    "owed": "1 gap",
                    "command": "techday timecard fix --day 2026-11-23",
                    "evidence": None,
                },
                {
                    "key": "verified",
                    "title": "Unverified tickets",
                    "state": "open",
                    "owed": "2 not verified",
                    "command": "techday ticket verify",
                    "evidence": None,
                },
                {
                    "key": "handover",
                    "title": "Handover",
                    "state": "open",
                    "owed": "2 to watch",
                    "command": "techday handover send --to NAME",
                    "evidence": None,
                },
                {
                    "key": "check-in",
                    "title": "Check-in",
                    "state": "open",
                    "owed": "not given",
                    "command": "techday checkin",
                    "evidence": None,
                },
                {
                    "key": "end-meeting",
                    "title": "End meeting",
                    "state": "open",
                    "owed": "not held",
                    "command": "techday meeting start end",
                    "evidence": None,
                },
            ],
            "also": [{"kind": "timer", "text": "the timer runs on L2 since 16:30", "command": "techday stop"}],
        }
    )


def test_the_whole_walk(evening: Techday) -> None:
    told = evening("endday", now=EVENING, typed="y\nmv\nprint a page\nSam\ndown since 16:00\n\ny\n12m\n")
    assert told.exit == 0
    assert told.stderr == snapshot("""\

1/5 Time card: 1 gap
  Settle it now (y; Enter skips): \n\
1/1 nothing told 09:30-10:00 (30m)
  before: L2 Printer jams
  What was it? [1] L2 [t]icket [b]reak [m]eeting [i]nternal [s]kip [q]uit meeting
  Logged 30m of meeting (Mon 09:30-10:00)

2/5 Unverified tickets: 2 not verified
  Type the next step; Enter skips; q: quit

1/2 L1 P1 ACME Mail is down
  new, 3d old; next: call the provider
  last word: nobody was told anything yet
  Next step (v: as it stands): \n\
2/2 L2 P3 ACME Printer jams
  working, 3d old; next: not recorded
  last word: nobody was told anything yet
  Next step: \n\
3/5 Handover: 2 to watch
  watch L1 P1 ACME Mail is down (P1, response was due Fri 09:30)
  watch L2 P3 ACME Printer jams (response was due Fri 13:00)
  To whom (Enter skips): 2 to complete: Enter leaves it out, . ends the questions
L1 Mail is down
  Summary: L2 Printer jams
  Summary:   Sam Reed accepts it; then: techday handover receipt FILE
  or, told by phone: techday handover accept 1 --read-back "…"

4/5 Check-in: not given
  Check-in Mon 23 Nov 2026, Alex Kim
  Done: 2 tickets handed over (Sam Reed)
  Worked on: L2 7h20, meeting 30m
  Open: 2 (1 P1, 1 P3)
  - L1 P1 ACME Mail is down: call the provider
  - L2 P3 ACME Printer jams: print a page
  Blocked: none
  Hours: 7h50 worked, 7h20 billed, 93% billable (target 75%)
  Tomorrow, Tue 24 Nov 08:00-17:00: nothing planned
  Needs attention:
  - 2 tickets are past their time: L1, L2
  - handover 1 to Sam Reed is not accepted: 2 tickets, sent 16:50
  Given to (y: Pat Doe; Enter skips): \n\
5/5 End meeting: not held
  Hold it now (y; 12m: it took that long; Enter skips): \n\
""")
    assert told.stdout.replace(str(evening.home), "~") == snapshot("""\
Fixed 1 of 1 on Mon 23 Nov 2026
Verified 2 of 2
Sent #1 to Sam Reed: 2 to watch (L1, L2)
~/data/out/handover-1.json
~/data/out/handover-1.md
~/data/out/handover-1.html
~/data/out/handover-1.eml
Gave the check-in of Mon 23 Nov to Pat Doe at 16:50
Logged meeting 1 (end of shift): 16:38-16:50, 12m; L2 16:30-running became 16:30-16:38 and 16:50-running
Still owed
! Sam Reed has not accepted handover 1: 2 to watch, sent 16:50
    techday handover receipt FILE
! the timer runs on L2 since 16:50                                  techday stop
""")
    assert {key: state for key, (state, _, _) in steps_of(evening).items()} == dict.fromkeys(KEYS, "done")


def test_after_all_of_it_nothing_is_owed(evening: Techday) -> None:
    walked(evening, "y\n", "m", "v\n", "print a page\n", "Sam\n", "down since 16:00\n", "\n", "y\n", "12m\n")
    evening.did("handover accept 1 --by Sam --read-back 'call the provider'", "stop", now=EVENING)
    assert evening.tell("endday", now=EVENING) == snapshot("""\

$ techday endday
Nothing owed. Good night.
""")


def test_on_a_day_without_a_shift_nothing_is_asked_for(techday: Techday) -> None:
    assert techday.tell("endday", now=SATURDAY) == snapshot("""\

$ techday endday
Nothing owed. Good night.
""")
    assert walked(techday, now=SATURDAY) == snapshot("""\

1/5 Time card: nothing to settle

2/5 Unverified tickets: nothing of yours is open from before today

3/5 Handover: nothing to hand over

4/5 Check-in: not asked for without a shift

5/5 End meeting: not asked for without a shift

Nothing owed. Good night.
""")
    assert steps_of(techday, SATURDAY)["check-in"] == ("na", None, None)


def test_enter_skips_every_step_and_writes_nothing(evening: Techday) -> None:
    before, owed = operations(evening), steps_of(evening)
    told = walked(evening, "\n", "\n", "\n", "\n", "\n", "\n")
    assert operations(evening) == before
    assert steps_of(evening) == owed
    assert told.count("Enter") == 5
    assert "Still owed" in told


def test_leaving_in_the_middle_keeps_what_was_answered(evening: Techday) -> None:
    before = operations(evening)
    left = evening("endday", now=EVENING, typed="y\nmv\n")  # the input ends at the second ticket
    assert left.exit == 0
    assert "Still owed\n! Unverified tickets: 1 not verified" in left.stdout
    assert operations(evening) == before + 2
    assert steps_of(evening)["timecard"][0] == "done"
    assert steps_of(evening)["verified"][1] == "1 not verified"
    evening.did("undo", now=EVENING)
    assert steps_of(evening)["verified"][1] == "2 not verified"


def test_a_ticket_without_a_next_step_is_not_confirmed_and_q_ends_the_questions(evening: Techday) -> None:
    told = walked(evening, "\n", "\n", "v\n", "Q\n", "\n", "\n", "\n")
    assert "It has no next step yet: type it" in told
    assert "Verified 0 of 2" in told
    assert evening("ticket show L2 --json", now=EVENING).json["ticket"]["next_action"] is None


@pytest.mark.parametrize(("answer", "verified"), [("y", 1), ("YES", 1), ("v", 1), ("n", 0), ("No", 0)])
def test_a_yes_or_a_no_is_no_next_step(evening: Techday, answer: str, verified: int) -> None:
    told = walked(evening, "\n", f"{answer}\n", "q\n", "\n", "\n", "\n")
    assert f"Verified {verified} of 2" in told
    assert evening("ticket show L1 --json", now=EVENING).json["ticket"]["next_action"] == "call the provider"


def test_of_a_day_without_any_time_the_whole_shift_is_owed(techday: Techday) -> None:
    techday.did("add Mail is down --priority 4", now=FRIDAY)
    late = "2026-11-23T17:10:00Z"
    assert steps_of(techday, late)["timecard"] == (
        "open",
        "8h not told",
        'techday timecard log TIME-TIME --date 2026-11-23 --note "…"',
    )
    told = walked(techday, "\n", "\n", "\n", "\n", now=late)
    assert "1/5 Time card: 8h not told\n  techday timecard log" in told
    techday.did("timecard log 8:00-17:00 --type internal", now=late)
    assert steps_of(techday, late)["timecard"][0] == "done"


def test_a_short_day_of_which_all_is_told_owes_nothing_whatever_other_days_do(techday: Techday) -> None:
    techday.did("add Mail is down --priority 4", now=FRIDAY)
    late = "2026-11-24T17:10:00Z"
    techday.did(
        "timecard log 8:00-12:00 --type internal",
        "timecard log 13:00-15:00 --type internal",
        "timecard break 15:00-17:00",
        now=late,
    )
    warned = techday("timecard review --json", now=late).json["warnings"]
    assert {("short", "2026-11-24"), ("short", "2026-11-23")} <= {(one["kind"], one["date"]) for one in warned}
    assert steps_of(techday, late)["timecard"] == ("done", None, None)


def test_an_edited_status_is_warned_of_only_where_something_changed_since(evening: Techday) -> None:
    evening.did("checkin edit --text 'All quiet'", now=EVENING)
    told = walked(evening, "\n", "q\n", "\n", "\n", "\n")
    assert "  All quiet\n  Given to" in told
    evening.did("ticket note L1 'called again'", now=EVENING)
    assert "something changed since" in walked(evening, "\n", "q\n", "\n", "\n", "\n")


def test_of_the_meeting_that_drags_on_its_step_alone_tells(evening: Techday) -> None:
    evening.did("meeting start end", now="2026-11-23T16:20:00Z")
    view = evening("endday --json", now=EVENING).json
    assert [one["owed"] for one in view["steps"] if one["key"] == "end-meeting"] == ["running 20m, 5m over"]
    assert view["also"] == []


def test_of_several_calls_home_the_first_is_named_and_the_others_counted(evening: Techday) -> None:
    evening.did(
        "visit end acme --arrived 14:00 --left 14:30 --note done --adjust",
        "visit end acme --arrived 15:00 --left 15:30 --note done --adjust",
        now=EVENING,
    )
    also = evening("endday --json", now=EVENING).json["also"]
    [text] = [one["text"] for one in also if one["kind"] == "call-home"]
    assert text == "call home: the visit to ACME ended 14:30 (and 1 more)"


def test_a_no_holds_no_meeting(evening: Techday) -> None:
    assert "no duration" not in walked(evening, "\n", "q\n", "\n", "\n", "n\n")
    assert evening("meeting list --json", now=EVENING).json["meetings"] == []


def test_what_is_due_on_what_is_watched_for_a_colleague_is_owed(techday: Techday, tmp_path: Path) -> None:
    (tmp_path / "sam").mkdir()
    colleague = Techday(tmp_path / "sam")
    colleague.configure('[technician]\nname = "Sam Reed"\n')
    techday.configure(ALEX)
    colleague.did(
        "client add Acme",
        "add Mail is down --client acme --priority 1",
        "ticket assign L1 me",
        "ticket promise L1 'Ring them' --by 19:00",
        f"handover send L1 --as watch --to 'Alex Kim' --out {tmp_path}",
        now=EVENING,
    )
    techday.did(f"handover accept {tmp_path / 'handover-1.json'} --read-back 'ring them at seven'", now=EVENING)
    for now, due in ((EVENING, "due 19:00"), ("2026-11-23T20:00:00Z", "overdue since 19:00")):
        also = techday("endday --json", now=now).json["also"]
        assert [(one["text"], one["command"]) for one in also if one["kind"] == "watched"] == [
            (f"watched for Sam Reed: L1 Mail is down, {due}", "techday handover show 1")
        ]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["n"], "To whom (Enter skips)"),
        (["alex kim"], "That is you"),
        (["Sam Reid"], "Sam Reed"),
        (["y", ""], "To whom (Enter skips)"),
        (["Jo", ""], "Jo is new here"),
        (["<>"], "not a name"),
    ],
)
def test_whom_nothing_can_be_sent_to_is_said_and_asked_for_again(
    evening: Techday, answers: list[str], said: str
) -> None:
    told = walked(evening, "\n", "q\n", *[f"{one}\n" for one in answers], *([] if answers == ["n"] else ["\n"]), "\n\n")
    assert said in told
    assert evening("handover list --json", now=EVENING).json["handovers"] == []


def test_whoever_had_the_last_handover_is_offered(evening: Techday) -> None:
    walked(evening, "\n", "q\n", "Sam\n", ".\n", "\n", "\n")
    evening.did("add Server smokes --client acme --priority 1", "ticket assign L4 me", now=EVENING)
    told = walked(evening, "\n", "q\n", "y\n", ".\n", "\n", "\n")
    assert "To whom (y: Sam Reed; Enter skips)" in told
    assert "Sent #2 to Sam Reed: 1 to watch (L4)" in told


def test_without_a_name_of_ones_own_the_handover_says_how_to_set_it_and_the_walk_goes_on(techday: Techday) -> None:
    techday.did("add Mail is down --priority 1", now=FRIDAY)
    told = walked(techday, "\n", "\n", "Pat\n", "\n")
    assert 'techday config set technician.name "Your Name"' in told
    assert "Gave the check-in of Mon 23 Nov to Pat at 16:50" in told


def test_the_meeting_is_started_or_told_and_asked_again_where_the_answer_means_nothing(evening: Techday) -> None:
    told = walked(evening, "\n", "q\n", "\n", "\n", "soon\n", "y\n")
    assert "soon" in told
    assert "Started meeting 1 (end of shift); stopped L2" in told
    assert steps_of(evening)["end-meeting"] == ("open", "running 0m", "techday meeting end")
    assert walked(evening, "\n", "q\n", "\n", "\n").count("techday stop") == 0  # it stops with the meeting


@pytest.mark.parametrize(
    ("command", "kind", "text", "clears"),
    [
        ("undo", "", "", ""),
        ("ticket note L2 rebooted", "timer", "the timer runs on L2 since 16:30", "techday stop"),
        ("ticket link L2 1049213", "outbox", "outbox 3, 7h", "techday outbox"),
        (
            "visit end acme --arrived 14:00 --left 14:30 --note done --adjust",
            "call-home",
            "call home: the visit to ACME ended 14:30",
            "techday visit called NAME",
        ),
        ("visit go acme", "visit", "on the way to ACME since 16:50", "techday visit start ACME"),
        ("handover send L1 --to Sam", "handover", "Sam Reed has not accepted handover 1", "techday handover"),
    ],
)
def test_what_no_step_settles_is_owed_too(evening: Techday, command: str, kind: str, text: str, clears: str) -> None:
    """Without the timer, whose start is undone, nothing else is owed."""
    evening.did(command, now=EVENING)
    also = evening("endday --json", now=EVENING).json["also"]
    found = [one for one in also if one["kind"] == kind]
    assert len(found) == 1 if kind else also == []
    for one in found:
        assert one["text"].startswith(text)
        assert one["command"].startswith(clears)
        assert one["text"] in " ".join(evening("endday", now=EVENING).stdout.split())


def test_what_does_not_apply_owes_nothing(evening: Techday) -> None:
    evening.did(
        "today check handover na --seen 'nobody works tonight'",
        "today check check-in ok --seen 'told Pat on the phone'",
        "today check end-meeting na --seen 'a quiet day'",
        now=EVENING,
    )
    steps = steps_of(evening)
    assert [steps[key][:2] for key in KEYS[2:]] == [("na", None), ("done", None), ("na", None)]
    assert "3/5 Handover: nobody works tonight" in walked(evening, "\n", "q\n")


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_hostile_words_steer_nothing_and_fit_the_screen(techday: Techday, width: str) -> None:
    techday.configure(ALEX)
    techday("add", HOSTILE, "--priority", "1", now=FRIDAY)
    techday.did("ticket assign L1 me", now=FRIDAY)
    told = techday("endday --plain", now=EVENING, typed="\nq\n\n\n\n", COLUMNS=width)
    assert told.exit == 0
    assert not {"\x1b", "\u202e"} & {*told.stdout, *told.stderr}
    for line in told.stderr.splitlines() + told.stdout.splitlines():
        # What is typed ends the line of a question, and here nothing of it is seen.
        assert cell_width(line) <= int(width) or "Enter skips): " in line, line


def test_each_step_reads_the_clock_anew() -> None:
    environ = {"TECHDAY_NOW": EVENING}
    context = Context(environ, io.StringIO(), io.StringIO(), io.StringIO())
    assert context.now.minute == 50
    environ["TECHDAY_NOW"] = "2026-11-23T16:58:00Z"
    with context.afresh() as here:
        assert (here.now.minute, here.out) == (58, context.out)
    assert context.now.minute == 50


def test_a_ticket_of_today_is_not_said_to_be_verified(techday: Techday) -> None:
    techday.configure(ALEX)
    techday.did("add Mail is down --priority 1", "ticket assign L1 me", now="2026-11-23T10:00:00Z")
    told = "nothing of yours is open from before today"
    assert f"2/5 Unverified tickets: {told}\n" in walked(techday, "\n", "\n", "\n", "\n", "\n")
    step = next(one for one in techday("endday --json", now=EVENING).json["steps"] if one["key"] == "verified")
    assert (step["state"], step["evidence"]) == ("na", told)


def test_every_ticket_from_before_today_can_be_verified(evening: Techday) -> None:
    evening.did("ticket verify L1", "ticket verify L2 --next 'print a page'", now=EVENING)
    step = next(one for one in evening("endday --json", now=EVENING).json["steps"] if one["key"] == "verified")
    assert (step["state"], step["evidence"]) == ("done", "every ticket from before today is verified")


def test_as_it_stands_is_offered_only_where_there_is_a_next_step(evening: Techday) -> None:
    told = walked(evening, "\n", "\n", "\n", "\n", "\n", "\n")
    assert "  Next step (v: as it stands): " in told
    assert "  Next step: " in told
    assert told.count("as it stands") == 1
