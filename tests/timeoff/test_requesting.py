"""Asking for time off: which days and hours are meant, what is refused, and what leaves for the manager."""

import email
import stat
from email.policy import default

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once


@made_once
def kim(techday: Techday) -> Techday:
    """Kim works in Berlin, for Pat; it is Monday, 23 November 2026, a quarter past nine there."""
    techday.configure(
        'technician.name = "Kim Lee"\ntechnician.manager = "Pat Doe <pat@example.org>"\n'
        'technician.zone = "Europe/Berlin"\n'
    )
    techday.did("client add Acme")
    return techday


def test_time_off_is_asked_for_as_whole_days_or_as_hours_of_one(kim: Techday) -> None:
    assert kim.tell(
        'timeoff request vacation --from "24 dec" --to "31 dec" --note Family',
        "timeoff request sick --date today --hours 4h",
        "timeoff request pers --date tue --hours 9-11",
        "timeoff",
    ).replace(str(kim.home), "~") == snapshot("""\

$ techday timeoff request vacation --from "24 dec" --to "31 dec" --note Family
Asked for vacation Thu 24 Dec - Thu 31 Dec: 6 days, 48h (#1)
~/data/out/time-off-1.eml
$ techday timeoff request sick --date today --hours 4h
Asked for sick leave Mon 23 Nov 13:00-17:00: 4h (#2)
~/data/out/time-off-2.eml
$ techday timeoff request pers --date tue --hours 9-11
Asked for personal leave Tue 24 Nov 09:00-11:00: 2h (#3)
~/data/out/time-off-3.eml
$ techday timeoff
#  when                     kind      working time  state      schedule
2  Mon 23 Nov 13:00-17:00   sick      4h            requested
3  Tue 24 Nov 09:00-11:00   personal  2h            requested
1  Thu 24 Dec - Thu 31 Dec  vacation  6 days, 48h   requested
  techday timeoff decide 2 approved --by NAME
""")


def test_the_manager_gets_a_mail_that_is_ready_to_send(kim: Techday) -> None:
    kim.did('timeoff request vacation --from "24 dec" --to "31 dec" --note "Møbel\u202e"')
    path = kim.home / "data" / "out" / "time-off-1.eml"
    raw = path.read_bytes()
    mail = email.message_from_bytes(raw, policy=default)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert raw.isascii()
    assert (mail["To"], mail["X-Unsent"], mail["From"]) == ("Pat Doe <pat@example.org>", "1", None)
    assert mail["Subject"] == "Time off: vacation Thu 24 Dec 2026 - Thu 31 Dec 2026, Kim Lee"
    body = mail.get_body()
    assert body is not None
    assert body.get_content() == snapshot("""\
Hello Pat Doe,\r
\r
I ask for time off:\r
\r
Kind: vacation\r
When: Thu 24 Dec 2026 - Thu 31 Dec 2026\r
Working time: 6 days, 48h\r
Note: Møbel\r
\r
Please tell me how it is decided, and put it on the schedule.\r
\r
Kim Lee\r
""")


@pytest.mark.parametrize(
    ("manager", "to", "greeting", "warning"),
    [
        ("", None, "Hello,", ""),
        ("Pat", None, "Hello Pat,", ""),
        ("pat@example.org", "pat@example.org", "Hello,", ""),
        ("Pät <pat@example.org>", "Pät <pat@example.org>", "Hello Pät,", ""),
        ("Pat <pat@exämple.org>", None, "Hello,", "no mail address"),
    ],
)
def test_who_the_manager_is_stands_in_the_settings(
    techday: Techday, manager: str, to: str | None, greeting: str, warning: str
) -> None:
    techday.configure(f'technician.manager = "{manager}"\n')
    result = techday("timeoff request --from fri")
    mail = email.message_from_bytes((techday.home / "data" / "out" / "time-off-1.eml").read_bytes(), policy=default)
    body = mail.get_body()
    assert body is not None
    assert (mail["To"], body.get_content().splitlines()[0]) == (to, greeting)
    assert warning in result.stderr
    assert bool(warning) == bool(result.stderr)


def test_the_psa_is_owed_the_request(kim: Techday) -> None:
    kim.did("timeoff request unpaid --from 2027-01-04 --hours 13:00-17:00 --note Dentist")
    [group] = kim("outbox --json").json["groups"]
    assert group["block"] == snapshot("2026-11-23 09:14  Request: unpaid leave Mon 4 Jan 2027 13:00-17:00: Dentist")


def test_copy_puts_the_words_on_the_clipboard(kim: Techday) -> None:
    told = kim("timeoff request --from fri --copy", typed="")
    assert told.exit == 0
    assert "\x1b]52;" in told.stdout + told.stderr
    assert "copied" in told.stderr


def test_what_cannot_be_written_costs_no_request(kim: Techday) -> None:
    (kim.home / "data" / "out").write_text("in the way")
    told = kim("timeoff request --from fri")
    assert told.exit == 0
    assert "It is recorded, but: Cannot write" in told.stderr
    assert len(kim("timeoff --json").json["requests"]) == 1


@pytest.mark.parametrize(
    ("words", "start", "end", "days", "hours"),
    [
        ("vacation --from fri", "2026-11-26T23:00:00Z", "2026-11-27T23:00:00Z", 1, 8),
        ("--from fri --to mon", "2026-11-26T23:00:00Z", "2026-11-30T23:00:00Z", 2, 16),  # over a weekend
        ("--from fri --to wed", "2026-11-26T23:00:00Z", "2026-12-02T23:00:00Z", 4, 32),  # the Wednesday after that
        ("--from tomorrow --to 3d", "2026-11-23T23:00:00Z", "2026-11-26T23:00:00Z", 3, 24),  # counted from today
        ('--from "31 dec" --to "4 jan"', "2026-12-30T23:00:00Z", "2027-01-04T23:00:00Z", 3, 24),
        ("--from 2027-06-01 --to 1.6.2027", "2027-05-31T22:00:00Z", "2027-06-01T22:00:00Z", 1, 8),  # in summer
        ("--from 2026-10-24 --to 2026-10-26", "2026-10-23T22:00:00Z", "2026-10-26T23:00:00Z", 1, 8),  # 73 hours
        ("sick --from fri", "2026-11-19T23:00:00Z", "2026-11-20T23:00:00Z", 1, 8),  # who is ill tells of it afterwards
        ("sick --from yesterday", "2026-11-21T23:00:00Z", "2026-11-22T23:00:00Z", 0, 0),
        ('sick --from "24 dec"', "2026-12-23T23:00:00Z", "2026-12-24T23:00:00Z", 1, 8),  # last year's is long ago
        ("sick --from today --hours 5h", "2026-11-23T10:00:00Z", "2026-11-23T16:00:00Z", 0, 5),  # lunch is none of it
        ("--date tue --hours 13:00-17:00", "2026-11-24T12:00:00Z", "2026-11-24T16:00:00Z", 0, 4),
        ('--date tue --hours "12:30 to 14:00"', "2026-11-24T11:30:00Z", "2026-11-24T13:00:00Z", 0, 1),
        ("--date sat --hours 9-12", "2026-11-28T08:00:00Z", "2026-11-28T11:00:00Z", 0, 0),
        ("--date tue --to tue --hours 8h", "2026-11-24T07:00:00Z", "2026-11-24T16:00:00Z", 0, 8),
    ],
)
def test_days_and_hours_are_read_as_they_are_meant(
    kim: Techday, words: str, start: str, end: str, days: int, hours: int
) -> None:
    result = kim(f"timeoff request {words} --json").json["request"]
    assert (result["start"], result["end"]) == (start, end)
    assert (result["days"], result["working_seconds"]) == (days, hours * 3600)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("", 2, "The first day is missing"),
        ("holidays --from fri", 2, '"holidays" is no kind of time off'),
        ("--from whenever", 2, '"whenever" is not a date'),
        ("--from 2026-12-31 --to 2026-12-24", 2, "2026-12-24 is before 2026-12-31"),
        ("--from fri --to yesterday", 2, "2026-11-22 is before 2026-11-27"),
        ("--from 2026-12-24 --to 2027-12-31", 2, "2026-12-24 to 2027-12-31 is more than a year"),
        ("--from fri --to sat --hours 4h", 2, "Hours are of one day"),
        ("--from fri --hours lots", 2, '"lots" is not a duration'),
        ("--from fri --hours 17-13", 2, '"2026-11-27 17-13" does not end after it begins'),
        ("--from fri --hours 9h", 1, "The shift of Fri 27 Nov 2026 is shorter than 9h"),
        ("--from sat --hours 2h", 1, "No shift is planned on Sat 28 Nov 2026"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_next_step(kim: Techday, words: str, code: int, message: str) -> None:
    result = kim(f"timeoff request {words}")
    assert (result.exit, result.stderr.splitlines()[0]) == (code, f"techday: {message}")
    assert len(result.stderr.splitlines()) == 2
    assert kim("timeoff --json").json["requests"] == []


def test_the_first_day_is_asked_for_on_a_terminal(kim: Techday) -> None:
    assert kim("timeoff request", typed="fri\n").stdout.startswith("Asked for vacation Fri 27 Nov: 1 day, 8h (#1)")


@pytest.mark.parametrize("words", ["--from thu --to mon", "--from fri", "personal --date fri --hours 1h"])
def test_the_same_time_is_not_asked_for_twice(kim: Techday, words: str) -> None:
    kim.did("timeoff request --from fri --to sat")
    assert kim.tell(f"timeoff request {words}").splitlines()[2:] == [
        "2| techday: It overlaps #1, vacation Fri 27 Nov 2026 - Sat 28 Nov 2026, requested",
        "2|   techday timeoff withdraw 1",
        "exit 1",
    ]


def test_time_off_that_meets_other_time_off_or_was_withdrawn_is_not_in_the_way(kim: Techday) -> None:
    kim.did("timeoff request --date fri --hours 8-12", "timeoff request --date fri --hours 12-14")
    kim.did("timeoff withdraw 1", "timeoff request --date fri --hours 8-12")


def test_who_falls_ill_during_other_leave_says_so_and_both_stand(kim: Techday) -> None:
    kim.did("timeoff request --from today --to fri", "timeoff decide 1 approved")
    told = kim("timeoff request sick --from 2026-11-24")
    assert told.stdout.startswith("Asked for sick leave Tue 24 Nov: 1 day, 8h (#2)")
    assert told.stderr == (
        "warning: It overlaps #1, vacation Mon 23 Nov - Fri 27 Nov, which stands (techday timeoff show 1)\n"
    )
    kim.did("timeoff decide 2 approved")
    assert kim("timecard week --json").json["time_off_seconds"] == 5 * 28800  # each second once
    for kind, hint in (("sick", "withdraw 2"), ("personal", "show 1")):  # the vacation has begun
        refused = kim(f"timeoff request {kind} --from 2026-11-24").stderr.splitlines()
        assert refused[1] == f"  techday timeoff {hint}"


def test_of_who_is_ill_the_past_is_meant_and_said(kim: Techday) -> None:
    words = "Asked for sick leave Thu 19 Nov, in the past: 1 day, 8h (#1)"
    assert kim("timeoff request sick --from thu").stdout.startswith(words)
    assert "Mon 23 Nov:" in kim("timeoff request sick --from today").stdout


def test_by_night_a_day_off_is_the_shift_that_begins_on_it(kim: Techday) -> None:
    kim.configure('technician.zone = "Europe/Berlin"\nshift.start = "22:00"\nshift.end = "06:00"\n')
    kim.did(
        "schedule add 'Patch night' --start '2026-11-27 2:00' --end '2026-11-27 4:00'",  # of Thursday's shift
        "schedule add 'Restore test' --start '2026-11-28 2:00' --end '2026-11-28 4:00'",
        "schedule add Course --start 2026-11-28 --all-day --kind training",  # names another day
        'timeoff request --from "27 nov"',
    )
    assert [one["id"] for one in kim("timeoff show 1 --json").json["conflicts"]] == [2]
    clashes = {item["id"]: item["conflicts"] for item in kim("week --date 2026-W48 --json").json["items"]}
    assert (clashes[1], [one["kind"] for one in clashes[2]]) == ([], ["time-off"])
    assert kim('timeoff request --from "28 nov" --hours 02:00-06:00').exit == 1
    kim.did('timeoff request --from "26 nov" --hours 4h', "timeoff decide 2 approved --by Pat")
    told = kim("timeoff list").stdout
    assert "Fri 27 Nov 02:00-06:00" in told
    assert "NOT on Fri 27 Nov" in told  # the date that people see


def test_what_is_planned_for_that_time_is_said(kim: Techday) -> None:
    kim.did(
        "schedule add 'Replace switch' --start 'fri 9:00' --end 11:30",
        "schedule add 'Bring cake' --start fri --all-day --kind meeting",
        "schedule add 'Trade fair' --start fri --all-day --kind training",
        "schedule add 'Her own visit' --start 'fri 9:00' --technician Ana",
        "schedule add 'Off' --start fri --all-day --kind time-off",
        "schedule add 'Patch night' --start 'fri 20:00'",
        "schedule add 'Gone' --start 'fri 14:00'",
        "schedule cancel 7",
    )
    told = kim("timeoff request --date fri --hours 8-12")
    words = "3 items are planned then: #2 Fri Bring cake, #3 Fri Trade fair, #1 Fri 09:00 Replace switch"
    assert told.stderr == f'warning: {words} (techday week decline 2 --reason "time off")\n'
    assert [one["id"] for one in kim("timeoff show 1 --json").json["conflicts"]] == [2, 3, 1]
    assert len(kim("timeoff request --date sat").stderr.splitlines()) == 1  # only that no shift is planned then
