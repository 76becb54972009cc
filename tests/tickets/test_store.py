"""What the store says of tickets: the queue in its order, and what was touched today."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from techday.database.connection import empty_in_memory
from techday.tickets import store
from techday.timecard.store import NewEntry, add_entry


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(empty_in_memory()) as db:
        db.execute("INSERT INTO operation (at, verb, kind) VALUES ('2026-11-23T08:00:00Z', 'test', 'write')")
        yield db


def add(db: sqlite3.Connection, reference: str, opened_at: str, priority: int = 3, state: str = "new") -> int:
    fields: dict[str, object] = {"reference": reference, "title": reference, "priority": priority, "state": state}
    return store.insert_ticket(db, {**fields, "opened_at": opened_at, "first_seen_at": opened_at})


def test_the_queue_is_priority_then_age_then_the_order_of_arrival(db: sqlite3.Connection) -> None:
    add(db, "young-3", "2026-11-23T08:00:00Z")
    add(db, "old-4", "2026-01-01T08:00:00Z", priority=4)
    add(db, "old-3", "2026-11-20T08:00:00Z")
    add(db, "twin-3", "2026-11-20T08:00:00Z")
    add(db, "young-1", "2026-11-23T09:00:00Z", priority=1, state="waiting")
    for state in ("resolved", "closed", "gone"):
        add(db, state, "2026-01-01T08:00:00Z", priority=1, state=state)
    queue = [row.reference for row in store.open_tickets(db)]
    assert queue == ["young-1", "old-3", "twin-3", "young-3", "old-4"]
    assert [row.reference for row in store.open_tickets(db, 2)] == queue[:2]
    assert [row.reference for row in store.open_references(db)] == queue
    assert store.count_open(db) == 5


def test_touched_means_written_on_or_worked_on_by_the_technician(db: sqlite3.Connection) -> None:
    yesterday, today = "2026-11-22T10:00:00Z", "2026-11-23T10:00:00Z"
    row = {
        name: add(db, name, "2026-11-01T08:00:00Z") for name in ("noted", "stale", "fed", "worked", "runs", "rested")
    }
    store.insert_event(db, row["noted"], today, today, "note", text="looked")
    store.insert_event(db, row["stale"], yesterday, today, "note", text="told late, of yesterday")
    db.execute(
        "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, imported) VALUES (?, ?, ?, 'state', 1)",
        (row["fed"], today, today),
    )
    for name, ended_at in (("worked", today), ("rested", yesterday)):
        entry = add_entry(db, NewEntry(yesterday, None, row[name], "remote", ""))
        db.execute("UPDATE time_entry SET ended_at = ? WHERE id = ?", (ended_at, entry))
    add_entry(db, NewEntry(yesterday, None, row["runs"], "remote", ""))
    assert store.touched_since(db, "2026-11-23T00:30:00Z") == {row["noted"], row["worked"], row["runs"]}


def test_only_a_technician_s_fields_can_be_set(db: sqlite3.Connection) -> None:
    ticket_id = add(db, "L1", "2026-11-23T08:00:00Z")
    with pytest.raises(ValueError, match="not a field to change: first_seen_at, opened_at"):
        store.update_ticket(db, ticket_id, {"title": "x", "first_seen_at": "", "opened_at": ""})
