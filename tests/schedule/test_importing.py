"""`schedule import`: calendars and lists of events, told through the commands."""

import os
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once
from tests.database.stores import dump
from tests.exchange.test_schedule_in import KIM, LATER, ME, TUESDAY, WEEKLY, calendar, event

OUTLOOK = """\
"Subject","Start Date","Start Time","End Date","End Time","All day event","Reminder on/off","Categories","Description",\
"Location","Priority","Show time as"
"Switch swap ACME","11/24/2026","9:00:00 AM","11/24/2026","11:30:00 AM","False","True","Work","Bring ""tea""
and cables","1 Main St, Leeds","Normal","2"
"Vacation","11/30/2026","12:00:00 AM","12/2/2026","12:00:00 AM","True","False","","","","Normal","4"
"""
DISPATCH = """\
Schedule ID;Summary;Company;Resource;Start;End;Type;Status
12;Server move;ACME;Kim Lee;24.11.2026 09:00;24.11.2026 11:00;On-site;Firm
13;Server move;Nobody;Sam Reed;25.11.2026 22:00;26.11.2026 02:00;Maintenance;Firm
14;Review;ACME;;26.11.2026;;Meeting;Firm
15;Old one;ACME;;27.11.2026 09:00;27.11.2026 08:00;;Firm
13;Again;ACME;;28.11.2026 09:00;;;Firm
16;Called off;ACME;;28.11.2026 09:00;;;Cancelled
17;Lost;ACME;;soon;;;Firm
18;Long ago;ACME;;24.11.2020 09:00;;;Firm
"""


@made_once
def office(techday: Techday) -> Techday:
    """Kim Lee with a client."""
    techday.configure(KIM)
    techday.did("client add Acme --code ACME")
    return techday


@pytest.fixture
def desk(office: Techday, monkeypatch: pytest.MonkeyPatch) -> Techday:
    """Give the office, whose files are named without their folder."""
    monkeypatch.chdir(office.home)
    return office


def write(desk: Techday, name: str, content: str | bytes) -> Path:
    """Write a file."""
    path = desk.home / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(desk: Techday, columns: str) -> list[tuple[object, ...]]:
    """Give some columns of all items, in their order."""
    with desk.raw() as db:
        sql = (
            f"SELECT {columns} FROM schedule_item AS item LEFT JOIN client ON client.id = client_id ORDER BY starts_at"  # noqa: S608  # columns that a test names
        )
        return db.execute(sql).fetchall()


def test_a_calendar_comes_in_and_says_what_is_open_again(desk: Techday) -> None:
    write(
        desk,
        "week.ics",
        calendar(event("a@x", TUESDAY, ME.format("ACCEPTED"), title="ACME switch"), event("s", WEEKLY)),
    )
    broken = event("b", TUESDAY, "RRULE:FREQ=SECONDLY", title="Backup window")
    write(desk, "moved.ics", calendar(event("a@x", LATER, ME.format("ACCEPTED"), title="ACME switch"), broken))
    assert desk.tell(
        "schedule import week.ics",
        "schedule import week.ics",
        "schedule import moved.ics --dry-run",
        "schedule import moved.ics",
        "log",
        "undo",
    ) == snapshot("""\

$ techday schedule import week.ics
Imported week.ics: 4 new, 0 changed, 0 same, 0 cancelled
$ techday schedule import week.ics
Imported week.ics: 0 new, 0 changed, 4 same, 0 cancelled
$ techday schedule import moved.ics --dry-run
Would import moved.ics: 0 new, 1 changed, 0 same, 0 cancelled; 1 event left out
  open again: 1 ACME switch (ACME): start Tue 24 Nov 09:00 -> Tue 24 Nov 13:00; end Tue 24 Nov 11:00 -> Tue 24 Nov 15:00
2| warning: left out: Backup window (uid b): repeats by the second
$ techday schedule import moved.ics
Imported moved.ics: 0 new, 1 changed, 0 same, 0 cancelled; 1 event left out
  open again: 1 ACME switch (ACME): start Tue 24 Nov 09:00 -> Tue 24 Nov 13:00; end Tue 24 Nov 11:00 -> Tue 24 Nov 15:00
2| warning: left out: Backup window (uid b): repeats by the second
$ techday log
4  08:14  schedule import  Imported moved.ics: 0 new, 1 changed, 0 same, 0 ca…
2  08:14  schedule import  Imported week.ics: 4 new, 0 changed, 0 same, 0 can…
1  08:14  client add       Added client ACME Acme
$ techday undo
Undid: Imported moved.ics: 0 new, 1 changed, 0 same, 0 cancelled; 1 event left out
""")


def test_many_that_are_left_out_are_counted(desk: Techday) -> None:
    broken = [event(f"b{number}", TUESDAY, "RRULE:FREQ=SECONDLY", title=f"No. {number}") for number in range(8)]
    write(desk, "week.ics", calendar(event("a@x", TUESDAY), *broken))
    said = desk("schedule import week.ics").stderr.splitlines()
    assert len(said) == 6
    assert said[-1] == "warning: 3 more were left out (--json names them all)"


def test_many_that_are_open_again_are_counted(desk: Techday) -> None:
    events = [(f"a{number}", ME.format("ACCEPTED")) for number in range(25)]
    write(desk, "week.ics", calendar(*(event(uid, TUESDAY, me) for uid, me in events)))
    write(desk, "moved.ics", calendar(*(event(uid, LATER, me) for uid, me in events)))
    desk.did("schedule import week.ics")
    said = desk("schedule import moved.ics").stdout.splitlines()
    assert len(said) == 22
    assert said[-1] == "  5 more are open again (techday week)"


def test_scripts_read_what_became_of_each_file(desk: Techday) -> None:
    write(desk, "one.ics", calendar(event("a@x", TUESDAY)))
    write(desk, "two.ics", calendar(event("s@x", WEEKLY)))
    report = desk("schedule import one.ics two.ics --json").json
    assert [file["operation"] for file in report["files"]] == [2, 3]
    assert report["files"][1] == snapshot(
        {
            "file": "two.ics",
            "operation": 3,
            "new": 3,
            "changed": 0,
            "same": 0,
            "cancelled": 0,
            "left": 0,
            "reopened": [],
            "skipped": [],
            "notes": [],
            "dry_run": False,
        }
    )


def test_the_first_file_waits_until_all_can_be_read(desk: Techday) -> None:
    write(desk, "one.ics", calendar(event("a@x", TUESDAY)))
    write(desk, "two.ics", "<!DOCTYPE html><html>Sign in</html>")
    before = dump(desk.store)
    assert desk.tell("schedule import one.ics two.ics") == snapshot("""\

$ techday schedule import one.ics two.ics
2| techday: two.ics: this is a web page, not a calendar
2|   Perhaps it wants a sign-in: take the address of the .ics file
exit 1
""")
    assert dump(desk.store) == before


def test_client_and_kind_are_given_for_events_that_name_none(desk: Techday) -> None:
    desk.did("client add Bolt --code BOLT")
    write(desk, "week.ics", calendar(event("a@x", TUESDAY), event("b@x", LATER, title="BOLT printer")))
    desk.did("schedule import week.ics --client acme --kind maint")
    assert rows(desk, "code, kind") == [("ACME", "maintenance"), ("BOLT", "maintenance")]
    # What was given once is not forgotten with other words.
    write(desk, "week.ics", calendar(event("a@x", TUESDAY, title="Printer"), event("b@x", LATER, title="Printer")))
    desk.did("schedule import week.ics")
    assert rows(desk, "code, kind") == [("ACME", "maintenance"), ("ACME", "maintenance")]


@pytest.mark.parametrize(
    "command",
    [
        "schedule import nowhere.ics",
        "schedule import .",
        "schedule import empty.ics",
        "schedule import page.ics",
        "schedule import cut.ics",
        "schedule import nul.ics",
        "schedule import broken.ics",
        "schedule import large.ics",
        "schedule import list.csv",
        "schedule import picture.csv",
        "schedule import week.ics --client nobody",
        "schedule import week.ics --kind holiday",
        "import week.ics list.csv",
        "import week.ics --source jira",
    ],
)
def test_what_cannot_come_in_is_told_in_one_line_with_the_next_step(desk: Techday, command: str) -> None:
    whole = calendar(event("a@x", TUESDAY))
    write(desk, "week.ics", whole)
    write(desk, "empty.ics", "")
    write(desk, "page.ics", "<html>Sign in</html>")
    write(desk, "cut.ics", whole[:-20])
    write(desk, "nul.ics", whole.replace(b"Switch", b"Sw\0itch"))
    write(desk, "broken.ics", calendar(event("a@x", TUESDAY, "RRULE:FREQ=SECONDLY")))
    with write(desk, "large.ics", whole).open("r+b") as file:
        file.truncate(60 * 1024**2)
    write(desk, "list.csv", "Ticket,Due\n1,2026-11-24\n")
    write(desk, "picture.csv", b"\x89PNG\r\n")
    before = dump(desk.store)
    result = desk(command)
    assert result.exit in (1, 2, 3)
    assert result.stdout == ""
    said = result.stderr.splitlines()
    assert (len(said), said[0][:9], said[1][:2]) == (2, "techday: ", "  "), said
    assert dump(desk.store) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with named pipes")
def test_nobody_waits_for_a_pipe(desk: Techday) -> None:
    os.mkfifo(desk.home / "pipe.ics")
    assert desk("schedule import pipe.ics").exit == 1
    assert desk("import pipe.ics").exit == 1


def test_the_root_import_takes_calendars_too(desk: Techday) -> None:
    write(desk, "week.ics", calendar(event("a@x", TUESDAY)))
    write(desk, "other", b"\xff\xfe" + calendar(event("b@x", LATER)).decode().encode("utf-16-le"))
    write(desk, "outlook.csv", OUTLOOK)
    assert desk.tell("import week.ics other", "import outlook.csv") == snapshot("""\

$ techday import week.ics other
Imported week.ics: 1 new, 0 changed, 0 same, 0 cancelled
Imported other: 1 new, 0 changed, 0 same, 0 cancelled
$ techday import outlook.csv
Imported outlook.csv: 2 new, 0 changed, 0 same, 0 cancelled
2| Columns: Subject = title, Start Date = start, Start Time = start_time, End Date = end, End Time = end_time, All day event = all_day, Categories = categories, Description = note, Location = place, Show time as = busy
2| Not used: Reminder on/off, Priority (--map "COLUMN=field" changes that)
2| Dates in Start Date, End Date are month-day, decided by 11/24/2026 in Start Date
""")  # noqa: E501  # which column is which field stands in one line


# --- lists ---


def test_outlook_and_google_lists_need_no_mapping(desk: Techday) -> None:
    write(desk, "outlook.csv", OUTLOOK)
    desk.did("schedule import outlook.csv")
    assert rows(desk, "title, code, kind, starts_at, ends_at, first_day, last_day, place, note") == snapshot(
        [
            (
                "Switch swap ACME",
                "ACME",
                "on-site",
                "2026-11-24T09:00:00Z",
                "2026-11-24T11:30:00Z",
                None,
                None,
                "1 Main St, Leeds",
                """\
Bring "tea"
and cables\
""",
            ),
            (
                "Vacation",
                None,
                "time-off",
                "2026-11-30T00:00:00Z",
                "2026-12-02T00:00:00Z",
                "2026-11-30",
                "2026-12-01",
                "",
                "",
            ),
        ]
    )
    assert desk("schedule import outlook.csv --json").json["files"][0]["same"] == 2


def test_a_list_of_a_psa_tells_whose_it_is(desk: Techday) -> None:
    desk.did("add Switch --client acme", "ticket assign L1 'Sam Reed' --new")
    write(desk, "dispatch.csv", DISPATCH)
    assert desk.tell("schedule import dispatch.csv") == snapshot("""\

$ techday schedule import dispatch.csv
Imported dispatch.csv: 3 new, 0 changed, 0 same, 0 cancelled; 3 events left out
2| Columns: Schedule ID = id, Summary = title, Company = client, Resource = technician, Start = start, End = end, Type = kind, Status = status
2| Cells are separated by semicolons
2| Left out: 1 before 2026-10-19 or after 2027-12-28
2| There is no client "Nobody": 1 without one (techday client add "Nobody")
2| warning: left out: line 5: "Old one" ends before it begins
2| warning: left out: line 6: the id "13" stands twice; the first row counts
2| warning: left out: line 8: the start cannot be read: "soon"
""")  # noqa: E501  # which column is which field stands in one line
    assert rows(desk, "uid, title, code, technician, kind, starts_at, ends_at, all_day") == snapshot(
        [
            ("12@list", "Server move", "ACME", "", "on-site", "2026-11-24T09:00:00Z", "2026-11-24T11:00:00Z", 0),
            (
                "13@list",
                "Server move",
                None,
                "Sam Reed",
                "maintenance",
                "2026-11-25T22:00:00Z",
                "2026-11-26T02:00:00Z",
                0,
            ),
            ("14@list", "Review", "ACME", "", "meeting", "2026-11-26T00:00:00Z", "2026-11-27T00:00:00Z", 1),
        ]
    )
    assert desk("schedule import dispatch.csv --json").json["files"][0]["same"] == 3


def test_a_row_of_a_list_is_moved_cancelled_and_tied_by_its_id(desk: Techday) -> None:
    desk.did("add Switch --client acme --ref 1049213")
    head = "ID,Title,Start Date,Start Time,End Time,Ticket,Status\n"
    write(desk, "list.csv", f"{head}1,Move,2026-11-24,9:00 PM,1:00 AM,#1049213,\n2,Look,2026-11-25,9:00,,,\n")
    desk.did("schedule import list.csv")
    assert rows(desk, "title, starts_at, ends_at, code, ticket_id, item.state") == [
        ("Move", "2026-11-24T21:00:00Z", "2026-11-25T01:00:00Z", "ACME", 1, "proposed"),
        ("Look", "2026-11-25T09:00:00Z", "2026-11-25T10:00:00Z", None, None, "proposed"),
    ]
    write(desk, "list.csv", f"{head}1,Move,2026-11-26,9:00 PM,1:00 AM,#1049213,\n2,Look,2026-11-25,9:00,,,Cancelled\n")
    assert desk("schedule import list.csv").stdout == snapshot(
        "Imported list.csv: 0 new, 1 changed, 0 same, 1 cancelled\n"
    )
    assert rows(desk, "title, starts_at, item.state") == [
        ("Look", "2026-11-25T09:00:00Z", "cancelled"),
        ("Move", "2026-11-26T21:00:00Z", "proposed"),
    ]


def test_rows_without_an_id_are_known_by_title_and_start(desk: Techday) -> None:
    write(desk, "list.csv", "Title,Start,Location\nVisit,2026-11-24 9:00,Leeds\nVisit,2026-11-24 9:00,Hull\n")
    assert desk("schedule import list.csv --json").json["files"][0]["new"] == 2
    assert desk("schedule import list.csv --json").json["files"][0]["same"] == 2


def test_an_end_is_after_its_start_or_named(desk: Techday) -> None:
    """What begins in an hour that spring skips lasts as long as it says; an end far back is no end of the next day."""
    desk.configure('[technician]\nzone = "Europe/Berlin"\n')
    lines = ("Night,2027-03-28,2:30,3:30", "Late,2027-03-29,21:00,1:00", "Slip,2027-03-30,10:00,9:00")
    write(desk, "list.csv", "\n".join(("Title,Date,Start time,End time", *lines, "")))
    result = desk("schedule import list.csv")
    assert 'line 4: it ends before it begins: "9:00"' in result.stderr
    spans = [("2027-03-28T01:30:00Z", "2027-03-28T02:30:00Z"), ("2027-03-29T19:00:00Z", "2027-03-29T23:00:00Z")]
    assert rows(desk, "starts_at, ends_at") == spans


def test_dates_that_read_both_ways_are_refused_until_somebody_says(desk: Techday) -> None:
    write(desk, "list.csv", "Subject,Start Date,End Date\nVacation,05/12/2026,05/12/2026\n")
    assert desk.tell("schedule import list.csv") == snapshot("""\

$ techday schedule import list.csv
2| techday: Start Date: 05/12/2026 (line 2) could be 5 December 2026 or 12 May 2026, and no date in the file decides
2|   Add --dates dmy or --dates mdy; techday config set date_order dmy decides it for every file
exit 1
""")
    desk.did("schedule import list.csv --dates dmy")
    assert rows(desk, "first_day, last_day, kind") == [("2026-12-05", "2026-12-05", "time-off")]


def test_columns_of_any_name_are_mapped(desk: Techday) -> None:
    write(desk, "list.csv", "Betreff,Beginn\nBesuch ACME,2026-11-24 9:00\n")
    assert desk("schedule import list.csv").exit == 2
    desk.did('schedule import list.csv --map Betreff=title --map "Beginn=start"')
    assert rows(desk, "title, code") == [("Besuch ACME", "ACME")]


def test_what_a_list_says_harms_nobody(desk: Techday) -> None:
    write(desk, "list.csv", 'Title,Start\n"\'=1+1 \x1b[31mred\u202e",2026-11-24 9:00\n,9999-12-31\n,2026-11-25\n')
    result = desk("schedule import list.csv")
    assert result.exit == 0
    assert rows(desk, "title, first_day") == [("=1+1 red", None), ("(no title)", "2026-11-25")]
    assert "left out: line 3: the start cannot be read" in result.stderr


def test_a_thousand_events_come_in(desk: Techday) -> None:
    days = [f"DTSTART:2026{12 - number % 2}{1 + number % 28:02d}T{number % 24:02d}0000Z" for number in range(1_000)]
    write(desk, "many.ics", calendar(*(event(f"e{number}", day) for number, day in enumerate(days))))
    assert desk("schedule import many.ics --json").json["files"][0]["new"] == 1_000
    assert desk("schedule import many.ics --json").json["files"][0]["same"] == 1_000
