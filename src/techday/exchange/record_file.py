"""A list of clients, people or watches, opened: its columns found, and how its dates read settled from all its rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import NamedTuple

from techday.errors import NotFound
from techday.exchange.columns import Columns, key
from techday.exchange.csv_file import DELIMITER_NAMES, CsvFile, CsvRow, open_export, rows
from techday.exchange.date_columns import DateColumn, decide
from techday.exchange.date_reader import DateReader


class Wanted(NamedTuple):
    """What the command line asks for: `chosen` is from column to field, `dates` is dmy, mdy or "".

    `client` stands for rows that name none. `overwrite` takes the file's value where the store has another one.
    """

    chosen: Mapping[str, str] = {}
    client: str = ""
    dates: str = ""
    date_order: str = ""
    overwrite: bool = False
    dry_run: bool = False


class RecordFile(NamedTuple):
    """A list that can be read: the file, its columns, a reader for each column of dates, and what was noticed."""

    file: CsvFile
    columns: Columns
    dates: dict[str, DateReader]
    notes: list[str]


def open_records(
    path: Path,
    is_header: Callable[[Sequence[str], Sequence[str]], bool],
    find: Callable[[Sequence[str]], Columns],
    date_fields: Sequence[str],
    wanted: Wanted,
    zone: tzinfo,
) -> RecordFile:
    """Open a list, find its columns and settle its dates, which are local to `zone` where they say no offset.

    Raises NotFound where there is no file, BadUsage where a column is missing, Refused where it is no list or where
    nothing decides how its dates read.
    """
    try:
        file = open_export(path, lambda cells: is_header(cells, tuple(wanted.chosen)))
    except NotFound as error:
        raise NotFound(error.message, hint="Name the CSV file with its path") from error
    columns = find(file.header)
    places = {field: columns.position[field] for field in date_fields if field in columns.position}
    looked = {field: DateColumn(file.header[place].strip() or field) for field, place in places.items()}
    if places:
        for row in record_rows(file):
            for field, place in places.items():
                if place < len(row.cells) and (text := row.cells[place].strip())[:10] not in looked[field].seen:
                    looked[field].look(text, row.line)
    decision = decide(looked.values(), wanted.dates, "", wanted.date_order)
    dates = {field: DateReader(decision.orders.get(column.name, ""), zone) for field, column in looked.items()}
    notes = [*file.notes, *decision.notes]
    if file.delimiter != ",":
        notes.insert(0, f"Cells are separated by {DELIMITER_NAMES[file.delimiter]}s")
    return RecordFile(file, columns, dates, notes)


def record_rows(file: CsvFile) -> Iterator[CsvRow]:
    """Give the rows of a list, without a header that stands in it again."""
    header = list(map(key, file.header))
    first = header[0]
    for row in rows(file):
        if key(row.cells[0]) != first or list(map(key, row.cells)) != header:
            yield row
