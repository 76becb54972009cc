"""What a routine item is told by: each room gives its own evidence, in one function, for one moment."""

from datetime import datetime
from typing import NamedTuple

from techday.core.shifts import ShiftDay


class Moment(NamedTuple):
    """The moment for which evidence is asked: the instant, the shift day it belongs to, and who asks.

    `own` holds the user's rows among the technicians; None while the settings name nobody.
    """

    now: datetime
    shift: ShiftDay
    own: frozenset[int] | None


class Evidence(NamedTuple):
    """What a room knows of a routine item: `open` or `done`, in words, and the command that closes it."""

    state: str
    text: str
    command: str
