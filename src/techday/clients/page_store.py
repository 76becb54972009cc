"""What the page of one client needs of its tickets beside the open ones: what fixed earlier ones, what is owed."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch

# History is bounded: of a client's tickets only so many of the newest are looked at.
NEWEST = 500


class FixRow(NamedTuple):
    """A ticket that was fixed: what helped and why, and when it ended (UTC text)."""

    reference: str
    title: str
    cause: str
    fix: str
    at: str


# The choice among the newest reads an index; so the rows are read of these alone.
FIXES = """
SELECT ticket.reference, ticket.title, ticket.cause, ticket.fix,
       coalesce(ticket.resolved_at, ticket.closed_at, ticket.opened_at) AS at
  FROM (SELECT id FROM ticket WHERE client_id = :client_id ORDER BY opened_at DESC, id DESC LIMIT :newest) AS newest
  JOIN ticket ON ticket.id = newest.id
 WHERE ticket.fix <> '' AND ticket.state IN ('resolved', 'closed') AND ticket.merged_into IS NULL AND at >= :since
 ORDER BY at DESC, ticket.id DESC LIMIT :most
"""


def fixes_of(db: sqlite3.Connection, client_id: int, most: int, since: str = "") -> list[FixRow]:
    """Give the tickets of a client that were fixed last, at or after `since` (UTC text), newest first.

    Only its newest 500 tickets are looked at.
    """
    return fetch(db, FixRow, FIXES, client_id=client_id, newest=NEWEST, most=most, since=since)


class CauseOwedRow(NamedTuple):
    """A ticket that was resolved while its cause is still owed."""

    reference: str
    title: str


def causes_owed(db: sqlite3.Connection, client_id: int) -> list[CauseOwedRow]:
    """Give the tickets of a client whose cause is owed, by reference number."""
    # The plus keeps to the index of owed causes, which holds few rows, beside that of a client's many tickets.
    sql = (
        "SELECT reference, title FROM ticket"
        " WHERE cause_owed = 1 AND merged_into IS NULL AND +client_id = :client_id ORDER BY id"
    )
    return fetch(db, CauseOwedRow, sql, client_id=client_id)
