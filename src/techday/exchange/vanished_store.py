"""The SQL of tickets that an export does not name any more."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from techday.database.fetch import fetch


class OpenTicket(NamedTuple):
    """An open ticket of a kind of file: enough to name it when it is missing from the next one."""

    ticket_id: int
    reference: str
    title: str
    external_id: str
    handed_over: int


# Whom its source named last, an event here or what was imported, is not the owner that a handover gave it.
HANDED_OVER = """
EXISTS (SELECT 1 FROM handover_line CROSS JOIN handover ON handover.id = handover_line.handover_id
         WHERE handover_line.ticket_id = ticket.id AND handover_line.plan = 'give'
           AND handover.direction = 'in' AND handover.state = 'accepted')
AND coalesce((SELECT named.detail FROM ticket_event AS named WHERE named.ticket_id = ticket.id
                 AND named.kind = 'owner' AND named.imported = 1 ORDER BY named.id DESC LIMIT 1),
             json_extract(imported_ticket.imported, '$.owner_id'), ticket.owner_id) <> ticket.owner_id
"""


def open_tickets_of(db: sqlite3.Connection, source: str, header_id: int) -> Iterator[OpenTicket]:
    """Give the open tickets that came with this header, in queue order.

    One that was gone before and is open again only because somebody here brought it back is not among them: the same
    silence of its source is no news. `handed_over` marks one that a colleague handed over, and whose source has only
    not heard of it.
    """
    sql = (
        "SELECT ticket.id AS ticket_id, ticket.reference, ticket.title, imported_ticket.external_id,"
        f" {HANDED_OVER.strip()} AS handed_over FROM ticket"
        " JOIN imported_ticket ON imported_ticket.ticket_id = ticket.id"
        " WHERE ticket.state IN ('new', 'working', 'waiting') AND imported_ticket.source = :source"
        " AND imported_ticket.header_id = :header_id"
        " AND coalesce((SELECT ticket_event.detail FROM ticket_event WHERE ticket_event.ticket_id = ticket.id"
        " AND ticket_event.imported = 1 AND ticket_event.kind IN ('state', 'waiting')"
        " ORDER BY ticket_event.id DESC LIMIT 1), '') <> 'gone' ORDER BY ticket.priority, ticket.opened_at, ticket.id"
    )
    return iter(fetch(db, OpenTicket, sql, source=source, header_id=header_id))
