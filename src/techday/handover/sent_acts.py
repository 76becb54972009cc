"""Sending a handover: what is written, and what is frozen by it.

The act takes the store of an operation under way. A ticket is looked at again there: what somebody resolved or gave
away while the words were typed is not sent.
"""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from techday.clients.store import ClientRow, client_by_id
from techday.core.instants import to_text
from techday.core.text import clean_block, clean_line
from techday.errors import Refused
from techday.handover import store
from techday.handover.colleagues import Colleague, row_of
from techday.handover.packet import (
    LINE_FIELDS,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_BYTES,
    MOST_PROMISES,
    MOST_TICKETS,
    Packet,
    PacketClient,
    PacketEvent,
    PacketItem,
    PacketPlan,
    PacketPromise,
    PacketWatch,
    packet_document,
    sealed,
)
from techday.handover.sent_store import history_of, source_owner
from techday.handover.store import DraftRow
from techday.tickets import acts as tickets
from techday.tickets.acts import Times
from techday.tickets.rules import ACTIVE
from techday.tickets.store import TicketRow, body_of, ticket_by_id

PARTLY = "techday handover send N… --to NAME"
# What travels of a ticket's description: it may be a whole log.
LONGEST_BODY = 10_000
# Of what happened on a ticket so much of each text travels, and of very many events the first and the latest.
LONGEST_EVENT, FIRST_EVENTS, LAST_EVENTS = 1_000, 10, 90


class Said(NamedTuple):
    """What is said of a ticket that travels; `by_at` is UTC text, "" is not recorded. `plan` is watch or give."""

    plan: str
    severity: str | None
    summary: str
    tried: str
    next_step: str
    by_at: str | None
    if_then: str
    told: str


class Leaving(NamedTuple):
    """A ticket that is about to be sent, with what is said of it and what was promised on it.

    `owner` is the colleague for whom it is only watched, "" for the user's own; `drafted` what was set for it, as it
    was read.
    """

    ticket: TicketRow
    said: Said
    promises: Sequence[PacketPromise]
    owner: str = ""
    drafted: DraftRow | None = None


class Sending(NamedTuple):
    """Who hands over to whom, and when; `read_back` is None unless it is only said, and accepted at once.

    `is_written` tells whether the packet leaves as a file. `zone` is the sender's IANA zone, `back_at` the beginning of
    the sender's next shift.
    """

    sender: str
    receiver: Colleague
    times: Times
    read_back: str | None
    is_written: bool
    zone: str
    back_at: datetime | None
    watches: Sequence[PacketWatch]
    schedule: Sequence[PacketPlan]


class Sent(NamedTuple):
    """A handover that was just sent: its number, the packet, the packet as it is written down, and its digest."""

    number: int
    packet: Packet
    text: str
    digest: str


def send(db: sqlite3.Connection, sending: Sending, leaving: Sequence[Leaving]) -> Sent:
    """Freeze a handover: its packet, its lines, its digest; what was said of the tickets for it is no draft any more.

    What was set for a ticket since the draft was read stays for the next handover. Of one that is only said
    (`read_back`) the ownership of what is given moves at once. Raises Refused for a ticket that meanwhile cannot be
    sent.
    """
    if len(leaving) > MOST_TICKETS:
        raise Refused(f"More than {MOST_TICKETS} tickets are too much for one packet", hint=PARTLY)
    on_the_way = store.tickets_under_way(db)
    standing = [one._replace(ticket=still_ours(db, one.ticket, on_the_way, sending.times.at)) for one in leaving]
    packet = packet_of(db, sending, standing)
    text, digest = sealed(packet_document(packet))
    if len(text) > MOST_BYTES:
        raise Refused("That is too much for one packet", hint=PARTLY)
    sent = Sent(packet.number, packet, text, digest)
    receiver_id = row_of(db, sending.receiver)
    store.insert_handover(db, handover_fields(sending, receiver_id, sent))
    for one, item in zip(standing, packet.items, strict=True):
        keep_line(db, packet.number, one.ticket, item)
        if store.draft_of(db, one.ticket.id) == one.drafted:
            store.delete_draft(db, one.ticket.id)
        words = f"handover {packet.number} to {packet.receiver}, {item.plan}"
        tickets.record(db, one.ticket.id, sending.times, "handover", detail="sent", text=words)
        if sending.read_back is not None and item.plan == "give":
            tickets.assign(db, one.ticket, receiver_id, packet.receiver, sending.times)
    return sent


def packet_of(db: sqlite3.Connection, sending: Sending, standing: Sequence[Leaving]) -> Packet:
    """Give the packet of tickets as they stand, with the number that the handover will have."""
    wanted = {one.ticket.client_id for one in standing if one.ticket.client_id is not None}
    clients = {one: client_by_id(db, one) for one in wanted}
    return Packet(
        uid=new_uid(),
        number=store.next_number(db),
        sender=clean_line(sending.sender, LONGEST_NAME),
        receiver=sending.receiver.name,
        sent_at=to_text(sending.times.at),
        back_at=to_text(sending.back_at) if sending.back_at else None,
        zone=sending.zone,
        items=tuple(item_of(db, one, clients, sending.times.at) for one in standing),
        watches=tuple(sending.watches),
        schedule=tuple(sending.schedule),
    )


def handover_fields(sending: Sending, receiver_id: int, sent: Sent) -> dict[str, object]:
    """Give the row of a handover: what was only said is accepted at once, and keeps no packet unless one is written."""
    packet, is_spoken = sent.packet, sending.read_back is not None
    kept = sending.is_written or not is_spoken
    decided = decision(sending.times.at, packet.receiver, sending.read_back or "") if is_spoken else {"state": "sent"}
    return {
        "uid": packet.uid,
        "direction": "out",
        "number": sent.number,
        "technician_id": receiver_id,
        "name": packet.receiver,
        "spoken": int(is_spoken),
        "sent_at": packet.sent_at,
        "back_at": packet.back_at,
        "recorded_at": to_text(sending.times.recorded),
        "packet": sent.text if kept else "",
        "digest": sent.digest if kept else "",
        **decided,
    }


def still_ours(
    db: sqlite3.Connection, shown: TicketRow, on_the_way: Mapping[int, store.HandoverRow], at: datetime
) -> TicketRow:
    """Give a ticket as it stands; raises Refused where it was resolved, given away or sent since it was shown."""
    standing = ticket_by_id(db, shown.id)
    if standing.state not in ACTIVE or standing.owner_id != shown.owner_id or shown.id in on_the_way:
        raise Refused(f"{shown.reference} changed meanwhile; nothing was sent", hint="techday handover")
    tickets.refuse_before_opening(standing, at)
    return standing


def item_of(
    db: sqlite3.Connection, leaving: Leaving, clients: Mapping[int, ClientRow], sent_at: datetime
) -> PacketItem:
    """Give a ticket as it travels; it has a name on every machine from then on."""
    ticket, said = leaving.ticket, leaving.said
    client = clients.get(ticket.client_id) if ticket.client_id is not None else None
    return PacketItem(
        uid=ensure_uid(db, ticket.id),
        reference=ticket.reference,
        external=ticket.external_id is not None,
        source=ticket.source,
        title=clean_line(ticket.title, LONGEST_TITLE),
        client=client and client_of(client),
        priority=ticket.priority,
        tier=ticket.tier,
        state=ticket.state,
        waiting_for=ticket.waiting_for,
        waiting_until=ticket.waiting_until,
        opened_at=ticket.opened_at,
        requester=clean_line(ticket.requester, LONGEST_NAME),
        category=clean_line(ticket.category, LONGEST_NAME),
        body=clean_block(body_of(db, ticket.id), LONGEST_BODY),
        **said._asdict(),
        promises=tuple(leaving.promises[:MOST_PROMISES]),
        history=history(db, ticket.id, sent_at),
        owner=leaving.owner,
        source_owner=clean_line(source_owner(db, ticket.id), LONGEST_NAME),
        due_at=ticket.due_at,
        asset=clean_line(ticket.asset, LONGEST_NAME),
    )


def history(db: sqlite3.Connection, ticket_id: int, until: datetime) -> tuple[PacketEvent, ...]:
    """Give what happened on a ticket up to an instant as it travels: the receiver's clocks are those of the sender."""
    rows = history_of(db, ticket_id, to_text(until), LONGEST_EVENT)
    if len(rows) > FIRST_EVENTS + LAST_EVENTS:
        rows = [*rows[:FIRST_EVENTS], *rows[-LAST_EVENTS:]]
    return tuple(
        PacketEvent(row.at, row.kind, bool(row.public), row.detail, clean_block(row.text, LONGEST_EVENT))
        for row in rows
    )


def client_of(client: ClientRow) -> PacketClient:
    """Give a client as it travels."""
    name, phone = clean_line(client.name, LONGEST_NAME), clean_line(client.phone, LONGEST_PHONE)
    return PacketClient(client.code, name, phone)


def keep_line(db: sqlite3.Connection, number: int, ticket: TicketRow, item: PacketItem) -> None:
    """Write down a ticket of a handover as it was sent."""
    fields = {name: getattr(item, name) for name in LINE_FIELDS}
    client = item.client.code if item.client else None
    uids = {"handover_id": number, "ticket_id": ticket.id, "ticket_uid": item.uid}
    store.insert_line(db, {**uids, **fields, "client": client})


def decision(at: datetime, by: str, read_back: str) -> dict[str, object]:
    """Give the fields of a handover that was accepted in words."""
    words = clean_line(read_back, LONGEST_WORDS)
    return {"state": "accepted", "decided_at": to_text(at), "decided_by": by, "read_back": words}


def ensure_uid(db: sqlite3.Connection, ticket_id: int) -> str:
    """Give the name of a ticket on every machine, made where it never travelled."""
    uid = store.uid_of(db, ticket_id)
    if uid is None:
        uid = new_uid()
        store.insert_uid(db, ticket_id, uid)
    return uid


def new_uid() -> str:
    """Give a name that nothing else has on any machine: 128 random bits as 32 hexadecimal digits."""
    return os.urandom(16).hex()
