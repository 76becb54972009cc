"""What of a schedule cannot all be done: items at one time, items in time off, and ways that take too long."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.schedule import conflicts
from techday.schedule.conflicts import Absence, Conflict, conflicts_of, exclude, is_elsewhere, is_in_person, takes_time
from techday.schedule.store import ItemRow
from tests.conftest import examples

HALF_AN_HOUR = 1800
ACME, GLOBEX = 1, 2


def item(number: int, times: str, kind: str = "remote", day: int = 23, **fields: object) -> ItemRow:
    """Give an item of a day in November, such as 09:00-10:00; `all day`, or `23-25` for several whole days."""
    row: dict[str, object] = dict.fromkeys(ItemRow._fields)
    first, _, last = times.partition("-")
    if ":" in times:
        row |= {"starts_at": f"2026-11-{day:02}T{first}:00Z", "ends_at": f"2026-11-{day:02}T{last or first}:00Z"}
    else:
        begin, end = (day, day) if times == "all day" else (int(first), int(last))
        row |= {"starts_at": f"2026-11-{begin:02}T00:00:00Z", "ends_at": f"2026-11-{end + 1:02}T00:00:00Z"}
        row |= {"first_day": f"2026-11-{begin:02}", "last_day": f"2026-11-{end:02}", "all_day": 1}
    row |= {"id": number, "title": f"Item {number}", "kind": kind, "state": "proposed", "technician": "", "place": ""}
    return ItemRow._make({**row, **fields}[name] for name in ItemRow._fields)


def told(*items: ItemRow, absences: Sequence[Absence] = (), travel: int = HALF_AN_HOUR) -> list[tuple[str, int, int]]:
    """Give the conflicts of some items, each pair once: the kind, and the numbers; 0 is time off that was asked for."""
    found = conflicts_of(items, absences, travel)
    return sorted(
        {pair(one.kind, number, one.other.id if one.other else 0) for number in found for one in found[number]}
    )


def pair(kind: str, one: int, other: int) -> tuple[str, int, int]:
    """Name the two of a conflict, whichever of them it is told of."""
    return kind, min(one, other), max(one, other)


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        pytest.param(item(1, "09:00-10:00"), item(2, "09:30-10:30"), True, id="at one time"),
        pytest.param(item(1, "09:00-12:00"), item(2, "10:00-11:00"), True, id="one within the other"),
        pytest.param(item(1, "09:00-10:00"), item(2, "09:00-10:00"), True, id="at the same time"),
        pytest.param(item(1, "09:00-10:00"), item(2, "10:00-11:00"), False, id="one after the other"),
        pytest.param(item(1, "09:00-10:00"), item(2, "09:30"), False, id="what takes no time"),
        pytest.param(item(1, "09:00-10:00"), item(2, "09:30-10:00", state="declined"), False, id="declined"),
        pytest.param(item(1, "09:00-10:00"), item(2, "09:30-10:00", state="cancelled"), False, id="cancelled"),
        pytest.param(item(1, "09:00-10:00"), item(2, "09:30-10:00", technician="Sam"), False, id="a colleague's"),
        pytest.param(item(1, "09:00-10:00"), item(2, "09:30-10:00", state="acknowledged"), True, id="acknowledged"),
        pytest.param(item(1, "09:00-10:00"), item(2, "all day", "meeting"), False, id="a birthday"),
        pytest.param(item(1, "09:00-10:00", "on-site"), item(2, "22-24", "on-site"), False, id="nobody knows where"),
        pytest.param(
            item(1, "09:00-10:00", "on-site", client_id=ACME),
            item(2, "22-24", "on-site", client_id=GLOBEX),
            True,
            id="a visit on a day at another client's",
        ),
        pytest.param(
            item(1, "09:00-10:00", "on-site", client_id=ACME),
            item(2, "22-24", "travel", client_id=ACME),
            False,
            id="a visit on a trip to that client",
        ),
        pytest.param(
            item(1, "09:00-10:00"), item(2, "all day", "on-site", client_id=ACME), False, id="remote from there"
        ),
        pytest.param(
            item(1, "09:00-10:00"),
            item(2, "08:00-09:00", ends_at="2026-11-30T08:00:00Z"),
            False,
            id="a week on call",
        ),
    ],
)
def test_items_at_one_time_conflict_where_nobody_could_do_both(one: ItemRow, other: ItemRow, conflict: bool) -> None:
    assert told(one, other) == told(other, one) == ([("overlap", 1, 2)] if conflict else [])


@pytest.mark.parametrize(
    ("planned", "conflict"),
    [
        pytest.param(item(1, "09:00-10:00"), True, id="what is at a time"),
        pytest.param(item(1, "all day", "training"), True, id="a whole day away"),
        pytest.param(item(1, "all day", "meeting"), True, id="a whole day of meetings, or a birthday"),
        pytest.param(item(1, "09:00-10:00", day=25), False, id="a day later"),
        pytest.param(item(1, "09:00-10:00", "time-off"), False, id="time off itself"),
        pytest.param(item(1, "09:00-10:00", state="declined"), False, id="declined"),
    ],
)
def test_time_off_conflicts_with_all_that_is_planned(planned: ItemRow, conflict: bool) -> None:
    vacation = item(2, "22-24", "time-off")
    asked_for = Absence("2026-11-22T00:00:00Z", "2026-11-25T00:00:00Z", "vacation (requested)")
    assert told(planned, vacation) == ([("time-off", 1, 2)] if conflict else [])
    assert told(planned, absences=[asked_for]) == ([("time-off", 0, 1)] if conflict else [])
    # Once it stands on the schedule, that is said of it, and not twice.
    assert told(planned, vacation, absences=[asked_for]) == ([("time-off", 1, 2)] if conflict else [])


HERE = item(1, "09:00-10:00", "on-site", client_id=ACME, place="Main street 4")


@pytest.mark.parametrize(
    ("second", "conflict"),
    [
        pytest.param(item(2, "10:10-11:00", "on-site", client_id=GLOBEX), True, id="another client"),
        pytest.param(item(2, "10:30-11:00", "on-site", client_id=GLOBEX), False, id="time enough"),
        pytest.param(item(2, "10:00-11:00", "on-site", client_id=GLOBEX), True, id="no time at all"),
        pytest.param(item(2, "10:10-11:00", "on-site", client_id=ACME), False, id="the same client"),
        pytest.param(item(2, "10:10-11:00", "on-site", client_id=ACME, place="Depot"), True, id="its other site"),
        pytest.param(
            item(2, "10:10-11:00", "on-site", place="ACME, Main street 4"), False, id="the same place in full"
        ),
        pytest.param(item(2, "10:10-11:00", "on-site", place="Main street 40"), True, id="another number"),
        pytest.param(item(2, "10:10-11:00", "on-site", place="Main street", site_id=1), False, id="its only site"),
        pytest.param(item(2, "10:10-11:00", "meeting", place="Dial-in"), False, id="a call"),
        pytest.param(item(2, "10:10-11:00", "meeting", place="Home-Office"), False, id="at home"),
        pytest.param(item(2, "10:10-11:00", "meeting", place="Nursing home"), True, id="somebody's home"),
        pytest.param(item(2, "10:10-11:00", "meeting", place="TBD"), False, id="a place to be told"),
        pytest.param(item(2, "10:10-11:00", "remote", client_id=GLOBEX), False, id="remote"),
        pytest.param(item(2, "10:10-11:00", "meeting", place="Head office"), True, id="a meeting in a room"),
        pytest.param(item(2, "10:10-11:00", "meeting", place="Microsoft Teams Meeting"), False, id="a meeting online"),
        pytest.param(item(2, "10:10-11:00", "meeting", place="https://meet.example/x"), False, id="a link"),
        pytest.param(item(2, "10:10-11:00", "on-site"), False, id="nobody knows where"),
    ],
)
def test_a_way_takes_its_time(second: ItemRow, conflict: bool) -> None:
    assert told(HERE, second) == ([("travel", 1, 2)] if conflict else [])


def test_of_two_sites_it_is_these_that_tell_whether_there_is_a_way() -> None:
    there = item(2, "10:10-11:00", "on-site", client_id=ACME, site_id=2, place="Main street 4")
    assert told(HERE._replace(site_id=1), there) == [("travel", 1, 2)]
    assert told(HERE._replace(site_id=2), there._replace(place="the room in the basement")) == []


def test_travel_that_is_planned_needs_no_other_time() -> None:
    there = item(2, "10:20-11:00", "on-site", client_id=GLOBEX)
    assert told(HERE, there) == [("travel", 1, 2)]
    assert told(HERE, item(3, "10:00-10:20", "travel"), there) == []
    assert told(HERE, item(3, "11:00-11:20", "travel"), there) == [("travel", 1, 2)]


def test_a_way_leads_from_one_stop_to_the_next() -> None:
    between = item(3, "10:05-10:10", "on-site", client_id=3)
    there = item(2, "10:20-11:00", "on-site", client_id=GLOBEX)
    assert told(HERE, between, there) == [("travel", 1, 3), ("travel", 2, 3)]


def test_how_long_a_way_takes_is_a_setting_and_a_way_says_how_long_there_is() -> None:
    there = item(2, "10:20-11:00", "on-site", client_id=GLOBEX)
    assert told(HERE, there, travel=1200) == []
    assert conflicts_of([HERE, there], [], 1201) == {
        1: [Conflict("travel", there, seconds=1200, onward=True)],
        2: [Conflict("travel", HERE, seconds=1200)],
    }


def reference(items: Sequence[ItemRow], travel: int) -> set[tuple[str, int, int]]:
    """Give the conflicts of some items by comparing each with each other."""
    standing = [one for one in items if one.state in ("proposed", "acknowledged") and not one.technician]
    taking = [one for one in standing if takes_time(one) and one.starts_at < one.ends_at]
    stops = [one for one in taking if one.kind != "travel" and not one.all_day and is_in_person(one)]
    found = set()
    lasting = [one for one in standing if one.starts_at < one.ends_at]
    for one in lasting:
        for other in lasting:
            if one.id < other.id and one.starts_at < other.ends_at and other.starts_at < one.ends_at:
                kind = "time-off" if "time-off" in (one.kind, other.kind) else "overlap"
                found |= {(kind, one.id, other.id)} if exclude(one, other) else set()
    for one in stops:
        for other in stops:
            gap = minutes(other.starts_at) - minutes(one.ends_at)
            lies_between = any(one.ends_at <= two.starts_at and two.ends_at <= other.starts_at for two in stops)
            travelled = any(
                two.starts_at < other.starts_at and two.ends_at > one.ends_at
                for two in taking
                if two.kind == "travel" and not two.all_day
            )
            if 0 <= gap < travel and not lies_between and not travelled and is_elsewhere(one, other):
                found.add(pair("travel", one.id, other.id))
    return found


def minutes(text: str) -> int:
    """Give an instant of the day as seconds."""
    return int(text[11:13]) * 3600 + int(text[14:16]) * 60


@st.composite
def schedules(draw: st.DrawFn) -> list[ItemRow]:
    """Give items of one day, at times that often meet."""
    items = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        start = draw(st.integers(0, 20))
        end = start + draw(st.integers(0, 6))
        times = f"{8 + start // 4:02}:{start % 4 * 15:02}-{8 + end // 4:02}:{end % 4 * 15:02}"
        items.append(
            item(
                number,
                draw(st.sampled_from([times, times, times, "all day"])),
                draw(st.sampled_from(["on-site", "on-site", "remote", "meeting", "travel", "time-off"])),
                client_id=draw(st.sampled_from([None, ACME, GLOBEX])),
                place=draw(st.sampled_from(["", "Depot", "Teams"])),
                state=draw(st.sampled_from(["proposed", "acknowledged", "declined"])),
                technician=draw(st.sampled_from(["", "", "Sam"])),
            )
        )
    return items


@given(schedules(), st.sampled_from([0, 900, 1800, 7200]), st.randoms(use_true_random=False))
@examples(40)
def test_one_sweep_finds_what_comparing_each_with_each_other_finds(
    items: list[ItemRow], travel: int, chance: random.Random
) -> None:
    expected = reference(items, travel)
    chance.shuffle(items)
    found = conflicts_of(items, [], travel)
    pairs = [pair(one.kind, number, one.other.id) for number in found for one in found[number] if one.other]
    assert set(pairs) == expected
    assert sorted(pairs) == sorted([*expected, *expected])  # each is told of both


def test_what_is_at_the_same_time_is_found_below_a_hundred_items_that_last_for_days() -> None:
    long_ones = [item(number, "08:00-18:00") for number in range(1, 101)]
    short, other = item(101, "10:00-11:00"), item(102, "10:30-11:30")
    found = conflicts_of([*long_ones, short, other], [], 0)
    assert 101 in {one.other.id for one in found[102] if one.other}


def test_of_a_thousand_items_at_one_time_only_so_many_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0

    def counting(one: ItemRow, other: ItemRow) -> bool:
        nonlocal looked_at
        looked_at += 1
        return exclude(one, other)

    monkeypatch.setattr(conflicts, "exclude", counting)
    items = [
        item(number, "09:00-17:00", "remote" if number % 2 else "travel", client_id=number) for number in range(1, 1001)
    ]
    found = conflicts_of(items, [], HALF_AN_HOUR)
    assert looked_at <= 1000 * 40
    assert len(found) == 1000
    assert all(len(told) <= 40 for told in found.values())
