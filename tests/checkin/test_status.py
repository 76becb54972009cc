"""The status of the day: what it counts, how it reads, and how it leaves the house."""

import email
import email.policy
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.checkin.page import as_markdown
from techday.checkin.views import Done, Found, Hours, Issue, OpenTickets, TicketLine
from techday.checkin.words import MOST_ISSUES, assembled, with_issue
from tests.conftest import Techday, examples, made_once

FRIDAY, EVENING = "2026-11-20T09:00:00Z", "2026-11-23T16:55:00Z"
SETTINGS = """
[technician]
name = "Alex Kim"
manager = "Pat Doe <pat@example.org>"
"""
HOSTILE = "=?utf-8?q?=0D=0ABcc:x?= \x1b[31m\u202e<b>*Mail*</b> | [x](y)\r\nBcc: a@b"


@made_once
def day(techday: Techday) -> Techday:
    """A Monday of Alex: some work done, some blocked, some promised."""
    techday.configure(SETTINGS)
    techday.did(
        "client add Acme --code ACME",
        "client add Globex --code GLOBEX --billable no",
        "ticket add 'Mail is down' --client acme --priority 1",
        "ticket add 'VPN drops' --client globex --priority 2",
        "ticket add 'Printer jams' --client acme",
        "ticket add 'New laptop' --client acme",
        "ticket add 'Scanner is broken' --client acme",
        "ticket add 'Of a colleague'",
        "ticket assign L6 Sam --new",
        "watch add Nightly --client acme --kind backup",
        now=FRIDAY,
    )
    techday.did("start L1", now="2026-11-23T08:00:00Z")
    techday.did(
        "ticket edit L1 --next 'Call the provider'",
        "stop",
        "done L3 --fix 'Cleaned the rollers'",
        "ticket wait L5 parts --until tomorrow",
        "ticket escalate L2 --to L2 --reason 'Needs the firewall' --tried Restarted",
        "ticket promise L4 'Order it' --by 'tomorrow 10:00'",
        "ticket promise L1 'Ring Jo' --by 12:00",
        "contact-next done --client globex --note 'All well'",
        "watch check Nightly fail --seen 'Disk full'",
        "schedule add 'Site survey' --start 'tomorrow 9:00' --end 'tomorrow 11:00' --client globex --place Bern",
        now="2026-11-23T10:00:00Z",
    )
    return techday


def test_the_status_of_a_day_fits_a_phone_message(day: Techday) -> None:
    assert day.tell("checkin", now=EVENING) == snapshot("""\

$ techday checkin
Check-in Mon 23 Nov 2026, Alex Kim
Done: 1 ticket resolved (L3), 1 contact (GLOBEX), 1 watch checked (1 failed)
Worked on: L1 2h
Open: 5 (1 P1, 2 P2, 2 P3)
- L1 P1 ACME Mail is down: Call the provider
- L7 P2 ACME Nightly failed: Disk full
- L4 P3 ACME New laptop
Blocked: 2
- L2 P2 GLOBEX VPN drops: escalated to L2 10:00, not picked up
- L5 P3 ACME Scanner is broken: waits for parts until Tue 08:00
Hours: 2h worked, 2h billed, 100% billable (target 75%); 5h55 not told
Tomorrow, Tue 24 Nov 08:00-17:00
- 09:00 GLOBEX Site survey (Bern)
- back: L5 P3 ACME Scanner is broken
- promised by Tue 10:00: L4 ACME Order it
Needs attention:
- promise overdue on L1 to ACME: Ring Jo
- 4 tickets are past their time: L1, L2, L7 and 1 more
- 1 client waits for an update that is overdue
- ACME Nightly fails, day 1 (L7)
2|   techday checkin done --with "Pat Doe"
""")


def test_nothing_at_all_is_said_too(techday: Techday) -> None:
    assert techday.tell("checkin") == snapshot("""\

$ techday checkin
Check-in Mon 23 Nov 2026
Done: nothing recorded
Open: none
Blocked: none
Hours: none recorded; 14m not told
Tomorrow, Tue 24 Nov 08:00-17:00: nothing planned
Needs attention: none
2|   techday checkin done --with NAME
""")


def test_the_hours_are_those_of_the_time_card(day: Techday) -> None:
    day.did("timecard log 11:00-12:10 --client globex", "start L4", now="2026-11-23T16:00:00Z")
    card, hours = day("timecard day --json", now=EVENING).json, day("checkin --json", now=EVENING).json["hours"]
    assert hours["worked_seconds"] == card["worked_seconds"] == 4 * 3600 + 5 * 60
    assert hours["billed_seconds"] == card["billed_seconds"] < hours["worked_seconds"]
    assert hours["billable_percent"] == card["utilisation"]["billable_percent"]


def test_what_others_and_other_days_did_is_not_told_as_done(day: Techday) -> None:
    def done(date: str = "") -> list[str]:
        view = day(f"checkin --json {date}", now=EVENING).json
        return [one["ref"] for one in view["done"]["tickets"]]

    day.did("done L4 --fix Ordered --at 'fri 15:00'", "ticket close L6", now=EVENING)
    assert done() == ["L3", "L6"]  # whoever owned it: it was closed here
    assert done("--date fri") == ["L4"]
    day.did("ticket reopen L3", now=EVENING)
    assert done() == ["L6"]


def test_a_ticket_that_was_resolved_elsewhere_is_done_where_it_is_mine(techday: Techday) -> None:
    techday.configure(SETTINGS)
    rows = "Number,Title,Status,Priority,Company,Opened,Resolved,Assigned To\n"
    path = techday.home / "export.csv"
    path.write_text(
        rows + "101,Mine,Resolved,3,Acme,2026-11-20 09:00,2026-11-23 09:00,Alex Kim\n"
        "102,Theirs,Resolved,3,Acme,2026-11-20 09:00,2026-11-23 09:00,Sam Reed\n",
        encoding="utf-8",
    )
    techday.did(f"import {path}", now=EVENING)
    view = techday("checkin --json", now=EVENING).json
    assert [one["ref"] for one in view["done"]["tickets"]] == ["101"]


def test_a_client_who_was_visited_is_told_as_a_visit_alone(day: Techday) -> None:
    with day.raw() as db:
        db.execute(
            "INSERT INTO visit (client_id, state, arrived_at, left_at, recorded_at)"
            " SELECT id, 'ended', '2026-11-23T13:00:00Z', '2026-11-23T14:00:00Z', '2026-11-23T14:00:00Z'"
            " FROM client WHERE code = 'GLOBEX'"
        )
    done = day("checkin --json", now=EVENING).json["done"]
    assert (done["contacts"], done["visits"]) == ([], ["GLOBEX"])
    assert "1 visit (GLOBEX)" in day("checkin", now=EVENING).stdout


def test_the_next_shift_is_named_where_it_is_not_tomorrow(day: Techday) -> None:
    day.did("ticket wait L4 customer --until 'mon 9:00'", now="2026-11-27T16:00:00Z")
    text = day("checkin", now="2026-11-27T16:55:00Z").stdout
    assert "Next shift, Mon 30 Nov 08:00-17:00\n- back: L4 P3 ACME New laptop\n" in text


def test_of_an_earlier_day_it_says_that_tickets_stand_there_as_they_are_now(day: Techday) -> None:
    assert day("checkin --json --date fri", now=EVENING).json["is_past"] is True
    assert day.tell("checkin --date fri", now=EVENING) == snapshot("""\

$ techday checkin --date fri
Check-in Fri 20 Nov 2026, Alex Kim
Done: nothing recorded
Open now: 5 (1 P1, 2 P2, 2 P3)
- L1 P1 ACME Mail is down: Call the provider
- L7 P2 ACME Nightly failed: Disk full
- L4 P3 ACME New laptop
Blocked now: 2
- L2 P2 GLOBEX VPN drops: escalated to L2 Mon 10:00, not picked up
- L5 P3 ACME Scanner is broken: waits for parts until Tue 08:00
Hours: none recorded; 8h not told
Next shift, Mon 23 Nov 08:00-17:00
- promised by Mon 12:00: L1 ACME Ring Jo
Needs attention:
- 3 tickets are past their time: L1, L2, L4
- 1 client waits for an update that is overdue
2|   techday checkin done --with "Pat Doe" --at "2026-11-20 17:00"
""")


def test_what_was_handed_over_is_told_and_what_came_back_is_not(day: Techday) -> None:
    day.did("handover send L1 L4 --to Sam --spoken --read-back 'all of it'", now=EVENING)
    assert day("checkin --json", now=EVENING).json["done"]["handed_over"] == [{"name": "Sam", "tickets": 2}]
    assert ", 2 tickets handed over (Sam)\n" in day("checkin", now=EVENING).stdout
    assert day("checkin --json", now="2026-11-24T09:00:00Z").json["done"]["handed_over"] == []
    day.did("handover return 1 --reason 'Sam fell ill'", now=EVENING)
    assert day("checkin --json", now=EVENING).json["done"]["handed_over"] == []


def test_what_is_watched_for_colleagues_stands_there(day: Techday, tmp_path: Path) -> None:
    (tmp_path / "sam").mkdir()
    colleague = Techday(tmp_path / "sam")
    colleague.configure('[technician]\nname = "Sam Reed"\n')
    colleague.did(
        "add Router reboots --priority 1",
        "ticket assign L1 me",
        "ticket promise L1 'Ring them' --by 19:00",
        f"handover send L1 --as watch --to 'Alex Kim' --out {tmp_path}",
        now=EVENING,
    )
    day.did(f"handover accept {tmp_path / 'handover-1.json'} --read-back 'ring them at seven'", now=EVENING)
    text = day("checkin", now=EVENING).stdout
    assert "Watching: 1\n- L8 P1 Router reboots: for Sam Reed, due 19:00\nHours:" in text


def test_at_two_in_a_night_shift_it_is_still_the_day_before(day: Techday) -> None:
    day.configure(SETTINGS + '[shift]\nstart = "22:00"\nend = "06:00"\n')
    view = day("checkin --json", now="2026-11-24T02:00:00Z").json
    assert (view["date"], view["tomorrow"]["date"]) == ("2026-11-23", "2026-11-24")
    # By the calendar it is Tuesday already.
    assert "\nNext shift, Tue 24 Nov 22:00-06:00" in view["text"]
    assert "\nTomorrow, Tue 24 Nov 22:00-06:00" in day("checkin", now="2026-11-23T23:00:00Z").stdout


def test_of_a_day_of_work_that_finished_nothing_the_manager_reads_what_it_went_into(techday: Techday) -> None:
    techday.configure(SETTINGS + '[shift]\nstart = "22:00"\nend = "06:00"\n')
    techday.did("client add Acme --code ACME", "add Migration", now=FRIDAY)
    techday.did("start L1", now="2026-11-23T22:12:00Z")
    techday.did("timecard log 23:00-23:30 --client acme --adjust", now="2026-11-23T23:40:00Z")
    text = techday("checkin", now="2026-11-24T06:05:00Z").stdout
    assert "Done: nothing finished\nWorked on: L1 7h23, ACME 30m\n" in text
    assert techday("checkin --json", now="2026-11-24T06:05:00Z").json["done"]["worked"] == [
        {"on": "L1", "seconds": 7 * 3600 + 23 * 60},
        {"on": "ACME", "seconds": 30 * 60},
    ]


def test_time_that_nobody_told_stands_there_on_an_empty_day_too(techday: Techday) -> None:
    text = techday("checkin", now="2026-11-23T16:50:00Z").stdout
    assert "\nHours: none recorded; 7h50 not told\n" in text


def test_what_went_to_nobody_is_no_contact_and_an_approval_declined_no_failure(day: Techday) -> None:
    day.did("watch add 'Laptop for Jo' --client acme --kind approval", now=FRIDAY)
    before = day("checkin --json", now=EVENING).json["done"]
    day.did(
        "contact-next tried --client acme --note 'Nobody there'",
        "contact-next skip --client globex --reason 'On holiday'",
        "watch check Laptop fail --by Jo --seen 'Too dear'",
        now=EVENING,
    )
    done = day("checkin --json", now=EVENING).json["done"]
    assert done["contacts"] == before["contacts"] == ["GLOBEX"]
    assert (done["watches_checked"], done["watches_failed"]) == (2, before["watches_failed"])


def test_the_visit_that_goes_on_is_told_and_a_handover_that_nobody_accepted(day: Techday) -> None:
    day.did("visit start globex", "handover send L1 --to Sam", now="2026-11-23T16:00:00Z")
    view = day("checkin --json", now=EVENING).json
    assert view["done"]["visits"] == ["GLOBEX"]
    assert [one["text"] for one in view["issues"] if one["kind"] == "handover"] == [
        "handover 1 to Sam is not accepted: 1 ticket, sent 16:00"
    ]


def test_what_a_colleague_closed_in_the_psa_was_not_done_here(day: Techday) -> None:
    rows = "Number,Title,Status,Priority,Company,Opened,Resolved,Assigned To\n"
    path = day.home / "export.csv"
    for state, ended in (("Open", ""), ("Resolved", "2026-11-23 09:00")):
        ticket = f"102,Theirs,{state},3,Acme,2026-11-20 09:00,{ended},Sam Reed\n"
        path.write_text(rows + ticket, encoding="utf-8")
        day.did(f"import {path}", now=EVENING)
    assert day("ticket show 102 --json", now=EVENING).json["ticket"]["state"] == "resolved"
    assert [one["ref"] for one in day("checkin --json", now=EVENING).json["done"]["tickets"]] == ["L3"]


def test_markdown_shows_the_same(day: Techday) -> None:
    assert day("checkin --md", now=EVENING).stdout == snapshot("""\
# Check-in Mon 23 Nov 2026, Alex Kim

Done: 1 ticket resolved (L3), 1 contact (GLOBEX), 1 watch checked (1 failed)

Worked on: L1 2h

Open: 5 (1 P1, 2 P2, 2 P3)

- L1 P1 ACME Mail is down: Call the provider
- L7 P2 ACME Nightly failed: Disk full
- L4 P3 ACME New laptop

Blocked: 2

- L2 P2 GLOBEX VPN drops: escalated to L2 10:00, not picked up
- L5 P3 ACME Scanner is broken: waits for parts until Tue 08:00

Hours: 2h worked, 2h billed, 100% billable (target 75%); 5h55 not told

Tomorrow, Tue 24 Nov 08:00-17:00

- 09:00 GLOBEX Site survey (Bern)
- back: L5 P3 ACME Scanner is broken
- promised by Tue 10:00: L4 ACME Order it

Needs attention:

- promise overdue on L1 to ACME: Ring Jo
- 4 tickets are past their time: L1, L2, L7 and 1 more
- 1 client waits for an update that is overdue
- ACME Nightly fails, day 1 (L7)
""")


def test_the_mail_goes_to_the_manager_and_no_title_adds_a_header(day: Techday) -> None:
    day("ticket", "edit", "L1", "--title", HOSTILE, now=EVENING)
    result = day("checkin --eml", now=EVENING)
    raw = Path(result.stdout.strip()).read_bytes()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["To"] == "Pat Doe <pat@example.org>"
    assert mail["Subject"] == "Check-in Mon 23 Nov 2026, Alex Kim"
    assert mail["X-Unsent"] == "1"
    assert mail["Bcc"] is None
    assert mail.get_content().rstrip().replace("\r\n", "\n") == day("checkin", now=EVENING).stdout.rstrip()


def test_a_manager_without_an_address_leaves_the_receiver_open_and_is_told(day: Techday) -> None:
    day.configure(SETTINGS.replace(" <pat@example.org>", ""))
    result = day("checkin --eml", now=EVENING)
    assert b"To:" not in Path(result.stdout.strip()).read_bytes()
    assert "no mail address" in result.stderr
    assert '--with "Pat Doe"' in result.stderr


def test_a_file_goes_where_it_is_named_and_is_never_overwritten(day: Techday, tmp_path: Path) -> None:
    for name in ("status.txt", "status-2.txt"):
        assert day("checkin", "--out", str(tmp_path / "status.txt"), now=EVENING).stdout == f"{tmp_path / name}\n"
    assert (tmp_path / name).read_text(encoding="utf-8") == day("checkin --out -", now=EVENING).stdout
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    view = day("checkin", "--md", "--json", "--out", str(tmp_path), now=EVENING).json
    assert view["file"] == str(tmp_path / "check-in-2026-11-23.md")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--md --eml", "--md and --eml exclude each other"),
        ("--json --out -", "--json and the text on stdout exclude each other"),
        ("--json --eml --out -", "--json and a mail on stdout exclude each other"),
        ("--date 2026-12-24", "2026-12-24 is still to come"),
        ("--date nonsense", '"nonsense"'),
    ],
)
def test_what_is_unclear_is_said_and_nothing_is_written(day: Techday, options: str, told: str) -> None:
    result = day(f"checkin {options}", now=EVENING)
    assert (result.exit, result.stdout) == (2, "")
    assert told in result.stderr
    assert not list(day.store.parent.glob("out/*"))


def test_copy_takes_the_text_alone(day: Techday) -> None:
    result = day("checkin --copy", now=EVENING, typed="", TERM="xterm")
    assert "\x1b]52;c;" in result.stderr + result.stdout
    assert day("checkin --copy --json", now=EVENING, typed="", TERM="xterm").json["copied"] is True


# The words by themselves


def found_with(tickets: int, issues: list[Issue], title: str = "Mail is down") -> Found:
    """Give a day with so many tickets of every kind."""
    lines = [TicketLine(f"L{number}", "ACME", 1, title, title) for number in range(tickets)]
    return Found(
        date=date(2026, 11, 23),
        now=datetime(2026, 11, 23, 17, tzinfo=UTC),
        technician=title,
        done=Done(lines, ["ACME"] * tickets, [title] * tickets, tickets, tickets),
        open=OpenTickets(tickets, {"1": tickets, "2": 0, "3": 0, "4": 0}, lines),
        blocked=lines,
        hours=Hours(8 * 3600, 6 * 3600, 75, 75, 0),
        tomorrow=None,
        issues=issues,
    )


def test_many_tickets_are_counted_and_the_text_stays_short() -> None:
    text = assembled(found_with(300, [Issue("watch", f"Watch {number} fails") for number in range(40)]), UTC)
    assert len(text.splitlines()) <= 25
    assert "Open: 300 (300 P1)" in text
    assert f"- {40 - MOST_ISSUES} more" in text


def test_what_the_technician_noted_is_never_cut() -> None:
    issues = [Issue("note", f"Note {number}") for number in range(9)] + [Issue("watch", "One"), Issue("watch", "Two")]
    lines = assembled(found_with(1, issues), UTC).splitlines()
    assert [line for line in lines if "Note" in line] == [f"- Note {number}" for number in range(9)]
    assert lines[-2:] == ["- One", "- 1 more"]


@given(st.text(max_size=60))
@examples(40)
def test_no_title_makes_a_line_or_a_mark_of_its_own(title: str) -> None:
    plain = assembled(found_with(2, [Issue("note", "x"), Issue("promise", title)]), UTC)
    text = assembled(found_with(2, [Issue("note", "x"), Issue("promise", HOSTILE + title)], HOSTILE + title), UTC)
    assert len(text.splitlines()) == len(plain.splitlines())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert not re.search(r"(?<!\\)[<>*_|\[]", as_markdown(text))


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Title\n# Big\n===", "# Title\n\n\\# Big\n\n\\===\n"),
        ("Title\n- one\n- 2. two\nEnd", "# Title\n\n- one\n- 2\\. two\n\nEnd\n"),
        ("- one\n- two", "# - one\n\n- two\n"),
        ("1) first", "# 1) first\n"),
    ],
)
def test_an_edited_text_shows_in_markdown_as_it_was_written(text: str, markdown: str) -> None:
    assert as_markdown(text) == markdown


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("A\nNeeds attention: none", "A\nNeeds attention:\n- x"),
        ("A\nNeeds attention:\n- y", "A\nNeeds attention:\n- y\n- x"),
        ("A", "A\nNeeds attention:\n- x"),
    ],
)
def test_a_note_joins_the_end_of_a_text(text: str, noted: str) -> None:
    assert with_issue(text, "x") == noted
