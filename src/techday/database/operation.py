"""One write: one transaction, one summary in the past tense, and a journal of every row that it touched.

`BEGIN IMMEDIATE` takes the write lock before anything is read, so that what an act decides on cannot change under
it; the COMMIT stands inside the try, since a COMMIT can fail too. What search finds, and what the PSA must learn,
are brought up to date from the journal, in the same transaction. An operation that touched no row leaves
no trace: "already done" is success with a note.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from techday.core.instants import to_text
from techday.database.connection import Connection
from techday.database.owed import follow_owed
from techday.database.search_index import follow_journal
from techday.errors import StoreProblem


class Writer(Protocol):
    """What an operation needs of the context: the store to write to, and the one clock."""

    def writable(self) -> sqlite3.Connection:
        """Give the store's connection for writing, with the day's backup made."""

    @property
    def now(self) -> datetime:
        """The instant of this command."""

    def see_to_timer(self) -> None:
        """End a timer that was left running, before anything else is written."""


class Operation:
    """A write under way: `db` to act in, and the `summary` that people read in `log` and at `undo`.

    `instead` is the command that takes it back where `undo` must not, since it froze something or left the machine.
    `by_itself` marks what nobody asked for, which `undo` passes.
    """

    def __init__(self, db: sqlite3.Connection, number: int) -> None:
        self.db = db
        self.number = number
        self.summary = ""
        self.instead = ""
        self.by_itself = False
        self.changed = False


@contextlib.contextmanager
def operation(context: Writer, verb: str, kind: str = "write", reverses: int | None = None) -> Iterator[Operation]:
    """Run one write of `verb` ("ticket note") as one transaction, undone as a whole by any exception.

    The body acts in `db` and sets `summary`. After it, `changed` tells whether any row was touched. Raises what the
    body raises, sqlite3.Error where the store cannot be written, and StoreProblem where another store took its place.
    """
    db = context.writable()
    if kind == "write":
        context.see_to_timer()
    with transaction(db):
        number = record_operation(db, to_text(context.now), verb, kind, reverses)
        write = Operation(db, number)
        yield write
        touched = tables_touched(db, number)
        write.changed = bool(touched)
        if touched:
            follow_owed(db, number, touched)
            follow_journal(db, number, touched)
            told = (write.summary or verb, write.instead, int(write.by_itself), number)
            db.execute("UPDATE operation SET summary = ?, instead = ?, by_itself = ? WHERE id = ?", told)
        else:
            db.execute("DELETE FROM operation WHERE id = ?", (number,))


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Run one transaction that holds the write lock from its start: committed whole, or rolled back."""
    db.execute("BEGIN IMMEDIATE")
    try:
        refuse_replaced(db)
        yield
        db.execute("COMMIT")
    except BaseException:
        # SQLite has rolled back by itself after some errors of the disk; what went wrong first is what counts.
        with contextlib.suppress(sqlite3.Error):
            if db.in_transaction:
                db.execute("ROLLBACK")
        raise


def refuse_replaced(db: sqlite3.Connection) -> None:
    """Raise StoreProblem where a restore put another store in the place of this one while the lock was waited for.

    What is written to the old file would be gone with it.
    """
    if isinstance(db, Connection) and db.was_replaced():
        raise StoreProblem(
            f"{db.path} was replaced while this command waited; nothing was written", hint="Type the command again"
        )


def record_operation(db: sqlite3.Connection, at: str, verb: str, kind: str, reverses: int | None) -> int:
    """Write the operation's own row and give its number; the triggers of the journal look it up."""
    cursor = db.execute(
        "INSERT INTO operation (at, verb, kind, reverses) VALUES (?, ?, ?, ?)", (at, verb, kind, reverses)
    )
    assert cursor.lastrowid is not None  # noqa: S101  # an INSERT into a table with a primary key always has one
    return cursor.lastrowid


def tables_touched(db: sqlite3.Connection, number: int) -> set[str]:
    """Give the journaled tables of which operation `number` touched any row."""
    return {row[0] for row in db.execute("SELECT DISTINCT table_name FROM journal WHERE operation_id = ?", (number,))}
