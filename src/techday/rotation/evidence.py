"""What `today` needs to know of the rotation: whether a client was spoken to in this shift day, or can be at all."""

import sqlite3
from typing import NamedTuple

from techday.core.evidence import Evidence, Moment
from techday.core.instants import from_text, to_text
from techday.database.fetch import fetch

CONTACTS = """
WITH told AS (SELECT kind, at, client_id, code FROM contact JOIN client ON client.id = client_id
               WHERE day = :day AND placeholder = 0),
     ready AS NOT MATERIALIZED (SELECT id FROM client WHERE placeholder = 0 AND coalesce(starts_on, '') <= :day
                AND (paused_at IS NULL OR paused_until <= :day)),
     waiting AS NOT MATERIALIZED (SELECT coalesce((SELECT CASE WHEN again_at > :now AND at > coalesce(
                (SELECT max(at) FROM contact WHERE client_id = ready.id AND kind = 'done'), '') THEN again_at END
                   FROM contact WHERE client_id = ready.id AND kind = 'tried' ORDER BY at DESC, day DESC, id DESC
                ), '') AS again FROM ready WHERE id NOT IN (SELECT client_id FROM told WHERE kind = 'skipped'))
SELECT (SELECT code FROM told WHERE kind = 'done' ORDER BY at LIMIT 1) AS code, EXISTS (SELECT 1 FROM ready) AS anybody,
       (SELECT min(at) FROM told WHERE kind = 'done') AS at, (SELECT count(*) FROM told WHERE kind = 'tried') AS tries,
    CASE WHEN EXISTS (SELECT 1 FROM waiting WHERE again = '') THEN '' ELSE (SELECT min(again) FROM waiting) END AS again
"""


class ContactsToday(NamedTuple):
    """The first contact of a shift day, the tries, and when somebody can be offered: UTC text, "" now, None never."""

    code: str | None
    anybody: int
    at: str | None
    tries: int
    again: str | None


def contact(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell whom the technician spoke to first; no subject without a client, or where the shift meets nobody's hours."""
    found = fetch(db, ContactsToday, CONTACTS, day=moment.shift.day.isoformat(), now=to_text(moment.now))[0]
    if found.code is not None and found.at is not None:
        return Evidence("done", f"{found.code} {from_text(found.at).astimezone(moment.zone):%H:%M}", "")
    tried = f"tried {found.tries}" if found.tries else ""
    if found.tries >= 3:  # in a day they are enough
        return Evidence("done", tried, "")
    if not found.anybody or not moment.meets_clients:
        return None
    if found.again == "":
        return Evidence("open", tried, "techday contact-next")
    command = "techday contact-next list"
    if found.again is None or from_text(found.again) >= moment.shift.ends_at:
        return Evidence("na", "all tried or skipped" if found.again else "all skipped", command)
    return Evidence("open", f"{tried} again {from_text(found.again).astimezone(moment.zone):%H:%M}".lstrip(), command)
