"""Undo, redo and log: what was written, and how to take it back."""

import os
from typing import Annotated

import typer

from techday.arguments import Most
from techday.context import Context
from techday.database import journal
from techday.database.operation import Operation, operation, tables_touched
from techday.errors import Refused
from techday.timecard.options import (
    Adjust,
    Billable,
    ClientNote,
    Concurrent,
    EndsAt,
    ForClient,
    InternalNote,
    OfType,
    OnDate,
    OnTicket,
    Told,
    WorkedSpan,
)

app = typer.Typer(add_completion=False)

LISTED = 20


@app.command("undo", help="Take back the newest write")
def undo(
    ctx: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="ID", help="An older write, by its number in the log", show_default=False)
    ] = None,
) -> None:
    """Take back the newest write"""
    context: Context = ctx.obj
    refuse_without_store(context, "undo")
    with operation(context, "undo", kind="undo") as write:
        target = journal.newest_undoable(write.db) if number is None else journal.operation_numbered(write.db, number)
        journal.reverse(write.db, target, write.number)
        refuse_told_twice(context, write, target.id)
        write.summary = f"Undid: {target.summary}"
    context.out.done(write, undone=target.id)


@app.command("redo", help="Reverse the newest undo")
def redo(ctx: typer.Context) -> None:
    """Reverse the newest undo"""
    context: Context = ctx.obj
    refuse_without_store(context, "redo")
    with operation(context, "redo", kind="redo") as write:
        target = journal.newest_redoable(write.db)
        journal.reverse(write.db, target, write.number)
        refuse_told_twice(context, write, target.id)
        write.summary = f"Redid: {target.summary.removeprefix('Undid: ')}"
    context.out.done(write, redone=target.reverses)


def refuse_told_twice(context: Context, write: Operation, target: int) -> None:
    """Raise Refused where time that comes back would lie over time that was told since."""
    if {"time_entry", "time_break"}.isdisjoint(tables_touched(write.db, write.number)):
        return
    from techday.timecard.coming_back import refuse_overlaps  # only where time comes back

    refuse_overlaps(write.db, target, write.number, context.zone)


def refuse_without_store(context: Context, verb: str) -> None:
    """Raise Refused where nothing was ever written: looking for something to undo must not make a store."""
    if not os.path.lexists(context.store):
        raise Refused(f"There is nothing to {verb}: nothing was written yet", hint="techday log shows what was written")


@app.command("log", help="Show what was written, newest first; with a span, tell of time worked (timecard log)")
def log(
    ctx: typer.Context,
    span: WorkedSpan = None,
    ticket: OnTicket = None,
    client: ForClient = None,
    work_type: OfType = None,
    note: ClientNote = None,
    internal: InternalNote = None,
    billable: Billable = None,
    date: OnDate = None,
    at: EndsAt = None,
    adjust: Adjust = False,
    concurrent: Concurrent = False,
    most: Most = LISTED,
) -> None:
    """Show what was written, newest first; with a span, tell of time worked (timecard log)"""
    told = Told(ticket, client, work_type, note, internal, billable, date, at, adjust, concurrent)
    if not span and told == Told():
        show_journal(ctx.obj, most)
        return
    from techday.timecard.editing import log_time  # the journal needs no time card

    log_time(ctx.obj, span, told)


def show_journal(context: Context, most: int) -> None:
    """Show the newest operations, so many of them."""
    from techday.admin.screen import log_page  # an undo needs no screen

    rows = journal.latest(context.db, most)
    if context.out.json:
        context.out.document("techday.log/1", {"operations": rows})
        return
    context.out.show(log_page(rows, context.zone, context.now, context.out.size()[0]))
