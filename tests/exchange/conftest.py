"""What the tests of the import share: a technician whose exports are written as text, and the whole store as rows."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Result, Techday
from tests.database.stores import dump

MONDAY_8 = 1_795_420_800  # 2026-11-23T08:00:00Z


class Desk:
    """A techday, and the exports that its help desk gives."""

    def __init__(self, techday: Techday) -> None:
        self.techday = techday

    def write(self, text: str | bytes, name: str = "export.csv", *, encoding: str = "utf-8", minutes: int = 0) -> Path:
        """Write an export, last changed so many minutes after Monday 08:00 UTC."""
        path = self.techday.home / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        os.utime(path, (MONDAY_8 + 60 * minutes,) * 2)
        return path

    def bring(self, text: str | bytes, *options: str, name: str = "export.csv", now: str = "", minutes: int = 0) -> Any:
        """Import an export and give the JSON of what became of it; the import must succeed."""
        result = self.run(self.write(text, name, minutes=minutes), *options, now=now)
        assert result.exit == 0, result.stderr
        return result.json

    def run(self, path: Path, *options: str, now: str = "") -> Result:
        """Import a file under --json."""
        return self.techday("import", str(path), "--json", *options, now=now)

    def refused(self, text: str | bytes, *options: str, name: str = "export.csv") -> Any:
        """Import an export that cannot come in, and give the error."""
        result = self.run(self.write(text, name), *options)
        assert result.exit != 0, result.stdout
        assert result.stdout == ""
        assert result.error["hint"], "every error names the next step"
        return result.error

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Ask the store."""
        with self.techday.raw() as db:
            return db.execute(sql, parameters).fetchall()

    def ticket(self, reference: str, columns: str = "state") -> Any:
        """Give some columns of a ticket; a single one as it is."""
        sql = f"SELECT {columns} FROM ticket WHERE reference = ?"  # noqa: S608  # columns that a test names
        (found,) = self.rows(sql, reference)
        return found[0] if len(found) == 1 else found

    def states(self) -> dict[str, str]:
        """Give the state of every ticket by reference."""
        return dict(self.rows("SELECT reference, state FROM ticket ORDER BY id"))

    def dump(self) -> dict[str, Sequence[tuple[Any, ...]]]:
        """Give every row of the store that undo must bring back."""
        if not self.techday.store.exists():
            return {}
        return {name: rows for name, rows in dump(self.techday.store).items() if rows}


@pytest.fixture
def desk(techday: Techday) -> Desk:
    """Give a techday with nothing in it, and a help desk that writes exports."""
    return Desk(techday)
