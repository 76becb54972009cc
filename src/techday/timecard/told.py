"""What was meant by what is told of time worked: when it was, and for whom."""

import sqlite3
from datetime import datetime, timedelta

from techday.context import Context
from techday.core.durations import parse_duration
from techday.core.instants import from_text, to_text
from techday.core.intervals import Span
from techday.core.shifts import shift_day, shift_on
from techday.core.text import clean_line, quoted
from techday.core.when import read_date, read_range
from techday.core.work_types import WorkType
from techday.errors import BadUsage, Refused
from techday.tickets.acts import find as find_ticket
from techday.timecard.options import Told
from techday.timecard.spans import Day, changed_span, first_free, instant_on, is_range, range_on
from techday.timecard.store import EntryRow, NewEntry

NONE = "none"
LONGEST_NOTE = 10_000


def told_span(context: Context, text: str, told: Told) -> Span[datetime] | int:
    """Give the span that was told, or its seconds where its place on the day is still to be found.

    Raises BadUsage for what is neither a range nor a duration.
    """
    if is_range(text):
        if told.at is not None:
            raise BadUsage("--at says when a duration ended, and a range says that itself", hint="Leave --at out")
        return (
            range_on(text, day_told(context, told)) if told.date is not None else Span(*read_range(text, context.frame))
        )
    seconds = duration(text)
    if told.date is not None and told.at is None:
        return seconds
    end = context.instant(told.at) if told.date is None else past(context, str(told.at), day_told(context, told))
    return Span(end - timedelta(seconds=seconds), end)


def duration(text: str) -> int:
    """Read a duration in seconds; raises BadUsage, which names ranges too, for what is none."""
    try:
        return parse_duration(text)
    except BadUsage as error:
        raise BadUsage(error.message, hint=f"{error.hint}, or a range as 9:00-10:30") from None


def past(context: Context, text: str, day: Day) -> datetime:
    """Read the TIME of --at on a day; raises BadUsage for one still to come."""
    at = instant_on(text, day)
    if at > context.now:
        raise BadUsage(f"{quoted(text)} of {day.shift.day} is still to come", hint="Give a past time with --at")
    return at


def day_told(context: Context, told: Told) -> Day:
    """Give the shift day that --date names, else the one that it is."""
    pattern, frame = context.shift_pattern, context.frame
    shift = context.shift_day if told.date is None else shift_on(pattern, read_date(told.date, frame, "past"))
    return Day(shift, pattern, frame)


def day_of(context: Context, entry: EntryRow) -> Day:
    """Give the shift day that an entry belongs to."""
    pattern = context.shift_pattern
    return Day(shift_day(pattern, from_text(entry.started_at)), pattern, context.frame)


def place_for(context: Context, db: sqlite3.Connection, seconds: int, told: Told) -> Span[datetime]:
    """Find the place on the day for a duration that was told without any time."""
    return first_free(db, day_told(context, told), seconds, context.settings.shift.lunch)


def new_entry(
    context: Context, db: sqlite3.Connection, span: Span[datetime], work_type: WorkType, told: Told
) -> NewEntry:
    """Give the entry to be written; raises NotFound for an unknown ticket or client."""
    return NewEntry(
        started_at=to_text(span.start),
        ended_at=to_text(span.end),
        ticket_id=find_ticket(db, told.ticket).id if told.ticket is not None else None,
        work_type=work_type.name,
        recorded_at=to_text(context.now),
        note=clean_line(told.note or "", LONGEST_NOTE),
        internal_note=clean_line(told.internal or "", LONGEST_NOTE),
        client_id=client_named(db, told.client) if told.client is not None else None,
        billable=None if told.billable is None else int(told.billable),
        concurrent=int(told.concurrent),
    )


def spans_changed(context: Context, entry: EntryRow, start: str | None, end: str | None) -> dict[str, object]:
    """Give the start and the end that were told, as the store has them; raises BadUsage for what is no time."""
    begins, ends = changed_span(entry, start, end, day_of(context, entry))
    told: dict[str, object] = {}
    if start is not None:
        told["started_at"] = to_text(begins)
    if end is not None and ends is not None:
        told["ended_at"] = to_text(ends)
    return told


def assigned(db: sqlite3.Connection, entry: EntryRow, ticket: str | None, client: str | None) -> dict[str, object]:
    """Give what --ticket and --client change; the client of time on a ticket is the ticket's.

    Raises NotFound for an unknown one, BadUsage for both, and Refused for a client of time on a ticket.
    """
    told: dict[str, object] = {}
    off_ticket, off_client = (text is not None and text.strip().lower() == NONE for text in (ticket, client))
    if ticket is not None and not off_ticket:
        refuse_both("--ticket", ticket, "--client", client is not None and not off_client)
        found = find_ticket(db, ticket).id
        # A client of its own would be hidden by that of the ticket, until that ticket has none.
        return {} if found == entry.ticket_id else {"ticket_id": found, "client_id": None}
    if off_ticket and entry.ticket_id is not None:
        told["ticket_id"] = None
    if told.get("ticket_id", entry.ticket_id) is None:
        if client is not None:
            told["client_id"] = None if off_client else client_named(db, client)
    elif client is not None:
        raise Refused(
            f"Entry {entry.id} is on {entry.ticket}, whose client it has",
            hint=f"techday timecard edit {entry.id} --ticket none --client C, or change the client of {entry.ticket}",
        )
    return told


def client_named(db: sqlite3.Connection, text: str) -> int:
    """Give the row number of the client that was named; raises NotFound with the nearest."""
    from techday.clients.finding import find_client  # most time is on a ticket

    return find_client(db, text)


def refuse_both(one: str, is_one: object, other: str, is_other: object) -> None:
    """Raise BadUsage where two options that exclude each other were given."""
    if is_one and is_other:
        raise BadUsage(f"{one} and {other} exclude each other", hint=f"Leave {other} out, or {one}")
