"""Meetings as scripts read them, which their screens draw."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import from_text
from techday.meetings.rules import ACTION, SETTLED_BY_HAND, began, ended, is_guess, is_running, over_seconds, seconds_of
from techday.meetings.store import MeetingRow, NoteRow


class MeetingView(NamedTuple):
    """A meeting: `seconds` counts up to now while it runs, and is None where its time is gone; `notes` counts.

    `guessed` tells that its timer was forgotten, so that nobody knows when it ended.
    """

    id: int
    kind: str
    title: str | None
    date: str
    started_at: datetime
    ended_at: datetime | None
    running: bool
    seconds: int | None
    over_seconds: int
    notes: int
    guessed: bool


class NoteView(NamedTuple):
    """What was noted: `state` is that of a decision or a topic, with when it was settled.

    `ticket` and `promise` are what an action became, and `over` tells whether that is over; it is None of any other.
    """

    id: int
    meeting: int | None
    kind: str
    text: str
    at: datetime
    state: str | None
    ticket: str | None
    client: str | None
    promise: int | None
    settled_at: datetime | None
    over: bool | None


class MeetingPage(NamedTuple):
    """A meeting, None where there is none yet, with what was noted in it.

    `settled` are the topics, and the decisions of earlier meetings, that were settled in it.
    """

    meeting: MeetingView | None
    notes: Sequence[NoteView]
    settled: Sequence[NoteView]


def meeting_view(row: MeetingRow, until: datetime) -> MeetingView:
    """Give a meeting as scripts read it, up to `until` while it runs."""
    seconds = seconds_of(row, until)
    return MeetingView(
        id=row.id,
        kind=row.kind,
        title=row.title or None,
        date=row.day,
        started_at=began(row),
        ended_at=ended(row),
        running=is_running(row),
        seconds=seconds,
        over_seconds=over_seconds(row.kind, seconds),
        notes=row.notes,
        guessed=is_guess(row),
    )


def note_view(row: NoteRow) -> NoteView:
    """Give what was noted as scripts read it."""
    return NoteView(
        id=row.id,
        meeting=row.meeting_id,
        kind=row.kind,
        text=row.text,
        at=from_text(row.at),
        state=row.state if row.kind in SETTLED_BY_HAND else None,
        ticket=row.ticket,
        client=row.client,
        promise=row.promise_id,
        settled_at=from_text(row.settled_at) if row.settled_at else None,
        over=bool(row.over) if row.kind == ACTION else None,
    )
