"""What the time card shows: entries with what is billed of them, days with their gaps, the card of a week.

The JSON of the time card is these views, written out. All seconds are whole; instants are UTC, days are local dates.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple


class EntryView(NamedTuple):
    """An entry as people and scripts read it.

    `seconds` is its length, up to now while it runs; `paid_seconds` is less where it ran beside other work
    (concurrent); `billed_seconds` is after rounding, 0 where it is not billable. `note` is the client's: what was
    written, else the public words said meanwhile, else the ticket's title or the meeting's name; `own_note` tells that
    it was written. `late` is how many seconds after its end it was written down, where its day was over by then.
    `card` names the time card that it is on, or will be.
    """

    id: int
    started_at: datetime
    ended_at: datetime | None
    seconds: int
    paid_seconds: int
    billed_seconds: int
    ticket: str | None
    title: str | None
    client: str | None
    work_type: str
    billable: bool
    utilised: bool
    note: str
    own_note: bool
    internal_note: str
    late: int | None
    guessed: bool
    concurrent: bool
    card: str
    frozen: bool
    date: date

    @property
    def until(self) -> datetime:
        """Up to when it counts: its end, else now, or where it will be cut, since it was forgotten."""
        return self.ended_at or self.started_at + timedelta(seconds=self.seconds)


class GapView(NamedTuple):
    """Time of the shift on which nothing was told: neither work nor break, lunch nor time off, nor still to come."""

    started_at: datetime
    ended_at: datetime
    seconds: int


class BreakView(NamedTuple):
    """A break; the one that goes on has no end."""

    started_at: datetime
    ended_at: datetime | None


class Utilisation(NamedTuple):
    """How much of the time worked was billable and utilised, in seconds and percent, against the target.

    `planned_seconds` is the shift without lunch and time off; percentages are whole, rounded down, None where nothing
    was worked.
    """

    worked_seconds: int
    billable_seconds: int
    utilised_seconds: int
    planned_seconds: int
    billable_percent: int | None
    utilised_percent: int | None
    target_percent: int


class DayView(NamedTuple):
    """A shift day: its shift (instants), whether one is planned, and what was worked and billed.

    `worked_seconds` is the time paid: what ran side by side counts once. `planned_seconds` is the shift without lunch
    and time off; `scheduled_seconds` is what the schedule has planned, whatever the shift is; `time_off_seconds` is the
    approved time off within the shift, of a whole day the shift that there would have been.
    """

    date: date
    shift_start: datetime
    shift_end: datetime
    working: bool
    planned_seconds: int
    worked_seconds: int
    billed_seconds: int
    gaps: Sequence[GapView]
    breaks: Sequence[BreakView]
    utilisation: Utilisation
    scheduled_seconds: int = 0
    time_off_seconds: int = 0


class PlanView(NamedTuple):
    """What was planned for some days, in seconds: by the shifts, by the schedule, and as time off; as in DayView."""

    planned_seconds: int = 0
    scheduled_seconds: int = 0
    time_off_seconds: int = 0


class Finding(NamedTuple):
    """Something that `review` finds: its kind, in words, and the command that clears it.

    Kinds of errors: overlap, guess, future, long, note. Of warnings: gap, short, late, much, unassigned.
    """

    kind: str
    text: str
    command: str
    date: date
    entry: int | None = None


class RuleView(NamedTuple):
    """The rule by which time of a type of work is billed, in words."""

    work_type: str
    rule: str


class CardState(NamedTuple):
    """A card of the week by name, with its state, and the reason where it was rejected or reopened."""

    card: str
    state: str
    submitted_at: datetime | None
    worked_seconds: int
    billed_seconds: int
    decided_by: str | None
    reason: str | None
    digest: str | None


class CardView(NamedTuple):
    """The time card of a week.

    `week` is the card that was asked for (`2026-W47`, or its supplement `2026-W47/2`, which then holds that card's
    entries alone); `state`, `digest` and `accepted` (the warnings that were accepted) are that card's. `cards` has the
    cards of the week.
    """

    week: str
    first_day: date
    last_day: date
    state: str
    technician: str | None
    entries: Sequence[EntryView]
    days: Sequence[DayView]
    worked_seconds: int
    billed_seconds: int
    errors: Sequence[Finding]
    warnings: Sequence[Finding]
    utilisation: Utilisation
    rules: Sequence[RuleView]
    cards: Sequence[CardState]
    digest: str | None
    accepted: Sequence[str] = ()
    scheduled_seconds: int = 0
    time_off_seconds: int = 0
