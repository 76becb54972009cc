"""A packet that comes in: what is kept of it, and the tickets that arrive with it.

A ticket that is here already is found by its name on every machine, else by its number in the system of record; it
keeps what is recorded of it here, but for its owner and the next step. Any other one is added, with its client. Of what
was asked for by the sender nothing is written outside these rows. Acts take the store of an operation under way.
"""

import sqlite3
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from techday.clients.acts import NewClient, checked_code, taken_codes
from techday.clients.acts import add as add_client
from techday.clients.store import ClientName, client_names
from techday.core.instants import from_text, to_text
from techday.core.text import clean_line, fold, quoted
from techday.errors import TechdayError
from techday.handover import arrival_store, store
from techday.handover.judging import Incoming, User
from techday.handover.packet import Packet, PacketClient, PacketItem
from techday.handover.store import HandoverRow
from techday.promises.store import insert_promise, promises_of
from techday.tickets import acts as tickets
from techday.tickets.acts import Times
from techday.tickets.clocks import UNTIL
from techday.tickets.rules import ACTIVE
from techday.tickets.store import (
    TicketRow,
    id_by_reference,
    insert_event,
    insert_local_ticket,
    insert_ticket,
    is_local_reference,
    ticket_by_id,
)

# What imports call the client of tickets that name none: it is no client that could arrive.
UNKNOWN_CLIENT = ("UNKNOWN", "unknown client")
LONGEST_STEP = 500
WORDS = (("summary", ""), ("tried", "tried: "), ("next_step", "next: "), ("if_then", "if, then: "), ("told", "told: "))


class Arrived(NamedTuple):
    """A ticket that arrived: its name on every machine, what it goes by here, and whether it is new here."""

    uid: str
    reference: str
    title: str
    plan: str
    is_new: bool


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
        self.user_name = user.name
        self.user_id = tickets.ensure_technician(db, user.name)
        self.at, self.now = times
        self.told: list[str] = []
        self.clients = client_names(db)

    def run(self) -> list[Arrived]:
        """Bring in all tickets, and give them in the order in which they were sent."""
        places = {line.ticket_uid: line.id for line in store.lines_of(self.db, self.row.id)}
        return [self.bring_in(item, places[item.uid]) for item in self.packet.items]

    def bring_in(self, item: PacketItem, line_id: int) -> Arrived:
        """Bring in one ticket: found or added, with its owner, the sender's words and the promises made on it."""
        ticket_id = self.known(item)
        is_new = ticket_id is None
        ticket = ticket_by_id(self.db, self.add(item) if ticket_id is None else ticket_id)
        if store.uid_of(self.db, ticket.id) is None:
            store.insert_uid(self.db, ticket.id, item.uid)
        if ticket.merged_into is not None:
            target = ticket_by_id(self.db, ticket.merged_into)
            self.told.append(f"{ticket.reference} is merged into {target.reference} here")
            ticket = target
        store.place_line(self.db, line_id, ticket.id)
        times = self.times_for(ticket)
        text = f"handover {self.row.id} from {self.packet.sender}, {item.plan}{words_of(item)}"
        tickets.record(self.db, ticket.id, times, "handover", detail="accepted", text=text)
        self.give(ticket, item, times)
        if ticket.state in ACTIVE:
            self.continue_with(ticket, item, times)
        else:
            self.told.append(f"{ticket.reference} is {ticket.state} here, and stays so")
        return Arrived(item.uid, ticket.reference, ticket.title, item.plan, is_new)

    def times_for(self, ticket: TicketRow) -> Times:
        """Give when it happens: now, but never before the ticket opened on a clock that is ahead of this one."""
        return Times(max(self.at, from_text(ticket.opened_at)), self.now)

    def known(self, item: PacketItem) -> int | None:
        """Give the ticket of this store that an item is, None where it is new."""
        found = store.ticket_of_uid(self.db, item.uid)
        if found is None and item.external:
            numbers = numbers_of(item)
            if item.source:
                found = arrival_store.imported_ticket(self.db, item.source, numbers)
            if found is None:
                found = arrival_store.external_ticket(self.db, numbers, item.source)
        return found

    def give(self, ticket: TicketRow, item: PacketItem, times: Times) -> None:
        """Make a ticket the user's, or let it be the sender's where it is only watched."""
        given = item.plan == "give"
        owner_id = self.user_id if given else self.row.technician_id
        before = ticket.owner if ticket.owner_id not in (None, self.user_id, self.row.technician_id) else None
        if before is not None:
            self.told.append(f"{ticket.reference} was {before}'s here")
        elif not given and ticket.owner_id == self.user_id:
            self.told.append(f"{ticket.reference} was yours here; it is {self.packet.sender}'s, to be watched")
        tickets.assign(self.db, ticket, owner_id, self.user_name if given else self.packet.sender, times)

    def continue_with(self, ticket: TicketRow, item: PacketItem, times: Times) -> None:
        """Take over the next step and the promises of an open ticket."""
        step = clean_line(item.next_step, LONGEST_STEP)
        if step:
            tickets.edit(self.db, ticket, {"next_action": step}, times)
        known = {(fold(one.text), one.due_at) for one in promises_of(self.db, ticket.id)} if item.promises else set()
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
        fields: dict[str, object] = {
            "title": item.title,
            "client_id": self.client(item.client),
            "priority": item.priority,
            "tier": item.tier,
            "requester": item.requester,
            "category": item.category,
            "body": item.body,
            "opened_at": opened_at,
            "first_seen_at": to_text(self.now),
            **self.state_of(item),
        }
        if item.external:
            number = numbers_of(item)[-1]
            named = {
                "reference": self.free_reference(number, item.source),
                "external_id": number,
                "source": item.source,
            }
            ticket_id = insert_ticket(self.db, {**fields, **named})
        else:
            ticket_id, _ = insert_local_ticket(self.db, fields)
        opened = next((one.detail for one in item.history if one.kind == "opened"), "new")
        tickets.record(self.db, ticket_id, Times(from_text(opened_at), self.now), "opened", detail=opened)
        self.remember(ticket_id, item, opened_at)
        # As of when it was sent: what the system of record says of it later is the later word.
        since = Times(from_text(max(opened_at, min(self.packet.sent_at, to_text(self.at)))), self.now)
        if fields["state"] == "waiting":
            detail = f"{fields['waiting_for']}{UNTIL}{fields['waiting_until']}"
            tickets.record(self.db, ticket_id, since, "waiting", detail=detail)
        elif fields["state"] != "new":
            tickets.record(self.db, ticket_id, since, "state", detail=str(fields["state"]))
        return ticket_id

    def remember(self, ticket_id: int, item: PacketItem, opened_at: str) -> None:
        """Write down what happened on a new ticket before it came here, none of it before it opened or still to come.

        It was not done here: the PSA is owed none of it, and no ticket is verified by it.
        """
        for event in item.history:
            if event.kind != "opened" and opened_at <= event.at <= to_text(self.at):
                words: dict[str, Any] = {"public": event.public, "detail": event.detail, "text": event.text}
                insert_event(self.db, ticket_id, event.at, to_text(self.now), event.kind, **words, imported=True)

    def state_of(self, item: PacketItem) -> dict[str, object]:
        """Give the state of a new ticket; one that waits for nobody knows what is being worked on."""
        if item.state != "waiting":
            return {"state": item.state}
        if item.waiting_for is None:
            return {"state": "working"}
        until = item.waiting_until or self.packet.sent_at
        return {"state": "waiting", "waiting_for": item.waiting_for, "waiting_until": until}

    def free_reference(self, number: str, source: str | None) -> str:
        """Give what a ticket of another system is called: its number, with its source before it where that is taken."""
        reference, again = number, 1
        while self.is_taken(reference):
            reference = f"{source or 'other'}-{number}" + (f"-{again}" if again > 1 else "")
            again += 1
        if reference != number:
            self.told.append(f"{number} is called {reference}: that number is taken by another ticket")
        return reference

    def is_taken(self, reference: str) -> bool:
        """Tell whether a ticket has this reference, or a local one may have it some day."""
        return is_local_reference(reference) or id_by_reference(self.db, reference) is not None

    def client(self, client: PacketClient | None) -> int | None:
        """Give the client of a ticket, by its code, else by its name, added where it is not here."""
        if client is None or (client.code, fold(client.name)) == UNKNOWN_CLIENT:
            return None
        code, name = fold(client.code), fold(client.name)
        found = next((one for one in self.clients if code and fold(one.code) == code), None)
        found = found or next((one for one in self.clients if fold(one.name) == name), None)
        if found is None:
            return self.add_client(client)
        if fold(found.name) != name:
            said = f"{found.code} is {found.name} here, and {client.name} at {self.packet.sender}'s"
            self.told.extend([said] if said not in self.told else [])
        return found.id

    def add_client(self, client: PacketClient) -> int | None:
        """Add a client under its own code where that can be one; None, and said aloud, where it can be no client."""
        code = code_or_none(client.code, self.clients)
        try:
            added = add_client(self.db, NewClient(client.name, code=code, phone=client.phone), self.now)
        except TechdayError as error:
            self.told.append(f"the client {quoted(client.name)} was left out: {error.message}")
            return None
        self.clients.append(ClientName(added.id, added.code, added.name))
        return added.id


def code_or_none(code: str, known: Collection[ClientName]) -> str:
    """Give a code in capitals; "" where it is none, or taken."""
    try:
        checked = checked_code(code)
    except TechdayError:
        return ""
    return "" if checked in taken_codes(known) else checked


def numbers_of(item: PacketItem) -> list[str]:
    """Give the numbers that the system of record may know a ticket by: as it goes by, and without its source."""
    bare = item.reference.removeprefix(f"{item.source}-") if item.source else item.reference
    return [item.reference] if bare in ("", item.reference) else [item.reference, bare]


def words_of(item: PacketItem) -> str:
    """Give what the sender said of a ticket, behind a colon; "" where nothing was."""
    said = [f"{label}{getattr(item, name)}" for name, label in WORDS if getattr(item, name)]
    return ": " + "; ".join(said) if said else ""
