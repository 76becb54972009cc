"""Promises made and settled, inside a given store."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from techday.core.instants import to_text
from techday.core.text import clean_line
from techday.errors import BadUsage, NotFound, Refused
from techday.promises import store
from techday.promises.store import PromiseRow
from techday.tickets.acts import Times, record, refuse_before_opening
from techday.tickets.store import TicketRow

LONGEST = 500


def promise(db: sqlite3.Connection, ticket: TicketRow, text: str, due: datetime, times: Times) -> PromiseRow:
    """Record what a client was promised, and by when; raises BadUsage without words, or due before it was made."""
    words = clean_line(text, LONGEST)
    if not words:
        raise BadUsage("What was promised is missing", hint=f'techday ticket promise {ticket.reference} "…" --by TIME')
    refuse_before_opening(ticket, times.at)
    if due <= times.at:
        raise BadUsage("A promise is kept after it is made", hint="--by 16:00, or --by tomorrow")
    fields: dict[str, object] = {
        "ticket_id": ticket.id,
        "text": words,
        "made_at": to_text(times.at),
        "due_at": to_text(due),
        "state": "open",
    }
    number = store.insert_promise(db, fields)
    record(db, ticket.id, times, "promise", detail=str(number), text=words)
    return given(db, number)


def given(db: sqlite3.Connection, number: int) -> PromiseRow:
    """Give the promise of that number; it must exist."""
    found = store.promise_by_id(db, number)
    if found is None:
        raise LookupError(f"no promise {number}")
    return found


def find(db: sqlite3.Connection, ticket: TicketRow, number: str | None) -> PromiseRow:
    """Give the promise of a ticket that a number means; without one the only open promise.

    Raises NotFound with the open ones, Refused where none is told and several are open.
    """
    promises = store.promises_of(db, ticket.id)
    still_open = [one for one in promises if one.state == "open"]
    if number is not None:
        wanted = number.lstrip("#")
        for one in promises:
            if str(one.id) == wanted:
                return one
        raise NotFound(f"{ticket.reference} has no promise {clean_line(number, 20)}", hint=listed(ticket, still_open))
    if len(still_open) == 1:
        return still_open[0]
    if not still_open:
        raise NotFound(f"{ticket.reference} has no open promise", hint=f"techday ticket show {ticket.reference}")
    raise Refused(f"{ticket.reference} has {len(still_open)} open promises", hint=listed(ticket, still_open))


def listed(ticket: TicketRow, promises: Sequence[PromiseRow]) -> str:
    """Name open promises, to choose from."""
    named = "; ".join(f"{one.id} ({clean_line(one.text, 40)})" for one in promises[:5])
    return f"techday ticket kept {ticket.reference} ID: {named}" if named else f"techday ticket show {ticket.reference}"


def settle(db: sqlite3.Connection, one: PromiseRow, broken: str | None, times: Times) -> bool:
    """Record that a promise was kept, or (`broken`) why it was not; give whether that is a change.

    Raises BadUsage where it was broken without a reason, Refused where it was settled otherwise before, or made after
    that.
    """
    outcome = clean_line(broken or "", LONGEST)
    if broken is not None and not outcome:
        again = f'techday ticket kept {one.reference} {one.id} --broken "…"'
        raise BadUsage("Why it was not kept is missing", hint=again)
    state = "kept" if broken is None else "broken"
    if one.state == state:
        return False
    if one.state != "open":
        raise Refused(f"Promise {one.id} is {one.state} already", hint=f"techday ticket show {one.reference}")
    if to_text(times.at) < one.made_at:
        raise Refused(f"Promise {one.id} was made after that", hint="Give a later time with --at")
    store.update_promise(db, one.id, {"state": state, "settled_at": to_text(times.at), "outcome": outcome})
    record(db, one.ticket_id, times, "kept", detail=state, text=one.text + (f": {outcome}" if outcome else ""))
    return True
