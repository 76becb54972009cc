"""How all watches stand at a moment, read once for all that asks."""

import sqlite3

from techday.core.evidence import Moment
from techday.watches.frequency import DueTimes
from techday.watches.pulse_store import Pulse, alike
from techday.watches.rules import Standing, standing
from techday.watches.shifts import shifts_known


def stand_at(db: sqlite3.Connection, moment: Moment) -> list[tuple[Pulse, list[int], Standing]]:
    """Give how all watches stand at a moment, read once: those that stand alike together, by their row numbers."""
    memory = {} if moment.memory is None else moment.memory
    if "watches" not in memory and moment.planned is not None:
        planned = shifts_known(db, moment.planned, moment.shift.day, moment.zone)
        times = DueTimes(planned, moment.shift, moment.now)
        memory["watches"] = [(*one, standing(one.pulse, times)) for one in alike(db, now=times.now)]
    found: list[tuple[Pulse, list[int], Standing]] = memory.get("watches", [])
    return found
