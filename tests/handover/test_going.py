"""What is to go at the end of a shift: the board, the draft and the walk of the evening count the same tickets."""

from pathlib import Path

import pytest

from tests.conftest import Techday
from tests.two_stores import CALL, EVENING, ITEM, LATER, NIGHT, Two, accepted, sent_file

P1 = "ticket add Mail is down --priority 1"
P4 = "ticket add Slow laptop --priority 4"
STORIES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (0, (P4,)),
    (1, (P4, "handover set L1 watch")),
    (1, (P1,)),
    (0, (P1, "handover set L1 keep")),
    (0, (P1, "handover send L1 --as watch --to Sam --spoken")),
    (0, (P1, "handover send L1 --as watch --to Sam")),
    (0, ("ticket add Slow laptop --priority 3",)),  # its first response is due in the next shift
    (1, ("ticket add Slow laptop --priority 3 --at 9:00",)),  # and was due
    (1, (P4, "ticket promise L1 'A word' --by 'tomorrow 7:00'")),
    (1, (P4, "ticket wait L1 vendor --until 'tomorrow 6:00' --next call")),
    (1, ("client add Acme", "watch add Nightly --client acme --kind backup", "watch check Nightly fail --seen full")),
    (0, ("ticket add Nobody looks --priority 1", "ticket assign L1 nobody")),
    # Sent, and back: returned, or mine again by hand.
    (
        1,
        (P1, "handover send L1 --as watch --to Sam", "handover return 1 --reason x", "handover set L1 --reset"),
    ),
    (1, (P1, "handover send L1 --as give --to Sam --spoken --yes", "ticket assign L1 me")),
    (0, (P1, "handover send L1 --as give --to Sam --spoken --yes")),
)


def going(techday: Techday, now: str = EVENING) -> tuple[int, int | None, str]:
    """Give how many tickets are to go by the draft and by the board, None where that says so not; and its state."""
    document = techday("handover --json", now=now).json
    in_draft = sum(one["plan"] != "keep" and one["under_way"] is None for one in document["items"])
    items = [one for one in techday("today --json", now=now).json["routine"] if one["key"] == "handover"]
    state, words = (items[0]["state"], items[0]["evidence"] or "") if items else ("", "")
    count, _, rest = words.partition(" ")
    return in_draft, int(count) if rest == "to go" else None, state


@pytest.mark.parametrize(("count", "story"), STORIES)
def test_the_board_the_draft_and_the_evening_count_alike(techday: Techday, count: int, story: tuple[str, ...]) -> None:
    techday.configure('technician.name = "Alex"\n')
    techday.did(*story, now="2026-11-23T16:30:00Z")
    in_draft, on_board, state = going(techday)
    assert (in_draft, on_board) == (count, count or None)
    assert (state == "open") == bool(count)


@pytest.mark.parametrize(("end", "plan", "count"), [("23:55", "watch", 1), ("9:00", "watch", 0), ("9:00", "give", 1)])
def test_what_came_in_is_counted_alike_too(end: str, plan: str, count: int, techday: Techday, tmp_path: Path) -> None:
    techday.configure(f'technician.name = "Sam"\nshift.start = "17:00"\nshift.end = "{end}"\n')
    accepted(techday, tmp_path, ITEM._replace(plan=plan))  # its sender is back at ten past eight
    assert going(techday, NIGHT)[:2] == (count, count or None)


@pytest.mark.parametrize(
    ("story", "state"),
    [
        (("handover send L1 --as give --to Sam --spoken --yes",), "done"),
        (("handover send L1 --as give --to Sam --spoken --yes --at 'yesterday 17:05'",), ""),
        (("handover send L1 --as give --to Sam", "handover return 1 --reason x", "handover set L1 keep"), ""),
    ],
)
def test_only_what_was_sent_today_and_stands_closes_the_item(
    story: tuple[str, ...], state: str, techday: Techday
) -> None:
    techday.configure('technician.name = "Alex"\n')
    techday.did(P4, now="2026-11-20T09:00:00Z")
    techday.did("ticket reply L1 'We look at it'", now="2026-11-20T09:05:00Z")
    techday.did(*story, now="2026-11-23T16:30:00Z")
    assert going(techday) == (0, None, state)
    [*before] = techday("today --date fri --json", now=EVENING).json["routine"]
    assert "handover" not in [one["key"] for one in before if one["state"] == "done"]


@pytest.mark.parametrize(("there", "back"), [(LATER, NIGHT), (EVENING, EVENING)])
def test_what_came_back_is_not_under_way_though_no_receipt_was_read(there: str, back: str, two: Two) -> None:
    two.accepted(two.sent("L1"), now=there)
    packet = sent_file(two.sam("handover send L1 --as give --to Alex --json", now=there))
    two.alex.did(CALL.format(file=packet), now=back)
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
    assert [one["text"] for one in found if one["kind"] == "still-named"] == [
        "PSA still says Alex on 77 handed over: change it there"
    ]


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
