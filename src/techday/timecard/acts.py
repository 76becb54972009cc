"""The timer: one running entry, ended and begun at one instant, and the break in which nothing runs.

What is told as it happens is never refused: time that was told ahead ends here, and where the clock went back the new
entry begins where the last one ended. What is told late is refused where other time is recorded, or wins (`adjust`).
What was submitted is frozen and stays. No entry ever holds less than no time.
"""

import sqlite3
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.durations import show_duration
from techday.core.instants import from_text, to_text
from techday.errors import Refused
from techday.timecard.store import (
    EntryRow,
    NewEntry,
    about,
    add_entry,
    delete_entry,
    end_entry,
    has_break_after,
    last_stopped,
    latest_recorded,
    overlapping,
    running_entry,
    update_entry,
)

if TYPE_CHECKING:
    from techday.timecard.break_store import BreakRow
    from techday.timecard.carving import BreakCut
    from techday.timecard.rules import Cut, Limits

# A clock is set back by hours; what lies further ahead was written by one that was wrong, and nobody waits for it.
AHEAD = timedelta(days=1)
# Clocks of machines are set right by seconds all the time.
NOTICEABLE = timedelta(minutes=1)

ENDED, NOT_BEGUN, CLOCK = "ended", "not begun", "clock"
EARLIER_BREAK = "Give a later time with --at, or tell it as a range: techday timecard break 12:00-12:40"
EARLIER_START = "Give a later time with --at; techday timecard start N --at TIME --adjust takes that time away"


class Start(NamedTuple):
    """What the timer is started on, and when: told at `now`, to begin at `at`, which is not later.

    With `adjust` it wins against what is recorded from `at` on.
    """

    at: datetime
    now: datetime
    limits: "Limits"
    ticket_id: int | None
    work_type: str
    note: str = ""
    client_id: int | None = None
    billable: int | None = None
    adjust: bool = False
    meeting_id: int | None = None


class Ended(NamedTuple):
    """The entry that ran, as it was, and its end.

    `how` is ENDED; NOT_BEGUN where it was still to go on after a break, and is no more; CLOCK where the clock went back
    behind its start, so that it is kept without time, as a guess.
    """

    entry: EntryRow
    end: datetime
    how: str

    @property
    def seconds(self) -> int:
        """How long it ran."""
        return max(0, int((self.end - from_text(self.entry.started_at)).total_seconds()))


class Room(NamedTuple):
    """From when on there is room for something new, and what ended or gave way for it.

    `recorded` is the latest instant at which anything was recorded, where that is later than now: the clock went back.
    """

    begin: datetime
    ended: Ended | None
    cuts: "list[Cut]"
    breaks: "list[BreakCut]"
    recorded: datetime | None


def start(db: sqlite3.Connection, new: Start) -> Room | None:
    """Start the timer, ending what runs and the break at the same instant; give what that took, or None.

    None: it runs on that already; then only the note is taken. Raises Refused where `at` is past and other time is
    recorded after it, which `adjust` takes away; and in any case where that is frozen.
    """
    from techday.timecard.rules import expected_end, subject  # what only stops a timer needs no spans

    running = running_entry(db)
    same = running is not None and subject(running) == (new.ticket_id, new.work_type)
    if running is not None and same and runs_already(db, running, new):
        if new.note and new.note != running.note:
            update_entry(db, running.id, {"note": new.note})
        return None
    room = make_room(db, new.at, new.now, adjust=new.adjust, hint=EARLIER_START)
    if running is not None and same and room.ended is not None and room.ended.how == NOT_BEGUN:
        # It goes on earlier than was told, with all that was said of it.
        room = room._replace(ended=None)
        new = new._replace(note=new.note or running.note, client_id=running.client_id, billable=running.billable)
        new = new._replace(meeting_id=running.meeting_id)
    entry = NewEntry(
        started_at=to_text(room.begin),
        ended_at=None,
        ticket_id=new.ticket_id,
        work_type=new.work_type,
        recorded_at=to_text(new.now),
        note=new.note,
        client_id=None if new.ticket_id is not None else new.client_id,
        billable=new.billable,
        expected_end=to_text(expected_end(new.limits, room.begin)),
        meeting_id=new.meeting_id,
    )
    add_entry(db, entry)
    return room


def runs_already(db: sqlite3.Connection, running: EntryRow, new: Start) -> bool:
    """Tell whether what shall be started runs by then, by a clock that went back since, too."""
    if from_text(running.started_at) <= new.at:
        return True
    return from_text(running.started_at) > new.now and clock_went_back(db, running, new.now)


def stop(db: sqlite3.Connection, at: datetime, now: datetime) -> Ended | None:
    """Stop the timer at `at`, told at `now`; give what ran, or None where nothing did.

    Raises Refused where `at` is past, and before the running entry began.
    """
    running = running_entry(db)
    return None if running is None else end(db, running, at, now)


def end_guess(db: sqlite3.Connection, at: datetime, now: datetime) -> Ended | None:
    """End the newest entry at `at`, where its end is a guess: somebody says now when the timer should have stopped.

    None where the newest entry is no guess, is frozen, or began later, and where it would be longer than a day: nobody
    means that one any more. Raises Refused where the time is recorded.
    """
    entry = last_stopped(db)
    if entry is not None and at - from_text(entry.started_at) > AHEAD:
        return None
    if entry is None or not entry.guessed or entry.frozen or entry.ended_at is None or entry.started_at >= to_text(at):
        return None
    between = [
        one for one in overlapping(db, entry.started_at, to_text(at)) if one.id != entry.id and not one.concurrent
    ]
    refuse_recorded(db, between, adjust=False, hint=f"techday timecard edit {entry.id} --end TIME --adjust")
    changes: dict[str, object] = {"ended_at": to_text(at), "guessed": 0}
    if to_text(at) > entry.ended_at:
        changes["recorded_at"] = to_text(now)
        if has_break_after(db, entry.ended_at):
            from techday.timecard.carving import take_from_breaks  # only where there is a break

            take_from_breaks(db, entry.ended_at, to_text(at))
    update_entry(db, entry.id, changes)
    return Ended(entry, at, ENDED)


def end(db: sqlite3.Connection, running: EntryRow, at: datetime, now: datetime) -> Ended:
    """End the running entry at `at`; one that would be empty never was. Raises as `stop`."""
    began = from_text(running.started_at)
    if at > began:
        end_entry(db, running.id, to_text(at))
        return Ended(running, at, ENDED)
    if began > now and clock_went_back(db, running, now):
        update_entry(db, running.id, {"ended_at": running.started_at, "guessed": 1})
        return Ended(running, began, CLOCK)
    if at < began <= now:
        raise Refused(
            "The running entry began after that", hint="Give a later time with --at; techday timecard shows the entries"
        )
    delete_entry(db, running.id)
    return Ended(running, began, NOT_BEGUN if began > now else ENDED)


def clock_went_back(db: sqlite3.Connection, running: EntryRow, now: datetime) -> bool:
    """Tell whether the clock went back since an entry was started, which then begins later than `now`."""
    far = from_text(running.started_at) - now > AHEAD
    return far or running.recorded_at > to_text(now) or recorded_later(db, now) is not None


def recorded_later(db: sqlite3.Connection, now: datetime) -> datetime | None:
    """Give the latest instant at which anything was recorded, where that is later than `now`; else None."""
    latest = latest_recorded(db, to_text(now + AHEAD))
    return from_text(latest) if latest is not None and latest > to_text(now) else None


def make_room(db: sqlite3.Connection, at: datetime, now: datetime, *, adjust: bool, hint: str) -> Room:
    """Make room for something that begins at `at` and has no end yet, told at `now`; raises Refused as `start`.

    Told as it happens (`at` is `now`), it begins later only where the clock went back, or where time is frozen.
    """
    from techday.timecard.rules import holds_time  # as in start

    running = running_entry(db)
    reach = to_text(now + AHEAD)
    recorded = [one for one in overlapping(db, to_text(at), reach) if one.ended_at is not None and holds_time(one)]
    if at < now:
        if running is not None and at < from_text(running.started_at) <= now:
            recorded.append(running)
        refuse_recorded(db, recorded, adjust=adjust, hint=hint)
        begin, later, gives_way = at, None, recorded
    else:
        later = recorded_later(db, now)
        stays = [one for one in recorded if one.frozen or later is not None]
        gives_way = [one for one in recorded if one not in stays]
        begin = max([now, *(from_text(one.ended_at or "") for one in stays), *(break_ends(db, now) if later else [])])
    ended = None
    if running is not None and running not in gives_way:
        ended = end(db, running, at, now)
        if ended.how == CLOCK and ended.end <= now + AHEAD:
            begin = max(begin, ended.end)
    return Room(begin, ended, cut_off(db, gives_way, begin, now), end_breaks(db, begin), later)


def refuse_recorded(db: sqlite3.Connection, entries: list[EntryRow], *, adjust: bool, hint: str) -> None:
    """Raise Refused where time is recorded, and frozen or not to give way."""
    if entries:
        from techday.timecard.carving import refuse_any_frozen  # only where something is in the way

        refuse_any_frozen(db, entries)
    if entries and not adjust:
        first = entries[0]
        raise Refused(f"The timer ran on {about(first)} then (entry {first.id})", hint=hint)


def cut_off(db: sqlite3.Connection, entries: list[EntryRow], begin: datetime, now: datetime) -> "list[Cut]":
    """Take all time from `begin` on out of entries; one that runs has run up to `now`. Give what gave way."""
    if not entries:
        return []
    from techday.timecard.carving import leave_parts  # only where something gives way
    from techday.timecard.rules import RUNS_ON, carve

    worked = [one if one.ended_at else one._replace(ended_at=to_text(now)) for one in entries]
    # What began only now holds no second, and must go all the same.
    cuts = [cut for cut in carve(worked, to_text(begin), RUNS_ON) if cut.taken_seconds or not cut.parts]
    for cut in cuts:
        leave_parts(db, cut)
    return [cut for cut in cuts if cut.taken_seconds]


def break_ends(db: sqlite3.Connection, now: datetime) -> list[datetime]:
    """Give when the breaks ended that hold time after `now`, or began where they go on."""
    if not has_break_after(db, to_text(now)):
        return []
    from techday.timecard.break_store import breaks_touching  # only where there is a break

    rows = breaks_touching(db, to_text(now), to_text(now + AHEAD))
    return [from_text(row.ended_at or row.started_at) for row in rows]


def end_breaks(db: sqlite3.Connection, at: datetime) -> "list[BreakCut]":
    """End the break at `at`, and take away what was told of breaks after it; give what gave way."""
    if not has_break_after(db, to_text(at)):
        return []
    from techday.timecard.carving import take_from_breaks  # only where there is a break
    from techday.timecard.rules import RUNS_ON

    return take_from_breaks(db, to_text(at), RUNS_ON)


def break_at(db: sqlite3.Connection, now: datetime) -> "BreakRow | None":
    """Give the break that goes on at `now`, one whose end was told ahead too; None where there is none."""
    if not has_break_after(db, to_text(now)):
        return None
    from techday.timecard.break_store import breaks_touching  # only where there is a break

    moment = to_text(now)
    for row in breaks_touching(db, moment, moment):
        if row.ended_at is None or row.started_at <= moment < row.ended_at:
            return row
    return None


def begin_break(db: sqlite3.Connection, at: datetime, now: datetime) -> Room | None:
    """Begin a break at `at`, told at `now`: what runs ends there. None where a break goes on already.

    Raises Refused where `at` is past and other time is recorded after it.
    """
    if break_at(db, now) is not None:
        return None
    room = make_room(db, at, now, adjust=False, hint=EARLIER_BREAK)
    from techday.timecard.carving import join_breaks  # only breaks are joined

    join_breaks(db, to_text(room.begin), None)
    return room


def stop_break(db: sqlite3.Connection, at: datetime, now: datetime) -> "BreakCut | None":
    """End the break that goes on, at `at`; give it and the seconds that it took, or None where there is none.

    Raises Refused where it began after that.
    """
    row = break_at(db, now)
    if row is None:
        return None
    from techday.timecard.carving import BreakCut  # only where there is a break

    began = from_text(row.started_at)
    if at < began:
        raise Refused("The break began after that", hint="Give a later time with --at; techday timecard shows it")
    end_breaks(db, at)
    return BreakCut(row, int((at - began).total_seconds()))


def ended_words(ended: Ended) -> str:
    """Say what became of the entry that ran: "stopped L1 after 46m"."""
    if ended.how == NOT_BEGUN:
        return f"{about(ended.entry)} had not gone on yet"
    guess = ", a guess" if ended.how == CLOCK else ""
    return f"stopped {about(ended.entry)} after {show_duration(ended.seconds)}{guess}"


def gave_way_words(room: Room, now: datetime) -> list[str]:
    """Say what gave way beside the running entry: "20m taken out of L3", "the break took 20m"."""
    still = " still to come" if room.begin >= now else ""
    told = []
    for name in dict.fromkeys(about(cut.entry) for cut in room.cuts):
        seconds = sum(cut.taken_seconds for cut in room.cuts if about(cut.entry) == name)
        told.append(f"{show_duration(seconds)}{still} taken out of {name}")
    earlier = 0
    for row, seconds in room.breaks:
        if row.ended_at is not None and row.ended_at <= to_text(now):
            earlier += seconds
        else:
            took = int((room.begin - from_text(row.started_at)).total_seconds())
            told.append(f"the break took {show_duration(took)}" if took > 0 else "the break is off")
    return [*told, *([f"{show_duration(earlier)} taken out of breaks"] if earlier else [])]
