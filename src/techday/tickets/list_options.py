"""The options of a list of tickets that need more than a line, and the form in which the list is shown."""

from typing import Annotated, NamedTuple

import typer

from techday.context import Context
from techday.errors import BadUsage

WAITS = ("customer", "vendor", "parts", "scheduled")
ORDERS = ("queue", "opened", "client", "owner", "state", "due", "updated", "title", "ref")


def complete_wait(incomplete: str) -> list[str]:
    """Give what a ticket can wait for."""
    return [word for word in WAITS if word.startswith(incomplete.lower())]


def complete_order(incomplete: str) -> list[str]:
    """Give the orders in which a list can stand."""
    return [word for word in ORDERS if word.startswith(incomplete.lower())]


def complete_columns(incomplete: str) -> list[str]:
    """Give the names of columns that begin like the last one that was typed, behind those before it."""
    from techday.tickets.screen import COLUMNS  # only at completion

    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in COLUMNS if name.startswith(last.lower())]


WaitingFor = Annotated[
    str | None,
    typer.Option(
        "--waiting-for",
        metavar="WHOM",
        help=f"Only those that wait for: {', '.join(WAITS)}",
        autocompletion=complete_wait,
    ),
]
Priorities = Annotated[str | None, typer.Option("--priority", metavar="1-4", help="Of these priorities: 1, or 1,2")]
Tiers = Annotated[str | None, typer.Option("--tier", metavar="1-3", help="Of these tiers: 2, or 2,3")]
Sort = Annotated[
    str | None,
    typer.Option("--sort", metavar="BY", help=f"In this order: {', '.join(ORDERS)}", autocompletion=complete_order),
]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns", metavar="A,B", help="These columns: ref,title,next, or all", autocompletion=complete_columns
    ),
]


class Form(NamedTuple):
    """How a list is shown: with which columns, as typed; as CSV; to which file."""

    columns: str | None = None
    csv: bool = False
    out: str | None = None

    @property
    def is_csv(self) -> bool:
        """Whether CSV was asked for; a file is enough to ask for it."""
        return self.csv or self.out is not None

    def check(self, context: Context) -> None:
        """Raise BadUsage where two forms at once were asked for."""
        if self.is_csv and context.out.json:
            raise BadUsage("A list is CSV or JSON, not both", hint="Leave out --json, or --csv and --out")

    def options(self) -> list[str]:
        """Give the options that ask for this form."""
        named = [f"--columns {self.columns}"] if self.columns else []
        return [*named, *(["--csv"] if self.csv else []), *([f"--out {self.out}"] if self.out else [])]


SCREEN = Form()
