"""Any text export, opened: what it is, how it is written, where its header stands, and its rows with line numbers.

Exports come as UTF-8, UTF-16 or cp1252, with commas, semicolons, tabs or pipes, under a title or a `sep=` line.
All of that is read off the file itself; what is not a text export is told by its first bytes. Reading is streamed
and bounded: a row is never guessed together, and a quote that never closes refuses the file, since everything after
it would be swallowed silently.
"""

import csv
import os
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple

from techday.errors import Refused
from techday.exchange.file_kind import (
    SAVE_AS_CSV,
    encoding_of,
    first_bytes,
    readable_status,
    refuse_other_kinds,
    unreadable,
)

MOST_ROWS = 2_000_000
MOST_COLUMNS = 1_000
MOST_CHARACTERS_IN_CELL = 1_000_000
MOST_CHARACTERS_IN_LINE = 4_000_000

# A title and a date may stand above the header of a report.
HEADER_WITHIN_ROWS = 10

DELIMITERS = ",;\t|"
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}

EXPORT_AGAIN = "Export the file again, or mend that line in a text editor"

# Stands after the last line, so that a quote still open at the end is seen to swallow it. No file can hold it.
END = f"end of file {os.urandom(16).hex()}"


class CsvFile(NamedTuple):
    """A text export that can be read: how it is written, its header, and what was noticed on the way."""

    path: Path
    encoding: str
    delimiter: str
    header: list[str]
    header_line: int
    modified: float
    size: int
    notes: list[str]


class CsvRow(NamedTuple):
    """One row: the number of its first line, counted from 1, and its cells as they stand in the file."""

    line: int
    cells: list[str]


def open_export(path: Path, is_header: Callable[[list[str]], bool]) -> CsvFile:
    """Find out how the file at `path` is written and where its header stands.

    `is_header` tells a header row from a title above it; where none of the first rows is one, the first row is taken.
    Raises NotFound where there is no such file, and Refused where it is no text export, empty, or too large.
    """
    status = readable_status(path)
    head = first_bytes(path)
    refuse_other_kinds(path, head)
    encoding, notes = encoding_of(path, head)
    with open_text(path, encoding) as file:
        delimiter = delimiter_of(lines(path, file))
    unread = CsvFile(path, encoding, delimiter, [], 0, status.st_mtime, status.st_size, notes)
    header_row = find_header(unread, is_header)
    if len(header_row.cells) > MOST_COLUMNS:
        raise Refused(
            f"{path.name} has {len(header_row.cells)} columns; an export has at most {MOST_COLUMNS}", hint=SAVE_AS_CSV
        )
    return unread._replace(header=header_row.cells, header_line=header_row.line)


def rows(file: CsvFile, measured: bool = False) -> Iterator[CsvRow]:
    """Give the rows below the header; a fully blank line is no row. `measured` tells that no line is too long.

    Raises Refused where a quote never closes, a cell or line is absurdly long, there are too many rows, or the file
    changed while it was being read.
    """
    count = 0
    for row in all_rows(file, measured):
        if row.line <= file.header_line:
            continue
        count += 1
        if count > MOST_ROWS:
            raise Refused(f"{file.path.name} has more than {MOST_ROWS:,} rows", hint="Export a shorter span of time")
        yield row
    status = readable_status(file.path)
    if (status.st_mtime, status.st_size) != (file.modified, file.size):
        raise Refused(f"{file.path.name} changed while it was read", hint="Import it again when it is complete")


def all_rows(file: CsvFile, measured: bool = False) -> Iterator[CsvRow]:
    """Give every row that is not blank, from the top of the file; lines are measured unless they were before."""
    csv.field_size_limit(MOST_CHARACTERS_IN_CELL)
    with open_text(file.path, file.encoding) as opened:
        source = opened if measured else lines(file.path, opened)
        reader = csv.reader(chain(source, (END,)), delimiter=file.delimiter)
        line = 1
        try:
            for cells in reader:
                if cells and cells[-1].endswith(END):
                    if cells == [END]:
                        return
                    raise Refused(
                        f"{file.path.name}, line {line}: a quote is opened and never closed", hint=EXPORT_AGAIN
                    )
                first_line, line = line, reader.line_num + 1
                if not any(map(str.strip, cells)) or (first_line == 1 and is_separator_line(cells, file.delimiter)):
                    continue
                yield CsvRow(first_line, cells)
        except csv.Error as error:
            raise Refused(f"{file.path.name}, line {line}: {error}", hint=EXPORT_AGAIN) from error


def lines(path: Path, file: IO[str]) -> Iterator[str]:
    """Give the lines of the file one by one; raises Refused for one that is too long to be a line."""
    number = 0
    while line := file.readline(MOST_CHARACTERS_IN_LINE):
        number += 1
        if len(line) >= MOST_CHARACTERS_IN_LINE:
            raise Refused(
                f"{path.name}, line {number}: longer than {MOST_CHARACTERS_IN_LINE:,} characters", hint=SAVE_AS_CSV
            )
        yield line


def find_header(file: CsvFile, is_header: Callable[[list[str]], bool]) -> CsvRow:
    """Give the header row: the first that `is_header` knows among the first rows, else the first row."""
    first: CsvRow | None = None
    for number, row in enumerate(all_rows(file)):
        if number == HEADER_WITHIN_ROWS:
            break
        if is_header(row.cells):
            return row
        first = first or row
    if first is None:
        raise Refused(f"{file.path.name} is empty: there is not even a header", hint="Export it again")
    return first


def is_separator_line(cells: list[str], delimiter: str) -> bool:
    """Tell Excel's own first line, `sep=;`, from a row."""
    return cells in (["sep="], ["sep=", ""], [f"sep={delimiter}"])


def delimiter_of(source: Iterator[str]) -> str:
    """Give the delimiter: named by a `sep=` line, else what separates most in the first line that has any.

    Delimiters within quotes do not count. A file of one column is read as comma-separated.
    """
    quoted = False
    counts = dict.fromkeys(DELIMITERS, 0)
    for number, line in enumerate(source):
        if number == 0 and line.strip("\r\n")[:4].lower() == "sep=" and line[4:5] in counts:
            return line[4]
        for piece_number, piece in enumerate(line.split('"')):
            if piece_number:
                quoted = not quoted
            if not quoted:
                for delimiter in DELIMITERS:
                    counts[delimiter] += piece.count(delimiter)
        if (not quoted and any(counts.values())) or number > 50:
            break
    return max(DELIMITERS, key=lambda delimiter: counts[delimiter])


def open_text(path: Path, encoding: str) -> IO[str]:
    """Open the file as text with its line ends kept: a quoted cell may hold some."""
    try:
        return path.open(encoding=encoding, errors="replace", newline="")
    except OSError as error:
        raise unreadable(path, error) from error
