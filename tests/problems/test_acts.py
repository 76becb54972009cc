"""What the pages of tickets ask about problems: what comes again, where to point, and what is known to help."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from techday.core.instants import to_text
from techday.database.connection import Connection, connect
from techday.problems.acts import (
    MOST_RECENT,
    Recurrence,
    known_answers,
    ordinal,
    pointer,
    recurrence_of,
    recurrences,
)
from techday.problems.store import ProblemRow, Recent
from techday.tickets.store import id_by_reference, ticket_by_id
from tests.conftest import Techday

NOW = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)
PROBLEM = ProblemRow(4, "Mail stops", 1, "ACME", "Acme", "open", "2026-11-09T08:00:00Z", "", None, "", None, 2, 1)


def recent(number: int, problem: int | None = None, reference: str = "") -> Recent:
    """Give a ticket as it is compared with others."""
    shown = reference or f"L{number}"
    return Recent(number, shown, "Mail stops", 1, "ACME", "new", "2026-11-23T08:00:00Z", "", problem)


# --- where to point ---


@pytest.mark.parametrize(
    ("tickets", "problem", "subject", "text", "command"),
    [
        (
            [recent(1), recent(3), recent(7)],
            None,
            2,
            "the third like it in 30 days (L1, L3)",
            "techday problem open L1 L3 L7",
        ),
        (
            [recent(1), recent(3), recent(7)],
            None,
            0,
            "one of 3 alike in 30 days (L3, L7)",
            "techday problem open L1 L3 L7",
        ),
        (
            [recent(1), recent(3), recent(7)],
            None,
            None,
            "3 alike in 30 days (L1, L3, L7)",
            "techday problem open L1 L3 L7",
        ),
        (
            [recent(1, 4), recent(3, 4), recent(7)],
            PROBLEM,
            2,
            "the third like it in 30 days (L1, L3): problem 4 Mail stops",
            "techday problem link 4 L7",
        ),
        (
            [recent(1, 4), recent(3, 4), recent(7)],
            PROBLEM._replace(state="closed"),
            2,
            "the third like it in 30 days (L1, L3): problem 4 (closed) Mail stops",
            "techday problem link 4 L7",
        ),
        (
            [recent(1), recent(2, reference="INC 5"), recent(7)],
            None,
            2,
            "the third like it in 30 days (L1, INC 5)",
            "techday problem open L1 'INC 5' L7",
        ),
        (
            [recent(number) for number in range(1, 13)],
            None,
            11,
            "the 12th like it in 30 days (… L7, L8, L9, L10, L11)",
            "techday problem open L3 L4 L5 L6 L7 L8 L9 L10 L11 L12",
        ),
    ],
)
def test_trouble_that_comes_again_points_to_its_problem(
    tickets: list[Recent], problem: ProblemRow | None, subject: int | None, text: str, command: str
) -> None:
    assert pointer(Recurrence(tickets, problem, subject)) == (text, command)


def test_places_in_order_are_words_as_long_as_they_are_short() -> None:
    told = [ordinal(count) for count in (3, 4, 10, 11, 12, 13, 20, 21, 22, 23, 101, 111, 112)]
    assert told == "third fourth tenth 11th 12th 13th 20th 21st 22nd 23rd 101st 111th 112th".split()


# --- what comes again ---


@pytest.fixture
def desk(techday: Techday) -> Iterator[tuple[Techday, Connection]]:
    """Give a techday with two clients, and its store."""
    techday.did("client add Acme", "client add Globex")
    with closing(connect(techday.store)) as db:
        yield techday, db


def asked(db: Connection, reference: str, now: datetime = NOW) -> Recurrence | None:
    """Ask what comes again with a ticket."""
    found = id_by_reference(db, reference)
    assert found is not None
    return recurrence_of(db, ticket_by_id(db, found), now)


def told(found: Recurrence | None) -> Any:
    """Give the references of what comes again, and the number of its problem."""
    if found is None:
        return None
    return [one.reference for one in found.others], found.problem and found.problem.id


def test_the_third_ticket_of_a_client_points_to_the_other_two(desk: tuple[Techday, Connection]) -> None:
    techday, db = desk
    techday.did("add Mail stops --client acme", "add Mail stops --client globex")
    techday.did("add Mail stops again --client acme", "ticket close L1")
    assert asked(db, "L3") is None
    techday.did("add Mail stops --client acme")
    assert told(asked(db, "L4")) == (["L1", "L3"], None)
    assert told(asked(db, "L1")) == (["L3", "L4"], None)
    assert asked(db, "L2") is None


def test_merged_tickets_do_not_count(desk: tuple[Techday, Connection]) -> None:
    techday, db = desk
    techday.did(*["add Mail stops --client acme"] * 3, "ticket merge L3 L2")
    assert asked(db, "L2") is None
    assert asked(db, "L3") is None
    assert recurrences(db, NOW) == []


def test_what_is_older_than_thirty_days_is_another_story(desk: tuple[Techday, Connection]) -> None:
    techday, db = desk
    techday.did("add Mail stops --client acme", now="2026-10-24T08:14:00Z")
    techday.did(*["add Mail stops --client acme"] * 2)
    assert told(asked(db, "L3")) == (["L1", "L2"], None)
    later = NOW + timedelta(seconds=1)
    assert asked(db, "L3", later) is None
    assert recurrences(db, later) == []


def test_the_problem_is_an_open_one_before_a_closed_and_the_ticket_s_own_before_all(
    desk: tuple[Techday, Connection],
) -> None:
    techday, db = desk
    techday.did(*["add Mail stops --client acme"] * 6)
    techday.did("problem open L1 L2", "problem open L3", "problem close 1 --cause a --fix b")
    assert told(asked(db, "L6")) == (["L1", "L2", "L3", "L4", "L5"], 2)
    assert told(asked(db, "L1")) == (["L2", "L3", "L4", "L5", "L6"], 1)
    techday.did("problem reopen 1")
    assert told(asked(db, "L6")) == (["L1", "L2", "L3", "L4", "L5"], 1)
    techday.did("problem link 2 L4 L5 L6")
    assert asked(db, "L6") is None  # all of them have a problem
    assert recurrences(db, NOW) == []


def test_a_problem_is_found_through_a_merged_ticket(desk: tuple[Techday, Connection]) -> None:
    techday, db = desk
    techday.did(*["add Mail stops --client acme"] * 4, "problem open L1", "ticket merge L1 L2")
    assert told(asked(db, "L4")) == (["L2", "L3"], 1)


def test_a_flood_of_alerts_is_looked_at_in_part(desk: tuple[Techday, Connection]) -> None:
    techday, db = desk
    techday.did("add Backup failed --client acme")
    with techday.raw() as raw:
        at = to_text(NOW)
        raw.executemany(
            "INSERT INTO ticket (reference, title, client_id, priority, tier, state, opened_at, first_seen_at,"
            " cause_owed) VALUES (?, 'Backup failed', 1, 3, 1, 'new', ?, ?, 0)",
            [(f"A{number}", at, at) for number in range(MOST_RECENT + 500)],
        )
    [group] = recurrences(db, NOW)
    assert len(group.tickets) == MOST_RECENT
    mine = asked(db, "L1")
    assert mine is not None
    assert len(mine.others) == MOST_RECENT


# --- what is known to help ---


def answers(db: Connection, reference: str) -> list[Any]:
    """Give what is known to help with a ticket."""
    found = id_by_reference(db, reference)
    assert found is not None
    return [tuple(one) for one in known_answers(db, ticket_by_id(db, found))]


def test_a_problem_s_cause_and_fix_are_known_to_help(desk: tuple[Techday, Connection]) -> None:
    techday, db = desk
    techday.did("add Mail stops --client acme", "add Calendar is empty --client acme", "problem open L1 L2")
    assert answers(db, "L2") == []
    techday.did("problem cause 1 Disk full")
    assert answers(db, "L2") == [("problem", "1", "Mail stops", "Disk full", "", "2026-11-23T08:14:00Z")]
    techday.did("problem close 1 --fix 'More disk'")
    assert answers(db, "L2")[0][3:5] == ("Disk full", "More disk")
    techday.did("problem unlink L2")
    assert answers(db, "L2") == []


def test_what_fixed_the_same_before_comes_after_what_the_problem_says(desk: tuple[Techday, Connection]) -> None:
    techday, db = desk
    techday.did("add Mail stops --client acme", "ticket resolve L1 --fix 'Emptied the log disk' --cause 'Disk full'")
    techday.did("add Mail stops again --client acme", "add New laptop for Ann --client acme")
    earlier = ("ticket", "L1", "Mail stops", "Disk full", "Emptied the log disk", "2026-11-23T08:14:00Z")
    assert answers(db, "L2") == [earlier]
    assert answers(db, "L3") == []

    techday.did("problem open L2", "problem cause 1 'The backup fills the log disk'")
    assert [answer[:2] for answer in answers(db, "L2")] == [("problem", "1"), ("ticket", "L1")]
