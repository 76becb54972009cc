"""The time card: its screens. The verbs are kept in modules of their own, so that only the one called is loaded."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from techday.context import Context

if TYPE_CHECKING:
    from techday.cards.looks import Look

app = typer.Typer(add_completion=False)

WeekName = Annotated[
    str | None, typer.Argument(metavar="[WEEK]", help="The week: 2026-W47, 2026-W47/2, or a date in it")
]

TIMING, EDITING = "techday.timecard.timing", "techday.timecard.editing"
REVIEWING, SUBMITTING = "techday.cards.reviewing", "techday.cards.submitting"
VERBS = (
    ("start", TIMING, "Start the timer on a ticket, or on a work type"),
    ("stop", TIMING, "Stop the timer"),
    ("switch", TIMING, "Switch the timer to another ticket or work type"),
    ("back", TIMING, "Go back to what was interrupted"),
    ("break", TIMING, "Begin a break, or tell of one: 12:00-12:40"),
    ("resume", TIMING, "Go on with what the break interrupted, or what ran last"),
    ("log", EDITING, "Tell of time worked: 9:00-10:30, or 15m up to now"),
    ("edit", EDITING, "Change an entry"),
    ("split", EDITING, "Split an entry in two at a time"),
    ("delete", EDITING, "Delete an entry"),
    ("move", EDITING, "Move an entry to another ticket"),
    ("fix", "techday.cards.fixing", "Walk through gaps, guesses and what is not assigned, one key for each"),
    ("review", REVIEWING, "Show what keeps a week from being submitted"),
    ("types", REVIEWING, "Show the types of work and how they are billed"),
    ("submit", SUBMITTING, "Submit the oldest open week, or the one named"),
    ("recall", SUBMITTING, "Take back a card that is submitted and not decided"),
    ("approve", SUBMITTING, "Record that a card was approved"),
    ("reject", SUBMITTING, "Record that a card was rejected, and why"),
    ("reopen", SUBMITTING, "Open an approved card again, by whom and why"),
    ("export", "techday.cards.exporting", "Write a week as CSV, JSON, Markdown or a page to print"),
    ("report", "techday.cards.reporting", "Show time by client, ticket, type or day over a period"),
)


@app.callback(invoke_without_command=True)
def timecard(ctx: typer.Context) -> None:
    """Track the time you work"""
    if ctx.invoked_subcommand is None:
        show_card(ctx.obj)


@app.command("day", help="Show one day in detail")
def day(
    ctx: typer.Context,
    when: Annotated[str | None, typer.Argument(metavar="[D]", help="The day: yesterday, mon, 2026-11-23")] = None,
) -> None:
    """Show one day in detail"""
    from techday.cards.screen import day_page  # a write needs no screen
    from techday.pages.timecard import day_card  # its floor is above

    context: Context = ctx.obj
    card = day_card(context, day_meant(context, when))
    if context.out.json:
        lists = {"entries": card.entries, "findings": card.findings}
        context.out.document("techday.timecard-day/1", {**card.day._asdict(), **lists})
    else:
        context.out.show(day_page(card.day, card.entries, card.findings, look_of(context)))


@app.command("week", help="Show a week in detail")
def week(ctx: typer.Context, which: WeekName = None) -> None:
    """Show a week in detail"""
    from techday.cards.screen import week_page
    from techday.core.weeks import read_week, week_of  # a write needs no week
    from techday.pages.timecard import card_view  # its floor is above

    context: Context = ctx.obj
    today = context.shift_day.day
    view = card_view(context, read_week(which, context.frame, today) if which else week_of(today))
    if context.out.json:
        context.out.document("techday.timecard/1", view)
    else:
        context.out.show(week_page(view, today, look_of(context)))


def show_card(context: Context) -> None:
    """Show today's entries and this week."""
    from techday.cards.screen import card_page
    from techday.core.weeks import week_of  # a write needs no week
    from techday.pages.timecard import card_view  # its floor is above

    today = context.shift_day.day
    view = card_view(context, week_of(today))
    if context.out.json:
        context.out.document("techday.timecard/1", view)
    else:
        context.out.show(card_page(view, today, look_of(context)))


def day_meant(context: Context, when: str | None) -> date:
    """Give the day that was typed, this shift day without one; raises BadUsage for what is no date."""
    if when is None:
        return context.shift_day.day
    from techday.core.when import read_date  # only where a day was typed

    return read_date(when, context.frame, "past")


def look_of(context: Context) -> "Look":
    """Give what time cards are drawn for here: the shifts, the time, and the screen."""
    from techday.cards.looks import BLOCKS, Look, can_show  # a write needs no screen

    blocks = not context.out.plain and can_show(BLOCKS, getattr(context.out.stdout, "encoding", None))
    width, _ = context.out.size()
    return Look(context.shift_pattern, context.settings.shift.lunch, context.now, width, blocks)
