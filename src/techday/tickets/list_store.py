"""Which tickets a list holds, chosen in SQL; and their rows.

Choosing reads only what tells a ticket apart, so that a hundred thousand old ones cost next to nothing: open tickets
come from their own small index, a client's and a problem's from theirs. Everything else is history: newest first, and
no further back than a horizon.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from techday.database.fetch import fetch, value
from techday.tickets.store import OPEN, SELECT_TICKET, TicketRow


class Chosen(NamedTuple):
    """A ticket of a list, with the words that are compared folded, which SQLite cannot do."""

    id: int
    requester: str
    category: str
    asset: str


class Base(NamedTuple):
    """A set of tickets that an index gives, and its order."""

    where: str
    order: str = "+ticket.opened_at DESC, ticket.id DESC"


# A plus keeps SQLite from leaving the base's own index for another one.
OPENED = "+ticket.opened_at >= :since AND +ticket.opened_at < :until"
BASES = {
    "open": Base(f"{OPEN} AND {OPENED}", "ticket.priority, ticket.opened_at, ticket.id"),
    "client": Base(
        "ticket.client_id = :client AND ticket.opened_at >= :since AND ticket.opened_at < :until",
        "ticket.opened_at DESC, ticket.id DESC",
    ),
    "problem": Base(f"ticket.id IN (SELECT value FROM json_each(:problem)) AND {OPENED}"),
    "cause owed": Base(f"ticket.cause_owed = 1 AND +ticket.merged_into IS NULL AND {OPENED}"),
    "gone": Base(f"ticket.state = 'gone' AND {OPENED}"),
    "merged": Base(f"ticket.merged_into IS NOT NULL AND {OPENED}"),
    "all": Base("ticket.opened_at >= :since AND ticket.opened_at < :until", "ticket.opened_at DESC, ticket.id DESC"),
}
# Each narrows a base down.
CONDITIONS = {
    "state": "+ticket.state = :state",
    "priorities": "+ticket.priority IN (SELECT value FROM json_each(:priorities))",
    "tiers": "+ticket.tier IN (SELECT value FROM json_each(:tiers))",
    "owners": "+ticket.owner_id IN (SELECT value FROM json_each(:owners))",
    "unowned": "+ticket.owner_id IS NULL",
    "client": "+ticket.client_id = :client",
    "no_client": "+ticket.client_id IS NULL",
    "waiting_for": "+ticket.waiting_for = :waiting_for",
    "escalated": "+ticket.escalated_at IS NOT NULL",
    "problem": "+ticket.id IN (SELECT value FROM json_each(:problem))",
    "cause_owed": "+ticket.cause_owed = 1",
}


def chosen(
    db: sqlite3.Connection, base: str, narrowed: Mapping[str, object], since: str, until: str, limit: int
) -> list[Chosen]:
    """Give the tickets of a base that were opened in `[since, until)` and meet every condition, in the base's order.

    `base` is a key of BASES, `narrowed` has keys of CONDITIONS with their values, lists for the plural ones; a base
    of a client or a problem needs that among them. -1 as `limit` gives them all.
    """
    kind = BASES[base]
    conditions = " AND ".join([kind.where, *(CONDITIONS[name] for name in narrowed)])
    values = {name: json.dumps(found) if isinstance(found, list) else found for name, found in narrowed.items()}
    sql = (
        "SELECT ticket.id, ticket.requester, ticket.category, ticket.asset FROM ticket"
        f" WHERE {conditions} ORDER BY {kind.order} LIMIT :limit"
    )
    return fetch(db, Chosen, sql, **values, since=since, until=until, limit=limit)


def horizon(db: sqlite3.Connection, until: str, look: int, client_id: object = None) -> str:
    """Give the opening of the `look`-th newest ticket opened before `until` (as stored), "" where there are fewer.

    With `client_id` it is of that client's tickets.
    """
    of_client = "" if client_id is None else "ticket.client_id = :client_id AND "
    sql = (
        f"SELECT ticket.opened_at FROM ticket WHERE {of_client}ticket.opened_at < :until"
        " ORDER BY ticket.opened_at DESC LIMIT 1 OFFSET :look"
    )
    return str(value(db, sql, until=until, look=look, client_id=client_id) or "")


def rows_of(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> list[TicketRow]:
    """Give the rows of tickets by their row numbers, in the order of these."""
    wanted = list(ticket_ids)
    sql = f"{SELECT_TICKET} WHERE ticket.id IN (SELECT value FROM json_each(:ids))"
    found = {row.id: row for row in fetch(db, TicketRow, sql, ids=json.dumps(wanted))}
    return [found[ticket_id] for ticket_id in wanted if ticket_id in found]


def references_of(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> dict[int, str]:
    """Give the references of tickets by their row numbers."""
    sql = "SELECT id, reference FROM ticket WHERE id IN (SELECT value FROM json_each(:ids))"
    return dict(db.execute(sql, {"ids": json.dumps(sorted(set(ticket_ids)))}))


def last_events(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> dict[int, str]:
    """Give when something last happened on tickets or on those merged into them, UTC text, by their row numbers."""
    sql = """
        SELECT wanted.value, (
            SELECT max(ticket_event.at) FROM ticket_event WHERE ticket_event.ticket_id IN (
                SELECT wanted.value UNION ALL SELECT ticket.id FROM ticket WHERE ticket.merged_into = wanted.value
            )
        ) FROM json_each(:ids) AS wanted
    """
    return {ticket_id: at for ticket_id, at in db.execute(sql, {"ids": json.dumps(list(ticket_ids))}) if at}
