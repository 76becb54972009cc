"""What a check-in says, as people and scripts read it: the JSON of the check-in is these views, written out.

Instants are UTC, days local dates, lengths of time whole seconds.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple


class TicketLine(NamedTuple):
    """A ticket of a check-in; `text` is its next step, or why it is blocked, or None."""

    ref: str
    client: str | None
    priority: int
    title: str
    text: str | None = None


class Handed(NamedTuple):
    """How many tickets were handed over to a colleague, by their name."""

    name: str
    tickets: int


class Worked(NamedTuple):
    """How long was worked in a day `on` something: a ticket's reference, else a client's code, else a work type."""

    on: str
    seconds: int


class Done(NamedTuple):
    """What was done in the day.

    Tickets resolved, clients spoken to, clients visited, watches checked and failing, what was handed over to whom, and
    what was `worked` on, the longest first.
    """

    tickets: Sequence[TicketLine]
    contacts: Sequence[str]
    visits: Sequence[str]
    watches_checked: int
    watches_failed: int
    handed_over: Sequence[Handed] = ()
    worked: Sequence[Worked] = ()


class OpenTickets(NamedTuple):
    """The technician's open tickets: how many, by priority ("1" to "4"), and those that wait for nobody, in order."""

    total: int
    by_priority: Mapping[str, int]
    tickets: Sequence[TicketLine]


class Hours(NamedTuple):
    """The time of the day, as the time card has it; `untold_seconds` is in gaps, percentages None without any work."""

    worked_seconds: int
    billed_seconds: int
    billable_percent: int | None
    target_percent: int
    untold_seconds: int


class Planned(NamedTuple):
    """An item of the schedule, with the client's code and the place; `all_day` items have no times to tell."""

    id: int
    title: str
    client: str | None
    place: str | None
    start: datetime
    end: datetime
    all_day: bool


class Promised(NamedTuple):
    """A promise that is due in the next shift."""

    ref: str
    client: str | None
    text: str
    due_at: datetime


class NextShift(NamedTuple):
    """The next shift that is worked: when it is, what is planned, which tickets come back, and what was promised."""

    date: date
    start: datetime
    end: datetime
    items: Sequence[Planned]
    back: Sequence[TicketLine]
    promises: Sequence[Promised]


class Issue(NamedTuple):
    """Something that needs attention: a `note` of the technician, or what was found, by its kind."""

    kind: str
    text: str


class Found(NamedTuple):
    """All that a check-in is assembled from.

    `is_past` tells that it is of an earlier day: then tickets are as they stand now. `watched` are tickets that are
    looked after for colleagues.
    """

    date: date
    now: datetime
    technician: str | None
    done: Done
    open: OpenTickets
    blocked: Sequence[TicketLine]
    hours: Hours
    tomorrow: NextShift | None
    issues: Sequence[Issue]
    watched: Sequence[TicketLine] = ()
    is_past: bool = False


class Status(NamedTuple):
    """The check-in of a shift day: what it is assembled from, and its words.

    `state` is open (assembled anew), edited or given. `text` is as it was edited or given, else as `assembled`, which
    is as it would be assembled now. `changed_since` counts the writes since the text was edited or given.
    """

    date: date
    now: datetime
    technician: str | None
    done: Done
    open: OpenTickets
    blocked: Sequence[TicketLine]
    hours: Hours
    tomorrow: NextShift | None
    issues: Sequence[Issue]
    watched: Sequence[TicketLine]
    is_past: bool
    state: str
    text: str
    assembled: str
    changed_at: datetime | None
    changed_since: int
    given_at: datetime | None
    given_to: str | None
