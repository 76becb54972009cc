"""What `today` needs to know of travel: what nobody has agreed to yet."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import to_text

SOME = "SELECT 1 FROM schedule_item WHERE kind = 'travel' AND ends_at > :now LIMIT 1"


class Missing(NamedTuple):
    """A travel item to which somebody has not agreed: `sides` are "manager" and "client"; the start is UTC text."""

    item_id: int
    title: str
    starts_at: str
    sides: Sequence[str]


def missing_agreements(db: sqlite3.Connection, moment: Moment) -> list[Missing]:
    """Give the travel of the user that has not ended and to which somebody has not agreed as it stands, the next first.

    What was cancelled or declined needs no agreement.
    """
    now = to_text(moment.now)
    if db.execute(SOME, {"now": now}).fetchone() is None:
        return []
    from techday.schedule.agreement_store import travel_after  # only where there is travel
    from techday.schedule.agreements import holds

    found: list[Missing] = []
    for row in travel_after(db, now):
        agreed = (("manager", row.manager), ("client", row.of_client))
        sides = [side for side, text in agreed if not holds(text, row)]
        if sides:
            found.append(Missing(row.id, row.title, row.starts_at, sides))
    return found
