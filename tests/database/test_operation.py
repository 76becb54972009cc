"""One write is one transaction: it holds the lock before it reads, and comes to nothing as a whole."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from techday.database.connection import create, open_for_writing
from techday.database.fetch import fetch, fetch_one, value
from techday.database.journal import OperationRow
from techday.database.operation import transaction

HOLIDAY = "INSERT INTO holiday (country, region, day, name) VALUES ('DE', '', :day, 'a day')"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Give the connection to an empty store."""
    create(tmp_path / "techday.db")
    with contextlib.closing(open_for_writing(tmp_path / "techday.db")) as opened:
        yield opened


def days(db: sqlite3.Connection) -> list[str]:
    return [row[0] for row in db.execute("SELECT day FROM holiday ORDER BY day")]


def test_nobody_else_can_write_from_the_start_of_a_transaction_on(db: sqlite3.Connection, tmp_path: Path) -> None:
    """What a write reads first cannot change under it before it writes."""
    other = sqlite3.connect(tmp_path / "techday.db", timeout=0)
    locked = pytest.raises(sqlite3.OperationalError, match="database is locked")
    with contextlib.closing(other), transaction(db), locked:
        other.execute(HOLIDAY, {"day": "2026-12-25"})


def test_a_transaction_is_kept_at_its_end(db: sqlite3.Connection, tmp_path: Path) -> None:
    with transaction(db):
        db.execute(HOLIDAY, {"day": "2026-12-25"})

    assert not db.in_transaction
    with contextlib.closing(sqlite3.connect(tmp_path / "techday.db")) as other:
        assert days(other) == ["2026-12-25"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_transaction_that_fails_in_any_way_is_rolled_back(db: sqlite3.Connection, error: type[BaseException]) -> None:
    with pytest.raises(error), transaction(db):
        db.execute(HOLIDAY, {"day": "2026-12-25"})
        raise error

    assert not db.in_transaction
    assert days(db) == []


def test_a_commit_that_is_refused_rolls_back(db: sqlite3.Connection) -> None:
    """References are checked at the COMMIT when a statement puts the check off."""
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        db.execute("PRAGMA defer_foreign_keys = ON")
        db.execute(HOLIDAY, {"day": "2026-12-25"})
        db.execute("INSERT INTO local_number (ticket_id) VALUES (99)")

    assert not db.in_transaction
    assert days(db) == []


def test_what_failed_first_is_told_even_where_sqlite_has_rolled_back_itself(db: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="the first"), transaction(db):
        db.execute("ROLLBACK")
        raise ValueError("the first")


def test_rows_are_given_by_the_names_of_their_columns(db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO operation (at, verb, kind) VALUES ('2026-11-23T08:00:00Z', 'note', 'write')")
    sql = "SELECT id, at, verb, summary, kind, reverses, undone_by, instead FROM operation WHERE id = :number"
    expected = OperationRow(1, "2026-11-23T08:00:00Z", "note", "", "write", None, None, "")

    assert fetch(db, OperationRow, sql, number=1) == [expected]
    assert fetch_one(db, OperationRow, sql, number=1) == expected
    assert fetch_one(db, OperationRow, sql, number=2) is None
    assert value(db, "SELECT verb FROM operation WHERE id = :number", number=1) == "note"
    assert value(db, "SELECT verb FROM operation WHERE id = :number", number=2) is None


@pytest.mark.parametrize("columns", ["id, at, verb", "at, id, verb, summary, kind, reverses, undone_by, instead"])
def test_a_query_whose_columns_are_not_the_rows_fields_is_a_mistake(db: sqlite3.Connection, columns: str) -> None:
    with pytest.raises(TypeError, match="OperationRow has the fields"):
        fetch(db, OperationRow, f"SELECT {columns} FROM operation")  # noqa: S608  # the columns above
