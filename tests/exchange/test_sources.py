"""One export of every system that is known, as it looks: its header, its dates, its words."""

from typing import NamedTuple

import pytest

from tests.exchange.conftest import Desk


class Export(NamedTuple):
    """What a system writes, and what must come of it: the source, and the first ticket's fields."""

    name: str
    text: str | bytes
    source: str
    ticket: dict[str, object]
    options: tuple[str, ...] = ()


EXPORTS = (
    Export(
        "jira",
        (
            "Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Priority,"
            "Resolution,Assignee,Reporter,"
            "Created,Updated,Due date,Labels,Labels,Original Estimate,Custom field (Site)\r\n"
            "VPN drops,HELP-12,10012,Incident,In Progress,HELP,Acme,High,,Sam Reed,Ann Lee,"
            "14/Jul/25 3:42 PM,15/Jul/25 9:00 AM,16/Jul/25 12:00 AM,vpn,remote,3600,Berlin\r\n"
        ).encode("utf-8-sig"),
        "jira",
        {
            "reference": "HELP-12",
            "title": "VPN drops",
            "state": "working",
            "priority": 2,
            "category": "Incident",
            "requester": "Ann Lee",
            "opened_at": "2025-07-14T15:42:00Z",
            "source_updated_at": "2025-07-15T09:00:00Z",
            "client": "Acme",
            "owner": "Sam Reed",
        },
    ),
    Export(
        "servicenow, raw names",
        "number,opened_at,short_description,caller_id,priority,state,category,assignment_group,"
        "assigned_to,sys_updated_on\n"
        "INC0012345,29-03-2026 08:00:00,Mail is down,Ann Lee,1 - Critical,3,Mail,L2,?,30-03-2026 09:00:00\n"
        "number,opened_at,short_description,caller_id,priority,state,category,assignment_group,"
        "assigned_to,sys_updated_on\n"
        "INC0012346,30-03-2026 08:00:00,null,Null,?,1,null,L2,Sam Reed,30-03-2026 09:00:00\n",
        "servicenow",
        {
            "reference": "INC0012345",
            "state": "waiting",
            "waiting_for": "vendor",
            "priority": 1,
            "owner": None,
            "opened_at": "2026-03-29T08:00:00Z",
        },
    ),
    Export(
        "servicenow, display labels",
        "Number,State,Created,Short description,Assignment group,Assigned to\n"
        "INC1,On Hold,2026-11-20 08:00:00,Badge reader,L2,Sam Reed\n",
        "servicenow",
        {"title": "Badge reader", "state": "waiting", "opened_at": "2026-11-20T08:00:00Z"},
    ),
    Export(
        "freshdesk",
        "ticket id,SUBJECT,Description,Status,Priority,Source,Customer,Requester,Agent,Group,Created Time,Due by Time,"
        'Resolved Time\n101,Printer,"<p>It jams</p>",Pending,Urgent,Email,Acme,Ann,Sam,L1,2026-11-20 10:00,'
        "2026-11-24 10:00,\n",
        "freshdesk",
        {
            "title": "Printer",
            "state": "waiting",
            "waiting_for": "customer",
            "priority": 1,
            "due_at": "2026-11-24T10:00:00Z",
            "body": "It jams",
            "client": "Acme",
        },
    ),
    Export(
        "osticket",
        (
            "Ticket Number,Date Created,Subject,From,From Email,Priority,Department,Help Topic,Source,Current Status,"
            "Last Updated,Due Date,Overdue,,Agent Assigned,Team Assigned,Thread Count\r\n"
            "482913,11/20/26 9:15 AM,No sound,Ann,ann@example.com,Low,Support,Audio,Web,Open,"
            "11/21/26 9:15 AM,,0,x,Sam,,3\r\n"
            "482913,11/20/26 9:15 AM,No sound,Ann,ann@example.com,Low,Support,Audio,Web,Closed,"
            "11/22/26 9:15 AM,,0,x,Sam,,4\r\n"
        ).encode("utf-8-sig"),
        "osticket",
        {
            "reference": "482913",
            "state": "closed",
            "priority": 4,
            "category": "Audio",
            "opened_at": "2026-11-20T09:15:00Z",
            "closed_at": "2026-11-22T09:15:00Z",
        },
    ),
    Export(
        "redmine",
        "#;Project;Tracker;Parent task;Status;Priority;Subject;Author;Assignee;Updated;"
        "Due date;Estimated time;Spent time\n"
        "4711;Acme;Support;;New;Normal;Neuer Rechner;Ann;Sam;22/11/2026 17:05;30/11/2026;1,50;0,00\n",
        "redmine",
        {
            "reference": "4711",
            "title": "Neuer Rechner",
            "state": "new",
            "priority": 3,
            "category": "Support",
            "client": "Acme",
            # Without a column of its own, the last update stands for the opening.
            "opened_at": "2026-11-22T17:05:00Z",
            "due_at": "2026-11-30T23:59:00Z",
        },
    ),
    Export(
        "zendesk",
        "Id,Subject,Requester,Status,Priority,Assignee,Requested,Updated\n"
        "35436,Password,Ann,Solved,Normal,Sam,2026-11-20 08:00,2026-11-20 09:00\n",
        "zendesk",
        {"state": "resolved", "opened_at": "2026-11-20T08:00:00Z", "resolved_at": "2026-11-20T09:00:00Z"},
        ("--source", "Zendesk"),
    ),
    Export(
        "connectwise",
        "Ticket #,Summary Description,Company,Board,Status,Priority,Resources,Age,Last Update\n"
        '1049213,Server down,Acme,Support,Waiting Client Response*,Priority 1 - Critical,"sreed,'
        ' alee",2.5,11/22/2026 16:00\n',
        "generic",
        {"reference": "1049213", "state": "waiting", "priority": 1, "owner": "sreed", "client": "Acme"},
    ),
    Export(
        "autotask",
        "Ticket Number,Title,Organization,Queue,Status,Priority,Primary Resource,Due Date\n"
        'T20261122.0007,Backup failed,"Acme, Inc.",L1,In Progress,High,"Reed, Sam",11/24/2026 05:00 PM\n',
        "generic",
        {
            "reference": "T20261122.0007",
            "owner": "Reed, Sam",
            "client": "Acme, Inc.",
            "due_at": "2026-11-24T17:00:00Z",
        },
    ),
    Export(
        "halo",
        "ID\tSummary\tClient\tSite\tUser\tAgent\tDate Logged\tStatus\tAsset\n"
        "2001\tWLAN schwach\tAcme\tMain\tAnn\tSam\t20/11/2026 08:30\tNew\tAP-12\n",
        "generic",
        {"asset": "AP-12", "requester": "Ann", "owner": "Sam", "state": "new", "opened_at": "2026-11-20T08:30:00Z"},
    ),
)


NAMED = {"client": "client.name", "owner": "technician.name"}
FIRST_TICKET = (
    "FROM ticket LEFT JOIN client ON client.id = ticket.client_id"
    " LEFT JOIN technician ON technician.id = ticket.owner_id ORDER BY ticket.id LIMIT 1"
)


@pytest.mark.parametrize("export", EXPORTS, ids=[export.name for export in EXPORTS])
def test_the_export_of_a_known_system_comes_in(desk: Desk, export: Export) -> None:
    report = desk.bring(export.text, *export.options)
    assert report["source"] == export.source
    assert report["rejected"] == 0
    columns = ", ".join(NAMED.get(name, f"ticket.{name}") for name in export.ticket)
    first = desk.rows(f"SELECT {columns} {FIRST_TICKET}")[0]
    assert dict(zip(export.ticket, first, strict=True)) == export.ticket


def test_what_servicenow_writes_for_nothing_is_nothing(desk: Desk) -> None:
    desk.bring(EXPORTS[1].text)
    assert desk.ticket("INC0012346", "title, requester, priority, state") == ("Ticket INC0012346", "", 3, "new")


def test_an_event_log_leaves_the_latest_state_of_each_ticket(desk: Desk) -> None:
    report = desk.bring(
        "Incident ID,Status,Updated,Summary\n"
        "A-1,New,2026-11-20 08:00,Mail\n"
        "A-2,New,2026-11-20 08:30,Disk\n"
        "A-1,Closed,2026-11-20 12:00,Mail\n"
        "A-1,In Progress,2026-11-20 09:00,Mail\n"
    )
    assert (report["read"], report["new"], report["superseded"]) == (4, 2, 2)
    assert desk.states() == {"A-2": "new", "A-1": "closed"}


def test_without_times_the_last_row_of_a_ticket_stands(desk: Desk) -> None:
    desk.bring("Incident ID,Status\nA-1,New\nA-1,Closed\nA-1,Resolved\n")
    assert desk.states() == {"A-1": "resolved"}


def test_a_row_that_cannot_come_in_supersedes_no_good_one(desk: Desk) -> None:
    report = desk.bring(
        "Incident ID,Status,Created,Updated\n"
        "A-1,New,2026-11-20 08:00,2026-11-20 08:00\n"
        "A-1,Closed,yesterday or so,2026-11-21 08:00\n"
    )
    assert (report["new"], report["rejected"], report["superseded"]) == (1, 1, 0)
    assert desk.states() == {"A-1": "new"}
