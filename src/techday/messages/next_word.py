"""When a client hears from us again: what a message may say, because the clocks and promises already ask for it."""

from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from techday.calendars.rules import zone_named
from techday.core.instants import from_text, to_text
from techday.pages.clockwork import clockwork
from techday.promises.store import promises_of
from techday.tickets.store import ClockEvent, TicketRow, clock_events_of

if TYPE_CHECKING:
    from techday.context import Context

# The reader of an escalation is no client: it is no word to them, and starts no clock.
NO_WORD_TO_THE_CLIENT = "escalation"


def next_word_at(context: "Context", ticket: TicketRow, kind: str) -> datetime | None:
    """Give when the client of a ticket hears from us again after a message of `kind`.

    It is when the next update is due, counted from now as if the message were sent, or the next open promise still to
    come, whichever is first. None where nothing is due, and after word that it is fixed.
    """
    if kind == "fixed":
        return None
    now = context.now
    events = clock_events_of(context.db, ticket.id)
    if kind != NO_WORD_TO_THE_CLIENT:
        events.append(ClockEvent(ticket.id, to_text(now), "reply", 1, ""))
    work = clockwork(context)
    due = work.clocks(ticket, events, now).update
    updated = earlier(due.due_at, now) if due is not None and due.due_at is not None else None
    promised = [from_text(one.due_at) for one in promises_of(context.db, ticket.id) if one.state == "open"]
    ahead = [at for at in (updated, *promised) if at is not None and at > now]
    return min(ahead, default=None)


def reader_zone(context: "Context", ticket: TicketRow, kind: str) -> tzinfo:
    """Give the zone in which a message of `kind` tells times: the client's, and of an escalation our own."""
    zone = "" if kind == NO_WORD_TO_THE_CLIENT else clockwork(context).terms(ticket).zone
    return zone_named(zone) if zone else context.zone


def earlier(at: datetime, now: datetime) -> datetime:
    """Give the last full quarter of an hour up to `at`, or `at` itself where that is over: nobody promises 14:52."""
    full = at - timedelta(minutes=at.minute % 15, seconds=at.second)
    return full if full > now else at
