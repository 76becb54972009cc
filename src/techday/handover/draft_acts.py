"""Saying what becomes of a ticket at the next handover, inside a given store."""

import sqlite3
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import to_text
from techday.core.text import as_argument
from techday.errors import Refused
from techday.handover import store
from techday.handover.rules import GIVE
from techday.handover.store import DraftRow, HandoverRow
from techday.handover.watched_evidence import watched_at
from techday.tickets.rules import ACTIVE
from techday.tickets.store import TicketRow, ticket_by_id

# As a draft is before anything was said.
NOTHING_SAID: Mapping[str, object] = {
    "plan": None,
    "severity": None,
    "summary": "",
    "tried": "",
    "next_step": "",
    "by_at": None,
    "if_then": "",
    "told": "",
}


def say(db: sqlite3.Connection, ticket: TicketRow, changes: Mapping[str, object], now: datetime) -> list[str]:
    """Set some of what is said of a ticket for the next handover; give the fields that really changed.

    `changes` are fields of the draft; "" or None takes back what was said. A draft of which nothing is left goes.
    """
    row = store.draft_of(db, ticket.id)
    said = dict(NOTHING_SAID) if row is None else {name: getattr(row, name) for name in NOTHING_SAID}
    changed = {name: value for name, value in changes.items() if said[name] != value}
    if not changed:
        return []
    if {**said, **changed} == NOTHING_SAID:
        store.delete_draft(db, ticket.id)
    elif row is None:
        store.insert_draft(db, {**said, **changed, "ticket_id": ticket.id, "set_at": to_text(now)})
    else:
        store.update_draft(db, row.id, {**changed, "set_at": to_text(now)})
    return list(changed)


def said_of(db: sqlite3.Connection, ticket: TicketRow) -> dict[str, object]:
    """Give what was said of a ticket for the next handover, as scripts read it: null where nothing was."""
    row: DraftRow | None = store.draft_of(db, ticket.id)
    return {"ref": ticket.reference, **{name: (row and getattr(row, name)) or None for name in NOTHING_SAID}}


class Hands(NamedTuple):
    """In whose hands tickets are: `own` are the user's rows among the technicians, None while nobody is named.

    `sent` are the handovers under way, by the row numbers of their tickets; `watched` those of the tickets that the
    user watches for colleagues.
    """

    own: frozenset[int] | None
    sent: Mapping[int, HandoverRow]
    watched: Collection[int]


def hands_at(db: sqlite3.Connection, own: frozenset[int] | None, now: datetime) -> Hands:
    """Give in whose hands tickets are at `now`."""
    lent = watched_at(db, to_text(now), own) if own is not None else []
    return Hands(own, store.tickets_under_way(db), {one.ticket_id for one in lent})


def refuse_elsewhere(db: sqlite3.Connection, ticket: TicketRow, hands: Hands, plan: str | None) -> None:
    """Raise Refused where a ticket is not the user's to hand over: merged, done with, a colleague's, or sent already.

    What is only watched for a colleague may be passed on to be watched, and not given.
    """
    reference, own, sent = ticket.reference, hands.own, hands.sent
    if ticket.merged_into is not None:
        target = ticket_by_id(db, ticket.merged_into).reference
        raise Refused(
            f"{reference} was merged into {target}", hint=f"techday handover set {as_argument(target)} {plan or GIVE}"
        )
    if ticket.state not in ACTIVE:
        what = "no longer in its source's view" if ticket.state == "gone" else ticket.state
        raise Refused(
            f"{reference} is {what}, so nothing of it is left to hand over",
            hint=f"techday ticket reopen {as_argument(reference)}",
        )
    is_watched = ticket.id in hands.watched
    if is_watched and plan == GIVE:
        raise Refused(
            f"{reference} is {ticket.owner}'s and you only watch it: it is not yours to give",
            hint=f"techday handover set {as_argument(reference)} watch",
        )
    if own is not None and ticket.owner_id not in own and not is_watched:
        whose = f"{ticket.owner}'s" if ticket.owner else "nobody's"
        raise Refused(
            f"{reference} is {whose}, and you hand over what is yours",
            hint=f"techday ticket assign {as_argument(reference)} me",
        )
    if ticket.id in sent:
        row = sent[ticket.id]
        raise Refused(
            f"{reference} is with {row.name}, who has not answered handover {row.id}",
            hint=f'techday handover return {row.id} --reason "…"',
        )
