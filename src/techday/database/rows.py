"""Rows into the store: one row from its fields, or some of its fields anew.

Table and field names come from the code of a `store.py`, never from input; values are always bound.
"""

import sqlite3
from collections.abc import Collection, Mapping


def insert_row(db: sqlite3.Connection, table: str, fields: Mapping[str, object]) -> int:
    """Add a row and give its number; raises sqlite3.IntegrityError where the table refuses it."""
    columns = ", ".join(fields)
    marks = ", ".join(f":{name}" for name in fields)
    return inserted(db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", fields))


def update_row(
    db: sqlite3.Connection, table: str, row_id: int, changes: Mapping[str, object], changeable: Collection[str]
) -> None:
    """Set some fields of a row, of those that are `changeable`; raises ValueError for any other field."""
    unknown = [name for name in changes if name not in changeable]
    if unknown:
        raise ValueError(f"not a field to change: {', '.join(sorted(unknown))}")
    if changes:
        assignments = ", ".join(f"{name} = :{name}" for name in changes)
        db.execute(f"UPDATE {table} SET {assignments} WHERE id = :row_id", {**changes, "row_id": row_id})


def inserted(cursor: sqlite3.Cursor) -> int:
    """Give the number of the row that was just inserted."""
    if cursor.lastrowid is None:
        raise LookupError("nothing was inserted")
    return cursor.lastrowid
