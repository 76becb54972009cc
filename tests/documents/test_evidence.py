"""What `today` says of documents: due ones are counted, those reviewed today close the item, else there is none."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, time

import pytest

from techday.core.evidence import Evidence, Moment
from techday.core.shifts import ShiftPattern, shift_day
from techday.database.connection import empty_in_memory
from techday.documents.evidence import review

NOW = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)
WEEKDAYS = frozenset(range(5))


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(empty_in_memory()) as db:
        db.execute("INSERT INTO operation (at, verb, kind) VALUES ('2026-11-23T08:00:00Z', 'test', 'write')")
        yield db


def witness(db: sqlite3.Connection, *documents: tuple[str | None, str | None]) -> Evidence | None:
    for number, (review_on, reviewed_at) in enumerate(documents):
        db.execute(
            "INSERT INTO document (kind, title, title_key, created_at, updated_at, reviewed_at, review_on)"
            " VALUES ('system', ?, ?, '2026-01-01T08:00:00Z', '2026-01-01T08:00:00Z', ?, ?)",
            (f"t{number}", f"t{number}", reviewed_at, review_on),
        )
    pattern = ShiftPattern(UTC, time(8), time(17), WEEKDAYS)
    return review(db, Moment(NOW, shift_day(pattern, NOW), None))


def test_nothing_due_is_no_item(db: sqlite3.Connection) -> None:
    assert witness(db) is None
    assert witness(db, (None, None), ("2026-11-24", None), ("2026-12-01", "2026-11-20T08:00:00Z")) is None


def test_what_is_due_is_counted(db: sqlite3.Connection) -> None:
    found = witness(db, ("2026-11-23", None), ("2026-10-01", "2026-01-01T08:00:00Z"), ("2026-11-24", None))
    assert found == Evidence("open", "2 due for review", "techday client doc list --due")


def test_a_review_after_which_none_follows_is_done_too(db: sqlite3.Connection) -> None:
    assert witness(db, ("2026-11-23", None)) == Evidence("open", "1 due for review", "techday client doc list --due")
    db.execute("UPDATE document SET review_on = NULL, reviewed_at = '2026-11-23T08:10:00Z'")
    assert witness(db) == Evidence("done", "1 reviewed", "techday client doc list --due")
    db.execute("UPDATE document SET reviewed_at = '2026-11-22T08:10:00Z'")
    assert witness(db) is None


def test_it_closes_when_all_are_reviewed(db: sqlite3.Connection) -> None:
    found = witness(db, ("2027-02-21", "2026-11-23T08:10:00Z"))
    assert found == Evidence("done", "1 reviewed", "techday client doc list --due")
