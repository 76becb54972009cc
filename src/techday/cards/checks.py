"""What `review` finds in a time card: errors that keep it from being submitted, warnings that must be accepted. Pure.

Errors: overlapping entries, an unconfirmed guess, time in the future, an entry of more than 24 hours, billable time
without any note. Warnings: a gap in the shift, a short day, an entry told late, more than 12 hours in a day, billable
time of nobody.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from techday.cards.views import DayView, EntryView, Finding
from techday.core.durations import HOUR, show_duration
from techday.core.instants import to_text

LONGEST = 24 * HOUR
MUCH = 12 * HOUR


class Names(NamedTuple):
    """How people read a span ("Mon 09:00-10:30", "09:00-now" without an end) and a day ("Mon 23 Nov")."""

    span: Callable[[datetime, datetime | None], str]
    day: Callable[[date], str]


def errors(entries: Sequence[EntryView], now: datetime, names: Names) -> list[Finding]:
    """Give the errors of some entries, which are in order of their start; frozen ones cannot be helped any more."""
    found = overlaps(entries, names)
    for entry in entries:
        if not entry.frozen:
            found += errors_of(entry, now, names)
    return found


def errors_of(entry: EntryView, now: datetime, names: Names) -> list[Finding]:
    """Give the errors that an entry has by itself."""
    edit = f"techday timecard edit {entry.id}"
    found = []
    if entry.guessed:
        step = "--confirm" if entry.seconds else "--end TIME"
        found.append(finding("guess", entry, f"{words(entry, names)} is a guess", f"{edit} {step}"))
    if entry.started_at > now or (entry.ended_at is not None and entry.ended_at > now):
        step = f"techday timecard delete {entry.id}" if entry.started_at >= now else f"{edit} --end now"
        found.append(finding("future", entry, f"{words(entry, names)} is still to come", step))
    if entry.seconds > LONGEST:
        text = f"{words(entry, names)} is longer than 24 hours ({show_duration(entry.seconds)})"
        found.append(finding("long", entry, text, f"{edit} --end TIME"))
    if entry.billable and entry.ended_at is not None and not entry.note:
        found.append(finding("note", entry, f"{words(entry, names)} is billable and has no note", f'{edit} --note "…"'))
    return found


def overlaps(entries: Sequence[EntryView], names: Names) -> list[Finding]:
    """Give an error for each entry that begins before an earlier one has ended; what runs beside others may."""
    found: list[Finding] = []
    before: EntryView | None = None
    for entry in entries:
        if entry.concurrent or entry.seconds == 0:
            continue
        if before is not None and entry.started_at < before.until:
            text = f"{words(entry, names)} overlaps {words(before, names)}"
            # Instants as scripts write them: a clock alone may be one of another day.
            later = f"techday timecard edit {entry.id} --start {to_text(before.until)} --adjust"
            earlier = f"techday timecard edit {before.id} --end {to_text(entry.started_at)}"
            if not entry.frozen:
                command = later if entry.until > before.until else f"techday timecard delete {entry.id}"
                found.append(finding("overlap", entry, text, command))
            elif not before.frozen:
                is_inside = before.started_at >= entry.started_at
                command = f"techday timecard delete {before.id}" if is_inside else earlier
                found.append(finding("overlap", before, text, command))
        if before is None or entry.until > before.until:
            before = entry
    return found


def warnings(
    entries: Sequence[EntryView], days: Sequence[DayView], now: datetime, names: Names, *, whole_week: bool
) -> list[Finding]:
    """Give the warnings of a card; gaps and short days only of the `whole_week`, not of a supplement.

    `days` are those of the week, with all that is on its cards; much work in one counts where the card has some of it.
    """
    found: list[Finding] = []
    own_days = {entry.date for entry in entries if not entry.frozen}
    for day in days:
        if whole_week:
            found += day_warnings(day, now, names)
        if day.worked_seconds > MUCH and day.date in own_days:
            text = f"{names.day(day.date)} has more than 12 hours ({show_duration(day.worked_seconds)})"
            found.append(Finding("much", text, f"techday timecard day {day.date}", day.date))
    for entry in entries:
        if entry.frozen:
            continue
        if entry.late is not None:
            text = f"{words(entry, names)} was told {how_late(entry.late)} late"
            found.append(finding("late", entry, text, f"techday timecard edit {entry.id}"))
        if entry.billable and entry.ticket is None and entry.client is None:
            text = f"{words(entry, names)} is billable and nobody's"
            found.append(finding("unassigned", entry, text, f"techday timecard move {entry.id} N"))
    return found


def unpaid(
    entries: Sequence[EntryView], seconds: Mapping[int, int], ways_out: Mapping[str, str], names: Names
) -> list[Finding]:
    """Warn of submitted lines that are paid less than they would be now, since what ran beside them is gone.

    `seconds` are those that nobody is paid, by the entry's number; `ways_out` open a card again, by its name.
    """
    return [
        finding(
            "unpaid",
            entry,
            f"{words(entry, names)} on {entry.card} is paid {show_duration(seconds[entry.id])} less than was worked",
            ways_out[entry.card],
        )
        for entry in entries
        if entry.id in seconds
    ]


def day_warnings(day: DayView, now: datetime, names: Names) -> list[Finding]:
    """Give the gaps of a day, or that it is short where no gap says so already; a day without any time is short."""
    over = day.shift_end <= now
    if not day.planned_seconds:
        return []
    if not day.worked_seconds and over:
        text = f"{names.day(day.date)} has no time at all ({show_duration(day.planned_seconds)} planned)"
        return [Finding("short", text, f'techday timecard log TIME-TIME --date {day.date} --note "…"', day.date)]
    if day.gaps:
        return [
            Finding(
                "gap",
                f"nothing told {names.span(gap.started_at, gap.ended_at)} ({show_duration(gap.seconds)})",
                "techday timecard fix",
                day.date,
            )
            for gap in day.gaps
        ]
    if over and day.worked_seconds < day.planned_seconds:
        missing = show_duration(day.planned_seconds - day.worked_seconds)
        text = f"{names.day(day.date)} is short by {missing} of {show_duration(day.planned_seconds)}"
        return [Finding("short", text, f"techday timecard day {day.date}", day.date)] if missing != "0m" else []
    return []


def finding(kind: str, entry: EntryView, text: str, command: str) -> Finding:
    """Give a finding about an entry."""
    return Finding(kind, text, command, entry.date, entry.id)


def words(entry: EntryView, names: Names) -> str:
    """Name an entry: what it is on, and from when to when."""
    # A timer that was forgotten reads as it will be cut.
    ended = entry.until if entry.guessed else entry.ended_at
    return f"{entry.ticket or entry.work_type} {names.span(entry.started_at, ended)}"


def late_seconds(recorded_at: datetime, ended_at: datetime, until: datetime) -> int | None:
    """Give how many seconds after its end an entry was written down, where its shift day was over (`until`) by then.

    What is written down on its own day is not late: nobody writes while on the phone.
    """
    if recorded_at < until or recorded_at <= ended_at:
        return None
    return int((recorded_at - ended_at).total_seconds())


def how_late(seconds: int) -> str:
    """Say how late something was told: 3h, 2d."""
    return f"{seconds // (24 * HOUR)}d" if seconds >= 48 * HOUR else show_duration(seconds)
