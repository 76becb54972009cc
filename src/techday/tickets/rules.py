"""Decisions about tickets: who owns what, what is verified, what is next. No clock and no store: all is given."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from techday.core.instants import to_text
from techday.core.text import fold, likeness, words
from techday.tickets.store import Alike, TechnicianRow, TicketRow

ACTIVE = ("new", "working", "waiting")
ALIKE = 0.6
MOST_ALIKE = 3


def own_ids(technicians: Iterable[TechnicianRow], names: Iterable[str]) -> frozenset[int]:
    """Give the technicians that are the user: those who go by one of the user's own names."""
    keys = {fold(name) for name in names if name}
    return frozenset(technician.id for technician in technicians if technician.name_key in keys)


def concerns(ticket: TicketRow, own: frozenset[int] | None) -> bool:
    """Tell whether a ticket is the user's to see to: their own or nobody's; None (who is that?) means every one."""
    return own is None or ticket.owner_id is None or ticket.owner_id in own


def is_verified(ticket: TicketRow, touched: bool, since: datetime, now: datetime) -> bool:
    """Tell whether an open ticket counts as verified in the shift day that began at `since`.

    It does when something was recorded on it today and it has a next action; when it waits with a date ahead and a
    next action; or when `verify` confirmed it today.
    """
    if ticket.verified_at is not None and ticket.verified_at >= to_text(since):
        return True
    if not ticket.next_action:
        return False
    ahead = ticket.state == "waiting" and (ticket.waiting_until or "") > to_text(now)
    return touched or ahead


def needs_verifying(ticket: TicketRow, since: datetime) -> bool:
    """Tell whether an open ticket is old enough to be verified daily: opened before this shift day began."""
    return ticket.opened_at < to_text(since)


def is_back(ticket: TicketRow, now: datetime) -> bool:
    """Tell whether a waiting ticket is due back: its date has come."""
    return ticket.state == "waiting" and ticket.waiting_until is not None and ticket.waiting_until <= to_text(now)


def next_ticket(queue: Sequence[TicketRow], now: datetime) -> TicketRow | None:
    """Give the ticket to take now: the first in queue order that waits for nobody."""
    return next((ticket for ticket in queue if ticket.state != "waiting" or is_back(ticket, now)), None)


def likely_twins(title: str, others: Iterable[Alike]) -> list[Alike]:
    """Give the tickets of the same client whose titles share most of their words, likest first."""
    own = words(title)
    rated = [(likeness(own, words(other.title)), other) for other in others]
    close = [(rate, other) for rate, other in rated if rate >= ALIKE]
    return [other for _, other in sorted(close, key=lambda pair: -pair[0])[:MOST_ALIKE]]
