"""The end of a visit: the one under way, one that is told afterwards, and one whose times are put right.

Each works inside a given store and prints nothing. What is told is logged by the rules of the time card. Where nobody
told when they left, it is when the client's time ended, so that a visit and the time card say the same.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.durations import show_duration
from techday.core.instants import from_text, to_text
from techday.core.intervals import Span
from techday.core.text import as_argument
from techday.errors import Refused
from techday.tickets.acts import Times
from techday.timecard.acts import Ended
from techday.timecard.rules import RUNS_ON
from techday.timecard.store import EntryRow
from techday.visits import store
from techday.visits.acts import Place, insert, move_to
from techday.visits.log import Log
from techday.visits.store import VisitRow
from techday.visits.words import correction, when
from techday.visits.worked import (
    ENDED,
    Ending,
    Outside,
    Stay,
    as_timed,
    outside_of,
    own_entries,
    stop_own,
    without_time,
    write_note,
)

if TYPE_CHECKING:
    from techday.timecard.overlaps import Spell

LONGEST_VISIT = timedelta(hours=24)


class Left(NamedTuple):
    """A visit that has ended: what ran until then, the entries that were logged for it, and what gave way to them.

    `by_timer` tells that nobody said when it ended: it is when the client's time did. `empty` is time on site on which
    the time card has nothing, `outside` the travel and time on site that stand elsewhere on it.
    """

    visit: VisitRow
    ended: Ended | None
    logged: Sequence[EntryRow]
    gave_way: Sequence[str]
    by_timer: bool = False
    empty: Sequence[Span[datetime]] = ()
    outside: Sequence[Outside] = ()


def end(db: sqlite3.Connection, visit: VisitRow, told: Ending, now: datetime, spell: "Spell") -> Left:
    """End the visit under way, with its time; its note is what the client reads beside the time on site.

    Where nobody told when it began, it is when its time on the time card does. Raises Refused where its times make no
    sense, or another visit was then; and as the time card does: where other time is recorded before the visit began,
    unless it gives way, or it is frozen.
    """
    visit = as_timed(db, visit)
    went = way_of(visit, told)
    arrived = told.arrived or (from_text(visit.arrived_at) if visit.arrived_at else None)
    ended, left, by_timer = stop_own(db, visit, told.left, now)
    if by_timer and told.arrived is not None and left <= told.arrived:
        ended_at = spell(to_text(left), to_text(left)).partition("-")[0]
        hint = f'techday visit end {as_argument(visit.client)} --arrived TIME --left TIME --note "…"'
        raise Refused(f"Your time at {visit.client} ended at {ended_at}, before that", hint=hint)
    stay = Stay(went, arrived, max(left, arrived or from_text(visit.since)))
    if told.arrived or told.left:
        refuse_long(visit.client, stay)
    if to_text(stay.began) < visit.began:
        refuse_others(store.visits_during(db, to_text(stay.began), visit.began), spell)
    log = Log(db, visit.client_id, told, now, spell, visit.id)
    since = min(visit.began, to_text(stay.began))
    log.clip(own_entries(db, visit.client_id, since), stay, way_until(visit, stay), ended.entry.id if ended else None)
    if told.arrived or told.left or told.travel:
        log.lay(stay, f"Travel to {visit.client_name}", Span(from_text(visit.began), max(now, stay.left)))
    fields = {"state": ENDED, "note": told.note, **times_of(stay)}
    store.update_visit(db, visit.id, fields)
    own = own_entries(db, visit.client_id, since)
    write_note(own, db, told.note)
    empty = without_time(db, stay, now)
    ended_visit = store.visit_by_id(db, visit.id)
    return Left(ended_visit, ended, log.entries, log.gave_way, by_timer, empty, outside_of(own, stay))


def times_of(stay: Stay) -> dict[str, object]:
    """Give the times of a visit as the store has them."""
    return {
        "went_at": to_text(stay.went) if stay.went else None,
        "arrived_at": to_text(stay.arrived) if stay.arrived else None,
        "left_at": to_text(stay.left),
    }


def way_of(visit: VisitRow, told: Ending) -> datetime | None:
    """Give when the way to a visit began: as it is told, else as it was timed; None where neither is known.

    Raises Refused where it was timed and only its length is told, or it began after the arrival that is told.
    """
    if told.travel:
        if visit.went_at is not None and told.arrived is None:
            raise Refused(
                f"The way to {visit.client} was timed already",
                hint="--arrived TIME says with --travel when it was; else leave --travel out",
            )
        return (told.arrived or from_text(visit.since)) - timedelta(seconds=told.travel)
    if visit.went_at is not None and told.arrived is not None and to_text(told.arrived) < visit.went_at:
        raise Refused(
            f"The way to {visit.client} began after that", hint="--travel DURATION says how long the way there took"
        )
    return from_text(visit.went_at) if visit.went_at else None


def way_until(visit: VisitRow, stay: Stay) -> str:
    """Give until when (UTC text) travel for the client is the way there: up to the arrival, recorded or told."""
    return max(visit.arrived_at or RUNS_ON, to_text(stay.arrived) if stay.arrived else "")


def refuse_long(client: str, stay: Stay) -> None:
    """Raise Refused for a visit of more than a day: a date is soon mistyped."""
    length = stay.left - (stay.arrived or stay.began)
    if length > LONGEST_VISIT:
        raise Refused(
            f"A visit to {client} of {show_duration(int(length.total_seconds()))} is more than 24 hours",
            hint=f'techday visit end {as_argument(client)} --left "DAY TIME" --note "…"',
        )


def refuse_others(others: Sequence[VisitRow], spell: "Spell") -> None:
    """Raise Refused where another visit is recorded: one person is in one place, whatever gives way."""
    for other in others:
        raise Refused(f"You were at {other.client} then, {when(other, spell)}", hint=correction(other))


# --- told afterwards ---


def told_before(db: sqlite3.Connection, client_id: int, client: str, told: Ending, spell: "Spell") -> VisitRow | None:
    """Give the visit to the client that is recorded then, which `adjust` puts right; None where there is none.

    Raises Refused where it is another client's, or one under way, and without `adjust`.
    """
    stay = stay_told(told)
    running = store.open_visit(db)
    if running is not None and to_text(stay.left) > running.began:
        raise Refused(
            f"The visit to {running.client} is under way, {spell(running.since, None)}",
            hint=f'techday visit end {as_argument(running.client)} --left TIME --note "…"',
        )
    found = store.visits_during(db, *map(to_text, (stay.began, stay.left)))
    own = [one for one in found if one.client_id == client_id]
    if len(own) != 1 or len(found) > 1:
        refuse_others([*(one for one in found if one.client_id != client_id), *own], spell)
        return None
    if not told.adjust:
        raise Refused(f"You were at {client} then, {when(own[0], spell)}", hint="--adjust puts its times right")
    return own[0]


def recorded_end(db: sqlite3.Connection, client_id: int, arrived: datetime, now: datetime) -> datetime | None:
    """Give when the first visit to a client ended that went on at an arrival or came after it; None where none did."""
    found = store.visits_during(db, to_text(arrived), to_text(now))
    return next((from_text(one.left_at) for one in found if one.client_id == client_id and one.left_at), None)


def stay_told(told: Ending) -> Stay:
    """Give the stay of a visit that is over; `arrived` and `left` must be told."""
    assert told.arrived is not None and told.left is not None  # noqa: S101  # what was told was looked at before
    return Stay(told.arrived - timedelta(seconds=told.travel) if told.travel else None, told.arrived, told.left)


def tell(db: sqlite3.Connection, place: Place, told: Ending, now: datetime, spell: "Spell") -> Left:
    """Record a visit that is over, with its time, as it is told afterwards; `arrived` and `left` must be told.

    Time that is recorded for the client then is the visit's; what of it lies outside is cut off where it gives way.
    Raises Refused as the time card does: where other time is recorded then, unless it gives way, or it is frozen.
    """
    stay, arrived = stay_told(told), to_text(told.arrived or told.left or now)
    refuse_long(place.name, stay)
    log = Log(db, place.client_id, told, now, spell)
    around = to_text(stay.began), to_text(stay.left)
    if told.adjust:
        log.clip(own_entries(db, place.client_id, *around), stay, arrived)
    log.lay(stay, f"Travel to {place.name}", None)
    fields = {"state": ENDED, "note": told.note, **times_of(stay)}
    number = insert(db, place, Times(stay.left, now), fields)
    own = own_entries(db, place.client_id, *around)
    write_note(own, db, told.note)
    return Left(store.visit_by_id(db, number), None, log.entries, log.gave_way, outside=outside_of(own, stay))


def put_right(
    db: sqlite3.Connection, visit: VisitRow, place: Place, told: Ending, now: datetime, spell: "Spell"
) -> Left:
    """Put the times and the note of a visit that is over right, with its time on the time card.

    A way that is not told again stays when it began. Raises Refused as `end`.
    """
    visit = as_timed(db, visit)
    stay = stay_told(told)._replace(went=way_of(visit, told))
    refuse_long(visit.client, stay)
    before = Span(from_text(visit.began), from_text(visit.left_at or visit.since))
    since, until = min(to_text(stay.began), visit.began), to_text(max(stay.left, before.end))
    log = Log(db, visit.client_id, told, now, spell, visit.id)
    log.clip(own_entries(db, visit.client_id, since, until), stay, way_until(visit, stay))
    log.lay(stay, f"Travel to {visit.client_name}", before)
    move_to(db, visit, place)
    store.update_visit(db, visit.id, {"note": told.note, **times_of(stay)})
    own = own_entries(db, visit.client_id, since, until)
    write_note(own, db, told.note, before=visit.note)
    return Left(store.visit_by_id(db, visit.id), None, log.entries, log.gave_way, outside=outside_of(own, stay))
