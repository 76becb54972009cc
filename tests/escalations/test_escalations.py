"""Tickets are handed up with why and what was tried; nobody is kept from it, and none is lost on the way."""

import json

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

KIM = """\
[technician]
name = "Kim Lee"

[checklist.L1]
default = ["Restarted it"]
printer = ["Restarted the spooler", "Printed a test page"]
"""
NOON = "2026-11-23T12:00:00Z"


@made_once
def kim(techday: Techday) -> Techday:
    """Kim with a ticket about a printer, of which the client has heard."""
    techday.configure(KIM)
    techday.did(
        "client add Acme",
        "add Printer prints blank pages --client acme --category Printer --priority 2 --requester 'Ana Ruiz' --call",
        "add Something of Sam",
        "ticket assign 2 Sam Reed --new",
    )
    return techday


UP = "ticket escalate 1 --to L2 --reason 'drum or fuser' --tried 'new toner'"


def test_the_checklist_of_the_category_is_shown_and_recorded_and_blocks_nothing(kim: Techday) -> None:
    assert kim.tell(f"{UP} --did 2", f"{UP} --did all") == snapshot("""\

$ techday ticket escalate 1 --to L2 --reason 'drum or fuser' --tried 'new toner' --did 2
Escalated L1 to L2
2| warning: not said to be done: Restarted the spooler (--did 1,2 says which were)
$ techday ticket escalate 1 --to L2 --reason 'drum or fuser' --tried 'new toner' --did all
L1 waits for L2 already
""")
    (escalation,) = kim("ticket show 1 --json").json["escalations"]
    assert escalation["checklist"] == snapshot(
        [{"item": "Restarted the spooler", "answer": "no"}, {"item": "Printed a test page", "answer": "yes"}]
    )


def test_without_a_word_about_it_the_checklist_stays_unsaid(kim: Techday) -> None:
    kim.did(UP)
    with kim.raw() as db:
        (kept,) = db.execute("SELECT checklist FROM escalation").fetchone()
    assert json.loads(kept) == [["Restarted the spooler", ""], ["Printed a test page", ""]]


def test_on_a_terminal_each_point_is_one_key(kim: Techday) -> None:
    assert kim.tell("ticket escalate 1 --to L2", typed="yndrum or fuser\nnew toner\n") == snapshot("""\

$ techday ticket escalate 1 --to L2
Escalated L1 to L2
2| Restarted the spooler? [y]es [n]o [s]kip yes
2| Printed a test page? [y]es [n]o [s]kip no
2| Why: What was tried: warning: not said to be done: Printed a test page (--did 1,2 says which were)
""")


@pytest.mark.parametrize("did", ["3", "0", "x", "1,,2", "-1", "1" * 400, "\u0661"])
def test_a_point_that_there_is_not_is_named(kim: Techday, did: str) -> None:
    result = kim(*"ticket escalate 1 --to L2 --reason x --tried y --did".split(), did)
    assert (result.exit, "names points that there are not" in result.stderr) == (2, True)


def test_another_tier_or_category_has_its_own_checklist(kim: Techday) -> None:
    kim.did("ticket edit 1 --category Mail")
    kim.did(UP)
    assert [one["item"] for one in kim("ticket show 1 --json").json["escalations"][0]["checklist"]] == ["Restarted it"]
    kim.did("ticket escalate 1 --to L3 --reason x --tried y")
    assert kim("ticket show 1 --json").json["escalations"][1]["checklist"] == []


def test_a_person_outside_techday_gets_a_message_ready_to_send(kim: Techday) -> None:
    assert kim.tell(
        "ticket escalate 1 --to 'Dana of Printomat' --reason 'drum or fuser' --tried 'new toner' --did all"
    ) == snapshot("""\

$ techday ticket escalate 1 --to 'Dana of Printomat' --reason 'drum or fuser' --tried 'new toner' --did all
Escalated L1 to Dana of Printomat
Subject: Please take over: Printer prints blank pages [L1]

Hello Dana of Printomat,

Please take over L1, "Printer prints blank pages".

Why: drum or fuser
What was tried: new toner; Restarted the spooler; Printed a test page

Client: Acme
Reported by: Ana
Open since: Mon 23 Nov 2026
The client is to hear from us again by Tue 24 Nov, 08:00.

Please tell me when you have it. Until then it stays with me.

Kind regards
Kim Lee
""")


def test_escalating_stops_no_clock_and_moves_no_owner(kim: Techday) -> None:
    before = kim("ticket show 1 --json").json["ticket"]
    kim.did(UP)
    after = kim("ticket show 1 --json").json["ticket"]
    assert (after["clocks"], after["owner"], after["state"]) == (before["clocks"], before["owner"], before["state"])
    assert (after["tier"], after["escalated_to"]) == (2, "L2")


def alerts(techday: Techday, now: str) -> list[str]:
    """Give what `today` says about escalations."""
    return [one["text"] for one in techday("today --json", now=now).json["alerts"] if one["kind"] == "escalation"]


def test_what_nobody_picks_up_within_its_response_target_comes_back(kim: Techday) -> None:
    """P2 is to be answered within an hour: so long it is left to L2, and next offers something else."""
    kim.did("add Toner", UP)
    assert "L3" in kim("ticket next", now="2026-11-23T09:13:00Z").stdout
    assert alerts(kim, "2026-11-23T09:13:00Z") == []
    assert "L1" in kim("ticket next", now="2026-11-23T09:14:00Z").stdout
    assert alerts(kim, "2026-11-23T09:14:00Z") == snapshot(["L1 went to L2, not picked up by 09:14"])
    kim.did("ticket assign 1 Sam Reed")
    assert alerts(kim, NOON) == []
    assert kim("ticket show 1 --json").json["ticket"]["escalated_to"] is None


def test_it_waits_on_the_board_until_then(kim: Techday) -> None:
    kim.did(UP)
    assert [one["ref"] for one in kim("today --json").json["waiting"]] == ["L1"]
    late = kim("today --json", now=NOON).json
    assert [one["ref"] for one in late["waiting"]] == []
    assert "L1" in [one["ref"] for one in [*late["burning"], *late["queue"]]]


def test_what_was_handed_up_can_be_resolved_handed_further_and_handed_back(kim: Techday) -> None:
    assert kim.tell(
        UP,
        UP,
        "ticket escalate 1 --to L1 --reason x --tried y",
        "ticket edit 1 --tier 1",
        "ticket escalate 1 --to Sam --reason 'knows the model' --tried 'new toner' --json",
    ).partition("$ techday ticket escalate 1 --to Sam")[0] == snapshot("""\

$ techday ticket escalate 1 --to L2 --reason 'drum or fuser' --tried 'new toner'
Escalated L1 to L2
2| warning: not said to be done: Restarted the spooler; Printed a test page (--did 1,2 says which were)
$ techday ticket escalate 1 --to L2 --reason 'drum or fuser' --tried 'new toner'
L1 waits for L2 already
$ techday ticket escalate 1 --to L1 --reason x --tried y
2| techday: L1 is at tier 2, so tier 1 is not up
2|   techday ticket edit L1 --tier 1 hands it back down
exit 1
$ techday ticket edit 1 --tier 1
Changed tier of L1
""")
    assert kim("ticket show 1 --json").json["ticket"]["escalated_to"] == "Sam Reed"
    kim.did("ticket resolve 1 --fix 'new drum' --cause wear")
    assert kim("ticket show 1 --json").json["ticket"]["escalated_to"] is None


def test_what_is_told_more_about_it_is_recorded_and_the_wait_goes_on(kim: Techday) -> None:
    kim.did(UP)
    kim.did("ticket escalate 1 --to L2 --reason 'it smokes' --tried 'switched it off'", now="2026-11-23T09:00:00Z")
    page = kim("ticket show 1 --json").json
    assert [one["reason"] for one in page["escalations"]] == ["drum or fuser", "it smokes"]
    assert alerts(kim, "2026-11-23T09:14:00Z")


def test_nobody_hands_a_ticket_up_to_themselves(kim: Techday) -> None:
    result = kim("ticket escalate 1 --to 'kim lee' --reason x --tried y")
    assert (result.exit, "is yourself" in result.stderr) == (1, True)


def test_a_template_that_cannot_be_read_does_not_undo_what_was_recorded(kim: Techday) -> None:
    folder = kim.home / "templates"
    folder.mkdir()
    (folder / "escalation.txt").write_bytes(b"\xff\xfe")
    result = kim("ticket escalate 1 --to Dana --reason x --tried y")
    assert (result.exit, "It is recorded, but: " in result.stderr) == (0, True)
