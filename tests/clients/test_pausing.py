"""A client that wants to hear from nobody for a while, and one that is still to come in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from techday.clients.rules import is_paused
from techday.clients.store import ClientRow
from tests.conftest import Techday


def test_a_pause_has_a_reason_and_ends_by_itself_or_with_resume(techday: Techday) -> None:
    techday.did("client add Acme", "client add Beta")
    assert techday.tell(
        "client pause acme --reason 'office closed' --until 1.12.",
        "client pause acme --reason 'office closed' --until 2026-12-01",
        "client pause beta --reason 'asked for it'",
        "client list",
        "client show acme",
        "client show beta",
        "client resume beta",
        "client resume beta",
        "client list",
    ) == snapshot("""\

$ techday client pause acme --reason 'office closed' --until 1.12.
Paused ACME until 2026-12-01: office closed
$ techday client pause acme --reason 'office closed' --until 2026-12-01
ACME is paused so already
$ techday client pause beta --reason 'asked for it'
Paused BETA: asked for it
$ techday client list
code  client        open   every  area    level
ACME  Acme                paused
BETA  Beta                paused
$ techday client show acme
ACME  Acme
  paused   since Mon 23 Nov 2026 until Tue 1 Dec 2026: office closed
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, never spoken to
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
$ techday client show beta
BETA  Beta
  paused   since Mon 23 Nov 2026: asked for it
  ask for  nobody known: techday client person add BETA NAME --main
  contact  every 30 days, never spoken to
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
$ techday client resume beta
Resumed BETA
$ techday client resume beta
BETA is not paused
$ techday client list
code  client        open   every  area    level
ACME  Acme                paused
BETA  Beta                   30d
""")
    # On the day itself it is over.
    assert "paused" in techday("client list", now="2026-11-30T17:00:00Z").stdout
    assert "paused" not in techday("client list", now="2026-12-01T08:00:00Z").stdout
    assert techday("client resume acme", now="2026-12-01T08:00:00Z").stdout == "ACME is not paused\n"


def test_what_is_no_pause_is_refused_with_the_next_step(techday: Techday) -> None:
    techday.did("client add Acme")
    assert techday.tell(
        "client pause acme",
        "client pause acme --reason ' '",
        "client pause acme --reason x --until today",
        "client pause acme --reason x --until yesterday",
        "client pause acme --reason x --until someday",
        "client pause nobody --reason x",
        "client resume nobody",
    ) == snapshot("""\

$ techday client pause acme
2| techday: The reason is missing
2|   techday client pause ACME --reason "…"
exit 2
$ techday client pause acme --reason ' '
2| techday: The reason is missing
2|   techday client pause ACME --reason "…"
exit 2
$ techday client pause acme --reason x --until today
2| techday: 2026-11-23 is not to come: a pause ends on a later day
2|   --until tomorrow
exit 2
$ techday client pause acme --reason x --until yesterday
2| techday: 2026-11-22 is not to come: a pause ends on a later day
2|   --until tomorrow
exit 2
$ techday client pause acme --reason x --until someday
2| techday: "someday" is not a date
2|   write it as 2026-11-23, yesterday or mon
exit 2
$ techday client pause nobody --reason x
2| techday: No client "nobody"
2|   techday client add "NAME"
exit 3
$ techday client resume nobody
2| techday: No client "nobody"
2|   techday client add "NAME"
exit 3
""")


def test_the_reason_is_asked_for_on_a_terminal(techday: Techday) -> None:
    techday.did("client add Acme")
    told = techday("client pause acme", typed="holidays\n")
    assert (told.stdout, told.stderr) == ("Paused ACME: holidays\n", "The reason: ")


def test_a_pause_that_is_changed_keeps_its_beginning(techday: Techday) -> None:
    techday.did("client add Acme", "client pause acme --reason holidays --until 1.12.")
    changed = techday("client pause acme --reason 'fire in the office' --json", now="2026-11-25T08:00:00Z").json[
        "client"
    ]
    assert changed["paused"] is True
    assert changed["paused_at"] == "2026-11-23T08:14:00Z"
    assert (changed["paused_until"], changed["pause_reason"]) == (None, "fire in the office")
    # A pause that was over has a beginning of its own.
    techday.did("client pause acme --reason holidays --until 1.12.")
    again = techday("client pause acme --reason x --json", now="2026-12-10T08:00:00Z").json["client"]
    assert again["paused_at"] == "2026-12-10T08:00:00Z"


@pytest.mark.parametrize("command", ["client pause acme --reason x", "client resume acme"])
def test_undo_takes_a_pause_back(techday: Techday, command: str) -> None:
    techday.did("client add Acme", "client pause acme --reason holidays --until 1.12.")
    before = techday("client list --json").stdout
    techday.did(command, "undo")
    assert techday("client list --json").stdout == before


def test_at_night_a_pause_ends_with_the_shift_day(techday: Techday) -> None:
    techday.configure('shift.start = "22:00"\nshift.end = "06:00"\n')
    techday.did("client add Acme", "client pause acme --reason x --until 2026-11-24", now="2026-11-23T22:30:00Z")
    assert techday("client show acme --json", now="2026-11-24T03:00:00Z").json["client"]["paused"] is True
    assert techday("client show acme --json", now="2026-11-24T22:30:00Z").json["client"]["paused"] is False


def test_a_pause_of_the_night_is_named_by_the_day_of_its_shift(techday: Techday) -> None:
    techday.configure('shift.start = "22:00"\nshift.end = "06:00"\n')
    night = "2026-11-24T01:00:00Z"
    techday.did("client add Acme", "client pause acme --reason x --until 2026-11-24", now=night)
    shown = techday("client show acme", now=night).stdout
    assert "paused   since Mon 23 Nov 2026 until Tue 24 Nov 2026: x" in shown


def test_of_a_pause_that_is_over_nothing_is_told(techday: Techday) -> None:
    techday.did("client add Acme", "client pause acme --reason x --until 1.12.")
    client = techday("client show acme --json", now="2026-12-01T08:00:00Z").json["client"]
    assert [client[key] for key in ("paused", "paused_at", "paused_until", "pause_reason")] == [False, None, None, None]
    assert "paused" not in techday("client show acme", now="2026-12-01T08:00:00Z").stdout


def test_a_client_comes_in_on_its_day(techday: Techday) -> None:
    assert techday.tell(
        "client add Acme --since 1.12.",
        "client list",
        "client show acme",
        "client edit acme --since 1.10.",
        "client edit acme --since 2026-10-01",
        "client show acme",
        "client edit acme --since none",
        "client show acme",
        "client add Beta --since 31.2.",
        "client add Beta --since soon",
    ) == snapshot("""\

$ techday client add Acme --since 1.12.
Added client ACME Acme, from 2026-12-01 on
$ techday client list
code  client        open       every  area    level
ACME  Acme                from 1 Dec
$ techday client show acme
ACME  Acme
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, from Tue 1 Dec 2026 on
  terms    default targets; billable
  No open tickets.
$ techday client edit acme --since 1.10.
Changed start of ACME, from 2026-10-01 on
$ techday client edit acme --since 2026-10-01
ACME says so already
$ techday client show acme
ACME  Acme
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, never spoken to, 53 days here
  terms    default targets; billable; since 1 Oct 2026
  No open tickets.
$ techday client edit acme --since none
Changed start of ACME
$ techday client show acme
ACME  Acme
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, never spoken to
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
$ techday client add Beta --since 31.2.
2| techday: there is no 31 February 2026
2|   write it as 2026-11-23, yesterday or mon
exit 2
$ techday client add Beta --since soon
2| techday: "soon" is not a date
2|   write it as 2026-11-23, yesterday or mon
exit 2
""")


@given(
    st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.booleans(),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)
def test_a_pause_holds_up_to_the_day_before_its_end(until: date | None, begun: bool, day: date) -> None:
    row = ClientRow(
        id=1,
        code="A",
        name="A",
        cadence_days=30,
        level="",
        area="",
        phone="",
        billable=1,
        placeholder=0,
        created_at="2026-01-01T00:00:00Z",
        calendar_id=None,
        calendar=None,
        zone="",
        open_tickets=0,
        starts_on=None,
        paused_at="2026-01-01T00:00:00Z" if begun else None,
        paused_until=None if until is None else until.isoformat(),
        pause_reason="x",
    )
    last = date.max if until is None else until - timedelta(days=1)
    assert is_paused(row, day) == (begun and day <= last)


def test_the_placeholder_is_in_no_rotation_to_be_paused_in(techday: Techday) -> None:
    techday.did("client add Unknown")
    with techday.raw() as db:
        db.execute("UPDATE client SET placeholder = 1")
    assert techday.tell("client pause unknown --reason x", "client show unknown") == snapshot("""\

$ techday client pause unknown --reason x
2| techday: UNKNOWN is in no rotation: it stands for no client
2|   techday client list
exit 1
$ techday client show unknown
UNKNOWN  Unknown
  contact  never: tickets without a client
  terms    default targets; billable; since 23 Nov 2026
  No open tickets.
""")
