"""The shifts by which watches were due at the time, whatever the settings say now.

A watch is due where a shift is planned, and the settings know only the shifts of today. So each look and each new watch
keeps the pattern that it met, where that is another one than before. Between the last day on which one was met and the
first of the next, and between the last one and today, only what both plan was due: nothing is missed that was never
due, though a due time of those days may be left out. Today goes by the settings as they are.
"""

import json
import sqlite3
from collections.abc import Callable
from datetime import date, time, tzinfo

from techday.calendars.store import holidays
from techday.core.shifts import ShiftDay, ShiftPattern, shift_on
from techday.timeoff.store import days_off
from techday.watches.frequency import Plan
from techday.watches.shift_store import insert_shifts, known_shifts, last_day_told

Planned = Callable[[date], ShiftDay]


def pattern_words(pattern: ShiftPattern, country: str, region: str) -> str:
    """Give a pattern as the store keeps it."""
    return json.dumps([f"{pattern.start:%H:%M}", f"{pattern.end:%H:%M}", sorted(pattern.days), country, region])


def keep_shifts(db: sqlite3.Connection, plan: Plan) -> None:
    """Keep the shifts of a plan, where the last ones that were met are others."""
    known = known_shifts(db)
    if known and known[-1].pattern == plan.pattern:
        return
    after = max(known[-1].first_day, last_day_told(db) or "") if known else None
    insert_shifts(db, plan.at(plan.now).day.isoformat(), after, plan.pattern)


def shifts_known(db: sqlite3.Connection, planned: Planned, today: date, zone: tzinfo) -> Planned:
    """Give the shift days as they were planned at the time: from today on as the settings say, by `planned`."""
    known = known_shifts(db)
    if not known:
        return planned
    patterns = [of_pattern(db, one.pattern, zone) for one in known]
    told = max(known[-1].first_day, last_day_told(db) or "")

    def on(day: date) -> ShiftDay:
        text = day.isoformat()
        if day >= today:
            return planned(day)
        position = max(sum(one.first_day <= text for one in known) - 1, 0)
        is_last = position == len(known) - 1
        last_day = told if is_last else known[position + 1].after_day or ""
        shift = patterns[position](day)
        return shift if text <= last_day else common(shift, (planned if is_last else patterns[position + 1])(day))

    return on


def of_pattern(db: sqlite3.Connection, words: str, zone: tzinfo) -> Planned:
    """Give the shift days of a pattern as it was kept, without the holidays that went with it, and without days off."""
    start, end, days, country, region = json.loads(words)
    pattern = ShiftPattern(zone, time.fromisoformat(start), time.fromisoformat(end), frozenset(days))
    free = frozenset(days_off(db)).union(holidays(db, country, region) if country else ())

    def on(day: date) -> ShiftDay:
        shift = shift_on(pattern, day)
        return shift._replace(working=False) if day.isoformat() in free else shift

    return on


def common(one: ShiftDay, other: ShiftDay) -> ShiftDay:
    """Give what two plans for a day have in common."""
    starts_at, ends_at = max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at)
    if not (one.working and other.working) or starts_at >= ends_at:
        return one._replace(working=False)
    return one._replace(starts_at=starts_at, ends_at=ends_at)
