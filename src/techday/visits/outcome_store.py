"""What became of tickets on visits, in the store: the rows, and the SQL that gives them."""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from techday.database.fetch import fetch
from techday.database.rows import insert_row
from techday.visits.rules import BACK


class OutcomeRow(NamedTuple):
    """What became of a ticket on a visit: `done` with its fix, or `back` with what is needed.

    The ticket is the one that it was merged into, where it was; `state` is its state now.
    """

    visit_id: int
    ticket_id: int
    reference: str
    title: str
    state: str
    result: str
    text: str


def outcomes_of(db: sqlite3.Connection, visit_ids: Iterable[int]) -> list[OutcomeRow]:
    """Give what became of tickets on some visits, in the order in which it was told."""
    sql = (
        "SELECT visit_outcome.visit_id, ticket.id AS ticket_id, ticket.reference, ticket.title, ticket.state,"
        " visit_outcome.result, visit_outcome.text FROM json_each(:ids) AS wanted"
        " CROSS JOIN visit_outcome ON visit_outcome.visit_id = wanted.value"
        " JOIN ticket AS told_of ON told_of.id = visit_outcome.ticket_id"
        " JOIN ticket ON ticket.id = coalesce(told_of.merged_into, told_of.id)"
        " ORDER BY wanted.key, visit_outcome.id"
    )
    return fetch(db, OutcomeRow, sql, ids=json.dumps(list(visit_ids)))


# The visits come first: by the index of when they ended, today's are few. Of what was told of a ticket the last stands.
NEEDS = """
SELECT ticket.id, visit_outcome.result, visit_outcome.text, ticket.next_action
  FROM visit CROSS JOIN visit_outcome ON visit_outcome.visit_id = visit.id
  JOIN ticket AS told_of ON told_of.id = visit_outcome.ticket_id
  JOIN ticket ON ticket.id = coalesce(told_of.merged_into, told_of.id)
 WHERE visit.left_at >= :since
 ORDER BY visit.left_at, visit_outcome.id
"""


def needs_since(db: sqlite3.Connection, since: str) -> dict[int, str]:
    """Give what is needed to come back for a ticket, by its row number: of visits that ended since `since` (UTC text).

    It stands while it is the ticket's next step, and nothing later was told of the ticket on a visit.
    """
    needs: dict[int, str] = {}
    for ticket_id, result, text, next_action in db.execute(NEEDS, {"since": since}):
        needs.pop(ticket_id, None)
        if result == BACK and text == next_action:
            needs[ticket_id] = text
    return needs


# --- writes: each is called inside an operation ---


def insert_outcome(db: sqlite3.Connection, visit_id: int, ticket_id: int, result: str, text: str) -> None:
    """Write down what became of a ticket on a visit."""
    fields = {"visit_id": visit_id, "ticket_id": ticket_id, "result": result, "text": text}
    insert_row(db, "visit_outcome", fields)
