"""The commands that bring a ticket from one state into the next."""

from datetime import datetime
from sqlite3 import Connection
from typing import Annotated

import typer

from techday.arguments import At, Ticket
from techday.context import Context
from techday.core.instants import to_text
from techday.core.text import quoted
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.tickets import acts, lifecycle, merging, store
from techday.tickets.acts import Times
from techday.tickets.lifecycle import LATER, Resolution
from techday.tickets.options import Copy, Eml, NextStep, ticket_document
from techday.tickets.rules import WAITS, own_ids
from techday.tickets.store import TicketRow
from techday.ui.prompt import ask, can_ask

app = typer.Typer(add_completion=False)

WAITS_WORDS = {"customer": "the customer", "vendor": "the vendor", "parts": "parts", "scheduled": "its date"}


@app.command("start", help="Start the timer on a ticket, and take it up")
def start(ctx: typer.Context, reference: Ticket, at: At = None) -> None:
    """Start the timer on a ticket, and take it up"""
    from techday.timecard.timing import Asked, start_timer  # the timer is another room

    context: Context = ctx.obj
    # A work type may be called like the end of a reference; here it is a ticket that is meant.
    start_timer(context, Asked(acts.find(context.db, reference).reference, at, is_ticket=True))


def complete_wait(incomplete: str) -> list[tuple[str, str]]:
    """Give what a ticket can wait for."""
    return [(kind, f"waits for {WAITS_WORDS[kind]}") for kind in WAITS if kind.startswith(incomplete.lower())]


@app.command("wait", help="Wait for the customer, a vendor, parts or a date")
def wait(
    ctx: typer.Context,
    reference: Ticket,
    waiting_for: Annotated[
        str | None,
        typer.Argument(
            metavar="customer|vendor|parts|scheduled",
            help="For whom",
            autocompletion=complete_wait,
            show_default=False,
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="When it comes back: tomorrow, fri 9:00, in 2d")
    ] = None,
    next_action: NextStep = None,
    at: At = None,
) -> None:
    """Wait for the customer, a vendor, parts or a date"""
    context: Context = ctx.obj
    kind = wait_named(waiting_for or asked(context, f"For whom ({', '.join(WAITS)})"))
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket wait") as write:
        ticket = acts.find(write.db, reference)
        back = context.instant(until, "future") if until is not None else two_working_days(context, ticket, times.at)
        lifecycle.wait(write.db, ticket, kind, back, next_action or "", times)
        write.summary = f"{ticket.reference} waits for {WAITS_WORDS[kind]} until {said(context, back)}"
    context.out.done(write, ticket=ticket_document(context, ticket.id))
    if until is None:
        context.out.status("  two working days ahead; --until TIME says otherwise")
    if not (next_action or ticket.next_action):
        context.out.warn("it has no next step", f'techday ticket edit {ticket.reference} --next "…"')


def wait_named(text: str) -> str:
    """Give what a ticket waits for, by its unique beginning; raises BadUsage for anything else."""
    typed = text.strip().lower()
    found = [kind for kind in WAITS if typed and kind.startswith("customer" if typed == "client" else typed)]
    if not typed:
        raise BadUsage("For whom is missing", hint="techday ticket wait N customer --until TIME")
    if len(found) != 1:
        raise BadUsage(f"{quoted(text)} is not {', '.join(WAITS)}", hint="techday ticket wait N customer --until TIME")
    return found[0]


def two_working_days(context: Context, ticket: TicketRow, at: datetime) -> datetime:
    """Give when a ticket that waits from `at` comes back, where nobody told: two working days of its calendar on."""
    from techday.pages.clockwork import clockwork  # only where no time was typed

    return clockwork(context).two_days_ahead(ticket, at)


def said(context: Context, instant: datetime) -> str:
    """Say an instant as people do."""
    from techday.ui.dates import show_instant

    return show_instant(to_text(instant), context.zone, context.now)


@app.command("escalate", help="Hand a ticket up to a tier or a person")
def escalate(
    ctx: typer.Context,
    reference: Ticket,
    to: Annotated[str | None, typer.Option("--to", metavar="L2|L3|NAME", help="To which tier, or to whom")] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why it goes up")] = None,
    tried: Annotated[str | None, typer.Option("--tried", metavar="TEXT", help="What was tried")] = None,
    did: Annotated[
        str, typer.Option("--did", metavar="1,3", help="Which points of the checklist were done; all, or none")
    ] = "",
    copy: Copy = False,
    eml: Eml = False,
    at: At = None,
) -> None:
    """Hand a ticket up to a tier or a person"""
    from techday.escalations import acts as escalations  # a rare verb has its own room
    from techday.escalations import checklist

    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    found = acts.find(context.db, reference)
    target, is_person = checklist.whom(context, to)
    answers = checklist.answered(context, checklist.points_for(context, found), did)
    handing = escalations.Handing(
        target,
        reason if reason is not None else asked(context, "Why"),
        tried if tried is not None else asked(context, "What was tried"),
        answers,
    )
    with operation(context, "ticket escalate") as write:
        ticket = acts.find(write.db, reference)
        escalations.escalate(write.db, ticket, handing, times)
        write.summary = f"Escalated {ticket.reference} to {target}"
    open_points = [point.item for point in handing.checklist if point.answer != "yes"]
    context.out.done(
        write,
        f"{ticket.reference} waits for {target} already",
        ticket=ticket_document(context, ticket.id),
        not_done=open_points,
    )
    if open_points and write.changed:
        context.out.warn(f"not said to be done: {'; '.join(open_points)}", "--did 1,2 says which were")
    if write.changed and (is_person or copy or eml):
        checklist.write_message(context, acts.find(context.db, reference), copy=copy, eml=eml)


def asked(context: Context, question: str) -> str:
    """Ask for what is missing on a terminal; "" where nobody is there."""
    return ask(context, question) if can_ask(context) else ""


@app.command("resolve", help="Resolve a ticket, with what fixed it")
def resolve(
    ctx: typer.Context,
    reference: Ticket,
    fix: Annotated[str | None, typer.Option("--fix", metavar="TEXT", help="What fixed it")] = None,
    cause: Annotated[
        str | None, typer.Option("--cause", metavar="TEXT", help=f"What had caused it; {LATER}: it is owed")
    ] = None,
    at: At = None,
) -> None:
    """Resolve a ticket, with what fixed it"""
    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    resolution = told_or_asked(context, acts.find(context.db, reference), fix, cause)
    with operation(context, "ticket resolve") as write:
        ticket = acts.find(write.db, reference)
        was_open = ticket.state not in ("resolved", "closed")
        owner = watched_for(context, write.db, ticket)
        lifecycle.resolve(write.db, ticket, resolution, times)
        now = store.ticket_by_id(write.db, ticket.id)
        verb = "Resolved" if was_open else "Completed"
        write.summary = f"{verb} {ticket.reference} {ticket.title}" + (": its cause is owed" if now.cause_owed else "")
        left = open_promises(write.db, ticket.id)
    context.out.done(write, f"{ticket.reference} is {now.state} already", ticket=ticket_document(context, ticket.id))
    for number, text in left:
        context.out.warn(f"promise {number} is still open: {text}", f"techday ticket kept {ticket.reference} {number}")
    if owner and write.changed:
        context.out.status(f"  it is {owner}'s, and watched for them: tell them what fixed it")


def watched_for(context: Context, db: Connection, ticket: TicketRow) -> str:
    """Give the colleague whose ticket it is, where it is only watched for them; "" else."""
    who = context.settings.technician
    own = own_ids(store.technicians(db), (who.name, *who.aliases))
    if ticket.owner_id is None or ticket.owner_id in own:
        return ""
    from techday.handover.watched_evidence import watched_at  # only for a ticket of somebody else

    found = watched_at(db, to_text(context.now), own)
    return next((one.name for one in found if one.ticket_id == ticket.id), "")


def told_or_asked(context: Context, ticket: TicketRow, fix: str | None, cause: str | None) -> Resolution:
    """Give what resolved a ticket; on a terminal what is missing is asked for, and Enter leaves the cause for later."""
    fresh = ticket.state not in ("resolved", "closed")
    if fix is None and fresh and can_ask(context):
        fix = ask(context, "What fixed it")
    if cause is None and fresh and fix and can_ask(context) and lifecycle.cause_is_needed(context.db, ticket):
        cause = ask(context, "What had caused it (Enter: later)") or LATER
    owed = (cause or "").strip().lower() == LATER
    return Resolution(fix or "", "" if owed else cause or "", owed)


def open_promises(db: Connection, ticket_id: int) -> list[tuple[int, str]]:
    """Give number and words of the promises of a ticket that are still open."""
    from techday.promises.store import promises_of  # another room

    return [(one.id, one.text) for one in promises_of(db, ticket_id) if one.state == "open"]


@app.command("close", help="Close a ticket")
def close(ctx: typer.Context, reference: Ticket, at: At = None) -> None:
    """Close a ticket"""
    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket close") as write:
        ticket = acts.find(write.db, reference)
        lifecycle.close(write.db, ticket, times)
        write.summary = f"Closed {ticket.reference} {ticket.title}"
    context.out.done(write, f"{ticket.reference} is closed already", ticket=ticket_document(context, ticket.id))
    if write.changed and not ticket.fix:
        words = f'techday ticket resolve {ticket.reference} --fix "…" keeps it for the next time'
        context.out.status(f"  closed without a fix: {words}")


@app.command("reopen", help="Bring a resolved, closed, merged or vanished ticket back")
def reopen(ctx: typer.Context, reference: Ticket, at: At = None) -> None:
    """Bring a resolved, closed, merged or vanished ticket back"""
    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket reopen") as write:
        ticket = acts.find_itself(write.db, reference)
        if ticket.merged_into is not None:
            merging.part(write.db, ticket, times)
            write.summary = f"Parted {ticket.reference} {ticket.title} from what it was merged into"
        else:
            lifecycle.reopen(write.db, ticket, times)
            write.summary = f"Reopened {ticket.reference} {ticket.title}"
    context.out.done(write, f"{ticket.reference} is open already", ticket=ticket_document(context, ticket.id))
