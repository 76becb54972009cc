"""Which meeting is meant, where nobody says it: by the shift, the working days of its week, and what was held."""

from datetime import date, datetime
from typing import Annotated

import typer

from techday.context import Context
from techday.core.weeks import week_of
from techday.meetings.rules import KINDS, MONDAY, kind_at
from techday.meetings.store import meetings_since
from techday.pages.working_days import WorkingDays


def complete_kind(incomplete: str) -> list[str]:
    """Give the kinds of meeting that begin so."""
    return [kind for kind in KINDS if kind.startswith(incomplete.lower())]


Kind = Annotated[
    str | None,
    typer.Argument(
        metavar="[KIND]",
        help=f"Which: {', '.join(KINDS)}; by the shift without",
        show_default=False,
        autocompletion=complete_kind,
    ),
]


def kind_meant(context: Context, at: datetime) -> str:
    """Give the kind of meeting that is next at an instant.

    The Monday meeting is due on its day.
    """
    shift = WorkingDays(context).at(at)
    day = str(shift.day)
    held = {row.kind for row in meetings_since(context.db, day, day)}
    return kind_at(at, shift, held, next_monday(context, shift.day) == shift.day)


def next_monday(context: Context, day: date) -> date:
    """Give the shift day of the next Monday meeting, from a shift day on.

    It is the first working day of a week, until one was held in that week.
    """
    days, week = WorkingDays(context), week_of(day)
    first = next((one for one in week.days if days.is_worked(one)), None)
    rows = meetings_since(context.db, str(week.first_day), str(week.last_day))
    if first is not None and day <= first and all(row.kind != MONDAY for row in rows):
        return first
    return days.after(week.last_day).day
