"""Decisions about meetings: how long one lasts, which comes next, how often a topic was carried. No clock, no store."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from techday.core.durations import MINUTE, show_duration
from techday.core.instants import from_text
from techday.core.shifts import ShiftDay
from techday.meetings.store import MeetingRow

KINDS = {"start": "start of shift", "end": "end of shift", "monday": "Monday", "other": "other"}
START, END, MONDAY, OTHER = KINDS
# The work type of the time that meetings take.
WORK_TYPE = "meeting"
# A meeting of the shift or of Monday should last no longer.
LONGEST = 15 * MINUTE
TOPIC, DECISION, ACTION, NOTE = "topic", "decision", "action", "note"
# What stays open until it is settled.
SETTLED_BY_HAND = (TOPIC, DECISION)


class Piece(NamedTuple):
    """A part of a meeting's time, in UTC; what runs has no end, and of a forgotten timer the end is a guess."""

    start: datetime
    end: datetime | None
    is_guess: bool = False


def pieces_of(row: MeetingRow) -> list[Piece]:
    """Give the time of a meeting in order; none where its time entries are gone."""
    told = json.loads(row.spans)
    found = [Piece(from_text(start), from_text(end) if end else None, bool(guessed)) for start, end, guessed in told]
    return sorted(found, key=lambda one: one.start)


def is_running(row: MeetingRow) -> bool:
    """Tell whether a meeting goes on: while a time entry of it runs."""
    return any(piece.end is None for piece in pieces_of(row))


def is_guess(row: MeetingRow) -> bool:
    """Tell whether nobody knows how long a meeting lasted: its timer was forgotten, and nobody said when it ended."""
    return any(piece.is_guess for piece in pieces_of(row))


def began(row: MeetingRow) -> datetime:
    """Give when a meeting began: with its first time entry, else as it was told."""
    pieces = pieces_of(row)
    return pieces[0].start if pieces else from_text(row.started_at)


def ended(row: MeetingRow) -> datetime | None:
    """Give when a meeting ended; None while it runs, and where its time is gone."""
    pieces = pieces_of(row)
    return pieces[-1].end if pieces else None


def seconds_of(row: MeetingRow, until: datetime) -> int | None:
    """Give how long a meeting lasted, up to `until` while it runs; None where its time is gone."""
    pieces = pieces_of(row)
    if not pieces:
        return None
    lengths = (((piece.end or until) - piece.start).total_seconds() for piece in pieces)
    return sum(max(0, int(length)) for length in lengths)


def over_seconds(kind: str, seconds: int | None) -> int:
    """Give by how many seconds a meeting lasted longer than 15 minutes; any other kind of meeting may."""
    return 0 if kind == OTHER or seconds is None else max(0, seconds - LONGEST)


def over_words(seconds: int) -> str:
    """Say by how much a meeting was too long: "3m over", "just over"; "" where it was not."""
    if not seconds:
        return ""
    return f"{show_duration(seconds)} over" if seconds >= MINUTE else "just over"


def length_words(kind: str, seconds: int) -> str:
    """Say how long a meeting lasted, and by how much too long: "12m", "18m, 3m over"."""
    over = over_words(over_seconds(kind, seconds))
    return show_duration(seconds) + (f", {over}" if over else "")


def named(row: MeetingRow) -> str:
    """Name a meeting in the middle of a sentence: "meeting 3 (start of shift)", "meeting 4 (Vendor call)"."""
    return f"meeting {row.id} ({row.title or KINDS[row.kind]})"


def middle_of(shift: ShiftDay) -> datetime:
    """Give the middle of a shift: before it the start of the shift is talked about, after it the end."""
    return shift.starts_at + (shift.ends_at - shift.starts_at) / 2


def kind_at(at: datetime, shift: ShiftDay, held: Collection[str], monday_due: bool) -> str:
    """Give which meeting is meant at an instant of a shift day, where nobody says it.

    Before the middle of the shift it is the Monday meeting where that is due, else that of the start; after it, that
    of the end. Once that was `held` (the kinds of this shift day), it is any other.
    """
    if at >= middle_of(shift):
        return OTHER if END in held else END
    if monday_due:
        return MONDAY
    return OTHER if {START, MONDAY} & set(held) else START


def times_carried(noted_at: str, mondays: Iterable[str]) -> int:
    """Give through how many Monday meetings (the instants at which they began) a topic has come undiscussed."""
    return sum(began_at > noted_at for began_at in mondays)


def carried_words(times: int) -> str:
    """Say how often a topic was carried over: "", "carried once", "carried 3 times"."""
    if not times:
        return ""
    return "carried once" if times == 1 else f"carried {times} times"
