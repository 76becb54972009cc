"""Why a clock says what it says: from which event, through which pauses, to which instant, in plain words."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from techday.core.durations import show_clock
from techday.core.instants import from_text
from techday.tickets.clocks import Clock, Clockwork, Reading, resolution_from
from techday.tickets.store import ClockEvent, TicketRow
from techday.ui.dates import show_instant

MOST_PAUSES = 3
ANSWERED_ELSEWHERE = "not known: it was answered before it came here"


def explanation_lines(
    ticket: TicketRow, events: Iterable[ClockEvent], clockwork: Clockwork, now: datetime, zone: tzinfo
) -> list[tuple[str, str]]:
    """Give each clock of a ticket, by name, with one line of plain words; instants are told in `zone`.

    A response that nobody can know has its line too. The words are safe for a terminal only as far as names of levels
    and calendars are, so they are drawn as any other text.
    """
    reading = clockwork.reading(ticket, events, now)
    words = Words(ticket, reading, now, zone)
    clocks, progress = reading.clocks, reading.progress
    lines = []
    if clocks.response is not None:
        lines.append(("response", words.response(clocks.response)))
    elif any(clocks) and not progress.response_known:
        lines.append(("response", ANSWERED_ELSEWHERE))
    if clocks.reply is not None and progress.unanswered_since is not None:
        lines.append(("reply", words.reply(clocks.reply, progress.unanswered_since)))
    if clocks.update is not None and progress.last_word is not None:
        lines.append(("update", words.update(clocks.update, progress.last_word)))
    if clocks.resolution is not None:
        lines.append(("resolution", words.resolution(clocks.resolution)))
    return lines


class Words:
    """The words for the clocks of one ticket as they were read at `now`."""

    def __init__(self, ticket: TicketRow, reading: Reading, now: datetime, zone: tzinfo) -> None:
        self.ticket = ticket
        self.reading = reading
        self.now = now
        self.zone = zone
        self.opening = f"from the opening ({self.at(from_text(ticket.opened_at))})"

    def response(self, clock: Clock) -> str:
        """Tell of the first public word."""
        word, ended = self.reading.progress.first_word, self.reading.ended
        if word is not None and (ended is None or word <= ended):
            end = f"answered {self.at(word)}, {early_or_late(clock)}"
        elif ended is not None:
            end = f"resolved {self.at(ended)} without a word before, {early_or_late(clock)}"
        else:
            end = left_words(clock)
        return f"{self.opening} {self.length(self.reading.target.response, clock.target)}: {self.due(clock)}; {end}"

    def reply(self, clock: Clock, since: datetime) -> str:
        """Tell of the answer that a client waits for."""
        length = self.length(self.reading.target.response, clock.target)
        return f"from the client's message ({self.at(since)}) {length}: {self.due(clock)}; {left_words(clock)}"

    def update(self, clock: Clock, since: datetime) -> str:
        """Tell of the next word that is due though there may be nothing new."""
        length = self.length(self.reading.target.update, clock.target)
        return f"from the last word to the client ({self.at(since)}) {length}: {self.due(clock)}; {left_words(clock)}"

    def resolution(self, clock: Clock) -> str:
        """Tell of the solution: through which pauses, to which instant, and how it was resolved before."""
        progress, ended = self.reading.progress, self.reading.ended
        if resolution_from(self.reading.target) == "source":
            says = f"as {self.ticket.source} says" if self.ticket.source else "as was set here"
            start = f"{self.due(clock)}, {says}" if clock.due_at else f"{self.source_due()}, {says}"
        else:
            length = self.length(self.reading.target.resolution or 0, clock.target)
            start = f"{self.opening} {length}{self.pauses()}"
            start += f": {self.due(clock)}" if clock.due_at else ""
        if ended is not None:
            end = f"resolved {self.at(ended)}, {early_or_late(clock)}"
        elif progress.paused_since is not None:
            back = f" until {self.at(progress.paused_until)}" if progress.paused_until else ""
            left = left_words(clock)
            end = f"it stands still since {self.at(progress.paused_since)}, waiting on the customer{back}; {left}"
        else:
            end = left_words(clock)
        return f"{start}; {end}{self.first(clock)}"

    def first(self, clock: Clock) -> str:
        """Tell how a ticket that was reopened stood when it was resolved for the first time."""
        first, at = clock.first, self.reading.progress.first_stopped
        if first is None or at is None or self.reading.progress.stopped == at:
            return ""
        return f"; resolved at first {self.at(at)}, {early_or_late(first)} ({self.due(first)})"

    def pauses(self) -> str:
        """Tell of the pauses that moved the due instant, and by how much working time."""
        opened = from_text(self.ticket.opened_at)
        until = self.reading.ended or self.now
        pauses = [
            (max(start, opened), min(end, until))
            for start, end in self.reading.progress.pauses
            if max(start, opened) < min(end, until)
        ]
        if not pauses:
            return ""
        total = sum(self.reading.work.between(start, end) for start, end in pauses)
        spans = [f"{self.at(start)} to {self.at(end)}" for start, end in pauses[:MOST_PAUSES]]
        spans += [f"and {len(pauses) - MOST_PAUSES} more"] if len(pauses) > MOST_PAUSES else []
        return f", plus {show_clock(total)} waiting on the customer ({', '.join(spans)})"

    def length(self, seconds: int, promise: str) -> str:
        """Tell how long, in which hours, and who promised it."""
        terms = self.reading.terms
        hours = "of working time"
        if self.reading.target.around_the_clock:
            hours = "around the clock"
        elif terms.calendar or terms.zone:
            hours += f" of {terms.calendar}" if terms.calendar else ""
            hours += f" in {terms.zone}" if terms.zone else ""
        whose = terms.level.name if promise == "level" else "default"
        return f"{show_clock(seconds)} {hours} ({whose}, P{self.ticket.priority})"

    def due(self, clock: Clock) -> str:
        """Tell when a clock is due."""
        return f"due {self.at(clock.due_at)}" if clock.due_at else "due"

    def source_due(self) -> str:
        """Tell when the source said that the ticket is due, before it had to wait."""
        return f"due {self.at(from_text(self.ticket.due_at))}" if self.ticket.due_at else "due"

    def at(self, instant: datetime) -> str:
        """Tell an instant, as short as it stays clear."""
        return show_instant(instant, self.zone, self.now)


def left_words(clock: Clock) -> str:
    """Tell what is left of a clock that runs or stands still, or how long it is overdue."""
    if clock.state == "breached" or clock.left_seconds < 0:
        return f"overdue{by(clock.left_seconds)}"
    return f"{show_clock(clock.left_seconds)} left"


def early_or_late(clock: Clock) -> str:
    """Tell how much of a clock was left when it ended, or how late that was."""
    return f"{show_clock(clock.left_seconds)} early" if clock.state == "met" else f"late{by(clock.left_seconds)}"


def by(left_seconds: int) -> str:
    """Tell by how much working time something is late; after closing time none has passed."""
    if left_seconds == 0:
        return ", though by no working time"
    return f" by {show_clock(-left_seconds)}" if left_seconds <= -60 else " by less than a minute"
