"""Who owns what, what is verified, what comes next: decisions without a clock or a store."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.tickets.rules import (
    concerns,
    is_back,
    is_verified,
    next_ticket,
    own_ids,
)
from techday.tickets.store import TechnicianRow
from tests.tickets.rows import ticket

NOW, SINCE = "2026-11-23T10:00:00Z", "2026-11-23T00:30:00Z"
YESTERDAY, TOMORROW = "2026-11-22T09:00:00Z", "2026-11-24T09:00:00Z"


def test_my_rows_are_those_that_go_by_one_of_my_names() -> None:
    rows = [TechnicianRow(1, "Kim Lee", "kim lee"), TechnicianRow(2, "klee", "klee"), TechnicianRow(3, "Sam", "sam")]
    assert own_ids(rows, ["KIM  LEE", "klee", ""]) == {1, 2}
    assert own_ids(rows, []) == frozenset()


@pytest.mark.parametrize(
    ("owner_id", "own", "mine"),
    [(None, {1}, True), (1, {1}, True), (2, {1}, False), (2, None, True), (None, set(), True), (2, set(), False)],
)
def test_a_ticket_is_mine_to_see_to_when_it_is_mine_or_nobody_s(
    owner_id: int | None, own: set[int] | None, mine: bool
) -> None:
    assert concerns(owner_id, None if own is None else frozenset(own)) is mine


@pytest.mark.parametrize(
    ("fields", "touched", "verified"),
    [
        ({}, False, False),
        ({}, True, False),  # touched, but nobody knows what comes next
        ({"next_action": "call"}, False, False),
        ({"next_action": "call"}, True, True),
        ({"verified_at": "2026-11-23T00:30:00Z"}, False, True),
        ({"verified_at": "2026-11-23T00:29:59Z"}, False, False),  # that was yesterday's shift
        ({"verified_at": YESTERDAY, "next_action": "call"}, True, True),
        ({"state": "waiting", "waiting_until": TOMORROW}, False, False),
        ({"state": "waiting", "waiting_until": TOMORROW, "next_action": "call"}, False, True),
        ({"state": "waiting", "waiting_until": YESTERDAY, "next_action": "call"}, False, False),
        ({"state": "waiting", "waiting_until": "2026-11-23T10:00:00Z", "next_action": "call"}, False, False),
        ({"state": "waiting", "waiting_until": None, "next_action": "call"}, False, False),
        ({"state": "working", "waiting_until": TOMORROW, "next_action": "call"}, False, False),
    ],
)
def test_verified_is_shown_by_the_day_s_work(fields: dict[str, object], touched: bool, verified: bool) -> None:
    assert is_verified(ticket(**fields), touched, SINCE, NOW) is verified


@pytest.mark.parametrize(
    ("fields", "back"),
    [
        ({"state": "waiting", "waiting_until": "2026-11-23T10:00:00Z"}, True),
        ({"state": "waiting", "waiting_until": "2026-11-23T10:00:01Z"}, False),
        ({"state": "waiting", "waiting_until": None}, False),
        ({"state": "working", "waiting_until": YESTERDAY}, False),
    ],
)
def test_a_waiting_ticket_is_back_on_its_date(fields: dict[str, object], back: bool) -> None:
    assert is_back(ticket(**fields), NOW) is back


def test_next_is_the_first_in_the_queue_that_waits_for_nobody() -> None:
    asleep = ticket(id=1, state="waiting", waiting_until=TOMORROW)
    awake = ticket(id=2, state="waiting", waiting_until=YESTERDAY)
    plain = ticket(id=3)
    assert next_ticket([asleep, awake, plain], NOW) == awake
    assert next_ticket([asleep, plain], NOW) == plain
    assert next_ticket([asleep], NOW) is None
    assert next_ticket([], NOW) is None


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 50)), max_size=20), st.randoms(use_true_random=False))
def test_the_choice_follows_the_queue_whatever_waits(queue: list[tuple[int, int]], chance: random.Random) -> None:
    """Priority, then age: next never passes over a ticket that waits for nobody."""
    rows = [
        ticket(
            id=number,
            priority=priority,
            opened_at=f"2026-11-20T08:{minute:02}:00Z",
            state=chance.choice(["new", "working", "waiting"]),
            waiting_until=chance.choice([None, YESTERDAY, TOMORROW]),
        )
        for number, (priority, minute) in enumerate(queue)
    ]
    rows.sort(key=lambda row: (row.priority, row.opened_at, row.id))
    choice = next_ticket(rows, NOW)
    free = [row for row in rows if row.state != "waiting" or row.waiting_until == YESTERDAY]
    assert choice == (free[0] if free else None)
