"""Tickets with their clocks: what the board, a list and a page of one have in common."""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from techday.core.instants import from_text
from techday.pages.clockwork import clockwork
from techday.tickets import store
from techday.tickets.rules import ACTIVE, is_verified, own_ids
from techday.tickets.standing import Listed, TicketView, view_of
from techday.tickets.store import ClockEvent, TicketRow

if TYPE_CHECKING:
    from datetime import datetime

    from techday.context import Context

# Clocks cost some microseconds a ticket; beyond this many the first in queue order have them.
MOST_CLOCKS = 500


def own(db: sqlite3.Connection, context: "Context") -> frozenset[int] | None:
    """Give the user's own rows among the technicians, or None while the settings name nobody."""
    who = context.settings.technician
    return own_ids(store.technicians(db), (who.name, *who.aliases)) if who.name else None


def with_clocks(
    db: sqlite3.Connection, rows: Sequence[TicketRow], context: "Context", now: "datetime | None" = None
) -> list[Listed]:
    """Put the clocks, at `now` or the context's instant, to the open ones among `rows`."""
    at = now or context.now
    wanted = {row.id for row in rows[:MOST_CLOCKS] if row.state in ACTIVE}
    if not wanted:
        return [Listed(row, None) for row in rows]
    work = clockwork(context)
    events = events_by_ticket(store.clock_events(db, wanted))
    return [Listed(row, work.clocks(row, events.get(row.id, ()), at) if row.id in wanted else None) for row in rows]


def events_by_ticket(events: Sequence[ClockEvent]) -> dict[int, list[ClockEvent]]:
    """Put events to their tickets, in the order in which they happened."""
    found: dict[int, list[ClockEvent]] = {}
    for event in events:
        found.setdefault(event.ticket_id, []).append(event)
    return found


def one(context: "Context", ticket_id: int) -> TicketView:
    """Give one ticket as scripts read it; a resolved one with what became of its clocks."""
    row = store.ticket_by_id(context.db, ticket_id)
    return view_of(row, clockwork(context).clocks(row, store.clock_events_of(context.db, ticket_id), context.now))


def is_unverified(ticket: TicketRow, touched: set[int], since: str, now: str) -> bool:
    """Tell whether a ticket is older than the shift day since `since`, and nothing shows that it was looked at."""
    return ticket.opened_at < since and not is_verified(ticket, ticket.id in touched, since, now)


def seconds_worked(started_at: str, ended_at: str | None, now: "datetime") -> int:
    """Give the seconds of an entry, up to `now` while it runs; an entry that starts later has none yet."""
    end = from_text(ended_at) if ended_at else now
    return max(0, int((end - from_text(started_at)).total_seconds()))
