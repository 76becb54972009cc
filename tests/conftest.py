"""What the tests share: `techday("ticket add Mail down")` runs a command in this process, in a home of its own."""

import io
import json
import os
import shlex
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from techday.database import connection
from techday.main import run

# The stories' stores lie in memory where there is room for them: a disk makes each write wait, and wears.
MEMORY = "/dev/shm"  # noqa: S108  # only names the place; pytest makes a directory of its own in it
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2 * 1024**3:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", MEMORY)

# The long form of the tests looks at this many times as many stories.
LONGER = 20 if os.environ.get("TECHDAY_TESTS") == "long" else 1

settings.register_profile("techday", deadline=None, print_blob=True, max_examples=50 * LONGER)
settings.load_profile("techday")


def examples(number: int, **more: Any) -> settings:
    """Have Hypothesis tell so many stories, each of several commands; far more in the long form of the tests."""
    return settings(max_examples=number * LONGER, **more)


MONDAY = "2026-11-23T08:14:00Z"


class Result(NamedTuple):
    """What a command gave: its exit code and what it wrote."""

    exit: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """What a command wrote under --json, read."""
        return json.loads(self.stdout)

    @property
    def error(self) -> Any:
        """The error that a command told under --json, read."""
        return json.loads(self.stderr)["error"]


class Terminal(io.StringIO):
    """A stream that says it is a terminal, with what a person types already in it."""

    def isatty(self) -> bool:
        return True


build_store = connection.build


@cache
def empty_store() -> sqlite3.Connection:
    """Give an empty store in memory."""
    db = connection.connection(":memory:")
    build_store(db)
    return db


@contextmanager
def copied_schema() -> Iterator[None]:
    """Have new stores begin as copies of an empty one: the schema takes 30 ms to run, and most stories make a store."""
    connection.build = lambda db: empty_store().backup(db)
    try:
        yield
    finally:
        connection.build = build_store


class Techday:
    """A technician's own techday: a store and settings in a temporary home, a fixed clock, zone and width.

    A file stands in for the day's backup, which takes 25 ms; with `backs_up` it is made, for stories of backups.
    """

    backs_up = False

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = home / "data" / "techday.db"
        self.config = home / "config.toml"
        self.environ = {
            "HOME": str(home),
            "TECHDAY_STORE": str(self.store),
            "TECHDAY_CONFIG": str(self.config),
            "TECHDAY_NOW": MONDAY,
            "TECHDAY_TRACEBACK": "1",
            "TECHDAY_NO_REFRESH": "1",
            "TZ": "UTC",
        }

    def __call__(self, *command: str, typed: str | None = None, now: str = "", **environ: str) -> Result:
        """Run a command line (one string is split as a shell does); `typed` is what a person types at a terminal."""
        arguments = shlex.split(command[0]) if len(command) == 1 else list(command)
        surroundings = {**self.environ, **environ}
        if now:
            surroundings["TECHDAY_NOW"] = now
        stdin = io.StringIO() if typed is None else Terminal(typed)
        stdout, stderr = io.StringIO(), io.StringIO() if typed is None else Terminal()
        if not self.backs_up:
            self.spare_backup(surroundings["TECHDAY_NOW"])
        with copied_schema():
            code = run(arguments, surroundings, stdin, stdout, stderr)
        return Result(code, stdout.getvalue(), stderr.getvalue())

    def spare_backup(self, now: str) -> None:
        """Have techday find that the day's backup was made."""
        with suppress(ValueError, OverflowError, OSError):  # what is no instant, and folders that nobody may write to
            day = datetime.fromisoformat(now).astimezone().date()
            file = self.store.parent / "backups" / f"{self.store.stem}-{day}.db"
            if self.store.exists() and not file.exists():
                file.parent.mkdir(mode=0o700, exist_ok=True)
                file.touch(mode=0o600)

    def tell(self, *commands: str, now: str = "", typed: str | None = None, **environ: str) -> str:
        """Run command lines and give them as a transcript.

        stdout stands as it is, lines of stderr after `2|`, and an exit code other than 0 as `exit 3`.
        """
        told: list[str] = []
        for command in commands:
            result = self(command, now=now, typed=typed, **environ)
            told += [f"$ techday {command}", *result.stdout.splitlines()]
            told += [f"2| {line}".rstrip() for line in result.stderr.splitlines()]
            told += [f"exit {result.exit}"] if result.exit else []
        return "\n" + "\n".join(told) + "\n"

    def did(self, *commands: str, now: str = "") -> None:
        """Run command lines that only prepare a story; each must succeed."""
        for command in commands:
            result = self(command, now=now)
            assert result.exit == 0, (command, result)

    def copied_to(self, home: Path) -> "Techday":
        """Give a techday in another home, as this one stands: what many tests begin with is made once."""
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        return Techday(home)

    def configure(self, text: str) -> None:
        """Write the settings."""
        self.config.write_text(text, encoding="utf-8")

    @contextmanager
    def raw(self) -> Iterator[sqlite3.Connection]:
        """Open the store behind techday's back, as another program or an old bug could."""
        with closing(sqlite3.connect(self.store)) as db:
            yield db
            db.commit()


@pytest.fixture
def techday(tmp_path: Path) -> Techday:
    """Give a techday of its own, with nothing in it."""
    return Techday(tmp_path)


def made_once(build: Callable[[Techday], Techday]) -> Any:
    """Make a fixture of a story that many tests begin with: it is told once, and each test has a copy of its own."""
    made: list[Techday] = []

    def copied(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Techday:
        if not made:
            made.append(build(Techday(tmp_path_factory.mktemp(build.__name__))))
        return made[0].copied_to(tmp_path)

    copied.__doc__ = build.__doc__
    return pytest.fixture(copied, name=build.__name__)
