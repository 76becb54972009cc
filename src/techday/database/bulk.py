"""Many new rows at once: inserted without the journal's trigger for each, and journaled batch by batch instead.

For a hundred thousand rows the triggers take longer than the inserts. A batch is journaled with one statement right
after it is inserted, so the journal holds the same rows in an order that undoes as well. The triggers go and come back
inside the operation's own transaction: whatever happens, nobody else ever sees the store without them.
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any


class Bulk:
    """Inserts into the tables whose triggers are put aside; `number` is the operation's."""

    def __init__(self, db: sqlite3.Connection, number: int, tables: Sequence[str]) -> None:
        self.db = db
        self.number = number
        self.tables = frozenset(tables)

    def insert(self, table: str, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run the INSERT into `table` for each of `rows`, which all get new numbers, and journal them.

        Raises ValueError for a table whose trigger would journal them a second time.
        """
        if table not in self.tables:
            raise ValueError(f"{table} has its journal trigger")
        if rows:
            first = next_id(self.db, table)
            self.db.executemany(sql, rows)
            # The table's name comes from the caller's own list; everything else is bound.
            self.db.execute(
                "INSERT INTO journal (operation_id, table_name, row_id, before)"
                f' SELECT ?, ?, id, NULL FROM "{table}" WHERE id >= ? ORDER BY id',
                (self.number, table, first),
            )


@contextlib.contextmanager
def bulk_inserts(db: sqlite3.Connection, number: int, tables: Sequence[str]) -> Iterator[Bulk]:
    """Put the insert triggers of `tables` aside, inside the transaction of operation `number`.

    Rows must go into these tables through the `Bulk` alone; raises RuntimeError at the end where others did, so that
    nothing of it is committed.
    """
    marks = ", ".join("?" * len(tables))
    found = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name IN"
    triggers = db.execute(f"{found} ({marks})", [f"{table}_inserted" for table in tables]).fetchall()  # marks alone
    before = {table: next_id(db, table) for table in tables}
    for name, _ in triggers:
        db.execute(f'DROP TRIGGER "{name}"')
    yield Bulk(db, number, tables)
    for table, first in before.items():
        inserted = db.execute(f'SELECT count(*) FROM "{table}" WHERE id >= ?', (first,)).fetchone()[0]
        journaled = db.execute(
            "SELECT count(*) FROM journal WHERE operation_id = ? AND table_name = ? AND before IS NULL", (number, table)
        ).fetchone()[0]
        if inserted != journaled:
            raise RuntimeError(f"{inserted} rows went into {table}, {journaled} of them into the journal")
    for _, sql in triggers:
        db.execute(sql)


def next_id(db: sqlite3.Connection, table: str) -> int:
    """Give the number that the next new row of `table` gets."""
    highest: int = db.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"').fetchone()[0]
    return highest + 1
