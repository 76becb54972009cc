"""Giving a handover back: it is a draft again at its sender's, with all that was said; and what was only said too."""

from pathlib import Path

import pytest

from tests.two_stores import CALL, EVENING, LATER, NIGHT, PACKET, TUESDAY, Two, owner, put, written_file

REASON = "--reason 'on the road'"


def drafted(two: Two, ref: str = "L1") -> tuple[str, str, str]:
    """Give what Alex's draft holds of a ticket: plan, summary and next step."""
    with two.alex.raw() as db:
        row: tuple[str, str, str] = db.execute(
            "SELECT plan, summary, next_step FROM handover_draft JOIN ticket ON ticket.id = ticket_id"
            " WHERE reference = ?",
            (ref,),
        ).fetchone()
    return row


@pytest.mark.parametrize("received", [True, False])
def test_the_receiver_gives_it_back_and_it_is_a_draft_again(received: bool, two: Two) -> None:
    packet = two.sent("L1")
    assert drafted(two) is None
    if received:
        two.sam.did(f"handover receive {packet}", now=LATER)
    receipt = written_file(two.sam(f"handover return {1 if received else packet} {REASON} --json", now=LATER))
    assert owner(two.sam, "L1") is None
    told = two.alex(f"handover receipt {receipt}", now=NIGHT)
    assert told.stdout == "Sam returned handover 1: on the road; L1 to hand over again\n"
    assert drafted(two) == ("give", "queue is stuck", "call Ann at 8:00")
    assert two.owners("L1") == ("Alex", None)


def test_the_same_packet_given_back_twice_has_its_receipt_written_again(two: Two) -> None:
    packet = two.sent("L1")
    first = written_file(two.sam(f"handover return {packet} {REASON} --json", now=LATER))
    again = two.sam(f"handover return {packet} --reason other --json", now=NIGHT)
    assert again.json["summary"] == "Handover 1 from Alex was returned already: on the road"
    assert written_file(again).read_bytes() == first.read_bytes()


def test_what_was_given_back_can_be_sent_again_but_not_accepted_after_all(two: Two) -> None:
    packet = two.sent("L1")
    receipt = written_file(two.sam(f"handover return {packet} {REASON} --json", now=LATER))
    refused = two.sam(CALL.format(file=packet), now=NIGHT)
    assert (refused.exit, "was returned here: on the road" in refused.stderr) == (1, True)
    two.alex.did(f"handover receipt {receipt}", now=NIGHT)
    two.alex.did(f"handover receipt {two.accepted(two.sent('L1', now=NIGHT), now=NIGHT)}", now=NIGHT)
    assert two.owners("L1") == ("Sam", "Sam")


def test_the_sender_tells_what_was_said_on_the_phone(two: Two) -> None:
    two.sent("L1")
    told = two.alex(f"handover return 1 --by Sam {REASON}", now=LATER)
    assert told.stdout == "Sam returned handover 1: on the road; L1 to hand over again\n"
    again = two.alex("handover return 1", now=NIGHT)
    assert (again.exit, again.stdout) == (0, "Handover 1 to Sam was returned already: on the road\n")
    refused = two.alex('handover accept 1 --read-back "yes"', now=NIGHT)
    assert (refused.exit, "techday handover send L1 --as give --to Sam" in refused.stderr) == (1, True)


def test_what_the_sender_takes_back_is_nobody_elses_word(two: Two) -> None:
    two.sent("L1")
    told = two.alex(f"handover return 1 {REASON}", now=LATER)
    assert told.stdout == "Took back handover 1 to Sam: on the road; L1 to hand over again\n"
    assert told.stderr == "Sam still has the packet, and can accept it: tell Sam\n"
    events = two.alex("ticket show L1 --json", now=NIGHT).json["events"]
    assert [one["text"] for one in events if one["detail"] == "returned"] == [
        "handover 1 taken back by Alex: on the road"
    ]


@pytest.mark.parametrize("verb", ["accept 1 --read-back yes", "return 1 --reason late"])
def test_nothing_is_answered_before_it_was_sent(verb: str, two: Two) -> None:
    packet = two.sent("L1")
    refused = two.alex(f"handover {verb} --at 16:00", now=LATER)
    assert (refused.exit, "Handover 1 was sent after that" in refused.stderr) == (2, True)
    refused = two.sam(f"handover {verb.replace('1', str(packet), 1)} --at 16:00", now=LATER)
    assert (refused.exit, "Handover 1 was sent after that" in refused.stderr) == (2, True)


def test_what_was_sent_later_is_named_by_the_senders_number(two: Two, tmp_path: Path) -> None:
    refused = two.sam(f"handover return {put(tmp_path, PACKET)} --reason x --at 'yesterday 9:00'", now=LATER)
    assert (refused.exit, "Handover 4 was sent after that" in refused.stderr) == (2, True)
    assert two.sam("handover list --json").json["handovers"] == []


def test_what_is_somebody_elses_by_then_is_no_draft(two: Two) -> None:
    two.sent("L1")
    two.alex.did("ticket assign L1 Kim --new", now=LATER)
    told = two.alex(f"handover return 1 {REASON}", now=NIGHT)
    assert told.stdout == "Took back handover 1 to Sam: on the road\n"
    assert drafted(two) is None


def test_a_packet_that_was_overtaken_can_be_returned(two: Two) -> None:
    first = two.sent("L1")
    two.sam.did(f"handover receive {first}", now=LATER)
    two.alex.did("handover return 1 --reason 'more to say'", now=LATER)
    two.accepted(two.sent("L1", now=LATER))
    refused = two.sam(CALL.format(file=1), now=NIGHT)
    assert (refused.exit, refused.stderr.splitlines()[-1]) == (1, '  techday handover return 1 --reason "overtaken"')
    two.sam.did('handover return 1 --reason "overtaken"', now=NIGHT)
    assert two.owners("L1") == ("Alex", "Sam")


def test_what_was_said_since_for_the_next_handover_stays(two: Two) -> None:
    two.sent("L1")
    two.alex.did("handover return 1 --reason x", now=LATER)
    two.sent("L1", now=LATER)
    with two.alex.raw() as db:
        db.execute("INSERT INTO handover_draft (ticket_id, plan, summary, set_at) VALUES (1, 'watch', 'newer', 'x')")
    two.alex.did("handover return 2 --reason y", now=NIGHT)
    assert drafted(two)[:2] == ("watch", "newer")


def test_what_is_over_by_then_is_no_draft(two: Two) -> None:
    two.sent("L1")
    two.alex.did("ticket resolve L1 --fix restarted --cause age", now=LATER)
    two.alex.did("handover return 1 --reason late", now=NIGHT)
    assert drafted(two) is None


def test_what_was_accepted_is_handed_back_with_a_new_one(two: Two) -> None:
    packet = two.sent("L1")
    receipt = two.accepted(packet)
    for which in (1, packet):
        refused = two.sam(f"handover return {which} {REASON}", now=NIGHT)
        assert (refused.exit, "techday handover send L1 --as give --to Alex" in refused.stderr) == (1, True)
    two.alex.did(f"handover receipt {receipt}", now=NIGHT)
    refused = two.alex(f"handover return 1 {REASON}", now=NIGHT)
    assert (refused.exit, "techday handover take L1 --from Sam" in refused.stderr) == (1, True)
    assert two.owners("L1") == ("Sam", "Sam")


def test_what_was_only_said_goes_back_though_it_was_accepted(two: Two) -> None:
    two.alex.did("handover send L1 --as give --to Sam --spoken --yes", now=EVENING)
    assert owner(two.alex, "L1") == "Sam"
    two.alex.did(f"handover return 1 {REASON}", now=LATER)
    assert owner(two.alex, "L1") == "Alex"
    assert drafted(two) == ("give", "queue is stuck", "call Ann at 8:00")


@pytest.mark.parametrize(("before", "after"), [("Kim", "Kim"), ("nobody", None), ("", None)])
def test_what_was_taken_over_in_words_goes_to_whose_it_was(before: str, after: str | None, two: Two) -> None:
    two.sam.configure("")
    two.sam.did("ticket add Phone rings")
    two.sam.configure('technician.name = "Sam"\n')
    if before:
        two.sam.did(f"ticket assign L1 {before} {'--new' if before == 'Kim' else ''}")
    two.sam.did("handover take L1 --from Alex", now=EVENING)
    assert owner(two.sam, "L1") == "Sam"
    told = two.sam(f"handover return 1 {REASON}", now=LATER)
    assert told.stdout == "Returned handover 1 from Alex: on the road\n"
    assert owner(two.sam, "L1") == after


def test_what_was_given_on_is_not_fetched_back_with_what_was_taken_over(two: Two) -> None:
    two.sam.did("ticket add Phone rings", "ticket assign L1 nobody", "handover take L1 --from Alex --new", now=EVENING)
    two.sam.did("ticket assign L1 Kim --new", now=LATER)
    two.sam.did(f"handover return 1 {REASON}", now=NIGHT)
    assert owner(two.sam, "L1") == "Kim"


def test_what_was_mine_by_another_name_goes_to_the_colleague_all_the_same(two: Two) -> None:
    two.sam.did("ticket add Phone rings", "ticket assign L1 'S Reed' --new", "handover take L1 --from Alex --new")
    two.sam.configure('technician.name = "Sam"\ntechnician.aliases = "S Reed"\n')
    two.sam.did(f"handover return 1 {REASON}", now=LATER)
    assert owner(two.sam, "L1") == "Alex"


def test_what_was_imported_goes_to_whose_it_was_at_its_source(two: Two, tmp_path: Path) -> None:
    export = tmp_path / "tickets.csv"
    export.write_text("Ticket Number,Title,Company,Status,Resource\n77,Quote,Acme,Open,Kim\n", encoding="utf-8")
    two.sam.did(f"import {export} --source psa --view all", "handover take 77 --from Alex --new", now=EVENING)
    two.sam.did(f"handover return 1 {REASON}", now=LATER)
    assert owner(two.sam, "77") == "Kim"


def test_what_was_told_late_goes_to_whose_it_was_all_the_same(two: Two) -> None:
    two.sam.did("ticket add Phone rings", "ticket assign L1 Kim --new", now=LATER)
    two.sam.did("handover take L1 --from Alex", now=LATER)
    two.sam.did(f"handover return 1 {REASON}", now=LATER)
    assert owner(two.sam, "L1") == "Kim"


def test_a_ticket_that_was_given_on_stays_where_it_is(two: Two) -> None:
    two.alex.did("handover send L1 --as give --to Sam --spoken --yes", now=EVENING)
    two.alex.did("ticket assign L1 Kim --new", now=LATER)
    two.alex.did(f"handover return 1 {REASON}", now=NIGHT)
    assert owner(two.alex, "L1") == "Kim"


def test_what_was_assigned_by_hand_is_not_fetched_back_with_what_nobody_accepted(two: Two) -> None:
    two.sent("L1")
    two.alex.did("ticket assign L1 Sam", now=LATER)
    two.alex.did(f"handover return 1 {REASON}", now=NIGHT)
    assert owner(two.alex, "L1") == "Sam"
    assert drafted(two) is None


def test_a_ticket_into_which_a_given_one_was_merged_is_not_fetched_back(two: Two) -> None:
    two.alex.did("handover send L1 --as give --to Sam --spoken --yes", now=EVENING)
    two.alex.did("ticket assign INC7 Sam", "ticket merge L1 INC7", now=LATER)
    two.alex.did(f"handover return 1 {REASON}", now=NIGHT)
    assert owner(two.alex, "INC7") == "Sam"


def test_a_reason_is_asked_for_and_without_a_terminal_typed(two: Two) -> None:
    two.sent("L1")
    assert two.alex("handover return 1", now=LATER).exit == 2
    asked = two.alex("handover return 1", typed="busy\n", now=LATER)
    assert ("The reason: " in asked.stderr, "busy" in asked.stdout) == (True, True)


def test_a_return_is_not_undone_but_names_its_verb(two: Two) -> None:
    two.sent("L1")
    two.alex.did("handover return 1 --reason x", now=LATER)
    undone = two.alex("undo", now=TUESDAY)
    assert (undone.exit, "techday handover send L1 --to Sam" in undone.stderr) == (1, True)


def test_returned_at_the_receivers_and_accepted_on_the_phone_is_told_with_both(two: Two) -> None:
    receipt = written_file(two.sam(f"handover return {two.sent('L1')} {REASON} --json", now=LATER))
    two.alex.did('handover accept 1 --read-back "yes"', now=LATER)
    refused = two.alex(f"handover receipt {receipt}", now=NIGHT)
    assert refused.exit == 1
    assert "Sam returned handover 1, but it was accepted here by Sam: agree on one" in refused.stderr
