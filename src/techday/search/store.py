"""What was found: the SQL of search, and the order in which it looks.

A word may stand in a million notes, and a person reads twenty lines. So the search goes step by step, from what comes
first (open before closed, a title before any other text, then the newest) to what comes last, and stops when there is
enough. The indexes give row numbers alone, which is fast; rows are read only for the few that are shown.

Merging moves nothing: what is found on a merged ticket is found for its target, and narrowed down by its target.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from functools import cached_property
from heapq import merge
from itertools import islice
from typing import NamedTuple

from techday.database.fetch import fetch, value
from techday.search.excerpts import matching
from techday.search.rules import CLOSED, Term, match
from techday.tickets.rules import ACTIVE

# Of notes with the words only so many are looked at, the newest; those of open tickets all are.
MOST_NOTES = 50_000
# So many rows are read at a time.
CHUNK = 500
# Rather than sorting more rows than this by when they were opened, the index of all openings is read.
FEW = 2_000

TITLE = ("reference", "title")


class Scope(NamedTuple):
    """What the search is narrowed to: a client's row number, states, and an instant (UTC text); None, () and "" if not.

    `since` is compared with when a ticket was opened or resolved, and with when something was written.
    """

    client_id: int | None = None
    states: tuple[str, ...] = ()
    since: str = ""


class Hit(NamedTuple):
    """A ticket that was found, on its own row or in an event; `own_id` is the ticket, perhaps merged, that this is of.

    `at` is when it was opened, or when the event happened.
    """

    ticket_id: int
    own_id: int
    event_id: int | None
    at: str


class Found(NamedTuple):
    """The tickets that were found, best first; where not `whole`, older notes were not looked at."""

    hits: list[Hit]
    whole: bool


class Shown(NamedTuple):
    """A ticket as the results show it."""

    id: int
    reference: str
    client: str | None
    title: str
    state: str


class Texts(NamedTuple):
    """What is searched of a ticket, in the order in which a hit is told."""

    id: int
    title: str
    reference: str
    fix: str
    cause: str
    body: str
    asset: str
    requester: str
    category: str


class EventText(NamedTuple):
    """What is searched of an event, and what kind of event it is."""

    id: int
    text: str
    kind: str


# own is the ticket that the words stand on; found is the ticket that it belongs to.
FITS = """
    (:client_id IS NULL OR found.client_id = :client_id)
    AND (:states = '[]' OR found.state IN (SELECT value FROM json_each(:states))
         OR own.state IN (SELECT value FROM json_each(:states)))
"""
FITTING_TICKETS = f"""
SELECT found.id AS ticket_id, own.id AS own_id, NULL AS event_id, own.opened_at AS at
  FROM json_each(:ids) AS wanted
 CROSS JOIN ticket AS own ON own.id = wanted.value
 CROSS JOIN ticket AS found ON found.id = coalesce(own.merged_into, own.id)
 WHERE {FITS} AND (own.opened_at >= :since OR own.resolved_at >= :since)
 ORDER BY own.opened_at DESC, own.id DESC
"""
# The event of a resolution repeats the fix; the ticket itself tells it better.
FITTING_EVENTS = f"""
SELECT found.id AS ticket_id, own.id AS own_id,
       CASE WHEN ticket_event.kind = 'state' AND ticket_event.text = own.fix THEN NULL ELSE ticket_event.id END
           AS event_id,
       ticket_event.at
  FROM json_each(:ids) AS wanted
 CROSS JOIN ticket_event ON ticket_event.id = wanted.value
 CROSS JOIN ticket AS own ON own.id = ticket_event.ticket_id
 CROSS JOIN ticket AS found ON found.id = coalesce(own.merged_into, own.id)
 WHERE {FITS} AND ticket_event.at >= :since
 ORDER BY ticket_event.at DESC, ticket_event.id DESC
"""
IS_OPEN = "state IN ('new', 'working', 'waiting')"
# A comparison, unlike IS NOT NULL, has SQLite look into the index of the few merged ones.
MERGED = "SELECT id, merged_into FROM ticket WHERE merged_into > 0"
TICKETS_WITH = "SELECT rowid FROM ticket_search WHERE ticket_search MATCH ?"
NEWEST_NOTES_WITH = (
    "SELECT rowid FROM ticket_event_search WHERE ticket_event_search MATCH ? ORDER BY rowid DESC LIMIT ?"
)
EVENTS_OF = "SELECT id FROM ticket_event WHERE ticket_id IN (SELECT value FROM json_each(?))"
NEWEST_FIRST = "SELECT ticket.id FROM ticket ORDER BY ticket.opened_at DESC, ticket.id DESC"


def find_tickets(db: sqlite3.Connection, terms: tuple[Term, ...], scope: Scope, most: int) -> Found:
    """Give at most `most` tickets on which all the terms stand, in one row: the ticket's own or that of an event."""
    looking = Looking(db, terms, scope)
    hits: dict[int, Hit] = {}
    for step in looking.steps():
        for hit in step:
            hits.setdefault(hit.ticket_id, hit)
            if len(hits) == most:
                return Found(list(hits.values()), True)
    return Found(list(hits.values()), not looking.is_cut)


class Looking:
    """A search under way: what its steps need of the store, read when a step first asks."""

    def __init__(self, db: sqlite3.Connection, terms: tuple[Term, ...], scope: Scope) -> None:
        self.db = db
        self.terms = terms
        self.scope = scope
        self.merged: dict[int, int] = dict(db.execute(MERGED))
        self.open = {row[0] for row in db.execute(f"SELECT id FROM ticket WHERE {IS_OPEN}")}

    @cached_property
    def titles(self) -> set[int]:
        """The tickets with the terms in their title or reference."""
        return {row[0] for row in self.db.execute(TICKETS_WITH, (match(self.terms, TITLE),))}

    @cached_property
    def texts(self) -> set[int]:
        """The tickets with the terms anywhere on their own row, but not all in title and reference."""
        found = {row[0] for row in self.db.execute(TICKETS_WITH, (match(self.terms),))}
        return found - self.titles

    @cached_property
    def notes(self) -> list[int]:
        """The newest events with the terms, the newest first."""
        return [row[0] for row in self.db.execute(NEWEST_NOTES_WITH, (match(self.terms), MOST_NOTES))]

    @property
    def is_cut(self) -> bool:
        """Whether there may be older events with the terms."""
        return "notes" in self.__dict__ and len(self.notes) == MOST_NOTES

    def steps(self) -> Iterator[Iterable[Hit]]:
        """Give the hits of each step, the newest first, in the order of the steps; a ticket may come again."""
        states = self.scope.states
        if not states or not set(states) <= set(CLOSED):
            yield self.fitting_tickets(own_id for own_id in self.titles if self.is_open(own_id))
            yield self.open_texts()
        if not states or not set(states) <= set(ACTIVE):
            yield self.old_tickets(self.titles)
            yield self.old_texts()

    def open_texts(self) -> list[Hit]:
        """Give the hits in any other text of open tickets: all of them, however many old events have the words."""
        belonging = [*self.open, *(own_id for own_id, target in self.merged.items() if target in self.open)]
        events = {row[0] for row in self.db.execute(EVENTS_OF, (json_list(belonging),))}
        found = events.intersection(self.notes)
        if self.is_cut:
            older = [event_id for event_id in events if event_id < self.notes[-1]]
            rows = [(event.id, (event.text,)) for event in event_texts(self.db, older)]
            found |= matching(match(self.terms), rows)
        hits = self.fitting_tickets(own_id for own_id in self.texts if self.is_open(own_id))
        return sorted([*hits, *self.fitting_events(found)], key=when, reverse=True)

    def old_texts(self) -> Iterator[Hit]:
        """Give the hits in any other text of tickets that are not open."""
        return merge(self.old_tickets(self.texts), self.old_events(), key=when, reverse=True)

    def old_tickets(self, own_ids: Iterable[int]) -> Iterator[Hit]:
        """Give those of some tickets that are not open and fit, the newest first."""
        old = {own_id for own_id in own_ids if not self.is_open(own_id)}
        if self.scope.client_id is not None:
            own = client_tickets(self.db, self.scope.client_id)
            old = {own_id for own_id in old if self.merged.get(own_id, own_id) in own}
        if len(old) <= FEW:
            yield from self.fitting_tickets(old)
            return
        newest_first = (row[0] for row in self.db.execute(NEWEST_FIRST) if row[0] in old)
        while chunk := list(islice(newest_first, CHUNK)):
            yield from self.fitting_tickets(chunk)

    def old_events(self) -> Iterator[Hit]:
        """Give the hits in events of tickets that are not open, the last written first."""
        newest_first = iter(self.notes)
        while chunk := list(islice(newest_first, CHUNK)):
            yield from (hit for hit in self.fitting_events(chunk) if hit.ticket_id not in self.open)

    def is_open(self, own_id: int) -> bool:
        """Tell whether a ticket, or the one that it was merged into, is open."""
        return self.merged.get(own_id, own_id) in self.open

    def fitting_tickets(self, own_ids: Iterable[int]) -> list[Hit]:
        """Give those of some tickets that fit what the search is narrowed to, the newest first."""
        return fetch(self.db, Hit, FITTING_TICKETS, ids=json_list(own_ids), **narrowed(self.scope))

    def fitting_events(self, event_ids: Iterable[int]) -> list[Hit]:
        """Give those of some events that fit what the search is narrowed to, the newest first."""
        return fetch(self.db, Hit, FITTING_EVENTS, ids=json_list(event_ids), **narrowed(self.scope))


def when(hit: Hit) -> str:
    """Give the instant by which hits are put in order."""
    return hit.at


def json_list(numbers: Iterable[int]) -> str:
    """Give row numbers as a JSON list, which SQLite takes apart: so their count is unbounded."""
    return f"[{','.join(map(str, numbers))}]"


def narrowed(scope: Scope) -> dict[str, object]:
    """Give what a search is narrowed to as the values of its SQL."""
    states = ",".join(f'"{state}"' for state in scope.states)
    return {"client_id": scope.client_id, "states": f"[{states}]", "since": scope.since}


# --- what is shown of the hits ---


def shown_tickets(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> dict[int, Shown]:
    """Give some tickets as results show them, by their row numbers."""
    sql = (
        "SELECT ticket.id, ticket.reference, client.code AS client, ticket.title, ticket.state"
        " FROM json_each(:ids) AS wanted CROSS JOIN ticket ON ticket.id = wanted.value"
        " LEFT JOIN client ON client.id = ticket.client_id"
    )
    return {row.id: row for row in fetch(db, Shown, sql, ids=json_list(ticket_ids))}


def ticket_texts(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> list[Texts]:
    """Give what is searched of some tickets."""
    sql = (
        "SELECT ticket.id, ticket.title, ticket.reference, ticket.fix, ticket.cause, ticket.body, ticket.asset,"
        " ticket.requester, ticket.category"
        " FROM json_each(:ids) AS wanted CROSS JOIN ticket ON ticket.id = wanted.value"
    )
    return fetch(db, Texts, sql, ids=json_list(ticket_ids))


def event_texts(db: sqlite3.Connection, event_ids: Iterable[int]) -> list[EventText]:
    """Give what is searched of some events."""
    sql = (
        "SELECT ticket_event.id, ticket_event.text, ticket_event.kind"
        " FROM json_each(:ids) AS wanted CROSS JOIN ticket_event ON ticket_event.id = wanted.value"
    )
    return fetch(db, EventText, sql, ids=json_list(event_ids))


def client_code(db: sqlite3.Connection, client_id: int) -> str:
    """Give the code of a client, which must exist."""
    return str(value(db, "SELECT code FROM client WHERE id = :client_id", client_id=client_id))


def client_tickets(db: sqlite3.Connection, client_id: int | None) -> set[int]:
    """Give the row numbers of a client's tickets, none for no client."""
    return {row[0] for row in db.execute("SELECT id FROM ticket WHERE client_id = ?", (client_id,))}
