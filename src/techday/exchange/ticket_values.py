"""How the fields of an export stand in the columns of a ticket."""

from collections.abc import Iterable, Mapping
from typing import Any

# What a new ticket holds where its row says nothing.
NEW_TICKET: dict[str, Any] = {
    "client_id": None,
    "owner_id": None,
    "priority": 3,
    "requester": "",
    "category": "",
    "asset": "",
    "source_status": "",
    "source_priority": "",
    "source_updated_at": None,
    "due_at": None,
    "resolved_at": None,
    "closed_at": None,
    "waiting_for": None,
    "waiting_until": None,
    "body": "",
    "fix": "",
}

# Dates of resolution say something of the state, too.
COLUMNS_OF_FIELD: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "client": ("client", "client_id"),
    "owner": ("owner_id",),
    "requester": ("requester",),
    "status": ("state", "waiting_for", "resolved_at", "closed_at", "source_status"),
    "priority": ("priority", "source_priority"),
    "category": ("category",),
    "type": ("category",),
    "asset": ("asset",),
    "opened": ("opened_at",),
    "updated": ("source_updated_at",),
    "due": ("due_at",),
    "resolved": ("state", "waiting_for", "resolved_at", "closed_at"),
    "closed": ("state", "waiting_for", "resolved_at", "closed_at"),
    "body": ("body",),
    "fix": ("fix",),
}


def present_columns(fields: Iterable[str], has_client: bool) -> frozenset[str]:
    """Give the ticket's columns of which the file says something; a title always stands, if only a built one."""
    found = {"title"}
    for field in fields:
        found.update(COLUMNS_OF_FIELD.get(field, ()))
    if has_client:
        found.add("client_id")
    return frozenset(found)
