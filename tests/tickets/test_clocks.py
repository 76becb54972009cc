"""The clocks of a ticket, by worked examples: office hours are Monday to Friday, 08:00 to 17:00 UTC."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.instants import to_text
from techday.core.worktime import ALWAYS, Calendar, WorkTime, weekly
from techday.levels.rules import Level, Target, default_level, working_day
from techday.tickets.clocks import Clock, Clocks, Clockwork, Terms, most_pressing, progress_of
from techday.tickets.store import ClockEvent, TicketRow
from tests.tickets.rows import event, ticket, utc

OFFICE = Calendar(UTC, weekly(range(5), time(8), time(17)))
HOUR = 3600
DAY = 9 * HOUR
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
GOLD_CLIENT = 7
WORK = Clockwork(OFFICE, {GOLD_CLIENT: Terms(GOLD, WorkTime(OFFICE), DAY)}.get)


def clocks(row: TicketRow, *events: ClockEvent, now: datetime = MONDAY_10, level: Level | None = None) -> Clocks:
    opened = event(row.opened_at, "opened", "new")
    row = row if level is None else row._replace(client_id=GOLD_CLIENT)
    return WORK.clocks(row, sorted([opened, *events], key=lambda one: one.at), now)


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
    row = ticket(state="working")  # it was brought back since
    assert WORK.clocks(row, [opened], utc("2026-11-27 10:00")).response is None
    answered = [opened, event("2026-11-27T09:00:00Z", "reply")]
    found = WORK.clocks(row, answered, utc("2026-11-27 10:00"))
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


# --- a wait that has an end: from then on the ticket is back with us ---


@pytest.mark.parametrize(
    ("until", "resumed", "due"),
    [
        ("2026-11-23T10:00:00Z", None, "2026-11-23 17:00"),  # nothing was heard: it is back at its date
        ("2026-11-23T11:00:00Z", "2026-11-23T10:00:00Z", "2026-11-23 17:00"),  # heard before
        ("2026-11-23T10:00:00Z", "2026-11-23T11:00:00Z", "2026-11-23 17:00"),  # heard after: too late to count
        ("2026-11-23T20:00:00Z", None, "2026-11-24 15:00"),  # the evening is no working time
    ],
)
def test_a_wait_ends_at_its_date_or_with_what_is_heard_before(until: str, resumed: str | None, due: str) -> None:
    story = [event("2026-11-23T09:00:00Z", "waiting", f"customer until {until}")]
    story += [event(resumed, "heard")] if resumed else []
    resolution = clocks(ticket(priority=2), *story, now=utc("2026-11-24 08:00"), level=GOLD).resolution
    assert resolution is not None
    assert (resolution.due_at, resolution.state) == (
        utc(due),
        "running" if utc(due) > utc("2026-11-24 08:00") else "breached",
    )


def test_what_was_waited_for_before_the_opening_is_no_pause_of_it() -> None:
    story = [event("2026-11-23T08:30:00Z", "waiting", "customer"), event("2026-11-23T10:00:00Z", "heard")]
    row = ticket(priority=2, opened_at="2026-11-23T09:00:00Z")  # its opening was told anew since
    resolution = clocks(row, *story, level=GOLD).resolution
    assert resolution is not None
    assert resolution.due_at == utc("2026-11-24 09:00")  # an hour of waiting, not an hour and a half


def test_before_its_date_the_wait_stands_still() -> None:
    waiting = event("2026-11-23T09:00:00Z", "waiting", "customer until 2026-11-25T08:00:00Z")
    row = ticket(priority=2, state="waiting")
    at_date = utc("2026-11-25 08:00")
    before = clocks(row, waiting, now=at_date - timedelta(seconds=1), level=GOLD).resolution
    assert before == Clock(None, 7 * HOUR, "paused", "level")
    assert clocks(row, waiting, now=at_date, level=GOLD).resolution == clock(
        "2026-11-25 15:00", 7 * HOUR, "running", "level"
    )


def test_a_wait_that_is_told_again_goes_on_to_its_new_date() -> None:
    first = event("2026-11-23T09:00:00Z", "waiting", "customer until 2026-11-23T12:00:00Z")
    again = event("2026-11-23T11:00:00Z", "waiting", "customer until 2026-11-23T15:00:00Z")
    found = progress_of([first, again], "2026-11-23T16:00:00Z")
    assert found.pauses == ((utc("2026-11-23 09:00"), utc("2026-11-23 15:00")),)


def test_a_wait_that_is_told_anew_after_its_date_is_another_pause() -> None:
    first = event("2026-11-23T09:00:00Z", "waiting", "customer until 2026-11-23T10:00:00Z")
    again = event("2026-11-23T11:00:00Z", "waiting", "customer")
    found = progress_of([first, again], "2026-11-23T16:00:00Z")
    assert found.pauses == ((utc("2026-11-23 09:00"), utc("2026-11-23 10:00")),)
    assert found.paused_since == utc("2026-11-23 11:00")


@pytest.mark.parametrize(
    "kind",
    "note priority owner edited promise kept verified escalated merged parted passed related linked problem".split(),
)
def test_what_else_happens_disturbs_no_clock(kind: str) -> None:
    story = [event("2026-11-23T08:30:00Z", "waiting", "customer until 2026-11-25T08:00:00Z")]
    other = event("2026-11-23T09:00:00Z", kind, "customer")
    for row in (ticket(priority=2), ticket(priority=2, state="waiting")):
        assert clocks(row, *story, other, level=GOLD) == clocks(row, *story, level=GOLD)
        assert clocks(row, other, level=GOLD) == clocks(row, level=GOLD)


# --- the end: a resolved ticket has what became of its clocks, a reopened one two readings ---

RESOLVED = event("2026-11-23T15:00:00Z", "state", "resolved")
REOPENED = event("2026-11-24T08:00:00Z", "state", "working")
AGAIN = event("2026-11-24T10:00:00Z", "state", "resolved")
FRIDAY = utc("2026-11-27 10:00")


def resolved(at: str = "2026-11-23T15:00:00Z", **fields: Any) -> TicketRow:
    return ticket(**{"priority": 2, "state": "resolved", "resolved_at": at, **fields})


@pytest.mark.parametrize(
    ("at", "left", "state"),
    [
        ("2026-11-23T15:00:00Z", HOUR, "met"),
        ("2026-11-23T16:00:00Z", 0, "met"),
        ("2026-11-24T09:00:00Z", -2 * HOUR, "breached"),
    ],
)
def test_resolving_stops_the_clock_for_good(at: str, left: int, state: str) -> None:
    found = clocks(resolved(at), event(at, "state", "resolved"), now=FRIDAY, level=GOLD)
    reading = clock("2026-11-23 16:00", left, state, "level")
    assert found.resolution == reading._replace(first=reading)
    assert (found.reply, found.update) == (None, None)


@pytest.mark.parametrize(
    ("replied", "left", "state"),
    [
        ("2026-11-23T08:30:00Z", HOUR // 2, "met"),
        ("2026-11-23T10:00:00Z", -HOUR, "breached"),
        ("2026-11-26T10:00:00Z", -6 * HOUR, "breached"),  # the word came after the end: the end counts
        (None, -6 * HOUR, "breached"),
    ],
)
def test_of_a_resolved_ticket_the_first_word_is_judged_too(replied: str | None, left: int, state: str) -> None:
    words = [event(replied, "reply")] if replied else []
    found = clocks(resolved(), *words, RESOLVED, now=FRIDAY, level=GOLD)
    assert found.response == clock("2026-11-23 09:00", left, state, "level")


def test_closing_after_resolving_is_no_later_end() -> None:
    closed = event("2026-11-26T09:00:00Z", "state", "closed")
    row = resolved(state="closed", closed_at="2026-11-26T09:00:00Z")
    once = clocks(resolved(), RESOLVED, now=FRIDAY, level=GOLD)
    assert clocks(row, RESOLVED, closed, now=FRIDAY, level=GOLD) == once


def test_a_ticket_closed_while_it_waited_on_the_customer_was_paused_to_the_end() -> None:
    waiting = event("2026-11-23T09:00:00Z", "waiting", "customer")
    row = ticket(priority=2, state="closed", closed_at="2026-11-25T12:00:00Z")
    for story in ([waiting, event("2026-11-25T12:00:00Z", "state", "closed")], [waiting]):
        resolution = clocks(row, *story, now=FRIDAY, level=GOLD).resolution
        assert resolution is not None
        assert (resolution.state, resolution.left_seconds) == ("met", 7 * HOUR)


def test_an_imported_ticket_ended_when_its_source_says_not_when_that_was_heard_of() -> None:
    heard_of = event("2026-11-26T09:00:00Z", "state", "closed")
    resolution = clocks(resolved(), heard_of, now=FRIDAY, level=GOLD).resolution
    reading = clock("2026-11-23 16:00", HOUR, "met", "level")
    assert resolution == reading._replace(first=reading)


def test_where_the_ticket_does_not_say_when_it_ended_its_events_do() -> None:
    closed = event("2026-11-26T09:00:00Z", "state", "closed")
    row = ticket(priority=2, state="closed")
    assert clocks(row, RESOLVED, closed, now=FRIDAY, level=GOLD) == clocks(resolved(), RESOLVED, now=FRIDAY, level=GOLD)


def test_a_ticket_that_came_in_closed_nobody_knows_when_has_no_clocks() -> None:
    opened = event("2026-11-23T08:00:00Z", "opened", "closed")
    assert WORK.clocks(ticket(state="closed"), [opened], FRIDAY) == Clocks()


@pytest.mark.parametrize("state", ["merged", "gone"])
def test_a_ticket_that_is_no_ticket_any_more_has_no_clocks(state: str) -> None:
    row = ticket(state=state, due_at="2026-11-24T08:00:00Z")
    assert clocks(row, event("2026-11-23T09:00:00Z", "reply"), level=GOLD) == Clocks()
    # What was resolved before it was merged is not open again.
    assert progress_of([RESOLVED, event("2026-11-24T08:00:00Z", "state", state)], to_text(FRIDAY)).stopped is not None


def test_after_a_reopen_the_first_reading_stands_and_the_total_goes_on() -> None:
    running = clocks(ticket(priority=2), RESOLVED, REOPENED, now=utc("2026-11-24 09:00"), level=GOLD).resolution
    first = clock("2026-11-23 16:00", HOUR, "met", "level")
    assert running == clock("2026-11-23 16:00", -2 * HOUR, "breached", "level")._replace(first=first)

    row = resolved("2026-11-24T10:00:00Z")
    total = clocks(row, RESOLVED, REOPENED, AGAIN, now=FRIDAY, level=GOLD).resolution
    assert total == clock("2026-11-23 16:00", -3 * HOUR, "breached", "level")._replace(first=first)


def test_a_pause_after_the_reopen_counts_for_the_total_alone() -> None:
    waiting = event("2026-11-24T09:00:00Z", "waiting", "customer")
    back = event("2026-11-24T11:00:00Z", "heard")
    found = clocks(ticket(priority=2), RESOLVED, REOPENED, waiting, back, now=FRIDAY, level=GOLD).resolution
    assert found is not None
    assert found.due_at == utc("2026-11-24 09:00")  # two hours later, an hour of them on Monday
    assert found.first == clock("2026-11-23 16:00", HOUR, "met", "level")


def test_the_source_s_due_date_has_two_readings_as_well() -> None:
    row = ticket(due_at="2026-11-23T16:00:00Z")
    resolution = clocks(row, RESOLVED, REOPENED, now=utc("2026-11-24 09:00")).resolution
    assert resolution == clock("2026-11-23 16:00", -2 * HOUR, "breached", "source")._replace(
        first=clock("2026-11-23 16:00", HOUR, "met", "source")
    )


# --- whose terms: the client's level, calendar and zone ---

SILVER = Level(
    "silver",
    (
        Target(response=HOUR, update=4 * HOUR, update_from="default"),
        *GOLD.targets[1:],
    ),
)
NEW_YORK = Calendar(ZoneInfo("America/New_York"), OFFICE.hours)
BERLIN_EVENING = Calendar(ZoneInfo("Europe/Berlin"), OFFICE.hours, frozenset({date(2026, 11, 24)}))


def of_client(calendar: Calendar, level: Level = GOLD) -> Clockwork:
    return Clockwork(OFFICE, {7: Terms(level, WorkTime(calendar), DAY, "Theirs")}.get)


@pytest.mark.parametrize(
    ("calendar", "due"),
    [
        (OFFICE, "2026-11-23 12:00"),
        (NEW_YORK, "2026-11-23 17:00"),  # they open at 13:00 UTC
        (BERLIN_EVENING, "2026-11-23 12:00"),
    ],
)
def test_a_client_s_clocks_run_in_its_own_calendar_and_zone(calendar: Calendar, due: str) -> None:
    work = of_client(calendar)
    opened = event("2026-11-23T08:00:00Z", "opened", "new")
    response = work.clocks(ticket(client_id=7), [opened], MONDAY_8).response
    assert response is not None
    assert (response.due_at, response.target) == (utc(due), "level")


def test_a_client_s_closing_day_is_skipped_and_other_clients_work_on_it() -> None:
    work = of_client(BERLIN_EVENING)
    opened = event("2026-11-23T14:00:00Z", "opened", "new")
    theirs, others = ticket(client_id=7, opened_at=opened.at), ticket(client_id=8, opened_at=opened.at)
    due = [
        found.response and found.response.due_at
        for found in (work.clocks(row, [opened], MONDAY_8) for row in (theirs, others))
    ]
    assert due == [utc("2026-11-25 09:00"), utc("2026-11-24 09:00")]


@pytest.mark.parametrize(
    ("opened_at", "due"),
    [
        ("2026-03-27T15:00:00Z", "2026-03-30 09:00"),  # Friday 16:00 in Berlin; the clocks go forward on Sunday
        ("2026-10-23T14:00:00Z", "2026-10-26 10:00"),  # Friday 16:00 in Berlin; the clocks go back on Sunday
    ],
)
def test_four_hours_of_work_over_a_change_of_the_clocks_end_at_the_same_local_time(opened_at: str, due: str) -> None:
    work = of_client(Calendar(ZoneInfo("Europe/Berlin"), OFFICE.hours))
    row = ticket(client_id=7, opened_at=opened_at)
    response = work.clocks(row, [event(opened_at, "opened", "new")], utc(due)).response
    assert response is not None
    assert response.due_at == utc(due)


def test_a_priority_around_the_clock_heeds_neither_zone_nor_closing_days() -> None:
    closed = NEW_YORK._replace(closed=frozenset(date(2026, 11, day) for day in range(1, 31)))
    row = ticket(client_id=7, priority=1)
    response = of_client(closed).clocks(row, [event(row.opened_at, "opened", "new")], MONDAY_8).response
    assert response == clock("2026-11-23 08:15", 900, "running", "level")


def test_each_clock_tells_whether_the_level_or_the_default_promised_it() -> None:
    work = of_client(OFFICE, SILVER)
    row = ticket(client_id=7, priority=1)
    story = [event(row.opened_at, "opened", "new"), event("2026-11-23T08:10:00Z", "reply")]
    found = work.clocks(row, story, MONDAY_10)
    assert found.response is not None
    assert found.update is not None
    assert (found.response.target, found.update.target) == ("level", "default")


def test_who_asks_for_the_terms_of_a_ticket_is_given_target_and_working_time() -> None:
    work = of_client(NEW_YORK)
    urgent, plain, other = ticket(client_id=7, priority=1), ticket(client_id=7), ticket()
    assert work.target(urgent).response == 15 * 60
    assert work.working(urgent).add(MONDAY_8, 900) == utc("2026-11-23 08:15")
    assert work.working(plain).add(MONDAY_8, 900) == utc("2026-11-23 13:15")
    assert work.target(other) == default_level(DAY).targets[2]


@pytest.mark.parametrize(
    ("at", "ahead"),
    [
        ("2026-11-23 10:00", "2026-11-25 10:00"),
        ("2026-11-26 10:00", "2026-11-30 10:00"),  # over a weekend
        ("2026-11-28 10:00", "2026-12-01 17:00"),  # from a Saturday: to the end of Tuesday
    ],
)
def test_two_working_days_ahead_is_two_days_of_the_client_s_calendar(at: str, ahead: str) -> None:
    for priority in (1, 3):  # around the clock is no reason to ask on a Sunday
        assert of_client(OFFICE).two_days_ahead(ticket(client_id=7, priority=priority), utc(at)) == utc(ahead)


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
    assert working_day(hours) == seconds
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


@given(
    start=minutes,
    length=st.integers(0, 5 * 24 * 60),
    until=st.booleans(),
    priority=st.integers(1, 3),
    opened=st.integers(-3000, 0),
    zone=st.sampled_from(["UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata"]),
)
def test_a_pause_moves_the_due_instant_by_exactly_its_working_time(
    start: int, length: int, until: bool, priority: int, opened: int, zone: str
) -> None:
    calendar = OFFICE._replace(zone=ZoneInfo(zone))
    began, ended = MONDAY_8 + timedelta(minutes=start), MONDAY_8 + timedelta(minutes=start + length)
    row = ticket(priority=priority, client_id=7, opened_at=to_text(MONDAY_8 + timedelta(minutes=opened)))
    told = f"customer until {to_text(ended)}" if until else "customer"
    pause = [event(to_text(began), "waiting", told), event(to_text(ended), "state", "working")]
    work, now = of_client(calendar), ended + timedelta(days=1)
    plain, paused = (work.clocks(row, story, now).resolution for story in ([], pause))
    assert plain is not None
    assert paused is not None
    assert plain.due_at is not None
    assert paused.due_at is not None
    hours = work.working(row)
    assert hours.between(plain.due_at, paused.due_at) == hours.between(began, ended)


happenings = st.lists(
    st.tuples(
        st.sampled_from([("waiting", "customer"), ("heard", ""), ("reply", ""), ("waiting", "vendor"), ("note", "")]),
        minutes,
    ),
    max_size=8,
)


@given(story=happenings, end=minutes, priority=st.integers(1, 3))
def test_both_readings_agree_while_a_ticket_was_never_reopened(
    story: list[tuple[tuple[str, str], int]], end: int, priority: int
) -> None:
    before = [(kind, at) for kind, at in story if at <= end]
    events = [event(to_text(MONDAY_8 + timedelta(minutes=at)), *kind) for kind, at in before]
    ended = to_text(MONDAY_8 + timedelta(minutes=end))
    row = resolved(ended, priority=priority)
    found = clocks(row, *events, event(ended, "state", "resolved"), now=FRIDAY + timedelta(days=30), level=GOLD)
    assert found.resolution is not None
    assert found.resolution.first == found.resolution._replace(first=None)
    assert found.resolution.state in ("met", "breached")


@given(
    story=st.lists(
        st.tuples(
            st.sampled_from("opened reply heard note waiting state merged verified escalated".split()),
            st.sampled_from(
                [
                    "",
                    "customer",
                    "customer until 2026-11-25T08:00:00Z",
                    "vendor",
                    "resolved",
                    "closed",
                    "gone",
                    "merged",
                ]
            ),
            minutes,
        ),
        max_size=12,
    ),
    state=st.sampled_from("new working waiting resolved closed gone merged".split()),
    ended=st.none() | minutes,
    due=st.none() | minutes,
    level=st.none() | st.just(GOLD),
    now=minutes,
)
def test_no_history_however_odd_breaks_a_clock(
    story: list[tuple[str, str, int]], state: str, ended: int | None, due: int | None, level: Level | None, now: int
) -> None:
    """Late words, imports and restores leave histories that no single rule would have written."""
    text = [None if one is None else to_text(MONDAY_8 + timedelta(minutes=one)) for one in (ended, due)]
    row = ticket(state=state, resolved_at=text[0], due_at=text[1], priority=2)
    events = [event(to_text(MONDAY_8 + timedelta(minutes=at)), kind, detail) for kind, detail, at in story]
    found = clocks(row, *events, now=MONDAY_8 + timedelta(minutes=now), level=level)
    open_now = state in ("new", "working", "waiting")
    assert found.resolution is None or found.resolution.state in (
        ("running", "breached", "paused") if open_now else ("met", "breached")
    )
    if not open_now:
        assert (found.reply, found.update) == (None, None)
    if state in ("gone", "merged"):
        assert not any(found)
