"""`schedule export`: what is planned, as a file for another calendar, and back again."""

import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

ROBIN = '[technician]\nname = "Robin Vale"\nemail = "robin@example.org"\nzone = "Europe/Berlin"\n'


@made_once
def planned(techday: Techday) -> Techday:
    """Four items: a visit that is acknowledged, a meeting every Monday, two days of training, and one cancelled."""
    techday.configure(ROBIN)
    techday.did(
        "client add 'Alder Foods' --code ALD",
        "client add 'Birch Law' --code BIR",
        "schedule add Replace the switch --start 'tue 9:00' --end 11:00 --client ALD --place '2 Harbour Street' --ack",
        "schedule add Patch round --start 'mon 2026-11-30 10:00' --end 10:30 --repeat FREQ=WEEKLY;COUNT=4",
        "schedule add Course --start 'thu 2026-12-10' --end '2026-12-11' --all-day --kind training",
        "schedule add Audit --start 'wed 14:00' --end 15:00 --client BIR",
    )
    techday.did(f"schedule cancel {numbers(techday)['Audit'][0]} --reason 'Not needed'")
    return techday


def numbers(techday: Techday) -> dict[str, list[int]]:
    """Give the numbers of the items by their titles."""
    with techday.raw() as db:
        found: dict[str, list[int]] = {}
        for number, title in db.execute("SELECT id, title FROM schedule_item ORDER BY starts_at"):
            found.setdefault(title, []).append(number)
    return found


def exported(techday: Techday, options: str = "") -> list[Any]:
    """Give the events that are exported to stdout."""
    result = techday(f"schedule export --out - {options}")
    assert result.exit == 0, result
    return list(Calendar.from_ical(result.stdout).walk("VEVENT"))


def titles(events: list[Any]) -> list[str]:
    """Give the titles of events, those of items of a series after that of the series."""
    return sorted(str(event["summary"]) for event in events)


def test_the_schedule_is_written_to_a_new_file_of_one_s_own(planned: Techday) -> None:
    out = planned.home / "data" / "out"
    told = planned.tell("schedule export", "schedule export").replace(str(out), "OUT")
    assert told == snapshot("""\

$ techday schedule export
OUT/schedule-2026-11-23.ics
$ techday schedule export
OUT/schedule-2026-11-23-2.ics
""")
    first, second = (out / name for name in ("schedule-2026-11-23.ics", "schedule-2026-11-23-2.ics"))
    assert first.read_bytes() == second.read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(first.stat().st_mode) == 0o600


def test_stdout_is_the_calendar_and_nothing_else(planned: Techday) -> None:
    result = planned("schedule export --out -")
    assert result.stdout.startswith("BEGIN:VCALENDAR\r\n")
    assert result.stdout.endswith("END:VCALENDAR\r\n")
    assert result.stderr == ""


def test_what_repeats_is_one_event_and_an_answer_stands_in_it(planned: Techday) -> None:
    events = {str(event["summary"]): event for event in exported(planned)}
    assert list(events) == ["Patch round", "Replace the switch", "Course"]
    assert events["Patch round"]["rrule"].to_ical() == b"FREQ=WEEKLY;UNTIL=20261221T090000Z"
    answers = {title: event["attendee"].params["PARTSTAT"] for title, event in events.items()}
    assert answers == {"Replace the switch": "ACCEPTED", "Patch round": "NEEDS-ACTION", "Course": "NEEDS-ACTION"}


def test_an_acknowledged_instance_stands_beside_its_series(planned: Techday) -> None:
    second = numbers(planned)["Patch round"][1]
    planned.did(f"week ack {second}")
    series, answered = [event for event in exported(planned) if event["summary"] == "Patch round"]
    assert series["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert answered["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert answered["recurrence-id"].to_ical() == b"20261207T100000"


@pytest.mark.parametrize("options", ["--from 2026-12-14 --until 2026-12-14", "--client BIR"])
def test_a_series_is_written_whole_whatever_was_asked_for(planned: Techday, options: str) -> None:
    """A calendar that takes it for all there is would cancel the rest."""
    planned.did(f"schedule move {numbers(planned)['Patch round'][2]} --client BIR")
    series = exported(planned, options)[0]
    assert series["rrule"].to_ical() == b"FREQ=WEEKLY;UNTIL=20261221T090000Z"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("--from today --until tomorrow", ["Replace the switch"]),
        ("--from 2026-12-11 --until 2026-12-11", ["Course"]),
        ("--from 2026-12-08 --until 2026-12-14", ["Course", "Patch round"]),
        ("--from 2026-12-12 --until 2026-12-13", []),
        ("--client ald", ["Replace the switch"]),
        ("--client ald --from 2026-12-01", []),
        ("--all --until 2026-11-26", ["Audit", "Replace the switch"]),
    ],
)
def test_only_what_was_asked_for_is_written(planned: Techday, options: str, found: list[str]) -> None:
    assert titles(exported(planned, options)) == found


def test_what_was_cancelled_says_so(planned: Techday) -> None:
    (audit,) = [event for event in exported(planned, "--all") if event["summary"] == "Audit"]
    assert (audit["status"], audit["comment"]) == ("CANCELLED", "Not needed")


def test_an_empty_schedule_is_a_calendar_too(techday: Techday) -> None:
    result = techday("schedule export --out -")
    assert [part.name for part in Calendar.from_ical(result.stdout).subcomponents] == ["VTIMEZONE"]
    assert result.stderr == "Nothing is planned from 2026-10-19 to 2027-12-28\n"


def test_scripts_learn_the_path(planned: Techday, tmp_path: Path) -> None:
    told = planned(f"schedule export --json --out {tmp_path} --until 2026-12-31").json
    assert told == {
        "schema": "techday.schedule-export/1",
        "path": str(tmp_path / "schedule-2026-11-23.ics"),
        "first_day": "2026-10-19",
        "last_day": "2026-12-31",
        "items": 6,
    }


def test_what_cannot_be_written_is_refused(planned: Techday) -> None:
    (planned.home / "a-file").write_text("x", encoding="utf-8")
    told = planned.tell(
        "schedule export --json --out -",
        "schedule export --out ''",
        "schedule export --out 'x\x1b[31m.ics'",
        f"schedule export --out {planned.home}/a-file/calendar.ics",
        "schedule export --from 2026-12-02 --until 2026-12-01",
        "schedule export --client nobody",
    )
    assert told.replace(str(planned.home), "HOME") == snapshot("""\

$ techday schedule export --json --out -
2| {
2|   "error": {
2|     "kind": "usage",
2|     "message": "--json and a calendar on stdout exclude each other",
2|     "hint": "Leave out --json, or --out -",
2|     "exit_code": 2
2|   }
2| }
exit 2
$ techday schedule export --out ''
2| techday: --out names no file
2|   --out schedule-2026-11-23.ics, or --out - for stdout
exit 2
$ techday schedule export --out 'x\x1b[31m.ics'
2| techday: --out holds characters that no screen shows
2|   Give --out schedule-2026-11-23.ics
exit 2
$ techday schedule export --out HOME/a-file/calendar.ics
2| techday: Cannot write HOME/a-file/calendar.ics: Not a directory
2|   Name another place with --out
exit 1
$ techday schedule export --from 2026-12-02 --until 2026-12-01
2| techday: 2026-12-01 is before 2026-12-02
2|   Give the earlier day with --from, the later one with --until
exit 2
$ techday schedule export --client nobody
2| techday: No client "nobody"
2|   techday client add "NAME"
exit 3
""")


def facts(techday: Techday) -> list[dict[str, Any]]:
    """Give what the schedule says, without what is only known where it was made."""
    listed = techday("schedule list --all --from 2026-11-01 --until 2027-06-01 --json").json["items"]
    names = "uid instance title start end all_day first_day last_day place kind state technician note client".split()
    return [{name: item[name] for name in names} for item in listed]


def test_an_empty_techday_reads_the_same_schedule(planned: Techday, tmp_path: Path) -> None:
    known = ("client add 'Alder Foods' --code ALD", "ticket add x --client ALD", "ticket assign L1 Sam Reed --new")
    planned.did(
        "schedule add Swap --start 'wed 9:00' --client ALD --technician 'Sam Reed'",
        f"week ack {numbers(planned)['Patch round'][1]}",
        f"schedule export --out {tmp_path}/calendar.ics",
    )
    other = Techday(tmp_path / "other")
    other.home.mkdir()
    other.configure(ROBIN)
    other.did(*known, f"schedule import {tmp_path}/calendar.ics")
    assert facts(other) == [item for item in facts(planned) if item["state"] != "cancelled"]


def test_the_techday_that_wrote_it_learns_nothing_new(planned: Techday, tmp_path: Path) -> None:
    before = facts(planned)
    planned.did(f"schedule export --out {tmp_path}/calendar.ics", f"schedule import {tmp_path}/calendar.ics")
    assert facts(planned) == before


def test_what_came_from_a_calendar_is_known_again(techday: Techday, tmp_path: Path) -> None:
    """Instances of an imported series go out as events of their own, and come back as what they are."""
    lines = (
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:standup", "SUMMARY:Stand-up"),
        *("DTSTAMP:20261101T000000Z", "DTSTART:20261124T080000Z", "DTEND:20261124T083000Z"),
        *("RRULE:FREQ=DAILY;COUNT=3", "END:VEVENT", "BEGIN:VEVENT", "UID:days", "SUMMARY:Fair"),
        *("DTSTAMP:20261101T000000Z", "DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=WEEKLY;COUNT=2"),
        *("END:VEVENT", "END:VCALENDAR", ""),
    )
    (tmp_path / "in.ics").write_bytes("\r\n".join(lines).encode())
    techday.configure(ROBIN)
    techday.did(f"schedule import {tmp_path}/in.ics")
    techday.did(f"week ack {numbers(techday)['Stand-up'][1]}")
    before = facts(techday)
    assert len(before) == 5
    techday.did(f"schedule export --out {tmp_path}/out.ics", f"schedule import {tmp_path}/out.ics")
    assert facts(techday) == before
    other = Techday(tmp_path / "other")
    other.home.mkdir()
    other.configure(ROBIN)
    other.did(f"schedule import {tmp_path}/out.ics")
    assert facts(other) == before
