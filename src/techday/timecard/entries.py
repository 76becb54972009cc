"""Time entries told and changed afterwards: each act loads, decides and writes in a given store, and prints nothing.

New time meets what is recorded by one rule, whether it is logged or an entry is moved over it: refused, or the other
gives way (`adjust`), or beside it (concurrent). What was submitted never changes and never gives way.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from techday.cards.store import card_by_id, cards_of_week
from techday.core.durations import DAY, show_duration
from techday.core.instants import from_text, to_text
from techday.core.names import Named, find_named
from techday.core.shifts import ShiftPattern, shift_day
from techday.core.text import quoted
from techday.core.weeks import week_of
from techday.core.work_types import WorkType
from techday.errors import NotFound, Refused
from techday.timecard.carving import BreakCut, leave_parts, refuse_any_frozen, take_from_breaks
from techday.timecard.overlaps import Spell, in_the_way, named, refuse_overlap
from techday.timecard.rules import RUNS_ON, Cut, carve
from techday.timecard.store import (
    EntryRow,
    NewEntry,
    add_entry,
    copy_entry,
    delete_entry,
    end_entry,
    entry_by_id,
    overlapping,
    running_entry,
    update_entry,
)
from techday.ui.dates import MONTHS, WEEKDAYS

LONGEST = timedelta(seconds=DAY)
NUMBER_DIGITS = 15


class Room(NamedTuple):
    """What gave way to new time: time of entries, and of breaks."""

    gave_way: Sequence[Cut] = ()
    breaks: Sequence[BreakCut] = ()


NO_ROOM = Room()


class Changed(NamedTuple):
    """An entry as it is after a write, and what gave way to it: time of other entries, and of breaks."""

    entry: EntryRow
    gave_way: Sequence[Cut] = ()
    breaks: Sequence[BreakCut] = ()


def find(db: sqlite3.Connection, text: str) -> EntryRow:
    """Give the entry of the number that was typed, `.` the running one; raises NotFound where there is none."""
    number = text.strip().lstrip("#")
    if number == ".":
        found = running_entry(db)
    else:
        is_number = number.isascii() and number.isdigit() and len(number) <= NUMBER_DIGITS
        found = entry_by_id(db, int(number)) if is_number else None
    if found is None:
        missing = "No timer is running, so . means no entry" if number == "." else f"No entry {quoted(text)}"
        raise NotFound(missing, hint="techday timecard shows the entries")
    return found


def find_type(types: tuple[WorkType, ...], text: str) -> WorkType:
    """Give the type of work that was named, whatever its case; raises NotFound with the nearest."""
    return find_named(text, [Named(one, (one.name,)) for one in types], "work type", "techday timecard types")


def log(db: sqlite3.Connection, new: NewEntry, *, adjust: bool, spell: Spell) -> Changed:
    """Add time that was worked; raises Refused for more than 24 hours, and where it overlaps, as `make_room`."""
    refuse_long(new.started_at, new.ended_at)
    room = NO_ROOM if new.concurrent else make_room(db, new.started_at, new.ended_at, adjust=adjust, spell=spell)
    return Changed(loaded(db, add_entry(db, new)), *room)


def edit(
    db: sqlite3.Connection, entry: EntryRow, changes: Mapping[str, Any], *, adjust: bool, now: datetime, spell: Spell
) -> Changed:
    """Set some columns of an entry, those that differ; a told end is no guess any more.

    Time that is added is told now, which may be late. Raises Refused where the entry is frozen, would hold no time, or
    more than 24 hours, and where it overlaps, as `make_room`.
    """
    refuse_any_frozen(db, [entry])
    after = entry._replace(**changes)
    changed = {name: value for name, value in changes.items() if getattr(entry, name) != value}
    moved = {"started_at", "ended_at"} & changed.keys()
    if moved or not after.guessed:
        refuse_empty(after, spell)
    if moved:
        refuse_long(after.started_at, after.ended_at)
        refuse_future_start(after, now)
        if after.started_at < entry.started_at or (after.ended_at or "") > (entry.ended_at or to_text(now)):
            changed["recorded_at"] = to_text(now)
    room = NO_ROOM
    if (moved or "concurrent" in changed) and not after.concurrent:
        room = make_room(db, after.started_at, after.ended_at, adjust=adjust, spell=spell, itself=entry.id)
    update_entry(db, entry.id, changed)
    return Changed(loaded(db, entry.id), *room)


def split(db: sqlite3.Connection, entry: EntryRow, at: datetime, now: datetime, spell: Spell) -> tuple[int, int]:
    """Split an entry in two at an instant and give their numbers; the second half of a running one runs on.

    Both keep all that was said. Raises Refused where the entry is frozen, or `at` is not inside it.
    """
    refuse_any_frozen(db, [entry])
    if not entry.started_at < to_text(at) < (entry.ended_at or to_text(now)):
        raise Refused(
            f"{spell(to_text(at), to_text(at)).partition('-')[0]} is not inside {named(entry, spell)}",
            hint=f"techday timecard split {entry.id} TIME, with a time between its start and its end",
        )
    end_entry(db, entry.id, to_text(at))
    return entry.id, copy_entry(db, entry.id, to_text(at), entry.ended_at)


def delete(db: sqlite3.Connection, entry: EntryRow) -> None:
    """Delete an entry, the running one too; raises Refused where it is frozen."""
    refuse_any_frozen(db, [entry])
    delete_entry(db, entry.id)


def make_room(
    db: sqlite3.Connection, start: str, end: str | None, *, adjust: bool, spell: Spell, itself: int | None = None
) -> Room:
    """Make room for `[start, end)`, UTC text, without an end for what runs; give what gave way.

    With `adjust` the new time wins: what is recorded is trimmed, split or removed. Breaks give way at any time: whoever
    worked had none. Raises Refused where something is in the way without `adjust`, and where it is frozen.
    """
    blocking = in_the_way(overlapping(db, start, end or RUNS_ON), start, end, itself)
    refuse_frozen_overlap(db, blocking, spell)
    if not adjust:
        refuse_overlap(blocking, spell)
    cuts = carve(blocking, start, end or RUNS_ON)
    for cut in cuts:
        leave_parts(db, cut)
    return Room(cuts, take_from_breaks(db, start, end or RUNS_ON))


def refuse_frozen_overlap(db: sqlite3.Connection, entries: list[EntryRow], spell: Spell) -> None:
    """Raise Refused where any entry that is in the way is frozen."""
    for entry in entries:
        card = card_by_id(db, entry.card_id) if entry.frozen and entry.card_id is not None else None
        if card is not None:
            from techday.cards.frozen import way_out  # rare

            raise Refused(
                f"That overlaps {named(entry, spell)} (entry {entry.id}), which is frozen on {card.name}",
                hint=f"--concurrent records it beside that; or first {way_out(card)}",
            )


def refuse_empty(entry: EntryRow, spell: Spell) -> None:
    """Raise Refused where an entry would end before it begins, or at once."""
    if entry.ended_at is not None and entry.ended_at <= entry.started_at:
        raise Refused(
            f"{named(entry, spell)} does not end after it begins",
            hint=f"techday timecard edit {entry.id} --end TIME, or techday timecard delete {entry.id}",
        )


def refuse_long(start: str, end: str | None) -> None:
    """Raise Refused for more than 24 hours: nobody works that long at a stretch, but a date is soon mistyped."""
    if end is not None and from_text(end) - from_text(start) > LONGEST:
        seconds = int((from_text(end) - from_text(start)).total_seconds())
        raise Refused(
            f"{show_duration(seconds)} at a stretch is more than 24 hours", hint="Tell it in parts, one for each shift"
        )


def refuse_future_start(entry: EntryRow, now: datetime) -> None:
    """Raise Refused where the running entry would begin later than now."""
    if entry.ended_at is None and entry.started_at > to_text(now):
        raise Refused("What runs cannot begin in the future", hint="Give an earlier --start, or an --end too")


def loaded(db: sqlite3.Connection, entry_id: int) -> EntryRow:
    """Give an entry that is there."""
    entry = entry_by_id(db, entry_id)
    assert entry is not None  # noqa: S101  # it was just written
    return entry


def lateness(entry: EntryRow, pattern: ShiftPattern) -> int | None:
    """Give how many seconds after its end an entry was written down, where its shift day was over by then."""
    if entry.ended_at is None or not entry.recorded_at:
        return None
    until = shift_day(pattern, from_text(entry.started_at)).until
    if entry.recorded_at < to_text(until):
        return None
    from techday.cards.checks import late_seconds  # only where it is late

    return late_seconds(from_text(entry.recorded_at), from_text(entry.ended_at), until)


def remarks(db: sqlite3.Connection, entry: EntryRow, pattern: ShiftPattern) -> list[str]:
    """Say what is special about time that was told: that it is late, and that it goes on a supplement."""
    found = []
    late = lateness(entry, pattern)
    if late is not None:
        from techday.cards.checks import how_late  # only where it is late

        found.append(f"told {how_late(late)} late")
    week = week_of(shift_day(pattern, from_text(entry.started_at)).day)
    if cards_of_week(db, week.name):
        from techday.cards.acts import open_card_name  # only where a card of that week was ever submitted

        card = open_card_name(db, week)
        found += [f"in {card}"] if card != week.name else []
    return found


def worked_seconds(entry: EntryRow, now: datetime) -> int:
    """Give the length of an entry, up to `now` while it runs."""
    end = from_text(entry.ended_at) if entry.ended_at else now
    return max(0, int((end - from_text(entry.started_at)).total_seconds()))


def speller(zone: tzinfo) -> Spell:
    """Give how spans are written in a zone: "09:00-10:30", "09:00-running"; with the day of an end a day away."""

    def spell(start: str, end: str | None) -> str:
        first, last = from_text(start).astimezone(zone), from_text(end).astimezone(zone) if end else None
        if last is None:
            return f"{first:%H:%M}-running"
        far = from_text(end or start) - from_text(start) >= LONGEST
        return f"{first:%H:%M}-{WEEKDAYS[last.weekday()] + ' ' if far else ''}{last:%H:%M}"

    return spell


def day_and_span(entry: EntryRow, zone: tzinfo, now: datetime) -> str:
    """Write the day and the span of an entry: "Mon 09:00-10:30", "3 Nov 09:00-10:30", "3 Nov 2025 09:00-10:30"."""
    day = from_text(entry.started_at).astimezone(zone).date()
    return f"{short_day(day, now.astimezone(zone).date())} {speller(zone)(entry.started_at, entry.ended_at)}"


def short_day(day: date, today: date) -> str:
    """Write a day as short as it stays clear."""
    if abs(day - today) < timedelta(days=7):
        return WEEKDAYS[day.weekday()]
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if day.year != today.year else "")
