"""Views of tickets that need several rooms: lists with clocks, the page of one ticket, the one to take now."""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.calendars.rules import calendar_of
from techday.calendars.store import holidays
from techday.clients.finding import find_client
from techday.core.durations import show_clock
from techday.core.instants import from_text, to_text
from techday.core.text import quoted
from techday.errors import BadUsage
from techday.tickets import store
from techday.tickets.clocks import Clocks, Clockwork, most_pressing
from techday.tickets.rules import ACTIVE, concerns, is_back, is_verified, next_ticket, own_ids, waits
from techday.tickets.screen import Page
from techday.tickets.standing import Listed, TicketView, owes_update, view_of, was_overdue
from techday.tickets.store import ClockEvent, TicketRow
from techday.timecard.store import entries_of_ticket

if TYPE_CHECKING:
    from datetime import datetime

    from techday.context import Context

STATES = ("new", "working", "waiting", "resolved", "closed", "gone")
# Clocks cost some microseconds a ticket; beyond this many the first in queue order have them.
MOST_CLOCKS = 500


class Wish(NamedTuple):
    """Which tickets a list should hold; `state` and `client` are as they were typed.

    `unverified`, `overdue` (when first seen) and `owed` (an update) narrow the open ones to what `today` counts.
    """

    everything: bool = False
    mine: bool = False
    state: str | None = None
    client: str | None = None
    most: int = 200
    unverified: bool = False
    overdue: bool = False
    owed: bool = False


class Listing(NamedTuple):
    """The tickets of a list, and how many there are in all."""

    listed: Sequence[Listed]
    total: int


def clockwork(context: "Context") -> Clockwork:
    """Give the clockwork of the settings' working hours and holidays."""
    settings = context.settings
    who = settings.technician
    days = holidays(context.db, who.country, who.region) if who.country else []
    return Clockwork(calendar_of(settings.hours, context.zone, days))


def own(db: sqlite3.Connection, context: "Context") -> frozenset[int] | None:
    """Give the user's own rows among the technicians, or None while the settings name nobody."""
    who = context.settings.technician
    return own_ids(store.technicians(db), (who.name, *who.aliases)) if who.name else None


def listing(context: "Context", wish: Wish) -> Listing:
    """Give the tickets that `wish` asks for: open ones in queue order, others newest first.

    Raises BadUsage for an unknown state, or `mine` while the settings name nobody; NotFound for an unknown client.
    """
    db = context.db
    rows = candidates(db, wish)
    if wish.client is not None:
        client_id = find_client(db, wish.client)
        rows = [row for row in rows if row.client_id == client_id]
    if wish.mine:
        mine = own(db, context)
        if mine is None:
            raise BadUsage("techday does not know your name yet", hint='techday config set technician.name "NAME"')
        rows = [row for row in rows if row.owner_id in mine]
    if wish.unverified or wish.overdue or wish.owed:
        return counted_by_today(db, context, wish, rows)
    return Listing(with_clocks(db, rows[: wish.most], context), len(rows))


def counted_by_today(db: sqlite3.Connection, context: "Context", wish: Wish, rows: Sequence[TicketRow]) -> Listing:
    """Give those of the user's open tickets that a line of `today` counts."""
    mine = own(db, context)
    since, now = to_text(context.shift_day.since), to_text(context.now)
    touched = store.touched_since(db, since)
    own_open = [row for row in rows if row.state in ACTIVE and concerns(row.owner_id, mine)]
    kept = [
        one
        for one in with_clocks(db, own_open, context)
        if (not wish.overdue or was_overdue(one))
        and (not wish.owed or owes_update(one))
        and (not wish.unverified or is_unverified(one.ticket, touched, since, now))
    ]
    return Listing(kept[: wish.most], len(kept))


def is_unverified(ticket: TicketRow, touched: set[int], since: str, now: str) -> bool:
    """Tell whether a ticket is older than the shift day since `since`, and nothing shows that it was looked at."""
    return ticket.opened_at < since and not is_verified(ticket, ticket.id in touched, since, now)


def candidates(db: sqlite3.Connection, wish: Wish) -> list[TicketRow]:
    """Give the tickets among which a list chooses; history is bounded, so that it costs nothing."""
    if wish.state is not None:
        state = wish.state.strip().lower()
        if state not in STATES:
            raise BadUsage(f"No state {quoted(wish.state)}", hint=f"One of {', '.join(STATES)}")
        if state in ACTIVE:
            return [row for row in store.open_tickets(db) if row.state == state]
        return store.tickets_in_state(db, state, history_bound(wish))
    if wish.everything and wish.client is not None:
        return store.tickets_of_client(db, find_client(db, wish.client), history_bound(wish))
    if wish.everything:
        return store.newest_tickets(db, history_bound(wish))
    return store.open_tickets(db)


def history_bound(wish: Wish) -> int:
    """Give how many tickets of the past a list may have to look at; narrowed lists look further back."""
    narrowed = wish.mine or wish.client is not None
    return wish.most * 50 if narrowed else wish.most + 1


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


def more_command(wish: Wish, total: int) -> str:
    """Give the command that shows all of a list."""
    words = ["techday ticket list"]
    words += ["--all"] if wish.everything else []
    words += ["--mine"] if wish.mine else []
    words += [f"--state {wish.state}"] if wish.state else []
    words += [f"--client {typed(wish.client)}"] if wish.client else []
    words += [f"--{flag}" for flag in ("unverified", "overdue", "owed") if getattr(wish, flag)]
    return " ".join([*words, f"--most {total}"])


def typed(word: str) -> str:
    """Give a word as a shell takes it: in quotes where it has blanks."""
    return quoted(word) if " " in word else word


def one(context: "Context", ticket_id: int) -> TicketView:
    """Give one ticket as scripts read it."""
    return page_view(page(context, store.ticket_by_id(context.db, ticket_id)))


def page(context: "Context", ticket: TicketRow) -> Page:
    """Give all that the page of a ticket shows."""
    db = context.db
    clocks = None
    if ticket.state in ACTIVE:
        clocks = clockwork(context).clocks(ticket, store.clock_events_of(db, ticket.id), context.now)
    entries = entries_of_ticket(db, ticket.id)
    seconds = sum(seconds_worked(entry.started_at, entry.ended_at, context.now) for entry in entries)
    return Page(ticket, store.body_of(db, ticket.id), clocks, store.events_of(db, ticket.id), entries, seconds)


def seconds_worked(started_at: str, ended_at: str | None, now: "datetime") -> int:
    """Give the seconds of an entry, up to `now` while it runs; an entry that starts later has none yet."""
    end = from_text(ended_at) if ended_at else now
    return max(0, int((end - from_text(started_at)).total_seconds()))


def page_view(shown: Page) -> TicketView:
    """Give the ticket of a page as scripts read it."""
    return view_of(shown.ticket, shown.clocks)


def list_document(shown: Listing) -> dict[str, Any]:
    """Give a list as scripts read it."""
    return {"tickets": [view_of(one.ticket, one.clocks) for one in shown.listed], "total": shown.total}


def page_document(shown: Page) -> dict[str, Any]:
    """Give the page of a ticket as scripts read it."""
    events = [
        {
            "id": event.id,
            "at": event.at,
            "recorded_at": event.recorded_at,
            "kind": event.kind,
            "public": bool(event.public),
            "imported": bool(event.imported),
            "detail": event.detail or None,
            "text": event.text or None,
        }
        for event in shown.events
    ]
    entries = [
        {"id": entry.id, "started_at": entry.started_at, "ended_at": entry.ended_at, "work_type": entry.work_type}
        for entry in shown.entries
    ]
    ticket = {**page_view(shown)._asdict(), "body": shown.body or None, "worked_seconds": shown.seconds}
    return {"ticket": ticket, "events": events, "entries": entries}


class Choice(NamedTuple):
    """The ticket to take now, and why in words."""

    ticket: TicketRow
    clocks: Clocks
    why: str


def next_choice(context: "Context") -> Choice | None:
    """Give the ticket to take now: the first in queue order that is mine or nobody's and waits for nobody."""
    db = context.db
    mine = own(db, context)
    queue = [row for row in store.open_tickets(db) if concerns(row.owner_id, mine)]
    ticket = next_ticket(queue, to_text(context.now))
    if ticket is None:
        return None
    clocks = clockwork(context).clocks(ticket, store.clock_events_of(db, ticket.id), context.now)
    return Choice(ticket, clocks, reason(ticket, clocks, queue, to_text(context.now)))


def reason(ticket: TicketRow, clocks: Clocks, queue: Sequence[TicketRow], now: str) -> str:
    """Say why a ticket comes first."""
    same = sum(1 for row in queue if row.priority == ticket.priority and not waits(row, now))
    words = [f"the oldest of {same} with P{ticket.priority}" if same > 1 else f"the only one with P{ticket.priority}"]
    words.append("no higher priority is open" if ticket.priority > 1 else "nothing is more urgent")
    if is_back(ticket, now):
        words.append("its waiting date has come")
    pressing = most_pressing(clocks)
    if pressing is not None:
        name, clock = pressing
        left = show_clock(abs(clock.left_seconds))
        words.append(f"{name} overdue by {left}" if clock.left_seconds < 0 else f"{name} due in {left}")
    return "; ".join(words)


def choice_document(choice: Choice) -> dict[str, Any]:
    """Give the choice as scripts read it."""
    return {"ticket": view_of(choice.ticket, choice.clocks), "why": choice.why}
