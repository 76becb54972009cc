"""The clockwork of a screen: the calendars and service levels in which the clocks of its tickets run.

A client's clocks run in its own calendar, else in that of its level, else in the working hours of the settings; in its
own zone, else the calendar's, else the technician's. The public holidays are those of the calendar's country; the
settings' hours have the technician's. Most stores know no such terms, and then one look at the clients is all.
"""

from collections.abc import Sequence
from datetime import date, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from techday.calendars import store as calendar_store
from techday.calendars.rules import calendar_of, closed_on, parse_hours, zone_named
from techday.calendars.store import CalendarRow
from techday.clients.store import Agreed, agreed
from techday.core.shifts import ShiftDay
from techday.core.text import fold
from techday.core.worktime import Calendar, WorkTime
from techday.levels import store as level_store
from techday.levels.rules import level_of, working_day
from techday.levels.store import LevelRow, TargetRow
from techday.tickets.clocks import Clockwork, Terms

if TYPE_CHECKING:
    import sqlite3

    from techday.context import Context


def clockwork(context: "Context") -> Clockwork:
    """Give the clockwork of the settings' working hours and holidays, and of what was agreed with clients."""
    own = own_calendar(context)
    return Clockwork(own, Agreements(context.db, own).terms)


def meets_clients(context: "Context", shift: ShiftDay) -> bool:
    """Tell whether a shift meets working hours of clients: those of the settings, or what a client has of its own."""
    own = own_calendar(context)
    if WorkTime(own).between(shift.starts_at, shift.ends_at):
        return True
    agreements = Agreements(context.db, own)
    found = (agreements.terms(client_id) for client_id in agreements.clients)
    return any(terms.work.between(shift.starts_at, shift.ends_at) for terms in found if terms is not None)


def own_calendar(context: "Context") -> Calendar:
    """Give the calendar of the settings: their working hours in the technician's zone, without public holidays."""
    settings = context.settings
    who = settings.technician
    days = calendar_store.holidays(context.db, who.country, who.region) if who.country else []
    return calendar_of(settings.hours, context.zone, days)


class Agreements:
    """What was agreed with clients; each part is read when the first client that has it is asked for."""

    def __init__(self, db: "sqlite3.Connection", own: Calendar) -> None:
        self.db = db
        self.own = own
        self._works: dict[tuple[int | None, str], tuple[Calendar, WorkTime]] = {}
        self._terms: dict[tuple[str, int | None, str], Terms | None] = {}

    def terms(self, client_id: int) -> Terms | None:
        """Give the terms of a client, None where it has those of everybody."""
        client = self.clients.get(client_id)
        if client is None:
            return None
        key = (client.level, client.calendar_id, client.zone)
        if key not in self._terms:
            self._terms[key] = self.made(client)
        return self._terms[key]

    def made(self, client: Agreed) -> Terms | None:
        """Make the terms of a client; a level that nobody made promises nothing of its own."""
        level = self.levels.get(fold(client.level)) if client.level else None
        calendar_id = client.calendar_id or (level.calendar_id if level else None)
        if level is None and calendar_id is None and not client.zone:
            return None
        row = self.calendars.get(calendar_id) if calendar_id is not None else None
        key = (calendar_id, client.zone)
        if key not in self._works:
            calendar = self.calendar(row, client.zone)
            self._works[key] = (calendar, WorkTime(calendar))
        calendar, work = self._works[key]
        day = working_day(calendar.hours)
        zone = client.zone or (row.zone if row else "")
        return Terms(
            level_of(level.name if level else "default", self.targets.get(level.id, ()) if level else (), day),
            work,
            day,
            row.name if row else "",
            zone if zone != str(self.own.zone) else "",
        )

    def calendar(self, row: CalendarRow | None, zone: str) -> Calendar:
        """Give the calendar of a row, None meaning the settings' hours, in `zone` where that is not ""."""
        if row is None:
            return self.own._replace(zone=zone_named(zone)) if zone else self.own
        name = zone or row.zone
        where: tzinfo = zone_named(name) if name else self.own.zone
        return Calendar(where, parse_hours(row.hours), self.closed(row))

    def closed(self, row: CalendarRow) -> frozenset[date]:
        """Give the days on which a calendar is closed: its own, and its country's public holidays."""
        days = [one.day for one in calendar_store.closing_days(self.db, row.id)]
        if row.country:
            days += calendar_store.holidays(self.db, row.country, row.region)
        return closed_on(days)

    @cached_property
    def clients(self) -> dict[int, Agreed]:
        """The clients that have terms of their own, by their row numbers."""
        return {client.id: client for client in agreed(self.db)}

    @cached_property
    def levels(self) -> dict[str, LevelRow]:
        """The service levels by the key of their names."""
        return {level.name_key: level for level in level_store.levels(self.db)}

    @cached_property
    def targets(self) -> dict[int, Sequence[TargetRow]]:
        """What the levels promise, by their row numbers."""
        found: dict[int, list[TargetRow]] = {}
        for row in level_store.all_targets(self.db):
            found.setdefault(row.level_id, []).append(row)
        return dict(found)

    @cached_property
    def calendars(self) -> dict[int, CalendarRow]:
        """The calendars by their row numbers."""
        return {row.id: row for row in calendar_store.calendars(self.db)}
