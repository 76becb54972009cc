"""The command that settles what review finds, of a week or a day; without a terminal it lists it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import typer

from techday.cards.fix_walk import Period, steps_in, walk_through
from techday.cards.walk import KINDS, Step
from techday.context import Context
from techday.core.weeks import Week, read_week, week_of
from techday.timecard.commands import WeekName, day_meant
from techday.timecard.told import refuse_both
from techday.ui.prompt import can_ask

app = typer.Typer(add_completion=False)

WEEK = timedelta(days=7)
A_YEAR = 53


@app.command("fix", help="Walk through gaps, guesses and what is not assigned, one key for each")
def fix(
    ctx: typer.Context,
    which: WeekName = None,
    day: Annotated[
        str | None, typer.Option("--day", metavar="D", help="Only that day: yesterday, mon, 2026-11-23")
    ] = None,
) -> None:
    """Walk through gaps, guesses and what is not assigned, one key for each"""
    context: Context = ctx.obj
    refuse_both("WEEK", which, "--day", day)
    period = period_meant(context, which, day)
    steps = steps_in(context, period)
    if context.out.json:
        context.out.document("techday.timecard-fix/1", {"steps": steps})
    elif not steps:
        context.out.line(nothing_words(context, period))
    elif can_ask(context):
        walk_through(context, period)
    else:
        list_steps(context, steps)


# What there is to fix


def period_meant(context: Context, which: str | None, day: str | None) -> Period:
    """Give the week or the day that was named, else the oldest open week with something to fix, else this one."""
    if day is not None:
        chosen = day_meant(context, day)
        return Period(week_of(chosen), chosen)
    today = context.shift_day.day
    if which:
        return Period(read_week(which, context.frame, today))
    this = Period(week_of(today))
    return next((one for one in open_periods(context, this.week) if steps_in(context, one)), this)


def open_periods(context: Context, this: Week) -> list[Period]:
    """Give the weeks in which something may be left to fix, oldest first: the oldest open one, and those of a year.

    Where the oldest open one is still to come, it follows this one.
    """
    from techday.cards.acts import week_to_submit  # only where no week was named

    oldest = week_to_submit(context) or this
    if oldest > this:
        return [Period(this), Period(oldest)]
    count = min((this.first_day - oldest.first_day) // WEEK, A_YEAR)  # a mistyped year must not cost a minute
    return [Period(oldest), *(Period(week_of(this.first_day - step * WEEK)) for step in range(count - 1, -1, -1))]


def nothing_words(context: Context, period: Period) -> str:
    """Say that nothing is to fix, and where review finds what no key can settle."""
    from techday.pages.timecard import card_view  # as above

    view = card_view(context, period.week)
    others = [
        one
        for one in (*view.errors, *view.warnings)
        if one.kind not in KINDS and (period.day is None or one.date == period.day)
    ]
    more = f"; techday timecard review {view.week} has more to look at" if others else ""
    return f"Nothing to fix {period.where}{more}"


def list_steps(context: Context, steps: Sequence[Step]) -> None:
    """Show what is to fix, each with its command: for a pipe, where nobody answers."""
    from techday.cards.looks import beside, fitted  # only here
    from techday.ui.grid import span

    width = context.out.size()[0]
    lines = [line for step in steps for line in beside(span(f"! {step.text}", "warning"), step.command, width)]
    context.out.show(fitted(lines, width))
