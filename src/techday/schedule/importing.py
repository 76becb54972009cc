"""`schedule import`: calendars and lists of events, from files.

The door is heavy (it validates with SQLModel, and works out what repeats), so it is opened only when it is gone
through.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from techday.context import Context, given_path
from techday.csv_options import Dates, DryRun, Mapping, RowClient, wanted_of
from techday.schedule.options import Kind, kind_named
from techday.schedule.rules import changes_of
from techday.schedule.words import called, change_words

if TYPE_CHECKING:
    from techday.exchange.record_file import Wanted
    from techday.exchange.schedule_import import FileReport

app = typer.Typer(add_completion=False)

MOST_NAMED, MOST_OPENED = 5, 20


@app.command("import", help="Bring in a calendar: schedule import FILE.ics")
def import_files(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Calendars (.ics), or lists of events (.csv)")],
    client: RowClient = "",
    kind: Kind = None,
    mapping: Mapping = None,
    dates: Dates = "",
    dry_run: DryRun = False,
) -> None:
    """Bring in a calendar: schedule import FILE.ics"""
    context: Context = ctx.obj
    wanted = wanted_of(context, mapping, client, dates, overwrite=False, dry_run=dry_run)
    import_calendars(context, files, wanted, kind or "")


def import_calendars(context: Context, files: list[Path], wanted: "Wanted", kind: str = "") -> None:
    """Bring files in, and tell what became of their events; raises TechdayError where one cannot be read."""
    from techday.exchange.schedule_import import import_schedules  # with SQLModel and all, half a second

    reports = import_schedules(context, list(map(given_path, files)), wanted, kind_named(kind) if kind else "")
    if context.out.json:
        context.out.document("techday.schedule-import/1", {"files": [document_of(context, one) for one in reports]})
        return
    for report in reports:
        show(context, report)


def document_of(context: Context, report: "FileReport") -> dict[str, Any]:
    """Give what became of a file as scripts read it."""
    from techday.pages.clashes import item_documents  # only for scripts

    return {**report._asdict(), "reopened": item_documents(context, report.reopened)}


def show(context: Context, report: "FileReport") -> None:
    """Tell what became of the events of a file: which are open again, and which were left out."""
    from techday.exchange.schedule_import import summary_of  # loaded by now

    context.out.line(summary_of(report))
    for row in report.reopened[:MOST_OPENED]:
        changes = "; ".join(change_words(one, context.zone, context.now) for one in changes_of(row))
        context.out.line(f"  open again: {called(row)}" + (f": {changes}" if changes else ""))
    if len(report.reopened) > MOST_OPENED:
        context.out.line(f"  {len(report.reopened) - MOST_OPENED} more are open again (techday week)")
    for note in report.notes:
        context.out.status(note)
    for one in report.skipped[:MOST_NAMED]:
        context.out.warn(f"left out: {one}")
    if len(report.skipped) > MOST_NAMED:
        context.out.warn(f"{len(report.skipped) - MOST_NAMED} more were left out (--json names them all)")
