"""The door for packets and receipts: whatever is not as it was written is refused in one line, and told apart."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.text import clean_block, clean_line
from techday.errors import NotFound, Refused, TechdayError
from techday.exchange.packet_in import packet_in, read_packet, read_receipt
from techday.handover.packet import MOST_BYTES, Receipt, ReceiptLine, packet_document, receipt_document, sealed
from tests.conftest import examples
from tests.two_stores import ITEM, PACKET, document, put

RECEIPT = Receipt(
    "b" * 32, 4, "c" * 64, "Alex", "Sam", "accepted", PACKET.sent_at, "fine", "", (ReceiptLine("a" * 32, "L1"),)
)
# As harmful as the name of a file can be.
HOSTILE = "../../../etc/cron.d/x\x1b[2J\u202e"


def refused(path: Path, read: Any = read_packet) -> TechdayError:
    """Give the error with which a file is refused; it is one line, and says what to do next."""
    with pytest.raises(TechdayError) as error:
        read(path)
    assert "\n" not in error.value.message
    assert error.value.hint
    return error.value


def test_a_packet_comes_out_as_it_went_in(tmp_path: Path) -> None:
    found = read_packet(put(tmp_path, PACKET))
    assert found.packet == PACKET
    assert sealed(packet_document(PACKET)) == (found.text, found.digest)


def test_a_receipt_comes_out_as_it_went_in(tmp_path: Path) -> None:
    assert read_receipt(put(tmp_path, receipt_document(RECEIPT))) == RECEIPT


def test_every_byte_that_is_changed_is_seen() -> None:
    raw = sealed(packet_document(PACKET._replace(items=(ITEM._replace(body="", promises=()),))))[0].encode()
    packet_in(raw, "handover-4.json")
    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(Refused):
            packet_in(changed, "handover-4.json")


@pytest.mark.parametrize(
    "change", [lambda raw: raw[:-1], lambda raw: raw + b" ", lambda raw: raw.replace(b"\n", b"\r\n")]
)
def test_what_says_the_same_in_other_bytes_was_changed(change: Any, tmp_path: Path) -> None:
    raw = sealed(document())[0].encode()
    error = refused(put(tmp_path, change(raw)))
    assert error.message == '"handover-4.json" was changed after it was sent'
    assert error.hint.startswith("Mail programs and editors rewrite text: save the attachment itself")


def test_keys_that_are_not_known_are_left_aside_but_part_of_the_digest(tmp_path: Path) -> None:
    assert read_packet(put(tmp_path, document(mood="good"))).packet == PACKET
    text = sealed(document(mood="good"))[0].replace("good", "evil")
    assert "was changed" in refused(put(tmp_path, text)).message


@pytest.mark.parametrize(
    ("content", "told", "hint"),
    [
        (b"", "is empty", "again"),
        (b"Ticket,Title\n1,Mail\n", "is no handover", ".json"),
        (b"<!DOCTYPE html><p>x", "is a page to read", ".json"),
        (b"# Handover 4\n\n- From: Alex", "is no handover", ".json"),
        (b"BEGIN:VCALENDAR\n", "is a calendar", "schedule import"),
        (b"{}", "is JSON, but no handover", "again"),
        (b'{"schema": "techday.today/1"}', 'is "techday.today/1", not a handover', "again"),
        (b'{"schema": "techday.handover/2"}', "newer techday", "Update"),
        (b'{"schema": "techday.handover/0"}', 'is "techday.handover/0", not a handover', "again"),
        (b"\x1f\x8b\x08\x00", "is compressed", "Unpack it"),
        (b"PK\x03\x04", "is compressed", "Unpack it"),
        (b'\xef\xbb\xbf{"schema": "techday.handover/1"}', "a byte order mark", "again"),
        (b'{"schema": ["techday.handover/1"]}', "is JSON, but no handover", "again"),
        (b'{"a": NaN}', "is no handover: NaN", "again"),
        (b"[" * 100_000, "nested more than", "again"),
        (b'{"schema": "techday.handover/1", "a": "\\ud800"}', "half of a character", "again"),
        (b'{"schema": "techday.handover/1", "schema": "x"}', "twice", "again"),
    ],
)
def test_what_is_no_packet_is_told_for_what_it_is(content: bytes, told: str, hint: str, tmp_path: Path) -> None:
    error = refused(put(tmp_path, content))
    assert told in error.message
    assert hint in error.hint


def test_a_list_of_tickets_is_sent_to_the_import(tmp_path: Path) -> None:
    assert refused(put(tmp_path, b"Ticket,Title\n", "tickets.csv")).hint == f"techday import {tmp_path}/tickets.csv"


def test_a_packet_and_a_receipt_are_not_mistaken_for_each_other(tmp_path: Path) -> None:
    packet, receipt = put(tmp_path, PACKET), put(tmp_path, receipt_document(RECEIPT), "receipt.json")
    assert (refused(receipt).message, refused(receipt).hint) == (
        '"receipt.json" is a receipt, not a handover',
        f"techday handover receipt {receipt}",
    )
    error = refused(packet, read_receipt)
    assert error.message == '"handover-4.json" is a handover, not a receipt'
    assert error.hint.startswith(f"techday handover accept {packet} --read-back")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sender": ""}, "sender: it holds no words"),
        ({"sender": "\u202e\x1b[2J"}, "sender: it holds no words"),
        ({"receiver": "S" * 201}, "receiver"),
        ({"number": 0}, "number"),
        ({"number": "4"}, "number"),
        ({"uid": "../../x"}, "uid: it is no name of 32 hexadecimal digits"),
        ({"sent_at": "2026-02-31T08:00:00Z"}, "sent_at: it is no instant that there is"),
        ({"sent_at": "2026-02-28T24:00:00Z"}, "sent_at: it is no instant that there is"),
        ({"sent_at": "yesterday"}, "sent_at: it is no instant in UTC"),
        ({"back_at": 5}, "back_at"),
        ({"zone": "../../etc/passwd"}, "zone: it is no time zone"),
        ({"items": []}, "items"),
        ({"items": None}, "items"),
        ({"watches": [{"name": "x"}]}, "watches 1 kind"),
        ({"schedule": "x"}, "schedule"),
    ],
)
def test_a_packet_that_does_not_hold_together_is_refused_at_the_field(
    changes: dict[str, Any], told: str, tmp_path: Path
) -> None:
    error = refused(put(tmp_path, document(**changes)))
    assert error.message.startswith(f'"handover-4.json" does not hold together: {told}')


def event(detail: str) -> dict[str, Any]:
    """Give something that happened on a ticket, with its small word."""
    return {"at": PACKET.sent_at, "kind": "waiting", "public": False, "detail": detail, "text": ""}


def test_one_number_of_one_source_is_one_ticket(tmp_path: Path) -> None:
    twin = ITEM._replace(uid="d" * 32, title="Wire the money")
    assert "a ticket comes twice" in refused(put(tmp_path, PACKET._replace(items=(ITEM, twin)))).message
    local = [one._replace(external=False, reference="L1") for one in (ITEM, twin)]
    assert len(read_packet(put(tmp_path, PACKET._replace(items=tuple(local)))).packet.items) == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"plan": "keep"}, "items 1 plan"),
        ({"state": "resolved"}, "items 1 state"),
        ({"priority": 5}, "items 1 priority"),
        ({"priority": True}, "items 1 priority"),
        ({"tier": 0}, "items 1 tier"),
        ({"tier": 4}, "items 1 tier"),
        ({"external": 1}, "items 1 external"),
        ({"severity": ""}, "items 1 severity"),
        ({"title": "x" * 501}, "items 1 title"),
        ({"reference": " "}, "items 1 reference"),
        ({"promises": [{"text": "x", "due_at": "soon"}]}, "items 1 promises 1 due_at"),
        ({"promises": [{"text": "x", "due_at": PACKET.sent_at}] * 201}, "items 1 promises"),
        ({"client": {"code": "A" * 13, "name": "x", "phone": ""}}, "items 1 client code"),
        ({"history": [event("parts until 2026-99-99T08:00:00Z")]}, "detail: it is no instant that there is"),
        ({"history": [event("parts until soon")]}, "items 1 history 1 detail: it is no word that techday knows"),
    ],
)
def test_each_ticket_is_held_to_its_fields(changes: dict[str, Any], told: str, tmp_path: Path) -> None:
    [item] = document()["items"]
    assert told in refused(put(tmp_path, document(items=[{**item, **changes}]))).message


def test_a_ticket_that_comes_twice_is_refused(tmp_path: Path) -> None:
    assert "a ticket comes twice" in refused(put(tmp_path, PACKET._replace(items=(ITEM, ITEM)))).message
    one = ITEM._replace(external=False, reference="L1")
    twice = PACKET._replace(items=(one, one._replace(reference="L2")))
    assert "a ticket comes twice" in refused(put(tmp_path, twice)).message


@pytest.mark.parametrize(
    ("lines", "told"), [((), "lines"), ((ReceiptLine("a" * 32, "L1"), ReceiptLine("a" * 32, "L2")), "comes twice")]
)
def test_a_receipt_is_of_some_tickets_each_once(lines: tuple[ReceiptLine, ...], told: str, tmp_path: Path) -> None:
    receipt = put(tmp_path, receipt_document(RECEIPT._replace(lines=lines)))
    assert told in refused(receipt, read_receipt).message


def test_words_are_cleaned_on_their_way_in(tmp_path: Path) -> None:
    hostile = ITEM._replace(title=HOSTILE, summary=HOSTILE, body=f"a\r\n{HOSTILE}", reference=HOSTILE)
    [item] = read_packet(put(tmp_path, PACKET._replace(sender=HOSTILE, items=(hostile,)))).packet.items
    assert {item.title, item.summary, item.reference} == {"../../../etc/cron.d/x"}
    assert item.body == "a\n../../../etc/cron.d/x"


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@examples(40)
@given(title=WORDS, summary=WORDS, body=WORDS)
def test_whatever_words_travel_arrive_cleaned_or_are_refused(title: str, summary: str, body: str) -> None:
    item = ITEM._replace(title=title, summary=summary, body=body)
    text, digest = sealed(packet_document(PACKET._replace(items=(item,))))
    if not clean_line(title):
        with pytest.raises(Refused, match="title"):
            packet_in(text.encode(), "handover-4.json")
        return
    found = packet_in(text.encode(), "handover-4.json")
    [arrived] = found.packet.items
    assert (arrived.title, arrived.summary, arrived.body) == (clean_line(title), clean_line(summary), clean_block(body))
    assert (found.text, found.digest) == (text, digest)


def test_a_mail_with_the_packet_attached_will_do(tmp_path: Path) -> None:
    assert read_packet(put(tmp_path, mail(sealed(document())[0]), "handover-4.eml")).packet == PACKET


@pytest.mark.parametrize("before", [b"", b"From sam@example.org Mon Nov 23 17:05:00 2026\n", b"\xef\xbb\xbf"])
def test_a_mail_may_know_its_attachment_by_name_alone_and_come_from_a_folder(before: bytes, tmp_path: Path) -> None:
    raw = mail(sealed(document())[0]).replace(b"application/json", b"application/octet-stream")
    assert read_packet(put(tmp_path, before + raw, "handover-4.eml")).packet == PACKET


def test_a_mail_with_none_or_several_is_told(tmp_path: Path) -> None:
    assert "no handover attached" in refused(put(tmp_path, mail(), "a.eml")).message
    text = sealed(document())[0]
    error = refused(put(tmp_path, mail(text, text), "a.eml"))
    assert ("2 documents attached" in error.message, error.hint) == (True, "Save the attachment, and name that")


def test_a_mail_as_deep_as_no_mail_is_refused(tmp_path: Path) -> None:
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{one}"\n\n--b{one}\n' for one in range(1500))
    assert "a mail that cannot be read" in refused(put(tmp_path, deep, "a.eml")).message


def mail(*attached: str) -> bytes:
    """Give a mail with some documents attached to it."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"] = "Handover 4"
    message.set_content("Please take over.")
    for text in attached:
        message.add_attachment(text.encode(), maintype="application", subtype="json", filename="handover-4.json")
    return message.as_bytes()


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert "more than 8 MB" in refused(path).message
    with path.open("wb") as file:
        file.truncate(MOST_BYTES)
    assert "is no handover" in refused(path).message


def test_only_an_ordinary_file_is_read(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path).message
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "not an ordinary file" in refused(tmp_path / "pipe").message
    with pytest.raises(NotFound, match="No file"):
        read_packet(tmp_path / "none.json")
    with pytest.raises(TechdayError):
        read_packet("a\0b")


def test_a_document_of_another_program_is_no_receipt(tmp_path: Path) -> None:
    assert "no receipt" in refused(put(tmp_path, json.dumps({"a": 1})), read_receipt).message
