"""What the client reads beside an entry for which no note was written: the words it was told meanwhile.

A technician who tells the client what was done has written the note already: the public words on the ticket within the
entry's span, joined. Where nothing was said the ticket's title has to do.
"""

import json
import sqlite3
from collections.abc import Sequence

from techday.core.text import clean_line
from techday.timecard.store import EntryRow

LONGEST_NOTE = 500
BETWEEN = "; "

# The entries come first, so that each reads no more of its ticket's events than those of its own span.
SAID = """
SELECT json_extract(entry.value, '$[0]'), ticket_event.text
  FROM json_each(:entries) AS entry
 CROSS JOIN ticket_event
 WHERE ticket_event.ticket_id IN (
           SELECT json_extract(entry.value, '$[1]')
            UNION ALL SELECT ticket.id FROM ticket WHERE ticket.merged_into = json_extract(entry.value, '$[1]')
       )
   AND ticket_event.at BETWEEN json_extract(entry.value, '$[2]') AND json_extract(entry.value, '$[3]')
   AND ticket_event.kind = 'reply' AND ticket_event.public = 1 AND ticket_event.imported = 0
   AND ticket_event.text <> ''
 ORDER BY entry.key, ticket_event.at, ticket_event.id
"""


def said_during(db: sqlite3.Connection, entries: Sequence[EntryRow], now: str) -> dict[int, str]:
    """Give what the client was told during each entry, by the entry's number; those without such words are left out.

    These are the public words of the technician, not those that an import brought, on the entry's ticket or on one
    merged into it, from its start to its end, both included; up to `now` (UTC text) where it runs. They stand in order
    on one line of at most 500 characters.
    """
    spans = [(one.id, one.ticket_id, one.started_at, one.ended_at or now) for one in entries if one.ticket_id]
    if not spans:
        return {}
    said: dict[int, list[str]] = {}
    for entry_id, text in db.execute(SAID, {"entries": json.dumps(spans)}):
        # What is only invisible in a text says nothing.
        words = clean_line(text)
        if words:
            said.setdefault(entry_id, []).append(words)
    return {entry_id: clean_line(BETWEEN.join(words), LONGEST_NOTE) for entry_id, words in said.items()}


def default_note(said: str, title: str | None) -> str:
    """Give the client's note where none was written: what was said meanwhile, else the ticket's title, else ""."""
    return said or title or ""
