"""The few column types of the store, and how SQLite is told of them.

Every table is STRICT and holds only TEXT and INTEGER: instants are UTC text (`2026-11-23T08:00:00Z`), days are local
dates (`2026-11-23`), spans are whole seconds, and a yes or no is 0 or 1. A column of named states is TEXT under a
CHECK that lists them.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Text, text
from sqlalchemy.ext.compiler import compiles
from sqlmodel import Field
from sqlmodel.sql.sqltypes import AutoString

REQUIRED: Any = ...


@compiles(AutoString, "sqlite")
def text_column(type_: AutoString, compiler: Any, **options: Any) -> str:
    """SQLModel's string is TEXT: STRICT tables know no VARCHAR."""
    return "TEXT"


@compiles(Boolean, "sqlite")
def flag_column(type_: Boolean, compiler: Any, **options: Any) -> str:
    """A yes or no is an INTEGER: STRICT tables know no BOOLEAN."""
    return "INTEGER"


def identity() -> Any:
    """The row's number: its primary key, and the `row_id` of the journal."""
    return Field(default=None, primary_key=True)


def points_to(target: str, *, required: bool = True) -> Any:
    """A foreign key to `target` (`ticket.id`), indexed: undoing a large import without the index takes minutes."""
    if required:
        return Field(foreign_key=target, index=True)
    return Field(default=None, foreign_key=target, index=True)


def words(default: str = "") -> Any:
    """Text that may be empty, never absent."""
    return Field(default=default, sa_column_kwargs={"server_default": text(f"'{default}'")})


def number(default: int) -> Any:
    """A whole number with a default."""
    return Field(default=default, sa_column_kwargs={"server_default": text(str(default))})


def flag(default: bool = False) -> Any:
    """A yes or no, stored as 1 or 0."""
    return Field(default=default, sa_column_kwargs={"server_default": text(str(int(default)))})


def named_state(default: Any = REQUIRED) -> Any:
    """One of the named states that the table's CHECK lists (a `Literal` has no column type of its own)."""
    if default is REQUIRED:
        return Field(sa_type=Text)
    return Field(default=default, sa_type=Text, nullable=default is None)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """The CHECK that holds `column` to `values`; a NULL passes, as in every CHECK."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def between(column: str, low: int, high: int) -> CheckConstraint:
    """The CHECK that holds `column` to the whole numbers from `low` to `high`."""
    return CheckConstraint(f"{column} BETWEEN {low} AND {high}", name=f"{column}_range")
