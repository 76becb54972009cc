"""The machine fails in mid-write: the process ends at any system call, the disk is full, or it cannot be read.

`strace` ends a command at its Nth call, or has that call fail, so each moment of a write is met and not only those
that a timer happens to hit.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from techday.database import backup
from tests.conftest import LONGER, Result, Techday
from tests.database.stores import count, dump, is_whole

# Every call by which SQLite and techday change files.
CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "link", "unlink", "rename", "mkdir", "write")
MOST_MOMENTS = 6 if LONGER > 1 else 2


@cache
def strace_works() -> bool:
    """Tell whether this machine has strace, and lets it trace."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(["strace", "-o", os.devnull, "-e", "trace=write", "true"], capture_output=True, check=False)
    return tried.returncode == 0


needs_strace = pytest.mark.skipif(not strace_works(), reason="strace is missing or not allowed to trace here")


def traced(techday: Techday, injection: str, *command: str, log: Path | None = None) -> Result:
    """Run a command in a process of its own, in which a system call is tampered with ("" for none)."""
    inject = ["-e", f"inject={injection}"] if injection else []
    return run_traced(techday, ["-e", f"trace={','.join(CALLS)}", *inject], *command, log=log)


def run_traced(techday: Techday, options: list[str], *command: str, log: Path | None = None) -> Result:
    """Run a command in a process of its own, under strace with these options."""
    run = subprocess.run(
        ["strace", "-qq", "-o", str(log or os.devnull), *options, sys.executable, "-m", "techday", *command],
        env={**os.environ, **techday.environ, "TECHDAY_TRACEBACK": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Result(run.returncode, run.stdout, run.stderr)


def moments(techday: Techday, *command: str) -> list[tuple[str, int]]:
    """Give the moments at which to end `command`: each of its calls by its number, thinned out where there are many."""
    log = techday.home / "calls.txt"
    traced(techday, "", *command, log=log)
    lines = log.read_text(encoding="utf-8").splitlines()
    found: list[tuple[str, int]] = []
    for call in CALLS:
        times = sum(line.startswith(f"{call}(") for line in lines)
        step = max(1, times // MOST_MOMENTS)
        found.extend((call, number) for number in range(1, times + 1, step))
    assert found
    return found


class Copies:
    """The same techday again and again, each time as it was before the machine failed."""

    def __init__(self, techday: Techday) -> None:
        self.original = techday
        self.number = 0

    def fresh(self) -> Techday:
        """Give a copy of the techday in a home of its own."""
        self.number += 1
        home = self.original.home.parent / f"{self.original.home.name}-copy-{self.number}"
        shutil.copytree(self.original.home, home)
        return Techday(home)


@pytest.fixture
def copies(techday: Techday) -> Copies:
    """Give copies of a techday with one ticket and the day's backup."""
    techday("ticket add Mail is down")
    techday("ticket note L1 first")
    return Copies(techday)


@needs_strace
@pytest.mark.parametrize("command", [("ticket", "note", "L1", "second"), ("undo",)])
def test_a_write_that_is_killed_is_there_as_a_whole_or_not_at_all(copies: Copies, command: tuple[str, ...]) -> None:
    before = dump(copies.original.store)
    finished = copies.fresh()
    assert finished(*command).exit == 0
    after = dump(finished.store)
    outcomes = set()

    for call, number in moments(copies.fresh(), *command):
        techday = copies.fresh()
        result = traced(techday, f"{call}:signal=KILL:when={number}", *command)

        assert result.exit == -9, (call, number)
        assert is_whole(techday.store), (call, number)
        found = dump(techday.store)
        assert found in (before, after), (call, number)
        assert found == after or not result.stdout, (call, number)
        assert techday("ticket note L1 goes on").exit == 0
        outcomes.add(found == after)

    assert outcomes == {True, False}  # some moments before the COMMIT, some after it


@needs_strace
def test_a_first_run_that_is_killed_leaves_a_whole_store_or_none(techday: Techday) -> None:
    copies = Copies(techday)
    command = ("ticket", "add", "Mail is down")
    for call, number in moments(copies.fresh(), *command):
        techday = copies.fresh()
        traced(techday, f"{call}:signal=KILL:when={number}", *command)

        assert not techday.store.exists() or is_whole(techday.store), (call, number)
        assert techday(*command).exit == 0, (call, number)
        assert is_whole(techday.store)


@needs_strace
def test_the_days_backup_that_is_killed_is_there_as_a_whole_or_not_at_all(techday: Techday) -> None:
    techday("ticket add Mail is down")
    copies = Copies(techday)
    command = ("ticket", "note", "L1", "first")
    for call, number in moments(copies.fresh(), *command):
        techday = copies.fresh()
        traced(techday, f"{call}:signal=KILL:when={number}", *command)

        assert is_whole(techday.store), (call, number)
        for one in backup.existing(techday.store):
            assert backup.verify(one.path) == 1, (call, number)


@needs_strace
def test_a_restore_that_is_killed_leaves_the_former_store_or_the_restored_one(copies: Copies) -> None:
    name = copies.original.environ["TECHDAY_NOW"][:10]
    command = ("restore", name, "--yes")
    before = dump(copies.original.store)
    finished = copies.fresh()
    assert finished(*command).exit == 0
    after = dump(finished.store)
    outcomes = set()

    for call, number in moments(copies.fresh(), *command):
        techday = copies.fresh()
        traced(techday, f"{call}:signal=KILL:when={number}", *command)

        assert is_whole(techday.store), (call, number)
        found = dump(techday.store)
        assert found in (before, after), (call, number)
        assert techday("ticket note L1 goes on").exit == 0, (call, number)
        outcomes.add(found == after)

    assert outcomes == {True, False}


@needs_strace
@pytest.mark.parametrize("number", [1, 4, 16])
@pytest.mark.parametrize(
    "command", [("ticket", "note", "L1", "second"), ("backup",), ("restore", "2026-11-23", "--yes")]
)
def test_a_disk_that_fills_up_is_told_in_one_line_and_harms_nothing(
    copies: Copies, command: tuple[str, ...], number: int
) -> None:
    techday = copies.fresh()
    before = dump(techday.store)
    result = traced(techday, f"pwrite64:error=ENOSPC:when={number}+", *command)

    assert is_whole(techday.store)
    if result.exit == 0:  # the write was complete by then; what failed was tidying up
        assert result.stdout
        return
    assert result.exit == 4
    assert result.stdout == ""
    assert "is full; nothing was written" in result.stderr
    assert len(result.stderr.splitlines()) == 2
    assert dump(techday.store) == before
    assert techday("ticket note L1 goes on").exit == 0


@needs_strace
def test_a_first_run_on_a_full_disk_leaves_nothing_behind(techday: Techday) -> None:
    result = traced(techday, "pwrite64:error=ENOSPC:when=3+", "ticket", "add", "Mail is down")

    assert result.exit == 4
    assert "is full; nothing was written" in result.stderr
    assert list(techday.store.parent.iterdir()) == []


@needs_strace
@pytest.mark.parametrize(
    ("injection", "told"),
    [
        ("fdatasync:error=EIO:when=1+", "cannot be used: disk I/O error"),
        ("openat:error=EACCES", "cannot be opened or written"),
        ("openat:error=EROFS:when=1", "cannot be opened or written"),
        ("openat:error=EMFILE", "cannot be opened or written"),
    ],
)
def test_a_disk_that_fails_or_refuses_is_told_in_one_line(copies: Copies, injection: str, told: str) -> None:
    techday = copies.fresh()
    before = dump(techday.store)
    files = ["-P", str(techday.store), "-P", f"{techday.store}-wal"]
    options = [*files, "-e", "trace=openat,fdatasync", "-e", f"inject={injection}"]
    result = run_traced(techday, options, "ticket", "note", "L1", "second")

    assert result.exit == 4
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 2
    assert is_whole(techday.store)
    assert dump(techday.store) == before


def test_a_commit_that_fails_leaves_nothing_and_says_so(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store may not grow any more: SQLite finds out as late as it can."""
    from techday.database import connection

    techday("ticket add Mail is down")
    before = dump(techday.store)
    opened = connection.connection

    def without_room(target: str) -> connection.Connection:
        db = opened(target)
        db.execute("PRAGMA max_page_count = 1")  # SQLite takes it as: no page more than there are
        return db

    monkeypatch.setattr(connection, "connection", without_room)
    result = techday("ticket", "note", "L1", "long " * 15_000)

    assert result.exit == 4
    assert "is full; nothing was written" in result.stderr
    assert dump(techday.store) == before
    assert count(techday.store, "operation") == 1
