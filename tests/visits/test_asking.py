"""On a terminal what is missing is asked, before anything is written."""

import pytest

from tests.conftest import Techday
from tests.database.stores import dump
from tests.visits.test_visit import entries

NOON = "2026-11-23T12:00:00Z"


def test_the_note_and_each_open_ticket_are_asked_for(on_site: Techday) -> None:
    typed = "New fan\ndnew fan\nxba roller\n"
    asked = on_site("visit end", typed=typed, now=NOON).stderr
    keys = "[d]one [b] to come back for [s]kip [q]uit "
    assert asked.startswith(
        f"The note: L2 P1 Server room is hot: {keys}done\n  What fixed L2: L1 P3 Printer jams: {keys}"
    )
    assert asked.count(keys) == 3  # any other key repeats them
    told = on_site("visit list --json", now=NOON).json["visits"][0]
    assert [(one["ref"], one["result"], one["text"]) for one in told["outcomes"]] == [
        ("L2", "done", "new fan"),
        ("L1", "back", "a roller"),
    ]


def test_an_answer_without_words_is_asked_for_again(on_site: Techday) -> None:
    asked = on_site("visit end --note 'New fan'", typed="d\ndnew fan\nq", now=NOON)
    assert "nothing said, so L2 stays as it is" in asked.stderr
    told = on_site("visit list --json", now=NOON).json["visits"][0]["outcomes"]
    assert [(one["ref"], one["text"]) for one in told] == [("L2", "new fan")]


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("visit end --arrived 9:10 --note ''", "That overlaps L3"),
        ("visit end --left 8:10", "--left is not after --arrived"),
        ("visit end --site nowhere", "nowhere"),
        ("visit end --done L99", "No ticket"),
        ("visit end --called ' '", "--called names nobody"),
    ],
)
def test_what_is_refused_is_refused_before_anybody_is_asked(visitor: Techday, command: str, message: str) -> None:
    visitor.did("start L3 --at 9:00", now="2026-11-23T09:15:00Z")
    visitor.did("visit start acme", now="2026-11-23T09:20:00Z")
    before = dump(visitor.store)
    refused = visitor(command, typed="a note\nq\n", now=NOON)
    assert refused.exit in (1, 2, 3)
    assert message in refused.stderr
    assert "The note" not in refused.stderr
    assert dump(visitor.store) == before


def test_when_somebody_left_is_asked_for_where_no_timer_says_so(on_site: Techday) -> None:
    on_site.did("start L3", now="2026-11-23T10:00:00Z")
    on_site.did("stop", now="2026-11-23T10:30:00Z")
    asked = on_site("visit end --note 'New fan'", typed="11:30\nq\n", now=NOON)
    assert asked.stderr.startswith("When you left (Enter: 10:00, where its time ends): ")
    assert [one[0] for one in entries(on_site, NOON)][1:] == ["09:25-10:00", "10:00-10:30", "10:30-11:30"]


def test_skipping_leaves_a_ticket_as_it_is(on_site: Techday) -> None:
    assert on_site("visit end --note 'New fan'", typed="ss", now=NOON).exit == 0
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
    assert visitor("visit end --note x", typed="9:30\nq", now=NOON).exit == 0
    assert [one[:2] for one in entries(visitor, NOON)] == [("09:00-09:30", "travel"), ("09:30-12:00", "on-site")]


@pytest.mark.parametrize("typed", ["", "New fan\n", "New fan\nd", "New fan\ndnew fan\n"])
def test_who_leaves_half_way_leaves_the_visit_open(on_site: Techday, typed: str) -> None:
    before = dump(on_site.store)
    assert on_site("visit end", typed=typed, now=NOON).exit == 130
    assert dump(on_site.store) == before
