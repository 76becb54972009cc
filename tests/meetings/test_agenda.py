"""What a meeting is to talk about, put together from all rooms, on screens of several widths."""

from pathlib import Path

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

FRIDAY, MORNING, EVENING = "2026-11-20T10:00:00Z", "2026-11-23T08:02:00Z", "2026-11-23T16:50:00Z"
HANDOVER = """
INSERT INTO handover (id, uid, direction, number, technician_id, name, state, spoken, sent_at, recorded_at, packet,
       digest, decided_by, read_back, reason)
VALUES ({id}, '{id}', '{direction}', {id}, (SELECT min(id) FROM technician), 'Sam Reed', '{state}', 0,
       '2026-11-22T22:00:00Z', '2026-11-22T22:00:00Z', '', '', '', '', '')
"""
LINE = """
INSERT INTO handover_line (handover_id, ticket_uid, plan, reference, title, priority, summary, tried, next_step,
       if_then, told)
VALUES ({id}, '{plan}', '{plan}', 'L1', 'Mail', 3, '', '', '', '', '')
"""


@made_once
def busy(techday: Techday) -> Techday:
    """A Monday with something in every section."""
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.did(
        "client add Acme",
        "client add Globex",
        "note Who is on call at Christmas --monday",
        "add Mail is down for everybody --client acme --priority 1",
        "add Router reboots --client globex --tier 2",
        "ticket escalate L2 --to L3 --reason 'It is the firmware' --tried 'Other cables'",
        "add New laptop --client acme",
        "ticket wait L3 vendor --until 15:00 --next 'Ask for the date'",
        "add Nobody waits here --client acme",
        "ticket wait L4 scheduled --until 15:00 --next 'Move the desk'",
        "ticket promise L3 'Tell them the date' --by 'mon 9:00'",
        "watch add NAS --client globex --kind backup --every daily",
        "watch check NAS fail --seen 'disk full'",
        "ticket assign L4 Sam Reed --new",
        "meeting start other",
        "meeting note 'We move the window' --decision",
        "meeting end",
        now=FRIDAY,
    )
    with techday.raw() as db:
        for direction, state, number in (("in", "received", 1), ("out", "sent", 2), ("in", "accepted", 3)):
            db.execute(HANDOVER.format(id=number, direction=direction, state=state))
            for plan in ("watch", "give"):
                db.execute(LINE.format(id=number, plan=plan))
    techday.did("add Call the carrier --client acme", now=MORNING)
    return techday


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_agenda_of_monday(busy: Techday, width: int) -> None:
    shown = busy("meeting agenda monday", now=MORNING, COLUMNS=str(width)).stdout
    assert all(len(line) <= width for line in shown.splitlines())
    assert (
        "\n" + shown
        == {
            60: snapshot("""\

AGENDA Monday, Mon 23 Nov 2026  techday meeting start monday

TOPICS 1                            techday meeting close ID
 #1  Who is on call at Christmas  since Fri 10:00

HANDOVERS TO ACCEPT 1                  techday handover list
 #1  2 tickets from Sam Reed, 1 given  since Sun 22:00

BURNING 3                                techday ticket list
 L1  P1 Mail is down for everybody  2d
 L5  P2 NAS failed: disk full    2d
 L2  P3 Router reboots           escalated to L3 Fri 10:00

BLOCKED 1                techday ticket list --state waiting
 L3  P3 New laptop           waits for vendor, due Fri 15:00

PROMISES DUE 1                         techday ticket kept N
 L3  Tell them the date          by 09:00

FAILING WATCHES 1               techday watch list --failing
 L5  NAS: disk full              day 1

OPEN DECISIONS 1                    techday meeting close ID
 #2  We move the window          since Fri 10:00
"""),
            80: snapshot("""\

AGENDA Monday, Mon 23 Nov 2026                      techday meeting start monday

TOPICS 1                                                techday meeting close ID
 #1           Who is on call at Christmas       since Fri 10:00

HANDOVERS TO ACCEPT 1                                      techday handover list
 #1           2 tickets from Sam Reed, 1 given  since Sun 22:00

BURNING 3                                                    techday ticket list
 L1   ACME    P1 Mail is down for everybody     2d
 L5   GLOBEX  P2 NAS failed: disk full          2d
 L2   GLOBEX  P3 Router reboots                 escalated to L3 Fri 10:00

BLOCKED 1                                    techday ticket list --state waiting
 L3   ACME    P3 New laptop                     waits for vendor, due Fri 15:00

PROMISES DUE 1                                             techday ticket kept N
 L3   ACME    Tell them the date                by 09:00

FAILING WATCHES 1                                   techday watch list --failing
 L5   GLOBEX  NAS: disk full                    day 1

OPEN DECISIONS 1                                        techday meeting close ID
 #2           We move the window                since Fri 10:00
"""),
            120: snapshot("""\

AGENDA Monday, Mon 23 Nov 2026                                                              techday meeting start monday

TOPICS 1                                                                                        techday meeting close ID
 #1           Who is on call at Christmas       since Fri 10:00

HANDOVERS TO ACCEPT 1                                                                              techday handover list
 #1           2 tickets from Sam Reed, 1 given  since Sun 22:00

BURNING 3                                                                                            techday ticket list
 L1   ACME    P1 Mail is down for everybody     2d
 L5   GLOBEX  P2 NAS failed: disk full          2d
 L2   GLOBEX  P3 Router reboots                 escalated to L3 Fri 10:00

BLOCKED 1                                                                            techday ticket list --state waiting
 L3   ACME    P3 New laptop                     waits for vendor, due Fri 15:00

PROMISES DUE 1                                                                                     techday ticket kept N
 L3   ACME    Tell them the date                by 09:00

FAILING WATCHES 1                                                                           techday watch list --failing
 L5   GLOBEX  NAS: disk full                    day 1

OPEN DECISIONS 1                                                                                techday meeting close ID
 #2           We move the window                since Fri 10:00
"""),
        }[width]
    )


@made_once
def blocked(techday: Techday) -> Techday:
    """Tickets that wait for others, one of them too long, two handed up, and one with a date of one's own."""
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.did(
        "client add Acme",
        *(f"add {title} --client acme" for title in ("Vendor", "Customer", "Handed up", "Late", "Planned", "Mine")),
        "add 'Mail is down' --client acme --priority 1",
        *(f"ticket assign L{number} me" for number in range(1, 8)),
        *(f"reply L{number} 'On it'" for number in range(1, 7)),
        "ticket wait L1 vendor --until 'wed 10:00'",
        "ticket wait L2 customer --until 'thu 10:00'",
        "ticket escalate L3 --to L2 --reason hard --tried all",
        "ticket wait L4 parts --until 15:00",
        "ticket wait L5 scheduled --until 'wed 10:00' --next go",
        now=FRIDAY,
    )
    techday.did("ticket escalate L7 --to L2 --reason 'Firmware' --tried all", now=MORNING)
    return techday


@pytest.mark.parametrize("kind", ["start", "monday", "end"])
def test_the_agenda_and_the_check_in_have_one_rule_for_what_is_blocked(blocked: Techday, kind: str) -> None:
    sections = {
        one["key"]: one["points"] for one in blocked(f"meeting agenda {kind} --json", now=MORNING).json["sections"]
    }
    points = [*sections["burning"], *sections["blocked"]]
    waiting = {one["ref"]: one["about"] for one in points if one["about"].startswith(("waits", "escalated"))}
    check_in = blocked("checkin --json", now=MORNING).json["blocked"]
    assert waiting == {one["ref"]: one["text"].removesuffix(", not picked up") for one in check_in}
    assert waiting == {
        "L7": "escalated to L2 08:02",
        "L3": "escalated to L2 Fri 10:00",
        "L4": "waits for parts, due Fri 15:00",
        "L1": "waits for vendor until Wed 10:00",
        "L2": "waits for customer until Thu 10:00",
    }


def test_of_the_blocked_those_that_were_handed_up_stand_first_and_what_is_late(blocked: Techday) -> None:
    shown = blocked("meeting agenda start", now=MORNING).stdout
    assert "\n" + shown == snapshot("""\

AGENDA start of shift, Mon 23 Nov 2026               techday meeting start start

BURNING 1                                                    techday ticket list
 L7   ACME  P1 Mail is down   escalated to L2 08:02

BLOCKED 4                                    techday ticket list --state waiting
 L3   ACME  P3 Handed up      escalated to L2 Fri 10:00
 L4   ACME  P3 Late           waits for parts, due Fri 15:00
 L1   ACME  P3 Vendor         waits for vendor until Wed 10:00
 L2   ACME  P3 Customer       waits for customer until Thu 10:00
""")


def test_the_end_of_a_shift_talks_of_what_was_begun_and_given_away_too(busy: Techday) -> None:
    assert busy.tell("meeting", now=EVENING) == snapshot("""\

$ techday meeting
AGENDA end of shift, Mon 23 Nov 2026                   techday meeting start end

HANDOVERS TO ACCEPT 1                                      techday handover list
 #1           2 tickets from Sam Reed, 1 given  since Sun 22:00

HANDED OVER, NOT ACCEPTED 1                                techday handover list
 #2           2 tickets with Sam Reed, 1 given  since Sun 22:00

BURNING 4                                                    techday ticket list
 L1   ACME    P1 Mail is down for everybody     3d
 L5   GLOBEX  P2 NAS failed: disk full          3d
 L2   GLOBEX  P3 Router reboots                 escalated to L3 Fri 10:00
 L6   ACME    P3 Call the carrier               8h

BLOCKED 1                                    techday ticket list --state waiting
 L3   ACME    P3 New laptop                     waits for vendor, due Fri 15:00

PROMISES DUE 1                                             techday ticket kept N
 L3   ACME    Tell them the date                overdue since 09:00

FAILING WATCHES 1                                   techday watch list --failing
 L5   GLOBEX  NAS: disk full                    day 1

OPEN DECISIONS 1                                        techday meeting close ID
 #2           We move the window                since Fri 10:00

UNFINISHED TODAY 1                                              techday handover
 L6   ACME    P3 Call the carrier               no next step
""")


def test_scripts_get_every_point_with_its_command(busy: Techday) -> None:
    agenda = busy("meeting agenda end --json", now=EVENING).json
    assert agenda["schema"] == "techday.agenda/1"
    assert (agenda["kind"], agenda["date"], agenda["meeting"], agenda["notes"]) == ("end", "2026-11-23", None, [])
    assert {section["key"]: [point["command"] for point in section["points"]] for section in agenda["sections"]} == (
        snapshot(
            {
                "handovers": ['techday handover accept 1 --read-back "…"'],
                "sent": ['techday handover accept 2 --by "Sam Reed" --read-back "…"'],
                "burning": [
                    "techday ticket show L1",
                    "techday ticket show L5",
                    "techday ticket assign L2 NAME",
                    "techday ticket show L6",
                ],
                "blocked": ["techday ticket show L3"],
                "promises": ["techday ticket kept L3 1"],
                "failing": ['techday watch check "GLOBEX NAS" ok --seen TEXT'],
                "decisions": ["techday meeting close 2"],
                "unfinished": ["techday ticket show L6"],
            }
        )
    )


def test_an_agenda_is_copied_as_text(busy: Techday) -> None:
    copied = busy("meeting agenda start --copy", now=MORNING, typed="", TERM="xterm")
    assert "]52;c;" in copied.stderr
    assert "Copied" in copied.stderr


def test_of_tickets_only_ones_own_and_those_of_nobody_are_talked_about(techday: Techday) -> None:
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.did(*(f"add {whose} --priority 1" for whose in ("Mine", "Theirs", "Nobodys")), now=FRIDAY)
    techday.did("ticket assign L1 me", "ticket assign L2 Sam Reed --new", now=FRIDAY)
    sections = techday("meeting agenda end --json", now="2026-11-20T16:50:00Z").json["sections"]
    assert {one["key"]: [point["ref"] for point in one["points"]] for one in sections} == {
        "burning": ["L1", "L3"],
        "unfinished": ["L1", "L3"],
    }


def test_nothing_to_talk_about(techday: Techday) -> None:
    assert techday.tell("meeting", "meeting list", "meeting agenda other --plain", now=MORNING) == snapshot("""\

$ techday meeting
AGENDA Monday, Mon 23 Nov 2026                      techday meeting start monday

Nothing to talk about.
$ techday meeting list
No meetings yet.
  techday meeting start
$ techday meeting agenda other --plain
AGENDA other, Mon 23 Nov 2026                        techday meeting start other

Nothing to talk about.
""")
    assert techday("meeting list --json").json == {"schema": "techday.meetings/1", "meetings": [], "more": False}


def test_of_many_points_the_first_few_stand_there_and_all_on_request(techday: Techday) -> None:
    for number in range(7):
        techday.did(f"add Down {number} --priority 1", f"note Topic {number} --monday", now=FRIDAY)
    techday.did("meeting start other --took 5m", now=FRIDAY)
    with techday.raw() as db:
        for kind, count in (("topic", 24), ("decision", 31)):
            rows = [(kind, f"More {kind} {number}") for number in range(count)]
            db.executemany(
                "INSERT INTO meeting_note (meeting_id, kind, text, at, state)"
                " VALUES (1, ?, ?, '2026-11-20T10:00:00Z', 'open')",
                rows,
            )
    shown = techday("meeting agenda monday", now=MORNING).stdout
    assert [shown.count(word) for word in ("Topic", "More topic", "P1 Down", "More decision")] == [7, 3, 5, 5]
    for left in (21, 2, 26):
        assert f" {left} more  techday meeting agenda monday --all" in shown
    whole = techday("meeting agenda monday --all", now=MORNING).stdout
    assert [whole.count(word) for word in ("Topic", "More topic", "P1 Down", "More decision")] == [7, 24, 7, 31]


def test_of_many_notes_the_last_ones_stand_there(techday: Techday) -> None:
    techday.did("meeting start", *(f"meeting note Word-{number}" for number in range(12)), now=MORNING)
    shown = techday("meeting", now=MORNING).stdout
    assert (shown.count("Word-"), "Word-11" in shown) == (10, True)
    assert " 2 before  techday meeting agenda monday --all" in shown
    assert techday("meeting agenda monday --all", now=MORNING).stdout.count("Word-") == 12


@pytest.mark.parametrize("width", [60, 80])
def test_words_have_the_room_that_they_need(techday: Techday, width: int) -> None:
    question = "Shall we move the maintenance window of the hospital from Saturday to Sunday, as they ask"
    techday.did("note Desk phones --monday", f"note '{question}?' --monday", now=FRIDAY)
    techday.did("meeting start other --took 5m", f"meeting note '{question}, or {question} {question}?' --decision")
    techday.did("add 'Mail is down for everybody in the hospital' --priority 1")
    techday.did("start L1", "ticket edit L1 --next 'Ring the provider, who wanted to look at it on Monday morning'")
    shown = techday("meeting agenda monday", now=EVENING, COLUMNS=str(width)).stdout
    shown += techday("meeting agenda end", now=EVENING, COLUMNS=str(width)).stdout
    assert all(len(line) <= width for line in shown.splitlines())
    assert (
        "\n" + shown
        == {
            60: snapshot("""\

AGENDA Monday, Mon 23 Nov 2026  techday meeting start monday

TOPICS 2                            techday meeting close ID
 #1  Desk phones                             since Fri 10:00
 #2  Shall we move the maintenance window of the hospital
     from Saturday to Sunday, as they ask?   since Fri 10:00

BURNING 1                                techday ticket list
 L1  P1 Mail is down for everybody in the hospital  8h

OPEN DECISIONS 1                    techday meeting close ID
 #3  Shall we move the maintenance window of the hospital
     from Saturday to Sunday, as they ask, or…  since 08:14
AGENDA end of shift, Mon 23 Nov 2026
  techday meeting start end

BURNING 1                                techday ticket list
 L1  P1 Mail is down for everybody in the hospital  8h

OPEN DECISIONS 1                    techday meeting close ID
 #3  Shall we move the maintenance window of the hospital
     from Saturday to Sunday, as they ask, or…  since 08:14

UNFINISHED TODAY 1                          techday handover
 L1  P1 Mail is down for everybody in the hospital
       Ring the provider, who wanted to look at it on Monda…
"""),
            80: snapshot("""\

AGENDA Monday, Mon 23 Nov 2026                      techday meeting start monday

TOPICS 2                                                techday meeting close ID
 #1     Desk phones                                              since Fri 10:00
 #2     Shall we move the maintenance window of the hospital from Saturday to
        Sunday, as they ask?                                     since Fri 10:00

BURNING 1                                                    techday ticket list
 L1     P1 Mail is down for everybody in the hospital            8h

OPEN DECISIONS 1                                        techday meeting close ID
 #3     Shall we move the maintenance window of the hospital from Saturday to
        Sunday, as they ask, or Shall we move the maintenance wind…  since 08:14
AGENDA end of shift, Mon 23 Nov 2026                   techday meeting start end

BURNING 1                                                    techday ticket list
 L1     P1 Mail is down for everybody in the hospital  8h

OPEN DECISIONS 1                                        techday meeting close ID
 #3     Shall we move the maintenance window of the hospital from Saturday to
        Sunday, as they ask, or Shall we move the maintenance wind…  since 08:14

UNFINISHED TODAY 1                                              techday handover
 L1     P1 Mail is down for everybody in the hospital
          Ring the provider, who wanted to look at it on Monday morning
"""),
        }[width]
    )


def test_a_clipboard_that_takes_nothing_leaves_no_half_an_answer(techday: Techday) -> None:
    result = techday("meeting agenda --copy --json", now=MORNING)
    assert (result.exit, result.stdout) == (1, "")


def test_what_is_watched_for_colleagues_is_talked_about(techday: Techday, tmp_path: Path) -> None:
    (tmp_path / "sam").mkdir()
    colleague = Techday(tmp_path / "sam")
    colleague.configure('[technician]\nname = "Sam Reed"\n')
    techday.configure('[technician]\nname = "Kim Lee"\n')
    colleague.did(
        "client add Acme",
        "add Mail is down --client acme --priority 1",
        "ticket assign L1 me",
        "ticket promise L1 'Ring them' --by 19:00",
        f"handover send L1 --as watch --to 'Kim Lee' --out {tmp_path}",
        now=EVENING,
    )
    techday.did(f"handover accept {tmp_path / 'handover-1.json'} --read-back 'ring them at seven'", now=EVENING)
    shown = techday("meeting agenda end", now=EVENING).stdout
    assert "WATCHED FOR COLLEAGUES 1" in shown
    assert "ACME P1 Mail is down for Sam Reed, due 19:00" in " ".join(shown.split())
    assert "overdue since 19:00" in techday("meeting agenda end", now="2026-11-23T20:00:00Z").stdout
    assert "WATCHED" not in techday("meeting agenda start", now="2026-11-24T08:05:00Z").stdout


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_hostile_words_stay_words(techday: Techday, width: int) -> None:
    hostile = "\x1b[31mred\x1b]0;owned\x07 \u202ebackwards\u2066 [bold]x[/bold] 漢字" * 5
    techday.did("meeting start other --title x", now=MORNING)
    for told in (["note", hostile, "--monday"], ["meeting", "note", hostile, "--decision"], ["add", hostile]):
        assert techday(*told, now=MORNING).exit == 0
    assert techday("meeting", "start", "other", "--title", hostile, now=EVENING).exit == 0
    for command in ("meeting", "meeting agenda monday", "meeting list", "meeting list --json", "meeting --json"):
        result = techday(command, now=EVENING, COLUMNS=str(width))
        assert result.exit == 0
        assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(result.stdout)


def test_the_board_sees_that_the_meetings_were_held(techday: Techday) -> None:
    def items(now: str) -> dict[str, tuple[str, str | None, str | None]]:
        found = techday("today --json", now=now).json["routine"]
        return {
            one["key"]: (one["state"], one["evidence"], one["command"])
            for one in found
            if one["key"].endswith("meeting")
        }

    techday.did("add Mail is down", now=FRIDAY)
    told = [items(MORNING)]
    techday.did("meeting start monday", now=MORNING)
    told.append(items("2026-11-23T08:11:00Z"))
    techday.did("meeting end", now="2026-11-23T08:21:00Z")
    techday.did("today check end-meeting ok --seen 'on the phone'", now=EVENING)
    told.append(items(EVENING))
    techday.did("meeting start end --took 10m --at 16:45", now=EVENING)
    told.append(items(EVENING))
    assert told == snapshot(
        [
            {
                "start-meeting": ("open", None, "techday meeting start"),
                "end-meeting": ("open", None, "techday meeting start end"),
            },
            {
                "start-meeting": ("open", "running 9m", "techday meeting end"),
                "end-meeting": ("open", None, "techday meeting start end"),
            },
            {"start-meeting": ("done", "08:02, 19m, 4m over", None), "end-meeting": ("done", "on the phone", None)},
            {"start-meeting": ("done", "08:02, 19m, 4m over", None), "end-meeting": ("done", "16:35, 10m", None)},
        ]
    )
