"""`week`: the week to acknowledge, and the answers to what is planned in it."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from techday.context import Context
from techday.core.instants import to_text
from techday.core.text import clean_line
from techday.core.weeks import Week, week_of
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.outbox.acts import owed_answer
from techday.pages.clashes import conflicts_among
from techday.pages.week_answers import LONGEST_REASON, acknowledge, told_words
from techday.pages.week_answers import decline as decline_item
from techday.pages.week_items import (
    Counts,
    counts_in,
    is_open,
    items_of,
    touches,
    week_command,
    week_named,
    week_options,
)
from techday.pages.week_words import conflict_words, count_words, local_days, named
from techday.schedule.finding import item_named
from techday.schedule.store import ItemRow
from techday.ui.prompt import can_ask, text_or_ask

app = typer.Typer(add_completion=False)

MOST_WARNINGS = 5

This = Annotated[bool, typer.Option("--this", help="The current week, from Thursday on too")]
Date = Annotated[str | None, typer.Option("--date", metavar="D", help="The week of a day: 2026-W48, next, 3 dec")]
Copy = Annotated[bool, typer.Option("--copy", help="Put the answer on the clipboard, to paste it")]


@app.callback(invoke_without_command=True)
def week(ctx: typer.Context, this: This = False, date: Date = None) -> None:
    """Show the coming week, and acknowledge it"""
    if ctx.invoked_subcommand is None:
        show_week(ctx.obj, this, date)
    elif this or date is not None:
        raise BadUsage("--this and --date stand behind the verb", hint=f"techday week {ctx.invoked_subcommand} --help")


def show_week(context: Context, this: bool, date: str | None) -> None:
    """Show the week that is meant."""
    from techday.pages.week import week_document, week_view  # an answer needs no screen

    view = week_view(context, week_named(context, this, date))
    if context.out.json:
        context.out.document("techday.week/1", week_document(view, context))
        return
    from techday.pages.week_screen import Look, week_page

    travel = context.settings.schedule.travel
    shifts = context.shift_pattern
    shift = f" from {shifts.start:%H:%M}" if shifts.end <= shifts.start else ""
    look = Look(context.zone, context.now, *context.out.size(), travel, not context.out.plain, shift)
    context.out.show(week_page(view, look))


@app.command("ack", help="Acknowledge items of the week; without one, one by one")
def ack(
    ctx: typer.Context,
    items: Annotated[
        list[str] | None, typer.Argument(metavar="ID…", help="The items, by number", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that is open in the week")] = False,
    this: This = False,
    date: Date = None,
    copy: Copy = False,
) -> None:
    """Acknowledge items of the week; without one, one by one"""
    context: Context = ctx.obj
    if items and (everything or this or date is not None):
        raise BadUsage("Items and a week exclude each other", hint=f"techday week ack {' '.join(items)}")
    if items:
        acknowledge_items(context, items, None, copy)
        return
    shown = week_named(context, this, date)
    if everything:
        acknowledge_items(context, [], shown, copy)
    elif can_ask(context):
        from techday.pages.week_walk import walk_through  # only on a terminal

        answers: list[str] = []
        try:
            walk_through(context, shown, answers)
        finally:  # whoever stops half-way keeps what was answered
            put(context, "\n".join(answers), copy)
    else:
        refuse_silence(context, shown)


def refuse_silence(context: Context, shown: Week) -> None:
    """Raise BadUsage where something is open and nobody is there to be asked; else say that nothing is."""
    waiting = open_items(context, shown)
    if waiting:
        are = "1 item is" if len(waiting) == 1 else f"{len(waiting)} items are"
        raise BadUsage(f"{are} open", hint=f"techday week ack --all{week_options(context, shown)}")
    acknowledge_items(context, [], shown, copy=False)


def open_items(context: Context, shown: Week) -> list[ItemRow]:
    """Give the items of a week that wait for the user's answer, in order."""
    now = to_text(context.now)
    rows = items_of(context.db, shown, context.zone)
    return [row for row in rows if is_open(row, now) and touches(row, shown, context.zone)]


def acknowledge_items(context: Context, references: Sequence[str], shown: Week | None, copy: bool) -> None:
    """Acknowledge the items that were named, or all that is open in the week `shown`: all of them or none."""
    zone, now = context.zone, context.now
    with operation(context, "week ack") as write:
        rows = open_items(context, shown) if shown else [item_named(write.db, one) for one in references]
        rows = list({row.id: row for row in rows}.values())
        words = {row.id: acknowledge(write.db, row, zone, now) for row in rows}
        done = [row for row in rows if words[row.id]]
        weeks = [shown] if shown else sorted({week_of(local_days(row, zone)[0]) for row in done or rows})
        counts = {week: counts_in(write.db, week, zone, now) for week in weeks}
        write.summary = f"Acknowledged {named(done)} ({how_far(counts)})"
    note = f"Already acknowledged: {named(rows)}" if rows else f"Nothing is open in week {weeks[0].number}"
    # What was answered before can be pasted too, for as long as the PSA was not told of it.
    owed = {row.id: words[row.id] or (owed_answer(context.db, row.id) if copy else "") for row in rows}
    text = told_words([one for one in owed.values() if one], "Acknowledged")
    context.out.done(write, note, items=[row.id for row in done], **answered(counts), text=text or None)
    put(context, text, copy)
    warn_of_conflicts(context, done)


def how_far(counts: Mapping[Week, Counts]) -> str:
    """Say how far the weeks are that something was answered of: `week 48: 2 of 4, week 49: 1 of 1 acknowledged`."""
    if len(counts) == 1:
        return "".join(count_words(one.acknowledged, one.total) for one in counts.values())
    each = [f"week {week.number}: {one.acknowledged} of {one.total}" for week, one in counts.items()]
    return f"{', '.join(each)} acknowledged"


def answered(counts: Mapping[Week, Counts]) -> dict[str, object]:
    """Give what scripts read of the weeks after an answer: of the first alone, and of each."""
    weeks = [{"week": week.name, **one._asdict()} for week, one in counts.items()]
    return {**weeks[0], "weeks": weeks}


def warn_of_conflicts(context: Context, rows: Sequence[ItemRow]) -> None:
    """Warn of what was acknowledged though it cannot all be done, of each pair once."""
    found = conflicts_among(context, rows)
    told: set[frozenset[int]] = set()
    lines: list[tuple[str, str]] = []
    for row in rows:
        for one in found.get(row.id, ()):
            pair = frozenset((row.id, one.other.id if one.other else 0))
            if pair not in told:
                told.add(pair)
                words = conflict_words(row, one, context.zone, context.now, context.settings.schedule.travel)
                lines.append((f"{named([row])}: {words}", f"techday week decline {row.id} --reason TEXT"))
    for text, hint in lines[:MOST_WARNINGS]:
        context.out.warn(text, hint)
    if len(lines) > MOST_WARNINGS:
        context.out.warn(f"{len(lines) - MOST_WARNINGS} more conflicts", week_command(context, rows[0]))


@app.command("decline", help="Decline an item of the week, and say why")
def decline(
    ctx: typer.Context,
    item: Annotated[str, typer.Argument(metavar="ID", help="The item, by number", show_default=False)],
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why it cannot be done")] = None,
    copy: Copy = False,
) -> None:
    """Decline an item of the week, and say why"""
    context: Context = ctx.obj
    zone, now = context.zone, context.now
    row = item_named(context.db, item)
    why = text_or_ask(context, reason, "The reason", hint=f"techday week decline {row.id} --reason TEXT")
    with operation(context, "week decline") as write:
        row = item_named(write.db, item)
        words = decline_item(write.db, row, why, zone, now)
        of_week = week_of(local_days(row, zone)[0])
        counts = {of_week: counts_in(write.db, of_week, zone, now)}
        write.summary = clean_line(f"Declined {named([row])}: {why}", LONGEST_REASON)
    words = words or (owed_answer(context.db, row.id) if copy else "")
    text = told_words([words] if words else [], "Declined")
    context.out.done(write, f"Already declined: {named([row])}", items=[row.id], **answered(counts), text=text or None)
    put(context, text, copy)


def put(context: Context, text: str, copy: bool) -> None:
    """Show an answer that is already recorded, and put it on the clipboard, where that was asked for."""
    if not (copy and text):
        return
    from techday.messages.delivery import copy_recorded  # only where it was asked for

    if not context.out.json:
        context.out.text(text)
    context.out.stdout.flush()
    copy_recorded(context, text)
