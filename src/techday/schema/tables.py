"""Every table of the store, declared once.

`generate` turns these classes into `database/schema.sql`; a test compares the two. Tables come with the work that
needs them. A journaled table has an integer `id`, and its columns are only ever appended: the journal keeps a row as
the list of its values in this order.
"""

from typing import Literal, get_args

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from techday.schema.columns import between, flag, identity, named_state, number, one_of, points_to, words

OperationKind = Literal["write", "undo", "redo"]
TicketState = Literal["new", "working", "waiting", "resolved", "closed", "gone", "merged"]
WaitingFor = Literal["customer", "vendor", "parts", "scheduled"]
EventKind = Literal[
    "opened",
    "reply",
    "heard",
    "note",
    "state",
    "waiting",
    "priority",
    "owner",
    "edited",
    "promise",
    "kept",
    "verified",
    "escalated",
    "merged",
    "parted",
    "passed",
    "related",
    "linked",
    "problem",
    "handover",
]
PromiseState = Literal["open", "kept", "broken"]
ProblemState = Literal["open", "closed"]
CheckState = Literal["ok", "fail", "na"]
Channel = Literal["phone", "email", "visit", "chat"]
ContactKind = Literal["done", "tried", "skipped"]
DocumentKind = Literal["protocol", "system", "integration", "network", "vendor", "billing", "procedure", "credentials"]
WatchKind = Literal["backup", "sensor", "fix", "approval", "update"]
CardState = Literal["open", "submitted", "approved", "rejected"]
OwedKind = Literal["reply", "note", "fix", "time", "acknowledgement", "decline", "request", "submission"]
OwedState = Literal["owed", "told", "changed", "removed"]
ImportView = Literal["open", "all"]
ScheduleKind = Literal["on-site", "remote", "meeting", "training", "maintenance", "travel", "time-off"]
ScheduleState = Literal["proposed", "acknowledged", "declined", "cancelled"]
AgreementSide = Literal["manager", "client"]
TimeOffKind = Literal["vacation", "sick", "personal", "compensatory", "unpaid", "other"]
TimeOffState = Literal["requested", "approved", "declined", "withdrawn"]
ProjectState = Literal["running", "paused", "done", "cancelled"]
RiskState = Literal["open", "closed"]
HandoverPlan = Literal["keep", "watch", "give"]
TravelPlan = Literal["watch", "give"]
Severity = Literal["stable", "watcher", "unstable"]
HandoverDirection = Literal["out", "in"]
HandoverState = Literal["sent", "received", "accepted", "returned"]
MeetingKind = Literal["start", "end", "monday", "other"]
MeetingNoteKind = Literal["note", "decision", "action", "topic"]
MeetingNoteState = Literal["open", "done", "dropped"]
VisitState = Literal["travelling", "on-site", "ended"]
VisitResult = Literal["done", "back"]

STRICT = {"sqlite_strict": True}
NUMBERED = {"sqlite_strict": True, "sqlite_autoincrement": True}
OPEN_TICKET = text("state IN ('new', 'working', 'waiting')")


def known(column: str) -> Index:
    """The index of a foreign key of tickets that few of them have; it holds only those."""
    return Index(f"ticket_{column}", column, sqlite_where=text(f"{column} IS NOT NULL"))


class Operation(SQLModel, table=True):
    """One write: what was done, when, in words; an undo names the operation that it reverses."""

    __tablename__ = "operation"
    __table_args__ = (one_of("kind", get_args(OperationKind)), NUMBERED)

    id: int | None = identity()
    at: str
    verb: str
    summary: str = words()
    kind: OperationKind = named_state("write")
    reverses: int | None = points_to("operation.id", required=False)
    undone_by: int | None = points_to("operation.id", required=False)
    # The command that takes it back where undo must not: what left the machine, or froze.
    instead: str = words()
    # What techday did without being asked: undo passes it, unless its number is named.
    by_itself: bool = flag(False)


class Journal(SQLModel, table=True):
    """A row as it was before an operation touched it: a JSON list of its values, or NULL where it did not exist."""

    __tablename__ = "journal"
    # The history of a document is read from here; nothing else of the journal is read by row.
    __table_args__ = (Index("journal_document", "row_id", sqlite_where=text("table_name = 'document'")), STRICT)

    id: int | None = identity()
    operation_id: int = points_to("operation.id")
    table_name: str
    row_id: int
    before: str | None = None


class Holiday(SQLModel, table=True):
    """A public holiday, kept so that the clocks never load the holiday library: a cache, not journaled."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("country", "region", "day"), STRICT)

    id: int | None = identity()
    country: str
    region: str = words()
    day: str
    name: str


class Technician(SQLModel, table=True):
    """Somebody who owns tickets: the user and the colleagues."""

    __tablename__ = "technician"
    __table_args__ = (STRICT,)

    id: int | None = identity()
    name: str
    name_key: str = Field(unique=True)


class Client(SQLModel, table=True):
    """A company that is served. The placeholder is where tickets of a file without clients belong."""

    __tablename__ = "client"
    __table_args__ = (STRICT,)

    id: int | None = identity()
    code: str = Field(unique=True)
    name: str
    name_key: str = Field(unique=True)
    cadence_days: int = number(30)
    level: str = words()
    area: str = words()
    phone: str = words()
    billable: bool = flag(True)
    placeholder: bool = flag(False)
    created_at: str
    calendar_id: int | None = points_to("calendar.id", required=False)
    zone: str = words()
    # The local day from which it is served, and kept in touch with; without one the day on which it was added.
    starts_on: str | None = None
    paused_at: str | None = None
    # The local day on which a pause ends; without one it ends when somebody says so.
    paused_until: str | None = None
    pause_reason: str = words()


class Site(SQLModel, table=True):
    """A place of a client: where to go, and whom to ring there."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("client_id", "name_key"), STRICT)

    id: int | None = identity()
    client_id: int = points_to("client.id")
    name: str
    name_key: str
    address: str = words()
    area: str = words()
    phone: str = words()
    note: str = words()


class Person(SQLModel, table=True):
    """Somebody at a client: how to reach them, and which way they like best. `main` is who is rung first."""

    __tablename__ = "person"
    __table_args__ = (one_of("channel", get_args(Channel)), UniqueConstraint("client_id", "name_key"), STRICT)

    id: int | None = identity()
    client_id: int = points_to("client.id")
    site_id: int | None = points_to("site.id", required=False)
    name: str
    name_key: str
    role: str = words()
    phone: str = words()
    email: str = words()
    channel: Channel | None = named_state(None)
    main: bool = flag(False)
    note: str = words()


class Contact(SQLModel, table=True):
    """Being in touch with a client: done, tried without reaching anybody, or skipped with a reason.

    `day` is the shift day that it belongs to. `note` is what was talked of, or the reason of a skip; a client that was
    tried is not offered before `again_at`. `ticket_id` is the ticket that a call was about.
    """

    __tablename__ = "contact"
    __table_args__ = (
        one_of("kind", get_args(ContactKind)),
        one_of("channel", get_args(Channel)),
        Index("contact_client", "client_id", "kind", "at", "day"),
        Index("contact_day", "day", "kind"),
        NUMBERED,
    )

    id: int | None = identity()
    client_id: int = Field(foreign_key="client.id")
    kind: ContactKind = named_state()
    at: str
    day: str
    recorded_at: str
    channel: Channel | None = named_state(None)
    person_id: int | None = points_to("person.id", required=False)
    ticket_id: int | None = points_to("ticket.id", required=False)
    note: str = words()
    again_at: str | None = None


class Document(SQLModel, table=True):
    """A page of what is to be known, of one client or, without one, of the whole company; Markdown.

    `review_on` is the local day on which somebody looks whether it still holds, `review_days` how often.
    """

    __tablename__ = "document"
    __table_args__ = (
        one_of("kind", get_args(DocumentKind)),
        Index("document_review", "review_on", sqlite_where=text("review_on IS NOT NULL")),
        Index("document_reviewed", "reviewed_at", "review_on", sqlite_where=text("reviewed_at IS NOT NULL")),
        NUMBERED,
    )

    id: int | None = identity()
    client_id: int | None = points_to("client.id", required=False)
    kind: DocumentKind = named_state()
    title: str
    title_key: str
    created_at: str
    updated_at: str
    reviewed_at: str | None = None
    review_days: int | None = None
    review_on: str | None = None
    # The last column: SQLite would walk through a long text to reach what stands behind it.
    body: str = words()


class Watch(SQLModel, table=True):
    """Something of a client that is looked at again and again: a backup, a sensor, an update.

    `every` is how often, as it was typed ("daily", "4h", "weekly", an RRULE); "" is once. `starts_at` is the instant
    from which that counts. `rule_days` is a JSON list: the day from which days are counted, and of an RRULE those on
    which it falls, expanded some way ahead, so that no screen loads what expands it. `ticket_id` is the ticket of its
    last failure. The pause that lasts stands here, `paused_until` being the local day on which it ends by itself; those
    that are over have a table of their own.
    """

    __tablename__ = "watch"
    __table_args__ = (
        one_of("kind", get_args(WatchKind)),
        UniqueConstraint("client_id", "name_key"),
        Index("watch_named", "name_key"),
        NUMBERED,
    )

    id: int | None = identity()
    client_id: int = points_to("client.id")
    name: str
    name_key: str
    kind: WatchKind = named_state()
    every: str = words("daily")
    starts_at: str
    rule_days: str = words("[]")
    link: str = words()
    note: str = words()
    ticket_id: int | None = points_to("ticket.id", required=False)
    paused_at: str | None = None
    paused_until: str | None = None
    pause_reason: str = words()


class WatchPause(SQLModel, table=True):
    """A pause of a watch that is over, from one instant to another; the one that lasts stands in the watch itself."""

    __tablename__ = "watch_pause"
    __table_args__ = (STRICT,)

    id: int | None = identity()
    watch_id: int = points_to("watch.id")
    from_at: str
    until_at: str
    reason: str = words()


class WatchShifts(SQLModel, table=True):
    """The shifts by which watches were due from a local day on, as a write on watches first met them.

    A change of the settings would else make due what never was. `pattern` is a JSON list: start, end, weekdays, country
    and region of the holidays. `after_day` is the last day on which the pattern before was met: in between nobody knows
    which of the two there was; None for the first.
    """

    __tablename__ = "watch_shifts"
    __table_args__ = (STRICT,)

    id: int | None = identity()
    first_day: str
    after_day: str | None = None
    pattern: str


class WatchCheck(SQLModel, table=True):
    """A look at a watch, with what was seen. `due_at` is the due time that it answers, None where none was open.

    `day` is the shift day; `decided_by` is who decided an approval.
    """

    __tablename__ = "watch_check"
    __table_args__ = (
        one_of("state", get_args(CheckState)),
        Index("watch_check_latest", "watch_id", "at", "id", "state", "day", "due_at"),
        STRICT,
    )

    id: int | None = identity()
    watch_id: int = Field(foreign_key="watch.id")
    at: str
    day: str
    due_at: str | None = None
    recorded_at: str
    state: CheckState = named_state()
    seen: str = words()
    decided_by: str = words()


class Calendar(SQLModel, table=True):
    """Working hours with a name: weekly hours as they were typed ("mon-fri 08:00-17:00"), a zone, public holidays."""

    __tablename__ = "calendar"
    __table_args__ = (STRICT,)

    id: int | None = identity()
    name: str
    name_key: str = Field(unique=True)
    hours: str
    zone: str = words()
    country: str = words()
    region: str = words()


class ClosingDay(SQLModel, table=True):
    """A day on which a calendar is closed though it is no public holiday."""

    __tablename__ = "closing_day"
    __table_args__ = (UniqueConstraint("calendar_id", "day"), STRICT)

    id: int | None = identity()
    calendar_id: int = points_to("calendar.id")
    day: str
    name: str = words()


class ServiceLevel(SQLModel, table=True):
    """What a client is promised, by the name that its contract has; the calendar is that of its clients by default."""

    __tablename__ = "service_level"
    __table_args__ = (STRICT,)

    id: int | None = identity()
    name: str
    name_key: str = Field(unique=True)
    calendar_id: int | None = points_to("calendar.id", required=False)


class LevelTarget(SQLModel, table=True):
    """What a level promises of one priority, in working time as it was typed: `4h`, or `2d` of its calendar's days."""

    __tablename__ = "level_target"
    __table_args__ = (UniqueConstraint("level_id", "priority"), between("priority", 1, 4), STRICT)

    id: int | None = identity()
    level_id: int = points_to("service_level.id")
    priority: int
    response: str = words()
    update_every: str = words()
    resolution: str = words()
    around_the_clock: bool = flag(False)


class Problem(SQLModel, table=True):
    """The common cause of several tickets; its number was shown to people."""

    __tablename__ = "problem"
    __table_args__ = (one_of("state", get_args(ProblemState)), NUMBERED)

    id: int | None = identity()
    title: str
    client_id: int | None = points_to("client.id", required=False)
    state: ProblemState = named_state("open")
    opened_at: str
    cause: str = words()
    cause_at: str | None = None
    fix: str = words()
    closed_at: str | None = None


class Ticket(SQLModel, table=True):
    """A ticket, imported or local, by the one reference under which people know it."""

    __tablename__ = "ticket"
    __table_args__ = (
        one_of("state", get_args(TicketState)),
        one_of("waiting_for", get_args(WaitingFor)),
        between("priority", 1, 4),
        between("tier", 1, 3),
        Index("ticket_queue", "priority", "opened_at", "id", sqlite_where=OPEN_TICKET),
        Index("ticket_opened", "opened_at"),
        Index("ticket_client", "client_id", "opened_at"),
        Index("ticket_gone", "id", sqlite_where=text("state = 'gone'")),
        Index("ticket_cause_owed", "id", sqlite_where=text("cause_owed = 1")),
        known("merged_into"),
        known("problem_id"),
        CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL)", name="merged_somewhere"),
        STRICT,
    )

    id: int | None = identity()
    reference: str = Field(unique=True)
    source: str | None = None
    external_id: str | None = None
    client_id: int | None = Field(default=None, foreign_key="client.id")
    owner_id: int | None = points_to("technician.id", required=False)
    title: str
    priority: int = number(3)
    tier: int = number(1)
    state: TicketState = named_state("new")
    requester: str = words()
    category: str = words()
    source_status: str = words()
    source_priority: str = words()
    opened_at: str
    first_seen_at: str
    source_updated_at: str | None = None
    due_at: str | None = None
    resolved_at: str | None = None
    closed_at: str | None = None
    waiting_for: WaitingFor | None = named_state(None)
    waiting_until: str | None = None
    next_action: str = words()
    verified_at: str | None = None
    body: str = words()
    asset: str = words()
    fix: str = words()
    cause: str = words()
    cause_owed: bool = flag(False)
    merged_into: int | None = Field(default=None, foreign_key="ticket.id")
    problem_id: int | None = Field(default=None, foreign_key="problem.id")
    escalated_at: str | None = None
    escalated_to: str = words()


class LocalNumber(SQLModel, table=True):
    """The number of a local ticket (`L7`), never given twice."""

    __tablename__ = "local_number"
    __table_args__ = (NUMBERED,)

    id: int | None = identity()
    ticket_id: int = points_to("ticket.id")


class TicketEvent(SQLModel, table=True):
    """Something that happened on a ticket: a word, a change of state, owner or priority.

    `at` is when it happened, `recorded_at` when it was written down; `detail` is the small word that rules read (the
    new state, the priority, the kind of reply; of `opened` the state in which the ticket was first seen), `text` what
    people read. `imported` tells what a source said from what the technician did here.
    """

    __tablename__ = "ticket_event"
    __table_args__ = (
        one_of("kind", get_args(EventKind)),
        # Covers all that the clocks and "touched today" read, so that the rows themselves stay unread.
        Index("ticket_event_clocks", "ticket_id", "at", "id", "kind", "public", "imported", "detail"),
        STRICT,
    )

    id: int | None = identity()
    ticket_id: int = Field(foreign_key="ticket.id")
    at: str
    recorded_at: str
    kind: EventKind = named_state()
    public: bool = flag(False)
    imported: bool = flag(False)
    detail: str = words()
    text: str = words()


class Promise(SQLModel, table=True):
    """Something that a client was promised by a time; its number was shown to people."""

    __tablename__ = "promise"
    __table_args__ = (
        one_of("state", get_args(PromiseState)),
        Index("promise_open", "due_at", sqlite_where=text("state = 'open'")),
        NUMBERED,
    )

    id: int | None = identity()
    ticket_id: int = points_to("ticket.id")
    text: str
    made_at: str
    due_at: str
    state: PromiseState = named_state("open")
    settled_at: str | None = None
    outcome: str = words()


class TicketRelation(SQLModel, table=True):
    """Two tickets that have to do with each other; the lower row number comes first."""

    __tablename__ = "ticket_relation"
    __table_args__ = (
        UniqueConstraint("ticket_id", "other_id"),
        CheckConstraint("ticket_id < other_id", name="lower_first"),
        STRICT,
    )

    id: int | None = identity()
    ticket_id: int = Field(foreign_key="ticket.id")
    other_id: int = points_to("ticket.id")


class Escalation(SQLModel, table=True):
    """A ticket handed up: to a tier or a person, why, and what was tried; its event says the same to people.

    `checklist` is a JSON list of [item, "yes", "no" or ""] for what the tier below should have tried.
    """

    __tablename__ = "escalation"
    __table_args__ = (STRICT,)

    id: int | None = identity()
    ticket_id: int = points_to("ticket.id")
    event_id: int = points_to("ticket_event.id")
    at: str
    target: str
    tier_before: int
    tier_after: int
    reason: str
    tried: str
    checklist: str = words("[]")


class TimeCard(SQLModel, table=True):
    """The time card of a week, made when it is first submitted; parts 2 and above are its supplements.

    While it is submitted or approved, its lines and the entries on it are frozen: triggers hold all to that. `digest`
    is over the lines as they were submitted. `accepted` is a JSON list of the warnings that were accepted.
    """

    __tablename__ = "time_card"
    __table_args__ = (
        one_of("state", get_args(CardState)),
        UniqueConstraint("week", "part"),
        Index("time_card_state", "state", "week"),
        STRICT,
    )

    id: int | None = identity()
    week: str
    part: int = number(1)
    state: CardState = named_state("open")
    technician: str = words()
    first_day: str
    last_day: str
    submitted_at: str | None = None
    worked_seconds: int = number(0)
    billed_seconds: int = number(0)
    rules: str = words()
    accepted: str = words("[]")
    digest: str = words()
    decided_at: str | None = None
    decided_by: str = words()
    reason: str = words()


class TimeEntry(SQLModel, table=True):
    """Time worked, from start to end; the running entry has no end yet, and there is at most one.

    `recorded_at` is when it was written down ("" where that was as it ended). `billable` is what was said of this
    entry alone; without it the work type and the client decide. A `guessed` end must be confirmed. `concurrent` time
    runs beside other work and is not paid twice. `card_id` is the time card on which it was submitted. A timer that
    still runs at `expected_end` may have been forgotten. The client is that of the ticket where there is one.
    """

    __tablename__ = "time_entry"
    __table_args__ = (
        Index("time_entry_started", "started_at"),
        Index("time_entry_running", text("(1)"), unique=True, sqlite_where=text("ended_at IS NULL")),
        Index("time_entry_open", "started_at", sqlite_where=text("card_id IS NULL")),
        Index("time_entry_guessed", "started_at", sqlite_where=text("guessed = 1")),
        Index("time_entry_card", "card_id", sqlite_where=text("card_id IS NOT NULL")),
        Index("time_entry_client", "client_id", sqlite_where=text("client_id IS NOT NULL")),
        Index("time_entry_meeting", "meeting_id", sqlite_where=text("meeting_id IS NOT NULL")),
        CheckConstraint("ended_at >= started_at", name="ends_after_it_began"),
        NUMBERED,
    )

    id: int | None = identity()
    started_at: str
    ended_at: str | None = None
    ticket_id: int | None = points_to("ticket.id", required=False)
    work_type: str
    note: str = words()
    client_id: int | None = Field(default=None, foreign_key="client.id")
    billable: int | None = None
    internal_note: str = words()
    recorded_at: str = words()
    guessed: bool = flag(False)
    concurrent: bool = flag(False)
    card_id: int | None = Field(default=None, foreign_key="time_card.id")
    expected_end: str | None = None
    # What is cut off, gone on with after a break, or gone back to is still of the same meeting.
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")


class CardLine(SQLModel, table=True):
    """A line of a time card as it was submitted: what its entry said then, and what it was billed at.

    So a client that is renamed, a ticket that is linked or a rule that changes later leaves the card as it was.
    """

    __tablename__ = "card_line"
    __table_args__ = (UniqueConstraint("entry_id"), STRICT)

    id: int | None = identity()
    card_id: int = points_to("time_card.id")
    entry_id: int = Field(foreign_key="time_entry.id")
    day: str
    started_at: str
    ended_at: str
    seconds: int
    paid_seconds: int
    billed_seconds: int
    ticket: str | None = None
    title: str | None = None
    client: str | None = None
    work_type: str
    billable: bool = flag(False)
    utilised: bool = flag(False)
    note: str = words()
    internal_note: str = words()
    late_seconds: int | None = None
    concurrent: bool = flag(False)
    # The entry's own row as it was submitted, a JSON list: whoever changes it behind techday's back is found.
    content: str = words()


class TimeBreak(SQLModel, table=True):
    """A break, so that a gap on the time card is known for one; the one that goes on has no end yet."""

    __tablename__ = "time_break"
    __table_args__ = (
        Index("time_break_started", "started_at"),
        Index("time_break_running", text("(1)"), unique=True, sqlite_where=text("ended_at IS NULL")),
        CheckConstraint("ended_at >= started_at", name="ends_after_it_began"),
        STRICT,
    )

    id: int | None = identity()
    started_at: str
    ended_at: str | None = None


class OutboxItem(SQLModel, table=True):
    """Something that the PSA must still learn, or has learnt (`told`); its number was shown to people.

    `told` holds the content that the PSA was told, so that a later change brings the item back as `changed`. An item
    is `removed` where the PSA was told of an entry that is no more, or on a ticket that it no longer belongs to
    (`told_ticket_id` is the one that it was told on, through merges). Time entries may be deleted, so `entry_id` is no
    foreign key. Items of the kinds without a row of their own say all in `text`.
    """

    __tablename__ = "outbox_item"
    __table_args__ = (
        one_of("kind", get_args(OwedKind)),
        one_of("state", get_args(OwedState)),
        Index("outbox_item_owed", "ticket_id", "id", sqlite_where=text("state <> 'told'")),
        Index("outbox_item_entry", "entry_id", unique=True, sqlite_where=text("entry_id IS NOT NULL")),
        Index("outbox_item_event", "event_id", unique=True, sqlite_where=text("event_id IS NOT NULL")),
        Index("outbox_item_card", "card_id", sqlite_where=text("card_id IS NOT NULL")),
        Index("outbox_item_schedule", "schedule_item_id", sqlite_where=text("schedule_item_id IS NOT NULL")),
        Index("outbox_item_time_off", "time_off_id", sqlite_where=text("time_off_id IS NOT NULL")),
        NUMBERED,
    )

    id: int | None = identity()
    kind: OwedKind = named_state()
    created_at: str
    ticket_id: int | None = points_to("ticket.id", required=False)
    event_id: int | None = Field(default=None, foreign_key="ticket_event.id")
    entry_id: int | None = None
    card_id: int | None = Field(default=None, foreign_key="time_card.id")
    text: str = words()
    state: OwedState = named_state("owed")
    told_at: str | None = None
    told: str = words()
    told_ticket_id: int | None = points_to("ticket.id", required=False)
    schedule_item_id: int | None = Field(default=None, foreign_key="schedule_item.id")
    time_off_id: int | None = Field(default=None, foreign_key="time_off.id")


class Project(SQLModel, table=True):
    """Work for a client that has an end: milestones, what it needs, what may go wrong, and the next step.

    Days are local dates. `resources` is who and what it needs, in words.
    """

    __tablename__ = "project"
    __table_args__ = (
        one_of("state", get_args(ProjectState)),
        UniqueConstraint("client_id", "name_key"),
        Index("project_running", "due_on", sqlite_where=text("state = 'running'")),
        NUMBERED,
    )

    id: int | None = identity()
    client_id: int = points_to("client.id")
    name: str
    name_key: str
    state: ProjectState = named_state("running")
    starts_on: str | None = None
    due_on: str | None = None
    next_step: str = words()
    resources: str = words()
    note: str = words()
    created_at: str
    ended_at: str | None = None


class Milestone(SQLModel, table=True):
    """A step of a project: the local day by which it is due, and how many working days of work it still needs."""

    __tablename__ = "milestone"
    __table_args__ = (NUMBERED,)

    id: int | None = identity()
    project_id: int = points_to("project.id")
    title: str
    due_on: str | None = None
    days: int = number(0)
    done_at: str | None = None


class ProjectRisk(SQLModel, table=True):
    """What may go wrong in a project, and what became of it."""

    __tablename__ = "project_risk"
    __table_args__ = (one_of("state", get_args(RiskState)), NUMBERED)

    id: int | None = identity()
    project_id: int = points_to("project.id")
    text: str
    state: RiskState = named_state("open")
    at: str
    closed_at: str | None = None
    outcome: str = words()


class ProjectCheck(SQLModel, table=True):
    """A look at a project on a shift day, with what was seen."""

    __tablename__ = "project_check"
    __table_args__ = (Index("project_check_day", "day", "project_id"), STRICT)

    id: int | None = identity()
    project_id: int = points_to("project.id")
    at: str
    day: str
    seen: str = words()


class ScheduleFeed(SQLModel, table=True):
    """A calendar that is subscribed to, by its address; that may hold a secret, so screens show only its host."""

    __tablename__ = "schedule_feed"
    __table_args__ = (NUMBERED,)

    id: int | None = identity()
    name: str
    name_key: str = Field(unique=True)
    url: str
    created_at: str


class FeedCheck(SQLModel, table=True):
    """How the last looks at a subscribed calendar went: a cache, not journaled.

    `good_at` is when the calendar was last known to be as it stands here, `failing_since` when it could first not be
    reached after that, with `failure` in words. `etag`, `last_modified` and `digest` are of the last good copy, and
    `operation_id` is the newest operation of that time: where anything was undone or redone since, they mean nothing.
    `known_to` is the last local day up to which its events were worked out. `notes` is a JSON list of what was skipped.
    """

    __tablename__ = "feed_check"
    __table_args__ = (STRICT,)

    id: int | None = identity()
    feed_id: int = Field(unique=True)
    tried_at: str | None = None
    good_at: str | None = None
    failing_since: str | None = None
    failure: str = words()
    etag: str = words()
    last_modified: str = words()
    digest: str = words()
    operation_id: int | None = None
    known_to: str = words()
    notes: str = words("[]")


class ScheduleSeries(SQLModel, table=True):
    """What repeats an item of one's own: a rule of days (RRULE), from a local day on, at local times of the zone.

    Its items are rows of their own, worked out up to `known_to`; of a rule that has come to its end that is
    9999-12-31. `ends_before` is the local day from which on it was cancelled or moved, None where it goes on.
    """

    __tablename__ = "schedule_series"
    __table_args__ = (Index("schedule_series_known", "known_to"), STRICT)

    id: int | None = identity()
    uid: str = Field(unique=True)
    rule: str
    first_day: str
    starts: str
    seconds: int
    all_day: bool = flag(False)
    known_to: str
    ends_before: str | None = None
    created_at: str


class ScheduleItem(SQLModel, table=True):
    """Something planned, from start to end, by the identity that calendars give it: UID and RECURRENCE-ID.

    `instance` is "" for what happens once; of what repeats, the start that the rule gives it: a UTC instant, or a
    local day. An item of whole days has `first_day` and `last_day`, both included, and the instants of the technician's
    midnights. `technician` is who is to do it, "" for the user. `answered` is a JSON object of what the item said when
    it was acknowledged or declined, so that what changed since can be told; `imported` one of what its calendar said
    last. `reason` is that of a decline or of a cancellation.
    """

    __tablename__ = "schedule_item"
    __table_args__ = (
        one_of("kind", get_args(ScheduleKind)),
        one_of("state", get_args(ScheduleState)),
        UniqueConstraint("uid", "instance"),
        Index("schedule_item_ends", "ends_at", "starts_at"),
        Index("schedule_item_open", "ends_at", sqlite_where=text("state = 'proposed'")),
        Index("schedule_item_travel", "ends_at", sqlite_where=text("kind = 'travel'")),
        Index("schedule_item_feed", "feed_id", "ends_at", sqlite_where=text("feed_id IS NOT NULL")),
        Index("schedule_item_series", "series_id", sqlite_where=text("series_id IS NOT NULL")),
        Index("schedule_item_client", "client_id", "ends_at", sqlite_where=text("client_id IS NOT NULL")),
        Index("schedule_item_site", "site_id", sqlite_where=text("site_id IS NOT NULL")),
        Index("schedule_item_ticket", "ticket_id", sqlite_where=text("ticket_id IS NOT NULL")),
        Index("schedule_item_project", "project_id", sqlite_where=text("project_id IS NOT NULL")),
        CheckConstraint("ends_at >= starts_at", name="ends_after_it_begins"),
        CheckConstraint("all_day = (first_day IS NOT NULL AND last_day IS NOT NULL)", name="whole_days_have_days"),
        NUMBERED,
    )

    id: int | None = identity()
    uid: str
    instance: str = words()
    feed_id: int | None = Field(default=None, foreign_key="schedule_feed.id")
    series_id: int | None = Field(default=None, foreign_key="schedule_series.id")
    title: str
    kind: ScheduleKind = named_state()
    starts_at: str
    ends_at: str
    all_day: bool = flag(False)
    first_day: str | None = None
    last_day: str | None = None
    place: str = words()
    client_id: int | None = Field(default=None, foreign_key="client.id")
    site_id: int | None = Field(default=None, foreign_key="site.id")
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    project_id: int | None = Field(default=None, foreign_key="project.id")
    technician: str = words()
    note: str = words()
    state: ScheduleState = named_state("proposed")
    answered_at: str | None = None
    reason: str = words()
    answered: str = words()
    imported: str = words()
    created_at: str
    cancelled_at: str | None = None


class TravelAgreement(SQLModel, table=True):
    """That the service manager, or the client, agreed to a travel item: who, and when; JSON of what it said then."""

    __tablename__ = "travel_agreement"
    __table_args__ = (one_of("side", get_args(AgreementSide)), UniqueConstraint("item_id", "side"), STRICT)

    id: int | None = identity()
    item_id: int = points_to("schedule_item.id")
    side: AgreementSide = named_state()
    name: str
    at: str
    recorded_at: str
    agreed: str


class TimeOff(SQLModel, table=True):
    """Time off that was asked for: whole local days, or hours of one; its number was shown to people.

    `seen_at` is when somebody saw that it stands on the company's schedule, with what was seen, where no calendar
    that techday reads can tell.
    """

    __tablename__ = "time_off"
    __table_args__ = (
        one_of("kind", get_args(TimeOffKind)),
        one_of("state", get_args(TimeOffState)),
        Index("time_off_ends", "ends_at", sqlite_where=text("state IN ('requested', 'approved')")),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_begins"),
        NUMBERED,
    )

    id: int | None = identity()
    kind: TimeOffKind = named_state()
    starts_at: str
    ends_at: str
    first_day: str | None = None
    last_day: str | None = None
    state: TimeOffState = named_state("requested")
    note: str = words()
    requested_at: str
    decided_at: str | None = None
    decided_by: str = words()
    reason: str = words()
    seen_at: str | None = None
    seen: str = words()


class ImportHeader(SQLModel, table=True):
    """What was learnt of a kind of file: its source, which column is which field, how its dates read, its view."""

    __tablename__ = "import_header"
    __table_args__ = (one_of("view", get_args(ImportView)), STRICT)

    id: int | None = identity()
    header_key: str = Field(unique=True)
    source: str
    mapping: str
    view: ImportView = named_state("all")
    date_order: str = words()


class TicketImport(SQLModel, table=True):
    """One import of a file of tickets, with what became of its rows."""

    __tablename__ = "ticket_import"
    __table_args__ = (STRICT,)

    id: int | None = identity()
    at: str
    source: str
    file_name: str
    file_modified_at: str
    header_id: int = points_to("import_header.id")
    rows_read: int
    rows_new: int
    rows_changed: int
    rows_same: int
    rows_superseded: int
    rows_rejected: int
    tickets_gone: int = number(0)


class ImportedTicket(SQLModel, table=True):
    """What a source last said of a ticket, keyed by source and the source's own number.

    `imported` is a JSON object of the values as last imported: a field is updated only while the ticket still holds
    that value.
    """

    __tablename__ = "imported_ticket"
    __table_args__ = (UniqueConstraint("source", "external_id"), STRICT)

    id: int | None = identity()
    source: str
    external_id: str
    ticket_id: int = points_to("ticket.id")
    header_id: int = points_to("import_header.id")
    imported: str


class RoutineCheck(SQLModel, table=True):
    """A routine item told by hand: what the store cannot see, with what was seen. `always` stands from its day on."""

    __tablename__ = "routine_check"
    __table_args__ = (one_of("state", get_args(CheckState)), Index("routine_check_item", "item", "day"), STRICT)

    id: int | None = identity()
    day: str
    at: str
    item: str
    state: CheckState = named_state()
    seen: str = words()
    always: bool = flag(False)


class HandoverDraft(SQLModel, table=True):
    """What was said of a ticket for the next handover; without a `plan` the proposal stands. Sent, it is no more.

    `by_at` is when something must have happened, `if_then` what to do if something does, `told` who knows of it.
    """

    __tablename__ = "handover_draft"
    __table_args__ = (one_of("plan", get_args(HandoverPlan)), one_of("severity", get_args(Severity)), STRICT)

    id: int | None = identity()
    ticket_id: int = Field(foreign_key="ticket.id", unique=True)
    plan: HandoverPlan | None = named_state(None)
    severity: Severity | None = named_state(None)
    summary: str = words()
    tried: str = words()
    next_step: str = words()
    by_at: str | None = None
    if_then: str = words()
    told: str = words()
    set_at: str


class Handover(SQLModel, table=True):
    """Work handed to a colleague (`out`) or by one (`in`); its number was shown to people. What was sent is frozen.

    `uid` is the same on both sides, and `number` the sender's. `packet` is the file as it was written, "" where all
    was only said (`spoken`). `back_at` is when the sender's next shift begins, up to which the receiver watches.
    `decided_at` is when it was accepted or returned, `decided_by` who did, with the words of the read-back, or the
    `reason`. `receipt_at` is when the receiver's receipt was read in here.
    """

    __tablename__ = "handover"
    __table_args__ = (
        one_of("direction", get_args(HandoverDirection)),
        one_of("state", get_args(HandoverState)),
        CheckConstraint("state <> CASE direction WHEN 'out' THEN 'received' ELSE 'sent' END", name="state_of_its_way"),
        Index("handover_open", "id", sqlite_where=text("state IN ('sent', 'received')")),
        Index("handover_back", "back_at"),
        NUMBERED,
    )

    id: int | None = identity()
    uid: str = Field(unique=True)
    direction: HandoverDirection = named_state()
    number: int | None = None
    technician_id: int = points_to("technician.id")
    name: str
    state: HandoverState = named_state()
    spoken: bool = flag(False)
    sent_at: str
    back_at: str | None = None
    recorded_at: str
    packet: str = words()
    digest: str = words()
    decided_at: str | None = None
    decided_by: str = words()
    read_back: str = words()
    reason: str = words()
    receipt_at: str | None = None


class HandoverLine(SQLModel, table=True):
    """One ticket of a handover, as it was sent. Of one that came in, the ticket here is known once it is accepted."""

    __tablename__ = "handover_line"
    __table_args__ = (
        one_of("plan", get_args(TravelPlan)),
        one_of("severity", get_args(Severity)),
        Index("handover_line_ticket", "ticket_id", sqlite_where=text("ticket_id IS NOT NULL")),
        STRICT,
    )

    id: int | None = identity()
    handover_id: int = points_to("handover.id")
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    ticket_uid: str
    plan: TravelPlan = named_state()
    reference: str
    title: str
    client: str | None = None
    priority: int = number(3)
    severity: Severity | None = named_state(None)
    summary: str = words()
    tried: str = words()
    next_step: str = words()
    by_at: str | None = None
    if_then: str = words()
    told: str = words()


class TicketUid(SQLModel, table=True):
    """The name by which techday knows a ticket on every machine that it was handed to: local numbers differ."""

    __tablename__ = "ticket_uid"
    __table_args__ = (STRICT,)

    id: int | None = identity()
    ticket_id: int = Field(foreign_key="ticket.id", unique=True)
    uid: str = Field(unique=True)


class Meeting(SQLModel, table=True):
    """A meeting: of the start or end of a shift, on Monday, or any other; its number was shown to people.

    Its time is that of the time entries which name it, and it runs while one of them runs. `started_at` is when it was
    started; `day` is the shift day that it belongs to.
    """

    __tablename__ = "meeting"
    __table_args__ = (one_of("kind", get_args(MeetingKind)), Index("meeting_day", "day"), NUMBERED)

    id: int | None = identity()
    kind: MeetingKind = named_state()
    title: str = words()
    day: str
    started_at: str
    recorded_at: str


class MeetingNote(SQLModel, table=True):
    """What was noted in a meeting, or for the Monday meeting (`topic`); its number was shown to people.

    A decision and a topic are `open` until they are settled, `settled_in` a meeting; an action is a ticket or a
    promise.
    """

    __tablename__ = "meeting_note"
    __table_args__ = (
        one_of("kind", get_args(MeetingNoteKind)),
        one_of("state", get_args(MeetingNoteState)),
        Index("meeting_note_open", "kind", "id", sqlite_where=text("state = 'open'")),
        Index("meeting_note_settled_in", "settled_in", sqlite_where=text("settled_in IS NOT NULL")),
        NUMBERED,
    )

    id: int | None = identity()
    meeting_id: int | None = points_to("meeting.id", required=False)
    kind: MeetingNoteKind = named_state()
    text: str
    at: str
    state: MeetingNoteState = named_state("open")
    settled_at: str | None = None
    settled_in: int | None = Field(default=None, foreign_key="meeting.id")
    ticket_id: int | None = points_to("ticket.id", required=False)
    promise_id: int | None = points_to("promise.id", required=False)


class CheckIn(SQLModel, table=True):
    """The status of a shift day for the service manager: what was written of it, and when it was given to whom.

    `text` is the status as it was edited, or as it was given; "" while it is assembled anew. `issues` are lines that
    were added to what needs attention.
    """

    __tablename__ = "check_in"
    __table_args__ = (STRICT,)

    id: int | None = identity()
    day: str = Field(unique=True)
    text: str = words()
    issues: str = words()
    changed_at: str
    given_at: str | None = None
    given_to: str = words()


class Visit(SQLModel, table=True):
    """A visit to a client, from the way there to the end; its number was shown to people.

    `called_at` is when home was called after it, who was spoken to (`called_name`) and what changed meanwhile (`news`);
    without it the call is owed once the visit has ended. `next_*` is the job that was settled on then.
    """

    __tablename__ = "visit"
    __table_args__ = (
        one_of("state", get_args(VisitState)),
        Index("visit_open", text("(1)"), unique=True, sqlite_where=text("state <> 'ended'")),
        Index("visit_to_call", "id", sqlite_where=text("state = 'ended' AND called_at IS NULL")),
        Index("visit_left", "left_at"),
        NUMBERED,
    )

    id: int | None = identity()
    client_id: int = points_to("client.id")
    site_id: int | None = points_to("site.id", required=False)
    state: VisitState = named_state()
    went_at: str | None = None
    arrived_at: str | None = None
    left_at: str | None = None
    note: str = words()
    recorded_at: str
    called_at: str | None = None
    called_name: str = words()
    news: str = words()
    next_ticket_id: int | None = points_to("ticket.id", required=False)
    next_client_id: int | None = points_to("client.id", required=False)


class VisitOutcome(SQLModel, table=True):
    """What became of a ticket on a visit: `done` with its fix, or `back` with what is needed to come back."""

    __tablename__ = "visit_outcome"
    __table_args__ = (one_of("result", get_args(VisitResult)), STRICT)

    id: int | None = identity()
    visit_id: int = points_to("visit.id")
    ticket_id: int = points_to("ticket.id")
    result: VisitResult = named_state()
    text: str = words()
