"""The draft of a handover as it is shown and sent: every unfinished ticket of the technician, and what goes with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from techday.core.shifts import ShiftDay
from techday.handover.store import DraftRow, HandoverRow
from techday.promises.store import PromiseRow
from techday.schedule.store import ItemRow
from techday.tickets.clocks import Clocks
from techday.tickets.store import TicketRow


class DraftItem(NamedTuple):
    """A ticket of the draft; `plan` (keep, watch or give) is what was set (`is_set`), else what is `proposed`.

    `why` says why it is proposed to be watched, whatever was set, and for whom it is. The words are those that were
    set, else what is recorded, else ""; `by_at` is UTC text. `promises` are the open ones on the ticket, the one due
    first before the others. `under_way` is the handover with which a colleague has the ticket already: sent and not
    answered, or accepted to be watched. `watched_for` names the colleague whose ticket it is, where it is only watched;
    None for the user's own. `drafted` is what was set, as it was read.
    """

    ticket: TicketRow
    clocks: Clocks | None
    plan: str
    proposed: str
    why: str
    is_set: bool
    severity: str | None
    summary: str
    tried: str
    next_step: str
    by_at: str | None
    if_then: str
    told: str
    promises: tuple[PromiseRow, ...]
    under_way: HandoverRow | None
    watched_for: str | None = None
    drafted: DraftRow | None = None


class FailingWatch(NamedTuple):
    """A watch that fails: of which client (its code), on how many days in a row, what was seen last, and its ticket."""

    id: int
    name: str
    kind: str
    client: str
    days: int
    seen: str
    ticket_id: int | None
    ticket: str | None


class Draft(NamedTuple):
    """The draft: the technician's open tickets in queue order, those that they watch, and what else must be known.

    `next_shift` is the technician's next working shift; `unowned` counts the open tickets that are nobody's.
    `promises` are those due before it ends, `schedule` what is planned for it. `waiting_for_answer` are the handovers
    of both directions that are neither accepted nor returned. `technician` is None while the settings name nobody:
    then every open ticket is taken for the user's own.
    """

    now: datetime
    technician: str | None
    next_shift: ShiftDay
    items: Sequence[DraftItem]
    unowned: int
    failing: Sequence[FailingWatch]
    promises: Sequence[PromiseRow]
    schedule: Sequence[ItemRow]
    waiting_for_answer: Sequence[HandoverRow]
