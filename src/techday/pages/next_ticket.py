"""The one ticket to take now, and why in words: the queue's first that is ours and waits for nobody."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.core.durations import show_clock
from techday.core.instants import to_text
from techday.pages.clockwork import clockwork
from techday.pages.ticket_clocks import own
from techday.tickets import store
from techday.tickets.clocks import Clocks, most_pressing
from techday.tickets.rules import concerns, is_back, next_ticket, waits
from techday.tickets.standing import is_handed_up, view_of
from techday.tickets.store import TicketRow

if TYPE_CHECKING:
    from techday.context import Context


def passed_over(context: "Context") -> list[str]:
    """Give the open tickets that were passed over today, each with the reason."""
    passed = store.passed_since(context.db, to_text(context.shift_day.since))
    return [f"{row.reference} ({passed[row.id]})" for row in store.open_tickets(context.db) if row.id in passed]


class Choice(NamedTuple):
    """The ticket to take now, and why in words."""

    ticket: TicketRow
    clocks: Clocks
    why: str


def next_choice(context: "Context") -> Choice | None:
    """Give the ticket to take now: the first in queue order that is mine or nobody's and waits for nobody.

    What was handed up and may still be picked up in time is left to others; what was passed over today, with a
    reason, is left for tomorrow.
    """
    db, now = context.db, to_text(context.now)
    mine = own(db, context)
    work = clockwork(context)
    passed = store.passed_since(db, to_text(context.shift_day.since))
    ours = [row for row in store.open_tickets(db) if concerns(row.owner_id, mine)]
    queue = [row for row in ours if not is_handed_up(row, work, context.now)]
    ticket = next_ticket([row for row in queue if row.id not in passed], now)
    if ticket is None:
        return None
    clocks = work.clocks(ticket, store.clock_events_of(db, ticket.id), context.now)
    return Choice(ticket, clocks, reason(ticket, clocks, queue, passed, now))


def reason(ticket: TicketRow, clocks: Clocks, queue: Sequence[TicketRow], passed: Mapping[int, str], now: str) -> str:
    """Say why a ticket comes first."""
    ready = [row for row in queue if not waits(row, now)]
    same = sum(1 for row in ready if row.priority == ticket.priority and row.id not in passed)
    words = [f"the oldest of {same} with P{ticket.priority}" if same > 1 else f"the only one with P{ticket.priority}"]
    before = [row for row in ready[: ready.index(ticket)] if row.id in passed]
    words += [f"{row.reference} was passed over ({passed[row.id]})" for row in before]
    if not any(row.priority < ticket.priority for row in before):
        words.append("no higher priority is ready" if ticket.priority > 1 else "nothing is more urgent")
    if is_back(ticket, now):
        words.append("its waiting date has come")
    if ticket.escalated_at is not None:
        words.append(f"nobody picked it up from {ticket.escalated_to}")
    pressing = most_pressing(clocks)
    if pressing is not None:
        name, clock = pressing
        left = show_clock(abs(clock.left_seconds))
        words.append(f"{name} overdue by {left}" if clock.left_seconds < 0 else f"{name} due in {left}")
    return "; ".join(words)


def choice_document(choice: Choice) -> dict[str, Any]:
    """Give the choice as scripts read it."""
    return {"ticket": view_of(choice.ticket, choice.clocks), "why": choice.why}
