"""The time of a visit on the time card: what ran for its client, and what is told afterwards.

It follows the rules of the time card, and what is recorded for the client on its tickets stays there: the time on site
is what lies around it.
"""

import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, trim
from techday.errors import Refused
from techday.timecard import acts as timer
from techday.timecard.acts import Ended
from techday.timecard.store import (
    EntryRow,
    NewEntry,
    end_entry,
    entries_between,
    last_stopped,
    overlapping,
    running_entry,
    update_entry,
)
from techday.visits.store import VisitRow

if TYPE_CHECKING:
    from techday.timecard.overlaps import Spell

TRAVEL, ON_SITE = "travel", "on-site"
TRAVELLING, ENDED = "travelling", "ended"


class Ending(NamedTuple):
    """What was told of the end of a visit: times where they were told, seconds of travel (0 for none), the note.

    With `adjust` its time wins against what is recorded.
    """

    arrived: datetime | None
    left: datetime | None
    travel: int
    note: str
    adjust: bool


def own_entries(db: sqlite3.Connection, visit: VisitRow) -> list[EntryRow]:
    """Give the time that was worked for the client since the visit began, in order."""
    rows = entries_between(db, visit.began, "9")
    return [row for row in rows if row.client_id == visit.client_id]


def stop_own(
    db: sqlite3.Connection, visit: VisitRow, left: datetime | None, now: datetime
) -> tuple[Ended | None, datetime, bool]:
    """Stop the timer where it runs for the client; give what ran, when the visit ended, and whether the timer says so.

    What was cut as a guess ends where the visit did, where that was told; time on site after it is cut off. What
    runs for somebody else runs on.
    """
    running = running_entry(db)
    if running is not None and running.client_id == visit.client_id:
        ended = timer.stop(db, left or now, now)
        return ended, left or (ended.end if ended else now), False
    own = own_entries(db, visit)
    if left is None:
        there = [row for row in own if row.work_type != TRAVEL or visit.arrived_at is None]
        last = max((row.ended_at for row in there if row.ended_at), default=None)
        return None, min(from_text(last), now) if last else now, last is not None
    ended = None
    newest = last_stopped(db)
    if newest is not None and newest.guessed and newest.id in {row.id for row in own}:
        ended = timer.end_guess(db, left, now)
    for row in own:
        if row.ticket_id is None and not row.frozen and row.started_at < to_text(left) < (row.ended_at or ""):
            end_entry(db, row.id, to_text(left))
    return ended, left, False


def write_note(db: sqlite3.Connection, visit: VisitRow, note: str) -> None:
    """Have the client read the visit's note beside the time on site that has no words of its own and is not frozen."""
    for row in own_entries(db, visit):
        if row.work_type == ON_SITE and row.ticket_id is None and not row.note and not row.frozen:
            update_entry(db, row.id, {"note": note})


class Log:
    """Time of a visit that is told afterwards, by the rules of the time card; what gives way to it is said."""

    def __init__(self, db: sqlite3.Connection, client_id: int, told: Ending, now: datetime, spell: "Spell") -> None:
        self.db = db
        self.client_id = client_id
        self.adjust = told.adjust
        self.now = now
        self.spell = spell
        self.entries: list[EntryRow] = []
        self.gave_way: list[str] = []

    def add(self, work_type: str, start: datetime, end: datetime, note: str) -> None:
        """Log time of a type for the client; raises Refused where other time lies there that does not give way."""
        from techday.timecard import entries  # only where time is told afterwards
        from techday.timecard.overlaps import WAYS_ON, gave_way_words

        new = NewEntry(
            to_text(start), to_text(end), None, work_type, to_text(self.now), note=note, client_id=self.client_id
        )
        try:
            logged = entries.log(self.db, new, adjust=self.adjust, spell=self.spell)
        except Refused as refused:
            taken = "--adjust takes the time out of what is recorded"
            raise Refused(refused.message, taken if refused.hint == WAYS_ON else refused.hint) from None
        self.entries.append(logged.entry)
        self.gave_way += [words] if (words := gave_way_words(logged.gave_way, self.spell)) else []

    def add_on_site(self, start: datetime, end: datetime, note: str) -> None:
        """Log time on site; what is recorded for the client then, on its tickets, stays where it is."""
        recorded = overlapping(self.db, to_text(start), to_text(end))
        own = [
            Span(from_text(row.started_at), from_text(row.ended_at) if row.ended_at else self.now)
            for row in recorded
            if row.client_id == self.client_id and not row.concurrent
        ]
        for part in trim(Span(start, end), own):
            self.add(ON_SITE, part.start, part.end, note)

    def cut_travel(self, began: str, arrived: datetime) -> None:
        """Have the way end at the arrival: what runs on as travel after it was forgotten."""
        for row in entries_between(self.db, began, to_text(arrived)):
            if (row.client_id, row.work_type, row.ticket_id) != (self.client_id, TRAVEL, None):
                continue
            if (row.ended_at or "9") > to_text(arrived):
                self.change(row, {"ended_at": to_text(arrived), "guessed": 0})

    def move_arrival(self, visit: VisitRow, arrived: datetime) -> None:
        """Have the time on site begin at the arrival that was told."""
        own = [row for row in own_entries(self.db, visit) if row.work_type == ON_SITE and row.ticket_id is None]
        if own and own[0].started_at != to_text(arrived):
            self.change(own[0], {"started_at": to_text(arrived)})

    def change(self, entry: EntryRow, changes: dict[str, object]) -> None:
        """Change an entry by the rules of the time card."""
        from techday.timecard import entries  # only where time is told afterwards

        entries.edit(self.db, entry, changes, adjust=self.adjust, now=self.now, spell=self.spell)
