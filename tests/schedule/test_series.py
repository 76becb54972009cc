"""What repeats: its days by the rule, its clock through summer and winter, and what is done to all that follows."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # has no types
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.core.instants import NEVER, from_text
from techday.core.recurrence import WEEKDAYS
from techday.schedule.rules import Values
from techday.schedule.series import Pattern, days_after, days_for, pattern_of, read_rule, times_on
from techday.schedule.series_moves import shifted
from tests.conftest import Techday, examples, made_once

BERLIN = '[technician]\nzone = "Europe/Berlin"\n'
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia")


@made_once
def techday(techday: Techday) -> Techday:
    """A store that is there already, with a client."""
    techday.did("client add Acme")
    return techday


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(microsecond=0, fold=0))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Give a rule of days as a person could write it."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    if frequency == "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYDAY={','.join(draw(st.sets(st.sampled_from(WEEKDAYS), min_size=1)))}")
    if frequency == "MONTHLY" and draw(st.booleans()):
        parts.append(
            draw(st.sampled_from(["BYDAY=1MO", "BYDAY=-1FR", "BYMONTHDAY=31", "BYMONTHDAY=-1", "BYDAY=2TU,4TU"]))
        )
    end = draw(st.sampled_from(["", "COUNT=7", "UNTIL=20380101"]))
    return ";".join([*parts, end]).strip(";")


@examples(12)
@given(
    rule=rules(), first=days, clock=clocks, zone=st.sampled_from(ZONES).map(ZoneInfo), seconds=st.integers(0, 172_800)
)
def test_a_series_has_the_days_of_its_rule_at_their_local_clock(
    rule: str, first: date, clock: time, zone: ZoneInfo, seconds: int
) -> None:
    """Whatever the clocks do meanwhile. What dateutil says stands beside it, without any zone."""
    expected = [
        at
        for at in rrulestr(rule, dtstart=datetime.combine(first, clock)).xafter(
            datetime.combine(first, time()), count=100, inc=True
        )
        if at.date() - first <= timedelta(days=399)
    ]
    found, known_to = days_after(rule, first, first - timedelta(days=1))
    assert found[: len(expected)] == [at.date() for at in expected]
    assert known_to == NEVER or known_to == found[-1].isoformat()
    for day in found[:30]:
        times = times_on(Pattern(rule, first, clock, seconds, False), day, zone)
        starts, ends = from_text(times["starts_at"]), from_text(times["ends_at"])
        wall = datetime.combine(day, clock).replace(tzinfo=zone)
        assert starts == wall.astimezone(UTC)
        exists = starts.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None)
        assert exists or starts.astimezone(zone).replace(tzinfo=None) > wall.replace(tzinfo=None)
        assert starts <= ends <= starts + timedelta(seconds=seconds, hours=25)


@examples(5)
@given(rule=rules(), first=days, kept=st.lists(st.integers(1, 50), max_size=3))
def test_working_a_rule_out_piece_by_piece_gives_the_same_days(rule: str, first: date, kept: list[int]) -> None:
    """Also where somebody took back a piece, so that fewer days are known than were."""
    whole, _ = days_for(rule, first, 30)
    found, known_to = days_after(rule, first, first - timedelta(days=1))
    while known_to != NEVER and len(found) < len(whole):
        if kept:
            found = found[: kept.pop()]
            known_to = found[-1].isoformat()
        more, known_to = days_after(rule, first, date.fromisoformat(known_to))
        found += more
    assert found[: len(whole)] == whole


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("daily", "FREQ=DAILY"),
        ("Weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("weekly", "FREQ=WEEKLY"),
        ("monthly", "FREQ=MONTHLY"),
        ("RRULE:FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=1MO"),
        ("freq=weekly; byday=mo,th", "FREQ=WEEKLY;BYDAY=MO,TH"),
        # An instant is the local day that holds it: in Berlin it is Tuesday already.
        ("FREQ=DAILY;UNTIL=20261130T233000Z", "FREQ=DAILY;UNTIL=20261201"),
    ],
)
def test_a_rule_is_read_as_it_is_said(typed: str, rule: str) -> None:
    assert read_rule(typed, ZoneInfo("Europe/Berlin")) == rule


@pytest.mark.parametrize(
    ("rule", "step", "moved"),
    [
        ("FREQ=DAILY", 1, "FREQ=DAILY"),
        ("FREQ=WEEKLY;BYDAY=MO", 1, "FREQ=WEEKLY;BYDAY=TU"),
        # Working days a day later would have a Saturday among them.
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 1, None),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 0, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", 1, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("FREQ=WEEKLY;UNTIL=20261228", 2, "FREQ=WEEKLY;UNTIL=20261230"),
        # Ten Mondays from the 23rd of November end on the 25th of January.
        ("FREQ=WEEKLY;COUNT=10", 1, "FREQ=WEEKLY;UNTIL=20270126"),
        ("FREQ=MONTHLY;BYDAY=1MO", 0, "FREQ=MONTHLY;BYDAY=1MO"),
        ("FREQ=MONTHLY;BYDAY=1MO", 1, None),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", 3, None),
    ],
)
def test_a_rule_moves_with_its_days_where_that_can_be_said(rule: str, step: int, moved: str | None) -> None:
    from techday.errors import Refused

    pattern = Pattern(rule, date(2026, 11, 23), time(9), 3600, False)
    if moved is None:
        with pytest.raises(Refused, match="cannot be moved all at once"):
            shifted(pattern, timedelta(days=step))
    else:
        assert shifted(pattern, timedelta(days=step)) == moved


def test_a_night_ends_at_its_clock_and_a_length_is_a_length() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = Values("Night", "on-site", "2027-03-26T21:00:00Z", "2027-03-27T05:00:00Z")
    change = date(2027, 3, 27)
    by_clock = times_on(pattern_of("FREQ=DAILY", night, berlin), change, berlin)
    # Of the night in which the clocks go forward an hour is missing.
    assert by_clock == {"starts_at": "2027-03-27T21:00:00Z", "ends_at": "2027-03-28T04:00:00Z"}
    hours = times_on(Pattern("FREQ=DAILY", change, time(22), 8 * 3600, False), change, berlin)
    assert hours == by_clock


def starts(techday: Techday, command: str = "schedule list --from 2026-01-01 --days 3000 --json") -> list[str]:
    """Give the local starts of what is listed."""
    return [
        from_text(one["start"]).astimezone(ZoneInfo("Europe/Berlin")).strftime("%a %d %b %H:%M")
        for one in techday(command).json["items"]
    ]


def test_nine_o_clock_stays_nine_o_clock(techday: Techday) -> None:
    techday.configure(BERLIN)
    techday.did("schedule add Round --start '2027-03-15 9:00' --for 1h --repeat FREQ=WEEKLY;COUNT=3")
    assert starts(techday) == ["Mon 15 Mar 09:00", "Mon 22 Mar 09:00", "Mon 29 Mar 09:00"]
    items = techday("schedule list --from 2027-03-01 --days 40 --json").json["items"]
    assert [one["instance"] for one in items] == [one["start"] for one in items]
    assert len({one["uid"] for one in items}) == 1


def test_the_second_of_two_hours_in_autumn_says_nothing_of_other_days(techday: Techday) -> None:
    techday.configure(BERLIN)
    techday.did("schedule add Night --start 2027-10-31T02:30+01:00 --for 10m --repeat FREQ=YEARLY;UNTIL=20290101")
    assert starts(techday)[0] == "Sun 31 Oct 02:30"
    techday.did("schedule add Once --start 2027-10-31T02:30+01:00 --for 10m")
    found = techday("schedule list --from 2027-10-01 --days 60 --json").json["items"]
    once = next(one["id"] for one in found if one["title"] == "Once")
    # In the hour that spring skips a clock moves forward, never back.
    assert techday(f"schedule move {once} --start 2028-03-26").stdout == (
        f"Moved {once} Once to Sun 26 Mar 2028 03:30-03:40\n"
    )


def test_each_instance_is_answered_moved_and_cancelled_alone(techday: Techday) -> None:
    techday.did(
        "schedule add Round --start 'tue 9:00' --repeat FREQ=WEEKLY;COUNT=4 --ack",
        "schedule move 2 --start wed",
        "schedule cancel 3",
    )
    states = [(one["id"], one["state"]) for one in techday("schedule list --days 60 --all --json").json["items"]]
    assert states == [(1, "acknowledged"), (2, "proposed"), (3, "cancelled"), (4, "acknowledged")]


def test_what_began_long_ago_has_only_its_last_weeks(techday: Techday) -> None:
    techday.configure(BERLIN)
    techday.did("schedule add Round --start '1999-01-04 9:00' --repeat weekly")
    found = starts(techday)
    assert (found[0], len(found) > 50) == ("Mon 19 Oct 09:00", True)


def test_a_series_is_worked_out_further_by_a_later_write_and_once(techday: Techday) -> None:
    techday.did("schedule add Round --start 'tue 9:00' --repeat weekly --place Attic")
    first = len(starts(techday))
    later = "2027-09-01T08:00:00Z"
    techday.did("schedule add Other --start 14:00", now=later)
    found = techday("schedule list --from 2026-01-01 --days 3000 --json").json["items"]
    rounds = [one for one in found if one["title"] == "Round"]
    assert (len(rounds) > first + 50, rounds[-1]["place"], rounds[-1]["state"]) == (True, "Attic", "proposed")
    begun = [date.fromisoformat(one["start"][:10]) for one in rounds]
    assert {after - before for before, after in pairwise(begun)} == {timedelta(days=7)}
    techday.did("schedule add Another --start 16:00", now=later)
    assert len(techday("schedule list --from 2026-01-01 --days 3000 --json").json["items"]) == len(found) + 1
    techday.did("undo", "undo", now=later)
    assert len(starts(techday)) == first


def test_new_instances_say_what_most_of_their_series_say(techday: Techday) -> None:
    techday.did(
        "schedule add Round --start 'tue 9:00' --repeat weekly",
        "schedule move 57 --title 'Round with cake' --place Attic --start 12:00",
        "schedule move 1 --place Cellar --following",
    )
    techday.did("schedule add Other --start 14:00", now="2027-11-01T08:00:00Z")
    last = techday("schedule list --from 2028-01-01 --days 300 --json").json["items"][-1]
    assert (last["title"], last["place"], last["start"][10:]) == ("Round", "Cellar", "T09:00:00Z")


def test_a_series_that_was_cancelled_does_not_grow_again(techday: Techday) -> None:
    techday.did("schedule add Round --start 'tue 9:00' --repeat weekly", "schedule cancel 3 --following --reason over")
    assert starts(techday) == ["Tue 24 Nov 10:00", "Tue 01 Dec 10:00"]
    techday.did("schedule add Other --start '2027-11-02 14:00'", now="2027-11-01T08:00:00Z")
    assert starts(techday)[2:] == ["Tue 02 Nov 15:00"]


def test_all_that_follows_is_moved_by_the_rule(techday: Techday) -> None:
    techday.configure(BERLIN)
    techday.did(
        "schedule add Round --start 'tue 9:00' --for 30m --repeat FREQ=WEEKLY;BYDAY=TU;COUNT=6 --ack",
        "schedule move 4 --start thu",
        "schedule cancel 5",
    )
    assert techday.tell(
        "schedule move 2 --start '2026-12-02 10:00' --following",
        "schedule move 2 --place Attic --following",
        "schedule list --days 60 --all",
        "schedule show 2",
    ) == snapshot("""\

$ techday schedule move 2 --start '2026-12-02 10:00' --following
Moved 2 Round and 2 later ones to Wed 2 Dec 10:00-10:30; 3 are open again
$ techday schedule move 2 --place Attic --following
Changed place of 2 Round and 3 later ones
$ techday schedule list --days 60 --all
ID  when         item            client  place     state
Tue 24 Nov
 1  09:00-09:30  Round                             acknowledged
Wed 2 Dec
 2  10:00-10:30  Round                   Attic     changed
Wed 9 Dec
 3  10:00-10:30  Round                   Attic     changed
Thu 17 Dec
 4  09:00-09:30  Round                   Attic     changed
Tue 22 Dec
 5  09:00-09:30  Round                             cancelled
Wed 30 Dec
 6  10:00-10:30  Round                   Attic     changed
$ techday schedule show 2
2  Round
  when        Wed 2 Dec 10:00-10:30
  state       open again: changed since it was answered 09:14
              start Tue 1 Dec 09:00 -> Wed 2 Dec 10:00
              end Tue 1 Dec 09:30 -> Wed 2 Dec 10:30
              place nothing -> Attic
  kind        remote
  place       Attic
  repeats     FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230
  techday week ack 2

AGAIN
  3  Wed 9 Dec 10:00-10:30   changed
  4  Thu 17 Dec 09:00-09:30  changed
  6  Wed 30 Dec 10:00-10:30  changed
""")


def test_each_part_of_a_series_ends_where_the_next_begins(techday: Techday) -> None:
    """What was moved or cancelled from a day on comes back by no change of the part before; nor does what is over."""
    techday.did(
        "schedule add Round --start '2026-11-10 9:00' --for 15m --repeat weekly",
        "schedule move 9 --start 14:00 --following",
        "schedule cancel 12 --following",
        "schedule move 6 --for 1h",
        "schedule move 5 --start 10:00 --following",
        "schedule add Other --start '2027-12-01 14:00'",
    )
    techday.did("schedule cancel 60", now="2027-11-30T08:00:00Z")
    assert techday.tell(
        "schedule cancel 1 --following",
        "undo",
        "schedule move 1 --start 11:00 --following",
        "schedule cancel 1 --following",
        "schedule move 7 --start 2026-12-15 --following",
        "schedule list --from 2026-11-01 --days 900",
    ) == snapshot("""\

$ techday schedule cancel 1 --following
Cancelled 2 of Round from Tue 24 Nov 09:00-09:15; what is over stays
$ techday undo
Undid: Cancelled 2 of Round from Tue 24 Nov 09:00-09:15; what is over stays
$ techday schedule move 1 --start 11:00 --following
Moved 3 Round and 1 later one to Tue 24 Nov 11:00-11:15; what is over stays
$ techday schedule cancel 1 --following
Nothing after 1 Round is left of its series
$ techday schedule move 7 --start 2026-12-15 --following
2| techday: "Round" would come before 6, the one ahead of it
2|   techday schedule move 6 --start TIME --following moves that one too
exit 1
$ techday schedule list --from 2026-11-01 --days 900
ID  when         item            client  place     state
Tue 10 Nov
 1  09:00-09:15  Round                             open
Tue 17 Nov
 2  09:00-09:15  Round                             open
Tue 24 Nov
 3  11:00-11:15  Round                             open
Tue 1 Dec
 4  11:00-11:15  Round                             open
Tue 8 Dec
 5  10:00-10:15  Round                             open
Tue 15 Dec
 6  09:00-10:00  Round                             open
Tue 22 Dec
 7  10:00-10:15  Round                             open
Tue 29 Dec
 8  10:00-10:15  Round                             open
Tue 5 Jan 2027
 9  14:00-14:15  Round                             open
Tue 12 Jan 2027
10  14:00-14:15  Round                             open
Tue 19 Jan 2027
11  14:00-14:15  Round                             open
Wed 1 Dec 2027
68  14:00-15:00  Other                             open
56 cancelled or declined  techday schedule list --from 2026-11-01 --days 900 --all
""")


def test_other_words_for_all_that_follows_leave_each_at_its_time(techday: Techday) -> None:
    techday.did(
        "schedule add Round --start 'tue 9:00' --for 15m --repeat FREQ=WEEKLY;COUNT=5 --ack",
        "schedule move 2 --start 12:00",
        "schedule move 3 --for 2h",
        "week ack 2 3",
        "schedule move 2 --note 'bring cake' --following",
        "schedule move 4 --place Hall --following",
    )
    found = techday("schedule list --days 60 --json").json["items"]
    assert [(one["start"][11:16], one["end"][11:16], one["note"], one["state"]) for one in found] == [
        ("09:00", "09:15", None, "acknowledged"),
        ("12:00", "12:15", "bring cake", "acknowledged"),
        ("09:00", "11:00", "bring cake", "acknowledged"),
        ("09:00", "09:15", "bring cake", "proposed"),
        ("09:00", "09:15", "bring cake", "proposed"),
    ]


def test_what_was_answered_in_another_calendar_is_still_of_its_series(techday: Techday) -> None:
    techday.did("schedule add Round --start 'tue 9:00' --for 15m --repeat FREQ=WEEKLY;COUNT=5")
    with techday.raw() as db:
        db.execute("UPDATE schedule_item SET imported = '{}' WHERE id IN (2, 3)")
    techday.did("schedule move 2 --start wed --following", "schedule cancel 4 --following")
    found = techday("schedule list --days 60 --json").json["items"]
    assert [one["start"][:10] for one in found] == ["2026-11-24", "2026-12-02", "2026-12-09"]


def test_conflicts_of_all_that_repeats_are_counted(techday: Techday) -> None:
    techday.did(*(f"schedule add Talk --start '2026-12-0{day} 9:00'" for day in (1, 2, 4)))
    assert techday("schedule add Round --start 'tue 9:00' --for 15m --repeat daily").stderr == snapshot("""\
warning: overlaps 1 Talk (Tue 1 Dec 09:00-10:00) (techday week --date 2026-W49)
warning: overlaps 2 Talk (Wed 2 Dec 09:00-10:00) (techday week --date 2026-W49)
warning: 1 more conflict of what repeats (techday week --date 2026-W49)
""")
    conflicts = {one["id"]: one["conflicts"] for one in techday("schedule list --days 12 --json").json["items"]}
    assert [number for number, told in conflicts.items() if told] == [11, 1, 12, 2, 14, 3]
    assert "! overlaps 11 Round" in techday("schedule show 1").stdout


def test_a_longer_series_is_moved_whole_however_far_it_is_known(techday: Techday) -> None:
    techday.did("schedule add Round --start 'tue 9:00' --repeat weekly")
    techday.did("schedule add Other --start 15:00", now="2027-06-20T08:00:00Z")
    before = len(starts(techday))
    techday.did("schedule move 2 --start 10:00 --following")
    found = techday("schedule list --from 2026-01-01 --days 3000 --all --json").json["items"]
    assert (len(found) >= before, {one["state"] for one in found}) == (True, {"proposed"})
    rounds = [date.fromisoformat(one["start"][:10]) for one in found if one["title"] == "Round"]
    assert rounds == [rounds[0] + timedelta(weeks=step) for step in range(len(rounds))]


def test_only_what_repeats_by_one_s_own_rule_can_be_followed(techday: Techday) -> None:
    techday.did(
        "schedule add Once --start 'tue 9:00'", "schedule add R --start 'tue 12:00' --repeat FREQ=MONTHLY;BYDAY=4TU"
    )
    assert techday.tell(
        "schedule move 1 --start fri --following",
        "schedule cancel 1 --following",
        "schedule move 2 --start wed --following",
        "schedule move 2 --start 14:00 --following",
    ) == snapshot("""\

$ techday schedule move 1 --start fri --following
2| techday: Nothing follows "Once": it does not repeat
2|   Leave out --following
exit 1
$ techday schedule cancel 1 --following
2| techday: Nothing follows "Once": it does not repeat
2|   Leave out --following
exit 1
$ techday schedule move 2 --start wed --following
2| techday: The days of "FREQ=MONTHLY;BYDAY=4TU" cannot be moved all at once
2|   techday schedule cancel 2 --following, then techday schedule add R --start "2026-11-25 12:00" --repeat RRULE
exit 1
$ techday schedule move 2 --start 14:00 --following
Moved 2 R and 14 later ones to Tue 24 Nov 14:00-15:00
""")


def test_a_rule_that_falls_on_other_days_begins_on_the_first_of_them(techday: Techday) -> None:
    told = techday("schedule add Round --start 'tue 9:00' --repeat FREQ=WEEKLY;BYDAY=MO;COUNT=2").stdout
    assert told == "Planned 1 Round, Mon 30 Nov 09:00-10:00, and 1 more up to Mon 7 Dec\n"


def test_what_a_calendar_brought_back_is_not_added_once_more(techday: Techday) -> None:
    """A series that was given to another calendar may come back from there, further than it is known here."""
    techday.did("schedule add Round --start 'tue 9:00' --repeat weekly")
    later, start = "2027-08-01T08:00:00Z", "2028-01-11T09:00:00Z"
    with techday.raw() as db:
        db.execute(
            "INSERT INTO schedule_item (uid, instance, title, kind, starts_at, ends_at, state, imported, created_at)"
            " SELECT uid, :start, title, kind, :start, :start, 'proposed', '{}', created_at FROM schedule_item"
            " WHERE id = 1",
            {"start": start},
        )
    techday.did("schedule add Other --start 14:00", now=later)
    assert starts(techday).count("Tue 11 Jan 10:00") == 1
