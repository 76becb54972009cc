"""A handover that is not as it was sent is found by the doctor: its packet, its tickets, and whatever was put there."""

import json
from pathlib import Path

import pytest

from techday.handover.frozen import tampered
from tests.conftest import Techday, made_once
from tests.two_stores import ITEM, PACKET, put

EVENING = "2026-11-23T17:05:00Z"


@made_once
def sent(techday: Techday) -> Techday:
    """Alex has sent a ticket to Sam."""
    techday.configure('technician.name = "Alex"\n')
    techday.did("client add Acme", "ticket add Mail is down --client acme --priority 1")
    techday.did("handover send 1 --as give --to Sam", now=EVENING)
    return techday


def unguarded(techday: Techday, sql: str, *values: object) -> None:
    """Change the store as no techday lets it be changed."""
    with techday.raw() as db:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute(sql, values)
        db.commit()


def found(techday: Techday) -> tuple[int, list[str]]:
    """Give how many packets there are, and what is wrong with them."""
    with techday.raw() as db:
        return tampered(db)


def test_what_is_as_it_was_sent_is_well(sent: Techday, tmp_path: Path) -> None:
    assert found(sent) == (1, [])
    (tmp_path / "sam").mkdir()
    sam = Techday(tmp_path / "sam")
    sam.configure('technician.name = "Sam"\n')
    sam.did(f"handover accept {sent.home / 'data' / 'out' / 'handover-1.json'} --read-back 'I call them'", now=EVENING)
    assert found(sam) == (1, [])
    unguarded(sam, "DELETE FROM handover_line")
    assert found(sam) == (1, ["handover 1: its tickets are not those of its packet"])


@pytest.mark.parametrize("packet", ["[]", "7", "{}", '{"items": [7]}', "[" * 100_000, "\x00"])
def test_what_is_no_packet_is_told_and_breaks_nothing(sent: Techday, packet: str) -> None:
    unguarded(sent, "UPDATE handover SET packet = ?", packet)
    count, [problem] = found(sent)
    assert (count, problem.startswith("handover 1: its packet ")) == (1, True)


@pytest.mark.parametrize("change", ["priority = 4", "client = 'BOLT'", "title = 'Fax'", "plan = 'watch'"])
def test_a_line_that_says_otherwise_than_its_packet_is_told(sent: Techday, change: str) -> None:
    unguarded(sent, f"UPDATE handover_line SET {change}")  # noqa: S608  # of the table above
    assert found(sent) == (1, ["handover 1: its tickets are not those of its packet"])


def test_a_blank_behind_a_packet_is_told(sent: Techday) -> None:
    unguarded(sent, "UPDATE handover SET packet = packet || ' '")
    assert found(sent) == (1, ["handover 1: its packet is not the one that was sent"])


def test_what_came_in_with_unclean_words_is_well(techday: Techday, tmp_path: Path) -> None:
    techday.configure('technician.name = "Sam"\n')
    packet = PACKET._replace(items=(ITEM._replace(title="Red\x1b[31m alert", summary="a\tb"),))
    techday.did(f"handover accept {put(tmp_path, packet)} --read-back ok", now=EVENING)
    assert found(techday) == (1, [])
    with techday.raw() as db:
        assert db.execute("SELECT title, summary FROM handover_line").fetchall() == [("Red alert", "a b")]


def test_the_doctor_tells_it(sent: Techday) -> None:
    unguarded(sent, "UPDATE handover SET packet = '[]'")
    told = sent("doctor", now=EVENING)
    assert (told.exit, "handover 1: its packet cannot be read" in told.stdout) == (1, True)


def test_a_packet_that_was_changed_is_told(sent: Techday) -> None:
    with sent.raw() as db:
        document = json.loads(db.execute("SELECT packet FROM handover").fetchone()[0])
    document["receiver"] = "Kim"
    unguarded(sent, "UPDATE handover SET packet = ?", json.dumps(document))
    assert found(sent) == (1, ["handover 1: its packet is not the one that was sent"])
