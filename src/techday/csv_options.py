"""The options that bringing in a list as CSV, and writing one out, share among the nouns that have lists."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from techday.arguments import complete_client
from techday.context import Context
from techday.core.text import clean_line
from techday.errors import BadUsage

if TYPE_CHECKING:
    from techday.exchange.record_file import Wanted

DATE_ORDERS = ("", "dmy", "mdy")

ListFile = Annotated[Path, typer.Argument(metavar="FILE", help="The list", show_default=False)]
Mapping = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=field", help="What a column holds (- to ignore it)", show_default=False),
]
RowClient = Annotated[
    str,
    typer.Option(
        "--client",
        metavar="C",
        help="The client of rows without one",
        autocompletion=complete_client,
        show_default=False,
    ),
]
Dates = Annotated[str, typer.Option("--dates", metavar="dmy|mdy", help="How 05/11/2026 reads", show_default=False)]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Take the file's value where the two differ")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would happen, write nothing")]
ListOut = Annotated[
    str | None, typer.Option("--out", metavar="FILE|-", help="Write it there, or into that folder; - is stdout")
]


def wanted_of(
    context: Context, mapping: Sequence[str] | None, client: str, dates: str, overwrite: bool, dry_run: bool
) -> "Wanted":
    """Give what the options of an import ask for; raises BadUsage where one cannot be read."""
    from techday.exchange.columns import read_choices  # with SQLModel and all, half a second
    from techday.exchange.record_file import Wanted

    order = dates.strip().lower()
    if order not in DATE_ORDERS:
        raise BadUsage(f"--dates is dmy or mdy, not {clean_line(dates, 20)}", hint="--dates dmy")
    return Wanted(read_choices(mapping or []), client, order, context.settings.date_order, overwrite, dry_run)
