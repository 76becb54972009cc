"""What other screens say of projects: the board, the page of a client, and what to say on the phone."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

TUESDAY = "2026-11-24T09:00:00Z"


@made_once
def moving(techday: Techday) -> Techday:
    """Give a techday with two running projects of a client, one of which slips."""
    techday.did(
        "client add Acme",
        "client add Globex",
        "project add Office move --client acme --due 2026-12-09",
        "project milestone 1 Cabling --due 2026-11-20 --days 1",
        "project milestone 1 Cut over --due fri --days 5",
        "project milestone 1 Tidy up --due 2026-12-09",
        "project add Mail to the cloud --client acme --due 2026-12-04",
    )
    return techday


def routine(techday: Techday, now: str) -> dict[str, object] | None:
    """Give what the board says of the routine item of projects, None where it is not listed."""
    found = [one for one in techday("today --json", now=now).json["routine"] if one["key"] == "projects"]
    return {key: found[0][key] for key in ("state", "evidence", "command")} if found else None


def test_projects_are_to_be_looked_at_every_day(moving: Techday) -> None:
    assert routine(moving, "2026-11-23T16:00:00Z") == snapshot(
        {"state": "done", "evidence": "2 looked at", "command": None}
    )
    assert routine(moving, TUESDAY) == snapshot(
        {"state": "open", "evidence": "0 of 2", "command": "techday project list"}
    )
    moving.did("project check 2", now=TUESDAY)
    assert routine(moving, TUESDAY) == snapshot(
        {"state": "open", "evidence": "1 of 2", "command": "techday project check 1"}
    )
    # What was done to a project is a look at it.
    moving.did("project reach 1 cabling", now=TUESDAY)
    assert routine(moving, TUESDAY) == snapshot({"state": "done", "evidence": "2 looked at", "command": None})


@pytest.mark.parametrize(
    "command",
    [
        "project edit 1 --next 'Call them'",
        "project milestone 1 Boxes",
        "project milestone 1 cabling --days 2",
        "project milestone 1 cabling --delete",
        "project reach 1 cut",
        "project risk 1 'Rain'",
        "project check 1",
    ],
)
def test_every_act_on_a_project_is_a_look_at_it(moving: Techday, command: str) -> None:
    moving.did(command, now=TUESDAY)
    assert moving("project --json", now=TUESDAY).json["looked_at"] == 1


def test_what_does_not_run_needs_no_look(moving: Techday) -> None:
    moving.did("project pause 1", "project edit 2 --start 2026-12-01")
    assert routine(moving, TUESDAY) is None


def test_the_board_of_another_day_is_told_by_the_looks_of_that_day(moving: Techday) -> None:
    moving.did("project check --all", now=TUESDAY)
    wednesday = "2026-11-25T09:00:00Z"
    states = {
        day: [
            one["state"]
            for one in moving(f"today --date {day} --json", now=wednesday).json["routine"]
            if one["key"] == "projects"
        ]
        for day in ("2026-11-20", "2026-11-24", "2026-11-25")
    }
    # On Friday there was no project yet.
    assert states == {"2026-11-20": [], "2026-11-24": ["done"], "2026-11-25": ["open"]}


def test_the_board_shows_what_is_due_within_two_weeks(moving: Techday) -> None:
    moving.did("project add Later --client globex --due 2026-12-09", "project add Rest --client globex --due fri")
    moving.did("project pause 4")
    due = [one for one in moving("today --json", now=TUESDAY).json["deadlines"] if one["kind"] == "project"]
    # The ninth of December is fifteen days ahead, the eighth would be fourteen.
    assert due == snapshot(
        [
            {
                "kind": "project",
                "ref": "#1",
                "client": "ACME",
                "text": "Office move: Cabling",
                "due_at": "2026-11-20T17:00:00Z",
                "command": "techday project reach 1 1",
            },
            {
                "kind": "project",
                "ref": "#1",
                "client": "ACME",
                "text": "Office move: Cut over, 2 days short",
                "due_at": "2026-11-27T17:00:00Z",
                "command": "techday project reach 1 2",
            },
            {
                "kind": "project",
                "ref": "#2",
                "client": "ACME",
                "text": "Mail to the cloud",
                "due_at": "2026-12-04T17:00:00Z",
                "command": "techday project close 2",
            },
        ]
    )
    moving.did("project milestone 1 Tidy up --due 2026-12-08")
    assert len(moving("today --json", now=TUESDAY).json["deadlines"]) == len(due) + 1


def test_the_page_of_a_client_shows_its_projects_and_what_is_planned(moving: Techday) -> None:
    with moving.raw() as db:
        db.executemany(
            "INSERT INTO schedule_item (uid, title, kind, starts_at, ends_at, client_id, state, created_at)"
            " VALUES (?, ?, 'on-site', ?, ?, 1, ?, '2026-11-23T08:00:00Z')",
            [
                ("over", "Over", "2026-11-23T09:00:00Z", "2026-11-23T10:00:00Z", "acknowledged"),
                ("off", "Called off", "2026-11-25T09:00:00Z", "2026-11-25T10:00:00Z", "cancelled"),
                ("next", "Pull the cables", "2026-11-25T09:00:00Z", "2026-11-25T11:00:00Z", "proposed"),
                ("last", "Cut over", "2026-11-27T16:00:00Z", "2026-11-27T20:00:00Z", "acknowledged"),
            ],
        )
    assert moving.tell("client show acme", now=TUESDAY) == snapshot("""\

$ techday client show acme
ACME  Acme
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, never spoken to, 1 day here
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
PROJECTS 2
  1  Office move        Cabling   20 Nov  4 days late
  2  Mail to the cloud            4 Dec   on time
PLANNED 2
  Wed 25 Nov 09:00-11:00  Pull the cables  open
  Fri 27 Nov 16:00-20:00  Cut over         acknowledged
""")
    document = moving("client show acme --json", now=TUESDAY).json
    assert [one["name"] for one in document["projects"]] == ["Office move", "Mail to the cloud"]
    assert [one["title"] for one in document["schedule"]] == ["Pull the cables", "Cut over"]
    assert document["schedule_total"] == 2


def test_a_full_page_names_what_it_has_no_room_for(moving: Techday) -> None:
    moving.did(
        *[f"add matter {number} of many --client acme" for number in range(1, 6)],
        *[f"client doc add Page {number} --client acme --text x" for number in range(1, 6)],
        "contact-next done --client acme --note 'All well'",
    )
    for width in ("60", "80"):
        shown = moving("client show acme", COLUMNS=width, LINES="14").stdout.splitlines()
        assert len(shown) <= 13
        assert any("ALSO" in one for one in shown), shown
        assert not [one for one in shown if " 0 of " in one]


def test_what_to_say_to_a_client_holds_how_its_projects_stand(moving: Techday) -> None:
    moving.did("project add Firewall --client globex --due 2026-12-01")
    acme = moving("contact-next --client acme --json", now=TUESDAY).json
    globex = moving("contact-next --client globex --json", now=TUESDAY).json
    assert {"acme": acme["say"], "globex": globex["say"]} == snapshot(
        {
            "acme": [
                "Say how Office move stands: 4 days late, 2 days short, first Cabling (#1)",
                "Due Fri 4 Dec 2026: Mail to the cloud (#2)",
                "Introduce yourself, and say how to reach you",
            ],
            "globex": [
                "Due Tue 1 Dec 2026: Firewall (#3)",
                "Introduce yourself, and say how to reach you",
                "Ask who is the one to ring there, and when it suits them best",
            ],
        }
    )
    assert acme["deadlines"] == snapshot(
        [
            {
                "kind": "project",
                "ref": "#1",
                "text": "Office move: Cut over, 2 days short",
                "due_at": "2026-11-27T17:00:00Z",
            },
            {"kind": "project", "ref": "#2", "text": "Mail to the cloud", "due_at": "2026-12-04T17:00:00Z"},
        ]
    )


def test_a_project_stands_among_what_is_due(moving: Techday) -> None:
    shown = moving("contact-next --client acme", now=TUESDAY).stdout
    assert shown[shown.index("PROMISED") : shown.index("techday contact-next")] == snapshot("""\
PROMISED AND DUE 2
 #1    project  Office move: Cut over, 2 days short    by Fri 17:00
 #2    project  Mail to the cloud                    by 4 Dec 17:00

""")
