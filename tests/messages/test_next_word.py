"""A message says when the client hears again, because the clocks and the promises ask for it by then."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.messages.next_word import earlier
from tests.conftest import Techday


def next_line(techday: Techday, command: str, now: str = "") -> str:
    """Give the line of a draft that says when the client hears again."""
    lines = techday(command, now=now).stdout.splitlines()
    return next((line for line in lines if "again" in line and "by " in line), "")


def test_the_next_update_counts_from_this_message(techday: Techday) -> None:
    """P1 hears every four working hours: told at 08:14, again by 12:14, and that is told as 12:00."""
    techday.did("add Mail is down --priority 1")
    assert next_line(techday, "ticket draft 1") == "You will hear from me again by 12:00 today."
    techday.did("reply 1 on it")
    later = next_line(techday, "ticket draft 1", now="2026-11-23T11:00:00Z")
    assert later == "You will hear from me again by 15:00 today, even if there is nothing new by then."


def test_a_promise_that_is_due_before_comes_first_and_one_that_is_late_does_not_count(techday: Techday) -> None:
    techday.did("add Mail is down --priority 1", "ticket promise 1 call --by 10:20")
    assert next_line(techday, "ticket draft 1") == "You will hear from me again by 10:20 today."
    late = next_line(techday, "ticket draft 1", now="2026-11-23T11:00:00Z")
    assert late == "You will hear from me again by 15:00 today."


def test_word_that_it_is_fixed_promises_no_other(techday: Techday) -> None:
    techday.did("add Mail is down")
    assert next_line(techday, "ticket draft 1 fixed x") == ""


def test_who_takes_it_over_hears_when_the_client_is_next(techday: Techday) -> None:
    """An escalation is no word to the client: the clock of the last one goes on."""
    techday.did("add Mail is down --priority 1", "reply 1 on it")
    told = next_line(techday, "ticket draft 1 escalation", now="2026-11-23T11:00:00Z")
    assert told == "The client is to hear from us again by 12:00 today."


def test_a_client_reads_its_own_time(techday: Techday) -> None:
    techday.did(
        "client add Acme",
        "client edit acme --zone America/New_York",
        "add Mail is down --client acme",
        "ticket promise 1 call --by 16:00",
    )
    assert next_line(techday, "ticket draft 1") == "You will hear from me again by 11:00 today."


SECONDS = st.integers(0, 400 * 24 * 3600)


@given(SECONDS, SECONDS)
def test_a_told_time_is_never_over_and_never_later_than_what_is_due(due_in: int, now_in: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    due, now = start + timedelta(seconds=due_in), start + timedelta(seconds=now_in)
    told = earlier(due, now)
    assert told <= due
    assert told > now or told == due


@pytest.mark.parametrize(
    ("due", "told"), [("12:14", "12:00"), ("12:15", "12:15"), ("08:20", "08:15"), ("08:14", "08:14")]
)
def test_a_quarter_of_an_hour_is_told(due: str, told: str) -> None:
    def at(clock: str) -> datetime:
        return datetime.fromisoformat(f"2026-11-23T{clock}:00+00:00")

    assert earlier(at(due), at("08:14")) == at(told)
