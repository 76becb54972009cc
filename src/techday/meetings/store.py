"""Meetings in the store: the rows, and the SQL that gives them."""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one
from techday.database.rows import insert_row, update_row


class MeetingRow(NamedTuple):
    """A meeting with its time; instants are UTC text, `day` is its shift day, `notes` counts what was noted in it.

    `spans` is a JSON list of its time entries, in no order: start, end (null while it runs), and 1 where that is a
    guess. They are several where something interrupted it, or a submitted card ended an entry and went on with it.
    """

    id: int
    kind: str
    title: str
    day: str
    started_at: str
    spans: str
    notes: int


class NoteRow(NamedTuple):
    """What was noted: in a meeting, or as a topic for the Monday meeting.

    `ticket` is what its action became, and `over` is 1 where that ticket, or its promise, is over.
    """

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
    over: int


# Whatever is cut off an entry of a meeting, or goes on with it, is of that meeting, too.
SELECT_MEETING = """
SELECT meeting.id, meeting.kind, meeting.title, meeting.day, meeting.started_at,
       (SELECT json_group_array(json_array(time_entry.started_at, time_entry.ended_at, time_entry.guessed))
          FROM time_entry WHERE time_entry.meeting_id = meeting.id) AS spans,
       (SELECT count(*) FROM meeting_note WHERE meeting_note.meeting_id = meeting.id) AS notes
  FROM meeting
"""
SELECT_NOTE = """
SELECT meeting_note.id, meeting_note.meeting_id, meeting_note.kind, meeting_note.text, meeting_note.at,
       meeting_note.state, meeting_note.settled_at, meeting_note.settled_in, ticket.reference AS ticket,
       client.code AS client, meeting_note.promise_id,
       coalesce(promise.state <> 'open', ticket.state NOT IN ('new', 'working', 'waiting'), 0) AS over
  FROM meeting_note
  LEFT JOIN ticket AS became ON became.id = meeting_note.ticket_id
  LEFT JOIN ticket ON ticket.id = coalesce(became.merged_into, became.id)
  LEFT JOIN promise ON promise.id = meeting_note.promise_id
  LEFT JOIN client ON client.id = ticket.client_id
"""


def meeting_numbered(db: sqlite3.Connection, meeting_id: int) -> MeetingRow | None:
    """Give the meeting of that number, or None."""
    return fetch_one(db, MeetingRow, f"{SELECT_MEETING} WHERE meeting.id = :meeting_id", meeting_id=meeting_id)


def meeting_by_id(db: sqlite3.Connection, meeting_id: int) -> MeetingRow:
    """Give the meeting of that number; it must exist."""
    found = meeting_numbered(db, meeting_id)
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


def latest_meeting(db: sqlite3.Connection) -> MeetingRow | None:
    """Give the latest meeting, None where there is none."""
    sql = (
        f"{SELECT_MEETING} WHERE meeting.day = (SELECT max(day) FROM meeting)"
        " ORDER BY meeting.started_at DESC, meeting.id DESC LIMIT 1"
    )
    return fetch_one(db, MeetingRow, sql)


def mondays_between(db: sqlite3.Connection, first_day: str, before_day: str) -> list[str]:
    """Give when the Monday meetings of the shift days `[first_day, before_day)` (local dates) began, as UTC text."""
    sql = (
        "SELECT started_at FROM meeting WHERE day >= :first_day AND day < :before_day AND kind = 'monday'"
        " ORDER BY started_at"
    )
    return [row[0] for row in db.execute(sql, {"first_day": first_day, "before_day": before_day})]


def notes_of(db: sqlite3.Connection, meeting_id: int) -> list[NoteRow]:
    """Give what was noted in a meeting, in that order."""
    sql = f"{SELECT_NOTE} WHERE meeting_note.meeting_id = :meeting_id ORDER BY meeting_note.id"
    return fetch(db, NoteRow, sql, meeting_id=meeting_id)


def notes_settled_in(db: sqlite3.Connection, meeting_id: int) -> list[NoteRow]:
    """Give the topics and decisions that were settled in a meeting, but those that were noted in it."""
    sql = (
        f"{SELECT_NOTE} WHERE meeting_note.settled_in = :meeting_id AND meeting_note.meeting_id IS NOT :meeting_id"
        " ORDER BY meeting_note.id"
    )
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
