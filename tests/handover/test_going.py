"""What is to go at the end of a shift: the board, the draft and the walk of the evening count the same tickets."""

import pytest

from tests.conftest import Techday
from tests.two_stores import EVENING, LATER, NIGHT, Two

STORIES: tuple[tuple[str, ...], ...] = (
    ("ticket add Slow laptop --priority 4",),
    ("ticket add Slow laptop --priority 4", "handover set L1 watch"),
    ("ticket add Mail is down --priority 1",),
    ("ticket add Mail is down --priority 1", "handover set L1 keep"),
    ("ticket add Mail is down --priority 1", "handover send L1 --as watch --to Sam --spoken"),
    ("ticket add Mail is down --priority 1", "handover send L1 --as watch --to Sam"),
    ("ticket add Slow laptop --priority 3",),  # its first response is due before the next shift
    ("ticket add Slow laptop --priority 4", "ticket promise L1 'A word' --by 'tomorrow 7:00'"),
    ("ticket add Slow laptop --priority 4", "ticket wait L1 vendor --until 'tomorrow 6:00' --next call"),
    ("client add Acme", "watch add Nightly --client acme --kind backup", "watch check Nightly fail --seen full"),
    ("ticket add Nobody looks --priority 1", "ticket assign L1 nobody"),
)


@pytest.mark.parametrize("story", STORIES)
def test_the_board_the_draft_and_the_evening_count_alike(techday: Techday, story: tuple[str, ...]) -> None:
    techday.configure('technician.name = "Alex"\n')
    techday.did(*story, now="2026-11-23T16:30:00Z")
    document = techday("handover --json", now=EVENING).json
    going = sum(one["plan"] != "keep" and one["under_way"] is None for one in document["items"])
    [item] = [one for one in techday("today --json", now=EVENING).json["routine"] if one["key"] == "handover"] or [None]
    counted = item["evidence"] if item is not None and item["state"] == "open" else None
    assert counted == (f"{going} to go" if going else None)


def test_what_came_back_is_not_under_way_though_no_receipt_was_read(two: Two) -> None:
    two.accepted(two.sent("L1"))
    back = two.sam("handover send L1 --as give --to Alex --json", now=LATER)
    packet = next(file for file in back.json["files"] if file.endswith(".json"))
    two.alex.did(f"handover accept {packet} --read-back 'mine again'", now=NIGHT)
    items = two.alex("handover --json", now=NIGHT).json["items"]
    assert {one["ticket"]["ref"]: one["under_way"] for one in items} == {"L1": None, "INC7": None}
    assert two.alex("handover send L1 --as give --to Kim", now=NIGHT).exit == 0


def test_the_board_says_whom_the_source_still_names(two: Two) -> None:
    file = two.alex.home / "open.csv"
    head = "Ticket #,Summary,Priority,Status,Company,Owner,Created\n"
    file.write_text(f"{head}77,Printer,P3,New,Acme,Alex,2026-11-20 08:00\n", "utf-8")
    two.alex.did(f"import {file} --source psa")
    packet = two.sent("77")
    assert "still says" not in two.alex.tell("today", now=LATER)
    two.alex.did(f"handover receipt {two.accepted(packet)}", now=NIGHT)
    found = two.alex("today --json", now=NIGHT).json["alerts"]
    assert [one["text"] for one in found if one["kind"] == "still-named"] == ["PSA still says Alex on 77 handed over"]


@pytest.mark.parametrize(("kind", "told"), [("other", []), ("start", ["the meeting is 25m over its 15m"])])
def test_only_a_meeting_that_should_be_short_drags_on(techday: Techday, kind: str, told: list[str]) -> None:
    techday.did(f"meeting start {kind}", now="2026-11-23T08:00:00Z")
    found = techday("today --json", now="2026-11-23T08:40:00Z").json["alerts"]
    assert [one["text"] for one in found if one["kind"] == "meeting"] == told


def test_a_receiver_with_a_comma_in_the_name_is_one_receiver(techday: Techday) -> None:
    techday.configure('technician.name = "Alex"\n')
    techday.did("add Mail is down --priority 1", "handover send --to 'Reed, Sam' --new --yes")
    [item] = [one for one in techday("today --json").json["routine"] if one["key"] == "handover"]
    assert (item["state"], item["evidence"]) == ("done", "to Reed, Sam")
