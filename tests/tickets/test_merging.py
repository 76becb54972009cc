"""Merging moves nothing: what was recorded on either ticket reads as one from then on, and each thing once."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from tests.conftest import Techday, examples

KIM = '[technician]\nname = "Kim Lee"\n'
NOON = "2026-11-23T12:00:00Z"


def prepare(techday: Techday) -> None:
    """Two tickets of one matter, with words, time, a promise and a relation each."""
    techday.configure(KIM)
    techday.did(
        "client add Acme",
        "add Mail is slow --client acme",
        "add Mails come late --client acme",
        "add New mail server --client acme",
        "start 1",
        now="2026-11-23T08:00:00Z",
    )
    techday.did("ticket reply 1 'on it'", "start 2", now="2026-11-23T08:10:00Z")
    techday.did(
        "ticket heard 2 'still slow'",
        "ticket note 2 'the queue is full'",
        "ticket promise 1 'a call' --by 16:00",
        "ticket promise 2 'a mail' --by 15:00",
        "ticket relate 1 3",
        "ticket relate 2 3",
        "ticket escalate 2 --to L2 --reason hard --tried much",
        "stop",
        now="2026-11-23T08:30:00Z",
    )


def page(techday: Techday, reference: str) -> Any:
    """Give the page of a ticket as scripts read it."""
    return techday(f"ticket show {reference} --json", now=NOON).json


def test_every_event_minute_promise_and_link_is_read_exactly_once(techday: Techday) -> None:
    prepare(techday)
    one, other = page(techday, "1"), page(techday, "2")
    techday.did("ticket merge 2 1")
    both = page(techday, "1")
    events = Counter(event["id"] for event in both["events"])
    assert set(events) >= {event["id"] for event in [*one["events"], *other["events"]]}
    assert set(events.values()) == {1}
    assert Counter(entry["id"] for entry in both["entries"]) == Counter(
        entry["id"] for entry in [*one["entries"], *other["entries"]]
    )
    assert both["ticket"]["worked_seconds"] == one["ticket"]["worked_seconds"] + other["ticket"]["worked_seconds"]
    assert sorted(promise["id"] for promise in both["promises"]) == [1, 2]
    assert [related["ref"] for related in both["related"]] == ["L3"]
    assert len(both["escalations"]) == 1
    assert [related["ref"] for related in page(techday, "3")["related"]] == ["L1"]


def test_undoing_a_merge_restores_both(techday: Techday) -> None:
    prepare(techday)
    before = techday("ticket show 1 --json").stdout, techday("ticket show 2 --json").stdout
    assert techday.tell("ticket merge 2 1", "undo") == snapshot("""\

$ techday ticket merge 2 1
Merged L2 Mails come late into L1 Mail is slow
$ techday undo
Undid: Merged L2 Mails come late into L1 Mail is slow
""")
    assert before == (techday("ticket show 1 --json").stdout, techday("ticket show 2 --json").stdout)


def test_a_merged_ticket_leads_to_its_target_whatever_is_done_to_it(techday: Techday) -> None:
    prepare(techday)
    assert techday.tell(
        "ticket merge 2 1",
        "ticket note 2 one more thing",
        "ticket list",
        "ticket next",
        "ticket resolve 2 --fix 'a bigger server' --cause growth",
        "ticket kept 2 2",
        "ticket kept 1 1 --broken 'no time'",
        now=NOON,
    ) == snapshot("""\

$ techday ticket merge 2 1
Merged L2 Mails come late into L1 Mail is slow
$ techday ticket note 2 one more thing
Noted on L1
$ techday ticket list
ticket P   client  title                 state    age  clock    left
L1     P3  ACME    Mail is slow          working   4h  reply    0:30
L3     P3  ACME    New mail server       new       4h  response 0:00
$ techday ticket next
L1 P3 Mail is slow
  the oldest of 2 with P3; no higher priority is ready; reply due in 0:30
2|   techday start L1
$ techday ticket resolve 2 --fix 'a bigger server' --cause growth
Resolved L1 Mail is slow
2| warning: promise 2 is still open: a mail (techday ticket kept L1 2)
2| warning: promise 1 is still open: a call (techday ticket kept L1 1)
$ techday ticket kept 2 2
Kept on L1: a mail
$ techday ticket kept 1 1 --broken 'no time'
Not kept on L1: a call
""")


def test_a_client_s_word_on_either_ticket_asks_for_one_answer(techday: Techday) -> None:
    prepare(techday)
    techday.did("ticket merge 2 1")
    assert page(techday, "1")["ticket"]["clocks"]["reply"] is not None
    techday.did("ticket reply 1 'a bit of patience'", now=NOON)
    assert page(techday, "1")["ticket"]["clocks"]["reply"] is None


def test_reopening_a_merged_ticket_parts_it_again_with_those_that_came_with_it(techday: Techday) -> None:
    techday.configure(KIM)
    techday.did("add A", "add B", "add C", "ticket wait 2 parts", "ticket merge 1 2", "ticket merge 2 3")
    assert page(techday, "1")["ticket"]["ref"] == "L3"
    assert techday.tell("ticket reopen 2", "ticket list", "ticket show 1 --json").partition("$ techday ticket show")[
        0
    ] == snapshot("""\

$ techday ticket reopen 2
Parted L2 B from what it was merged into
$ techday ticket list
ticket P   client   title                 state     age  clock    left
L2     P3  client?  B                     on parts   0m  until     Wed
L3     P3  client?  C                     new        0m  response 4:00
""")
    assert page(techday, "1")["ticket"]["ref"] == "L2"
    assert page(techday, "2")["ticket"]["state"] == "waiting"


def test_a_chain_of_merges_is_parted_where_it_was_joined(techday: Techday) -> None:
    techday.configure(KIM)
    techday.did("add A", "add B", "add C", "add D", "ticket merge 1 2", "ticket merge 2 3", "ticket merge 3 4")
    techday.did("ticket reopen 3")
    assert [page(techday, str(number))["ticket"]["ref"] for number in (1, 2, 3, 4)] == ["L3", "L3", "L3", "L4"]


def test_a_client_who_waits_on_the_merged_ticket_brings_the_target_back(techday: Techday) -> None:
    techday.configure(KIM)
    techday.did("add A --call", "add B --call", now="2026-11-23T08:00:00Z")
    techday.did("ticket wait 1 customer --until 'wed 9:00'", "ticket heard 2 'any news?'", "ticket merge 2 1", now=NOON)
    shown = page(techday, "1")["ticket"]
    # Said at the very instant at which the wait began: the wait knew of it.
    assert shown["state"] == "waiting"
    techday.did("ticket reopen 2", "ticket heard 2 hello?", "ticket merge 2 1", now="2026-11-23T13:00:00Z")
    assert page(techday, "1")["ticket"]["state"] == "working"


def test_a_cause_that_a_merged_ticket_owes_is_its_target_s_to_tell(techday: Techday) -> None:
    techday.configure(KIM)
    techday.did("add A --priority 1", "add B", "ticket resolve 1 --fix x --cause later", "ticket merge 1 2")
    assert not [one for one in techday("today --json").json["alerts"] if one["kind"] == "cause"]
    techday.did("ticket reopen 1")
    assert [one for one in techday("today --json").json["alerts"] if one["kind"] == "cause"]


def test_what_runs_on_a_merged_ticket_runs_on_its_target(techday: Techday) -> None:
    techday.configure(KIM)
    techday.did("add A", "add B --start", now="2026-11-23T08:00:00Z")
    techday.did("ticket merge 2 1")
    assert techday.tell("start 1", "ticket note . here", "done . --fix x", "timecard") == snapshot("""\

$ techday start 1
Started L1 A
$ techday ticket note . here
Noted on L1
$ techday done . --fix x
Resolved L1 A
$ techday timecard
Mon 23 Nov 2026  14m of 8h worked  14m billed
 #  time         worked  type    ticket  what
 1  08:00-08:14     14m  remote  L1      A

2026-W48  Mon 23 Nov - Sun 29 Nov 2026  open  Kim Lee
         worked  billed
 Mon 23     14m     14m  █░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Tue 24      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Wed 25      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Thu 26      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 Fri 27      0m      0m  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
 week       14m     14m  40h planned
 billable  100%  ████████████████████████┃████████  14m of 14m, target 75%
 utilised  100%  ████████████████████████┃████████  14m of 14m, target 75%
""")


@examples(6)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=12))
def test_any_merges_leave_every_ticket_one_step_from_its_target(pairs: list[tuple[int, int]]) -> None:
    """However tickets were merged and parted, no pointer leads to a merged ticket, and undo leads all the way back."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        techday = Techday(Path(folder))
        techday.did("add A", "add B", "add C", "add D", "add E")
        first = techday("ticket list --all --json").stdout
        done = 0
        for one, other in pairs:
            command = f"ticket reopen L{one}" if one == other else f"ticket merge L{one} L{other}"
            result = techday(f"{command} --json")
            done += result.exit == 0 and result.json["operation"] is not None
        with techday.raw() as db:
            wrong = db.execute(
                "SELECT count(*) FROM ticket JOIN ticket AS target ON target.id = ticket.merged_into"
                " WHERE target.merged_into IS NOT NULL"
            ).fetchone()
        assert wrong == (0,)
        for _ in range(done):
            assert techday("undo").exit == 0
        assert techday("ticket list --all --json").stdout == first
