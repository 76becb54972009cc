"""What `today` needs to know of travel: what nobody has agreed to yet."""

import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import to_text

# Nobody agrees to what lies further ahead.
AHEAD = timedelta(days=60)
SOME = "SELECT 1 FROM schedule_item WHERE kind = 'travel' AND ends_at > :now LIMIT 1"


class Missing(NamedTuple):
    """A travel item to which somebody has not agreed: `sides` are "manager" and "client"; the start is UTC text.

    `later` counts those that repeat it within the time looked at, and to which the same sides have not agreed.
    """

    item_id: int
    title: str
    starts_at: str
    sides: Sequence[str]
    later: int = 0


def missing_agreements(db: sqlite3.Connection, moment: Moment) -> list[Missing]:
    """Give the travel of the user to which somebody has not agreed as it stands, the next first, what repeats once.

    It begins within 60 days, and has not ended. What was cancelled or declined needs no agreement.
    """
    now = to_text(moment.now)
    if db.execute(SOME, {"now": now}).fetchone() is None:
        return []
    from techday.schedule.agreements import not_agreed  # only where there is travel

    until = to_text(moment.now + AHEAD)
    found: dict[tuple[str, Sequence[str]], Missing] = {}
    for row, sides in not_agreed(db, now):
        if row.starts_at < until:
            known = found.get((row.uid, sides), Missing(row.id, row.title, row.starts_at, sides, -1))
            found[row.uid, sides] = known._replace(later=known.later + 1)
    return list(found.values())
