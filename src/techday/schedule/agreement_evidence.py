"""What `today` needs to know of travel: what nobody has agreed to yet."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import to_text
from techday.schedule.agreement_store import travel_after


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
    travel = travel_after(db, to_text(moment.now))
    if not travel:
        return []
    from techday.schedule.agreements import holds  # only where there is travel

    found: list[Missing] = []
    for row in travel:
        agreed = (("manager", row.manager), ("client", row.of_client))
        sides = [side for side, text in agreed if not holds(text, row)]
        if sides:
            found.append(Missing(row.id, row.title, row.starts_at, sides))
    return found
