"""What a visit that has ended leaves behind: nobody goes back to its way, or to its time on site, by the timer."""

from collections.abc import Callable
from datetime import datetime
from sqlite3 import Connection
from typing import TYPE_CHECKING

from techday.core.instants import from_text
from techday.core.text import as_argument
from techday.core.work_types import USUAL
from techday.errors import Refused
from techday.timecard.store import EntryRow, entry_by_id
from techday.visits.evidence import is_on_site
from techday.visits.store import VisitRow, visit_at
from techday.visits.words import correction
from techday.visits.worked import ON_SITE, TRAVEL

if TYPE_CHECKING:
    from techday.timecard.overlaps import Spell


def outside_of_visits(
    db: Connection, find: Callable[[datetime], EntryRow | None], until: datetime
) -> tuple[EntryRow | None, str]:
    """Give what `find` finds before an instant, and the client of a visit that was left out ("": none was).

    The way to a visit that has ended, and its time on site, are over: nobody goes back to them by the timer.
    """
    over = ""
    while True:
        entry = find(until)
        if entry is None:
            return None, over
        visit = visit_over(db, entry)
        if visit is None:
            return entry, over
        over, until = visit.client, from_text(visit.began)


def visit_over(db: Connection, entry: EntryRow) -> VisitRow | None:
    """Give the visit that has ended to which an entry belongs: its way, or its time on site on no ticket; else None."""
    if entry.client_id is None or entry.ticket_id is not None or entry.work_type not in (ON_SITE, TRAVEL):
        return None
    return visit_at(db, entry.client_id, entry.started_at)


def nothing_to_go_on(message: str, over: str) -> Refused:
    """Say that nothing can go on, and of which client the visit is over that would have."""
    if over:
        return Refused(f"{message}: the visit to {over} is over", hint=f"techday visit start {as_argument(over)}")
    return Refused(message, hint="techday start N, or techday start meeting")


def over_words(over: str) -> str:
    """Say which visit is over, "" where none would have gone on."""
    return f"; the visit to {over} is over" if over else ""


def still_says(db: Connection, entry: EntryRow, spell: "Spell") -> tuple[str, str] | None:
    """Say what a visit that has ended says of the time of an entry, and how they agree again; None for other time.

    `entry` is as it was. Time that is another client's now is none of the visit, whatever its times: it is given back.
    """
    visit = visit_over(db, entry)
    if visit is None:
        return None
    now = entry_by_id(db, entry.id)
    way = correction(visit)
    if now is not None and now.client_id != visit.client_id:
        off = "--ticket none " if now.ticket_id is not None else ""
        way = f"techday timecard edit {entry.id} {off}--client {as_argument(visit.client)}"
    return f"visit {visit.id} still says {spell(visit.arrived_at or visit.began, visit.left_at)}", way


def type_now(db: Connection, entry: EntryRow) -> str:
    """Give the type of work in which an entry goes on: what was done on a visit that has ended is on site no more."""
    if entry.ticket_id is None or entry.client_id is None or entry.work_type != ON_SITE:
        return entry.work_type
    over = visit_at(db, entry.client_id, entry.started_at) is not None and not is_on_site(db, entry.client_id)
    return USUAL if over else ON_SITE
