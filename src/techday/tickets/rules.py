"""Decisions about tickets: who owns what, what is verified, what is next. No clock and no store: all is given."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from techday.core.text import fold
from techday.tickets.store import TechnicianRow, TicketRow

ACTIVE = ("new", "working", "waiting")
# What a ticket can wait for.
WAITS = ("customer", "vendor", "parts", "scheduled")


def own_ids(technicians: Iterable[TechnicianRow], names: Iterable[str]) -> frozenset[int]:
    """Give the technicians that are the user: those who go by one of the user's own names."""
    keys = {fold(name) for name in names if name}
    return frozenset(technician.id for technician in technicians if technician.name_key in keys)


def concerns(owner_id: int | None, own: frozenset[int] | None) -> bool:
    """Tell whether a ticket is the user's to see to: their own or nobody's; None (who is that?) means every one."""
    return own is None or owner_id is None or owner_id in own


class Verifiable(Protocol):
    """What verification asks of a ticket."""

    @property
    def state(self) -> str:
        """The ticket's state."""

    @property
    def next_action(self) -> str:
        """The next step, "" where there is none."""

    @property
    def waiting_until(self) -> str | None:
        """When a wait ends."""

    @property
    def verified_at(self) -> str | None:
        """When it was last confirmed."""


def is_verified(ticket: Verifiable, touched: bool, since: str, now: str) -> bool:
    """Tell whether an open ticket counts as verified in the shift day that began at `since` (both as stored).

    It does when something was recorded on it today and it has a next action; when it waits with a date ahead and a
    next action; or when `verify` confirmed it today.
    """
    if ticket.verified_at is not None and ticket.verified_at >= since:
        return True
    if not ticket.next_action:
        return False
    return touched or (ticket.state == "waiting" and (ticket.waiting_until or "") > now)


def needs_cause(ticket: TicketRow, was_resolved: bool) -> bool:
    """Tell whether resolving a ticket needs its cause: from L2 up, P1 and P2, and one that came back once."""
    return ticket.tier >= 2 or ticket.priority <= 2 or was_resolved


def is_back(ticket: TicketRow, now: str) -> bool:
    """Tell whether a waiting ticket is due back: its date has come by `now` (as stored)."""
    return ticket.state == "waiting" and ticket.waiting_until is not None and ticket.waiting_until <= now


def waits(ticket: TicketRow, now: str) -> bool:
    """Tell whether a ticket waits for somebody, and not for us."""
    return ticket.state == "waiting" and not is_back(ticket, now)


class BlockedBy(NamedTuple):
    """Why something cannot be done to a ticket, and the next step."""

    reason: str
    hint: str


def forbidden(verb: str, ticket: TicketRow) -> BlockedBy | None:
    """Give why `verb` cannot be done in the state that a ticket is in; None where it can.

    Only what would be untrue is refused. Words, time, promises and links are taken in every state; to start, to hear
    from the client or to reopen brings a ticket back by itself.
    """
    if verb not in NEED_OPEN or ticket.state in ACTIVE:
        return None
    reopen = f"techday ticket reopen {ticket.reference}"
    if ticket.state == "gone":
        return BlockedBy(f"{ticket.reference} is no longer in its source's view, so {NEED_OPEN[verb]}", reopen)
    return BlockedBy(f"{ticket.reference} is {ticket.state}, so {NEED_OPEN[verb]}", reopen)


# What only an open ticket can have done to it, and what is said where it is not open.
NEED_OPEN = {
    "wait": "it waits for nothing",
    "verify": "there is nothing to verify",
    "escalate": "there is nothing to hand up",
}


def next_ticket(queue: Sequence[TicketRow], now: str) -> TicketRow | None:
    """Give the ticket to take now: the first in queue order that waits for nobody."""
    return next((ticket for ticket in queue if not waits(ticket, now)), None)


def state_before_merge(ticket: TicketRow, states: Sequence[tuple[str, str]]) -> str:
    """Give the state that a merged ticket had; `states` are kind and detail of the events, oldest first."""
    if ticket.waiting_for is not None:
        return "waiting"
    if ticket.closed_at is not None:
        return "closed"
    if ticket.resolved_at is not None:
        return "resolved"
    told = [detail for kind, detail in states if kind != "waiting" and detail in ("new", "working", "gone")]
    return told[-1] if told else "new"
