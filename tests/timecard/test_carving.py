"""Time logged afterwards is carved out of what was recorded for it: every second stays somewhere, and only once."""

import tempfile
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.core.instants import from_text, to_text
from techday.timecard.rules import carve, giving_way, interrupted
from techday.timecard.store import EntryRow
from tests.conftest import Techday, examples
from tests.timecard.recorded import recorded

EIGHT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def at(minutes: int) -> str:
    """Give an instant so many minutes after eight, as stored."""
    return to_text(EIGHT + timedelta(minutes=minutes))


PLAIN = EntryRow(
    id=1,
    started_at="",
    ended_at=None,
    ticket_id=1,
    ticket="L1",
    title="title",
    client_id=None,
    client=None,
    client_billable=1,
    work_type="remote",
    note="",
    internal_note="",
    billable=None,
    recorded_at="",
    guessed=0,
    concurrent=0,
    card_id=None,
    frozen=0,
    expected_end=None,
    meeting_id=None,
)


def entry(start: int, end: int | None, ticket: int | None = 1, number: int = 1, frozen: int = 0) -> EntryRow:
    """Give an entry from minute to minute after eight; one without an end runs."""
    ended = None if end is None else at(end)
    return PLAIN._replace(
        id=number, started_at=at(start), ended_at=ended, ticket_id=ticket, ticket=f"L{ticket}", frozen=frozen
    )


@pytest.mark.parametrize(
    ("what", "start", "end", "parts"),
    [
        ("its tail is cut off", 50, 70, [(0, 50)]),
        ("its head is cut off", -10, 20, [(20, 60)]),
        ("it is split", 20, 30, [(0, 20), (30, 60)]),
        ("nothing is left of it", -10, 70, []),
        ("exactly all of it", 0, 60, []),
    ],
)
def test_what_becomes_of_an_entry(what: str, start: int, end: int, parts: list[tuple[int, int]]) -> None:
    (cut,) = carve([entry(0, 60)], at(start), at(end))
    assert cut.parts == [(at(first), at(last)) for first, last in parts], what


def test_a_running_entry_runs_on_afterwards() -> None:
    (cut,) = carve([entry(0, None)], at(20), at(30))
    assert cut.parts == [(at(0), at(20)), (at(30), None)]
    assert cut.taken_seconds == 600


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 300), st.integers(1, 300))
def test_no_second_is_lost_or_counted_twice(begin: int, length: int, start: int, span: int) -> None:
    (cut,) = carve([entry(begin, begin + length)], at(start), at(start + span))
    kept = sum((from_text(str(last)) - from_text(first)).total_seconds() for first, last in cut.parts)
    taken = max(0, min(begin + length, start + span) - max(begin, start)) * 60
    assert kept + taken == length * 60
    assert cut.parts == sorted(cut.parts)


def test_a_password_reset_in_the_middle_of_other_work(techday: Techday) -> None:
    """The interruption is one command; the timer of the other ticket gives the minutes and runs on."""
    techday.configure('[technician]\nname = "Kim Lee"\n')
    techday.did("client add Acme", "add VPN drops --client acme --start", now="2026-11-23T08:00:00Z")
    assert techday.tell(
        'add Password reset --client acme --took 4m --fix "new password"', now="2026-11-23T08:30:00Z"
    ) == snapshot("""\

$ techday add Password reset --client acme --took 4m --fix "new password"
Added L2 Password reset, 4m logged (4m taken out of L1), resolved
""")
    assert recorded(techday) == ["08:00-08:26 L1 remote", "08:26-08:30 L2 remote", "08:30- L1 remote"]
    with techday.raw() as db:
        (written,) = db.execute("SELECT recorded_at FROM time_entry WHERE ticket_id = 2")
    assert written == ("2026-11-23T08:30:00Z",)


def test_of_two_calls_told_one_after_the_other_each_has_its_own_minutes(techday: Techday) -> None:
    techday.did("add Migration --start", now="2026-11-23T08:00:00Z")
    techday.did("add One --took 4m --fix told", "add Two --took 4m --fix told", now="2026-11-23T08:30:00Z")
    calls = ["08:22-08:26 L3 remote", "08:26-08:30 L2 remote"]
    assert recorded(techday) == ["08:00-08:22 L1 remote", *calls, "08:30- L1 remote"]


@examples(8)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 9)), min_size=1, max_size=6))
def test_every_minute_told_is_on_the_card_and_none_twice(calls: list[tuple[int, int]]) -> None:
    """While the timer has run for long enough, whatever calls are told and when."""
    with tempfile.TemporaryDirectory() as folder:
        techday = Techday(Path(folder))
        techday.did("add Migration --start", now=at(0))
        minute = 60
        for pause, length in calls:
            minute += pause
            techday.did(f"add Call --took {length}m --fix told", now=at(minute))
        with techday.raw() as db:
            rows = db.execute("SELECT started_at, ended_at, ticket_id FROM time_entry ORDER BY started_at").fetchall()
        spans = [(from_text(start), from_text(end or at(minute)), ticket) for start, end, ticket in rows]
        for number, (_, length) in enumerate(calls):
            told = sum((end - start for start, end, ticket in spans if ticket == number + 2), timedelta())
            assert told == timedelta(minutes=length)
        # From the first minute to the last, one after the other.
        assert (spans[0][0], spans[-1][1]) == (from_text(at(0)), from_text(at(minute)))
        assert all(before[1] == after[0] for before, after in pairwise(spans))


def test_minutes_of_a_reply_are_not_counted_twice_where_the_timer_runs_on_that_ticket(techday: Techday) -> None:
    techday.did("add VPN drops --start", "add Scanner", now="2026-11-23T08:00:00Z")
    assert techday.tell(
        "reply 1 on it --minutes 10",
        "reply 2 on it too --minutes 5m",
        "reply 2 nonsense --minutes 10x",
        "reply 2 nonsense --minutes 2000",
        now="2026-11-23T08:30:00Z",
    ) == snapshot("""\

$ techday reply 1 on it --minutes 10
Replied on L1, 0m logged (10m counts already)
$ techday reply 2 on it too --minutes 5m
Replied on L2, 5m logged (5m taken out of L1)
$ techday reply 2 nonsense --minutes 10x
2| techday: "10x" is not a duration
2|   write it as 15m, 1h30, 1:30 or 1.5h
exit 2
$ techday reply 2 nonsense --minutes 2000
2| techday: --minutes "2000" is more than a day
2|   --minutes 15
exit 2
""")
    assert recorded(techday) == ["08:00-08:25 L1 remote", "08:25-08:30 L2 remote", "08:30- L1 remote"]


def test_only_the_running_entry_gives_way_and_what_had_ended_stays(techday: Techday) -> None:
    """Five minutes, of which two fall into an entry that is on the card already: said, and never counted twice."""
    techday.did("add First", "add Second", "start 1", now="2026-11-23T08:00:00Z")
    techday.did("start 2", now="2026-11-23T08:27:00Z")
    assert techday.tell("add Quick question --took 5m --fix told", now="2026-11-23T08:30:00Z") == snapshot("""\

$ techday add Quick question --took 5m --fix told
Added L3 Quick question, 3m logged (3m taken out of L2, 2m not: techday timecard has that time already), resolved
""")
    assert recorded(techday) == ["08:00-08:27 L1 remote", "08:27-08:30 L3 remote", "08:30- L2 remote"]
    techday.did("undo", now="2026-11-23T08:30:00Z")
    assert recorded(techday) == ["08:00-08:27 L1 remote", "08:27- L2 remote"]


def test_what_is_frozen_gives_no_minute() -> None:
    """The timer runs on after the week was submitted; a call told then takes its minutes from what is new."""
    before, running = entry(0, 30, number=1, frozen=1), entry(30, None, number=2)
    assert giving_way([before, running], ticket_id=9) == [running]
    assert giving_way([before._replace(frozen=0), running], ticket_id=9) == [before._replace(frozen=0), running]


def test_what_ran_beside_other_work_is_in_nobodys_way(techday: Techday) -> None:
    techday.did("start meeting", now="2026-11-23T08:00:00Z")
    techday.did("stop", now="2026-11-23T09:00:00Z")
    with techday.raw() as db:
        db.execute("UPDATE time_entry SET concurrent = 1")
    techday.did("start travel --at 8:30", "add Call --took 10m --fix told", now="2026-11-23T08:50:00Z")
    calls = ["08:00-09:00 meeting", "08:30-08:40 travel", "08:40-08:50 L1 remote", "08:50- travel"]
    assert recorded(techday) == calls


@pytest.mark.parametrize(
    ("what", "entries", "back"),
    [
        ("nothing was worked", [], None),
        ("nothing runs: what ran last", [entry(0, 10, 1), entry(20, 30, 2)], 2),
        ("nothing runs, and the last one was an interruption", [entry(0, 10, 1), entry(10, 20, 2)], 1),
        ("one thing runs and interrupted nothing", [entry(0, 10, 1), entry(20, None, 2)], None),
        ("an interruption", [entry(0, 10, 1), entry(10, None, 2)], 1),
        ("an interruption of an interruption", [entry(0, 10, 1), entry(10, 20, 2), entry(20, None, 3)], 2),
        (
            "having gone back once",
            [entry(0, 10, 1), entry(10, 20, 2), entry(20, 30, 3), entry(30, None, 2)],
            1,
        ),
        ("an interruption that was logged afterwards", [entry(0, 10, 1), entry(10, 14, 2), entry(14, None, 1)], None),
        ("a break in between", [entry(0, 10, 1), entry(15, 20, 2), entry(20, None, 3)], 2),
    ],
)
def test_what_was_interrupted(what: str, entries: list[EntryRow], back: int | None) -> None:
    found = interrupted(entries)
    assert (found.ticket_id if found else None) == back, what


def test_nobody_goes_back_to_what_is_over() -> None:
    finished = [entry(0, 10, 1), entry(10, 20, 2), entry(30, 35, 3)]
    assert [found and found.ticket_id for found in (interrupted(finished), interrupted(finished, {3}))] == [3, 2]
    assert interrupted(finished, {1, 2, 3}) is None
    nested = [entry(0, 10, 1), entry(10, 20, 2), entry(20, None, 3)]
    assert interrupted(nested, {2}) == nested[0]


def test_back_goes_one_interruption_further_each_time(techday: Techday) -> None:
    techday.did("add Migration", "add Phone call", "add Another call")
    for minute, command in enumerate(("start 1", "start 2", "start 3")):
        techday.did(command, now=f"2026-11-23T08:{minute:02}:00Z")
    told = [techday.tell("back", now=f"2026-11-23T08:{minute:02}:00Z") for minute in (10, 20, 30)]
    assert "".join(told) == snapshot("""\

$ techday back
Back to L2 Phone call; stopped L3 after 8m

$ techday back
Back to L1 Migration; stopped L2 after 10m

$ techday back
The timer runs on L1 Migration already, which interrupted nothing
""")


def test_a_call_that_was_done_leads_back_to_what_it_interrupted(techday: Techday) -> None:
    """Told while it went on, or afterwards in one line: `back` is the same."""
    techday.did("add Migration --start", now="2026-11-23T08:00:00Z")
    techday.did("add Call --call --start", now="2026-11-23T08:10:00Z")
    assert techday.tell("done . --fix told", "back", now="2026-11-23T08:14:00Z") == snapshot("""\

$ techday done . --fix told
Resolved L2 Call
$ techday back
Back to L1 Migration
""")
    assert techday.tell(
        "add Another --took 4m --fix told", "back", "stop", "back", now="2026-11-23T08:30:00Z"
    ) == snapshot("""\

$ techday add Another --took 4m --fix told
Added L3 Another, 4m logged (4m taken out of L1), resolved
$ techday back
The timer runs on L1 Migration already, which interrupted nothing
$ techday stop
Stopped L1 after 0m
$ techday back
Back to L1 Migration
""")


def test_back_in_the_morning_has_nothing_to_go_back_to(techday: Techday) -> None:
    techday.did("add Migration --start", now="2026-11-20T08:00:00Z")
    techday.did("stop", now="2026-11-20T12:00:00Z")
    assert techday.tell("back", now="2026-11-23T08:00:00Z") == snapshot("""\

$ techday back
2| techday: Nothing was interrupted today
2|   techday start N, or techday start meeting
exit 1
""")
