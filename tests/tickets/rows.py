"""Tickets and events as rows, for rules that need no store."""

from datetime import UTC, datetime
from typing import Any

from techday.tickets.store import ClockEvent, TicketRow

PLAIN = TicketRow(
    id=1,
    reference="L1",
    source=None,
    title="Mail is down",
    client_id=None,
    client_code=None,
    client_name=None,
    priority=3,
    tier=1,
    state="new",
    owner_id=None,
    owner=None,
    requester="",
    category="",
    source_status="",
    source_priority="",
    opened_at="2026-11-23T08:00:00Z",
    first_seen_at="2026-11-23T08:00:00Z",
    due_at=None,
    resolved_at=None,
    closed_at=None,
    waiting_for=None,
    waiting_until=None,
    next_action="",
    verified_at=None,
    asset="",
    fix="",
    cause="",
    cause_owed=0,
    merged_into=None,
    problem_id=None,
    escalated_at=None,
    escalated_to="",
    external_id=None,
)


def ticket(**fields: Any) -> TicketRow:
    """Give a plain new P3 ticket, opened on Monday 2026-11-23 at 08:00 UTC, with some fields of its own."""
    return PLAIN._replace(**fields)


def event(at: str, kind: str, detail: str = "") -> ClockEvent:
    """Give an event of that ticket; what the client can read is a public reply."""
    return ClockEvent(1, at, kind, int(kind == "reply"), detail)


def utc(text: str) -> datetime:
    """Read `2026-11-23 08:00` as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
