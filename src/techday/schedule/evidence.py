"""What `today` needs to know of the schedule: the items of the day, and whether the week is acknowledged."""

import sqlite3
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from techday.core.evidence import Evidence, Moment
from techday.core.instants import to_text
from techday.schedule.store import ItemRow, items_between

# Monday is 0: from Thursday on the coming week is looked at too.
THURSDAY, A_WEEK = 3, timedelta(days=7)
ANSWERS = """
SELECT count(CASE WHEN state = 'proposed' AND starts_at < :monday THEN 1 END),
       count(CASE WHEN state = 'proposed' THEN 1 END), count(CASE WHEN state = 'acknowledged' THEN 1 END)
  FROM schedule_item AS item WHERE ends_at > :now AND starts_at < :until AND technician = ''
"""
REOPENED = """
SELECT id, title, starts_at FROM schedule_item
 WHERE state = 'proposed' AND ends_at > :now AND answered <> '' AND technician = '' ORDER BY starts_at, id
"""


def reopened(db: sqlite3.Connection, moment: Moment) -> list[tuple[int, str, str]]:
    """Give what was answered, changed since and is still to come: number, title, start (UTC text); the next first."""
    return db.execute(REOPENED, {"now": to_text(moment.now)}).fetchall()


def items_today(db: sqlite3.Connection, moment: Moment) -> list[ItemRow]:
    """Give the user's items of the moment's shift day, in order; those of whole days where they name that date."""
    day = moment.shift.day.isoformat()
    rows = items_between(db, to_text(moment.shift.since), to_text(moment.shift.until))
    own = [row for row in rows if not row.technician]
    return [row for row in own if not (row.first_day and row.last_day) or row.first_day <= day <= row.last_day]


def acknowledged(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell whether what is planned from now on is acknowledged: up to Sunday, from Thursday on up to the next one."""
    day = moment.shift.day
    monday = day - timedelta(days=day.weekday()) + A_WEEK
    looks_ahead = day.weekday() >= THURSDAY
    until = monday + A_WEEK if looks_ahead else monday
    ends = {"monday": midnight(monday, moment.zone), "until": midnight(until, moment.zone)}
    this_week, still_open, answered = db.execute(ANSWERS, {"now": to_text(moment.now), **ends}).fetchone()
    if still_open:
        # `week ack` walks through the coming week by then; what is left of this one comes first.
        this = " --this" if looks_ahead and this_week else ""
        return Evidence("open", f"{still_open} open", f"techday week ack{this}")
    return Evidence("done", f"{answered} acknowledged", "") if answered else None


def midnight(day: date, zone: tzinfo) -> str:
    """Give the instant (UTC text) at which a local day begins."""
    return to_text(datetime.combine(day, time(), tzinfo=zone).astimezone(UTC))
