"""Problems in the store: the rows, and the SQL that gives them.

A problem has the tickets that were linked to it; one that was merged since reads as the ticket that it was merged into,
which belongs to the problem then, unless it was linked to another one itself.
"""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one, value
from techday.database.rows import insert_row, update_row


class ProblemRow(NamedTuple):
    """A problem with its numbers of tickets; instants are UTC text, what is not known yet is "" or None.

    Its client is the one that was told, else that of its tickets where they share one.
    """

    id: int
    title: str
    client_id: int | None
    client_code: str | None
    client_name: str | None
    state: str
    opened_at: str
    cause: str
    cause_at: str | None
    fix: str
    closed_at: str | None
    tickets: int
    open_tickets: int


# The tickets of a problem as they stand: `linked` is what was linked, `one` what it reads as.
STANDING = """ticket AS linked JOIN ticket AS one
    ON one.id = coalesce(linked.merged_into, linked.id)
   AND (one.problem_id IS NULL OR one.problem_id = linked.problem_id)"""
ITS_TICKETS = f"FROM {STANDING} WHERE linked.problem_id = problem.id"
SELECT_PROBLEM = f"""
SELECT problem.id, problem.title, client.id AS client_id, client.code AS client_code, client.name AS client_name,
       problem.state, problem.opened_at, problem.cause, problem.cause_at, problem.fix, problem.closed_at,
       (SELECT count(DISTINCT one.id) {ITS_TICKETS}) AS tickets,
       (SELECT count(DISTINCT one.id) {ITS_TICKETS} AND one.state IN ('new', 'working', 'waiting')) AS open_tickets
  FROM problem
  LEFT JOIN client ON client.id = coalesce(
      problem.client_id,
      (SELECT CASE WHEN min(one.client_id) = max(one.client_id) THEN min(one.client_id) END {ITS_TICKETS})
  )
"""


def problem_by_id(db: sqlite3.Connection, number: int) -> ProblemRow | None:
    """Give the problem of that number, else None."""
    return fetch_one(db, ProblemRow, f"{SELECT_PROBLEM} WHERE problem.id = :number", number=number)


def open_problems(db: sqlite3.Connection) -> list[ProblemRow]:
    """Give the open problems, oldest first."""
    sql = f"{SELECT_PROBLEM} WHERE problem.state = 'open' ORDER BY problem.opened_at, problem.id"
    return fetch(db, ProblemRow, sql)


def open_problems_of(db: sqlite3.Connection, client_id: int) -> list[ProblemRow]:
    """Give the open problems of a client, told or through their tickets, oldest first."""
    sql = (
        f"{SELECT_PROBLEM} WHERE problem.state = 'open' AND client.id = :client_id"
        " ORDER BY problem.opened_at, problem.id"
    )
    return fetch(db, ProblemRow, sql, client_id=client_id)


def all_problems(db: sqlite3.Connection) -> list[ProblemRow]:
    """Give the open problems, oldest first, then the closed ones, the latest closed first."""
    sql = f"{SELECT_PROBLEM} ORDER BY problem.state = 'closed', problem.closed_at DESC, problem.opened_at, problem.id"
    return fetch(db, ProblemRow, sql)


def ticket_ids(db: sqlite3.Connection, number: int) -> list[int]:
    """Give the row numbers of a problem's tickets, in the order in which they were opened."""
    sql = (
        f"SELECT DISTINCT one.id, one.opened_at FROM {STANDING} WHERE linked.problem_id = :number"
        " ORDER BY one.opened_at, one.id"
    )
    return [row[0] for row in db.execute(sql, {"number": number})]


def told_client(db: sqlite3.Connection, number: int) -> int | None:
    """Give the client that was told for a problem, not the one that its tickets share."""
    found = value(db, "SELECT client_id FROM problem WHERE id = :number", number=number)
    return None if found is None else int(found)


# The problem of a ticket: its own, else that of one that was merged into it.
PROBLEM_OF = """coalesce(ticket.problem_id, (
    SELECT merged.problem_id FROM ticket AS merged
     WHERE merged.merged_into = ticket.id AND merged.problem_id IS NOT NULL ORDER BY merged.id LIMIT 1
))"""


def problem_of(db: sqlite3.Connection, ticket_id: int) -> int | None:
    """Give the number of the problem that a ticket belongs to, itself or through one merged into it, else None."""
    found = value(db, f"SELECT {PROBLEM_OF} FROM ticket WHERE ticket.id = :ticket_id", ticket_id=ticket_id)
    return None if found is None else int(found)


def linked_as_one(db: sqlite3.Connection, ticket_id: int) -> list[int]:
    """Give the row numbers, of a ticket and those merged into it, that were linked to a problem."""
    sql = """
        SELECT id FROM ticket
         WHERE id IN (SELECT :ticket_id UNION ALL SELECT id FROM ticket WHERE merged_into = :ticket_id)
           AND problem_id IS NOT NULL ORDER BY id
    """
    return [row[0] for row in db.execute(sql, {"ticket_id": ticket_id})]


class Recent(NamedTuple):
    """A ticket of the last weeks, as it is compared with others; `problem_id` is the problem that it belongs to."""

    id: int
    reference: str
    title: str
    client_id: int | None
    client_code: str | None
    state: str
    opened_at: str
    asset: str
    problem_id: int | None


# Bounded before it is narrowed down, by the index of openings: history and a flood of alerts cost the same.
RECENT = f"""
SELECT ticket.id, ticket.reference, ticket.title, ticket.client_id, client.code AS client_code, ticket.state,
       ticket.opened_at, ticket.asset, {PROBLEM_OF} AS problem_id
  FROM (SELECT id, client_id AS near_client, asset AS near_asset FROM ticket
         WHERE opened_at >= :since AND merged_into IS NULL ORDER BY opened_at DESC, id DESC LIMIT :most) AS recent
  JOIN ticket ON ticket.id = recent.id
  LEFT JOIN client ON client.id = ticket.client_id
"""


def recent_tickets(db: sqlite3.Connection, since: str, most: int) -> list[Recent]:
    """Give the tickets opened since, of every state but merged, the newest `most` of them."""
    return fetch(db, Recent, RECENT, since=since, most=most)


def recent_beside(db: sqlite3.Connection, client_id: int | None, asset: str, since: str, most: int) -> list[Recent]:
    """Give those of `recent_tickets` that are of this client, or of this asset where one is told."""
    sql = (
        f"{RECENT} WHERE recent.near_client = :client_id"
        " OR (:asset <> '' AND recent.near_asset = :asset COLLATE NOCASE)"
    )
    return fetch(db, Recent, sql, client_id=client_id, asset=asset, since=since, most=most)


# --- writes: each is called inside an operation ---


def insert_problem(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a problem and give its number."""
    return insert_row(db, "problem", fields)


CHANGEABLE = frozenset("title client_id state cause cause_at fix closed_at".split())


def update_problem(db: sqlite3.Connection, number: int, changes: dict[str, object]) -> None:
    """Set some of a problem's fields; raises ValueError for one that is not to change."""
    update_row(db, "problem", number, changes, CHANGEABLE)
