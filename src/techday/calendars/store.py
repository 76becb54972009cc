"""Public holidays in the store: a cache, so that no clock loads the holiday library."""

import sqlite3
from collections.abc import Iterable

from techday.database.fetch import value


def holidays(db: sqlite3.Connection, country: str, region: str) -> list[str]:
    """Give the public holidays of a country and region as local dates, in order."""
    # A nameless row tells only that its year is known.
    sql = "SELECT day FROM holiday WHERE country = :country AND region = :region AND name <> '' ORDER BY day"
    return [row[0] for row in db.execute(sql, {"country": country, "region": region})]


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
