"""What a routine item is told by: each room gives its own evidence, in one function, for one moment."""

from datetime import datetime
from typing import NamedTuple

from techday.core.intervals import Span
from techday.core.shifts import ShiftDay


class Moment(NamedTuple):
    """The moment for which evidence is asked: the instant, the shift day it belongs to, and who asks.

    `own` holds the user's rows among the technicians; None while the settings name nobody. `lunch` is the window of
    the shift in which time not told is no gap; `gap` from how many seconds on it is one. `until` is where the
    running entry will be cut, since it was forgotten; None where it counts up to now.
    """

    now: datetime
    shift: ShiftDay
    own: frozenset[int] | None
    lunch: Span[datetime] | None = None
    gap: int = 300
    until: datetime | None = None


class Evidence(NamedTuple):
    """What a room knows of a routine item: `open` or `done`, in words, and the command that closes it."""

    state: str
    text: str
    command: str
