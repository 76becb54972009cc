"""A packet that comes in: what is kept of it, and the tickets that arrive with it.

A ticket that is here already is found by its name on every machine, else by its number in the system of record. Any
other one is added, with its client. Of what was asked for by the sender nothing is written outside these rows. Acts
take the store of an operation under way.
"""

import sqlite3
from datetime import datetime, tzinfo
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.text import fold
from techday.handover import store
from techday.handover.colleagues import is_part, met
from techday.handover.packet import LINE_FIELDS, Packet, PacketItem
from techday.handover.paper import moment
from techday.handover.store import HandoverRow
from techday.promises.store import insert_promise, promises_of
from techday.takeover import arrival_store
from techday.takeover.arrival_before import Standing, link, record_state, remember, state_of, told_state, was_users
from techday.takeover.arrival_clients import ArrivingClients
from techday.takeover.arrival_names import known_ticket, new_reference, numbers_of
from techday.takeover.judging import Incoming, User, is_for
from techday.tickets import acts as tickets
from techday.tickets.acts import Times
from techday.tickets.rules import ACTIVE, own_ids
from techday.tickets.store import (
    TicketRow,
    insert_event,
    insert_local_ticket,
    insert_ticket,
    technicians,
    ticket_by_id,
)

WORDS = (
    ("summary", ""),
    ("severity", "severity: "),
    ("tried", "tried: "),
    ("next_step", "next: "),
    ("by_at", "by: "),
    ("if_then", "if, then: "),
    ("told", "told: "),
)


class Arrived(NamedTuple):
    """A ticket that arrived: its name on every machine, what it goes by here, and whether it is new here.

    `theirs` is what it goes by at the sender's.
    """

    uid: str
    reference: str
    title: str
    plan: str
    is_new: bool
    theirs: str


# What is kept of it


def keep(db: sqlite3.Connection, found: Incoming, user: User, now: datetime) -> tuple[HandoverRow, str]:
    """Keep a packet that came in as received, with its lines; give its row, and what must be said of its sender."""
    packet = found.packet
    sender_id, introduced = met(db, packet.sender, user.names)
    fields = {
        "uid": packet.uid,
        "direction": "in",
        "number": packet.number,
        "technician_id": sender_id,
        "name": packet.sender,
        "state": "received",
        "sent_at": packet.sent_at,
        "back_at": packet.back_at,
        "recorded_at": to_text(now),
        "packet": found.text,
        "digest": found.digest,
    }
    number = store.insert_handover(db, fields)
    for item in packet.items:
        client = item.client.code or item.client.name if item.client else None
        store.insert_line(db, {**line_of(item), "handover_id": number, "client": client})
    return standing(db, number), introduced


def line_of(item: PacketItem) -> dict[str, object]:
    """Give the fields of a line that are those of its item."""
    return {"ticket_uid": item.uid, **{name: getattr(item, name) for name in LINE_FIELDS}}


def standing(db: sqlite3.Connection, number: int) -> HandoverRow:
    """Give the handover of that number; it must exist."""
    row = store.handover_by_id(db, number)
    if row is None:
        raise LookupError(f"no handover {number}")
    return row


# What arrives with it


class Arrival:
    """The tickets of one packet on their way into the store; `warnings` is what must be said of them."""

    def __init__(
        self, db: sqlite3.Connection, row: HandoverRow, packet: Packet, user: User, times: Times, zone: tzinfo
    ) -> None:
        self.db = db
        self.row = row
        self.packet = packet
        self.user = user
        self.user_id = tickets.ensure_technician(db, user.name)
        self.own = own_ids(technicians(db), user.names)
        self.at, self.now = times
        self.zone = zone
        self.warnings: list[str] = []
        self.clients = ArrivingClients(db, packet.sender, times.recorded, self.warnings)
        # The tickets that arrived before in this packet, by their row numbers: two of its lines may be one ticket here.
        self.arrived: dict[int, Arrived] = {}
        # When something was said of them here before it.
        self.said: dict[int, arrival_store.SaidHere] = {}

    def run(self) -> list[Arrived]:
        """Bring in all tickets, and give them in the order in which they were sent."""
        if self.packet.sent_at > to_text(self.now):
            self.warnings.append(f"The clocks differ: {self.packet.sender}'s was ahead of yours as this was sent")
        places = {line.ticket_uid: line.id for line in store.lines_of(self.db, self.row.id)}
        return [self.bring_in(item, places[item.uid]) for item in self.packet.items]

    def bring_in(self, item: PacketItem, line_id: int) -> Arrived:
        """Bring in one ticket: found or added, with its owner, the sender's words and the promises made on it."""
        found = known_ticket(self.db, item)
        ticket = ticket_by_id(self.db, self.add(item) if found is None else found)
        has_travelled = store.uid_of(self.db, ticket.id) is not None
        if not has_travelled:
            store.insert_uid(self.db, ticket.id, item.uid)
        if found is not None:
            ticket = self.stands_for(link(self.db, ticket, item, self.times_for(ticket), self.warnings))
        store.place_line(self.db, line_id, ticket.id)
        times = self.times_for(ticket)
        text = f"handover {self.row.id} from {self.packet.sender}, {item.plan}{words_of(item, self.zone)}"
        tickets.record(self.db, ticket.id, times, "handover", detail="accepted", text=text)
        before = self.arrived.get(ticket.id)
        arrived = Arrived(item.uid, ticket.reference, ticket.title, item.plan, found is None, item.reference)
        if before is not None:
            self.warnings.append(
                f"{before.theirs} and {item.reference} of {self.packet.sender} are one here: {ticket.reference}"
            )
        # A ticket that was given once is not watched, nor told otherwise, by another line of the same packet.
        if before is None or before.plan != "give":
            self.arrived[ticket.id] = arrived
            self.settle(ticket, item, times, was_here=found is not None, has_travelled=has_travelled)
        self.promise(ticket, item, times)
        return arrived

    def times_for(self, ticket: TicketRow) -> Times:
        """Give when it happens: now, but never before the ticket opened on a clock that is ahead of this one."""
        return Times(max(self.at, from_text(ticket.opened_at)), self.now)

    def stands_for(self, ticket: TicketRow) -> TicketRow:
        """Give the ticket that one was merged into here, else itself."""
        if ticket.merged_into is None:
            return ticket
        target = ticket_by_id(self.db, ticket.merged_into)
        self.warnings.append(f"{ticket.reference} is merged into {target.reference} here")
        return target

    def settle(self, ticket: TicketRow, item: PacketItem, times: Times, *, was_here: bool, has_travelled: bool) -> None:
        """Let a ticket be as it comes, as far as it does: its standing, its owner, and the next step."""
        is_users = was_users(self.db, ticket, self.own)
        if ticket.id not in self.said:
            self.said[ticket.id] = arrival_store.said_here(self.db, ticket.id, self.row.id)
        said = self.said[ticket.id]
        standing = Standing(self.db, self.packet, item, ticket, is_users, said, self.warnings)
        if was_here:
            standing.settle(self.clients, times)
            if has_travelled:
                standing.tell_promises()
        self.name_source_owner(ticket, item)
        self.give(ticket, item, times)
        standing.take_step(times)

    def name_source_owner(self, ticket: TicketRow, item: PacketItem) -> None:
        """Write down whom the system of record named last, so that it names nobody new when it says so again.

        One that vanished here is not named as the user's: it is the sender's there, as far as anybody knows. That it
        was the sender's is no news before the first import here.
        """
        name = item.source_owner or (self.packet.sender if ticket.state == "gone" else "")
        is_known = fold(name) == fold(self.packet.sender) and not arrival_store.is_imported(self.db, ticket.id)
        if not item.external or not name or is_known:
            return
        owner_id = tickets.ensure_technician(self.db, name)
        if arrival_store.named_by_source(self.db, ticket.id) != owner_id:
            at = max(ticket.opened_at, min(self.packet.sent_at, to_text(self.at)))
            insert_event(
                self.db, ticket.id, at, to_text(self.now), "owner", detail=str(owner_id), text=name, imported=True
            )

    def give(self, ticket: TicketRow, item: PacketItem, times: Times) -> None:
        """Make a ticket the user's, or let it be whose it is where it is only watched."""
        owner_id, name = self.owner_of(item)
        if ticket.owner_id in self.own and owner_id not in self.own:
            self.warnings.append(f"{ticket.reference} was yours here; it is {name}'s, to be watched")
        elif ticket.owner_id not in (None, owner_id, *self.own) and not is_part(ticket.owner or "", self.packet.sender):
            self.warnings.append(f"{ticket.reference} was {ticket.owner}'s here")
        tickets.assign(self.db, ticket, owner_id, name, times)

    def owner_of(self, item: PacketItem) -> tuple[int, str]:
        """Give whose a ticket is from now on: the user's where it is given, else the sender's, or who that names."""
        if item.plan == "give" or (item.owner and is_for(item.owner, self.user.names)):
            return self.user_id, self.user.name
        if item.owner and fold(item.owner) != fold(self.packet.sender):
            return met(self.db, item.owner, self.user.names)[0], item.owner
        return self.row.technician_id, self.packet.sender

    def promise(self, ticket: TicketRow, item: PacketItem, times: Times) -> None:
        """Write down the promises made on an open ticket that are not known yet."""
        if not item.promises or ticket_by_id(self.db, ticket.id).state not in ACTIVE:
            return
        known = {(fold(one.text), one.due_at) for one in promises_of(self.db, ticket.id)}
        for one in item.promises:
            if (fold(one.text), one.due_at) not in known:
                fields: dict[str, object] = {
                    "ticket_id": ticket.id,
                    "text": one.text,
                    "made_at": min(self.packet.sent_at, one.due_at),
                    "due_at": one.due_at,
                    "state": "open",
                }
                number = insert_promise(self.db, fields)
                tickets.record(self.db, ticket.id, times, "promise", detail=str(number), text=one.text)

    def add(self, item: PacketItem) -> int:
        """Add a ticket as it was at the sender's, without an owner yet, and give its row number."""
        opened_at = min(item.opened_at, to_text(self.at))
        state = state_of(item, self.packet.sent_at)
        fields: dict[str, object] = {
            "title": item.title,
            "client_id": self.clients.id_of(item.client),
            "priority": item.priority,
            "tier": item.tier,
            "requester": item.requester,
            "category": item.category,
            "asset": item.asset,
            "due_at": item.due_at,
            "body": item.body,
            "opened_at": opened_at,
            "first_seen_at": to_text(self.now),
            **state,
        }
        if item.external:
            number = numbers_of(item)[-1]
            reference, why = new_reference(self.db, number, item.source)
            if why:
                self.warnings.append(f"{number} is called {reference}: {why}")
            named = {"reference": reference, "external_id": number, "source": item.source}
            ticket_id = insert_ticket(self.db, {**fields, **named})
        else:
            ticket_id, _ = insert_local_ticket(self.db, fields)
        opened = next((one.detail for one in item.history if one.kind == "opened"), "new")
        tickets.record(self.db, ticket_id, Times(from_text(opened_at), self.now), "opened", detail=opened)
        since = told_state(item, state)
        remember(self.db, ticket_by_id(self.db, ticket_id), item, self.at, self.now, beside=since)
        # As of then, or when it was sent: what the system of record says of it later is the later word.
        if state["state"] != "new":
            at = max(opened_at, min(since.at if since else self.packet.sent_at, to_text(self.at)))
            record_state(self.db, ticket_id, state, Times(from_text(at), self.now), since.text if since else "")
        return ticket_id


def words_of(item: PacketItem, zone: tzinfo) -> str:
    """Give what the sender said of a ticket, behind a colon, with times in a zone; "" where nothing was."""
    words = {name: getattr(item, name) for name, _ in WORDS} | {"by_at": moment(item.by_at, zone)}
    said = [f"{label}{words[name]}" for name, label in WORDS if words[name]]
    return ": " + "; ".join(said) if said else ""
