"""What `today` needs to know of the rotation: whether a client was spoken to in this shift day."""

import sqlite3
from typing import NamedTuple

from techday.core.evidence import Evidence, Moment
from techday.core.instants import from_text
from techday.database.fetch import fetch

CONTACTS = """
WITH told AS (SELECT contact.kind, contact.at, client.code FROM contact JOIN client ON client.id = contact.client_id
               WHERE contact.day = :day AND contact.kind IN ('done', 'tried') AND client.placeholder = 0)
SELECT (SELECT code FROM told WHERE kind = 'done' ORDER BY at LIMIT 1) AS code,
       (SELECT min(at) FROM told WHERE kind = 'done') AS at,
       (SELECT count(*) FROM told WHERE kind = 'tried') AS tries,
       EXISTS (SELECT 1 FROM client WHERE placeholder = 0 AND coalesce(starts_on, '') <= :day
                  AND (paused_at IS NULL OR paused_until <= :day)) AS anybody
"""
# So many tries in a day are enough of them.
ENOUGH_TRIES = 3


class ContactsToday(NamedTuple):
    """The first contact of a shift day, how many tries there were, and whether there is anybody to speak to at all."""

    code: str | None
    at: str | None
    tries: int
    anybody: int


def contact(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell whom the technician spoke to first; no subject without a client, or where the shift meets nobody's hours."""
    found = fetch(db, ContactsToday, CONTACTS, day=moment.shift.day.isoformat())[0]
    if found.code is not None and found.at is not None:
        return Evidence("done", f"{found.code} {from_text(found.at).astimezone(moment.zone):%H:%M}", "")
    if found.tries >= ENOUGH_TRIES:
        return Evidence("done", f"tried {found.tries}", "")
    if not found.anybody or not moment.meets_clients:
        return None
    return Evidence("open", f"tried {found.tries}" if found.tries else "", "techday contact-next")
