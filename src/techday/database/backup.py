"""Backups: whole copies of the store, verified when made and again before one is restored.

One is made before the day's first write, and the newest fourteen of them are kept; those made by hand, and the stores
that a restore replaced, are never thrown away. A copy is taken through SQLite's own backup, so it is consistent even
while others write, and appears under its name only when it is complete.
"""

import contextlib
import glob
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from techday.database.connection import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    SIDECARS,
    Connection,
    check,
    connect,
    connection,
    discard,
    empty_in_memory,
    explained,
    fresh_beside,
    is_busy,
    private_directory,
    private_file,
    put_in_place,
    reason,
)
from techday.errors import NotFound, StoreProblem

KEPT = 14
# A file that was being built this long ago belongs to a process that was killed.
ABANDONED_SECONDS = 24 * 60 * 60

DAY = "0000-00-00"
STAMPED = "0000-00-00-000000"
KEPT_ASIDE = ("replaced-", "damaged-")

OTHERS = "techday restore lists the backups"


class Backup(NamedTuple):
    """One backup file: its name as people type it, where it lies, its size in bytes and when it was made (UTC)."""

    name: str
    path: Path
    size: int
    made_at: datetime


class Restored(NamedTuple):
    """What a restore did: the number of operations now in the store, and where the former store is, if there was one."""

    operations: int
    former: Path | None


def backup_directory(store: Path) -> Path:
    """Give the directory of the backups of `store`."""
    return store.parent / "backups"


def daily(store: Path, today: date) -> Path | None:
    """Make the day's backup unless it exists, keep the newest fourteen, and give its path when one was made.

    Raises StoreProblem where it cannot be made; then none is thrown away.
    """
    target = backup_directory(store) / f"{store.stem}-{today.isoformat()}.db"
    if target.exists() or not store.exists() or not make(store, target):
        return None
    for old in daily_backups(store)[KEPT:]:
        with contextlib.suppress(OSError):
            old.unlink()
    clear_abandoned(store)
    return target


def daily_backups(store: Path) -> list[Path]:
    """Give the backups made by themselves, newest first."""
    found = [backup for backup in existing(store) if shape(backup.name) == DAY]
    return [backup.path for backup in sorted(found, key=lambda backup: backup.name, reverse=True)]


def clear_abandoned(store: Path) -> None:
    """Take away what killed processes left half built, beside the store and in its backups."""
    for directory in (store.parent, backup_directory(store)):
        for path in directory.glob(f".{glob.escape(store.stem)}*.new*"):
            with contextlib.suppress(OSError):
                if datetime.now(UTC).timestamp() - path.stat().st_mtime > ABANDONED_SECONDS:
                    path.unlink()


def make_by_hand(store: Path, at: datetime) -> Backup:
    """Make a backup that is named for the local time `at` and kept until somebody deletes it.

    Raises NotFound where there is no store yet, StoreProblem where the copy cannot be made or does not verify.
    """
    if not os.path.lexists(store):
        raise NotFound(f"There is no store {store} to back up", hint="The first write makes it")
    target = free_name(store, f"{at:%Y-%m-%d-%H%M%S}")
    while not make(store, target):  # another process took the name meanwhile
        target = free_name(store, f"{at:%Y-%m-%d-%H%M%S}")
    return described(store, target)


def free_name(store: Path, name: str) -> Path:
    """Give a path among the backups that nothing has yet: NAME, else NAME-2, NAME-3 and so on."""
    directory, number = backup_directory(store), 1
    path = directory / f"{store.stem}-{name}.db"
    while os.path.lexists(path):
        number += 1
        path = directory / f"{store.stem}-{name}-{number}.db"
    return path


def existing(store: Path) -> list[Backup]:
    """Give every backup of `store`, newest first; other stores may keep theirs in the same directory."""
    found = []
    for path in backup_directory(store).glob(f"{glob.escape(store.stem)}-*.db"):
        name = path.stem.removeprefix(f"{store.stem}-")
        if not shape(name).startswith(DAY):
            continue
        with contextlib.suppress(OSError):  # taken away while we look
            found.append(described(store, path))
    return sorted(found, key=lambda backup: (backup.made_at, backup.name), reverse=True)


def described(store: Path, path: Path) -> Backup:
    """Describe a backup file; raises OSError where it is gone."""
    facts = path.stat()
    made_at = datetime.fromtimestamp(facts.st_mtime, UTC).replace(microsecond=0)
    return Backup(path.stem.removeprefix(f"{store.stem}-"), path, facts.st_size, made_at)


def shape(name: str) -> str:
    """Give the form of a backup's name, every digit as 0; a store kept aside has the form of its stamp."""
    for prefix in KEPT_ASIDE:
        name = name.removeprefix(prefix)
    return "".join("0" if letter.isdigit() else letter for letter in name)


def named(store: Path, name: str) -> Path:
    """Give the path of the backup that `name` means: a name as listed, or the path of a file; raises NotFound."""
    backups = existing(store)
    for backup in backups:
        if name in (backup.name, backup.path.name, backup.path.stem):
            return backup.path
    as_path = Path(name).expanduser().absolute()
    if as_path.is_file():
        return as_path
    from techday.core.text import nearest, quoted  # only on the way to an error

    close = nearest(name, [backup.name for backup in backups])
    raise NotFound(f"No backup {quoted(name, 60)}", hint=f"Did you mean {', '.join(close)}?" if close else OTHERS)


def make(store: Path, target: Path) -> bool:
    """Copy `store` to `target` whole and verified; an existing `target` stands, and False is given.

    Raises StoreProblem where the copy cannot be made or does not verify.
    """
    fresh = fresh_beside(target)
    try:
        private_directory(target.parent)
        copy_store(store, fresh)
        try:
            verify(fresh)
        except StoreProblem as problem:
            # The copy's own name is gone in a moment, and it is the store that a person must look after.
            raise StoreProblem(problem.message.replace(str(fresh), str(store)), hint=problem.hint) from problem
        return put_in_place(fresh, target)
    except (sqlite3.Error, OSError) as error:
        raise explained(error, target) from error
    finally:
        discard(fresh)


def copy_store(store: Path, fresh: Path) -> None:
    """Copy a store page by page into the new file `fresh`, which nobody else may read, without a log of its own.

    Raises StoreProblem, sqlite3.Error or OSError.
    """
    private_file(fresh)
    with contextlib.closing(connect(store)) as source, contextlib.closing(connection(str(fresh))) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def operations_in(path: Path) -> int:
    """Give the number of operations in a backup, looked at but not verified; raises StoreProblem."""
    with contextlib.closing(connect(path)) as db:
        try:
            return count_operations(db)
        except sqlite3.Error as error:
            raise explained(error, path) from error


def count_operations(db: sqlite3.Connection) -> int:
    """Give the number of operations in a store."""
    count: int = db.execute("SELECT count(*) FROM operation").fetchone()[0]
    return count


def verify(path: Path) -> int:
    """Check a backup from end to end and give the number of operations in it.

    Its pages and indexes must be sound, every reference must point to something, and its tables and triggers must be
    those of its version: a store without its triggers would journal nothing. Raises StoreProblem where it is damaged,
    foreign, or of a newer techday.
    """
    with contextlib.closing(opened(path)) as db:
        try:
            found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise damaged(path, " ".join(str(found).split()))
            if schema_of(db) != expected_schema():
                raise damaged(path, "its tables or triggers are not those of a store")
            broken = db.execute("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                raise damaged(path, f"a row of {broken[0]} points to nothing")
            return count_operations(db)
        except sqlite3.Error as error:
            raise damaged(path, str(error)) from error


def opened(path: Path) -> Connection:
    """Open a backup to verify it; raises StoreProblem, in words about a backup."""
    try:
        return connect(path)
    except StoreProblem as problem:
        cause = problem.__cause__
        if isinstance(cause, sqlite3.Error) and not is_busy(cause):
            raise damaged(path, str(cause)) from problem
        if problem.hint.startswith("Update techday"):
            raise
        raise StoreProblem(problem.message, hint=OTHERS) from problem


def damaged(path: Path, why: str) -> StoreProblem:
    """Say that a backup cannot be relied on."""
    return StoreProblem(f"{path} is damaged: {why}", hint=OTHERS)


def schema_of(db: sqlite3.Connection) -> frozenset[tuple[str, str, str]]:
    """Give the tables, indexes and triggers of a store, as kind, name and SQL."""
    return frozenset(
        db.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite#_%' ESCAPE '#'")
    )


def expected_schema() -> frozenset[tuple[str, str, str]]:
    """Give what `schema_of` gives of a store that was just made."""
    with contextlib.closing(empty_in_memory()) as db:
        return schema_of(db)


def restore(store: Path, backup: Path, at: datetime) -> Restored:
    """Put a copy of `backup` in the place of `store`; the former store is kept among the backups, named for `at`.

    The backup is verified before anything moves, and at no moment is there no store. Raises StoreProblem where the
    backup does not verify or cannot be copied, and where the present store is in use or is no store at all.
    """
    refuse_no_store(store)
    # A linked store (a synchronised folder) stays a link.
    place = Path(os.path.realpath(store))
    fresh = fresh_beside(place)
    former: Path | None = None
    try:
        private_directory(place.parent)
        private_directory(backup_directory(store))
        copy_store(backup, fresh)
        count = verify(fresh_checked(fresh, backup))
        with contextlib.closing(connection(str(fresh))) as db:
            db.execute("PRAGMA journal_mode = WAL")
        with held(place) as sound:
            former = keep_aside(place, store, at, sound)
            try:
                os.replace(fresh, place)  # noqa: PTH105  # one word for the atomic step
            except OSError as error:
                raise in_use(place) if os.name == "nt" and isinstance(error, PermissionError) else error from error
        sync_directory(place.parent)
    except (sqlite3.Error, OSError) as error:
        raise explained(error, place) from error
    finally:
        discard(fresh)
    return Restored(count, former)
