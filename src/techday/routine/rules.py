"""The routine of a day: which items there are, and how evidence and what was told by hand make their state.

An item closes itself when its room has the evidence; only what the store cannot see is ticked by hand, with what was
seen. An item without a subject is not listed.
"""

from typing import NamedTuple

from techday.core.evidence import Evidence
from techday.routine.store import CheckRow

DONE_BY_HAND = {"ok": "done", "fail": "failed", "na": "na"}


class Item(NamedTuple):
    """A routine item: its key as people type it, its title, and how its subject is told.

    `by_hand` items may be ticked where the store has no evidence of its own; `every_shift` ones belong only to days
    with a shift.
    """

    key: str
    title: str
    by_hand: bool = False
    every_shift: bool = False


class ItemState(NamedTuple):
    """A routine item as `today` shows it: state open, done, failed or na, its evidence, the command that closes it."""

    key: str
    title: str
    state: str
    evidence: str | None
    command: str | None


def state_of(item: Item, evidence: Evidence | None, check: CheckRow | None) -> ItemState | None:
    """Give the state of an item from its room's evidence and from what was told by hand; None without a subject.

    Evidence stands above a tick by hand, except that "does not apply" (na) is the technician's to say.
    """
    if check is not None and check.state == "na":
        return ItemState(item.key, item.title, "na", check.seen or None, None)
    if item.by_hand and check is not None and (evidence is None or evidence.by_hand):
        return ItemState(item.key, item.title, DONE_BY_HAND[check.state], check.seen or None, again(item, check))
    if evidence is None:
        return None
    command = evidence.command if evidence.state != "done" else None
    return ItemState(item.key, item.title, evidence.state, evidence.text or None, command)


def again(item: Item, check: CheckRow) -> str | None:
    """Give the command that clears an item that failed."""
    return f"techday today check {item.key} ok --seen TEXT" if check.state == "fail" else None


def is_counted(state: ItemState) -> bool:
    """Tell whether an item counts in "2 of 9": what does not apply does not."""
    return state.state != "na"
