"""One VEVENT understood: when it is, what it repeats or stands for, what it says, and who takes part. Pure.

Only what an event is about can break it. Its words are foreign text, cleaned on their way in; an address or a link
that is none is left out.
"""

import re
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from techday.core.text import clean_line
from techday.exchange.cells import body_in
from techday.exchange.ical_text import EventText, Line, text_of
from techday.exchange.ical_values import (
    DAY,
    MIDNIGHT,
    NOTHING,
    Length,
    When,
    ZoneOf,
    day_of,
    duration_of,
    length_between,
    on_clock,
    when_of,
)

UNTITLED = "(no title)"
LONGEST_LINE = 300
LONGEST_LINK = 1_000
MOST_PEOPLE = 200
MOST_CATEGORIES = 50
BUSY = ("OOF", "FREE", "BUSY", "TENTATIVE")
TRANSPARENCY = {"TRANSPARENT": "FREE", "OPAQUE": "BUSY"}
# As Outlook has it before the title.
CALLED_OFF = ("canceled:", "cancelled:", "abgesagt:")
CONFIRMED, TENTATIVE, CANCELLED = "confirmed", "tentative", "cancelled"
# Rooms and beamers are invited too.
THINGS = ("ROOM", "RESOURCE")
# What stands between commas that are not escaped.
LISTED = re.compile(r"(?:[^,\\]|\\.)+")
LINKS = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "URL")


class Attendee(NamedTuple):
    """Somebody who is invited, or invites: PARTSTAT as it stands there (`ACCEPTED`), "" where there is none.

    The address is in small letters, "" where there is none.
    """

    name: str
    mail: str
    partstat: str
    is_organizer: bool


class Words(NamedTuple):
    """What an event says beside its times, as `techday.exchange.ical_events.Event` has it."""

    title: str
    place: str
    note: str
    categories: tuple[str, ...]
    busy: str
    tentative: bool
    people: tuple[Attendee, ...]
    url: str


class Part(NamedTuple):
    """One VEVENT: the event itself, or what stands for one instance of it, whose original start it names.

    `end` is its DTEND; `future` is RANGE=THISANDFUTURE; `version` orders several that speak of the same.
    """

    lines: dict[str, list[Line]]
    zone_of: ZoneOf
    start: When | None
    end: When | None
    length: Length | None
    original: When | None
    future: bool
    version: tuple[int, str]
    cancelled: bool

    def all(self, name: str) -> list[Line]:
        """Give the lines of a property."""
        return self.lines.get(name, [])

    def text(self, name: str) -> str:
        """Give the text of a property, "" where there is none."""
        lines = self.all(name)
        return text_of(lines[0].value) if lines else ""

    def word(self, name: str) -> str:
        """Give a property that is one word, in capitals."""
        return self.text(name).strip().upper()

    @property
    def repeats(self) -> bool:
        """Whether it can happen more than once."""
        return "RRULE" in self.lines or "RDATE" in self.lines


def part_of(text: EventText, zone_of: ZoneOf, floating: tzinfo, zone: tzinfo) -> Part:
    """Understand one VEVENT of a calendar whose times without a zone are by the clock of `floating`.

    `zone` is the technician's. Raises Broken for times that cannot be told.
    """
    lines: dict[str, list[Line]] = {}
    for line in text.lines():
        lines.setdefault(line.name, []).append(line)
    start, end, length = times_of(lines, zone_of, floating)
    if start and length and word_of(lines, "X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE":
        start, end = as_whole_days(start, end or start.after(length), (floating, zone))
        length = length_between(start, end)
    original, future = original_of(lines, zone_of, start.zone if start and start.zone not in (None, UTC) else floating)
    cancelled = word_of(lines, "STATUS") == "CANCELLED" or text.calendar.said.get("METHOD", "").upper() == "CANCEL"
    part = Part(lines, zone_of, start, end, length, original, future, version_of(lines), cancelled)
    return part._replace(cancelled=True) if is_called_off(part) else part


def is_called_off(part: Part) -> bool:
    """Tell what was cancelled by whom invited, and is still in the calendar: free time with a title that says so."""
    return part.text("SUMMARY").strip().casefold().startswith(CALLED_OFF) and busy_of(part) == "FREE"


def word_of(lines: dict[str, list[Line]], name: str) -> str:
    """Give the value of a property in capitals, "" where there is none."""
    return lines[name][0].value.strip().upper() if name in lines else ""


def times_of(
    lines: dict[str, list[Line]], zone_of: ZoneOf, floating: tzinfo
) -> tuple[When | None, When | None, Length | None]:
    """Give start, end and length as DTSTART, DTEND and DURATION say.

    Without an end a day is a whole one, and a time takes none (RFC 5545, section 3.6.1).
    """
    if "DTSTART" not in lines:
        return None, None, None
    start = when_of(lines["DTSTART"][0], zone_of, floating)
    if "DTEND" in lines:
        end = when_of(lines["DTEND"][0], zone_of, start.zone or floating)
        return start, end, length_between(start, end)
    if "DURATION" in lines:
        return start, None, duration_of(lines["DURATION"][0].value)
    return start, None, Length(DAY if start.zone is None else NOTHING)


def as_whole_days(start: When, end: When, clocks: tuple[tzinfo, ...]) -> tuple[When, When]:
    """Give the days of what Outlook calls all-day, though it writes it from midnight to midnight.

    By the clock that is written, else by one of `clocks`; what is so by none of them was so elsewhere, and has the days
    in which most of it lies: the same ones wherever it is read.
    """
    if start.zone is None or end.zone is None:
        return start, end
    for clock in (start.zone, *clocks):
        first, last = on_clock(start, clock), on_clock(end, clock)
        if first.time() == last.time() == MIDNIGHT and first < last:
            return When(first, None), When(last, None)
    first, last = (datetime.combine(day_of(When(on_clock(one, UTC), UTC), UTC), MIDNIGHT) for one in (start, end))
    return When(first, None), When(max(last, first + DAY), None)


def original_of(lines: dict[str, list[Line]], zone_of: ZoneOf, floating: tzinfo) -> tuple[When | None, bool]:
    """Give the original start that an instance is known by, and whether all later ones are meant too."""
    # The second is what techday writes out: for Outlook each instance is an event of its own.
    named = lines.get("RECURRENCE-ID") or lines.get("X-TECHDAY-RECURRENCE-ID")
    if not named:
        return None, False
    line = named[0]
    return when_of(line, zone_of, floating), line.params().get("RANGE", "").upper() == "THISANDFUTURE"


def version_of(lines: dict[str, list[Line]]) -> tuple[int, str]:
    """Give what tells the newer of two: SEQUENCE, then DTSTAMP."""
    number = word_of(lines, "SEQUENCE")
    return int(number[:9]) if number.isascii() and number.isdigit() else 0, word_of(lines, "DTSTAMP")


def words_of(part: Part) -> Words:
    """Give what an event says beside its times, cleaned."""
    return Words(
        title=clean_line(part.text("SUMMARY"), LONGEST_LINE) or UNTITLED,
        place=clean_line(part.text("LOCATION"), LONGEST_LINE),
        note=body_in(part.text("DESCRIPTION")),
        categories=categories_of(part),
        busy=busy_of(part),
        tentative=part.word("STATUS") == "TENTATIVE",
        people=people_of(part),
        url=link_of(part),
    )


def categories_of(part: Part) -> tuple[str, ...]:
    """Give the categories; they are listed with commas, and those within one are escaped."""
    written = [one for line in part.all("CATEGORIES") for one in LISTED.findall(line.value)]
    found = (clean_line(text_of(one), LONGEST_LINE) for one in written[:MOST_CATEGORIES])
    return tuple(one for one in found if one)


def busy_of(part: Part) -> str:
    """Give how Outlook shows the time (`OOF` is out of office); else what TRANSP says of it."""
    shown = part.word("X-MICROSOFT-CDO-BUSYSTATUS")
    return shown if shown in BUSY else TRANSPARENCY.get(part.word("TRANSP"), "")


def people_of(part: Part) -> tuple[Attendee, ...]:
    """Give who is invited, and who invites; rooms and other things are left out."""
    organizer = next((person(line, is_organizer=True) for line in part.all("ORGANIZER")), None)
    found: list[Attendee] = []
    for line in part.all("ATTENDEE")[:MOST_PEOPLE]:
        if line.params().get("CUTYPE", "").upper() in THINGS:
            continue
        attendee = person(line, is_organizer=False)
        if organizer and attendee.mail and attendee.mail == organizer.mail:
            attendee, organizer = attendee._replace(is_organizer=True), None
        found.append(attendee)
    if organizer:
        found.insert(0, organizer)
    return tuple(one for one in found if one.name or one.mail)


def person(line: Line, *, is_organizer: bool) -> Attendee:
    """Give who is named by a line; some programs write the address as a parameter."""
    params = line.params()
    value = clean_line(line.value, LONGEST_LINE)
    mail = value[len("mailto:") :] if value.lower().startswith("mailto:") else value
    if "@" not in mail:
        mail = clean_line(params.get("EMAIL", ""), LONGEST_LINE)
    name = clean_line(params.get("CN", ""), LONGEST_LINE)
    partstat = clean_line(params.get("PARTSTAT", ""), LONGEST_LINE).upper()
    return Attendee(name, mail.strip().lower() if "@" in mail else "", partstat, is_organizer)


def link_of(part: Part) -> str:
    """Give the link of a conference, else that of the event; "" where there is none that leads into the web."""
    for name in LINKS:
        for line in part.all(name):
            link = clean_line(line.value, LONGEST_LINK + 1)
            if link.lower().startswith(("https://", "http://")) and len(link) <= LONGEST_LINK and " " not in link:
                return link
    return ""
