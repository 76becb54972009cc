"""Reading in what the receiver answered: what moves with it, what is told, and which receipts are refused."""

from pathlib import Path
from typing import Any

import pytest

from techday.handover.packet import Receipt, ReceiptLine, receipt_document
from tests.two_stores import CALL, EVENING, LATER, NIGHT, TUESDAY, Two, home_of, owner, put, sent_file

TEN_PAST, HALF_PAST = "2026-11-23T17:10:00Z", "2026-11-23T17:30:00Z"


def receipt_for(two: Two, **changes: Any) -> dict[str, Any]:
    """Give the receipt of what Alex sent first, with other fields, as a document."""
    with two.alex.raw() as db:
        row = db.execute("SELECT uid, id, digest FROM handover ORDER BY id LIMIT 1").fetchone()
        uids = [uid for (uid,) in db.execute("SELECT ticket_uid FROM handover_line WHERE handover_id = 1 ORDER BY id")]
    lines = tuple(ReceiptLine(uid, "L1") for uid in uids)
    uid, number, digest = row
    receipt = Receipt(uid, number, digest, "Alex", "Sam", "accepted", LATER, "fine", "", lines)
    return receipt_document(receipt._replace(**changes))


def test_a_lost_receipt_is_written_again_and_read_once(two: Two) -> None:
    packet = two.sent("L1")
    two.accepted(packet).unlink()
    again = two.accepted(packet, now=NIGHT)
    assert "Sam accepted handover 1; L1 is Sam's" in two.alex(f"handover receipt {again}", now=NIGHT).stdout
    twice = two.alex(f"handover receipt {again}", now=TUESDAY)
    assert (twice.exit, twice.stdout) == (0, "That receipt was read in before: handover 1 to Sam, accepted\n")
    assert two.alex("handover show 1 --json").json["handover"]["receipt_at"] == NIGHT


def test_what_changed_at_the_senders_meanwhile_is_told_and_lost_is_nothing(two: Two) -> None:
    two.alex.did("ticket add Third --ref INC9", "ticket add Fourth --ref INC10", "ticket add Fifth --ref INC11")
    packet = two.sent("L1", "INC7", "INC9", "INC10", "INC11")
    two.alex.did("ticket note L1 'they rang again'", "ticket assign INC9 Kim --new", now=TEN_PAST)
    two.alex.did("ticket resolve INC7 --fix 'new rollers' --cause age", now=TEN_PAST)
    two.alex.did("timecard log 17:10-17:20 --ticket INC10", now=HALF_PAST)
    receipt = two.accepted(packet)
    told = two.alex(f"handover receipt {receipt}", now=NIGHT)
    assert told.exit == 0
    assert told.stderr.splitlines() == [
        "warning: L1 changed since it was sent: note 17:10; tell Sam (techday ticket show L1)",
        "warning: INC7 is resolved here; tell Sam (techday ticket show INC7)",
        "warning: INC7 changed since it was sent: state 17:10; tell Sam (techday ticket show INC7)",
        "warning: INC9 is Kim's by now, and stays so; tell Sam (techday ticket show INC9)",
        "warning: INC10 changed since it was sent: time 17:10; tell Sam (techday ticket show INC10)",
    ]
    assert [owner(two.alex, ref) for ref in ("L1", "INC7", "INC9", "INC10", "INC11")] == [
        *("Sam", "Sam", "Kim", "Sam", "Sam")
    ]
    notes = [event["text"] for event in two.alex("ticket show L1 --json").json["events"] if event["kind"] == "note"]
    assert notes == ["they rang again"]


def test_a_ticket_that_was_merged_into_one_that_stays_takes_nothing_with_it(two: Two) -> None:
    packet = two.sent("L1")
    merged = two.alex("ticket merge L1 INC7", now=TEN_PAST)
    assert "L1 was sent to Sam, who has not answered: INC7 does not go with it" in merged.stderr
    told = two.alex(f"handover receipt {two.accepted(packet)}", now=NIGHT)
    assert told.stdout == "Sam accepted handover 1\n"
    assert told.stderr.startswith(
        "warning: L1 is merged into INC7 here, which was not handed over with it"
        " (techday handover send INC7 --as give --to Sam)"
    )
    assert owner(two.alex, "INC7") == "Alex"


def test_what_was_merged_into_another_of_the_same_handover_goes_with_it(two: Two) -> None:
    packet = two.sent("L1", "INC7")
    two.alex.did("ticket merge L1 INC7", now=TEN_PAST)
    two.alex.did(f"handover receipt {two.accepted(packet)}", now=NIGHT)
    assert owner(two.alex, "INC7") == "Sam"


def test_a_number_that_the_help_desk_gave_meanwhile_is_told_with_the_command_for_it(two: Two) -> None:
    two.sam.did("ticket add My own")
    packet = two.sent("L1")
    linked = two.alex("ticket link L1 1049213", now=TEN_PAST)
    assert "it goes without the number 1049213" in linked.stderr
    told = two.alex(f"handover receipt {two.accepted(packet)}", now=NIGHT)
    assert told.stdout == "Sam accepted handover 1; 1049213 (their L2) is Sam's\n"
    assert "L1 is 1049213 here; tell Sam (techday ticket link L2 1049213)" in told.stderr


def test_what_is_only_watched_stays_the_senders(two: Two) -> None:
    receipt = two.accepted(two.sent("L1", plan="watch"))
    told = two.alex(f"handover receipt {receipt}", now=NIGHT)
    assert told.stdout == "Sam accepted handover 1\n"
    assert two.owners("L1") == ("Alex", "Alex")


def test_two_receivers_answer_each_for_their_own(two: Two, tmp_path: Path) -> None:
    kim = home_of(tmp_path, "Kim")
    first = two.sent("L1")
    second = sent_file(two.alex("handover send INC7 --as give --to Kim --json", now=EVENING))
    assert kim(CALL.format(file=first), now=LATER).exit == 1
    assert kim(CALL.format(file=second), now=LATER).exit == 0
    two.alex.did(f"handover receipt {kim.home}/data/out/handover-2-receipt.json", now=NIGHT)
    assert [owner(two.alex, ref) for ref in ("L1", "INC7")] == ["Alex", "Kim"]
    two.alex.did(f"handover receipt {two.accepted(first)}", now=NIGHT)
    assert [owner(two.alex, ref) for ref in ("L1", "INC7")] == ["Sam", "Kim"]


def test_what_was_said_on_the_phone_needs_no_receipt_and_a_receipt_confirms_it(two: Two) -> None:
    packet = two.sent("L1")
    told = two.alex('handover accept 1 --read-back "call at eight"', now=LATER)
    assert told.stdout == "Sam accepted handover 1; L1 is Sam's\n"
    assert owner(two.alex, "L1") == "Sam"
    confirmed = two.alex(f"handover receipt {two.accepted(packet)}", now=NIGHT)
    assert confirmed.stdout == "Sam's receipt confirms it: handover 1 to Sam, accepted\n"
    assert two.alex("handover accept 1", now=NIGHT).stdout == "Handover 1 to Sam was accepted already\n"
    two.alex.did("undo", now=NIGHT)
    assert owner(two.alex, "L1") == "Sam"


def test_what_was_only_said_is_told_on_each_side_by_whom_it_concerns(two: Two) -> None:
    two.sam.did("ticket add Printer jams --ref INC7")
    two.alex.did("handover send INC7 --as give --to Sam --spoken --read-back 'new rollers'", now=EVENING)
    two.sam.did("ticket assign INC7 Alex --new", "handover take INC7 --from Alex --next 'new rollers'", now=EVENING)
    assert two.owners("INC7") == ("Sam", "Sam")
    assert two.alex("handover list --json").json["handovers"][0]["spoken"] is True


@pytest.mark.parametrize(
    ("by", "whose", "warned"), [("", "Sam", False), ("--by 'Sam Reed'", "Sam Reed", False), ("--by Kim", "Sam", True)]
)
def test_who_accepts_is_named_and_somebody_else_is_told(by: str, whose: str, warned: bool, two: Two) -> None:
    two.sent("L1")
    told = two.alex(f'handover accept 1 {by} --read-back "yes"', now=LATER)
    assert told.exit == 0
    assert ("It was sent to Sam, and Kim accepted it; it is Sam's" in told.stderr) == warned
    assert ("Sam is Sam Reed" in told.stderr) == (whose == "Sam Reed")
    assert owner(two.alex, "L1") == whose


def test_who_was_sent_it_by_the_whole_name_may_answer_by_a_part_of_it(two: Two) -> None:
    two.alex.did("handover send L1 --as give --to 'Sam Reed' --new --yes", now=EVENING)
    told = two.alex("handover accept 1 --by Sam --read-back yes", now=LATER)
    assert (told.exit, told.stderr, owner(two.alex, "L1")) == (0, "", "Sam Reed")


def test_a_note_that_is_told_late_is_a_change(two: Two) -> None:
    packet = two.sent("L1")
    two.alex.did("ticket note L1 'they rang' --at 16:00", now=TEN_PAST)
    told = two.alex(f"handover receipt {two.accepted(packet)}", now=NIGHT)
    assert "L1 changed since it was sent: note 16:00; tell Sam" in told.stderr


def test_the_phone_needs_a_read_back_too_and_no_time_before_it_was_sent(two: Two) -> None:
    two.sent("L1")
    assert two.alex("handover accept 1", now=LATER).exit == 2
    assert two.alex("handover accept 1 --read-back yes --at 17:00", now=LATER).exit == 2
    asked = two.alex("handover accept 1", now=LATER, typed="call\n")
    assert (asked.exit, "What Sam said back: " in asked.stderr) == (0, True)


def test_a_receipt_cannot_be_undone_and_says_what_takes_it_back(two: Two) -> None:
    two.alex.did(f"handover receipt {two.accepted(two.sent('L1'))}", now=NIGHT)
    undone = two.alex("undo", now=NIGHT)
    assert (undone.exit, "techday handover take L1 --from Sam" in undone.stderr) == (1, True)
    two.alex.did("handover take L1 --from Sam", now=TUESDAY)
    assert owner(two.alex, "L1") == "Alex"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"handover": "f" * 32}, "was not sent from here"),
        ({"packet_digest": "0" * 64}, "another packet than handover 1 as it was sent"),
        ({"number": 4}, "another packet than handover 1 as it was sent"),
        ({"sender": "Kim"}, "another packet than handover 1 as it was sent"),
        ({"receiver": "Alex"}, "is answered by Alex, who sent handover 1"),
        ({"receiver": "akim"}, "is answered by akim, who sent handover 1"),
        ({"read_back": ""}, "it has no read-back"),
        ({"state": "returned", "read_back": ""}, "it has no reason"),
        ({"lines": (ReceiptLine("e" * 32, "L1"),)}, "another packet than handover 1 as it was sent"),
    ],
)
def test_a_receipt_of_something_else_is_refused(changes: dict[str, Any], told: str, two: Two, tmp_path: Path) -> None:
    two.alex.configure('technician.name = "Alex"\ntechnician.aliases = "akim"\n')
    two.sent("L1")
    result = two.alex(f"handover receipt {put(tmp_path, receipt_for(two, **changes), 'r.json')}", now=NIGHT)
    assert (result.exit, told in result.stderr) == (1, True)
    assert owner(two.alex, "L1") == "Alex"


def test_a_receipt_is_for_the_sender_alone(two: Two) -> None:
    receipt = two.accepted(two.sent("L1"))
    result = two.sam(f"handover receipt {receipt}", now=NIGHT)
    assert (result.exit, "The receipt is your own: handover 1 came in here" in result.stderr) == (1, True)
    assert two.alex("handover receipt 1").exit == 2


def test_what_was_returned_here_and_accepted_there_is_told_with_both(two: Two) -> None:
    receipt = two.accepted(two.sent("L1"))
    two.alex.did("handover return 1 --reason 'wrong one'", now=HALF_PAST)
    result = two.alex(f"handover receipt {receipt}", now=NIGHT)
    assert (result.exit, result.stderr) == (
        1,
        "techday: Sam accepted handover 1, but it was returned here by Alex: agree on one\n"
        "  techday handover send L1 --as give --to Sam --spoken\n",
    )


def test_a_clock_that_is_ahead_accepts_now_at_the_latest(two: Two, tmp_path: Path) -> None:
    two.sent("L1")
    receipt = put(tmp_path, receipt_for(two, at="2030-01-01T00:00:00Z"), "r.json")
    told = two.alex(f"handover receipt {receipt}", now=NIGHT)
    assert told.stderr == "The clocks differ: Sam's 2030-01-01T00:00:00Z is taken for 20:00\n"
    assert two.alex("handover show 1 --json").json["handover"]["decided_at"] == NIGHT


# The system of record


CSV = (
    "Ticket Number,Title,Company,Status,Resource,Priority,Last Modified\n"
    "INC7,Printer jams,Acme,Open,{owner},{priority},{at}\n"
)


def imported(techday: Any, owner_name: str, at: str, *, priority: int = 3, now: str = NIGHT) -> Any:
    """Import what the system of record says of INC7."""
    path = techday.home / "tickets.csv"
    path.write_text(CSV.format(owner=owner_name, at=at, priority=priority), encoding="utf-8")
    result = techday(f"import {path} --source psa --view all", now=now)
    assert result.exit == 0, result
    return result


@pytest.fixture
def known(two: Two) -> Two:
    """Give Alex and Sam after Alex imported INC7, which the system of record says is Alex's."""
    imported(two.alex, "Alex", "2026-11-23 08:00:00", now=EVENING)
    return two


def test_a_transfer_stands_until_the_source_names_somebody_new(known: Two) -> None:
    known.alex.did(f"handover receipt {known.accepted(known.sent('INC7'))}", now=NIGHT)
    later = imported(known.alex, "Alex", "2026-11-24 09:00:00", priority=2, now="2026-11-24T10:00:00Z")
    words = "INC7 stays Sam's, handed over Mon 17:20; its source still says Alex"
    assert words in later.stdout + later.stderr
    assert owner(known.alex, "INC7") == "Sam"
    page = known.alex("ticket show INC7 --json").json["ticket"]
    assert (page["source_still_names"], page["priority"]) == ("Alex", 2)
    assert "Sam (PSA still says Alex)" in known.alex("ticket show INC7").stdout
    imported(known.alex, "Kim", "2026-11-25 09:00:00", now="2026-11-25T10:00:00Z")
    assert owner(known.alex, "INC7") == "Kim"
    assert known.alex("ticket show INC7 --json").json["ticket"]["source_still_names"] is None


def test_without_a_handover_the_later_word_wins_as_ever(known: Two) -> None:
    known.alex.did("ticket assign INC7 Sam --new", now=LATER)
    imported(known.alex, "Alex", "2026-11-24 09:00:00", priority=2, now="2026-11-24T10:00:00Z")
    assert owner(known.alex, "INC7") == "Alex"


def test_a_handover_that_was_given_on_by_hand_protects_nobody(known: Two) -> None:
    known.alex.did(f"handover receipt {known.accepted(known.sent('INC7'))}", now=NIGHT)
    known.alex.did("ticket assign INC7 Kim --new", now=NIGHT)
    imported(known.alex, "Alex", "2026-11-24 09:00:00", priority=2, now="2026-11-24T10:00:00Z")
    assert owner(known.alex, "INC7") == "Alex"


@pytest.mark.parametrize("is_imported", [True, False])
def test_what_arrived_is_found_by_the_first_import_and_stays_the_receivers(is_imported: bool, two: Two) -> None:
    if is_imported:
        imported(two.alex, "Alex", "2026-11-23 08:00:00", now=EVENING)
    two.accepted(two.sent("INC7"))
    later = imported(two.sam, "Alex", "2026-11-24 09:00:00", now="2026-11-24T10:00:00Z")
    assert "INC7 stays Sam's" in later.stdout + later.stderr
    assert [one["owner"] for one in two.sam("ticket list --all --json").json["tickets"]] == ["Sam"]
    assert two.sam("ticket show INC7 --json").json["ticket"]["source_still_names"] == "Alex"
    imported(two.sam, "Kim", "2026-11-25 09:00:00", now="2026-11-25T10:00:00Z")
    assert owner(two.sam, "INC7") == "Kim"


def test_a_ticket_that_the_receiver_imported_before_is_the_same_one(two: Two) -> None:
    imported(two.alex, "Alex", "2026-11-23 08:00:00", now=EVENING)
    imported(two.sam, "Alex", "2026-11-23 08:00:00", now=EVENING)
    two.accepted(two.sent("INC7"))
    assert [one["owner"] for one in two.sam("ticket list --all --json").json["tickets"]] == ["Sam"]
