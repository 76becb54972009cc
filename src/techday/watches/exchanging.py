"""`watch import` and `watch export`: watches, from CSV and to CSV.

The doors are heavy (they validate with SQLModel), so each is opened only where it is gone through.
"""

import typer

from techday.context import Context, given_path
from techday.csv_options import Dates, DryRun, ListFile, ListOut, Mapping, Overwrite, RowClient, wanted_of

app = typer.Typer(add_completion=False)


@app.command("import", help="Import watches from a CSV file")
def import_watches(
    ctx: typer.Context,
    file: ListFile,
    mapping: Mapping = None,
    client: RowClient = "",
    dates: Dates = "",
    overwrite: Overwrite = False,
    dry_run: DryRun = False,
) -> None:
    """Import watches from a CSV file"""
    from techday.exchange.record_import import tell  # with SQLModel and all, half a second
    from techday.exchange.watches_in import import_watches as bring_in

    context: Context = ctx.obj
    wanted = wanted_of(context, mapping, client, dates, overwrite, dry_run)
    tell(context, "techday.watch-import/1", bring_in(context, given_path(file), wanted))


@app.command("export", help="Write watches as CSV")
def export_watches(ctx: typer.Context, out: ListOut = None) -> None:
    """Write watches as CSV"""
    from techday.exchange.record_export import write_out  # as above
    from techday.exchange.watches_out import export_watches as write_down

    context: Context = ctx.obj
    write_out(context, "techday.watch-export/1", write_down(context), out)
