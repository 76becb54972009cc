"""A list into the store, as one operation: every row new, changed, same or rejected, and these add up to the rows read.

What the store does not know yet is filled in from the file. Where it says something else, that was told here or by an
earlier file: it is kept and counted, unless the file is to win (`--overwrite`). So the same file again changes nothing.
"""

import gc
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from techday.context import Context
from techday.core.text import clean_line
from techday.database.operation import operation
from techday.errors import Refused, TechdayError
from techday.exchange.csv_file import CsvRow
from techday.exchange.import_report import some
from techday.exchange.importer import rehearsal
from techday.exchange.record_cells import CellReader
from techday.exchange.record_file import RecordFile, Wanted, record_rows
from techday.exchange.rejects import Rejects
from techday.exchange.ticket_rows import Rejected
from techday.exchange.vanished import plural

NEW, CHANGED, SAME = "new", "changed", "same"
EMPTY = ("", None)
MOST_EXAMPLES = 10


class RecordReport(NamedTuple):
    """What became of a file. `mapping` is from the column's header to its field; `added` counts what is new, by kind.

    `new`, `changed`, `same` and `rejected` are rows and add up to `read`; `kept` are values of the store that the file
    would have otherwise.
    """

    source: str
    mapping: dict[str, str]
    read: int
    new: int
    changed: int
    same: int
    kept: int
    rejected: int
    rejects_file: str | None
    notes: list[str]
    file: str
    dry_run: bool
    added: dict[str, int]


class Kept:
    """The values of the store that stay although the file says otherwise: how many of each field, and the first few."""

    def __init__(self) -> None:
        self.fields: Counter[str] = Counter()
        self.told: list[str] = []

    def add(self, field: str, of: str, now: object, said: object, line: int) -> None:
        """Take note of one value that is kept."""
        self.fields[field] += 1
        if len(self.told) < MOST_EXAMPLES:
            self.told.append(f"line {line}: {field} of {of} stays {shown(now)} (file: {shown(said)})")

    @property
    def total(self) -> int:
        """How many values are kept."""
        return sum(self.fields.values())


class Taker(Protocol):
    """What takes the rows of one kind of list into the store."""

    kept: Kept
    added: Counter[str]

    @property
    def reader(self) -> CellReader:
        """What reads the cells of the rows."""

    def take(self, row: CsvRow) -> str:
        """Take a row in and give what it was: new, changed or same; raises Rejected or TechdayError with the reason."""

    def notes(self) -> list[str]:
        """Give what is to be told beside the counts."""


def bring_records(
    context: Context, verb: str, source: RecordFile, begin: Callable[[sqlite3.Connection], Taker], wanted: Wanted
) -> RecordReport:
    """Bring in a list that was opened; `begin` gives what takes its rows into a store.

    Raises Refused where not one row can come in; nothing is written then, but the rejects say why.
    """
    # As for tickets: the program runs without garbage collection, and what is loaded by now stays anyway.
    gc.freeze()
    gc.enable()
    folder = None if wanted.dry_run else context.output_folder
    rejects = Rejects(folder, source.file.header, context.now.astimezone(context.zone))
    counts: Counter[str] = Counter()
    try:
        with rehearsal(context) if wanted.dry_run else operation(context, verb) as write:
            taker = begin(write.db)
            for row in record_rows(source.file):
                counts[take(taker, row, rejects)] += 1
            rejects.close()
            if rejects.count and rejects.count == counts.total():
                raise Refused(
                    f"Not one row of {source.file.path.name} can come in: {'; '.join(rejects.first)}",
                    hint='Name the right columns with --map "COLUMN=field", or mend the file',
                )
            report = report_of(source, taker, rejects, counts, wanted)
            write.summary = summary_of(report)
    except BaseException:
        if rejects.count < counts.total():
            rejects.discard()
        raise
    return report


def take(taker: Taker, row: CsvRow, rejects: Rejects) -> str:
    """Take one row in, and give what became of it."""
    try:
        return taker.take(row)
    except Rejected as reason:
        rejects.add(row, str(reason))
    except TechdayError as error:
        rejects.add(row, f"{error.message} ({error.hint})" if error.hint else error.message)
    return "rejected"


def settled(
    now: Mapping[str, Any], said: Mapping[str, Any], kept: Kept, of: str, line: int, *, overwrite: bool
) -> dict[str, Any]:
    """Give what changes: what the store has empty is filled; what it has otherwise is kept, or else overwritten."""
    changes = {}
    for field, told in said.items():
        before = now[field]
        if told in EMPTY or told == before:
            continue
        if before in EMPTY or overwrite:
            changes[field] = told
        else:
            kept.add(FIELD_WORDS.get(field, field), of, before, told, line)
    return changes


FIELD_WORDS = {"cadence_days": "every", "calendar_id": "calendar", "starts_on": "starts", "starts_at": "starts"}


def report_of(source: RecordFile, taker: Taker, rejects: Rejects, counts: Counter[str], wanted: Wanted) -> RecordReport:
    """Give the report of a file that came in."""
    return RecordReport(
        source="techday" if taker.reader.own else "generic",
        mapping=source.columns.shown,
        read=counts.total(),
        new=counts[NEW],
        changed=counts[CHANGED],
        same=counts[SAME],
        kept=taker.kept.total,
        rejected=rejects.count,
        rejects_file=str(rejects.path) if rejects.path else None,
        notes=[
            *(() if taker.reader.own else mapping_notes(source)),
            *source.notes,
            *taker.notes(),
            *unreadable_notes(taker.reader),
            *kept_notes(taker.kept),
            *rejected_notes(rejects),
        ],
        file=source.file.path.name,
        dry_run=wanted.dry_run,
        added=dict(taker.added),
    )


def mapping_notes(source: RecordFile) -> list[str]:
    """Say which column was taken for which field, and which were not used."""
    shown = source.columns.shown
    unused = [name for name in source.file.header if name.strip() and clean_line(name, 80) not in shown]
    notes = ["Columns: " + ", ".join(f"{column} = {field}" for column, field in shown.items())]
    if unused:
        notes.append(f'Not used: {some([clean_line(name, 40) for name in unused])} (--map "COLUMN=field" changes that)')
    return notes


def unreadable_notes(reader: CellReader) -> list[str]:
    """Say which cells could not be read, so that their fields stay as they are."""
    return [
        f"{field.replace('_', ' ')}: {count} {plural('value', count)} could not be read"
        f" ({reader.examples[field].text}, line {reader.examples[field].line})"
        for field, count in reader.unreadable.items()
    ]


def kept_notes(kept: Kept) -> list[str]:
    """Say which values were kept, and how to take those of the file."""
    if not kept.total:
        return []
    named = ", ".join(f"{field} {count}" for field, count in kept.fields.most_common())
    notes = [f"Kept {kept.total} {plural('value', kept.total)} of the store: {named} (--overwrite takes the file's)"]
    more = kept.total - len(kept.told)
    return [*notes, *kept.told, *([f"{more} more are kept"] if more else [])]


def rejected_notes(rejects: Rejects) -> list[str]:
    """Say why rows could not come in, for the first few."""
    if not rejects.count:
        return []
    more = rejects.count - len(rejects.first)
    return [f"Rejected: {'; '.join(rejects.first)}" + (f"; and {more} more" if more else "")]


def summary_of(report: RecordReport) -> str:
    """Give the one line of a file: every row accounted for."""
    kinds = f"{report.new} new, {report.changed} changed, {report.same} same, {report.rejected} rejected"
    kept = f"; {report.kept} {plural('value', report.kept)} kept" if report.kept else ""
    verb = "Would import" if report.dry_run else "Imported"
    return f"{verb} {report.file}: {report.read} {plural('row', report.read)}: {kinds}{kept}"


def shown(value: object) -> str:
    """Give a value for a person."""
    return clean_line(str(value), 40)


def tell(context: Context, schema: str, report: RecordReport) -> None:
    """Tell what became of every row, and what was decided on the way."""
    if context.out.json:
        context.out.document(schema, report)
        return
    context.out.line(summary_of(report))
    if report.rejects_file:
        context.out.status(f"The rejected rows are in {report.rejects_file}")
    for note in report.notes:
        context.out.status(note)
