"""Watches as scripts read them, which their screens draw."""

from typing import NamedTuple

from techday.watches.rules import Mark
from techday.watches.store import CheckRow


class LastCheck(NamedTuple):
    """The latest look at a watch."""

    at: str
    state: str
    seen: str
    decided_by: str | None


class WatchView(NamedTuple):
    """A watch as scripts read it: instants are UTC text, `missed` counts due times missed since the last look.

    `every` is "once" where it is wanted once; `due_at` is the due time that is open now; `ticket` that of its failure.
    """

    id: int
    name: str
    client: str
    kind: str
    every: str
    state: str
    due_at: str | None
    missed: int
    failing_days: int
    last: LastCheck | None
    strip: list[Mark]
    ticket: str | None
    link: str | None
    paused_until: str | None
    missed_at: str | None
    paused: bool
    note: str | None


class WatchPage(NamedTuple):
    """One watch with all its facts and its latest looks, the newest first; `next_due_at` is the next due time."""

    watch: WatchView
    client_name: str
    starts_at: str
    next_due_at: str | None
    pause_reason: str | None
    checks: list[CheckRow]
