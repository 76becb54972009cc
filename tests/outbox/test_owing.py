"""When something is owed to the PSA, across links, merges and partings; and that every sequence keeps the account."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from techday.database.connection import connect
from techday.database.owed import CONTENT
from techday.outbox.evidence import OWED, owed, owed_words
from tests.conftest import Techday, examples

MORNING = "2026-11-23T10:00:00Z"
AFTERNOON = "2026-11-23T15:00:00Z"


def items(techday: Techday) -> list[tuple[str, str, str]]:
    """Give what is owed, as ticket, kind and state, in the order of the screen."""
    groups = techday("outbox --json", now="2026-11-23T12:00:00Z").json["groups"]
    return [(group["ticket"], item["kind"], item["state"]) for group in groups for item in group["items"]]


def worked(techday: Techday, ticket: str = "L1") -> None:
    """Work on a ticket of our own, and write down this and that."""
    techday.did(f"start {ticket}")
    techday.did(f"reply {ticket} soon", f"ticket note {ticket} seen", f"ticket note {ticket} hm --private")
    techday.did(f"done {ticket} --fix restarted", now="2026-11-23T08:30:00Z")


def test_a_local_ticket_owes_all_that_was_recorded_once_it_has_its_number(techday: Techday) -> None:
    techday.did("add Mail is down")
    worked(techday)
    assert items(techday) == []

    techday.did("ticket link L1 1049213")
    assert items(techday) == [
        ("1049213", "reply", "owed"),
        ("1049213", "note", "owed"),
        ("1049213", "time", "owed"),
        ("1049213", "fix", "owed"),
    ]
    techday.did("undo")
    assert items(techday) == []


def test_a_timer_that_still_runs_is_not_owed_by_the_link_but_when_it_stops(techday: Techday) -> None:
    techday.did("add Mail is down --start", "ticket link L1 1049213")
    assert items(techday) == []

    techday.did("stop", now="2026-11-23T08:30:00Z")
    assert items(techday) == [("1049213", "time", "owed")]


def test_a_ticket_that_is_merged_into_one_of_the_psa_owes_there_and_parted_no_longer(techday: Techday) -> None:
    techday.did("add Mail is down", "add Mail --ref 1049213")
    worked(techday)
    techday.did("ticket merge L1 1049213", "reply L1 later")
    assert [ticket for ticket, _, _ in items(techday)] == ["1049213"] * 5

    techday.did("ticket reopen L1")
    assert [kind for _, kind, _ in items(techday)] == ["reply"]  # what was said to the target itself
    techday.did("ticket merge L1 1049213")
    assert len(items(techday)) == 5  # and nothing twice


def test_what_was_merged_before_comes_along_when_the_target_gets_its_number(techday: Techday) -> None:
    techday.did("add Mail is down", "add Mail")
    worked(techday)
    techday.did("ticket merge L1 L2", "ticket link L2 1049213")

    assert [ticket for ticket, _, _ in items(techday)] == ["1049213"] * 4


def test_what_the_psa_was_told_is_not_owed_again_by_a_merge(techday: Techday) -> None:
    techday.did("add Mail is down --ref 1049213", "reply 1049213 soon", "ticket note 1049213 hm --private")
    techday.did("outbox done --all", "add VPN --ref 1049300", "ticket merge 1049213 1049300")

    assert items(techday) == []


def test_a_ticket_of_the_psa_that_goes_into_one_of_our_own_owes_on_its_own_number(techday: Techday) -> None:
    techday.did("add Mail is down --ref 1049213", "add Mail", "reply 1049213 soon")
    merged = techday("ticket merge 1049213 L1")

    assert "L1 is not in the help desk: the PSA learns of 1049213 alone" in merged.stderr
    techday.did("reply L1 later")
    assert items(techday) == [("1049213", "reply", "owed")]
    techday.did("ticket reopen 1049213")
    assert items(techday) == [("1049213", "reply", "owed")]


def test_time_is_owed_whatever_became_of_the_ticket_meanwhile(techday: Techday) -> None:
    """Merged into a ticket of our own, changed or submitted there, and parted again."""
    techday.did("add VPN --ref 1049213", "add Disk", "log 8:00-9:00 --ticket 1049213 --note n", now=MORNING)
    techday.did("ticket merge 1049213 L1", "timecard edit 1 --note better", "ticket reopen 1049213", now=MORNING)
    assert items(techday) == [("1049213", "time", "owed")]

    techday.did("outbox done --all", "ticket merge 1049213 L1", "timecard submit --accept-warnings", now=MORNING)
    techday.did("ticket reopen 1049213", now=MORNING)
    assert [kind for _, kind, _ in items(techday)] == ["submission"]


def test_an_undone_and_redone_merge_owes_what_was_told_meanwhile(techday: Techday) -> None:
    techday.did("add A", "add P --ref 1049213", "ticket merge L1 1049213", "undo", now=MORNING)
    techday.did("log 8:00-9:00 --ticket L1", "redo", now=MORNING)
    assert items(techday) == [("1049213", "time", "owed")]


def test_an_undone_parting_owes_what_was_told_meanwhile(techday: Techday) -> None:
    techday.did("add A", "add P --ref 1049213", "ticket merge L1 1049213", "ticket reopen L1", now=MORNING)
    techday.did("log 8:00-9:00 --ticket L1", "undo 4", now=MORNING)
    assert items(techday) == [("1049213", "time", "owed")]


def test_what_was_told_on_the_target_is_taken_back_there_though_the_parted_ticket_has_a_number(
    techday: Techday,
) -> None:
    techday.did("add A --ref 1049213", "add B --ref 1049214", "log 8:00-9:00 --ticket 1049214", now=MORNING)
    techday.did("ticket merge 1049214 1049213", "outbox done --all", "ticket reopen 1049214", now=MORNING)
    assert sorted(items(techday)) == [("1049213", "time", "removed"), ("1049214", "time", "owed")]


def test_redoing_a_link_owes_nothing_of_what_was_deleted_meanwhile(techday: Techday) -> None:
    techday.did("add A", "log 8:00-9:00 --ticket L1", "ticket link L1 1049213", "undo", now=MORNING)
    techday.did("timecard delete 1", "redo", now=MORNING)
    assert items(techday) == []
    techday.did("outbox done --all", now=MORNING)


def test_telling_the_client_in_any_way_is_owed(techday: Techday) -> None:
    techday.did(
        "add Mail is down --ref 1049213 --call",
        "ticket verify 1049213 --next call --told",
        "reply 1049213 --kind update",
        "ticket heard 1049213 it hurts",
        "ticket heard 1049213 thank you --thanks",
        "ticket promise 1049213 a call --by 16:00",
    )
    assert [kind for _, kind, _ in items(techday)] == ["reply"] * 3


def test_a_resolution_with_all_in_one_line_is_owed(techday: Techday) -> None:
    techday.did("add Mail is down --ref 1049213 --took 5m --fix restarted")

    assert [kind for _, kind, _ in items(techday)] == ["reply", "time", "fix"]


def test_today_gets_the_number_of_what_is_owed_and_the_time_in_it(techday: Techday) -> None:
    techday.did("add Mail is down --ref 1049213 --start")
    techday.did("reply . soon", "stop", now="2026-11-23T09:59:00Z")
    with closing(connect(techday.store)) as db:
        assert owed(db) == (2, 105 * 60)

    assert owed_words(6, 105 * 60) == "6, 1h45"
    assert owed_words(2, 0) == "2"
    assert owed_words(0, 0) == ""


def test_what_is_owed_is_found_without_reading_what_was_told(techday: Techday) -> None:
    techday.did("add Mail is down")
    with closing(connect(techday.store)) as db:
        plan = [str(row[3]) for row in db.execute(f"EXPLAIN QUERY PLAN {OWED}")]

    assert plan[0] == "SCAN item USING INDEX outbox_item_owed"
    assert all(step.startswith("SEARCH") for step in plan[1:])


# Every sequence keeps the account

MINUTES = st.integers(0, 40)
TICKETS = ["1049213", "1049300", "L1"]
STEP = st.one_of(
    st.tuples(st.just("start"), st.sampled_from(["1049213", "1049300", "L1", "meeting"])),
    st.tuples(st.just("stop"), st.just("")),
    st.tuples(st.just("end"), st.integers(1, 6), MINUTES),
    st.tuples(st.just("note"), st.integers(1, 6), st.sampled_from(["", "one"])),
    st.tuples(st.just("move"), st.integers(1, 6), st.sampled_from(["1049213", "1049300", "L1"])),
    st.tuples(st.just("delete"), st.integers(1, 6)),
    st.tuples(st.just("done"), st.integers(1, 8)),
    st.tuples(st.just("done"), st.just("--all")),
    st.tuples(st.just("link"), st.just("")),
    st.tuples(st.just("merge"), st.sampled_from(TICKETS), st.sampled_from(TICKETS)),
    st.tuples(st.just("part"), st.sampled_from(TICKETS)),
    st.tuples(st.just("undo"), st.integers(4, 12)),
    st.tuples(st.just("undo"), st.just("")),
    st.tuples(st.just("redo"), st.just("")),
)


def command_of(step: tuple[Any, ...]) -> list[str]:
    """Give the command that a step stands for; some of them are refused, which is part of the game."""
    match step:
        case ("end", entry, minute):
            return ["timecard", "edit", str(entry), "--end", f"2026-11-23T09:{minute:02}:30Z"]
        case ("note", entry, text):
            return ["timecard", "edit", str(entry), "--note", text]
        case ("move", entry, ticket):
            return ["timecard", "move", str(entry), ticket]
        case ("delete", entry):
            return ["timecard", "delete", str(entry)]
        case ("done", item):
            return ["outbox", "done", str(item) if item == "--all" else f"#{item}"]
        case ("link", _):
            return ["ticket", "link", "L1", "1049400"]
        case ("merge", ticket, target):
            return ["ticket", "merge", ticket, target]
        case ("part", ticket):
            return ["ticket", "reopen", ticket]
        case (verb, word):
            return [str(verb), *([str(word)] if word else [])]
    raise ValueError(step)


@contextmanager
def fresh() -> Iterator[Techday]:
    """Give a techday with three tickets, two of them known to the PSA."""
    with tempfile.TemporaryDirectory() as folder:
        techday = Techday(Path(folder))
        techday.did("add Mail --ref 1049213", "add VPN --ref 1049300", "add Own", now="2026-11-23T08:00:00Z")
        yield techday


def account(db: sqlite3.Connection) -> None:
    """Hold the outbox against the entries: each that the PSA must know has one item, in the state that is true."""
    entries = {
        row[0]: row[1:]
        for row in db.execute(
            "SELECT entry.id, coalesce(target.external_id, own.external_id) IS NOT NULL"  # noqa: S608  # a constant
            f" AND entry.ended_at > entry.started_at, {CONTENT}, entry.ticket_id,"
            " CASE WHEN target.external_id IS NULL THEN own.id ELSE target.id END"
            " FROM time_entry AS entry LEFT JOIN ticket AS own ON own.id = entry.ticket_id"
            " LEFT JOIN ticket AS target ON target.id = own.merged_into WHERE entry.guessed = 0"
        )
    }
    of_entry: dict[int, list[tuple[str, str, int]]] = {}
    sql = "SELECT entry_id, state, told, told_ticket_id FROM outbox_item WHERE kind = 'time'"
    for entry_id, state, told, onto in db.execute(sql):
        if entry_id is None:
            assert state in ("removed", "told"), "nobody was told of it, and it is no more"
        else:
            of_entry.setdefault(entry_id, []).append((state, told, onto))
    owing = {entry_id for entry_id, (owes, *_) in entries.items() if owes}
    assert owing <= of_entry.keys() <= entries.keys()
    for entry_id, found in of_entry.items():
        assert len(found) == 1
        state, told, onto = found[0]
        _, content, own, known = entries[entry_id]
        assert entry_id in owing or state == "owed", "what is owed waits where the ticket has no number any more"
        if state != "owed":
            assert state == ("told" if told == content else "changed")
            assert onto in (own, known)


@examples(5)
@example([("start", "1049213"), ("stop", ""), ("done", "--all"), ("note", 1, "one"), ("undo", ""), ("redo", "")])
@example([("start", "1049213"), ("stop", ""), ("done", "--all"), ("delete", 1), ("done", "--all"), ("undo", "")])
@example([("start", "L1"), ("start", "meeting"), ("link", ""), ("done", 1), ("move", 1, "1049300"), ("undo", "")])
@given(st.lists(STEP, max_size=12))
def test_whatever_happens_each_entry_is_owed_once_and_its_state_is_true(steps: list[tuple[Any, ...]]) -> None:
    with fresh() as techday:
        for minute, step in enumerate(steps, start=1):
            result = techday(*command_of(step), now=f"2026-11-23T09:{3 * minute:02}:00Z")
            assert result.exit in (0, 1, 2, 3), (step, result)
            with closing(connect(techday.store)) as db:
                account(db)
        view = techday("outbox --json", now="2026-11-23T12:00:00Z").json
        with closing(connect(techday.store)) as db:
            assert owed(db) == (view["owed"], view["seconds"])


def test_what_was_told_on_one_ticket_is_taken_back_where_it_belongs_to_another(techday: Techday) -> None:
    """A local ticket was merged into the wrong one of the help desk, and the PSA was told of its time there."""
    techday.did("add Mail --ref 1049213", "add VPN --ref 1049214", "add Phone", now=AFTERNOON)
    techday.did("log 9:00-10:00 --ticket L1 --note n", "ticket reply L1 hello", now=AFTERNOON)
    techday.did("ticket merge L1 1049213", "outbox done --all", "ticket reopen L1", now=AFTERNOON)
    taken = techday("outbox --json", now=AFTERNOON).json["groups"]
    assert [(group["ticket"], [item["state"] for item in group["items"]]) for group in taken] == [
        ("1049213", ["removed", "removed"])
    ]
    techday.did("ticket merge L1 1049214", now=AFTERNOON)
    groups = {group["ticket"]: group["items"] for group in techday("outbox --json", now=AFTERNOON).json["groups"]}
    assert {name: len(items) for name, items in groups.items()} == {"1049213": 2, "1049214": 2}
    assert {item["state"] for item in groups["1049214"]} == {"owed"}
