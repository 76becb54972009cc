"""The technician's working days: the shifts of the settings, without public holidays and approved days off."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from techday.calendars.store import holidays
from techday.core.intervals import Span
from techday.core.shifts import ShiftDay, lunch_of, shift_day, shift_on
from techday.timeoff.store import days_off, hours_off

if TYPE_CHECKING:
    from datetime import datetime

    from techday.context import Context
    from techday.core.weeks import Week


# One is not away for longer; without a shift in a year there is none planned.
FARTHEST = 366


class WorkingDays:
    """The shift days of a technician; on a public holiday, and on a whole day of approved time off, none is planned.

    So it is on a day whose whole shift is off by hours. Holidays and time off are read once.
    """

    def __init__(self, context: "Context") -> None:
        who = context.settings.technician
        self.pattern = context.shift_pattern
        self.lunch_window = context.settings.shift.lunch
        self.holidays = frozenset(holidays(context.db, who.country, who.region)) if who.country else frozenset()
        self.free_days = self.holidays.union(days_off(context.db))
        hours = hours_off(context.db)
        if hours:
            from techday.timeoff.rules import days_all_off  # only where there are hours off

            self.free_days |= days_all_off(hours, self)

    def on(self, day: date) -> ShiftDay:
        """Give the shift day of a date."""
        return self.planned(shift_on(self.pattern, day))

    def is_worked(self, day: date) -> bool:
        """Tell whether a shift begins on a date, without working out when."""
        return day.weekday() in self.pattern.days and day.isoformat() not in self.free_days

    def after(self, day: date) -> ShiftDay:
        """Give the next shift that is worked after a date; where none is planned, the shift day of the next date."""
        following = (day + timedelta(days=count) for count in range(1, FARTHEST))
        return self.on(next((one for one in following if self.is_worked(one)), day + timedelta(days=1)))

    def at(self, instant: "datetime") -> ShiftDay:
        """Give the shift day that holds an instant."""
        return self.planned(shift_day(self.pattern, instant))

    def planned(self, shift: ShiftDay) -> ShiftDay:
        """Give a shift day as it is planned: a free day has none."""
        return shift._replace(working=False) if shift.day.isoformat() in self.free_days else shift

    def regular(self, day: date) -> ShiftDay:
        """Give the shift day of a date as it would be without any time off: what time off is counted by."""
        shift = shift_on(self.pattern, day)
        return shift._replace(working=False) if day.isoformat() in self.holidays else shift

    def lunch(self, shift: ShiftDay) -> Span["datetime"] | None:
        """Give the lunch window of a shift, or None."""
        return lunch_of(self.pattern, shift, self.lunch_window)

    def last_of(self, week: "Week") -> ShiftDay:
        """Give the last shift of a week, at whose end its time card is due; of a week without any, its Sunday."""
        shifts = (self.on(day) for day in reversed(week.days))
        return next((shift for shift in shifts if shift.working), self.on(week.last_day))
