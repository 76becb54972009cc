"""What `today` needs to know of time off: what is approved and not on the schedule, and what nobody has decided."""

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import to_text
from techday.timeoff.store import unsettled

if TYPE_CHECKING:
    from techday.timeoff.rules import Shifts

# What begins within these days must be decided.
SOON = timedelta(days=7)


class Absent(NamedTuple):
    """Time off that is not as it should be: its number, and what is wrong in words."""

    id: int
    words: str


def absent(db: sqlite3.Connection, moment: Moment, shifts: "Shifts") -> list[Absent]:
    """Give the time off that is approved, not over, and not on the schedule, or that nobody has decided in time.

    `shifts` gives those that the technician would have without time off.
    """
    rows = unsettled(db, to_text(moment.now), to_text(moment.now + SOON))
    if not rows:
        return []
    from techday.timeoff.standing import on_schedule_during  # only where something may be wrong
    from techday.timeoff.words import trouble, when

    items, today = on_schedule_during(db, rows), moment.now.astimezone(moment.zone).date()
    found = [(row, trouble(row, shifts, items)) for row in rows]
    return [Absent(row.id, f"time off {when(row, moment.zone, today)} {words}") for row, words in found if words]
