"""What the system of record says of tickets that were handed over: what is news, and what it has only not heard of."""

from pathlib import Path

import pytest

from tests.conftest import Techday
from tests.two_stores import CALL, EVENING, ITEM, LATER, NIGHT, PACKET, put

TUESDAY, WEDNESDAY = "2026-11-24T10:00:00Z", "2026-11-25T10:00:00Z"
HEAD = "Ticket Number,Title,Company,Status,Resource,Last Modified\n"
ROW = "{number},Printer jams,Acme,Open,{owner},{at}\n"


@pytest.fixture
def sam(techday: Techday) -> Techday:
    """Give a techday of Sam."""
    techday.configure('technician.name = "Sam"\n')
    return techday


def imported(techday: Techday, owners: dict[str, str], now: str, view: str = "all") -> str:
    """Import whose some tickets are, as their source says now, and give what was told."""
    path = techday.home / "tickets.csv"
    rows = [ROW.format(number=number, owner=owner, at=now[:19].replace("T", " ")) for number, owner in owners.items()]
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    result = techday(f"import {path} --source psa --view {view}", now=now)
    assert result.exit == 0, result
    return result.stdout + result.stderr


def stands(techday: Techday, ref: str = "INC7") -> tuple[str, str]:
    """Give the owner and the state of a ticket."""
    ticket = techday(f"ticket show {ref} --json").json["ticket"]
    return ticket["owner"], ticket["state"]


def accept(techday: Techday, folder: Path, now: str = LATER, source_owner: str = "") -> None:
    """Accept INC7 from Alex, who had heard from its source that it is somebody's."""
    packet = PACKET._replace(items=(ITEM._replace(source="psa", source_owner=source_owner),))
    techday.did(CALL.format(file=put(folder, packet)), now=now)


@pytest.mark.parametrize("source_owner", ["Alex Smith", "Kim"])
def test_whom_the_source_named_at_the_senders_is_no_news_at_the_receivers(
    source_owner: str, sam: Techday, tmp_path: Path
) -> None:
    accept(sam, tmp_path, source_owner=source_owner)
    told = imported(sam, {"INC7": source_owner}, TUESDAY)
    assert f"INC7 stays Sam's, handed over Mon 17:20; its source still says {source_owner}" in told
    assert stands(sam)[0] == "Sam"
    imported(sam, {"INC7": "Pat"}, WEDNESDAY)
    assert stands(sam)[0] == "Pat"


def test_it_is_no_news_where_the_last_import_here_was_older_than_the_senders(sam: Techday, tmp_path: Path) -> None:
    imported(sam, {"INC7": "Kim"}, EVENING)
    accept(sam, tmp_path, source_owner="Alex Smith")
    imported(sam, {"INC7": "Alex Smith"}, TUESDAY)
    assert stands(sam)[0] == "Sam"


def test_the_first_import_takes_nothing_from_the_receiver_at_the_senders_either(sam: Techday) -> None:
    sam.did("ticket add Printer jams --ref INC7", "ticket assign INC7 me")
    sam.did("handover send INC7 --as give --to Kim --spoken --yes --new", now=LATER)
    told = imported(sam, {"INC7": "Sam"}, TUESDAY)
    assert "its source still says Sam" in told
    assert stands(sam)[0] == "Kim"


def test_what_was_handed_over_does_not_vanish_by_a_view_that_has_not_heard_of_it(sam: Techday, tmp_path: Path) -> None:
    imported(sam, {"INC7": "Sam", "INC8": "Sam"}, EVENING, "open")
    accept(sam, tmp_path, source_owner="Alex")
    told = imported(sam, {"INC8": "Sam"}, NIGHT, "open")
    assert (
        "INC7 is not in this file, and stays, for it was handed over; techday ticket close INC7 if it is done" in told
    )
    assert stands(sam) == ("Sam", "working")
    imported(sam, {"INC7": "Sam", "INC8": "Sam"}, TUESDAY, "open")
    imported(sam, {"INC8": "Sam"}, WEDNESDAY, "open")
    assert stands(sam) == ("Sam", "gone")


def test_what_nobody_handed_over_vanishes_as_ever(sam: Techday) -> None:
    imported(sam, {"INC7": "Kim", "INC8": "Sam"}, EVENING, "open")
    sam.did("ticket assign INC7 Sam", now=LATER)
    imported(sam, {"INC8": "Sam"}, NIGHT, "open")
    assert stands(sam)[1] == "gone"


def test_that_it_was_the_senders_is_no_news_and_no_event_of_its_own(sam: Techday, tmp_path: Path) -> None:
    accept(sam, tmp_path, source_owner="Alex")
    events = sam("ticket show INC7 --json").json["events"]
    assert [one["text"] for one in events if one["kind"] == "owner"] == ["Sam"]
    sam.did("handover send INC7 --as give --to Kim --spoken --yes --new", now=NIGHT)
    imported(sam, {"INC7": "Alex"}, TUESDAY)
    assert stands(sam)[0] == "Kim"
    imported(sam, {"INC7": "Pat"}, WEDNESDAY)
    assert stands(sam)[0] == "Pat"


def test_what_a_later_word_changes_is_told_in_local_times(sam: Techday) -> None:
    imported(sam, {"INC7": "Sam"}, EVENING)
    sam.did("ticket assign INC7 Kim --new", now=LATER)
    told = imported(sam, {"INC7": "Pat"}, NIGHT)
    assert "INC7 is owned by Pat: its source says so (20:00), later than the change here (17:20)" in told
