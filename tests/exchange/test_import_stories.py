"""What a technician lives through with imports, told through the command."""

import csv
import os
import sys

import pytest

from tests.exchange.conftest import Desk

HEADER = "Ticket #,Summary,Company,Resources,Status,Priority,Date Entered,Last Update\n"
LATER = "2026-11-23T12:00:00Z"


def board(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


def ticket(
    number: str = "100",
    summary: str = "Mail is down",
    company: str = "Acme",
    owner: str = "Sam",
    status: str = "In Progress",
    priority: str = "Medium",
    opened: str = "2026-11-20 08:00",
    updated: str = "2026-11-23 08:00",
) -> str:
    return ",".join([number, summary, company, owner, status, priority, opened, updated])


# --- the first import ---


def test_every_row_is_accounted_for_in_one_line(desk: Desk) -> None:
    path = desk.write(board(ticket(), ticket("101", status="Closed"), ticket("", "No number")))
    result = desk.techday("import", str(path))
    assert result.exit == 0
    assert (
        result.stdout == "Imported export.csv (generic): 3 rows: 2 new, 0 changed, 0 same, 0 superseded, 1 rejected\n"
    )
    assert "Columns: Ticket # = id, Summary = title, Company = client, Resources = owner" in result.stderr
    assert "New clients: Acme (ACME)" in result.stderr
    assert "Open tickets by owner: Sam 1" in result.stderr
    assert "techday config set technician.name NAME" in result.stderr


def test_an_open_ticket_opens_and_a_closed_one_is_history(desk: Desk) -> None:
    desk.bring(board(ticket(), ticket("101", status="Closed"), ticket("102", status="Waiting Customer")))
    events = desk.rows(
        "SELECT reference, kind, detail, at, imported FROM ticket_event"
        " JOIN ticket ON ticket.id = ticket_id ORDER BY 1, 2"
    )
    assert events == [
        ("100", "opened", "working", "2026-11-20T08:00:00Z", 1),
        ("102", "opened", "waiting", "2026-11-20T08:00:00Z", 1),
        ("102", "waiting", "customer until 2026-11-25T08:14:00Z", "2026-11-23T08:00:00Z", 1),
    ]
    assert desk.ticket("101", "state, closed_at") == ("closed", "2026-11-23T08:00:00Z")


def test_unknown_words_are_kept_as_written_and_listed(desk: Desk) -> None:
    report = desk.bring(board(ticket(status="Flurbed", priority="Whenever"), ticket("101", status="Flurbed")))
    assert desk.ticket("100", "state, priority, source_status, source_priority") == (
        "working",
        3,
        "Flurbed",
        "Whenever",
    )
    assert "Unknown status, kept as written and counted as open, being worked on: Flurbed (2)" in report["notes"]
    assert "Unknown priority, kept as written and counted as priority 3: Whenever (1)" in report["notes"]


def test_a_file_without_clients_belongs_to_the_placeholder_and_says_so(desk: Desk) -> None:
    report = desk.bring("Ticket ID,Status,Issue Type,Category\n7-A,Open,API,Web\n")
    assert desk.rows("SELECT name, placeholder FROM client") == [("Unknown client", 1)]
    assert desk.ticket("7-A", "title") == "Web: API"
    assert any("Unknown client" in note for note in report["notes"])
    assert any("built from category and type" in note for note in report["notes"])


def test_a_client_can_be_named_for_a_file_without_any_also_afterwards(desk: Desk) -> None:
    desk.techday.did("client add Acme")
    text = "Ticket ID,Status,Subject\nA-7,Open,Mail\n"
    desk.bring(text)
    assert desk.bring(text, "--client", "acme")["changed"] == 1
    assert desk.bring(text)["same"] == 1, "without --client nothing is taken back"
    assert desk.rows("SELECT client.name FROM ticket JOIN client ON client.id = client_id") == [("Acme",)]
    assert desk.run(desk.write(text), "--client", "nobody").exit == 3


def test_clients_and_owners_are_found_whatever_their_case(desk: Desk) -> None:
    desk.techday.did('client add "Acme Widgets" --code ACME')
    desk.bring(board(ticket(company="ACME WIDGETS", owner="Sam"), ticket("101", company="acme", owner="SAM")))
    assert desk.rows("SELECT code FROM client") == [("ACME",)]
    assert desk.rows("SELECT name FROM technician") == [("Sam",)]


def test_colleagues_are_the_others(desk: Desk) -> None:
    desk.techday.configure('[technician]\nname = "Sam Reed"\naliases = ["sreed"]\n')
    report = desk.bring(board(ticket(owner="sreed"), ticket("101", owner="Ann Lee"), ticket("102", owner="Unassigned")))
    assert "New colleagues: Ann Lee" in report["notes"]
    assert desk.ticket("102", "owner_id") is None


def test_a_number_that_is_taken_gets_its_source_before_it(desk: Desk) -> None:
    desk.techday.did('ticket add "Local matter"')
    desk.bring(board(ticket("L1"), ticket("L99"), ticket("100")), "--source", "cw")
    desk.bring(board(ticket("100", summary="Another desk")), "--source", "halo")
    assert set(desk.states()) == {"L1", "cw-L1", "cw-L99", "100", "halo-100"}


def test_a_ticket_added_here_under_its_number_is_joined_not_doubled(desk: Desk) -> None:
    desk.techday.did('ticket add "Mail down, says Ann" --ref 100')
    report = desk.bring(board(ticket("100", status="In Progress", updated="2026-11-23 07:00")))
    assert (report["new"], report["changed"]) == (0, 1)
    assert desk.ticket("100", "source, title") == ("generic", "Mail down, says Ann")
    assert desk.bring(board(ticket("100", updated="2026-11-23 07:00")))["same"] == 1


def test_likely_duplicates_are_named_and_come_in(desk: Desk) -> None:
    desk.techday.did("client add Acme", 'ticket add "Printer on floor 2 jams" --client Acme')
    report = desk.bring(board(ticket(summary="printer floor 2 jams"), ticket("101", "printer floor 2 jams", "Other")))
    alike = [note for note in report["notes"] if "may be the same" in note]
    assert alike == [
        "100 may be the same as L1 (ACME: printer floor 2 jams / Printer on floor 2 jams):"
        ' same client, "printer floor 2 jams" in common, 3d apart; techday ticket merge L1 100'
    ]
    assert report["new"] == 2


# --- importing again ---


def test_the_same_file_again_changes_nothing_and_leaves_no_trace(desk: Desk) -> None:
    text = board(ticket(), ticket("101", status="Closed"), ticket("102", owner=""))
    desk.bring(text)
    before, written = desk.dump(), desk.rows("SELECT count(*) FROM operation")
    report = desk.bring(text, now=LATER)
    assert (report["same"], report["new"], report["changed"]) == (3, 0, 0)
    assert desk.dump() == before
    assert desk.rows("SELECT count(*) FROM operation") == written


def test_a_fresher_file_without_news_is_remembered_for_its_freshness(desk: Desk) -> None:
    desk.bring(board(ticket()))
    desk.bring(board(ticket()), minutes=60)
    assert desk.rows("SELECT rows_new, rows_same, file_modified_at FROM ticket_import ORDER BY id") == [
        (1, 0, "2026-11-23T08:00:00Z"),
        (0, 1, "2026-11-23T09:00:00Z"),
    ]


def test_what_the_source_changed_is_brought_up_to_date(desk: Desk) -> None:
    desk.bring(board(ticket()))
    report = desk.bring(
        board(ticket(summary="Mail is slow", priority="High", status="Closed", updated="2026-11-23 09:00"))
    )
    assert report["changed"] == 1
    assert desk.ticket("100", "title, priority, state, closed_at") == (
        "Mail is slow",
        2,
        "closed",
        "2026-11-23T09:00:00Z",
    )


def test_what_was_changed_here_is_never_overwritten(desk: Desk) -> None:
    desk.bring(board(ticket()))
    desk.techday.did('ticket edit 100 --priority 1 --title "Mail is down for the boss"', "ticket note 100 looked at it")
    desk.bring(board(ticket(summary="Mail", priority="Low", company="Other", updated="2026-11-23 11:00")), now=LATER)
    assert desk.ticket("100", "title, priority") == ("Mail is down for the boss", 1)
    assert desk.rows("SELECT count(*) FROM ticket_event WHERE kind = 'note'") == [(1,)]
    assert desk.rows("SELECT client.name FROM ticket JOIN client ON client.id = client_id") == [("Other",)]


def test_an_older_export_does_not_turn_back_the_clock(desk: Desk) -> None:
    desk.bring(board(ticket(status="Closed", updated="2026-11-23 08:00")))
    report = desk.bring(board(ticket(status="New", updated="2026-11-22 08:00")))
    assert (report["superseded"], desk.ticket("100")) == (1, "closed")


@pytest.mark.parametrize(
    ("status", "updated", "stands", "told"),
    [
        ("On Hold", "2026-11-23 07:00", "closed", "100 stays closed, as recorded here; its source says On Hold"),
        ("On Hold", "2026-11-23 09:00", "waiting", "100 is waiting: its source says On Hold"),
        ("In Progress", "2026-11-23 07:00", "closed", ""),
        ("In Progress", "2026-11-23 09:00", "working", "100 is working: its source says In Progress"),
    ],
)
def test_of_two_words_on_the_state_the_later_wins_and_the_loser_is_told(
    desk: Desk, status: str, updated: str, stands: str, told: str
) -> None:
    desk.bring(board(ticket(updated="2026-11-22 08:00")))
    desk.techday.did("ticket close 100")
    report = desk.bring(board(ticket(status=status, updated=updated)), now=LATER)
    assert desk.ticket("100") == stands
    assert [note for note in report["notes"] if note.startswith("100 ")] == [
        note for note in report["notes"] if told and note.startswith(told)
    ]
    assert bool(told) == any(note.startswith("100 ") for note in report["notes"])


def test_without_a_time_of_update_what_was_done_here_stands(desk: Desk) -> None:
    desk.bring("Ticket ID,Subject,Status\nA-1,Mail,Open\nA-2,Disk,Open\n")
    desk.techday.did("ticket close A-1")
    desk.bring("Ticket ID,Subject,Status\nA-1,Mail,On Hold\nA-2,Disk,On Hold\n", now=LATER)
    assert desk.states() == {"A-1": "closed", "A-2": "waiting"}


def test_a_ticket_begun_here_is_not_new_again_because_the_source_has_not_heard(desk: Desk) -> None:
    desk.bring(board(ticket(status="New", updated="2026-11-22 08:00")))
    desk.techday.did("ticket reply 100 'on it'")
    desk.bring(board(ticket(status="New", priority="High", updated="2026-11-23 11:00")), now=LATER)
    assert desk.ticket("100", "state, priority") == ("working", 2)


def test_a_new_owner_in_the_source_is_an_event(desk: Desk) -> None:
    desk.bring(board(ticket(owner="Sam")))
    desk.bring(board(ticket(owner="Ann", updated="2026-11-23 09:00")), now=LATER)
    assert desk.rows("SELECT at, text, imported FROM ticket_event WHERE kind = 'owner'") == [
        ("2026-11-23T09:00:00Z", "Ann", 1)
    ]


def test_whoever_the_source_names_picks_up_what_was_escalated(desk: Desk) -> None:
    desk.bring(board(ticket(owner="Sam"), ticket("101", owner="Sam"), ticket("102", owner="Sam")))
    for number in ("100", "101", "102"):
        desk.techday.did(f"ticket escalate {number} --to L2 --reason 'too deep' --tried restart")
    # 100 gets an owner, 101 none any more, 102 only another status.
    desk.bring(
        board(
            ticket(owner="Ann", updated="2026-11-23 09:00"),
            ticket("101", owner="", updated="2026-11-23 09:00"),
            ticket("102", owner="Sam", status="On Hold", updated="2026-11-23 09:00"),
        ),
        now=LATER,
    )
    assert desk.ticket("100", "escalated_at, escalated_to") == (None, "")
    assert desk.ticket("101", "escalated_at, escalated_to") == ("2026-11-23T08:14:00Z", "L2")
    assert desk.ticket("102", "escalated_at, escalated_to") == ("2026-11-23T08:14:00Z", "L2")


def test_what_the_source_closes_is_escalated_no_more(desk: Desk) -> None:
    desk.bring(board(ticket()))
    desk.techday.did("ticket escalate 100 --to L2 --reason 'too deep' --tried restart")
    desk.bring(board(ticket(status="Closed", updated="2026-11-23 09:00")), now=LATER)
    assert desk.ticket("100", "state, escalated_at, escalated_to") == ("closed", None, "")


def test_a_client_renamed_here_is_still_found_by_its_old_name(desk: Desk) -> None:
    desk.bring(board(ticket()))
    desk.techday.did('client edit ACME --name "Acme Group"')
    desk.bring(board(ticket(updated="2026-11-23 09:00"), ticket("101")))
    assert desk.rows("SELECT name FROM client") == [("Acme Group",)]


# --- waiting ---


def test_what_waits_without_a_date_comes_back_in_two_working_days_and_that_is_said(desk: Desk) -> None:
    report = desk.bring(board(ticket(status="On Hold"), ticket("101", status="Pending"), ticket("102")))
    assert "2 waiting tickets come back on Wed 25 Nov 08:14: their source gives no date" in report["notes"]
    until = "2026-11-25T08:14:00Z"
    assert desk.ticket("100", "waiting_for, waiting_until") == ("vendor", until)
    assert desk.ticket("101", "waiting_for, waiting_until") == ("customer", until)
    assert desk.ticket("102", "waiting_for, waiting_until") == (None, None)


def test_two_working_days_are_those_of_the_settings_without_holidays_and_weekends(desk: Desk) -> None:
    desk.techday.configure(
        '[technician]\nzone = "Europe/Berlin"\ncountry = "DE"\n[hours]\nopens = "09:00"\ncloses = "17:00"\n'
    )
    desk.bring(board(ticket()))
    with desk.techday.raw() as db:
        db.execute("INSERT INTO holiday (country, region, day, name) VALUES ('DE', '', '2026-12-25', 'Christmas')")
    # Thursday 16:00 in Berlin: an hour on Thursday, none on Friday and the weekend, eight on Monday, seven on Tuesday.
    christmas = desk.bring(
        board(ticket(status="On Hold", updated="2026-12-24 15:00")), now="2026-12-24T15:00:00Z", minutes=5
    )
    assert "1 waiting ticket comes back on Tue 29 Dec 16:00: its source gives no date" in christmas["notes"]
    assert desk.ticket("100", "waiting_until") == "2026-12-29T15:00:00Z"


def test_a_ticket_that_begins_to_wait_in_its_source_gets_a_date_once(desk: Desk) -> None:
    desk.bring(board(ticket()))
    waiting = board(ticket(status="On Hold", updated="2026-11-23 09:00"))
    assert any("1 waiting ticket comes back" in note for note in desk.bring(waiting, now=LATER)["notes"])
    assert desk.ticket("100", "state, waiting_until") == ("waiting", "2026-11-25T12:00:00Z")
    again = desk.bring(waiting, now="2026-11-24T12:00:00Z")
    assert not any("comes back" in note for note in again["notes"]), "it is said once"
    assert desk.ticket("100", "waiting_until") == "2026-11-25T12:00:00Z"
    assert desk.rows("SELECT detail FROM ticket_event WHERE kind = 'waiting'") == [
        ("vendor until 2026-11-25T12:00:00Z",)
    ]


def test_the_technicians_own_date_stays_while_the_source_waits_for_the_same(desk: Desk) -> None:
    desk.bring(board(ticket(status="On Hold")))
    desk.techday.did("ticket wait 100 vendor --until 2026-12-01")
    own = desk.ticket("100", "waiting_until")
    desk.bring(board(ticket(status="On Hold", priority="High", updated="2026-11-23 11:00")), now=LATER)
    assert desk.ticket("100", "priority, waiting_until") == (2, own)
    desk.bring(board(ticket(status="Pending", priority="High", updated="2026-11-23 11:30")), now=LATER)
    assert desk.ticket("100", "waiting_for, waiting_until") == ("customer", "2026-11-25T12:00:00Z")


def test_a_ticket_that_waits_no_more_has_no_date(desk: Desk) -> None:
    desk.bring(board(ticket(status="On Hold")))
    desk.bring(board(ticket(updated="2026-11-23 09:00")), now=LATER)
    assert desk.ticket("100", "state, waiting_for, waiting_until") == ("working", None, None)


# --- merged here ---


def test_a_ticket_merged_here_stays_merged_and_its_other_fields_follow(desk: Desk) -> None:
    desk.bring(board(ticket(), ticket("101")))
    desk.techday.did("ticket merge 101 100")
    changed = ticket("101", "Mail is slow", owner="Ann", status="On Hold", priority="High", updated="2026-11-23 11:00")
    report = desk.bring(board(ticket(), changed), now=LATER)
    assert (report["changed"], report["same"]) == (1, 1)
    assert desk.ticket("101", "state, title, priority, source_status, waiting_until") == (
        "merged",
        "Mail is slow",
        2,
        "On Hold",
        None,
    )
    assert desk.rows("SELECT name FROM technician JOIN ticket ON owner_id = technician.id WHERE reference = '101'") == [
        ("Sam",)
    ]
    assert desk.rows("SELECT kind FROM ticket_event WHERE imported = 1 AND kind IN ('owner', 'state', 'waiting')") == []
    assert desk.bring(board(ticket(), changed), now=LATER)["same"] == 2, "what was imported is remembered"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("In Progress", "Resolved", True),
        ("In Progress", "Closed", False),
        ("In Progress", "On Hold", False),
        ("Closed", "In Progress", True),
        ("Closed", "Resolved", True),
        ("Resolved", "Resolved", False),
    ],
)
def test_of_a_merged_ticket_it_is_told_once_that_its_source_resolved_or_reopened_it(
    desk: Desk, before: str, after: str, told: bool
) -> None:
    desk.bring(board(ticket(), ticket("101", status=before)))
    desk.techday.did("ticket merge 101 100")
    changed = board(ticket(), ticket("101", status=after, priority="Low", updated="2026-11-23 11:00"))
    line = f"101 stays merged, as recorded here; its source says {after}"
    assert (line in desk.bring(changed, now=LATER)["notes"]) is told
    later = board(ticket(), ticket("101", status=after, priority="High", updated="2026-11-23 11:30"))
    assert line not in desk.bring(later, now=LATER)["notes"]
    assert desk.ticket("101") == "merged"


def test_a_merged_ticket_is_never_gone(desk: Desk) -> None:
    desk.bring(board(ticket(), ticket("101")), "--view", "open")
    desk.techday.did("ticket merge 101 100")
    report = desk.bring(board(ticket()), minutes=5)
    assert (report["gone"], desk.ticket("101")) == (0, "merged")
    assert not any("101" in note for note in report["notes"])


def test_a_ticket_that_was_parted_again_follows_its_source_from_then_on(desk: Desk) -> None:
    desk.bring(board(ticket(), ticket("101")))
    desk.techday.did("ticket merge 101 100")
    desk.bring(board(ticket(), ticket("101", owner="Ann", status="Closed", updated="2026-11-23 08:10")))
    desk.techday.did("ticket reopen 101")
    assert desk.ticket("101") == "working"
    desk.bring(board(ticket(), ticket("101", owner="Kim", status="On Hold", updated="2026-11-23 11:00")), now=LATER)
    assert desk.ticket("101") == "waiting"
    assert desk.rows("SELECT name FROM technician JOIN ticket ON owner_id = technician.id WHERE reference = '101'") == [
        ("Kim",)
    ]


# --- resolved, with what was done ---

FIXES = "Ticket ID,Subject,Status,Configuration item,Resolution notes,Last Updated\n"


def test_the_device_and_the_fix_come_in_and_follow_their_source(desk: Desk) -> None:
    report = desk.bring(FIXES + "A-1,Mail,Closed,PC-7,<p>New toner</p>,2026-11-23 08:00\n")
    assert (report["mapping"]["Configuration item"], report["mapping"]["Resolution notes"]) == ("asset", "fix")
    assert desk.ticket("A-1", "asset, fix") == ("PC-7", "New toner")
    desk.bring(FIXES + "A-1,Mail,Closed,PC-8,New drum,2026-11-23 09:00\n", now=LATER)
    assert desk.ticket("A-1", "asset, fix") == ("PC-8", "New drum")


def test_a_fix_is_taken_only_from_what_is_over_and_says_what_was_done(desk: Desk) -> None:
    desk.bring(
        FIXES
        + "A-1,Mail,Open,?,Try again,\nA-2,Disk,Resolved,null,Done,\nA-3,Fan,Resolved,,Cleaned,\nA-4,Cable,Closed,,,\n"
    )
    assert desk.rows("SELECT reference, asset, fix FROM ticket ORDER BY reference") == [
        ("A-1", "", ""),
        ("A-2", "", ""),
        ("A-3", "", "Cleaned"),
        ("A-4", "", ""),
    ]


def test_the_technicians_own_fix_and_an_owed_cause_stay_when_the_source_closes_the_ticket(desk: Desk) -> None:
    desk.bring(FIXES + "A-1,Mail,Open,,,2026-11-23 08:00\n")
    desk.techday.did("ticket edit A-1 --priority 1", "ticket resolve A-1 --fix 'New certificate' --cause later")
    desk.bring(FIXES + "A-1,Mail,Closed,,See log,2026-11-23 09:00\n", now=LATER)
    assert desk.ticket("A-1", "state, fix, cause_owed") == ("closed", "New certificate", 1)


def test_a_ticket_that_its_source_opens_again_is_not_resolved_and_owes_nothing(desk: Desk) -> None:
    desk.bring(FIXES + "A-1,Mail,Open,,,2026-11-23 08:00\n")
    desk.techday.did("ticket edit A-1 --priority 1", "ticket resolve A-1 --fix 'New certificate' --cause later")
    desk.bring(FIXES + "A-1,Mail,Reopened,,,2026-11-23 09:00\n", now=LATER)
    assert desk.ticket("A-1", "state, resolved_at, fix, cause_owed") == ("working", None, "New certificate", 0)


def test_what_the_source_resolves_owes_no_cause(desk: Desk) -> None:
    desk.bring(board(ticket(priority="Critical")))
    desk.bring(board(ticket(priority="Critical", status="Resolved", updated="2026-11-23 09:00")), now=LATER)
    assert desk.ticket("100", "state, resolved_at, fix, cause_owed") == ("resolved", "2026-11-23T09:00:00Z", "", 0)


# --- a view of open tickets ---


def test_tickets_that_leave_a_view_of_open_tickets_are_gone_and_come_back(desk: Desk) -> None:
    both, one = board(ticket(), ticket("101")), board(ticket())
    desk.bring(both, "--view", "open")
    report = desk.bring(one, minutes=5, now=LATER)
    assert (report["gone"], report["files"][0]["gone_tickets"]) == (1, ["101"])
    assert any("techday ticket close 101" in note for note in report["notes"])
    assert desk.ticket("101") == "gone"
    assert not any("101" in note for note in desk.bring(one, minutes=10)["notes"]), "it is listed once"
    assert desk.bring(both, minutes=15)["changed"] == 1
    assert desk.ticket("101") == "working"


def test_a_ticket_brought_back_here_stays_while_its_source_is_silent(desk: Desk) -> None:
    desk.bring(board(ticket(), ticket("101")), "--view", "open")
    desk.bring(board(ticket()), minutes=5)
    desk.techday.did("ticket reopen 101")
    assert desk.bring(board(ticket()), minutes=10)["gone"] == 0
    assert desk.ticket("101") == "working"


def test_a_full_export_only_lists_what_it_does_not_name(desk: Desk) -> None:
    desk.bring(board(ticket(), ticket("101")))
    report = desk.bring(board(ticket()), minutes=5)
    assert report["gone"] == 0
    assert any("1 open ticket not in this file: 101" in note for note in report["notes"])
    assert desk.ticket("101") == "working"


@pytest.mark.parametrize(("rows", "minutes"), [((), 5), ((ticket(),), -5)], ids=["empty", "older"])
def test_nothing_is_gone_by_an_empty_or_an_older_file(desk: Desk, rows: tuple[str, ...], minutes: int) -> None:
    desk.bring(board(ticket(), ticket("101")), "--view", "open")
    assert desk.bring(board(*rows), minutes=minutes)["gone"] == 0
    assert desk.ticket("101") == "working"


def test_a_rejected_row_is_still_a_row_so_its_ticket_is_not_gone(desk: Desk) -> None:
    desk.bring(board(ticket(), ticket("101"), ticket("102")), "--view", "open")
    broken = board(ticket(), ticket("101", opened="soon"), "102,Mail,is,cut")
    report = desk.bring(broken, minutes=5)
    assert (report["rejected"], report["gone"]) == (2, 0)


def test_two_files_of_one_view_are_missing_only_what_both_leave_out(desk: Desk) -> None:
    desk.bring(board(ticket(), ticket("101"), ticket("102")), "--view", "open")
    first = desk.write(board(ticket()), "a.csv", minutes=5)
    second = desk.write(board(ticket("101")), "b.csv", minutes=5)
    result = desk.techday("import", str(first), str(second), "--json")
    assert result.exit == 0
    assert desk.states() == {"100": "working", "101": "working", "102": "gone"}


# --- how a file is read ---


def test_dates_that_read_two_ways_stop_everything_until_somebody_says(desk: Desk) -> None:
    text = board(ticket(opened="05/11/2026 08:00", updated=""))
    error = desk.refused(text)
    assert "5 November 2026 or 11 May 2026" in error["message"]
    assert "--dates dmy" in error["hint"]
    assert desk.dump() == {}
    desk.bring(text, "--dates", "dmy")
    assert desk.ticket("100", "opened_at") == "2026-11-05T08:00:00Z"
    assert desk.bring(text)["same"] == 1, "the order is remembered for this header"


def test_the_settings_may_decide_the_order_of_dates(desk: Desk) -> None:
    desk.techday.configure('date_order = "mdy"\n')
    desk.bring(board(ticket(opened="05/11/2026 08:00", updated="")))
    assert desk.ticket("100", "opened_at") == "2026-05-11T08:00:00Z"


def test_times_are_read_in_the_technicians_zone(desk: Desk) -> None:
    desk.techday.configure('[technician]\nzone = "Europe/Berlin"\n')
    desk.bring(board(ticket(opened="2026-11-20 08:00")))
    assert desk.ticket("100", "opened_at") == "2026-11-20T07:00:00Z"


def test_a_chosen_column_is_remembered_for_the_header_and_shown(desk: Desk) -> None:
    text = "Nr,Was,Wer,Status\n5-A,Drucker,Sam,Open\n"
    assert "No column holds the ticket's number" in desk.refused(text)["message"]
    choices = ["--map", "Nr=id", "--map", "Was=title", "--map", "Wer=owner", "--map", "Status=-"]
    desk.bring(text, *choices)
    report = desk.bring(text)
    assert report["mapping"] == {"Nr": "id", "Was": "title", "Wer": "owner"}
    assert report["same"] == 1
    assert desk.bring(text, "--map", "Status=status")["mapping"]["Status"] == "status"


def test_an_unreadable_due_date_costs_the_date_an_unreadable_opening_the_row(desk: Desk) -> None:
    report = desk.bring(
        "Ticket ID,Subject,Created,Due Date\nA-1,Mail,2026-11-20,when it suits\nA-2,Disk,once upon a time,\n"
    )
    assert (report["new"], report["rejected"]) == (1, 1)
    assert "due: 1 date could not be read and stay empty (when it suits, line 2)" in report["notes"]


def test_rejected_rows_are_kept_for_mending_harmless_in_a_spreadsheet(desk: Desk) -> None:
    report = desk.bring(board(ticket(), "101,=cmd|'/c calc'!A1,Acme", ticket("1.04921E+12")))
    path = report["rejects_file"]
    assert os.path.dirname(path) == str(desk.techday.store.parent / "out")  # noqa: PTH120  # compared as text
    with open(path, encoding="utf-8-sig", newline="") as file:  # noqa: PTH123  # a path from JSON
        lines = list(csv.reader(file))
    assert lines[0][:3] == ["line", "reason", "Ticket #"]
    assert [line[:4] for line in lines[1:]] == [
        ["3", "3 cells where the header has 8", "101", "'=cmd|'/c calc'!A1"],
        ["4", "the number 1.04921E+12 was shortened by a spreadsheet", "1.04921E+12", "Mail is down"],
    ]
    if sys.platform != "win32":
        assert os.stat(path).st_mode & 0o777 == 0o600  # noqa: PTH116  # a path from JSON


def test_a_file_of_which_nothing_can_come_in_is_refused_with_the_reasons(desk: Desk) -> None:
    error = desk.refused(board("1,2,3", "4,5"))
    assert "line 2: 3 cells where the header has 8" in error["message"]
    assert desk.dump() == {}


def test_imported_text_harms_no_terminal(desk: Desk) -> None:
    desk.bring(board(ticket(summary="\x1b[2J\x1b]0;pwned\x07Mail\u202e", company="\x9b31mAcme", owner="S\x00am")))
    assert desk.ticket("100", "title") == "Mail"
    assert desk.rows("SELECT client.name, technician.name FROM client, technician") == [("Acme", "Sam")]


# --- all or nothing ---


def test_several_files_come_in_together_or_not_at_all(desk: Desk) -> None:
    good = desk.write(board(ticket(), "bad,row"), "good.csv")
    bad = desk.write(board("1,2,3"), "bad.csv")
    result = desk.techday("import", str(good), str(bad), "--json")
    assert (result.exit, result.stdout) == (1, "")
    assert desk.dump() == {}
    kept = list((desk.techday.store.parent / "out").glob("*.csv"))
    assert len(kept) == 1, "only the rejects that tell why"


def test_a_rehearsal_tells_the_same_and_writes_nothing(desk: Desk) -> None:
    text = board(ticket(), ticket("101"), "bad,row")
    rehearsed = desk.bring(text, "--dry-run")
    assert desk.dump() == {}
    assert not desk.techday.store.exists()
    real = desk.bring(text)
    kinds = ("read", "new", "changed", "same", "superseded", "rejected", "tickets_open", "mapping")
    assert {kind: rehearsed[kind] for kind in kinds} == {kind: real[kind] for kind in kinds}
    assert rehearsed["rejects_file"] is None
    before = desk.dump()
    desk.bring(board(ticket(status="Closed", updated="2026-11-23 09:00")), "--dry-run")
    assert desk.dump() == before


@pytest.mark.parametrize("count", [1, 49, 50, 51, 123, 523])
def test_so_many_rows_as_there_are_come_in_and_are_undone(desk: Desk, count: int) -> None:
    before = desk.dump()
    desk.bring(board(*(ticket(str(1000 + number), summary=f"Matter {number}") for number in range(count))))
    assert desk.rows("SELECT reference, title FROM ticket ORDER BY id") == [
        (str(1000 + number), f"Matter {number}") for number in range(count)
    ]
    assert desk.rows("SELECT count(*) FROM ticket_event") == desk.rows("SELECT count(*) FROM imported_ticket")
    desk.techday.did("undo")
    assert {name: rows for name, rows in desk.dump().items() if rows} == before


def test_an_import_is_undone_as_a_whole(desk: Desk) -> None:
    desk.bring(board(ticket()))
    before = desk.dump()
    desk.bring(board(ticket(status="Closed", updated="2026-11-23 09:00"), ticket("101", company="Other", owner="Ann")))
    assert desk.dump() != before
    desk.techday.did("undo")
    assert desk.dump() == before


# --- the command itself ---


def test_without_a_file_the_newest_known_export_is_taken(desk: Desk) -> None:
    folder = desk.techday.home / "Exports"
    folder.mkdir()
    desk.techday.configure(f'[import]\nfolder = "{folder.as_posix()}"\n')
    assert desk.techday("import").exit == 3, "no kind of file is known yet"
    desk.bring(board(ticket()))
    desk.write(board(ticket("200")), "Exports/monday.csv", minutes=10)
    desk.write("Name,Phone\nAnn,1\n", "Exports/phones.csv", minutes=20)
    desk.write(b"PK\x03\x04", "Exports/newer.xlsx", minutes=30)
    result = desk.techday("import")
    assert result.exit == 0
    assert "monday.csv" in result.stderr
    assert "200" in desk.states()


@pytest.mark.parametrize(
    ("options", "exit_code"),
    [(["--dates", "ymd"], 2), (["--view", "mine"], 2), (["--map", "Summary"], 2), (["--map", "Nope=title"], 2)],
)
def test_wrong_words_are_told(desk: Desk, options: list[str], exit_code: int) -> None:
    result = desk.run(desk.write(board(ticket())), *options)
    assert result.exit == exit_code
    assert result.error["hint"]


def test_the_json_holds_the_agreed_keys(desk: Desk) -> None:
    report = desk.bring(board(ticket()))
    assert report["schema"] == "techday.import/1"
    agreed = "source mapping read new changed same superseded rejected gone rejects_file notes".split()
    assert set(agreed) <= set(report)
    assert report["mapping"]["Resources"] == "owner"
