"""`today check`: what the store cannot see is told by hand, with what was seen."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

TUESDAY, WEDNESDAY, SATURDAY = "2026-11-24T08:14:00Z", "2026-11-25T08:14:00Z", "2026-11-28T10:00:00Z"


def states(techday: Techday, now: str = "") -> dict[str, str]:
    return {item["key"]: item["state"] for item in techday("today --json", now=now).json["routine"]}


def test_a_tick_holds_for_its_day(techday: Techday) -> None:
    techday.did("client add Acme")
    assert techday.tell(
        "today check start-meeting ok --seen 'all six there'",
        "today check backups fail --seen 'NAS-2 is full'",
        "today check contact na",
        "today",
        "today check backups ok --seen 'freed 200 GB, ran again'",
        "today",
    ) == snapshot("""\

$ techday today check start-meeting ok --seen 'all six there'
Checked start meeting: ok (all six there)
$ techday today check backups fail --seen 'NAS-2 is full'
Checked backups: fail (NAS-2 is full)
$ techday today check contact na
Checked client contact: na
$ techday today
techday  Mon 23 Nov 2026 08:14   shift 08:00-17:00
ROUTINE 1/4   [!] backups NAS-2 is full   [ ] check-in   [ ] end meeting
              [x] start meeting                         techday today check ITEM
No open tickets.  techday ticket add TITLE
$ techday today check backups ok --seen 'freed 200 GB, ran again'
Checked backups: ok (freed 200 GB, ran again)
$ techday today
techday  Mon 23 Nov 2026 08:14   shift 08:00-17:00
ROUTINE 2/4   [ ] check-in   [ ] end meeting   [x] start meeting   [x] backups
                                                        techday today check ITEM
No open tickets.  techday ticket add TITLE
""")
    assert set(states(techday, TUESDAY).values()) == {"open"}


def test_what_never_applies_is_told_once(techday: Techday) -> None:
    techday.did("client add Acme", "today check end-meeting na --always", "today check check-in na")
    assert states(techday)["end-meeting"] == states(techday)["check-in"] == "na"
    assert (states(techday, TUESDAY)["end-meeting"], states(techday, TUESDAY)["check-in"]) == ("na", "open")
    techday("today check end-meeting ok --seen there", now=TUESDAY)
    assert (states(techday, TUESDAY)["end-meeting"], states(techday, WEDNESDAY)["end-meeting"]) == ("done", "open")


def test_what_can_be_seen_is_not_ticked_and_what_cannot_needs_words(techday: Techday) -> None:
    techday.did("client add Acme", "add Mail is down")
    assert techday.tell(
        "today check verified",
        "today check owned ok --seen 'I looked'",
        "today check owned na",
        "today check backups",
        "today check backups fail",
        "today check backups done --seen x",
        "today check backups ok --always --seen x",
        "today check b ok --seen 'all green'",
        "today check meeting",
        "today check bakups",
        "today check ''",
        "today check",
    ) == snapshot("""\

$ techday today check verified
2| techday: verified closes itself when the work is done, so it cannot be ticked
2|   techday today shows what is missing (does not apply? techday today check verified na)
exit 1
$ techday today check owned ok --seen 'I looked'
2| techday: incoming owned closes itself when the work is done, so it cannot be ticked
2|   techday today shows what is missing (does not apply? techday today check owned na)
exit 1
$ techday today check owned na
Checked incoming owned: na
$ techday today check backups
2| techday: What was seen is missing: backups ok
2|   techday today check backups ok --seen TEXT
exit 2
$ techday today check backups fail
2| techday: What was seen is missing: backups fail
2|   techday today check backups fail --seen TEXT
exit 2
$ techday today check backups done --seen x
2| techday: "done" is not ok, fail or na
2|   techday today check backups ok --seen TEXT
exit 2
$ techday today check backups ok --always --seen x
2| techday: --always goes with na: the item does not apply
2|   techday today check backups na --always
exit 2
$ techday today check b ok --seen 'all green'
Checked backups: ok (all green)
$ techday today check meeting
2| techday: No routine item "meeting"
2|   One of end-meeting, start-meeting
exit 3
$ techday today check bakups
2| techday: No routine item "bakups"
2|   One of backups
exit 3
$ techday today check ''
2| techday: No routine item ""
2|   One of start-meeting, import, owned, backups, watches, projects, week, contact, verified, documents, timecard, handover, check-in, end-meeting
exit 3
$ techday today check
2| techday: Missing argument 'ITEM'
2|   techday today check --help
exit 2
""")  # noqa: E501  # every item is named on one line


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("start meeting", "start-meeting"),
        ("Start M", "start-meeting"),
        ("client contact", "contact"),
        ("time card", "timecard"),
        ("incoming", "owned"),
        ("check-in", "check-in"),
    ],
)
def test_an_item_goes_by_its_title_as_the_board_shows_it_too(techday: Techday, typed: str, key: str) -> None:
    assert techday("today", "check", typed, "na", "--seen", "x", "--json").json["item"] == key


def test_what_was_seen_is_asked_for_at_a_terminal(techday: Techday) -> None:
    assert techday.tell("today check backups", typed="seven of seven, Ana's NAS too\n") == snapshot("""\

$ techday today check backups
Checked backups: ok (seven of seven, Ana's NAS too)
2| What was seen (backups):
""")
    assert techday.tell("today check backups", typed="\n") == snapshot("""\

$ techday today check backups
2| What was seen (backups): techday: What was seen is missing: backups ok
2|   techday today check backups ok --seen TEXT
exit 2
""")


def test_nothing_is_asked_of_a_day_without_a_shift(techday: Techday) -> None:
    techday.did("client add Acme", "add Mail is down")
    assert set(states(techday, SATURDAY)) == {"owned", "verified"}


def test_what_has_no_subject_is_not_listed(techday: Techday) -> None:
    techday.did("start meeting")
    assert set(states(techday)) == {"start-meeting", "timecard", "check-in", "end-meeting"}


def test_evidence_closes_an_item_by_itself_and_opens_it_again(techday: Techday) -> None:
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.did("add Mail is down", "ticket assign 1 nobody", now="2026-11-20T09:00:00Z")
    assert (states(techday)["owned"], states(techday)["verified"]) == ("open", "open")
    techday.did("start 1", "ticket edit 1 --next 'call Ana'")
    assert (states(techday)["owned"], states(techday)["verified"]) == ("done", "done")
    assert states(techday, TUESDAY)["verified"] == "done"  # the timer still runs on it
    techday.did("stop")
    assert states(techday, TUESDAY)["verified"] == "open"


def test_in_a_night_shift_the_day_is_that_on_which_it_began(techday: Techday) -> None:
    techday.configure('[shift]\nstart = "22:00"\nend = "06:00"\ndays = "daily"\n')
    techday("today check start-meeting ok --seen here", now="2026-11-23T22:05:00Z")
    assert states(techday, "2026-11-24T02:00:00Z")["start-meeting"] == "done"
    assert states(techday, "2026-11-24T21:00:00Z")["start-meeting"] == "open"


def test_scripts_are_told_what_was_told(techday: Techday) -> None:
    assert techday("today check backups ok --seen green --json").json == snapshot(
        {
            "schema": "techday.change/1",
            "operation": 1,
            "summary": "Checked backups: ok (green)",
            "item": "backups",
            "state": "ok",
            "seen": "green",
            "always": False,
        }
    )


@pytest.mark.parametrize("words", ["\x1b]52;c;eA==\x07green", "gre\u202een", "green\nand more", "\udcffgreen"])
def test_what_was_seen_is_kept_as_one_safe_line(techday: Techday, words: str) -> None:
    told = techday("today", "check", "backups", "fail", "--seen", words)
    assert told.exit == 0
    assert told.stdout.removesuffix("\n").isprintable()
    assert techday("undo").exit == 0


@made_once
def watched(techday: Techday) -> Techday:
    """Two clients, of whom one has two backups and a sensor."""
    techday.did("client add Acme", "client add Globex")
    techday.did("watch add Nightly --client acme --kind backup", "watch add Archive --client acme --kind backup")
    techday.did("watch add Disk --client acme --kind sensor")
    return techday


def routine(techday: Techday) -> dict[str, tuple[str, str | None]]:
    """Give the state and the evidence of each routine item."""
    return {one["key"]: (one["state"], one["evidence"]) for one in techday("today --json").json["routine"]}


def test_backups_that_are_watched_are_answered_for_at_once(watched: Techday) -> None:
    assert (routine(watched)["backups"], routine(watched)["watches"]) == (
        ("open", "2 of 2 due"),
        ("open", "1 of 1 due"),
    )
    assert watched("today check backups ok --seen 'all green' --client globex").stdout == "Nothing is due\n"
    told = watched("today check backups ok --seen 'all green'").stdout
    assert told.startswith("Checked 2 watches: ok")
    assert (routine(watched)["backups"], routine(watched)["watches"][0]) == (("done", "2 ok"), "open")


def test_of_several_backups_that_are_due_the_one_that_fails_must_be_named(watched: Techday) -> None:
    refused = watched("today check backups fail --seen red")
    assert (refused.exit, "2 watches are due: which of them fails is missing" in refused.stderr) == (1, True)
    watched.did("watch check nightly ok --seen green")
    assert "opened L1" in watched("today check backups fail --seen red").stdout
    again = watched("today check backups fail --seen red")
    assert (again.exit, "No watches are due: which of them fails is missing" in again.stderr) == (1, True)
    assert routine(watched)["backups"] == ("failed", "1 of 2 fail")


def test_backups_are_walked_through_on_a_terminal(watched: Techday) -> None:
    walked = watched("today check backups", typed="o\ngreen\ns\n")
    assert walked.exit == 0
    assert routine(watched)["backups"] == ("open", "1 of 2 due")


def test_backups_that_do_not_apply_today_are_said_so_of_all(watched: Techday) -> None:
    watched.did("today check backups na")
    assert routine(watched)["backups"][0] == "na"


def test_a_contact_may_be_told_as_a_routine_item(watched: Techday) -> None:
    assert watched("today check contact ok --seen 'all is well' --client globex").stdout.startswith("Spoke to GLOBEX")
    assert routine(watched)["contact"] == ("done", "GLOBEX 08:14")
    assert watched("today check contact fail --seen x").exit == 1
    assert watched("today check contact done --seen x").exit == 2


def test_an_item_of_the_whole_day_is_not_told_of_one_client(watched: Techday) -> None:
    assert watched("today check start-meeting ok --seen there --client acme").exit == 2


def test_nobody_is_asked_to_ring_clients_at_night(techday: Techday) -> None:
    techday.configure('[shift]\nstart = "22:00"\nend = "06:00"\n')
    techday.did("client add Acme")
    night = "2026-11-23T23:00:00Z"
    assert "contact" not in {one["key"] for one in techday("today --json", now=night).json["routine"]}
    assert techday("today --json", now=night).json["contact"] is None
    techday.did("calendar add Late --hours 'mon-fri 20:00-23:59'", "client edit acme --calendar Late", now=night)
    assert "contact" in {one["key"] for one in techday("today --json", now=night).json["routine"]}


def test_today_says_how_many_contacts_the_60_day_rule_needs(techday: Techday) -> None:
    techday.did("client add Acme --since 2026-09-28")
    with techday.raw() as db:
        db.executemany(
            "INSERT INTO client (code, name, name_key, created_at, starts_on) VALUES (?, ?, ?, '', '2026-10-01')",
            [(f"C{number}", f"Client {number}", f"client {number}") for number in range(9)],
        )
    board = techday("today --json").json
    needed = board["contact"]["needed"]
    assert needed > 1
    (alert,) = [one for one in board["alerts"] if one["kind"] == "contact"]
    assert alert["text"] == f"60-day rule: 0 of {needed} contacts today"
    for _ in range(needed):
        techday.did("contact-next done --note hello")
    board = techday("today --json").json
    assert (board["contact"]["done"], [one for one in board["alerts"] if one["kind"] == "contact"]) == (needed, [])


def test_an_item_that_did_not_apply_applies_again_when_somebody_answers_for_it(watched: Techday) -> None:
    watched.did("today check backups na --always", "today check contact na --always")
    assert (routine(watched)["backups"][0], routine(watched)["contact"][0]) == ("na", "na")
    watched.did("today check backups ok --seen green", "today check contact ok --seen hello --client acme")
    assert (routine(watched)["backups"][0], routine(watched)["contact"][0]) == ("done", "done")


def test_an_answer_that_is_refused_ends_no_exception(techday: Techday) -> None:
    techday.did("client add Acme", "today check backups na --always")
    assert techday("today check backups ok").exit == 2
    assert routine(techday)["backups"][0] == "na"
    techday.did("today check backups ok --seen green")
    assert routine(techday)["backups"] == ("done", "green")
