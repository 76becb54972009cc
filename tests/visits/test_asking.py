"""On a terminal what is missing is asked, before anything is written."""

import pytest

from tests.conftest import Techday
from tests.database.stores import dump
from tests.visits.test_visit import entries

NOON = "2026-11-23T12:00:00Z"


def test_the_note_and_each_open_ticket_are_asked_for(on_site: Techday) -> None:
    typed = "New fan\nd\nnew fan\nx\nb\na roller\n"
    asked = on_site("visit end", typed=typed, now=NOON).stderr
    assert asked.startswith("The note: L2 P1 Server room is hot: [d]one, to come [b]ack for, Enter: neither, [q]uit: ")
    assert asked.count("L1 P3 Printer jams:") == 2  # x is no answer
    told = on_site("visit list --json", now=NOON).json["visits"][0]
    assert [(one["ref"], one["result"], one["text"]) for one in told["outcomes"]] == [
        ("L2", "done", "new fan"),
        ("L1", "back", "a roller"),
    ]


def test_enter_leaves_a_ticket_as_it_is(on_site: Techday) -> None:
    assert on_site("visit end --note 'New fan'", typed="\n\n", now=NOON).exit == 0
    assert on_site("visit list --json", now=NOON).json["visits"][0]["outcomes"] == []


def test_who_quits_is_asked_no_more(on_site: Techday) -> None:
    assert on_site("visit end --note 'New fan'", typed="q\n", now=NOON).exit == 0
    assert on_site("visit", now=NOON).exit == 0


def test_the_words_that_are_missing_are_asked_for(on_site: Techday) -> None:
    assert on_site("visit end --note x --done L1 --back L2", typed="toner\na fan\n", now=NOON).exit == 0
    told = on_site("visit list --json", now=NOON).json["visits"][0]["outcomes"]
    assert [(one["result"], one["text"]) for one in told] == [("done", "toner"), ("back", "a fan")]


def test_an_arrival_that_was_not_told_is_asked_for(visitor: Techday) -> None:
    visitor.did("visit go globex", now="2026-11-23T09:00:00Z")
    assert visitor("visit end --note x", typed="9:30\n\n", now=NOON).exit == 0
    assert [one[:2] for one in entries(visitor, NOON)] == [("09:00-09:30", "travel"), ("09:30-12:00", "on-site")]


@pytest.mark.parametrize("typed", ["", "New fan\n", "New fan\nd\n", "New fan\nd\nnew fan\n"])
def test_who_leaves_half_way_leaves_the_visit_open(on_site: Techday, typed: str) -> None:
    before = dump(on_site.store)
    assert on_site("visit end", typed=typed, now=NOON).exit == 130
    assert dump(on_site.store) == before
