"""What wants attention on the board: each a line for people, and the command that clears it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.calendars.evidence import unknown_years
from techday.core.evidence import Moment
from techday.core.instants import from_text
from techday.database.fetch import fetch_one
from techday.pages.clockwork import clockwork
from techday.pages.ticket_clocks import MOST_CLOCKS
from techday.pages.timecard_alerts import Alert, Due, due_alerts, guess_alerts, outbox_alerts, timer_alerts
from techday.promises.store import open_promises
from techday.tickets.hearing import hear_by, must_hear
from techday.tickets.rules import concerns
from techday.tickets.standing import Listed, pick_up_due, was_overdue
from techday.tickets.store import TicketRow, causes_owed
from techday.timecard.evidence import guesses
from techday.timecard.store import EntryRow

if TYPE_CHECKING:
    from sqlite3 import Connection

    from techday.context import Context


class Deadline(NamedTuple):
    """Something that is due: what kind, of which ticket and client, when, and the command that settles it."""

    kind: str
    ref: str
    client: str | None
    text: str
    due_at: datetime
    command: str


class Imported(NamedTuple):
    """The latest import: when the file that it read was written, and what it was."""

    file_modified_at: str
    source: str


def latest_import(context: "Context") -> Imported | None:
    """Give the latest import, or None."""
    sql = "SELECT file_modified_at, source FROM ticket_import ORDER BY id DESC LIMIT 1"
    return fetch_one(context.db, Imported, sql)


def escalated(
    context: "Context", listed: Sequence[Listed], now: datetime
) -> tuple[frozenset[int], list[tuple[TicketRow, datetime]]]:
    """Give the tickets handed up that may still be picked up in time, and those that were not, with when it was due."""
    up = [one.ticket for one in listed if one.ticket.escalated_at is not None]
    if not up:
        return frozenset(), []
    work = clockwork(context)
    due = [(ticket, pick_up_due(ticket, work)) for ticket in up]
    return frozenset(ticket.id for ticket, at in due if now < at), [(ticket, at) for ticket, at in due if at <= now]


def deadlines_of(db: "Connection", moment: Moment) -> list[Deadline]:
    """Give what was promised, and not settled, on tickets that are the user's to see to: what is due first, first."""
    return [
        Deadline(
            "promise",
            one.reference,
            one.client,
            one.text,
            from_text(one.due_at),
            f"techday ticket kept {one.reference} {one.id}",
        )
        for one in open_promises(db)
        if concerns(one.owner_id, moment.own)
    ]


class Seen(NamedTuple):
    """What the board has read already: all open tickets, mine, those with clocks, and what comes with them.

    `due` is the week whose time card should be submitted.
    """

    rows: Sequence[TicketRow]
    mine: Sequence[TicketRow]
    listed: Sequence[Listed]
    deadlines: Sequence[Deadline]
    not_picked_up: Sequence[tuple[TicketRow, datetime]]
    imported: Imported | None
    running: EntryRow | None
    due: Due | None


def alerts(context: "Context", moment: Moment, seen: Seen) -> list[Alert]:
    """Give what wants attention, the most pressing first, each with the command that clears it."""
    mine = seen.mine[0].reference if seen.mine else None
    found = [
        *due_alerts(context, seen.due, moment.until or moment.now),
        *promise_alerts(seen.deadlines, moment.now),
        *escalation_alerts(context, seen.not_picked_up, moment.now),
        *timer_alerts(context, moment, seen.running, mine),
        *guess_alerts(guesses(context.db)),
        *counted(
            "overdue",
            sum(was_overdue(one) for one in seen.listed),
            ("ticket was overdue before it came here", "tickets were overdue before they came here"),
            "techday ticket list --overdue",
        ),
        *hearing_alerts(context, moment, seen.listed),
        *cause_alerts(context.db, moment),
    ]
    if moment.shift.day != context.shift_day.day:
        found.append(Alert("date", "another day: the tickets are as they stand now", "techday today"))
    if moment.own is None and seen.rows:
        text = "showing every open ticket: techday does not know your name yet"
        found.append(Alert("name", text, 'techday config set technician.name "NAME"'))
    if seen.imported is not None and from_text(seen.imported.file_modified_at) < moment.shift.since - timedelta(days=1):
        found.append(Alert("stale", "the tickets are from an old export", "techday import"))
    if len(seen.mine) > MOST_CLOCKS:
        text = f"clocks of the first {MOST_CLOCKS} of {len(seen.mine)} open tickets"
        found.append(Alert("many", text, f"techday ticket list --most {len(seen.mine)}"))
    return [*found, *holiday_alerts(context), *outbox_alerts(context)]


def promise_alerts(deadlines: Sequence[Deadline], now: datetime) -> list[Alert]:
    """Say that a promise was not kept in time."""
    overdue = [one for one in deadlines if one.due_at < now]
    if not overdue:
        return []
    first, more = overdue[0], f" (and {len(overdue) - 1} more)" if len(overdue) > 1 else ""
    text = f"promise overdue on {first.ref}{' to ' + first.client if first.client else ''}: {first.text}{more}"
    return [Alert("promise", text, first.command)]


def escalation_alerts(context: "Context", overdue: Sequence[tuple[TicketRow, datetime]], now: datetime) -> list[Alert]:
    """Say of what was handed up, and nobody picked up in time, that it is back: the first, and how many more."""
    if not overdue:
        return []
    from techday.ui.dates import show_instant  # only for this line

    ticket, due = overdue[0]
    text = f"{ticket.reference} went to {ticket.escalated_to}, not picked up by {show_instant(due, context.zone, now)}"
    if len(overdue) == 1:
        return [Alert("escalation", text, f"techday ticket assign {ticket.reference} NAME")]
    return [Alert("escalation", f"{text} (and {len(overdue) - 1} more)", "techday ticket list --escalated")]


def contact_alerts(needed: int, done: int) -> list[Alert]:
    """Say how many contacts a day the 60-day rule needs, where one is not enough, until the day has had them."""
    if needed <= 1 or done >= needed:
        return []
    return [Alert("contact", f"60-day rule: {done} of {needed} contacts today", "techday contact-next")]


def counted(kind: str, count: int, words: tuple[str, str], command: str) -> list[Alert]:
    """Give one line for many tickets, or none; `words` are those for one ticket and those for several."""
    return [Alert(kind, f"{count} {words[count != 1]}", command)] if count else []


def hearing_alerts(context: "Context", moment: Moment, listed: Sequence[Listed]) -> list[Alert]:
    """Say how many clients must hear something before the shift ends, and when the first: also without any news."""
    until = hear_by(moment.shift, moment.now)
    due = [(at, one.ticket) for one in listed if (at := must_hear(one, until)) is not None]
    if not due:
        return []
    from techday.ui.dates import show_instant  # only for this line

    late = clients_of(ticket for at, ticket in due if at < moment.now)
    ahead = [at for at, _ in due if at >= moment.now]
    count = clients_of(ticket for _, ticket in due)
    by = f" by {show_instant(until, context.zone, moment.now)}" if moment.shift.working and ahead else ""
    parts = [f"{late} overdue"] if late else []
    parts += [f"next {show_instant(min(ahead), context.zone, moment.now)}"] if ahead else []
    text = f"tell {count} {'client' if count == 1 else 'clients'}{by} ({', '.join(parts)})"
    return [Alert("updates", text, "techday ticket list --owed")]


def clients_of(tickets: Iterable[TicketRow]) -> int:
    """Give how many clients some tickets are of; a ticket without a client stands for somebody, too."""
    return len({ticket.client_id or -ticket.id for ticket in tickets})


def cause_alerts(db: "Connection", moment: Moment) -> list[Alert]:
    """Say which resolved tickets owe their cause."""
    owed = [one for one in causes_owed(db) if concerns(one.owner_id, moment.own)]
    if not owed:
        return []
    words = f"the cause of {owed[0].reference} is" if len(owed) == 1 else f"the causes of {len(owed)} tickets are"
    return [Alert("cause", f"{words} owed", f'techday ticket resolve {owed[0].reference} --cause "…"')]


def holiday_alerts(context: "Context") -> list[Alert]:
    """Say that the holidays of a country are not kept for this year, which a setting changed by hand can cause."""
    return [
        Alert(
            "holidays",
            f"the holidays of {one.country} in {one.year} are not known, so clocks run on them",
            one.command,
        )
        for one in unknown_years(context.db, context.settings.technician, context.now)
    ]
