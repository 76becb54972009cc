"""Which visit is ended, when it was, and what is still missing: asked for before anything is written."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from techday.clients.finding import find_client
from techday.clients.store import code_of
from techday.context import Context
from techday.core.durations import show_duration
from techday.core.instants import from_text, to_text
from techday.core.shifts import shift_day
from techday.core.text import as_argument, clean_line
from techday.core.when import read_range
from techday.errors import BadUsage, Refused
from techday.pages.ticket_clocks import own
from techday.tickets.rules import concerns
from techday.tickets.store import TicketRow, open_tickets
from techday.timecard.store import running_entry
from techday.ui.dates import WEEKDAYS, clock
from techday.ui.prompt import ask, can_ask, text_or_ask
from techday.visits import store
from techday.visits.acts import ending, refuse_elsewhere
from techday.visits.rules import BACK, DONE, QUESTIONS, Outcome, refuse_times
from techday.visits.store import VisitRow
from techday.visits.words import since_words
from techday.visits.worked import TRAVELLING, as_timed, last_end, own_entries

HALF_A_DAY = timedelta(hours=12)
AFTERWARDS = 'techday visit end {} --arrived 9:30 --left 11:10 --note "…"'
KEYS = {"d": "done", "b": "to come back for", "s": "skip", "q": "quit"}
RESULTS = {"d": DONE, "b": BACK}
LONGEST_SHOWN = 60


class Meant(NamedTuple):
    """The visit that is to be ended: the client, and the visit under way; None where it is told afterwards.

    `before` is the visit that was told of then already, whose times are put right.
    """

    client_id: int
    client: str
    visit: VisitRow | None
    before: VisitRow | None = None


def which_visit(context: Context, client: str | None, arrived: str | None, left: str | None) -> Meant:
    """Give the visit that is meant: the one under way, unless another client, or an earlier time, is told of.

    Raises NotFound for an unknown client, BadUsage where nothing is under way and the times are missing, Refused
    where another client's visit is under way and no times are told.
    """
    visit = store.open_visit(context.db)
    visit = visit and as_timed(context.db, visit)
    if client is None:
        if visit is None:
            raise BadUsage("No visit is under way", hint=AFTERWARDS.format("C"))
        return Meant(visit.client_id, visit.client, visit)
    client_id = find_client(context.db, client)
    code = code_of(context.db, client_id)
    if visit is not None and visit.client_id == client_id and not is_earlier(context, visit, arrived, left):
        return Meant(client_id, code, visit)
    if arrived is None:
        if visit is not None:
            refuse_elsewhere(visit, client_id)
        raise BadUsage(
            f"No visit to {code} is under way, and --arrived is missing", hint=AFTERWARDS.format(as_argument(code))
        )
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

    On a terminal what nothing recorded is asked for. Raises BadUsage for what is no time, is still to come, or ends
    before it begins; Refused for times of another visit than the one under way.
    """
    visit, now = meant.visit, context.now
    if visit is None:
        span = span_told(context, arrived or "", left)
        refuse_times(*span, now)
        return span
    if arrived is None and visit.state == TRAVELLING and can_ask(context):
        arrived = ask(context, "When you arrived (Enter: not at all)") or None
    elif left is None:
        left = asked_end(context, visit)
    began = from_text(visit.began)
    around = (began, now) if visit.state == TRAVELLING else (began - HALF_A_DAY, min(now, began + HALF_A_DAY))
    arrived_at = instant_near(context, arrived, *around) if arrived is not None else None
    if arrived is not None and arrived_at is not None:
        refuse_another_day(context, visit, arrived, arrived_at)
    since = arrived_at or from_text(visit.since)
    left_at = instant_near(context, left, since, now) if left is not None else None
    if left is not None and left_at is not None:
        refuse_night(context, visit, left, since, left_at)
    if arrived_at is not None or left_at is not None:
        refuse_times(since, left_at or now, now)
    if arrived_at is not None and left_at is not None and left_at <= began:
        raise Refused(f"The visit to {visit.client} began after that", hint=ending(visit, left=True))
    return arrived_at, left_at


def asked_end(context: Context, visit: VisitRow) -> str | None:
    """Ask when somebody left where no timer runs for the client; None where it does, or where nobody can say."""
    if not can_ask(context) or visit.state == TRAVELLING:
        return None
    context.writable()
    context.see_to_timer()
    running = running_entry(context.db)
    last = last_end(visit, own_entries(context.db, visit.client_id, visit.began))
    if last is None or (running is not None and running.client_id == visit.client_id):
        return None
    ended = since_words(last, context.zone, context.now)
    return ask(context, f"When you left (Enter: {ended}, where its time ends)") or None


def refuse_another_day(context: Context, visit: VisitRow, arrived: str, arrived_at: datetime) -> None:
    """Raise Refused where the visit under way is of an earlier shift day, and the arrival may be one of a later day.

    Read by itself a bare clock is the last one; beside the visit it would be of its day.
    """
    alone = context.instant(arrived)
    pattern = context.shift_pattern
    if alone != arrived_at and shift_day(pattern, alone).day > shift_day(pattern, from_text(visit.began)).day:
        began = since_words(visit.began, context.zone, context.now)
        raise Refused(f"The visit to {visit.client} since {began} was never ended", hint=ending(visit, left=True))


def refuse_night(context: Context, visit: VisitRow, left: str, since: datetime, left_at: datetime) -> None:
    """Raise Refused where a bare clock would make a visit longer than half a day: it may mean the day before."""
    if left_at - since <= HALF_A_DAY or names_a_day(left):
        return
    local = since.astimezone(context.zone)
    day = WEEKDAYS[local.weekday()]
    stay = show_duration(int((left_at - since).total_seconds()))
    raise Refused(
        f"{clean_line(left, 20)} would be {stay} after you arrived on {day} {clock(local)}",
        hint=f'techday visit end {as_argument(visit.client)} --left "{day.lower()} TIME" --note "…"',
    )


def names_a_day(text: str) -> bool:
    """Tell whether a time that was typed names its day too: `mon 9:00`, `2026-11-23 9:00`."""
    words = text.lower().replace("am", "").replace("pm", "")
    return any(one.isalpha() or one in "-/" for one in words)


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
    context: Context, meant: Meant, note: str | None, outcomes: Sequence[Outcome]
) -> tuple[str, list[Outcome]]:
    """Give the note, and what became of tickets, asked for on a terminal where nothing was told.

    Raises BadUsage where the note is missing and nobody is there to answer.
    """
    hint = f'techday visit end {as_argument(meant.client)} --note "…"'
    words = text_or_ask(context, note, "The note", hint)
    told = list(outcomes)
    if told or not can_ask(context):
        return words, told
    for ticket in open_there(context, meant.client_id):
        outcome = asked_outcome(context, ticket)
        if outcome is None:
            break
        told += [outcome] if outcome.result else []
    return words, told


def asked_outcome(context: Context, ticket: TicketRow) -> Outcome | None:
    """Ask what became of a ticket, until it is said in full; its result is "" where nothing did. None: no more."""
    from techday.ui.keys import ask_key  # only on a terminal

    shown = clean_line(f"{ticket.reference} P{ticket.priority} {ticket.title}", LONGEST_SHOWN)
    while True:
        key = ask_key(context, f"{shown}:", KEYS)
        if key not in RESULTS:
            return None if key == "q" else Outcome(ticket.reference, "")
        result = RESULTS[key]
        text = question(context, result, ticket.reference)
        if text:
            return Outcome(ticket.reference, result, text)
        context.out.status(f"  nothing said, so {ticket.reference} stays as it is")


def question(context: Context, result: str, ticket: str) -> str:
    """Ask for the words of an outcome; "" where nothing is said."""
    return ask(context, f"  {QUESTIONS[result].format(ticket)}")


def open_there(context: Context, client_id: int, without: set[int] | frozenset[int] = frozenset()) -> list[TicketRow]:
    """Give the client's open tickets that are the user's to see to, in queue order, but for some."""
    mine = own(context.db, context)
    return [
        row
        for row in open_tickets(context.db)
        if row.client_id == client_id and row.id not in without and concerns(row.owner_id, mine)
    ]
