"""Sam and Sam Reed are one: whoever answers or hands over by a fuller name is the colleague who is known."""

from pathlib import Path

import pytest

from tests.conftest import Techday
from tests.two_stores import CALL, ITEM, LATER, NIGHT, PACKET, Two, home_of, put, sent_file

HALF_PAST, QUARTER_TO = "2026-11-23T17:30:00Z", "2026-11-23T17:45:00Z"


@pytest.fixture
def reed(two: Two) -> Two:
    """Give Sam the name by which the settings know him."""
    two.sam.configure('technician.name = "Sam Reed"\n')
    return two


def people(techday: Techday) -> list[str]:
    """Give the names of the technicians."""
    with techday.raw() as db:
        return [name for (name,) in db.execute("SELECT name FROM technician ORDER BY name_key")]


def test_a_receipt_tells_who_the_receiver_is(reed: Two) -> None:
    receipt = reed.accepted(reed.sent("L1"))
    told = reed.alex(f"handover receipt {receipt}", now=NIGHT)
    assert (told.exit, told.stderr) == (0, "Sam is Sam Reed\n")
    assert people(reed.alex) == ["Alex", "Sam Reed"]
    assert reed.owners("L1") == ("Sam Reed", "Sam Reed")
    [row] = reed.alex("handover list --json").json["handovers"]
    assert row["name"] == "Sam"
    assert reed.alex("doctor").exit == 0


def test_what_comes_back_is_from_nobody_new(reed: Two) -> None:
    reed.accepted(reed.sent("L1"))
    packet = sent_file(reed.sam("handover send L1 --as give --to Alex --json", now=HALF_PAST))
    told = reed.alex(CALL.format(file=packet), now=QUARTER_TO)
    assert told.stderr.splitlines()[0] == "Sam is Sam Reed"
    assert "new here" not in told.stderr
    assert "Sam's here" not in told.stderr
    assert people(reed.alex) == ["Alex", "Sam Reed"]


def test_undo_takes_the_name_back(two: Two, tmp_path: Path) -> None:
    two.alex.did("ticket assign INC7 Sam --new")
    file = put(tmp_path, PACKET._replace(sender="Sam Reed", receiver="Alex"))
    two.alex.did(f"handover receive {file}", now=LATER)
    assert people(two.alex) == ["Alex", "Sam Reed"]
    two.alex.did("undo", now=LATER)
    assert people(two.alex) == ["Alex", "Sam"]


def test_the_shorter_name_is_the_one_who_is_known(two: Two, tmp_path: Path) -> None:
    two.alex.did("ticket assign INC7 'Sam Reed' --new")
    for number in (4, 5):
        item = ITEM._replace(uid=f"{number:032x}", reference=f"INC{number}")
        packet = PACKET._replace(number=number, uid=item.uid, sender="Sam", receiver="Alex", items=(item,))
        told = two.alex(CALL.format(file=put(tmp_path, packet, f"{number}.json")), now=LATER)
        assert ("Sam is Sam Reed" in told.stderr) == (number == 4)
    assert people(two.alex) == ["Alex", "Sam Reed"]


@pytest.mark.parametrize("known", [["Sam Reed", "Sam Wood"], ["Kim"]])
def test_who_may_be_several_or_nobody_is_new(known: list[str], two: Two, tmp_path: Path) -> None:
    for name in known:
        two.alex.did(f"ticket assign INC7 '{name}' --new")
    told = two.alex(CALL.format(file=put(tmp_path, PACKET._replace(sender="Sam", receiver="Alex"))), now=LATER)
    assert "Sam is new here" in told.stderr
    assert people(two.alex) == sorted(["Alex", "Sam", *known])


def test_nobody_else_is_the_user(tmp_path: Path) -> None:
    alex = home_of(tmp_path, "Alex")
    packet = PACKET._replace(sender="Alex Smith", receiver="Alex")
    told = alex(CALL.format(file=put(tmp_path, packet)), now=LATER)
    assert (told.exit, "Alex Smith is new here" in told.stderr) == (0, True)


def test_a_name_by_which_the_source_knows_them_stays(two: Two, tmp_path: Path) -> None:
    export = tmp_path / "tickets.csv"
    export.write_text("Ticket Number,Title,Company,Status,Resource\n77,Quote,Acme,Open,Sam\n", encoding="utf-8")
    two.alex.did(f"import {export} --source psa --view all")
    told = two.alex(CALL.format(file=put(tmp_path, PACKET._replace(sender="Sam Reed", receiver="Alex"))), now=LATER)
    assert told.stderr.splitlines()[0] == "Sam is Sam Reed"
    assert people(two.alex) == ["Alex", "Sam"]
