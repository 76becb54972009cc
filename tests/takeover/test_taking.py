"""Taking over what a colleague handed over in words, without a techday of their own."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once
from tests.two_stores import NIGHT, Two

HALF_PAST, QUARTER_TO = "2026-11-23T17:30:00Z", "2026-11-23T17:45:00Z"


@made_once
def sam(techday: Techday) -> Techday:
    """Sam knows of three tickets: two of Alex, one of their own."""
    techday.configure('technician.name = "Sam Reed"\n')
    techday.did(
        "add Mail is down --ref 1049213 --priority 1",
        'ticket assign 213 "Alex Kim" --new',
        "add VPN is slow --ref 1049214",
        'ticket assign 214 "Alex Kim"',
        "add Printer jams",
    )
    return techday


def test_what_was_said_makes_the_tickets_mine(sam: Techday) -> None:
    assert sam.tell(
        'handover take 213 214 L1 --from alex --read-back "Free the disk" --summary "Disk full" --next "Move the logs"',
        "handover list",
        "handover show 1",
        "handover take 213 214 --from alex",
        "undo",
        now="2026-11-23T17:05:00Z",
    ) == snapshot("""\

$ techday handover take 213 214 L1 --from alex --read-back "Free the disk" --summary "Disk full" --next "Move the logs"
Took over 1049213, 1049214 from Alex Kim (#1)
2|   L1 is yours already
$ techday handover list
#  sent   with           tickets  state
1  17:05  from Alex Kim  2 given  accepted 17:05, in words
$ techday handover show 1
#1  Handover from Alex Kim: 2 given
  sent          17:05
  state         accepted by Sam Reed 17:05, in words
  read back     Free the disk

GIVEN 2
  1049213 P1 client?  Mail is down
    summary     Disk full
    next step   Move the logs
    now         new, Sam Reed's
  1049214 P3 client?  VPN is slow
    summary     Disk full
    next step   Move the logs
    now         new, Sam Reed's
$ techday handover take 213 214 --from alex
1049213, 1049214 are yours already
$ techday undo
2| techday: Operation 6 is not undone like others: Took over 1049213, 1049214 from Alex Kim (#1)
2|   techday handover return 1 --reason "…"
exit 1
""")
    page = sam("ticket show 213 --json").json
    assert (page["ticket"]["owner"], page["ticket"]["next_action"]) == ("Sam Reed", "Move the logs")
    assert ("handover", "taken") in [(one["kind"], one["detail"]) for one in page["events"]]
    [taken] = sam("handover list --json").json["handovers"]
    assert (taken["direction"], taken["state"], taken["spoken"], taken["number"]) == ("in", "accepted", True, None)
    assert (taken["name"], taken["decided_by"], taken["read_back"]) == ("Alex Kim", "Sam Reed", "Free the disk")


def test_the_psa_is_not_owed_the_words_of_a_handover(sam: Techday) -> None:
    sam.did('handover take 213 --from alex --summary "Disk full"')
    assert sam("outbox --json").json["groups"] == []


def test_a_ticket_of_somebody_else_than_the_giver_is_told(sam: Techday) -> None:
    sam.did('ticket assign 214 "Kim Lee" --new')
    told = sam('handover take 213 214 --from "Maria Gomez"')
    assert told.exit == 0
    assert "Maria Gomez is new here" in told.stderr
    assert "1049214 was Kim Lee's, not Maria Gomez's" in told.stderr


@pytest.mark.parametrize(
    ("command", "code", "message", "hint"),
    [
        ("handover take 99887 --from alex", 3, 'No ticket "99887"', 'techday add "…" --ref 99887'),
        ("handover take 1049231 --from alex", 3, "No ticket", "Did you mean 1049214"),
        ("handover take . --from alex", 3, "No timer", "techday start N"),
        ("handover take 213", 2, "From whom is missing", "take 213 --from NAME"),
        ("handover take 213 --from sam", 1, "That is you", "--from NAME"),
        ("handover take 213 --from 'Alex Kimm'", 3, "No colleague", "Did you mean Alex Kim?"),
        ("handover take L1 214 --from alex --at '1 jan 2020'", 1, "opened after that", "--at"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_next_step(
    sam: Techday, command: str, code: int, message: str, hint: str
) -> None:
    told = sam(command)
    assert (told.exit, message in told.stderr, hint in told.stderr) == (code, True, True), told.stderr
    assert sam("handover list --json").json["handovers"] == []


def test_what_is_resolved_is_reopened_first(sam: Techday) -> None:
    sam.did("ticket resolve 214 --fix Restarted")
    told = sam("handover take 214 --from alex")
    assert (told.exit, "techday ticket reopen 1049214" in told.stderr) == (1, True)


def test_who_gave_it_is_asked_for_on_a_terminal(sam: Techday) -> None:
    told = sam("handover take 213", typed="alex\n")
    assert (told.exit, told.stdout) == (0, "Took over 1049213 from Alex Kim (#1)\n")


def test_without_a_name_nobody_takes_over(sam: Techday) -> None:
    sam.configure("")
    told = sam("handover take 213 --from alex")
    assert (told.exit, "config set technician.name" in told.stderr) == (1, True)


# What was sent away and came back in words before any receipt


def test_what_is_taken_back_before_its_receipt_is_read_stays_mine(two: Two) -> None:
    receipt = two.accepted(two.sent("L1"))
    two.sam.did("handover send L1 --as give --to Alex --spoken --yes", now=HALF_PAST)
    told = two.alex("handover take L1 INC7 --from Sam", now=QUARTER_TO)
    assert (told.stdout, told.stderr) == ("Took over L1 from Sam (#2)\n", "  INC7 is yours already\n")
    late = two.alex(f"handover receipt {receipt}", now=NIGHT)
    assert late.stdout == "Sam accepted handover 1\n"
    assert "L1 came in again with handover 2, and stays Alex's" in late.stderr
    assert two.owners("L1") == ("Alex", "Alex")
    assert two.alex("handover take L1 --from Sam", now=NIGHT).stdout == "L1 is yours already\n"


def test_what_was_sent_is_taken_back_once_and_only_watched_is_mine_all_the_time(two: Two) -> None:
    two.sent("L1")
    two.sent("INC7", plan="watch")
    told = two.alex("handover take L1 INC7 --from Kim --new", now=HALF_PAST)
    assert (told.stdout, "INC7 is yours already" in told.stderr) == ("Took over L1 from Kim (#3)\n", True)
    assert two.alex("handover take L1 --from Kim", now=QUARTER_TO).stdout == "L1 is yours already\n"
    under_way = {one["ticket"]["ref"]: one["under_way"] for one in two.alex("handover --json", now=NIGHT).json["items"]}
    assert (under_way["L1"], bool(under_way["INC7"])) == (None, True)


@pytest.mark.parametrize(
    "story",
    [
        ("ticket assign L1 nobody", "handover take L1 --from Kim --new"),
        ("handover send L1 --as give --to Sam --spoken",),
        ("handover send L1 --as give --to Sam", "handover accept 1"),
    ],
)
def test_what_was_read_back_is_one_line_however_it_came(story: tuple[str, ...], two: Two) -> None:
    two.alex.did(*story[:-1], f"{story[-1]} --read-back '  call\nthem '", now=HALF_PAST)
    assert two.alex("handover list --json").json["handovers"][0]["read_back"] == "call them"
