"""How all clients stand in the rotation at a moment, read once for all that asks."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import to_text
from techday.rotation.rules import Day, Standing, offered, standings
from techday.rotation.store import candidates, contacts_on


class Rotation(NamedTuple):
    """How all clients stand in the rotation on a shift day, in the order in which they are offered."""

    day: Day
    found: Sequence[Standing]

    @property
    def offered(self) -> Standing | None:
        """The client to be in touch with now, None where nobody is left."""
        return offered(self.found)


def rotation_on(db: sqlite3.Connection, day: date, now: datetime, zone: tzinfo) -> Rotation:
    """Give how all clients stand on a shift day (a local date) at an instant."""
    today = Day(day, to_text(now), zone, contacts_on(db, day.isoformat()))
    return Rotation(today, standings(candidates(db), today))


def stand_at(db: sqlite3.Connection, moment: Moment) -> Rotation:
    """Give how all clients stand at a moment, read once for it."""
    memory = {} if moment.memory is None else moment.memory
    if "rotation" not in memory:
        memory["rotation"] = rotation_on(db, moment.shift.day, moment.now, moment.zone)
    found: Rotation = memory["rotation"]
    return found
