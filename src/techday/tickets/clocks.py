"""The clocks of a ticket, computed when read from what happened on it, never stored.

All spans are working time of one calendar, that of the ticket's client. `response` runs from the opening to the
technician's first public word and is never paused. `reply` runs from the oldest client message that has no answer
yet. `update` asks for a word N working hours after the last one. `resolution` stands still while the ticket waits on
the customer, and ends when the ticket is resolved; an imported ticket's own due date is its resolution clock where
the level promises none. After a reopen the resolution has two readings: to the first time that it was resolved, and
to the last.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.worktime import ALWAYS, Calendar, WorkTime
from techday.levels.rules import Level, Target, default_level, working_day
from techday.tickets.store import ClockEvent, TicketRow

MINUTE = 60
HOUR = 60 * MINUTE
UNTIL = " until "


class Clock(NamedTuple):
    """One clock: when it is due, the working seconds left (negative: overdue), and how it stands.

    `state` is running, met, breached or paused; a paused clock has no due instant, only what was left when it stopped.
    `target` tells whose promise it is: the client's level, the default, or the source's own due date. `first` is the
    resolution as it stood when the ticket was resolved for the first time, against what was due then.
    """

    due_at: datetime | None
    left_seconds: int
    state: str
    target: str
    first: "Clock | None" = None


class Clocks(NamedTuple):
    """The clocks of a ticket; one that does not apply, or cannot be known, is None."""

    response: Clock | None = None
    reply: Clock | None = None
    update: Clock | None = None
    resolution: Clock | None = None


class Terms(NamedTuple):
    """Under which terms a client's clocks run: its level, and the working time of its calendar in its zone.

    `day` is a working day in seconds. `calendar` names the calendar, "" where it is the settings' own hours, and
    `zone` its time zone where that is not the technician's.
    """

    level: Level
    work: WorkTime
    day: int
    calendar: str = ""
    zone: str = ""


class Progress(NamedTuple):
    """What the events of a ticket say that the clocks need; `response_known` is False where it was met elsewhere.

    `pauses` are those that are over, `paused_since` and `paused_until` (None: open end) the one that is not.
    `stopped` is when the ticket was resolved, None while it is open, and `first_stopped` when that came first.
    """

    response_known: bool
    first_word: datetime | None
    last_word: datetime | None
    unanswered_since: datetime | None
    pauses: tuple[tuple[datetime, datetime], ...]
    paused_since: datetime | None
    paused_until: datetime | None
    stopped: datetime | None
    first_stopped: datetime | None


class Reading(NamedTuple):
    """The clocks of a ticket with all that they were read from; `ended` is when it was resolved, None while open."""

    clocks: Clocks
    progress: Progress
    terms: Terms
    target: Target
    work: WorkTime
    ended: datetime | None


NO_CLOCKS = Clocks()


class Clockwork:
    """The calendars and levels in which clocks run, made once for all tickets of a screen.

    `calendar` and the default targets hold where `terms_of` knows no terms for a client, by its row number.
    """

    def __init__(self, calendar: Calendar, terms_of: Callable[[int], Terms | None] | None = None) -> None:
        day = working_day(calendar.hours)
        self.always = WorkTime(ALWAYS)
        self.default = Terms(default_level(day), WorkTime(calendar), day)
        self._terms_of = terms_of
        self._known: dict[int | None, Terms] = {None: self.default}
        # All tickets of a screen are read at one instant.
        self._now: datetime | None = None
        self._latest = ""

    def clocks(self, ticket: TicketRow, events: Iterable[ClockEvent], now: datetime) -> Clocks:
        """Give the clocks of a ticket at `now`; `events` are its own, oldest first.

        A resolved or closed ticket has what became of its response and resolution; one that was merged into another
        or vanished has none.
        """
        return self.reading(ticket, events, now).clocks

    def reading(self, ticket: TicketRow, events: Iterable[ClockEvent], now: datetime) -> Reading:
        """Give the clocks as `clocks` does, with what they were read from."""
        terms = self.terms(ticket)
        target = terms.level.targets[ticket.priority - 1]
        work = self.always if target.around_the_clock else terms.work
        if now is not self._now:
            self._now, self._latest = now, to_text(now)
        progress = progress_of(events, self._latest)
        ended = None
        if ticket.state in ("new", "working", "waiting"):
            clocks = running_clocks(ticket, progress, target, work, now)
        else:
            ended = ended_at(ticket, progress)
            clocks = settled_clocks(ticket, progress, target, work, ended)
        return Reading(clocks, progress, terms, target, work, ended)

    def terms(self, ticket: TicketRow) -> Terms:
        """Give the terms of a ticket's client; the default ones where it has no client, or none of its own."""
        client_id = ticket.client_id
        if client_id not in self._known:
            own = self._terms_of(client_id) if self._terms_of is not None and client_id is not None else None
            self._known[client_id] = own or self.default
        return self._known[client_id]

    def target(self, ticket: TicketRow) -> Target:
        """Give what the ticket's client is promised of its priority."""
        return self.terms(ticket).level.targets[ticket.priority - 1]

    def working(self, ticket: TicketRow) -> WorkTime:
        """Give the working time in which a ticket's clocks run: its client's calendar, or around the clock."""
        return self.always if self.target(ticket).around_the_clock else self.terms(ticket).work

    def two_days_ahead(self, ticket: TicketRow, at: datetime) -> datetime:
        """Give the instant two working days of the client's calendar after `at`, whatever the priority.

        Raises NeverOpen where the calendar has no hours.
        """
        terms = self.terms(ticket)
        return terms.work.add(at, 2 * terms.day)


def progress_of(events: Iterable[ClockEvent], latest: str) -> Progress:
    """Read what the clocks need from a ticket's events, oldest first; `latest` is now, as the store writes instants.

    What is dated later has not happened. A pause begins where the ticket waits on the customer. It ends with the next
    client message, state or wait for anybody else, or at the instant until which it waits: then it is back with us.
    """
    # Instants stay text, whose order is their order in time: few of them are needed as such.
    response_known = True
    first_word = last_word = unanswered = paused = back = stopped = first_stopped = None
    pauses: list[tuple[datetime, datetime]] = []
    for _, at, kind, _, detail in events:
        if at > latest:
            break
        if kind == "reply":
            first_word = first_word or at
            last_word, unanswered = at, None
        elif kind in ("heard", "waiting", "state"):
            waits = kind == "waiting" and detail.startswith("customer")
            if paused is not None and (not waits or (back is not None and back <= at)):
                pauses.append((from_text(paused), from_text(min(at, back or at))))
                paused = back = None
            if waits:
                paused, back = paused or at, detail.partition(UNTIL)[2] or None
            elif kind == "heard":
                unanswered = unanswered or at
            elif detail in ("resolved", "closed"):
                stopped = stopped or at
                first_stopped = first_stopped or at
            elif detail not in ("merged", "gone"):
                stopped = None
        elif kind == "opened":
            response_known = detail in ("", "new")
    if paused is not None and back is not None and back <= latest:
        pauses.append((from_text(paused), from_text(back)))
        paused = back = None
    return Progress(
        response_known,
        instant(first_word),
        instant(last_word),
        instant(unanswered),
        tuple(pauses),
        instant(paused),
        instant(back),
        instant(stopped),
        instant(first_stopped),
    )


def instant(text: str | None) -> datetime | None:
    """Read an instant that may be absent."""
    return None if text is None else from_text(text)


def running_clocks(ticket: TicketRow, progress: Progress, target: Target, work: WorkTime, now: datetime) -> Clocks:
    """Give the clocks of an open ticket."""
    opened = from_text(ticket.opened_at)
    return Clocks(
        response_clock(opened, progress, target, work, now),
        reply_clock(progress, target, work, now),
        update_clock(progress, target, work, now),
        resolution_clock(ticket, opened, progress, target, work, now),
    )


def settled_clocks(
    ticket: TicketRow, progress: Progress, target: Target, work: WorkTime, ended: datetime | None
) -> Clocks:
    """Give the clocks of a resolved ticket: what became of its response and resolution.

    Without a public word the response ends with the ticket, for nobody waits for a first word any more.
    """
    if ended is None:
        return NO_CLOCKS
    opened = from_text(ticket.opened_at)
    response = None
    if progress.response_known:
        due = work.add(opened, target.response)
        response = settled(due, min(progress.first_word or ended, ended), target.response_from, work)
    return Clocks(response=response, resolution=resolved_clock(ticket, opened, progress, target, work, ended))


def ended_at(ticket: TicketRow, progress: Progress) -> datetime | None:
    """Give when a ticket was resolved or closed; None where it was neither, or nobody knows when.

    The ticket's own instant is the exact one: an import sees only that it was resolved by then.
    """
    if ticket.state not in ("resolved", "closed"):
        return None
    known = ticket.resolved_at or ticket.closed_at
    return from_text(known) if known else progress.stopped


def response_clock(opened: datetime, progress: Progress, target: Target, work: WorkTime, now: datetime) -> Clock | None:
    """From the opening to the first public word; never paused; unknown where the ticket came in already answered."""
    if not progress.response_known:
        return None
    due = work.add(opened, target.response)
    if progress.first_word is None:
        return running(due, target.response_from, work, now)
    return settled(due, progress.first_word, target.response_from, work)


def reply_clock(progress: Progress, target: Target, work: WorkTime, now: datetime) -> Clock | None:
    """From the oldest client message without an answer; an answer is owed as fast as a first response."""
    if progress.unanswered_since is None:
        return None
    return running(work.add(progress.unanswered_since, target.response), target.response_from, work, now)


def update_clock(progress: Progress, target: Target, work: WorkTime, now: datetime) -> Clock | None:
    """From the last public word, once there was one: the client hears something even when there is nothing new."""
    if progress.last_word is None:
        return None
    return running(work.add(progress.last_word, target.update), target.update_from, work, now)


def resolution_clock(
    ticket: TicketRow, opened: datetime, progress: Progress, target: Target, work: WorkTime, now: datetime
) -> Clock | None:
    """The level's own resolution time, moved on by the working time of every pause; else the source's due date."""
    due = resolution_due(ticket, opened, progress.pauses, target, work, now)
    if due is None:
        return None
    promise = resolution_from(target)
    if progress.paused_since is not None:
        clock = Clock(None, work.between(progress.paused_since, due), "paused", promise)
    else:
        clock = running(due, promise, work, now)
    if progress.first_stopped is None:
        return clock
    return clock._replace(first=first_resolved(ticket, opened, progress, target, work, progress.first_stopped))


def resolved_clock(
    ticket: TicketRow, opened: datetime, progress: Progress, target: Target, work: WorkTime, ended: datetime
) -> Clock | None:
    """From the opening to the last time that the ticket was resolved, and besides to the first time."""
    pauses = list(progress.pauses)
    if progress.paused_since is not None:
        pauses.append((progress.paused_since, ended))
    due = resolution_due(ticket, opened, pauses, target, work, ended)
    if due is None:
        return None
    clock = settled(due, ended, resolution_from(target), work)
    if progress.first_stopped == progress.stopped:  # it was never reopened
        return clock._replace(first=clock)
    if progress.first_stopped is None:
        return clock
    return clock._replace(first=first_resolved(ticket, opened, progress, target, work, progress.first_stopped))


def first_resolved(
    ticket: TicketRow, opened: datetime, progress: Progress, target: Target, work: WorkTime, at: datetime
) -> Clock | None:
    """Give the resolution as it stood when the ticket was resolved for the first time."""
    due = resolution_due(ticket, opened, progress.pauses, target, work, at)
    return None if due is None else settled(due, at, resolution_from(target), work)


def resolution_due(
    ticket: TicketRow,
    opened: datetime,
    pauses: Sequence[tuple[datetime, datetime]],
    target: Target,
    work: WorkTime,
    until: datetime,
) -> datetime | None:
    """Give when a ticket must be resolved, with the pauses between its opening and `until`; None where nobody says.

    A source's due date already counts what the source counts, so no pause moves it.
    """
    if target.resolution is None:
        return None if ticket.due_at is None else from_text(ticket.due_at)
    if not pauses:
        return work.add(opened, target.resolution)
    spans = ((max(start, opened), min(end, until)) for start, end in pauses)
    return work.add(opened, target.resolution + sum(work.between(*span) for span in spans if span[0] < span[1]))


def resolution_from(target: Target) -> str:
    """Tell whose promise a resolution is: the level's, or the source's own due date."""
    return "source" if target.resolution is None else "level"


def running(due: datetime, promise: str, work: WorkTime, now: datetime) -> Clock:
    """Give a clock that still runs, or has run out; the due instant itself is still in time."""
    return Clock(due, work.between(now, due), "running" if now <= due else "breached", promise)


def settled(due: datetime, at: datetime, promise: str, work: WorkTime) -> Clock:
    """Give a clock that ended at an instant, with what was left of it then."""
    return Clock(due, work.between(at, due), "met" if at <= due else "breached", promise)


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
