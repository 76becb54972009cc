"""What a packet changes of what is here, and what it leaves alone: the newer word wins, and nobody's work is lost."""

from pathlib import Path
from typing import Any

import pytest

from techday.handover.packet import PacketEvent, PacketPromise
from tests.conftest import Techday, made_once
from tests.two_stores import CALL, EVENING, ITEM, LATER, NIGHT, PACKET, TUESDAY, Two, accepted, put

HALF_PAST, QUARTER_TO = "2026-11-23T17:30:00Z", "2026-11-23T17:45:00Z"
CALL_AT_NINE = PacketPromise("a word", "2026-11-24T09:00:00Z")
HEAD = "Ticket Number,Title,Company,Status,Resource,Last Modified\n"


@made_once
def sam(techday: Techday) -> Techday:
    """Sam Reed has INC7, which is nobody's, with a date of its own and a device."""
    techday.configure('technician.name = "Sam Reed"\n')
    techday.did("client add Acme", "ticket add Printer jams --client acme --ref INC7 --priority 3")
    techday.did("ticket edit INC7 --due '2026-11-25 12:00' --asset PC-1", "ticket assign INC7 nobody")
    return techday


def ticket_of(techday: Techday, ref: str = "INC7") -> Any:
    """Give a ticket as `ticket show` tells it."""
    return techday(f"ticket show {ref} --json", now=NIGHT).json["ticket"]


def events(techday: Techday, kind: str, ref: str = "INC7") -> list[Any]:
    """Give the events of one kind that a ticket has."""
    return [one for one in techday(f"ticket show {ref} --json", now=NIGHT).json["events"] if one["kind"] == kind]


def named_by_source(techday: Techday) -> list[str]:
    """Give whom the source named as an owner, as far as it was written down."""
    with techday.raw() as db:
        rows = db.execute("SELECT text FROM ticket_event WHERE kind = 'owner' AND imported = 1 ORDER BY id")
        return [text for (text,) in rows]


# Which is older


def test_the_numbers_of_another_colleague_make_nothing_older(sam: Techday, tmp_path: Path) -> None:
    sam.did("ticket assign INC7 Alex --new")
    accepted(sam, tmp_path, ITEM, sender="Kim", number=4)
    accepted(sam, tmp_path, ITEM, sender="Alex", number=1, uid="d" * 32, now=QUARTER_TO)
    assert [one["number"] for one in sam("handover list --json").json["handovers"]] == [1, 4]


def test_what_was_returned_makes_nothing_older(sam: Techday, tmp_path: Path) -> None:
    sam.did(f"handover return {put(tmp_path, PACKET)} --reason busy", now=LATER)
    accepted(sam, tmp_path, ITEM, number=1, uid="d" * 32, now=QUARTER_TO)
    assert ticket_of(sam)["owner"] == "Sam Reed"


def test_what_came_back_only_to_be_watched_goes_with_the_late_receipt(two: Two, tmp_path: Path) -> None:
    receipt = two.accepted(two.sent("INC7"))
    accepted(two.alex, tmp_path, ITEM._replace(plan="watch"), sender="Sam", receiver="Alex", now=HALF_PAST)
    told = two.alex(f"handover receipt {receipt}", now=NIGHT)
    assert (told.stdout, "came in again" in told.stderr) == ("Sam accepted handover 1; INC7 is Sam's\n", False)


def test_what_was_received_before_and_accepted_after_it_was_sent_came_back(two: Two, tmp_path: Path) -> None:
    two.alex.did(f"handover receive {put(tmp_path, PACKET._replace(sender='Kim', receiver='Alex'))}", now=EVENING)
    receipt = two.accepted(two.sent("INC7"))
    two.alex.did(CALL.format(file=1), now=HALF_PAST)
    told = two.alex(f"handover receipt {receipt}", now=NIGHT)
    assert "INC7 came in again with handover 1, and stays Alex's" in told.stderr
    assert two.owners("INC7") == ("Alex", "Sam")


# What is here


def test_what_is_only_watched_stays_as_it_is_here(sam: Techday, tmp_path: Path) -> None:
    item = ITEM._replace(plan="watch", priority=1, state="waiting", waiting_for="vendor", waiting_until=TUESDAY)
    told = accepted(sam, tmp_path, item)["told"]
    assert "INC7 stays as it is here; at Alex's it is P1, waiting on vendor" in told
    assert [ticket_of(sam)[name] for name in ("priority", "state", "owner")] == [3, "new", "Alex"]


def test_a_date_and_a_device_that_are_here_are_not_lost(sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM._replace(due_at=None, asset="LAB-2"))
    ticket = ticket_of(sam)
    assert (ticket["priority"], ticket["due_at"], ticket["asset"]) == (2, "2026-11-25T12:00:00Z", "PC-1")


def test_what_is_resolved_here_gets_neither_a_next_step_nor_a_promise(sam: Techday, tmp_path: Path) -> None:
    sam.did("ticket resolve INC7 --fix done --cause x")
    accepted(sam, tmp_path, ITEM)
    assert (ticket_of(sam)["next_action"], events(sam, "promise")) == (None, [])
    with sam.raw() as db:
        assert db.execute("SELECT count(*) FROM promise").fetchone() == (0,)


def test_a_ticket_that_was_opened_here_later_has_no_event_before(sam: Techday, tmp_path: Path) -> None:
    sam.did("ticket add Scanner --ref INC9", now=HALF_PAST)
    file = put(tmp_path, PACKET._replace(items=(ITEM._replace(reference="INC9"),)))
    sam.did(f"{CALL.format(file=file)} --at 17:10", now=QUARTER_TO)
    shown = sam("ticket show INC9 --json", now=NIGHT).json
    assert min(one["at"] for one in shown["events"]) == shown["ticket"]["opened_at"] == HALF_PAST
    assert shown["ticket"]["owner"] == "Sam Reed"


def test_what_the_sender_does_not_promise_any_more_is_told_where_they_knew_of_it(sam: Techday, tmp_path: Path) -> None:
    sam.did("ticket promise INC7 'a visit' --by '2026-11-25 10:00'")
    told = accepted(sam, tmp_path, ITEM._replace(promises=(CALL_AT_NINE,)))["told"]
    assert "no open promise" not in " ".join(told)  # it never travelled: the sender could not know of the visit
    sam.did("ticket promise INC7 'a quote' --by '2026-11-26 10:00'", now=QUARTER_TO)
    item = ITEM._replace(promises=())
    told = accepted(sam, tmp_path, item, number=5, uid="d" * 32, sent_at=HALF_PAST, now=NIGHT)["told"]
    assert [one.partition(" is")[0] for one in told if "no open promise" in one] == [
        'INC7: "a word"',
        'INC7: "a visit"',
    ]


def test_whose_it_was_is_told_unless_it_was_the_senders(sam: Techday, tmp_path: Path) -> None:
    sam.did("ticket assign INC7 'Alex Kim' --new", "ticket add Other --ref INC8", "ticket assign INC8 Alex --new")
    sam.did("ticket add Third --ref INC9", "ticket assign INC9 Maria --new")
    items = [ITEM._replace(uid=f"{one:032x}", reference=f"INC{one}", promises=()) for one in (7, 8, 9)]
    told = accepted(sam, tmp_path, *items)["told"]
    assert [words for words in told if "'s here" in words] == ["INC9 was Maria's here"]


# Whose it is


def test_who_goes_by_a_part_of_my_name_is_nobody_new(sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM._replace(plan="watch", owner="Sam"))
    assert ticket_of(sam)["owner"] == "Sam Reed"
    with sam.raw() as db:
        assert db.execute("SELECT name FROM technician ORDER BY name").fetchall() == [("Alex",), ("Sam Reed",)]


def test_whom_the_source_names_is_written_down_once(sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM._replace(source_owner="Kim"))
    accepted(sam, tmp_path, ITEM._replace(source_owner="Kim"), number=5, uid="d" * 32)
    assert named_by_source(sam) == ["Kim"]


def test_what_vanished_here_was_the_senders_there(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    export = tmp_path / "tickets.csv"
    for rows in ("INC7,Jam,Acme,Open,Sam,\nINC8,Other,Acme,Open,Sam,\n", "INC8,Other,Acme,Open,Sam,\n"):
        export.write_text(HEAD + rows, encoding="utf-8")
        techday.did(f"import {export} --source psa --view open", now=EVENING)
    accepted(techday, tmp_path, ITEM._replace(source="psa"))
    assert named_by_source(techday)[-1] == "Alex"


# What is new here


def test_of_what_happened_elsewhere_only_its_own_time_is_told(sam: Techday, tmp_path: Path) -> None:
    said = tuple(
        PacketEvent(f"2026-11-23T{at}:00Z", "note", False, "", text)
        for at, text in (("08:00", "before it opened"), ("10:00", "since then"), ("19:00", "in the future"))
    )
    accepted(sam, tmp_path, ITEM._replace(reference="INC10", history=said))
    assert [one["text"] for one in events(sam, "note", "INC10")] == ["since then"]


@pytest.mark.parametrize(("state", "kind"), [("working", "state"), ("waiting", "waiting")])
def test_its_state_is_of_when_it_was_sent_so_that_a_later_word_wins(
    state: str, kind: str, sam: Techday, tmp_path: Path
) -> None:
    wait = "vendor" if state == "waiting" else None
    accepted(sam, tmp_path, ITEM._replace(reference="INC10", source="psa", state=state, waiting_for=wait), now=NIGHT)
    assert [one["at"] for one in events(sam, kind, "INC10")] == [EVENING]
    if state == "waiting":  # until nobody knows when: since it was sent
        assert ticket_of(sam, "INC10")["waiting_until"] == EVENING
    export = tmp_path / "tickets.csv"
    export.write_text(f"{HEAD}INC10,Printer jams,Acme,New,,2026-11-23 19:00:00\n", encoding="utf-8")
    sam.did(f"import {export} --source psa --view all", now="2026-11-23T20:30:00Z")
    assert ticket_of(sam, "INC10")["state"] == "new"
