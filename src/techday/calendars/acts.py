"""Making and changing calendars, inside a given store.

Their public holidays are fetched once, for the years around now.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from techday.calendars import store
from techday.calendars.rules import checked_hours
from techday.calendars.store import CalendarRow, Day, replace_holidays
from techday.core.names import Named, find_named
from techday.core.text import clean_line, fold, quoted
from techday.errors import BadUsage, Refused

YEARS_BACK = 3
YEARS_AHEAD = 6
NAME_LENGTH = 60
REASON_LENGTH = 200
NAMED_USERS = 5


class NewCalendar(NamedTuple):
    """What is said of a calendar when it is made; an empty zone is the technician's, no country has no holidays."""

    name: str
    hours: str
    zone: str = ""
    country: str = ""
    region: str = ""


def find(db: sqlite3.Connection, text: str) -> CalendarRow:
    """Give the calendar that `text` names; raises NotFound with the nearest."""
    candidates = [Named(row, [row.name]) for row in store.calendars(db)]
    return find_named(text, candidates, "calendar", 'techday calendar add NAME --hours "mon-fri 8:00-17:00"')


def add(db: sqlite3.Connection, new: NewCalendar) -> CalendarRow:
    """Make a calendar and give it; raises BadUsage for a name or hours that cannot be, Refused for a taken name."""
    name = checked_name(db, new.name)
    fields = new._asdict() | {"name": name, "name_key": fold(name), "hours": checked_hours(new.hours)}
    return store.calendar_by_id(db, store.insert_calendar(db, fields))


def edit(db: sqlite3.Connection, calendar: CalendarRow, changes: dict[str, str]) -> list[str]:
    """Set some fields of a calendar and give the names of those that really changed; raises as `add`."""
    wanted = dict(changes)
    if "hours" in wanted:
        wanted["hours"] = checked_hours(wanted["hours"])
    if "name" in wanted:
        wanted["name"] = checked_name(db, wanted["name"], calendar.id)
    current = calendar._asdict()
    changed: dict[str, object] = {name: text for name, text in wanted.items() if current[name] != text}
    if "name" in changed:
        changed["name_key"] = fold(wanted["name"])
    store.update_calendar(db, calendar.id, changed)
    return [name for name in changed if name != "name_key"]


def checked_name(db: sqlite3.Connection, text: str, own_id: int = 0) -> str:
    """Clean the name of a calendar; raises BadUsage where nothing is left of it, Refused where another one has it."""
    name = clean_line(text, NAME_LENGTH)
    key = fold(name)
    if not key or key == "none":
        raise BadUsage("A calendar needs a name, other than none", hint='techday calendar add "Acme office"')
    taken = next((row for row in store.calendars(db) if row.name_key == key and row.id != own_id), None)
    if taken is not None:
        raise Refused(f"There is a calendar {taken.name} already", hint=f"techday calendar show {quoted(taken.name)}")
    return name


def remove(db: sqlite3.Connection, calendar: CalendarRow) -> None:
    """Take a calendar away; raises Refused, naming them, while levels or clients have it."""
    users = store.users_of(db, calendar.id)
    if users:
        more = f" and {len(users) - NAMED_USERS} more" if len(users) > NAMED_USERS else ""
        raise Refused(
            f"{calendar.name} is the calendar of {', '.join(users[:NAMED_USERS])}{more}",
            hint="Take it from them first: client edit C --calendar none, level edit NAME --calendar none",
        )
    store.delete_calendar(db, calendar.id)


def close(db: sqlite3.Connection, calendar: CalendarRow, days: Sequence[date], reason: str) -> list[date]:
    """Close a calendar on local dates, and give those that this changed; a new `reason` changes closed ones too."""
    known = {one.day: one.name for one in store.closing_days(db, calendar.id)}
    reason = clean_line(reason, REASON_LENGTH)
    changed = []
    for day in days:
        text = day.isoformat()
        if text not in known:
            store.insert_closing_day(db, calendar.id, text, reason)
        elif reason and known[text] != reason:
            store.rename_closing_day(db, calendar.id, text, reason)
        else:
            continue
        changed.append(day)
    return changed


def reopen(db: sqlite3.Connection, calendar: CalendarRow, days: Sequence[date]) -> list[date]:
    """Open a calendar again on local dates that it was closed on, and give those.

    Raises Refused where nothing but public holidays of the calendar were named: those stay closed.
    """
    known = {one.day for one in store.closing_days(db, calendar.id)}
    found = [day for day in days if day.isoformat() in known]
    holidays = [] if found else [one for day in days if (one := public_holiday(db, calendar, day))]
    if holidays:
        raise Refused(
            f"{holidays[0].day} is a public holiday ({holidays[0].name}), on which {calendar.name} stays closed",
            hint=f"techday calendar edit {quoted(calendar.name)} --country none takes all its holidays away",
        )
    for day in found:
        store.delete_closing_day(db, calendar.id, day.isoformat())
    return found


def public_holiday(db: sqlite3.Connection, calendar: CalendarRow, day: date) -> Day | None:
    """Give the public holiday of a calendar on a local date, or None."""
    if not calendar.country:
        return None
    text = day.isoformat()
    return next(iter(store.named_holidays(db, calendar.country, calendar.region, text, text)), None)


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
