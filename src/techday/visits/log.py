"""The time of a visit as it is put down on the time card.

A visit and the time card say the same: what lies outside of the times that were told is cut off, and what is missing
is filled in. What nobody told cuts nothing off. What is recorded for the client on its tickets stays there, and so do
breaks: the time on site is what lies around them. What was recorded for others while the visit was under way
interrupted it, and stays too; elsewhere the rules of the time card hold.
"""

import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, overlap, trim, union
from techday.errors import Refused
from techday.timecard.rules import RUNS_ON
from techday.timecard.store import EntryRow, NewEntry, overlapping
from techday.visits.worked import A_SECOND, ON_SITE, TRAVEL, Ending, Stay, breaks_in, is_anothers, texts, worked_in

if TYPE_CHECKING:
    from techday.timecard.entries import Changed
    from techday.timecard.overlaps import Spell

BEFORE_ALL, AFTER_ALL = datetime.min.replace(tzinfo=UTC), from_text(RUNS_ON)


class Log:
    """The time of a visit as it is put down, by the rules of the time card; what gives way to it is said."""

    def __init__(
        self,
        db: sqlite3.Connection,
        client_id: int,
        told: Ending,
        now: datetime,
        spell: "Spell",
        visit_id: int = 0,
    ) -> None:
        self.db = db
        self.client_id = client_id
        self.visit_id = visit_id
        self.told = told
        self.now = now
        self.spell = spell
        self.entries: list[EntryRow] = []
        self.gave_way: list[str] = []

    def lay(self, stay: Stay, way: str, known: Span[datetime] | None) -> None:
        """Fill in what is missing of a stay; `way` is what its travel is called.

        In `known`, when the visit was under way, what is recorded for others stays, and what is added beside it is
        said. Raises Refused where other time lies elsewhere that does not give way.
        """
        notes = {TRAVEL: way, ON_SITE: self.told.note}
        for work_type in (TRAVEL, ON_SITE) if stay.arrived else ():
            span = stay.span_of(work_type)
            for hole in self.holes(span, known) if span else ():
                self.put(work_type, hole, notes[work_type])
                if known is not None and hole != span:
                    self.gave_way.append(f"{self.spell(*texts(hole))} added as {work_type}")

    def holes(self, span: Span[datetime], known: Span[datetime] | None) -> list[Span[datetime]]:
        """Give the time of a span that is missing on the time card, in order; a break in it is said."""
        rows, breaks = overlapping(self.db, *texts(span)), breaks_in(self.db, span)
        own = worked_in([row for row in rows if row.client_id == self.client_id], self.now)
        missing = trim(span, [*own, *breaks])
        if known is None:
            self.gave_way += [f"around the break {self.spell(*texts(one))}" for one in breaks]
            return missing
        within = [part for one in missing if (part := overlap(one, known)) is not None]
        free = [part for one in within for part in trim(one, worked_in(rows, self.now))]
        return union([*free, *(part for one in missing for part in trim(one, [known]))])

    def put(self, work_type: str, span: Span[datetime], note: str) -> None:
        """Log time of a type for the client, as one with what it meets; raises Refused as `lay`."""
        from techday.timecard import entries  # only where time is told afterwards

        start, end = texts(span)
        near = overlapping(self.db, to_text(span.start - A_SECOND), to_text(span.end + A_SECOND))
        same = [row for row in near if self.is_own(row, work_type) and not row.frozen and not row.concurrent]
        meeting = (row for row in same if end == row.started_at or row.ended_at == start)
        meets = next((row for row in meeting if not self.is_anothers(row.started_at, row.ended_at)), None)
        if meets is not None:
            changes: dict[str, object] = {"started_at": start} if meets.started_at == end else {"ended_at": end}
            changed = self.change(meets, changes)
        else:
            new = NewEntry(start, end, None, work_type, to_text(self.now), note=note, client_id=self.client_id)
            changed = self.allowed(lambda: entries.log(self.db, new, adjust=self.told.adjust, spell=self.spell))
        self.entries = [*(one for one in self.entries if one.id != changed.entry.id), changed.entry]

    def is_own(self, row: EntryRow, work_type: str) -> bool:
        """Tell whether an entry is time of that type for the client, on no ticket."""
        return (row.client_id, row.ticket_id, row.work_type) == (self.client_id, None, work_type)

    def is_anothers(self, start: str, end: str | None) -> bool:
        """Tell whether any of some time (UTC text) belongs to another visit."""
        return is_anothers(self.db, self.visit_id, start, end or RUNS_ON)

    def clip(self, rows: Iterable[EntryRow], stay: Stay, way_until: str, ran: int | None = None) -> None:
        """Cut off travel and time on site that lie outside of what was told of a stay.

        Travel that began at `way_until` (UTC text) or later is not the way there; what belongs to another visit stays
        as it is. `ran` is the entry that ended with the visit. Raises Refused where what is cut is frozen.
        """
        for row in rows:
            span = self.room_for(row.work_type, stay)
            if span is None or row.ticket_id is not None or row.ended_at == row.started_at:
                continue
            if row.work_type == TRAVEL and row.started_at >= way_until:
                continue
            own = Span(from_text(row.started_at), from_text(row.ended_at or RUNS_ON))
            part = overlap(own, span)
            if part == own or any(self.is_anothers(*texts(one)) for one in trim(own, [span])):
                continue
            self.shorten(row, part)
            # That it ends with the visit goes without saying.
            if row.id != ran or part is None or part.start != own.start:
                from techday.timecard.overlaps import named  # only where time is taken away

                became = f"became {self.spell(*texts(part))}" if part else "is gone"
                self.gave_way.append(f"{named(row, self.spell)} {became}")

    def room_for(self, work_type: str, stay: Stay) -> Span[datetime] | None:
        """Give where travel, or time on site, may lie: what nobody told is no bound. None where nothing bounds it."""
        span, told = stay.span_of(work_type), self.told
        if span is None:
            return None
        start, end = (told.arrived, told.left) if work_type == ON_SITE else (told.travel, told.arrived)
        if stay.arrived is None:
            end = told.left
        return Span(span.start if start else BEFORE_ALL, span.end if end else AFTER_ALL)

    def shorten(self, row: EntryRow, part: Span[datetime] | None) -> None:
        """Leave a part of an entry, nothing where there is none; raises Refused where it is frozen."""
        from techday.timecard import entries  # only where time is taken away

        if part is None:
            entries.delete(self.db, row)
        else:
            start, end = texts(part)
            self.change(row, {"started_at": start, "ended_at": end if end < RUNS_ON else None, "guessed": 0})

    def change(self, row: EntryRow, changes: dict[str, object]) -> "Changed":
        """Change an entry by the rules of the time card."""
        from techday.timecard import entries  # only where time is told afterwards

        return self.allowed(
            lambda: entries.edit(self.db, row, changes, adjust=self.told.adjust, now=self.now, spell=self.spell)
        )

    def allowed(self, act: "Callable[[], Changed]") -> "Changed":
        """Do what takes time, and say what gave way; a refusal names the way out that a visit has."""
        from techday.timecard.overlaps import WAYS_ON, gave_way_words  # only where time is told afterwards

        try:
            changed = act()
        except Refused as refused:
            taken = "--adjust takes the time out of what is recorded"
            raise Refused(refused.message, taken if refused.hint == WAYS_ON else refused.hint) from None
        self.gave_way += [words] if (words := gave_way_words(changed.gave_way, self.spell)) else []
        return changed
