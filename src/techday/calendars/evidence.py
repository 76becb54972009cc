"""What `today` needs to know of calendars: whether the public holidays that clocks need are kept."""

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from techday.calendars import store
from techday.core.text import quoted

if TYPE_CHECKING:
    from techday.settings import Technician


class UnknownYear(NamedTuple):
    """A place whose public holidays of a year are not kept, and the command that fetches them."""

    country: str
    region: str
    year: int
    command: str


def unknown_years(db: sqlite3.Connection, technician: "Technician", now: datetime) -> list[UnknownYear]:
    """Give the places of which clocks need the public holidays of this year, and nobody has them.

    The technician's own place first, then those of calendars. A setting changed by hand, an old backup and the years
    that go by can cause it.
    """
    year = now.astimezone(UTC).year
    wanted = {}
    if technician.country:
        place = (technician.country, technician.region)
        wanted[place] = f"techday config set technician.country {technician.country}"
    for row in store.calendars(db):
        if row.country:
            command = f"techday calendar edit {quoted(row.name)} --country {row.country}"
            command += f" --region {row.region}" if row.region else ""
            wanted.setdefault((row.country, row.region), command)
    return [
        UnknownYear(country, region, year, command)
        for (country, region), command in wanted.items()
        if not store.knows_year(db, country, region, year)
    ]
