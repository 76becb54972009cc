"""The command that takes a ticket: in mid-call, in one line, whatever is known of it so far."""

from collections.abc import Sequence
from datetime import timedelta
from sqlite3 import Connection
from typing import Annotated, NamedTuple

import typer

from techday.arguments import At, Client
from techday.clients.finding import find_client
from techday.context import Context
from techday.core.text import quoted
from techday.database.operation import operation
from techday.errors import BadUsage, TechdayError
from techday.tickets import acts, store
from techday.tickets.acts import NewTicket, Times
from techday.tickets.alike import Twin
from techday.tickets.options import PRIORITIES, TIERS, Priority, Tier, one_of, ticket_document
from techday.tickets.store import TicketRow
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)

LATER = "later"


@app.command("add", help="Add a ticket")
def add(
    ctx: typer.Context,
    title: Annotated[list[str] | None, typer.Argument(metavar="TITLE", help="What it is about")] = None,
    client: Client = None,
    priority: Priority = None,
    tier: Tier = None,
    body: Annotated[str, typer.Option("--body", metavar="TEXT", help="The description")] = "",
    ref: Annotated[str, typer.Option("--ref", metavar="EXT", help="Its number in the help desk")] = "",
    requester: Annotated[str, typer.Option("--requester", metavar="NAME", help="Who asked")] = "",
    category: Annotated[str, typer.Option("--category", metavar="TEXT", help="What kind of matter")] = "",
    asset: Annotated[str, typer.Option("--asset", metavar="TEXT", help="The device or system it is about")] = "",
    at: At = None,
    call: Annotated[bool, typer.Option("--call", help="They are on the phone: that is the first response")] = False,
    start: Annotated[bool, typer.Option("--start", help="Start the timer on it")] = False,
    took: Annotated[
        str | None, typer.Option("--took", metavar="DURATION", help="How long it took, up to now: answered and logged")
    ] = None,
    fix: Annotated[str | None, typer.Option("--fix", metavar="TEXT", help="What fixed it: resolved at once")] = None,
    cause: Annotated[str, typer.Option("--cause", metavar="TEXT", help="What had caused it; later: it is owed")] = "",
) -> None:
    """Add a ticket"""
    context: Context = ctx.obj
    if start and fix is not None:
        raise BadUsage("--start and --fix exclude each other: it is done", hint="--took 5m logs the time that it took")
    if cause and fix is None:
        raise BadUsage("--cause goes with --fix: what had caused what was fixed", hint='--fix "…" --cause "…"')
    fixed = fix if (fix or "").strip() else None
    told_cause = "" if cause.strip().lower() == LATER else cause
    done = Done(seconds_of(took), fixed, told_cause, call or took is not None, start, call)
    new = NewTicket(
        title=words_or_ask(context, title, "Title"),
        priority=one_of(priority or "3", PRIORITIES, "--priority"),
        tier=one_of(tier or "1", TIERS, "--tier"),
        body=body,
        external=ref,
        requester=requester,
        category=category,
        asset=asset,
    )
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket add") as write:
        client_id, doubt = client_or_doubt(write.db, client)
        new = new._replace(client_id=client_id, owner_id=acts.user_id(write.db, context.settings.technician.name))
        opened = times._replace(at=times.at - timedelta(seconds=done.seconds))
        ticket = acts.add(write.db, new, opened)
        told = do(context, write.db, ticket, done, opened, times)
        write.summary = f"Added {ticket.reference} {ticket.title}{told}"
        twins = acts.twins(write.db, ticket, context.now)
    context.out.done(write, ticket=ticket_document(context, ticket.id), twins=twins)
    if fix is not None and fixed is None:
        context.out.warn("what fixed it is missing, so it is open", f'techday done {ticket.reference} --fix "…"')
    if doubt is not None:
        context.out.warn(
            f"{doubt.message}, so the client is open", f"techday ticket edit {ticket.reference} --client C"
        )
    point_out(context, ticket, twins)


class Done(NamedTuple):
    """What was done for a ticket before it was written down: the seconds it took, its fix and cause; what begins.

    `call` tells that they are on the phone, which is contact with the client.
    """

    seconds: int
    fix: str | None
    cause: str
    answered: bool
    start: bool
    call: bool


def seconds_of(took: str | None) -> int:
    """Read how long it took; raises BadUsage for what is no duration, and for more than a day."""
    if took is None:
        return 0
    from techday.core.durations import DAY, parse_duration  # only where it was told

    seconds = parse_duration(took)
    if seconds > DAY:
        raise BadUsage(f"--took {quoted(took)} is more than a day", hint="techday ticket add TITLE --took 15m")
    return seconds


def do(context: Context, db: Connection, ticket: TicketRow, done: Done, opened: Times, times: Times) -> str:
    """Record what was done for a ticket already: answered, logged, resolved, or begun; say it in words."""
    told = []
    if done.answered:
        acts.reply(db, ticket, "on the phone", "first", opened)
    if done.call:
        from techday.core.shifts import shift_day  # only where they are on the phone
        from techday.rotation.acts import record_call

        day = shift_day(context.shift_pattern, opened.at).day.isoformat()
        record_call(db, ticket.client_id, opened, day, ticket.title, ticket.id, ticket.requester)
    if done.seconds:
        from techday.timecard.carving import log_ending, logged_words  # only where it was told
        from techday.visits.evidence import type_for

        work_type = type_for(db, ticket.client_id)
        logged = log_ending(db, times.at, done.seconds, ticket.id, times.recorded, work_type=work_type)
        told.append(logged_words(logged))
    if done.fix is not None:
        from techday.tickets.lifecycle import Resolution, resolve  # only where it is done

        answered = store.ticket_by_id(db, ticket.id)
        # In mid-call nobody is asked for a cause: it is owed.
        resolve(db, answered, Resolution(done.fix, done.cause, owed=True), times)
        owed = store.ticket_by_id(db, ticket.id).cause_owed
        told.append("resolved" + (" (its cause is owed)" if owed else ""))
    if done.start:
        told += ["timer started", *begin(context, db, ticket, times)]
    return "".join(f", {words}" for words in told)


def point_out(context: Context, ticket: TicketRow, twins: Sequence[Twin]) -> None:
    """Say what may be the same matter, and that it comes again and again; it never refuses anything."""
    for twin in twins:
        context.out.warn(f"{twin.reference} may be the same: {twin.title} ({twin.state}, {twin.reason})", twin.command)
    if ticket.client_id is None and not ticket.asset:
        return
    from techday.problems.acts import pointer, recurrence_of  # only where there is something to compare with

    recurrence = recurrence_of(context.db, ticket, context.now)
    if recurrence is not None:
        context.out.warn(*pointer(recurrence))


def client_or_doubt(db: Connection, text: str | None) -> tuple[int | None, TechdayError | None]:
    """Find the client that was named; a miss is told, and never keeps a ticket from being taken in mid-call."""
    if not text:
        return None, None
    try:
        return find_client(db, text), None
    except TechdayError as error:
        return None, error


def begin(context: Context, db: Connection, ticket: TicketRow, times: Times) -> list[str]:
    """Start the timer on a ticket and take it up; say what recorded time gave way to it."""
    from techday.tickets.lifecycle import take_up  # only where the timer is asked for
    from techday.timecard.acts import Start, gave_way_words, start
    from techday.timecard.forgotten import tell_of_clock, timer_limits
    from techday.visits.evidence import type_for

    room = start(db, Start(*times, timer_limits(context), ticket.id, type_for(db, ticket.client_id)))
    tell_of_clock(context, room)
    take_up(db, store.ticket_by_id(db, ticket.id), context.settings.technician.name, times)
    return gave_way_words(room, context.now) if room else []
