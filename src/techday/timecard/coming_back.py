"""Time that undo or redo brings back: never over what was told since.

The journal knows that a row was changed since, but not that another row took its time meanwhile.
"""

import sqlite3
from datetime import tzinfo

from techday.errors import Refused
from techday.timecard.entries import speller
from techday.timecard.overlaps import in_the_way, named
from techday.timecard.rules import RUNS_ON
from techday.timecard.store import entries_brought_back, overlapping, timer_and_break, written_since


def refuse_overlaps(db: sqlite3.Connection, reversed_one: int, operation: int, zone: tzinfo) -> None:
    """Raise Refused where an entry comes back over one that was told since, or a timer in a break.

    `operation` is the undo or redo under way, `reversed_one` the operation that it takes back.
    """
    spell = speller(zone)
    for entry in entries_brought_back(db, operation):
        if entry.concurrent or entry.ended_at == entry.started_at:
            continue
        end = entry.ended_at or RUNS_ON
        blocking = in_the_way(overlapping(db, entry.started_at, end), entry.started_at, end, entry.id)
        others = [one for one in blocking if written_since(db, one.id, reversed_one, operation)]
        if others:
            raise Refused(
                f"{named(entry, spell)} would come back over {named(others[0], spell)} (entry {others[0].id})",
                hint="techday log shows what came after",
            )
    if timer_and_break(db):
        raise Refused("A timer and a break would both go on", hint="techday stop, or techday timecard resume, first")
