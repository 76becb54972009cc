"""What a client was promised is a deadline until it is kept, or told why it was not."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

KIM = '[technician]\nname = "Kim Lee"\n'
NOON, EVENING = "2026-11-23T12:00:00Z", "2026-11-23T16:30:00Z"


@made_once
def kim(techday: Techday) -> Techday:
    """Kim with a ticket and two promises on it."""
    techday.configure(KIM)
    techday.did(
        "client add Acme",
        "add Mail is slow --client acme --call",
        "ticket promise 1 'call with the result' --by 12:00",
        "ticket promise 1 'send the report' --by 'tomorrow 16:00'",
    )
    return techday


def test_promises_are_deadlines_on_today_until_they_are_settled(kim: Techday) -> None:
    assert [one["due_at"] for one in kim("today --json").json["deadlines"]] == [
        "2026-11-23T12:00:00Z",
        "2026-11-24T16:00:00Z",
    ]
    assert kim.tell("today", now=EVENING) == snapshot("""\

$ techday today
techday  Mon 23 Nov 2026 16:30   Kim Lee   shift 08:00-17:00
! promise overdue on L1 to ACME: call with the result   techday ticket kept L1 1
ROUTINE 2/7   [ ] start meeting   [ ] backups   [ ] handover 1 to go
              [ ] check-in   [ ] end meeting   [x] incoming owned
              [x] client contact                        techday today check ITEM
QUEUE 1  (priority, then oldest)                                techday start L1
 L1    P3  ACME    Mail is slow          working  8h  update 9:44
PROMISED 2                                                 techday ticket kept N
 L1     ACME    call with the result  overdue      12:00
 L1     ACME    send the report       by       Tue 16:00
""")
    kim.did("ticket kept 1 1", "ticket kept 1 2 --broken 'the vendor has no figures'", now=EVENING)
    assert kim("today --json", now=EVENING).json["deadlines"] == []


def test_which_promise_is_asked_only_where_there_are_several(kim: Techday) -> None:
    assert kim.tell(
        "ticket kept 1",
        "ticket kept 1 7",
        "ticket kept 1 1",
        "ticket kept 1 1",
        "ticket kept 1 1 --broken late",
        "ticket kept 1",
        "ticket kept 1",
    ) == snapshot("""\

$ techday ticket kept 1
2| techday: L1 has 2 open promises
2|   techday ticket kept L1 ID: 1 (call with the result); 2 (send the report)
exit 1
$ techday ticket kept 1 7
2| techday: L1 has no promise 7
2|   techday ticket kept L1 ID: 1 (call with the result); 2 (send the report)
exit 3
$ techday ticket kept 1 1
Kept on L1: call with the result
$ techday ticket kept 1 1
Promise 1 is kept already
$ techday ticket kept 1 1 --broken late
2| techday: Promise 1 is kept already
2|   techday ticket show L1
exit 1
$ techday ticket kept 1
Kept on L1: send the report
$ techday ticket kept 1
2| techday: L1 has no open promise
2|   techday ticket show L1
exit 3
""")


@pytest.mark.parametrize(
    ("command", "exit_code", "told"),
    [
        ("ticket promise 1 x --by yesterday", 2, ""),
        ("ticket promise 99 x --by 16:00", 3, "No ticket"),
        ("ticket promise 1 '\x1b[31m' --by 16:00", 2, "What was promised is missing"),
        ("ticket kept 1 1 --at 'fri 9:00'", 1, "was made after that"),
        ("ticket kept 1 1 --broken ''", 2, "Why it was not kept is missing"),
        ("ticket kept 1 1 --broken ' '", 2, "Why it was not kept is missing"),
    ],
)
def test_a_promise_that_cannot_be_is_refused(kim: Techday, command: str, exit_code: int, told: str) -> None:
    result = kim(command)
    assert result.exit == exit_code, result
    assert told in result.stderr


def test_a_promise_of_a_colleague_s_ticket_is_not_my_deadline(kim: Techday) -> None:
    kim.did("ticket assign 1 Sam Reed --new")
    assert kim("today --json").json["deadlines"] == []


def test_on_a_terminal_the_time_is_asked_for(kim: Techday) -> None:
    assert kim("ticket promise 1 'a mail'", typed="15:00\n").exit == 0
    assert kim("today --json").json["deadlines"][1]["text"] == "a mail"
