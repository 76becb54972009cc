"""Stories of problems: tickets joined to their common cause, as a technician sees them."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once


@made_once
def mondays(techday: Techday) -> Techday:
    """Give a techday in which the mail of one client stopped on three Mondays; other things happened too."""
    techday.did("client add Acme", "client add Globex")
    techday.did("add Mail stops on Monday --client acme", now="2026-11-02T08:00:00Z")
    techday.did("add Mail stops again --client acme", now="2026-11-09T08:00:00Z")
    techday.did("add New laptop for Ann --client acme", "add Mail stops --client globex", now="2026-11-10T08:00:00Z")
    techday.did("add Mail stops --client acme")
    return techday


def test_recurring_trouble_becomes_a_problem_with_a_cause_and_an_end(mondays: Techday) -> None:
    assert mondays.tell(
        "problem",
        "problem open L1 L2 L5",
        "problem cause 1 The backup fills the log disk on Sundays",
        "problem",
        "problem show 1",
        "problem close 1 --fix 'Moved the backup to another disk'",
        "problem",
        "problem list --all",
    ) == snapshot("""\

$ techday problem
No open problems.
  techday problem open N…

RECURRING, NO PROBLEM YET
 ACME  Mail stops
   3 alike in 30 days (L1, L2, L5)
   techday problem open L1 L2 L5
$ techday problem open L1 L2 L5
Opened problem 1 Mail stops on Monday, with L1, L2, L5
$ techday problem cause 1 The backup fills the log disk on Sundays
Wrote down the cause of problem 1 Mail stops on Monday
$ techday problem
ID  client  problem               tickets  open  age  cause
 1  ACME    Mail stops on Monday        3     3   0m  known
$ techday problem show 1
Problem 1  Mail stops on Monday
  client    ACME Acme
  state     open
  opened    08:14
  cause     The backup fills the log disk on Sundays
  fix       none yet: techday problem close 1 --fix "…"

TICKETS
ticket P   client  title                 state  age  clock      left
L1     P3  ACME    Mail stops on Monday  new     3w  response  -132h
L2     P3  ACME    Mail stops again      new     2w  response -86:14
L5     P3  ACME    Mail stops            new     0m  response   4:00
$ techday problem close 1 --fix 'Moved the backup to another disk'
Closed problem 1 Mail stops on Monday
$ techday problem
No open problems.
  techday problem open N…
$ techday problem list --all
ID  client  problem               tickets  open  age  cause
 1  ACME    Mail stops on Monday        3     3   0m  closed
""")


def test_a_problem_may_begin_with_its_title_alone(techday: Techday) -> None:
    assert techday.tell(
        "problem open --title 'Wi-Fi drops on floor 2'",
        "problem show 1",
        "problem open",
        "problem open Wi-Fi drops",
        "problem link 1 L9",
        "problem show 9",
        "problem show first",
        "problem show 99999999999999999999",
    ) == snapshot("""\

$ techday problem open --title 'Wi-Fi drops on floor 2'
Opened problem 1 Wi-Fi drops on floor 2
$ techday problem show 1
Problem 1  Wi-Fi drops on floor 2
  client    several, or not known
  state     open
  opened    08:14
  cause     not known yet: techday problem cause 1 "…"
  fix       none yet: techday problem close 1 --fix "…"

TICKETS
None yet: techday problem link 1 N…
$ techday problem open
2| techday: A problem needs a ticket or a title
2|   techday problem open L1 L3 --title "Mail stops"
exit 2
$ techday problem open Wi-Fi drops
2| techday: No ticket "Wi-Fi"
2|   techday ticket list; a title goes into --title "…"
exit 3
$ techday problem link 1 L9
2| techday: No ticket "L9"
2|   techday ticket list
exit 3
$ techday problem show 9
2| techday: No problem "9"
2|   techday problem list --all
exit 3
$ techday problem show first
2| techday: No problem "first"
2|   techday problem list --all
exit 3
$ techday problem show 99999999999999999999
2| techday: No problem "99999999999999999999"
2|   techday problem list --all
exit 3
""")


def test_the_title_is_asked_on_a_terminal(techday: Techday) -> None:
    assert techday("problem open", typed="Wi-Fi drops\n").stdout == "Opened problem 1 Wi-Fi drops\n"
    assert techday("problem open", typed="\n").exit == 2


def test_what_comes_again_later_is_pointed_to_its_problem(mondays: Techday) -> None:
    mondays.did("problem open L1 L2")
    assert mondays.tell("problem", "problem link 1 L5", "problem link 1 #5 L2", "problem") == snapshot("""\

$ techday problem
ID  client  problem               tickets  open  age  cause
 1  ACME    Mail stops on Monday        2     2   0m  unknown

RECURRING, PERHAPS OF A PROBLEM
 ACME  Mail stops
   3 alike in 30 days (L1, L2, L5): problem 1 Mail stops on Monday
   techday problem link 1 L5
$ techday problem link 1 L5
Linked L5 to problem 1 Mail stops on Monday
$ techday problem link 1 #5 L2
Linked to problem 1 already: L5, L2
$ techday problem
ID  client  problem               tickets  open  age  cause
 1  ACME    Mail stops on Monday        3     3   0m  unknown
""")


def test_a_ticket_has_one_problem(mondays: Techday) -> None:
    mondays.did("problem open L1", "problem open L2")
    assert mondays.tell(
        "problem link 2 L5 L1",
        "problem open L5 L1",
        "problem unlink L1 L3",
        "problem unlink L1 L3",
        "problem link 2 L5 L1 L5",
        "problem list",
    ) == snapshot("""\

$ techday problem link 2 L5 L1
2| techday: L1 belongs to problem 1 already
2|   techday problem unlink L1
exit 1
$ techday problem open L5 L1
2| techday: L1 belongs to problem 1 already
2|   techday problem unlink L1
exit 1
$ techday problem unlink L1 L3
Took L1 out of problem 1
$ techday problem unlink L1 L3
In no problem: L1, L3
$ techday problem link 2 L5 L1 L5
Linked L5, L1 to problem 2 Mail stops again
$ techday problem list
ID  client  problem               tickets  open  age  cause
 1          Mail stops on Monday                  0m  unknown
 2  ACME    Mail stops again            3     3   0m  unknown
""")


def test_a_merged_ticket_reads_as_its_target(mondays: Techday) -> None:
    mondays.did("problem open L1 L2", "ticket merge L2 L5")
    problem = mondays("problem show 1 --json").json
    assert [ticket["ref"] for ticket in problem["tickets"]] == ["L1", "L5"]
    assert problem["problem"]["tickets"] == problem["problem"]["open_tickets"] == 2
    assert mondays("problem link 1 L5").stdout == "Linked to problem 1 already: L5\n"
    assert mondays("problem link 1 L2").stdout == "Linked to problem 1 already: L5\n"

    mondays.did("problem unlink L5")
    assert [ticket["ref"] for ticket in mondays("problem show 1 --json").json["tickets"]] == ["L1"]


def test_a_target_that_was_linked_elsewhere_stays_there(mondays: Techday) -> None:
    mondays.did("problem open L1 L2", "problem open L5", "ticket merge L2 L5")
    problems = mondays("problem --json").json["problems"]
    assert [problem["tickets"] for problem in problems] == [1, 1]
    assert mondays("problem link 1 L2").exit == 1


def test_a_problem_is_not_closed_without_its_cause_and_its_fix(mondays: Techday) -> None:
    mondays.did("problem open L1 L2")
    assert mondays.tell(
        "problem close 1",
        "problem close 1 --fix 'More disk' --cause ' '",
        "problem close 1 --cause 'Disk full'",
        "problem cause 1",
        "problem close 1 --cause 'Disk full' --fix 'More disk' --at 'yesterday 9:00'",
        "problem close 1 --cause 'Disk full' --fix 'More disk'",
        "problem close 1",
        "problem close 1 --fix 'Even more disk'",
        "problem reopen 1",
        "problem reopen 1",
        "problem close 1",
    ) == snapshot("""\

$ techday problem close 1
2| techday: The cause of problem 1 is missing
2|   techday problem close 1 --cause "…"
exit 2
$ techday problem close 1 --fix 'More disk' --cause ' '
2| techday: The cause of problem 1 is missing
2|   techday problem close 1 --cause "…"
exit 2
$ techday problem close 1 --cause 'Disk full'
2| techday: The fix of problem 1 is missing
2|   techday problem close 1 --fix "…"
exit 2
$ techday problem cause 1
2| techday: Cause is missing
2|   Type it at the end of the command
exit 2
$ techday problem close 1 --cause 'Disk full' --fix 'More disk' --at 'yesterday 9:00'
2| techday: Problem 1 was opened after that
2|   Give a later time with --at
exit 1
$ techday problem close 1 --cause 'Disk full' --fix 'More disk'
Closed problem 1 Mail stops on Monday
$ techday problem close 1
Problem 1 is closed already
$ techday problem close 1 --fix 'Even more disk'
Problem 1 is closed already; techday problem edit 1 --fix TEXT, or problem cause, changes what it says
$ techday problem reopen 1
Reopened problem 1 Mail stops on Monday
$ techday problem reopen 1
Problem 1 is open already
$ techday problem close 1
Closed problem 1 Mail stops on Monday
""")


def test_what_is_missing_is_asked_on_a_terminal(mondays: Techday) -> None:
    mondays.did("problem open L1")
    told = mondays("problem close 1", typed="It's the disk\nMore disk\n")
    assert (told.exit, told.stderr) == (0, "Cause: Fix: ")
    problem = mondays("problem show 1 --json").json["problem"]
    assert (problem["cause"], problem["fix"]) == ("It's the disk", "More disk")


def test_closing_gives_its_cause_to_the_tickets_that_owe_one(mondays: Techday) -> None:
    mondays.did("problem open L1 L2 L5")
    with mondays.raw() as db:
        db.execute("UPDATE ticket SET cause_owed = 1, state = 'resolved' WHERE id IN (1, 2)")
        db.execute("UPDATE ticket SET cause = 'Its own' WHERE id = 2")
    before = causes(mondays)
    assert mondays.tell("problem close 1 --cause 'Disk full' --fix 'More disk'") == snapshot("""\

$ techday problem close 1 --cause 'Disk full' --fix 'More disk'
Closed problem 1 Mail stops on Monday; its cause now stands on L1 too
""")
    assert causes(mondays)[:2] == [("Disk full", 0), ("Its own", 1)]
    assert mondays.tell("undo") == snapshot("""\

$ techday undo
Undid: Closed problem 1 Mail stops on Monday; its cause now stands on L1 too
""")
    assert causes(mondays) == before


def causes(techday: Techday) -> list[tuple[str, int]]:
    """Give cause and debt of each ticket."""
    with techday.raw() as db:
        return list(db.execute("SELECT cause, cause_owed FROM ticket ORDER BY id"))


def test_linking_to_a_closed_problem_says_so(mondays: Techday) -> None:
    mondays.did("problem open L1 L2", "problem close 1 --cause 'Disk full' --fix 'More disk'")
    assert mondays.tell("problem", "problem link 1 L5") == snapshot("""\

$ techday problem
No open problems.
  techday problem open N…

RECURRING, PERHAPS OF A PROBLEM
 ACME  Mail stops
   3 alike in 30 days (L1, L2, L5): problem 1 (closed) Mail stops on Monday
   techday problem link 1 L5
$ techday problem link 1 L5
Linked L5 to problem 1 Mail stops on Monday
2| warning: problem 1 is closed (techday problem reopen 1)
""")


def test_the_client_is_that_of_the_tickets_unless_it_is_told(mondays: Techday) -> None:
    def client() -> object:
        return mondays("problem show 1 --json").json["problem"]["client"]

    mondays.did("problem open L1 L2")
    assert client() == "ACME"
    mondays.did("problem link 1 L4")
    assert client() is None
    mondays.did("problem edit 1 --client globex")
    assert client() == "GLOBEX"
    assert mondays("problem edit 1 --client globex").stdout == "Problem 1 says so already\n"
    mondays.did("problem edit 1 --client none", "problem unlink L1 L2")
    assert client() == "GLOBEX"


def test_what_a_problem_says_can_be_changed(mondays: Techday) -> None:
    mondays.did("problem open L1")
    assert mondays.tell(
        "problem edit 1 --title 'Mail stops' --fix 'Restart it'",
        "problem edit 1",
        "problem edit 1 --title ' '",
        "problem edit 1 --client nobody",
    ) == snapshot("""\

$ techday problem edit 1 --title 'Mail stops' --fix 'Restart it'
Changed title, fix of problem 1
$ techday problem edit 1
2| techday: Nothing to change was named
2|   techday problem edit --help lists what can be changed
exit 2
$ techday problem edit 1 --title ' '
2| techday: A problem needs a title
2|   techday problem edit 1 --title "Mail stops"
exit 2
$ techday problem edit 1 --client nobody
2| techday: No client "nobody"
2|   techday client add "NAME"
exit 3
""")


def test_each_write_is_undone_and_redone(mondays: Techday) -> None:
    def state() -> object:
        return mondays("problem list --all --json").json, mondays("problem show 1 --json").stdout

    mondays.did("problem open L1 L2", "problem cause 1 Disk")
    for command in (
        "problem link 1 L5",
        "problem unlink L2",
        "problem cause 1 Log disk full",
        "problem edit 1 --title Mail --client globex",
        "problem close 1 --fix 'More disk'",
        "problem reopen 1",
    ):
        before = state()
        mondays.did(command)
        after = state()
        assert after != before, command
        mondays.did("undo")
        assert state() == before, command
        mondays.did("redo")
        assert state() == after, command


def test_links_are_told_on_the_ticket(mondays: Techday) -> None:
    mondays.did("problem open L1", "problem unlink L1")
    with mondays.raw() as db:
        events = list(db.execute("SELECT detail, text FROM ticket_event WHERE kind = 'problem' ORDER BY id"))
    assert events == [("1", "of problem 1 Mail stops on Monday"), ("", "no longer of problem 1")]


def test_hostile_titles_harm_no_screen(techday: Techday) -> None:
    techday.did("client add Acme")
    techday("add", "\x1b]0;pwned\x07Mail \u202estops\x1b[2J " + "x" * 300, "--client", "acme")
    techday("problem", "open", "L1", "--title", "\x1b[31mMail\r\nstops\u202e " + "说明" * 90)
    with techday.raw() as db:
        db.execute("UPDATE problem SET cause = char(27) || '[2Jdisk'")
    for command in ("problem", "problem show 1"):
        for columns in ("60", "80", "120"):
            told = techday(command, COLUMNS=columns).stdout
            assert all(line.isprintable() for line in told.splitlines())
            assert "\x1b" not in told


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_the_list_at_several_widths(mondays: Techday, columns: str) -> None:
    mondays.did(
        "problem open L1 --title 'Mail stops on Mondays since the backup was moved to the log disk of the server'"
    )
    told = mondays("problem", COLUMNS=columns).stdout
    assert {
        "60": snapshot("""\

ID  client  problem                   tickets  open  cause
 1  ACME    Mail stops on Mondays s…        1     1  unknown

RECURRING, PERHAPS OF A PROBLEM
 ACME  Mail stops
   3 alike in 30 days (L1, L2, L5): problem 1 Mail stops on…
   techday problem link 1 L2 L5
"""),
        "80": snapshot("""\

ID  client  problem                                  tickets  open  age  cause
 1  ACME    Mail stops on Mondays since the backup…        1     1   0m  unknown

RECURRING, PERHAPS OF A PROBLEM
 ACME  Mail stops
   3 alike in 30 days (L1, L2, L5): problem 1 Mail stops on Mondays since the b…
   techday problem link 1 L2 L5
"""),
        "120": snapshot("""\

ID  client  problem                                                                         tickets  open  age  cause
 1  ACME    Mail stops on Mondays since the backup was moved to the log disk of the server        1     1   0m  unknown

RECURRING, PERHAPS OF A PROBLEM
 ACME  Mail stops
   3 alike in 30 days (L1, L2, L5): problem 1 Mail stops on Mondays since the backup was moved to the log…
   techday problem link 1 L2 L5
"""),
    }[columns] == "\n" + told


def test_scripts_read_problems(mondays: Techday) -> None:
    mondays.did("problem open L3")
    assert mondays("problem --json").json == snapshot(
        {
            "schema": "techday.problems/1",
            "problems": [
                {
                    "id": 1,
                    "title": "New laptop for Ann",
                    "client": "ACME",
                    "state": "open",
                    "opened_at": "2026-11-23T08:14:00Z",
                    "cause": None,
                    "cause_at": None,
                    "fix": None,
                    "closed_at": None,
                    "tickets": 1,
                    "open_tickets": 1,
                }
            ],
            "recurring": [
                {
                    "title": "Mail stops",
                    "client": "ACME",
                    "tickets": ["L1", "L2", "L5"],
                    "problem": None,
                    "text": "3 alike in 30 days (L1, L2, L5)",
                    "command": "techday problem open L1 L2 L5",
                }
            ],
        }
    )
    shown = mondays("problem show 1 --json").json
    assert set(shown) == {"schema", "problem", "tickets"}
    assert shown["tickets"][0]["ref"] == "L3"
    assert mondays("problem close 1 --fix a --cause b --json").json["causes_settled"] == []


def test_only_the_most_frequent_groups_are_listed_at_once(techday: Techday) -> None:
    for number in range(7):
        techday.did(f"client add C{number}", *[f"add Mail server down --client C{number}"] * 3)
    assert techday("problem").stdout.count("alike in 30 days") == 5
    assert techday("problem").stdout.endswith("\n2 more  techday problem list --all\n")
    assert techday("problem list --all").stdout.count("alike in 30 days") == 7


def test_nothing_recurs_in_an_empty_store(techday: Techday) -> None:
    assert techday.tell("problem", "problem list --all") == snapshot("""\

$ techday problem
No open problems.
  techday problem open N…
$ techday problem list --all
No problems.
  techday problem open N…
""")
    assert techday("problem --json").json == {"schema": "techday.problems/1", "problems": [], "recurring": []}
