"""Calendars read: the bytes of an .ics file become the events that touch a span of days. Pure.

icalendar understands the values, dateutil the rules; how instances, exceptions and zones come together is here, one
UID at a time, so that an event that cannot be understood costs only itself and is named. Whatever a file says, reading
it is bounded in time and memory; what breaks these bounds as a whole is refused as a whole.
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import NamedTuple

from techday.errors import Refused
from techday.exchange.ical_parts import CANCELLED, CONFIRMED, TENTATIVE, Attendee, Part, Words, part_of, words_of
from techday.exchange.ical_series import Happening, Span, happenings, newest
from techday.exchange.ical_text import (
    EXPORT_SHORTER,
    Calendar,
    CalendarText,
    EventText,
    called,
    line_of,
    take_apart,
    text_of,
)
from techday.exchange.ical_values import DAY, LONGEST, MIDNIGHT, Broken, When, instant
from techday.exchange.ical_zone_names import Zones

MOST_INSTANCES = 5_000
MOST_EVENTS = 20_000
# Of what repeats fewer days are taken in where all would be too much; but not less than some weeks ahead.
SHORTEST = timedelta(days=70)
MOST_SECONDS = 8.0


class Event(NamedTuple):
    """One thing that happens: an event that happens once, or one instance of one that repeats.

    `uid` and `instance` are its identity. `instance` is "" for what happens once, else the original start: UTC text
    (`2026-11-23T08:00:00Z`), or the local day (`2026-11-23`) of whole days; it stays when the instance is moved.
    `starts_at` and `ends_at` are instants in UTC. Whole days have `first_day` and `last_day`, both included, and begin
    and end at midnights of the reader's zone; they are None for all else.

    `busy` is OOF, FREE, BUSY, TENTATIVE or "". `status` is confirmed, tentative or cancelled. `sequence` counts how
    often its organizer changed it.
    """

    uid: str
    instance: str
    title: str
    starts_at: datetime
    ends_at: datetime
    first_day: date | None
    last_day: date | None
    place: str
    note: str
    categories: tuple[str, ...]
    busy: str
    status: str
    people: tuple[Attendee, ...]
    url: str
    sequence: int = 0


class CalendarRead(NamedTuple):
    """A calendar file, read: its events in the order of their beginnings, and a line for each that was skipped.

    `method` is METHOD in capitals (`PUBLISH`, `CANCEL`), "" where there is none or several. `name` is what the calendar
    calls itself. `uids` holds every UID that was read soundly, also where nothing of it touches the span; `partial`
    those of them of which the file has single instances only, without the event that repeats, and `withdrawn` the
    SEQUENCE of those that are cancelled as a whole. `broken` holds the UIDs that were skipped. `beyond` holds events
    that begin after all days that were asked for. Where there is too much of what repeats, it was read until the
    instant `cut` alone.
    """

    events: list[Event]
    skipped: list[str]
    method: str
    name: str
    uids: frozenset[str]
    partial: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    withdrawn: Mapping[str, int] = MappingProxyType({})
    beyond: tuple[Event, ...] = ()
    cut: datetime | None = None


def read_calendar(
    data: bytes, zone: tzinfo, first: date, last: date, clock: Callable[[], float] = time.monotonic
) -> CalendarRead:
    """Read the events that touch the local days from `first` to `last`, both included, in `zone`.

    Times without a zone are by the clock of the calendar (X-WR-TIMEZONE), else of `zone`. Events that are cancelled are
    among them. `clock` counts seconds. Raises Refused, and nothing is read then, where the file is no whole calendar
    (`take_apart`), or holds more than can be read in reasonable time.
    """
    must_end = clock() + MOST_SECONDS
    text = take_apart(data)
    reader = Reader(zone, first, last)
    for uid, texts in text.events.items():
        if clock() > must_end:
            raise Refused(f"The calendar takes longer than {MOST_SECONDS:.0f} seconds to read", hint=EXPORT_SHORTER)
        reader.read(uid, texts)
        reader.fit()
    events = sorted(reader.once + reader.repeating, key=lambda event: (event.starts_at, event.uid, event.instance))
    return CalendarRead(
        events=events,
        skipped=reader.skipped,
        method=method_of(text),
        name=name_of(text),
        uids=frozenset(reader.uids),
        partial=frozenset(reader.partial),
        broken=frozenset(reader.broken),
        withdrawn=reader.withdrawn,
        beyond=tuple(reader.beyond),
        cut=reader.until if reader.until < reader.span.until else None,
    )


def method_of(text: CalendarText) -> str:
    """Give the method that all calendars of a file name."""
    methods = {calendar.said.get("METHOD", "").upper() for calendar in text.calendars}
    return methods.pop() if len(methods) == 1 else ""


def name_of(text: CalendarText) -> str:
    """Give what the first calendar that has a name calls itself."""
    names = (calendar.said.get("X-WR-CALNAME") or calendar.said.get("NAME", "") for calendar in text.calendars)
    return next((name for name in names if name), "")


class Reader:
    """Reads the events of a file, one UID after the other."""

    def __init__(self, zone: tzinfo, first: date, last: date) -> None:
        self.span = Span(midnight(first, zone), midnight(last + DAY, zone), zone)
        # What begins more than a year and some days before has ended, also in another zone.
        self.past = f"{first - LONGEST - 3 * DAY:%Y%m%d}".encode()
        self.once: list[Event] = []
        self.repeating: list[Event] = []
        self.beyond: list[Event] = []
        # How far what repeats is read.
        self.until = self.span.until
        self.skipped: list[str] = []
        self.uids: list[str] = []
        self.partial: list[str] = []
        self.broken: list[str] = []
        self.withdrawn: dict[str, int] = {}
        # By identity: calendars hold dictionaries, and are there as long as the file is read.
        self.zones: dict[int, tuple[Zones, tzinfo]] = {}

    def read(self, uid: str, texts: list[EventText]) -> None:
        """Take in what happens of a UID, or name it among what was skipped."""
        if is_long_past(texts, self.past):
            self.uids.append(uid)
            return
        try:
            parts = [self.part(text) for text in texts]
            repeats = any(part.repeats for part in parts)
            found = self.events_of(uid, parts, self.until if repeats else self.span.until)
        except Broken as reason:
            self.skip(uid, texts, str(reason))
        except (ValueError, OverflowError):
            # Years before the first and after the last one that dates can have.
            self.skip(uid, texts, "has times that are out of reach")
        else:
            (self.repeating if repeats else self.once).extend(found)
            self.uids.append(uid)
            masters = [part for part in parts if part.original is None]
            if not masters:
                self.partial.append(uid)
            elif newest(masters).cancelled:
                self.withdrawn[uid] = newest(masters).version[0]

    def fit(self) -> None:
        """Halve the days ahead of what repeats until all fits; raises Refused where it never does."""
        while len(self.once) + len(self.repeating) + len(self.beyond) > MOST_EVENTS:
            days = (self.until - self.span.since) // 2
            if days < SHORTEST:
                raise Refused(f"More than {MOST_EVENTS:,} events of the calendar are in that time", hint=EXPORT_SHORTER)
            self.until = midnight((self.span.since + days).astimezone(self.span.zone).date(), self.span.zone)
            self.repeating = [event for event in self.repeating if event.starts_at < self.until]

    def skip(self, uid: str, texts: list[EventText], reason: str) -> None:
        """Name what was skipped, and why."""
        lines = (line_of(raw) for text in texts for raw in text.raw if raw[:7].upper() == b"SUMMARY")
        title = next((text_of(line.value) for line in lines), "")
        self.skipped.append(f"{called(title, uid)}: {reason}")
        self.broken.append(uid)

    def part(self, text: EventText) -> Part:
        """Understand one VEVENT."""
        zones, floating = self.zones_of(text.calendar)
        return part_of(text, zones.named, floating, self.span.zone)

    def zones_of(self, calendar: Calendar) -> tuple[Zones, tzinfo]:
        """Give the zones of a calendar, and the one of its times without a zone."""
        if id(calendar) not in self.zones:
            zones = Zones(calendar.zones, self.span.until + timedelta(days=730))
            name = calendar.said.get("X-WR-TIMEZONE") or calendar.said.get("TIMEZONE-ID", "")
            try:
                floating = zones.named(name) if name else self.span.zone
            except Broken:
                floating = self.span.zone
            self.zones[id(calendar)] = (zones, floating)
        return self.zones[id(calendar)]

    def events_of(self, uid: str, parts: list[Part], until: datetime) -> list[Event]:
        """Give the events of a UID that touch the span up to an instant, and keep those beyond it; raises Broken."""
        span = self.span._replace(until=until)
        found: list[Event] = []
        # Instances share the words of their part, which stays as long as this goes on.
        words: dict[int, Words] = {}
        for happening in happenings(parts, span):
            starts_at, ends_at, days = times_of(happening, self.span.zone)
            if starts_at < until and not span.touched(starts_at, ends_at):
                continue
            part = happening.part
            if id(part) not in words:
                words[id(part)] = words_of(part)
            said = words[id(part)]
            status = CANCELLED if happening.cancelled else TENTATIVE if said.tentative else CONFIRMED
            (found if starts_at < until else self.beyond).append(
                Event(
                    uid,
                    happening.instance,
                    said.title,
                    starts_at,
                    ends_at,
                    *days,
                    said.place,
                    said.note,
                    said.categories,
                    said.busy,
                    status,
                    said.people,
                    said.url,
                    part.version[0],
                )
            )
            if len(found) > MOST_INSTANCES:
                raise Broken(f"happens more than {MOST_INSTANCES:,} times")
        return found


def is_long_past(texts: list[EventText], past: bytes) -> bool:
    """Tell whether an event happens once, and began before a day (`20251019`): most of a calendar of ten years did.

    Told from the bytes alone, so that such an event costs next to nothing.
    """
    start = b""
    for raw in texts[0].raw:
        name = raw[:8].upper()
        if name.startswith((b"RRULE", b"RDATE", b"RECURREN")):
            return False
        if name.startswith(b"DTSTART"):
            start = raw.rpartition(b":")[2].strip()[:8]
    return len(texts) == 1 and len(start) == 8 and start.isdigit() and start < past


def times_of(happening: Happening, zone: tzinfo) -> tuple[datetime, datetime, tuple[date | None, date | None]]:
    """Give the instants from which and until which something lasts, and its days where it lasts whole ones."""
    start, length, end = happening.start, happening.length, happening.part.end
    if start.zone is None:
        first = start.at.date()
        # A length of hours may reach into a day; one of nothing is a day all the same.
        days = max(-(-(length.clock + length.real) // DAY), 1)
        return midnight(first, zone), midnight(first + days * DAY, zone), (first, first + (days - 1) * DAY)
    starts_at = instant(start, zone)
    if end is not None and start == happening.part.start:
        ends_at = instant(end, zone)
    else:
        ends_at = instant(When(start.at + length.clock, start.zone), zone) + length.real
    if ends_at <= starts_at:
        # It begins in an hour that the clock skips, and is over before that hour would be.
        ends_at = starts_at + length.clock + length.real
    return starts_at, ends_at, (None, None)


def midnight(day: date, zone: tzinfo) -> datetime:
    """Give the instant, in UTC, at which a day begins in a zone."""
    return datetime.combine(day, MIDNIGHT, zone).astimezone(UTC)
