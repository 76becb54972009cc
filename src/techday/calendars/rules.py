"""The calendar that the settings describe."""

from collections.abc import Iterable
from datetime import date, tzinfo

from techday.core.worktime import Calendar, weekly
from techday.settings import Hours


def calendar_of(hours: Hours, zone: tzinfo, holidays: Iterable[str]) -> Calendar:
    """Give the calendar of these weekly hours in `zone`, closed on `holidays` (local dates)."""
    closed = frozenset(date.fromisoformat(day) for day in holidays)
    return Calendar(zone, weekly(hours.days, hours.opens, hours.closes), closed)
