"""The times of a calendar: what DTSTART, DTEND, DURATION and their like mean (RFC 5545, section 3.3). Pure.

A time is kept as its calendar writes it, by the clock of its own zone, since that is what repeats: a meeting at nine
is at nine in winter too. It becomes an instant only when a zone has to be left.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from icalendar.prop import vDDDTypes, vDuration

from techday.core.text import quoted
from techday.exchange.ical_text import Line

DAY = timedelta(days=1)
NOTHING = timedelta(0)
LONGEST = timedelta(days=366)
MIDNIGHT = time(0)
END_OF_DAY = time(23, 59, 59)
SECOND, NOON = timedelta(seconds=1), timedelta(hours=12)
# As many characters as a day, a local time and an instant of UTC have.
FORMS = (8, 15, 16)

ZoneOf = Callable[[str], tzinfo]


class Broken(Exception):
    """An event that cannot be taken in. The text says why, as the end of a sentence that begins with the event."""


class When(NamedTuple):
    """A time as it is written: by the clock of its zone, without tzinfo. `zone` is None for a day, at its midnight."""

    at: datetime
    zone: tzinfo | None

    def after(self, length: "Length") -> "When":
        """Give the time that is so much later."""
        return When(self.at + length.clock + length.real, self.zone)


class Length(NamedTuple):
    """How long an event lasts: first as the clock on the wall shows it, then so much more of real time.

    They differ in the two nights of a year when clocks change. The length from DTSTART to DTEND is one of the clock:
    the RFC would keep the hours that pass, but Outlook keeps the time of day when a series ends, and maintenance from
    22:00 to 6:00 is meant so.
    """

    clock: timedelta
    real: timedelta = NOTHING


def when_of(line: Line, zone_of: ZoneOf, floating: tzinfo) -> When:
    """Give the time of a line; one that names no zone is by the clock of `floating`. Raises Broken for no time."""
    value = line.value.strip()
    try:
        found = value_of(vDDDTypes, value) if len(value) in FORMS else None
    except ValueError:
        found = None
    if isinstance(found, datetime):
        # An instant of UTC is one, whatever zone is named beside it.
        if found.tzinfo is not None:
            return When(found.replace(tzinfo=None), UTC)
        named = line.params().get("TZID", "") if line.said else ""
        return When(found, zone_of(named) if named else floating)
    if isinstance(found, date):
        return When(datetime.combine(found, MIDNIGHT), None)
    raise Broken(f"{quoted(value)} is no time")


def whens_of(line: Line, zone_of: ZoneOf, floating: tzinfo) -> list[tuple[When, Length | None]]:
    """Give the times of a list (RDATE, EXDATE), each with its length where it is a period. Raises Broken."""
    found: list[tuple[When, Length | None]] = []
    for value in line.value.split(","):
        begin, slash, end = value.strip().partition("/")
        when = when_of(line._replace(value=begin), zone_of, floating)
        if not slash:
            found.append((when, None))
        elif end.startswith("P"):
            found.append((when, duration_of(end)))
        else:
            found.append((when, length_between(when, when_of(line._replace(value=end), zone_of, floating))))
    return found


def instant(when: When, zone: tzinfo) -> datetime:
    """Give the instant, in UTC, of a time; of a day its midnight in `zone`.

    A time that the clock skips is read with the offset before the change, one that it shows twice is the first
    (RFC 5545, section 3.3.5).
    """
    return when.at.replace(tzinfo=when.zone or zone).astimezone(UTC)


def on_clock(when: When, zone: tzinfo) -> datetime:
    """Give what a clock in `zone` shows at a time, without tzinfo; a day is the same day everywhere."""
    if when.zone is None or when.zone is zone:
        return when.at
    return when.at.replace(tzinfo=when.zone).astimezone(zone).replace(tzinfo=None)


def day_of(when: When, zone: tzinfo) -> date:
    """Give the day that a time means in a calendar of whole days.

    Midnight, and the last second of a day, mean the day that is written, or that of `zone`. Any other time of UTC was a
    midnight elsewhere: that of the day which most of the 24 hours from then on are in. What else there is means the
    day on which it falls in `zone`.
    """
    here = on_clock(when, zone)
    for at in (when.at, here):
        if at.time() in (MIDNIGHT, END_OF_DAY):
            return at.date()
    if when.zone is not UTC:
        return here.date()
    return (when.at + NOON).date() if when.at.second != END_OF_DAY.second else (when.at + SECOND - NOON).date()


def day_is_meant(when: When, zone: tzinfo) -> bool:
    """Tell whether a time is midnight, as it is written or in a zone."""
    return MIDNIGHT in (when.at.time(), on_clock(when, zone).time())


def length_between(start: When, end: When) -> Length:
    """Give the length from one time to another; raises Broken where it is negative, or over a year."""
    if (start.zone is None) != (end.zone is None):
        raise Broken("begins or ends with a day, but not both")
    clock = (end.at if start.zone is None else on_clock(end, start.zone)) - start.at
    # Within an hour that the clock shows twice, the clock alone cannot tell.
    if clock < NOTHING and instant(end, UTC) < instant(start, UTC):
        raise Broken("ends before it begins")
    return checked(Length(max(clock, NOTHING)))


def duration_of(value: str) -> Length:
    """Give the length that a DURATION names: days and weeks by the clock, hours in real time. Raises Broken."""
    days, _, hours = value.strip().upper().partition("T")
    try:
        clock = value_of(vDuration, days) if days.strip("+-P") else NOTHING
        real = value_of(vDuration, f"PT{hours}") if hours else NOTHING
    except ValueError:
        raise Broken(f"{quoted(value)} is no duration") from None
    if clock < NOTHING or days.startswith("-"):
        raise Broken("ends before it begins")
    return checked(Length(clock, real))


def checked(length: Length) -> Length:
    """Give a length; raises Broken for more than a year."""
    if length.clock > LONGEST or length.real > LONGEST:
        raise Broken("lasts longer than a year")
    return length


def value_of(kind: type[vDDDTypes] | type[vDuration], text: str) -> Any:
    """Give a value as icalendar reads it; raises ValueError for what is none."""
    return kind.from_ical(text)  # type: ignore[no-untyped-call]  # icalendar has no types here
