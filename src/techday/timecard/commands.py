"""The commands of the time card: so far the timer, and the entries of a day."""

from datetime import datetime
from sqlite3 import Connection

import typer

from techday.arguments import At, TicketOrType
from techday.context import Context
from techday.core.durations import show_duration
from techday.core.instants import from_text, to_text
from techday.core.text import quoted
from techday.database.operation import operation
from techday.errors import NotFound, Refused
from techday.tickets import acts as ticket_acts
from techday.tickets.acts import Times
from techday.tickets.lifecycle import take_up
from techday.tickets.store import TicketRow, ticket_by_id
from techday.timecard import acts
from techday.timecard.store import EntryRow, entry_by_id, running_entry
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)


@app.callback(invoke_without_command=True)
def timecard(ctx: typer.Context) -> None:
    """Track the time you work"""
    if ctx.invoked_subcommand is None:
        show_day(ctx.obj)


@app.command("day", help="Show the entries of today")
def day(ctx: typer.Context) -> None:
    """Show the entries of today"""
    show_day(ctx.obj)


def show_day(context: Context) -> None:
    """Show what was worked in this shift day."""
    from techday.timecard import screen  # a write needs no screen
    from techday.timecard.store import entries_between

    shift = context.shift_day
    entries = entries_between(context.db, to_text(shift.since), to_text(shift.until))
    view = screen.day_view(shift.day, entries, context.now)
    if context.out.json:
        context.out.document("techday.timecard-day/1", view)
        return
    context.out.show(screen.day_page(view, context.zone, context.now, context.out.size()[0]))


@app.command("start", help="Start the timer on a ticket, or on a work type")
def start(ctx: typer.Context, what: TicketOrType = None, at: At = None) -> None:
    """Start the timer"""
    context: Context = ctx.obj
    start_timer(context, words_or_ask(context, what, "Ticket or work type"), at)


@app.command("stop", help="Stop the timer")
def stop(ctx: typer.Context, at: At = None) -> None:
    """Stop the timer"""
    context: Context = ctx.obj
    instant = context.instant(at)
    with operation(context, "timecard stop") as write:
        ended = acts.stop(write.db, instant)
        write.summary = f"Stopped {worked(ended, instant)}" if ended else ""
    context.out.done(write, "No timer is running", **timer_document(context, ended))


@app.command("back", help="Go back to what was interrupted")
def back(ctx: typer.Context, at: At = None) -> None:
    """Go back to what was interrupted"""
    from techday.timecard.carving import to_go_back_to  # the timer alone needs no spans

    context: Context = ctx.obj
    instant, day = context.instant(at), context.shift_day
    with operation(context, "timecard back") as write:
        running = running_entry(write.db)
        entry = to_go_back_to(write.db, day.since, day.until) or running
        if entry is None:
            raise Refused("Nothing was interrupted today", hint="techday start N, or techday start meeting")
        ended = acts.start(write.db, instant, entry.ticket_id, entry.work_type)
        if entry.ticket_id is not None and entry != running:
            ticket = ticket_by_id(write.db, entry.ticket_id)
            take_up(write.db, ticket, context.settings.technician.name, Times(instant, context.now))
        named = f"{entry.ticket} {entry.title}" if entry.ticket else entry.work_type
        write.summary = f"Back to {named}" + (f"; stopped {worked(ended, instant)}" if ended else "")
    note = f"The timer runs on {named} already, which interrupted nothing"
    context.out.done(write, note, **timer_document(context, ended))


def start_timer(context: Context, what: str, at: str | None) -> None:
    """Start the timer on what was named: a work type, or a ticket, which is taken up."""
    instant = context.instant(at)
    with operation(context, "timecard start") as write:
        if what.lower() in acts.WORK_TYPES:
            named, work_type, ticket = what.lower(), what.lower(), None
        else:
            work_type, ticket = "remote", find_ticket(write.db, what)
            named = f"{ticket.reference} {ticket.title}"
        ended = acts.start(write.db, instant, ticket.id if ticket else None, work_type)
        if ticket is not None:
            times = Times(instant, context.now)
            reopened = take_up(write.db, ticket, context.settings.technician.name, times)
            named += ", reopened" if reopened else ""
        write.summary = f"Started {named}" + (f"; stopped {worked(ended, instant)}" if ended else "")
    context.out.done(write, f"The timer runs on {named} already", **timer_document(context, ended))


def timer_document(context: Context, ended: EntryRow | None) -> dict[str, object]:
    """Give what runs now and what was stopped as scripts read them; nothing where nobody asked for JSON."""
    if not context.out.json:
        return {}
    from techday.timecard.screen import entry_view  # only under --json

    running = running_entry(context.db)
    stopped = entry_by_id(context.db, ended.id) if ended else None
    return {
        "running": entry_view(running, context.now) if running else None,
        "stopped": entry_view(stopped, context.now) if stopped else None,
    }


def find_ticket(db: Connection, what: str) -> TicketRow:
    """Give the ticket that was named; a miss names the work types too."""
    try:
        return ticket_acts.find(db, what)
    except NotFound as miss:
        if what == ".":
            raise
        types = ", ".join(acts.WORK_TYPES)
        raise NotFound(f"{miss.message}, and {quoted(what)} is no work type ({types})", miss.hint) from miss


def worked(entry: EntryRow, end: datetime) -> str:
    """Say what an ended entry was for, and how long it took."""
    seconds = int((end - from_text(entry.started_at)).total_seconds())
    return f"{entry.ticket or entry.work_type} after {show_duration(seconds)}"
