"""What is read beside an entry for which no note was written: what was said meanwhile, or which meeting it was.

A technician who tells the client what was done has written the note already: the public words on the ticket within the
entry's span, joined. Where nothing was said the ticket's title has to do. The time of a meeting is called by its kind
and title.
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

# Entries of a meeting are few, and the meeting is found by its number.
MEETINGS = """
SELECT json_extract(entry.value, '$[0]'), meeting.kind, meeting.title
  FROM json_each(:entries) AS entry
 CROSS JOIN meeting ON meeting.id = json_extract(entry.value, '$[1]')
"""


def said_during(db: sqlite3.Connection, entries: Sequence[EntryRow], now: str) -> dict[int, str]:
    """Give the words of each entry by its number, on one line of at most 500 characters; without any it is left out.

    On a ticket they are what the client was told meanwhile: the public words of the technician, not those that an
    import brought, on the entry's ticket or on one merged into it, from its start to its end, both included; up to
    `now` (UTC text) where it runs; in order. On none they are the name of the meeting whose time it is.
    """
    return {**told_on_tickets(db, entries, now), **names_of_meetings(db, entries)}


def told_on_tickets(db: sqlite3.Connection, entries: Sequence[EntryRow], now: str) -> dict[int, str]:
    """Give what the client was told during each entry on a ticket, as `said_during`."""
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


def names_of_meetings(db: sqlite3.Connection, entries: Sequence[EntryRow]) -> dict[int, str]:
    """Give the name of the meeting that each entry on no ticket was, as `said_during`."""
    held = [(one.id, one.meeting_id) for one in entries if one.meeting_id and not one.ticket_id]
    if not held:
        return {}
    found = {entry: meeting_name(*told) for entry, *told in db.execute(MEETINGS, {"entries": json.dumps(held)})}
    return {entry: name for entry, name in found.items() if name}


def meeting_name(kind: str, title: str) -> str:
    """Name a meeting by its kind and title: "Monday meeting", "Start of shift meeting: New phones", "Vendor call".

    "" where neither says what it was about.
    """
    from techday.meetings.rules import KINDS, OTHER  # only where there was a meeting

    words = clean_line(title)
    name = "" if kind == OTHER else f"{KINDS[kind][0].upper()}{KINDS[kind][1:]} meeting"
    return clean_line(": ".join(filter(None, (name, words))), LONGEST_NOTE)


def default_note(said: str, title: str | None) -> str:
    """Give the note where none was written: the entry's own words, else the ticket's title, else ""."""
    return said or title or ""
