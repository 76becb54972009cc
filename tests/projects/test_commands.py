"""Stories of projects, as a technician tells them to techday."""

from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

TUESDAY = "2026-11-24T09:00:00Z"


@made_once
def moving(techday: Techday) -> Techday:
    """Give a techday with two clients: one moves its office, both move their mail."""
    techday.did(
        "client add Acme",
        "client add Globex",
        "project add Office move --client acme --due 2026-12-04 --resources 'Ann, a van' --next 'Call the carrier'",
        "project milestone 1 Cabling --due 2026-11-25 --days 2",
        "project milestone 1 Cut over --due fri --days 1",
        "project risk 1 The carrier is slow",
        "project add Mail to the cloud --client acme",
        "project add Mail to the cloud --client globex --due 2026-12-31",
    )
    return techday


def test_a_project_from_its_beginning_to_its_end(techday: Techday) -> None:
    techday.did("client add Acme")
    assert techday.tell(
        "project",
        "project add Office move --client acme --due 2026-12-04 --next 'Call the carrier'",
        "project milestone 1 Cabling --due wed --days 2",
        "project milestone 1 Cut over --due fri --days 4",
        "project risk 1 The carrier is slow",
        "project",
        "project check 1 --seen 'Carrier comes on Wednesday' --next 'Order the van'",
        "project reach 1 cabling",
        "project milestone 1 Cut over --days 1",
        "project risk 1 --close 1 --outcome 'It came in time'",
        "project reach 1 cut",
        "project show office",
        "project close 1",
        "project",
        "project list --all",
    ) == snapshot("""\

$ techday project
No projects go on.
  techday project add NAME --client C
$ techday project add Office move --client acme --due 2026-12-04 --next 'Call the carrier'
Added project 1 ACME Office move, due 2026-12-04
$ techday project milestone 1 Cabling --due wed --days 2
Added milestone 1 Cabling to project 1 Office move, due 2026-11-25
$ techday project milestone 1 Cut over --due fri --days 4
Added milestone 2 Cut over to project 1 Office move, due 2026-11-27
$ techday project risk 1 The carrier is slow
Wrote down risk 1 of project 1 Office move: The carrier is slow
$ techday project
ID  client  project       next milestone  due     stands       looked at
 1  ACME    Office move   Cabling         25 Nov  1 day short  today

1 of 1 looked at today
$ techday project check 1 --seen 'Carrier comes on Wednesday' --next 'Order the van'
Looked at 1 Office move: Carrier comes on Wednesday
$ techday project reach 1 cabling
Reached Cabling of project 1 Office move
$ techday project milestone 1 Cut over --days 1
Changed work of milestone 2 Cut over
$ techday project risk 1 --close 1 --outcome 'It came in time'
Risk 1 of project 1 Office move is over: It came in time
$ techday project reach 1 cut
Reached Cut over of project 1 Office move
2|   all milestones are reached: techday project close 1
$ techday project show office
#1  Office move
  client     ACME Acme
  state      running
  due        Fri 4 Dec 2026
  next step  Order the van

MILESTONES 2 of 2 reached                      techday project milestone 1 TITLE
 [x]   1  Cabling   reached 08:14
 [x]   2  Cut over  reached 08:14

RISKS 0 open                                         techday project risk 1 TEXT
 [x]   1  The carrier is slow (over: It came in time)

LOOKED AT                                                techday project check 1
 08:14         reached: Cut over
 08:14         risk over: The carrier is slow (It came in time)
 08:14         milestone Cut over: days 4 -> 1
 08:14         reached: Cabling
 08:14         Carrier comes on Wednesday
 08:14         new risk: The carrier is slow
 08:14         new milestone: Cut over, due 2026-11-27
 08:14         new milestone: Cabling, due 2026-11-25
 08:14         added, due 2026-12-04
$ techday project close 1
Closed project 1 Office move
$ techday project
No projects go on.
  techday project add NAME --client C
$ techday project list --all
ID  client  project       next milestone  due  stands  looked at
 1  ACME    Office move                        done    today
""")


def test_a_project_that_was_given_up_and_taken_up_again(moving: Techday) -> None:
    assert moving.tell(
        "project pause 1 --reason 'The landlord is on holiday'",
        "project pause 1",
        "project reopen 1",
        "project list",
        "project resume 1",
        "project resume 1",
        "project cancel 1",
        "project cancel 1 --reason 'They stay where they are'",
        "project pause 1",
        "project check 1 --seen 'They may move after all'",
        "project reopen 1",
        "project reopen 1",
        "project close 1 --at 'fri 16:00'",
        now=TUESDAY,
    ) == snapshot("""\

$ techday project pause 1 --reason 'The landlord is on holiday'
Paused project 1 Office move: The landlord is on holiday
$ techday project pause 1
Project 1 Office move is paused already
$ techday project reopen 1
2| techday: Project 1 Office move is paused
2|   techday project resume 1
exit 1
$ techday project list
ID  client  project            next milestone  due     stands   looked at
 3  GLOBEX  Mail to the cloud                  31 Dec  on time  Mon
 2  ACME    Mail to the cloud                          no date  Mon
 1  ACME    Office move        Cabling         25 Nov  paused   today

0 of 2 looked at today  techday project check ID
$ techday project resume 1
Resumed project 1 Office move
$ techday project resume 1
Project 1 Office move is running already
$ techday project cancel 1
2| techday: The reason is missing
2|   techday project cancel 1 --reason "…"
exit 2
$ techday project cancel 1 --reason 'They stay where they are'
Cancelled project 1 Office move: They stay where they are
$ techday project pause 1
2| techday: Project 1 Office move is cancelled
2|   techday project reopen 1
exit 1
$ techday project check 1 --seen 'They may move after all'
Looked at 1 Office move: They may move after all
$ techday project reopen 1
Reopened project 1 Office move
$ techday project reopen 1
Project 1 Office move is running already
$ techday project close 1 --at 'fri 16:00'
Closed project 1 Office move
2| warning: 2 milestones were not reached (techday project show 1)
""")


def test_a_project_is_known_by_its_number_or_its_name(moving: Techday) -> None:
    assert moving.tell(
        "project check #1",
        "project check office",
        "project check 'ACME off'",
        "project check move",
        "project check mail",
        "project check mail --client globex",
        "project check 3 --client acme",
        "project check 'globex mail' 1 2",
        "project check moveing",
        "project check 99",
        "project show '' ",
        now=TUESDAY,
    ) == snapshot("""\

$ techday project check #1
Looked at 1 Office move
$ techday project check office
Looked at today already: 1 Office move
$ techday project check 'ACME off'
Looked at today already: 1 Office move
$ techday project check move
Looked at today already: 1 Office move
$ techday project check mail
2| techday: "mail" could be several projects: 2 ACME Mail to the cloud, 3 GLOBEX Mail to the cloud
2|   Type the number of one
exit 3
$ techday project check mail --client globex
Looked at 3 Mail to the cloud
$ techday project check 3 --client acme
2| techday: Project 3 Mail to the cloud is of GLOBEX, not of ACME
2|   Leave out --client, or see techday project list --all
exit 3
$ techday project check 'globex mail' 1 2
Looked at 2 Mail to the cloud
$ techday project check moveing
2| techday: No project "moveing"
2|   techday project list --all
exit 3
$ techday project check 99
2| techday: No project "99"
2|   techday project list --all
exit 3
$ techday project show '' \n\
2| techday: No project ""
2|   techday project list --all
exit 3
""")


def test_what_goes_on_is_meant_before_what_has_ended(moving: Techday) -> None:
    moving.did("project close 2")
    assert moving("project check mail --json").json["projects"][0]["id"] == 3
    # Where nothing goes on under that name, what has ended is meant.
    moving.did("project close 3")
    assert moving("project show mail --client acme --json").json["project"]["id"] == 2


def test_all_that_runs_is_looked_at_at_once(moving: Techday) -> None:
    moving.did("project pause 2", "project add Later --client acme --start 2026-12-01")
    assert moving.tell(
        "project list", "project check --all --seen 'All well'", "project check --all", "project list", now=TUESDAY
    ) == snapshot("""\

$ techday project list
ID  client  project            next milestone  due     stands      looked at
 1  ACME    Office move        Cabling         25 Nov  on time     Mon
 3  GLOBEX  Mail to the cloud                  31 Dec  on time     Mon
 4  ACME    Later                                      from 1 Dec  Mon
 2  ACME    Mail to the cloud                          paused      Mon

0 of 2 looked at today  techday project check ID
$ techday project check --all --seen 'All well'
Looked at 1 Office move, 3 Mail to the cloud: All well
$ techday project check --all
Looked at today already: 1 Office move, 3 Mail to the cloud
$ techday project list
ID  client  project            next milestone  due     stands      looked at
 1  ACME    Office move        Cabling         25 Nov  on time     today
 3  GLOBEX  Mail to the cloud                  31 Dec  on time     today
 4  ACME    Later                                      from 1 Dec  Mon
 2  ACME    Mail to the cloud                          paused      Mon

2 of 2 looked at today
""")


def test_what_a_check_needs(moving: Techday) -> None:
    assert moving.tell("project check", "project check 1 --all", "project check 1 2 --next 'Call'") == snapshot("""\

$ techday project check
2| techday: Which projects were looked at is missing
2|   techday project check --all
exit 2
$ techday project check 1 --all
2| techday: Name projects, or all of them, not both
2|   techday project check --all
exit 2
$ techday project check 1 2 --next 'Call'
2| techday: A next step is of one project
2|   techday project check ID --next "…"
exit 2
""")


def test_a_look_at_an_earlier_day_belongs_to_that_day(moving: Techday) -> None:
    moving.did("project check 1 --seen 'Boxes packed' --at 'fri 15:00'", now=TUESDAY)
    looks = moving("project show 1 --json").json["looks"]
    assert {"at": "2026-11-20T15:00:00Z", "day": "2026-11-20", "seen": "Boxes packed"} in looks


def test_milestones_are_changed_by_the_title_that_they_have(moving: Techday) -> None:
    assert moving.tell(
        "project milestone 1 cabling --days 3 --due thu",
        "project milestone 1 Cabling --days 3",
        "project milestone 1 2 --rename 'Go live'",
        "project milestone 1 go --rename 'Go live!' --due none",
        "project milestone 1 go --delete",
        "project milestone 1 77 --days 2",
        "project milestone 1 gone --delete",
        "project milestone 1 Cabling --delete --days 2",
        "project milestone 1 Cabling --days -1",
        "project milestone 1 Cabling --rename ' '",
        "project milestone 1 ' '",
        now=TUESDAY,
    ) == snapshot("""\

$ techday project milestone 1 cabling --days 3 --due thu
Changed due date to 2026-11-26, work of milestone 1 Cabling
$ techday project milestone 1 Cabling --days 3
Milestone 1 Cabling says so already
$ techday project milestone 1 2 --rename 'Go live'
Changed title of milestone 2 Cut over
$ techday project milestone 1 go --rename 'Go live!' --due none
Changed due date to none, title of milestone 2 Go live
$ techday project milestone 1 go --delete
Took milestone 2 Go live! out of project 1 Office move
$ techday project milestone 1 77 --days 2
2| techday: Project 1 Office move has no milestone 77
2|   techday project show 1
exit 3
$ techday project milestone 1 gone --delete
2| techday: No milestone "gone"
2|   techday project show 1
exit 3
$ techday project milestone 1 Cabling --delete --days 2
2| techday: What is taken out is not changed
2|   Leave out --delete, or all else
exit 2
$ techday project milestone 1 Cabling --days -1
2| techday: The work of a milestone is 0 to 1000 working days
2|   techday project milestone 1 Cabling --days 3
exit 2
$ techday project milestone 1 Cabling --rename ' '
2| techday: A milestone needs a title
2|   techday project milestone 1 "Cut over" --due fri --days 3
exit 2
$ techday project milestone 1 ' '
2| techday: A milestone needs a title
2|   techday project milestone 1 "Cut over" --due fri --days 3
exit 2
""")
    assert [one["seen"] for one in moving("project show 1 --json").json["looks"]][:4] == snapshot(
        [
            "milestone Go live! taken out",
            "milestone Go live: due 2026-11-27 -> none, title Go live -> Go live!",
            "milestone Cut over: title Cut over -> Go live",
            "milestone Cabling: due 2026-11-25 -> 2026-11-26, days 2 -> 3",
        ]
    )


def test_what_was_reached_can_be_told_late_and_taken_back(moving: Techday) -> None:
    assert moving.tell(
        "project reach 1 cab --at 'mon 16:00'",
        "project reach 1 cab",
        "project reach 1 cab --not-yet",
        "project reach 1 cab --not-yet",
        "project reach 1 c",
        "project reach 1 cab --at 'fri 16:00'",
        now=TUESDAY,
    ) == snapshot("""\

$ techday project reach 1 cab --at 'mon 16:00'
Reached Cabling of project 1 Office move
$ techday project reach 1 cab
Cabling is reached already
$ techday project reach 1 cab --not-yet
Not yet reached Cabling of project 1 Office move
$ techday project reach 1 cab --not-yet
Cabling is not reached
$ techday project reach 1 c
2| techday: "c" could be several milestones: Cabling, Cut over
2|   Type more of the name
exit 3
$ techday project reach 1 cab --at 'fri 16:00'
Reached Cabling of project 1 Office move
""")


def test_of_two_milestones_of_one_title_the_open_one_is_meant(moving: Techday) -> None:
    moving.did("project reach 1 cabling", "project milestone 1 'Cabling upstairs' --days 2")
    assert moving("project reach 1 cab").stdout == "Reached Cabling upstairs of project 1 Office move\n"


def test_risks_are_told_and_closed(moving: Techday) -> None:
    assert moving.tell(
        "project risk 1 --close 1 --outcome 'It came'",
        "project risk 1 --close 1",
        "project risk 1 --close 1 --outcome 'It came on Friday'",
        "project risk 2 --close 1",
        "project risk 1 --close one",
        "project risk 1 --outcome x",
        "project risk 1 words --close 1",
        "project risk 1",
    ) == snapshot("""\

$ techday project risk 1 --close 1 --outcome 'It came'
Risk 1 of project 1 Office move is over: It came
$ techday project risk 1 --close 1
Risk 1 is over already
$ techday project risk 1 --close 1 --outcome 'It came on Friday'
Risk 1 of project 1 Office move is over: It came on Friday
$ techday project risk 2 --close 1
2| techday: Project 2 Mail to the cloud has no risk "1"
2|   techday project show 2
exit 3
$ techday project risk 1 --close one
2| techday: Project 1 Office move has no risk "one"
2|   techday project show 1
exit 3
$ techday project risk 1 --outcome x
2| techday: Which risk is over is missing
2|   techday project risk 1 --close ID --outcome "…"
exit 2
$ techday project risk 1 words --close 1
2| techday: What became of a risk goes into --outcome
2|   techday project risk 1 --close 1 --outcome "…"
exit 2
$ techday project risk 1
2| techday: Risk is missing
2|   Type it at the end of the command
exit 2
""")


def test_what_a_project_says_is_changed_and_taken_back(moving: Techday) -> None:
    assert moving.tell(
        "project edit 1 --name 'Office and depot move' --due none --next '' --note 'Two floors'",
        "project edit 1 --note 'Two floors'",
        "project edit 1",
        "project edit 1 --name 'mail TO the cloud'",
        "project edit 1 --start 2026-12-01 --due 2026-11-30",
        "project edit 1 --due sometime",
        "undo",
        "project show 1",
        now=TUESDAY,
    ) == snapshot("""\

$ techday project edit 1 --name 'Office and depot move' --due none --next '' --note 'Two floors'
Changed name, next step, due date to none, note of project 1 Office and depot move
$ techday project edit 1 --note 'Two floors'
Project 1 Office and depot move says so already
$ techday project edit 1
2| techday: Nothing to change was named
2|   techday project edit --help lists what can be changed
exit 2
$ techday project edit 1 --name 'mail TO the cloud'
2| techday: ACME has a project 2 Mail to the cloud already
2|   techday project show 2
exit 1
$ techday project edit 1 --start 2026-12-01 --due 2026-11-30
2| techday: It would be due on 2026-11-30, before it starts on 2026-12-01
2|   Give --start and --due
exit 1
$ techday project edit 1 --due sometime
2| techday: "sometime" is not a date
2|   write it as 2026-11-23, yesterday or mon
exit 2
$ techday undo
Undid: Changed name, next step, due date to none, note of project 1 Office and depot move
$ techday project show 1
#1  Office move
  client     ACME Acme
  state      running
  due        Fri 4 Dec 2026
  next step  Call the carrier
  resources  Ann, a van

MILESTONES 0 of 2 reached                      techday project milestone 1 TITLE
 [ ]   1  Cabling   due Wed 25 Nov, 2 days of work
 [ ]   2  Cut over  due Fri 27 Nov, 1 day of work

RISKS 1 open                                         techday project risk 1 TEXT
 [ ]   1  The carrier is slow

LOOKED AT                                                techday project check 1
 Mon 08:14     new risk: The carrier is slow
 Mon 08:14     new milestone: Cut over, due 2026-11-27
 Mon 08:14     new milestone: Cabling, due 2026-11-25
 Mon 08:14     added, due 2026-12-04
""")


def test_what_a_new_project_needs(moving: Techday) -> None:
    assert moving.tell(
        "project add",
        "project add Server room",
        "project add Server room --client initech",
        "project add ' ' --client acme",
        "project add OFFICE  MOVE --client acme",
        "project add Server room --client acme --start 2026-12-02 --due 2026-12-01",
    ) == snapshot("""\

$ techday project add
2| techday: Name is missing
2|   Type it at the end of the command
exit 2
$ techday project add Server room
2| techday: Client is missing
2|   techday project add "Server room" --client C
exit 2
$ techday project add Server room --client initech
2| techday: No client "initech"
2|   techday client add "NAME"
exit 3
$ techday project add ' ' --client acme
2| techday: A project needs a name
2|   techday project add "Office move" --client C
exit 2
$ techday project add OFFICE  MOVE --client acme
2| techday: ACME has a project 1 Office move already
2|   techday project show 1
exit 1
$ techday project add Server room --client acme --start 2026-12-02 --due 2026-12-01
2| techday: It would be due on 2026-12-01, before it starts on 2026-12-02
2|   Give --start and --due
exit 1
""")
    # Of another client it may have the same name.
    moving.did("project add Office move --client globex")


def test_what_is_missing_is_asked_for_at_a_terminal(moving: Techday) -> None:
    said = moving("project add", typed="Server room\nglobex\n")
    assert (said.exit, said.stdout) == (0, "Added project 4 GLOBEX Server room\n")
    assert moving("project milestone 4", typed="Racks\n").stdout == "Added milestone 3 Racks to project 4 Server room\n"
    assert moving("project cancel 4", typed="Too dear\n").stdout == "Cancelled project 4 Server room: Too dear\n"


def test_scripts_read_projects_as_people_do(moving: Techday) -> None:
    found = moving("project list --json", now=TUESDAY).json
    assert {key: found[key] for key in ("schema", "running", "looked_at")} == {
        "schema": "techday.projects/1",
        "running": 3,
        "looked_at": 0,
    }
    assert found["projects"][0] == snapshot(
        {
            "id": 1,
            "name": "Office move",
            "client": "ACME",
            "state": "running",
            "starts_on": None,
            "due_on": "2026-12-04",
            "next_step": "Call the carrier",
            "resources": "Ann, a van",
            "note": None,
            "created_at": "2026-11-23T08:14:00Z",
            "ended_at": None,
            "looked_on": "2026-11-23",
            "milestones_open": 2,
            "milestones_total": 2,
            "work_days": 3,
            "next_milestone": {"id": 1, "title": "Cabling", "due_on": "2026-11-25"},
            "slip": None,
        }
    )
    assert moving("project show 1 --json", now=TUESDAY).json["milestones"] == snapshot(
        [
            {
                "id": 1,
                "title": "Cabling",
                "due_on": "2026-11-25",
                "days": 2,
                "done_at": None,
                "late_days": 0,
                "short_days": 0,
            },
            {
                "id": 2,
                "title": "Cut over",
                "due_on": "2026-11-27",
                "days": 1,
                "done_at": None,
                "late_days": 0,
                "short_days": 0,
            },
        ]
    )
    told = moving("project reach 1 cut --json").json
    assert (told["schema"], told["project"]["milestones_open"]) == ("techday.change/1", 1)


def test_one_client_and_what_slips(moving: Techday) -> None:
    moving.did("project milestone 3 Move --due fri --days 9")
    listed = {
        option: moving(f"project list {option} --json").json["projects"] for option in ("--client acme", "--slipping")
    }
    assert [one["id"] for one in listed["--client acme"]] == [1, 2]
    assert [(one["id"], one["slip"]) for one in listed["--slipping"]] == snapshot(
        [(3, {"state": "slipping", "late_days": 0, "short_days": 4, "milestone": "Move", "due_on": "2026-11-27"})]
    )


def test_a_public_holiday_is_no_working_day(moving: Techday) -> None:
    moving.did("project milestone 1 Cut over --days 3", now=TUESDAY)

    def slip() -> object:
        return moving("project show 1 --json", now=TUESDAY).json["project"]["slip"]

    # Tuesday to Friday are four days for five days of work.
    assert slip() == snapshot(
        {"state": "slipping", "late_days": 0, "short_days": 1, "milestone": "Cut over", "due_on": "2026-11-27"}
    )
    moving.configure('[technician]\ncountry = "US"\n')
    with moving.raw() as db:
        db.execute("INSERT INTO holiday (country, region, day, name) VALUES ('US', '', '2026-11-26', 'Thanksgiving')")
        db.execute("INSERT INTO holiday (country, region, day, name) VALUES ('US', '', '2026-11-28', 'A Saturday')")
    assert slip() == snapshot(
        {"state": "slipping", "late_days": 0, "short_days": 2, "milestone": "Cut over", "due_on": "2026-11-27"}
    )


def test_a_date_is_met_until_its_shift_is_over_and_late_then_on_every_screen(moving: Techday) -> None:
    moving.did("project milestone 1 Cabling --due 2026-11-24 --days 1", now=TUESDAY)
    for at, late in (("2026-11-24T17:00:00Z", False), ("2026-11-24T17:00:01Z", True)):
        slip = moving("project show 1 --json", now=at).json["project"]["slip"]
        assert (slip and slip["late_days"]) == (1 if late else None)
        assert ("Office move: Cabling: overdue" in moving("today --json", now=at).stdout) == late


def test_a_date_of_late_is_not_next_year_s_and_each_is_told_with_its_year(moving: Techday) -> None:
    assert moving.tell(
        "project edit 1 --due '20 nov' --start '1 oct'",
        "project milestone 1 Boxes --due '25 sep'",
        "project milestone 1 Cabling --due '24 sep' --days 0",
        "project add Later --client acme --start '20 nov' --due '1 feb'",
        now=TUESDAY,
    ) == snapshot("""\

$ techday project edit 1 --due '20 nov' --start '1 oct'
Changed due date to 2026-11-20 (4 days ago), start to 2026-10-01 (54 days ago) of project 1 Office move
$ techday project milestone 1 Boxes --due '25 sep'
Added milestone 3 Boxes to project 1 Office move, due 2026-09-25 (60 days ago)
$ techday project milestone 1 Cabling --due '24 sep' --days 0
Changed due date to 2027-09-24, work of milestone 1 Cabling
$ techday project add Later --client acme --start '20 nov' --due '1 feb'
Added project 4 ACME Later, starts 2026-11-20 (4 days ago), due 2027-02-01
""")
    assert [one["seen"] for one in moving("project show 1 --json").json["looks"]][:3] == snapshot(
        [
            "milestone Cabling: due 2026-11-25 -> 2027-09-24, days 2 -> 0",
            "new milestone: Boxes, due 2026-09-25 (60 days ago)",
            "changed due date to 2026-11-20 (4 days ago), start to 2026-10-01 (54 days ago)",
        ]
    )
