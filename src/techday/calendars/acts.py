"""Fetching the public holidays of a country, once, for the years around now."""

import sqlite3

from techday.calendars.store import replace_holidays
from techday.core.text import clean_line
from techday.errors import BadUsage

YEARS_BACK = 3
YEARS_AHEAD = 6


def keep_holidays(db: sqlite3.Connection, country: str, region: str, year: int) -> int:
    """Keep the public holidays of a country and region for the years around `year`, and give their number.

    `country` is ISO 3166-1 with two letters, `region` a subdivision as the holiday library names it, or "".
    Raises BadUsage for a country or region that it does not know.
    """
    days = known_holidays(country, region, year)
    replace_holidays(db, country, region, days)
    return len(days)


def known_holidays(country: str, region: str, year: int) -> list[tuple[str, str]]:
    """Give the public holidays around `year` as local date and name; raises BadUsage as `keep_holidays`."""
    import holidays  # a third of a second: only when the country is set

    years = range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
    try:
        found = holidays.country_holidays(country, subdiv=region or None, years=years)
    except NotImplementedError as error:
        known = holidays.list_supported_countries().get(country)
        if known is None:
            raise BadUsage(
                f"No holidays are known of the country {clean_line(country, 20)}",
                hint="Name it by two letters such as DE, or leave it empty",
            ) from error
        raise BadUsage(
            f"No holidays are known of the region {clean_line(region, 20)} in {country}",
            hint=f"One of {', '.join(known)}, or none",
        ) from error
    return sorted((day.isoformat(), clean_line(name, 200)) for day, name in found.items())
