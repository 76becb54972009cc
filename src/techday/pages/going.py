"""By what it is decided how many tickets are to go at the end of a shift: read once for a moment, and only if asked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from techday.handover.evidence import Ground
from techday.pages.ticket_clocks import with_clocks
from techday.tickets.standing import Listed
from techday.tickets.store import open_tickets
from techday.watches.rules import fails
from techday.watches.standing import stand_at

if TYPE_CHECKING:
    from techday.context import Context
    from techday.core.evidence import Moment

# Under this name a page that has read the tickets with their clocks keeps them in the moment's memory.
LISTED = "listed"


def ground_at(context: "Context", moment: "Moment", back_at: datetime) -> Ground:
    """Give the technician's open tickets with their clocks, and what else decides; `back_at` is their next shift."""
    return Ground(listed_at(context, moment), failing_tickets(context, moment), back_at)


def listed_at(context: "Context", moment: "Moment") -> Sequence[Listed]:
    """Give the technician's own open tickets with their clocks at a moment: as the page read them, else read now."""
    memory = moment.memory or {}
    if LISTED in memory:
        found: Sequence[Listed] = memory[LISTED]
        return found
    rows = [row for row in open_tickets(context.db) if moment.own is None or row.owner_id in moment.own]
    return with_clocks(context.db, rows, context, moment.now)


def failing_tickets(context: "Context", moment: "Moment") -> Mapping[int, str]:
    """Give the kinds of the watches that fail and are not paused, by the row numbers of their tickets."""
    standing = stand_at(context.db, moment)
    numbers = [number for pulse, ids, how in standing if fails(pulse) and how.state != "paused" for number in ids]
    if not numbers:
        return {}
    from techday.watches.store import watches  # only where one fails

    return {row.ticket_id: row.kind for row in reversed(watches(context.db, numbers)) if row.ticket_id is not None}
