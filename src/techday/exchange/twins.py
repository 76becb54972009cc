"""Likely duplicates among the new tickets: same client, open or recent, most words of the title shared.

They are named, never refused. The number of comparisons is bounded, since a first import may bring thousands.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import to_text
from techday.core.text import clean_line, words
from techday.database.fetch import fetch
from techday.tickets.acts import RECENT
from techday.tickets.alike import may_be_same, next_step, reason
from techday.tickets.rules import ACTIVE

MOST_TOLD = 5
MOST_COMPARISONS = 100_000
MOST_TICKETS = 20_000


class Candidate(NamedTuple):
    """A ticket that may be the same matter as another one."""

    id: int
    reference: str
    client_id: int
    client: str
    title: str
    state: str
    opened_at: str
    asset: str


# The placeholder stands for any client, so its tickets are no twins; a merged ticket is told with its target.
CANDIDATES = """
SELECT ticket.id, ticket.reference, ticket.client_id, client.code AS client, ticket.title, ticket.state,
       ticket.opened_at, ticket.asset
  FROM ticket JOIN client ON client.id = ticket.client_id AND client.placeholder = 0
 WHERE (ticket.state IN ('new', 'working', 'waiting') OR ticket.opened_at >= :since) AND ticket.merged_into IS NULL
 ORDER BY ticket.id DESC LIMIT :most
"""


def likely_twins(db: sqlite3.Connection, first_new: int, built: frozenset[int], now: datetime) -> list[str]:
    """Name the likely duplicates of the open tickets from row number `first_new` on, at most five of them.

    Each is named with the reason and the command that joins the two. `built` are the tickets whose title was built
    from a category: those are alike without being the same.
    """
    since = to_text(now - RECENT)
    by_client: dict[int, list[tuple[Candidate, frozenset[str]]]] = {}
    left = MOST_COMPARISONS
    told: list[str] = []
    more = False
    # Oldest first, so that each new ticket is compared with those before it.
    for candidate in reversed(fetch(db, Candidate, CANDIDATES, since=since, most=MOST_TICKETS)):
        if candidate.id in built:
            continue
        own = words(candidate.title)
        others = by_client.setdefault(candidate.client_id, [])
        if candidate.id >= first_new and candidate.state in ACTIVE and left > 0:
            left -= len(others)
            like = newest_twin(candidate, own, others)
            if like is not None and len(told) == MOST_TOLD:
                more = True
                break
            if like is not None:
                told.append(told_twin(candidate, like))
        others.append((candidate, own))
    if more:
        told.append("There are more tickets that look alike")
    elif left <= 0:
        told.append("Not every new ticket was compared with the others: there are too many")
    return told


def newest_twin(
    ticket: Candidate, own: frozenset[str], others: Sequence[tuple[Candidate, frozenset[str]]]
) -> Candidate | None:
    """Give the newest of the client's other tickets, each with its words, that may be the same as this one."""
    return next((other for other, theirs in reversed(others) if may_be_same(ticket, own, other, theirs)), None)


def told_twin(ticket: Candidate, like: Candidate) -> str:
    """Name two tickets that may be the same: which, why, and what joins them."""
    titles = f"{ticket.client}: {clean_line(ticket.title, 40)} / {clean_line(like.title, 40)}"
    return (
        f"{ticket.reference} may be the same as {like.reference} ({titles}):"
        f" {reason(ticket, like)}; {next_step(ticket, like)}"
    )
