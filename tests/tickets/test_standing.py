"""What burns, what was overdue before it came here, and what an update is owed for."""

from datetime import UTC, time
from typing import Any

import pytest

from techday.core.worktime import Calendar, weekly
from techday.tickets.clocks import Clockwork
from techday.tickets.standing import Listed, burns, view_of, was_overdue
from techday.tickets.store import ClockEvent
from tests.tickets.rows import event, ticket, utc

WORK = Clockwork(Calendar(UTC, weekly(range(5), time(8), time(17))))
TEN = "2026-11-23T10:00:00Z"
NOW = utc("2026-11-23 10:00")


def listed(*events: ClockEvent, **fields: Any) -> Listed:
    row = ticket(**fields)
    return Listed(row, WORK.clocks(row, [event(row.opened_at, "opened", "new"), *events], NOW))


@pytest.mark.parametrize(
    ("fields", "hot"),
    [
        ({"priority": 1}, True),
        ({"priority": 1, "state": "waiting", "waiting_until": "2026-11-24T08:00:00Z"}, False),
        ({"priority": 1, "state": "waiting", "waiting_until": TEN}, True),  # it is back
        ({"priority": 3}, False),  # two hours left
        ({"priority": 3, "opened_at": "2026-11-20T16:00:00Z", "first_seen_at": "2026-11-20T16:00:00Z"}, False),
        ({"priority": 2, "opened_at": TEN}, False),  # an hour left is not less than one
        ({"priority": 2, "opened_at": "2026-11-23T09:59:59Z"}, True),
        ({"priority": 2, "state": "waiting"}, False),  # nobody is kept waiting for a first word
        ({"priority": 4, "due_at": "2026-11-23T10:30:00Z"}, True),
        ({"priority": 4, "due_at": "2026-11-23T11:00:00Z"}, False),
    ],
)
def test_a_ticket_burns_when_it_is_p1_or_has_less_than_an_hour(fields: dict[str, Any], hot: bool) -> None:
    assert burns(listed(**fields), TEN) is hot


def test_what_was_overdue_before_it_came_is_one_line_and_no_wall_of_red() -> None:
    imported = listed(opened_at="2026-11-02T08:00:00Z", first_seen_at="2026-11-23T09:00:00Z")
    assert was_overdue(imported)
    assert not burns(imported, TEN)
    ours = listed(opened_at="2026-11-02T08:00:00Z", first_seen_at="2026-11-02T08:00:00Z")
    assert not was_overdue(ours)
    assert burns(ours, TEN)


def test_a_late_first_word_is_history_for_both() -> None:
    answered = listed(
        event("2026-11-23T09:30:00Z", "reply"), opened_at="2026-11-02T08:00:00Z", first_seen_at="2026-11-23T09:00:00Z"
    )
    assert not was_overdue(answered)
    assert not burns(answered, TEN)


def test_an_unanswered_message_burns_even_on_a_ticket_that_waits() -> None:
    asked = event("2026-11-23T08:30:00Z", "heard")
    assert burns(listed(event("2026-11-23T08:10:00Z", "reply"), asked, priority=2, state="waiting"), TEN)


def test_scripts_read_an_empty_text_as_nothing() -> None:
    view = view_of(ticket(next_action="", waiting_until=TEN), None)
    assert (view.next_action, view.waiting_until, view.verified_at) == (None, NOW, None)
