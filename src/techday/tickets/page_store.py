"""What the page of one ticket needs beside its rows: what those that were merged into it brought along."""

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from techday.database.fetch import fetch


class BodyRow(NamedTuple):
    """A description, and the ticket that it belongs to."""

    ticket_id: int
    text: str


def bodies_of(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> list[BodyRow]:
    """Give the descriptions of tickets by their row numbers; those without one are left out."""
    sql = (
        "SELECT id AS ticket_id, body AS text FROM ticket"
        " WHERE id IN (SELECT value FROM json_each(:ids)) AND body <> '' ORDER BY id"
    )
    return fetch(db, BodyRow, sql, ids=json.dumps(list(ticket_ids)))


def entries_on(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> dict[int, int]:
    """Give the time entries that were recorded on tickets by their row numbers, each with its ticket."""
    sql = "SELECT id, ticket_id FROM time_entry WHERE ticket_id IN (SELECT value FROM json_each(:ids))"
    return dict(db.execute(sql, {"ids": json.dumps(list(ticket_ids))}))
