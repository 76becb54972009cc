"""Doctor: every kind of trouble is found, told with its next step, and told from what is well."""

import contextlib
import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from techday.database import connection
from tests.conftest import Result, Techday, made_once
from tests.database.stores import dump, scrambled

NAMES = ["file", "tables", "references", "search", "cards", "handovers", "timer", "overlaps", "outbox", "backup"]


@made_once
def desk(techday: Techday) -> Techday:
    """A store with backups, a ticket and three hours on it, of which last week's two are on a submitted card."""
    techday.did(
        "client add Acme",
        "add Mail is down --client acme",
        "timecard log 8:00-9:00 --date 2026-11-16 --ticket L1 --note restarted",
        "timecard log 8:00-9:00 --date 2026-11-17 --ticket L1 --note restarted",
        "timecard submit 2026-W47 --accept-warnings",
        "timecard log 7:00-8:00 --ticket L1",
        "backup",
    )
    made_at(techday, "2026-11-23T07:00:00+00:00")
    return techday


def made_at(techday: Techday, at: str) -> None:
    """Make every backup look as if it had been made at an instant."""
    seconds = datetime.fromisoformat(at).timestamp()
    for path in (techday.store.parent / "backups").iterdir():
        os.utime(path, (seconds, seconds))


def found(result: Result) -> dict[str, Any]:
    """Give what a doctor under --json found other than well: by check, its state, text and command."""
    return {
        check["name"]: (check["state"], check["text"], check["command"])
        for check in reversed(result.json["checks"])
        if check["state"] != "ok"
    }


def past_the_guards(techday: Techday, *statements: str) -> None:
    """Change rows as somebody could who takes the triggers away first and puts them back."""
    with techday.raw() as db:
        guards = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)
        for _, sql in guards:
            db.execute(sql)


def test_a_sound_store_is_told_line_by_line(desk: Techday) -> None:
    assert desk.tell("doctor") == snapshot("""\

$ techday doctor
ok  file        every page is sound
ok  tables      tables, indexes and triggers are those of a store
ok  references  every row that points somewhere points to something
ok  search      search finds what stands in the store
ok  cards       1 time card is as it was submitted
ok  handovers   none was sent
ok  timer       no timer runs
ok  overlaps    no time is told twice
ok  outbox      what the PSA must learn is all there
ok  backup      the newest of 2 is 1h old
""")


def test_a_full_look_compares_the_indexes_too_and_nothing_is_changed_by_looking(desk: Techday) -> None:
    before = dump(desk.store), desk.store.read_bytes()
    result = desk("doctor --full --json")

    assert (result.exit, result.stderr, found(result)) == (0, "", {})
    assert [check["name"] for check in result.json["checks"]] == NAMES
    assert "every index fits its rows" in result.json["checks"][0]["text"]
    assert (dump(desk.store), desk.store.read_bytes()) == before


def test_where_there_is_no_store_it_says_so_and_makes_none(techday: Techday) -> None:
    result = techday("doctor", COLUMNS="400")

    assert (result.exit, result.stderr) == (0, "")
    assert result.stdout == f"ok  file  there is no store {techday.store} yet; the first write makes it\n"
    assert not techday.store.parent.exists()


def test_a_store_that_is_gone_while_its_backups_are_there_is_worth_a_word(desk: Techday) -> None:
    desk.store.unlink()
    for leftover in desk.store.parent.glob("techday.db-*"):
        leftover.unlink()

    assert found(desk("doctor --json"))["file"][::2] == ("warning", "techday restore")
    assert not desk.store.exists()


# What is done to the store, the check that finds it, its words, and the next step.
TAMPERED = {
    "a line's time": (
        ["UPDATE card_line SET billed_seconds = 9999 WHERE id = 1"],
        "2026-W47: its lines are not those that were submitted (the digest does not fit)",
    ),
    "a line taken away": (["DELETE FROM card_line WHERE id = 2"], "2026-W47: its lines are not those"),
    "the total of the card": (["UPDATE time_card SET worked_seconds = 72000"], "2026-W47: its lines are not those"),
    "an entry's end": (
        ["UPDATE time_entry SET ended_at = '2026-11-16T12:00:00Z' WHERE id = 1"],
        "2026-W47: entry 1 was changed after it was submitted",
    ),
    "an entry's note": (
        ["UPDATE time_entry SET note = 'reinstalled' WHERE id = 2"],
        "2026-W47: entry 2 was changed after it was submitted",
    ),
    "an entry put on the card": (
        ["UPDATE time_entry SET card_id = 1 WHERE id = 3"],
        "2026-W47: entry 3 was added after it was submitted",
    ),
    "an entry taken off the card": (
        ["UPDATE time_entry SET card_id = NULL WHERE id = 2"],
        "2026-W47: entry 2 is gone from it",
    ),
    "the card opened past recall": (
        ["UPDATE time_card SET state = 'open'"],
        "2026-W47: it is open, and still has lines",
    ),
}


@pytest.mark.parametrize(("statements", "text"), TAMPERED.values(), ids=TAMPERED)
def test_a_submitted_card_that_was_changed_by_hand_is_found(desk: Techday, statements: list[str], text: str) -> None:
    past_the_guards(desk, *statements)
    result = desk("doctor --json")

    assert result.exit == 1
    assert list(found(result)) == ["cards"]
    state, told, command = found(result)["cards"]
    assert (state, command) == ("wrong", "techday restore")
    assert told.startswith(text)


def test_of_many_that_are_wrong_the_same_way_the_first_few_are_told(desk: Techday) -> None:
    hours = [f"('2026-11-23T{hour:02}:00:00Z', '2026-11-23T23:00:00Z', 'remote')" for hour in range(9, 22)]
    with desk.raw() as db:
        db.execute(f"INSERT INTO time_entry (started_at, ended_at, work_type) VALUES {', '.join(hours)}")  # noqa: S608  # as above
    result = desk("doctor")

    assert result.exit == 1
    told = [line for line in result.stdout.splitlines() if "overlaps" in line]
    assert len(told) == 11
    assert told[0] == "wrong  overlaps    entry 5 begins before entry 4 ends, on 2026-11-23"
    assert told[-1] == "wrong  overlaps    and 2 more like these"
    assert "techday timecard review 2026-W48" in result.stdout


@pytest.mark.parametrize(
    ("entry", "exit_code"),
    [
        ("'2026-11-23T07:30:00Z', '2026-11-23T07:40:00Z', 0", 1),
        ("'2026-11-23T06:00:00Z', '2026-11-23T07:00:01Z', 0", 1),
        ("'2026-11-23T07:30:00Z', '2026-11-23T07:40:00Z', 1", 0),  # meant to run beside other work
        ("'2026-11-23T08:00:00Z', '2026-11-23T08:10:00Z', 0", 0),  # they meet
        ("'2026-11-23T07:30:00Z', '2026-11-23T07:30:00Z', 0", 0),  # no time at all
        ("'2026-11-23T07:05:00Z', NULL, 0", 1),  # runs on
        ("'2026-11-23T09:00:00Z', NULL, 0", 0),  # starts later than now: the clock was set back
    ],
)
def test_an_overlap_is_two_entries_that_hold_the_same_time(desk: Techday, entry: str, exit_code: int) -> None:
    with desk.raw() as db:
        db.execute(f"INSERT INTO time_entry (started_at, ended_at, concurrent, work_type) VALUES ({entry}, 'remote')")  # noqa: S608  # as above
    assert desk("doctor").exit == exit_code


def test_an_item_of_the_outbox_whose_time_is_gone_is_found(desk: Techday) -> None:
    with desk.raw() as db:
        db.execute("INSERT INTO outbox_item (kind, state, created_at, entry_id) VALUES ('time', 'owed', '', 77)")
    result = desk("doctor --json")

    assert result.exit == 1
    assert found(result)["outbox"][1] == "item 2 of the outbox is of a time entry that is no more"


def test_two_timers_at_once_are_found_even_where_the_index_that_forbids_them_is_gone(desk: Techday) -> None:
    with desk.raw() as db:
        (sql,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'time_entry_running'").fetchone()
        db.execute("INSERT INTO time_entry (started_at, work_type) VALUES ('2026-11-23T10:00:00Z', 'remote')")
        db.execute("DROP INDEX time_entry_running")
        db.execute("INSERT INTO time_entry (started_at, work_type) VALUES ('2026-11-23T11:00:00Z', 'remote')")
        # A unique index cannot be made over two such rows: its text alone is put back, as after damage.
        db.execute("CREATE INDEX time_entry_running ON time_entry ((1)) WHERE ended_at IS NULL")
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'time_entry_running'", (sql,))
    result = desk("doctor --json")

    assert result.exit == 1
    text = "2 timers run at once: entries 4, 5"
    assert found(result)["timer"] == ("wrong", text, "techday timecard edit 4 --end TIME")


def test_a_search_index_that_is_out_of_step_is_found_and_mended(desk: Techday) -> None:
    with desk.raw() as db:
        db.execute("UPDATE ticket SET title = 'Another title than the one that the index knows'")
    told = desk("doctor --json")
    assert told.exit == 1
    assert found(told)["search"] == (
        "wrong",
        "the search index is out of step with the store",
        "techday doctor --mend",
    )

    mended = desk("doctor --mend")
    assert mended.exit == 0
    assert "the search index was out of step, and was made anew" in mended.stdout
    assert desk("doctor --mend").stdout == desk("doctor").stdout
    assert "Another title" in desk("search 'another title'").stdout


def test_while_another_program_writes_all_but_the_search_index_is_looked_at(
    desk: Techday, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with desk.raw() as other:
        other.execute("BEGIN IMMEDIATE")
        result = desk("doctor --json")
        other.execute("ROLLBACK")

    assert result.exit == 0
    assert found(result) == {
        "search": (
            "warning",
            f"the index could not be looked at: The store {desk.store} is locked by another program",
            None,
        )
    }


def test_a_guard_that_was_taken_away_is_found_and_what_it_guarded_is_looked_at(desk: Techday) -> None:
    with desk.raw() as db:
        db.execute("DROP TRIGGER card_line_kept")
        db.execute("UPDATE card_line SET billed_seconds = 9999")
    result = desk("doctor --json")

    assert result.exit == 1
    text = "trigger card_line_kept is missing, changed or not techday's own"
    assert found(result)["tables"] == ("wrong", text, "techday restore")
    assert found(result)["cards"][0] == "wrong"


def test_a_table_that_is_no_store_s_is_found_and_nothing_else_is_asked(desk: Techday) -> None:
    with desk.raw() as db:
        db.execute("ALTER TABLE client ADD COLUMN colour TEXT")
    result = desk("doctor --json")

    assert result.exit == 4
    text = "table client is missing, changed or not techday's own"
    assert found(result)["tables"] == ("damaged", text, "techday restore")
    assert [check["name"] for check in result.json["checks"]] == ["file", "tables", "references", "backup"]


def test_a_row_that_points_to_nothing_is_found(desk: Techday) -> None:
    past_the_guards(desk, "DELETE FROM ticket")
    result = desk("doctor --json")

    assert result.exit == 4
    state, text, command = found(result)["references"]
    assert (state, command) == ("damaged", "techday restore")
    assert "3 of time_entry" in text
    assert [check["name"] for check in result.json["checks"]] == ["file", "tables", "references", "backup"]


def test_an_index_that_does_not_fit_its_rows_is_found_by_the_full_look(desk: Techday) -> None:
    with desk.raw() as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'card_id IS NULL', 'card_id IS NOT NULL')"
            " WHERE name = 'time_entry_open'"
        )
        db.execute("PRAGMA writable_schema = RESET")
    assert desk("doctor --full").exit == 4


def test_pages_that_hold_rubbish_are_told_and_no_bug(desk: Techday) -> None:
    with desk.raw() as db:
        for number in range(200):
            db.execute(
                "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind) VALUES (1, ?, '', 'note')", (number,)
            )
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ticket_event'").fetchone()[0]
    with contextlib.closing(sqlite3.connect(desk.store)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    whole = bytearray(desk.store.read_bytes())
    whole[(root - 1) * 4096 : root * 4096] = b"rubbish!" * 512
    desk.store.write_bytes(whole)
    result = desk("doctor --json")

    assert result.exit == 4
    state, text, command = found(result)["file"]
    assert (state, command) == ("damaged", "techday restore")
    assert text.startswith("SQLite says: ")


@pytest.mark.parametrize("breaking", [scrambled, lambda store: store.write_bytes(b"")], ids=["scrambled", "empty"])
def test_a_file_that_cannot_even_be_opened_is_the_store_s_error(
    desk: Techday, breaking: Callable[[Path], object]
) -> None:
    with contextlib.closing(sqlite3.connect(desk.store)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    breaking(desk.store)
    result = desk("doctor")

    assert result.exit == 4
    assert "techday restore" in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("made", "now", "state"),
    [
        ("2026-11-23T07:00:00+00:00", "2026-11-23T08:14:00Z", "ok"),
        ("2026-11-22T07:00:00+00:00", "2026-12-31T08:14:00Z", "ok"),  # nothing was written since
        ("2026-11-20T07:00:00+00:00", "2026-11-23T08:14:00Z", "warning"),
    ],
)
def test_a_backup_is_old_where_the_store_was_written_to_since(desk: Techday, made: str, now: str, state: str) -> None:
    made_at(desk, made)
    result = desk("doctor --json", now=now)

    assert result.exit == 0
    assert result.json["checks"][-1]["state"] == state


def test_a_store_without_any_backup_is_worth_a_word(techday: Techday) -> None:
    techday.did("client add Acme")
    assert found(techday("doctor --json")) == {"backup": ("warning", "there is no backup yet", "techday backup")}


def test_a_large_store_is_looked_at_with_a_word_on_stderr(desk: Techday, monkeypatch: pytest.MonkeyPatch) -> None:
    from techday.admin import doctor

    monkeypatch.setattr(doctor, "WORTH_A_WORD", 1)
    told = desk("doctor").stderr.splitlines()
    assert told[0].startswith("Looking at every page of the store (")
    assert told[1:] == ["Comparing the search index with the rows", "Comparing the time cards with what was submitted"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_nothing_is_cut_off_on_a_narrow_screen(desk: Techday, width: int) -> None:
    past_the_guards(desk, "UPDATE card_line SET billed_seconds = 9999 WHERE id = 1")
    told = desk("doctor", COLUMNS=str(width)).stdout

    assert max(len(line) for line in told.splitlines()) <= width
    assert "(the digest does not fit)" in " ".join(told.split())
    assert "…" not in told
