"""A packet that comes in: what is kept of it, and the tickets that arrive with it.

A ticket that is here already is found by its name on every machine, else by its number in the system of record. Any
other one is added, with its client. Of what was asked for by the sender nothing is written outside these rows. Acts
take the store of an operation under way.
"""

import sqlite3
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.text import clean_line, fold
from techday.handover import store
from techday.handover.packet import Packet, PacketItem
from techday.handover.store import HandoverRow
from techday.promises.store import insert_promise, promises_of
from techday.takeover import arrival_store
from techday.takeover.arrival_before import Standing, link, record_state, remember, state_of, was_users
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

LONGEST_STEP = 500
WORDS = (("summary", ""), ("tried", "tried: "), ("next_step", "next: "), ("if_then", "if, then: "), ("told", "told: "))


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


def keep(db: sqlite3.Connection, found: Incoming, now: datetime) -> HandoverRow:
    """Keep a packet that came in as received, with its lines, and give its row."""
    packet = found.packet
    fields = {
        "uid": packet.uid,
        "direction": "in",
        "number": packet.number,
        "technician_id": tickets.ensure_technician(db, packet.sender),
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
    return standing(db, number)


def line_of(item: PacketItem) -> dict[str, object]:
    """Give the fields of a line that are those of its item."""
    names = "plan reference title priority severity summary tried next_step by_at if_then told".split()
    return {"ticket_uid": item.uid, **{name: getattr(item, name) for name in names}}


def standing(db: sqlite3.Connection, number: int) -> HandoverRow:
    """Give the handover of that number; it must exist."""
    row = store.handover_by_id(db, number)
    if row is None:
        raise LookupError(f"no handover {number}")
    return row


# What arrives with it


class Arrival:
    """The tickets of one packet on their way into the store; `told` is what must be said of them."""

    def __init__(self, db: sqlite3.Connection, row: HandoverRow, packet: Packet, user: User, times: Times) -> None:
        self.db = db
        self.row = row
        self.packet = packet
        self.user = user
        self.user_id = tickets.ensure_technician(db, user.name)
        self.own = own_ids(technicians(db), user.names)
        self.at, self.now = times
        self.told: list[str] = []
        self.clients = ArrivingClients(db, packet.sender, times.recorded, self.told)
        # The tickets that arrived before in this packet, by their row numbers: two of its lines may be one ticket here.
        self.arrived: dict[int, Arrived] = {}

    def run(self) -> list[Arrived]:
        """Bring in all tickets, and give them in the order in which they were sent."""
        if self.packet.sent_at > to_text(self.now):
            self.told.append(f"The clocks differ: {self.packet.sender}'s was ahead of yours as this was sent")
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
            ticket = self.stands_for(link(self.db, ticket, item, self.times_for(ticket), self.told))
        store.place_line(self.db, line_id, ticket.id)
        times = self.times_for(ticket)
        text = f"handover {self.row.id} from {self.packet.sender}, {item.plan}{words_of(item)}"
        tickets.record(self.db, ticket.id, times, "handover", detail="accepted", text=text)
        before = self.arrived.get(ticket.id)
        arrived = Arrived(item.uid, ticket.reference, ticket.title, item.plan, found is None, item.reference)
        if before is not None:
            self.told.append(
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
        self.told.append(f"{ticket.reference} is merged into {target.reference} here")
        return target

    def settle(self, ticket: TicketRow, item: PacketItem, times: Times, *, was_here: bool, has_travelled: bool) -> None:
        """Let a ticket be as it comes, as far as it does: its standing, its owner, and the next step."""
        if was_here:
            is_users = was_users(self.db, ticket, self.own)
            standing = Standing(self.db, self.packet, item, ticket, is_users, self.told)
            standing.settle(self.clients, times)
            if has_travelled:
                standing.tell_promises()
        self.name_source_owner(ticket, item)
        self.give(ticket, item, times)
        step = clean_line(item.next_step, LONGEST_STEP)
        if step and ticket_by_id(self.db, ticket.id).state in ACTIVE:
            tickets.edit(self.db, ticket, {"next_action": step}, times)

    def name_source_owner(self, ticket: TicketRow, item: PacketItem) -> None:
        """Write down whom the system of record named last, so that it names nobody new when it says so again.

        One that vanished here is not named as the user's: it is the sender's there, as far as anybody knows.
        """
        name = item.source_owner or (self.packet.sender if ticket.state == "gone" else "")
        if not item.external or not name:
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
            self.told.append(f"{ticket.reference} was yours here; it is {name}'s, to be watched")
        elif ticket.owner_id not in (None, owner_id, self.row.technician_id, *self.own):
            self.told.append(f"{ticket.reference} was {ticket.owner}'s here")
        tickets.assign(self.db, ticket, owner_id, name, times)

    def owner_of(self, item: PacketItem) -> tuple[int, str]:
        """Give whose a ticket is from now on: the user's where it is given, else the sender's, or who that names."""
        if item.plan == "give" or (item.owner and is_for(item.owner, self.user.names)):
            return self.user_id, self.user.name
        if item.owner and fold(item.owner) != fold(self.packet.sender):
            return tickets.ensure_technician(self.db, item.owner), item.owner
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
                self.told.append(f"{number} is called {reference}: {why}")
            named = {"reference": reference, "external_id": number, "source": item.source}
            ticket_id = insert_ticket(self.db, {**fields, **named})
        else:
            ticket_id, _ = insert_local_ticket(self.db, fields)
        opened = next((one.detail for one in item.history if one.kind == "opened"), "new")
        tickets.record(self.db, ticket_id, Times(from_text(opened_at), self.now), "opened", detail=opened)
        remember(self.db, ticket_by_id(self.db, ticket_id), item, self.at, self.now)
        # As of when it was sent: what the system of record says of it later is the later word.
        if state["state"] != "new":
            since = max(opened_at, min(self.packet.sent_at, to_text(self.at)))
            record_state(self.db, ticket_id, state, Times(from_text(since), self.now))
        return ticket_id


def words_of(item: PacketItem) -> str:
    """Give what the sender said of a ticket, behind a colon; "" where nothing was."""
    said = [f"{label}{getattr(item, name)}" for name, label in WORDS if getattr(item, name)]
    return ": " + "; ".join(said) if said else ""
