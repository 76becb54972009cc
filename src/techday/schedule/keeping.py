"""The commands that keep the schedule: an item is planned, moved and cancelled."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from techday.context import Context
from techday.core.instants import to_text
from techday.core.text import as_argument, clean_line
from techday.database.operation import Operation, operation
from techday.errors import BadUsage, Refused
from techday.schedule import acts, series, series_moves
from techday.schedule.acts import Origin
from techday.schedule.finding import item_named
from techday.schedule.options import Client, End, Following, Item, Kind, Length, Note, Place, Project, Site, Technician
from techday.schedule.options import Ticket as TicketTie
from techday.schedule.reading import Said, Times, changed_values, new_values
from techday.schedule.rules import ANSWERS, Values, facts_differ, values_of
from techday.schedule.store import ItemRow, item_by_id, items_of_uid
from techday.schedule.telling import (
    cancelled_words,
    conflicts_among,
    fields_changed,
    moved_words,
    tell_of_agreements,
    told_by_calendar,
    warn_of_conflicts,
    when,
)
from techday.schedule.ties import Ties
from techday.schedule.views import item_document
from techday.schedule.words import called, day_words
from techday.ui.prompt import text_or_ask, words_or_ask

app = typer.Typer(add_completion=False)

REASON_LENGTH = 500


@app.command("add", help="Plan something: schedule add Server move --start TIME")
def add(
    ctx: typer.Context,
    title: Annotated[list[str] | None, typer.Argument(metavar="TITLE", help="What it is", show_default=False)] = None,
    start: Annotated[
        str | None, typer.Option("--start", metavar="TIME", help="When it begins: thu 9:00, tomorrow 14:00, 9:00")
    ] = None,
    end: End = None,
    length: Length = None,
    all_day: Annotated[bool, typer.Option("--all-day", help="Whole days: --start D, --end D for the last")] = False,
    client: Client = None,
    site: Site = None,
    ticket: TicketTie = None,
    project: Project = None,
    place: Place = None,
    kind: Kind = None,
    repeat: Annotated[
        str | None,
        typer.Option(
            "--repeat", metavar="RRULE", help="How often: daily, weekdays, weekly, monthly, FREQ=MONTHLY;BYDAY=1MO"
        ),
    ] = None,
    technician: Technician = None,
    note: Note = None,
    ack: Annotated[bool, typer.Option("--ack", help="Acknowledge it at once")] = False,
) -> None:
    """Plan something: schedule add Server move --start TIME"""
    context: Context = ctx.obj
    name = words_or_ask(context, title, "Title")
    begins = text_or_ask(context, start, "Start", f'techday schedule add {as_argument(name)} --start "thu 9:00"')
    ties = Ties(client, site, ticket, project)
    said = Said(Times(begins, end, length), ties, name, place, kind, technician, note)
    rule = None if repeat is None else series.read_rule(repeat, context.zone)
    with operation(context, "schedule add") as write:
        values = new_values(context, write.db, said, all_day)
        numbers = plan(context, write.db, values, rule, by_length=length is not None)
        if ack:
            for number in numbers:
                acts.answer(write.db, item(write.db, number), "acknowledged", "", context.now)
        added = item(write.db, numbers[0])
        write.summary = f"Planned {called(added)}, {when(context, added)}{repeated(context, write.db, added, numbers)}"
        work_out_further(context, write)
    rows = [added] if added.series_id is None else items_of_uid(context.db, added.uid)
    conflicts = conflicts_among(context, rows)
    shown = item_document(added, context.now, conflicts.get(added.id, ()))
    context.out.done(write, item=shown, items=len(numbers))
    warn_of_conflicts(context, rows, conflicts)
    tell_of_agreements(context, added)


def plan(context: Context, db: sqlite3.Connection, values: Values, rule: str | None, by_length: bool) -> Sequence[int]:
    """Add an item, or all of a series that are near enough, and give their numbers."""
    if rule is None:
        return [acts.add(db, values, Origin(series.new_uid()), context.now)]
    seconds = int(series.length_of(values).total_seconds()) if by_length else None
    pattern = series.pattern_of(rule, values, context.zone, seconds)
    return series.begin(db, values, pattern, today_of(context), context.zone, context.now)


def repeated(context: Context, db: sqlite3.Connection, added: ItemRow, numbers: Sequence[int]) -> str:
    """Say how often an item repeats, "" for one that does not."""
    if added.series_id is None:
        return ""
    if len(numbers) == 1:
        return ", and no other within a year"
    last = series.put_on(item(db, numbers[-1]), context.zone)
    return f", and {len(numbers) - 1} more up to {day_words(last, today_of(context))}"


@app.command("move", help="Change when something is, or what else it says")
def move(
    ctx: typer.Context,
    which: Item,
    start: Annotated[
        str | None,
        typer.Option("--start", metavar="TIME", help="When it begins; a day alone keeps the clock, a clock the day"),
    ] = None,
    end: End = None,
    length: Length = None,
    title: Annotated[str | None, typer.Option("--title", metavar="T", help="What it is called now")] = None,
    client: Client = None,
    site: Site = None,
    ticket: TicketTie = None,
    project: Project = None,
    place: Place = None,
    kind: Kind = None,
    technician: Technician = None,
    note: Note = None,
    following: Following = False,
) -> None:
    """Change when something is, or what else it says"""
    context: Context = ctx.obj
    ties = Ties(client, site, ticket, project)
    said = Said(Times(start, end, length), ties, title, place, kind, technician, note)
    if not said.anything:
        raise BadUsage("Nothing to change was named", hint="techday schedule move --help lists what can be changed")
    with operation(context, "schedule move") as write:
        named = item_named(write.db, which)
        before = first_meant(context, write.db, named, following)
        following = following and before.ends_at > to_text(context.now)
        values = changed_values(context, write.db, values_of(before), said)
        refuse_what_is_over(context, before, values)
        touched = moved(context, write.db, before, values, following)
        after = item(write.db, before.id)
        reopened = count_reopened(write.db, touched)
        write.summary = moved_words(context, before, after, len(touched), reopened)
        write.summary += "; what is over stays" if before.id != named.id else ""
        if touched:
            work_out_further(context, write)
    numbers = {one.id for one in touched}
    rows = [one for one in items_of_uid(context.db, after.uid) if one.id in numbers]
    conflicts = conflicts_among(context, rows or [after])
    context.out.done(
        write,
        f"{called(after)} says so already",
        item=item_document(after, context.now, conflicts.get(after.id, ())),
        changed=fields_changed(before, after),
        items=len(touched),
    )
    if touched:
        told_by_calendar(context, after)
        if facts_differ(values_of(before), values_of(after)):
            warn_of_conflicts(context, rows, conflicts)
        tell_of_agreements(context, after)


def moved(context: Context, db: sqlite3.Connection, before: ItemRow, values: Values, following: bool) -> list[ItemRow]:
    """Have an item, and where asked all later ones, say something else; give those that changed, as they were."""
    if following:
        series.require_own_series(before)
        if values == values_of(before):
            return []
        return series_moves.move_following(db, before, values, context.zone, context.now)
    return [before] if acts.change(db, before, values, context.zone, context.now) else []


def refuse_what_is_over(context: Context, row: ItemRow, values: Values) -> None:
    """Raise Refused for an item that was cancelled, and for another time or place of what has ended."""
    if row.state == "cancelled":
        again = f"techday schedule add --start TIME {as_argument(row.title, last=True)}"
        raise Refused(f"{called(row)} was cancelled", hint=again)
    now = to_text(context.now)
    if row.ends_at <= now and values.ends_at <= now and facts_differ(values_of(row), values):
        raise Refused(
            f"{called(row)} is over: {when(context, row)}",
            hint=f"techday schedule move {row.id} --start TIME, ahead of now, plans it again",
        )


def count_reopened(db: sqlite3.Connection, touched: Sequence[ItemRow]) -> int:
    """Give how many items that were answered before are open now, and the user's to answer."""
    answered = [item(db, row.id) for row in touched if row.state in ANSWERS]
    return sum(row.state == "proposed" and not row.technician for row in answered)


@app.command("cancel", help="Take something off the schedule")
def cancel(
    ctx: typer.Context,
    which: Item,
    reason: Annotated[str | None, typer.Option("--reason", metavar="T", help="Why")] = None,
    following: Following = False,
) -> None:
    """Take something off the schedule"""
    context: Context = ctx.obj
    why = clean_line(reason or "", REASON_LENGTH)
    with operation(context, "schedule cancel") as write:
        row = item_named(write.db, which)
        gone = cancelled(context, write.db, row, why, following)
        write.summary = cancelled_words(context, row, gone) + (f": {why}" if why else "")
        if gone:
            work_out_further(context, write)
    after = item(context.db, row.id)
    note = f"Nothing after {called(row)} is left of its series"
    if row.state == "cancelled":
        note = f"{called(row)} is cancelled already"
    context.out.done(write, note, item=item_document(after, context.now), items=len(gone))
    if gone:
        told_by_calendar(context, after)


def cancelled(context: Context, db: sqlite3.Connection, row: ItemRow, why: str, following: bool) -> list[ItemRow]:
    """Cancel an item, and where asked all later ones that are not over; give those that were not cancelled before."""
    rows = [row]
    if following:
        series.require_own_series(row)
        rows = series.following(db, row, context.now)
        if rows:
            series.end_before(db, rows[0], context.zone)
    gone = [one for one in rows if one.state != "cancelled"]
    for one in gone:
        acts.cancel(db, one, why, context.now)
    return gone


def first_meant(context: Context, db: sqlite3.Connection, row: ItemRow, following: bool) -> ItemRow:
    """Give the item with which a change of an item, and where asked of all later ones, begins: one that is not over."""
    if not following:
        return row
    series.require_own_series(row)
    if row.ends_at > to_text(context.now):
        return row
    return next((one for one in series.following(db, row, context.now) if one.state != "cancelled"), row)


def item(db: sqlite3.Connection, number: int) -> ItemRow:
    """Give the item of a number that is there."""
    found = item_by_id(db, number)
    if found is None:
        raise LookupError(f"no item {number}")
    return found


def today_of(context: Context) -> date:
    """Give the technician's day, which in a night shift is that of its evening."""
    return context.shift_day.day


def work_out_further(context: Context, write: Operation) -> None:
    """Have what repeats reach far enough ahead, as a part of a write that was asked for."""
    series.extend(write.db, today_of(context), context.zone, context.now)
