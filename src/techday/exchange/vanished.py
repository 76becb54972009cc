"""Tickets that an export named before and does not name now.

From an export of everything that is worth a word and nothing more. An export of "my open tickets" says by leaving a
ticket out that it is not open any more, or not mine: such a ticket is *gone*, out of the queue, until its source names
it again or a person decides. Nothing is gone by an empty file, or by one older than the last; nor is what a colleague
handed over, while the source still names them: it has only not heard of it.
"""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from techday.core.text import clean_line
from techday.exchange import import_store as store
from techday.exchange.tickets_in import FileImport, modified_text
from techday.exchange.vanished_store import open_tickets_of

MOST_TOLD = 10


class Vanished(NamedTuple):
    """What became of the tickets that are missing: the references of those now gone, and words for people."""

    gone: list[str]
    told: list[str]


def see_to_vanished(db: sqlite3.Connection, imports: Sequence[FileImport], now: str) -> Vanished:
    """Find the tickets missing from all the files of one kind; in a view of open tickets they are gone from now on."""
    latest = imports[-1]
    numbers = set().union(*(one.survey.numbers for one in imports))
    missing = [
        ticket for ticket in open_tickets_of(db, latest.source, latest.header_id) if ticket.external_id not in numbers
    ]
    if not missing:
        return Vanished([], [])
    named = [f"{ticket.reference} ({clean_line(ticket.title, 40)})" for ticket in missing[:MOST_TOLD]]
    more = f" and {len(missing) - MOST_TOLD} more" if len(missing) > MOST_TOLD else ""
    listed = f"{len(missing)} open {plural('ticket', len(missing))} not in this file: {', '.join(named)}{more}"
    newest = store.newest_import(db, latest.header_id)
    if latest.view != "open":
        return Vanished([], [f"{listed}. They stay as they are"])
    if not any(one.survey.read for one in imports):
        return Vanished([], [f"{listed}. They stay: a file without rows says nothing"])
    if newest is not None and modified_text(latest.survey) < newest.file_modified_at:
        return Vanished([], [f"{listed}. They stay: the file is older than {newest.file_name}, imported before"])
    handed = [ticket for ticket in missing if ticket.handed_over]
    missing = [ticket for ticket in missing if not ticket.handed_over]
    for ticket in missing:
        store.update_ticket(db, ticket.ticket_id, {"state": "gone", "waiting_for": None, "waiting_until": None})
    text = "no longer in the view of open tickets"
    store.insert_events(db, [(ticket.ticket_id, now, now, "state", "gone", text) for ticket in missing])
    commands = [
        f"{ticket.reference} is gone: techday ticket close {ticket.reference}, or ticket reopen {ticket.reference}"
        for ticket in missing[:MOST_TOLD]
    ]
    if len(missing) > MOST_TOLD:
        commands.append(f"and {len(missing) - MOST_TOLD} more: techday ticket list --state gone")
    commands += [
        f"{ticket.reference} is not in this file, and stays, for it was handed over; techday ticket close"
        f" {ticket.reference} if it is done"
        for ticket in handed[:MOST_TOLD]
    ]
    return Vanished([ticket.reference for ticket in missing], commands)


def plural(word: str, count: int) -> str:
    """Give a word in the number that fits."""
    return word if count == 1 else f"{word}s"
