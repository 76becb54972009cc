"""Fetching the public holidays of a country, once, for the years around now."""

import sqlite3
from collections.abc import Sequence

from techday.calendars.store import replace_holidays
from techday.core.text import clean_line
from techday.errors import BadUsage

YEARS_BACK = 3
YEARS_AHEAD = 6


def keep_holidays(db: sqlite3.Connection, country: str, region: str, days: Sequence[tuple[str, str]]) -> None:
    """Keep these public holidays of a country and region, as `known_holidays` gives them, in a transaction of `db`."""
    replace_holidays(db, country, region, days)


def known_holidays(country: str, region: str, year: int) -> list[tuple[str, str]]:
    """Give the public holidays of the years around `year` as local date and name, in order.

    `country` is ISO 3166-1 with two letters, `region` a subdivision as the holiday library names it, or "".
    Raises BadUsage for a country or region that it does not know.
    """
    import holidays  # a third of a second: only when the country is set

    regions = holidays.list_supported_countries().get(country)
    if regions is None:
        raise BadUsage(
            f"No holidays are known of the country {clean_line(country, 20)}",
            hint="Name it by two letters such as DE, or leave it empty",
        )
    # Most regions are codes in capitals, a few are names: Augsburg.
    subdivision = next((known for known in regions if known.casefold() == region.casefold()), None)
    if region and subdivision is None:
        raise BadUsage(
            f"No holidays are known of the region {clean_line(region, 20)} in {country}",
            hint=f"One of {', '.join(regions)}; or none" if regions else f"{country} has no regions: leave it empty",
        )
    years = range(year - YEARS_BACK, year + YEARS_AHEAD + 1)
    # English as all of techday, where the library can; else it would follow the locale of the machine.
    found = holidays.country_holidays(country, subdiv=subdivision, years=years, language="en_US")
    days = [(day.isoformat(), clean_line(name, 200)) for day, name in found.items()]
    # A year without any has a nameless row, so that it is known to have none.
    empty = set(years) - {day.year for day in found}
    return sorted([*days, *((f"{year}-01-01", "") for year in empty)])


def regions_of(country: str) -> list[str]:
    """Give the regions of a country that have holidays of their own; none of an unknown country."""
    import holidays  # as above

    return list(holidays.list_supported_countries().get(country, ()))
