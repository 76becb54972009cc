"""What helped before: the fixes of tickets whose titles are like another one's."""

import sqlite3
from collections.abc import Collection
from itertools import combinations, islice
from math import ceil
from typing import NamedTuple

from techday.core.text import likeness, words
from techday.database.fetch import fetch
from techday.search.rules import Term, match
from techday.search.store import TICKETS_WITH, client_tickets, json_list


class Fix(NamedTuple):
    """What fixed a ticket like another one; `client` is its code."""

    reference: str
    title: str
    client: str | None
    fix: str
    cause: str
    resolved_at: str | None


class Candidate(NamedTuple):
    """A ticket with a fix, which may be like another one."""

    id: int
    client_id: int | None
    reference: str
    title: str
    client: str | None
    fix: str
    cause: str
    resolved_at: str | None


LEAST_LIKENESS = 0.34
# So many of the latest tickets that share words with a title are found; of these so many of its client's and so many
# others are compared.
MOST_SHARING = 500
MOST_COMPARED = 80
# A longer title is likened by its longest words alone: they say the most.
MOST_TITLE_WORDS = 6


def similar_fixes(
    db: sqlite3.Connection, title: str, client_id: int | None, exclude_id: int | None = None, most: int = 3
) -> list[Fix]:
    """Give what fixed resolved and closed tickets with a title like `title`: the same client's first, then the likest.

    Titles are likened by their words (`core.text.likeness`); among equals the latest resolved comes first. The ticket
    of row number `exclude_id` is left out.
    """
    wanted = words(title)
    shared = shared_words(wanted)
    if not shared:
        return []
    sql = f"{TICKETS_WITH} ORDER BY rowid DESC LIMIT ?"
    found = [row[0] for row in db.execute(sql, (shared, MOST_SHARING)) if row[0] != exclude_id]
    own = client_tickets(db, client_id)
    compared = [*islice((one for one in found if one in own), MOST_COMPARED)]
    compared += islice((one for one in found if one not in own), MOST_COMPARED)
    sql = (
        "SELECT ticket.id, ticket.client_id, ticket.reference, ticket.title, client.code AS client, ticket.fix,"
        " ticket.cause, ticket.resolved_at"
        " FROM json_each(:ids) AS wanted CROSS JOIN ticket ON ticket.id = wanted.value"
        " LEFT JOIN client ON client.id = ticket.client_id"
        " WHERE ticket.fix <> '' AND ticket.state IN ('resolved', 'closed')"
    )
    alike = [
        (row.id in own, likeness(wanted, words(row.title)), row.resolved_at or "", row)
        for row in fetch(db, Candidate, sql, ids=json_list(compared))
    ]
    best = sorted((one for one in alike if one[1] >= LEAST_LIKENESS), key=lambda one: one[:3], reverse=True)
    return [Fix(*row[2:]) for *_, row in best[:most]]


def shared_words(wanted: Collection[str]) -> str:
    """Give the FTS5 query that finds the titles which share enough words with these to be alike, "" for no words.

    What is likened by a share of all words has that share of these, so with five words two must be the same.
    """
    longest = sorted(wanted, key=lambda word: (-len(word), word))[:MOST_TITLE_WORDS]
    together = min(3, ceil(LEAST_LIKENESS * len(longest)))
    if not together:
        return ""
    choices = (match(tuple(Term(word) for word in choice)) for choice in combinations(longest, together))
    return f"{{title}} : ({' OR '.join(f'({choice})' for choice in choices)})"
