"""A visit that is told afterwards, in one line, or whose end was forgotten."""

import pytest

from tests.conftest import Techday
from tests.visits.test_visit import entries

NOON = "2026-11-23T12:00:00Z"
TOLD = "visit end acme --arrived 9:30 --left 11:10 --travel 25m --note 'New fan'"


def test_one_line_has_the_way_the_visit_and_what_became_of_tickets(visitor: Techday) -> None:
    told = visitor(f"{TOLD} --done L1 --fix toner --called Pat --news quiet --json", now=NOON).json
    assert told["summary"] == (
        "Ended the visit to ACME: 09:30-11:10 (1h40), 25m of travel; 1 done; called Pat after ACME"
    )
    assert (told["visit"]["travel_seconds"], told["visit"]["seconds"]) == (1500, 6000)
    assert (told["visit"]["called_name"], told["still_open"]) == ("Pat", ["L2"])
    assert entries(visitor, NOON) == [
        ("09:05-09:30", "travel", None, "Travel to Acme GmbH"),
        ("09:30-11:10", "on-site", None, "New fan"),
    ]


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("visit end --note x", 2, "No visit is under way"),
        ("visit end acme --note x", 2, "No visit to ACME is under way, and --arrived is missing"),
        ("visit end acme --arrived 11:10 --left 9:30 --note x", 2, "--left is not after --arrived"),
        ("visit end acme --arrived 9:30 --left 13:00 --note x", 2, "in the future"),
        ("visit end acme --arrived 9:30 --left 11:10", 2, "The note is missing"),
        ("visit end acme --arrived 9:30 --left 11:10 --note x --travel 13h", 2, "--travel is at most 12 hours"),
        ("visit end acme --arrived 9:30 --note x --done L3 --fix y", 1, "L3 is a ticket of GLOBEX"),
        ("visit end acme --arrived 9:30 --note x --done L1 --fix y --back 1 --need z", 2, "L1 is named twice"),
        ("visit end acme --arrived 9:30 --note x --done L1", 2, '--fix for --done "L1" is missing'),
        ("visit end acme --arrived 9:30 --note x --done L99 --fix y", 3, 'No ticket "L99"'),
        ("visit end acme --arrived 'sun 9:30' --left 'mon 11:00' --note x", 1, "more than 24 hours"),
        ("visit end acme --arrived 9:30 --note x --called ' '", 2, "--called names nobody"),
        ("visit end nobody --arrived 9:30 --note x", 3, 'No client "nobody"'),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    visitor: Techday, command: str, code: int, message: str
) -> None:
    result = visitor(command, now=NOON)
    assert (result.exit, message in result.stderr) == (code, True), result
    assert visitor("visit list --json", now=NOON).json["visits"] == []
    assert entries(visitor, NOON) == []


def test_a_visit_is_told_once(visitor: Techday) -> None:
    visitor.did(TOLD, now=NOON)
    for again in (TOLD, "visit end globex --arrived 11:00 --left 11:30 --note x"):
        refused = visitor(again, now=NOON)
        assert (refused.exit, "You were at ACME then, 09:30-11:10 (visit 1)" in refused.stderr) == (1, True)
    visitor.did("visit end globex --arrived 11:10 --left 11:30 --note x", now=NOON)


def test_time_of_somebody_else_gives_way_only_where_that_is_said(visitor: Techday) -> None:
    visitor.did("timecard log 9:00-10:00 --ticket L3", now=NOON)
    refused = visitor(TOLD, now=NOON)
    assert (refused.exit, "That overlaps L3 09:00-10:00" in refused.stderr, "--adjust" in refused.stderr) == (
        1,
        True,
        True,
    )
    visitor.did(f"{TOLD} --adjust", now=NOON)
    assert [one[0] for one in entries(visitor, NOON)] == ["09:00-09:05", "09:05-09:30", "09:30-11:10"]


def test_time_on_the_client_s_own_tickets_stays_where_it_is(visitor: Techday) -> None:
    visitor.did("timecard log 10:00-10:30 --ticket L1", "visit end acme --arrived 9:30 --left 11:10 --note x", now=NOON)
    assert [(one[0], one[2]) for one in entries(visitor, NOON)] == [
        ("09:30-10:00", None),
        ("10:00-10:30", "L1"),
        ("10:30-11:10", None),
    ]


def test_a_visit_that_is_told_days_later_is_marked_as_late(visitor: Techday) -> None:
    told = visitor("visit end acme --arrived 'mon 9:30' --left 11:10 --note x --json", now="2026-11-25T12:00:00Z").json
    assert "late" in told["summary"]
    assert told["visit"]["left_at"] == "2026-11-23T11:10:00Z"


def test_a_visit_at_night_ends_after_midnight(visitor: Techday) -> None:
    told = visitor("visit end acme --arrived 23:30 --left 1:10 --note x --json", now="2026-11-24T02:00:00Z").json
    assert (told["visit"]["arrived_at"], told["visit"]["seconds"]) == ("2026-11-23T23:30:00Z", 6000)


def test_a_visit_through_the_hour_that_autumn_repeats_has_both(techday: Techday) -> None:
    techday.environ["TZ"] = "Europe/Berlin"
    techday.did("client add Acme --code ACME", now="2026-10-24T08:00:00Z")
    techday.did("visit start acme --at 1:30", now="2026-10-25T00:00:00Z")
    told = techday("visit end --left 4:00 --note x --json", now="2026-10-25T05:00:00Z").json
    assert told["visit"]["seconds"] == 3 * 3600 + 1800


def test_an_arrival_that_nobody_told_in_time_ends_the_way(visitor: Techday) -> None:
    visitor.did("visit go acme", now="2026-11-23T09:00:00Z")
    visitor.did("visit end --arrived 9:30 --left 11:10 --note 'New fan'", now=NOON)
    assert [one[:2] for one in entries(visitor, NOON)] == [("09:00-09:30", "travel"), ("09:30-11:10", "on-site")]


def test_an_arrival_alone_ends_the_visit_now(visitor: Techday) -> None:
    visitor.did("visit go acme", now="2026-11-23T09:00:00Z")
    visitor.did("visit end --arrived 9:30 --note 'New fan'", now=NOON)
    assert [one[:2] for one in entries(visitor, NOON)] == [("09:00-09:30", "travel"), ("09:30-12:00", "on-site")]


def test_an_arrival_can_be_put_right_at_the_end(visitor: Techday) -> None:
    visitor.did("visit start acme", now="2026-11-23T09:40:00Z")
    visitor.did("visit end --arrived 9:10 --travel 20m --note 'New fan'", now=NOON)
    assert entries(visitor, NOON) == [
        ("08:50-09:10", "travel", None, "Travel to Acme GmbH"),
        ("09:10-12:00", "on-site", None, "New fan"),
    ]


def test_the_way_is_told_once(on_site: Techday) -> None:
    refused = on_site("visit end --travel 20m --note x", now=NOON)
    assert (refused.exit, "was timed already" in refused.stderr) == (1, True)
    refused = on_site("visit end --arrived 8:50 --note x", now=NOON)
    assert (refused.exit, "began after that" in refused.stderr) == (1, True)


def test_an_end_that_was_forgotten_is_told_the_next_day(on_site: Techday) -> None:
    told = on_site("visit end --left 11:10 --note 'New fan' --json", now="2026-11-24T09:00:00Z").json
    assert told["visit"]["left_at"] == "2026-11-23T11:10:00Z"
    last = on_site("timecard edit 2 --note 'New fan' --json", now="2026-11-24T09:01:00Z").json["entry"]
    assert (last["ended_at"], last["seconds"]) == ("2026-11-23T11:10:00Z", 6300)
    review = on_site("timecard review --json", now="2026-11-24T09:01:00Z").json
    assert review["errors"] == []  # the end is no guess any more


def test_an_end_that_was_forgotten_and_not_told_is_where_the_timer_was_cut(on_site: Techday) -> None:
    told = on_site("visit end --note 'New fan'", now="2026-11-24T09:00:00Z")
    assert "Ended the visit to ACME: Mon 09:25-17:00 (7h35)" in told.stdout
    assert "techday visit end ACME --arrived TIME --left TIME --adjust" in told.stderr


def test_time_on_site_after_the_end_that_is_told_is_cut_off(on_site: Techday) -> None:
    on_site.did("start L3", now="2026-11-23T11:30:00Z")
    on_site.did("visit end --left 11:10 --note 'New fan'", now=NOON)
    assert [one[0] for one in entries(on_site, NOON)] == ["09:00-09:25", "09:25-11:10", "11:30-"]


def test_an_earlier_visit_can_be_told_while_another_one_goes_on(on_site: Techday) -> None:
    on_site.did("visit end acme --arrived 8:20 --left 8:40 --note Keys", now=NOON)
    on_site.did("visit end globex --arrived 8:45 --left 8:55 --note Keys", now=NOON)
    assert on_site("visit --json", now=NOON).json["visit"]["arrived_at"] == "2026-11-23T09:25:00Z"
    assert on_site("visit end globex --note x", now=NOON).exit == 1


def test_a_ticket_that_changed_after_the_visit_keeps_its_history(visitor: Techday) -> None:
    visitor.did("start L1", now="2026-11-23T11:30:00Z")
    visitor.did("stop", now="2026-11-23T11:40:00Z")
    visitor.did("visit end acme --arrived 9:30 --left 11:10 --note x --done L1 --fix toner", now=NOON)
    events = visitor("ticket show L1 --json", now=NOON).json["events"]
    assert [(one["at"], one["detail"]) for one in events if one["kind"] == "state"][-1] == (
        "2026-11-23T12:00:00Z",
        "resolved",
    )


def test_coming_back_reopens_what_was_resolved(visitor: Techday) -> None:
    visitor.did("ticket resolve L1 --fix toner", now="2026-11-23T08:30:00Z")
    visitor.did("visit end acme --arrived 9:30 --left 11:10 --note x --back L1 --need roller", now=NOON)
    assert visitor("ticket show L1 --json", now=NOON).json["ticket"]["state"] == "working"
