"""What names of time zones in calendars mean: those of IANA and of Windows, and those that a calendar defines. Pure.

A place (`Europe/Berlin`) and a name of Windows mean what the world means by them, whatever the calendar defines beside
them: Outlook's own definitions begin in 1601 and know nothing of changes in between. For other names ("Customized Time
Zone"; EST, which some write for New York in summer too) the definition in the calendar (VTIMEZONE: RFC 5545, section
3.6.5) is worked out, as the instants at which its clocks change.
"""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from icalendar.prop import vUTCOffset
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from techday.core.text import quoted
from techday.exchange.ical_rules import read_rule, starts
from techday.exchange.ical_text import Line, text_of
from techday.exchange.ical_values import Broken, when_of, whens_of

# As Exchange and some programs call UTC.
OTHER_NAMES = {"tzone://microsoft/utc": "UTC", "z": "UTC"}
# Every recurrence id of a lifetime; definitions of Outlook begin in 1601.
FROM = datetime(1970, 1, 1)  # noqa: DTZ001  # clocks on the wall, as rules are worked out
MOST_LINES = 2_000
MOST_PARTS = 200
MOST_WORDS = 8
MOST_CHANGES = 2_000


class Observance(NamedTuple):
    """One time of a zone (standard, daylight): the clock at each change to it, and the offsets before and after."""

    changes: list[datetime]
    before: timedelta
    after: timedelta


class DefinedZone(tzinfo):
    """A zone by the instants at which its clocks change, as a calendar defines it."""

    def __init__(self, name: str, observances: list[Observance]) -> None:
        self.name = name
        changes = sorted((at - one.before, one.after) for one in observances for at in one.changes)
        first = min(observances, key=lambda one: one.changes[0])
        self.offsets = [first.before, *(after for _, after in changes)]
        self.instants = [at for at, _ in changes]
        pairs = list(zip(self.instants, self.offsets, self.offsets[1:], strict=False))
        # By `fold`: an hour that is skipped has the offset before it, one that is shown twice is the first of the two.
        self.on_wall = (
            [at + max(before, after) for at, before, after in pairs],
            [at + min(before, after) for at, before, after in pairs],
        )

    def utcoffset(self, at: datetime | None) -> timedelta:
        """Give the offset from UTC of a time by the zone's clock."""
        return self.offsets[0 if at is None else bisect_right(self.on_wall[at.fold], at.replace(tzinfo=None, fold=0))]

    def fromutc(self, at: datetime) -> datetime:
        """Give the zone's clock at an instant of UTC."""
        return at + self.offsets[bisect_right(self.instants, at.replace(tzinfo=None))]

    def dst(self, at: datetime | None) -> timedelta | None:  # noqa: ARG002  # as tzinfo has it
        """Nobody asks for it."""
        return None

    def tzname(self, at: datetime | None) -> str:  # noqa: ARG002  # as tzinfo has it
        """Give the name that the calendar uses."""
        return self.name


class Zones:
    """The zones of one calendar by their names, each worked out once, up to a year."""

    def __init__(self, defined: dict[str, list[Line]], until: datetime) -> None:
        self.defined = defined
        self.until = until.replace(tzinfo=None)
        self.known: dict[str, tzinfo | None] = {}

    def named(self, name: str) -> tzinfo:
        """Give the zone of a TZID; raises Broken for one that neither the world nor the calendar knows."""
        if name not in self.known:
            own = "/" not in name and name.strip('" ').casefold() not in names_of_windows()
            self.known[name] = (own and self.definition(name)) or known_zone(name) or self.definition(name)
        zone = self.known[name]
        if zone is None:
            raise Broken(f"its time zone {quoted(name)} is not known")
        return zone

    def definition(self, name: str) -> tzinfo | None:
        """Give the zone that the calendar defines under a name; None where it does not, or not soundly."""
        lines = self.defined.get(text_of(name).strip().strip('"'))
        if not lines or len(lines) > MOST_LINES:
            return None
        parts = parts_of(lines)
        try:
            observances = [observance(part, self.until) for part in parts[:MOST_PARTS]]
        except (Broken, ValueError, KeyError, OverflowError):
            return None
        changes = sum(len(one.changes) for one in observances)
        return DefinedZone(name, observances) if 0 < changes <= MOST_CHANGES else None


def known_zone(name: str) -> tzinfo | None:
    """Give the zone that the world knows under a name of IANA or Windows, however its letters are; None for any other.

    Evolution and old Mozilla programs put a path before it: `/freeassociation.sourceforge.net/Europe/Berlin`.
    """
    name = name.strip().strip('"')
    has_path = name.startswith("/")
    name = OTHER_NAMES.get(name.casefold(), name).strip("/")
    name = names_of_windows().get(name.casefold(), name)
    words = name.split("/")[:MOST_WORDS]
    for start in range(len(words) if has_path else 1):
        place = "/".join(words[start:])
        try:
            return ZoneInfo(place)
        # A folder of the zone database is no zone, nor is a name that no file can have.
        except (KeyError, ValueError, OSError):
            if place.casefold() in names_of_iana():
                return ZoneInfo(names_of_iana()[place.casefold()])
    return None


@cache
def names_of_windows() -> dict[str, str]:
    """Give the IANA name for each name of Windows, in small letters."""
    return {name.casefold(): place for name, place in WINDOWS_TO_OLSON.items()}


@cache
def names_of_iana() -> dict[str, str]:
    """Give the IANA names by their small letters; they are gathered from the disk."""
    return {name.casefold(): name for name in available_timezones()}


def parts_of(lines: list[Line]) -> list[list[Line]]:
    """Give the lines of each time (STANDARD, DAYLIGHT) that a definition holds."""
    parts: list[list[Line]] = []
    inside = False
    for line in lines:
        if line.name in ("BEGIN", "END"):
            inside = line.name == "BEGIN"
            if inside:
                parts.append([])
        elif inside:
            parts[-1].append(line)
    return parts


def observance(lines: list[Line], until: datetime) -> Observance:
    """Work out one time of a zone up to `until`; raises Broken, ValueError or KeyError where it is not sound."""
    said = {line.name: line for line in lines}
    before = offset_of(said["TZOFFSETFROM"])
    after = offset_of(said["TZOFFSETTO"])
    first = local(said["DTSTART"])
    changes = {first}
    if sum(line.value.count(",") for line in lines if line.name == "RDATE") > MOST_CHANGES:
        raise Broken(f"changes its clocks more than {MOST_CHANGES:,} times")
    for line in lines:
        if line.name == "RDATE":
            changes.update(when.at for when, _ in whens_of(line, unnamed, UTC))
        elif line.name == "RRULE":
            rule = read_rule(line.value, first, whole_days=False)
            if rule.frequency != "YEARLY":
                raise Broken("changes its clocks more often than every year")
            end = min(until, until_of(rule.until, before)) if rule.until else until
            changes.update(starts(rule, first, FROM, end))
    return Observance(sorted(changes), before, after)


def offset_of(line: Line) -> timedelta:
    """Give an offset from UTC: `+0100` is an hour. Raises ValueError for none."""
    found: timedelta = vUTCOffset.from_ical(line.value.strip())  # type: ignore[no-untyped-call]  # has no types
    return found


def until_of(value: str, before: timedelta) -> datetime:
    """Give the last change that UNTIL allows, by the clock before it: UNTIL is an instant of UTC here."""
    when = when_of(Line("UNTIL", "", value), unnamed, UTC)
    return when.at + (before if value.strip().endswith("Z") else timedelta(0))


def local(line: Line) -> datetime:
    """Give the time of a line, by the clock of the zone that is being defined."""
    return when_of(line, unnamed, UTC).at


def unnamed(name: str) -> tzinfo:
    """Raise Broken: the definition of a zone names no zone."""
    raise Broken(f"defines a time zone by {quoted(name)}")
