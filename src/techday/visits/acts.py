"""Going to a client, being there, leaving and calling home: each act works inside a given store and prints nothing.

A visit and its time go together: the timer runs as travel on the way and as on-site from the arrival. What is told
afterwards is logged by the rules of the time card. Where nobody told when they left, it is when the client's time
ended, so that a visit and the time card say the same.
"""

import sqlite3
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.text import clean_line
from techday.errors import Refused
from techday.tickets.acts import Times
from techday.timecard import acts as timer
from techday.timecard.acts import EARLIER_START, Ended, Room, Start
from techday.timecard.store import EntryRow, running_entry
from techday.visits import store
from techday.visits.store import VisitRow
from techday.visits.worked import ENDED, ON_SITE, TRAVEL, TRAVELLING, Ending, Log, stop_own, write_note

if TYPE_CHECKING:
    from techday.timecard.overlaps import Spell
    from techday.timecard.rules import Limits

NOTE_LENGTH, NAME_LENGTH, NEWS_LENGTH = 4_000, 200, 1_000
ADJUST = "--adjust takes that time away; else give a later time with --at"


class Place(NamedTuple):
    """Where somebody goes: a client by its row number, one of its sites or None, and what the way is called."""

    client_id: int
    site_id: int | None
    name: str


class Begun(NamedTuple):
    """A visit that goes on, and what its timer took; `room` is None where the timer ran on it already."""

    visit: VisitRow
    room: Room | None


# --- going, and being there ---


def set_out(db: sqlite3.Connection, place: Place, times: Times, limits: "Limits", *, adjust: bool) -> Begun:
    """Set out for a client: the timer runs on travel. On the way there already, it goes on.

    Raises Refused while another visit is under way, or this one is on site already; and as the timer does.
    """
    visit = store.open_visit(db)
    if visit is not None:
        refuse_elsewhere(visit, place.client_id)
        if visit.state != TRAVELLING:
            raise Refused(
                f"The visit to {visit.client} is under way, on site already",
                hint=f'techday visit end {visit.client} --note "…"',
            )
    note = f"Travel to {place.name}"
    room = run_timer(db, TRAVEL, place.client_id, note, times, limits, adjust=adjust)
    if visit is None:
        went = to_text(room.begin if room else times.at)
        number = insert(db, place, times, {"state": TRAVELLING, "went_at": went})
    else:
        number = visit.id
        move_to(db, visit, place)
    return Begun(store.visit_by_id(db, number), room)


def arrive(db: sqlite3.Connection, place: Place, times: Times, limits: "Limits", *, adjust: bool) -> Begun:
    """Arrive at a client: the timer runs as on-site. Without a way there the visit begins now; on site it goes on.

    Raises Refused while another visit is under way, before the way there began, and as the timer does.
    """
    visit = store.open_visit(db)
    if visit is not None:
        refuse_elsewhere(visit, place.client_id)
        if visit.went_at is not None and to_text(times.at) < visit.went_at and times.at < times.recorded:
            raise Refused(f"The way to {visit.client} began after that", hint="Give a later time with --at")
    room = run_timer(db, ON_SITE, place.client_id, "", times, limits, adjust=adjust)
    arrived = to_text(room.begin if room else times.at)
    if visit is None:
        number = insert(db, place, times, {"state": ON_SITE, "arrived_at": arrived})
    else:
        number = visit.id
        if visit.state == TRAVELLING:
            # The clock may have gone back on the way.
            store.update_visit(db, number, {"state": ON_SITE, "arrived_at": max(arrived, visit.began)})
        move_to(db, visit, place)
    return Begun(store.visit_by_id(db, number), room)


def refuse_elsewhere(visit: VisitRow, client_id: int) -> None:
    """Raise Refused where another client's visit is under way: one person is in one place."""
    if visit.client_id != client_id:
        end = f'techday visit end {visit.client} --note "…"'
        raise Refused(f"The visit to {visit.client} is still under way", hint=f"{end}; --left TIME says when it ended")


def insert(db: sqlite3.Connection, place: Place, times: Times, fields: dict[str, object]) -> int:
    """Add a visit to a place and give its number."""
    own = {"client_id": place.client_id, "site_id": place.site_id, "recorded_at": to_text(times.recorded)}
    return store.insert_visit(db, {**own, **fields})


def move_to(db: sqlite3.Connection, visit: VisitRow, place: Place) -> None:
    """Have a visit be at the site that was named, where that is another one."""
    if place.site_id is not None and place.site_id != visit.site_id:
        store.update_visit(db, visit.id, {"site_id": place.site_id})


def run_timer(
    db: sqlite3.Connection,
    work_type: str,
    client_id: int,
    note: str,
    times: Times,
    limits: "Limits",
    *,
    adjust: bool,
) -> Room | None:
    """Start the timer on a type of work for a client; give what that took, or None where it runs on that already."""
    running = running_entry(db)
    stopped = None
    same = running is not None and (running.ticket_id, running.work_type) == (None, work_type)
    if same and running is not None and running.client_id != client_id:
        # The timer takes the same type of work for the same thing, whoever it is for.
        stopped = timer.stop(db, times.at, times.recorded)
    try:
        new = Start(*times, limits, None, work_type, note=note, client_id=client_id, adjust=adjust)
        room = timer.start(db, new)
    except Refused as refused:
        raise Refused(refused.message, ADJUST if refused.hint == EARLIER_START else refused.hint) from None
    return room._replace(ended=stopped) if room is not None and stopped is not None else room


# --- the end ---


class Left(NamedTuple):
    """A visit that has ended: what ran until then, the entries that were logged for it, and what gave way to them.

    `by_timer` tells that nobody said when it ended: it is when the client's time did.
    """

    visit: VisitRow
    ended: Ended | None
    logged: list[EntryRow]
    gave_way: list[str]
    by_timer: bool = False


def end(db: sqlite3.Connection, visit: VisitRow, told: Ending, now: datetime, spell: "Spell") -> Left:
    """End the visit under way, with its time; its note is what the client reads beside the time on site.

    Raises Refused where the way there is told twice, or began after the arrival; and as the time card does: where other
    time is recorded then, unless it gives way, or it is frozen.
    """
    refuse_way(visit, told)
    log = Log(db, visit.client_id, told, now, spell)
    travelling = visit.state == TRAVELLING
    if told.arrived is not None:
        if travelling:
            log.cut_travel(visit.began, told.arrived)
        else:
            log.move_arrival(visit, told.arrived)
        store.update_visit(db, visit.id, {"arrived_at": to_text(told.arrived)})
    if told.travel:
        went = from_text(visit.since) if told.arrived is None else told.arrived
        went -= timedelta(seconds=told.travel)
        log.add(TRAVEL, went, went + timedelta(seconds=told.travel), f"Travel to {visit.client_name}")
        store.update_visit(db, visit.id, {"went_at": to_text(went)})
    visit = store.visit_by_id(db, visit.id)
    ended, left, by_timer = stop_own(db, visit, told.left, now)
    left = max(left, from_text(visit.since))
    if told.arrived is not None and travelling:
        log.add_on_site(told.arrived, left, told.note)
    store.update_visit(db, visit.id, {"state": ENDED, "left_at": to_text(left), "note": told.note})
    write_note(db, visit, told.note)
    return Left(store.visit_by_id(db, visit.id), ended, log.entries, log.gave_way, by_timer)


def refuse_way(visit: VisitRow, told: Ending) -> None:
    """Raise Refused where the way to a visit was timed and is told too, or began after the arrival that is told."""
    if visit.went_at is None:
        return
    if told.travel:
        raise Refused(
            f"The way to {visit.client} was timed already", hint="Leave --travel out; techday timecard edit changes it"
        )
    if told.arrived is not None and to_text(told.arrived) < visit.went_at:
        raise Refused(f"The way to {visit.client} began after that", hint="--arrived TIME, after it began")


def tell(db: sqlite3.Connection, place: Place, told: Ending, now: datetime, spell: "Spell") -> Left:
    """Record a visit that is over, with its time, as it is told afterwards; `arrived` and `left` must be told.

    Raises Refused where another visit is recorded then, unless its time gives way; and as `end`.
    """
    assert told.arrived is not None and told.left is not None  # noqa: S101  # what was told was looked at before
    other = store.visit_during(db, to_text(told.arrived), to_text(told.left))
    if other is not None and not told.adjust:
        span = spell(other.arrived_at or other.began, other.left_at)
        raise Refused(
            f"You were at {other.client} then, {span} (visit {other.id})",
            hint="techday visit list; --adjust takes it so",
        )
    log = Log(db, place.client_id, told, now, spell)
    went = told.arrived - timedelta(seconds=told.travel) if told.travel else None
    if went is not None:
        log.add(TRAVEL, went, told.arrived, f"Travel to {place.name}")
    log.add_on_site(told.arrived, told.left, told.note)
    fields: dict[str, object] = {
        "state": ENDED,
        "went_at": to_text(went) if went else None,
        "arrived_at": to_text(told.arrived),
        "left_at": to_text(told.left),
        "note": told.note,
    }
    number = insert(db, place, Times(told.left, now), fields)
    return Left(store.visit_by_id(db, number), None, log.entries, log.gave_way)


# --- the call home ---


class Call(NamedTuple):
    """A call home: when, to whom, what changed meanwhile, and what is next: a ticket or a client, by row number."""

    at: datetime
    name: str
    news: str
    next_ticket_id: int | None = None
    next_client_id: int | None = None


def call_home(db: sqlite3.Connection, call: Call) -> list[VisitRow]:
    """Record a call home after every visit that still owed it, and give these; [] where none did.

    What was decided as the next job stands with the one that ended last. Without one that owes the call, its words
    are added to the last one that was called after. Raises Refused where the call came before the visit.
    """
    owed = store.visits_to_call(db)
    told = [one for one in owed if one.began <= to_text(call.at)]
    if owed and not told:
        raise Refused(f"The visit to {owed[0].client} began after that", hint="Give a later time with --at")
    words: dict[str, object] = {
        "called_name": clean_line(call.name, NAME_LENGTH),
        "news": clean_line(call.news, NEWS_LENGTH),
    }
    following: dict[str, object] = {"next_ticket_id": call.next_ticket_id, "next_client_id": call.next_client_id}
    chosen = call.next_ticket_id is not None or call.next_client_id is not None
    for one in told:
        store.update_visit(db, one.id, {"called_at": to_text(call.at), **words})
    last = told[-1] if told else next(iter(store.ended_visits(db, 1)), None)
    if last is not None and not told and words["news"] and words["news"] != last.news:
        store.update_visit(db, last.id, words)
    if last is not None and chosen:
        store.update_visit(db, last.id, following)
    return [store.visit_by_id(db, one.id) for one in told]
