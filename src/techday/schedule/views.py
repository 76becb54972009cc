"""Items of the schedule as scripts read them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from techday.core.instants import from_text, to_text
from techday.schedule.rules import changes_of, state_at
from techday.schedule.store import ItemRow


def item_document(row: ItemRow, now: datetime, conflicts: Sequence[Any] = ()) -> dict[str, Any]:
    """Give an item as scripts read it at an instant; the days are those of an item of whole days, None for all else."""
    return {
        "id": row.id,
        "uid": row.uid,
        "instance": row.instance or None,
        "title": row.title,
        "client": row.client,
        "start": from_text(row.starts_at),
        "end": from_text(row.ends_at),
        "all_day": bool(row.all_day),
        "first_day": row.first_day,
        "last_day": row.last_day,
        "place": row.place or None,
        "site": row.site,
        "kind": row.kind,
        "ticket": row.ticket,
        "project": row.project,
        "technician": row.technician or None,
        "note": row.note or None,
        "calendar": row.feed,
        "state": state_at(row, to_text(now)),
        "answered_at": from_text(row.answered_at) if row.answered_at else None,
        "reason": row.reason or None,
        "changed": [{"field": one.field, "was": one.was or None, "now": one.now or None} for one in changes_of(row)],
        "conflicts": list(conflicts),
    }
