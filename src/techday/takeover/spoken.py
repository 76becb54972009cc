"""Taking over what a colleague handed over in words: what is written, inside a given store."""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from techday.core.instants import to_text
from techday.core.text import clean_line
from techday.handover import store
from techday.handover.colleagues import Colleague, row_of
from techday.handover.event_words import taken_words
from techday.handover.packet import LONGEST_WORDS
from techday.handover.sent_acts import decision, ensure_uid, new_uid
from techday.tickets import acts as tickets
from techday.tickets.acts import Times
from techday.tickets.store import TicketRow


class Taking(NamedTuple):
    """What a colleague said when they handed tickets over, and when; `owner_id` is the user's own row."""

    giver: Colleague
    owner_id: int
    taker: str
    read_back: str
    summary: str
    next_step: str
    times: Times


def take(db: sqlite3.Connection, taking: Taking, taken: Sequence[TicketRow]) -> int:
    """Record that a colleague handed tickets over in words, and give the handover's number; they are the user's now."""
    at = to_text(taking.times.at)
    for ticket in taken:
        tickets.refuse_before_opening(ticket, taking.times.at)
    fields = {
        "uid": new_uid(),
        "direction": "in",
        "technician_id": row_of(db, taking.giver),
        "name": taking.giver.name,
        "spoken": 1,
        "sent_at": at,
        "recorded_at": to_text(taking.times.recorded),
    }
    number = store.insert_handover(db, {**fields, **decision(taking.times.at, taking.taker, taking.read_back)})
    summary, next_step = clean_line(taking.summary, LONGEST_WORDS), clean_line(taking.next_step, LONGEST_WORDS)
    words = taken_words(number, taking.giver.name, summary)
    for ticket in taken:
        line = {
            "handover_id": number,
            "ticket_id": ticket.id,
            "ticket_uid": ensure_uid(db, ticket.id),
            "plan": "give",
            "reference": ticket.reference,
            "title": ticket.title,
            "client": ticket.client_code,
            "priority": ticket.priority,
            "summary": summary,
            "next_step": next_step,
        }
        store.insert_line(db, line)
        tickets.record(db, ticket.id, taking.times, "handover", detail="taken", text=words)
        tickets.assign(db, ticket, taking.owner_id, taking.taker, taking.times)
        if next_step:
            tickets.edit(db, ticket, {"next_action": next_step}, taking.times)
    return number
