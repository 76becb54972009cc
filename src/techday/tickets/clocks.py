"""The clocks of a ticket, computed when read from what happened on it, never stored.

All spans are working time of one calendar. `response` runs from the opening to the technician's first public word and
is never paused. `reply` runs from the oldest client message that has no answer yet. `update` asks for a word N working
hours after the last one. `resolution` stands still while the ticket waits on the customer; an imported ticket's own
due date is its resolution clock.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import from_text
from techday.core.worktime import ALWAYS, Calendar, WorkTime
from techday.tickets.store import ClockEvent, TicketRow

MINUTE = 60
HOUR = 60 * MINUTE


class Clock(NamedTuple):
    """One clock: when it is due, the working seconds left (negative: overdue), and how it stands.

    `state` is running, met, breached or paused; a paused clock has no due instant, only what was left when it stopped.
    `target` tells whose promise it is: the client's level, the default, or the source's own due date.
    """

    due_at: datetime | None
    left_seconds: int
    state: str
    target: str


class Clocks(NamedTuple):
    """The clocks of a ticket; one that does not apply, or cannot be known, is None."""

    response: Clock | None = None
    reply: Clock | None = None
    update: Clock | None = None
    resolution: Clock | None = None


class Target(NamedTuple):
    """What a priority is promised, in working seconds; without `resolution` there is no such clock."""

    response: int
    update: int
    resolution: int | None = None
    around_the_clock: bool = False


class Level(NamedTuple):
    """A service level: a target for each priority, 1 to 4, and its name ("default" where the client has none)."""

    name: str
    targets: tuple[Target, Target, Target, Target]


class Progress(NamedTuple):
    """What the events of a ticket say that the clocks need; `response_known` is False where it was met elsewhere."""

    response_known: bool
    first_word: datetime | None
    last_word: datetime | None
    unanswered_since: datetime | None
    pauses: tuple[tuple[datetime, datetime], ...]
    paused_since: datetime | None


class Clockwork:
    """The calendars in which clocks run, made once for all tickets of a screen."""

    def __init__(self, calendar: Calendar) -> None:
        self.working = WorkTime(calendar)
        self.always = WorkTime(ALWAYS)
        self.default = default_level(working_day(calendar))

    def clocks(
        self, ticket: TicketRow, events: Iterable[ClockEvent], now: datetime, level: Level | None = None
    ) -> Clocks:
        """Give the clocks of an open ticket at `now`; `events` are its own, oldest first."""
        level = level or self.default
        target = level.targets[ticket.priority - 1]
        promise = "default" if level is self.default else "level"
        work = self.always if target.around_the_clock else self.working
        opened = from_text(ticket.opened_at)
        progress = progress_of(events, now)
        return Clocks(
            response_clock(opened, progress, target, promise, work, now),
            reply_clock(progress, target, promise, work, now),
            update_clock(progress, target, promise, work, now),
            resolution_clock(ticket, opened, progress, target, promise, work, now),
        )


def default_level(day: int) -> Level:
    """Give what is promised without a service level; `day` is a working day in seconds."""
    return Level(
        "default",
        (
            Target(response=30 * MINUTE, update=4 * HOUR),
            Target(response=1 * HOUR, update=1 * day),
            Target(response=4 * HOUR, update=2 * day),
            Target(response=8 * HOUR, update=5 * day),
        ),
    )


def working_day(calendar: Calendar) -> int:
    """Give the working seconds of the calendar's longest day: what "a day" means in a target."""
    minutes = [sum(closes - opens for opens, closes in windows) for windows in calendar.hours]
    return max(minutes, default=0) * MINUTE or 8 * HOUR


def progress_of(events: Iterable[ClockEvent], now: datetime) -> Progress:
    """Read what the clocks need from a ticket's events, oldest first; what is dated after `now` has not happened."""
    response_known = True
    first_word = last_word = unanswered_since = paused_since = None
    pauses: list[tuple[datetime, datetime]] = []
    for event in events:
        at = from_text(event.at)
        if at > now:
            break
        if event.kind == "opened":
            response_known = event.detail in ("", "new")
        elif event.kind == "reply":
            first_word = first_word or at
            last_word, unanswered_since = at, None
        elif event.kind == "heard":
            unanswered_since = unanswered_since or at
        if event.kind == "waiting" and event.detail == "customer":
            paused_since = paused_since or at
        elif paused_since is not None and event.kind in ("waiting", "state", "heard"):
            pauses.append((paused_since, at))
            paused_since = None
    return Progress(response_known, first_word, last_word, unanswered_since, tuple(pauses), paused_since)


def response_clock(
    opened: datetime, progress: Progress, target: Target, promise: str, work: WorkTime, now: datetime
) -> Clock | None:
    """From the opening to the first public word; never paused; unknown where the ticket came in already answered."""
    if not progress.response_known:
        return None
    due = work.add(opened, target.response)
    if progress.first_word is None:
        return running(due, promise, work, now)
    met = progress.first_word <= due
    return Clock(due, work.between(progress.first_word, due), "met" if met else "breached", promise)


def reply_clock(progress: Progress, target: Target, promise: str, work: WorkTime, now: datetime) -> Clock | None:
    """From the oldest client message without an answer; an answer is owed as fast as a first response."""
    if progress.unanswered_since is None:
        return None
    return running(work.add(progress.unanswered_since, target.response), promise, work, now)


def update_clock(progress: Progress, target: Target, promise: str, work: WorkTime, now: datetime) -> Clock | None:
    """From the last public word, once there was one: the client hears something even when there is nothing new."""
    if progress.last_word is None:
        return None
    return running(work.add(progress.last_word, target.update), promise, work, now)


def resolution_clock(
    ticket: TicketRow,
    opened: datetime,
    progress: Progress,
    target: Target,
    promise: str,
    work: WorkTime,
    now: datetime,
) -> Clock | None:
    """The level's own resolution time, moved on by the working time of every pause; else the source's due date."""
    if target.resolution is None:
        return source_due_clock(ticket, progress, work, now)
    paused = sum(work.between(start, end) for start, end in progress.pauses)
    due = work.add(opened, target.resolution + paused)
    if progress.paused_since is not None:
        return Clock(None, work.between(progress.paused_since, due), "paused", promise)
    return running(due, promise, work, now)


def source_due_clock(ticket: TicketRow, progress: Progress, work: WorkTime, now: datetime) -> Clock | None:
    """The due date that the ticket's source gives; it already counts what the source counts."""
    if ticket.due_at is None:
        return None
    due = from_text(ticket.due_at)
    if progress.paused_since is not None:
        return Clock(None, work.between(progress.paused_since, due), "paused", "source")
    return running(due, "source", work, now)


def running(due: datetime, promise: str, work: WorkTime, now: datetime) -> Clock:
    """Give a clock that still runs, or has run out; the due instant itself is still in time."""
    return Clock(due, work.between(now, due), "running" if now <= due else "breached", promise)


def most_pressing(clocks: Clocks) -> tuple[str, Clock] | None:
    """Give the name and clock that is due first among those that still want something; None where none does."""
    open_clocks = [
        (name, clock)
        for name, clock in zip(clocks._fields, clocks, strict=True)
        if clock is not None and clock.due_at is not None and not is_settled(name, clock, clocks)
    ]
    return min(open_clocks, key=lambda pair: pair[1].left_seconds, default=None)


def is_settled(name: str, clock: Clock, clocks: Clocks) -> bool:
    """Tell whether a clock is history: the response was given, in time or late."""
    return clock.state == "met" or (name == "response" and clocks.update is not None)
