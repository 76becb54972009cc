"""The walk through a week: one key for each answer, each written at once."""

import base64

import pytest
from inline_snapshot import snapshot

from techday.pages import week_walk
from tests.conftest import Techday
from tests.pages.test_week import item, planned, week

__all__ = ["planned"]


def test_one_key_answers_each_item_and_the_count_stands_at_the_end(planned: Techday) -> None:
    planned.did(
        "week ack 2 3",
        "schedule move 2 --start '2026-11-24 14:30' --for 1h",
        "schedule add Trip --start '2026-11-28 8:00'",
    )
    assert planned.tell("week ack", typed="adat the dentist\nsq") == snapshot("""\

$ techday week ack
2 of 5 acknowledged; 2 open: techday week ack
2| 4 open in week 48. Declining asks why.
2|
2| 1/4 Mon 23 Nov 09:00-10:00 1 Replace switch
2|   on-site, Acme, Main street
2|   Answer? [a]cknowledge [d]ecline [s]kip [q]uit acknowledge
2|
2| 2/4 Tue 24 Nov 14:30-15:30 2 Audit
2|   on-site, Globex, Harbour 7
2|   changed: start Tue 24 Nov 09:00 -> Tue 24 Nov 14:30, end Tue 24 Nov 11:00 ->
2|     Tue 24 Nov 15:30
2|   ! overlaps 3 Team meeting (Tue 24 Nov 15:00-16:00)
2|   Answer? [a]cknowledge [d]ecline [s]kip [q]uit decline
2|   The reason:
2| 3/4 Thu 26 Nov 22:00 - Fri 27 Nov 02:00 4 Patch night
2|   maintenance
2|   Answer? [a]cknowledge [d]ecline [s]kip [q]uit skip
2|
2| 4/4 Sat 28 Nov 08:00-09:00 6 Trip
2|   remote
2|   Answer? [a]cknowledge [d]ecline [s]kip [q]uit quit
""")
    assert week(planned) == ("2026-11-23", 2, 5, 2, 1)


def test_whoever_stops_keeps_what_was_answered_and_goes_on_from_there(planned: Techday) -> None:
    assert planned("week ack", typed="aq").stdout == snapshot("1 of 4 acknowledged; 3 open: techday week ack\n")
    ended = planned("week ack --copy", typed="aa", TERM="xterm-256color")  # as a terminal that is closed
    assert (ended.exit, ended.stdout.splitlines()[0]) == (130, "3 of 4 acknowledged; 1 open: techday week ack")
    assert ended.stdout.count("Acknowledged: ") == 2
    assert week(planned) == ("2026-11-23", 3, 4, 1, 0)
    planned.did("undo")
    assert week(planned) == ("2026-11-23", 2, 4, 2, 0)


def test_a_decline_without_a_reason_asks_for_the_answer_again(planned: Techday) -> None:
    assert planned("week ack", typed="d\nad \nsq").stdout.startswith("1 of 4 acknowledged; 3 open")
    assert item(planned, 1)["state"] == "acknowledged"


def test_nothing_open_asks_nothing(planned: Techday) -> None:
    planned.did("week ack --all")
    assert planned.tell("week ack", "week ack --date next", typed="") == snapshot("""\

$ techday week ack
Nothing is open in week 48
$ techday week ack --date next
Nothing is open in week 49
""")


def test_the_current_week_is_walked_through_too_from_thursday_on(planned: Techday) -> None:
    thursday = "2026-11-26T08:14:00Z"
    assert planned("week ack", typed="", now=thursday).stdout == "Nothing is open in week 49\n"
    assert planned("week ack --this", typed="s", now=thursday).stdout == snapshot(
        "0 of 4 acknowledged; 1 open: techday week ack --this\n"
    )


def test_all_that_was_answered_goes_to_the_clipboard_at_the_end(planned: Techday) -> None:
    result = planned("week ack --copy", typed="adno time\nq", TERM="xterm-256color")
    coded = result.stderr.partition("\x1b]52;c;")[2].partition("\x07")[0]
    assert base64.b64decode(coded).decode() == snapshot("""\
Acknowledged: Mon 23 Nov 09:00-10:00 Replace switch, Acme (Main street)
Declined: Tue 24 Nov 09:00-11:00 Audit, Globex (Harbour 7): no time\
""")


@pytest.mark.parametrize(
    ("meanwhile", "answered"),
    [
        ("schedule move 1 --place Depot", True),
        ("schedule move 1 --title 'Replace all switches'", True),
        ("schedule cancel 1", False),
        ("week decline 1 --reason no", False),
    ],
)
def test_what_changes_while_it_is_looked_at_is_looked_at_again(
    planned: Techday, monkeypatch: pytest.MonkeyPatch, meanwhile: str, answered: bool
) -> None:
    asked: list[str] = []

    def press(*_: object) -> str:
        asked.append("a")
        if len(asked) == 1:
            planned.did(meanwhile)
        return "q" if len(asked) > (2 if answered else 1) else "a"

    monkeypatch.setattr(week_walk, "ask_key", press)
    result = planned("week ack", typed="")
    assert "meanwhile" in result.stderr
    assert (item(planned, 1)["state"] == "acknowledged") is answered
