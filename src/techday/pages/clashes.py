"""What an item of the schedule conflicts with: what is around it, and the time off of its days."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from techday.core.instants import from_text, to_text
from techday.pages.week_words import conflict_words, off_words
from techday.pages.working_days import WorkingDays
from techday.schedule.conflicts import STANDS, Absence, Conflict, conflicts_of
from techday.schedule.rules import in_zone
from techday.schedule.store import ItemRow, items_between
from techday.timeoff.rules import span_off
from techday.timeoff.store import OffRow, off_between

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from techday.context import Context


def conflicts_among(context: "Context", rows: Sequence[ItemRow]) -> dict[int, list[Conflict]]:
    """Give the conflicts of some items, by their numbers, with each other and with all that is around them."""
    rows = [row for row in rows if row.state in STANDS and not row.technician]
    if not rows:
        return {}
    travel = context.settings.schedule.travel
    # Whole days may have been written in another zone.
    around = timedelta(days=1, seconds=travel)
    since = to_text(from_text(min(row.starts_at for row in rows)) - around)
    until = to_text(from_text(max(row.ends_at for row in rows)) + around)
    absences = absences_of(off_between(context.db, since, until), WorkingDays(context), context.now)
    items = [in_zone(row, context.zone) for row in items_between(context.db, since, until)]
    found = conflicts_of(items, absences, travel)
    return {row.id: found[row.id] for row in rows if row.id in found}


def absences_of(rows: Iterable[OffRow], days: WorkingDays, now: "datetime") -> list[Absence]:
    """Give time off as conflicts are found by it: what it takes of one's days."""
    spans = [(row, span_off(row, days)) for row in rows]
    zone = days.pattern.zone
    return [Absence(to_text(span.start), to_text(span.end), off_words(row, zone, now)) for row, span in spans]


def item_documents(context: "Context", rows: Sequence[ItemRow]) -> list[dict[str, Any]]:
    """Give items as scripts read them, each with its conflicts."""
    from techday.schedule.views import item_document  # only for scripts

    conflicts = conflict_documents(context, rows)
    return [item_document(row, context.now, conflicts.get(row.id, ())) for row in rows]


def conflict_documents(context: "Context", rows: Sequence[ItemRow]) -> dict[int, list[dict[str, Any]]]:
    """Give the conflicts of some items as scripts read them, by their numbers; `text` says each in words."""
    zone, now, travel = context.zone, context.now, context.settings.schedule.travel
    found, by_id = conflicts_among(context, rows), {row.id: row for row in rows}
    return {
        number: [conflict_document(by_id[number], one, zone, now, travel) for one in told]
        for number, told in found.items()
    }


def conflict_document(row: ItemRow, conflict: Conflict, zone: "tzinfo", now: "datetime", travel: int) -> dict[str, Any]:
    """Give a conflict as scripts read it; `with` is the other item's number, None for time off that was asked for."""
    other = conflict.other.id if conflict.other else None
    return {"kind": conflict.kind, "with": other, "text": conflict_words(row, conflict, zone, now, travel)}
