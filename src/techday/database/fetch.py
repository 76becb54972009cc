"""Rows out of the store: each query gives a NamedTuple that names its columns."""

import sqlite3
from typing import Any, NamedTuple, TypeVar

Row = TypeVar("Row", bound=NamedTuple)


def fetch(db: sqlite3.Connection, row_type: type[Row], sql: str, **parameters: Any) -> list[Row]:
    """Run `sql` with named parameters and give every row as a `row_type`.

    Raises TypeError unless the query's columns are exactly the fields of `row_type`, in order.
    """
    cursor = db.execute(sql, parameters)
    require_columns(cursor, row_type)
    return [row_type._make(values) for values in cursor]


def fetch_one(db: sqlite3.Connection, row_type: type[Row], sql: str, **parameters: Any) -> Row | None:
    """Run `sql` and give its first row as a `row_type`, or None; raises TypeError as `fetch`."""
    cursor = db.execute(sql, parameters)
    require_columns(cursor, row_type)
    values = cursor.fetchone()
    return None if values is None else row_type._make(values)


def value(db: sqlite3.Connection, sql: str, **parameters: Any) -> Any:
    """Run `sql` and give the first column of its first row, or None where there is no row."""
    values = db.execute(sql, parameters).fetchone()
    return None if values is None else values[0]


def require_columns(cursor: sqlite3.Cursor, row_type: type[Row]) -> None:
    """Raise TypeError unless the cursor's columns are the fields of `row_type`."""
    columns = tuple(column[0] for column in cursor.description or ())
    if columns != row_type._fields:
        raise TypeError(f"{row_type.__name__} has the fields {row_type._fields}, the query gives {columns}")
