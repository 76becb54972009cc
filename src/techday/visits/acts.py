"""Going to a client, being there and calling home: each act works inside a given store and prints nothing.

A visit and its time go together: the timer runs as travel on the way and as on-site from the arrival.
"""

import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.shifts import shift_day
from techday.core.text import as_argument, clean_line
from techday.errors import BadUsage, Refused
from techday.tickets.acts import Times
from techday.timecard import acts as timer
from techday.timecard.acts import EARLIER_START, Room, Start
from techday.timecard.store import last_stopped, running_entry
from techday.visits import store
from techday.visits.store import VisitRow
from techday.visits.words import since_words
from techday.visits.worked import ON_SITE, TRAVEL, TRAVELLING, as_timed

if TYPE_CHECKING:
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
        refuse_other(db, visit, place.client_id, times, limits)
        if visit.state != TRAVELLING:
            raise Refused(f"The visit to {visit.client} is under way, on site already", hint=ending(visit))
        refuse_told_again(visit, times, limits)
    else:
        refuse_during(db, times, limits)
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
    if visit is None:
        refuse_during(db, times, limits)
    else:
        refuse_other(db, visit, place.client_id, times, limits)
        went = as_timed(db, visit).went_at
        if went is not None and to_text(times.at) < went and times.at < times.recorded:
            raise Refused(f"The way to {visit.client} began after that", hint="Give a later time with --at")
        if visit.state != TRAVELLING:
            refuse_told_again(visit, times, limits)
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


def refuse_told_again(visit: VisitRow, times: Times, limits: "Limits") -> None:
    """Raise Refused where another time is told for what is recorded: the card would change, and the visit would not."""
    if times.at >= times.recorded:
        return
    at = since_words(visit.since, limits.pattern.zone, times.recorded)
    command = f"techday visit end {as_argument(visit.client)} --arrived TIME"
    if visit.state == TRAVELLING:
        raise Refused(f"You set out for {visit.client} at {at} already", hint=f'{command} --travel DURATION --note "…"')
    raise Refused(f"You arrived at {visit.client} at {at} already", hint=f'{command} --note "…"')


def refuse_other(db: sqlite3.Connection, visit: VisitRow, client_id: int, times: Times, limits: "Limits") -> None:
    """Raise Refused where the visit under way is another one: at another client, or one that nobody ended.

    That is one of an earlier shift day, and one whose timer was cut as forgotten.
    """
    refuse_elsewhere(visit, client_id)
    last = last_stopped(db)
    cut = last is not None and last.guessed and last.client_id == client_id and last.started_at >= visit.began
    days = (shift_day(limits.pattern, at).day for at in (from_text(visit.began), times.recorded))
    if min(days) < shift_day(limits.pattern, times.recorded).day or (cut and visit.state != TRAVELLING):
        began = since_words(visit.began, limits.pattern.zone, times.recorded)
        raise Refused(f"The visit to {visit.client} since {began} was never ended", hint=ending(visit, left=True))


def refuse_elsewhere(visit: VisitRow, client_id: int) -> None:
    """Raise Refused where another client's visit is under way: one person is in one place."""
    if visit.client_id != client_id:
        raise Refused(f"The visit to {visit.client} is still under way", hint=ending(visit))


def refuse_during(db: sqlite3.Connection, times: Times, limits: "Limits") -> None:
    """Raise Refused where a visit would begin before another one had ended."""
    if times.at >= times.recorded:
        return
    for other in store.visits_during(db, to_text(times.at), to_text(times.recorded)):
        left = since_words(other.left_at or other.since, limits.pattern.zone, times.recorded)
        raise Refused(f"You were at {other.client} until {left} (visit {other.id})", hint="Give a later time with --at")


def ending(visit: VisitRow, *, left: bool = False) -> str:
    """Give the command that ends a visit, with `left` at a time that is told."""
    when = " --left TIME" if left else ""
    return f'techday visit end {as_argument(visit.client)}{when} --note "…"'


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


# --- the call home ---


class Call(NamedTuple):
    """A call home: when, to whom, what changed meanwhile, and what is next: a ticket or a client, by row number."""

    at: datetime
    name: str
    news: str
    next_ticket_id: int | None = None
    next_client_id: int | None = None


def call_home(db: sqlite3.Connection, call: Call, now: datetime) -> list[VisitRow]:
    """Record a call home after every visit that still owed it, and give these; [] where none did.

    What was decided as the next job stands with the one that ended last. Without one that owes the call, its words
    are added to the last one that was called after. Raises Refused where there is none, or the visit goes on, and
    where the call is told to have come before the visit had ended; BadUsage where the news would be too long.
    """
    owed = store.visits_to_call(db)
    # A call that is made just now comes after the visit by any clock.
    told = [one for one in owed if call.at >= now or (one.left_at or one.since) <= to_text(call.at)]
    if owed and not told:
        raise Refused(f"The visit to {owed[0].client} ended after that", hint="Give a later time with --at")
    words: dict[str, object] = {
        "called_name": clean_line(call.name, NAME_LENGTH),
        "news": clean_line(call.news, NEWS_LENGTH),
    }
    for one in told:
        store.update_visit(db, one.id, {"called_at": max(to_text(call.at), one.left_at or one.since), **words})
    last = told[-1] if told else called_last(db)
    if not told:
        add_words(db, last, call)
    if call.next_ticket_id is not None or call.next_client_id is not None:
        following: dict[str, object] = {"next_ticket_id": call.next_ticket_id, "next_client_id": call.next_client_id}
        store.update_visit(db, last.id, following)
    return [store.visit_by_id(db, one.id) for one in told]


def called_last(db: sqlite3.Connection) -> VisitRow:
    """Give the visit after which home was called last; raises Refused where there is none, or another one goes on."""
    visit = store.open_visit(db)
    if visit is not None:
        raise Refused(f"The visit to {visit.client} goes on", hint=ending(visit))
    last = next(iter(store.ended_visits(db, 1)), None)
    if last is None:
        raise Refused("There was no visit after which home is called", hint="techday visit go C")
    return last


def add_words(db: sqlite3.Connection, visit: VisitRow, call: Call) -> None:
    """Add what a call home said to what was said before: neither a name nor news is lost."""
    name, news = added(visit.called_name, call.name, ", "), added(visit.news, call.news, "; ")
    if len(news) > NEWS_LENGTH:
        raise BadUsage(f"All the news of a visit are at most {NEWS_LENGTH} letters", hint="Say it shorter: --news TEXT")
    if len(name) > NAME_LENGTH:
        message = f"All who were called after a visit are at most {NAME_LENGTH} letters"
        raise BadUsage(message, hint="techday visit called NAME, with a shorter name")
    said: dict[str, object] = {"called_name": name, "news": news}
    changes = {field: text for field, text in said.items() if getattr(visit, field) != text}
    if changes:
        store.update_visit(db, visit.id, changes)


def added(before: str, words: str, between: str) -> str:
    """Put words behind what was said before, unless it was said."""
    new = clean_line(words)
    if not new or new in before.split(between):
        return before
    return f"{before}{between}{new}" if before else new
