"""Undo and redo at the level of rows: what is taken back, what is refused, and what the refusal says."""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from techday.database import journal
from techday.database.connection import create, open_for_writing
from techday.database.operation import operation
from techday.errors import NotFound, Refused

NOW = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)
CLIENT = "INSERT INTO client (code, name, name_key, created_at) VALUES (:code, :code, lower(:code), '2026-11-23')"


class Desk:
    """Writes to a store of its own, each as one operation."""

    now = NOW

    def __init__(self, store: Path) -> None:
        create(store)
        self.db = open_for_writing(store)

    def writable(self) -> sqlite3.Connection:
        return self.db

    def see_to_timer(self) -> None:
        """No timer runs at this desk."""

    def write(self, summary: str, *statements: str) -> int:
        """Run statements as one operation and give its number."""
        with operation(self, "test") as write:
            for statement in statements:
                write.db.execute(statement)
            write.summary = summary
        return write.number

    def undo(self, number: int | None = None) -> int:
        """Take back the newest operation, or the one of that number, and give the number of the undo."""
        with operation(self, "undo", kind="undo") as write:
            target = (
                journal.newest_undoable(write.db) if number is None else journal.operation_numbered(write.db, number)
            )
            journal.reverse(write.db, target, write.number)
        return write.number

    def redo(self) -> int:
        """Reverse the newest undo and give the number of the redo."""
        with operation(self, "redo", kind="redo") as write:
            journal.reverse(write.db, journal.newest_redoable(write.db), write.number)
        return write.number

    def clients(self) -> list[tuple[int, str]]:
        """Give the clients there are, as number and code."""
        return self.db.execute("SELECT id, code FROM client ORDER BY id").fetchall()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk with an empty store."""
    desk = Desk(tmp_path / "techday.db")
    with contextlib.closing(desk.db):
        yield desk


def add(code: str) -> str:
    return CLIENT.replace(":code", f"'{code}'")


def rename(number: int, code: str) -> str:
    return f"UPDATE client SET code = '{code}', name_key = lower('{code}') WHERE id = {number}"  # noqa: S608  # our own words


def ticket(client: int) -> str:
    return (
        "INSERT INTO ticket (reference, client_id, title, state, opened_at, first_seen_at)"  # noqa: S608  # our own words
        f" VALUES ('L1', {client}, 'Mail is down', 'new', '2026-11-23T08:00:00Z', '2026-11-23T08:00:00Z')"
    )


def test_undo_and_redo_walk_back_and_forth(desk: Desk) -> None:
    desk.write("Added A", add("A"))
    desk.write("Renamed A", rename(1, "B"))
    desk.undo()
    assert desk.clients() == [(1, "A")]
    desk.undo()
    assert desk.clients() == []
    desk.redo()
    assert desk.clients() == [(1, "A")]
    desk.redo()
    assert desk.clients() == [(1, "B")]
    with pytest.raises(Refused, match="nothing to redo"):
        desk.redo()


def test_undo_after_redo_takes_the_same_write_back_again(desk: Desk) -> None:
    desk.write("Added A", add("A"))
    for _ in range(3):
        desk.undo()
        assert desk.clients() == []
        desk.redo()
        assert desk.clients() == [(1, "A")]


def test_there_is_nothing_to_undo_in_an_empty_store(desk: Desk) -> None:
    with pytest.raises(Refused, match="nothing to undo") as refused:
        desk.undo()
    assert refused.value.hint == "techday log shows what was written"


def test_an_older_write_is_undone_where_nothing_stands_on_it(desk: Desk) -> None:
    first = desk.write("Added A", add("A"))
    desk.write("Added B", add("B"))
    desk.undo(first)

    assert desk.clients() == [(2, "B")]


def test_what_was_changed_since_is_not_undone_and_the_later_write_is_named(desk: Desk) -> None:
    first = desk.write("Added A", add("A"))
    later = desk.write("Renamed A to B", rename(1, "B"))

    with pytest.raises(Refused) as refused:
        desk.undo(first)

    assert refused.value.message == "Cannot take back operation 1 (Added A): changed since by 2 (Renamed A to B)"
    assert refused.value.hint == f"techday undo {later} first"
    assert desk.clients() == [(1, "B")]


def test_a_later_change_that_was_itself_undone_is_in_nobodys_way(desk: Desk) -> None:
    first = desk.write("Added A", add("A"))
    desk.write("Renamed A to B", rename(1, "B"))
    desk.undo()
    desk.undo(first)

    assert desk.clients() == []


def test_what_a_later_row_points_to_is_not_taken_from_under_it(desk: Desk) -> None:
    """The ticket's operation never touched the client's row; it only needs it."""
    first = desk.write("Added A", add("A"))
    later = desk.write("Added L1", ticket(1))

    with pytest.raises(Refused) as refused:
        desk.undo(first)

    assert refused.value.message == "Cannot take back operation 1 (Added A): changed since by 2 (Added L1)"
    assert refused.value.hint == f"techday undo {later} first"
    assert desk.clients() == [(1, "A")]


def test_a_place_that_something_newer_took_is_not_taken_back(desk: Desk) -> None:
    desk.write("Added A", add("A"))
    renamed = desk.write("Renamed A to B", rename(1, "B"))
    desk.write("Added another A", add("A"))

    with pytest.raises(Refused, match=r"Renamed A to B\): something newer took its place"):
        desk.undo(renamed)
    assert desk.clients() == [(1, "B"), (2, "A")]


def test_a_row_number_that_was_given_again_is_not_overwritten_by_a_redo(desk: Desk) -> None:
    desk.write("Added A", add("A"))
    desk.undo()
    desk.write("Added B", add("B"))  # has the number of A

    with pytest.raises(Refused, match=r"changed since by 3 \(Added B\)"):
        desk.redo()
    assert desk.clients() == [(1, "B")]


def test_two_clients_that_changed_names_change_them_back(desk: Desk) -> None:
    """Each step passes through a state that the unique names allow; row by row there is no such way."""
    desk.write("Added A and B", add("A"), add("B"))
    desk.write("Swapped", rename(1, "between"), rename(2, "A"), rename(1, "B"))
    desk.undo()
    assert desk.clients() == [(1, "A"), (2, "B")]
    desk.redo()
    assert desk.clients() == [(1, "B"), (2, "A")]


def test_a_client_that_was_replaced_in_its_tickets_comes_back_before_them(desk: Desk) -> None:
    desk.write("Added A and L1", add("A"), ticket(1))
    desk.write(
        "Replaced A by B",
        "UPDATE ticket SET title = 'Mail is up'",
        add("B"),
        "UPDATE ticket SET client_id = 2",
        "DELETE FROM client WHERE id = 1",
    )
    desk.undo()

    assert desk.clients() == [(1, "A")]
    assert desk.db.execute("SELECT client_id, title FROM ticket").fetchall() == [(1, "Mail is down")]
    desk.redo()
    assert desk.clients() == [(2, "B")]


def test_a_row_written_before_a_column_was_added_comes_back(desk: Desk) -> None:
    desk.write("Added A", add("A"))
    desk.write("Renamed A", rename(1, "B"))
    desk.db.execute("ALTER TABLE client ADD COLUMN colour TEXT DEFAULT 'blue'")
    desk.undo()

    assert desk.db.execute("SELECT code, colour FROM client").fetchall() == [("A", "blue")]


@pytest.mark.parametrize("number", [0, -1, 7, 10**30])
def test_a_number_that_no_operation_has_is_not_found(desk: Desk, number: int) -> None:
    desk.write("Added A", add("A"))

    with pytest.raises(NotFound, match=f"No operation {number}"):
        desk.undo(number)


def test_an_undo_is_not_undone_but_redone(desk: Desk) -> None:
    first = desk.write("Added A", add("A"))
    undone = desk.undo()

    with pytest.raises(Refused, match="Operation 2 is itself an undo") as refused:
        desk.undo(undone)
    assert "redo" in refused.value.hint
    with pytest.raises(Refused, match="Operation 1 is already undone"):
        desk.undo(first)
    redone = desk.redo()
    with pytest.raises(Refused, match="Operation 3 is itself a redo"):
        desk.undo(redone)


def test_an_operation_that_touched_nothing_leaves_no_trace(desk: Desk) -> None:
    with operation(desk, "test") as write:
        write.db.execute("UPDATE client SET code = 'A' WHERE id = 99")

    assert not write.changed
    assert desk.db.execute("SELECT count(*) FROM operation").fetchone() == (0,)


def test_a_body_that_fails_leaves_nothing_and_the_next_write_goes_through(desk: Desk) -> None:
    with pytest.raises(KeyboardInterrupt), operation(desk, "test") as write:
        write.db.execute(add("A"))
        raise KeyboardInterrupt

    assert desk.clients() == []
    desk.write("Added B", add("B"))
    assert desk.clients() == [(1, "B")]


def test_every_value_survives_the_journal(desk: Desk) -> None:
    """Quotes, zero bytes, astral characters, empty text, NULL, and the largest integers."""
    texts = ["", "'\"\\", "a\x00b", "\U0001f5a8 \u202e", "\n\t", "{}", "null"]
    desk.write("Added A", add("A"), ticket(1))
    for text in texts:
        desk.db.execute("UPDATE ticket SET body = ?, due_at = NULL", (text,))
        desk.db.execute("UPDATE client SET cadence_days = ?", (2**63 - 1,))
        before = desk.db.execute("SELECT * FROM ticket").fetchall() + desk.db.execute("SELECT * FROM client").fetchall()
        desk.write("Changed", "UPDATE ticket SET body = 'x', due_at = 'y'", "UPDATE client SET cadence_days = 1")
        desk.undo()
        after = desk.db.execute("SELECT * FROM ticket").fetchall() + desk.db.execute("SELECT * FROM client").fetchall()
        assert after == before, text


def test_the_log_tells_what_was_undone_and_by_what(desk: Desk) -> None:
    desk.write("Added A", add("A"))
    desk.undo()
    desk.redo()
    rows = journal.latest(desk.db, 2)

    assert [(row.id, row.kind, row.reverses, row.undone_by) for row in rows] == [
        (3, "redo", 2, None),
        (2, "undo", 1, 3),
    ]
