"""Breaks: nothing runs meanwhile, and what they interrupted goes on; every second is in one place."""

import tempfile
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.core.instants import from_text, to_text
from tests.conftest import Techday, examples, made_once
from tests.timecard.recorded import recorded

EIGHT = "2026-11-23T08:00:00Z"


def at(clock: str) -> str:
    """Give an instant of that Monday."""
    return f"2026-11-23T{clock}:00Z"


@made_once
def morning(techday: Techday) -> Techday:
    """A ticket that is worked on since eight."""
    techday.did("add Migration", "add Call", "start 1 --note 'Moved the mail'", now=EIGHT)
    return techday


def test_a_break_interrupts_and_resume_goes_on(morning: Techday) -> None:
    assert morning.tell("timecard break", now=at("12:00")) == snapshot("""\

$ techday timecard break
Break begun; stopped L1 after 4h
""")
    assert morning.tell("timecard break", now=at("12:10")) == snapshot("""\

$ techday timecard break
A break goes on already
""")
    assert morning.tell("timecard resume", "timecard resume", now=at("12:40")) == snapshot("""\

$ techday timecard resume
Resumed L1 Migration; the break took 40m
$ techday timecard resume
The timer runs on L1 Migration already
""")
    assert recorded(morning) == ["08:00-12:00 L1 remote", "12:00-12:40 break", "12:40- L1 remote"]
    with morning.raw() as db:
        assert [row[0] for row in db.execute("SELECT note FROM time_entry")] == ["Moved the mail"] * 2


def test_whatever_starts_ends_the_break(morning: Techday) -> None:
    morning.did("timecard break", now=at("12:00"))
    assert morning.tell("start 2", now=at("12:30")) == snapshot("""\

$ techday start 2
Started L2 Call; the break took 30m
""")
    assert recorded(morning) == ["08:00-12:00 L1 remote", "12:00-12:30 break", "12:30- L2 remote"]


def test_a_break_may_end_the_day(morning: Techday) -> None:
    morning.did("timecard break --at 16:00", now=at("16:10"))
    assert morning.tell("stop --at 15:50", "stop", "stop", now=at("16:30")) == snapshot("""\

$ techday stop --at 15:50
2| techday: The break began after that
2|   Give a later time with --at; techday timecard shows it
exit 1
$ techday stop
Ended the break after 30m
$ techday stop
No timer is running
""")
    assert recorded(morning) == ["08:00-16:00 L1 remote", "16:00-16:30 break"]


def test_a_break_is_told_afterwards(morning: Techday) -> None:
    assert morning.tell("timecard break 12:00-12:40", "timecard break 12:00 to 12:40", now=at("13:00")) == snapshot("""\

$ techday timecard break 12:00-12:40
Break 12:00-12:40; taken out of L1
$ techday timecard break 12:00 to 12:40
That was a break already
""")
    assert recorded(morning) == ["08:00-12:00 L1 remote", "12:00-12:40 break", "12:40- L1 remote"]


def test_a_break_is_told_with_its_end_still_to_come(morning: Techday) -> None:
    assert morning.tell("timecard break 12:00-12:40", now=at("12:10")) == snapshot("""\

$ techday timecard break 12:00-12:40
Break 12:00-12:40; taken out of L1; L1 goes on then
""")
    assert recorded(morning) == ["08:00-12:00 L1 remote", "12:00-12:40 break", "12:40- L1 remote"]
    running = morning("stop --json", now=at("12:50")).json["stopped"]
    assert running["seconds"] == 600


@pytest.mark.parametrize(
    ("command", "after"),
    [
        ("stop", ["12:00-12:20 break"]),
        ("timecard resume", ["12:00-12:20 break", "12:20- L1 remote"]),
        ("start 1", ["12:00-12:20 break", "12:20- L1 remote"]),
        ("start 2", ["12:00-12:20 break", "12:20- L2 remote"]),
        ("timecard break", ["12:00-12:40 break", "12:40- L1 remote"]),
        ("done 1 --fix moved", ["12:00-12:40 break"]),
        ("timecard break 12:00-12:50", ["12:00-12:50 break", "12:50- L1 remote"]),
    ],
)
def test_what_was_planned_after_a_break_gives_way_to_what_happens(
    morning: Techday, command: str, after: list[str]
) -> None:
    morning.did("timecard break 12:00-12:40", now=at("12:10"))
    assert morning(command, now=at("12:20")).exit == 0
    assert recorded(morning) == ["08:00-12:00 L1 remote", *after]


def test_stopping_before_the_break_is_over_says_that_nothing_had_gone_on(morning: Techday) -> None:
    morning.did("timecard break 12:00-12:40", now=at("12:10"))
    assert morning.tell("stop", "timecard resume", now=at("12:20")) == snapshot("""\

$ techday stop
L1 had not gone on yet; ended the break after 20m
$ techday timecard resume
Resumed L1 Migration
""")


@pytest.mark.parametrize(
    ("first", "second", "after"),
    [
        ("12:00-12:30", "12:20-12:40", ["12:00-12:40 break"]),
        ("12:00-12:30", "12:30-12:40", ["12:00-12:40 break"]),
        ("12:20-12:30", "12:00-12:40", ["12:00-12:40 break"]),
        ("12:00-12:40", "12:10-12:20", ["12:00-12:40 break"]),
        ("12:00-12:10", "12:30-12:40", ["12:00-12:10 break", "12:30-12:40 break"]),
    ],
)
def test_breaks_that_meet_are_one(techday: Techday, first: str, second: str, after: list[str]) -> None:
    techday.did("start meeting", now=EIGHT)
    techday.did("stop", now=at("12:00"))
    techday.did(f"timecard break {first}", f"timecard break {second}", now=at("13:00"))
    assert recorded(techday) == ["08:00-12:00 meeting", *after]


def test_a_break_that_goes_on_ends_where_its_range_says_so(morning: Techday) -> None:
    morning.did("timecard break", now=at("12:00"))
    morning.did("timecard break 12:00-12:40", now=at("13:00"))
    assert recorded(morning) == ["08:00-12:00 L1 remote", "12:00-12:40 break"]
    morning.did("timecard resume --at 12:40", now=at("13:00"))
    assert recorded(morning)[-1] == "12:40- L1 remote"


def test_a_break_that_begins_late_is_told_as_a_range(morning: Techday) -> None:
    morning.did("stop", now=at("12:05"))
    assert morning.tell(
        "timecard break --at 12:00",
        "timecard break 12:00-12:40 --at 12:00",
        "timecard break 13:00-13:30",
        "timecard break 2026-11-24T12:00Z to 2026-11-24T13:00Z",
        "timecard break 2026-11-20 12:00 to 2026-11-23 12:00",
        "timecard break lunch",
        now=at("12:50"),
    ) == snapshot("""\

$ techday timecard break --at 12:00
2| techday: The timer ran on L1 then (entry 1)
2|   Give a later time with --at, or tell it as a range: techday timecard break 12:00-12:40
exit 1
$ techday timecard break 12:00-12:40 --at 12:00
2| techday: A range says when the break was, and so does --at
2|   techday timecard break 12:00-12:40
exit 2
$ techday timecard break 13:00-13:30
2| techday: "13:00-13:30" is still to come
2|   techday timecard break begins one now
exit 2
$ techday timecard break 2026-11-24T12:00Z to 2026-11-24T13:00Z
2| techday: "2026-11-24T12:00Z to 2026-11-24T13:00Z" is still to come
2|   techday timecard break begins one now
exit 2
$ techday timecard break 2026-11-20 12:00 to 2026-11-23 12:00
2| techday: "2026-11-20 12:00 to 2026-11-23 12:00" is more than a day
2|   techday timecard break 12:00-12:40
exit 2
$ techday timecard break lunch
2| techday: "lunch" is not a range of time
2|   write it as 9:00-10:30, 1pm-3pm or "yesterday 22:00-01:00"
exit 2
""")
    assert recorded(morning) == ["08:00-12:05 L1 remote"]


def test_who_answers_a_client_had_no_break_meanwhile(morning: Techday) -> None:
    morning.did("timecard break", now=at("12:00"))
    assert morning.tell("reply 2 on it --minutes 5", now=at("12:20")) == snapshot("""\

$ techday reply 2 on it --minutes 5
Replied on L2, 5m logged (5m taken out of the break)
""")
    after = ["08:00-12:00 L1 remote", "12:00-12:15 break", "12:15-12:20 L2 remote", "12:20- break"]
    assert recorded(morning) == after


def test_resume_goes_on_with_what_the_break_interrupted_and_back_with_what_that_had(morning: Techday) -> None:
    morning.did("start 2", now=at("11:00"))
    morning.did("timecard break", now=at("12:00"))
    morning.did("timecard resume", now=at("12:30"))
    assert recorded(morning)[-1] == "12:30- L2 remote"
    morning.did("undo", "back", now=at("12:30"))
    assert recorded(morning)[-1] == "12:30- L1 remote"


def test_nobody_resumes_what_is_done_or_was_yesterday(morning: Techday) -> None:
    morning.did("start 2", now=at("11:00"))
    morning.did("timecard break", "done 2 --fix told", now=at("12:00"))
    morning.did("timecard resume", now=at("12:30"))
    assert recorded(morning)[-1] == "12:30- L1 remote"
    morning.did("stop", now=at("17:00"))
    assert morning.tell("timecard resume", now="2026-11-24T08:00:00Z") == snapshot("""\

$ techday timecard resume
2| techday: Nothing ran today that could go on
2|   techday start N, or techday start meeting
exit 1
""")


def test_a_clock_that_went_back_gives_no_break_a_negative_length(morning: Techday) -> None:
    morning.did("timecard break", now=at("12:00"))
    assert morning.tell("timecard resume", now=at("11:50")) == snapshot("""\

$ techday timecard resume
Resumed L1 Migration; the break is off
2| warning: the clock went back to 11:50, but time is recorded up to 12:00: this begins there (techday timecard)
""")
    assert recorded(morning) == ["08:00-12:00 L1 remote", "12:00- L1 remote"]


class Step(NamedTuple):
    """A command, typed some minutes after the one before and told some minutes late."""

    command: str
    minutes: int
    late: int


ACTS = [
    "start meeting",
    "timecard switch 1",
    "start travel --adjust",
    "stop",
    "back",
    "timecard resume",
    "timecard break",
]
steps = st.builds(Step, st.sampled_from(ACTS), st.integers(0, 45), st.sampled_from([0, 0, 0, 3, 20, 90]))


@examples(7)
@given(st.lists(steps, max_size=8))
def test_every_second_between_a_start_and_a_stop_is_in_one_place(typed: list[Step]) -> None:
    """Held against minutes that are ticked off: on from each start, resume and break, off from each stop."""
    with tempfile.TemporaryDirectory() as folder:
        techday = Techday(Path(folder))
        techday.did("add Migration", "start 1", now=EIGHT)
        minute, on = 0, set(range(LAST_MINUTE))
        for step in typed:
            minute += step.minutes
            told = f" --at {step.late}m" if step.late else ""
            result = techday(f"{step.command}{told} --json", now=after_eight(minute))
            assert result.exit in (0, 1), (step, result)
            if result.exit == 0 and result.json["operation"] is not None:
                following = set(range(minute - step.late, LAST_MINUTE))
                on = on - following if step.command == "stop" else on | following
            spans = whole_spans(techday)
            covered = {
                one
                for one in range(-120, minute)
                if any(start <= after_eight(one) < (end or LATER) for start, end in spans)
            }
            assert covered == {one for one in on if one < minute}, (step, spans)


LAST_MINUTE = 9 * 60
LATER = "9"
ranges = st.tuples(st.integers(0, 60), st.integers(1, 40))


@examples(8)
@given(st.lists(st.one_of(steps, ranges, st.integers(1, 30)), max_size=7))
def test_whatever_is_told_in_whatever_order_nothing_overlaps(typed: list[Step | tuple[int, int] | int]) -> None:
    """Breaks by their range, with an end still to come too, and calls told with their minutes, among all the rest."""
    with tempfile.TemporaryDirectory() as folder:
        techday = Techday(Path(folder))
        techday.did("add Migration", "start 1", now=EIGHT)
        minute = 0
        for one in typed:
            minute += 10
            if isinstance(one, Step):
                command = one.command + (f" --at {one.late}m" if one.late else "")
            elif isinstance(one, int):
                command = f"add Call --took {one}m --fix told"
            else:
                since, length = one
                command = f"timecard break {after_eight(minute - since)} to {after_eight(minute - since + length)}"
            assert techday(command, now=after_eight(minute)).exit in (0, 1), command
            whole_spans(techday)


def after_eight(minute: int) -> str:
    """Give the instant so many minutes after eight, as stored."""
    return to_text(from_text(EIGHT) + timedelta(minutes=minute))


def whole_spans(techday: Techday) -> list[tuple[str, str | None]]:
    """Give the spans of all entries and breaks, in order; none is empty or negative, and no two of them overlap."""
    with techday.raw() as db:
        spans: list[tuple[str, str | None]] = db.execute(
            "SELECT started_at, ended_at FROM time_entry UNION ALL SELECT started_at, ended_at FROM time_break"
        ).fetchall()
    spans.sort(key=lambda span: (span[0], span[1] or LATER))
    assert all(start < (end or LATER) for start, end in spans), spans
    assert all((end or LATER) <= start for (_, end), (start, _) in pairwise(spans)), spans
    return spans
