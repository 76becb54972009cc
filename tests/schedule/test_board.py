"""What the board says of the schedule: the day's items, and what changed since it was answered."""

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday, made_once


@made_once
def acme(techday: Techday) -> Techday:
    """Two items are planned and acknowledged: one today, one on Wednesday."""
    techday.did(
        "client add Acme",
        "schedule add 'Server move' --start 14:00 --client acme --place Harbour",
        "schedule add 'Rack check' --start 'wed 9:00' --client acme --place Harbour",
        "week ack --all",
    )
    return techday


def alerts(techday: Techday) -> list[str]:
    """Give what the board says of items that changed."""
    found = techday("today --json").json["alerts"]
    return [f"{one['text']}: {one['command']}" for one in found if one["kind"] == "changed"]


def test_the_items_of_the_day_stand_on_the_board_and_in_its_document(acme: Techday) -> None:
    acme.did("schedule add Standup --start 8:30 --for 15m --kind meeting")
    board = acme("today", COLUMNS="80").stdout.splitlines()
    start = next(number for number, line in enumerate(board) if line.startswith("SCHEDULE"))
    assert "\n".join(board[start : start + 3]) == snapshot("""\
SCHEDULE 2                                                          techday week
 [ ]  08:30-08:45  Standup
 [x]  14:00-15:00  Server move       ACME  Harbour\
""")
    assert [one["title"] for one in acme("today --json").json["schedule"]] == ["Standup", "Server move"]


@pytest.mark.parametrize(
    ("times", "shown"),
    [
        ("--start 2026-11-23 --all-day", "all day"),
        ("--start 2026-11-20 --end 2026-11-23 --all-day", "since Fri"),
        ("--start 2026-11-20 --end 2026-11-25 --all-day", "until Wed"),
        ("--start 2026-11-20 --end 2026-12-01 --all-day", "until 1 Dec"),
        ("--start '2026-11-22 22:00' --end '2026-11-24 6:00'", "Sun 22:00-06:00 Tue"),
        ("--start '2026-11-23 8:00' --end '2026-11-30 8:00'", "08:00-08:00 30 Nov"),
    ],
)
def test_an_item_of_several_days_says_how_long_it_goes_on(techday: Techday, times: str, shown: str) -> None:
    techday.did(f"schedule add Fair {times}")
    assert f" [ ]  {shown:11}  Fair" in techday("today").stdout


def test_what_changed_since_it_was_acknowledged_is_an_alert_until_it_is_answered(acme: Techday) -> None:
    assert alerts(acme) == []
    acme.did("schedule move 1 --start 15:00")
    assert alerts(acme) == ["Server move changed since you answered it, now 15:00: techday schedule show 1"]
    acme.did("schedule move 2 --place Airport")
    assert alerts(acme) == [
        "2 items changed since you answered them, the next 15:00 (Server move): techday schedule list --state changed"
    ]
    acme.did("week ack 1 2")
    assert alerts(acme) == []


def test_what_burns_keeps_its_place_however_much_is_planned_and_owed(acme: Techday) -> None:
    acme.did("add 'Mail is down' --client acme --priority 1", now="2026-11-23T05:00:00Z")
    for number in range(12):
        day = f"2026-12-{number + 1:02}"
        acme.did(
            f"schedule add 'Trip {number}' --start '{day} 9:00' --kind travel",
            f"schedule add 'Call {number}' --start 15:00 --client acme --place 'A long way from here {number}'",
            f"project add 'Project {number}' --client acme --due 2026-11-2{number % 3}",
            f"ticket promise 1 'Call {number}' --by '2026-11-23 8:{number + 20}'",
        )
    for width in (60, 80, 120):
        drawn = acme("today", now="2026-11-23T12:00:00Z", COLUMNS=str(width), LINES="24").stdout
        lines = drawn.splitlines()
        assert len(lines) <= 23
        burning = next(number for number, line in enumerate(lines) if line.startswith("BURNING 1"))
        assert "Mail is down" in lines[burning + 1]
    whole = acme("today --all", now="2026-11-23T12:00:00Z", COLUMNS="80", LINES="24").stdout
    assert [f"Call {number}" in whole for number in range(12)] == [True] * 12
    assert "! and " not in whole


def test_the_date_of_a_project_is_no_promise(acme: Techday) -> None:
    acme.did(
        "add Mail --client acme",
        "ticket promise 1 'a call' --by 8:30",
        "project add Cabling --client acme --due 2026-11-20",
        now="2026-11-20T09:00:00Z",
    )
    found = acme("today --json", now="2026-11-23T12:00:00Z").json["alerts"]
    told = {one["kind"]: one["text"] for one in found if one["kind"] in ("promise", "project")}
    assert told == snapshot({"promise": "promise overdue on L1 to ACME: a call", "project": "ACME Cabling: overdue"})


def test_scripts_read_the_conflicts_of_an_item_on_every_page(acme: Techday) -> None:
    acme.did(
        "project add Cabling --client acme",
        "schedule add 'Rack visit' --start 14:30 --client acme --project Cabling --place Harbour --kind on-site",
    )
    pages = ("today", "client show acme", "project show 1", "schedule list", "week")
    for page in pages:
        document = acme(f"{page} --json").json
        items = document["items"] if "items" in document else document["schedule"]
        visit = next(one for one in items if one["title"] == "Rack visit")
        assert [one["with"] for one in visit["conflicts"]] == [1], page
