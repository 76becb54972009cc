"""Every due time is answered, open or missed, once; a watch is never ok without a look that said so."""

import contextlib
import sqlite3
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from importlib.resources import files
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.instants import to_text
from techday.core.shifts import ShiftPattern, shift_day, shift_on
from techday.watches import store
from techday.watches.frequency import DueTimes, counted_days, hours_of
from techday.watches.pulse_store import Look, Pulse
from techday.watches.rules import (
    STRIP,
    check_command,
    in_quotes,
    label,
    open_slot,
    slots_to_draw,
    standing,
    strip,
)
from tests.conftest import examples

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAYS = ShiftPattern(UTC)
NIGHTS = ShiftPattern(UTC, clock(22), clock(6), frozenset({4, 5, 6}))
PATTERNS = (DAYS, NIGHTS, ShiftPattern(UTC, clock(9), clock(9), frozenset({0, 2})))


def watch(every: str = "daily", starts_at: datetime = FRIDAY, **fields: str | None) -> Pulse:
    """Give a watch that nobody has looked at yet."""
    rule_days = counted_days(every, starts_at.date(), starts_at.date())
    bare = Pulse("backup", every, to_text(starts_at), rule_days, None, None, None, None, None, None)
    return bare._replace(**fields)  # type: ignore[arg-type]  # the names are those of a Pulse


def times_at(now: datetime, pattern: ShiftPattern = DAYS) -> DueTimes:
    """Give the due times at an instant."""
    return DueTimes(lambda day: shift_on(pattern, day), shift_day(pattern, now), now)


def looked(one: Pulse, looks: list[Look]) -> Pulse:
    """Give a watch as the store would, after some looks."""
    if not looks:
        return one
    last = max(enumerate(looks), key=lambda pair: (pair[1].at, pair[0]))[1]
    told = [look.state for look in sorted(looks, key=lambda look: look.at) if look.state != "na"]
    return one._replace(last_at=last.at, last_day=last.day, last_due_at=last.due_at, health=told[-1] if told else None)


def marks(one: Pulse, looks: list[Look], times: DueTimes) -> list[str]:
    """Give the states of a strip, the oldest first."""
    return [mark.state for mark in strip(one, slots_to_draw(one, times), looks, times)]


def look_at(one: Pulse, at: datetime, state: str, pattern: ShiftPattern = DAYS) -> Look:
    """Give a look at a watch as it is recorded."""
    slot = open_slot(one, times_at(at, pattern))
    return Look(1, to_text(at), shift_day(pattern, at).day.isoformat(), slot.due_at if slot else None, state)


frequencies = st.sampled_from(["daily", "4h", "7h", "1h", "weekly", "3d", "FREQ=WEEKLY;BYDAY=TU,SA", ""])
looks_in_weeks = st.lists(st.tuples(st.integers(0, 28 * 24 * 4), st.sampled_from(["ok", "fail", "na"])), max_size=40)


@given(frequencies, st.sampled_from(PATTERNS), looks_in_weeks, st.integers(0, 28 * 24 * 4))
def test_every_due_time_is_answered_open_or_missed_exactly_once(
    every: str, pattern: ShiftPattern, told: list[tuple[int, str]], until: int
) -> None:
    """Looks at any quarter of an hour of four weeks, told in any order."""
    one = watch(every)
    now = FRIDAY + timedelta(minutes=15 * until)
    looks = [
        look_at(one, FRIDAY + timedelta(minutes=15 * step), state, pattern) for step, state in told if step <= until
    ]
    looks.sort(key=lambda look: look.at)
    times = times_at(now, pattern)
    drawn = strip(one, slots_to_draw(one, times), looks, times)
    due = [mark.due_at for mark in drawn]
    assert due == sorted(set(due))
    assert len(due) <= STRIP
    for mark in drawn:
        answers = [look.state for look in looks if look.due_at == mark.due_at]
        if answers:
            assert mark.state == answers[-1]
        else:
            assert mark.state in ("missed", "due")
    open_ones = [mark for mark in drawn if mark.state == "due"]
    assert len(open_ones) <= 1
    assert open_ones in ([], drawn[-1:])
    # Each look at which something was open answers one of the due times, unless that is too long ago to be drawn.
    oldest = min(due, default="9")
    assert all(look.due_at in due for look in looks if look.due_at is not None and look.due_at >= oldest and every)
    now_standing = standing(looked(one, looks), times)
    assert (now_standing.state == "due") == bool(open_ones)
    if now_standing.state == "ok":
        assert any(look.state == "ok" for look in looks)
    # What was missed since the last look are the last marks but for the open one.
    behind = [mark.state for mark in drawn if mark.state != "due"][::-1]
    in_a_row = next((index for index, state in enumerate(behind) if state != "missed"), len(behind))
    assert now_standing.missed <= in_a_row
    if looks and looks[-1].due_at == next(
        (mark.due_at for mark in drawn[::-1] if mark.state not in ("missed", "due")), 0
    ):
        assert now_standing.missed == in_a_row


def test_a_missed_check_stays_missed_whatever_is_seen_later() -> None:
    one = watch()
    monday, tuesday = FRIDAY + timedelta(days=3), FRIDAY + timedelta(days=4)
    looks = [look_at(one, FRIDAY, "ok")]
    assert standing(looked(one, looks), times_at(tuesday)) == (
        "due", "2026-11-24T08:00:00Z", 1, "2026-11-23T08:00:00Z",
    )  # fmt: skip
    looks.append(look_at(one, tuesday, "ok"))
    assert marks(one, looks, times_at(tuesday)) == ["ok", "missed", "ok"]
    assert standing(looked(one, looks), times_at(tuesday)).state == "ok"
    assert standing(looked(one, looks[:1]), times_at(monday)).state == "due"


def test_a_look_on_a_day_without_a_shift_answers_nothing_and_yet_tells_how_it_is() -> None:
    one = watch(starts_at=FRIDAY - timedelta(days=1))
    saturday = FRIDAY + timedelta(days=1)
    looks = [look_at(one, saturday, "ok")]
    assert looks[0].due_at is None
    assert marks(one, looks, times_at(saturday)) == ["missed", "missed"]
    assert standing(looked(one, looks), times_at(saturday)).state == "ok"


def test_of_two_looks_at_one_due_time_the_later_stands_in_whatever_order_they_were_told() -> None:
    one = watch()
    looks = [look_at(one, FRIDAY, "ok"), look_at(one, FRIDAY + timedelta(hours=2), "fail")]
    assert marks(one, looks, times_at(FRIDAY + timedelta(hours=3))) == ["fail"]
    assert standing(looked(one, looks[::-1]), times_at(FRIDAY + timedelta(hours=3))).state == "failing"


@pytest.mark.parametrize("after", [ShiftPattern(UTC, clock(10), clock(19)), ShiftPattern(UTC, clock(22), clock(6))])
@pytest.mark.parametrize("every", ["daily", "weekly", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"])
def test_what_was_answered_by_the_day_stays_answered_when_the_shift_is_moved(every: str, after: ShiftPattern) -> None:
    one = watch(every, FRIDAY - timedelta(days=9))
    days = [FRIDAY - timedelta(days=back) for back in (9, 8, 7, 4, 3, 2, 1, 0)]
    looks = [look_at(one, day, "ok") for day in days]
    moved = times_at(datetime(2026, 11, 20, 23, tzinfo=UTC), after)
    drawn = strip(one, slots_to_draw(one, moved), looks, moved)
    assert {mark.state for mark in drawn if mark.due_at >= one.starts_at[:10]} == {"ok"}
    assert standing(looked(one, looks), moved).missed == 0


def test_what_is_due_by_the_hour_goes_on_by_the_new_shift() -> None:
    one = watch("4h")
    looks = [look_at(one, FRIDAY, "ok"), look_at(one, FRIDAY + timedelta(hours=3, minutes=30), "ok")]
    moved = times_at(FRIDAY + timedelta(hours=4, minutes=10), ShiftPattern(UTC, clock(9), clock(18)))
    assert standing(looked(one, looks), moved).due_at == "2026-11-20T13:00:00Z"
    assert marks(one, looks, moved) == ["ok", "due"]


def test_a_paused_watch_has_no_due_times_and_missed_none() -> None:
    """Paused on Monday afternoon, before it was looked at, until Thursday."""
    tuesday, thursday = datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2026, 11, 26, 9, tzinfo=UTC)
    looks = [look_at(watch(), FRIDAY, "ok")]
    one = looked(watch(paused_at="2026-11-23T15:00:00Z", paused_until="2026-11-26"), looks)
    assert standing(one, times_at(tuesday)).state == "paused"
    assert standing(one, times_at(thursday)) == ("due", "2026-11-26T08:00:00Z", 0, None)
    assert marks(one, looks, times_at(thursday)) == ["ok", "due"]
    assert standing(one, times_at(thursday + timedelta(days=1))).missed == 1


def test_what_is_wanted_once_waits_then_stands_until_it_is_answered_early_too() -> None:
    tomorrow = FRIDAY + timedelta(days=1)
    one = watch("", tomorrow, kind="approval")
    assert standing(one, times_at(FRIDAY)).state == "waits"
    assert standing(one, times_at(tomorrow + timedelta(days=900))).state == "due"
    early = look_at(one, FRIDAY, "fail")
    assert early.due_at == to_text(tomorrow)
    assert standing(looked(one, [early]), times_at(tomorrow + timedelta(days=1))).state == "decided"


def test_the_due_time_that_stood_when_a_watch_was_added_counts_and_none_before() -> None:
    afternoon = datetime(2026, 11, 20, 13, tzinfo=UTC)
    assert marks(watch("4h", afternoon), [], times_at(afternoon)) == ["due"]
    assert marks(watch("4h", afternoon), [], times_at(FRIDAY + timedelta(hours=8))) == ["missed", "due"]
    evening = watch("daily", datetime(2026, 11, 20, 20, tzinfo=UTC))
    assert standing(evening, times_at(datetime(2026, 11, 20, 20, tzinfo=UTC))).state == "due"
    saturday = watch("daily", datetime(2026, 11, 21, 1, tzinfo=UTC))
    assert standing(saturday, times_at(datetime(2026, 11, 21, 1, tzinfo=UTC))).state == "waits"


def test_a_watch_that_nobody_looked_at_for_years_counts_no_further_than_its_strip() -> None:
    one = watch("1h", datetime(2001, 1, 1, 9, tzinfo=UTC))
    assert standing(one, times_at(FRIDAY)).missed == STRIP - 1  # and one is due
    assert len(marks(one, [], times_at(FRIDAY))) == STRIP


@examples(25)
@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["ok", "fail", "na"])), max_size=30))
def test_failing_days_are_the_distinct_days_with_a_failure_since_the_last_ok(told: list[tuple[int, str]]) -> None:
    """Looks at any of twenty quarter-days, told in any order; of two at one instant the one told later stands."""
    schema = files("techday.database").joinpath("schema.sql").read_text(encoding="utf-8")
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        db.executescript(schema)
        db.executescript("PRAGMA foreign_keys = OFF; DROP TRIGGER watch_check_inserted;")
        history: list[tuple[str, int, str, str]] = []
        for number, (step, state) in enumerate(told, start=1):
            at = FRIDAY + timedelta(hours=6 * step)
            day = at.date().isoformat()
            fields = {"watch_id": 7, "at": to_text(at), "day": day, "recorded_at": to_text(at), "state": state}
            store.insert_check(db, fields)
            history.append((to_text(at), number, state, day))
        history.sort()
        last_ok = max((index for index, one in enumerate(history) if one[2] == "ok"), default=-1)
        expected = {day for _, _, state, day in history[last_ok + 1 :] if state == "fail"}
        assert store.failing_days(db, [7]).get(7, 0) == len(expected)


def test_names_are_told_with_their_client_and_can_be_typed_as_they_stand() -> None:
    assert label("ACME", "Nightly") == "ACME Nightly"
    assert label("ACME", "acme nightly") == "acme nightly"
    assert check_command("ACME", "Nightly backup") == 'techday watch check "ACME Nightly backup" ok --seen TEXT'
    assert in_quotes('The "big" $HOME') == "'The \"big\" $HOME'"


def test_a_strip_reaches_back_over_years_where_it_is_due_once_a_quarter() -> None:
    one = watch("90d", datetime(2020, 1, 6, 9, tzinfo=UTC))
    slots = slots_to_draw(one, times_at(FRIDAY))
    assert len(slots) == STRIP
    assert date.fromisoformat(slots[-1].day) < date(2024, 1, 1)
    assert hours_of("90d") == 0
    assert len(list(islice(times_at(FRIDAY).latest("90d", one.rule_days), 100))) > STRIP
