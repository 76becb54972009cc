"""Calendars in the store: the rows, and the SQL that gives them.

Public holidays are a cache beside them, so that no clock loads the holiday library.
"""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from techday.database.fetch import fetch, value
from techday.database.rows import insert_row, update_row


class CalendarRow(NamedTuple):
    """A calendar: weekly hours as `show_hours` wrote them, and where its zone and public holidays are, if anywhere.

    `levels` and `clients` count those that have it.
    """

    id: int
    name: str
    name_key: str
    hours: str
    zone: str
    country: str
    region: str
    levels: int
    clients: int


class Day(NamedTuple):
    """A local date on which a calendar is closed, and why."""

    day: str
    name: str


SELECT_CALENDAR = """
SELECT calendar.id, calendar.name, calendar.name_key, calendar.hours, calendar.zone, calendar.country, calendar.region,
       (SELECT count(*) FROM service_level WHERE service_level.calendar_id = calendar.id) AS levels,
       (SELECT count(*) FROM client WHERE client.calendar_id = calendar.id) AS clients
  FROM calendar
"""


def calendars(db: sqlite3.Connection) -> list[CalendarRow]:
    """Give every calendar, by name."""
    return fetch(db, CalendarRow, f"{SELECT_CALENDAR} ORDER BY calendar.name_key")


def calendar_by_id(db: sqlite3.Connection, calendar_id: int) -> CalendarRow:
    """Give the calendar of that row number; it must exist."""
    return fetch(db, CalendarRow, f"{SELECT_CALENDAR} WHERE calendar.id = :calendar_id", calendar_id=calendar_id)[0]


def users_of(db: sqlite3.Connection, calendar_id: int) -> list[str]:
    """Give who has a calendar: the names of levels, then the codes of clients."""
    sql = (
        "SELECT name FROM (SELECT 1 AS kind, name FROM service_level WHERE calendar_id = :calendar_id"
        " UNION ALL SELECT 2, code FROM client WHERE calendar_id = :calendar_id) ORDER BY kind, name"
    )
    return [row[0] for row in db.execute(sql, {"calendar_id": calendar_id})]


def closing_days(db: sqlite3.Connection, calendar_id: int) -> list[Day]:
    """Give the days on which a calendar is closed though they are no public holidays, in order."""
    sql = "SELECT day, name FROM closing_day WHERE calendar_id = :calendar_id ORDER BY day"
    return fetch(db, Day, sql, calendar_id=calendar_id)


# --- writes: each is called inside an operation ---


def insert_calendar(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a calendar and give its row number; raises sqlite3.IntegrityError where the name is taken."""
    return insert_row(db, "calendar", fields)


CHANGEABLE = frozenset("name name_key hours zone country region".split())


def update_calendar(db: sqlite3.Connection, calendar_id: int, changes: dict[str, object]) -> None:
    """Set some of a calendar's fields; raises ValueError for an unknown one."""
    update_row(db, "calendar", calendar_id, changes, CHANGEABLE)


def delete_calendar(db: sqlite3.Connection, calendar_id: int) -> None:
    """Take a calendar away, with its closing days; nobody may have it any more."""
    db.execute("DELETE FROM closing_day WHERE calendar_id = ?", (calendar_id,))
    db.execute("DELETE FROM calendar WHERE id = ?", (calendar_id,))


def insert_closing_day(db: sqlite3.Connection, calendar_id: int, day: str, name: str) -> None:
    """Close a calendar on a local date."""
    insert_row(db, "closing_day", {"calendar_id": calendar_id, "day": day, "name": name})


def rename_closing_day(db: sqlite3.Connection, calendar_id: int, day: str, name: str) -> None:
    """Say anew why a calendar is closed on a local date."""
    db.execute("UPDATE closing_day SET name = ? WHERE calendar_id = ? AND day = ?", (name, calendar_id, day))


def delete_closing_day(db: sqlite3.Connection, calendar_id: int, day: str) -> None:
    """Open a calendar again on a local date."""
    db.execute("DELETE FROM closing_day WHERE calendar_id = ? AND day = ?", (calendar_id, day))


# --- public holidays ---


def holidays(db: sqlite3.Connection, country: str, region: str) -> list[str]:
    """Give the public holidays of a country and region as local dates, in order."""
    # A nameless row tells only that its year is known.
    sql = "SELECT day FROM holiday WHERE country = :country AND region = :region AND name <> '' ORDER BY day"
    return [row[0] for row in db.execute(sql, {"country": country, "region": region})]


def named_holidays(db: sqlite3.Connection, country: str, region: str, first: str, last: str) -> list[Day]:
    """Give the public holidays from one local date to another, both included, in order."""
    sql = (
        "SELECT day, name FROM holiday WHERE country = :country AND region = :region AND name <> ''"
        " AND day BETWEEN :first AND :last ORDER BY day"
    )
    return fetch(db, Day, sql, country=country, region=region, first=first, last=last)


def knows_year(db: sqlite3.Connection, country: str, region: str, year: int) -> bool:
    """Tell whether the holidays of a year are kept."""
    sql = "SELECT 1 FROM holiday WHERE country = :country AND region = :region AND day BETWEEN :first AND :last LIMIT 1"
    first, last = f"{year}-01-01", f"{year}-12-31"
    return value(db, sql, country=country, region=region, first=first, last=last) is not None


def replace_holidays(db: sqlite3.Connection, country: str, region: str, days: Iterable[tuple[str, str]]) -> None:
    """Keep these holidays, as pairs of local date and name, in the place of those known of country and region."""
    db.execute("DELETE FROM holiday WHERE country = ? AND region = ?", (country, region))
    db.executemany(
        "INSERT INTO holiday (country, region, day, name) VALUES (?, ?, ?, ?)",
        [(country, region, day, name) for day, name in days],
    )
