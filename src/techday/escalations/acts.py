"""Handing a ticket up, inside a given store: to a tier or a person, with why and with what was tried.

A tier is a field and never a state, so no clock stops. The ticket stays its owner's until somebody else picks it up.
"""

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from techday.core.instants import to_text
from techday.core.text import clean_block, clean_line, fold
from techday.errors import BadUsage, Refused
from techday.escalations.store import Answer, escalations_of, insert_escalation
from techday.tickets import store
from techday.tickets.acts import Times, record, refuse_before_opening
from techday.tickets.lifecycle import refuse_forbidden
from techday.tickets.store import TicketRow

TIERS = {"l1": 1, "l2": 2, "l3": 3}


class Handing(NamedTuple):
    """What is told of an escalation: to whom (L2, L3 or a name), why, what was tried, and the checklist's answers."""

    to: str
    reason: str
    tried: str
    checklist: Sequence[Answer] = ()


def escalate(db: sqlite3.Connection, ticket: TicketRow, handing: Handing, times: Times) -> bool:
    """Hand a ticket up; give whether that is a change (False where it waits for the same already, with the same words).

    Raises BadUsage without a reason or without what was tried, Refused for a tier below the ticket's own, and where
    the ticket is not open.
    """
    refuse_forbidden("escalate", ticket)
    refuse_before_opening(ticket, times.at)
    target = clean_line(handing.to, 200)
    tier = TIERS.get(target.lower(), ticket.tier)
    target = f"L{tier}" if target.lower() in TIERS else target
    reason, tried = clean_line(handing.reason, 1000), clean_block(handing.tried, 4000).strip()
    words = f"techday ticket escalate {ticket.reference} --to {target or 'L2'}"
    if not target:
        raise BadUsage("To whom is missing", hint=f"{words}, L3 or a name")
    if not reason:
        raise BadUsage("The reason is missing", hint=f'{words} --reason "…" --tried "…"')
    if not tried:
        raise BadUsage("What was tried is missing", hint=f'{words} --reason "…" --tried "…" (--tried nothing, if so)')
    if tier < ticket.tier or (tier == 1 and target == "L1"):
        down = f"techday ticket edit {ticket.reference} --tier {tier} hands it back down"
        hint = down if tier < ticket.tier else "--to L2, --to L3, or a name"
        raise Refused(f"{ticket.reference} is at tier {ticket.tier}, so tier {tier} is not up", hint=hint)
    waits_for_it = fold(ticket.escalated_to) == fold(target)
    if waits_for_it and said_already(db, ticket, reason, tried):
        return False
    event_id = record(db, ticket.id, times, "escalated", detail=target, text=f"{reason}\nTried: {tried}")
    fields: dict[str, object] = {
        "ticket_id": ticket.id,
        "event_id": event_id,
        "at": to_text(times.at),
        "target": target,
        "tier_before": ticket.tier,
        "tier_after": tier,
        "reason": reason,
        "tried": tried,
        "checklist": json.dumps([[one.item, one.answer] for one in handing.checklist], ensure_ascii=False),
    }
    insert_escalation(db, fields)
    if not waits_for_it:  # told more about it, it has waited to be picked up since the first time
        changes = {"tier": tier, "escalated_at": to_text(times.at), "escalated_to": target}
        store.update_ticket(db, ticket.id, changes)
    return True


def said_already(db: sqlite3.Connection, ticket: TicketRow, reason: str, tried: str) -> bool:
    """Tell whether the last escalation of a ticket says the same."""
    last = escalations_of(db, ticket.id)[-1:]
    return bool(last) and (last[0].reason, last[0].tried) == (reason, tried)
