"""Backups: one a day by itself, fourteen kept, each verified; and a restore that never loses the store it replaces."""

import contextlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from techday.database import backup, connection
from techday.database.connection import create, open_for_writing
from techday.database.operation import transaction
from techday.errors import NotFound, StoreProblem
from tests.conftest import Techday
from tests.database.stores import (
    Break,
    count,
    cut_off,
    directory,
    dump,
    foreign,
    half_made,
    is_whole,
    newer,
    overwritten,
    scrambled,
    zero_length,
)

AT = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)


@pytest.fixture
def store(techday: Techday) -> Path:
    """Give a store with one ticket, two notes and the day's backup, which was made before the first note."""
    techday("ticket add Mail is down")
    techday("ticket note L1 first")
    techday("ticket note L1 second")
    return techday.store


def names(store: Path) -> set[str]:
    return {one.name for one in backup.existing(store)}


def no_triggers(store: Path) -> None:
    """Somebody rebuilt a table by hand, so its triggers are gone: nothing would be journaled."""
    with contextlib.closing(sqlite3.connect(store)) as db:
        db.execute("DROP TRIGGER ticket_updated")


def dangling(store: Path) -> None:
    """A row points to a client that is not there."""
    with contextlib.closing(sqlite3.connect(store, isolation_level=None)) as db:
        db.execute("UPDATE ticket SET client_id = 99")


def test_the_days_first_write_makes_a_backup_of_what_was_before_it(store: Path) -> None:
    made = backup.backup_directory(store) / "techday-2026-11-23.db"

    assert backup.verify(made) == 1
    assert count(made, "ticket_event") == 1
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700


def test_a_backup_needs_no_log_beside_it(store: Path) -> None:
    made = backup.backup_directory(store) / "techday-2026-11-23.db"
    with contextlib.closing(sqlite3.connect(made)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_fourteen_days_are_kept_and_what_was_made_by_hand_for_ever(store: Path) -> None:
    backup.make_by_hand(store, AT)
    for number in range(1, 21):
        assert backup.daily(store, date(2026, 11, 23) + timedelta(days=number)) is not None
        assert backup.daily(store, date(2026, 11, 23) + timedelta(days=number)) is None

    expected = {(date(2026, 12, 13) - timedelta(days=number)).isoformat() for number in range(14)}
    assert names(store) == {*expected, "2026-11-23-081400"}


def test_a_backup_that_fails_throws_no_older_one_away(store: Path) -> None:
    for number in range(1, 14):
        backup.daily(store, date(2026, 11, 23) + timedelta(days=number))
    before = names(store)
    scrambled(store)

    with pytest.raises(StoreProblem):
        backup.daily(store, date(2027, 1, 1))
    assert names(store) == before


@pytest.mark.parametrize("broken", [no_triggers, dangling])
def test_a_copy_of_a_store_that_is_not_sound_is_no_backup(store: Path, broken: Break) -> None:
    """It opens and reads like any other, so only the check of the copy finds out."""
    broken(store)
    before = names(store)

    with pytest.raises(StoreProblem, match=r"techday\.db is damaged"):
        backup.daily(store, date(2026, 11, 24))
    assert names(store) == before


def test_a_write_goes_through_where_no_backup_can_be_made(techday: Techday) -> None:
    techday("ticket add Mail is down")
    backup.backup_directory(techday.store).write_text("a file where the directory should be")

    result = techday("ticket note L1 Rebooted")

    assert (result.exit, result.stdout) == (0, "Noted on L1\n")
    assert result.stderr.startswith("warning: no backup was made: ")


def test_stores_that_share_a_directory_do_not_mix_their_backups(tmp_path: Path) -> None:
    for stem in ("techday", "techday-work", "techday[1]"):
        create(tmp_path / f"{stem}.db")
        backup.daily(tmp_path / f"{stem}.db", date(2026, 11, 23))

    for stem in ("techday", "techday-work", "techday[1]"):
        found = backup.existing(tmp_path / f"{stem}.db")
        assert [one.path.name for one in found] == [f"{stem}-2026-11-23.db"]


def test_two_backups_of_one_second_are_two(store: Path) -> None:
    made = [backup.make_by_hand(store, AT).name for _ in range(3)]

    assert made == ["2026-11-23-081400", "2026-11-23-081400-2", "2026-11-23-081400-3"]


def test_a_backup_is_taken_whole_while_somebody_writes(store: Path) -> None:
    with contextlib.closing(open_for_writing(store)) as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE ticket SET title = 'half written'")
        made = backup.make_by_hand(store, AT)

    assert dump(made.path)["ticket"][0][6] == "Mail is down"


def test_what_a_killed_process_left_half_built_is_cleared_after_a_day(store: Path) -> None:
    old, new = store.with_name(".techday.db.1-aa.new"), store.with_name(".techday.db.2-bb.new")
    for path in (old, new):
        path.write_bytes(b"half")
    yesterday = datetime.now(UTC).timestamp() - 2 * backup.ABANDONED_SECONDS
    os.utime(old, (yesterday, yesterday))
    backup.daily(store, date(2026, 11, 24))

    assert not old.exists()
    assert new.exists()


def test_there_is_nothing_to_back_up_before_the_first_write(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no store"):
        backup.make_by_hand(tmp_path / "techday.db", AT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (zero_length, "is empty, not a store"),
        (overwritten, "is damaged: file is not a database"),
        (cut_off, "is damaged: "),
        (scrambled, "is damaged: "),
        (newer, "was written by a newer techday"),
        (foreign, "is not a techday store"),
        (half_made, "is only half a store"),
        (no_triggers, "is damaged: its tables or triggers are not those of a store"),
        (dangling, "is damaged: a row of ticket points to nothing"),
    ],
)
def test_a_backup_that_cannot_be_relied_on_is_refused_and_the_store_stays(
    techday: Techday, store: Path, broken: Break, told: str
) -> None:
    made = backup.make_by_hand(store, AT)
    before = store.read_bytes()
    broken(made.path)

    result = techday("restore", made.name, "--yes")

    assert (result.exit, result.stdout) == (4, "")
    message, hint = result.stderr.splitlines()
    assert f"{made.path} {told}" in message
    assert "pip install" in hint if broken is newer else hint == "  techday restore lists the backups"
    assert store.read_bytes() == before
    assert [path.name for path in store.parent.iterdir() if path.name.startswith(".")] == []


def test_a_restore_checks_its_own_copy_once_more(store: Path) -> None:
    made = backup.make_by_hand(store, AT)
    no_triggers(made.path)
    before = store.read_bytes()

    with pytest.raises(StoreProblem, match="its tables or triggers are not those of a store"):
        backup.restore(store, made.path, AT)
    assert store.read_bytes() == before


@pytest.mark.parametrize("broken", [zero_length, overwritten, cut_off, scrambled, half_made, newer])
def test_a_store_broken_in_any_way_is_replaced_and_kept(techday: Techday, store: Path, broken: Break) -> None:
    made = backup.make_by_hand(store, AT)
    whole = dump(store)
    broken(store)
    left = store.read_bytes()

    result = techday("restore", made.name, "--yes")

    assert result.exit == 0
    assert dump(store) == whole
    assert is_whole(store)
    label = "replaced" if broken in (half_made, newer) else "damaged"
    kept = backup.backup_directory(store) / f"techday-{label}-2026-11-23-081400.db"
    assert kept.read_bytes()[:16] == left[:16]
    assert kept.stat().st_size == len(left)
    assert f"The former store is kept as {kept}" in result.stderr
    assert techday("ticket note L1 goes on").exit == 0


def test_a_store_that_is_gone_comes_back(techday: Techday, store: Path) -> None:
    made = backup.make_by_hand(store, AT)
    whole = dump(store)
    store.unlink()

    result = techday("restore", made.name, "--yes")

    assert (result.exit, result.stderr) == (0, "")
    assert dump(store) == whole


@pytest.mark.parametrize(("broken", "told"), [(foreign, "is not a techday store"), (directory, "is a directory")])
def test_what_is_no_store_at_all_is_not_replaced_by_one(
    techday: Techday, store: Path, broken: Break, told: str
) -> None:
    made = backup.make_by_hand(store, AT)
    broken(store)
    before = store.read_bytes() if store.is_file() else None

    result = techday("restore", made.name, "--yes")

    assert result.exit == 4
    assert told in result.stderr
    assert (store.read_bytes() if store.is_file() else None) == before
    assert not any(name.startswith(("replaced", "damaged")) for name in names(store))


def test_a_restore_can_itself_be_taken_back(techday: Techday, store: Path) -> None:
    before = dump(store)
    techday("restore 2026-11-23 --yes")
    assert count(store, "ticket_event") == 1
    techday("restore replaced-2026-11-23-081400 --yes")

    assert dump(store) == before


def test_a_log_that_a_crash_left_is_kept_with_the_damaged_store_and_not_written_into_the_next(
    techday: Techday, store: Path
) -> None:
    made = backup.make_by_hand(store, AT)
    whole = dump(store)
    with contextlib.closing(open_for_writing(store)) as db:
        db.execute("UPDATE ticket SET title = 'only in the log'")
        log = Path(f"{store}-wal").read_bytes()
    overwritten(store)
    Path(f"{store}-wal").write_bytes(log)

    techday("restore", made.name, "--yes")

    assert dump(store) == whole
    kept = backup.backup_directory(store) / "techday-damaged-2026-11-23-081400.db-wal"
    assert kept.read_bytes() == log


def test_what_was_committed_to_the_log_is_in_the_store_that_is_kept(techday: Techday, store: Path) -> None:
    crashed = techday.home / "crashed.db"
    with contextlib.closing(open_for_writing(store)) as db:
        db.execute("UPDATE ticket SET title = 'only in the log'")
        for ending in ("", "-wal"):
            shutil.copyfile(f"{store}{ending}", f"{crashed}{ending}")
    for ending in ("", "-wal"):
        Path(f"{crashed}{ending}").replace(f"{store}{ending}")

    techday("restore 2026-11-23 --yes")

    kept = backup.backup_directory(store) / "techday-replaced-2026-11-23-081400.db"
    assert dump(kept)["ticket"][0][6] == "only in the log"


def test_a_store_in_use_is_not_replaced(techday: Techday, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    before = dump(store)
    with contextlib.closing(open_for_writing(store)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = techday("restore 2026-11-23 --yes")

    assert result.exit == 4
    assert "is in use by another program" in result.stderr
    assert dump(store) == before


def test_a_write_that_waited_while_the_store_was_replaced_is_refused_and_not_lost_in_the_old_file(
    techday: Techday, store: Path
) -> None:
    """The other command opened the file before the restore, but had not looked into it when the lock was taken."""
    opened = contextlib.closing(sqlite3.connect(store, isolation_level=None, factory=connection.Connection))
    with opened as db:
        db.path, db.opened = store, connection.identity(store)
        assert techday("restore 2026-11-23 --yes").exit == 0

        with pytest.raises(StoreProblem, match="was replaced while this command waited") as refused, transaction(db):
            db.execute("DELETE FROM ticket")

    assert refused.value.hint == "Type the command again"
    assert count(store, "ticket") == 1


def test_nobody_gets_at_the_store_between_its_copy_and_its_replacement(techday: Techday, store: Path) -> None:
    """Closing a file gives up all locks that the process has on it, so the copy must not open it anew."""
    write = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    with backup.held(store) as former:
        assert backup.keep_aside(store, techday.home / "kept.db", former)
        other = subprocess.run([sys.executable, "-c", write, store], capture_output=True, text=True, check=False)

    assert "database is locked" in other.stderr
    assert techday("ticket note L1 goes on").exit == 0


def test_a_restore_does_not_replace_a_store_that_another_restore_has_just_put_there(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It opened a file that has lost the store's name by the time the lock is free."""
    before = dump(store)
    monkeypatch.setattr(backup, "identity", lambda _path: (0, 0))

    with pytest.raises(StoreProblem, match="was replaced while this command waited"):
        backup.restore(store, backup.existing(store)[0].path, AT)
    assert names(store) == {"2026-11-23"}
    assert dump(store) == before


def test_a_copy_of_a_store_that_stays_locked_is_given_up(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "BUSY_SECONDS", 0.05)
    with contextlib.closing(open_for_writing(store)) as db:
        db.execute("BEGIN IMMEDIATE")  # of its own open transaction SQLite takes no backup
        with pytest.raises(StoreProblem, match="is locked by another program"):
            backup.copy_pages(db, store.with_name("copy.db"))


def test_a_linked_store_stays_a_link_when_it_is_restored(techday: Techday, store: Path) -> None:
    elsewhere = techday.home / "synchronised.db"
    store.rename(elsewhere)
    store.symlink_to(elsewhere)

    assert techday("restore 2026-11-23 --yes").exit == 0
    assert store.is_symlink()
    assert count(elsewhere, "ticket_event") == 1


def test_a_restore_works_on_a_disk_without_hard_links(
    techday: Techday, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_names: Path) -> None:
        raise OSError(1, "Operation not permitted")  # as exFAT says

    monkeypatch.setattr(os, "link", refuse)
    overwritten(store)

    assert techday("restore 2026-11-23 --yes").exit == 0
    assert is_whole(store)
    assert "damaged-2026-11-23-081400" in names(store)


def test_a_failed_restore_leaves_the_store_as_it_was(
    techday: Techday, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_names: Path) -> None:
        raise PermissionError(13, "Permission denied")  # as Windows says while somebody has the file open

    before = dump(store)
    monkeypatch.setattr(os, "replace", refuse)
    result = techday("restore 2026-11-23 --yes")

    assert result.exit == 4
    assert "cannot be opened or written: Permission denied" in result.stderr
    assert dump(store) == before
    with contextlib.closing(sqlite3.connect(store)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_restored_store_is_for_the_user_alone(techday: Techday, store: Path) -> None:
    made = backup.make_by_hand(store, AT)
    made.path.chmod(0o644)
    techday("restore", made.name, "--yes")

    assert stat.S_IMODE(store.stat().st_mode) == 0o600


def test_a_file_from_elsewhere_can_be_restored_by_its_path(techday: Techday, store: Path) -> None:
    stick = techday.home / "stick" / "my backup.db"
    stick.parent.mkdir()
    shutil.copyfile(backup.backup_directory(store) / "techday-2026-11-23.db", stick)

    assert techday("restore", str(stick), "--yes").exit == 0
    assert count(store, "ticket_event") == 1
    assert stick.exists()
