"""Promises in the store: the rows, and the SQL that gives them."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one
from techday.database.rows import insert_row, update_row


class PromiseRow(NamedTuple):
    """A promise with the names of its ticket (the one it was merged into, where it was) and client.

    `due_at`, `made_at` and `settled_at` are UTC text; `state` is open, kept or broken, and `outcome` says why broken.
    """

    id: int
    ticket_id: int
    reference: str
    title: str
    client: str | None
    owner_id: int | None
    text: str
    made_at: str
    due_at: str
    state: str
    settled_at: str | None
    outcome: str


SELECT_PROMISE = """
SELECT promise.id, ticket.id AS ticket_id, ticket.reference, ticket.title, client.code AS client, ticket.owner_id,
       promise.text, promise.made_at, promise.due_at, promise.state, promise.settled_at, promise.outcome
  FROM promise
  JOIN ticket AS made_on ON made_on.id = promise.ticket_id
  JOIN ticket ON ticket.id = coalesce(made_on.merged_into, made_on.id)
  LEFT JOIN client ON client.id = ticket.client_id
"""


def open_promises(db: sqlite3.Connection) -> list[PromiseRow]:
    """Give the promises that are neither kept nor broken, the one due first before the others."""
    return fetch(db, PromiseRow, f"{SELECT_PROMISE} WHERE promise.state = 'open' ORDER BY promise.due_at, promise.id")


def open_promises_of(db: sqlite3.Connection, client_id: int) -> list[PromiseRow]:
    """Give the promises to a client that are neither kept nor broken, the one due first before the others."""
    # The plus keeps to the index of open promises, which are few, beside that of a client's many tickets.
    sql = (
        f"{SELECT_PROMISE} WHERE promise.state = 'open' AND +ticket.client_id = :client_id"
        " ORDER BY promise.due_at, promise.id"
    )
    return fetch(db, PromiseRow, sql, client_id=client_id)


def promises_of(db: sqlite3.Connection, ticket_id: int) -> list[PromiseRow]:
    """Give the promises made on a ticket and on those merged into it, open ones first, each by its date."""
    sql = (
        f"{SELECT_PROMISE} WHERE promise.ticket_id IN"
        " (SELECT :ticket_id UNION ALL SELECT id FROM ticket WHERE merged_into = :ticket_id)"
        " ORDER BY promise.state <> 'open', promise.due_at, promise.id"
    )
    return fetch(db, PromiseRow, sql, ticket_id=ticket_id)


def promise_by_id(db: sqlite3.Connection, promise_id: int) -> PromiseRow | None:
    """Give the promise of that number, or None."""
    return fetch_one(db, PromiseRow, f"{SELECT_PROMISE} WHERE promise.id = :promise_id", promise_id=promise_id)


def insert_promise(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a promise and give its number."""
    return insert_row(db, "promise", fields)


CHANGEABLE = frozenset(("state", "settled_at", "outcome"))


def update_promise(db: sqlite3.Connection, promise_id: int, changes: dict[str, object]) -> None:
    """Set how a promise stands; raises ValueError for any other field."""
    update_row(db, "promise", promise_id, changes, CHANGEABLE)
