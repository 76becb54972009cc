"""Backups: whole copies of the store, verified when made and again before one is restored.

One is made before the day's first write, and the newest fourteen of them are kept; those made by hand, and the stores
that a restore replaced, are never thrown away. A copy is taken through SQLite's own backup, so it is consistent even
while others write, and appears under its name only when it is complete.
"""

import contextlib
import errno
import glob
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from techday.database.connection import (
    APPLICATION_ID,
    BUSY_SECONDS,
    SIDECARS,
    Connection,
    connect,
    connection,
    discard,
    empty_in_memory,
    explained,
    fresh_beside,
    identity,
    is_busy,
    is_damage,
    is_store_problem,
    locked,
    private_directory,
    private_file,
    put_in_place,
)
from techday.database.operation import refuse_replaced
from techday.errors import NotFound, StoreProblem

KEPT = 14
# A file that was being built this long ago belongs to a process that was killed.
ABANDONED_SECONDS = 24 * 60 * 60

DAY = "0000-00-00"
KEPT_ASIDE = ("replaced-", "damaged-")

OTHERS = "techday restore lists the backups"


class Backup(NamedTuple):
    """One backup file: its name as people type it, where it lies, its size in bytes and when it was made (UTC)."""

    name: str
    path: Path
    size: int
    made_at: datetime


class Restored(NamedTuple):
    """What a restore did: the number of operations now in the store, and where the former store is, or None."""

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
    if target.exists() or not store.exists() or not make(store, target, thorough=False):
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
    as_path = os.path.abspath(os.path.expanduser(name))  # noqa: PTH100, PTH111  # pathlib raises for what is no name at all
    if name and os.path.isfile(as_path):  # noqa: PTH113  # as above
        return Path(as_path)
    from techday.core.text import nearest, quoted  # only on the way to an error

    close = nearest(name, [backup.name for backup in backups])
    raise NotFound(f"No backup {quoted(name, 60)}", hint=f"Did you mean {', '.join(close)}?" if close else OTHERS)


def make(store: Path, target: Path, thorough: bool = True) -> bool:
    """Copy `store` to `target` whole and verified; an existing `target` stands, and False is given.

    `thorough` is as for `verify`. Raises StoreProblem where the copy cannot be made or does not verify.
    """
    fresh = fresh_beside(target)
    try:
        private_directory(target.parent)
        with contextlib.closing(connect(store)) as source:
            copy_pages(source, fresh)
        verify(fresh, store, thorough)
        return put_in_place(fresh, target)
    except (sqlite3.Error, OSError) as error:
        raise explained(error, target) from error
    finally:
        discard(fresh)


def copy_pages(source: Connection, fresh: Path) -> None:
    """Copy an open store into the new file `fresh`, which nobody else may read.

    Raises sqlite3.Error or OSError, and StoreProblem where the source stays locked.
    """
    private_file(fresh)
    give_up_at = time.monotonic() + BUSY_SECONDS

    def look(status: int, _remaining: int, _total: int) -> None:
        # Left alone, Python would try again for ever.
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > give_up_at:
            raise locked(source.path or fresh)

    with contextlib.closing(connection(str(fresh))) as copy:
        source.backup(copy, progress=look)
        # A backup needs no log beside it, and can be read where nothing can be written.
        copy.execute("PRAGMA journal_mode = DELETE")


def operations_in(path: Path) -> int:
    """Give the number of operations in a backup, looked at but not verified; raises StoreProblem."""
    with contextlib.closing(opened(path)) as db:
        try:
            return count_operations(db)
        except sqlite3.Error as error:
            raise problem_of(error, path) from error


def count_operations(db: sqlite3.Connection) -> int:
    """Give the number of operations in a store."""
    count: int = db.execute("SELECT count(*) FROM operation").fetchone()[0]
    return count


def verify(path: Path, named: Path | None = None, thorough: bool = True) -> int:
    """Check a backup from end to end and give the number of operations in it; errors speak of the file `named`.

    Its pages must be sound, every reference must point to something, and its tables and triggers must be those of its
    version: a store without its triggers would journal nothing. A `thorough` check compares the indexes with the rows
    too, which takes as long again; an index can be made anew from the rows, so the copy before the day's first write
    does without. Raises StoreProblem where it is damaged, foreign, or of a newer techday.
    """
    told = named or path
    with contextlib.closing(opened(path)) as db:
        try:
            check_pages = "PRAGMA integrity_check(1)" if thorough else "PRAGMA quick_check(1)"
            found = db.execute(check_pages).fetchone()[0]
            if found != "ok":
                raise damaged(told, " ".join(str(found).split()))
            if schema_of(db) != expected_schema():
                raise damaged(told, "its tables or triggers are not those of a store")
            broken = db.execute("PRAGMA foreign_key_check").fetchone()
            if broken is not None:
                raise damaged(told, f"a row of {broken[0]} points to nothing")
            return count_operations(db)
        except sqlite3.Error as error:
            raise problem_of(error, told) from error


def opened(path: Path) -> Connection:
    """Open a backup; raises StoreProblem in words about a backup, where `connect` speaks of the present store."""
    try:
        return connect(path)
    except StoreProblem as problem:
        if isinstance(problem.__cause__, sqlite3.Error):
            raise problem_of(problem.__cause__, path) from problem
        newer = problem.hint.startswith("Update")
        raise problem if newer else StoreProblem(problem.message, hint=OTHERS) from problem


def problem_of(error: sqlite3.Error, path: Path) -> StoreProblem:
    """Say what is wrong with a backup: the disk, or what is in the file."""
    if is_store_problem(error) and not is_damage(error):
        return explained(error, path)
    return damaged(path, str(error))


def damaged(path: Path, why: str) -> StoreProblem:
    """Say that a backup cannot be relied on."""
    return StoreProblem(f"{path} is damaged: {why}", hint=OTHERS)


def schema_of(db: sqlite3.Connection) -> frozenset[tuple[str, str, str]]:
    """Give the tables, indexes and triggers of a store, as kind, name and SQL."""
    # SQLite's own tables have no SQL or begin with its name: sqlite_sequence, sqlite_stat1.
    return frozenset(db.execute("SELECT type, name, sql FROM sqlite_schema WHERE substr(name, 1, 7) <> 'sqlite_'"))


@cache
def expected_schema() -> frozenset[tuple[str, str, str]]:
    """Give what `schema_of` gives of a store that was just made."""
    with contextlib.closing(empty_in_memory()) as db:
        return schema_of(db)


def restore(store: Path, backup: Path, at: datetime) -> Restored:
    """Put a copy of `backup` in the place of `store`; the former store is kept among the backups, named for `at`.

    The copy is verified before anything moves, and at no moment is there no store. Raises StoreProblem where the
    backup does not verify or cannot be copied, and where the present store is in use or is no store at all.
    """
    # A linked store (a synchronised folder) stays a link.
    place = Path(os.path.realpath(store))
    fresh = fresh_beside(place)
    try:
        private_directory(place.parent)
        private_directory(backup_directory(store))
        with contextlib.closing(opened(backup)) as source:
            copy_pages(source, fresh)
        count = verify(fresh, backup)
        with contextlib.closing(connection(str(fresh))) as db:
            db.execute("PRAGMA journal_mode = WAL")
        with held(place) as former:
            sound = former is not None and is_sound(former)
            kept = free_name(store, f"{'replaced' if sound else 'damaged'}-{at:%Y-%m-%d-%H%M%S}")
            kept_anything = keep_aside(place, kept, former if sound else None)
            if former is not None and os.name == "nt":
                # Windows replaces no open file, and so itself keeps a store that others use in its place.
                former.close()
            os.replace(fresh, place)  # noqa: PTH105  # one word for the atomic step
        sync(place.parent)
    except (sqlite3.Error, OSError) as error:
        raise explained(error, place) from error
    finally:
        discard(fresh)
    return Restored(count, kept if kept_anything else None)


@contextlib.contextmanager
def held(store: Path) -> Iterator[Connection | None]:
    """Keep every other program out of `store`, its log folded in, while it is replaced; give the connection to it.

    None where the store is missing or too damaged to be opened, so that nothing could be held. Raises StoreProblem
    where it is something else than a store, or in use.
    """
    db = hold(store)
    try:
        yield db
    except BaseException:
        if db is not None and not db.was_replaced():
            with contextlib.suppress(sqlite3.Error):
                db.execute("PRAGMA locking_mode = NORMAL")
                db.execute("PRAGMA journal_mode = WAL")
        raise
    finally:
        if db is not None:
            db.close()


def hold(store: Path) -> Connection | None:
    """Lock `store` against everybody else, its log folded in; None where there is nothing that could be locked.

    Raises StoreProblem as `held`.
    """
    if not os.path.lexists(store):
        return None
    if store.is_dir():
        raise StoreProblem(f"{store} is a directory, not a store", hint="Name the file itself with --store")
    if not store.stat().st_size:
        return None
    db: Connection | None = None
    try:
        db = connection(str(store))
        db.path, db.opened = store, identity(store)
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StoreProblem(f"{store} is not a techday store", hint="Name the right file with --store")
        # Without a log there is one file to keep. The change waits until nobody has the store open.
        db.execute("PRAGMA journal_mode = DELETE")
        # In this mode the lock outlives its transaction: SQLite copies no store out of one that is open for writing.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        db.execute("COMMIT")
        # Another restore may have been faster: its store must not be replaced unseen.
        refuse_replaced(db)
    except BaseException as error:
        if db is not None:
            db.close()
        if is_damage(error):
            return None
        if is_busy(error):
            raise StoreProblem(
                f"The store {store} is in use by another program", hint="Try again when the other program has finished"
            ) from error
        raise
    return db


def is_sound(db: sqlite3.Connection) -> bool:
    """Tell whether a store's pages are whole."""
    try:
        return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def keep_aside(store: Path, kept: Path, sound: Connection | None) -> bool:
    """Keep the store, and what a crash left beside it, under the name `kept`; tell whether there was anything.

    `sound` is the connection that holds the store, None where the store is damaged.
    """
    found = os.path.lexists(store)
    if sound is not None:
        # Through the connection: were the file opened and closed by itself, the system would drop the lock on it.
        # And a copy, not a second name: a crash before the store is replaced must leave no backup that changes with it.
        keep_copy(sound, kept)
    elif found:
        # It may lie on a failing disk, so it is not read again.
        try:
            os.link(store, kept)
        except OSError:
            store.rename(kept)
    for ending in SIDECARS:
        # A log that stayed would be written into the store that comes.
        sidecar = Path(f"{store}{ending}")
        if sidecar.exists():
            shutil.move(sidecar, f"{kept}{ending}")
            found = True
    return found


def keep_copy(source: Connection, kept: Path) -> None:
    """Copy a store under the name `kept`, where it appears only when complete; raises sqlite3.Error or OSError."""
    fresh = fresh_beside(kept)
    try:
        copy_pages(source, fresh)
        if not put_in_place(fresh, kept):
            raise FileExistsError(errno.EEXIST, "another restore has just taken that name", str(kept))
    finally:
        discard(fresh)


def sync(directory: Path) -> None:
    """Have the disk hold the names in a directory before anybody relies on them; Windows has no such call."""
    with contextlib.suppress(OSError):
        number = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
