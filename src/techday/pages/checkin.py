"""The status of a shift day for the service manager: many rooms, one view, and its words.

What is counted here is counted as elsewhere: the hours are those of the time card's day, the alerts those of the board.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from techday.cards.views import DayView, EntryView
from techday.checkin import store
from techday.checkin.store import CheckInRow
from techday.checkin.views import (
    Done,
    Found,
    Handed,
    Hours,
    Issue,
    NextShift,
    OpenTickets,
    Planned,
    Promised,
    Status,
    TicketLine,
    Worked,
)
from techday.checkin.words import assembled, lines_of
from techday.core.durations import MINUTE
from techday.core.evidence import Moment
from techday.core.instants import from_text, to_text
from techday.handover.store import open_handovers
from techday.handover.watched_evidence import Watched, watched
from techday.pages.alerts import clients_of, deadlines_of, promise_alerts
from techday.pages.blocked import blocked_of, is_blocked, why_blocked
from techday.pages.plan_alerts import project_alerts, project_deadlines, travel_alerts
from techday.pages.ticket_clocks import with_clocks
from techday.pages.timecard import DayCard, day_card
from techday.pages.today import moment_of
from techday.pages.watch_alerts import watch_alerts
from techday.pages.watched import due_words
from techday.pages.working_days import WorkingDays
from techday.schedule.evidence import items_today
from techday.tickets.hearing import must_hear
from techday.tickets.rules import concerns, waits
from techday.tickets.standing import Listed, pressing
from techday.tickets.store import TicketRow, open_tickets
from techday.timecard.store import running_entry
from techday.ui.dates import show_instant

if TYPE_CHECKING:
    from techday.context import Context

MOST_NAMED = 3


def status(context: "Context", day: date | None = None) -> Status:
    """Give the check-in of a shift day: of the one that `now` belongs to, or of an earlier one.

    Of an earlier day what was done, the hours and what was noted are that day's; tickets are as they stand now.
    """
    running = running_entry(context.db)
    moment = moment_of(context, day, running)
    row = store.check_in_on(context.db, moment.shift.day.isoformat())
    found = found_at(context, moment, row)
    text = assembled(found, context.zone)
    return Status(
        *found,
        state="open" if row is None or not row.text else "given" if row.given_at else "edited",
        text=row.text if row and row.text else text,
        assembled=text,
        changed_at=from_text(row.changed_at) if row and row.text else None,
        changed_since=changes_since(context, row),
        given_at=from_text(row.given_at) if row and row.given_at else None,
        given_to=row.given_to or None if row else None,
    )


def changes_since(context: "Context", row: CheckInRow | None) -> int:
    """Give how many writes there were since the text of a check-in was edited or given; 0 while it is assembled."""
    if row is None or not row.text:
        return 0
    # What is noted goes into an edited text by itself.
    return store.changes_since(context.db, row, but="" if row.given_at else "checkin note")


def found_at(context: "Context", moment: Moment, row: CheckInRow | None) -> Found:
    """Give all that the check-in of a moment's shift day is assembled from."""
    now = to_text(moment.now)
    card = day_card(context, moment.shift.day)
    open_now = open_tickets(context.db)
    mine = [one for one in open_now if moment.own is None or one.owner_id in moment.own]
    return Found(
        date=moment.shift.day,
        now=moment.now,
        technician=context.settings.technician.name or None,
        done=done_in(context, moment, card),
        open=open_of(mine, now),
        blocked=[blocked_line(context, moment, one) for one in blocked_of(mine, now)],
        hours=hours_of(card.day),
        tomorrow=next_shift(context, moment, mine),
        issues=[*noted(row), *issues(context, moment, mine)],
        watched=[watched_line(context, moment, one) for one in watched(context.db, moment)],
        is_past=moment.shift.day < context.shift_day.day,
    )


# What was done, what is open, and what is blocked


def done_in(context: "Context", moment: Moment, card: DayCard) -> Done:
    """Give what the technician did in a shift day; a client who was visited is not told again as a contact."""
    db, since, until = context.db, to_text(moment.shift.since), to_text(moment.shift.until)
    ended = [
        TicketLine(one.reference, one.client, one.priority, one.title)
        for one in store.ended_between(db, since, until)
        if one.here or concerns(one.owner_id, moment.own)
    ]
    visits, looks = store.visited(db, since, until), store.looks_between(db, since, until)
    contacts = [code for code in store.spoken_to(db, moment.shift.day.isoformat()) if code not in visits]
    handed = [Handed(*one) for one in store.handed_over(db, since, until)]
    return Done(ended, contacts, visits, looks.checked, looks.failed, handed, worked_on(card.entries))


def worked_on(entries: Sequence[EntryView]) -> list[Worked]:
    """Give on what the time of a day was worked, a minute at the least, the longest first."""
    seconds: Counter[str] = Counter()
    for entry in entries:
        seconds[entry.ticket or entry.client or entry.work_type] += entry.paid_seconds
    return [Worked(on, length) for on, length in seconds.most_common() if length >= MINUTE]


def open_of(mine: Sequence[TicketRow], now: str) -> OpenTickets:
    """Give the technician's open tickets, counted, and those that neither wait nor are blocked, in queue order."""
    counts = {str(priority): sum(one.priority == priority for one in mine) for priority in range(1, 5)}
    active = [one for one in mine if not waits(one, now) and not is_blocked(one)]
    return OpenTickets(len(mine), counts, [line_of(one, one.next_action) for one in active])


def blocked_line(context: "Context", moment: Moment, ticket: TicketRow) -> TicketLine:
    """Give a blocked ticket with what it waits for."""
    why = why_blocked(ticket, to_text(moment.now), lambda at: show_instant(at, context.zone, moment.now))
    return line_of(ticket, f"{why}, not picked up" if ticket.escalated_at is not None else why)


def line_of(ticket: TicketRow, text: str) -> TicketLine:
    """Give a ticket as a check-in names it."""
    return TicketLine(ticket.reference, ticket.client_code, ticket.priority, ticket.title, text or None)


def watched_line(context: "Context", moment: Moment, one: Watched) -> TicketLine:
    """Give a ticket that is watched for a colleague: whose it is, and what is due on it first."""
    due = due_words(one, context.zone, moment.now)
    return TicketLine(one.reference, one.client, one.priority, one.title, f"for {one.name}{due}")


# Hours, and the next shift


def hours_of(day: DayView) -> Hours:
    """Give the hours of a day as the time card has them."""
    use, untold = day.utilisation, sum(gap.seconds for gap in day.gaps)
    return Hours(day.worked_seconds, day.billed_seconds, use.billable_percent, use.target_percent, untold)


def next_shift(context: "Context", moment: Moment, mine: Sequence[TicketRow]) -> NextShift | None:
    """Give the next shift that is worked, with what it holds; None where none is planned."""
    shift = WorkingDays(context).after(moment.shift.day)
    if not shift.working:
        return None
    now, until = to_text(moment.now), to_text(shift.until)
    return NextShift(
        date=shift.day,
        start=shift.starts_at,
        end=shift.ends_at,
        items=[
            Planned(
                id=one.id,
                title=one.title,
                client=one.client,
                place=one.site or one.place or None,
                start=from_text(one.starts_at),
                end=from_text(one.ends_at),
                all_day=bool(one.all_day),
            )
            for one in items_today(context.db, moment._replace(shift=shift))
            if one.state in ("proposed", "acknowledged")
        ],
        back=[line_of(one, "") for one in mine if waits(one, now) and one.waiting_until and one.waiting_until <= until],
        promises=[
            Promised(one.ref, one.client, one.text, one.due_at)
            for one in deadlines_of(context.db, moment)
            if now <= to_text(one.due_at) <= until
        ],
    )


# What needs attention


def noted(row: CheckInRow | None) -> list[Issue]:
    """Give what the technician noted for the check-in."""
    return [Issue("note", line) for line in lines_of(row.issues)] if row else []


def issues(context: "Context", moment: Moment, mine: Sequence[TicketRow]) -> list[Issue]:
    """Give what the service manager should know of, the most pressing first."""
    listed = with_clocks(context.db, mine, context, moment.now)
    alerts = [
        *promise_alerts(deadlines_of(context.db, moment), moment.now),
        *watch_alerts(context, moment),
        *travel_alerts(context, moment),
        *project_alerts(project_deadlines(context.db, moment), moment),
    ]
    found = [Issue(one.kind, one.text) for one in alerts]
    first = [one for one in found if one.kind == "promise"]
    others = [one for one in found if one.kind != "promise"]
    return [*first, *breached(context, moment, listed), *silent(moment, listed), *handovers(context, moment), *others]


def breached(context: "Context", moment: Moment, listed: Sequence[Listed]) -> list[Issue]:
    """Say which tickets are past a time that their client was promised: the one, or how many."""
    late = [(due, one.ticket) for one in listed if (due := past_its_time(one)) is not None]
    if len(late) == 1:
        at, ticket = late[0]
        since = show_instant(at, context.zone, moment.now)
        names = " ".join(part for part in (ticket.reference, ticket.client_code, ticket.title) if part)
        return [Issue("clock", f"past its time since {since}: {names}")]
    references = ", ".join(ticket.reference for _, ticket in late[:MOST_NAMED])
    more = f" and {len(late) - MOST_NAMED} more" if len(late) > MOST_NAMED else ""
    return [Issue("clock", f"{len(late)} tickets are past their time: {references}{more}")] if late else []


def past_its_time(one: Listed) -> str | None:
    """Give since when (UTC text) somebody waits longer for a ticket than they were promised; None where nobody does."""
    due = [at for left, at in pressing(one.ticket, one.clocks) if left < 0] if one.clocks else []
    return min(due, default=None)


def silent(moment: Moment, listed: Sequence[Listed]) -> list[Issue]:
    """Say how many more clients should have heard by now how their tickets stand."""
    quiet = [one.ticket for one in listed if past_its_time(one) is None and must_hear(one, moment.now) is not None]
    count = clients_of(quiet)
    if not count:
        return []
    return [
        Issue("updates", f"{count} {'client waits' if count == 1 else 'clients wait'} for an update that is overdue")
    ]


def handovers(context: "Context", moment: Moment) -> list[Issue]:
    """Say which handovers nobody has accepted yet."""
    found = []
    for one in open_handovers(context.db):
        whose = f"handover {one.id} to {one.name}" if one.direction == "out" else f"a handover from {one.name}"
        since = show_instant(one.sent_at, context.zone, moment.now)
        tickets = f"{one.lines} {'ticket' if one.lines == 1 else 'tickets'}"
        found.append(Issue("handover", f"{whose} is not accepted: {tickets}, sent {since}"))
    return found
