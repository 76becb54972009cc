"""What a packet and a receipt must be before anything of them touches the store.

Plain SQLModel bases, held strictly: a number that comes as text is no number. Lengths are bounded, words are cleaned
here, and instants must exist. Keys that an older techday does not know are left aside; the digest covers them.
"""

import contextlib
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, StringConstraints, ValidationError
from sqlmodel import Field, SQLModel

from techday.core.instants import from_text, to_text
from techday.core.text import clean_block, clean_line
from techday.exchange.models import INSTANT, LONGEST_BODY, LONGEST_NUMBER
from techday.handover.packet import (
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_TITLE,
    MOST_LINES,
    MOST_PROMISES,
    MOST_TICKETS,
)
from techday.tickets.clocks import UNTIL

LONGEST_CODE = 12
LONGEST_ZONE = 100
MOST_EVENTS = 500
LARGEST_NUMBER = 10**15


UID = r"^[0-9a-f]{32}$"
DIGEST = r"^[0-9a-f]{64}$"
ZONE = r"^[A-Za-z0-9_+/-]*$"
# `working`, `bad-news`, or what is waited for and until when.
DETAIL = r"^[a-z-]{0,20}( until (19[7-9][0-9]|2[01][0-9]{2})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?$"
# What is said of a text that has not the form of its field.
NOT_SUCH = {
    INSTANT: "it is no instant in UTC",
    UID: "it is no name of 32 hexadecimal digits",
    DIGEST: "it is no digest of 64 hexadecimal digits",
    ZONE: "it is no time zone",
    DETAIL: "it is no word that techday knows",
}


def existing(text: str) -> str:
    """Refuse an instant that looks like one and is none, such as of 31 February."""
    with contextlib.suppress(ValueError):
        if to_text(from_text(text)) == text:
            return text
    raise ValueError("it is no instant that there is")


def ending_in_time(text: str) -> str:
    """Refuse a detail that ends in an instant that does not exist."""
    _, _, until = text.partition(UNTIL)
    if until:
        existing(until)
    return text


def cleaned(text: str) -> str:
    """Clean one line of foreign words."""
    return clean_line(text)


def worded(text: str) -> str:
    """Clean a line that must hold words; raises ValueError where nothing is left."""
    words = clean_line(text)
    if not words:
        raise ValueError("it holds no words")
    return words


Instant = Annotated[str, StringConstraints(pattern=INSTANT), AfterValidator(existing)]
Uid = Annotated[str, StringConstraints(pattern=UID)]
Digest = Annotated[str, StringConstraints(pattern=DIGEST)]
Zone = Annotated[str, StringConstraints(pattern=ZONE, max_length=LONGEST_ZONE)]
Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE), AfterValidator(cleaned)]
Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME), AfterValidator(cleaned)]
Person = Annotated[str, StringConstraints(max_length=LONGEST_NAME), AfterValidator(worded)]
Title = Annotated[str, StringConstraints(max_length=LONGEST_TITLE), AfterValidator(worded)]
# The number of the system of record, with its source before it where that was taken.
Reference = Annotated[str, StringConstraints(max_length=LONGEST_NUMBER + LONGEST_NAME), AfterValidator(worded)]
Code = Annotated[str, StringConstraints(max_length=LONGEST_CODE), AfterValidator(cleaned)]
Phone = Annotated[str, StringConstraints(max_length=LONGEST_PHONE), AfterValidator(cleaned)]
Body = Annotated[str, StringConstraints(max_length=LONGEST_BODY), AfterValidator(clean_block)]

Detail = Annotated[str, StringConstraints(pattern=DETAIL), AfterValidator(ending_in_time)]
EventText = Annotated[str, StringConstraints(max_length=LONGEST_LINE), AfterValidator(clean_block)]

EventKind = Literal["opened", "reply", "heard", "note", "state", "waiting"]
OpenState = Literal["new", "working", "waiting"]
WaitingFor = Literal["customer", "vendor", "parts", "scheduled"]
Plan = Literal["watch", "give"]
Severity = Literal["stable", "watcher", "unstable"]
Answer = Literal["accepted", "returned"]


class Strict(SQLModel):
    """A part of what travels: each field is of its own type, and of no other that could be taken for it."""

    model_config = ConfigDict(strict=True)  # type: ignore[assignment]  # SQLModel's own type adds keys for tables


class ClientModel(Strict):
    """The client of a ticket."""

    code: Code
    name: Person
    phone: Phone


class PromiseModel(Strict):
    """What was promised on a ticket."""

    text: Title
    due_at: Instant


class EventModel(Strict):
    """Something that happened on a ticket."""

    at: Instant
    kind: EventKind
    public: bool
    detail: Detail
    text: EventText


class ItemModel(Strict):
    """A ticket of a handover."""

    uid: Uid
    reference: Reference
    external: bool
    source: Name | None
    title: Title
    client: ClientModel | None
    priority: int = Field(ge=1, le=4)
    tier: int = Field(ge=1, le=3)
    state: OpenState
    waiting_for: WaitingFor | None
    waiting_until: Instant | None
    opened_at: Instant
    requester: Name
    category: Name
    body: Body
    plan: Plan
    severity: Severity | None
    summary: Line
    tried: Line
    next_step: Line
    by_at: Instant | None
    if_then: Line
    told: Line
    promises: list[PromiseModel] = Field(max_length=MOST_PROMISES)
    history: list[EventModel] = Field(default_factory=list, max_length=MOST_EVENTS)
    owner: Name = ""
    source_owner: Name = ""
    due_at: Instant | None = None
    asset: Name = ""


class WatchModel(Strict):
    """A watch that fails."""

    name: Name
    kind: Name
    client: Name
    days: int = Field(ge=0, le=LARGEST_NUMBER)
    seen: Line


class PlanModel(Strict):
    """Something on the sender's schedule."""

    title: Line
    starts_at: Instant
    ends_at: Instant
    client: Name
    place: Line


class PacketModel(Strict):
    """A whole handover."""

    uid: Uid
    number: int = Field(ge=1, le=LARGEST_NUMBER)
    sender: Person
    receiver: Person
    sent_at: Instant
    back_at: Instant | None
    zone: Zone
    items: list[ItemModel] = Field(min_length=1, max_length=MOST_TICKETS)
    watches: list[WatchModel] = Field(max_length=MOST_LINES)
    schedule: list[PlanModel] = Field(max_length=MOST_LINES)


class ReceiptLineModel(Strict):
    """A ticket of a receipt."""

    uid: Uid
    reference: Reference | None


class ReceiptModel(Strict):
    """What the receiver answers."""

    handover: Uid
    number: int = Field(ge=1, le=LARGEST_NUMBER)
    packet_digest: Digest
    sender: Person
    receiver: Person
    state: Answer
    at: Instant
    read_back: Line
    reason: Line
    lines: list[ReceiptLineModel] = Field(min_length=1, max_length=MOST_TICKETS)


def reason_of(error: ValidationError) -> str:
    """Say in one line why a document does not fit: where in it, counted from 1, and what is wrong there."""
    problem: Any = error.errors(include_url=False, include_input=False)[0]
    places = [str(one + 1) if isinstance(one, int) else str(one) for one in problem["loc"]]
    pattern = problem.get("ctx", {}).get("pattern")
    message = NOT_SUCH.get(pattern) or problem["msg"].removeprefix("Value error, ")
    return f"{' '.join(places)}: {message[:1].lower()}{message[1:]}"
