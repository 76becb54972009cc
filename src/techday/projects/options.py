"""What the commands of projects share: the options that several of them take, and how these are read."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from techday.projects.acts import Stamp

if TYPE_CHECKING:
    import sqlite3

    from techday.context import Context
    from techday.projects.store import ProjectRow

NONE = "none"

Which = Annotated[list[str], typer.Argument(metavar="P", help="The project, by its number or name", show_default=False)]
One = Annotated[str, typer.Argument(metavar="P", help="The project, by its number or name", show_default=False)]
Due = Annotated[
    str | None, typer.Option("--due", metavar="D", help="The day by which it is due: fri, 2026-12-04, none")
]
Start = Annotated[str | None, typer.Option("--start", metavar="D", help="The day on which it starts: mon, none")]
Next = Annotated[str | None, typer.Option("--next", metavar="T", help="The next step")]
Resources = Annotated[str | None, typer.Option("--resources", metavar="T", help="Who and what it needs")]
Note = Annotated[str | None, typer.Option("--note", metavar="T", help="What else is to be known")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="T", help="Why")]


def found(db: "sqlite3.Connection", words: Sequence[str] | str, client: str | None) -> "ProjectRow":
    """Give the project that was typed, of the client where one is named; raises NotFound."""
    from techday.projects.finding import project_named  # only where a project is named

    return project_named(db, words if isinstance(words, str) else " ".join(words), client)


def stamp_of(context: "Context", at: str | None = None) -> Stamp:
    """Give when something is told: the instant of --at, else now, with its shift day."""
    if at is None:
        return Stamp(context.now, context.shift_day.day)
    from techday.core.shifts import shift_day  # only where a time was typed

    told = context.instant(at)
    return Stamp(told, shift_day(context.shift_pattern, told).day)


def day_of(context: "Context", text: str | None) -> date | None:
    """Read a day, to come or of late, None for `none` and where nothing was said; raises BadUsage."""
    if text is None or text.strip().lower() == NONE:
        return None
    from techday.core.when import read_near_date  # only where a day was typed

    return read_near_date(text, context.frame)
