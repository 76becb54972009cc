"""Opening the store: one SQLite file in WAL mode, made complete before it appears, and never replaced.

A new store is built under another name and put in place in one step, so a store that exists is a whole one: an empty
or foreign file is told as such and left alone. Reading a store that does not exist gives an empty one in memory, so
that a screen writes nothing.
"""

import contextlib
import errno
import os
import sqlite3
import stat
from pathlib import Path

from techday.errors import StoreProblem

APPLICATION_ID = 0x74646179  # "tday"
SCHEMA_VERSION = 1
SCHEMA_FILE = Path(__file__).with_name("schema.sql")
OLDEST_SQLITE = (3, 37, 0)  # STRICT tables

# What the guards of submitted time cards say, whoever writes to them.
FROZEN_CARD, FROZEN_HANDOVER = "a submitted time card is frozen", "a sent handover is frozen"
FROZEN_MESSAGE = "is frozen"

# How long a write waits for another techday that is writing.
BUSY_SECONDS = 10.0

# SQLite's names for what the file or the disk did; any other is a mistake in techday's own SQL.
STORE_FAILURES = (
    "BUSY", "LOCKED", "CORRUPT", "NOTADB", "FULL", "READONLY", "PERM", "CANTOPEN", "IOERR", "NOMEM", "PROTOCOL"
)  # fmt: skip

# What SQLite keeps beside a store while it is in use, or after a crash.
SIDECARS = ("-wal", "-shm", "-journal")


class Connection(sqlite3.Connection):
    """A connection that remembers which file it opened: a restore may put another one in its place meanwhile."""

    path: Path | None = None
    opened: tuple[int, int] | None = None

    def was_replaced(self) -> bool:
        """Tell whether the store's name now belongs to another file than the one that is open."""
        return self.path is not None and self.opened != identity(self.path)


def identity(path: Path) -> tuple[int, int] | None:
    """Give what tells one file from another of the same name, or None where there is no file."""
    try:
        facts = os.stat(path)  # noqa: PTH116  # on the way of every write
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def open_for_reading(path: Path) -> Connection:
    """Open the store at `path` for a screen; one that does not exist yet reads as an empty store.

    Raises StoreProblem where the file is no store that this techday can use.
    """
    return connect(path) if os.path.lexists(path) else empty_in_memory()


def open_for_writing(path: Path) -> Connection:
    """Open the store at `path`, making it (and its directory, for the user alone) first where there is none.

    Raises StoreProblem where it can be neither opened nor made.
    """
    if not os.path.lexists(path):
        create(path)
    db = connect(path)
    # A backup that somebody copied into place has no write-ahead log. It works without one, so trying is enough.
    with contextlib.suppress(sqlite3.OperationalError):
        db.execute("PRAGMA journal_mode = WAL")
    return db


def connect(path: Path) -> Connection:
    """Open an existing store and check that it is one.

    Raises StoreProblem for a damaged, empty, foreign, newer or locked file.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StoreProblem(
            f"Python's SQLite is {sqlite3.sqlite_version}; techday needs 3.37 or newer", hint="Install a newer Python"
        )
    db: Connection | None = None
    try:
        facts = os.stat(path)  # noqa: PTH116  # one look answers all; this is on the way of every command
        if stat.S_ISDIR(facts.st_mode):
            raise StoreProblem(f"{path} is a directory, not a store", hint="Name the file itself with --store")
        if not stat.S_ISREG(facts.st_mode):
            raise StoreProblem(f"{path} is a device or a pipe, not a store", hint="Name a file with --store")
        if facts.st_size == 0:
            raise StoreProblem(f"{path} is empty, not a store", hint=restore_hint(path))
        # Noted before opening: a file swapped in between looks replaced, never the other way round.
        db = connection(str(path))
        db.path, db.opened = path, (facts.st_dev, facts.st_ino)
        check(db, path)
    except (sqlite3.Error, OSError) as error:
        if db is not None:
            db.close()
        raise explained(error, path) from error
    except StoreProblem:
        if db is not None:
            db.close()
        raise
    return db


def connection(target: str) -> Connection:
    """Connect without Python's own transactions: they lose updates; `operation` begins and commits by itself."""
    db = sqlite3.connect(target, timeout=BUSY_SECONDS, isolation_level=None, factory=Connection)
    try:
        # FULL: with WAL, NORMAL may lose the last commit in a power cut, and pay depends on it.
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
    except BaseException:  # this is the first look into the file, which may be none of ours
        db.close()
        raise
    return db


def check(db: sqlite3.Connection, path: Path) -> None:
    """Raise StoreProblem unless the open file is a techday store of a version that this techday knows."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise StoreProblem(f"{path} is not a techday store", hint="Name the right file with --store")
    if version < 1:
        raise StoreProblem(f"{path} is only half a store", hint=restore_hint(path))
    if version > SCHEMA_VERSION:
        raise StoreProblem(
            f"{path} was written by a newer techday (store version {version}, this one knows {SCHEMA_VERSION})",
            hint="Update techday: pip install --upgrade techday",
        )


def empty_in_memory() -> Connection:
    """Give a store with nothing in it, for reading where no file exists yet."""
    db = connection(":memory:")
    build(db)
    return db


def build(db: sqlite3.Connection) -> None:
    """Make the tables of an empty store, all in one transaction."""
    db.executescript(f"BEGIN; {SCHEMA_FILE.read_text(encoding='utf-8')} COMMIT;")


def create(path: Path) -> None:
    """Make a new store at `path`, complete or not at all; when another process was first, its store stands.

    Raises StoreProblem where the directory or the file cannot be made, or where the log of a lost store lies there.
    """
    fresh = fresh_beside(path)
    try:
        private_directory(path.parent)
        refuse_stray_log(path)
        private_file(fresh)
        with contextlib.closing(connection(str(fresh))) as db:
            build(db)
            db.execute("PRAGMA journal_mode = WAL")
        put_in_place(fresh, path)
    except (sqlite3.Error, OSError) as error:
        raise explained(error, path) from error
    finally:
        discard(fresh)


def refuse_stray_log(path: Path) -> None:
    """Raise StoreProblem where SQLite's log lies without its store: SQLite would write it into the new one."""
    log = Path(f"{path}-wal")
    # In this order: a store that another process is just making has its name before it has a log.
    if log.exists() and not os.path.lexists(path):
        raise StoreProblem(
            f"{path} is missing, but {log.name} beside it holds writes of it",
            hint=f"Put {path.name} back, or restore a backup (techday restore), or move {log.name} away",
        )


def fresh_beside(path: Path) -> Path:
    """Give a name beside `path` under which a file is built before it takes its place."""
    # The process number alone would do, but containers that share a directory may share the number too.
    return path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.new")


def discard(fresh: Path) -> None:
    """Take away what is left of a file that was being built."""
    for leftover in (fresh, *(Path(f"{fresh}{ending}") for ending in SIDECARS)):
        with contextlib.suppress(OSError):
            leftover.unlink(missing_ok=True)


def put_in_place(fresh: Path, path: Path) -> bool:
    """Give `fresh` the name `path` too, unless something already has it, and tell whether it got it."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        return False
    except OSError:
        # A file system without hard links (exFAT, some network shares): the look before is the best there is.
        if os.path.lexists(path):
            return False
        fresh.rename(path)
    return True


def private_directory(directory: Path) -> None:
    """Make `directory` where it is missing, for the user alone; one that exists is left as it is."""
    if not directory.exists():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)


def private_file(path: Path) -> None:
    """Make an empty file that only the user may read; raises FileExistsError where there is one."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def restore_hint(path: Path) -> str:
    """Say how to come back from a store that cannot be read."""
    from techday.database.backup import existing  # only on the way to an error

    if existing(path):
        return "techday restore lists the backups; techday restore NAME puts one in its place"
    return f"Move {path.name} away to begin with an empty store"


def explained(error: Exception, path: Path) -> StoreProblem:
    """Turn what SQLite or the system said about the store at `path` into one line and the next step."""
    name = getattr(error, "sqlite_errorname", "") or ""
    number = getattr(error, "errno", None)
    if is_busy(error):
        return locked(path)
    if is_without_search(error):
        return StoreProblem(
            "Python's SQLite has no full-text search (FTS5)", hint="Install a Python whose SQLite has it"
        )
    if is_damage(error):
        return StoreProblem(f"The store {path} is damaged: {error}", hint=restore_hint(path))
    # Growing the small index of the log fails in this way when the disk is full.
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE")) or number in (errno.ENOSPC, errno.EDQUOT):
        return StoreProblem(
            f"The disk that holds {path} is full; nothing was written", hint="Make room, then try again"
        )
    rights = ("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_AUTH")
    if name.startswith(rights) or number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreProblem(
            f"The store {path} cannot be opened or written: {reason(error)}",
            hint="Check the rights of the file and its folder",
        )
    return StoreProblem(
        f"The store {path} cannot be used: {reason(error)}", hint="Check the disk and the file's folder"
    )


def locked(path: Path) -> StoreProblem:
    """Say that another program holds the store."""
    return StoreProblem(
        f"The store {path} is locked by another program", hint="Try again when the other program has finished"
    )


def is_busy(error: BaseException) -> bool:
    """Tell whether another program holds the store."""
    return (getattr(error, "sqlite_errorname", "") or "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def is_damage(error: BaseException) -> bool:
    """Tell whether what is in the file is no store."""
    name = getattr(error, "sqlite_errorname", "") or ""
    # Text that is no UTF-8 can only come from a damaged page; Python tells of it without a name.
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "Could not decode to UTF-8" in str(error)


def is_without_search(error: BaseException) -> bool:
    """Tell whether SQLite was built without its full-text search, which some systems leave out."""
    return "no such module: fts5" in str(error)


def reason(error: Exception) -> str:
    """Give the plain words of an error, without the number and path that Python puts around them."""
    return getattr(error, "strerror", None) or str(error)


def is_store_problem(error: sqlite3.Error) -> bool:
    """Tell what the file or the disk did from a mistake in techday's own SQL."""
    name = getattr(error, "sqlite_errorname", "") or ""
    failed = name.removeprefix("SQLITE_").startswith(STORE_FAILURES)
    return failed or is_damage(error) or is_without_search(error)
