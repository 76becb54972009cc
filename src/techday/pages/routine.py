"""The day's routine: every item with the evidence of its room.

To add an item, write one function in the `evidence.py` of the room that knows, and one line in ITEMS.
"""

import sqlite3
from collections.abc import Callable
from typing import NamedTuple

from techday.checkin import evidence as checkin
from techday.core.evidence import Evidence, Moment
from techday.core.text import fold, nearest, quoted
from techday.database.fetch import value
from techday.documents import evidence as documents
from techday.errors import NotFound
from techday.handover import evidence as handover
from techday.meetings import evidence as meetings
from techday.projects import evidence as projects
from techday.rotation import evidence as rotation
from techday.routine.rules import Item, ItemState, state_of
from techday.routine.store import checks_on
from techday.schedule import evidence as schedule
from techday.tickets import evidence as tickets
from techday.timecard import evidence as timecard
from techday.watches import evidence as watches

Witness = Callable[[sqlite3.Connection, Moment], Evidence | None]


class Witnessed(NamedTuple):
    """A routine item with the function that knows of it; without one it is asked for at every shift."""

    item: Item
    witness: Witness | None = None


def backups(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Give what is known of the backups: of those that are watched, else, where there is a client, that it is told."""
    watched = watches.backups(db, moment)
    if watched is not None or value(db, "SELECT 1 FROM client WHERE placeholder = 0 LIMIT 1") is None:
        return watched
    return asked("backups")


ITEMS = (
    Witnessed(Item("start-meeting", "start meeting", by_hand=True, every_shift=True), meetings.start_held),
    Witnessed(Item("import", "tickets fresh"), tickets.fresh),
    Witnessed(Item("owned", "incoming owned"), tickets.owned),
    Witnessed(Item("backups", "backups", by_hand=True, every_shift=True), backups),
    Witnessed(Item("watches", "watches", every_shift=True), watches.others),
    Witnessed(Item("projects", "projects", every_shift=True), projects.checked),
    Witnessed(Item("week", "week acknowledged"), schedule.acknowledged),
    Witnessed(Item("contact", "client contact", every_shift=True), rotation.contact),
    Witnessed(Item("verified", "verified"), tickets.verified),
    Witnessed(Item("documents", "documents"), documents.review),
    Witnessed(Item("timecard", "time card", every_shift=True), timecard.told),
    Witnessed(Item("handover", "handover", every_shift=True), handover.told),
    Witnessed(Item("check-in", "check-in", by_hand=True, every_shift=True), checkin.given),
    Witnessed(Item("end-meeting", "end meeting", by_hand=True, every_shift=True), meetings.end_held),
)


def routine_of(db: sqlite3.Connection, moment: Moment) -> list[ItemState]:
    """Give the state of every item that has a subject at this moment, in the order of a day."""
    checks = checks_on(db, moment.shift.day.isoformat())
    states = []
    for item, witness in ITEMS:
        if item.every_shift and not moment.shift.working:
            continue
        evidence = witness(db, moment) if witness else asked(item.key)
        state = state_of(item, evidence, checks.get(item.key))
        if state is not None:
            states.append(state)
    return states


def asked(key: str) -> Evidence:
    """Give what an item says that the store knows nothing of: it is open until somebody tells."""
    return Evidence("open", "", f"techday today check {key} ok --seen TEXT", by_hand=True)


def item_named(text: str) -> Item:
    """Give the item that its key, its title as the board shows it, or the unique beginning of either means.

    Raises NotFound with the nearest.
    """
    key = fold(text)
    exact = [item for item, _ in ITEMS if key in (item.key, item.title)]
    found = exact or [item for item, _ in ITEMS if key and (item.key.startswith(key) or item.title.startswith(key))]
    if len(found) == 1:
        return found[0]
    named = {name: item.key for item, _ in ITEMS for name in (item.title, item.key)}
    close = dict.fromkeys(named[name] for name in nearest(key, named)) or [item.key for item in found]
    raise NotFound(
        f"No routine item {quoted(text)}", hint=f"One of {', '.join(close or dict.fromkeys(named.values()))}"
    )
