"""A handover as it travels: its parts, and the one way in which it is written down.

A packet is JSON with sorted keys, indented by one, all ASCII, and a line break at its end: what is read in is written
again, and must be the same to the byte. `digest` is SHA-256 over the document without its digest, written so. It shows
that nothing was changed on the way; it is no signature, and proves nothing of who wrote it.
"""

import json
from typing import Any, NamedTuple

PACKET_SCHEMA = "techday.handover/1"
RECEIPT_SCHEMA = "techday.handover-receipt/1"
DIGEST = "digest"
# The bounds within which every techday takes a packet in, and so those of the sender too. What is typed in one line is
# shorter than the longest that is taken in.
LONGEST_NAME, LONGEST_TITLE, LONGEST_PHONE, LONGEST_LINE = 200, 500, 60, 10_000
LONGEST_WORDS = 2_000
MOST_BYTES, MOST_TICKETS, MOST_LINES, MOST_PROMISES = 8 * 1024 * 1024, 5_000, 10_000, 200
# What is said of a ticket that travels, and what a line in the store holds of its item, under the same names.
SAID_FIELDS = ("plan", "severity", "summary", "tried", "next_step", "by_at", "if_then", "told")
LINE_FIELDS = ("reference", "title", "priority", *SAID_FIELDS)


class PacketClient(NamedTuple):
    """The client of a ticket, as whoever takes it over must know it."""

    code: str
    name: str
    phone: str


class PacketPromise(NamedTuple):
    """What was promised on a ticket, and by when (UTC text)."""

    text: str
    due_at: str


class PacketEvent(NamedTuple):
    """Something that happened on a ticket before it was handed over: what clocks are worked out from, and was said.

    `kind` is opened, reply, heard, note, state or waiting; `detail` is the small word that rules read.
    """

    at: str
    kind: str
    public: bool
    detail: str
    text: str


class PacketItem(NamedTuple):
    """A ticket of a handover: the ticket itself, and what was said of it; instants are UTC text, "" is not recorded.

    `uid` is the ticket's name on every machine, `reference` what it goes by at the sender's; `external` is True where
    that is the number of the system of record. `plan` is watch or give, `severity` stable, watcher, unstable or None.
    `history` is the oldest first.

    `owner` is whose ticket it is, "" the sender's own; `source_owner` whom the system of record named last, "" nobody
    known. `due_at` is the ticket's own date, set by hand or by its source.
    """

    uid: str
    reference: str
    external: bool
    source: str | None
    title: str
    client: PacketClient | None
    priority: int
    tier: int
    state: str
    waiting_for: str | None
    waiting_until: str | None
    opened_at: str
    requester: str
    category: str
    body: str
    plan: str
    severity: str | None
    summary: str
    tried: str
    next_step: str
    by_at: str | None
    if_then: str
    told: str
    promises: tuple[PacketPromise, ...]
    history: tuple[PacketEvent, ...] = ()
    owner: str = ""
    source_owner: str = ""
    due_at: str | None = None
    asset: str = ""


class PacketWatch(NamedTuple):
    """A watch that fails: what it is, of which client, for how many days, and what was seen last."""

    name: str
    kind: str
    client: str
    days: int
    seen: str


class PacketPlan(NamedTuple):
    """Something on the sender's schedule up to the end of the next shift; instants are UTC text."""

    title: str
    starts_at: str
    ends_at: str
    client: str
    place: str


class Packet(NamedTuple):
    """A whole handover. `number` is the sender's, `zone` the sender's IANA zone, `back_at` the sender's next shift."""

    uid: str
    number: int
    sender: str
    receiver: str
    sent_at: str
    back_at: str | None
    zone: str
    items: tuple[PacketItem, ...]
    watches: tuple[PacketWatch, ...]
    schedule: tuple[PacketPlan, ...]


class ReceiptLine(NamedTuple):
    """A ticket of a receipt: its name on every machine, and what it goes by at the receiver's (None of a return)."""

    uid: str
    reference: str | None


class Receipt(NamedTuple):
    """What the receiver answers: `state` is accepted or returned, with the read-back or the reason.

    `handover` is the uid of the handover, `number` the sender's number of it, `packet_digest` that of the packet.
    """

    handover: str
    number: int
    packet_digest: str
    sender: str
    receiver: str
    state: str
    at: str
    read_back: str
    reason: str
    lines: tuple[ReceiptLine, ...]


def packet_document(packet: Packet) -> dict[str, Any]:
    """Give a packet as the document that is written down, without its digest."""
    items = [
        {
            **item._asdict(),
            "client": item.client and item.client._asdict(),
            "promises": [one._asdict() for one in item.promises],
            "history": [one._asdict() for one in item.history],
        }
        for item in packet.items
    ]
    return {
        "schema": PACKET_SCHEMA,
        **packet._asdict(),
        "items": items,
        "watches": [one._asdict() for one in packet.watches],
        "schedule": [one._asdict() for one in packet.schedule],
    }


def receipt_document(receipt: Receipt) -> dict[str, Any]:
    """Give a receipt as the document that is written down, without its digest."""
    return {"schema": RECEIPT_SCHEMA, **receipt._asdict(), "lines": [one._asdict() for one in receipt.lines]}


def sealed(document: dict[str, Any]) -> tuple[str, str]:
    """Give the text of a document with its digest in it, and the digest (64 hexadecimal digits)."""
    digest = digest_of(document)
    return written({**document, DIGEST: digest}), digest


def digest_of(document: dict[str, Any]) -> str:
    """Give the SHA-256 of a document without its digest, as it is written down."""
    from hashlib import sha256  # only where something travels

    bare = {key: value for key, value in document.items() if key != DIGEST}
    return sha256(written(bare).encode("ascii")).hexdigest()


def written(document: dict[str, Any]) -> str:
    """Give a document as it is written down; raises ValueError for what JSON has no word for (NaN)."""
    return json.dumps(document, sort_keys=True, indent=1, ensure_ascii=True, allow_nan=False) + "\n"
