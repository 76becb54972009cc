"""What an item is tied to, as it was typed: its client, a site of that, a ticket, a project."""

import sqlite3
from typing import Any, NamedTuple

from techday.core.text import as_argument, quoted
from techday.errors import BadUsage, Refused
from techday.schedule.rules import Values

NONE = "none"


class Ties(NamedTuple):
    """What an item is tied to, as it was typed: None where nothing was said, `none` for nothing any more."""

    client: str | None = None
    site: str | None = None
    ticket: str | None = None
    project: str | None = None


def is_none(text: str | None) -> bool:
    """Tell whether what was typed means nothing any more."""
    return text is not None and text.strip().casefold() == NONE


def ties_of(db: sqlite3.Connection, typed: Ties, before: Values | None) -> dict[str, Any]:
    """Read what an item is tied to: the fields that are other than before.

    The client is that of the ticket or of the project where none was named and none is known. With another client,
    site, ticket and project of the one before are gone unless they are named anew. Raises Refused for a site, ticket
    or project of another client, and NotFound for what there is not.
    """
    found: dict[str, Any] = {}
    owners: dict[str, tuple[int | None, str]] = {}
    if typed.ticket is not None:
        found["ticket_id"], owners["ticket"] = ticket_tie(db, typed.ticket)
    if typed.project is not None:
        found["project_id"], owners["project"] = project_tie(db, typed.project)
    was = None if before is None else before.client_id
    client_id = client_tie(db, typed, was, owners)
    if client_id != was:
        found["client_id"] = client_id
        found |= {field: None for field in left_behind(db, before, client_id) if field not in found}
    if typed.site is not None:
        found["site_id"] = site_tie(db, typed.site, client_id)
    for what, (owner, shown) in owners.items():
        if owner is not None and owner != client_id:
            code = code_of(db, owner)
            message = f"The {what} {shown} is of {code}, not of {name_of(db, client_id)}"
            raise Refused(message, hint=f"Give --client {code}")
    return found


def client_tie(
    db: sqlite3.Connection, typed: Ties, was: int | None, owners: dict[str, tuple[int | None, str]]
) -> int | None:
    """Give the client of an item: the named one, else the one before, else that of its ticket or project."""
    if is_none(typed.client):
        return None
    if typed.client is not None:
        from techday.clients.finding import find_client  # only where a client was named

        return find_client(db, typed.client)
    return was or next((owner for owner, _ in owners.values() if owner is not None), None)


def ticket_tie(db: sqlite3.Connection, text: str) -> tuple[int | None, tuple[int | None, str]]:
    """Give the row number of a ticket, with its client and its reference."""
    if is_none(text):
        return None, (None, "")
    from techday.tickets.acts import find  # only where a ticket was named

    ticket = find(db, text)
    return ticket.id, (ticket.client_id, ticket.reference)


def project_tie(db: sqlite3.Connection, text: str) -> tuple[int | None, tuple[int | None, str]]:
    """Give the row number of a project, with its client and its name."""
    if is_none(text):
        return None, (None, "")
    from techday.projects.finding import project_named  # only where a project was named

    project = project_named(db, text)
    return project.id, (project.client_id, project.name)


def site_tie(db: sqlite3.Connection, text: str, client_id: int | None) -> int | None:
    """Give the row number of a site of the client; raises BadUsage where none is known."""
    if is_none(text):
        return None
    if client_id is None:
        raise BadUsage(f"Whose site {quoted(text)} is was not said", hint=f"Give --client C --site {as_argument(text)}")
    from techday.sites.acts import find  # only where a site was named

    return find(db, client_id, text).id


def left_behind(db: sqlite3.Connection, before: Values | None, client_id: int | None) -> list[str]:
    """Give the fields of what an item is tied to that is not of another client."""
    if before is None:
        return []
    found = [] if before.site_id is None else ["site_id"]
    if before.ticket_id is not None:
        from techday.tickets.store import ticket_by_id  # only where an item has one

        found += ["ticket_id"] if ticket_by_id(db, before.ticket_id).client_id not in (None, client_id) else []
    if before.project_id is not None:
        found.append("project_id")
    return found


def code_of(db: sqlite3.Connection, client_id: int) -> str:
    """Give the code of a client."""
    from techday.clients import store  # only on the way to an error

    return store.code_of(db, client_id)


def name_of(db: sqlite3.Connection, client_id: int | None) -> str:
    """Give the code of a client, in words where there is none."""
    return "no client" if client_id is None else code_of(db, client_id)
