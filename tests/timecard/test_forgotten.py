"""The forgotten timer: cut at the next write, marked as a guess, said aloud; it keeps nobody from starting."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.core.instants import from_text, to_text
from techday.core.shifts import ShiftPattern, shift_day
from techday.timecard.forgotten import would_be_cut
from techday.timecard.rules import Limits, expected_end, forgotten
from techday.timecard.store import running_entry
from tests.conftest import Techday, made_once
from tests.timecard.recorded import recorded
from tests.timecard.test_carving import PLAIN

UTC = ZoneInfo("UTC")
DAYS = ShiftPattern(UTC)
NIGHTS = ShiftPattern(UTC, time(22), time(6), frozenset(range(7)))
TWELVE_HOURS = 12 * 3600
FRIDAY, MONDAY = "2026-11-20", "2026-11-23"


def instant(text: str) -> datetime:
    """Read `2026-11-20 08:00` as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("what", "pattern", "start", "end"),
    [
        ("in the shift: an hour after its end", DAYS, f"{FRIDAY} 13:00", f"{FRIDAY} 18:00"),
        ("somewhat early counts as the shift", DAYS, f"{FRIDAY} 07:40", f"{FRIDAY} 18:00"),
        ("in the last minute of the shift", DAYS, f"{FRIDAY} 16:59", f"{FRIDAY} 18:00"),
        ("after the shift: four hours", DAYS, f"{FRIDAY} 17:00", f"{FRIDAY} 21:00"),
        ("on call at night: four hours", DAYS, f"{FRIDAY} 02:00", f"{FRIDAY} 06:00"),
        ("on a day off: four hours", DAYS, "2026-11-21 10:00", "2026-11-21 14:00"),
        ("at night, in a shift that crosses midnight", NIGHTS, f"{FRIDAY} 02:00", f"{FRIDAY} 07:00"),
    ],
)
def test_from_when_on_a_timer_may_have_been_forgotten(what: str, pattern: ShiftPattern, start: str, end: str) -> None:
    assert expected_end(Limits(pattern, TWELVE_HOURS), instant(start)) == instant(end), what


def test_no_timer_is_expected_to_run_beyond_the_limit() -> None:
    limits = Limits(DAYS._replace(start=time(6), end=time(22)), TWELVE_HOURS)
    assert expected_end(limits, instant(f"{FRIDAY} 06:00")) == instant(f"{FRIDAY} 18:00")


@pytest.mark.parametrize(
    ("zone", "day", "end"),
    [
        ("Europe/Berlin", "2026-10-25", "2026-10-25T06:00:00Z"),
        ("Europe/Berlin", "2026-03-29", "2026-03-29T05:00:00Z"),
        ("America/New_York", "2026-11-01", "2026-11-01T12:00:00Z"),
        ("America/New_York", "2026-03-08", "2026-03-08T11:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T20:30:00Z"),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T20:00:00Z"),
    ],
)
def test_a_night_shift_ends_by_the_clock_on_the_wall(zone: str, day: str, end: str) -> None:
    """At seven in the morning, an hour after the shift, however long the night was."""
    pattern = NIGHTS._replace(zone=ZoneInfo(zone))
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    assert to_text(expected_end(Limits(pattern, TWELVE_HOURS), midnight)) == end
    assert end == to_text(datetime.fromisoformat(f"{day}T07:00").replace(tzinfo=ZoneInfo(zone)))


@pytest.mark.parametrize(
    ("what", "start", "last_act", "now", "cut"),
    [
        ("not yet", "13:00", "13:10", "17:59", None),
        ("at the last act", "13:00", "16:10", "18:00", "16:10"),
        ("somebody is still at work", "13:00", "17:30", "18:20", None),
        ("nothing was recorded after the start: at the shift's end", "13:00", "13:00", "19:00", "17:00"),
        ("no act at all", "13:00", None, "19:00", "17:00"),
        ("started after the shift, nothing since: no time", "17:30", "17:30", "23:00", "17:30"),
        ("started after the shift, with an act", "17:30", "18:20", "23:00", "18:20"),
        ("started in a morning on call: not up to the shift's end", "02:00", "02:00", "08:00", "02:00"),
        ("the last act is in the future: the clock went back", "13:00", "19:30", "19:00", None),
    ],
)
def test_where_a_forgotten_timer_is_cut(what: str, start: str, last_act: str | None, now: str, cut: str | None) -> None:
    began = instant(f"{FRIDAY} {start}")
    running = PLAIN._replace(
        started_at=to_text(began),
        recorded_at=to_text(began),
        expected_end=to_text(expected_end(Limits(DAYS, TWELVE_HOURS), began)),
    )
    act = instant(f"{FRIDAY} {last_act}") if last_act else None
    found = forgotten(running, act, instant(f"{FRIDAY} {now}"), shift_day(DAYS, began))
    assert found == (instant(f"{FRIDAY} {cut}") if cut else None), what


def test_what_was_told_late_ran_until_it_was_told() -> None:
    """At seven in the evening somebody said what runs since two; that is known, and no more."""
    running = PLAIN._replace(
        started_at=f"{FRIDAY}T14:00:00Z", recorded_at=f"{FRIDAY}T19:00:00Z", expected_end=f"{FRIDAY}T18:00:00Z"
    )
    cut = forgotten(running, instant(f"{FRIDAY} 19:00"), instant(f"{MONDAY} 08:00"), shift_day(DAYS, instant(FRIDAY)))
    assert cut == instant(f"{FRIDAY} 19:00")


def test_what_goes_on_after_a_late_break_was_not_forgotten_before_it_goes_on(techday: Techday) -> None:
    techday.did("start internal", now=f"{FRIDAY}T16:00:00Z")
    techday.did("timecard break 17:30-19:00", now=f"{FRIDAY}T17:40:00Z")
    techday.did("add Mail is down", now=f"{FRIDAY}T18:50:00Z")
    techday.did("stop", now=f"{FRIDAY}T19:40:00Z")
    assert recorded(techday) == ["16:00-17:30 internal", "17:30-19:00 break", "19:00-19:40 internal"]


minutes = st.integers(0, 7 * 1440)


@given(minutes, minutes, minutes, minutes, st.integers(60, TWELVE_HOURS * 2))
def test_a_cut_lies_between_the_start_and_now(begin: int, acted: int, told: int, later: int, limit: int) -> None:
    monday = instant(f"{MONDAY} 00:00")
    began, now = monday + timedelta(minutes=begin), monday + timedelta(minutes=begin + later)
    end = expected_end(Limits(DAYS, limit), began)
    recorded_at = to_text(began + timedelta(minutes=told))
    running = PLAIN._replace(started_at=to_text(began), recorded_at=recorded_at, expected_end=to_text(end))
    act = min(now, monday + timedelta(minutes=acted))
    cut = forgotten(running, act, now, shift_day(DAYS, began))
    assert cut is None or began <= cut <= now
    assert began < end <= began + timedelta(seconds=limit)


# Stories


@made_once
def weekend(techday: Techday) -> Techday:
    """A timer that runs on since Friday; the last thing recorded was a note at ten past four."""
    techday.did("add Migration", "add Scanner", "start 1", now=f"{FRIDAY}T15:00:00Z")
    techday.did("ticket note 1 halfway", now=f"{FRIDAY}T16:10:00Z")
    return techday


def test_a_timer_left_running_over_the_weekend_keeps_nobody_from_starting(weekend: Techday) -> None:
    assert weekend.tell("start 2", "log --most 2", now=f"{MONDAY}T08:00:00Z") == snapshot("""\

$ techday start 2
Started L2 Scanner
2| warning: the timer was forgotten: cut L1 at Fri 16:10, after 1h10, a guess (entry 1) (techday timecard edit 1 --end TIME corrects it, --confirm keeps it)
$ techday log --most 2
6  08:00  timecard start  Started L2 Scanner
5  08:00  timecard cut    Cut L1 at Fri 16:10, after 1h10, a guess (entry 1)
""")  # noqa: E501  # a warning stands in one line
    with weekend.raw() as db:
        rows = db.execute("SELECT started_at, ended_at, guessed FROM time_entry ORDER BY id").fetchall()
    assert rows == [
        ("2026-11-20T15:00:00Z", "2026-11-20T16:10:00Z", 1),
        ("2026-11-23T08:00:00Z", None, 0),
    ]


def test_whatever_is_written_first_cuts_it_and_then_works_as_if_it_had_been_stopped(weekend: Techday) -> None:
    assert weekend.tell("stop", "timecard resume", "back", now=f"{MONDAY}T08:00:00Z") == snapshot("""\

$ techday stop
No timer is running
2| warning: the timer was forgotten: cut L1 at Fri 16:10, after 1h10, a guess (entry 1) (techday timecard edit 1 --end TIME corrects it, --confirm keeps it)
$ techday timecard resume
2| techday: Nothing ran today that could go on
2|   techday start N, or techday start meeting
exit 1
$ techday back
2| techday: Nothing was interrupted today
2|   techday start N, or techday start meeting
exit 1
""")  # noqa: E501  # a warning stands in one line
    assert recorded(weekend) == ["15:00-16:10 L1 remote, a guess"]


def test_every_screen_reads_a_forgotten_timer_as_it_will_be_cut(techday: Techday) -> None:
    techday.did("add Mail is down --start", now="2026-11-19T08:00:00Z")
    morning = "2026-11-20T09:00:00Z"
    assert techday("ticket show 1 --json", now=morning).json["ticket"]["worked_seconds"] == 9 * 3600
    (guess,) = techday("timecard week --json", now=morning).json["errors"]
    assert guess["text"] == "L1 Thu 08:00-17:00 is a guess"


def test_what_only_reads_writes_nothing_and_knows_where_it_would_be_cut(weekend: Techday) -> None:
    now = f"{MONDAY}T08:00:00Z"
    assert weekend("ticket show 1", now=now).exit == 0
    assert recorded(weekend) == ["15:00- L1 remote"]
    with weekend.raw() as db:
        running = running_entry(db)
        assert running is not None
        assert would_be_cut(db, running, from_text(now), DAYS) == instant(f"{FRIDAY} 16:10")
        assert would_be_cut(db, running, from_text(f"{FRIDAY}T17:30:00Z"), DAYS) is None


def test_somebody_who_works_late_is_not_cut_off(weekend: Techday) -> None:
    for minutes in ("17:00", "17:50", "18:40", "19:30"):
        weekend.did("ticket note . still at it", now=f"{FRIDAY}T{minutes}:00Z")
    weekend.did("stop", now=f"{FRIDAY}T20:00:00Z")
    assert recorded(weekend) == ["15:00-20:00 L1 remote"]


def test_a_stop_told_afterwards_needs_no_guess(weekend: Techday) -> None:
    assert weekend.tell("stop --at 'fri 16:30'", "stop --at 'fri 16:40'", now=f"{MONDAY}T08:00:00Z") == snapshot("""\

$ techday stop --at 'fri 16:30'
Stopped L1 after 1h30, no guess any more
2| warning: the timer was forgotten: cut L1 at Fri 16:10, after 1h10, a guess (entry 1) (techday timecard edit 1 --end TIME corrects it, --confirm keeps it)
$ techday stop --at 'fri 16:40'
No timer is running
""")  # noqa: E501  # a warning stands in one line
    assert recorded(weekend) == ["15:00-16:30 L1 remote"]


def test_a_guess_is_not_ended_over_other_time(techday: Techday) -> None:
    """Both began at ten by a clock that went back; only one of them can have gone on."""
    techday.did("start meeting", now=f"{MONDAY}T10:00:00Z")
    techday.did("start travel", now=f"{MONDAY}T09:00:00Z")
    techday.did("stop", now=f"{MONDAY}T10:30:00Z")
    before = recorded(techday)
    assert before == ["10:00-10:00 meeting, a guess", "10:00-10:30 travel"]
    assert techday("stop --at 10:20", now=f"{MONDAY}T10:40:00Z").exit in (0, 1)
    assert recorded(techday) == before


def test_an_undo_brings_the_timer_back_and_the_next_write_cuts_it_again(weekend: Techday) -> None:
    """Else what was taken back by chance would be sixty hours of work."""
    now = f"{MONDAY}T08:00:00Z"
    weekend.did("start 2", now=now)
    weekend.did("undo", "undo", now=now)
    assert recorded(weekend) == ["15:00- L1 remote"]
    weekend.did("start 2", now=f"{MONDAY}T08:05:00Z")
    assert recorded(weekend) == ["15:00-16:10 L1 remote, a guess", "08:05- L2 remote"]


def test_an_undo_is_a_sign_of_life(techday: Techday) -> None:
    """Whoever took back the start of another ticket was there, and wants the first one to run."""
    techday.did("add Mail is down", "add Scanner", "start 1", now=f"{FRIDAY}T16:30:00Z")
    techday.did("start 2", now=f"{FRIDAY}T17:30:00Z")
    techday.did("undo", now=f"{FRIDAY}T18:45:00Z")
    later = techday.copied_to(techday.home / "later")
    techday.did("start 2", now=f"{FRIDAY}T18:50:00Z")
    assert recorded(techday) == ["16:30-18:50 L1 remote", "18:50- L2 remote"]
    later.did("start 2", now=f"{FRIDAY}T19:50:00Z")
    assert recorded(later) == ["16:30-18:45 L1 remote, a guess", "19:50- L2 remote"]


def test_a_redo_is_a_sign_of_life(techday: Techday) -> None:
    techday.did("start internal", now=f"{FRIDAY}T16:30:00Z")
    techday.did("undo", "redo", now=f"{FRIDAY}T18:45:00Z")
    techday.did("stop", now=f"{FRIDAY}T18:50:00Z")
    assert recorded(techday) == ["16:30-18:50 internal"]


def test_a_timer_started_after_hours_and_forgotten_holds_no_time_until_somebody_says(techday: Techday) -> None:
    techday.did("start internal", now="2026-11-21T10:00:00Z")
    assert techday.tell("add Mail is down", now=f"{MONDAY}T08:00:00Z") == snapshot("""\

$ techday add Mail is down
Added L1 Mail is down
2| warning: the timer was forgotten: cut internal at Sat 10:00, where it began, without time, a guess (entry 1) (techday timecard edit 1 --end TIME corrects it)
""")  # noqa: E501  # a warning stands in one line
    assert recorded(techday) == ["10:00-10:00 internal, a guess"]
    techday.did("start meeting", now=f"{MONDAY}T09:00:00Z")
    assert recorded(techday) == ["10:00-10:00 internal, a guess", "09:00- meeting"]


def test_the_limit_is_a_setting(techday: Techday) -> None:
    techday.configure('[timecard]\nlimit = "2h"\n')
    techday.did("start internal", now=f"{MONDAY}T08:00:00Z")
    techday.did("start meeting", now=f"{MONDAY}T11:00:00Z")
    assert recorded(techday) == ["08:00-10:00 internal, a guess", "11:00- meeting"]


def test_the_shift_ends_where_hours_off_begin_that_last_to_its_end(techday: Techday) -> None:
    techday.did("timeoff request --date today --hours 13-17", "timeoff request --date today --hours 9-10")
    techday.did("timeoff decide 1 approved --by Pat", "timeoff decide 2 approved --by Pat", "start internal")
    techday.did("start meeting", now=f"{MONDAY}T20:00:00Z")
    assert recorded(techday) == ["08:14-13:00 internal, a guess", "20:00- meeting"]


def test_scripts_are_told_on_stderr_and_the_document_stays_whole(weekend: Techday) -> None:
    result = weekend("stop --json", now=f"{MONDAY}T08:00:00Z")
    assert result.json["stopped"] is None
    assert "the timer was forgotten" in result.stderr
