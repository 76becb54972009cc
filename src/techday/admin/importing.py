"""`import`: tickets from the exports of help desks and PSAs; of calendars, what is planned.

The door is heavy (it validates with SQLModel), so it is opened only once there is a file to bring in.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from techday.context import Context, given_path
from techday.core.text import as_argument
from techday.csv_options import wanted_of
from techday.errors import BadUsage
from techday.schedule.importing import import_calendars

if TYPE_CHECKING:
    from techday.exchange.import_report import ImportReport

app = typer.Typer(add_completion=False)

DATE_ORDERS = ("dmy", "mdy")
VIEWS = ("open", "all")
# Below this it is over before anybody looks.
WORTH_A_BAR = 1_000


@app.command("import", help="Import tickets from a CSV export, or a calendar")
def import_tickets(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE...", help="The exports", show_default=False)
    ] = None,
    source: Annotated[str, typer.Option(metavar="S", help="The system it comes from", show_default=False)] = "",
    client: Annotated[str, typer.Option(metavar="C", help="The client of rows without one", show_default=False)] = "",
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=field", help="What a column holds (- to ignore it)", show_default=False),
    ] = None,
    dates: Annotated[str, typer.Option(metavar="dmy|mdy", help="How 05/11/2026 reads", show_default=False)] = "",
    view: Annotated[
        str, typer.Option(metavar="open|all", help="Whether tickets missing from it are gone", show_default=False)
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen, write nothing")] = False,
) -> None:
    """Import tickets from a CSV export, or a calendar"""
    from techday.exchange.columns import read_choices  # with SQLModel and all, half a second
    from techday.exchange.importer import Request, import_files
    from techday.exchange.schedule_import import holds_events
    from techday.exchange.survey import Wishes

    context: Context = ctx.obj
    if files and any(map(holds_events, map(given_path, files))):
        refuse_for_tickets(files, source, view)
        import_calendars(context, files, wanted_of(context, mapping, client, dates, overwrite=False, dry_run=dry_run))
        return
    wishes = Wishes(
        source=source,
        chosen=read_choices(mapping or []),
        dates=one_of(dates, DATE_ORDERS, "--dates"),
        view=one_of(view, VIEWS, "--view"),
        date_order=context.settings.date_order,
    )
    with progress_bar(context) as progress:
        outcome = import_files(context, files or [newest(context)], Request(wishes, client, dry_run), progress)
    show(context, outcome.report)


def refuse_for_tickets(files: list[Path], source: str, view: str) -> None:
    """Raise BadUsage where tickets come with calendars, or with the options of tickets."""
    from techday.exchange.schedule_import import holds_events  # loaded by now

    tickets = [path for path in files if not holds_events(given_path(path))]
    if tickets:
        raise BadUsage(
            f"{tickets[0].name} holds no events, the others do", hint="Import calendars and tickets one after the other"
        )
    if source or view:
        raise BadUsage("--source and --view are for tickets", hint=f"techday import {as_argument(str(files[0]))}")


def newest(context: Context) -> Path:
    """Give the newest export of a known kind, and say which it is."""
    from techday.exchange.newest_file import newest_export  # only where no file is named

    path = newest_export(context.db, context.settings.imports.folder)
    context.out.status(f"Newest export: {path}")
    return path


def show(context: Context, report: "ImportReport") -> None:
    """Tell what became of every row, and what was decided on the way."""
    from techday.exchange.import_report import summary_of  # loaded by now

    if context.out.json:
        context.out.document("techday.import/1", report)
        return
    for one in report.files:
        context.out.line(summary_of(one, report.dry_run))
        if one.rejects_file:
            context.out.status(f"The rejected rows are in {one.rejects_file}")
    for note in report.notes:
        context.out.status(note)


def one_of(text: str, allowed: tuple[str, ...], option: str) -> str:
    """Read one of a few words, or none; raises BadUsage for any other."""
    word = text.strip().lower()
    if word and word not in allowed:
        raise BadUsage(f"{option} is {' or '.join(allowed)}, not {text[:20]}", hint=f"{option} {allowed[0]}")
    return word


@contextmanager
def progress_bar(context: Context) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how far a long import is; give what to call with each batch of rows."""
    if not context.out.stderr.isatty() or context.out.plain or context.out.json:
        from techday.exchange.tickets_in import unseen  # loaded by now

        yield unseen
        return
    from rich.console import Console  # only for a bar on a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(file=context.out.stderr, _environ=context.environ)
    bar = Progress(TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), console=console, transient=True)
    task: Any = None
    done = 0

    def advance(rows: int) -> None:
        nonlocal task, done
        done += rows
        if done > WORTH_A_BAR:
            if task is None:
                bar.start()
                task = bar.add_task("", total=None)
            bar.update(task, completed=done)

    try:
        yield advance
    finally:
        bar.stop()
