"""Taking over from a packet: whose a ticket is at every step on both sides, and which packets are told apart."""

from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from techday.handover.packet import PacketClient, PacketPromise
from tests.conftest import Techday
from tests.two_stores import (
    CALL,
    EVENING,
    ITEM,
    LATER,
    NIGHT,
    PACKET,
    TUESDAY,
    Two,
    home_of,
    put,
)

OTHER = "c" * 32

SAID = ("reply", "heard", "note")


def counts(techday: Techday) -> list[int]:
    """Give how many rows there are of what a packet could bring."""
    tables = ("handover", "handover_line", "ticket", "client", "technician", "operation")
    with techday.raw() as db:
        return [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608  # ours


def accept(techday: Techday, file: Path | int, *, now: str = LATER, more: str = "") -> Any:
    """Accept a packet, or a handover by its number."""
    return techday(f"{CALL.format(file=file)} {more}", now=now)


def test_a_ticket_is_the_senders_until_the_receipt_is_read(two: Two) -> None:
    assert two.owners("L1") == ("Alex", None)
    packet = two.sent("L1", "INC7")
    assert two.owners("L1") == ("Alex", None)
    receipt = two.accepted(packet)
    assert (two.owners("L1"), two.owners("INC7")) == (("Alex", "Sam"), ("Alex", "Sam"))
    two.alex.did(f"handover receipt {receipt}", now=NIGHT)
    assert (two.owners("L1"), two.owners("INC7")) == (("Sam", "Sam"), ("Sam", "Sam"))


def test_what_is_shown_and_told_on_both_sides(two: Two) -> None:
    packet = two.sent("L1")
    shown = two.sam("handover", "accept", str(packet), "--read-back", "call Ann at eight", now=LATER)
    assert shown.exit == 0
    screen = shown.stdout.splitlines()
    for words in ("Ticket L1: Mail is down", "call Ann at 8:00", "queue is stuck", "not recorded"):
        assert any(words in line for line in screen), words
    assert screen[-2:] == [
        "Accepted handover 1 from Alex: L1 yours",
        f"{two.sam.home}/data/out/handover-1-receipt.json",
    ]
    assert shown.stderr.splitlines() == [
        "Alex is new here",
        "  Alex reads it in: techday handover receipt handover-1-receipt.json",
    ]
    receipt = two.sam.home / "data" / "out" / "handover-1-receipt.json"
    assert two.alex.tell(f"handover receipt {receipt}", now=NIGHT).replace(str(receipt), "FILE") == snapshot("""\

$ techday handover receipt FILE
Sam accepted handover 1; L1 is Sam's
""")


def test_a_ticket_arrives_with_all_that_the_next_one_must_know(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    assert accept(techday, put(tmp_path, PACKET)).exit == 0
    page = techday("ticket show INC7 --json", now=LATER).json
    ticket = page["ticket"]
    assert [ticket[key] for key in ("title", "client", "priority", "state", "owner", "requester", "body")] == [
        *("Printer jams", "ACME", 2, "working", "Sam", "Ann", "It jams.\nEvery time.")
    ]
    assert (ticket["next_action"], ticket["opened_at"]) == ("order rollers", "2026-11-23T09:00:00Z")
    assert [(one["text"], one["due_at"]) for one in page["promises"]] == [("a call", "2026-11-24T10:00:00Z")]
    [said] = [event for event in page["events"] if event["kind"] == "handover"]
    assert said["text"] == (
        "handover 1 from Alex, give: tray two; severity: watcher; tried: cleaned it; next: order rollers;"
        " by: Tue 24 Nov 2026 09:00; told: Ann"
    )
    assert techday("client show acme --json").json["client"]["phone"] == "030 1234"
    with techday.raw() as db:
        assert db.execute("SELECT count(*) FROM outbox_item").fetchone() == (0,)


def test_a_ticket_arrives_with_what_was_said_on_it_and_its_clocks_are_those_of_the_sender(two: Two) -> None:
    two.alex.did("ticket reply L1 'We are on it'", now="2026-11-23T08:20:00Z")
    two.alex.did("ticket note L1 'Queue restarted'", "ticket note L1 'Ann is cross' --private", now=EVENING)
    two.alex.did("ticket heard L1 'Still down'", now=EVENING)
    two.accepted(two.sent("L1"))
    here, there = (one("ticket show L1 --json", now=LATER).json for one in (two.sam, two.alex))
    assert here["ticket"]["clocks"] == there["ticket"]["clocks"]
    assert here["ticket"]["clocks"]["response"]["state"] == "met"
    said = [(one["kind"], one["text"], one["imported"]) for one in here["events"] if one["kind"] in SAID]
    assert said == [("reply", "We are on it", True), ("note", "Queue restarted", True), ("heard", "Still down", True)]
    with two.sam.raw() as db:
        assert db.execute("SELECT count(*) FROM outbox_item").fetchone() == (0,)


def test_what_waits_still_waits_and_a_watched_one_stays_the_senders(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    waits = ITEM._replace(state="waiting", waiting_for="vendor", waiting_until=TUESDAY, plan="watch", external=False)
    accept(techday, put(tmp_path, PACKET._replace(items=(waits,))))
    ticket = techday("ticket show L1 --json", now=LATER).json["ticket"]
    assert (ticket["owner"], ticket["waiting_for"], ticket["waiting_until"]) == ("Alex", "vendor", TUESDAY)


def test_local_tickets_get_the_next_local_number(two: Two) -> None:
    two.sam.did("ticket add My own")
    packet = two.sent("L1")
    result = two.sam(CALL.format(file=packet) + " --json", now=LATER).json
    assert [(one["reference"], one["is_new"]) for one in result["tickets"]] == [("L2", True)]
    assert two.owners("L1", "L2") == ("Alex", "Sam")


def test_a_ticket_that_is_here_keeps_its_names_and_what_is_otherwise_is_told(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    techday.did("client add Beta", "ticket add Paper jam --ref INC7 --client beta --priority 4 --body mine")
    techday.did("ticket assign INC7 Kim --new")
    result = accept(techday, put(tmp_path, PACKET), more="--json").json
    assert result["tickets"][0]["is_new"] is False
    assert result["told"] == [
        "Alex is new here",
        'INC7 stays as it is here; at Alex\'s it is called "Printer jams", of ACME',
        "INC7 was Kim's here",
    ]
    ticket = techday("ticket show INC7 --json", now=LATER).json["ticket"]
    assert [ticket[key] for key in ("title", "client", "priority", "body", "owner", "next_action")] == [
        *("Paper jam", "BETA", 2, "mine", "Sam", "order rollers")
    ]
    assert [one["code"] for one in techday("client list --json").json["clients"]] == ["BETA"]


def test_a_ticket_that_is_over_here_stays_so_and_is_told(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    techday.did("ticket add Jam --ref INC7", "ticket add Jams again --ref INC8", "ticket add Other")
    techday.did("ticket resolve INC7 --fix done --cause x", "ticket merge INC8 L1")
    second = ITEM._replace(uid=OTHER, reference="INC8")
    result = accept(techday, put(tmp_path, PACKET._replace(items=(ITEM, second))))
    assert "INC7 is resolved here, and stays so" in result.stderr
    assert "INC8 is merged into L1 here" in result.stderr
    assert [techday(f"ticket show {ref} --json").json["ticket"]["state"] for ref in ("INC7", "L1")] == [
        *("resolved", "new")
    ]
    assert techday("ticket show L1 --json").json["ticket"]["next_action"] == "order rollers"


def test_the_number_of_another_system_is_another_ticket(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    (tmp_path / "tickets.csv").write_text("Ticket Number,Title,Company,Status\nINC7,Not that,Beta,Open\n")
    techday.did(f"import {tmp_path}/tickets.csv --source halo --view all")
    result = accept(techday, put(tmp_path, PACKET._replace(items=(ITEM._replace(source="zendesk"),))))
    assert "INC7 is called zendesk-INC7: that number is taken by another ticket" in result.stderr
    (tmp_path / "other.csv").write_text("Ticket Number,Title,Company,Status\nINC7,Printer jams,Acme,Open\n")
    techday.did(f"import {tmp_path}/other.csv --source zendesk --view all", now=NIGHT)
    assert len(techday("ticket list --all --json").json["tickets"]) == 2


@pytest.mark.parametrize(("code", "name"), [("ACME", "Acme Bakery"), ("AC", "Acme")])
def test_a_client_is_known_by_its_code_or_its_name(code: str, name: str, techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    techday.did(f"client add '{name}' --code {code}")
    result = accept(techday, put(tmp_path, PACKET))
    assert techday("ticket show INC7 --json").json["ticket"]["client"] == code
    assert ("ACME is Acme Bakery here, and Acme at Alex's" in result.stderr) == (name != "Acme")


def test_a_client_whose_code_cannot_be_gets_another(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    items = (
        ITEM._replace(client=PacketClient("-x/..", "../Zeta", "")),
        ITEM._replace(uid=OTHER, reference="INC8", client=PacketClient("UNKNOWN", "Unknown client", "")),
    )
    accept(techday, put(tmp_path, PACKET._replace(items=items)))
    assert techday("ticket show INC7 --json").json["ticket"]["client"] == "ZETA"
    assert techday("ticket show INC8 --json").json["ticket"]["client"] is None


def test_a_promise_that_is_known_is_not_made_twice(two: Two) -> None:
    two.alex.did("ticket promise L1 'a call' --by '2026-11-24 10:00'")
    first = two.sent("L1", plan="watch")
    two.accepted(first)
    two.alex.did('handover accept 1 --read-back "yes"', now=NIGHT)
    two.accepted(two.sent("L1", now=TUESDAY), now="2026-11-24T09:00:00Z")
    assert len(two.sam("ticket show L1 --json").json["promises"]) == 1


# Which packets are told apart


def test_the_same_packet_twice_is_accepted_once_and_its_receipt_written_again(two: Two) -> None:
    packet = two.sent("L1")
    first = two.accepted(packet)
    before = counts(two.sam)
    again = two.sam(f"handover accept {packet}", now=NIGHT)
    assert again.exit == 0
    assert "was accepted 17:20 already; its receipt is written again" in again.stdout
    assert counts(two.sam) == before
    [second] = [file for file in first.parent.glob("*receipt*") if file != first]
    assert second.read_bytes() == first.read_bytes()


@pytest.mark.parametrize(
    ("changes", "told", "hint"),
    [
        ({"receiver": "Kim"}, "The handover is for Kim, and you are Sam Reed", "technician.aliases"),
        ({"receiver": "Sam Smith"}, "The handover is for Sam Smith, and you are Sam Reed", "--to"),
        ({"sender": "sam  reed"}, "is from yourself", "Give the file"),
    ],
)
def test_a_packet_for_somebody_else_is_refused(
    changes: dict[str, str], told: str, hint: str, techday: Techday, tmp_path: Path
) -> None:
    techday.configure('technician.name = "Sam Reed"\n')
    result = accept(techday, put(tmp_path, PACKET._replace(**changes)))  # type: ignore[arg-type]  # names are texts
    assert (result.exit, told in result.stderr, hint in result.stderr) == (1, True, True)
    assert not techday.store.exists()


@pytest.mark.parametrize("receiver", ["Sam", "reed", "SAM REED", "samr"])
def test_a_part_of_the_name_and_an_alias_are_the_user(receiver: str, techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam Reed"\ntechnician.aliases = ["samr"]\n')
    assert accept(techday, put(tmp_path, PACKET._replace(receiver=receiver))).exit == 0


def test_nobody_accepts_without_a_name(techday: Techday, tmp_path: Path) -> None:
    result = accept(techday, put(tmp_path, PACKET))
    assert (result.exit, "techday config set technician.name" in result.stderr) == (1, True)


def test_one_that_is_older_than_what_was_accepted_is_refused(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    newer = PACKET._replace(uid=OTHER, number=5, sent_at=TUESDAY)
    assert accept(techday, put(tmp_path, newer, "5.json"), now="2026-11-24T09:00:00Z").exit == 0
    result = accept(techday, put(tmp_path, PACKET), now="2026-11-24T09:00:00Z")
    assert (result.exit, result.stderr) == (
        1,
        "techday: INC7 came later than this, with handover 5 of Alex, which you accepted\n  techday handover show 1\n",
    )


def test_one_that_only_bears_the_name_of_another_is_refused(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    accept(techday, put(tmp_path, PACKET))
    forged = PACKET._replace(items=(ITEM._replace(title="Wire the money"),))
    result = accept(techday, put(tmp_path, forged, "forged.json"))
    assert (result.exit, "not handover 1 as it came in first" in result.stderr) == (1, True)


def test_the_senders_own_packet_says_what_to_do(two: Two) -> None:
    packet = two.sent("L1")
    result = two.alex(CALL.format(file=packet), now=LATER)
    assert (result.exit, "you sent to Sam" in result.stderr) == (1, True)
    assert 'techday handover accept 1 --by Sam --read-back "…"' in result.stderr


def test_a_changed_packet_writes_nothing(two: Two) -> None:
    packet = two.sent("L1")
    packet.write_bytes(packet.read_bytes().replace(b"Mail is down", b"Mail is gone"))
    result = two.sam(CALL.format(file=packet), now=LATER)
    assert (result.exit, "was changed after it was sent" in result.stderr) == (1, True)
    assert not two.sam.store.exists()


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b'{"a": NaN}', b'{"a": 1, "a": 1}', b'{"a": "\\ud800"}', bytes(9_000_000)]
)
def test_what_is_no_packet_is_refused_in_one_line(content: bytes, techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    result = accept(techday, put(tmp_path, content))
    assert (result.exit, result.stdout, len(result.stderr.splitlines())) == (1, "", 2)
    assert not techday.store.exists()


def test_a_packet_writes_nothing_but_the_store_and_the_receipt(tmp_path: Path) -> None:
    home = home_of(tmp_path, "Sam")
    name = "../../x"
    client = PacketClient("../..", name, name)
    words = dict.fromkeys(("reference", "title", "summary", "requester", "category", "body", "told"), name)
    hostile = ITEM._replace(**words, client=client, source=name, promises=(PacketPromise(name, TUESDAY),))  # type: ignore[arg-type]  # all are texts
    file = put(tmp_path, PACKET._replace(sender=name, items=(hostile,)))
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert accept(home, file).exit == 0
    after = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert {path.relative_to(home.home).parts[0] for path in after} == {"data"}
    assert [path.name for path in after if path.suffix == ".json"] == ["handover-4-receipt.json"]


# Received, but not accepted


def test_received_is_not_accepted(two: Two) -> None:
    packet = two.sent("L1")
    assert two.sam.tell(f"handover receive {packet}", now=LATER).replace(str(packet), "FILE") == snapshot("""\

$ techday handover receive FILE
Received handover 1 from Alex: 1 given, not accepted yet
2| Alex is new here
2|   techday handover accept 1 --read-back "…"
""")
    assert two.owners("L1") == ("Alex", None)
    [handover] = two.sam("today --json", now=LATER).json["handovers"]
    assert (handover["state"], handover["name"]) == ("received", "Alex")
    assert "is here already, received" in two.sam(f"handover receive {packet}", now=LATER).stdout
    two.sam.did(CALL.format(file=1), now=NIGHT)
    assert two.owners("L1") == ("Alex", "Sam")


def test_a_received_one_can_be_undone_and_an_accepted_one_not(two: Two) -> None:
    packet = two.sent("L1")
    two.sam.did(f"handover receive {packet}", now=LATER)
    two.sam.did("undo", now=LATER)
    two.accepted(packet)
    result = two.sam("undo", now=LATER)
    assert (result.exit, "techday handover send L1 --as give --to Alex" in result.stderr) == (1, True)


def test_the_read_back_is_asked_for_and_nothing_said_is_not_accepted_yet(two: Two) -> None:
    packet = two.sent("L1")
    blank = two.sam(f"handover accept {packet}", typed="\n", now=LATER)
    assert "Read back to Alex what is to be done (Enter: not yet): " in blank.stderr
    assert "Received handover 1 from Alex: 1 given, not accepted yet" in blank.stdout
    said = two.sam("handover accept 1", typed="call Ann\n", now=LATER)
    assert "Accepted handover 1 from Alex: L1 yours" in said.stdout


@pytest.mark.parametrize("words", ["", '--read-back " "'])
def test_without_a_terminal_it_must_be_typed(words: str, two: Two) -> None:
    result = two.sam(f"handover accept {two.sent('L1')} {words}", now=LATER)
    assert (result.exit, '--read-back "…"' in result.stderr, result.stdout) == (2, True, "")
    assert not two.sam.store.exists()


def test_a_number_that_nobody_has_and_a_file_that_is_none(two: Two) -> None:
    assert [two.sam(CALL.format(file=name)).exit for name in ("7", "none.json")] == [3, 3]


@pytest.mark.parametrize("out", ["", "--out {home}/elsewhere"])
def test_the_receipt_goes_where_it_is_wanted(out: str, two: Two) -> None:
    folder = two.sam.home / ("elsewhere" if out else "data/out")
    (two.sam.home / "elsewhere").mkdir()
    packet = two.sent("L1")
    result = accept(two.sam, packet, more=out.format(home=two.sam.home))
    assert f"{folder}/handover-1-receipt.json" in result.stdout
    if (folder / "handover-1-receipt.json").stat().st_mode & 0o077:
        pytest.fail("others can read it")


def test_a_receipt_that_cannot_be_written_is_told_and_the_handover_stands(two: Two) -> None:
    packet = two.sent("L1")
    (two.sam.home / "data").mkdir(exist_ok=True)
    (two.sam.home / "data" / "out").write_text("in the way")
    result = accept(two.sam, packet)
    assert (result.exit, "It is recorded, but:" in result.stderr) == (0, True)
    assert two.owners("L1") == ("Alex", "Sam")


def test_three_hundred_tickets_arrive_like_one(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    items = tuple(ITEM._replace(uid=f"{one:032x}", reference=f"INC{one}") for one in range(300))
    result = accept(techday, put(tmp_path, PACKET._replace(items=items)))
    assert "INC0, INC1, INC2, INC3, INC4, INC5 and 294 more yours" in result.stdout
    assert counts(techday)[1:3] == [300, 300]


def test_clocks_that_differ_keep_nobody_from_taking_over(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    ahead = ITEM._replace(opened_at="2026-11-23T17:30:00Z")
    file = put(tmp_path, PACKET._replace(sent_at="2026-11-23T17:31:00Z", items=(ahead,)))
    assert accept(techday, file, now=EVENING).exit == 0
    assert techday("ticket show INC7 --json", now=EVENING).json["ticket"]["opened_at"] == EVENING


def test_a_clock_that_was_ahead_at_the_senders_is_said(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    packet = put(tmp_path, PACKET._replace(sent_at="2026-11-23T18:00:00Z"))
    told = techday(CALL.format(file=packet), now=LATER)
    assert (told.exit, "The clocks differ: Alex's was ahead of yours" in told.stderr) == (0, True), told


def test_clocks_that_agree_are_not_spoken_of(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    assert "clocks" not in techday(CALL.format(file=put(tmp_path, PACKET)), now=LATER).stderr
