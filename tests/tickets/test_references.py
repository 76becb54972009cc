"""A ticket is known by one reference; typed, any unique end of it does."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.database.connection import empty_in_memory
from techday.errors import NotFound
from techday.tickets import acts, lifecycle, store
from techday.tickets.acts import NewTicket, Times
from techday.timecard.store import NewEntry, add_entry
from tests.tickets.rows import utc

TIMES = Times(utc("2026-11-23 08:00"), utc("2026-11-23 08:00"))

# Ten local tickets, L1 to L10, and these.
IMPORTED = ("1049213", "1049207", "T20261122.0007", "INC0012345", "PRINC0012345", "7", "ÄRGER-5")


@pytest.fixture(scope="module")
def db() -> Iterator[sqlite3.Connection]:
    with closing(empty_in_memory()) as db:
        db.execute("INSERT INTO operation (at, verb, kind) VALUES ('2026-11-23T08:00:00Z', 'test', 'write')")
        for number in range(10):
            acts.add(db, NewTicket(f"local {number + 1}"), TIMES)
        for reference in IMPORTED:
            acts.add(db, NewTicket(f"imported {reference}", external=reference), TIMES)
        closed = acts.add(db, NewTicket("long ago", external="OLD-900213"), TIMES)
        lifecycle.close(db, closed, TIMES)
        lifecycle.close(db, acts.add(db, NewTicket("long ago too", external="INC7777"), TIMES), TIMES)
        yield db


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("1049213", "1049213"),
        ("9213", "1049213"),
        ("213", "1049213"),  # an open ticket stands before the closed OLD-900213
        ("900213", "OLD-900213"),
        ("#1049213", "1049213"),
        (" 1049213 ", "1049213"),
        ("7777", "INC7777"),
        ("inc7777", "INC7777"),
        ("t20261122.0007", "T20261122.0007"),
        (".0007", "T20261122.0007"),
        ("inc0012345", "INC0012345"),  # whole, though PRINC0012345 ends so too
        ("princ0012345", "PRINC0012345"),
        ("ärger-5", "ÄRGER-5"),
        ("L7", "L7"),
        ("l7", "L7"),
        ("#L7", "L7"),
        ("8", "L8"),
        ("5", "L5"),  # L5 first, though others end in 5
        ("10", "L10"),
        ("7", "7"),  # a ticket of exactly that name stands before L7
        ("07", "L7"),
        ("\x1b[31mL7\x1b[0m", "L7"),  # pasted from a coloured terminal
    ],
)
def test_what_is_typed_names_one_ticket(db: sqlite3.Connection, typed: str, reference: str) -> None:
    assert acts.find(db, typed).reference == reference


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("L99", 'No ticket "L99"', "Did you mean"),
        ("nonsense", 'No ticket "nonsense"', "techday ticket list"),
        ("", 'No ticket ""', "techday ticket list"),
        ("#", 'No ticket ""', "techday ticket list"),
        ("104921", 'No ticket "104921"', "Did you mean 1049213"),
        ("9" * 5000, 'No ticket "9999', "techday ticket list"),
        ("２１３", 'No ticket "２１３"', "Did you mean 1049213"),  # noqa: RUF001  # digits, but none of a reference
        ("%", 'No ticket "%"', "techday ticket list"),
        ("12345", "could be several tickets: INC0012345 (imported INC0012345), PRINC0012345", "Type more"),
        (".", "No timer is running on a ticket", "techday start N"),
    ],
)
def test_a_miss_names_the_next_step(db: sqlite3.Connection, typed: str, message: str, hint: str) -> None:
    with pytest.raises(NotFound) as missed:
        acts.find(db, typed)
    assert message in missed.value.message
    assert hint in missed.value.hint


def test_many_candidates_are_not_all_told(db: sqlite3.Connection) -> None:
    closed = [acts.add(db, NewTicket("x", external=f"{number}-Z"), TIMES) for number in range(8)]
    with pytest.raises(NotFound, match=r"0-Z.*4-Z \(x\) …$"):
        acts.find(db, "-z")
    for one in closed:
        lifecycle.close(db, one, TIMES)
    with pytest.raises(NotFound, match=r"7-Z.* …$"):
        acts.find(db, "-z")


def test_a_dot_is_the_ticket_that_the_timer_runs_on(db: sqlite3.Connection) -> None:
    row = acts.find(db, "L3")
    entry = add_entry(db, NewEntry("2026-11-23T08:00:00Z", None, row.id, "remote", ""))
    assert acts.find(db, ".").reference == "L3"
    db.execute("UPDATE time_entry SET ticket_id = NULL WHERE id = ?", (entry,))
    with pytest.raises(NotFound, match="No timer is running on a ticket"):
        acts.find(db, ".")
    db.execute("DELETE FROM time_entry")


@given(typed=st.text(max_size=30))
def test_whatever_is_typed_finds_a_ticket_or_says_that_there_is_none(db: sqlite3.Connection, typed: str) -> None:
    try:
        found = acts.find(db, typed)
    except NotFound as missed:
        assert missed.hint
    else:
        assert store.ticket_by_id(db, found.id) == found
