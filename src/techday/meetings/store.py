"""Meetings in the store: the rows, and the SQL that gives them."""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one
from techday.database.rows import insert_row, update_row


class MeetingRow(NamedTuple):
    """A meeting with its time; instants are UTC text, `day` is its shift day, `notes` counts what was noted in it.

    `spans` is a JSON list of the spans of its time entry, each from its start to its end (null while it runs). They
    are several where other time was taken out of the middle, or a submitted card ended the entry and went on with it.
    """

    id: int
    kind: str
    title: str
    day: str
    started_at: str
    ended_at: str | None
    entry_id: int | None
    spans: str
    notes: int


class NoteRow(NamedTuple):
    """What was noted: in a meeting, or as a topic for the Monday meeting; `ticket` is what its action became."""

    id: int
    meeting_id: int | None
    kind: str
    text: str
    at: str
    state: str
    settled_at: str | None
    settled_in: int | None
    ticket: str | None
    client: str | None
    promise_id: int | None


# What is cut off an entry keeps when it was written down, and what a submitted card goes on with begins where that
# ends. An entry of another meeting is no part of this one. A plus keeps to the index of when entries began.
SPANS = """
WITH RECURSIVE part(id, started_at, ended_at, recorded_at, work_type) AS (
    SELECT own.id, own.started_at, own.ended_at, own.recorded_at, own.work_type
      FROM time_entry AS own WHERE own.id = meeting.entry_id
     UNION
    SELECT entry.id, entry.started_at, entry.ended_at, entry.recorded_at, entry.work_type
      FROM part CROSS JOIN time_entry AS entry ON entry.started_at > part.started_at
       AND entry.started_at < strftime('%Y-%m-%dT%H:%M:%SZ', part.started_at, '+1 day')
     WHERE (entry.recorded_at = part.recorded_at OR entry.started_at = part.ended_at)
       AND +entry.work_type = part.work_type AND +entry.ticket_id IS NULL AND +entry.client_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM meeting AS other WHERE other.day = meeting.day AND other.entry_id = entry.id))
SELECT json_group_array(json_array(part.started_at, part.ended_at)) FROM part
"""
SELECT_MEETING = f"""
SELECT meeting.id, meeting.kind, meeting.title, meeting.day, meeting.started_at, meeting.ended_at, meeting.entry_id,
       ({SPANS}) AS spans,
       (SELECT count(*) FROM meeting_note WHERE meeting_note.meeting_id = meeting.id) AS notes
  FROM meeting
"""
SELECT_NOTE = """
SELECT meeting_note.id, meeting_note.meeting_id, meeting_note.kind, meeting_note.text, meeting_note.at,
       meeting_note.state, meeting_note.settled_at, meeting_note.settled_in, ticket.reference AS ticket,
       client.code AS client, meeting_note.promise_id
  FROM meeting_note
  LEFT JOIN ticket ON ticket.id = meeting_note.ticket_id
  LEFT JOIN client ON client.id = ticket.client_id
"""


def meeting_by_id(db: sqlite3.Connection, meeting_id: int) -> MeetingRow:
    """Give the meeting of that number; it must exist."""
    found = fetch_one(db, MeetingRow, f"{SELECT_MEETING} WHERE meeting.id = :meeting_id", meeting_id=meeting_id)
    if found is None:
        raise LookupError(f"no meeting {meeting_id}")
    return found


def meetings_since(db: sqlite3.Connection, first_day: str, last_day: str = "9") -> list[MeetingRow]:
    """Give the meetings of the shift days from one local date to another, both included, in the order of a day."""
    sql = (
        f"{SELECT_MEETING} WHERE meeting.day >= :first_day AND meeting.day <= :last_day"
        " ORDER BY meeting.started_at, meeting.id"
    )
    return fetch(db, MeetingRow, sql, first_day=first_day, last_day=last_day)


def latest_meetings(db: sqlite3.Connection, most: int) -> list[MeetingRow]:
    """Give the latest meetings, the newest first."""
    sql = f"{SELECT_MEETING} ORDER BY meeting.day DESC, meeting.started_at DESC, meeting.id DESC LIMIT :most"
    return fetch(db, MeetingRow, sql, most=most)


def notes_of(db: sqlite3.Connection, meeting_id: int) -> list[NoteRow]:
    """Give what was noted in a meeting, in that order."""
    sql = f"{SELECT_NOTE} WHERE meeting_note.meeting_id = :meeting_id ORDER BY meeting_note.id"
    return fetch(db, NoteRow, sql, meeting_id=meeting_id)


def note_by_id(db: sqlite3.Connection, note_id: int) -> NoteRow | None:
    """Give the note of that number, or None."""
    return fetch_one(db, NoteRow, f"{SELECT_NOTE} WHERE meeting_note.id = :note_id", note_id=note_id)


def open_notes(db: sqlite3.Connection, kind: str) -> list[NoteRow]:
    """Give the decisions, or the topics, that are not settled, the oldest first."""
    sql = f"{SELECT_NOTE} WHERE meeting_note.state = 'open' AND meeting_note.kind = :kind ORDER BY meeting_note.id"
    return fetch(db, NoteRow, sql, kind=kind)


# --- writes: each is called inside an operation ---

SETTLED = frozenset(("state", "settled_at", "settled_in"))


def insert_meeting(db: sqlite3.Connection, fields: Mapping[str, object]) -> int:
    """Add a meeting and give its number."""
    return insert_row(db, "meeting", fields)


def insert_note(db: sqlite3.Connection, fields: Mapping[str, object]) -> int:
    """Add what was noted and give its number."""
    return insert_row(db, "meeting_note", fields)


def settle_note(db: sqlite3.Connection, note_id: int, changes: Mapping[str, object]) -> None:
    """Set how a decision or a topic was settled; raises ValueError for any other field."""
    update_row(db, "meeting_note", note_id, changes, SETTLED)
