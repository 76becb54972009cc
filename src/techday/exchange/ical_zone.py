"""A time zone as calendar files carry it: a VTIMEZONE whose clock changes are rules (RFC 5545, section 3.6.5).

icalendar can write one too, but as a list of dates (RDATE), which Outlook does not read: an event after the first
change is then an hour off. Outlook, Google and Apple all read "the last Sunday of March, every year". So the changes
of some years are looked up, and written as rules where they follow such rules; a zone whose changes do not (those of
Morocco follow the moon) has none here, and what is written in it must be written in UTC.
"""

from calendar import monthrange
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Enough that the fourth Sunday of a month is told from the last one.
YEARS = 12
LAST = -1
DAY = timedelta(days=1)


class Change(NamedTuple):
    """A change of the clocks: `at` is the clock on the wall just before it, `name` that of the time after it."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str


def zone_component(zone: tzinfo, first_year: int) -> Timezone | None:
    """Give the VTIMEZONE of an IANA zone for events from `first_year` on; None where it has no name, or no rules."""
    key = getattr(zone, "key", "")
    if not key:
        return None
    # The events of January stand in the time that began in the year before.
    years = [changes_in(zone, first_year - 1 + step) for step in range(YEARS)]
    found = Timezone()
    found.add("tzid", key)
    if not any(years):
        at = datetime(first_year, 1, 1, tzinfo=zone)
        found.add_component(observance(Change(at.replace(tzinfo=None), offset(at), offset(at), at.tzname() or key), ""))
        return found
    if {len(changes) for changes in years} != {len(years[0])}:
        return None
    for same in zip(*years, strict=True):
        rule = yearly_rule(same)
        if rule is None:
            return None
        found.add_component(observance(same[0], rule))
    return found


def changes_in(zone: tzinfo, year: int) -> list[Change]:
    """Give the changes of the clocks in a year of UTC, in order; no more than one a day is seen."""
    day, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    found = []
    while day < end:
        if offset(day.astimezone(zone)) != offset((day + DAY).astimezone(zone)):
            found.append(change_between(zone, day, day + DAY))
        day += DAY
    return found


def change_between(zone: tzinfo, since: datetime, until: datetime) -> Change:
    """Give the one change between two instants of UTC, found by halving the time between them."""
    before = offset(since.astimezone(zone))
    while until - since > timedelta(seconds=1):
        middle = since + (until - since) // 2
        if offset(middle.astimezone(zone)) == before:
            since = middle
        else:
            until = middle
    at = until.replace(microsecond=0)
    after = at.astimezone(zone)
    return Change((at + before).replace(tzinfo=None), before, offset(after), after.tzname() or "")


def offset(at: datetime) -> timedelta:
    """Give how far the clock is ahead of UTC."""
    return at.utcoffset() or timedelta(0)


def yearly_rule(changes: tuple[Change, ...]) -> str | None:
    """Give the rule of a change that comes every year: `FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`; None where none fits."""
    kinds = {(one.at.month, one.at.weekday(), one.at.time(), one.before, one.after) for one in changes}
    places = set.intersection(*(places_in_month(one.at) for one in changes))
    if len(kinds) > 1 or not places:
        return None
    at = changes[0].at
    return f"FREQ=YEARLY;BYMONTH={at.month};BYDAY={min(places)}{WEEKDAYS[at.weekday()]}"


def places_in_month(at: datetime) -> set[int]:
    """Give which weekday of its month a day is: the second, or the fourth and LAST."""
    is_last = at.day + 7 > monthrange(at.year, at.month)[1]
    return {(at.day - 1) // 7 + 1} | ({LAST} if is_last else set())


def observance(change: Change, rule: str) -> TimezoneStandard | TimezoneDaylight:
    """Give the part of a VTIMEZONE that holds from a change on: daylight time where the clock went forward.

    DTSTART is the clock on the wall before the change, as the RFC has it.
    """
    part = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    part.add("dtstart", change.at)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    if rule:
        part.add("rrule", vRecur.from_ical(rule))
    return part
