"""The commands of time told afterwards: logged, changed, split, deleted, moved to another ticket."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from techday.arguments import Ticket
from techday.context import Context
from techday.core.durations import show_duration
from techday.core.instants import from_text
from techday.core.intervals import Span
from techday.core.text import clean_line, quoted
from techday.core.work_types import USUAL, type_named
from techday.database.operation import Operation, operation
from techday.errors import BadUsage
from techday.timecard import entries
from techday.timecard.entries import Changed
from techday.timecard.options import (
    Adjust,
    Billable,
    ClientNote,
    Concurrent,
    EndsAt,
    Entry,
    ForClient,
    InternalNote,
    OfType,
    OnDate,
    OnTicket,
    Told,
    WorkedSpan,
)
from techday.timecard.overlaps import gave_way_words
from techday.timecard.spans import instant_inside
from techday.timecard.store import EntryRow, about
from techday.timecard.told import LONGEST_NOTE, assigned, new_entry, place_for, refuse_both, spans_changed, told_span
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)

HALF_A_DAY = timedelta(hours=12)
# What a visit says of its time as well; which of the client's tickets it was on says the time card alone.
OF_A_VISIT = ("started_at", "ended_at", "client_id", "work_type")


@app.command("log", help="Tell of time worked: 9:00-10:30, or 15m up to now")
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
) -> None:
    """Tell of time worked: 9:00-10:30, or 15m up to now"""
    log_time(ctx.obj, span, Told(ticket, client, work_type, note, internal, billable, date, at, adjust, concurrent))


def log_time(context: Context, words: Sequence[str] | None, told: Told) -> None:
    """Log time that was worked; without words for its span they are asked for."""
    refuse_both("--ticket", told.ticket, "--client", told.client)
    refuse_both("--adjust", told.adjust, "--concurrent", told.concurrent)
    text = words_or_ask(context, words, "The time worked (9:00-10:30, or 15m)")
    work_type = entries.find_type(context.settings.work_types, told.work_type or USUAL)
    times = told_span(context, text, told)
    if isinstance(times, Span):
        refuse_backwards(context, text, times)
    with operation(context, "timecard log") as write:
        span = times if isinstance(times, Span) else place_for(context, write.db, times, told)
        new = new_entry(context, write.db, span, work_type, told)
        logged = entries.log(write.db, new, adjust=told.adjust, spell=entries.speller(context.zone))
        remarks = entries.remarks(write.db, logged.entry, context.shift_pattern)
        write.summary = said(context, f"Logged {length_and_subject(context, logged.entry)}", remarks, logged)
    answer(context, write, logged)
    warn_of_future(context, logged.entry)


def refuse_backwards(context: Context, text: str, span: Span[datetime]) -> None:
    """Raise BadUsage for a range such as 10:00-9:00 at noon: read on, it would last until tomorrow."""
    if span.end > context.now and span.end - span.start > HALF_A_DAY:
        hint = "Say it the other way round, or with its days: 'mon 22:00-tue 10:30'"
        raise BadUsage(f"{quoted(text)} ends before it begins, or tomorrow", hint=hint)


@app.command("edit", help="Change an entry")
def edit(
    ctx: typer.Context,
    entry_id: Entry,
    start: Annotated[
        str | None, typer.Option("--start", metavar="TIME", help="When it began: 9:15 is on the day of the entry")
    ] = None,
    end: Annotated[str | None, typer.Option("--end", metavar="TIME", help="When it ended: 10:30, now")] = None,
    ticket: OnTicket = None,
    client: ForClient = None,
    work_type: OfType = None,
    note: ClientNote = None,
    internal: InternalNote = None,
    billable: Billable = None,
    by_type: Annotated[bool, typer.Option("--by-type", help="Let type and client decide whether it is billed")] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="Confirm an end that was guessed")] = False,
    adjust: Adjust = False,
    concurrent: Annotated[
        bool | None, typer.Option("--concurrent/--alone", help="Whether it ran beside other work, never paid twice")
    ] = None,
) -> None:
    """Change an entry"""
    context: Context = ctx.obj
    refuse_both("--billable or --not-billable", billable is not None, "--by-type", by_type)
    refuse_both("--adjust", adjust, "--concurrent", concurrent)
    with operation(context, "timecard edit") as write:
        before = entries.find(write.db, entry_id)
        changes = assigned(write.db, before, ticket, client)
        changes |= spans_changed(context, before, start, end)
        texts = {"note": note, "internal_note": internal}
        changes |= {name: clean_line(text, LONGEST_NOTE) for name, text in texts.items() if text is not None}
        if work_type is not None:
            changes["work_type"] = entries.find_type(context.settings.work_types, work_type).name
        if billable is not None or by_type:
            changes["billable"] = None if by_type else int(bool(billable))
        if concurrent is not None:
            changes["concurrent"] = int(concurrent)
        if confirm or end is not None:
            changes["guessed"] = 0
        spell = entries.speller(context.zone)
        edited = entries.edit(write.db, before, changes, adjust=adjust, now=context.now, spell=spell)
        is_told = edited.entry.recorded_at != before.recorded_at
        remarks = entries.remarks(write.db, edited.entry, context.shift_pattern) if is_told else []
        write.summary = said(context, edit_words(context, before, edited.entry), remarks, edited)
    answer(context, write, edited, f"Nothing to change in {entry_words(context, edited.entry)}")
    if edited.entry.ended_at != before.ended_at:
        warn_of_future(context, edited.entry)
    warn_of_visit(context, changed_of_visit(before, edited.entry))


@app.command("split", help="Split an entry in two at a time")
def split(
    ctx: typer.Context,
    entry_id: Entry,
    time: Annotated[
        list[str] | None, typer.Argument(metavar="TIME", help="Where: 9:45 is inside the entry", show_default=False)
    ] = None,
) -> None:
    """Split an entry in two at a time"""
    context: Context = ctx.obj
    text = words_or_ask(context, time, "The time at which to split")
    spell = entries.speller(context.zone)
    with operation(context, "timecard split") as write:
        whole = entries.find(write.db, entry_id)
        own = Span(from_text(whole.started_at), from_text(whole.ended_at) if whole.ended_at else context.now)
        at = instant_inside(text, context.frame, own)
        halves = [entries.loaded(write.db, part) for part in entries.split(write.db, whole, at, context.now, spell)]
        parts = " and ".join(f"{spell(half.started_at, half.ended_at)} (entry {half.id})" for half in halves)
        write.summary = f"Split {entry_words(context, whole)}: {parts}"
    answer(context, write, Changed(halves[0]), second=halves[1])


@app.command("delete", help="Delete an entry")
def delete(ctx: typer.Context, entry_id: Entry) -> None:
    """Delete an entry"""
    context: Context = ctx.obj
    with operation(context, "timecard delete") as write:
        entry = entries.find(write.db, entry_id)
        entries.delete(write.db, entry)
        write.summary = f"Deleted {length_and_subject(context, entry)}"
    answer(context, write, Changed(entry))
    warn_of_visit(context, [entry])


@app.command("move", help="Move an entry to another ticket")
def move(ctx: typer.Context, entry_id: Entry, ticket: Ticket) -> None:
    """Move an entry to another ticket"""
    context: Context = ctx.obj
    with operation(context, "timecard move") as write:
        before = entries.find(write.db, entry_id)
        changes = assigned(write.db, before, ticket, None)
        spell = entries.speller(context.zone)
        moved = entries.edit(write.db, before, changes, adjust=False, now=context.now, spell=spell)
        after = moved.entry
        onto = f"to {after.ticket} {after.title}" if after.ticket else "away from its ticket"
        write.summary = f"Moved {entry_words(context, before)} {onto}"
    where = f"on {after.ticket}" if after.ticket else "on no ticket"
    answer(context, write, moved, f"It is {where} already: {entry_words(context, before)}")
    warn_of_visit(context, changed_of_visit(before, after))


# What is said


def changed_of_visit(before: EntryRow, after: EntryRow) -> list[EntryRow]:
    """Give an entry as it was, where anything was changed of it that a visit says as well."""
    return [before] if any(getattr(after, name) != getattr(before, name) for name in OF_A_VISIT) else []


def warn_of_visit(context: Context, before: Iterable[EntryRow]) -> None:
    """Warn, once for each, of visits that have ended and say otherwise than the time card since entries were changed.

    `before` are these entries as they were.
    """
    from techday.visits.after_visits import still_says  # only where time is changed

    spell = entries.speller(context.zone)
    for warning in dict.fromkeys(still_says(context.db, entry, spell) for entry in before):
        if warning is not None:
            context.out.warn(*warning)


def answer(
    context: Context, write: Operation, changed: Changed, note: str = "", second: EntryRow | None = None
) -> None:
    """Tell what a write did: in words, or the entry and the numbers of those that gave way."""
    if not context.out.json:
        context.out.done(write, note)
        return
    from techday.timecard.timer_view import timer_view  # only under --json

    more: dict[str, Any] = {} if second is None else {"second": timer_view(second, context.now)}
    gave_way = [cut.entry.id for cut in changed.gave_way]
    context.out.done(write, note, entry=timer_view(changed.entry, context.now), gave_way=gave_way, **more)


def said(context: Context, about_it: str, remarks: Sequence[str], changed: Changed) -> str:
    """Give the summary of time told or changed: with what is special about it, and what gave way."""
    nobodys = ["not assigned (techday timecard fix)"] if is_nobodys(context, changed.entry) else []
    gave_way = [words] if (words := gave_way_words(changed.gave_way, entries.speller(context.zone))) else []
    of_breaks = sum(one.seconds for one in changed.breaks)
    breaks = [f"{show_duration(of_breaks)} taken out of the break"] if of_breaks else []
    return "; ".join([", ".join([about_it, *remarks, *nobodys]), *gave_way, *breaks])


def is_nobodys(context: Context, entry: EntryRow) -> bool:
    """Tell whether time that is billable is on no ticket and for no client."""
    by_type = type_named(context.settings.work_types, entry.work_type).billable
    billable = by_type if entry.billable is None else bool(entry.billable)
    return billable and entry.ticket_id is None and entry.client_id is None


def length_and_subject(context: Context, entry: EntryRow) -> str:
    """Say how long an entry is, and on what: "1h30 on L3 (Mon 09:00-10:30)", "15m of travel for ACME (…)"."""
    length = show_duration(entries.worked_seconds(entry, context.now))
    of_type = f" of {entry.work_type}" if entry.work_type != USUAL or about(entry) == USUAL else ""
    subject = f" on {entry.ticket}" if entry.ticket else f" for {entry.client}" if entry.client else ""
    beside = ", beside other work" if entry.concurrent else ""
    return f"{length}{of_type}{subject} ({when(context, entry)}){beside}"


def entry_words(context: Context, entry: EntryRow) -> str:
    """Name an entry: "entry 3 (L3, Mon 09:00-10:30)"."""
    return f"entry {entry.id} ({about(entry)}, {when(context, entry)})"


def when(context: Context, entry: EntryRow) -> str:
    """Give the day and the span of an entry."""
    return entries.day_and_span(entry, context.zone, context.now)


LABELS = {
    "started_at": "start",
    "ended_at": "end",
    "ticket": "ticket",
    "client": "client",
    "work_type": "type",
    "note": "note",
    "internal_note": "internal note",
    "billable": "billable",
    "concurrent": "concurrent",
}


def edit_words(context: Context, before: EntryRow, after: EntryRow) -> str:
    """Say what an edit changed: "Changed start, note of entry 3 (…)"; "Confirmed entry 3 (…)"."""
    changed = [label for field, label in LABELS.items() if getattr(before, field) != getattr(after, field)]
    if not changed:
        return f"Confirmed {entry_words(context, after)}"
    return f"Changed {', '.join(changed)} of {entry_words(context, after)}"


def warn_of_future(context: Context, entry: EntryRow) -> None:
    """Say of an entry that it ends in the future: it is taken, but it keeps its week from being submitted."""
    if entry.ended_at is not None and from_text(entry.ended_at) > context.now:
        is_begun = from_text(entry.started_at) < context.now
        hint = f"techday timecard edit {entry.id} --end now" if is_begun else f"techday timecard delete {entry.id}"
        context.out.warn(f"{entry_words(context, entry)} ends in the future", hint)
