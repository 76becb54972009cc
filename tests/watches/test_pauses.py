"""Pauses of watches, to the instant: what fell in one was not missed, what was missed before one stays missed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.instants import to_text
from techday.watches.pulse_store import Pulse
from techday.watches.rules import slots_to_draw, standing, strip
from tests.conftest import Techday
from tests.watches.test_rules import FRIDAY, looked, marks, times_at, watch

MONDAY = "2026-11-23T{}Z"


def seen(techday: Techday, name: str, now: str) -> tuple[str, int, list[tuple[str, str]]]:
    """Give how a watch stands, how many were missed, and its strip: the hour of each due time with how it stood."""
    shown = techday(f"watch show {name} --json", now=now).json["watch"]
    return shown["state"], shown["missed"], [(mark["due_at"][8:13], mark["state"]) for mark in shown["strip"]]


def test_due_times_within_a_pause_of_hours_were_not_missed(kept: Techday) -> None:
    """Looked at 08:14, paused 09:00, resumed 17:00: 12:00 is gone, 16:00 runs on and is due from then at most."""
    kept.did("watch check sql ok --seen green")
    kept.did("watch pause sql --reason 'no power'", now=MONDAY.format("09:00:00"))
    kept.did("watch resume sql", now=MONDAY.format("17:00:00"))
    assert seen(kept, "sql", MONDAY.format("17:05:00")) == ("due", 0, [("23T08", "ok"), ("23T16", "due")])
    assert seen(kept, "sql", "2026-11-24T09:00:00Z") == ("due", 0, [("23T08", "ok"), ("24T08", "due")])
    assert seen(kept, "sql", "2026-11-24T12:30:00Z")[1] == 1  # that of 08:00


def test_what_was_missed_before_a_pause_stays_missed_and_a_second_pause_forgets_neither(kept: Techday) -> None:
    kept.did("watch check sql ok --seen green")  # 12:00 is missed then
    kept.did("watch pause sql --reason a", now="2026-11-23T16:10:00Z")
    kept.did("watch resume sql", now="2026-11-24T11:00:00Z")
    kept.did("watch pause sql --reason b", now="2026-11-24T13:00:00Z")
    kept.did("watch resume sql", now="2026-11-24T15:00:00Z")
    expected = [("23T08", "ok"), ("23T12", "missed"), ("24T12", "missed"), ("24T16", "due")]
    assert seen(kept, "sql", "2026-11-24T16:30:00Z") == ("due", 2, expected)
    assert len(kept("watch show sql --json", now="2026-11-24T16:30:00Z").json["checks"]) == 1
    kept.did("watch delete sql --with-checks", "undo", now="2026-11-24T16:30:00Z")
    assert seen(kept, "sql", "2026-11-24T16:30:00Z") == ("due", 2, expected)


def test_a_pause_that_ended_by_itself_stays_known_when_the_next_begins(kept: Techday) -> None:
    kept.did("watch check acme nightly ok --seen green")
    kept.did("watch pause acme nightly --reason moving --until thu", now="2026-11-24T09:00:00Z")
    kept.did("watch pause acme nightly --reason again", now="2026-11-27T09:00:00Z")
    kept.did("watch resume acme nightly", now="2026-11-27T10:00:00Z")
    state = seen(kept, "acme nightly", "2026-11-27T11:00:00Z")
    assert state == ("due", 1, [("23T08", "ok"), ("26T08", "missed"), ("27T08", "due")])


def test_an_hourly_due_time_that_a_pause_interrupted_is_due_again_and_then_missed() -> None:
    """Open since 08:00, paused from 09:00 to 10:00: at 10:30 it can be answered, at 12:30 it was not."""
    pause = f'[["{to_text(FRIDAY)}", "{to_text(FRIDAY + timedelta(hours=1))}"]]'
    one = watch("4h", FRIDAY, pauses=pause)
    half_past_ten, afternoon = (times_at(FRIDAY + timedelta(hours=hours)) for hours in (1.5, 3.5))
    assert (standing(one, half_past_ten).state, marks(one, [], half_past_ten)) == ("due", ["due"])
    assert (standing(one, afternoon).missed, marks(one, [], afternoon)) == (1, ["missed", "due"])


@pytest.mark.parametrize("hour", ["09:00", "23:50"])
def test_what_is_wanted_once_is_due_again_after_its_pause_on_the_list_and_in_its_strip(
    kept: Techday, hour: str
) -> None:
    kept.did("watch pause laptop --reason 'Jo is away'", now="2026-11-23T08:30:00Z")
    assert seen(kept, "laptop", "2026-11-24T09:00:00Z") == ("paused", 0, [])
    kept.did("watch resume laptop", now=f"2026-11-25T{hour}:00Z")
    assert seen(kept, "laptop", "2026-11-26T09:00:00Z") == ("due", 0, [("23T08", "due")])


def test_every_write_on_pauses_is_undone(kept: Techday) -> None:
    from tests.database.stores import dump

    before = dump(kept.store)
    kept.did("watch pause sql --reason a", now="2026-11-24T09:00:00Z")
    kept.did("watch resume sql", now="2026-11-24T10:00:00Z")
    kept.did("watch pause sql --reason b --until thu", now="2026-11-24T11:00:00Z")
    kept.did("watch pause sql --reason c", now="2026-11-27T11:00:00Z")
    kept.did("undo", "undo", "undo", "undo", now="2026-11-27T12:00:00Z")
    assert dump(kept.store) == before


spans = st.lists(st.tuples(st.integers(0, 10 * 24), st.integers(1, 60)), max_size=3)


@given(st.sampled_from(["daily", "4h", "7h", "weekly", ""]), spans, st.integers(0, 14 * 24), st.booleans())
def test_the_state_and_the_strip_agree_through_any_pauses(
    every: str, told: list[tuple[int, int]], now: int, lasts: bool
) -> None:
    """Pauses of hours that begin at any hour of ten days; the last one may still last."""
    import json

    at = FRIDAY + timedelta(hours=now)
    over = [(FRIDAY + timedelta(hours=begun), FRIDAY + timedelta(hours=begun + hours)) for begun, hours in told]
    pauses = [[to_text(begun), to_text(ended)] for begun, ended in over if ended <= at]
    one: Pulse = looked(watch(every, pauses=json.dumps(pauses), paused_at=to_text(at) if lasts else None), [])
    times = times_at(at)
    drawn = strip(one, slots_to_draw(one, times), [], times)
    how = standing(one, times)
    assert (how.state == "due") == any(mark.state == "due" for mark in drawn)
    assert not lasts or how.state == "paused"
    if not lasts:
        assert how.missed == sum(mark.state == "missed" for mark in drawn)
    for mark in drawn:
        inside = any(begun <= mark.due_at < ended for begun, ended in pauses)
        assert not (inside and mark.state == "missed")


def test_the_shift_day_of_what_is_wanted_once_is_that_of_the_night_shift_it_fell_in() -> None:
    from techday.watches.rules import once
    from tests.watches.test_rules import NIGHTS

    at_two = datetime(2026, 11, 22, 2, tzinfo=UTC)
    assert once(watch("", at_two), times_at(at_two, NIGHTS)).day == "2026-11-21"
