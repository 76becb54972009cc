"""Escalations in the store: the rows, and the SQL that gives them."""

import json
import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch
from techday.database.rows import insert_row


class EscalationRow(NamedTuple):
    """A ticket handed up; `target` is L2, L3 or a name, `checklist` JSON as `answers` reads it."""

    id: int
    event_id: int
    at: str
    target: str
    tier_before: int
    tier_after: int
    reason: str
    tried: str
    checklist: str


class Answer(NamedTuple):
    """An item that should have been tried first, and whether it was: "yes", "no", or "" where nobody said."""

    item: str
    answer: str


def escalations_of(db: sqlite3.Connection, ticket_id: int) -> list[EscalationRow]:
    """Give the escalations of a ticket and of those merged into it, oldest first."""
    sql = (
        "SELECT id, event_id, at, target, tier_before, tier_after, reason, tried, checklist FROM escalation"
        " WHERE ticket_id IN (SELECT :ticket_id UNION ALL SELECT id FROM ticket WHERE merged_into = :ticket_id)"
        " ORDER BY at, id"
    )
    return fetch(db, EscalationRow, sql, ticket_id=ticket_id)


def answers(escalation: EscalationRow) -> list[Answer]:
    """Give the checklist of an escalation."""
    return [Answer(str(item), str(answer)) for item, answer in json.loads(escalation.checklist)]


def insert_escalation(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add an escalation and give its row number."""
    return insert_row(db, "escalation", fields)
