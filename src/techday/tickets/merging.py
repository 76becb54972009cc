"""Tickets that belong together: merged into one, related, or joined to their number in the help desk.

Merging moves nothing. The merged ticket points to its target, and whoever reads the target reads both: time, links,
events and promises stay where they were recorded. So taking the pointer away is all that it needs to part them again.
"""

import sqlite3

from techday.core.text import clean_line
from techday.errors import BadUsage, Refused
from techday.tickets import link_store, store
from techday.tickets.acts import Times, begin_work, record, refuse_before_opening
from techday.tickets.rules import state_before_merge
from techday.tickets.store import TicketRow


def merge(db: sqlite3.Connection, ticket: TicketRow, target: TicketRow, times: Times) -> bool:
    """Merge a ticket into another one; give whether that is a change.

    Raises Refused where the target is itself merged, where the ticket was merged elsewhere, and for one and the same.
    """
    if target.id == ticket.id:
        raise Refused(f"{ticket.reference} cannot be merged into itself", hint="Name two tickets")
    if ticket.merged_into is not None and ticket.merged_into in (target.id, target.merged_into):
        return False
    if target.merged_into == ticket.id:
        hint = f"techday ticket reopen {target.reference} parts them"
        raise Refused(f"{target.reference} is merged into {ticket.reference}: the other way round", hint=hint)
    for one in (ticket, target):
        refuse_before_opening(one, times.at)
    for one, advice in (
        (target, "techday ticket merge {own} {into}"),
        (ticket, "techday ticket reopen {own} parts them"),
    ):
        if one.merged_into is not None:
            into = store.ticket_by_id(db, one.merged_into).reference
            hint = advice.format(own=ticket.reference, into=into)
            raise Refused(f"{one.reference} is itself merged into {into}", hint=hint)
    store.update_ticket(db, ticket.id, {"state": "merged", "merged_into": target.id})
    link_store.follow_to(db, ticket.id, target.id)
    record(db, ticket.id, times, "merged", detail=str(target.id), text=f"into {target.reference}")
    if target.state == "waiting" and client_waits(db, target):
        begin_work(db, target, times)
    return True


def client_waits(db: sqlite3.Connection, target: TicketRow) -> bool:
    """Tell whether a client said something after the wait of a ticket began, on it or on one merged into it."""
    since = store.last_state_change(db, target.id) or target.opened_at
    said = [event for event in store.clock_events_of(db, target.id) if event.kind in ("heard", "reply")]
    return bool(said) and said[-1].kind == "heard" and said[-1].at > since


def part(db: sqlite3.Connection, ticket: TicketRow, times: Times) -> None:
    """Take a merged ticket out of its target: it stands as it stood before, and so do those that came with it."""
    assert ticket.merged_into is not None  # noqa: S101  # the caller looked
    target_id = ticket.merged_into
    state = state_before_merge(ticket, store.own_states(db, ticket.id))
    followers = link_store.came_with(db, ticket.id, target_id)
    store.update_ticket(db, ticket.id, {"state": state, "merged_into": None})
    for follower in followers:
        store.update_ticket(db, follower, {"merged_into": ticket.id})
    record(db, ticket.id, times, "parted", detail=state, text=f"from {store.ticket_by_id(db, target_id).reference}")


def relate(db: sqlite3.Connection, ticket: TicketRow, other: TicketRow, times: Times) -> bool:
    """Say that two tickets have to do with each other; give whether that is a change.  Raises Refused for one alone."""
    refuse_same(ticket, other, "related to")
    for one in (ticket, other):
        refuse_before_opening(one, times.at)
    if other.id in {one.id for one in link_store.related_to(db, ticket.id)}:
        return False
    link_store.insert_relation(db, ticket.id, other.id)
    record(db, ticket.id, times, "related", detail=str(other.id), text=f"to {other.reference}")
    return True


def unrelate(db: sqlite3.Connection, ticket: TicketRow, other: TicketRow, times: Times) -> bool:
    """Take a relation back; give whether there was one."""
    before = link_store.relations_between(db, ticket.id, other.id)
    for relation in before:
        link_store.delete_relation(db, relation)
    if before:
        record(db, ticket.id, times, "related", detail=str(other.id), text=f"no longer to {other.reference}")
    return bool(before)


def refuse_same(ticket: TicketRow, other: TicketRow, what: str) -> None:
    """Raise Refused where two tickets are one."""
    if ticket.id == other.id:
        raise Refused(f"{ticket.reference} cannot be {what} itself", hint="Name two tickets")


def link(db: sqlite3.Connection, ticket: TicketRow, external: str, times: Times) -> tuple[TicketRow, bool]:
    """Join a local ticket to its number in the help desk; give the ticket under that number and whether it changed.

    Where the number is not here yet, the ticket takes it as its reference, keeps its L number as another name, and
    follows the source from the next import on. Where the import brought the number already, the local ticket is
    merged into that one. Raises BadUsage without a number, Refused for a ticket that has one.
    """
    number = clean_line(external, 100).lstrip("#")
    if not number or any(letter.isspace() for letter in number):
        raise BadUsage("The number in the help desk is missing", hint=f"techday ticket link {ticket.reference} 1049213")
    if number == ticket.reference:
        return ticket, False
    if ticket.external_id is not None:
        hint = f"techday ticket merge {ticket.reference} {number} where both are one matter"
        raise Refused(f"{ticket.reference} has a number in the help desk already", hint=hint)
    there = store.id_by_reference(db, number)
    if there is not None:
        target = store.ticket_by_id(db, there)
        refuse_same(ticket, target, "linked to")
        return target, merge(db, ticket, target, times)
    if store.is_local_reference(number):
        raise Refused(f"{number} is how local tickets are called", hint="Name the number that the help desk shows")
    store.update_ticket(db, ticket.id, {"reference": number, "external_id": number})
    record(db, ticket.id, times, "linked", text=f"{ticket.reference} is {number}")
    return store.ticket_by_id(db, ticket.id), True
