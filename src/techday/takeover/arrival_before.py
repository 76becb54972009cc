"""A ticket that comes in and is here already: what the sender's newer word changes, and what is only told.

What is recorded here stays. But of a ticket that is given, and was not the user's to see to, the sender had the last
word on its priority, its state and its own date; and one that had vanished is back. What happened on it elsewhere is
added, and whatever is still said of it in two ways is told.
"""

import sqlite3
from datetime import datetime
from typing import Any

from techday.core.instants import to_text
from techday.core.text import as_argument, clean_line, quoted
from techday.errors import TechdayError
from techday.handover.packet import Packet, PacketEvent, PacketItem
from techday.promises.store import promises_of
from techday.takeover import arrival_store
from techday.takeover.arrival_clients import ArrivingClients, is_none
from techday.takeover.arrival_names import can_be_typed, numbers_of, ticket_by_number
from techday.takeover.arrival_store import SaidHere
from techday.tickets import acts as tickets
from techday.tickets import merging
from techday.tickets.acts import Times
from techday.tickets.clocks import UNTIL
from techday.tickets.rules import ACTIVE
from techday.tickets.store import TicketRow, events_of, id_by_reference, insert_event, ticket_by_id, update_ticket

# Enough of a text to know it again: what travels may be cut, further on.
KNOWN_BY = 200
LONGEST_STEP = 500
GONE = "gone"
OF_STATES = ("waiting", "state")
OF_A_STATE = ("state", "waiting_for", "waiting_until")


def state_of(item: PacketItem, sent_at: str) -> dict[str, object]:
    """Give the fields of the state in which a ticket comes; one that waits for nobody known is being worked on."""
    waits = item.state == "waiting" and item.waiting_for is not None
    return {
        "state": "working" if item.state == "waiting" and not waits else item.state,
        "waiting_for": item.waiting_for if waits else None,
        "waiting_until": (item.waiting_until or sent_at) if waits else None,
    }


def record_state(
    db: sqlite3.Connection, ticket_id: int, fields: dict[str, object], times: Times, text: str = ""
) -> None:
    """Write down the state that a ticket has from then on; `text` is what was said with it."""
    kind, detail = state_event(fields)
    tickets.record(db, ticket_id, times, kind, detail=detail, text=text)


def state_event(fields: dict[str, object]) -> tuple[str, str]:
    """Give kind and detail of the event by which a ticket came into a state."""
    if fields["state"] == "waiting":
        return "waiting", f"{fields['waiting_for']}{UNTIL}{fields['waiting_until']}"
    return "state", str(fields["state"])


def last_state_event(item: PacketItem) -> PacketEvent | None:
    """Give the last event of a ticket's state that travels with it, None where none does."""
    return next((one for one in reversed(item.history) if one.kind in OF_STATES), None)


def told_state(item: PacketItem, fields: dict[str, object]) -> PacketEvent | None:
    """Give the event that travels with a ticket and by which it came into a state, None where none tells of it."""
    last = last_state_event(item)
    return last if last is not None and (last.kind, last.detail) == state_event(fields) else None


def remember(
    db: sqlite3.Connection,
    ticket: TicketRow,
    item: PacketItem,
    until: datetime,
    recorded: datetime,
    beside: PacketEvent | None = None,
) -> None:
    """Write down what happened on a ticket elsewhere and is not here, from its opening up to `until`.

    It was not done here: the PSA is owed none of it, and no ticket is verified by it. What is `beside` is not written.
    """
    known = {(one.at, one.kind, one.detail, one.text[:KNOWN_BY]) for one in events_of(db, ticket.id)}
    for event in item.history:
        if event.kind == "opened" or event is beside or not ticket.opened_at <= event.at <= to_text(until):
            continue
        if (event.at, event.kind, event.detail, event.text[:KNOWN_BY]) not in known:
            words: dict[str, Any] = {"public": event.public, "detail": event.detail, "text": event.text}
            insert_event(db, ticket.id, event.at, to_text(recorded), event.kind, **words, imported=True)


def link(db: sqlite3.Connection, ticket: TicketRow, item: PacketItem, times: Times, warnings: list[str]) -> TicketRow:
    """Let a local ticket have the number that the system of record gave it elsewhere; give the ticket as it stands."""
    number = numbers_of(item)[-1]
    if not item.external or ticket.merged_into is not None or ticket.external_id in numbers_of(item):
        return ticket
    if ticket.external_id is not None:
        warnings.append(f"{ticket.reference} goes by {number} where it comes from: another number than here")
        return ticket
    there = ticket_by_number(db, item)
    there = id_by_reference(db, number) if there is None else there
    if there is not None:
        into = as_argument(ticket_by_id(db, there).reference)
        warnings.append(
            f"{ticket.reference} is {number} where it comes from: techday ticket merge {ticket.reference} {into}"
        )
        return ticket
    try:
        if can_be_typed(number):
            linked, _ = merging.link(db, ticket, number, times)
            update_ticket(db, linked.id, {"source": item.source} if item.source else {})
            warnings.append(f"{ticket.reference} is {linked.reference} in the help desk")
            return ticket_by_id(db, linked.id)
    except TechdayError as error:
        warnings.append(f"{ticket.reference} is {quoted(number)} where it comes from: {error.message}")
    return ticket


class Standing:
    """A ticket that is here already, beside what a packet says of it; what must be said goes to `warnings`.

    `is_users` tells whether it was the user's to see to: then nobody elsewhere has the last word on it. `said` is when
    anything was said of it here.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        packet: Packet,
        item: PacketItem,
        ticket: TicketRow,
        is_users: bool,
        said: SaidHere,
        warnings: list[str],
    ) -> None:
        self.db = db
        self.packet = packet
        self.item = item
        self.ticket = ticket
        self.is_users = is_users
        self.said = said
        self.warnings = warnings

    def settle(self, clients: ArrivingClients, times: Times) -> None:
        """Take over the sender's newer word, and tell what is said in two ways; the owner is not looked at."""
        ticket, item = self.ticket, self.item
        remember(self.db, ticket, item, times.at, times.recorded)
        if ticket.state == GONE:
            self.take_state(times)
        elif ticket.state not in ACTIVE:
            again = f": techday ticket reopen {as_argument(ticket.reference)}" if item.plan == "give" else ""
            self.warnings.append(f"{ticket.reference} is {ticket.state} here, and stays so{again}")
            return
        # Of what is given, and of what had vanished here, the sender's is the newer word.
        is_newer = (item.plan == "give" and not self.is_users) or ticket.state == GONE
        changes: dict[str, object] = {}
        if is_newer:
            changes = {"priority": item.priority, "due_at": item.due_at or ticket.due_at}
            if ticket.state != GONE and self.differs_in_state():
                self.take_newer_state(times)
        if item.asset and not ticket.asset:
            changes["asset"] = item.asset
        tickets.edit(self.db, ticket, changes, times)
        otherwise = [*self.other_names(clients), *([] if is_newer else self.other_standing())]
        if otherwise:
            self.warnings.append(
                f"{ticket.reference} stays as it is here; at {self.packet.sender}'s it is {', '.join(otherwise)}"
            )

    def differs_in_state(self) -> bool:
        """Tell whether the ticket stands otherwise at the sender's."""
        wanted = state_of(self.item, self.packet.sent_at)
        return any(wanted[name] != getattr(self.ticket, name) for name in OF_A_STATE)

    def take_newer_state(self, times: Times) -> None:
        """Let the ticket be as it comes, unless it was changed here after it was sent; what is lost is told."""
        ticket, here = self.ticket, f"{self.ticket.reference} was {state_words(self.ticket)} here"
        if self.said.state_at > self.packet.sent_at:
            there = state_words(self.item)
            self.warnings.append(f"{here} after it was sent, and stays so; at {self.packet.sender}'s it is {there}")
            return
        if self.said.state_at > self.said.handed_at and ticket.state != "new":
            self.warnings.append(here)
        self.take_state(times)

    def take_step(self, times: Times) -> None:
        """Let the next step be the sender's, unless a newer one was said here; what was said here is kept and told."""
        ticket = ticket_by_id(self.db, self.ticket.id)
        step, here = clean_line(self.item.next_step, LONGEST_STEP), ticket.next_action
        if step in ("", here) or ticket.state not in ACTIVE:
            return
        if here and self.said.step_at > self.packet.sent_at:
            words = f"{ticket.reference} said next after it was sent, and still does: {here}"
            self.warnings.append(f"{words}; {self.packet.sender} said: {step}")
            return
        if here and self.said.step_at > self.said.handed_at:
            self.warnings.append(f"{ticket.reference} said next here: {here}")
            tickets.record(self.db, ticket.id, times, "handover", detail="before", text=f"next was: {here}")
        tickets.edit(self.db, ticket, {"next_action": step}, times)

    def take_state(self, times: Times) -> None:
        """Let the ticket be in the state in which it comes."""
        wanted = state_of(self.item, self.packet.sent_at)
        update_ticket(self.db, self.ticket.id, wanted)
        if told_state(self.item, wanted) is None:
            record_state(self.db, self.ticket.id, wanted, times)

    def other_names(self, clients: ArrivingClients) -> list[str]:
        """Say under what other title and client it goes at the sender's."""
        ticket, item = self.ticket, self.item
        found = [f"called {quoted(item.title, 60)}"] if item.title != ticket.title else []
        if item.client is not None and not is_none(item.client):
            known = clients.known(item.client)
            if known is None or known.id != ticket.client_id:
                found.append(f"of {item.client.code or item.client.name}")
        return found

    def other_standing(self) -> list[str]:
        """Say how it stands otherwise at the sender's."""
        ticket, item = self.ticket, self.item
        found = [f"P{item.priority}"] if item.priority != ticket.priority else []
        if self.differs_in_state():
            found.append(state_words(item))
        return found + (["due on another day"] if item.due_at is not None and item.due_at != ticket.due_at else [])

    def tell_promises(self) -> None:
        """Tell the open promises that the sender, who knew of them, does not name any more."""
        named = {(one.text, one.due_at) for one in self.item.promises}
        for one in promises_of(self.db, self.ticket.id):
            if one.state == "open" and one.made_at <= self.packet.sent_at and (one.text, one.due_at) not in named:
                kept = f"techday ticket kept {as_argument(one.reference)} {one.id}"
                self.warnings.append(
                    f"{one.reference}: {quoted(one.text)} is no open promise any more at {self.packet.sender}'s: {kept}"
                )


def state_words(ticket: TicketRow | PacketItem) -> str:
    """Say in which state a ticket is: `waiting on vendor`."""
    return f"{ticket.state} on {ticket.waiting_for}" if ticket.waiting_for else ticket.state


def was_users(db: sqlite3.Connection, ticket: TicketRow, own: frozenset[int]) -> bool:
    """Tell whether a ticket was the user's to see to until now: theirs, and not given away meanwhile."""
    return ticket.owner_id in own and not arrival_store.is_given_away(db, ticket.id)
