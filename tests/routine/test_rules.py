"""The state of a routine item: evidence stands above a tick by hand, and what has no subject is not listed."""

import pytest

from techday.core.evidence import Evidence
from techday.routine.rules import Item, is_counted, state_of
from techday.routine.store import CheckRow

SEEN = Item("verified", "verified")
TOLD = Item("backups", "backups", by_hand=True)
OPEN, DONE = Evidence("open", "3/5", "techday ticket list --unverified"), Evidence("done", "5/5", "techday today")
UNSEEN = Evidence("open", "", "techday today check backups ok --seen TEXT", by_hand=True)


def check(state: str, seen: str = "") -> CheckRow:
    return CheckRow("item", "2026-11-23", "2026-11-23T08:00:00Z", state, seen, 0)


@pytest.mark.parametrize(
    ("item", "evidence", "told", "state", "words", "command"),
    [
        (SEEN, OPEN, None, "open", "3/5", "techday ticket list --unverified"),
        (SEEN, DONE, None, "done", "5/5", None),
        (SEEN, OPEN, check("ok", "I looked"), "open", "3/5", "techday ticket list --unverified"),  # no tick closes it
        (SEEN, OPEN, check("na", "holiday"), "na", "holiday", None),
        (TOLD, OPEN, None, "open", "3/5", "techday ticket list --unverified"),
        (TOLD, OPEN, check("ok", "all green"), "open", "3/5", "techday ticket list --unverified"),  # watched by now
        (TOLD, UNSEEN, None, "open", None, "techday today check backups ok --seen TEXT"),
        (TOLD, UNSEEN, check("ok", "all green"), "done", "all green", None),
        (TOLD, UNSEEN, check("fail", "NAS full"), "failed", "NAS full", "techday today check backups ok --seen TEXT"),
        (TOLD, OPEN, check("na"), "na", None, None),
        (TOLD, None, check("ok", "all green"), "done", "all green", None),
    ],
)
def test_an_item_stands_as_its_evidence_says(
    item: Item, evidence: Evidence | None, told: CheckRow | None, state: str, words: str | None, command: str | None
) -> None:
    found = state_of(item, evidence, told)
    assert found is not None
    assert (found.state, found.evidence, found.command) == (state, words, command)
    assert is_counted(found) is (state != "na")


def test_an_item_without_a_subject_is_not_listed() -> None:
    assert state_of(SEEN, None, None) is None
    assert state_of(SEEN, None, check("ok", "I looked")) is None
    assert state_of(TOLD, None, None) is None
