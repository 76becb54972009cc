"""What is said of a ticket stands on both sides: it arrives whole, it is owed by its time, and a local word is kept."""

from pathlib import Path

import pytest

from tests.conftest import Techday
from tests.two_stores import CALL, EVENING, ITEM, LATER, NIGHT, Two, accepted, sent_file

BY = "2026-11-23T18:00:00Z"
HALF_PAST_SIX, SIX, NINE = "2026-11-23T18:30:00Z", "2026-11-23T18:05:00Z", "2026-11-24T09:00:00Z"
HALF_PAST, QUARTER_TO = "2026-11-23T17:30:00Z", "2026-11-23T17:45:00Z"


@pytest.fixture
def sam(techday: Techday) -> Techday:
    """Give a techday of Sam."""
    techday.configure('technician.name = "Sam"\nshift.start = "17:00"\nshift.end = "23:55"\n')
    return techday


def alerts(techday: Techday, now: str, kind: str = "given") -> list[tuple[str, str]]:
    """Give what the board says of one kind, with the commands."""
    found = techday("today --json", now=now).json["alerts"]
    return [(one["text"], one["command"]) for one in found if one["kind"] == kind]


# By when


def test_what_was_given_is_red_once_its_time_has_passed_until_something_happens_on_it(
    sam: Techday, tmp_path: Path
) -> None:
    accepted(sam, tmp_path, ITEM._replace(by_at=BY, promises=()))
    assert alerts(sam, HALF_PAST) == []
    assert alerts(sam, HALF_PAST_SIX) == [("given by Alex: INC7, was wanted by 18:00", 'techday ticket note INC7 "…"')]
    assert "given by Alex: INC7, was wanted by 18:00" in sam("endday --json", now=HALF_PAST_SIX).stdout
    [(_, command)] = alerts(sam, HALF_PAST_SIX)
    sam.did(command.removeprefix("techday "), now=HALF_PAST_SIX)
    assert alerts(sam, HALF_PAST_SIX) == []


@pytest.mark.parametrize("done", ["ticket reply INC7 'on my way'", "ticket resolve INC7 --fix done --cause x"])
def test_what_was_done_in_time_is_not_red(done: str, sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM._replace(by_at=BY, promises=()))
    sam.did(done, now=HALF_PAST)
    assert alerts(sam, HALF_PAST_SIX) == []


def test_of_several_the_others_are_counted_apart_from_the_time(sam: Techday, tmp_path: Path) -> None:
    other = ITEM._replace(uid="c" * 32, reference="INC8", by_at="2026-11-23T17:50:00Z", promises=())
    accepted(sam, tmp_path, ITEM._replace(by_at=BY, promises=()), other)
    [(text, _)] = alerts(sam, HALF_PAST_SIX)
    assert text == "given by Alex: INC8, was wanted by 17:50 (and 1 more)"


def test_what_was_merged_is_wanted_of_the_ticket_that_goes_on(sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM._replace(by_at=BY, promises=()))
    sam.did("ticket add Jams again --ref INC8", "ticket merge INC7 INC8", now=LATER)
    sam.did("ticket assign INC8 me", now=LATER)
    assert [text for text, _ in alerts(sam, HALF_PAST_SIX)] == ["given by Alex: INC8, was wanted by 18:00"]


# Said on


def test_all_that_was_said_is_in_the_history_and_in_the_next_draft(sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM._replace(by_at=BY, if_then="if it smokes, pull the plug", promises=()))
    event = sam("ticket show INC7", now=LATER).stdout
    for words in ("severity: watcher", "by: Mon 23 Nov 2026 18:00", "if, then: if it smokes", "told: Ann"):
        assert words in " ".join(event.split())
    [item] = sam("handover --json", now=LATER).json["items"]
    said = {name: item[name] for name in ("severity", "summary", "tried", "next_step", "by_at", "if_then", "told")}
    assert said == {
        "severity": "watcher",
        "summary": "tray two",
        "tried": "cleaned it",
        "next_step": "order rollers",
        "by_at": BY,
        "if_then": "if it smokes, pull the plug",
        "told": "Ann",
    }


def test_what_is_set_stands_above_what_arrived(sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM)
    sam.did("handover set INC7 --severity stable --told Bob --by '2026-11-24 8:00'", now=LATER)
    [item] = sam("handover --json", now=LATER).json["items"]
    assert (item["severity"], item["told"], item["by_at"]) == ("stable", "Bob", "2026-11-24T08:00:00Z")


def test_the_board_counts_what_is_wanted_as_the_draft_does(sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM._replace(priority=4, by_at="2026-11-24T09:00:00Z", promises=()))
    [item] = sam("handover --json", now=NIGHT).json["items"]
    assert (item["plan"], "wanted by Tue 09:00" in item["why"]) == ("watch", True)
    assert "1 to go" in sam("today", now=NIGHT).stdout


def test_a_word_that_was_handed_on_is_not_the_next_draft_again(sam: Techday, tmp_path: Path) -> None:
    accepted(sam, tmp_path, ITEM)
    sam.did("handover send INC7 --as watch --to Kim --spoken --new --yes", now=HALF_PAST)
    [item] = sam("handover --json", now=NINE).json["items"]
    assert item["severity"] is None


# What is only past


def test_a_wait_that_is_over_is_no_by_when(two: Two) -> None:
    two.alex.did("ticket add Quote --ref INC9", now="2026-11-18T10:00:00Z")
    two.alex.did("ticket wait INC9 customer --until '2026-11-20 15:30'", now="2026-11-18T10:00:00Z")
    packet = two.sent("INC9", plan="watch")
    shown = two.sam(f"handover show {packet}", now=LATER).stdout
    assert "waiting for customer, was due back Fri 20 Nov 2026 15:30" in shown
    assert "By when" not in shown
    two.sam.did(CALL.format(file=packet), now=LATER)
    assert alerts(two.sam, LATER, "watched") == []


# What was said here meanwhile


def back_from_sam(two: Two, *said: str, now: str = HALF_PAST) -> Path:
    """Have Sam own L1, Alex say something of it, and Sam hand it back; give the packet."""
    receipt = two.accepted(two.sent("L1"))
    two.alex.did(f"handover receipt {receipt}", now=LATER)
    two.alex.did(*said, now=now)
    two.sam.did("ticket edit L1 --next 'roller there'", "ticket note L1 seen", now=QUARTER_TO)
    return sent_file(two.sam("handover send L1 --as give --to Alex --json", now=QUARTER_TO))


def test_a_word_of_mine_that_is_older_than_theirs_is_told_and_kept(two: Two) -> None:
    packet = back_from_sam(two, "ticket edit L1 --next 'toner here'", "ticket wait L1 parts --until '2026-11-25 9:00'")
    told = two.alex(CALL.format(file=packet) + " --json", now=NIGHT).json["told"]
    assert told == ["L1 was waiting on parts here", "L1 said next here: toner here"]
    ticket = two.alex("ticket show L1 --json", now=NIGHT).json
    assert (ticket["ticket"]["state"], ticket["ticket"]["next_action"]) == ("new", "roller there")
    assert "next was: toner here" in [one["text"] for one in ticket["events"]]


def test_a_word_of_mine_that_is_newer_than_theirs_stays(two: Two) -> None:
    packet = back_from_sam(two)
    two.alex.did("ticket edit L1 --next 'toner here'", "ticket wait L1 parts --until '2026-11-25 9:00'", now=SIX)
    told = two.alex(CALL.format(file=packet) + " --json", now=NIGHT).json["told"]
    assert told == [
        "L1 was waiting on parts here after it was sent, and stays so; at Sam's it is new",
        "L1 said next after it was sent, and still does: toner here; Sam said: roller there",
    ]
    ticket = two.alex("ticket show L1 --json", now=NIGHT).json["ticket"]
    assert (ticket["state"], ticket["next_action"], ticket["owner"]) == ("waiting", "toner here", "Alex")


def test_where_nothing_was_said_here_nothing_is_told(two: Two) -> None:
    packet = back_from_sam(two)
    assert two.alex(CALL.format(file=packet) + " --json", now=NIGHT).json["told"] == []
    assert two.alex("ticket show L1 --json", now=NIGHT).json["ticket"]["next_action"] == "roller there"


# Told once


def test_a_wait_and_an_owner_arrive_once(two: Two) -> None:
    two.alex.did("ticket wait INC7 vendor --until '2026-11-25 9:00' --next 'call them'", now="2026-11-23T10:00:00Z")
    two.accepted(two.sent("INC7"))
    events = two.sam("ticket show INC7 --json", now=NIGHT).json["events"]
    assert [(one["at"], one["text"]) for one in events if one["kind"] == "waiting"] == [
        ("2026-11-23T10:00:00Z", "call them")
    ]
    assert [one["text"] for one in events if one["kind"] == "owner"] == ["Sam"]


def test_what_is_handed_back_undone_is_theirs_by_the_hint(two: Two) -> None:
    two.accepted(two.sent("L1"))
    hint = two.sam("undo", now=HALF_PAST).stderr.splitlines()[-1].strip()
    assert hint == "techday handover send L1 --as give --to Alex"
    back = sent_file(two.sam(hint.removeprefix("techday ") + " --json", now=HALF_PAST))
    two.alex.did(CALL.format(file=back), now=QUARTER_TO)
    assert two.owners("L1")[0] == "Alex"
    assert EVENING < HALF_PAST
