"""Clients with their sites, and their people where these are asked for, as CSV that `client import` reads back.

A row is a client, or else one of its sites or people with the client's own columns before it.
"""

import sqlite3
from collections.abc import Iterator

from techday.clients.store import ClientRow, clients
from techday.context import Context
from techday.exchange.client_columns import CLIENT_HEADER, PERSON_HEADER, SITE_HEADER
from techday.exchange.record_export import Exported, as_csv, file_name
from techday.people.store import PersonRow, people_of
from techday.sites.store import SiteRow, sites_of

Cells = tuple[object, ...]


def export_clients(context: Context, *, with_people: bool) -> Exported:
    """Give all clients but the placeholder, which is none, by name."""
    header = CLIENT_HEADER | SITE_HEADER | (PERSON_HEADER if with_people else {})
    listed = [client for client in clients(context.db) if not client.placeholder]
    counts = {"clients": len(listed), "sites": 0, **({"people": 0} if with_people else {})}
    rows = (cells for client in listed for cells in rows_of(context.db, client, counts))
    kind = "clients-and-people" if with_people else "clients"
    text = as_csv(list(header.values()), rows)
    return Exported(file_name(context, kind), text, counts)


def rows_of(db: sqlite3.Connection, client: ClientRow, counts: dict[str, int]) -> Iterator[Cells]:
    """Give the rows of one client: of its people, then of the sites where nobody is; counted in `counts`."""
    sites = sites_of(db, client.id)
    people = people_of(db, client.id) if "people" in counts else []
    counts["sites"] += len(sites)
    own = client_cells(client)
    unseen = {site.name: site for site in sites}
    by_id = {site.id: site for site in sites}
    width = len(PERSON_HEADER) if "people" in counts else 0
    for person in people:
        counts["people"] += 1
        site = by_id.get(person.site_id or 0)
        if site is not None:
            unseen.pop(site.name, None)
        yield (*own, *site_cells(site), *person_cells(person))
    for site in unseen.values():
        yield (*own, *site_cells(site), *("",) * width)
    if not people and not sites:
        yield (*own, *site_cells(None), *("",) * width)


def client_cells(client: ClientRow) -> Cells:
    """Give the cells of a client, in the order of CLIENT_HEADER."""
    return (
        *(client.name, client.code, client.phone, client.area, client.level, client.calendar, client.zone),
        *(client.cadence_days, bool(client.billable), client.starts_on),
        *(client.paused_at, client.paused_until, client.pause_reason),
    )


def site_cells(site: SiteRow | None) -> Cells:
    """Give the cells of a site, in the order of SITE_HEADER; empty ones where there is none."""
    return ("",) * len(SITE_HEADER) if site is None else (site.name, site.address, site.area, site.phone, site.note)


def person_cells(person: PersonRow) -> Cells:
    """Give the cells of a person, in the order of PERSON_HEADER."""
    return (
        *(person.name, person.role, person.phone, person.email),
        *(person.channel, bool(person.main), person.note),
    )
