"""What is proposed for a ticket at the end of a shift, and how it stands as it was last said: plain tables of cases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techday.core.instants import to_text
from techday.handover.rules import (
    SUMMARY_LENGTH,
    Due,
    by_when,
    is_to_go,
    missing,
    reasons,
    summary_of,
    tried_of,
    what_is_due,
)
from techday.handover.words_store import LastSaid
from techday.tickets.clocks import Clock, Clocks
from techday.tickets.store import TicketRow
from tests.conftest import examples

NOW = datetime(2026, 11, 23, 17, 5, tzinfo=UTC)
BACK = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SOON, LATE, PAST = BACK - timedelta(minutes=1), BACK + timedelta(hours=1), NOW - timedelta(hours=3)


def ticket(**fields: Any) -> TicketRow:
    """Give a P3 ticket of one's own that was opened this morning, but for some fields."""
    empty = dict.fromkeys(TicketRow._fields)
    plain = {"id": 1, "reference": "L1", "priority": 3, "tier": 1, "state": "working", "next_action": ""}
    return TicketRow(**{**empty, **plain, "first_seen_at": "2026-11-23T09:00:00Z", **fields})


def clock(due_at: datetime | None, state: str = "running") -> Clock:
    """Give a clock that is due at an instant."""
    return Clock(due_at, 0, state, "level")


CASES: tuple[tuple[Any, ...], ...] = (
    ("nothing is due", {}, None, (), "", []),
    ("the highest priority cannot wait", {"priority": 1}, None, (), "", ["P1"]),
    ("nor can the second", {"priority": 2}, None, (), "", ["P2"]),
    ("the fourth can", {"priority": 4}, None, (), "", []),
    ("an answer is due in the night", {}, Clocks(reply=clock(SOON)), (), "", ["reply"]),
    ("an update is overdue", {}, Clocks(update=clock(PAST, "breached")), (), "", ["update"]),
    ("the first response is overdue", {}, Clocks(response=clock(PAST, "breached")), (), "", ["response"]),
    (
        "the first response came late, and that is over",
        {},
        Clocks(response=clock(PAST, "breached"), update=clock(LATE)),
        (),
        "",
        [],
    ),
    ("it must be solved in the night", {}, Clocks(resolution=clock(SOON)), (), "", ["resolution"]),
    ("its clock is met", {}, Clocks(response=clock(PAST, "met")), (), "", []),
    ("its clock stands still", {}, Clocks(resolution=clock(None, "paused")), (), "", []),
    ("a clock is due when its owner is back", {}, Clocks(reply=clock(BACK)), (), "", []),
    ("a promise is due before", {}, None, (SOON,), "", ["promise"]),
    ("a promise was due before", {}, None, (PAST,), "", ["promise"]),
    ("a promise is due later", {}, None, (LATE,), "", []),
    ("it comes back before", {"state": "waiting", "waiting_until": to_text(SOON)}, None, (), "", ["back"]),
    ("it comes back with its owner", {"state": "waiting", "waiting_until": to_text(BACK)}, None, (), "", []),
    ("it waited once", {"waiting_until": to_text(SOON)}, None, (), "", []),
    ("a watch fails", {}, None, (), "backup", ["backup"]),
    (
        "what is still to come is told before what was due",
        {},
        Clocks(reply=clock(SOON)),
        (PAST,),
        "",
        ["reply", "promise"],
    ),
    (
        "a clock that ran out long ago hides no promise of tonight",
        {},
        Clocks(response=clock(PAST, "breached"), resolution=clock(SOON)),
        (NOW + timedelta(hours=2), LATE),
        "",
        ["promise", "resolution", "response"],
    ),
    ("of what was due the latest is told", {}, Clocks(reply=clock(PAST)), (PAST - timedelta(hours=1),), "", ["reply"]),
    ("all kinds of reasons", {"priority": 2}, Clocks(reply=clock(SOON)), (), "sensor", ["P2", "reply", "sensor"]),
    (
        "what an import was late with is no news",
        {"source": "psa"},
        Clocks(response=clock(NOW - timedelta(days=1), "breached")),
        (),
        "",
        [],
    ),
    ("what it is late with since is", {"source": "psa"}, Clocks(reply=clock(PAST, "breached")), (), "", ["reply"]),
)


@pytest.mark.parametrize(("fields", "clocks", "promised", "failing", "expected"), [case[1:] for case in CASES])
def test_what_cannot_wait_for_its_owner_is_proposed_to_be_watched(
    fields: dict[str, Any], clocks: Clocks | None, promised: tuple[datetime, ...], failing: str, expected: list[str]
) -> None:
    row = ticket(**fields)
    due = what_is_due(row, clocks, [to_text(at) for at in promised])
    assert [one.what for one in reasons(row, due, failing, NOW, BACK)] == expected


@examples(40)
@given(st.lists(st.integers(-10_000, 10_000), max_size=6), st.integers(0, 10_000))
def test_whoever_is_back_later_leaves_no_less_to_be_watched(minutes: list[int], later: int) -> None:
    due = what_is_due(ticket(), None, [to_text(BACK + timedelta(minutes=one)) for one in minutes])
    assert [one.at for one in due] == sorted(one.at for one in due)
    found = reasons(ticket(), due, "", NOW, BACK)
    assert bool(found) == any(one < 0 for one in minutes)
    assert {one.due_at for one in found} >= {one.at for one in due if NOW < one.at < BACK}
    longer = reasons(ticket(), due, "", NOW, BACK + timedelta(minutes=later))
    assert len(longer) >= len(found)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ((), None),
        ((PAST,), None),
        ((PAST, SOON, LATE), SOON),
        ((PAST, LATE), LATE),
    ],
)
def test_by_when_is_only_what_is_still_to_come(due: tuple[datetime, ...], expected: datetime | None) -> None:
    assert by_when([Due("promise", at) for at in due], NOW) == expected


@pytest.mark.parametrize(
    ("plan", "proposed", "elsewhere", "expected"),
    [
        (None, False, None, False),
        (None, True, None, True),
        ("keep", True, None, False),
        ("watch", False, None, True),
        ("give", False, None, True),
        (None, True, "sent", False),
        ("give", True, "sent", False),
        (None, True, "accepted", False),
        ("watch", False, "accepted", True),
        ("keep", True, "accepted", False),
    ],
)
def test_what_a_colleague_has_is_not_to_go_unless_it_is_planned_anew(
    plan: str | None, proposed: bool, elsewhere: str | None, expected: bool
) -> None:
    assert is_to_go(plan, proposed, elsewhere) is expected


def test_what_is_due_is_told_the_earliest_first() -> None:
    due = what_is_due(ticket(), Clocks(reply=clock(LATE), update=clock(BACK)), [to_text(SOON)])
    assert due == [Due("promise", SOON), Due("update", BACK), Due("reply", LATE)]


NOTE, ESCALATION = (
    LastSaid(1, "2026-11-23T10:00:00Z", "Hangs", ""),
    LastSaid(1, "2026-11-23T11:00:00Z", "Too deep", "a\nb"),
)
NO_WORDS = LastSaid(1, "2026-11-23T12:00:00Z", "", "")


@pytest.mark.parametrize(
    ("told", "summary", "tried"),
    [
        ((), "", ""),
        ((NOTE,), "Hangs", ""),
        ((NOTE, ESCALATION), "Too deep", "a b"),
        ((NOTE, ESCALATION, NO_WORDS), "Too deep", "a b"),
        ((ESCALATION, NOTE._replace(at="2026-11-23T13:00:00Z")), "Hangs", "a b"),
    ],
)
def test_what_was_said_last_tells_how_a_ticket_stands(told: tuple[LastSaid, ...], summary: str, tried: str) -> None:
    assert (summary_of(told), tried_of(told)) == (summary, tried)


def test_a_long_and_hostile_word_is_one_short_safe_line() -> None:
    text = summary_of([NOTE._replace(summary="\x1b[31mred\nand\u202e more " + "x" * 500)])
    assert text.startswith("red and more x")
    assert len(text) == SUMMARY_LENGTH
    assert text.endswith("…")


@pytest.mark.parametrize(
    ("summary", "next_step", "expected"),
    [("a", "b", []), ("", "b", ["summary"]), ("a", "", ["next step"]), ("", "", ["summary", "next step"])],
)
def test_what_is_given_needs_a_summary_and_a_next_step(summary: str, next_step: str, expected: list[str]) -> None:
    assert missing(summary, next_step) == expected
