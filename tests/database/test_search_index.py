"""What search finds follows every write: in the same transaction, from the journal, and never in a write's way."""

import contextlib
import io
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.context import Context
from techday.database import connection
from techday.database.connection import connect, empty_in_memory
from techday.database.operation import operation, transaction
from techday.database.search_index import SEARCHED, is_current, rebuild
from tests.conftest import Techday, examples
from tests.database.test_undo_property import MEMORY, Day, days, tickets, words


def found(techday: Techday, word: str) -> list[str]:
    """Give the references of the tickets on whose own row a word stands, as the index has it."""
    sql = (
        "SELECT ticket.reference FROM ticket_search JOIN ticket ON ticket.id = ticket_search.rowid"
        " WHERE ticket_search MATCH ? ORDER BY ticket.id"
    )
    with techday.raw() as db:
        return [row[0] for row in db.execute(sql, (f'"{word}"',))]


def is_right(store: Path) -> bool:
    """Tell whether the indexes of a store say what its rows say."""
    with contextlib.closing(connect(store)) as db:
        return is_current(db)


def write(techday: Techday, *statements: str) -> None:
    """Run statements as one operation."""
    context = Context(techday.environ, io.StringIO(), io.StringIO(), io.StringIO())
    with operation(context, "test") as under_way:
        for statement in statements:
            under_way.db.execute(statement)
        under_way.summary = "Tested"
    context.close()


def test_a_word_is_found_as_soon_as_it_is_written_and_until_it_is_gone(techday: Techday) -> None:
    techday.did("add Printer jams")
    assert found(techday, "printer") == ["L1"]

    techday.did("ticket edit L1 --title 'Scanner jams'")
    assert found(techday, "printer") == []
    assert found(techday, "scanner") == ["L1"]

    techday.did("undo")
    assert found(techday, "printer") == ["L1"]

    techday.did("redo")
    assert found(techday, "scanner") == ["L1"]

    techday.did("undo", "undo")
    assert found(techday, "jams") == []
    assert is_right(techday.store)


def test_words_are_one_whatever_their_case_and_accents(techday: Techday) -> None:
    techday.did("add 'Drucker im CAFÉ'")
    assert found(techday, "cafe") == found(techday, "Café") == ["L1"]


def test_a_row_that_an_operation_touches_several_times_is_learnt_once(techday: Techday) -> None:
    insert = "INSERT INTO client (code, name, name_key, created_at) VALUES ('A', 'Alpha', 'alpha', '')"
    rename = "UPDATE client SET name = 'Beta' WHERE code = 'A'"
    write(techday, insert, rename)
    assert is_right(techday.store)

    write(techday, "UPDATE client SET name = 'Gamma'", "UPDATE client SET name = 'Delta'", "DELETE FROM client")
    assert is_right(techday.store)

    write(techday, insert, "DELETE FROM client", insert, rename)
    assert is_right(techday.store)


def test_what_is_rolled_back_is_not_found(techday: Techday) -> None:
    techday.did("add Printer jams")
    with pytest.raises(sqlite3.IntegrityError):
        write(techday, "UPDATE ticket SET title = 'Scanner'", "UPDATE ticket SET title = NULL")
    assert found(techday, "printer") == ["L1"]
    assert is_right(techday.store)


def test_an_import_its_undo_and_its_redo_are_followed(techday: Techday) -> None:
    rows = "".join(f"{number},Printer {number} jams,Closed,Acme,2026-11-20 09:00\n" for number in range(500))
    export = techday.home / "export.csv"
    export.write_text(f"Number,Title,Status,Company,Opened\n{rows}", encoding="utf-8")
    techday.did(f"import {export} --view all")
    assert len(found(techday, "printer")) == 500
    assert is_right(techday.store)
    techday.did("undo")
    assert found(techday, "printer") == []
    assert is_right(techday.store)
    techday.did("redo")
    assert len(found(techday, "printer")) == 500
    assert is_right(techday.store)


@pytest.fixture
def statements(techday: Techday, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Note the statements that commands give to SQLite from here on."""
    techday.did("add Printer jams", "backup", "timecard start meeting")
    noted: list[str] = []
    opened = connection.connection

    def noting(target: str) -> connection.Connection:
        db = opened(target)
        db.set_trace_callback(noted.append)
        return db

    monkeypatch.setattr(connection, "connection", noting)
    yield noted


def test_an_operation_without_words_asks_no_index(techday: Techday, statements: list[str]) -> None:
    techday.did("timecard stop")
    assert any("time_entry" in statement for statement in statements)
    assert not [statement for statement in statements if "_search" in statement]


def test_a_change_of_no_words_leaves_the_index_as_it_is(techday: Techday) -> None:
    techday.did("add Printer jams")
    pages = "SELECT id, block FROM ticket_search_data ORDER BY id"
    with techday.raw() as db:
        before = db.execute(pages).fetchall()
    techday.did("ticket edit L1 --priority 1", "ticket close L1")
    with techday.raw() as db:
        assert db.execute(pages).fetchall() == before


def test_events_without_words_are_not_indexed(techday: Techday) -> None:
    pages = "SELECT count(*) FROM ticket_event_search_data"
    techday.did("client add Acme")
    with techday.raw() as db:
        before = db.execute(pages).fetchone()
    techday.did("add Printer jams")
    with techday.raw() as db:
        assert db.execute("SELECT count(*) FROM ticket_event").fetchone() > (0,)
        assert db.execute(pages).fetchone() == before


def test_an_index_that_is_out_of_step_is_made_anew_and_refuses_no_write(techday: Techday) -> None:
    """Another program changed a row past the journal; the next operation that meets it mends the index."""
    techday.did("add Printer jams")
    with techday.raw() as db:
        db.execute("UPDATE ticket SET title = 'A much longer title than the one that the index knows'")
    assert not is_right(techday.store)

    techday.did("ticket edit L1 --title Scanner")
    assert found(techday, "scanner") == ["L1"]
    assert is_right(techday.store)


def test_every_index_can_be_made_anew(techday: Techday) -> None:
    techday.did("client add Acme", "add Printer jams --client acme", "ticket note L1 Called the user")
    with techday.raw() as db:
        for searched in SEARCHED:
            name = searched.index_table
            db.execute(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")  # noqa: S608  # names of the schema
    assert found(techday, "printer") == []
    assert not is_right(techday.store)

    with contextlib.closing(connect(techday.store)) as db, transaction(db):
        rebuild(db)
    assert found(techday, "printer") == ["L1"]
    assert is_right(techday.store)


@pytest.mark.parametrize("searched", SEARCHED, ids=lambda searched: searched.table)
def test_every_searched_column_is_text_that_is_always_there(searched: tuple[str, tuple[str, ...]]) -> None:
    """The journal gives the words back as they were, and no word is ever compared with NULL."""
    table, columns = searched
    with contextlib.closing(empty_in_memory()) as db:
        kinds = {
            row[0]: row[1:] for row in db.execute('SELECT name, type, "notnull" FROM pragma_table_info(?)', (table,))
        }
    assert {kinds[column] for column in columns} == {("TEXT", 1)}


word_changes = st.one_of(
    st.tuples(st.just("ticket"), st.just("resolve"), tickets, st.just("--fix"), words, st.just("--cause"), words),
    st.tuples(st.just("ticket"), st.just("edit"), tickets, st.just("--body"), words),
    st.tuples(st.just("ticket"), st.just("merge"), tickets, tickets),
    st.tuples(st.just("problem"), st.just("open"), tickets, st.just("--title"), words),
    st.tuples(st.just("client"), st.just("edit"), st.just("acme"), st.just("--name"), words),
    st.tuples(st.just("client"), st.just("edit"), st.just("acme"), st.just("--area"), words),
)


@given(days, st.lists(word_changes, max_size=6), days)
@examples(6)
def test_whatever_is_written_undone_and_redone_the_indexes_say_what_the_rows_say(
    first: list[tuple[str, ...]], changes: list[tuple[str, ...]], then: list[tuple[str, ...]]
) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as home:
        day = Day(Path(home))
        day("client", "add", "acme")
        for command in [*first, *changes, *then]:
            day(*command)
        assert is_right(day.techday.store)
        day.repeat("undo")
        assert is_right(day.techday.store)
