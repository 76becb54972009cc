"""Looking at handovers: what is meant by a word or a file, and what is shown of one that was sent or came in."""

import pytest

from tests.two_stores import EVENING, ITEM, LATER, PACKET, Two, put


@pytest.mark.parametrize(
    ("which", "code", "told"),
    [
        ("7", 3, 'No handover "7"'),
        ("nowhere", 3, 'No handover "nowhere"'),
        ("/missing.json", 3, "No file"),
        ("missing.json", 3, "No file"),
        ("''", 3, 'No handover ""'),
        ("x" * 300, 1, "File name too long"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(two: Two, which: str, code: int, told: str) -> None:
    shown = two.alex(f"handover show {which}")
    assert (shown.exit, told in shown.stderr) == (code, True), shown.stderr
    assert len(shown.stderr.splitlines()) <= 2


def test_the_number_and_the_file_of_a_handover_have_one_shape(two: Two) -> None:
    two.alex.did("watch add Nightly --client acme --kind backup", "watch check Nightly fail --seen full")
    two.alex.did("schedule add Review --start 'tomorrow 9:00' --for 1h --client acme", now=EVENING)
    packet = two.sent("L1")
    two.accepted(packet)
    by_number = two.sam("handover show 1 --json", now=LATER).json
    by_file = two.sam(f"handover show {packet} --json", now=LATER).json
    assert by_number["watches"] == by_file["watches"] != []
    assert by_number["schedule"] == by_file["schedule"] != []
    assert by_number["lines"] == by_file["lines"]
    assert [(one["ticket"], one["state"], one["owner"]) for one in by_file["lines"]] == [("L1", "new", "Sam")]
    for screen in (two.sam.tell("handover show 1", now=LATER), two.alex.tell("handover show 1", now=LATER)):
        assert "FAILING WATCHES 1\n   1 day: ACME, Nightly (backup): full\n" in screen
        assert "SCHEDULE 1\n   Tue 24 Nov 2026 09:00-10:00: Review (ACME)\n" in screen


def test_a_file_that_only_bears_the_name_of_a_handover_is_shown_as_itself(two: Two) -> None:
    two.sam.did(f"handover accept {put(two.sam.home, PACKET)} --read-back ok", now=LATER)
    other = put(two.sam.home, PACKET._replace(items=(ITEM._replace(title="Wire the money"),)), "other.json")
    page = two.sam(f"handover show {other} --json", now=LATER).json
    assert (page["handover"]["state"], page["lines"][0]["title"]) == (None, "Wire the money")
    assert page["lines"][0]["ticket"] is None


def test_foreign_words_are_clean_wherever_they_are_shown(two: Two) -> None:
    watches = ({"name": "\x1b[31mred", "kind": "backup", "client": "", "days": 1, "seen": "\u202eback", "more": 1},)
    packet = put(two.sam.home, {**document_of(), "watches": list(watches)})
    two.sam.did(f"handover accept {packet} --read-back ok", now=LATER)
    [shown] = two.sam("handover show 1 --json", now=LATER).json["watches"]
    assert shown == {"name": "red", "kind": "backup", "client": "", "days": 1, "seen": "back"}


def document_of() -> dict[str, object]:
    """Give the document of a packet that no techday sent."""
    from techday.handover.packet import packet_document

    return packet_document(PACKET)


def test_at_60_columns_the_digest_is_read_in_pieces(two: Two) -> None:
    two.sent("L1")
    lines = two.alex.tell("handover show 1", now=LATER, COLUMNS="60").splitlines()
    [place] = [place for place, one in enumerate(lines) if "digest" in one]
    pieces = [*lines[place].split()[1:], *lines[place + 1].split()]
    assert [len(one) for one in pieces] == [16, 16, 16, 16]


def test_the_sender_sees_what_the_tickets_go_by_at_the_receivers(two: Two) -> None:
    two.sam.did("ticket add Something else")
    receipt = two.accepted(two.sent("L1"))
    two.alex.did(f"handover receipt {receipt}", now=LATER)
    [line] = two.alex("handover show 1 --json", now=LATER).json["lines"]
    assert (line["reference"], line["theirs"]) == ("L1", "L2")
    assert "new, Sam's (L2 there)" in two.alex.tell("handover show 1", now=LATER)


def test_what_was_set_by_hand_travels_and_is_on_the_paper(two: Two) -> None:
    two.alex.did("ticket edit L1 --due 'tomorrow 12:00' --asset EX2", now=EVENING)
    packet = two.sent("L1")
    shown = two.sam.tell(f"handover show {packet}", now=LATER)
    assert "  Due           Tue 24 Nov 2026 12:00\n  Asset         EX2\n" in shown


@pytest.mark.parametrize(
    ("out", "code", "words"),
    [
        ("/dev/null", 2, "is no file"),
        ("' '", 2, "--out names nothing"),
        ("{home}/" + "x" * 300, 1, "File name too long"),
        ("{store}/x", 1, "Not a directory"),
    ],
)
def test_a_place_that_can_be_no_file_is_told_in_one_line(two: Two, out: str, code: int, words: str) -> None:
    told = two.alex(f"checkin --out {out.format(home=two.alex.home, store=two.alex.store)}", now=EVENING)
    assert (told.exit, words in told.stderr) == (code, True), told.stderr


def test_of_many_tickets_it_is_counted_what_they_lack(two: Two) -> None:
    two.alex.did(*(f"ticket add Request {number}" for number in range(8)), now=EVENING)
    references = " ".join(f"L{number}" for number in range(2, 10))
    told = two.alex(f"handover set {references} give", now=EVENING)
    assert told.stdout == "Planned the handover of L2, L3, L4, L5, L6, L7 and 2 more: give\n"
    assert told.stderr.count("warning") == 1
    assert "8 lack a summary or a next step: L2, L3" in told.stderr
