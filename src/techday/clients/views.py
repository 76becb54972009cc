"""Clients as scripts read them."""

from datetime import date
from typing import Any

from techday.clients.rules import is_paused
from techday.clients.store import ClientRow


def client_document(client: ClientRow, day: date) -> dict[str, Any]:
    """Give a client as scripts read it on a local day; a pause that is over is told no more."""
    paused = is_paused(client, day)
    return {
        "code": client.code,
        "name": client.name,
        "cadence_days": client.cadence_days,
        "level": client.level or None,
        "area": client.area or None,
        "phone": client.phone or None,
        "billable": bool(client.billable),
        "placeholder": bool(client.placeholder),
        "created_at": client.created_at,
        "open_tickets": client.open_tickets,
        "calendar": client.calendar,
        "zone": client.zone or None,
        "starts_on": client.starts_on,
        "paused": paused,
        "paused_at": client.paused_at if paused else None,
        "paused_until": client.paused_until if paused else None,
        "pause_reason": (client.pause_reason if paused else "") or None,
    }
