"""What the board says of the time card: the week that is due, guesses to confirm, the timer, and the outbox."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.cards.store import first_open_start
from techday.core.durations import show_duration
from techday.core.evidence import Moment
from techday.core.instants import from_text, to_text
from techday.core.weeks import Week, week_of
from techday.outbox.evidence import owed, owed_words
from techday.pages.working_days import WorkingDays
from techday.timecard import evidence
from techday.timecard.store import EntryRow, last_stopped
from techday.timeoff.store import off_between

if TYPE_CHECKING:
    from techday.context import Context


class Alert(NamedTuple):
    """Something that wants attention: its kind for scripts, a line for people, the command that clears it."""

    kind: str
    text: str
    command: str


class CardOfToday(NamedTuple):
    """The time card as the board gives it to scripts; `due` is the week that should be submitted by now, or None."""

    running: dict[str, Any] | None
    worked_seconds: int
    missing_seconds: int
    guesses: int
    due: str | None


class Due(NamedTuple):
    """A week whose card should be submitted: by when, and whether that is past."""

    week: Week
    by: datetime
    overdue: bool


def due_week(context: "Context", day: date) -> Due | None:
    """Give the oldest week that is open, has time, and is on its last working day or over on `day`; else None."""
    start = first_open_start(context.db)
    if start is None:
        return None
    days = WorkingDays(context)
    week = week_of(days.at(from_text(start)).day)
    last = days.last_of(week)
    return Due(week, last.ends_at, last.ends_at <= context.now) if day >= last.day else None


def due_alerts(context: "Context", due: Due | None, until: datetime) -> list[Alert]:
    """Say which week is to be submitted, with what is on it; and which was rejected, and why.

    What runs counts up to `until`.
    """
    pattern = context.shift_pattern
    rejected = [
        Alert("timecard", f"time card {one.name} was rejected: {one.reason}", f"techday timecard review {one.week}")
        for one in evidence.rejected(context.db)
        if evidence.open_seconds(context.db, pattern, one.week, until)
    ]
    if due is None:
        return rejected
    from techday.ui.dates import show_instant  # only for this line

    seconds = evidence.open_seconds(context.db, pattern, due.week, until)
    name, hours = evidence.open_name(context.db, due.week), show_duration(seconds)
    if due.overdue:
        text = f"time card {name} is not submitted: {hours}"
    else:
        text = f"time card {name} is due by {show_instant(due.by, context.zone, context.now)}: {hours} so far"
    return [Alert("timecard", text, f"techday timecard submit {due.week.name}"), *rejected]


def guess_alerts(guesses: int) -> list[Alert]:
    """Say that an end was guessed, and wants to be confirmed."""
    if not guesses:
        return []
    words = "1 entry of the time card is a guess" if guesses == 1 else f"{guesses} entries of the time card are guesses"
    return [Alert("guess", words, "techday timecard fix")]


def timer_alerts(
    context: "Context", moment: Moment, running: EntryRow | None, next_reference: str | None
) -> list[Alert]:
    """Say that a timer was left running, or that none runs during the shift, once time was ever tracked."""
    from techday.ui.dates import show_instant  # only for these lines

    if running is not None:
        end = moment.until
        if end is None:
            return []
        text = f"the timer on {running.ticket or running.work_type} was left running: cut at"
        return [Alert("timer", f"{text} {show_instant(end, context.zone, moment.now)}", "techday stop")]
    during = moment.shift.working and moment.shift.starts_at <= moment.now < moment.shift.ends_at
    last = last_stopped(context.db) if during else None
    if last is None or is_off(context, moment):
        return []
    pause = evidence.break_since(context.db)
    if pause is not None:
        text = f"on a break since {show_instant(pause, context.zone, moment.now)}"
        return [Alert("timer", text, "techday timecard resume")]
    again = last.ticket or next_reference or work_again(context, last) or "N"
    stopped = show_instant(str(last.ended_at), context.zone, moment.now)
    return [Alert("timer", f"no timer running; last stopped {stopped}", f"techday start {again}")]


def work_again(context: "Context", last: EntryRow) -> str:
    """Give the type of work that stopped last; "" for that of a visit that has ended, to which nobody goes back."""
    if last.client_id is None:
        return last.work_type
    from techday.visits.after_visits import visit_over  # only where the last was a client's, on no ticket

    return "" if visit_over(context.db, last) else last.work_type


def is_off(context: "Context", moment: Moment) -> bool:
    """Tell whether a moment within the shift lies in approved time off."""
    if not off_between(context.db, to_text(moment.now), to_text(moment.now)):
        return False
    from techday.pages.planned import NOTHING, planned_by_day  # only where there may be some

    day = moment.shift.day
    off = planned_by_day(context, WorkingDays(context), day, day).get(day, NOTHING).off
    return any(part.start <= moment.now < part.end for part in off)


def forgotten_end(context: "Context", running: EntryRow, now: datetime) -> datetime | None:
    """Give where an entry that runs will be cut, since it was forgotten; None where it was not, or has ended."""
    if running.ended_at is not None or running.expected_end is None or running.expected_end > to_text(now):
        return None
    from techday.timecard.forgotten import would_be_cut  # only where a timer may have been forgotten

    return would_be_cut(context.db, running, now, context.shift_pattern)


def outbox_alerts(context: "Context") -> list[Alert]:
    """Say how much the PSA must still learn."""
    words = owed_words(*owed(context.db))
    return [Alert("outbox", f"outbox {words}", "techday outbox")] if words else []


def card_of_today(context: "Context", moment: Moment, timer: dict[str, Any] | None, due: Due | None) -> CardOfToday:
    """Give the time card as the board gives it to scripts; `timer` is the running entry as they read it."""
    db = context.db
    worked, missing = evidence.worked_seconds(db, moment), evidence.missing_seconds(db, moment)
    name = evidence.open_name(db, due.week) if due else None
    return CardOfToday(timer, worked, missing, evidence.guesses(db), name)
