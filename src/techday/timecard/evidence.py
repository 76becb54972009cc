"""What `today` needs to know of the time card: how much of this shift is told, and what is open of earlier ones."""

import sqlite3
from datetime import date, datetime, timedelta
from typing import NamedTuple

from techday.core.durations import show_duration
from techday.core.evidence import Evidence, Moment
from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, gaps, total
from techday.core.shifts import ShiftPattern, shift_on
from techday.core.weeks import Week, card_name, open_part, week_of
from techday.database.fetch import fetch, value

# Hours of approved time off are told, too; of whole days there is no shift, and so nothing to tell. The states stand
# here word for word as in the condition of the index.
TOLD = """
SELECT started_at, ended_at, 1 AS work FROM time_entry WHERE started_at >= :since AND started_at < :until
 UNION ALL SELECT started_at, ended_at, 0 AS work FROM time_break WHERE started_at >= :since AND started_at < :until
 UNION ALL SELECT starts_at, ends_at, 0 AS work FROM time_off WHERE state IN ('requested', 'approved')
   AND state = 'approved' AND first_day IS NULL AND ends_at > :since AND starts_at < :until
"""
ANY_OPEN = "SELECT 1 FROM time_entry WHERE card_id IS NULL AND started_at >= :since AND started_at < :until LIMIT 1"


class ToldRow(NamedTuple):
    """Time that was told: work, a break or time off; what goes on has no end."""

    started_at: str
    ended_at: str | None
    work: int


def missing_seconds(db: sqlite3.Connection, moment: Moment) -> int:
    """Give how many seconds of the shift, up to now, nothing was told of: work, break, time off or lunch."""
    shift = moment.shift
    since, until = to_text(shift.since - timedelta(days=1)), to_text(shift.until)
    # A break that goes on ends with its shift, a timer that was forgotten where it will be cut.
    ends = {1: moment.until or moment.now, 0: min(moment.now, shift.ends_at)}
    told = [
        Span(from_text(row.started_at), from_text(row.ended_at) if row.ended_at else ends[row.work])
        for row in fetch(db, ToldRow, TOLD, since=since, until=until)
        if row.ended_at or row.work or row.started_at >= to_text(shift.since)
    ]
    told += [moment.lunch] if moment.lunch else []
    found = gaps(told, Span(shift.starts_at, min(shift.ends_at, moment.now))) if shift.working else []
    seconds = (int((gap.end - gap.start).total_seconds()) for gap in found)
    return sum(length for length in seconds if length >= moment.gap)


def told(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell whether the time card has a gap in this shift; no subject before anything was ever told."""
    if not moment.shift.working or value(db, "SELECT 1 FROM time_entry LIMIT 1") is None:
        return None
    missing = missing_seconds(db, moment)
    text = f"{show_duration(missing)} not told" if missing else "no gap"
    return Evidence("open" if missing else "done", text, "techday timecard fix")


def worked_seconds(db: sqlite3.Connection, moment: Moment) -> int:
    """Give the seconds paid in this shift day; what ran side by side counts once."""
    since, until = to_text(moment.shift.since), to_text(moment.shift.until)
    spans = [
        Span(seconds_of(row.started_at), seconds_of(row.ended_at or to_text(moment.until or moment.now)))
        for row in fetch(db, ToldRow, TOLD, since=since, until=until)
        if row.work
    ]
    return total(spans)


def seconds_of(at: str) -> int:
    """Give an instant (UTC text) in seconds, as spans add them up."""
    return int(from_text(at).timestamp())


def guesses(db: sqlite3.Connection) -> int:
    """Give how many entries are guesses that nobody confirmed."""
    count: int = value(db, "SELECT count(*) FROM time_entry WHERE guessed = 1")
    return count


def break_since(db: sqlite3.Connection) -> str | None:
    """Give since when a break goes on (UTC text), or None."""
    found: str | None = value(db, "SELECT started_at FROM time_break WHERE ended_at IS NULL")
    return found


def open_seconds(db: sqlite3.Connection, pattern: ShiftPattern, week: Week, now: datetime) -> int:
    """Give the seconds paid in a week that are on no submitted card yet; what runs counts up to `now`.

    Where nothing is open in it, it is 0; what ran beside submitted work was paid with that.
    """
    since, until = to_text(shift_on(pattern, week.first_day).since), to_text(shift_on(pattern, week.last_day).until)
    if value(db, ANY_OPEN, since=since, until=until) is None:
        return 0
    rows = [row for row in fetch(db, ToldRow, TOLD, since=since, until=until) if row.work]
    worked = total(Span(seconds_of(row.started_at), seconds_of(row.ended_at or to_text(now))) for row in rows)
    frozen = "SELECT sum(worked_seconds) FROM time_card WHERE week = :week AND state IN ('submitted', 'approved')"
    return max(0, worked - (value(db, frozen, week=week.name) or 0))


def open_name(db: sqlite3.Connection, week: Week) -> str:
    """Give the name of the card that takes new time in a week."""
    sql = "SELECT state FROM time_card WHERE week = :week ORDER BY part"
    states = [row[0] for row in db.execute(sql, {"week": week.name})]
    return card_name(week.name, open_part(states))


class Rejected(NamedTuple):
    """A card that was rejected: its name, its week, and why."""

    name: str
    week: Week
    reason: str


def rejected(db: sqlite3.Connection) -> list[Rejected]:
    """Give the cards that were rejected and not submitted again, the oldest first."""
    sql = "SELECT week, part, first_day, reason FROM time_card WHERE state = 'rejected' ORDER BY week, part"
    return [
        Rejected(card_name(week, part), week_of(date.fromisoformat(first_day)), reason)
        for week, part, first_day, reason in db.execute(sql)
    ]
