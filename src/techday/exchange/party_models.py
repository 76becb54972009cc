"""What clients, sites, people and watches of a file must be before they touch the store.

Plain SQLModel bases, as for tickets: text arrives cleaned and cut, days and instants as the store writes them.
"""

from typing import Literal

from sqlmodel import Field, SQLModel

from techday.clients.acts import LONGEST_CODE
from techday.exchange.models import LONGEST_NAME, Day, Instant

LONGEST_PHONE = 60
LONGEST_ADDRESS = 300
LONGEST_ROLE = 100
LONGEST_NOTE = 500
LONGEST_WORD = 100
LONGEST_LINK = 1_000
LONGEST_RULE = 500
LONGEST_CADENCE = 3650

Channel = Literal["phone", "email", "visit", "chat"]
WatchKind = Literal["backup", "sensor", "fix", "approval", "update"]


class ClientValues(SQLModel):
    """What a row says of a client: "" or None where it says nothing. Fields have the names of the store's columns."""

    name: str = Field(default="", max_length=LONGEST_NAME)
    code: str = Field(default="", max_length=LONGEST_CODE)
    phone: str = Field(default="", max_length=LONGEST_PHONE)
    area: str = Field(default="", max_length=LONGEST_NAME)
    level: str = Field(default="", max_length=LONGEST_NAME)
    calendar: str = Field(default="", max_length=LONGEST_NAME)
    zone: str = Field(default="", max_length=LONGEST_NAME)
    cadence_days: int | None = Field(default=None, ge=1, le=LONGEST_CADENCE)
    billable: bool | None = None
    starts_on: Day | None = None
    paused_at: Instant | None = None
    paused_until: Day | None = None
    pause_reason: str = Field(default="", max_length=LONGEST_NOTE)


class SiteValues(SQLModel):
    """What a row says of a place of its client."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    address: str = Field(default="", max_length=LONGEST_ADDRESS)
    area: str = Field(default="", max_length=LONGEST_NAME)
    phone: str = Field(default="", max_length=LONGEST_PHONE)
    note: str = Field(default="", max_length=LONGEST_NOTE)


class PersonValues(SQLModel):
    """What a row says of somebody at its client."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    role: str = Field(default="", max_length=LONGEST_ROLE)
    phone: str = Field(default="", max_length=LONGEST_PHONE)
    email: str = Field(default="", max_length=LONGEST_NAME)
    channel: Channel | None = None
    main: bool = False
    note: str = Field(default="", max_length=LONGEST_NOTE)


class WatchValues(SQLModel):
    """What a row says of a watch; `client` is the client's code or name.

    `every` is as a watch keeps it, "" for once, None where the row says nothing of it. `kind_told` tells that the row
    says the kind, which is else guessed from the name.
    """

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    client: str = Field(default="", max_length=LONGEST_NAME)
    kind: WatchKind
    kind_told: bool = True
    every: str | None = Field(default=None, max_length=LONGEST_RULE)
    starts_at: Instant | None = None
    link: str = Field(default="", max_length=LONGEST_LINK)
    note: str = Field(default="", max_length=LONGEST_NOTE)
    paused_at: Instant | None = None
    paused_until: Day | None = None
    pause_reason: str = Field(default="", max_length=LONGEST_NOTE)
