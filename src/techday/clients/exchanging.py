"""`client import` and `client export`: clients and their people, from CSV and to CSV.

The doors are heavy (they validate with SQLModel), so each is opened only where it is gone through.
"""

from pathlib import Path
from typing import Annotated

import typer

from techday.arguments import complete_client
from techday.context import Context, given_path
from techday.errors import BadUsage

app = typer.Typer(add_completion=False)

DATE_ORDERS = ("", "dmy", "mdy")


@app.command("import", help="Import clients and their people from a CSV file")
def import_clients(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The list", show_default=False)],
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=field", help="What a column holds (- to ignore it)", show_default=False),
    ] = None,
    client: Annotated[
        str,
        typer.Option(
            "--client",
            metavar="C",
            help="The client of rows without one",
            autocompletion=complete_client,
            show_default=False,
        ),
    ] = "",
    dates: Annotated[str, typer.Option(metavar="dmy|mdy", help="How 05/11/2026 reads", show_default=False)] = "",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Take the file's value where the two differ")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen, write nothing")] = False,
) -> None:
    """Import clients and their people from a CSV file"""
    from techday.exchange.clients_in import import_clients as bring_in  # with SQLModel and all, half a second
    from techday.exchange.columns import read_choices
    from techday.exchange.record_file import Wanted
    from techday.exchange.record_import import tell

    context: Context = ctx.obj
    order = dates.strip().lower()
    if order not in DATE_ORDERS:
        raise BadUsage(f"--dates is dmy or mdy, not {dates[:20]}", hint="--dates dmy")
    wanted = Wanted(read_choices(mapping or []), client, order, context.settings.date_order, overwrite, dry_run)
    tell(context, "techday.client-import/1", bring_in(context, given_path(file), wanted))


@app.command("export", help="Write clients and their people as CSV")
def export_clients(
    ctx: typer.Context,
    people: Annotated[bool, typer.Option("--people", help="With their people, a row for each")] = False,
    out: Annotated[
        str | None, typer.Option("--out", metavar="FILE|-", help="Write it there, or into that folder; - is stdout")
    ] = None,
) -> None:
    """Write clients and their people as CSV"""
    from techday.exchange.clients_out import export_clients as write_down  # as above
    from techday.exchange.record_export import write_out

    context: Context = ctx.obj
    write_out(context, "techday.client-export/1", write_down(context, with_people=people), out)
