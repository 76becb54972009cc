"""What `today` needs to know of the tickets' routine: are they fresh, owned, and verified."""

import sqlite3

from techday.core.evidence import Evidence, Moment
from techday.core.instants import to_text
from techday.database.fetch import value
from techday.tickets.rules import concerns, is_verified
from techday.tickets.store import OPEN, verifications

LIST_UNVERIFIED = "techday ticket list --unverified"


def fresh(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell whether an export was read in this shift day; no subject where none ever was."""
    newest = value(db, "SELECT max(at) FROM ticket_import")
    if newest is None:
        return None
    done = newest >= to_text(moment.shift.since)
    return Evidence("done" if done else "open", "imported today" if done else "not imported today", "techday import")


def owned(db: sqlite3.Connection, _moment: Moment) -> Evidence | None:
    """Tell whether every new ticket has an owner; no subject where nothing is open."""
    sql = f"SELECT count(*), coalesce(sum(state = 'new' AND owner_id IS NULL), 0) FROM ticket WHERE {OPEN}"  # noqa: S608  # a constant condition
    total, unowned = db.execute(sql).fetchone()
    if not total:
        return None
    text = f"{unowned} new without an owner" if unowned else "every new ticket has an owner"
    return Evidence("open" if unowned else "done", text, "techday ticket list --state new")


def verified(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell how many of the tickets open since before today are verified; no subject where there are none."""
    since, now = to_text(moment.shift.since), to_text(moment.now)
    states = [
        is_verified(ticket, bool(ticket.touched), since, now)
        for ticket in verifications(db, since)
        if concerns(ticket.owner_id, moment.own)
    ]
    if not states:
        return None
    return Evidence("done" if all(states) else "open", f"{sum(states)}/{len(states)}", LIST_UNVERIFIED)
