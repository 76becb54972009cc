"""What a row of tickets must be before it touches the store.

A plain SQLModel base: models with `table=True` do not validate on construction. Text arrives cleaned and cut, instants
as the store writes them; the model is the door, and a row that does not fit through it is rejected with the reason.
"""

from typing import Annotated, Literal

from pydantic import StringConstraints, ValidationError
from sqlmodel import Field, SQLModel

LONGEST_NUMBER = 100
LONGEST_TITLE = 500
LONGEST_NAME = 200
LONGEST_BODY = 100_000

INSTANT = r"^(19[7-9]\d|20\d\d|21\d\d)-\d\d-\d\dT\d\d:\d\d:\d\dZ$"
DAY = r"^(19[7-9]\d|20\d\d|21\d\d)-\d\d-\d\d$"
# SQLModel's own `regex` checks nothing where pydantic 2 does the checking.
Instant = Annotated[str, StringConstraints(pattern=INSTANT)]
Day = Annotated[str, StringConstraints(pattern=DAY)]

SourceState = Literal["new", "working", "waiting", "resolved", "closed"]
WaitingFor = Literal["customer", "vendor", "parts", "scheduled"]


class TicketRow(SQLModel):
    """A ticket as one row of an export tells it: instants as UTC text, None or "" where the row says nothing.

    Fields that the ticket takes over as they stand have the names of its columns.
    """

    external_id: str = Field(min_length=1, max_length=LONGEST_NUMBER)
    title: str = Field(default="", max_length=LONGEST_TITLE)
    client: str = Field(default="", max_length=LONGEST_NAME)
    owner: str = Field(default="", max_length=LONGEST_NAME)
    requester: str = Field(default="", max_length=LONGEST_NAME)
    category: str = Field(default="", max_length=LONGEST_NAME)
    asset: str = Field(default="", max_length=LONGEST_NAME)
    source_status: str = Field(default="", max_length=LONGEST_NAME)
    source_priority: str = Field(default="", max_length=LONGEST_NAME)
    state: SourceState = "working"
    waiting_for: WaitingFor | None = None
    priority: int = Field(default=3, ge=1, le=4)
    opened_at: Instant | None = None
    source_updated_at: Instant | None = None
    due_at: Instant | None = None
    resolved_at: Instant | None = None
    closed_at: Instant | None = None
    body: str = Field(default="", max_length=LONGEST_BODY)
    fix: str = Field(default="", max_length=LONGEST_BODY)


def reason_of(error: ValidationError) -> str:
    """Say in one line why a row does not fit: the field and what is wrong with it."""
    problem = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, problem['loc']))}: {problem['msg'][:1].lower()}{problem['msg'][1:]}"
