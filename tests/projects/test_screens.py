"""The screens of projects at every width: none, one, many, and what nobody would type in good faith."""

import pytest
from inline_snapshot import snapshot
from rich.cells import cell_len

from tests.conftest import Techday, made_once

TUESDAY = "2026-11-24T09:00:00Z"
HOSTILE = "Move\x1b]0;owned\x07 \u202eevil\u202c 邮件服务器 " + "long " * 40
WIDTHS = (60, 80, 120)


@made_once
def busy(techday: Techday) -> Techday:
    """Give a techday with projects that stand in every way: late, short, on time, without a date, paused, to come."""
    techday.did(
        "client add Acme",
        "client add Globex Corporation",
        "project add Office move --client acme --due 2026-12-04 --resources 'Ann, a van' --next 'Call the carrier'",
        "project milestone 1 Cabling --due 2026-11-20 --days 1",
        "project milestone 1 Cut over --due fri --days 5",
        "project milestone 1 Tidy up --days 2",
        "project risk 1 The carrier is slow",
        "project add Mail to the cloud --client globex --due 2026-12-31 --note 'Two tenants, one licence'",
        "project milestone 2 Pilot --due 2026-12-02 --days 20",
        "project add Inventory of what stands in the cellar --client acme --due 2027-01-29",
        "project add Tidy the wiki --client globex",
        "project add Firewall --client acme --start 2026-12-01 --due 2026-12-18",
        "project add Server room --client acme --due 2026-11-30",
        "project pause 6 --reason 'no key'",
    )
    with techday.raw() as db:
        db.execute(
            "INSERT INTO schedule_item (uid, title, kind, starts_at, ends_at, client_id, project_id, state, created_at)"
            " VALUES ('u', 'Pull the cables', 'on-site', '2026-11-25T09:00:00Z', '2026-11-25T11:00:00Z', 1, 1,"
            " 'acknowledged', '2026-11-23T08:00:00Z')"
        )
    techday.did("project check 1 --seen 'Carrier says Wednesday'", now=TUESDAY)
    return techday


@pytest.mark.parametrize("width", WIDTHS)
def test_the_list_says_what_each_needs(busy: Techday, width: int) -> None:
    shown = busy("project", now=TUESDAY, COLUMNS=str(width)).stdout
    assert max(map(cell_len, shown.splitlines())) <= width
    assert shown == LISTS[width]


LISTS = {
    60: snapshot("""\
ID  client  project               due          stands
 1  ACME    Office move           20 Nov       4 days late
 2  GLOBEX  Mail to the cloud     2 Dec        13 days short
 5  ACME    Firewall              18 Dec       from 1 Dec
 3  ACME    Inventory of what s…  29 Jan 2027  on time
 4  GLOBEX  Tidy the wiki                      no date
 6  ACME    Server room           30 Nov       paused

1 of 4 looked at today  techday project check ID
"""),
    80: snapshot("""\
ID  client  project        next milestone  due          stands         looked at
 1  ACME    Office move    Cabling         20 Nov       4 days late    today
 2  GLOBEX  Mail to the…   Pilot           2 Dec        13 days short  Mon
 5  ACME    Firewall                       18 Dec       from 1 Dec     Mon
 3  ACME    Inventory of…                  29 Jan 2027  on time        Mon
 4  GLOBEX  Tidy the wiki                               no date        Mon
 6  ACME    Server room                    30 Nov       paused         Mon

1 of 4 looked at today  techday project check ID
"""),
    120: snapshot("""\
ID  client  project                              next milestone  due          stands         looked at  next step
 1  ACME    Office move                          Cabling         20 Nov       4 days late    today      Call the carrier
 2  GLOBEX  Mail to the cloud                    Pilot           2 Dec        13 days short  Mon
 5  ACME    Firewall                                             18 Dec       from 1 Dec     Mon
 3  ACME    Inventory of what stands in the ce…                  29 Jan 2027  on time        Mon
 4  GLOBEX  Tidy the wiki                                                     no date        Mon
 6  ACME    Server room                                          30 Nov       paused         Mon

1 of 4 looked at today  techday project check ID
"""),
}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_one_project(busy: Techday, width: int) -> None:
    shown = busy("project show 1", now=TUESDAY, COLUMNS=str(width)).stdout
    assert max(map(cell_len, shown.splitlines())) <= width
    assert shown == PAGES[width]


PAGES = {
    60: snapshot("""\
#1  Office move
  client     ACME Acme
  state      running, 4 days late, 2 days short, first
             Cabling
  due        Fri 4 Dec 2026
  next step  Call the carrier
  resources  Ann, a van

MILESTONES 0 of 3 reached  techday project milestone 1 TITLE
 [ ]   1  Cabling
          due Fri 20 Nov, 1 day of work, 4 days late
 [ ]   2  Cut over
          due Fri 27 Nov, 5 days of work, 2 days short
 [ ]   3  Tidy up   no date, 2 days of work

RISKS 1 open                     techday project risk 1 TEXT
 [ ]   1  The carrier is slow

SCHEDULE                   techday schedule list --project 1
 Wed 25 Nov 09:00-11:00  Pull the cables  acknowledged

LOOKED AT                            techday project check 1
 09:00         Carrier says Wednesday
 Mon 08:14     new risk: The carrier is slow
 Mon 08:14     new milestone: Tidy up
 Mon 08:14     new milestone: Cut over, due 2026-11-27
 Mon 08:14     new milestone: Cabling, due 2026-11-20 (3
               days ago)
 Mon 08:14     added, due 2026-12-04
"""),
    80: snapshot("""\
#1  Office move
  client     ACME Acme
  state      running, 4 days late, 2 days short, first Cabling
  due        Fri 4 Dec 2026
  next step  Call the carrier
  resources  Ann, a van

MILESTONES 0 of 3 reached                      techday project milestone 1 TITLE
 [ ]   1  Cabling   due Fri 20 Nov, 1 day of work, 4 days late
 [ ]   2  Cut over  due Fri 27 Nov, 5 days of work, 2 days short
 [ ]   3  Tidy up   no date, 2 days of work

RISKS 1 open                                         techday project risk 1 TEXT
 [ ]   1  The carrier is slow

SCHEDULE                                       techday schedule list --project 1
 Wed 25 Nov 09:00-11:00  Pull the cables  acknowledged

LOOKED AT                                                techday project check 1
 09:00         Carrier says Wednesday
 Mon 08:14     new risk: The carrier is slow
 Mon 08:14     new milestone: Tidy up
 Mon 08:14     new milestone: Cut over, due 2026-11-27
 Mon 08:14     new milestone: Cabling, due 2026-11-20 (3 days ago)
 Mon 08:14     added, due 2026-12-04
"""),
    120: snapshot("""\
#1  Office move
  client     ACME Acme
  state      running, 4 days late, 2 days short, first Cabling
  due        Fri 4 Dec 2026
  next step  Call the carrier
  resources  Ann, a van

MILESTONES 0 of 3 reached                                                              techday project milestone 1 TITLE
 [ ]   1  Cabling   due Fri 20 Nov, 1 day of work, 4 days late
 [ ]   2  Cut over  due Fri 27 Nov, 5 days of work, 2 days short
 [ ]   3  Tidy up   no date, 2 days of work

RISKS 1 open                                                                                 techday project risk 1 TEXT
 [ ]   1  The carrier is slow

SCHEDULE                                                                               techday schedule list --project 1
 Wed 25 Nov 09:00-11:00  Pull the cables  acknowledged

LOOKED AT                                                                                        techday project check 1
 09:00         Carrier says Wednesday
 Mon 08:14     new risk: The carrier is slow
 Mon 08:14     new milestone: Tidy up
 Mon 08:14     new milestone: Cut over, due 2026-11-27
 Mon 08:14     new milestone: Cabling, due 2026-11-20 (3 days ago)
 Mon 08:14     added, due 2026-12-04
"""),
}


def test_a_page_without_anything(techday: Techday) -> None:
    techday.did("client add Acme", "project add Office move --client acme")
    with techday.raw() as db:
        db.execute("DELETE FROM project_check")
    assert techday.tell("project show 1", "project list --slipping", "project --json") == snapshot("""\

$ techday project show 1
#1  Office move
  client     ACME Acme
  state      running
  next step  none: techday project edit 1 --next "…"

MILESTONES none                                techday project milestone 1 TITLE

RISKS none                                           techday project risk 1 TEXT

LOOKED AT never                                          techday project check 1
$ techday project list --slipping
No such projects.
  techday project list --all
$ techday project --json
{
  "schema": "techday.projects/1",
  "projects": [
    {
      "id": 1,
      "name": "Office move",
      "client": "ACME",
      "state": "running",
      "starts_on": null,
      "due_on": null,
      "next_step": null,
      "resources": null,
      "note": null,
      "created_at": "2026-11-23T08:14:00Z",
      "ended_at": null,
      "looked_on": null,
      "milestones_open": 0,
      "milestones_total": 0,
      "work_days": 0,
      "next_milestone": null,
      "slip": null
    }
  ],
  "running": 1,
  "looked_at": 0
}
""")


def test_nobody_has_a_project_yet(techday: Techday) -> None:
    assert techday.tell("project list --all", "project list --slipping", "project --json") == snapshot("""\

$ techday project list --all
No projects go on.
  techday project add NAME --client C
$ techday project list --slipping
No such projects.
  techday project list --all
$ techday project --json
{
  "schema": "techday.projects/1",
  "projects": [],
  "running": 0,
  "looked_at": 0
}
""")
    assert not techday.store.exists()


@made_once
def hostile(techday: Techday) -> Techday:
    """Give a techday with a project whose every word is hostile."""
    techday.did("client add Acme")
    said = ("--next", HOSTILE, "--resources", HOSTILE, "--note", HOSTILE)
    for words in (
        ("project", "add", HOSTILE, "--client", "acme", "--due", "fri", *said),
        ("project", "milestone", "1", HOSTILE, "--due", "fri", "--days", "900"),
        ("project", "milestone", "1", HOSTILE + " two"),
        ("project", "risk", "1", HOSTILE),
        ("project", "check", "1", "--seen", HOSTILE),
    ):
        assert techday(*words).exit == 0
    return techday


@pytest.mark.parametrize("width", [20, 60, 200])
def test_whatever_is_written_the_screen_is_safe_and_within_its_width(hostile: Techday, width: int) -> None:
    listed, page = (hostile(command, COLUMNS=str(width)).stdout for command in ("project", "project show 1"))
    for shown in (listed, page):
        assert not any(character in shown for character in "\x1b\x07\u202e\u202c")
        # A narrow terminal wraps what must stay whole; a readable one holds every line.
        if width >= 60:
            assert max(map(cell_len, shown.splitlines())) <= width
    if width >= 60:
        assert " ".join(page.split()).count("邮件服务器") >= 8  # the page of one project cuts nothing off


def test_many_projects_are_all_listed(techday: Techday) -> None:
    techday.did("client add Acme")
    with techday.raw() as db:
        db.executemany(
            "INSERT INTO project (client_id, name, name_key, state, created_at, due_on) VALUES (1, ?, ?, 'running',"
            " '2026-11-23T08:00:00Z', ?)",
            [(f"Project {number}", f"project {number}", f"2027-01-{number % 28 + 1:02}") for number in range(200)],
        )
    shown = techday("project").stdout.splitlines()
    assert len(shown) == 1 + 200 + 2
    assert shown[-1] == "0 of 200 looked at today  techday project check ID"
