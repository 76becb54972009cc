"""What an item of the schedule conflicts with: what is around it, and the time off of its days."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from techday.core.instants import from_text, to_text
from techday.pages.week_words import conflict_words, off_words
from techday.schedule.conflicts import Absence, Conflict, conflicts_of
from techday.schedule.store import ItemRow, item_by_id, items_between
from techday.timeoff.store import OffRow, off_between

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from techday.context import Context


def conflicts_among(context: "Context", rows: Sequence[ItemRow]) -> dict[int, list[Conflict]]:
    """Give the conflicts of some items, by their numbers, with each other and with all that is around them."""
    if not rows:
        return {}
    travel = context.settings.schedule.travel
    around = timedelta(seconds=travel)
    since = to_text(from_text(min(row.starts_at for row in rows)) - around)
    until = to_text(from_text(max(row.ends_at for row in rows)) + around)
    absences = absences_of(off_between(context.db, since, until), context.zone, context.now)
    found = conflicts_of(items_between(context.db, since, until), absences, travel)
    return {row.id: found[row.id] for row in rows if row.id in found}


def absences_of(rows: Iterable[OffRow], zone: "tzinfo", now: "datetime") -> list[Absence]:
    """Give time off as conflicts are found by it."""
    return [Absence(row.starts_at, row.ends_at, off_words(row, zone, now)) for row in rows]


def clashes_of(context: "Context", item_id: int) -> list[str]:
    """Say what an item conflicts with, one line for each conflict; none where there is no such item."""
    row = item_by_id(context.db, item_id)
    if row is None:
        return []
    travel = context.settings.schedule.travel
    found = conflicts_among(context, [row]).get(item_id, [])
    return [conflict_words(row, one, context.zone, context.now, travel) for one in found]
