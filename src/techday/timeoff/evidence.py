"""What `today` needs to know of time off: what is approved and not on the schedule, and what nobody has decided."""

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import to_text
from techday.database.fetch import fetch
from techday.timeoff.store import off_between, unsettled

if TYPE_CHECKING:
    from techday.timeoff.rules import Shifts

# What begins within these days must be decided, be asked for where the schedule has it, and stand there.
SOON, ASKED, PLANNED = timedelta(days=7), timedelta(days=14), timedelta(days=60)
ON_SCHEDULE = """
SELECT title, starts_at, ends_at, first_day, last_day FROM schedule_item
 WHERE ends_at > :now AND starts_at < :soon AND kind = 'time-off' AND technician = ''
   AND state IN ('proposed', 'acknowledged') ORDER BY starts_at, id
"""


class ItemRow(NamedTuple):
    """Time off as the schedule has it: instants are UTC text, the days local dates of whole days, else None."""

    title: str
    starts_at: str
    ends_at: str
    first_day: str | None
    last_day: str | None


class Absent(NamedTuple):
    """Time off that is not as it should be: its number, and what is wrong in words."""

    id: int
    words: str


def absent(db: sqlite3.Connection, moment: Moment, shifts: "Shifts") -> list[Absent]:
    """Give the time off that is approved, not over, and not on the schedule, or that nobody has decided in time.

    `shifts` gives those that the technician would have without time off.
    """
    now = moment.now
    rows = unsettled(db, to_text(now), to_text(now + SOON), to_text(now + PLANNED))
    if not rows:
        return []
    from techday.timeoff.standing import on_schedule_during  # only where something may be wrong
    from techday.timeoff.words import trouble, when

    items, today = on_schedule_during(db, rows), now.astimezone(moment.zone).date()
    found = [(row, trouble(row, shifts, items)) for row in rows]
    return [Absent(row.id, f"time off {when(row, moment.zone, today)} {words}") for row, words in found if words]


def not_asked_for(db: sqlite3.Connection, moment: Moment, shifts: "Shifts") -> list[ItemRow]:
    """Give what the schedule soon has as time off while no time off stands for it: only what is approved is off."""
    soon = to_text(moment.now + ASKED)
    items = fetch(db, ItemRow, ON_SCHEDULE, now=to_text(moment.now), soon=soon)
    if not items:
        return []
    from techday.timeoff.rules import unasked  # only where the schedule has any

    return unasked(items, off_between(db, items[0].starts_at, max(item.ends_at for item in items)), shifts)
