"""`client import` and `client export`: clients and their people, from CSV and to CSV.

The doors are heavy (they validate with SQLModel), so each is opened only where it is gone through.
"""

from typing import Annotated

import typer

from techday.context import Context, given_path
from techday.csv_options import Dates, DryRun, ListFile, ListOut, Mapping, Overwrite, RowClient, wanted_of

app = typer.Typer(add_completion=False)


@app.command("import", help="Import clients and their people from a CSV file")
def import_clients(
    ctx: typer.Context,
    file: ListFile,
    mapping: Mapping = None,
    client: RowClient = "",
    dates: Dates = "",
    overwrite: Overwrite = False,
    dry_run: DryRun = False,
) -> None:
    """Import clients and their people from a CSV file"""
    from techday.exchange.clients_in import import_clients as bring_in  # with SQLModel and all, half a second
    from techday.exchange.record_import import tell

    context: Context = ctx.obj
    wanted = wanted_of(context, mapping, client, dates, overwrite, dry_run)
    tell(context, "techday.client-import/1", bring_in(context, given_path(file), wanted))


@app.command("export", help="Write clients and their people as CSV")
def export_clients(
    ctx: typer.Context,
    people: Annotated[bool, typer.Option("--people", help="With their people, a row for each")] = False,
    out: ListOut = None,
) -> None:
    """Write clients and their people as CSV"""
    from techday.exchange.clients_out import export_clients as write_down  # as above
    from techday.exchange.record_export import write_out

    context: Context = ctx.obj
    write_out(context, "techday.client-export/1", write_down(context, with_people=people), out)
