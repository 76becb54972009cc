"""Calendars as people and scripts see them: what is in force, who has it, and which days are next."""

import sqlite3
from datetime import date, timedelta
from typing import NamedTuple

from techday.calendars import store
from techday.calendars.rules import parse_hours, week_minutes
from techday.calendars.store import CalendarRow, Day

AHEAD = timedelta(days=365)


class CalendarView(NamedTuple):
    """A calendar as scripts read it: `week_seconds` are its working hours in a week, `levels` and `clients` counts."""

    name: str
    hours: str
    week_seconds: int
    zone: str | None
    country: str | None
    region: str | None
    levels: int
    clients: int


class CalendarPage(NamedTuple):
    """A calendar with the days of the next year on which it is closed, and the names of those that have it."""

    calendar: CalendarView
    users: list[str]
    closing_days: list[Day]
    holidays: list[Day]


def view_of(row: CalendarRow) -> CalendarView:
    """Give a calendar as scripts read it."""
    return CalendarView(
        name=row.name,
        hours=row.hours,
        week_seconds=week_minutes(parse_hours(row.hours)) * 60,
        zone=row.zone or None,
        country=row.country or None,
        region=row.region or None,
        levels=row.levels,
        clients=row.clients,
    )


def page(db: sqlite3.Connection, row: CalendarRow, today: date) -> CalendarPage:
    """Give a calendar with its closing days and public holidays of the year from `today` on."""
    first, last = today.isoformat(), (today + AHEAD).isoformat()
    closing = [one for one in store.closing_days(db, row.id) if first <= one.day <= last]
    public = store.named_holidays(db, row.country, row.region, first, last) if row.country else []
    return CalendarPage(view_of(row), store.users_of(db, row.id), closing, public)
