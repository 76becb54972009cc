"""Undo, redo and log, as a person meets them."""

import json

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday


def test_a_slip_is_taken_back_and_brought_back(techday: Techday) -> None:
    techday("ticket add Mail is down")
    techday("ticket close L1")

    assert techday("undo").stdout == snapshot("Undid: Closed L1 Mail is down\n")
    assert "Mail is down" in techday("ticket list").stdout
    assert techday("redo").stdout == snapshot("Redid: Closed L1 Mail is down\n")
    assert techday("ticket list").stdout == snapshot("""\
No tickets.
  techday ticket add TITLE    techday import FILE.csv
""")


def test_the_log_tells_what_was_written_newest_first(techday: Techday) -> None:
    techday("ticket add Mail is down", now="2026-11-20T15:50:00Z")
    techday("ticket note L1 Rebooted the server")
    techday("undo")
    techday("undo")
    techday("redo")

    assert techday("log").stdout == snapshot("""\
5  08:14      redo         Redid: Added L1 Mail is down  redo of 4
4  08:14      undo         Undid: Added L1 Mail is down  undone by 5
3  08:14      undo         Undid: Noted on L1            undo of 2
2  08:14      ticket note  Noted on L1                   undone by 3
1  Fri 15:50  ticket add   Added L1 Mail is down
""")
    assert techday("log", COLUMNS="60").stdout == snapshot("""\
5  08:14      Redid: Added L1 Mail is down  redo of 4
4  08:14      Undid: Added L1 Mail is down  undone by 5
3  08:14      Undid: Noted on L1            undo of 2
2  08:14      Noted on L1                   undone by 3
1  Fri 15:50  Added L1 Mail is down
""")
    assert techday("log --most 1").stdout == snapshot("5  08:14  redo  Redid: Added L1 Mail is down  redo of 4\n")


def test_the_log_is_empty_before_anything_was_written(techday: Techday) -> None:
    assert techday("log").stdout == snapshot("Nothing was written yet.\n")
    assert json.loads(techday("log --json").stdout) == {"schema": "techday.log/1", "operations": []}


def test_the_log_for_scripts_has_every_fact(techday: Techday) -> None:
    techday("ticket add Mail is down")
    techday("undo")

    assert json.loads(techday("log --json").stdout) == snapshot(
        {
            "schema": "techday.log/1",
            "operations": [
                {
                    "id": 2,
                    "at": "2026-11-23T08:14:00Z",
                    "verb": "undo",
                    "summary": "Undid: Added L1 Mail is down",
                    "kind": "undo",
                    "reverses": 1,
                    "undone_by": None,
                    "instead": "",
                },
                {
                    "id": 1,
                    "at": "2026-11-23T08:14:00Z",
                    "verb": "ticket add",
                    "summary": "Added L1 Mail is down",
                    "kind": "write",
                    "reverses": None,
                    "undone_by": 2,
                    "instead": "",
                },
            ],
        }
    )


def test_undo_for_scripts_says_what_was_undone(techday: Techday) -> None:
    techday("ticket add Mail is down")

    assert json.loads(techday("undo --json").stdout) == snapshot(
        {"schema": "techday.change/1", "operation": 2, "summary": "Undid: Added L1 Mail is down", "undone": 1}
    )
    assert json.loads(techday("redo --json").stdout) == snapshot(
        {"schema": "techday.change/1", "operation": 3, "summary": "Redid: Added L1 Mail is down", "redone": 1}
    )


def test_the_number_of_a_local_ticket_is_not_given_again_after_an_undo(techday: Techday) -> None:
    """Somebody may have written L1 down."""
    techday("ticket add Mail is down")
    techday("undo")

    assert techday("ticket add VPN is slow").stdout.startswith("Added L2 ")


@pytest.mark.parametrize(
    ("command", "exit_code", "message", "hint"),
    [
        ("undo", 1, "There is nothing to undo", "techday log"),
        ("redo", 1, "There is nothing to redo", "techday log"),
        ("undo 7", 3, "No operation 7", "techday log"),
        ("undo 99999999999999999999", 3, "No operation 99999999999999999999", "techday log"),
        ("undo -- -1", 3, "No operation -1", "techday log"),
        ("undo everything", 2, "Invalid value for 'ID'", "--help"),
        ("log --most 0", 2, "--most is a number from 1 to 1,000,000", "--most 50"),
    ],
)
def test_what_cannot_be_undone_is_told_with_the_next_step(
    techday: Techday, command: str, exit_code: int, message: str, hint: str
) -> None:
    techday("client add Acme")
    techday("undo")
    if command == "redo":
        techday("redo")
    result = techday(command)

    assert (result.exit, result.stdout) == (exit_code, "")
    assert message in result.stderr
    assert hint in result.stderr


@pytest.mark.parametrize("command", ["undo", "redo", "undo 1"])
def test_looking_for_something_to_undo_makes_no_store(techday: Techday, command: str) -> None:
    result = techday(command)

    assert (result.exit, result.stdout) == (1, "")
    assert "nothing was written yet" in result.stderr
    assert not techday.store.exists()


def test_what_was_changed_since_names_the_command_that_clears_the_way(techday: Techday) -> None:
    techday("ticket add Mail is down")
    techday("ticket edit L1 --priority 1")
    techday("ticket add VPN is slow")

    refused = techday("undo 1")
    assert (refused.exit, refused.stderr) == snapshot(
        (
            1,
            """\
techday: Cannot take back operation 1 (Added L1 Mail is down): changed since by 2 (Changed priority of L1)
  techday undo 2 first
""",
        )
    )
    assert techday("undo 2").exit == 0
    assert techday("undo 1").exit == 0
    assert "VPN is slow" in techday("ticket list").stdout


def test_an_undo_that_is_refused_is_not_in_the_log(techday: Techday) -> None:
    techday("ticket add Mail is down")
    techday("ticket edit L1 --priority 1")
    techday("undo 1")

    assert techday("log").stdout.count("\n") == 2


def test_a_hostile_title_cannot_steer_the_terminal_from_the_log(techday: Techday) -> None:
    techday("ticket", "add", "Mail \x1b[2J\x1b]0;owned\x07 is down \u202e")

    assert techday("undo").stdout == "Undid: Added L1 Mail is down\n"
    assert techday("log").stdout.isascii()


def test_an_import_is_one_operation_and_goes_as_one(techday: Techday) -> None:
    export = techday.home / "export.csv"
    rows = [f"10492{number:02d},Ticket {number},New,3,2026-11-20 08:00" for number in range(20)]
    export.write_text("\n".join(["Number,Title,Status,Priority,Opened", *rows]), encoding="utf-8")
    techday("import", str(export))
    assert techday("ticket list").stdout.count("Ticket ") == 20

    assert techday("undo").exit == 0
    assert "No tickets" in techday("ticket list").stdout
    assert techday("redo").exit == 0
    assert techday("ticket list").stdout.count("Ticket ") == 20
