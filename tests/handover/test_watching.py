"""What is watched for a colleague: on the board with its time, red when that has come, and passed on."""

import json
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from tests.conftest import Techday
from tests.two_stores import EVENING, ITEM, LATER, NIGHT, Two, accepted, home_of, sent_file

BY = "2026-11-23T21:30:00Z"
MIDNIGHT = "2026-11-23T23:50:00Z"


@pytest.fixture
def sam(techday: Techday) -> Techday:
    """Give a techday of Sam, who works in the evening."""
    techday.configure('technician.name = "Sam"\nshift.start = "17:00"\nshift.end = "23:55"\n')
    return techday


def watched(two: Two, *told: str) -> Two:
    """Have Sam watch Alex's L1 over the night; `told` are commands of Alex before it is sent."""
    two.alex.did("ticket promise L1 'A word on the mail' --by 19:00", *told, now=EVENING)
    two.sam.configure('technician.name = "Sam"\nshift.start = "17:00"\nshift.end = "23:55"\n')
    two.accepted(two.sent("L1", plan="watch"))
    return two


def test_the_board_says_what_is_watched_and_by_when(two: Two) -> None:
    watched(two)
    board = two.sam.tell("today", now=LATER, COLUMNS="100")
    shown = [line for line in board.splitlines() if "WATCHING" in line or "Mail is down" in line]
    assert "\n".join(shown) == snapshot("""\
WATCHING 1                                                                   techday handover show 1
 L1    P1  ACME    Mail is down  call Ann at 8:00  for Alex  by 19:00\
""")
    narrow = two.sam.tell("today", now=LATER, COLUMNS="60")
    assert "\n".join(line for line in narrow.splitlines() if "Mail is down" in line) == snapshot(
        " L1    P1  ACME    Mail is down  for Alex  by 19:00"
    )


def test_a_promise_that_was_due_is_red_at_the_one_who_watches(two: Two) -> None:
    watched(two)
    assert alerts(two, LATER) == []
    assert alerts(two, NIGHT) == snapshot([("watched for Alex: L1, promise was due 19:00", "techday ticket kept L1 1")])
    [(_, command)] = alerts(two, NIGHT)
    two.sam.did(command.removeprefix("techday "), now=NIGHT)
    assert alerts(two, NIGHT) == []


def test_a_time_that_was_set_is_red_when_it_has_come(two: Two) -> None:
    watched(two, "handover set L1 --by 22:00", "ticket kept L1")
    assert alerts(two, NIGHT) == []
    assert alerts(two, MIDNIGHT) == snapshot([("watched for Alex: L1, was wanted by 22:00", "techday handover show 1")])


def test_what_is_watched_is_passed_on_and_stays_whose_it_is(two: Two) -> None:
    watched(two)
    kim = home_of(two.sam.home.parent, "Kim")
    assert two.sam.tell("handover", now=MIDNIGHT) == snapshot("""\

$ techday handover
handover  Mon 23 Nov 2026 23:50   Sam   back Tue 24 Nov 17:00-23:55
WATCH 1  (stay whose they are)                      techday handover set N watch
 L1 P1  ACME  Mail is down                     for Alex, P1, was wanted by 19:00
    summary    queue is stuck
    next       call Ann at 8:00
               if: if it grows, restart; promised: A word on the mail by 19:00
PROMISED 1  (before the end of the next shift)             techday ticket kept N
 L1     A word on the mail  ACME    overdue 19:00
To go: 0 to give, 1 to watch.                    techday handover send --to NAME
""")
    assert "handover 1 to go" in two.sam.tell("today", now=MIDNIGHT)
    two.sam.did("handover set L1 --tried 'restarted it'", now=MIDNIGHT)
    refused = two.sam("handover set L1 give", now=MIDNIGHT)
    assert (refused.exit, refused.stderr) == snapshot(
        (
            1,
            """\
techday: L1 is Alex's and you only watch it: it is not yours to give
  techday handover set L1 watch
""",
        )
    )
    assert two.sam("handover send L1 --as give --to Kim", now=MIDNIGHT).exit == 1
    packet = sent_file(two.sam("handover send --to Kim --yes --json", now=MIDNIGHT))
    [item] = json.loads(packet.read_text("utf-8"))["items"]
    assert (item["plan"], item["owner"]) == ("watch", "Alex")
    kim.did(f"handover accept {packet} --read-back 'I look after it'", now=MIDNIGHT)
    assert "for Alex" in kim.tell("today", now=MIDNIGHT)
    # It is with Kim now, and so no more to go.
    two.sam.did("handover accept 2 --read-back 'she looks after it'", now=MIDNIGHT)
    assert two.sam("handover --json", now=MIDNIGHT).json["items"][0]["under_way"]["name"] == "Kim"


def test_who_is_there_until_the_owner_is_back_has_nothing_to_pass_on(two: Two) -> None:
    watched(two)
    two.sam.configure('technician.name = "Sam"\nshift.start = "17:00"\nshift.end = "9:00"\n')
    [item] = two.sam("handover --json", now=MIDNIGHT).json["items"]
    assert (item["plan"], item["watched_for"]) == ("keep", "Alex")


def boards(techday: Techday, now: str, more: str = "") -> list[str]:
    """Give the lines of the board on one ticket that may be watched."""
    return [one for one in techday.tell(f"today {more}", now=now, COLUMNS="100").splitlines() if "Printer jams" in one]


def test_what_is_watched_stands_on_the_board_once_from_then_on(sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM._replace(plan="watch", promises=()))
    assert ["for Alex" in one for one in boards(sam, LATER)] == [True]
    assert "order rollers" in boards(sam, LATER)[0]
    sam.did("ticket edit INC7 --next 'ring the supplier'", now=NIGHT)
    assert "ring the supplier" in boards(sam, NIGHT)[0]
    sam.did("ticket edit INC7 --next ''", now=NIGHT)
    assert "order rollers" in boards(sam, NIGHT)[0]  # as it came
    assert boards(sam, NIGHT, "--date yesterday") == []
    sam.did("ticket assign INC7 me", now=NIGHT)
    assert ["for Alex" in one for one in boards(sam, NIGHT)] == [False]


def test_what_was_mine_to_give_is_only_to_be_watched_once_it_is_a_colleagues(sam: Techday, tmp_path: Path) -> None:
    sam.did("ticket add Printer jams --ref INC7", "handover set INC7 give")
    accepted(sam, tmp_path, ITEM._replace(plan="watch", owner="Alex"))
    [item] = sam("handover --json", now=LATER).json["items"]
    assert (item["plan"], item["watched_for"], item["is_set"]) == ("watch", "Alex", True)


def alerts(two: Two, now: str) -> list[tuple[str, str]]:
    """Give what Sam's board says of what is watched, with its commands."""
    found = two.sam("today --json", now=now).json["alerts"]
    return [(one["text"], one["command"]) for one in found if one["kind"] == "watched"]


def test_resolving_what_is_watched_says_whose_it_is(two: Two) -> None:
    watched(two)
    told = two.sam("ticket resolve L1 --fix 'Restarted the mail server' --cause later", now=NIGHT)
    assert "  it is Alex's, and watched for them: tell them what fixed it" in told.stderr.splitlines()
    two.sam.did("ticket add Mine", now=NIGHT)
    assert "watched" not in two.sam("ticket resolve L2 --fix x", now=NIGHT).stderr
