"""Decisions about tickets: who owns what, what is verified, what is next. No clock and no store: all is given."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from techday.core.text import fold, likeness, words
from techday.tickets.store import Alike, TechnicianRow, TicketRow

ACTIVE = ("new", "working", "waiting")
ALIKE = 0.6
MOST_ALIKE = 3


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


def is_back(ticket: TicketRow, now: str) -> bool:
    """Tell whether a waiting ticket is due back: its date has come by `now` (as stored)."""
    return ticket.state == "waiting" and ticket.waiting_until is not None and ticket.waiting_until <= now


def waits(ticket: TicketRow, now: str) -> bool:
    """Tell whether a ticket waits for somebody, and not for us."""
    return ticket.state == "waiting" and not is_back(ticket, now)


def next_ticket(queue: Sequence[TicketRow], now: str) -> TicketRow | None:
    """Give the ticket to take now: the first in queue order that waits for nobody."""
    return next((ticket for ticket in queue if not waits(ticket, now)), None)


def likely_twins(title: str, others: Iterable[Alike]) -> list[Alike]:
    """Give the tickets of the same client whose titles share most of their words, likest first."""
    own = words(title)
    rated = [(likeness(own, words(other.title)), other) for other in others]
    close = [(rate, other) for rate, other in rated if rate >= ALIKE]
    return [other for _, other in sorted(close, key=lambda pair: -pair[0])[:MOST_ALIKE]]
