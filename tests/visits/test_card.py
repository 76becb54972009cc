"""A visit and the time card say the same, whatever is told of the visit and whatever interrupted it."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday
from tests.visits.test_visit import entries

NINE, TEN, HALF_PAST, ELEVEN = (f"2026-11-23T{clock}:00Z" for clock in ("09:00", "10:00", "10:30", "11:00"))
NOON, EVENING = "2026-11-23T12:00:00Z", "2026-11-23T17:00:00Z"
TUESDAY_MORNING, TUESDAY_NOON = "2026-11-24T09:00:00Z", "2026-11-24T12:00:00Z"
WAY_OUT = 'techday visit end ACME --left TIME --note "…"'
TOLD = "visit end acme --arrived 9:30 --left 11:10 --note x"


def spans(techday: Techday, now: str = NOON) -> list[str]:
    """Give the day of the time card in short."""
    return [" ".join(word for word in (one[0], one[2] or one[1]) if word) for one in entries(techday, now)]


def refused(techday: Techday, command: str, message: str, hint: str, now: str = NOON) -> None:
    """Show that a command is refused with a message and a way out, and leaves the time card as it is."""
    before = spans(techday, now)
    told = techday(command, now=now)
    assert (told.exit, message in told.stderr, hint in told.stderr) == (1, True, True), told
    assert spans(techday, now) == before


# --- which visit ---


def test_an_open_visit_of_yesterday_is_not_the_one_that_is_told_of_today(visitor: Techday) -> None:
    visitor.did("visit start acme", now="2026-11-23T16:00:00Z")
    visitor.did("stop", now=EVENING)
    refused(visitor, TOLD, "The visit to ACME since Mon 16:00 was never ended", WAY_OUT, TUESDAY_NOON)
    visitor.did("visit end acme --left 'mon 17:00' --note x", TOLD, now=TUESDAY_NOON)
    assert [one["left_at"] for one in visitor("visit list --json", now=TUESDAY_NOON).json["visits"]] == [
        "2026-11-24T11:10:00Z",
        "2026-11-23T17:00:00Z",
    ]


@pytest.mark.parametrize("command", ["visit start acme", "visit start", "visit go acme"])
def test_a_visit_that_was_never_ended_is_ended_before_the_next_one(visitor: Techday, command: str) -> None:
    visitor.did("visit start acme", now="2026-11-23T14:00:00Z")
    told = visitor(command, now=TUESDAY_MORNING)
    assert told.exit == 1
    assert "The visit to ACME since Mon 14:00 was never ended" in told.stderr
    assert WAY_OUT in told.stderr


def test_a_visit_whose_timer_was_forgotten_is_not_gone_on_with_on_the_same_day(visitor: Techday) -> None:
    visitor.did("visit start acme", now=NINE)
    told = visitor("visit start acme", now="2026-11-23T20:00:00Z")
    assert (told.exit, "The visit to ACME since 09:00 was never ended" in told.stderr) == (1, True)


def test_a_guess_from_before_the_visit_leaves_it_under_way(visitor: Techday) -> None:
    visitor.did("timecard log 8:30-8:50 --client acme --type on-site", "visit start acme --at 9:00", now=TEN)
    with visitor.raw() as db:
        db.execute("UPDATE time_entry SET guessed = 1 WHERE ended_at IS NOT NULL")
    assert visitor("visit start acme", now=TEN).stdout.startswith("On site at ACME already, since 09:00")


def test_a_way_that_was_cut_as_forgotten_can_still_end_there(visitor: Techday) -> None:
    visitor.did("visit go acme", now="2026-11-23T16:30:00Z")
    told = visitor("visit start", now="2026-11-23T20:00:00Z")
    assert (told.exit, spans(visitor, "2026-11-23T20:10:00Z")) == (0, ["16:30-17:00 travel", "20:00- on-site"])


def test_times_of_another_visit_end_none_that_is_under_way(visitor: Techday) -> None:
    visitor.did("visit start acme", now=TEN)
    refused(visitor, "visit end --arrived 8:30 --left 9:00 --note x", "The visit to ACME began after that", WAY_OUT)
    refused(visitor, "visit end globex --arrived 10:15 --left 10:30 --note x", "to ACME is under way", WAY_OUT)


def test_a_visit_cannot_begin_before_the_last_one_had_ended(visitor: Techday) -> None:
    visitor.did(TOLD, now=NOON)
    for command in ("visit start acme --at 11:00 --adjust", "visit go globex --at 10:00 --adjust"):
        refused(visitor, command, "You were at ACME until 11:10 (visit 1)", "a later time")
    visitor.did("visit start acme --at 11:30", now=NOON)
    refused(visitor, "visit end --arrived 11:00 --note x --adjust", "You were at ACME then", "techday visit end ACME")


# --- interrupted, and told ---


def test_after_an_interruption_the_rest_that_is_told_is_time_on_site(on_site: Techday) -> None:
    on_site.did("start L3", now=TEN)
    on_site.did("stop", now=HALF_PAST)
    assert "10:30-12:00 added as on-site" in on_site("visit end --left 12:00 --note 'New fan'", now=NOON).stdout
    assert spans(on_site) == ["09:00-09:25 travel", "09:25-10:00 on-site", "10:00-10:30 L3", "10:30-12:00 on-site"]


def test_a_break_is_no_time_on_site(on_site: Techday) -> None:
    on_site.did("timecard break", now=TEN)
    on_site.did("stop", now=HALF_PAST)
    on_site.did("visit end --left 11:00 --note 'New fan'", now=NOON)
    assert spans(on_site) == ["09:00-09:25 travel", "09:25-10:00 on-site", "10:30-11:00 on-site"]


def test_a_break_that_lies_in_what_is_told_is_said_and_stays(visitor: Techday) -> None:
    visitor.did("timecard break 10:00-10:20", now=NOON)
    assert "around the break 10:00-10:20" in visitor(TOLD, now=NOON).stdout
    assert spans(visitor) == ["09:30-10:00 on-site", "10:20-11:10 on-site"]


def test_time_that_nobody_told_is_named(on_site: Techday) -> None:
    on_site.did("stop", now=TEN)
    on_site.did("visit start", now=HALF_PAST)
    told = on_site("visit end --note 'New fan'", now=ELEVEN)
    log = "techday timecard log 10:00-10:30 --type on-site --client ACME --date 2026-11-23"
    assert "the time card has nothing on 10:00-10:30" in told.stderr
    assert log in told.stderr
    on_site.did(log.removeprefix("techday "), now=ELEVEN)


def test_a_visit_of_more_than_a_day_is_mistyped(visitor: Techday) -> None:
    visitor.did("visit start acme", now=NINE)
    visitor.did("stop", now=TEN)
    mistyped = "visit end --left 'wed 11:00' --note x"
    refused(visitor, mistyped, "is more than 24 hours", '--left "DAY TIME" --note', "2026-11-25T12:00:00Z")


@pytest.mark.parametrize(
    ("arrived", "card"),
    [
        ("9:40", ["09:00-09:40 travel", "09:40-12:00 on-site"]),
        ("9:15", ["09:00-09:15 travel", "09:15-12:00 on-site"]),
        ("8:50 --travel 20m", ["08:30-08:50 travel", "08:50-12:00 on-site"]),
    ],
)
def test_an_arrival_that_is_told_moves_the_way_and_the_time_on_site(
    on_site: Techday, arrived: str, card: list[str]
) -> None:
    on_site.did(f"visit end --arrived {arrived} --note 'New fan'", now=NOON)
    assert spans(on_site) == card


def test_time_on_site_that_is_taken_away_is_said(visitor: Techday) -> None:
    visitor.did("visit start acme", now=NINE)
    visitor.did("stop", now=TEN)
    told = visitor("visit end --arrived 9:20 --left 9:50 --note x", now=NOON)
    assert "ACME 09:00-10:00 became 09:20-09:50" in told.stdout
    assert spans(visitor) == ["09:20-09:50 on-site"]


def test_work_on_a_ticket_outside_of_the_visit_stays_and_is_said(on_site: Techday) -> None:
    on_site.did("start L1", now=TEN)
    on_site.did("stop", now=HALF_PAST)
    told = on_site("visit end --left 10:15 --note x", now=NOON)
    assert "L1 10:00-10:30 is on-site work outside of the visit" in told.stderr
    assert "techday timecard split 3 10:15" in told.stderr


def test_a_timer_that_was_started_after_the_end_that_is_told_runs_on(on_site: Techday) -> None:
    on_site.did("start L1", now=ELEVEN)
    told = on_site("visit end --left 10:50 --note x", now=NOON)
    assert (told.exit, "the timer runs on L1 still" in told.stderr) == (0, True)
    assert spans(on_site) == ["09:00-09:25 travel", "09:25-10:50 on-site", "11:00- L1"]


def test_an_arrival_after_a_ticket_was_started_leaves_the_ticket_s_time(visitor: Techday) -> None:
    visitor.did("visit start acme", now=NINE)
    visitor.did("start L1", now="2026-11-23T09:30:00Z")
    visitor.did("visit end --arrived 9:45 --note x", now=TEN)
    assert spans(visitor) == ["09:30-10:00 L1"]


def test_the_note_is_read_beside_words_that_the_time_has_already(on_site: Techday) -> None:
    on_site.did("timecard edit . --note 'Looked at it'", "visit end --note 'New fan'", now=NOON)
    assert entries(on_site, NOON)[-1][3] == "Looked at it\nNew fan"


# --- put right ---


def test_a_visit_that_has_ended_is_put_right_with_its_time(visitor: Techday) -> None:
    visitor.did(f"{TOLD} --travel 30m --back L1 --need 'a roller' --called Pat", now=NOON)
    told = visitor("visit end acme --arrived 9:40 --left 11:30 --adjust --json", now=NOON).json
    assert told["summary"].startswith("Put the visit to ACME right: 09:40-11:30 (1h50), 40m of travel")
    assert (told["visit"]["id"], told["visit"]["note"], told["visit"]["called_name"]) == (1, "x", "Pat")
    assert spans(visitor) == ["09:00-09:40 travel", "09:40-11:30 on-site"]
    assert len(visitor("visit list --json", now=NOON).json["visits"]) == 1
    assert len(visitor("client show acme --json", now=NOON).json["contacts"]) == 1


def test_the_same_visit_told_twice_is_one(visitor: Techday) -> None:
    visitor.did(f"{TOLD} --done L1 --fix toner", f"{TOLD} --adjust --done L1 --fix toner", now=NOON)
    visits = visitor("visit list --json", now=NOON).json["visits"]
    assert [len(one["outcomes"]) for one in visits] == [1]


def test_what_gives_way_gives_no_visit_away(visitor: Techday) -> None:
    visitor.did(TOLD, now=NOON)
    hint = "techday visit end ACME --arrived TIME --left TIME --adjust"
    for command in ("--arrived 11:00 --left 11:30", "--arrived 11:20 --left 11:30 --travel 20m"):
        refused(visitor, f"visit end globex {command} --note x --adjust", "You were at ACME then", hint)


# --- going on afterwards ---


@pytest.mark.parametrize("verb", ["back", "resume"])
def test_nobody_goes_back_to_a_visit_that_has_ended(on_site: Techday, verb: str) -> None:
    on_site.did("visit end --note 'New fan'", now=TEN)
    hint = "techday visit start ACME"
    refused(on_site, f"timecard {verb}", "the visit to ACME is over", hint, HALF_PAST)


@pytest.mark.parametrize("verb", ["back", "resume"])
def test_the_timer_goes_back_to_what_was_before_the_visit(visitor: Techday, verb: str) -> None:
    visitor.did("start L3", now="2026-11-23T08:30:00Z")
    visitor.did("visit go acme", now=NINE)
    visitor.did("visit start", now="2026-11-23T09:30:00Z")
    visitor.did("visit end --note 'New fan'", now=TEN)
    assert "L3 Switch is loud; the visit to ACME is over" in visitor(f"timecard {verb}", now=HALF_PAST).stdout


def test_a_ticket_of_an_ended_visit_goes_on_as_remote_work(on_site: Techday) -> None:
    on_site.did("start L1", now=TEN)
    on_site.did("visit end --note 'New fan'", now=HALF_PAST)
    on_site.did("timecard resume", now=ELEVEN)
    assert entries(on_site, NOON)[-1][1:3] == ("remote", "L1")


# --- how it reads ---


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ("--arrived '2020-01-01 9:30' --left '2020-01-01 10:30'", "1 Jan 2020 09:30-10:30 (1h)"),
        ("--arrived 'sat 23:30' --left 'sun 1:10'", "Sat 23:30-Sun 01:10 (1h40)"),
        ("--arrived 'fri 9:30' --left 'fri 10:30'", "Fri 09:30-10:30 (1h)"),
    ],
)
def test_a_day_is_named_where_it_is_not_today(visitor: Techday, times: str, said: str) -> None:
    told = visitor(f"visit end acme {times} --travel 20m --note x", now=NOON)
    assert said in told.stdout
    assert told.stdout.count(" late") <= 1


# --- what a second look found ---


@pytest.mark.parametrize("command", ["visit start acme --at 8:50 --adjust", "visit start --at 9:20"])
def test_an_arrival_that_is_recorded_is_changed_at_the_end_of_the_visit(visitor: Techday, command: str) -> None:
    visitor.did("visit start acme", now=NINE)
    hint = 'techday visit end ACME --arrived TIME --note "…"'
    refused(visitor, command, "You arrived at ACME at 09:00 already", hint, now="2026-11-23T09:30:00Z")


def test_a_way_that_is_recorded_is_changed_at_the_end_of_the_visit(visitor: Techday) -> None:
    visitor.did("visit go acme", now=NINE)
    hint = "techday visit end ACME --arrived TIME --travel DURATION"
    refused(visitor, "visit go acme --at 8:30 --adjust", "You set out for ACME at 09:00 already", hint, now=TEN)


@pytest.mark.parametrize("stopped", [True, False])
def test_a_clock_of_the_next_day_ends_no_visit_of_the_day_before(visitor: Techday, stopped: bool) -> None:
    visitor.did("visit start acme", now="2026-11-23T16:00:00Z")
    if stopped:
        visitor.did("stop", now=EVENING)
    told = visitor("visit end acme --left 11:10 --note x", now=TUESDAY_NOON)
    assert told.exit == 1
    assert "11:10 would be 19h10 after you arrived on Mon 16:00" in told.stderr
    assert 'techday visit end ACME --left "mon TIME" --note "…"' in told.stderr
    assert visitor("visit --json", now=TUESDAY_NOON).json["visit"]["left_at"] is None


def test_a_visit_that_lasted_through_the_night_says_so_with_its_day(visitor: Techday) -> None:
    visitor.did("visit start acme", now="2026-11-23T16:00:00Z")
    visitor.did("visit end acme --left 'tue 5:00' --note x", now="2026-11-24T05:10:00Z")
    assert visitor("visit list --json", now=TUESDAY_NOON).json["visits"][0]["seconds"] == 13 * 3600


def test_time_that_a_later_arrival_takes_off_is_said(visitor: Techday) -> None:
    visitor.did("visit start acme", now="2026-11-23T08:00:00Z")
    told = visitor("visit end --arrived 9:42 --note x", now="2026-11-23T09:47:00Z")
    assert "ACME 08:00-09:47 became 09:42-09:47" in told.stdout + told.stderr


def test_work_on_a_ticket_that_began_before_the_arrival_is_split_there(visitor: Techday) -> None:
    visitor.did("visit start acme", now="2026-11-23T09:25:00Z")
    visitor.did("start L1", now="2026-11-23T09:30:00Z")
    told = visitor("visit end --arrived 9:40 --note x", now=ELEVEN)
    assert "--type remote" not in told.stderr
    assert "techday timecard split 2 09:40" in told.stderr


def test_a_visit_says_so_when_its_time_on_the_time_card_is_changed_after_it(on_site: Techday) -> None:
    on_site.did("visit end --note 'New fan' --called Pat", now="2026-11-23T10:30:00Z")
    assert on_site.tell(
        "timecard edit 2 --end 10:00",
        "timecard edit 2 --note 'New fan, and cleaned'",
        "timecard delete 1",
        now="2026-11-23T11:00:00Z",
    ) == snapshot("""\

$ techday timecard edit 2 --end 10:00
Changed end of entry 2 (ACME, Mon 09:25-10:00)
2| warning: visit 1 still says 09:25-10:30 (techday visit end ACME --arrived TIME --left TIME --adjust)
$ techday timecard edit 2 --note 'New fan, and cleaned'
Changed note of entry 2 (ACME, Mon 09:25-10:00)
$ techday timecard delete 1
Deleted 25m of travel for ACME (Mon 09:00-09:25)
2| warning: visit 1 still says 09:25-10:30 (techday visit end ACME --arrived TIME --left TIME --adjust)
""")


def test_a_break_that_goes_on_when_the_visit_ends_is_named(on_site: Techday) -> None:
    on_site.did("timecard break", now="2026-11-23T10:00:00Z")
    told = on_site("visit end --left 10:00 --note x --called Pat", now="2026-11-23T10:20:00Z").stderr
    assert "the break since 10:00 goes on; a start, or techday back, ends it" in told
