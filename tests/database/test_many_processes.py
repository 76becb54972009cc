"""Several techdays at once: what was acknowledged is there, and a first run never meets half a store."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from techday.database import backup
from tests.conftest import LONGER, MONDAY, Techday
from tests.database.stores import count, is_whole

WRITE_MANY = Path(__file__).with_name("write_many.py")


def environ(techday: Techday) -> dict[str, str]:
    return {**os.environ, **techday.environ}


def start(techday: Techday, *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *command],
        env=environ(techday),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def notes(store: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(store)) as db:
        return [row[0] for row in db.execute("SELECT text FROM ticket_event WHERE kind = 'note'")]


def test_eight_processes_writing_at_once_lose_no_write(techday: Techday) -> None:
    techday("ticket add Mail is down")
    each = 200 if LONGER > 1 else 40
    writers = [start(techday, str(WRITE_MANY), f"writer-{number}", str(each)) for number in range(8)]
    problems = [writer.communicate()[1] for writer in writers]

    assert problems == [""] * 8
    assert sorted(notes(techday.store)) == sorted(f"writer-{w} {n}" for w in range(8) for n in range(each))
    assert count(techday.store, "operation") == 1 + 8 * each
    assert is_whole(techday.store)


def test_simultaneous_first_runs_share_one_store(techday: Techday) -> None:
    many = 48 if LONGER > 1 else 20
    runs = [start(techday, "-m", "techday", "ticket", "add", f"Call {number}") for number in range(many)]
    results = [(*run.communicate(), run.returncode) for run in runs]

    assert [problem for _, problem, code in results if code] == []
    assert sorted(said.split()[1] for said, _, _ in results) == sorted(f"L{number}" for number in range(1, many + 1))
    assert count(techday.store, "ticket") == many
    leftovers = {path.name for path in techday.store.parent.iterdir()} - {"techday.db", "backups"}
    assert leftovers == set()


def test_writers_that_are_killed_leave_every_acknowledged_write_and_a_whole_store(techday: Techday) -> None:
    techday("ticket add Mail is down")
    chance = random.Random(2026)  # noqa: S311  # moments to end a process at, no secrets
    acknowledged: set[str] = set()
    for number in range(6):
        writer = start(techday, str(WRITE_MANY), f"writer-{number}", "100000")
        assert writer.stdout is not None
        acknowledged.add(f"writer-{number} {writer.stdout.readline().strip()}")
        time.sleep(chance.uniform(0, 0.08))
        writer.send_signal(signal.SIGKILL)
        acknowledged |= {f"writer-{number} {line}" for line in writer.communicate()[0].splitlines() if line.strip()}

        assert is_whole(techday.store)
        assert acknowledged <= set(notes(techday.store))
    assert len(acknowledged) > 6
    assert techday("ticket note L1 Goes on").exit == 0


def test_processes_that_all_want_the_days_backup_leave_one_whole_backup(techday: Techday) -> None:
    techday("ticket add Mail is down")
    runs = [start(techday, "-m", "techday", "ticket", "note", "L1", f"note {number}") for number in range(12)]
    assert [run.communicate()[1] for run in runs] == [""] * 12

    backups = backup.existing(techday.store)
    assert [one.name for one in backups] == [MONDAY[:10]]
    assert backup.verify(backups[0].path) >= 1
    assert [path.name for path in backups[0].path.parent.iterdir()] == [backups[0].path.name]


def test_restoring_while_others_write_and_restore_loses_nothing_that_was_acknowledged(techday: Techday) -> None:
    """A note is in the store, in one of those kept aside, or was refused: never gone."""
    techday("ticket add Mail is down")
    techday("backup")
    name = next(one.name for one in backup.existing(techday.store) if len(one.name) > len("2026-11-23"))
    writers = [start(techday, str(WRITE_MANY), f"writer-{number}", "100") for number in range(3)]
    restored = 0
    while any(writer.poll() is None for writer in writers):
        restores = [start(techday, "-m", "techday", "restore", name, "--yes") for _ in range(2)]
        problems = [restore.communicate()[1] for restore in restores]
        assert all("kept as" in problem or is_refusal(problem) for problem in problems), problems
        restored += sum(restore.returncode == 0 for restore in restores)
    acknowledged = set()
    for number, writer in enumerate(writers):
        said, problem = writer.communicate()
        acknowledged |= {f"writer-{number} {line}" for line in said.splitlines()}
        assert not problem or is_refusal(problem), problem
    stores = [techday.store, *(one.path for one in backup.existing(techday.store))]

    assert restored > 0
    assert acknowledged <= {note for store in stores for note in notes(store)}
    assert all(is_whole(store) for store in stores)


def is_refusal(problem: str) -> bool:
    """Tell whether a command was refused because of another one, in words that say so."""
    told = ("was replaced while this command waited", "in use by another program", "locked by another program")
    return any(words in problem for words in (*told, "has just taken that name"))
