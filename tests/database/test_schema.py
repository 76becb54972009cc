"""The schema: generated, strict, indexed where rows point to rows, and journaled by triggers."""

import contextlib
import sqlite3
from collections.abc import Iterator

import pytest

from techday.database.connection import FROZEN_MESSAGE, SCHEMA_FILE, empty_in_memory

# The journal does not journal itself, and a cache can be made again.
NOT_JOURNALED = {"operation", "journal", "holiday", "feed_check"}


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    """Give an empty store in memory."""
    with contextlib.closing(empty_in_memory()) as opened:
        yield opened


def tables(db: sqlite3.Connection) -> list[str]:
    """Give the tables that hold rows: not SQLite's own, nor the indexes of search and what FTS5 keeps in them."""
    found = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'")
    return [row[0] for row in found if "_search" not in row[0]]


def test_the_schema_file_is_what_the_tables_generate() -> None:
    from techday.schema.generate import schema_text  # heavy, and only this test needs it

    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "run python -m techday.schema.generate"


def test_every_table_is_strict(db: sqlite3.Connection) -> None:
    listed = db.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    strict = {name: strict for name, strict in listed if not name.startswith("sqlite_") and "_search" not in name}

    assert strict == dict.fromkeys(tables(db), 1)


def test_columns_are_text_or_integer(db: sqlite3.Connection) -> None:
    """The journal keeps rows as JSON, which holds neither bytes nor every float exactly."""
    kinds = {row[0] for table in tables(db) for row in db.execute("SELECT type FROM pragma_table_info(?)", (table,))}

    assert kinds == {"TEXT", "INTEGER"}


def test_rows_that_point_to_a_row_are_found_through_an_index(db: sqlite3.Connection) -> None:
    """Taking a row back looks for rows that point to it: without an index, each look reads a whole table."""
    steps = [
        (table, step)
        for table in tables(db)
        for *_, step in db.execute(f"EXPLAIN QUERY PLAN DELETE FROM {table} WHERE id = 1")  # noqa: S608  # of the schema
    ]

    assert len(steps) > len(tables(db)) + 15  # one for the row itself, and one for each link to it
    assert [one for one in steps if one[1].startswith("SCAN")] == []


def test_a_link_without_an_index_would_be_noticed(db: sqlite3.Connection) -> None:
    db.execute("DROP INDEX ix_promise_ticket_id")
    steps = [row[3] for row in db.execute("EXPLAIN QUERY PLAN DELETE FROM ticket WHERE id = 1")]

    assert "SCAN promise" in steps


def test_every_table_is_journaled_by_three_triggers(db: sqlite3.Connection) -> None:
    triggers: dict[str, set[str]] = {}
    for name, table, sql in db.execute("SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'"):
        if FROZEN_MESSAGE not in sql:
            triggers.setdefault(table, set()).add(name)

    assert triggers == {
        table: {f"{table}_inserted", f"{table}_updated", f"{table}_deleted"}
        for table in tables(db)
        if table not in NOT_JOURNALED
    }


def test_journaled_tables_have_a_number_of_their_own(db: sqlite3.Connection) -> None:
    """The journal knows a row by its `id`, which must be the number that SQLite itself gives it."""
    for table in tables(db):
        keys = db.execute("SELECT name, type FROM pragma_table_info(?) WHERE pk > 0", (table,)).fetchall()
        assert keys == [("id", "INTEGER")], table


def test_the_numbers_of_operations_are_never_given_twice(db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO operation (at, verb, kind) VALUES ('2026-11-23T08:00:00Z', 'note', 'write')")
    db.execute("DELETE FROM operation")
    db.execute("INSERT INTO operation (at, verb, kind) VALUES ('2026-11-23T08:00:00Z', 'note', 'write')")

    assert db.execute("SELECT id FROM operation").fetchall() == [(2,)]
