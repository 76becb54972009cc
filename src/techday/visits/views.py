"""Visits as scripts read them; instants are UTC, spans seconds."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import from_text
from techday.timecard.store import EntryRow
from techday.visits.outcome_store import OutcomeRow
from techday.visits.store import VisitRow


class Who(NamedTuple):
    """A client by its names."""

    code: str
    name: str


class OutcomeView(NamedTuple):
    """What became of a ticket: `done` with its fix, or `back` with what is needed."""

    ref: str
    title: str
    result: str
    text: str


class Following(NamedTuple):
    """What was settled on as the next job: a ticket, or a client alone."""

    ref: str | None
    title: str | None
    client: str | None


class VisitView(NamedTuple):
    """A visit; `travel_seconds` is the way there and `seconds` the time on site, up to now while it goes on.

    `called_at` is when home was called, None while that is owed.
    """

    id: int
    client: Who
    site: str | None
    state: str
    went_at: datetime | None
    arrived_at: datetime | None
    left_at: datetime | None
    travel_seconds: int | None
    seconds: int | None
    note: str | None
    outcomes: Sequence[OutcomeView]
    called_at: datetime | None
    called_name: str | None
    news: str | None
    next: Following | None


class TimeView(NamedTuple):
    """A time entry of a visit; `seconds` counts up to now while it runs, `note` is what was written for the client."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    seconds: int
    work_type: str
    ticket: str | None
    title: str | None
    note: str | None


class VisitPage(NamedTuple):
    """A visit with the time for its client meanwhile."""

    visit: VisitView
    entries: Sequence[TimeView]


def visit_view(row: VisitRow, outcomes: Sequence[OutcomeRow], now: datetime) -> VisitView:
    """Give a visit with what became of tickets on it."""
    went, arrived, left = instant(row.went_at), instant(row.arrived_at), instant(row.left_at)
    return VisitView(
        id=row.id,
        client=Who(row.client, row.client_name),
        site=row.site,
        state=row.state,
        went_at=went,
        arrived_at=arrived,
        left_at=left,
        travel_seconds=between(went, arrived or left or now),
        seconds=between(arrived, left or now),
        note=row.note or None,
        outcomes=[OutcomeView(one.reference, one.title, one.result, one.text) for one in outcomes],
        called_at=instant(row.called_at),
        called_name=row.called_name or None,
        news=row.news or None,
        next=following(row),
    )


def time_view(entry: EntryRow, now: datetime) -> TimeView:
    """Give a time entry as the page of a visit has it."""
    started, ended = from_text(entry.started_at), instant(entry.ended_at)
    return TimeView(
        id=entry.id,
        started_at=started,
        ended_at=ended,
        seconds=between(started, ended or now) or 0,
        work_type=entry.work_type,
        ticket=entry.ticket,
        title=entry.title,
        note=entry.note or None,
    )


def following(row: VisitRow) -> Following | None:
    """Give the job that was settled on as the next one, None where none was."""
    if row.next_ticket is None and row.next_client is None:
        return None
    return Following(row.next_ticket, row.next_title, row.next_client)


def instant(text: str | None) -> datetime | None:
    """Give an instant of the store, None where it has none."""
    return None if text is None else from_text(text)


def between(start: datetime | None, end: datetime) -> int | None:
    """Give the seconds from one instant to another, none where the clock went back; None without a start."""
    return None if start is None else max(0, int((end - start).total_seconds()))
