"""`handover set`: plans and words, of one ticket or several, refused where they would be untrue, and undone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from tests.conftest import Techday, examples, made_once

EVENING = "2026-11-23T17:05:00Z"


@made_once
def desk(techday: Techday) -> Techday:
    """Alex has two tickets, Sam one, nobody one; one is resolved, and one merged."""
    techday.configure('technician.name = "Alex Kim"\n')
    techday.did(
        "client add Acme",
        *(f"ticket add {title} --client acme" for title in ("Mail", "Printer", "Router", "Phone", "Screen", "Mouse")),
        "ticket assign L3 Sam --new",
        "ticket assign L4 nobody",
        "ticket resolve L5 --fix plugged",
        "ticket merge L6 L1",
    )
    return techday


def drafts(techday: Techday) -> list[tuple[object, ...]]:
    """Give what was said of tickets, as it stands in the store."""
    with techday.raw() as db:
        return db.execute(
            "SELECT ticket_id, plan, severity, summary, tried, next_step, by_at, if_then, told FROM handover_draft"
            " ORDER BY ticket_id"
        ).fetchall()


def test_a_plan_and_its_words_are_set_and_set_again(desk: Techday) -> None:
    assert desk.tell(
        "handover set L1 give",
        "handover set L1 --summary 'Queue is stuck' --next 'Restart EX2'",
        "handover set L1 give",
        "handover set L1 L2 watch --severity stable",
        "handover set 2 --by 18:20 --told Jane --tried 'Turned it off' --if-then 'It smokes: pull the plug'",
        "handover set L2 --severity '' --by '' --told '' --tried '' --if-then ''",
        "handover set L2 keep --json",
        now=EVENING,
    ) == snapshot("""\

$ techday handover set L1 give
Planned the handover of L1 Mail: give
2| warning: L1 has no summary and no next step (techday handover set L1 --summary "…" --next "…")
$ techday handover set L1 --summary 'Queue is stuck' --next 'Restart EX2'
Planned the handover of L1 Mail: summary, next step
$ techday handover set L1 give
L1 Mail is planned so already
$ techday handover set L1 L2 watch --severity stable
Planned the handover of L1, L2: watch, severity
$ techday handover set 2 --by 18:20 --told Jane --tried 'Turned it off' --if-then 'It smokes: pull the plug'
Planned the handover of L2 Printer: tried, if-then, who was told, by when
$ techday handover set L2 --severity '' --by '' --told '' --tried '' --if-then ''
Planned the handover of L2 Printer: severity, tried, if-then, who was told, by when
$ techday handover set L2 keep --json
{
  "schema": "techday.change/1",
  "operation": 18,
  "summary": "Planned the handover of L2 Printer: keep",
  "drafts": [
    {
      "ref": "L2",
      "plan": "keep",
      "severity": null,
      "summary": null,
      "tried": null,
      "next_step": null,
      "by_at": null,
      "if_then": null,
      "told": null
    }
  ]
}
""")
    assert drafts(desk) == snapshot(
        [
            (1, "watch", "stable", "Queue is stuck", "", "Restart EX2", None, "", ""),
            (2, "keep", None, "", "", "", None, "", ""),
        ]
    )


def test_a_draft_of_which_nothing_is_left_goes(desk: Techday) -> None:
    desk.did("handover set L1 --summary Stuck", "handover set L1 --summary ''")
    assert drafts(desk) == []
    assert desk("handover set L1 --summary ''").stdout == "L1 Mail is planned so already\n"


def test_what_is_not_to_be_handed_over_is_refused_with_the_next_step(desk: Techday) -> None:
    assert desk.tell(
        "handover set L3 give",
        "handover set L4 give",
        "handover set L5 give",
        "handover set L6 give",
        "handover set 999 give",
        "handover set L1 L3 give",
        now=EVENING,
    ) == snapshot("""\

$ techday handover set L3 give
2| techday: L3 is Sam's, and you hand over what is yours
2|   techday ticket assign L3 me
exit 1
$ techday handover set L4 give
2| techday: L4 is nobody's, and you hand over what is yours
2|   techday ticket assign L4 me
exit 1
$ techday handover set L5 give
2| techday: L5 is resolved, so nothing of it is left to hand over
2|   techday ticket reopen L5
exit 1
$ techday handover set L6 give
2| techday: L6 was merged into L1
2|   techday handover set L1 give
exit 1
$ techday handover set 999 give
2| techday: No ticket "999"
2|   techday ticket list
exit 3
$ techday handover set L1 L3 give
2| techday: L3 is Sam's, and you hand over what is yours
2|   techday ticket assign L3 me
exit 1
""")
    assert drafts(desk) == []


def test_what_is_no_plan_is_told_apart(desk: Techday) -> None:
    assert desk.tell(
        "handover set",
        "handover set give",
        "handover set L1",
        "handover set give L1",
        "handover set L1 keep give",
        "handover set L1 --severity bad",
        "handover set L1 --by someday",
        now=EVENING,
    ) == snapshot("""\

$ techday handover set
2| techday: Which ticket is missing
2|   techday handover set 213 give --summary "…" --next "…"
exit 2
$ techday handover set give
2| techday: Which ticket is missing
2|   techday handover set 213 give --summary "…" --next "…"
exit 2
$ techday handover set L1
2| techday: What becomes of it is missing
2|   techday handover set L1 give
exit 2
$ techday handover set give L1
2| techday: "give" is no ticket
2|   The plan comes last, and once: techday handover set 213 give --summary "…" --next "…"
exit 2
$ techday handover set L1 keep give
2| techday: "keep" is no ticket
2|   The plan comes last, and once: techday handover set 213 give --summary "…" --next "…"
exit 2
$ techday handover set L1 --severity bad
2| techday: No severity "bad"
2|   --severity stable, watcher, unstable
exit 2
$ techday handover set L1 --by someday
2| techday: "someday" is not a time
2|   write it as 16:00, "tomorrow 9:00" or 2h (2 hours ahead)
exit 2
""")
    assert drafts(desk) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("18:20", "2026-11-23T18:20:00Z"), ("9:00", "2026-11-24T09:00:00Z"), ("30m", "2026-11-23T17:35:00Z")],
)
def test_by_when_leans_to_the_future(desk: Techday, typed: str, expected: str) -> None:
    desk.did(f"handover set L1 --by {typed}", now=EVENING)
    assert drafts(desk)[0][6] == expected


def test_the_plan_may_be_typed_in_any_case(desk: Techday) -> None:
    desk.did("handover set L1 GIVE")
    assert drafts(desk)[0][1] == "give"


def test_words_are_clean_before_they_are_kept(desk: Techday) -> None:
    desk("handover", "set", "L1", "--summary", "red\x1b[31m\nline\u202e", "--next", "x" * 5000)
    summary, next_step = drafts(desk)[0][3], str(drafts(desk)[0][5])
    assert summary == "red line"
    assert len(next_step) == 1000


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Techday:
    """Give one store for all stories: each is undone to its start."""
    techday = Techday(tmp_path_factory.mktemp("stories"))
    techday.configure('technician.name = "Alex Kim"\n')
    techday.did("ticket add Mail", "ticket add Printer")
    return techday


SAID = st.sampled_from(
    ("keep", "watch", "give", "--summary Stuck", "--summary ''", "--next Call --told Jane", "--severity unstable")
)


@examples(12)
@given(st.lists(st.tuples(st.sampled_from(("L1", "L2", "L1 L2")), SAID), min_size=1, max_size=4))
def test_whatever_is_set_undo_takes_back_step_by_step(stories: Techday, told: list[tuple[str, str]]) -> None:
    states = [drafts(stories)]
    for references, words in told:
        before = drafts(stories)
        stories.did(f"handover set {references} {words}")
        if drafts(stories) != before:
            states.append(drafts(stories))
    while len(states) > 1:
        assert drafts(stories) == states.pop()
        stories.did("undo")
    assert drafts(stories) == states[0] == []


@pytest.mark.parametrize(
    ("typed", "plan", "severity"), [("wat", "watch", "w"), ("G", "give", "un"), ("keep", "keep", "stable")]
)
def test_the_beginning_of_a_plan_is_enough_behind_a_ticket(typed: str, plan: str, severity: str, desk: Techday) -> None:
    desk.did(f"handover set L1 {typed} --severity {severity}", now=EVENING)
    [row] = drafts(desk)
    assert row[1] == plan
    assert str(row[2]).startswith(severity)


@pytest.mark.parametrize("words", ["L1 maybe", "L1 L2 maybe", "L1 maybe --summary x"])
def test_a_last_word_that_is_neither_is_told_with_what_it_could_be(words: str, desk: Techday) -> None:
    told = desk(f"handover set {words}", now=EVENING)
    assert (told.exit, told.stderr.splitlines()[0]) == (
        2,
        'techday: "maybe" is none of keep, watch, give, and no ticket',
    )
    assert desk(told.stderr.splitlines()[1].strip().removeprefix("techday "), now=EVENING).exit == 0


def test_reset_takes_back_all_that_was_set_and_undo_brings_it_again(desk: Techday) -> None:
    desk.did("handover set L1 give --summary Stuck --by 18:00", "handover set L2 watch", now=EVENING)
    before = drafts(desk)
    told = desk("handover set L1 L2 --reset", now=EVENING)
    assert (told.stdout, drafts(desk)) == ("Took back what was set for L1, L2\n", [])
    assert desk("handover set L1 --reset", now=EVENING).stdout == "Nothing was set for L1 Mail\n"
    desk.did("undo")
    assert drafts(desk) == before
    assert desk("handover set L1 give --reset", now=EVENING).exit == 2
    assert desk("handover set 999 --reset", now=EVENING).exit == 3
