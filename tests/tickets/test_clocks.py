"""The clocks of a ticket, by worked examples: office hours are Monday to Friday, 08:00 to 17:00 UTC."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.instants import to_text
from techday.core.worktime import ALWAYS, Calendar, WorkTime, weekly
from techday.tickets.clocks import (
    Clock,
    Clocks,
    Clockwork,
    Level,
    Target,
    default_level,
    most_pressing,
    working_day,
)
from techday.tickets.store import ClockEvent, TicketRow
from tests.tickets.rows import event, ticket, utc

OFFICE = Calendar(UTC, weekly(range(5), time(8), time(17)))
WORK = Clockwork(OFFICE)
HOUR = 3600
MONDAY_8, MONDAY_10 = utc("2026-11-23 08:00"), utc("2026-11-23 10:00")
GOLD = Level(
    "gold",
    (
        Target(response=15 * 60, update=HOUR, resolution=4 * HOUR, around_the_clock=True),
        Target(response=HOUR, update=2 * HOUR, resolution=8 * HOUR),
        Target(response=4 * HOUR, update=9 * HOUR, resolution=18 * HOUR),
        Target(response=8 * HOUR, update=45 * HOUR),
    ),
)


def clocks(row: TicketRow, *events: ClockEvent, now: datetime = MONDAY_10, level: Level | None = None) -> Clocks:
    opened = event(row.opened_at, "opened", "new")
    return WORK.clocks(row, sorted([opened, *events], key=lambda one: one.at), now, level)


def clock(due: str, left: int, state: str, target: str = "default") -> Clock:
    return Clock(utc(due), left, state, target)


# --- response: opened → first public word; never paused ---


@pytest.mark.parametrize(
    ("priority", "due"),
    [(1, "2026-11-23 08:30"), (2, "2026-11-23 09:00"), (3, "2026-11-23 12:00"), (4, "2026-11-23 16:00")],
)
def test_without_a_level_the_first_word_is_due_by_priority(priority: int, due: str) -> None:
    response = clocks(ticket(priority=priority), now=MONDAY_8).response
    assert response == clock(due, int((utc(due) - MONDAY_8).total_seconds()), "running")


@pytest.mark.parametrize(
    ("opened_at", "due"),
    [
        ("2026-11-20T16:00:00Z", "2026-11-23 11:00"),  # Friday's last hour, then Monday
        ("2026-11-21T12:00:00Z", "2026-11-23 12:00"),  # a Saturday counts from Monday's opening
        ("2026-11-20T13:00:00Z", "2026-11-20 17:00"),  # exactly closing time is that closing time
        ("2026-11-20T13:00:01Z", "2026-11-23 08:00:01"),
    ],
)
def test_only_working_time_counts(opened_at: str, due: str) -> None:
    response = clocks(ticket(opened_at=opened_at)).response
    assert response is not None
    assert response.due_at == utc(due)


def test_due_at_closing_time_is_breached_the_second_after_though_no_working_time_has_passed() -> None:
    row = ticket(opened_at="2026-11-20T13:00:00Z")
    assert clocks(row, now=utc("2026-11-20 17:00")).response == clock("2026-11-20 17:00", 0, "running")
    assert clocks(row, now=utc("2026-11-20 17:00:01")).response == clock("2026-11-20 17:00", 0, "breached")
    assert clocks(row, now=utc("2026-11-23 09:00")).response == clock("2026-11-20 17:00", -HOUR, "breached")


@pytest.mark.parametrize(
    ("replied", "left", "state"),
    [
        ("2026-11-23T11:00:00Z", HOUR, "met"),
        ("2026-11-23T12:00:00Z", 0, "met"),
        ("2026-11-23T12:00:01Z", -1, "breached"),
    ],
)
def test_the_first_public_word_decides_and_later_ones_change_nothing(replied: str, left: int, state: str) -> None:
    later = event("2026-11-23T16:00:00Z", "reply")
    answered = clocks(ticket(), event(replied, "reply"), later, now=utc("2026-11-24 10:00"))
    assert answered.response == clock("2026-11-23 12:00", left, state)


@pytest.mark.parametrize("kind", ["note", "state", "owner", "priority", "edited", "heard"])
def test_nothing_but_a_public_word_is_a_response(kind: str) -> None:
    response = clocks(ticket(), event("2026-11-23T09:00:00Z", kind)).response
    assert response == clock("2026-11-23 12:00", 2 * HOUR, "running")


def test_waiting_does_not_stop_the_response() -> None:
    waiting = event("2026-11-23T08:05:00Z", "waiting", "customer")
    assert clocks(ticket(state="waiting"), waiting).response == clock("2026-11-23 12:00", 2 * HOUR, "running")


@pytest.mark.parametrize("state", ["working", "waiting", "resolved"])
def test_a_ticket_imported_past_new_was_answered_elsewhere_nobody_knows_when(state: str) -> None:
    opened = event("2026-11-23T08:00:00Z", "opened", state)
    assert WORK.clocks(ticket(state=state), [opened], utc("2026-11-27 10:00")).response is None
    answered = [opened, event("2026-11-27T09:00:00Z", "reply")]
    found = WORK.clocks(ticket(state=state), answered, utc("2026-11-27 10:00"))
    assert found.response is None
    assert found.update is not None


# --- reply: from the oldest client message without an answer ---


def test_an_answer_is_owed_from_the_oldest_message_without_one() -> None:
    first = event("2026-11-23T08:10:00Z", "reply")
    asked, again = event("2026-11-23T09:00:00Z", "heard"), event("2026-11-23T09:45:00Z", "heard")
    assert clocks(ticket(), first).reply is None
    assert clocks(ticket(), first, asked, again).reply == clock("2026-11-23 13:00", 3 * HOUR, "running")


def test_a_public_reply_clears_what_was_asked_and_the_next_message_asks_anew() -> None:
    asked, answer = event("2026-11-23T08:10:00Z", "heard"), event("2026-11-23T08:30:00Z", "reply")
    assert clocks(ticket(), asked, answer).reply is None
    again = event("2026-11-23T09:30:00Z", "heard")
    assert clocks(ticket(), asked, answer, again).reply == clock("2026-11-23 13:30", 3 * HOUR + 1800, "running")


def test_an_internal_note_answers_nobody() -> None:
    asked, note = event("2026-11-23T08:00:00Z", "heard"), event("2026-11-23T09:00:00Z", "note")
    assert clocks(ticket(), asked, note).reply == clock("2026-11-23 12:00", 2 * HOUR, "running")


# --- update: last public word + N; only after the first response ---


@pytest.mark.parametrize(
    ("priority", "due"),
    [(1, "2026-11-23 13:00"), (2, "2026-11-24 09:00"), (3, "2026-11-25 09:00"), (4, "2026-11-30 09:00")],
)
def test_without_a_level_a_client_hears_something_within_so_many_working_hours(priority: int, due: str) -> None:
    update = clocks(
        ticket(priority=priority), event("2026-11-23T09:00:00Z", "reply"), now=utc("2026-11-23 09:00")
    ).update
    assert update is not None
    assert (update.due_at, update.state) == (utc(due), "running")


def test_no_update_is_owed_before_the_first_response() -> None:
    assert clocks(ticket(), event("2026-11-23T09:00:00Z", "note"), now=utc("2026-12-23 09:00")).update is None


def test_every_public_word_starts_the_update_anew() -> None:
    words = [event(f"2026-11-23T0{hour}:00:00Z", "reply") for hour in (8, 9)]
    assert clocks(ticket(priority=1), *words).update == clock("2026-11-23 13:00", 3 * HOUR, "running")


# --- resolution: target + the working time of the pauses; frozen while it waits on the customer ---


def test_without_a_level_nothing_says_when_a_ticket_must_be_resolved() -> None:
    assert clocks(ticket()).resolution is None


def test_a_level_says_when_and_is_named_as_the_promise() -> None:
    found = clocks(ticket(priority=2), level=GOLD)
    assert found.resolution == clock("2026-11-23 16:00", 6 * HOUR, "running", "level")
    assert found.response == clock("2026-11-23 09:00", -HOUR, "breached", "level")


def test_while_the_customer_is_waited_for_only_the_frozen_remainder_is_left() -> None:
    waiting = event("2026-11-23T09:00:00Z", "waiting", "customer")
    row = ticket(priority=2, state="waiting")
    for now in (MONDAY_10, utc("2026-11-27 10:00")):
        assert clocks(row, waiting, now=now, level=GOLD).resolution == Clock(None, 7 * HOUR, "paused", "level")


@pytest.mark.parametrize(
    ("resumed", "due"),
    [
        (event("2026-11-23T11:00:00Z", "state", "working"), "2026-11-24 09:00"),
        (event("2026-11-23T11:00:00Z", "heard"), "2026-11-24 09:00"),
        (event("2026-11-23T11:00:00Z", "waiting", "vendor"), "2026-11-24 09:00"),  # a vendor is our own affair
        (event("2026-11-24T08:00:00Z", "heard"), "2026-11-24 15:00"),  # the night of the pause does not count
    ],
)
def test_a_pause_moves_the_due_instant_by_its_working_time(resumed: ClockEvent, due: str) -> None:
    paused = event("2026-11-23T09:00:00Z", "waiting", "customer")
    resolution = clocks(ticket(priority=2), paused, resumed, now=utc("2026-11-24 08:00"), level=GOLD).resolution
    assert resolution is not None
    assert (resolution.due_at, resolution.state) == (utc(due), "running")


@pytest.mark.parametrize("whom", ["vendor", "parts", "scheduled"])
def test_waiting_for_anybody_else_stops_no_clock(whom: str) -> None:
    waiting = event("2026-11-23T09:00:00Z", "waiting", whom)
    resolution = clocks(ticket(priority=2, state="waiting"), waiting, level=GOLD).resolution
    assert resolution == clock("2026-11-23 16:00", 6 * HOUR, "running", "level")


def test_waiting_told_twice_is_one_pause_and_a_note_ends_none() -> None:
    pauses = [event(f"2026-11-23T{hour}:00:00Z", "waiting", "customer") for hour in ("09", "10")]
    note = event("2026-11-23T09:30:00Z", "note")
    resolution = clocks(ticket(priority=2), *pauses, note, now=utc("2026-11-23 15:00"), level=GOLD).resolution
    assert resolution == Clock(None, 7 * HOUR, "paused", "level")


def test_a_change_of_priority_counts_anew_from_the_opening_with_the_pauses_so_far() -> None:
    story = (
        event("2026-11-23T08:30:00Z", "waiting", "customer"),
        event("2026-11-23T09:30:00Z", "state", "working"),
        event("2026-11-23T09:45:00Z", "priority", "2"),
    )
    assert clocks(ticket(priority=3), *story, level=GOLD).resolution == clock(
        "2026-11-25 09:00", 17 * HOUR, "running", "level"
    )
    assert clocks(ticket(priority=2), *story, level=GOLD).resolution == clock(
        "2026-11-23 17:00", 7 * HOUR, "running", "level"
    )


def test_a_priority_may_run_around_the_clock() -> None:
    row = ticket(priority=1, opened_at="2026-11-21T23:00:00Z")  # a Saturday night
    found = clocks(row, now=utc("2026-11-21 23:10"), level=GOLD)
    assert found.response == clock("2026-11-21 23:15", 300, "running", "level")
    assert found.resolution == clock("2026-11-22 03:00", 3 * HOUR + 3000, "running", "level")


def test_the_source_s_own_due_date_is_the_resolution_clock() -> None:
    row = ticket(due_at="2026-11-23T12:00:00Z")
    assert clocks(row).resolution == clock("2026-11-23 12:00", 2 * HOUR, "running", "source")
    assert clocks(row, now=utc("2026-11-23 13:00")).resolution == clock("2026-11-23 12:00", -HOUR, "breached", "source")
    waiting = event("2026-11-23T09:00:00Z", "waiting", "customer")
    assert clocks(row, waiting).resolution == Clock(None, 3 * HOUR, "paused", "source")


def test_what_is_dated_ahead_has_not_happened_yet() -> None:
    promised = event("2026-11-24T09:00:00Z", "reply")
    assert clocks(ticket(), promised).response == clock("2026-11-23 12:00", 2 * HOUR, "running")
    assert clocks(ticket(), promised).update is None


# --- which clock is shown ---


def test_the_clock_that_is_due_first_is_shown_and_what_is_settled_is_not() -> None:
    new = clocks(ticket(due_at="2026-11-23T11:00:00Z"))
    assert most_pressing(new) == ("resolution", new.resolution)
    late = clocks(ticket(priority=1), event("2026-11-23T09:30:00Z", "reply"))
    assert late.response is not None
    assert late.response.state == "breached"
    assert most_pressing(late) == ("update", late.update)  # the late first word was given: it is history
    assert most_pressing(Clocks()) is None
    paused = Clocks(resolution=Clock(None, 5, "paused", "level"))
    assert most_pressing(paused) is None


@pytest.mark.parametrize(
    ("hours", "seconds"),
    [
        (weekly(range(5), time(8), time(17)), 9 * HOUR),
        (weekly([0], time(22), time(6)), 8 * HOUR),
        ((((480, 720), (780, 1020)), (), (), (), (), (), ()), 8 * HOUR),  # with a break at noon
        (ALWAYS.hours, 24 * HOUR),
        (((),) * 7, 8 * HOUR),  # nobody is ever there: a day is still a day
    ],
)
def test_a_day_in_a_target_is_the_calendar_s_longest(hours: tuple, seconds: int) -> None:  # type: ignore[type-arg]  # as Hours
    assert working_day(Calendar(UTC, hours)) == seconds
    assert default_level(seconds).targets[1].update == seconds


def test_holidays_are_no_working_time() -> None:
    closed = Clockwork(OFFICE._replace(closed=frozenset({date(2026, 11, 23)})))
    response = closed.clocks(ticket(), [event("2026-11-23T08:00:00Z", "opened", "new")], MONDAY_8).response
    assert response == clock("2026-11-24 12:00", 4 * HOUR, "running")


minutes = st.integers(0, 14 * 24 * 60)


@given(pauses=st.lists(st.tuples(minutes, minutes), max_size=6), priority=st.integers(1, 3), later=minutes)
def test_the_time_left_is_the_target_less_the_working_time_that_was_not_paused(
    pauses: list[tuple[int, int]], priority: int, later: int
) -> None:
    """Against a sum over the pieces between pauses, in the order in which they happened."""
    edges = sorted({edge for pair in pauses for edge in pair})
    edges = edges[: len(edges) // 2 * 2]
    starts, ends = edges[::2], edges[1::2]
    now = MONDAY_8 + timedelta(minutes=max([later, *ends]))
    events = []
    for start, end in zip(starts, ends, strict=True):
        events += [
            event(to_text(MONDAY_8 + timedelta(minutes=start)), "waiting", "customer"),
            event(to_text(MONDAY_8 + timedelta(minutes=end)), "state", "working"),
        ]
    target = GOLD.targets[priority - 1]
    work = WorkTime(ALWAYS if target.around_the_clock else OFFICE)
    running = [0, *ends], [*starts, int((now - MONDAY_8).total_seconds()) // 60]
    spent = sum(
        work.between(MONDAY_8 + timedelta(minutes=start), MONDAY_8 + timedelta(minutes=end))
        for start, end in zip(*running, strict=True)
    )
    resolution = clocks(ticket(priority=priority), *events, now=now, level=GOLD).resolution
    assert resolution is not None
    assert resolution.left_seconds == (target.resolution or 0) - spent
    assert resolution.state == ("running" if resolution.due_at and now <= resolution.due_at else "breached")


@given(
    kinds=st.lists(st.tuples(st.sampled_from(["reply", "heard", "note", "waiting", "state"]), minutes), max_size=12),
    later=minutes,
    priority=st.integers(1, 4),
)
def test_whatever_happened_the_clocks_agree_with_each_other(
    kinds: list[tuple[str, int]], later: int, priority: int
) -> None:
    story = [event(to_text(MONDAY_8 + timedelta(minutes=at)), kind, "customer") for kind, at in kinds]
    found = clocks(ticket(priority=priority), *story, now=MONDAY_8 + timedelta(minutes=later), level=GOLD)
    happened = sorted(
        (one for one in story if one.at <= to_text(MONDAY_8 + timedelta(minutes=later))), key=lambda e: e.at
    )
    words = [one for one in happened if one.kind in ("reply", "heard")]
    assert (found.update is not None) == any(one.kind == "reply" for one in words)
    assert (found.reply is not None) == (bool(words) and words[-1].kind == "heard")
    assert found.response is not None
    assert (found.response.state == "met") <= (found.update is not None)
    for one in found:
        if one is not None and one.due_at is not None and one.state == "running":
            assert one.left_seconds >= 0
