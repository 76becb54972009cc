"""What a routine item is told by: each room gives its own evidence, in one function, for one moment."""

from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from typing import Any, NamedTuple

from techday.core.intervals import Span
from techday.core.shifts import ShiftDay


class Moment(NamedTuple):
    """The moment for which evidence is asked: the instant, the shift day it belongs to, and who asks.

    `own` holds the user's rows among the technicians; None while the settings name nobody. `lunch` is the window of
    the shift in which time not told is no gap; `gap` from how many seconds on it is one. `until` is where the
    running entry will be cut, since it was forgotten; None where it counts up to now. `planned` gives the shift day of
    any other date; `meets_clients` tells whether the shift meets the hours of any client. `zone` is the technician's.
    `memory` keeps what several items are told by, read once for the moment.
    """

    now: datetime
    shift: ShiftDay
    own: frozenset[int] | None
    lunch: Span[datetime] | None = None
    gap: int = 300
    until: datetime | None = None
    planned: Callable[[date], ShiftDay] | None = None
    meets_clients: bool = True
    zone: tzinfo = UTC
    memory: dict[str, Any] | None = None


class Evidence(NamedTuple):
    """What a room knows of a routine item: its state, in words, and the command that closes it.

    The state is `open`, `done`, `failed` or `na`. `by_hand` is what only the technician can see, and ticks.
    """

    state: str
    text: str
    command: str
    by_hand: bool = False
