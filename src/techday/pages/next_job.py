"""The next job after a visit: by priority, what is near, and what changed while somebody was on site.

By priority is the queue as ever: mine and unowned, what waits for nobody. Near are the tickets of the client of today's
last visit, then of clients with a place in the same area. In both what could not be finished on a visit of today, for
want of something, comes last. Pure order and no score: who goes where, a person decides.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.text import fold
from techday.pages.clockwork import clockwork
from techday.pages.ticket_clocks import own
from techday.tickets.rules import ACTIVE, concerns, waits
from techday.tickets.standing import is_handed_up
from techday.tickets.store import TicketRow, open_tickets, passed_since
from techday.visits.outcome_store import needs_since
from techday.visits.store import (
    Changed,
    ClientPlace,
    Taken,
    VisitRow,
    changed_since,
    ended_visits,
    open_visit,
    places,
    taken_since,
)
from techday.visits.views import Following, Who, following

if TYPE_CHECKING:
    from techday.context import Context

MOST = 50
HERE, NEAR = "here", "area"
# A client that was settled on has no state that ends it: it is next over a weekend, and no longer.
CLIENT_IS_NEXT = timedelta(days=3)


class Job(NamedTuple):
    """A ticket to go to: where its client is, and how to ring there; `near` is here or area, None where it is not.

    `needs` is what it could not be done for want of, on a visit of today; None where nothing is missing.
    """

    ref: str
    title: str
    priority: int
    next_action: str | None
    client: Who | None
    site: str | None
    address: str | None
    area: str | None
    phone: str | None
    near: str | None
    needs: str | None


class Change(NamedTuple):
    """A ticket on which others did something since an instant; `text` says what, `at` when it happened last."""

    ref: str
    title: str
    priority: int
    client: str | None
    text: str
    at: datetime


class NextJob(NamedTuple):
    """What could be next; `client` is that of the last visit, and `since` when it began: both None on another day.

    The lists hold the first fifty of as many as their totals say. `chosen` was settled on in the call home.
    """

    client: Who | None
    since: datetime | None
    chosen: Following | None
    by_priority: Sequence[Job]
    by_priority_total: int
    near: Sequence[Job]
    near_total: int
    changed: Sequence[Change]
    changed_total: int


def next_job(context: "Context") -> NextJob:
    """Give what could be next, beside the visit under way, else the last one."""
    db, now = context.db, to_text(context.now)
    last = open_visit(db) or next(iter(ended_visits(db, 1)), None)
    visit = last if last is not None and is_there_still(last, context.shift_day.since) else None
    mine = own(db, context)
    rows = [row for row in open_tickets(db) if concerns(row.owner_id, mine)]
    passed, work = passed_since(db, to_text(context.shift_day.since)), clockwork(context)
    ready = [
        row for row in rows if row.id not in passed and not waits(row, now) and not is_handed_up(row, work, context.now)
    ]
    where = whereabouts(places(db), visit)
    needs = needs_since(db, to_text(context.shift_day.since))
    # What wants something to be brought first comes behind what can be done now.
    jobs = sorted((job(row, where, needs.get(row.id)) for row in ready), key=lambda one: one.needs is not None)
    near = sorted((one for one in jobs if one.near), key=lambda one: (one.needs is not None, one.near != HERE))
    changed = changes(rows, changed_since(db, visit.since)) if visit is not None else []
    changed += taken(taken_since(db, visit.since), mine) if visit is not None else []
    changed.sort(key=lambda one: one.priority)
    return NextJob(
        client=Who(visit.client, visit.client_name) if visit is not None else None,
        since=from_text(visit.since) if visit is not None else None,
        chosen=following(last) if last is not None and is_still_next(last, ready, context.now) else None,
        by_priority=jobs[:MOST],
        by_priority_total=len(jobs),
        near=near[:MOST],
        near_total=len(near),
        changed=changed[:MOST],
        changed_total=len(changed),
    )


def is_there_still(visit: VisitRow, today: datetime) -> bool:
    """Tell whether somebody is near a visit's client: until it ends, on its shift day, and until home is called.

    `today` is when the shift day began.
    """
    return visit.left_at is None or visit.called_at is None or visit.left_at >= to_text(today)


def is_still_next(visit: VisitRow, ready: Sequence[TicketRow], now: datetime) -> bool:
    """Tell whether what was settled on after a visit is still next: a ticket while it is to be done, a client for days.

    `ready` are the tickets that could be next.
    """
    if visit.next_ticket is not None:
        return any(row.reference == visit.next_ticket for row in ready)
    return visit.called_at is not None and now - from_text(visit.called_at) < CLIENT_IS_NEXT


class Whereabouts(NamedTuple):
    """The place of each client by row number, and whether it is near: here, area, or "" where it is not."""

    place: ClientPlace
    phone: str
    near: str


def whereabouts(found: Sequence[ClientPlace], visit: VisitRow | None) -> dict[int, Whereabouts]:
    """Give of each client the place that is near, else its first one; its own number where the place has none.

    Near is what the visit was at, and what has an area in common with it: with its site where that was told and has
    an area, else with any place of its client.
    """
    by_client: dict[int, list[ClientPlace]] = {}
    for one in found:
        by_client.setdefault(one.client_id, []).append(one)
    own_places = by_client.get(visit.client_id, []) if visit is not None else []
    areas = areas_of([one for one in own_places if visit and visit.site and one.site == visit.site])
    areas = areas or areas_of(own_places)
    return {client_id: chosen(client_id, rows, visit, areas) for client_id, rows in by_client.items()}


def areas_of(found: Sequence[ClientPlace]) -> set[str]:
    """Give the areas of places as they are compared."""
    return {fold(one.area) for one in found if fold(one.area)}


def chosen(client_id: int, rows: Sequence[ClientPlace], visit: VisitRow | None, areas: set[str]) -> Whereabouts:
    """Choose the place of a client; `rows` are its sites and, last, the client itself."""
    phone, sites = rows[-1].phone, [one for one in rows if one.site is not None]
    if visit is not None and client_id == visit.client_id:
        at = [one for one in sites if one.site == visit.site]
        place = at[0] if at else sites[0] if len(sites) == 1 else rows[-1]
        return Whereabouts(place, place.phone or phone, HERE)
    shared = [one for one in rows if fold(one.area) in areas]
    place = (shared or sites or rows)[0]
    if shared and place.site is None:
        # The client's own area says no address; that of a site may be in another area.
        place = next((one for one in sites if not fold(one.area)), place)._replace(area=place.area)
    return Whereabouts(place, place.phone or phone, NEAR if shared else "")


def job(row: TicketRow, where: Mapping[int, Whereabouts], needs: str | None) -> Job:
    """Give a ticket with the place of its client; one without a client is nowhere."""
    at = where.get(row.client_id) if row.client_id is not None else None
    return Job(
        ref=row.reference,
        title=row.title,
        priority=row.priority,
        next_action=row.next_action or None,
        client=Who(row.client_code, row.client_name or "") if row.client_code else None,
        site=at.place.site if at else None,
        address=(at.place.address or None) if at else None,
        area=(at.place.area or None) if at else None,
        phone=(at.phone or None) if at else None,
        near=(at.near or None) if at else None,
        needs=needs,
    )


def changes(rows: Sequence[TicketRow], found: Sequence[Changed]) -> list[Change]:
    """Give of each ticket that others changed what was last, in queue order; that it is new goes before all else."""
    by_ticket: dict[int, list[Changed]] = {}
    for one in found:
        by_ticket.setdefault(one.ticket_id, []).append(one)
    told = []
    for row in rows:
        events = by_ticket.get(row.id, [])
        if events:
            text = "new" if any(one.kind == "opened" for one in events) else change_words(events[-1])
            told.append(Change(row.reference, row.title, row.priority, row.client_code, text, from_text(events[-1].at)))
    return told


def taken(found: Sequence[Taken], mine: frozenset[int] | None) -> list[Change]:
    """Give the tickets that are no longer the user's to see to: closed, or somebody else's now."""
    told = []
    for one in found:
        over = one.state not in ACTIVE
        if concerns(one.owner_before, mine) and (over or not concerns(one.owner_id, mine)):
            text = f"now {one.state}" if over else f"to {one.owner}"
            told.append(Change(one.reference, one.title, one.priority, one.client, text, from_text(one.at)))
    return told


def change_words(event: Changed) -> str:
    """Say what happened: "client: still down", "now P1", "to Sam"."""
    if event.kind == "heard":
        return f"client: {event.text}"
    if event.kind == "priority":
        return f"now P{event.detail}"
    if event.kind == "owner":
        return f"to {event.text}"
    if event.kind == "state":
        return f"now {event.detail}"
    if event.kind == "waiting":
        return f"waits for {event.detail.partition(' ')[0]}"
    return f"{event.kind}: {event.text}" if event.text else event.kind
