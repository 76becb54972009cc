"""What `today` needs to know of the schedule: the items of the day, and whether the week is acknowledged."""

import sqlite3
from datetime import timedelta

from techday.core.evidence import Evidence, Moment
from techday.core.instants import midnight, to_text
from techday.core.weeks import coming_week, week_of
from techday.schedule.rules import in_zone
from techday.schedule.store import ItemRow, items_between

A_DAY = timedelta(days=1)
# Whole days may have been written in another zone: they are read a day around, and compared as days.
ANSWERS = """
SELECT count(CASE WHEN state = 'proposed' AND coalesce(first_day < :next_week, starts_at < :monday) THEN 1 END),
       count(CASE WHEN state = 'proposed' THEN 1 END), count(CASE WHEN state = 'acknowledged' THEN 1 END)
  FROM schedule_item AS item WHERE ends_at > :since AND starts_at < :beyond AND technician = ''
   AND coalesce(last_day >= :today AND first_day < :after, ends_at > :now AND starts_at < :until)
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
    day, since, until = moment.shift.day.isoformat(), to_text(moment.shift.since), to_text(moment.shift.until)
    rows = items_between(db, to_text(moment.shift.since - A_DAY), to_text(moment.shift.until + A_DAY))
    return [
        in_zone(row, moment.zone)
        for row in rows
        if not row.technician
        and (
            row.first_day <= day <= row.last_day
            if row.first_day and row.last_day
            else row.starts_at < until and (row.ends_at > since or row.starts_at >= since)
        )
    ]


def acknowledged(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell whether what is planned from now on is acknowledged: up to Sunday, from Thursday on up to the next one."""
    this, coming = week_of(moment.shift.day), coming_week(moment.shift.day)
    monday, until = this.last_day + A_DAY, coming.last_day + A_DAY
    ends_at = midnight(until, moment.zone)
    times = {"since": moment.now - A_DAY, "now": moment.now, "until": ends_at, "beyond": ends_at + A_DAY}
    bound = {name: to_text(at) for name, at in {**times, "monday": midnight(monday, moment.zone)}.items()}
    today = moment.now.astimezone(moment.zone).date()
    days = {"today": today.isoformat(), "next_week": monday.isoformat(), "after": until.isoformat()}
    this_week, still_open, answered = db.execute(ANSWERS, {**bound, **days}).fetchone()
    if still_open:
        # `week ack` walks through the coming week by then; what is left of this one comes first.
        first = " --this" if this != coming and this_week else ""
        return Evidence("open", f"{still_open} open", f"techday week ack{first}")
    return Evidence("done", f"{answered} acknowledged", "") if answered else None
