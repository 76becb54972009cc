"""How all clients stand in the rotation now, and how many contacts a day keep everybody below 60 days."""

from datetime import timedelta
from typing import TYPE_CHECKING

from techday.pages.working_days import WorkingDays
from techday.rotation.standing import Rotation, rotation_on

if TYPE_CHECKING:
    from techday.context import Context
    from techday.rotation.pace import Pace


def rotation(context: "Context") -> Rotation:
    """Give how all clients stand now."""
    return rotation_on(context.db, context.shift_day.day, context.now, context.zone)


def pace_at(context: "Context", seen: Rotation) -> "Pace":
    """Give the pace where the rotation is read already."""
    from techday.rotation.pace import AHEAD_DAYS, Pace, pace  # to know who is next nobody plays the rotation ahead

    if not seen.found:
        return Pace(0, 0)
    days = WorkingDays(context)
    ahead = (seen.day.day + timedelta(days=number) for number in range(AHEAD_DAYS))
    return pace(seen.found, [days.is_worked(day) for day in ahead])
