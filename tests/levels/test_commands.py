"""Service levels, as a technician makes them, and what becomes of the clocks."""

from collections.abc import Callable
from typing import Any

import pytest
from inline_snapshot import snapshot

from techday.database import connection
from tests.conftest import Techday


def clocks(techday: Techday, reference: str = "L1") -> Any:
    return techday(f"ticket show {reference} --json").json["ticket"]["clocks"]


def test_a_level_from_nothing_to_the_client_that_has_it(techday: Techday) -> None:
    assert techday.tell(
        "level",
        "level add Gold",
        "level set gold 1 --response 15m --update 1h --resolution 4h --around-the-clock",
        "level set gold 2 --resolution 2d",
        "level set gold 2 --resolution 2d",
        "level set gold 1 --update none --working-hours",
        "client add Acme --level GOLD",
        "level show gold",
        "level list",
    ) == snapshot("""\

$ techday level
No levels yet.
  techday level add NAME    techday level set NAME 1 --response 15m
$ techday level add Gold
Made the level Gold; it promises what holds without one
2|   Next: techday level set "Gold" 1 --response 15m --resolution 4h
$ techday level set gold 1 --response 15m --update 1h --resolution 4h --around-the-clock
Gold, P1: first word in 15m, update every 1h, resolved in 4h, around the clock
$ techday level set gold 2 --resolution 2d
Gold, P2: first word in 1h (default), update every 1 working day (default), resolved in 2 working days
$ techday level set gold 2 --resolution 2d
Gold says so already
$ techday level set gold 1 --update none --working-hours
Gold, P1: first word in 15m, update every 4h (default), resolved in 4h
$ techday client add Acme --level GOLD
Added client ACME Acme
$ techday level show gold
level  Gold
  calendar  the working hours of your settings
  clients   ACME

      first word  update every  resolved in  runs
  P1  15m         4h*           4h           working hours
  P2  1h*         1d*           2d           working hours
  P3  4h*         2d*           -            working hours
  P4  8h*         5d*           -            working hours
  * the default, as without a level
$ techday level list
level     P1      P2      P3     P4     calendar  clients
Gold      15m/4h  1h*/2d  4h*/-  8h*/-                  1
first word / resolved in;  * the default
""")


def test_setting_a_level_changes_the_clocks_of_its_clients_tickets(techday: Techday) -> None:
    techday.did("client add Acme --level gold", "add Mail is down --client acme --priority 2 --at 8:00")
    assert clocks(techday)["response"]["target"] == "default"
    assert clocks(techday)["resolution"] is None

    techday.did("level add Gold", "level set gold 2 --response 30m --resolution 1d")
    found = clocks(techday)
    assert (found["response"]["due_at"], found["response"]["target"]) == ("2026-11-23T08:30:00Z", "level")
    assert (found["resolution"]["due_at"], found["resolution"]["target"]) == ("2026-11-23T17:00:00Z", "level")

    techday.did(
        "calendar add Berlin --hours 'mon-fri 10:00-14:00' --zone Europe/Berlin", "level edit gold --calendar berlin"
    )
    assert clocks(techday)["response"]["due_at"] == "2026-11-23T09:30:00Z"
    assert clocks(techday)["resolution"]["due_at"] == "2026-11-23T13:00:00Z"  # a day has four hours there

    techday.did("client edit acme --zone America/New_York")
    assert clocks(techday)["response"]["due_at"] == "2026-11-23T15:30:00Z"
    techday.did("calendar close berlin 2026-11-23")
    assert clocks(techday)["response"]["due_at"] == "2026-11-24T15:30:00Z"
    techday.did("calendar add Always --hours 24x7", "client edit acme --calendar always")
    assert clocks(techday)["response"]["due_at"] == "2026-11-23T08:30:00Z"  # its own calendar comes first
    techday.did("level set gold 2 --response none")
    assert clocks(techday)["response"]["target"] == "default"
    techday.did("client edit acme --level none --calendar none --zone none")
    assert clocks(techday)["response"]["due_at"] == "2026-11-23T09:00:00Z"
    assert clocks(techday)["resolution"] is None


def test_a_priority_around_the_clock_runs_at_night(techday: Techday) -> None:
    techday.did(
        "level add Gold",
        "level set gold 1 --response 15m --around-the-clock",
        "client add Acme --level gold",
        "add Server is down --client acme --priority 1",
        now="2026-11-21T23:00:00Z",
    )
    assert clocks(techday)["response"]["due_at"] == "2026-11-21T23:15:00Z"


@pytest.mark.parametrize(
    ("place", "due"),
    [
        ("", "2026-12-25T11:00:00Z"),  # a calendar without a country knows no holidays
        (" --country DE", "2026-12-28T11:00:00Z"),
        (" --country GB", "2026-12-29T11:00:00Z"),  # Boxing Day falls on Saturday: Monday is given for it
    ],
)
def test_public_holidays_are_those_of_the_calendar_not_of_the_technician(
    techday: Techday, place: str, due: str
) -> None:
    techday.did("config set technician.country DE", f"calendar add Theirs{place}", "client add Acme --calendar theirs")
    techday.did("client add Beta", "add one --client acme", "add two --client beta", now="2026-12-24T16:00:00Z")
    assert clocks(techday)["response"]["due_at"] == due
    assert clocks(techday, "L2")["response"]["due_at"] == "2026-12-28T11:00:00Z"


def test_a_client_in_another_zone_has_the_settings_hours_there(techday: Techday) -> None:
    techday.did("client add Acme --zone America/New_York", "add one --client acme")
    assert clocks(techday)["response"]["due_at"] == "2026-11-23T17:00:00Z"


def test_clients_keep_a_level_that_gets_another_name(techday: Techday) -> None:
    techday.did("level add Gold", "client add Acme --level gold", "client add Beta --level silver")
    assert techday.tell(
        "level edit gold --name Platinum", "client show acme", "level remove platinum", "undo", "client show acme"
    ) == snapshot("""\

$ techday level edit gold --name Platinum
Changed name of the level Platinum
$ techday client show acme
ACME  Acme
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, never spoken to
  terms    level Platinum; billable; since 23 Nov 2026
  No open tickets.
$ techday level remove platinum
2| techday: Platinum is the level of ACME
2|   Give them another one first: techday client edit ACME --level none
exit 1
$ techday undo
Undid: Changed name of the level Platinum
$ techday client show acme
ACME  Acme
  ask for  nobody known: techday client person add ACME NAME --main
  contact  every 30 days, never spoken to
  terms    level Gold; billable; since 23 Nov 2026
  No open tickets.
""")


def test_what_cannot_be_is_refused_with_what_can(techday: Techday) -> None:
    techday.did("level add Gold", "level add Silver")
    assert techday.tell(
        "level add GOLD",
        "level add none",
        "level add",
        "level add Bronze --calendar nowhere",
        "level edit silver --name gold",
        "level edit silver",
        "level set silver 1",
        "level set silver 5 --response 1h",
        "level set silver 1 --response soon",
        "level set silver 1 --response 30s",
        "level set siver 1 --response 1h",
        "level show bronze",
        "level list",
    ) == snapshot("""\

$ techday level add GOLD
2| techday: There is a level Gold already
2|   techday level show "Gold"
exit 1
$ techday level add none
2| techday: A level needs a name, other than none and default
2|   techday level add Gold
exit 2
$ techday level add
2| techday: Name is missing
2|   Type it at the end of the command
exit 2
$ techday level add Bronze --calendar nowhere
2| techday: No calendar "nowhere"
2|   techday calendar add NAME --hours "mon-fri 8:00-17:00"
exit 3
$ techday level edit silver --name gold
2| techday: There is a level Gold already
2|   techday level show "Gold"
exit 1
$ techday level edit silver
2| techday: Nothing to change was named
2|   techday level edit NAME --name NEW --calendar C
exit 2
$ techday level set silver 1
2| techday: Nothing to promise was named
2|   techday level set NAME 1 --response 15m --update 1h --resolution 4h --around-the-clock
exit 2
$ techday level set silver 5 --response 1h
2| techday: A priority is 1 to 4, not 5
2|   techday level set NAME 1 --response 15m
exit 2
$ techday level set silver 1 --response soon
2| techday: "soon" is not a duration
2|   Write it as 15m, 4h or 2d (working days), or none
exit 2
$ techday level set silver 1 --response 30s
2| techday: "30s" is no whole number of minutes
2|   Write it as 15m, 4h or 2d (working days), or none
exit 2
$ techday level set siver 1 --response 1h
2| techday: No level "siver"
2|   Did you mean Silver? Else: techday level add NAME
exit 3
$ techday level show bronze
2| techday: No level "bronze"
2|   techday level add NAME
exit 3
$ techday level list
level     P1      P2     P3     P4     calendar  clients
Gold      30m*/-  1h*/-  4h*/-  8h*/-
Silver    30m*/-  1h*/-  4h*/-  8h*/-
first word / resolved in;  * the default
""")


def test_a_hostile_name_harms_nobody(techday: Techday) -> None:
    techday("level", "add", "Go\x1b[31mld\u202e\n" + "x" * 100)
    shown = techday("level list").stdout + techday("level show gold").stdout
    assert all(line.isprintable() and len(line) <= 80 for line in shown.splitlines())
    assert "Gold x" in shown


@pytest.mark.parametrize("width", [60, 80, 120])
def test_levels_are_readable_at_any_width(techday: Techday, width: int) -> None:
    techday.did(
        "calendar add Office",
        "level add Gold --calendar office",
        "level set gold 1 --response 15m --resolution 4h --around-the-clock",
        "level add Managed workplaces and servers with a very long name",
        *[f"client add Client{number} --level gold" for number in range(12)],
    )
    shown = techday("level list", COLUMNS=str(width)).stdout
    page = techday("level show gold", COLUMNS=str(width)).stdout
    assert max(map(len, (shown + page).splitlines())) <= width
    assert (
        shown + page
        == {
            60: snapshot("""\
level                   P1      P2     P3     P4     clients
Gold                    15m/4h  1h*/-  4h*/-  8h*/-       12
Managed workplaces an…  30m*/-  1h*/-  4h*/-  8h*/-
first word / resolved in;  * the default
level  Gold
  calendar  Office
  clients   CLIENT0, CLIENT1, CLIENT10, CLIENT11, CLIENT2,
            CLIENT3, CLIENT4, CLIENT5, CLIENT6, CLIENT7,
            CLIENT8, CLIENT9

      first word  update every  resolved in  runs
  P1  15m         4h*           4h           24x7
  P2  1h*         1d*           -            working hours
  P3  4h*         2d*           -            working hours
  P4  8h*         5d*           -            working hours
  * the default, as without a level
"""),
            80: snapshot("""\
level                     P1      P2     P3     P4     calendar  clients
Gold                      15m/4h  1h*/-  4h*/-  8h*/-  Office         12
Managed workplaces and…   30m*/-  1h*/-  4h*/-  8h*/-
first word / resolved in;  * the default
level  Gold
  calendar  Office
  clients   CLIENT0, CLIENT1, CLIENT10, CLIENT11, CLIENT2, CLIENT3, CLIENT4,
            CLIENT5, CLIENT6, CLIENT7, CLIENT8, CLIENT9

      first word  update every  resolved in  runs
  P1  15m         4h*           4h           24x7
  P2  1h*         1d*           -            working hours
  P3  4h*         2d*           -            working hours
  P4  8h*         5d*           -            working hours
  * the default, as without a level
"""),
            120: snapshot("""\
level                     P1      P2     P3     P4     calendar  clients
Gold                      15m/4h  1h*/-  4h*/-  8h*/-  Office         12
Managed workplaces and…   30m*/-  1h*/-  4h*/-  8h*/-
first word / resolved in;  * the default
level  Gold
  calendar  Office
  clients   CLIENT0, CLIENT1, CLIENT10, CLIENT11, CLIENT2, CLIENT3, CLIENT4, CLIENT5, CLIENT6, CLIENT7, CLIENT8, CLIENT9

      first word  update every  resolved in  runs
  P1  15m         4h*           4h           24x7
  P2  1h*         1d*           -            working hours
  P3  4h*         2d*           -            working hours
  P4  8h*         5d*           -            working hours
  * the default, as without a level
"""),
        }[width]
    )


def test_scripts_are_given_what_a_level_promises(techday: Techday) -> None:
    techday.did("level add Gold", "client add Acme --level gold")
    changed = techday("level set gold 2 --response 15m --resolution 2d --json").json
    assert changed["level"] == techday("level show gold --json").json["level"]
    assert techday("level list --json").json["levels"] == [changed["level"]]
    assert changed["level"]["targets"][1] == snapshot(
        {
            "priority": 2,
            "response": "15m",
            "response_seconds": 900,
            "response_from": "level",
            "update": "1d",
            "update_seconds": 32400,
            "update_from": "default",
            "resolution": "2d",
            "resolution_seconds": 64800,
            "around_the_clock": False,
        }
    )
    assert changed["level"]["clients"] == ["ACME"]


@pytest.mark.parametrize(
    "command",
    [
        "level add Silver --calendar office",
        "level set gold 1 --response none --resolution none",
        "level set gold 2 --response 1h",
        "level set gold 1 --resolution 5h",
        "level edit gold --name Platinum --calendar office",
        "client edit acme --level none --calendar office --zone Europe/Berlin",
        "level remove bronze",
    ],
)
def test_what_was_written_can_be_undone(techday: Techday, command: str) -> None:
    def seen() -> list[str]:
        return [techday(f"{noun} list --json").stdout for noun in ("level", "client", "calendar")]

    techday.did(
        "calendar add Office",
        "level add Gold",
        "level set gold 1 --response 15m --resolution 4h",
        "level add Bronze",
        "level set bronze 3 --response 1d",
        "client add Acme --level gold",
    )
    before = seen()
    techday.did(command)
    after = seen()
    techday.did("undo")
    assert before == seen() != after
    techday.did("redo")
    assert after == seen()


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Note every statement, and give those that have to do with levels, calendars and the terms of clients."""
    noted: list[str] = []
    opened = connection.connection

    def noting(target: str) -> connection.Connection:
        db = opened(target)
        db.set_trace_callback(noted.append)
        return db

    monkeypatch.setattr(connection, "connection", noting)

    def asked() -> list[str]:
        about = ("FROM service_level", "FROM level_target", "FROM calendar", "FROM closing_day", "level, calendar_id")
        return [text for text in noted if any(words in text for words in about)]

    return asked


def test_a_store_without_levels_asks_once_for_them(techday: Techday, statements: Callable[[], list[str]]) -> None:
    techday.did(*[f"client add Client{number}" for number in range(5)])
    techday.did(*[f"add matter {number} --client client{number}" for number in range(5)])
    before = len(statements())
    assert techday("ticket list").exit == 0
    assert [text.partition(" FROM ")[2] for text in statements()[before:]] == [
        "client WHERE level <> '' OR calendar_id IS NOT NULL OR zone <> ''"
    ]


def test_many_clients_with_terms_ask_no_more_than_two(techday: Techday, statements: Callable[[], list[str]]) -> None:
    techday.did("calendar add Office", "level add Gold --calendar office", "level set gold 1 --response 15m")

    def asked(clients: int) -> int:
        techday.did(f"client add Client{clients} --level gold", f"add matter --client client{clients}")
        before = len(statements())
        techday.did("ticket list")
        return len(statements()) - before

    few = [asked(number) for number in range(2)][-1]
    assert [asked(number) for number in range(2, 9)][-1] == few <= 6
