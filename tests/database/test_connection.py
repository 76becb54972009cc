"""Opening the store: made whole, for the user alone, and never replaced, whatever lies in its place."""

import contextlib
import os
import sqlite3
import stat
from pathlib import Path

import pytest

from techday.database import connection
from techday.database.connection import connect, create, explained, is_store_problem, open_for_writing
from tests.conftest import Techday
from tests.database.stores import (
    Break,
    cut_off,
    directory,
    foreign,
    half_made,
    is_whole,
    newer,
    overwritten,
    scrambled,
    zero_length,
)

READ = "log"
WRITE = "ticket add Mail down"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_reading_before_anything_was_written_makes_no_file(techday: Techday) -> None:
    result = techday(READ)

    assert (result.exit, result.stdout) == (0, "Nothing was written yet.\n")
    assert not techday.store.parent.exists()


def test_the_first_write_makes_the_store_for_the_user_alone(techday: Techday) -> None:
    techday(WRITE)

    assert mode(techday.store) == 0o600
    assert mode(techday.store.parent) == 0o700
    assert [path.name for path in techday.store.parent.iterdir()] == [techday.store.name]


def test_the_log_beside_the_store_is_for_the_user_alone_too(techday: Techday) -> None:
    techday(WRITE)
    with contextlib.closing(open_for_writing(techday.store)) as db:
        db.execute("CREATE TABLE held_open (id INTEGER PRIMARY KEY) STRICT")
        beside = [path for path in techday.store.parent.iterdir() if path != techday.store]

        assert {path.name: mode(path) for path in beside} == {"techday.db-wal": 0o600, "techday.db-shm": 0o600}


def test_a_directory_that_exists_keeps_its_rights(techday: Techday) -> None:
    techday.store.parent.mkdir(mode=0o755)
    techday.store.parent.chmod(0o755)
    techday(WRITE)

    assert mode(techday.store.parent) == 0o755


@pytest.mark.parametrize(
    ("broken", "told", "next_step"),
    [
        (zero_length, "is empty, not a store", "Move techday.db away"),
        (overwritten, "is damaged: file is not a database", "Move techday.db away"),
        (newer, "was written by a newer techday (store version 2, this one knows 1)", "Update techday"),
        (foreign, "is not a techday store", "--store"),
        (half_made, "is only half a store", "Move techday.db away"),
        (directory, "is a directory, not a store", "--store"),
    ],
)
@pytest.mark.parametrize("command", [READ, WRITE])
def test_what_is_no_usable_store_is_told_in_one_line_and_left_alone(
    techday: Techday, broken: Break, told: str, next_step: str, command: str
) -> None:
    techday(WRITE)
    broken(techday.store)
    before = techday.store.read_bytes() if techday.store.is_file() else None

    result = techday(command)

    assert (result.exit, result.stdout) == (4, "")
    told_lines = [line for line in result.stderr.splitlines() if not line.startswith("warning: no backup was made")]
    assert len(told_lines) == 2
    assert told in told_lines[0]
    assert next_step in told_lines[1]
    assert (techday.store.read_bytes() if techday.store.is_file() else None) == before


@pytest.mark.parametrize("broken", [cut_off, scrambled])
def test_damaged_pages_are_told_as_damage_and_not_as_a_bug(techday: Techday, broken: Break) -> None:
    for number in range(30):
        techday(f"ticket add Mail down on floor {number}")
    broken(techday.store)

    result = techday("ticket list --all")

    assert result.exit == 4
    assert f"The store {techday.store} is damaged" in result.stderr


def test_a_damaged_store_names_the_way_back_where_there_are_backups(techday: Techday) -> None:
    techday(WRITE)
    techday("backup")
    zero_length(techday.store)

    assert "techday restore NAME" in techday(READ).stderr


def test_a_pipe_or_a_device_is_no_store(techday: Techday) -> None:
    techday.store.parent.mkdir()
    os.mkfifo(techday.store)

    assert "is a device or a pipe" in techday(READ).stderr  # and does not wait for the other end


def test_a_link_that_leads_nowhere_is_not_followed_to_a_new_store(techday: Techday) -> None:
    techday.store.parent.mkdir()
    techday.store.symlink_to(techday.home / "unplugged" / "techday.db")

    result = techday(WRITE)

    assert result.exit == 4
    assert "No such file or directory" in result.stderr


def test_a_linked_store_works_like_any_other(techday: Techday) -> None:
    techday(WRITE)
    elsewhere = techday.home / "synchronised.db"
    techday.store.rename(elsewhere)
    techday.store.symlink_to(elsewhere)

    assert techday("ticket note L1 Rebooted the server").exit == 0
    assert techday.store.is_symlink()


def test_a_log_without_its_store_is_not_written_into_a_new_one(techday: Techday) -> None:
    """A process was killed, so its log remained; then the store alone was moved away."""
    techday(WRITE)
    stray = Path(f"{techday.store}-wal")
    with contextlib.closing(open_for_writing(techday.store)) as db:
        db.execute("UPDATE ticket SET title = 'only in the log'")
        log = stray.read_bytes()
    techday.store.unlink()
    stray.write_bytes(log)

    result = techday("ticket add Another")

    assert result.exit == 4
    assert "is missing, but techday.db-wal beside it holds writes of it" in result.stderr
    assert not techday.store.exists()
    assert stray.read_bytes() == log


def test_a_locked_store_is_told_and_nothing_is_written(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    techday(WRITE)
    with contextlib.closing(sqlite3.connect(techday.store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = techday("ticket note L1 Rebooted the server")

    assert result.exit == 4
    assert f"The store {techday.store} is locked by another program" in result.stderr
    assert "Try again" in result.stderr
    assert techday(READ).stdout.count("\n") == 1


def test_reading_goes_on_while_somebody_writes(techday: Techday) -> None:
    techday(WRITE)
    with contextlib.closing(sqlite3.connect(techday.store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE ticket SET title = 'half written'")

        assert "Mail down" in techday("ticket list").stdout


def test_a_store_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    store = tmp_path / "techday.db"
    create(store)
    reader = contextlib.closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True))
    with reader as db, pytest.raises(sqlite3.OperationalError) as refused:
        db.execute("DELETE FROM ticket")

    problem = explained(refused.value, store)
    assert is_store_problem(refused.value)
    assert problem.message == f"The store {store} cannot be opened or written: attempt to write a readonly database"
    assert problem.hint == "Check the rights of the file and its folder"


def test_a_mistake_in_a_statement_is_no_trouble_of_the_store(tmp_path: Path) -> None:
    store = tmp_path / "techday.db"
    create(store)
    with contextlib.closing(connect(store)) as db, pytest.raises(sqlite3.OperationalError) as mistake:
        db.execute("SELECT titel FROM ticket")

    assert not is_store_problem(mistake.value)


def test_the_second_of_two_first_runs_finds_the_first_ones_store(tmp_path: Path) -> None:
    store = tmp_path / "techday.db"
    create(store)
    with contextlib.closing(connect(store)) as db:
        db.execute("INSERT INTO operation (at, verb, kind) VALUES ('2026-11-23T08:00:00Z', 'note', 'write')")
    create(store)  # as by a process that had looked before the store was there

    with contextlib.closing(connect(store)) as db:
        assert db.execute("SELECT count(*) FROM operation").fetchone() == (1,)
    assert [path.name for path in tmp_path.iterdir()] == ["techday.db"]


def test_a_store_appears_on_a_disk_without_hard_links_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_names: Path) -> None:
        raise OSError(1, "Operation not permitted")  # as exFAT says

    monkeypatch.setattr(os, "link", refuse)
    store = tmp_path / "techday.db"
    create(store)
    create(store)

    assert is_whole(store)
    assert [path.name for path in tmp_path.iterdir()] == ["techday.db"]


def test_a_backup_that_was_copied_into_place_gets_its_log_back(techday: Techday) -> None:
    techday(WRITE)
    with contextlib.closing(sqlite3.connect(techday.store)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    techday("ticket note L1 Rebooted the server")

    with contextlib.closing(sqlite3.connect(techday.store)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_every_commit_reaches_the_disk(techday: Techday) -> None:
    """With a write-ahead log, anything below FULL may lose the last commits in a power cut."""
    techday(WRITE)
    with contextlib.closing(connect(techday.store)) as db:
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_text_that_is_no_utf8_is_damage_and_not_a_bug(techday: Techday) -> None:
    techday.did("add Mail is down")
    with techday.raw() as db:
        db.execute("UPDATE operation SET summary = CAST(x'ff' AS TEXT)")
    result = techday("log")
    assert (result.exit, result.stdout) == (4, "")
    assert "is damaged: Could not decode to UTF-8" in result.stderr
