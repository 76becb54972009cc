"""Which meeting is meant, where nobody says it: by the shift, the working days of its week, and what was held."""

from datetime import datetime
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

    The Monday meeting is due on the first working day of a week, until one was held in that week.
    """
    days = WorkingDays(context)
    shift = days.at(at)
    week = week_of(shift.day)
    rows = meetings_since(context.db, str(week.first_day), str(week.last_day))
    first = next((day for day in week.days if days.is_worked(day)), None)
    monday_due = shift.day == first and all(row.kind != MONDAY for row in rows)
    return kind_at(at, shift, {row.kind for row in rows if row.day == str(shift.day)}, monday_due)
