"""Which visit is ended, when it was, and what is still missing: asked for before anything is written."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from techday.clients.store import code_of
from techday.context import Context
from techday.core.instants import from_text, to_text
from techday.core.text import clean_line
from techday.core.when import read_range
from techday.errors import BadUsage
from techday.tickets.store import TicketRow, open_tickets
from techday.ui.prompt import ask, can_ask, text_or_ask
from techday.visits import store
from techday.visits.acts import refuse_elsewhere
from techday.visits.options import client_named
from techday.visits.rules import BACK, DONE, QUESTIONS, Outcome, refuse_times
from techday.visits.store import VisitRow
from techday.visits.worked import TRAVELLING

HALF_A_DAY = timedelta(hours=12)
AFTERWARDS = 'techday visit end {} --arrived 9:30 --left 11:10 --note "…"'
KEYS = {"d": DONE, "b": BACK}
QUIT = "q"
LONGEST_SHOWN = 60


class Meant(NamedTuple):
    """The visit that is to be ended: the client, and the visit under way; None where it is told afterwards."""

    client_id: int
    client: str
    visit: VisitRow | None


def which_visit(context: Context, client: str | None, arrived: str | None, left: str | None) -> Meant:
    """Give the visit that is meant: the one under way, unless another client, or an earlier time, is told of.

    Raises NotFound for an unknown client, BadUsage where nothing is under way and the times are missing, Refused
    where another client's visit is under way and no times are told.
    """
    visit = store.open_visit(context.db)
    if client is None:
        if visit is None:
            raise BadUsage("No visit is under way", hint=AFTERWARDS.format("C"))
        return Meant(visit.client_id, visit.client, visit)
    client_id = client_named(context.db, client)
    code = code_of(context.db, client_id)
    if visit is not None and visit.client_id == client_id and not is_earlier(context, visit, arrived, left):
        return Meant(client_id, code, visit)
    if arrived is None:
        if visit is not None:
            refuse_elsewhere(visit, client_id)
        raise BadUsage(f"No visit to {code} is under way, and --arrived is missing", hint=AFTERWARDS.format(code))
    return Meant(client_id, code, None)


def is_earlier(context: Context, visit: VisitRow, arrived: str | None, left: str | None) -> bool:
    """Tell whether both times were told, and the visit that they mean was over before the one under way began."""
    if arrived is None or left is None:
        return False
    return to_text(span_told(context, arrived, left)[1]) <= visit.began


def times_told(
    context: Context, meant: Meant, arrived: str | None, left: str | None
) -> tuple[datetime | None, datetime | None]:
    """Read when somebody arrived and left; None for what was not told of a visit under way.

    Raises BadUsage for what is no time, is still to come, or ends before it begins.
    """
    visit, now = meant.visit, context.now
    if visit is None:
        span = span_told(context, arrived or "", left)
        refuse_times(*span, now)
        return span
    if arrived is None and visit.state == TRAVELLING and can_ask(context):
        arrived = ask(context, "When you arrived (Enter: not at all)") or None
    began = from_text(visit.began)
    around = (began, now) if visit.state == TRAVELLING else (began - HALF_A_DAY, min(now, began + HALF_A_DAY))
    arrived_at = instant_near(context, arrived, *around) if arrived is not None else None
    since = arrived_at or from_text(visit.since)
    left_at = instant_near(context, left, since, now) if left is not None else None
    if arrived_at is not None or left_at is not None:
        refuse_times(since, left_at or now, now)
    return arrived_at, left_at


def span_told(context: Context, arrived: str, left: str | None) -> tuple[datetime, datetime]:
    """Read both times as the range that they are, so that 23:30 and 1:10 are one night; without an end up to now."""
    if left is None:
        return context.instant(arrived), context.now
    try:
        return read_range(f"{arrived} to {left}", context.frame)
    except BadUsage:  # no range: 2h and 15m are each so long ago
        return context.instant(arrived), context.instant(left)


def instant_near(context: Context, text: str, start: datetime, end: datetime) -> datetime:
    """Read a time, a bare clock as it stands within a span; raises BadUsage for what is no time."""
    from techday.core.intervals import Span  # only where a time was told
    from techday.timecard.spans import instant_inside

    return instant_inside(text, context.frame, Span(start, max(start, end)))


# --- what is asked ---


def asked_words(context: Context, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Ask on a terminal for the words that are missing to what became of tickets."""
    if not can_ask(context):
        return list(outcomes)
    return [one if one.text else one._replace(text=question(context, one.result, one.ticket)) for one in outcomes]


def ask_for_outcomes(
    context: Context, meant: Meant, note: str | None, outcomes: list[Outcome]
) -> tuple[str, list[Outcome]]:
    """Give the note, and what became of tickets, asked for on a terminal where nothing was told.

    Raises BadUsage where the note is missing and nobody is there to answer.
    """
    words = text_or_ask(context, note, "The note", f'techday visit end {meant.client} --note "…"')
    if outcomes or not can_ask(context):
        return words, outcomes
    for ticket in open_there(context, meant.client_id):
        key = key_for(context, ticket)
        if key == QUIT:
            break
        text = question(context, KEYS[key], ticket.reference) if key else ""
        outcomes += [Outcome(ticket.reference, KEYS[key], text)] if text else []
    return words, outcomes


def key_for(context: Context, ticket: TicketRow) -> str:
    """Ask what became of a ticket and give the key of the answer; "" where nothing did."""
    shown = clean_line(f"{ticket.reference} P{ticket.priority} {ticket.title}", LONGEST_SHOWN)
    while True:
        key = ask(context, f"{shown}: [d]one, to come [b]ack for, Enter: neither, [q]uit").strip().lower()[:1]
        if key in ("", QUIT, *KEYS):
            return key


def question(context: Context, result: str, ticket: str) -> str:
    """Ask for the words of an outcome; "" where nothing is said."""
    return ask(context, f"  {QUESTIONS[result].format(ticket)}")


def open_there(context: Context, client_id: int, without: set[int] | frozenset[int] = frozenset()) -> list[TicketRow]:
    """Give the client's open tickets that are the user's to see to, in queue order, but for some."""
    from techday.pages.ticket_clocks import own  # whose tickets are the user's
    from techday.tickets.rules import concerns

    mine = own(context.db, context)
    return [
        row
        for row in open_tickets(context.db)
        if row.client_id == client_id and row.id not in without and concerns(row.owner_id, mine)
    ]
