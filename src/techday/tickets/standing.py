"""How a ticket stands, clocks included: what burns, what was overdue before it came, what was handed up."""

from datetime import datetime
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.tickets.clocks import Clocks, Clockwork
from techday.tickets.rules import waits
from techday.tickets.store import TicketRow

# A clock that has less than this left, in working seconds, belongs to what burns.
BURNS_BELOW = 3600


class Listed(NamedTuple):
    """A ticket of a list with its clocks, None where it is not open."""

    ticket: TicketRow
    clocks: Clocks | None


class TicketView(NamedTuple):
    """A ticket as scripts read it; its clocks are None in a list for a ticket that is no longer open."""

    ref: str
    source: str | None
    client: str | None
    title: str
    priority: int
    tier: int
    state: str
    owner: str | None
    opened_at: datetime
    waiting_for: str | None
    waiting_until: datetime | None
    next_action: str | None
    verified_at: datetime | None
    clocks: Clocks | None


def view_of(ticket: TicketRow, clocks: Clocks | None) -> TicketView:
    """Give a ticket as scripts read it."""
    return TicketView(
        ref=ticket.reference,
        source=ticket.source,
        client=ticket.client_code,
        title=ticket.title,
        priority=ticket.priority,
        tier=ticket.tier,
        state=ticket.state,
        owner=ticket.owner,
        opened_at=from_text(ticket.opened_at),
        waiting_for=ticket.waiting_for,
        waiting_until=instant_or_none(ticket.waiting_until),
        next_action=ticket.next_action or None,
        verified_at=instant_or_none(ticket.verified_at),
        clocks=clocks,
    )


def is_handed_up(ticket: TicketRow, work: Clockwork, now: datetime) -> bool:
    """Tell whether a ticket was handed up and is still in time to be picked up: within its response target."""
    return ticket.escalated_at is not None and now < pick_up_due(ticket, work)


def pick_up_due(ticket: TicketRow, work: Clockwork) -> datetime:
    """Give when an escalated ticket must have been picked up: its response target after it was handed up."""
    assert ticket.escalated_at is not None  # noqa: S101  # the caller looked
    return work.working(ticket).add(from_text(ticket.escalated_at), work.target(ticket).response)


def instant_or_none(text: str | None) -> datetime | None:
    """Read an instant that may be absent."""
    return None if text is None else from_text(text)


def burns(one: Listed, now: str) -> bool:
    """Tell whether a ticket burns: it is P1 and waits for nobody, or a clock of its own is about to run out.

    What was overdue before techday ever saw it does not burn: it is told in one line instead. An update that is owed
    is told in one line too.
    """
    ticket, clocks = one
    if ticket.priority == 1 and not waits(ticket, now):
        return True
    return clocks is not None and any(
        left < BURNS_BELOW for left, due in pressing(ticket, clocks) if due >= ticket.first_seen_at
    )


def pressing(ticket: TicketRow, clocks: Clocks) -> list[tuple[int, str]]:
    """Give what is left, and when it is due, of the clocks that somebody else waits for."""
    open_response = None if ticket.state == "waiting" or clocks.update is not None else clocks.response
    found = [open_response, clocks.reply, clocks.resolution]
    return [
        (clock.left_seconds, to_text(clock.due_at))
        for clock in found
        if clock is not None and clock.due_at is not None and clock.state in ("running", "breached")
    ]


def was_overdue(one: Listed) -> bool:
    """Tell whether a ticket came in with a clock that had already run out."""
    ticket, clocks = one
    return clocks is not None and any(left < 0 and due < ticket.first_seen_at for left, due in pressing(ticket, clocks))
