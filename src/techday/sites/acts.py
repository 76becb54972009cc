"""Adding, changing and deleting the sites of a client, inside a given store."""

import sqlite3
from typing import NamedTuple

from techday.clients.store import code_of
from techday.core.names import Named, find_named
from techday.core.text import as_argument, clean_line, fold
from techday.errors import BadUsage, Refused
from techday.schedule.acts import leave_site
from techday.sites.store import SiteRow, delete_site, insert_site, site_by_id, site_named, sites_of, update_site
from techday.visits import store as visits

# How many characters each text may have; what is longer ends in an ellipsis.
LENGTHS = {"name": 200, "address": 300, "area": 200, "phone": 60, "note": 500}


class NewSite(NamedTuple):
    """What is said of a site when it is added."""

    name: str
    address: str = ""
    area: str = ""
    phone: str = ""
    note: str = ""


def find(db: sqlite3.Connection, client_id: int, text: str) -> SiteRow:
    """Give the site of a client that `text` names, by its name or a part of it, or how these begin.

    Raises NotFound with the nearest.
    """
    whole = site_named(db, client_id, fold(text))
    if whole is not None:
        return whole
    candidates = [Named(site, (site.name, *site.name.split())) for site in sites_of(db, client_id)]
    return find_named(text, candidates, "site", f"techday client site list {code_of(db, client_id)}")


def add(db: sqlite3.Connection, client_id: int, new: NewSite) -> SiteRow:
    """Add a site to a client and give it; raises BadUsage without a name, Refused where the client has one so named."""
    fields = cleaned(new._asdict())
    return site_by_id(db, insert_site(db, {"client_id": client_id, **named(db, client_id, fields, None)}))


def edit(db: sqlite3.Connection, site: SiteRow, changes: dict[str, str]) -> list[str]:
    """Set some of a site's texts and give the names of those that really changed; raises as `add`."""
    current = site._asdict()
    changed = {name: text for name, text in cleaned(changes).items() if current[name] != text}
    update_site(db, site.id, named(db, site.client_id, changed, site.id))
    return list(changed)


def delete(db: sqlite3.Connection, site: SiteRow) -> tuple[int, int]:
    """Delete a site and give how many people, and items of the schedule, were there.

    These stay, and are at no site from then on, as its visits are; the items keep its name as their place.
    """
    planned = leave_site(db, site.id, site.name)
    visits.leave_site(db, site.id)
    return delete_site(db, site.id), planned


def cleaned(texts: dict[str, str]) -> dict[str, object]:
    """Give texts as they are kept."""
    return {name: clean_line(text, LENGTHS[name]) for name, text in texts.items()}


def named(db: sqlite3.Connection, client_id: int, fields: dict[str, object], site_id: int | None) -> dict[str, object]:
    """Give the fields of a site with the key of its name, where that is among them; raises as `add`."""
    if "name" not in fields:
        return fields
    key, code = fold(str(fields["name"])), code_of(db, client_id)
    if not key:
        raise BadUsage("A site needs a name", hint=f'techday client site add {code} "Head office"')
    taken = site_named(db, client_id, key)
    if taken is not None and taken.id != site_id:
        hint = f"techday client site edit {code} --address TEXT {as_argument(taken.name, last=True)}"
        raise Refused(f"{code} has the site {taken.name} already", hint=hint)
    return {**fields, "name_key": key}
