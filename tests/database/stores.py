"""What the tests of the store share: its contents as a value, and stores that are broken in every way."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from techday.database.connection import SCHEMA_VERSION

# The journal and its operations grow with every undo; a cache and SQLite's own counters are nobody's data. What search
# finds is made from the rows, and an index may say the same in other bytes.
LEFT_OUT = {"operation", "journal", "holiday", "feed_check", "sqlite_sequence"}

Dump = dict[str, list[tuple[Any, ...]]]


def dump(store: Path) -> Dump:
    """Give all that a person's data is: every row of every table, without the journal and caches."""
    with contextlib.closing(sqlite3.connect(store)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        return {
            name: db.execute(f'SELECT * FROM "{name}" ORDER BY id').fetchall()  # noqa: S608  # names of the schema
            for name in names
            if name not in LEFT_OUT and "_search" not in name
        }


def count(store: Path, table: str) -> int:
    """Give the number of rows of a table."""
    with contextlib.closing(sqlite3.connect(store)) as db:
        number: int = db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608  # as above
        return number


def is_whole(store: Path) -> bool:
    """Tell whether SQLite finds nothing wrong with the store, and every row points to something."""
    with contextlib.closing(sqlite3.connect(store)) as db:
        sound = db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return sound and db.execute("PRAGMA foreign_key_check").fetchall() == []


def zero_length(store: Path) -> None:
    """A disk that filled up, or a synchroniser that made the file first."""
    store.write_bytes(b"")


def overwritten(store: Path) -> None:
    """Something else was saved under the store's name."""
    store.write_bytes(b"Dear Sam,\nthis is a letter, and no store at all.\n" * 200)


def cut_off(store: Path) -> None:
    """The end of the file is gone."""
    whole = store.read_bytes()
    store.write_bytes(whole[: len(whole) // 2])


def scrambled(store: Path) -> None:
    """Every page but the first holds rubbish."""
    whole = bytearray(store.read_bytes())
    whole[4096:] = bytes(range(256)) * ((len(whole) - 4096) // 256)
    store.write_bytes(whole)


def newer(store: Path) -> None:
    """A later techday wrote it."""
    with contextlib.closing(sqlite3.connect(store)) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


def foreign(store: Path) -> None:
    """The database of another program."""
    store.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(store)) as db:
        db.execute("CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url TEXT)")


def half_made(store: Path) -> None:
    """It says that it is a store, but no version was ever written."""
    with contextlib.closing(sqlite3.connect(store)) as db:
        db.execute("PRAGMA user_version = 0")


def directory(store: Path) -> None:
    """A directory has the name of the store."""
    store.unlink(missing_ok=True)
    store.mkdir()


Break = Callable[[Path], None]
