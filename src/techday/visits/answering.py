"""What is said at the end of a visit: what stays open there, what is owed or was guessed, and what is next."""

from collections.abc import Sequence
from typing import NamedTuple

from techday.context import Context
from techday.core.shifts import shift_day
from techday.core.text import as_argument
from techday.database.operation import Operation
from techday.pages.ticket_clocks import own
from techday.tickets.alike import typed
from techday.tickets.moving import open_promises
from techday.tickets.rules import concerns
from techday.tickets.store import TicketRow
from techday.timecard.acts import break_at
from techday.timecard.store import about
from techday.timecard.timing import tell_of_clock
from techday.ui.dates import clock
from techday.visits import store
from techday.visits.asking import open_there
from techday.visits.calling import show_next
from techday.visits.leaving import Left
from techday.visits.options import view_of
from techday.visits.outcome_store import outcomes_of
from techday.visits.outcomes import Known
from techday.visits.rules import DONE
from techday.visits.store import VisitRow
from techday.visits.words import correction, since_words, span_words
from techday.visits.worked import TRAVEL, Outside, own_entries

MOST_NAMED, MOST_WARNINGS = 5, 3


class Closed(NamedTuple):
    """What a visit's end came to: the visit and its time, its outcomes, the causes owed, and what still runs."""

    left: Left
    outcomes: list[Known]
    owed: list[str]
    runs: str


def answer(context: Context, write: Operation, closed: Closed) -> None:
    """Tell what was ended, what stays open there and what is owed; then what is next."""
    visit = store.visit_by_id(context.db, closed.left.visit.id)
    there = open_there(context, visit.client_id, {one.ticket.id for one in closed.outcomes})
    if context.out.json:
        from techday.pages.next_job import next_job  # only under --json

        context.out.done(
            write,
            visit=view_of(context, visit),
            entries=[one.id for one in closed.left.logged],
            still_open=[one.reference for one in there],
            causes_owed=closed.owed,
            next_job=next_job(context),
        )
        tell_of_clock(context, None, closed.left.ended)
        warn_of_tickets(context, closed.outcomes)
        return
    context.out.done(write)
    tell_of_clock(context, None, closed.left.ended)
    tell_of_moving(context, visit)
    if closed.runs:
        context.out.status(f"  the timer runs on {closed.runs} still")
    if (pause := break_at(context.db, context.now)) is not None:
        since = since_words(pause.started_at, context.zone, context.now)
        context.out.status(f"  the break since {since} goes on; a start, or techday back, ends it")
    if there:
        more = f" and {len(there) - MOST_NAMED} more" if len(there) > MOST_NAMED else ""
        names = ", ".join(one.reference for one in there[:MOST_NAMED])
        client = as_argument(visit.client)
        context.out.status(f"  still open there: {names}{more}  (techday ticket list --client {client})")
    warn(context, visit, closed)
    show_next(context)


def warn(context: Context, visit: VisitRow, closed: Closed) -> None:
    """Warn of what is owed or was guessed: an arrival, the time of leaving, causes, and the call home."""
    if visit.arrived_at is None:
        context.out.warn("nobody said when you arrived, so all of it is travel", correction(visit))
    elif closed.left.by_timer:
        left = since_words(visit.left_at or visit.began, context.zone, context.now)
        text = f"nobody said when you left, so it ends at {left}, where its time on the time card does"
        context.out.warn(text, correction(visit))
    warn_of_time(context, visit, closed.left)
    for reference in closed.owed:
        context.out.warn(f"the cause of {reference} is owed", f'techday ticket resolve {typed(reference)} --cause "…"')
    warn_of_tickets(context, closed.outcomes)
    if visit.called_at is None:
        context.out.warn("the call home is owed", 'techday visit called NAME --news "…"')


def warn_of_tickets(context: Context, outcomes: Sequence[Known]) -> None:
    """Warn of tickets that are a colleague's, who must hear of it, and of promises that are open on what is done."""
    mine = own(context.db, context)
    for ticket, result, _ in outcomes:
        if not concerns(ticket.owner_id, mine):
            context.out.warn(
                f"{ticket.reference} is {ticket.owner}'s: tell them", f"techday ticket show {name_of(ticket)}"
            )
        for number, text in open_promises(context.db, ticket.id) if result == DONE else ():
            context.out.warn(
                f"promise {number} is still open: {text}", f"techday ticket kept {name_of(ticket)} {number}"
            )


def name_of(ticket: TicketRow) -> str:
    """Give a ticket as it is typed."""
    return typed(ticket.reference)


def tell_of_moving(context: Context, visit: VisitRow) -> None:
    """Say how the time of a visit goes onto the one ticket of which something was told there; nothing moves it."""
    told = {one.reference for one in outcomes_of(context.db, [visit.id])}
    if len(told) != 1:
        return
    reference = told.pop()
    for entry in own_entries(context.db, visit.client_id, visit.began, visit.left_at or "9"):
        if entry.ticket_id is None and not entry.frozen and entry.started_at != entry.ended_at:
            span = span_words(entry.started_at, entry.ended_at, context.zone, context.now)
            move = f"techday timecard move {entry.id} {typed(reference)}"
            context.out.status(f"  {span} {entry.work_type} is on no ticket  ({move})")


def warn_of_time(context: Context, visit: VisitRow, left: Left) -> None:
    """Warn of time on site that the time card does not have, and of what it has outside of the visit."""
    client = as_argument(visit.client)
    for hole in left.empty[:MOST_WARNINGS]:
        span = span_words(*hole, context.zone, context.now)
        shift = shift_day(context.shift_pattern, hole.start).day
        clocks = "-".join(clock(at.astimezone(context.zone)) for at in hole)
        log = f"techday timecard log {clocks} --type on-site --client {client} --date {shift}"
        context.out.warn(f"the time card has nothing on {span}", log)
    for one in left.outside[:MOST_WARNINGS]:
        warn_of_outside(context, one)


def warn_of_outside(context: Context, one: Outside) -> None:
    """Warn of an entry that is not where the visit has it, with how it is put right: split, or as other work."""
    entry = one.entry
    words = f"{about(entry)} {span_words(entry.started_at, entry.ended_at, context.zone, context.now)}"
    at = clock(one.at.astimezone(context.zone)) if one.at else ""
    if entry.work_type == TRAVEL:
        words += f" is travel, and you {one.when} at {at}"
    else:
        words += " is on-site work outside of the visit"
    way = f"split {entry.id} {at}" if at else f"edit {entry.id} --type remote"
    context.out.warn(words, f"techday timecard {way}")
