"""Which tickets are blocked, by whom and until when: one rule for the agenda of a meeting and for the check-in."""

from collections.abc import Callable, Iterable

from techday.tickets.rules import is_back
from techday.tickets.store import TicketRow

# What a ticket waits for in somebody else's hands; a date of one's own blocks nothing.
OTHERS = ("customer", "vendor", "parts")


def is_blocked(ticket: TicketRow) -> bool:
    """Tell whether a ticket cannot go on without somebody else.

    It was handed up and nobody has picked it up yet, or it waits for others, whether or not its date has come.
    """
    return ticket.escalated_at is not None or (ticket.state == "waiting" and ticket.waiting_for in OTHERS)


def blocked_of(tickets: Iterable[TicketRow], now: str) -> list[TicketRow]:
    """Give those of some tickets that are blocked: what was handed up first, then what should be back by `now`."""
    found = [ticket for ticket in tickets if is_blocked(ticket)]
    return sorted(found, key=lambda ticket: (ticket.escalated_at is None, not is_back(ticket, now)))


def why_blocked(ticket: TicketRow, now: str, show: Callable[[str], str]) -> str:
    """Say of a blocked ticket to whom it was handed up, or for whom it waits and until when; `show` words an instant.

    Where that date has come, so that others are late, it says "due" for "until".
    """
    if ticket.escalated_at is not None:
        return f"escalated to {ticket.escalated_to} {show(ticket.escalated_at)}"
    joined = ", due" if is_back(ticket, now) else " until"
    until = f"{joined} {show(ticket.waiting_until)}" if ticket.waiting_until else ""
    return f"waits for {ticket.waiting_for}{until}"
