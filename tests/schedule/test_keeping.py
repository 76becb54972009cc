"""The schedule as a technician keeps it: items are planned, moved and cancelled."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from tests.conftest import Techday, examples, made_once
from tests.database.stores import dump

BERLIN = '[technician]\nname = "Kim Lee"\nzone = "Europe/Berlin"\n'


@made_once
def planned(techday: Techday) -> Techday:
    """Two clients with a site, a ticket and a project each; one item for Acme, acknowledged, and one for nobody."""
    techday.configure(BERLIN)
    techday.did(
        "client add Acme",
        "client add Bolt",
        "client site add acme Depot",
        "client site add bolt Mill",
        "ticket add Mail is down --client acme",
        "ticket add Printer --client bolt",
        "project add Migration --client acme",
        "project add Cabling --client bolt",
        "ticket assign L2 Sam Reed --new",
        "schedule add Server move --start 'thu 9:00' --for 2h --client acme --site depot --ack",
        "schedule add Reading --start 'fri 14:00'",
    )
    return techday


@made_once
def begun(techday: Techday) -> Techday:
    """A store that is there already, in Berlin."""
    techday.configure(BERLIN)
    techday.did("client add Acme", "client add Bolt", "schedule add First --start 'tue 9:00' --client acme --ack")
    return techday


def told(techday: Techday, number: int) -> dict[str, object]:
    """Give an item as scripts read it."""
    item: dict[str, object] = techday(f"schedule show {number} --json").json["item"]
    return item


def test_the_first_item_is_planned_from_nothing(techday: Techday) -> None:
    techday.did("client add Acme", "ticket add Mail is down --client acme")
    assert techday.tell(
        "schedule",
        "schedule add Server move --start 'thu 9:00' --for 2h --client acme --place 'Main Street 4'",
        "schedule add Night patches --start 'fri 22:00' --end 6:00 --ticket 1",
        "schedule add Holidays --all-day --start 2026-12-24 --end 2027-01-03 --kind 'time off'",
        "schedule add Stand-up --start 8:45 --for 15m --repeat weekly --ack",
        "schedule",
    ) == snapshot("""\

$ techday schedule
Nothing is planned from Mon 23 Nov to Sun 6 Dec.
  techday schedule add "Server move" --start "thu 9:00"
  techday schedule subscribe URL
$ techday schedule add Server move --start 'thu 9:00' --for 2h --client acme --place 'Main Street 4'
Planned 1 Server move (ACME), Thu 26 Nov 09:00-11:00
$ techday schedule add Night patches --start 'fri 22:00' --end 6:00 --ticket 1
Planned 2 Night patches (ACME), Fri 27 Nov 22:00 - Sat 28 Nov 06:00
$ techday schedule add Holidays --all-day --start 2026-12-24 --end 2027-01-03 --kind 'time off'
Planned 3 Holidays, Thu 24 Dec - Sun 3 Jan 2027, all day
$ techday schedule add Stand-up --start 8:45 --for 15m --repeat weekly --ack
Planned 4 Stand-up, Mon 23 Nov 08:45-09:00, and 58 more up to Mon 3 Jan 2028
2| warning: in 3 Holidays (Thu 24 Dec - Sun 3 Jan 2027, all day) (techday week --date 2026-W53)
$ techday schedule
ID  when             item            client  place          state
Mon 23 Nov  today
 4  08:45-09:00      Stand-up                               acknowledged
Thu 26 Nov
 1  09:00-11:00      Server move     ACME    Main Street 4  open
Fri 27 Nov
 2  22:00-Sat 06:00  Night patches   ACME                   open
Mon 30 Nov
 5  08:45-09:00      Stand-up                               acknowledged
""")


WHEN = (
    # It is Monday the 23rd, 09:14.
    ("--start 10:00", "Mon 23 Nov 10:00-11:00"),
    ("--start 9:00", "Tue 24 Nov 09:00-10:00"),
    ("--start 15m", "Mon 23 Nov 09:29-10:29"),
    ("--start thu --for 45m", "Thu 26 Nov 08:00-08:45"),
    ("--start 'thu 9:00' --end 10:30", "Thu 26 Nov 09:00-10:30"),
    ("--start 'thu 9:00' --end 'fri 10:30'", "Thu 26 Nov 09:00 - Fri 27 Nov 10:30"),
    ("--start 'thu 22:00' --end 6:00", "Thu 26 Nov 22:00 - Fri 27 Nov 06:00"),
    ("--start 'thu 22:00' --end midnight", "Thu 26 Nov 22:00-24:00"),
    ("--start 'thu 9:00' --end eod", "Thu 26 Nov 09:00-17:00"),
    # What is dated may be over.
    ("--start '2026-11-20 9:00'", "Fri 20 Nov 09:00-10:00"),
    # The clocks go forward on 28 March: 02:30 is not there, and 01:30 and two hours are 04:30.
    ("--start '2027-03-28 02:30' --for 1h", "Sun 28 Mar 2027 03:30-04:30"),
    ("--start '2027-03-28 01:30' --for 2h", "Sun 28 Mar 2027 01:30-04:30"),
    # They go back on 31 October.
    ("--start '2027-10-31 01:30' --for 2h", "Sun 31 Oct 2027 01:30-02:30 CET"),
    ("--all-day --start fri", "Fri 27 Nov, all day"),
    ("--all-day --start fri --end mon", "Fri 27 Nov - Mon 30 Nov, all day"),
    ("--all-day --start fri --end fri", "Fri 27 Nov, all day"),
    ("--all-day --start 2026-11-20 --end today", "Fri 20 Nov - Mon 23 Nov, all day"),
)


def test_when_an_item_is_reads_as_it_is_said(begun: Techday) -> None:
    said = {options: begun(f"schedule add x {options}").stdout.partition(" x, ")[2].strip() for options, _ in WHEN}
    assert said == dict(WHEN)


def test_whole_days_begin_and_end_at_the_technician_s_midnights(begun: Techday) -> None:
    begun.did("schedule add Fair --all-day --start 2027-03-28 --end 2027-03-29")
    item = told(begun, 2)
    assert (item["start"], item["end"]) == ("2027-03-27T23:00:00Z", "2027-03-29T22:00:00Z")
    assert (item["first_day"], item["last_day"], item["all_day"]) == ("2027-03-28", "2027-03-29", True)


REFUSED = (
    ("--start soon", '"soon" is not a time'),
    ("--start 'thu 9:00' --end 'thu 8:00'", '"thu 8:00" is no end of what begins 2026-11-26 09:00'),
    ("--start 'thu 9:00' --end 'wed 8:00'", '"wed 8:00" is no end of what begins 2026-11-26 09:00'),
    # Nobody plans 23 hours by a slip of the finger.
    ("--start 'thu 9:00' --end 8:00", '"8:00" is no end of what begins 2026-11-26 09:00'),
    ("--start 'thu 9:00' --end 10:00 --for 1h", "--end and --for exclude each other"),
    ("--start 'thu 9:00' --for 0m", '"0m" is no time at all'),
    ("--start thu --all-day --for 8h", "--for is for hours, and whole days have none"),
    ("--start thu --all-day --end 2026-11-25", "2026-11-25 comes before 2026-11-26"),
    ("--start 'thu 9:00' --all-day", '"thu 9:00" is not a date'),
    ("--start 9:00 --kind party", 'No kind of item "party"'),
    ("--start 9:00 --client nobody", 'No client "nobody"'),
    ("--start 9:00 --site depot", 'Whose site "depot" is was not said'),
    ("--start 9:00 --client bolt --site depot", 'No site "depot"'),
    ("--start 9:00 --client bolt --ticket 1", "The ticket L1 is of ACME, not of BOLT"),
    ("--start 9:00 --client bolt --project migration", "The project Migration is of ACME, not of BOLT"),
    ("--start 9:00 --ticket 1 --project cabling", "The project Cabling is of BOLT, not of ACME"),
    ("--start 9:00 --ticket 9", 'No ticket "9"'),
    ("--start 9:00 --repeat often", '"often" is no rule of days'),
    ("--start 9:00 --repeat FREQ=SECONDLY", "A rule goes by days: hours, minutes and seconds are not for it"),
    (
        "--start 9:00 --repeat FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        '"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30" never falls on a day from 2026-11-24 on',
    ),
    ("--start 2025-01-01 --repeat FREQ=DAILY;COUNT=3", '"FREQ=DAILY;COUNT=3" ended before 2026-10-19'),
)


def test_what_cannot_be_planned_is_refused_with_a_next_step(planned: Techday) -> None:
    before = dump(planned.store)
    told = {options: planned(f"schedule add x {options}") for options, _ in REFUSED}
    assert {options: one.stderr.splitlines()[0] for options, one in told.items()} == {
        options: f"techday: {message}" for options, message in REFUSED
    }
    assert all(one.exit in (1, 2, 3) and one.stderr.splitlines()[1].strip() for one in told.values())
    assert dump(planned.store) == before


def test_what_is_missing_is_asked_for_on_a_terminal_and_else_refused(techday: Techday) -> None:
    assert techday("schedule add", typed="Server move\nthu 9:00\n").stdout == (
        "Planned 1 Server move, Thu 26 Nov 09:00-10:00\n"
    )
    assert techday.tell("schedule add", "schedule add Server move", "schedule add ' ' --start 9:00") == snapshot("""\

$ techday schedule add
2| techday: Title is missing
2|   Type it at the end of the command
exit 2
$ techday schedule add Server move
2| techday: Start is missing
2|   techday schedule add "Server move" --start "thu 9:00"
exit 2
$ techday schedule add ' ' --start 9:00
2| techday: An item needs a title
2|   techday schedule add "Server move" --start "thu 9:00"
exit 2
""")


KINDS = (
    ("Server move --client acme --site depot", "on-site"),
    ("Server move --client acme --place 'Main Street 4'", "on-site"),
    ("Server move --client acme", "remote"),
    ("Paperwork", "remote"),
    ("Paperwork --kind time", "time-off"),
    ("Paperwork --kind 'Time Off'", "time-off"),
    ("Paperwork --kind onsite", "on-site"),
)


def test_the_kind_is_made_out_where_it_is_not_said(planned: Techday) -> None:
    made_out = {
        words: planned(f"schedule add {words} --start 'wed 9:00' --json").json["item"]["kind"] for words, _ in KINDS
    }
    assert made_out == dict(KINDS)


def test_the_client_is_that_of_the_ticket_or_the_project_where_none_is_named(planned: Techday) -> None:
    planned.did(
        "schedule add A --start 'wed 8:00' --for 5m --ticket 2 --site mill",
        "schedule add B --start 'wed 9:00' --for 5m --project cabling",
        "schedule add C --start 'wed 10:00' --for 5m --client acme --ticket 1 --project migration",
    )
    items = [told(planned, number) for number in (3, 4, 5)]
    assert [(one["client"], one["site"], one["ticket"], one["project"]) for one in items] == [
        ("BOLT", "Mill", "L2", None),
        ("BOLT", None, None, "Cabling"),
        ("ACME", None, "L1", "Migration"),
    ]


def test_a_colleague_is_known_by_a_part_of_the_name_and_the_user_is_nobody_else(planned: Techday) -> None:
    names = ("sam", "Kim Lee", "me", "Robin")
    planned.did(
        *(f"schedule add x --start 'wed {hour}:00' --technician '{name}'" for hour, name in enumerate(names, 8))
    )
    assert [told(planned, number)["technician"] for number in (3, 4, 5, 6)] == ["Sam Reed", None, None, "Robin"]


def test_what_is_in_the_way_is_said_and_refuses_nothing(planned: Techday) -> None:
    assert planned.tell(
        "schedule add Call --start 'thu 10:00'", "schedule move 4 --start 14:00", "schedule move 3 --start 10:30"
    ) == snapshot("""\

$ techday schedule add Call --start 'thu 10:00'
Planned 3 Call, Thu 26 Nov 10:00-11:00
2| warning: overlaps 1 Server move (Thu 26 Nov 09:00-11:00) (techday week)
$ techday schedule move 4 --start 14:00
2| techday: No item "4" on the schedule
2|   techday schedule list --all
exit 3
$ techday schedule move 3 --start 10:30
Moved 3 Call to Thu 26 Nov 10:30-11:30
2| warning: overlaps 1 Server move (Thu 26 Nov 09:00-11:00) (techday week)
""")


@pytest.mark.parametrize(
    ("options", "when"),
    [
        ("--start fri", "Fri 27 Nov 09:00-11:00"),
        ("--start 10:30", "Thu 26 Nov 10:30-12:30"),
        ("--start 0830", "Thu 26 Nov 08:30-10:30"),
        ("--start 8am --end noon", "Thu 26 Nov 08:00-12:00"),
        ("--start 'fri 14:00'", "Fri 27 Nov 14:00-16:00"),
        ("--start tomorrow --for 30m", "Tue 24 Nov 09:00-09:30"),
        ("--start 2d", "Wed 25 Nov 09:00-11:00"),
        ("--end 12:00", "Thu 26 Nov 09:00-12:00"),
        ("--for 15m", "Thu 26 Nov 09:00-09:15"),
        ("--start 2027-03-29", "Mon 29 Mar 2027 09:00-11:00"),
        ("--start 2h", "Mon 23 Nov 11:14-13:14"),
        # A weekday is that of its own week.
        ("--start wed", "Wed 25 Nov 09:00-11:00"),
        ("--start '2026-12-15 9:00' --end 'sat 9:00'", "Tue 15 Dec 09:00 - Sat 19 Dec 09:00"),
    ],
)
def test_what_is_moved_keeps_what_is_not_said(planned: Techday, options: str, when: str) -> None:
    """A day alone keeps the clock, a clock alone the day, and a start alone the length."""
    told_now = planned(f"schedule move 1 {options}").stdout
    assert told_now == f"Moved 1 Server move (ACME) to {when}; open again: it was acknowledged\n"


def test_today_is_the_day_of_the_shift(techday: Techday) -> None:
    techday.configure(f"{BERLIN}[shift]\nstart = '22:00'\nend = '06:00'\n")
    night = "2026-11-24T01:00:00Z"
    techday.did("schedule add Patches --all-day --start today", now=night)
    assert techday("schedule list --days 1 --json", now=night).json["first_day"] == "2026-11-23"
    assert techday("schedule export --json", now=night).json["path"].endswith("schedule-2026-11-23.ics")


def test_whole_days_are_moved_as_days(planned: Techday) -> None:
    planned.did("schedule add Fair --all-day --start 2026-12-01 --end 2026-12-03")
    assert planned.tell(
        "schedule move 3 --title ''",
        "schedule move 3 --start wed",
        "schedule move 3 --start 2026-12-08",
        "schedule move 3 --end fri",
        "schedule move 3 --start '2026-12-08 9:00'",
        "schedule move 3 --for 8h",
    ) == snapshot("""\

$ techday schedule move 3 --title ''
2| techday: An item needs a title
2|   Give words: --title "Server move"
exit 2
$ techday schedule move 3 --start wed
Moved 3 Fair to Wed 2 Dec - Fri 4 Dec, all day
$ techday schedule move 3 --start 2026-12-08
Moved 3 Fair to Tue 8 Dec - Thu 10 Dec, all day
$ techday schedule move 3 --end fri
Moved 3 Fair to Tue 8 Dec - Fri 11 Dec, all day
$ techday schedule move 3 --start '2026-12-08 9:00'
2| techday: "2026-12-08 9:00" is not a date
2|   write it as 2026-11-23, yesterday or mon
exit 2
$ techday schedule move 3 --for 8h
2| techday: --for is for hours, and this is of whole days
2|   Give the last day with --end D
exit 2
""")


@pytest.mark.parametrize(
    ("options", "changed"),
    [
        ("--start 10:00 --end 11:00", [("start", "2026-11-26T08:00:00Z", "2026-11-26T09:00:00Z")]),
        ("--end 12:00", [("end", "2026-11-26T10:00:00Z", "2026-11-26T11:00:00Z")]),
        ("--place 'Main Street 4'", [("place", None, "Main Street 4")]),
        ("--client bolt", [("site", "Depot", None), ("client", "Acme", "Bolt")]),
        ("--technician sam", [("technician", None, "Sam Reed")]),
    ],
)
def test_another_fact_opens_an_item_again_and_tells_what_changed(
    planned: Techday, options: str, changed: list[tuple[str, str | None, str | None]]
) -> None:
    moved = planned(f"schedule move 1 {options} --json").json
    opened = "it is for Sam Reed now" if "sam" in options else "open again: it was acknowledged"
    assert (opened in moved["summary"], moved["item"]["state"]) == (True, "proposed")
    assert moved["item"]["changed"] == [{"field": field, "was": was, "now": now} for field, was, now in changed]


def test_other_words_change_nobody_s_day(planned: Techday) -> None:
    for options in ("--title 'Server swap'", "--note 'bring screws'", "--kind remote", "--ticket 1"):
        moved = planned(f"schedule move 1 {options} --json").json
        assert ("open again" in moved["summary"], moved["item"]["state"]) == (False, "acknowledged")


def test_with_another_client_what_was_of_the_one_before_is_gone(planned: Techday) -> None:
    planned.did("schedule move 1 --ticket 1 --project migration")
    assert planned.tell(
        "schedule move 1 --client bolt",
        "schedule move 1 --site mill --ticket 2 --project cabling",
        "schedule move 1 --ticket 1",
        "schedule move 1 --client acme --ticket 1",
        "schedule move 1 --ticket none --client none",
    ) == snapshot("""\

$ techday schedule move 1 --client bolt
Changed client, site, ticket, project of 1 Server move (BOLT); open again: it was acknowledged
$ techday schedule move 1 --site mill --ticket 2 --project cabling
Changed site, ticket, project of 1 Server move (BOLT)
$ techday schedule move 1 --ticket 1
2| techday: The ticket L1 is of ACME, not of BOLT
2|   Give --client ACME
exit 1
$ techday schedule move 1 --client acme --ticket 1
Changed client, site, ticket, project of 1 Server move (ACME)
$ techday schedule move 1 --ticket none --client none
Changed client, ticket of 1 Server move
""")


def test_what_says_so_already_is_no_change(planned: Techday) -> None:
    before = dump(planned.store)
    assert planned("schedule move 1 --start 9:00 --client acme --site depot").stdout == (
        "1 Server move (ACME) says so already\n"
    )
    assert dump(planned.store) == before
    assert planned.tell("schedule move 1", "schedule move 99 --start 9:00", "schedule cancel x") == snapshot("""\

$ techday schedule move 1
2| techday: Nothing to change was named
2|   techday schedule move --help lists what can be changed
exit 2
$ techday schedule move 99 --start 9:00
2| techday: No item "99" on the schedule
2|   techday schedule list --all
exit 3
$ techday schedule cancel x
2| techday: No item "x" on the schedule
2|   techday schedule list --all
exit 3
""")


def test_what_was_cancelled_is_not_moved_and_is_cancelled_once(planned: Techday) -> None:
    assert planned.tell(
        "schedule cancel 1 --reason 'they moved out'",
        "schedule cancel #1",
        "schedule move 1 --start fri",
        "undo",
        "schedule show 1",
    ) == snapshot("""\

$ techday schedule cancel 1 --reason 'they moved out'
Cancelled 1 Server move (ACME): they moved out
$ techday schedule cancel #1
1 Server move (ACME) is cancelled already
$ techday schedule move 1 --start fri
2| techday: 1 Server move (ACME) was cancelled
2|   techday schedule add --start TIME "Server move"
exit 1
$ techday undo
Undid: Cancelled 1 Server move (ACME): they moved out
$ techday schedule show 1
1  Server move
  when        Thu 26 Nov 09:00-11:00
  state       acknowledged 09:14
  kind        on-site
  client      ACME Acme
  site        Depot
""")


def test_what_is_over_can_be_planned_again_but_not_rewritten(planned: Techday) -> None:
    friday = "2026-11-27T16:00:00Z"
    assert planned.tell(
        "schedule move 1 --start 8:00",
        "schedule move 1 --note 'took an hour longer'",
        "schedule cancel 2",
        "schedule move 1 --start 2026-12-03",
        now=friday,
    ) == snapshot("""\

$ techday schedule move 1 --start 8:00
2| techday: 1 Server move (ACME) is over: Thu 26 Nov 09:00-11:00
2|   techday schedule move 1 --start TIME, ahead of now, plans it again
exit 1
$ techday schedule move 1 --note 'took an hour longer'
Changed note of 1 Server move (ACME)
$ techday schedule cancel 2
Cancelled 2 Reading, which was over
$ techday schedule move 1 --start 2026-12-03
Moved 1 Server move (ACME) to Thu 3 Dec 09:00-11:00; open again: it was acknowledged
""")


def test_a_calendar_s_item_stays_where_it_was_moved_until_the_calendar_says_otherwise(planned: Techday) -> None:
    with planned.raw() as db:
        db.execute("UPDATE schedule_item SET imported = '{}' WHERE id = 2")
    assert planned.tell(
        "schedule move 2 --start 15:00", "schedule move 2 --start 16:00 --following", "schedule cancel 2"
    ) == snapshot("""\

$ techday schedule move 2 --start 15:00
Moved 2 Reading to Fri 27 Nov 15:00-16:00
2|   The file that it came from does not say so; this stands until it says something else of it
$ techday schedule move 2 --start 16:00 --following
2| techday: Nothing follows "Reading": its calendar decides on what repeats there
2|   Leave out --following
exit 1
$ techday schedule cancel 2
Cancelled 2 Reading
2|   The file that it came from does not say so; this stands until it says something else of it
""")


def test_scripts_read_what_a_write_did(planned: Techday) -> None:
    added = planned("schedule add Stand-up --start 'wed 8:45' --for 15m --repeat FREQ=DAILY;COUNT=3 --json").json
    assert (added["schema"], added["items"], added["item"]["start"]) == ("techday.change/1", 3, "2026-11-25T07:45:00Z")
    moved = planned("schedule move 1 --start fri --place Attic --json").json
    assert (moved["changed"], moved["items"], moved["item"]["place"]) == (["time", "place"], 1, "Attic")
    cancelled = planned("schedule cancel 3 --following --json").json
    assert (cancelled["items"], cancelled["item"]["state"]) == (3, "cancelled")


def test_hostile_words_are_kept_harmless(begun: Techday) -> None:
    begun.did(
        "schedule add '\x1b[31mred\x07' --start 9:00 --place '\u202egnp.exe' --note 'a\nb' --technician '\x1b]0;x\x07Z'"
    )
    item = told(begun, 2)
    assert (item["title"], item["place"], item["note"], item["technician"]) == ("red", "gnp.exe", "a b", "Z")
    begun.did(f"schedule add {'x' * 5000} --start 9:00")
    assert len(str(told(begun, 3)["title"])) == 300


ACTS = (
    "schedule add A --start 'wed 9:00' --client acme",
    "schedule add B --start 'wed 9:00' --repeat FREQ=WEEKLY;COUNT=4 --ack",
    "schedule add T --start 'wed 9:00' --kind travel",
    "schedule move 1 --start fri --place Attic",
    "schedule move 1 --client bolt",
    "schedule move 3 --start thu --following",
    "schedule move 4 --start 10:00",
    "schedule cancel 4 --following",
    "schedule cancel 1",
    "schedule agree 3 --manager Ana --client Jo",
    "schedule agree 3 --manager Ana --withdrawn",
)


@examples(3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), max_size=6))
def test_any_acts_undone_one_by_one_leave_the_schedule_as_it_was(
    begun: Techday, tmp_path_factory: pytest.TempPathFactory, acts: list[str]
) -> None:
    techday = begun.copied_to(tmp_path_factory.mktemp("acts"))
    before, done = dump(techday.store), 0
    for act in acts:
        result = techday(f"{act} --json")
        done += result.exit == 0 and result.json["operation"] is not None
    for _ in range(done):
        techday.did("undo")
    assert dump(techday.store) == before
