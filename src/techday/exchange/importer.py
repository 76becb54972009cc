"""An import from paths to report: survey every file, then bring them all in, together or not at all.

The survey needs no lock, so other commands wait only for the second pass. A rehearsal (`--dry-run`) is the same work
in a transaction that is rolled back, so that it cannot tell anything else than the import would do.
"""

import contextlib
import gc
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from techday.calendars.rules import calendar_of
from techday.calendars.store import holidays
from techday.clients.finding import find_client
from techday.context import Context
from techday.core.instants import to_text
from techday.core.worktime import WorkTime
from techday.database.bulk import bulk_inserts, next_id
from techday.database.operation import Operation, operation, record_operation
from techday.exchange import import_store as store
from techday.exchange.client_columns import is_own as is_list_of_clients
from techday.exchange.columns import header_key, is_header
from techday.exchange.csv_file import CsvFile, open_export
from techday.exchange.import_report import FileReport, ImportReport, file_report, summary_of, total_report
from techday.exchange.record_columns import refuse_other_list
from techday.exchange.survey import Survey, Wishes, survey
from techday.exchange.tickets_in import FileImport, Progress, Surroundings, modified_text, unseen
from techday.exchange.twins import likely_twins
from techday.exchange.vanished import Vanished, see_to_vanished
from techday.exchange.watch_columns import is_own as is_list_of_watches
from techday.levels.rules import working_day
from techday.tickets.rules import own_ids
from techday.tickets.store import technicians

BULK_TABLES = ("ticket", "imported_ticket", "ticket_event")


class Request(NamedTuple):
    """What the command line asks for."""

    wishes: Wishes
    client: str = ""
    dry_run: bool = False


class Outcome(NamedTuple):
    """What came of it: the report, and whether anything was written."""

    report: ImportReport
    changed: bool


def import_files(context: Context, paths: Sequence[Path], request: Request, progress: Progress = unseen) -> Outcome:
    """Bring in ticket exports: all of the files or none of them, as one operation.

    `progress` is called with the number of rows of each batch. Raises TechdayError (Refused, NotFound, BadUsage) with
    the file, the line and the next step; nothing is written then.
    """
    # The program runs without garbage collection, which is right for a screen and not for a hundred thousand rows.
    # What is loaded by now stays anyway: looking through it again and again would take a fifth of the time.
    gc.freeze()
    gc.enable()
    surveys = [survey_file(context, path, request.wishes) for path in paths]
    imports: list[FileImport] = []
    try:
        with rehearsal(context) if request.dry_run else operation(context, "import") as write:
            report = bring_in(context, write, surveys, request, imports, progress)
            write.summary = "; ".join(summary_of(one, dry_run=False) for one in report.files)
    except BaseException:
        for one in imports:
            # Where nothing can come in, the rejects say why; in any other case they would mislead.
            if one.counts.rejected < one.survey.read:
                one.rejects.discard()
        raise
    return Outcome(report, write.changed)


def survey_file(context: Context, path: Path, wishes: Wishes) -> Survey:
    """Open one file and settle how it is read, with what was remembered of its header."""
    file = open_export(path, lambda cells: is_header(cells, tuple(wishes.chosen)))
    known = store.header(context.db, header_key(file.header))
    if not wishes.chosen:
        refuse_other_lists(file)
    return survey(file, wishes, known, context.zone)


def refuse_other_lists(file: CsvFile) -> None:
    """Raise BadUsage, with the right command, for a list that techday wrote of something else than tickets."""
    if is_list_of_clients(file.header):
        refuse_other_list(file.path, "clients", "techday client import")
    if is_list_of_watches(file.header):
        refuse_other_list(file.path, "watches", "techday watch import")


@contextlib.contextmanager
def rehearsal(context: Context) -> Iterator[Operation]:
    """Run an operation and roll it back."""
    db = context.db
    db.execute("BEGIN IMMEDIATE")
    try:
        yield Operation(db, record_operation(db, to_text(context.now), "import", "write", None))
    finally:
        db.execute("ROLLBACK")


def bring_in(
    context: Context,
    write: Operation,
    surveys: Sequence[Survey],
    request: Request,
    imports: list[FileImport],
    progress: Progress,
) -> ImportReport:
    """Bring in surveyed files inside an operation; `imports` is filled as they begin."""
    db = write.db
    client_id = find_client(db, request.client) if request.client else None
    folder = None if request.dry_run else context.output_folder
    technician = context.settings.technician
    own_names = (technician.name, *technician.aliases)
    own = own_ids(technicians(db), own_names)
    waits_until = two_working_days_ahead(context, db)
    around = Surroundings(context.now, context.zone, waits_until, client_id, folder, progress, own)
    first_new = next_id(db, "ticket")
    with bulk_inserts(db, write.number, BULK_TABLES) as bulk:
        for one in surveys:
            imports.append(FileImport(db, bulk, one, around))
            imports[-1].run()
    vanished = vanished_by_kind(db, imports, to_text(context.now))
    files = []
    for done, missing in zip(imports, vanished, strict=True):
        files.append(file_report(db, done, missing, own_names))
        record_import(db, done, files[-1], to_text(context.now))
    built = frozenset().union(*(one.built_titles for one in imports))
    twins = likely_twins(db, first_new, built, context.now)
    return total_report(files, twins, request.dry_run, store.count_open(db))


def two_working_days_ahead(context: Context, db: sqlite3.Connection) -> datetime:
    """Give the instant two working days ahead, of the settings' hours: when what waits without a date comes back."""
    who = context.settings.technician
    days = holidays(db, who.country, who.region) if who.country else []
    calendar = calendar_of(context.settings.hours, context.zone, days)
    return WorkTime(calendar).add(context.now, 2 * working_day(calendar.hours))


def vanished_by_kind(db: sqlite3.Connection, imports: Sequence[FileImport], now: str) -> list[Vanished]:
    """Give what vanished, for each file: told with the last file of its kind, since all of them must be missing it."""
    kinds: dict[tuple[str, int], list[FileImport]] = {}
    for one in imports:
        kinds.setdefault((one.source, one.header_id), []).append(one)
    last_of_kind = {id(group[-1]): see_to_vanished(db, group, now) for group in kinds.values()}
    return [last_of_kind.get(id(one), Vanished([], [])) for one in imports]


def record_import(db: sqlite3.Connection, one: FileImport, report: FileReport, now: str) -> None:
    """Write down the import, so that `today` knows how old the tickets are; not for the same file once more."""
    modified = modified_text(one.survey)
    newest = store.newest_import(db, one.header_id)
    if newest is not None and newest.file_modified_at >= modified and not (report.new or report.changed or report.gone):
        return
    store.insert_import(
        db,
        (
            now,
            report.source,
            report.file,
            modified,
            one.header_id,
            report.read,
            report.new,
            report.changed,
            report.same,
            report.superseded,
            report.rejected,
            report.gone,
        ),
    )
