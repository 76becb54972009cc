"""Each clock explained: from which event, through which pauses, to which instant. Office hours are 08:00 to 17:00."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from techday.core.worktime import Calendar, WorkTime, weekly
from techday.levels.rules import Level, Target, default_level
from techday.tickets.clocks import Clockwork, Terms
from techday.tickets.explanation import explanation_lines
from techday.tickets.store import ClockEvent
from tests.tickets.rows import event, ticket, utc

HOUR = 3600
OFFICE = Calendar(UTC, weekly(range(5), time(8), time(17)))
DEFAULT = default_level(9 * HOUR).targets
GOLD = Level(
    "Gold",
    (
        Target(response=HOUR // 4, update=HOUR, resolution=4 * HOUR, around_the_clock=True),
        Target(response=HOUR, update=2 * HOUR, resolution=8 * HOUR, update_from="default"),
        *DEFAULT[2:],
    ),
)
WORK = WorkTime(OFFICE)
CLOCKWORK = Clockwork(
    OFFICE, {1: Terms(GOLD, WORK, 9 * HOUR), 2: Terms(GOLD, WORK, 9 * HOUR, "Acme office", "America/New_York")}.get
)
TUESDAY = utc("2026-11-24 14:00")
OPENED = event("2026-11-23T08:00:00Z", "opened", "new")
ANSWERED = event("2026-11-23T08:40:00Z", "reply")
WAITING = event("2026-11-24T10:00:00Z", "waiting", "customer")
HEARD = event("2026-11-24T12:10:00Z", "heard")


def explained(*events: ClockEvent, now: datetime = TUESDAY, **fields: Any) -> dict[str, str]:
    row = ticket(**{"client_id": 1, "priority": 2, **fields})
    story = sorted([OPENED, *events], key=lambda one: one.at)
    return dict(explanation_lines(row, story, CLOCKWORK, now, UTC))


@pytest.mark.parametrize(
    ("events", "now", "words"),
    [
        ([], "2026-11-23 08:14", "due 09:00; 0:46 left"),
        ([], "2026-11-23 11:00", "due 09:00; overdue by 2:00"),
        ([], "2026-11-23 09:00:30", "due 09:00; overdue by less than a minute"),
        ([ANSWERED], "2026-11-23 11:00", "due 09:00; answered 08:40, 0:20 early"),
        ([event("2026-11-23T10:30:00Z", "reply")], "2026-11-23 11:00", "due 09:00; answered 10:30, late by 1:30"),
    ],
)
def test_the_response_tells_of_the_opening_and_the_first_word(events: list[ClockEvent], now: str, words: str) -> None:
    assert explained(*events, now=utc(now))["response"] == (
        f"from the opening (08:00) 1:00 of working time (Gold, P2): {words}"
    )


def test_a_response_given_after_closing_time_is_late_by_no_working_time() -> None:
    late = event("2026-11-20T17:30:00Z", "reply")
    assert explained(late, opened_at="2026-11-20T16:00:00Z")["response"].endswith(
        "due Fri 17:00; answered Fri 17:30, late, though by no working time"
    )


def test_a_response_that_nobody_can_know_says_so() -> None:
    opened = event("2026-11-23T08:00:00Z", "opened", "working")
    found = explanation_lines(ticket(client_id=1, priority=2), [opened], CLOCKWORK, TUESDAY, UTC)
    assert found[0] == ("response", "not known: it was answered before it came here")


def test_reply_and_update_tell_from_which_word_they_run() -> None:
    found = explained(ANSWERED, HEARD)
    assert found["reply"] == (
        "from the client's message (12:10) 1:00 of working time (Gold, P2): due 13:10; overdue by 0:50"
    )
    assert found["update"] == (
        "from the last word to the client (Mon 08:40) 2:00 of working time (default, P2): due Mon 10:40;"
        " overdue by 12:20"
    )


def test_the_resolution_tells_of_the_pauses_that_moved_it() -> None:
    assert explained(ANSWERED, WAITING, HEARD)["resolution"] == (
        "from the opening (Mon 08:00) 8:00 of working time (Gold, P2),"
        " plus 2:10 waiting on the customer (10:00 to 12:10): due 09:10; overdue by 4:50"
    )


def test_many_pauses_are_told_by_their_sum() -> None:
    story = []
    for hour in (9, 10, 11, 12, 13):
        story += [event(f"2026-11-23T{hour:02d}:00:00Z", "waiting", "customer")]
        story += [event(f"2026-11-23T{hour:02d}:30:00Z", "state", "working")]
    assert (
        "plus 2:30 waiting on the customer (Mon 09:00 to Mon 09:30, Mon 10:00 to Mon 10:30,"
        " Mon 11:00 to Mon 11:30, and 2 more)"
    ) in explained(*story)["resolution"]


@pytest.mark.parametrize(
    ("detail", "until"), [("customer", ""), ("customer until 2026-11-26T08:00:00Z", " until Thu 08:00")]
)
def test_a_clock_that_stands_still_tells_since_when_and_for_how_long(detail: str, until: str) -> None:
    waiting = event("2026-11-23T10:00:00Z", "waiting", detail)
    assert explained(waiting, state="waiting")["resolution"] == (
        "from the opening (Mon 08:00) 8:00 of working time (Gold, P2);"
        f" it stands still since Mon 10:00, waiting on the customer{until}; 6:00 left"
    )


def test_another_calendar_and_zone_are_named_and_so_is_day_and_night() -> None:
    assert explained(client_id=2)["response"].startswith(
        "from the opening (Mon 08:00) 1:00 of working time of Acme office in America/New_York (Gold, P2): due Mon 09:00"
    )
    assert explained(client_id=2, priority=1)["resolution"].startswith(
        "from the opening (Mon 08:00) 4:00 around the clock (Gold, P1): due Mon 12:00"
    )
    assert "4:00 of working time (default, P3)" in explained(client_id=None, priority=3)["response"]


def test_a_due_date_of_the_source_is_told_as_such() -> None:
    due: dict[str, Any] = {"priority": 3, "due_at": "2026-11-24T16:00:00Z"}
    assert explained(source="zendesk", **due)["resolution"] == "due 16:00, as zendesk says; 2:00 left"
    assert explained(**due)["resolution"] == "due 16:00, as was set here; 2:00 left"
    assert explained(WAITING, state="waiting", **due)["resolution"] == (
        "due 16:00, as was set here; it stands still since 10:00, waiting on the customer; 6:00 left"
    )


def test_a_resolved_ticket_tells_how_it_ended() -> None:
    ended = event("2026-11-23T15:00:00Z", "state", "resolved")
    found = explained(ended, state="resolved", resolved_at=ended.at)
    assert found == {
        "response": "from the opening (Mon 08:00) 1:00 of working time (Gold, P2): due Mon 09:00;"
        " resolved Mon 15:00 without a word before, late by 6:00",
        "resolution": "from the opening (Mon 08:00) 8:00 of working time (Gold, P2): due Mon 16:00;"
        " resolved Mon 15:00, 1:00 early",
    }


def test_a_reopened_ticket_tells_both_readings() -> None:
    story = [event("2026-11-23T15:00:00Z", "state", "resolved"), event("2026-11-24T08:00:00Z", "state", "working")]
    words = "resolved at first Mon 15:00, 1:00 early (due Mon 16:00)"
    assert explained(*story)["resolution"].endswith(f"due Mon 16:00; overdue by 7:00; {words}")
    again = event("2026-11-24T09:00:00Z", "state", "resolved")
    assert explained(*story, again, state="resolved", resolved_at=again.at)["resolution"].endswith(
        f"resolved 09:00, late by 2:00; {words}"
    )


def test_a_merged_ticket_explains_nothing() -> None:
    assert explained(ANSWERED, state="merged") == {}
