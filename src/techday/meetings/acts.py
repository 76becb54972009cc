"""What can be done to meetings, inside a given store; nothing is printed.

The time of a meeting is an entry of the time card like any other: what starts or stops the timer ends the meeting.
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.names import number_in
from techday.core.shifts import ShiftPattern, shift_day
from techday.core.text import clean_line, fold, quoted
from techday.errors import BadUsage, NotFound, Refused
from techday.meetings import store
from techday.meetings.rules import ACTION, KINDS, NOTE, SETTLED_BY_HAND, TOPIC, WORK_TYPE, began
from techday.meetings.store import MeetingRow, NoteRow
from techday.tickets.acts import Times
from techday.timecard import acts as timer
from techday.timecard.store import EntryRow, last_stopped, running_entry, update_entry

LONGEST_TEXT, LONGEST_TITLE = 1_000, 200


class NewMeeting(NamedTuple):
    """What is said of a meeting as it begins: its kind, whether somebody named that, and a title ("" for none)."""

    kind: str
    is_named: bool = True
    title: str = ""


class Begun(NamedTuple):
    """The meeting that runs; whether it is new, what its start took, and what was stopped before that.

    `room` is None where the timer ran on a meeting already.
    """

    meeting: MeetingRow
    is_new: bool
    room: timer.Room | None
    stopped: timer.Ended | None


class NewNote(NamedTuple):
    """What is noted; `meeting_id` is None for a topic that waits for its meeting."""

    kind: str
    text: str
    meeting_id: int | None = None
    ticket_id: int | None = None
    promise_id: int | None = None


def running_meeting(db: sqlite3.Connection) -> MeetingRow | None:
    """Give the meeting that goes on, or None."""
    running = running_entry(db)
    return None if running is None else meeting_of(db, running)


def meeting_of(db: sqlite3.Connection, entry: EntryRow) -> MeetingRow | None:
    """Give the meeting that takes the time of an entry, or None."""
    return None if entry.meeting_id is None else store.meeting_by_id(db, entry.meeting_id)


def meeting_to_note(db: sqlite3.Connection, at: datetime, pattern: ShiftPattern) -> MeetingRow | None:
    """Give the meeting that something is noted in at an instant: the one that runs, if it began by then.

    Else it is the latest of the shift day that began by then, else the first of that day, else None.
    """
    running = running_meeting(db)
    if running is not None and began(running) <= at:
        return running
    day = shift_day(pattern, at).day.isoformat()
    rows = store.meetings_since(db, day, day)
    begun = [row for row in rows if began(row) <= at]
    return begun[-1] if begun else rows[0] if rows else None


def find_meeting(db: sqlite3.Connection, text: str | None) -> MeetingRow | None:
    """Give the meeting of the number that was typed; without one the one that runs, else the latest, None for none.

    Raises NotFound for a number that no meeting has.
    """
    if text is None:
        return running_meeting(db) or store.latest_meeting(db)
    number = number_in(text)
    found = None if number is None else store.meeting_numbered(db, number)
    if found is None:
        raise NotFound(f"No meeting {quoted(text)}", hint="techday meeting list")
    return found


def start(db: sqlite3.Connection, new: NewMeeting, begin: timer.Start, pattern: ShiftPattern) -> Begun:
    """Begin a meeting and its timer; what runs ends there. The same meeting goes on where it runs already.

    Where the timer runs on a meeting that nobody recorded, that is the meeting. Raises Refused as the timer does.
    """
    title = clean_line(new.title, LONGEST_TITLE)
    running = running_meeting(db)
    if running is not None and is_same(running, new, title):
        return Begun(running, False, None, None)
    # The timer sees no difference between two meetings.
    stopped = timer.stop(db, begin.at, begin.now) if running is not None else None
    room = timer.start(db, begin)
    entry = running_entry(db)
    assert entry is not None  # noqa: S101  # it was just started
    return Begun(add(db, new.kind, title, entry, pattern, begin.now), True, room, stopped)


def is_same(running: MeetingRow, new: NewMeeting, title: str) -> bool:
    """Tell whether the meeting that runs is the one that shall be started."""
    same_kind = not new.is_named or new.kind == running.kind
    return same_kind and (not title or fold(title) == fold(running.title))


def add(
    db: sqlite3.Connection, kind: str, title: str, entry: EntryRow, pattern: ShiftPattern, now: datetime
) -> MeetingRow:
    """Add a meeting that takes the time of an entry, which is in the store, and give it."""
    day = shift_day(pattern, from_text(entry.started_at)).day
    fields = {
        "kind": kind,
        "title": clean_line(title, LONGEST_TITLE),
        "day": day.isoformat(),
        "started_at": entry.started_at,
        "recorded_at": to_text(now),
    }
    number = store.insert_meeting(db, fields)
    update_entry(db, entry.id, {"meeting_id": number})
    return store.meeting_by_id(db, number)


class Over(NamedTuple):
    """What ended: the entry of the time card, and the meeting, None where nobody recorded it as one."""

    ended: timer.Ended
    meeting: MeetingRow | None


def end(db: sqlite3.Connection, times: Times, told: bool) -> Over | None:
    """Stop the timer where it runs on a meeting, recorded as one or not; give what ended, None where nothing did.

    With `told`, somebody says when it ended: a meeting whose end is a guess ends there. Raises Refused as the timer.
    """
    running = running_entry(db)
    meeting = running_meeting(db)
    if running is not None and (meeting is not None or is_meeting_time(running)):
        ended = timer.stop(db, *times)
    else:
        last = last_stopped(db) if told else None
        ended = timer.end_guess(db, *times) if last is not None and is_meeting_time(last) else None
        meeting = None if ended is None else meeting_of(db, ended.entry)
    return None if ended is None else Over(ended, meeting and store.meeting_by_id(db, meeting.id))


def is_meeting_time(entry: EntryRow) -> bool:
    """Tell whether an entry is time of a meeting, of nobody's ticket."""
    return entry.work_type == WORK_TYPE and entry.ticket_id is None


def note(db: sqlite3.Connection, new: NewNote, times: Times) -> NoteRow:
    """Note something and give it; raises BadUsage without words. Only decisions and topics are to be settled."""
    words = clean_line(new.text, LONGEST_TEXT)
    if not words:
        raise BadUsage("A note needs words", hint='techday meeting note "…", or techday note "…" --monday')
    fields = {
        **new._asdict(),
        "text": words,
        "at": to_text(times.at),
        "state": "open" if new.kind in SETTLED_BY_HAND else "done",
    }
    return given(db, store.insert_note(db, fields))


def given(db: sqlite3.Connection, note_id: int) -> NoteRow:
    """Give the note of that number; it must exist."""
    found = store.note_by_id(db, note_id)
    if found is None:
        raise LookupError(f"no note {note_id}")
    return found


def find_note(db: sqlite3.Connection, text: str) -> NoteRow:
    """Give the decision or topic of the number that was typed, or the action that is over.

    Raises NotFound where there is none, and Refused for any other note.
    """
    number = number_in(text)
    found = None if number is None else store.note_by_id(db, number)
    if found is None:
        raise NotFound(f"No decision or topic {quoted(text)}", hint="techday meeting agenda monday shows them")
    if found.kind == ACTION and not found.over:
        done = f"techday ticket kept {found.ticket} {found.promise_id}" if found.promise_id else "techday done"
        hint = done if found.promise_id else f'{done} {found.ticket} --fix "…"'
        raise Refused(f"{found.id} is an action: it is over when {found.ticket} is", hint=hint)
    if found.kind == NOTE:
        raise Refused(f"{found.id} is a note, which needs no settling", hint=f"techday meeting show {found.meeting_id}")
    return found


def settle(
    db: sqlite3.Connection, notes: Iterable[NoteRow], state: str, meeting: MeetingRow | None, now: datetime
) -> list[NoteRow]:
    """Settle decisions and topics, as `done` or `dropped`, in a meeting where there is one; give those that change.

    An action needs none of it: it is over by itself.
    """
    changed = [one for one in notes if one.kind in SETTLED_BY_HAND and one.state != state]
    for one in changed:
        fields = {"state": state, "settled_at": to_text(now), "settled_in": meeting.id if meeting else None}
        store.settle_note(db, one.id, fields)
    return changed


def open_topics(db: sqlite3.Connection) -> list[NoteRow]:
    """Give what waits for the Monday meeting."""
    return store.open_notes(db, TOPIC)


def kind_named(text: str) -> str:
    """Give the kind of meeting that was typed, by its beginning; raises BadUsage for any other."""
    key = fold(text)
    found = [kind for kind in KINDS if key and kind.startswith(key)]
    if len(found) != 1:
        raise BadUsage(f"No kind of meeting {quoted(text)}", hint=f"One of {', '.join(KINDS)}")
    return found[0]
