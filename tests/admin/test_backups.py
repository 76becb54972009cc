"""Backup and restore, as a person meets them; the kinds of broken stores are in tests/database/test_backup.py."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once
from tests.database.stores import count


@made_once
def busy(techday: Techday) -> Techday:
    """Give a techday with one ticket and the day's backup, made before the note."""
    techday("ticket add Mail is down")
    techday("ticket note L1 Rebooted")
    return techday


def test_a_backup_by_hand_names_its_file_and_what_is_in_it(busy: Techday) -> None:
    result = busy("backup")
    path = busy.store.parent / "backups" / "techday-2026-11-23-081400.db"

    assert result.stdout == f"{path}\n"
    assert re.sub(r"\d+ kB", "SIZE", result.stderr) == snapshot("SIZE, 2 operations, verified\n")
    assert count(path, "operation") == 2


def test_a_backup_is_named_in_the_technicians_own_time(busy: Techday) -> None:
    busy.configure('technician.zone = "America/New_York"\n')

    assert busy("backup").stdout.endswith("techday-2026-11-23-031400.db\n")


def test_a_backup_for_scripts(busy: Techday) -> None:
    made = json.loads(busy("backup --json").stdout)

    assert list(made) == ["schema", "name", "path", "size", "made_at", "operations"]
    assert (made["schema"], made["name"], made["operations"]) == ("techday.backup/1", "2026-11-23-081400", 2)
    assert Path(made["path"]).stat().st_size == made["size"]


def test_there_is_nothing_to_back_up_where_the_path_is_wrong(techday: Techday) -> None:
    """A scheduled backup of a mistyped path must not look like one that worked."""
    result = techday("backup")

    assert result.exit == 3
    assert f"There is no store {techday.store} to back up" in result.stderr
    assert not techday.store.parent.exists()


def test_restore_lists_the_backups_and_what_is_in_them(busy: Techday) -> None:
    busy("backup")
    busy("ticket note L1 again")
    damaged = busy("backup", now="2026-11-23T09:00:00Z").stdout.strip()
    Path(damaged).write_bytes(b"no backup any more")
    newer = busy("backup", now="2026-11-23T10:00:00Z").stdout.strip()
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()

    rows = sorted(line.split()[0] + " " + line.split()[-1] for line in busy("restore").stdout.splitlines()[1:-1])
    assert rows == snapshot(
        ["2026-11-23 1", "2026-11-23-081400 2", "2026-11-23-090000 damaged", "2026-11-23-100000 newer"]
    )
    listed = json.loads(busy("restore --json").stdout)
    assert {one["name"]: (one["operations"], one["trouble"]) for one in listed["backups"]} == snapshot(
        {
            "2026-11-23-100000": (None, "newer"),
            "2026-11-23-090000": (None, "damaged"),
            "2026-11-23-081400": (2, None),
            "2026-11-23": (1, None),
        }
    )


def test_restore_says_how_to_get_a_backup_where_there_is_none(techday: Techday) -> None:
    assert techday("restore").stdout == snapshot("No backups yet.\n  techday backup\n")


def test_a_restore_asks_first(busy: Techday) -> None:
    kept = busy("restore 2026-11-23", typed="n\n")
    assert (kept.exit, kept.stdout) == (0, "Nothing was changed\n")
    assert kept.stderr == snapshot(
        "Put techday-2026-11-23.db (1 operation) in the place of the present store? (y/n) [n]: "
    )
    assert count(busy.store, "operation") == 2

    done = busy("restore 2026-11-23", typed="y\n")
    assert (done.exit, done.stdout) == (0, "Restored techday-2026-11-23.db: 1 operation\n")
    assert "The former store is kept as" in done.stderr
    assert count(busy.store, "operation") == 1


def test_a_restore_that_nobody_can_be_asked_about_needs_yes(busy: Techday) -> None:
    result = busy("restore 2026-11-23")

    assert result.exit == 2
    assert result.stderr == snapshot("""\
techday: restore replaces the present store, and nobody can be asked
  techday restore 2026-11-23 --yes
""")
    assert count(busy.store, "operation") == 2


def test_leaving_at_the_question_changes_nothing(busy: Techday) -> None:
    result = busy("restore 2026-11-23", typed="")

    assert result.exit == 130
    assert count(busy.store, "operation") == 2


def test_a_restore_for_scripts_says_where_the_former_store_is(busy: Techday) -> None:
    told = json.loads(busy("restore 2026-11-23 --yes --json").stdout)

    assert told["summary"] == "Restored techday-2026-11-23.db: 1 operation"
    assert count(Path(told["former"]), "operation") == 2


@pytest.mark.parametrize("name", ["2026-11-23", "techday-2026-11-23", "techday-2026-11-23.db"])
def test_a_backup_goes_by_its_name_or_its_files_name(busy: Techday, name: str) -> None:
    assert busy("restore", name, "--yes").exit == 0


@pytest.mark.parametrize("name", ["2026-11-32", "yesterday", "../techday.db", "", "\x1b[2J", "a" * 500])
def test_a_name_that_no_backup_has_is_not_found(busy: Techday, name: str) -> None:
    result = busy("restore", name, "--yes")

    assert (result.exit, result.stdout) == (3, "")
    assert "No backup" in result.stderr
    assert "\x1b" not in result.stderr
    assert count(busy.store, "operation") == 2


def test_a_near_miss_names_the_backup_that_was_meant(busy: Techday) -> None:
    assert "Did you mean 2026-11-23?" in busy("restore 2026-11-22 --yes").stderr


def test_backups_are_completed_at_the_shell(busy: Techday) -> None:
    asked = {"_TECHDAY_COMPLETE": "complete_bash", "COMP_WORDS": "techday restore 2026", "COMP_CWORD": "2"}
    completed = subprocess.run(
        [sys.executable, "-m", "techday"],
        env={**os.environ, **busy.environ, **asked},
        capture_output=True,
        text=True,
        check=True,
    )

    assert completed.stdout.split() == ["2026-11-23"]
