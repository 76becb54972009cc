"""What the screens of the rotation show. Their JSON is these views, written out; instants are UTC, days local dates."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple


class Who(NamedTuple):
    """A client by its names."""

    code: str
    name: str


class PersonView(NamedTuple):
    """Somebody at the client: `main` is who is rung first, `channel` the way that they like best, or None."""

    name: str
    role: str
    phone: str
    email: str
    channel: str | None
    main: bool
    note: str


class LastView(NamedTuple):
    """The last time that the client was spoken to."""

    at: datetime
    day: date
    channel: str | None
    person: str | None
    note: str


class BadNews(NamedTuple):
    """Something that went wrong since when, of which the client has not heard a word."""

    ref: str | None
    text: str
    since: datetime


class Ahead(NamedTuple):
    """A promise, or something that is due, within two weeks; `kind` is promise, resolution or project."""

    kind: str
    ref: str
    text: str
    due_at: datetime


class PromiseView(NamedTuple):
    """What the client was promised, and by when."""

    id: int
    ref: str
    text: str
    due_at: datetime


class LeftOut(NamedTuple):
    """A client who is not offered now: the state (done, tried, skipped, paused, starts), and in words."""

    client: Who
    state: str
    text: str


class PaceView(NamedTuple):
    """How many contacts a working day keep everybody below 60 days, and how many there were today."""

    needed: int
    done: int


class HoursView(NamedTuple):
    """Whether the client works now, and when it opens next where it does not; both None where nobody knows."""

    open: bool | None
    opens_at: datetime | None


class ContactView(NamedTuple):
    """The client to be in touch with, and what to know before the phone is picked up; without a client nobody is left.

    `open_tickets` are tickets as scripts read them. `offered` tells that the rotation offers this client; `clients` is
    how many there are in all.
    """

    client: Who | None
    silence_days: int | None
    cadence_days: int | None
    why: str
    state: str | None
    offered: bool
    phone: str | None
    people: Sequence[PersonView]
    hours: HoursView | None
    last_contact: LastView | None
    say: Sequence[str]
    bad_news: Sequence[BadNews]
    open_tickets: Sequence[Any]
    promises: Sequence[PromiseView]
    deadlines: Sequence[Ahead]
    left_out: Sequence[LeftOut]
    pace: PaceView
    clients: int


class ContactLine(NamedTuple):
    """A client of the list, in the order of the rotation; `offered` is the one to be in touch with now."""

    client: Who
    silence_days: int
    cadence_days: int
    last_contact_at: datetime | None
    last_contact_on: date | None
    state: str
    text: str
    again_at: datetime | None
    offered: bool


class ContactList(NamedTuple):
    """All clients in the order of the rotation, and how many contacts a day are needed."""

    contacts: Sequence[ContactLine]
    pace: PaceView
