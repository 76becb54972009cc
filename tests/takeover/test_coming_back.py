"""Tickets that go and come: what came back is nobody else's, what is here already, and lines that are one ticket."""

from pathlib import Path
from typing import Any

import pytest

from techday.handover.packet import PacketClient, PacketEvent, PacketPromise
from tests.conftest import Techday
from tests.two_stores import CALL, ITEM, LATER, NIGHT, PACKET, TUESDAY, Two, accepted, home_of, put, sent_file

OTHER = "c" * 32
HALF_PAST, QUARTER_TO = "2026-11-23T17:30:00Z", "2026-11-23T17:45:00Z"
NINE = "2026-11-24T09:00:00Z"
CLOCKS = ("response", "reply", "update", "resolution")


@pytest.fixture
def sam(techday: Techday) -> Techday:
    """Give a techday of Sam."""
    techday.configure('technician.name = "Sam"\n')
    return techday


def ticket_of(techday: Techday, ref: str) -> Any:
    """Give a ticket as `ticket show` tells it."""
    return techday(f"ticket show {ref} --json", now=NIGHT).json["ticket"]


def given_back(two: Two, ref: str, now: str) -> Path:
    """Have Sam hand a ticket back to Alex, and Alex accept it; give the receipt of that."""
    packet = sent_file(two.sam(f"handover send {ref} --as give --to Alex --json", now=now))
    result = two.alex(CALL.format(file=packet) + " --json", now=QUARTER_TO)
    assert result.exit == 0, result
    return Path(result.json["files"][0])


# There and back


def test_a_receipt_that_is_read_late_moves_nothing_that_is_back(two: Two) -> None:
    first = two.accepted(two.sent("L1"))
    second = given_back(two, "L1", HALF_PAST)
    told = two.alex(f"handover receipt {first}", now=NIGHT)
    assert (told.exit, told.stdout) == (0, "Sam accepted handover 1\n")
    assert "L1 came in again with handover 2, and stays Alex's" in told.stderr
    two.sam.did(f"handover receipt {second}", now=NIGHT)
    assert two.owners("L1") == ("Alex", "Alex")


def test_what_came_back_through_somebody_else_stays_too(two: Two, tmp_path: Path) -> None:
    kim = home_of(tmp_path, "Kim")
    first = two.accepted(two.sent("L1"))
    on = sent_file(two.sam("handover send L1 --as give --to Kim --json", now=HALF_PAST))
    kim.did(CALL.format(file=on), now=HALF_PAST)
    back = sent_file(kim("handover send L1 --as give --to Alex --json", now=QUARTER_TO))
    two.alex.did(CALL.format(file=back), now=NIGHT)
    two.alex.did(f"handover receipt {first}", now=NIGHT)
    assert two.owners("L1")[0] == "Alex"


def test_what_comes_back_brings_what_happened_on_it_and_how_it_stands(two: Two) -> None:
    two.alex.did("ticket promise L1 'a call' --by '2026-11-24 10:00'")
    two.accepted(two.sent("L1"))
    two.sam.did("ticket reply L1 'It is fixed soon'", "ticket edit L1 --priority 3", now=HALF_PAST)
    two.sam.did("ticket wait L1 customer --until '2026-11-25 9:00'", now=HALF_PAST)
    two.sam.did("ticket kept L1", now=HALF_PAST)
    packet = sent_file(two.sam("handover send L1 --as give --to Alex --json", now=HALF_PAST))
    told = two.alex(CALL.format(file=packet) + " --json", now=QUARTER_TO).json["told"]
    assert told == ['L1: "a call" is no open promise any more at Sam\'s: techday ticket kept L1 1']
    here, there = ticket_of(two.alex, "L1"), ticket_of(two.sam, "L1")
    for name in ("priority", "state", "waiting_for", "waiting_until"):
        assert here[name] == there[name], name
    assert [here["clocks"][name] for name in CLOCKS] == [there["clocks"][name] for name in CLOCKS]
    events = two.alex("ticket show L1 --json").json["events"]
    assert [one["text"] for one in events if one["kind"] == "reply"] == ["It is fixed soon"]
    assert [one["kind"] for one in events].count("waiting") == 1


def test_what_is_mine_stays_as_i_left_it_and_the_difference_is_told(two: Two, tmp_path: Path) -> None:
    two.alex.did("ticket note INC7 'asked them'")
    item = ITEM._replace(title="Printer jams", priority=1, state="waiting", waiting_for="vendor", waiting_until=TUESDAY)
    told = accepted(two.alex, tmp_path, item, sender="Kim", receiver="Alex")["told"]
    assert told == ["Kim is new here", "INC7 stays as it is here; at Kim's it is P1, waiting on vendor"]
    assert [ticket_of(two.alex, "INC7")[name] for name in ("priority", "state")] == [3, "new"]


@pytest.mark.parametrize("ref", ["L1", "INC7", "L2"])
def test_clocks_are_the_same_on_both_sides(ref: str, two: Two) -> None:
    two.alex.did("ticket add They rang --call")
    two.alex.did(f"ticket heard {ref} 'still down'", now="2026-11-23T09:00:00Z")
    two.alex.did(f"ticket reply {ref} 'we look at it'", now="2026-11-23T09:30:00Z")
    two.alex.did(f"ticket wait {ref} customer --until 16:00", now="2026-11-23T10:00:00Z")
    two.alex.did(f"ticket heard {ref} 'it is me again'", now="2026-11-23T15:00:00Z")
    two.accepted(two.sent(ref))
    here = ticket_of(two.sam, "L1" if ref == "L2" else ref)["clocks"]
    there = ticket_of(two.alex, ref)["clocks"]
    assert {name: here[name] for name in CLOCKS} == {name: there[name] for name in CLOCKS}


# What is here already


@pytest.mark.parametrize("state", ["working", "waiting"])
def test_what_had_vanished_here_is_back_as_it_comes(state: str, sam: Techday, tmp_path: Path) -> None:
    export = tmp_path / "tickets.csv"
    export.write_text("Ticket Number,Title,Company,Status\nINC7,Printer jams,Acme,Open\nINC8,Other,Acme,Open\n")
    sam.did(f"import {export} --source psa --view open")
    export.write_text("Ticket Number,Title,Company,Status\nINC8,Other,Acme,Open\n")
    sam.did(f"import {export} --source psa --view open", now=LATER)
    assert ticket_of(sam, "INC7")["state"] == "gone"
    wait = {"waiting_for": "vendor", "waiting_until": TUESDAY} if state == "waiting" else {}
    item = ITEM._replace(state=state, source="psa", **wait)  # type: ignore[arg-type]  # both are texts
    accepted(sam, tmp_path, item, now=LATER)
    ticket = ticket_of(sam, "INC7")
    assert (ticket["state"], ticket["owner"], ticket["waiting_for"]) == (state, "Sam", wait.get("waiting_for"))
    export.write_text("Ticket Number,Title,Company,Status\nINC8,Other,Acme,Closed\n")
    told = sam(f"import {export} --source psa --view open", now=NIGHT)
    assert ticket_of(sam, "INC7")["state"] == state
    assert told.exit == 0


def test_what_is_over_here_is_told_with_the_command_that_opens_it(sam: Techday, tmp_path: Path) -> None:
    sam.did("ticket add Printer jams --ref INC7", "ticket resolve INC7 --fix done --cause x")
    told = accepted(sam, tmp_path, ITEM)["told"]
    assert "INC7 is resolved here, and stays so: techday ticket reopen INC7" in told


def test_a_number_alone_is_not_taken_silently(sam: Techday, tmp_path: Path) -> None:
    sam.did("client add Beta", "ticket add unrelated --ref INC7 --client beta")
    told = accepted(sam, tmp_path, ITEM._replace(source="cw"))["told"]
    assert 'INC7 stays as it is here; at Alex\'s it is called "Printer jams", of ACME, P2, working' in told


def test_a_number_that_comes_with_a_local_ticket_links_it(two: Two, tmp_path: Path) -> None:
    two.accepted(two.sent("L1"))
    two.sam.did("ticket link L1 1049213", now=HALF_PAST)
    given_back(two, "1049213", HALF_PAST)
    assert ticket_of(two.alex, "L1")["ref"] == "1049213"
    export = tmp_path / "tickets.csv"
    export.write_text("Ticket Number,Title,Company,Status\n1049213,Mail is down,Acme,Open\n")
    two.alex.did(f"import {export} --source psa --view all", now=NIGHT)
    assert len(two.alex("ticket list --all --json").json["tickets"]) == 2


def test_a_number_that_another_ticket_has_here_is_told_with_the_merge(two: Two) -> None:
    two.alex.did("ticket add Mail --ref 1049213")
    two.accepted(two.sent("L1"))
    two.sam.did("ticket link L1 1049213", now=HALF_PAST)
    packet = sent_file(two.sam("handover send 1049213 --as give --to Alex --json", now=HALF_PAST))
    told = two.alex(CALL.format(file=packet) + " --json", now=QUARTER_TO).json["told"]
    assert "L1 is 1049213 where it comes from: techday ticket merge L1 1049213" in told


def test_its_own_date_its_asset_and_whose_it_is_arrive(sam: Techday, tmp_path: Path) -> None:
    given = ITEM._replace(due_at=NINE, asset="LAB-2")
    watched = ITEM._replace(uid=OTHER, reference="INC8", plan="watch", owner="Kim")
    accepted(sam, tmp_path, given, watched)
    ticket = ticket_of(sam, "INC7")
    assert (ticket["due_at"], ticket["asset"], ticket["owner"]) == (NINE, "LAB-2", "Sam")
    assert ticket_of(sam, "INC8")["owner"] == "Kim"


def test_what_is_watched_for_me_is_mine_again(sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM._replace(plan="watch", owner="Sam"))
    assert ticket_of(sam, "INC7")["owner"] == "Sam"


# Two lines that are one ticket here


@pytest.mark.parametrize("plans", [("give", "watch"), ("watch", "give")])
def test_what_is_given_once_is_not_only_watched(plans: tuple[str, str], sam: Techday, tmp_path: Path) -> None:
    sam.did("ticket add Jam --ref INC7", "ticket add Jams again --ref INC8", "ticket merge INC8 INC7")
    first, second = (
        ITEM._replace(plan=plan, next_step=f"to {plan}", uid=uid, reference=ref)
        for plan, uid, ref in zip(plans, (ITEM.uid, OTHER), ("INC7", "INC8"), strict=True)
    )
    told = accepted(sam, tmp_path, first, second)["told"]
    assert "INC7 and INC8 of Alex are one here: INC7" in told
    ticket = ticket_of(sam, "INC7")
    assert (ticket["owner"], ticket["next_action"]) == ("Sam", "to give")


def test_one_number_of_several_sources_stays_given(sam: Techday, tmp_path: Path) -> None:
    sam.did("ticket add Printer jams --ref INC7")
    items = [ITEM._replace(uid=f"{one:032x}", source=f"s{one}", plan="watch") for one in range(3)]
    told = accepted(sam, tmp_path, ITEM, *items)["told"]
    assert len([words for words in told if "are one here" in words]) == 3
    assert ticket_of(sam, "INC7")["owner"] == "Sam"


@pytest.mark.parametrize("reference", [".", "--help", "-x"])
def test_what_no_command_could_name_gets_a_name(reference: str, sam: Techday, tmp_path: Path) -> None:
    result = accepted(sam, tmp_path, ITEM._replace(reference=reference, source="-y"))
    assert [one["reference"] for one in result["tickets"]] == [f"other-{reference}"]
    assert sam("ticket", "show", f"other-{reference}", "--json").exit == 0


# Which is newer


def test_the_senders_number_tells_what_is_newer_and_no_clock(sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM, number=4, sent_at="2026-11-24T09:00:00Z")
    accepted(sam, tmp_path, ITEM, number=5, uid=OTHER, now=TUESDAY)
    file = put(tmp_path, PACKET._replace(number=3, uid="d" * 32, sent_at=NINE), "3.json")
    refused = sam(CALL.format(file=file), now=NINE)
    assert (refused.exit, "INC7 came later than this, with handover 5 of Alex" in refused.stderr) == (1, True)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sent_at": "2026-11-25T09:00:00Z"}, "is of the future"),
        ({"back_at": "2199-01-01T00:00:00Z"}, "in more than a"),
    ],
)
def test_a_packet_of_a_wrong_clock_is_refused(changes: dict[str, str], told: str, sam: Techday, tmp_path: Path) -> None:
    file = put(tmp_path, PACKET._replace(**changes))  # type: ignore[arg-type]  # instants are texts
    refused = sam(CALL.format(file=file), now=LATER)
    assert (refused.exit, told in refused.stderr) == (1, True)
    assert not sam.store.exists() or not sam("handover list --json").json["handovers"]


# What is told


def test_each_side_tells_what_a_ticket_goes_by_at_the_other(two: Two) -> None:
    two.sam.did("ticket add My own")
    packet = two.sent("L1")
    result = two.sam(CALL.format(file=packet), now=LATER)
    assert "Accepted handover 1 from Alex: L2 (their L1) yours" in result.stdout
    receipt = two.sam.home / "data" / "out" / "handover-1-receipt.json"
    told = two.alex(f"handover receipt {receipt}", now=NIGHT)
    assert told.stdout == "Sam accepted handover 1; L1 (their L2) is Sam's\n"
    events = two.alex("ticket show L1 --json").json["events"]
    assert events[-2]["text"] == "handover 1, give: accepted by Sam as L2: call them at eight"


def test_what_was_only_watched_is_not_named_as_to_be_sent_back(sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM._replace(plan="watch"))
    undone = sam("undo", now=LATER)
    assert "There is nothing to send back: techday handover show 1" in undone.stderr


def test_many_tickets_are_listed_above_the_question_as_far_as_there_is_room(sam: Techday, tmp_path: Path) -> None:
    items = [ITEM._replace(uid=f"{one:032x}", reference=f"INC{one}") for one in range(300)]
    file = put(tmp_path, PACKET._replace(items=tuple(items)))
    sam.environ["LINES"] = "24"
    shown = sam(f"handover accept {file}", typed="\n", now=LATER).stdout.splitlines()
    place = shown.index("and 280 more, above")
    assert shown[place - 20] == "give   INC0 Printer jams: order rollers"
    assert shown[place - 21] == ""


def test_history_that_is_here_is_not_added_twice(sam: Techday, tmp_path: Path) -> None:
    said = tuple(
        PacketEvent(at, "reply", True, "", text)
        for at, text in (("2026-11-23T09:30:00Z", "We are on it"), ("2026-11-23T10:30:00Z", "Still on it"))
    )
    accepted(sam, tmp_path, ITEM._replace(history=said[:1]))
    accepted(sam, tmp_path, ITEM._replace(history=said), number=5, uid=OTHER)
    events = sam("ticket show INC7 --json").json["events"]
    assert [one["text"] for one in events if one["kind"] == "reply"] == ["We are on it", "Still on it"]


def test_a_client_that_is_none_is_no_difference(sam: Techday, tmp_path: Path) -> None:
    sam.did("ticket add Printer jams --ref INC7 --priority 2")
    item = ITEM._replace(client=PacketClient("UNKNOWN", "Unknown client", ""), promises=(), state="new")
    accepted(sam, tmp_path, item._replace(promises=(PacketPromise("a call", NINE),)))
    again = accepted(sam, tmp_path, item, number=5, uid=OTHER)
    assert again["told"] == ['INC7: "a call" is no open promise any more at Alex\'s: techday ticket kept INC7 1']
