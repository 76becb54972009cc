"""How all clients stand in the rotation at a moment, and how many contacts a day keep everybody below 60 days."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import to_text
from techday.pages.working_days import WorkingDays
from techday.rotation import rules
from techday.rotation import store as contacts
from techday.rotation.rules import Day, Standing, standings

if TYPE_CHECKING:
    from techday.context import Context
    from techday.rotation.pace import Pace


class Rotation(NamedTuple):
    """How all clients stand in the rotation on a shift day, in the order in which they are offered."""

    day: Day
    found: Sequence[Standing]

    @property
    def offered(self) -> Standing | None:
        """The client to be in touch with now, None where nobody is left."""
        return rules.offered(self.found)


def rotation(context: "Context", moment: Moment | None = None) -> Rotation:
    """Give how all clients stand now, or at another moment."""
    now = moment.now if moment else context.now
    day = moment.shift.day if moment else context.shift_day.day
    db = context.db
    today = Day(day, to_text(now), context.zone, contacts.contacts_on(db, day.isoformat()))
    return Rotation(today, standings(contacts.candidates(db), today))


def pace_at(context: "Context", seen: Rotation) -> "Pace":
    """Give the pace where the rotation is read already."""
    from techday.rotation.pace import AHEAD_DAYS, Pace, pace  # to know who is next nobody plays the rotation ahead

    if not seen.found:
        return Pace(0, 0)
    days = WorkingDays(context)
    ahead = (seen.day.day + timedelta(days=number) for number in range(AHEAD_DAYS))
    return pace(seen.found, [days.is_worked(day) for day in ahead])
