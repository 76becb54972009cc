"""What happens of one UID within a span: its event, its repetitions, and what was said of single ones. Pure.

RFC 5545, section 3.8.5, and 3.8.4.4: an event repeats by RRULE and RDATE, without EXDATE. A further event of the same
UID with RECURRENCE-ID stands for the one instance whose original start it names, or with RANGE=THISANDFUTURE for that
one and those after it. The original start is what an instance is known by, however often it is moved.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from techday.core.instants import to_text
from techday.exchange.ical_parts import Part
from techday.exchange.ical_rules import Rule, read_rule, starts
from techday.exchange.ical_text import Line
from techday.exchange.ical_values import (
    DAY,
    END_OF_DAY,
    MIDNIGHT,
    NOTHING,
    Broken,
    Length,
    When,
    day_is_meant,
    day_of,
    instant,
    on_clock,
    when_of,
    whens_of,
)

MOST_LISTED = 2_000
MOST_RULES = 4
MOST_PARTS = 2_000
# What an instance of which something else is said has of its series, where nothing of it is said anew.
OF_SERIES = ("SUMMARY", "DESCRIPTION")
# Days that items can have; others are outside of any span, but dateutil and zones stumble over them.
YEARS = range(1900, 2200)


class Span(NamedTuple):
    """What is asked for: what touches the time from one instant of UTC to another, in the technician's zone."""

    since: datetime
    until: datetime
    zone: tzinfo

    def touched(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Tell whether something touches the span; what takes no time touches it at its beginning."""
        return starts_at < self.until and (ends_at > self.since or starts_at == ends_at == self.since)


class Happening(NamedTuple):
    """One instance: the part of the calendar whose words it has, its start and length, and how it is known."""

    part: Part
    instance: str
    start: When
    length: Length
    cancelled: bool


def happenings(parts: list[Part], span: Span) -> Iterator[Happening]:
    """Give what happens of one UID around a span; what does not touch it may be among that. Raises Broken."""
    if len(parts) > MOST_PARTS:
        raise Broken(f"is changed more than {MOST_PARTS:,} times")
    masters = standing([part for part in parts if part.original is None], span.zone)
    overrides = [part for part in parts if part.original is not None]
    if not masters:
        for instance, part in by_instance((known_by(named_by(part, span.zone), span.zone), part) for part in overrides):
            yield from alone(part, instance)
    elif masters[0].cancelled and masters[0].start is None:
        return  # all of it is cancelled, whenever it was (RFC 5546, section 3.2.5)
    for master in masters:
        if master.repeats or overrides:
            yield from Series(master, overrides, span).happenings()
            overrides = []
        else:
            yield from alone(master, known_by(master.start, span.zone) if len(masters) > 1 else "")


def standing(masters: list[Part], zone: tzinfo) -> list[Part]:
    """Give the events that hold of several of one UID, one that repeats before others.

    These are those of the highest SEQUENCE, and of those at one start the newest: calendars that write out each day of
    what repeats give all days one UID, and no RECURRENCE-ID.
    """
    if len(masters) < 2:
        return masters
    highest = newest(masters).version[0]
    found = by_instance((known_by(part.start, zone), part) for part in masters if part.version[0] == highest)
    return sorted((part for _, part in found), key=lambda part: not part.repeats)


def newest(parts: Iterable[Part]) -> Part:
    """Give the part that holds of several: the highest SEQUENCE, then the latest DTSTAMP (RFC 5546, section 2.1.5)."""
    return max(parts, key=lambda part: part.version)


def by_instance(parts: Iterable[tuple[str, Part]]) -> Iterable[tuple[str, Part]]:
    """Give each instance with the part that holds for it."""
    found: dict[str, Part] = {}
    for instance, part in parts:
        found[instance] = newest((found[instance], part)) if instance in found else part
    return found.items()


def named_by(part: Part, zone: tzinfo) -> When | None:
    """Give the original start that a part names, of whose series nothing is known: of a whole day a midnight is one."""
    named = part.original
    if named and named.zone and part.start and part.start.zone is None and day_is_meant(named, zone):
        return When(datetime.combine(day_of(named, zone), MIDNIGHT), None)
    return named


def known_by(original: When | None, zone: tzinfo) -> str:
    """Give what an instance is known by: the local day, or the instant as UTC text."""
    if original is None:
        return ""
    return original.at.date().isoformat() if original.zone is None else to_text(instant(original, zone))


def alone(part: Part, instance: str) -> Iterator[Happening]:
    """Give a part at its own time; nothing where that is in a year that no schedule reaches."""
    start = part.start or part.original
    if start is None:
        raise Broken("has no start")
    if start.at.year in YEARS:
        yield Happening(part, instance, start, part.length or Length(NOTHING), part.cancelled)


class Series:
    """An event that repeats, with what is said of single instances."""

    def __init__(self, master: Part, overrides: list[Part], span: Span) -> None:
        if master.start is None or master.length is None:
            raise Broken("has no start")
        self.master = master
        self.start = master.start
        self.length = master.length
        self.span = span
        self.zone = master.start.zone or span.zone
        named = ((self.instance_of(part.original), self.completed(part)) for part in overrides)
        self.overrides = dict(by_instance(named))
        self.future = sorted((instance, part) for instance, part in self.overrides.items() if part.future)
        self.excluded = {self.instance_of(when) for when, _ in self.listed("EXDATE")}
        self.excluded_days = {when.at.date() for when, _ in self.listed("EXDATE") if when.zone is None}

    def happenings(self) -> Iterator[Happening]:
        """Give the instances around the span, and those that were moved, wherever to."""
        for at, length in sorted(self.originals().items()):
            instance = self.instance_at(at)
            if instance not in self.overrides and not self.is_excluded(instance, at):
                yield self.happening(instance, at, length)
        for instance, part in self.overrides.items():
            if instance not in self.excluded:
                yield from alone(part, instance)

    def happening(self, instance: str, at: datetime, length: Length | None) -> Happening:
        """Give an instance for which nothing is said, but perhaps for those from an earlier one on."""
        part = next((part for since, part in reversed(self.future) if since < instance), None)
        start = When(at, self.start.zone)
        if part is None or part.start is None or part.original is None:
            cancelled = self.master.cancelled or (part is not None and part.cancelled)
            return Happening(self.master, instance, start, length or self.length, cancelled)
        moved = part.start
        clock = moved.zone or self.zone
        named = When(self.at_of(part.original), self.start.zone)
        by = moved.at - self.as_day(on_clock(named, clock), moved)
        start = When(self.as_day(on_clock(start, clock), moved) + by, moved.zone)
        cancelled = self.master.cancelled or part.cancelled
        return Happening(part, instance, start, length or part.length or self.length, cancelled)

    def as_day(self, at: datetime, moved: When) -> datetime:
        """Give a time, its day alone where what it becomes has whole days."""
        return at if moved.zone is not None else datetime.combine(at.date(), MIDNIGHT)

    def completed(self, part: Part) -> Part:
        """Give what stands for an instance, with the words and length of the series where it has none.

        Cancellations often say no more than which instance is meant.
        """
        length = part.length if part.start else self.length
        words = {name: self.master.all(name) for name in OF_SERIES}
        return part._replace(lines=words | part.lines, length=length)

    def originals(self) -> dict[datetime, Length | None]:
        """Give the starts that the series has around the span, as its rules give them, with lengths of their own.

        The start of the event is the first of them, unless its rules had ended before: so calendars write a series of
        which everything was deleted.
        """
        since, until = self.bounds()
        rules = [(rule, self.last_of(rule)) for rule in self.rules("RRULE")]
        found: dict[datetime, Length | None] = {}
        if since <= self.start.at <= until and (not rules or any(last >= self.start.at for _, last in rules)):
            found[self.start.at] = None
        for rule, last in rules:
            found.update(dict.fromkeys(starts(rule, self.start.at, since, min(until, last))))
        for when, length in self.listed("RDATE"):
            at = self.at_of(when)
            if since <= at <= until:
                found[at] = length
        for rule in self.rules("EXRULE"):
            for at in starts(rule, self.start.at, since, min(until, self.last_of(rule))):
                found.pop(at, None)
        return found

    def bounds(self) -> tuple[datetime, datetime]:
        """Give the clock between which starts can lead into the span, also when they are moved with all later ones."""
        moves = [
            abs(on_clock(part.start, UTC) - on_clock(part.original, UTC))
            for _, part in self.future
            if part.start and part.original
        ]
        margin = max(moves, default=NOTHING) + 2 * DAY
        lengths = [self.length, *(part.length for _, part in self.future if part.length)]
        before = max(length.clock + length.real for length in lengths)
        since = on_clock(When(self.span.since.replace(tzinfo=None), UTC), self.zone)
        until = on_clock(When(self.span.until.replace(tzinfo=None), UTC), self.zone)
        return since - before - margin, until + margin

    def last_of(self, rule: Rule) -> datetime:
        """Give the last clock that UNTIL of a rule includes: its own instant, or all of the day that it names."""
        if not rule.until:
            return datetime.max  # noqa: DTZ901  # a clock on the wall
        last = when_of(Line("UNTIL", "", rule.until), self.master.zone_of, self.zone)
        if self.start.zone is None:
            return datetime.combine(day_of(last, self.span.zone), MIDNIGHT)
        return datetime.combine(last.at.date(), END_OF_DAY) if last.zone is None else on_clock(last, self.zone)

    def rules(self, name: str) -> list[Rule]:
        """Give the rules of the series; raises Broken for absurdly many, and for what is none."""
        lines = self.master.all(name)
        if len(lines) > MOST_RULES:
            raise Broken(f"has more than {MOST_RULES} rules")
        return [read_rule(line.value, self.start.at, self.start.zone is None) for line in lines]

    def listed(self, name: str) -> list[tuple[When, Length | None]]:
        """Give the times of RDATE or EXDATE; raises Broken for absurdly many."""
        lines = self.master.all(name)
        if sum(line.value.count(",") + 1 for line in lines) > MOST_LISTED:
            raise Broken(f"lists more than {MOST_LISTED:,} times in {name}")
        return [one for line in lines for one in whens_of(line, self.master.zone_of, self.zone)]

    def is_excluded(self, instance: str, at: datetime) -> bool:
        """Tell whether an instance is taken out, by its time or, as some servers write it, by its day."""
        return instance in self.excluded or at.date() in self.excluded_days

    def instance_of(self, original: When | None) -> str:
        """Give what the instance is known by whose original start is named."""
        return self.instance_at(self.at_of(original)) if original else ""

    def instance_at(self, at: datetime) -> str:
        """Give what an instance is known by."""
        return known_by(When(at, self.start.zone), self.zone)

    def at_of(self, when: When) -> datetime:
        """Give the clock of the series at a time; a day alone is that day at the time of the series."""
        if self.start.zone is None:
            return datetime.combine(day_of(when, self.span.zone), MIDNIGHT)
        if when.zone is None:
            return datetime.combine(when.at.date(), self.start.at.time())
        return on_clock(when, self.zone)
