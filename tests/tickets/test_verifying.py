"""Each evening it is proved that nothing was forgotten: by evidence first, then by number, or one key at a time."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once

KIM = '[technician]\nname = "Kim Lee"\n'
FRIDAY = "2026-11-20T10:00:00Z"


@made_once
def monday(techday: Techday) -> Techday:
    """Four tickets that are open since Friday: one waits with a next step, one is a colleague's."""
    techday.configure(KIM)
    techday.did(
        "client add Acme",
        "add Mail is slow --client acme --priority 2",
        "add Scanner sends no mail --client acme",
        "add New laptop --client acme",
        "add Of a colleague --client acme",
        "ticket assign 4 Sam Reed --new",
        "ticket edit 1 --next 'Read the log of the relay'",
        "ticket wait 3 parts --until 'wed 9:00' --next 'Set it up'",
        now=FRIDAY,
    )
    return techday


def evidence(techday: Techday, **options: str) -> str:
    """Give what the routine says of verification."""
    items = techday("today --json", **options).json["routine"]
    return next(f"{item['state']} {item['evidence']}" for item in items if item["key"] == "verified")


def test_work_on_a_ticket_verifies_it_where_its_next_step_is_known(monday: Techday) -> None:
    assert evidence(monday) == "open 1/3"  # what waits with a date ahead and a next step needs nothing
    monday.did("ticket note 1 'the log is empty'", "ticket note 2 'no idea yet'")
    assert evidence(monday) == "open 2/3"
    monday.did("ticket edit 2 --next 'Ask the vendor'")
    assert evidence(monday) == "done 3/3"
    assert evidence(monday, now="2026-11-24T08:14:00Z") == "open 1/3"
    assert evidence(monday, now="2026-11-25T09:01:00Z") == "open 0/3"  # the wait is over


@pytest.mark.parametrize(
    "command", ["ticket next --not 1 --reason later", "ticket relate 1 4", "problem open 1", "ticket link 1 4711"]
)
def test_putting_a_ticket_aside_or_beside_another_is_no_look_at_it(monday: Techday, command: str) -> None:
    monday.did(command)
    assert evidence(monday) == "open 1/3"


def test_work_on_a_merged_ticket_verifies_its_target(monday: Techday) -> None:
    monday.did("ticket edit 2 --next 'Ask the vendor'", "start 2", "ticket merge 2 1", now=FRIDAY)
    assert evidence(monday) == "done 2/2"  # the timer has run on it ever since


def test_tickets_are_verified_by_number_all_or_none(monday: Techday) -> None:
    assert monday.tell(
        "ticket verify",
        "ticket verify 1 99",
        "ticket verify 1 2 L1 --not-told",
        "ticket list --unverified",
        "ticket verify",
        "ticket verify --told",
    ) == snapshot("""\

$ techday ticket verify
2| techday: 2 tickets are not verified
2|   techday ticket verify L1 L2
exit 2
$ techday ticket verify 1 99
2| techday: No ticket "99"
2|   techday ticket list
exit 3
$ techday ticket verify 1 2 L1 --not-told
Verified L1, L2
2| warning: L2 has no next step (techday ticket edit L2 --next "…")
$ techday ticket list --unverified
No such tickets.
  techday ticket list --all
$ techday ticket verify
Every ticket is verified today.
$ techday ticket verify --told
2| techday: Which ticket is missing
2|   techday ticket verify N --told; without options it asks
exit 2
""")
    assert evidence(monday) == "done 3/3"


def test_that_the_client_was_told_is_a_public_word(monday: Techday) -> None:
    monday.did("ticket heard 1 'any news?'")
    before = monday("ticket show 1 --json").json["ticket"]["clocks"]
    monday.did("ticket verify 1 --told")
    after = monday("ticket show 1 --json").json["ticket"]["clocks"]
    assert (before["reply"] is None, after["reply"] is None) == (False, True)
    assert after["update"]["state"] == "running"


def test_on_a_terminal_each_ticket_is_shown_and_one_key_answers(monday: Techday) -> None:
    """Told; then the missing next step is asked for."""
    assert monday.tell("ticket verify", typed="tyAsk the vendor\n") == snapshot("""\

$ techday ticket verify
Verified 2 of 2
2| 2 to verify. yes: as it stands; told: and the client was told; next step: type
2|   another one.
2|
2| 1/2 L1 P2 ACME Mail is slow
2|   new, 2d old; next: Read the log of the relay
2|   last word: nobody was told anything yet
2|   Verified? [y]es [t]old [n]ext step [s]kip [q]uit told
2|
2| 2/2 L2 P3 ACME Scanner sends no mail
2|   new, 2d old; next: not recorded
2|   last word: nobody was told anything yet
2|   Verified? [y]es [t]old [n]ext step [s]kip [q]uit yes
2|   Next step:
""")
    assert evidence(monday) == "done 3/3"


def test_the_walk_can_be_left_and_taken_up_again(monday: Techday) -> None:
    assert monday.tell("ticket verify", typed="xnCall Acme\nq") == snapshot("""\

$ techday ticket verify
Verified 1 of 2; techday ticket verify
2| 2 to verify. yes: as it stands; told: and the client was told; next step: type
2|   another one.
2|
2| 1/2 L1 P2 ACME Mail is slow
2|   new, 2d old; next: Read the log of the relay
2|   last word: nobody was told anything yet
2|   Verified? [y]es [t]old [n]ext step [s]kip [q]uit
2| [y]es [t]old [n]ext step [s]kip [q]uit next step
2|   Next step [Read the log of the relay]:
2| 2/2 L2 P3 ACME Scanner sends no mail
2|   new, 2d old; next: not recorded
2|   last word: nobody was told anything yet
2|   Verified? [y]es [t]old [n]ext step [s]kip [q]uit quit
""")
    assert evidence(monday) == "open 2/3"
    assert monday("ticket verify", typed="s").stdout == "Verified 0 of 1; techday ticket verify\n"


def test_what_was_answered_is_kept_when_the_input_ends(monday: Techday) -> None:
    result = monday("ticket verify", typed="y")
    assert result.exit == 130
    assert evidence(monday) == "open 2/3"
