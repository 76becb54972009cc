"""Many rows at once: journaled like any others, and the triggers are back whatever happens."""

import io
import sqlite3

import pytest

from techday.context import Context
from techday.database.backup import schema_of
from techday.database.bulk import bulk_inserts
from techday.database.operation import operation
from tests.conftest import Techday
from tests.database.stores import dump

INSERT = "INSERT INTO technician (name, name_key) VALUES (?, ?)"
PEOPLE = [("Kim Lee", "kim lee"), ("Sam Reed", "sam reed")]


def a_context(techday: Techday) -> Context:
    """Give the surroundings of a command, without a command."""
    return Context(techday.environ, io.StringIO(), io.StringIO(), io.StringIO())


def add_people(techday: Techday, people: list[tuple[str, str]] = PEOPLE) -> None:
    with operation(a_context(techday), "import") as write:
        with bulk_inserts(write.db, write.number, ["technician"]) as bulk:
            bulk.insert("technician", INSERT, people[:1])
            bulk.insert("technician", INSERT, people[1:])
            bulk.insert("technician", INSERT, [])
        write.summary = "Imported people"


def test_a_bulk_is_undone_and_redone_like_any_write(techday: Techday) -> None:
    techday.did("add Mail is down")
    before = dump(techday.store)
    add_people(techday)
    after = dump(techday.store)
    assert after != before
    techday.did("undo")
    assert dump(techday.store) == before
    techday.did("redo")
    assert dump(techday.store) == after


def test_the_triggers_are_those_of_before(techday: Techday) -> None:
    techday.did("add Mail is down")
    with techday.raw() as db:
        before = schema_of(db)
    add_people(techday)
    with techday.raw() as db:
        assert schema_of(db) == before


def test_a_bulk_that_fails_leaves_rows_and_triggers_as_they_were(techday: Techday) -> None:
    techday.did("add Mail is down")
    before = dump(techday.store)
    with pytest.raises(sqlite3.IntegrityError):
        add_people(techday, [("Kim Lee", "kim lee"), ("Kim Lee", "kim lee")])
    assert dump(techday.store) == before
    techday.did("ticket assign L1 Kim --new", "undo")
    assert dump(techday.store) == before


def test_rows_that_went_past_the_journal_are_not_committed(techday: Techday) -> None:
    techday.did("add Mail is down")
    before = dump(techday.store)
    with (
        pytest.raises(RuntimeError, match="1 rows went into technician, 0 of them into the journal"),
        operation(a_context(techday), "import") as write,
        bulk_inserts(write.db, write.number, ["technician"]),
    ):
        write.db.execute(INSERT, ("Kim Lee", "kim lee"))
    assert dump(techday.store) == before


def test_a_table_with_its_trigger_takes_no_bulk(techday: Techday) -> None:
    with (
        pytest.raises(ValueError, match="client has its journal trigger"),
        operation(a_context(techday), "import") as write,
        bulk_inserts(write.db, write.number, ["technician"]) as bulk,
    ):
        bulk.insert("client", "", [("x",)])
