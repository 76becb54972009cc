"""The rows that could not come in, kept for a person to mend: line, reason, and the cells as they were.

The file is the user's alone, and harmless in a spreadsheet. It is made with the first reject, and goes again when the
import as a whole comes to nothing.
"""

import contextlib
import csv
import os
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from techday.core.text import clean_block, csv_cell
from techday.database.connection import private_directory
from techday.errors import Refused
from techday.exchange.csv_file import CsvRow

MOST_TOLD = 3


class Rejects:
    """The rejects of one file; `folder` is None in a rehearsal, which only counts and tells."""

    def __init__(self, folder: Path | None, header: list[str], at: datetime) -> None:
        self.folder = folder
        self.header = header
        self.at = at
        self.count = 0
        self.first: list[str] = []
        self.path: Path | None = None
        self.file: IO[str] | None = None
        self.writer: Any = None

    def add(self, row: CsvRow, reason: str) -> None:
        """Keep a rejected row; raises Refused where the file cannot be written."""
        self.count += 1
        if len(self.first) < MOST_TOLD:
            self.first.append(f"line {row.line}: {reason}")
        if self.folder is None:
            return
        try:
            writer = self.writer or self.begin(self.folder)
            writer.writerow([row.line, safe(reason), *map(safe, row.cells)])
        except OSError as error:
            raise Refused(
                f"The rejected rows cannot be written to {self.folder}: {error.strerror}",
                hint="Make room or mend the folder's rights, then import again",
            ) from error

    def begin(self, folder: Path) -> Any:
        """Make the file, under a name that no other file has, and give the writer of its rows."""
        private_directory(folder)
        stem = f"import-rejects-{self.at:%Y%m%d-%H%M%S}"
        for number in range(1, 1000):
            path = folder / (f"{stem}.csv" if number == 1 else f"{stem}-{number}.csv")
            with contextlib.suppress(FileExistsError):
                handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                # With its mark, so that a spreadsheet reads it as UTF-8.
                self.file = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
                self.path, self.writer = path, csv.writer(self.file)
                self.writer.writerow(["line", "reason", *map(safe, self.header)])
                return self.writer
        raise OSError(17, "too many files of this second")

    def close(self) -> None:
        """Finish the file; raises Refused where the last rows cannot be written."""
        if self.file is None:
            return
        try:
            self.file.close()
        except OSError as error:
            raise Refused(
                f"The rejected rows cannot be written to {self.path}: {error.strerror}",
                hint="Make room, then try again",
            ) from error

    def discard(self) -> None:
        """Take the file away again: the import came to nothing."""
        with contextlib.suppress(OSError):
            if self.file is not None:
                self.file.close()
        with contextlib.suppress(OSError):
            if self.path is not None:
                self.path.unlink()
        self.path = None


def safe(cell: str) -> str:
    """Give a cell that harms neither a terminal nor a spreadsheet."""
    return csv_cell(clean_block(cell))
