"""Planned against worked: what the schedule had planned for a day, and time off, on the time card and in reports."""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.cards.gaps import planned_in
from techday.core.instants import to_text
from techday.core.shifts import Lunch, ShiftPattern, shift_on
from techday.database.connection import empty_in_memory
from techday.database.rows import insert_row
from techday.pages.planned import NOTHING, planned_by_day
from techday.pages.working_days import WorkingDays
from techday.settings import Shift, Technician
from tests.conftest import Techday, examples, made_once

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)
PATTERNS = (ShiftPattern(BERLIN), ShiftPattern(BERLIN, time(22), time(6)), ShiftPattern(BERLIN, days=frozenset({6})))


class Own(NamedTuple):
    """The settings that shifts are made from."""

    technician: Technician
    shift: Shift


class Surroundings(NamedTuple):
    """What is read of a command's surroundings."""

    db: sqlite3.Connection
    shift_pattern: ShiftPattern
    settings: Own


class Item(NamedTuple):
    """Something on the schedule, or time off: `kind` of an item, "" of time off; hours in minutes, or whole days."""

    kind: str
    state: str
    technician: str
    start: int
    length: int
    whole: bool


@pytest.fixture(scope="module")
def db() -> Iterator[sqlite3.Connection]:
    """Give an empty store in memory."""
    with contextlib.closing(empty_in_memory()) as opened:
        opened.execute("INSERT INTO operation (at, verb, kind) VALUES ('2026-10-01T00:00:00Z', 'test', 'write')")
        yield opened


def planned_item(item: Item, first: date) -> dict[str, Any]:
    """Give when an item is, of hours or of whole days, from the midnight before `first`."""
    midnight = datetime.combine(first, time(), BERLIN).astimezone(UTC)
    start = midnight + item.start * MINUTE
    if not item.whole:
        return {"starts_at": to_text(start), "ends_at": to_text(start + item.length * MINUTE)}
    days = [first + timedelta(days=item.start // 1440), first + timedelta(days=(item.start + item.length) // 1440)]
    ends = [datetime.combine(day, time(), BERLIN).astimezone(UTC) for day in (days[0], days[1] + timedelta(days=1))]
    return {
        "starts_at": to_text(ends[0]),
        "ends_at": to_text(ends[1]),
        "first_day": f"{days[0]}",
        "last_day": f"{days[1]}",
    }


def keep(db: sqlite3.Connection, items: Sequence[Item], first: date) -> list[tuple[Item, dict[str, Any]]]:
    """Put items and time off into the store, and give them with their times."""
    kept = [(item, planned_item(item, first)) for item in items]
    for number, (item, times) in enumerate(kept):
        if item.kind:
            about = {"uid": f"{number}", "title": "x", "kind": item.kind, "technician": item.technician}
            state = {"state": item.state, "all_day": int(item.whole), "created_at": "2026-10-01T00:00:00Z"}
            texts = dict.fromkeys(("instance", "place", "note", "reason", "answered", "imported"), "")
            insert_row(db, "schedule_item", {**texts, **about, **state, **times})
        else:
            state = {"state": "approved" if item.state == "acknowledged" else "requested", "kind": "vacation"}
            texts = dict.fromkeys(("note", "decided_by", "reason", "seen"), "")
            insert_row(db, "time_off", {**texts, **state, "requested_at": "2026-10-01T00:00:00Z", **times})
    return kept


items = st.builds(
    Item,
    st.sampled_from(["remote", "on-site", "travel", "time-off", "", ""]),
    st.sampled_from(["acknowledged", "acknowledged", "proposed", "declined", "cancelled"]),
    st.sampled_from(["", "", "", "Ana"]),
    st.integers(-1440, 4 * 1440),
    st.integers(1, 1500),
    st.booleans(),
)


BOTH_OFF = [Item("", "acknowledged", "", 2 * 1440 + start, 300, whole=False) for start in (600, 700)]


@given(st.lists(items, max_size=5), st.sampled_from(PATTERNS), st.sampled_from(["2026-10-24", "2026-03-28"]))
@example(BOTH_OFF, PATTERNS[0], "2026-10-24")
@examples(40)
def test_planned_time_is_what_counting_minute_by_minute_gives_while_clocks_change(
    db: sqlite3.Connection, found: list[Item], pattern: ShiftPattern, day: str
) -> None:
    first = date.fromisoformat(day)
    lunch: Lunch = (time(12), time(13))
    context: Any = Surroundings(db, pattern, Own(Technician(), Shift(lunch=lunch)))
    db.execute("BEGIN")
    try:
        kept = keep(db, found, first)
        working = WorkingDays(context)
        planned = planned_by_day(context, working, first, first + timedelta(days=2))
        # The reference knows nothing of spans: it looks at every minute by itself.
        for one in (first + timedelta(days=step) for step in range(3)):
            shift = shift_on(pattern, one)
            told = planned.get(one, NOTHING)
            at, scheduled, off, plan = shift.since, 0, 0, 0
            break_ = working.lunch(shift)
            while at < shift.until:
                eats = break_ is not None and break_.start <= at < break_.end
                # Who is somewhere all day eats there; a lunch that is planned itself is planned.
                around = (to_text(break_.start), to_text(break_.end)) if break_ and eats and shift.working else None
                scheduled += any(
                    is_work(item)
                    and holds(times, at)
                    and not (around and times["starts_at"] < around[0] and around[1] < times["ends_at"])
                    for item, times in kept
                )
                if one.weekday() in pattern.days and shift.starts_at <= at < shift.ends_at and not eats:
                    is_off = any(is_time_off(item) and takes(times, at, one) for item, times in kept)
                    off, plan = off + is_off, plan + (not is_off)
                at += MINUTE
            assert (told.scheduled_seconds, told.time_off_seconds) == (scheduled * 60, off * 60)
            assert planned_in(working.on(one), break_, told.off) == plan * 60
    finally:
        db.execute("ROLLBACK")


def is_work(item: Item) -> bool:
    """Tell whether an item is planned work of the user's own, at hours of a day."""
    has_hours = not item.whole and item.length < 1440  # a week on call has none
    counts = item.state in ("acknowledged", "proposed") and not item.technician
    return item.kind not in ("", "time-off") and counts and has_hours


def is_time_off(item: Item) -> bool:
    """Tell whether something is approved time off."""
    return item.kind == "" and item.state == "acknowledged"


def holds(times: dict[str, Any], at: datetime) -> bool:
    """Tell whether an instant is within some times."""
    return bool(times["starts_at"] <= to_text(at) < times["ends_at"])


def takes(times: dict[str, Any], at: datetime, day: date) -> bool:
    """Tell whether time off takes an instant of the shift of a day."""
    return bool(times["first_day"] <= f"{day}" <= times["last_day"]) if "first_day" in times else holds(times, at)


# On the card


@made_once
def week(techday: Techday) -> Techday:
    """Monday of a plan and an afternoon off, worked up to noon; Thursday off; Friday asked for, and not decided."""
    techday.configure('technician.name = "Kim Lee"\ntechnician.manager = "Pat"\n')
    techday.did(
        "client add Acme --code ACME",
        "schedule add 'Replace switch' --start '2026-11-23 9:00' --end 11:30 --client acme",
        "schedule add 'Ring back' --start '2026-11-23 11:00' --end 12:30",
        "schedule add 'Move server' --start '2026-11-24 8:00' --end 14:00",
        "schedule add Fair --start 2026-11-25 --all-day --kind training",
        "timeoff request personal --date mon --hours 13-17",
        "timeoff request --from thu",
        "timeoff request --from fri",
        "timeoff decide 1 approved",
        "timeoff decide 2 approved",
        now="2026-11-23T07:00:00Z",
    )
    techday.did("timecard log 8:00-11:30 --client acme --note 'New switch'", now="2026-11-23T12:00:00Z")
    return techday


EVENING = "2026-11-23T18:00:00Z"


def test_a_day_says_what_was_planned_and_what_was_worked(week: Techday) -> None:
    assert week.tell("timecard day mon", now=EVENING) == snapshot("""\

$ techday timecard day mon
Mon 23 Nov 2026  3h30 of 4h worked  3h30 billed  4h time off
planned 3h30 by the schedule, worked 3h30
 #  time         worked  type    ticket  what
 1  08:00-11:30    3h30  remote          ACME: New switch
    11:30-12:00     30m  not told             techday log 11:30-12:00 --ticket N
    12:00-13:00      1h  lunch
 billable  100%  ████████████████████████┃████████  3h30 of 3h30, target 75%
 utilised  100%  ████████████████████████┃████████  3h30 of 3h30, target 75%
WARNINGS 1
! nothing told 11:30-12:00 (30m)                            techday timecard fix
""")


def test_a_week_has_both_beside_each_day(week: Techday) -> None:
    assert week.tell("timecard week", now=EVENING) == snapshot("""\

$ techday timecard week
2026-W48  Mon 23 Nov - Sun 29 Nov 2026  open  Kim Lee
 2026-W48  open      3h30  3h30 billed
         worked  billed  schedule  time off
 Mon 23    3h30    3h30      3h30        4h  █████████████░░
 Tue 24      0m      0m        5h            ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Wed 25      0m      0m                      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Thu 26      0m      0m                  8h
 Fri 27      0m      0m                      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 week      3h30    3h30      8h30       12h  28h planned
 billable  100%  ████████████████████████┃████████  3h30 of 3h30, target 75%
 utilised  100%  ████████████████████████┃████████  3h30 of 3h30, target 75%

Mon 23 Nov 2026  3h30 of 4h worked  3h30 billed  4h time off
 #  time         worked  type    ticket  what
 1  08:00-11:30    3h30  remote          ACME: New switch
    11:30-12:00     30m  not told             techday log 11:30-12:00 --ticket N
    12:00-13:00      1h  lunch

BILLED
 remote  as worked
WARNINGS 1
! nothing told 11:30-12:00 (30m)                            techday timecard fix
""")
    assert week.tell("timecard", now=EVENING, COLUMNS="60") == snapshot("""\

$ techday timecard
Mon 23 Nov 2026  3h30 of 4h worked  3h30 billed  4h time off
 #  time         worked  ticket  what
 1  08:00-11:30    3h30          ACME: New switch
    11:30-12:00     30m  not told
      techday log 11:30-12:00 --ticket N
    12:00-13:00      1h  lunch

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  open  Kim Lee
         worked  billed  schedule  time off
 Mon 23    3h30    3h30      3h30        4h  ████░
 Tue 24      0m      0m        5h            ░░░░░░░░░░
 Wed 25      0m      0m                      ░░░░░░░░░░
 Thu 26      0m      0m                  8h
 Fri 27      0m      0m                      ░░░░░░░░░░
 week      3h30    3h30      8h30       12h  28h planned
 billable  100%  █████████┃███  3h30 of 3h30, target 75%
 utilised  100%  █████████┃███  3h30 of 3h30, target 75%
""")


def test_a_report_has_a_line_for_each(week: Techday) -> None:
    assert week.tell("timecard report", "timecard report --client acme", now=EVENING) == snapshot("""\

$ techday timecard report
Time by client
  Mon 23 Nov 2026 to Sun 29 Nov 2026, 2026-W48
 client    entries  worked  billable  utilised  billed  share
 ACME            1    3h30      3h30      3h30    3h30   100%
 total           1    3h30      3h30      3h30    3h30   100%

 billable  100%  ████████████████████████┃████████  3h30 of 3h30, target 75%
 utilised  100%  ████████████████████████┃████████  3h30 of 3h30, target 75%
 planned         ██░░░░░░░░░░░░░░░░░░░░░  3h30 of 28h, 4h up to today, 30m short
 on schedule     8h30, 3h30 up to today; 3h30 worked
 time off        12h
$ techday timecard report --client acme
Time by client: client ACME
  Mon 23 Nov 2026 to Sun 29 Nov 2026, 2026-W48
 client    entries  worked  billable  utilised  billed  share
 ACME            1    3h30      3h30      3h30    3h30   100%
 total           1    3h30      3h30      3h30    3h30   100%

 billable  100%  ████████████████████████┃████████  3h30 of 3h30, target 75%
 utilised  100%  ████████████████████████┃████████  3h30 of 3h30, target 75%
""")


def test_a_report_without_work_still_says_what_was_time_off(week: Techday) -> None:
    assert week.tell("timecard report thu", now="2026-11-27T08:00:00Z") == snapshot("""\

$ techday timecard report thu
Time by client
  Thu 26 Nov 2026
  No time was told.  techday timecard log 9:00-10:30 --ticket N
 time off        8h
""")


def test_without_schedule_and_time_off_nothing_is_shown_of_them(techday: Techday) -> None:
    techday.did("timecard log 8:00-8:14 --note x")
    for command in ("timecard", "timecard day", "timecard week", "timecard report", "timecard export --out -"):
        told = techday(command).stdout
        assert "schedule" not in told
        assert "time off" not in told
    day = techday("timecard day --json").json
    assert (day["scheduled_seconds"], day["time_off_seconds"]) == (0, 0)


def test_time_off_is_counted_beside_work_and_never_paid_or_billed(week: Techday) -> None:
    card = week("timecard week --json", now=EVENING).json
    days = {day["date"]: day for day in card["days"]}
    monday, thursday, friday = (days[f"2026-11-{day}"] for day in (23, 26, 27))
    assert (monday["planned_seconds"], monday["time_off_seconds"], monday["working"]) == (14400, 14400, True)
    assert (thursday["planned_seconds"], thursday["time_off_seconds"], thursday["working"]) == (0, 28800, False)
    assert (friday["planned_seconds"], friday["time_off_seconds"], friday["working"]) == (28800, 0, True)
    assert (card["time_off_seconds"], card["scheduled_seconds"]) == (43200, 12600 + 18000)
    assert (card["worked_seconds"], card["billed_seconds"]) == (12600, 12600)
    assert (card["utilisation"]["planned_seconds"], card["utilisation"]["billable_percent"]) == (14400 + 3 * 28800, 100)
    report = week("timecard report --json", now=EVENING).json
    assert [report[f"{name}_seconds"] for name in ("planned", "scheduled", "scheduled_so_far", "time_off")] == [
        *(14400 + 3 * 28800, 12600 + 18000, 12600, 43200),
    ]


def test_hours_off_are_no_gap_on_the_card_on_the_board_and_in_the_walk(week: Techday) -> None:
    [gap] = week("timecard day --json", now=EVENING).json["gaps"]
    assert (gap["started_at"], gap["ended_at"]) == ("2026-11-23T11:30:00Z", "2026-11-23T12:00:00Z")
    assert week("today --json", now=EVENING).json["timecard"]["missing_seconds"] == 1800
    assert len(week("timecard fix --day mon --json", now=EVENING).json["steps"]) == 1
    week.did("timeoff withdraw 1")
    assert week("today --json", now=EVENING).json["timecard"]["missing_seconds"] == 1800 + 4 * 3600


def test_a_day_with_time_off_is_short_of_less(week: Techday) -> None:
    week.did("timecard log 11:30-11:56 --client acme --note 'Tidy up'", now=EVENING)  # four minutes are no gap
    warnings = week("timecard week --json", now=EVENING).json["warnings"]
    assert [one["text"] for one in warnings if one["kind"] in ("gap", "short")] == ["Mon 23 Nov is short by 4m of 4h"]


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_card_that_is_sent_names_the_days_off(week: Techday, form: str) -> None:
    text = week(f"timecard export 2026-W48 --format {form} --out -", now=EVENING).stdout
    assert "12:00:00" in text
    assert "Thu 26 Nov 2026: 8:00:00" in text


def test_a_later_approval_changes_nothing_of_what_was_submitted(week: Techday) -> None:
    friday = "2026-11-27T17:30:00Z"
    week.did("timecard submit --accept-warnings", now=friday)
    before = week("timecard week --json", now=friday).json
    week.did("timeoff decide 3 approved", now=friday)
    after = week("timecard week --json", now=friday).json
    assert after["time_off_seconds"] == before["time_off_seconds"] + 28800
    for key in ("digest", "entries", "accepted", "cards", "worked_seconds", "billed_seconds", "warnings", "errors"):
        assert after[key] == before[key], key
    week.did("timecard approve 2026-W48", "doctor", now=friday)


def test_a_supplement_does_not_count_the_time_off_again(week: Techday) -> None:
    friday = "2026-11-27T17:30:00Z"
    week.did("timecard submit --accept-warnings", now=friday)
    week.did("timecard log 7:00-7:30 --date 2026-11-24 --client acme --note 'Called back'", now=friday)
    pages = [week(f"timecard export {name} --format md --out -").stdout for name in ("2026-W48", "2026-W48/2")]
    assert ["Time off" in page for page in pages] == [True, False]
