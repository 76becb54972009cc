"""A visit begins where its time does, what nobody told cuts nothing off, and what lies outside of it is named."""

import pytest

from tests.conftest import Techday
from tests.visits.test_card import spans

ELEVEN, NOON = "2026-11-23T11:00:00Z", "2026-11-23T12:00:00Z"


def tell(techday: Techday, *told: str) -> None:
    """Tell what happened on Monday: "10:20 timecard edit 1 --start 9:30"."""
    for one in told:
        clock, command = one.split(" ", 1)
        techday.did(command, now=f"2026-11-23T{clock.zfill(5)}:00Z")


def times(techday: Techday) -> list[str]:
    """Give when the visits were, the newest first: the way, the arrival, the end."""
    visits = techday("visit list --json", now=NOON).json["visits"]
    return [" ".join((one[at] or "-")[11:16] or "-" for at in ("went_at", "arrived_at", "left_at")) for one in visits]


# --- where nobody told a time ---


@pytest.mark.parametrize(
    ("told", "visit"),
    [
        (["10:00 visit start acme", "10:20 timecard edit 1 --start 9:30"], "- 09:30 11:00"),
        (["10:00 visit start acme", "10:20 timecard edit 1 --start 10:10"], "- 10:10 11:00"),
        (
            ["10:00 visit start acme", "10:40 timecard log 9:30-10:30 --client acme --type on-site --adjust"],
            "- 09:30 11:00",
        ),
        (
            ["9:40 timecard log 9:20-9:40 --client acme --type on-site", "9:40 visit start acme"],
            "- 09:20 11:00",
        ),
        (["10:00 visit go acme", "10:20 timecard edit 1 --start 9:30", "10:30 visit start"], "09:30 10:30 11:00"),
        (["10:00 visit go acme", "10:20 timecard edit 1 --start 10:10", "10:30 visit start"], "10:10 10:30 11:00"),
        (
            ["10:00 visit go acme", "10:30 visit start", "10:50 timecard edit 1 --end 10:40 --adjust"],
            "10:00 10:40 11:00",
        ),
        (
            ["10:00 visit go acme", "10:30 visit start", "10:50 timecard edit 2 --start 9:50 --adjust"],
            "- 09:50 11:00",
        ),
    ],
)
def test_a_visit_begins_where_its_time_does(visitor: Techday, told: list[str], visit: str) -> None:
    tell(visitor, *told)
    ended = visitor("visit end --note x", now=ELEVEN)
    assert (times(visitor), "nothing on" in ended.stderr, "outside" in ended.stderr) == ([visit], False, False)


@pytest.mark.parametrize(
    "meanwhile",
    ["10:20 timecard break 10:00-10:20", "10:20 timecard log 10:00-10:20 --ticket L3 --adjust"],
)
def test_what_interrupted_a_visit_at_once_changes_no_arrival(visitor: Techday, meanwhile: str) -> None:
    tell(visitor, "10:00 visit start acme", meanwhile, "11:00 visit end --note x")
    assert times(visitor) == ["- 10:00 11:00"]


def test_a_visit_does_not_begin_within_another_one(visitor: Techday) -> None:
    tell(visitor, "9:00 visit start acme", "10:00 visit end --note x", "10:00 visit start acme")
    tell(visitor, "10:20 timecard edit 2 --start 9:30 --adjust", "11:00 visit end --note y")
    assert times(visitor) == ["- 10:00 11:00", "- 09:00 10:00"]
    assert spans(visitor) == ["09:00-09:30 on-site", "09:30-11:00 on-site"]


def test_an_arrival_may_be_told_late_where_the_way_began_earlier(visitor: Techday) -> None:
    tell(visitor, "10:00 visit go acme", "10:20 timecard edit 1 --start 9:30", "10:30 visit start --at 9:50 --adjust")
    assert spans(visitor) == ["09:30-09:50 travel", "09:50- on-site"]


def test_what_nobody_told_cuts_nothing_off(visitor: Techday) -> None:
    tell(
        visitor,
        "9:00 visit go acme",
        "9:25 visit start",
        "10:30 timecard log 10:00-10:20 --type travel --client ACME --adjust",
    )
    ended = visitor("visit end --note x", now=ELEVEN)
    assert "is gone" not in ended.stdout
    assert spans(visitor) == [
        "09:00-09:25 travel",
        "09:25-10:00 on-site",
        "10:00-10:20 travel",
        "10:20-11:00 on-site",
    ]


def test_what_was_told_to_be_work_on_site_before_the_arrival_stays_and_is_named(visitor: Techday) -> None:
    tell(visitor, "9:00 visit go acme", "9:05 stop", "9:25 timecard log 9:05-9:15 --client acme --type on-site")
    tell(visitor, "9:25 visit start")
    told = visitor("visit end --note x", now=ELEVEN).stderr
    assert "ACME 09:05-09:15 is on-site work outside of the visit (techday timecard edit 2 --type remote)" in told
    assert spans(visitor) == ["09:00-09:05 travel", "09:05-09:15 on-site", "09:25-11:00 on-site"]


def test_travel_that_goes_on_after_an_arrival_stays_and_is_named(visitor: Techday) -> None:
    tell(visitor, "9:00 visit go acme", "9:25 visit start", "9:35 start L3", "9:40 timecard edit 1 --end 9:30 --adjust")
    tell(visitor, "9:45 timecard delete 2")
    told = visitor("visit end --note x", now=ELEVEN).stderr
    assert "ACME 09:00-09:30 is travel, and you arrived at 09:25 (techday timecard split 1 09:25)" in told
    assert spans(visitor) == ["09:00-09:30 travel", "09:35- L3"]


def test_an_arrival_after_the_time_at_the_client_takes_none_of_it_away(visitor: Techday) -> None:
    tell(visitor, "9:00 visit start acme", "10:30 start L3")
    refused = visitor("visit end --arrived 11:00 --note x", now="2026-11-23T11:30:00Z")
    assert refused.stderr == (
        "techday: Your time at ACME ended at 10:30, before that\n"
        '  techday visit end ACME --arrived TIME --left TIME --note "…"\n'
    )
    assert spans(visitor) == ["09:00-10:30 on-site", "10:30- L3"]


# --- where a time is told ---


def test_an_arrival_that_is_told_cuts_time_that_began_before_the_visit(visitor: Techday) -> None:
    tell(
        visitor,
        "10:00 visit start acme",
        "10:20 timecard edit 1 --start 9:30",
        "11:00 visit end --arrived 9:45 --note x",
    )
    assert (times(visitor), spans(visitor)) == (["- 09:45 11:00"], ["09:45-11:00 on-site"])


def test_times_from_where_its_time_begins_are_those_of_the_visit_under_way(visitor: Techday) -> None:
    tell(visitor, "10:00 visit start acme", "10:20 timecard edit 1 --start 9:30")
    tell(visitor, "11:00 visit end acme --arrived 9:30 --left 9:50 --note x")
    assert (times(visitor), spans(visitor)) == (["- 09:30 09:50"], ["09:30-09:50 on-site"])


def test_time_that_belongs_to_another_visit_too_is_not_cut(visitor: Techday) -> None:
    tell(visitor, "11:30 visit end acme --arrived 9:00 --left 10:00 --note x", "11:30 timecard edit 1 --end 11:10")
    told = visitor("visit end acme --arrived 10:00 --left 11:00 --note y --adjust", now="2026-11-23T11:30:00Z").stderr
    assert spans(visitor) == ["09:00-11:10 on-site"]
    assert [f"(techday timecard split 1 {at})" in told for at in ("11:00", "10:00")] == [True, True]


def test_time_that_was_recorded_for_the_client_is_cut_to_a_visit_that_is_told_where_it_gives_way(
    visitor: Techday,
) -> None:
    tell(visitor, "8:30 timecard start on-site", "11:00 timecard edit 1 --client acme")
    told = visitor("visit end acme --arrived 10:30 --left 11:00 --note x --adjust", now="2026-11-23T11:10:00Z")
    assert "ACME 08:30-running became 10:30-11:00" in told.stdout
    assert "runs on" not in told.stderr
    assert spans(visitor) == ["10:30-11:00 on-site"]


def test_time_that_was_recorded_for_the_client_and_goes_beyond_a_visit_is_named(visitor: Techday) -> None:
    tell(visitor, "8:30 timecard start on-site", "11:00 timecard edit 1 --client acme")
    told = visitor("visit end acme --arrived 10:30 --left 11:00 --note x", now="2026-11-23T11:10:00Z").stderr
    assert "the timer runs on ACME still" in told
    outside = "ACME 08:30-running is on-site work outside of the visit"
    ways = [f"warning: {outside} (techday timecard split 1 {at})" for at in ("11:00", "10:30")]
    assert [line for line in told.splitlines() if outside in line] == ways
    tell(visitor, *(f"11:10 {one.partition('(techday ')[2].rstrip(')')}" for one in ways))
    assert spans(visitor) == ["08:30-10:30 on-site", "10:30-11:00 on-site", "11:00- on-site"]


def test_the_note_of_a_visit_that_is_told_stands_beside_time_that_was_recorded(visitor: Techday) -> None:
    tell(visitor, "11:30 timecard log 9:30-11:10 --client acme --type on-site")
    tell(visitor, "11:30 visit end acme --arrived 9:30 --left 11:10 --note 'New fan'")
    assert [one["note"] for one in visitor("timecard day --json", now=NOON).json["entries"]] == ["New fan"]


def test_the_time_of_one_visit_is_not_joined_with_that_of_another(visitor: Techday) -> None:
    tell(visitor, "11:30 visit end acme --arrived 9:30 --left 10:00 --note x")
    tell(visitor, "11:30 visit end acme --arrived 10:00 --left 11:10 --note y")
    tell(visitor, "11:30 visit end acme --arrived 10:10 --left 11:10 --adjust")
    assert spans(visitor) == ["09:30-10:00 on-site", "10:10-11:10 on-site"]


@pytest.mark.parametrize(
    ("ticket_from", "ways"),
    [("10:55", ["split 2 11:05"]), ("11:06", ["edit 2 --type remote"])],
)
def test_only_the_part_of_a_ticket_s_time_that_lies_outside_is_named(
    visitor: Techday, ticket_from: str, ways: list[str]
) -> None:
    tell(visitor, "9:25 visit start acme", f"{ticket_from} start L1", "11:20 stop")
    told = visitor("visit end --left 11:05 --note x", now=NOON).stderr
    assert [f"(techday timecard {way})" in told for way in ways] == [True] * told.count("outside of the visit")


# --- put right afterwards ---


@pytest.fixture
def moved(visitor: Techday) -> Techday:
    """Give a visit from 09:25 to 10:30, after 25 minutes on the way, whose time was moved to a ticket since."""
    tell(visitor, "9:00 visit go acme", "9:25 visit start", "10:30 visit end --note x")
    tell(visitor, "10:40 timecard move 1 L1", "10:40 timecard move 2 L1")
    return visitor


def test_without_a_time_of_leaving_a_visit_that_has_ended_keeps_its_own(visitor: Techday) -> None:
    tell(visitor, "9:25 visit start acme", "10:30 visit end --note x", "10:40 visit start globex")
    tell(visitor, "10:50 visit end --note y", "11:00 visit end acme --arrived 9:20 --adjust")
    assert times(visitor) == ["- 10:40 10:50", "- 09:20 10:30"]
    assert spans(visitor) == ["09:20-10:30 on-site", "10:40-10:50 on-site"]


def test_a_way_that_is_not_told_again_begins_where_its_time_does(visitor: Techday) -> None:
    tell(visitor, "9:00 visit go acme", "9:25 visit start", "10:30 visit end --note x")
    tell(visitor, "10:40 timecard edit 1 --start 8:30", "11:00 visit end acme --arrived 9:40 --left 10:30 --adjust")
    assert (times(visitor), spans(visitor)) == (
        ["08:30 09:40 10:30"],
        ["08:30-09:40 travel", "09:40-10:30 on-site"],
    )


def test_both_ends_of_time_on_a_ticket_that_goes_beyond_the_visit_are_named(moved: Techday) -> None:
    told = moved("visit end acme --arrived 9:40 --left 10:20 --adjust", now=ELEVEN).stderr
    outside = "warning: L1 09:25-10:30 is on-site work outside of the visit (techday timecard split 2 {})"
    assert [line for line in told.splitlines() if "outside" in line] == [
        outside.format("10:20"),
        outside.format("09:40"),
    ]


def test_travel_on_a_ticket_that_goes_on_after_the_arrival_is_named(moved: Techday) -> None:
    told = moved("visit end acme --arrived 9:15 --left 10:30 --adjust", now=ELEVEN).stderr
    assert "warning: L1 09:00-09:25 is travel, and you arrived at 09:15 (techday timecard split 1 09:15)" in told


def test_the_way_back_is_not_the_way_there(visitor: Techday) -> None:
    tell(visitor, "9:00 visit go acme", "9:25 visit start", "10:30 visit end --note x")
    tell(visitor, "10:55 timecard log 10:30-10:55 --type travel --client acme")
    told = visitor("visit end acme --arrived 9:25 --left 10:40 --adjust", now=ELEVEN)
    assert "ACME 10:30-10:55 is travel, and you left at 10:40 (techday timecard split 3 10:40)" in told.stderr
    assert spans(visitor) == ["09:00-09:25 travel", "09:25-10:30 on-site", "10:30-10:55 travel"]


def test_what_was_moved_to_another_client_is_given_back_by_the_command_that_is_named(visitor: Techday) -> None:
    tell(visitor, "9:25 visit start acme", "10:30 visit end --note x")
    told = visitor("timecard move 1 L3", now=ELEVEN).stderr
    assert told == ("warning: visit 1 still says 09:25-10:30 (techday timecard edit 1 --ticket none --client ACME)\n")
    tell(visitor, "11:00 timecard edit 1 --ticket none --client ACME")
    assert spans(visitor) == ["09:25-10:30 on-site"]


# --- what is no time on site ---


def test_travel_after_the_arrival_is_not_when_somebody_left(on_site: Techday) -> None:
    tell(on_site, "10:00 stop", "10:20 timecard log 10:00-10:20 --type travel --client acme")
    assert "so it ends at 10:00" in on_site("visit end --note x", now=ELEVEN).stderr


def test_work_beside_other_work_is_no_time_on_site(visitor: Techday) -> None:
    tell(visitor, "9:00 visit start acme", "10:00 stop", "10:30 timecard log 10:00-10:30 --ticket L3 --concurrent")
    tell(visitor, "10:30 visit start")
    assert "the time card has nothing on 10:00-10:30" in visitor("visit end --note x", now=ELEVEN).stderr


def test_a_visit_ends_whose_time_was_submitted_meanwhile(on_site: Techday) -> None:
    tell(on_site, "10:00 timecard edit 2 --not-billable", "10:00 timecard submit 2026-W48 --accept-warnings")
    tell(on_site, "11:00 visit end --note 'New fan'")
    told = on_site("timecard day --json", now=NOON).json["entries"]
    assert [one["note"] for one in told] == ["Travel to Acme GmbH", "", "New fan"]
    assert times(on_site) == ["09:00 09:25 11:00"]
