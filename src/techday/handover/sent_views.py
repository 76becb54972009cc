"""Handovers as people and scripts see them: how each stands, and its tickets as they were sent against what they are.

A packet that is not here yet is seen in the same shape, so that one screen and one document hold both.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import from_text
from techday.handover.packet import Packet, PacketItem, PacketPlan, PacketWatch
from techday.handover.sent_store import ChangeRow, changes_since, names_there
from techday.handover.store import HandoverRow, LineRow, handover_by_id, lines_of
from techday.tickets.standing import instant_or_none
from techday.tickets.store import technicians


class HandoverView(NamedTuple):
    """A handover: `out` was given away, `in` came in; `id` is its number here, `number` the sender's.

    `state` is sent, received, accepted or returned; None of a packet that was not taken in here. `name` is the
    colleague's.
    """

    id: int | None
    number: int | None
    uid: str
    direction: str
    name: str
    state: str | None
    spoken: bool
    sent_at: datetime
    back_at: datetime | None
    digest: str | None
    decided_at: datetime | None
    decided_by: str | None
    read_back: str | None
    reason: str | None
    receipt_at: datetime | None
    tickets: int
    given: int


class ChangeView(NamedTuple):
    """What happened on a ticket after it was sent: the kind of event, or `time` for work."""

    at: datetime
    kind: str
    text: str | None


class SentLine(NamedTuple):
    """A ticket of a handover as it was sent, in the words of the sender; what was not said is None.

    `ticket` is what it goes by here, `state` and `owner` how it stands here: None where it is not here. `theirs` is
    what it goes by at the receiver's, None where they did not say.
    """

    ticket: str | None
    theirs: str | None
    reference: str
    plan: str
    title: str
    client: str | None
    priority: int
    severity: str | None
    summary: str | None
    tried: str | None
    next_step: str | None
    by_at: datetime | None
    if_then: str | None
    told: str | None
    state: str | None
    owner: str | None
    changes: Sequence[ChangeView]


class SentPage(NamedTuple):
    """A whole handover; `watches` and `schedule` are those of its packet."""

    handover: HandoverView
    lines: Sequence[SentLine]
    watches: Sequence[PacketWatch]
    schedule: Sequence[PacketPlan]
    zone: str


def view_of(row: HandoverRow) -> HandoverView:
    """Give a handover of this store as people and scripts see it."""
    return HandoverView(
        id=row.id,
        number=row.number,
        uid=row.uid,
        direction=row.direction,
        name=row.name,
        state=row.state,
        spoken=bool(row.spoken),
        sent_at=from_text(row.sent_at),
        back_at=instant_or_none(row.back_at),
        digest=row.digest or None,
        decided_at=instant_or_none(row.decided_at),
        decided_by=row.decided_by or None,
        read_back=row.read_back or None,
        reason=row.reason or None,
        receipt_at=instant_or_none(row.receipt_at),
        tickets=row.lines,
        given=row.given,
    )


def view_by_id(db: sqlite3.Connection, handover_id: int) -> HandoverView:
    """Give the handover of that number as people and scripts see it; it must exist."""
    row = handover_by_id(db, handover_id)
    if row is None:
        raise LookupError(f"no handover {handover_id}")
    return view_of(row)


def page_of(db: sqlite3.Connection, row: HandoverRow, packet: Packet | None) -> SentPage:
    """Give a handover of this store with its tickets; `packet` is None where it was only said.

    Of one that was sent from here each ticket tells what happened on it since.
    """
    changes: dict[int, list[ChangeRow]] = {}
    if row.direction == "out":
        for one in changes_since(db, row.id, row.sent_at):
            changes.setdefault(one.ticket_id, []).append(one)
    there = names_there(db, row.id, row.decided_by) if row.direction == "out" else {}
    owners = {one.id: one.name for one in technicians(db)}
    lines = [
        line_of(one, owners, changes.get(one.ticket_id or 0, ()), there.get(one.ticket_id or 0))
        for one in lines_of(db, row.id)
    ]
    if packet is None:
        return SentPage(view_of(row), lines, (), (), "UTC")
    return SentPage(view_of(row), lines, packet.watches, packet.schedule, packet.zone)


def line_of(line: LineRow, owners: dict[int, str], changes: Sequence[ChangeRow], theirs: str | None) -> SentLine:
    """Give a ticket of a handover of this store."""
    return SentLine(
        ticket=line.here,
        theirs=theirs,
        reference=line.reference,
        plan=line.plan,
        title=line.title,
        client=line.client,
        priority=line.priority,
        severity=line.severity,
        summary=line.summary or None,
        tried=line.tried or None,
        next_step=line.next_step or None,
        by_at=instant_or_none(line.by_at),
        if_then=line.if_then or None,
        told=line.told or None,
        state=line.state,
        owner=owners.get(line.owner_id) if line.owner_id is not None else None,
        changes=[ChangeView(from_text(one.at), one.kind, one.text or None) for one in changes],
    )


def page_of_packet(packet: Packet, digest: str) -> SentPage:
    """Give a packet that was read from a file and was not taken in here."""
    lines = [line_of_item(one) for one in packet.items]
    return SentPage(view_of_packet(packet, digest), lines, packet.watches, packet.schedule, packet.zone)


def view_of_packet(packet: Packet, digest: str) -> HandoverView:
    """Give a packet that was not taken in here as people and scripts see it."""
    return HandoverView(
        id=None,
        number=packet.number,
        uid=packet.uid,
        direction="in",
        name=packet.sender,
        state=None,
        spoken=False,
        sent_at=from_text(packet.sent_at),
        back_at=instant_or_none(packet.back_at),
        digest=digest,
        decided_at=None,
        decided_by=None,
        read_back=None,
        reason=None,
        receipt_at=None,
        tickets=len(packet.items),
        given=sum(item.plan == "give" for item in packet.items),
    )


def line_of_item(item: PacketItem) -> SentLine:
    """Give a ticket of a packet that was not taken in here."""
    return SentLine(
        ticket=None,
        theirs=None,
        reference=item.reference,
        plan=item.plan,
        title=item.title,
        client=item.client.code if item.client else None,
        priority=item.priority,
        severity=item.severity,
        summary=item.summary or None,
        tried=item.tried or None,
        next_step=item.next_step or None,
        by_at=instant_or_none(item.by_at),
        if_then=item.if_then or None,
        told=item.told or None,
        state=None,
        owner=None,
        changes=(),
    )
