"""Undo, redo and log: every write can be taken back, from the rows as they were before it.

Undoing writes the earlier rows back as an operation of its own, so an undo is journaled and can be reversed in turn.
It refuses where a later operation, still in effect, touched one of the same rows or needs them.
"""

import json
import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one
from techday.errors import NotFound, Refused, TechdayError

LOG_HINT = "techday log shows what was written"

# Nobody has operations with more digits, and SQLite's integers end.
LARGEST_NUMBER = 10**15


class OperationRow(NamedTuple):
    """One operation as `log` shows it; `undone_by` is the number of the operation that took it back, or None.

    `instead` is the command that takes it back where undo must not, "" for most.
    """

    id: int
    at: str
    verb: str
    summary: str
    kind: str
    reverses: int | None
    undone_by: int | None
    instead: str


NEWEST_WRITE = """
    SELECT id, at, verb, summary, kind, reverses, undone_by, instead FROM operation
    WHERE kind = 'write' AND undone_by IS NULL AND by_itself = 0 ORDER BY id DESC LIMIT 1
"""
NEWEST_UNDO = """
    SELECT id, at, verb, summary, kind, reverses, undone_by, instead FROM operation
    WHERE kind = 'undo' AND undone_by IS NULL ORDER BY id DESC LIMIT 1
"""
BY_NUMBER = "SELECT id, at, verb, summary, kind, reverses, undone_by, instead FROM operation WHERE id = :number"
LATEST = """
    SELECT id, at, verb, summary, kind, reverses, undone_by, instead FROM operation ORDER BY id DESC LIMIT :limit
"""
# A later write still in effect that touched one of the rows of :target; the operation under way is :own.
CHANGED_SINCE = """
    SELECT operation.id, operation.at, operation.verb, operation.summary, operation.kind, operation.reverses,
        operation.undone_by, operation.instead
    FROM operation JOIN journal ON journal.operation_id = operation.id
    WHERE operation.id > :target AND operation.id <> :own AND operation.kind = 'write' AND operation.undone_by IS NULL
        AND (journal.table_name, journal.row_id)
            IN (SELECT table_name, row_id FROM journal WHERE operation_id = :target)
    ORDER BY operation.id DESC LIMIT 1
"""
STEPS_BACKWARDS = "SELECT table_name, row_id, before FROM journal WHERE operation_id = :number ORDER BY id DESC"


def newest_undoable(db: sqlite3.Connection) -> OperationRow:
    """Give the newest operation that is neither undone nor itself an undo, and that somebody asked for.

    Raises Refused where there is none.
    """
    found = fetch_one(db, OperationRow, NEWEST_WRITE)
    if found is None:
        raise Refused("There is nothing to undo", hint=LOG_HINT)
    return found


def newest_redoable(db: sqlite3.Connection) -> OperationRow:
    """Give the newest undo still in effect; raises Refused where there is none."""
    found = fetch_one(db, OperationRow, NEWEST_UNDO)
    if found is None:
        raise Refused("There is nothing to redo", hint="techday log shows what was written and undone")
    return found


def operation_numbered(db: sqlite3.Connection, number: int) -> OperationRow:
    """Give the operation of that number, to be undone.

    Raises NotFound where there is none, Refused where it is undone already or an undo itself.
    """
    found = None
    if 0 < number < LARGEST_NUMBER:
        found = fetch_one(db, OperationRow, BY_NUMBER, number=number)
    if found is None:
        raise NotFound(f"No operation {number}", hint="techday log shows the numbers")
    if found.kind != "write":
        kind = "an undo" if found.kind == "undo" else "a redo"
        raise Refused(f"Operation {number} is itself {kind}: {found.summary}", hint=way_back(found))
    if found.undone_by is not None:
        raise Refused(f"Operation {number} is already undone: {found.summary}", hint="techday redo brings it back")
    return found


def way_back(row: OperationRow) -> str:
    """Give the next step for somebody who wants to undo an undo or a redo."""
    return "techday redo reverses the newest undo" if row.kind == "undo" else "techday undo takes back the newest write"


def latest(db: sqlite3.Connection, limit: int) -> list[OperationRow]:
    """Give the latest `limit` operations, newest first."""
    return fetch(db, OperationRow, LATEST, limit=limit)


def reverse(db: sqlite3.Connection, target: OperationRow, number: int) -> None:
    """Take back every step of `target`, last step first, inside the transaction of operation `number`.

    Raises Refused where a later operation still in effect touched one of those rows or needs them, or where an
    earlier value now belongs to another row; and where `target` froze something, with the command that takes it back.
    """
    later = fetch_one(db, OperationRow, CHANGED_SINCE, target=target.id, own=number)
    if later is not None:
        raise stands_on(target, later)
    if target.instead and target.kind == "write":
        raise Refused(f"Operation {target.id} is not undone like others: {target.summary}", hint=target.instead)
    columns: dict[str, list[str]] = {}
    # Step by step, not row by row: what the operation went through was sound at each step, so going back the same
    # way never holds two rows of one name, nor a row that points to nothing.
    for table, row_id, before in db.execute(STEPS_BACKWARDS, {"number": target.id}):
        names = columns.get(table) or columns.setdefault(table, column_names(db, table))
        try:
            write_back(db, table, names, row_id, before)
        except sqlite3.IntegrityError as error:
            raise refusal(db, target, table, row_id) from error
    db.execute("UPDATE operation SET reverses = ? WHERE id = ?", (target.id, number))
    db.execute("UPDATE operation SET undone_by = ? WHERE id = ?", (number, target.id))
    if target.reverses is not None:
        db.execute("UPDATE operation SET undone_by = NULL WHERE id = ?", (target.reverses,))


def stands_on(target: OperationRow, later: OperationRow) -> TechdayError:
    """Say which later operation keeps `target` from being taken back."""
    if target.kind == "undo":
        return Refused(
            f"Cannot redo what operation {target.id} took back: changed since by {later.id} ({later.summary})",
            hint="techday log shows what came after",
        )
    return Refused(
        f"Cannot take back operation {target.id} ({target.summary}): changed since by {later.id} ({later.summary})",
        hint=later.instead or f"techday undo {later.id} first",
    )


def refusal(db: sqlite3.Connection, target: OperationRow, table: str, row_id: int) -> TechdayError:
    """Say why a row cannot be as it was before: something newer points to it, or took its place."""
    newer = pointing_to(db, table, row_id)
    if newer is not None:
        return stands_on(target, newer)
    return Refused(
        f"Cannot take back operation {target.id} ({target.summary}): something newer took its place",
        hint="techday log shows what came after",
    )


def pointing_to(db: sqlite3.Connection, table: str, row_id: int) -> OperationRow | None:
    """Find the operation, still in effect, that last wrote a row which points to this one; None where there is none."""
    referring = db.execute(
        'SELECT child.name, link."from" FROM sqlite_schema AS child, pragma_foreign_key_list(child.name) AS link'
        " WHERE child.type = 'table' AND link.\"table\" = ?",
        (table,),
    ).fetchall()
    for child, column in referring:
        found = fetch_one(
            db,
            OperationRow,
            # Table and column names come from the store's own schema, quoted; values are always bound.
            "SELECT operation.id, operation.at, operation.verb, operation.summary, operation.kind, operation.reverses,"
            " operation.undone_by, operation.instead FROM operation JOIN journal ON journal.operation_id = operation.id"
            " WHERE operation.kind = 'write' AND operation.undone_by IS NULL AND journal.table_name = :child"
            f' AND journal.row_id IN (SELECT id FROM "{child}" WHERE "{column}" = :row_id)'
            " ORDER BY operation.id DESC LIMIT 1",
            child=child,
            row_id=row_id,
        )
        if found is not None:
            return found
    return None


def column_names(db: sqlite3.Connection, table: str) -> list[str]:
    """Give the columns of `table` in the order in which the journal holds their values."""
    return [row[0] for row in db.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))]


def write_back(db: sqlite3.Connection, table: str, columns: list[str], row_id: int, before: str | None) -> None:
    """Bring one row back to what it was: gone (None), or a JSON list of the values of `columns`.

    A list that is shorter was written before the last columns were added; those keep what they hold.
    """
    # Table and column names come from the store's own schema, quoted; values are always bound.
    if before is None:
        db.execute(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))
        return
    values = json.loads(before)
    names = [f'"{name}"' for name in columns[: len(values)]]
    assignments = ", ".join(f"{name} = ?" for name in names)
    updated = db.execute(f'UPDATE "{table}" SET {assignments} WHERE id = ?', (*values, row_id))
    if updated.rowcount == 0:
        marks = ", ".join("?" * len(values))
        db.execute(f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({marks})', values)
