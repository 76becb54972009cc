"""Reading the cells of a column of dates, whose form is settled.

A closed list of forms, no guessing: ISO 8601; numbers in day-month or month-day order; month names; Excel's serial
days (the 1900 system). Times without an offset are local times of the technician's zone.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

FIRST_YEAR = 1970
LAST_YEAR = 2199

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}

CLOCK = r"(?:,?[T ]\s*(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d{1,9})?)?\s*([ap]\.?m\.?)?)?"
OFFSET = r"\s*(z|utc|gmt|[+-]\d\d:?\d\d)?"
WEEKDAY = r"(?:[a-z]{3,9}\.?,?\s+)?"
MONTH = r"([a-z]{3,9})\.?"
FLAGS = re.IGNORECASE | re.ASCII

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + CLOCK + OFFSET, FLAGS)
NUMERIC = re.compile(WEEKDAY + r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)" + CLOCK + OFFSET, FLAGS)
DAY_FIRST = re.compile(
    WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]\s*" + MONTH + r"[-/., ]\s*(\d{4}|\d\d)" + CLOCK + OFFSET, FLAGS
)
MONTH_FIRST = re.compile(
    WEEKDAY + MONTH + r"[-/. ]\s*(\d{1,2})(?:st|nd|rd|th)?[-/., ]\s*(\d{4}|\d\d)" + CLOCK + OFFSET, FLAGS
)
# Microsoft documents day 1 as 1 January 1900 and keeps Lotus's 29 February 1900, so that from March 1900 on the
# count runs from 30 December 1899.
SERIAL = re.compile(r"(\d{5,6})(?:[.,](\d{1,15}))?", re.ASCII)
SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001  # a wall clock; the zone is added where it is read

LONGEST_DATE = 64
DAY_SECONDS = 86_400
EPOCH = date(1970, 1, 1).toordinal()
PLAIN_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
MOST_REMEMBERED = 50_000

Read = Callable[[str], datetime | None]


class DateReader:
    """Reads the cells of one column into UTC text of the store, `2026-11-23T08:00:00Z`.

    `order` is "dmy", "mdy" or "" (only unequivocal dates). `end_of_day` is for due dates: a day without a time means
    its last minute.
    """

    def __init__(self, order: str, zone: tzinfo, *, end_of_day: bool = False) -> None:
        self.order = order
        self.zone = zone
        self.day_time = time(23, 59) if end_of_day else time(0)
        self.forms: list[Read] = [self.iso, self.numeric, self.day_first, self.month_first, self.serial]
        self.offsets: dict[date, timedelta | None] = {}
        # Days repeat all through a file, and so do the minutes of a day: each is read once, then looked up. A day is
        # the seconds from 1970 to its local midnight, a clock those since midnight.
        self.days: dict[str, int] = {}
        self.clocks: dict[str, int] = {}

    def read(self, text: str) -> str | None:
        """Give the instant that a cell means, or None where it is blank or no date of the years 1970 to 2199."""
        day, _, clock = text.partition(" ")
        midnight, passed = self.days.get(day), self.clocks.get(clock)
        if midnight is not None and passed is not None:
            number, second = divmod(midnight + passed, DAY_SECONDS)
            return day_text(number) + clock_text(second)
        text = text.strip()
        if not text or len(text) > LONGEST_DATE:
            return None
        found = self.parse(text)
        if found is None:
            return None
        if found.tzinfo is None and (plain := PLAIN_CLOCK.fullmatch(clock)):
            hours, minutes, seconds = (int(part or 0) for part in plain.groups())
            self.remember(day, clock, found, 3600 * hours + 60 * minutes + seconds)
        return self.as_text(found)

    def remember(self, day: str, clock: str, found: datetime, passed: int) -> None:
        """Keep what a day's text and a clock's text mean, unless the clocks change on that day."""
        offset = self.offset_of(found.date())
        if offset is None or not FIRST_YEAR < found.year < LAST_YEAR or len(self.days) > MOST_REMEMBERED:
            return
        self.clocks[clock] = passed
        self.days[day] = (found.toordinal() - EPOCH) * DAY_SECONDS - int(offset.total_seconds())

    def parse(self, text: str) -> datetime | None:
        """Give the time that a cell means, local where it has no offset; None where it is no date."""
        for place, form in enumerate(self.forms):
            try:
                found = form(text)
            except (ValueError, OverflowError):
                return None
            if found is not None:
                if place:
                    # The column is written in one form, so its form is tried first from now on.
                    self.forms.insert(0, self.forms.pop(place))
                return found
        return None

    def as_text(self, found: datetime) -> str | None:
        """Bring a time to UTC text; a time without an offset is local."""
        if found.tzinfo is not None:
            found = found.astimezone(UTC).replace(tzinfo=None)
        else:
            offset = self.offset_of(found.date())
            # On a day on which the clocks change each time is converted by itself.
            found = found - offset if offset is not None else found.replace(tzinfo=self.zone).astimezone(UTC)
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            return None
        return found.isoformat(timespec="seconds")[:19] + "Z"

    def offset_of(self, day: date) -> timedelta | None:
        """Give the zone's offset from UTC all through a local day, or None where it changes around that day."""
        if day not in self.offsets:
            if len(self.offsets) > MOST_REMEMBERED:
                self.offsets.clear()
            before = datetime.combine(day - timedelta(days=1), time(12), self.zone).utcoffset()
            after = datetime.combine(day + timedelta(days=1), time(12), self.zone).utcoffset()
            self.offsets[day] = before if before == after else None
        return self.offsets[day]

    def iso(self, text: str) -> datetime | None:
        """Read `2026-11-23`, with a time, fractions, an offset or Z."""
        match = ISO.fullmatch(text)
        if match is None:
            return None
        year, month, day, *rest = match.groups()
        return self.at(int(year), int(month), int(day), rest)

    def numeric(self, text: str) -> datetime | None:
        """Read `23/11/2026` or `11/23/26` in the column's order; dots are day first."""
        match = NUMERIC.fullmatch(text)
        if match is None:
            return None
        first, separator, second, year, *rest = match.groups()
        day, month = int(first), int(second)
        order = "dmy" if separator == "." else self.order
        if order == "mdy":
            day, month = month, day
        elif not order and day != month:
            return None
        return self.at(full_year(year), month, day, rest)

    def day_first(self, text: str) -> datetime | None:
        """Read `14/Jul/25 3:42 PM`, `23 November 2026`, `Mon, 23 Nov 2026 08:00:00 +0100`."""
        match = DAY_FIRST.fullmatch(text)
        if match is None:
            return None
        day, name, year, *rest = match.groups()
        return self.at(full_year(year), month_named(name), int(day), rest)

    def month_first(self, text: str) -> datetime | None:
        """Read `Nov 23, 2026 3:42 PM`."""
        match = MONTH_FIRST.fullmatch(text)
        if match is None:
            return None
        name, day, year, *rest = match.groups()
        return self.at(full_year(year), month_named(name), int(day), rest)

    def serial(self, text: str) -> datetime | None:
        """Read Excel's day number, with the time as its fraction."""
        match = SERIAL.fullmatch(text)
        if match is None:
            return None
        whole, fraction = match.groups()
        days = SERIAL_START + timedelta(days=int(whole))
        if fraction is None:
            return datetime.combine(days.date(), self.day_time)
        return days + timedelta(seconds=round(float(f"0.{fraction}") * 86_400))

    def at(self, year: int, month: int, day: int, rest: list[str | None]) -> datetime:
        """Put a date together with what CLOCK and OFFSET matched; raises ValueError where there is no such time."""
        hour, minute, second, half, offset = rest
        if hour is None:
            return datetime.combine(date(year, month, day), self.day_time, zone_of(offset))
        hours = int(hour)
        if half:
            if not 1 <= hours <= 12:
                raise ValueError("no such hour")
            hours = hours % 12 + (12 if half[0] in "pP" else 0)
        return datetime(year, month, day, hours, int(minute or 0), int(second or 0), tzinfo=zone_of(offset))


@lru_cache(maxsize=MOST_REMEMBERED)
def day_text(number: int) -> str:
    """Give a UTC day, counted from 1970-01-01, as the store's text begins: `2026-11-23T`."""
    return f"{date.fromordinal(EPOCH + number).isoformat()}T"


@lru_cache(maxsize=DAY_SECONDS)
def clock_text(second: int) -> str:
    """Give a second of the day as the store's text ends: `08:00:00Z`."""
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}Z"


def full_year(text: str) -> int:
    """Give the year of four digits; two digits mean this century."""
    return int(text) if len(text) == 4 else 2000 + int(text)


def month_named(name: str) -> int:
    """Give the month of an English name or its first letters; raises ValueError for any other word."""
    number = MONTHS.get(name[:3].lower())
    if number is None or not MONTH_NAMES[number - 1].lower().startswith(name.lower()):
        raise ValueError("no such month")
    return number


def zone_of(offset: str | None) -> tzinfo | None:
    """Give the fixed zone of `Z`, `UTC`, `+01:00` or `+0100`; None for a local time; raises ValueError beyond a day."""
    if not offset:
        return None
    if offset[0] not in "+-":
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timezone(timedelta(minutes=minutes if offset[0] == "+" else -minutes))


def readers(fields: Mapping[str, str], orders: Mapping[str, str], zone: tzinfo) -> dict[str, DateReader]:
    """Give a reader for each field of dates; `fields` maps the field to its column's name in `orders`."""
    return {
        field: DateReader(orders.get(column, ""), zone, end_of_day=field == "due") for field, column in fields.items()
    }
