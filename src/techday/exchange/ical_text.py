"""A calendar file (RFC 5545) taken apart into lines, before anything in it is understood. Pure.

Calendars come from servers that anybody can reach, so the bytes are bounded first: their number, how deep components
nest, how many events and lines are kept. What no schedule needs (alarms, attachments, pages in HTML, tasks) is left
out here, so that memory and time stay flat. A file that is no whole calendar is refused in one line, and nothing of
it is taken in: half a calendar would cancel the other half.

Exports of Outlook come in UTF-16 with a byte order mark; everything else is UTF-8, as the RFC says. A line that is not
UTF-8 is read as cp1252, which old exports of Windows are written in; every byte means something there.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple, NoReturn

from icalendar.parser import Parameters

from techday.core.text import clean_line
from techday.errors import Refused

MOST_BYTES = 25 * 1024 * 1024
MOST_EVENTS = 20_000
MOST_LINES = 1_500_000
MOST_KEPT = 500_000
# A longer line is cut: its text is cut shorter still, and a list of dates that long is refused by its length.
LONGEST_LINE = 200_000
LONGEST_UID = 300
LONGEST_NAME = 64
LONGEST_PARAMS = 10_000
# The same people are invited again and again.
CACHED = 256
DEEPEST = 8
EXPORT_SHORTER = "Export a shorter span of time, or fewer calendars; nothing was taken in"
EXPORT_AGAIN = "Export the calendar again, as iCalendar (.ics); nothing was taken in"
NO_ANSWERS = "Take the invitation itself, or export the calendar"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
UTF_8_MARK = b"\xef\xbb\xbf"

OF_CALENDAR = frozenset((b"METHOD", b"X-WR-CALNAME", b"NAME", b"X-WR-TIMEZONE", b"TIMEZONE-ID"))
OF_EVENT = frozenset(
    b"UID RECURRENCE-ID SEQUENCE DTSTAMP STATUS DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE SUMMARY LOCATION"
    b" DESCRIPTION CATEGORIES TRANSP ORGANIZER ATTENDEE URL CONFERENCE X-GOOGLE-CONFERENCE"
    b" X-MICROSOFT-SKYPETEAMSMEETINGURL X-MICROSOFT-CDO-BUSYSTATUS X-MICROSOFT-CDO-ALLDAYEVENT X-TECHDAY-UID"
    b" X-TECHDAY-RECURRENCE-ID".split()
)
# All of a zone is kept.
OF_ZONE: frozenset[bytes] = frozenset((b"*",))
WITHIN = {b"VEVENT": OF_EVENT, b"VTIMEZONE": OF_ZONE}
# What one attendee says to the organizer (RFC 5546, section 1.4): no word of the calendar itself.
ANSWERS = ("REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER")


class Line(NamedTuple):
    """One content line: its name in capitals, its parameters and its value as they are written."""

    name: str
    said: str
    value: str

    def params(self) -> dict[str, str]:
        """Give the parameters, their names in capitals."""
        return params_of(self.said) if self.said else {}


class Calendar(NamedTuple):
    """One VCALENDAR: what it says of itself (`METHOD`, `X-WR-CALNAME`, ...), and the lines of its zones by TZID."""

    said: dict[str, str]
    zones: dict[str, list[Line]]


class EventText(NamedTuple):
    """One VEVENT, unread: the calendar that holds it, and those of its lines that matter."""

    calendar: Calendar
    raw: list[bytes]

    def lines(self) -> list[Line]:
        """Give its lines."""
        return [line_of(raw) for raw in self.raw]


class CalendarText(NamedTuple):
    """A file taken apart: its calendars, and its events by UID in the order of the file."""

    calendars: list[Calendar]
    events: dict[str, list[EventText]]


def take_apart(data: bytes) -> CalendarText:
    """Take the bytes of a calendar file apart.

    Raises Refused where they are no whole calendar: too many of them, none, a web page, NUL bytes, cut off, components
    that do not end where they should, too many events; and for the answer of somebody who was invited.
    """
    if len(data) > MOST_BYTES:
        refuse(f"The calendar is larger than {MOST_BYTES // 1024 // 1024} MiB", EXPORT_SHORTER)
    data = in_utf_8(data)
    refuse_what_is_none(data)
    if data.count(b"\n") > MOST_LINES:
        refuse(f"The calendar has more than {MOST_LINES:,} lines")
    taker = Taker()
    for line in unfolded(data):
        taker.take(line)
    if taker.open:
        refuse(f"The calendar is cut off: END:{shown(taker.open[-1])} is missing")
    for calendar in taker.calendars:
        method = calendar.said.get("METHOD", "").upper()
        if method in ANSWERS:
            refuse(f"This is an answer to an invitation (METHOD:{method}), not what the calendar says", NO_ANSWERS)
    return CalendarText(taker.calendars, taker.events)


def in_utf_8(data: bytes) -> bytes:
    """Give the bytes without a byte order mark, those of UTF-16 in UTF-8."""
    if data.startswith(UTF_16):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(UTF_8_MARK)


def refuse_what_is_none(data: bytes) -> None:
    """Raise Refused for what does not begin as a calendar does, and for a calendar with NUL bytes in it."""
    start = data[:1000].strip().upper()
    if not start:
        refuse("The calendar is empty")
    if start.startswith(b"<") and (b"<!DOCTYPE HTML" in start or b"<HTML" in start):
        refuse("This is a web page, not a calendar", "Perhaps it wants a sign-in: take the address of the .ics file")
    if not start.startswith(b"BEGIN:VCALENDAR"):
        refuse("This is no calendar: it does not begin with BEGIN:VCALENDAR")
    if b"\0" in data:
        refuse("The calendar is damaged: there are NUL bytes in it")


def refuse(message: str, hint: str = EXPORT_AGAIN) -> NoReturn:
    """Refuse the file in one line."""
    raise Refused(message, hint=hint)


def shown(name: bytes) -> str:
    """Give the name of a component for a message."""
    return clean_line(name.decode("ascii", "replace"), LONGEST_NAME)


def unfolded(data: bytes) -> Iterator[bytes]:
    """Give the lines, those put together again that are folded (RFC 5545, section 3.1), blank ones left out.

    Done with bytes, since a fold may stand within a character. Lines end with CRLF, LF, or all of them with CR.
    """
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    folds: list[bytes] = []
    size = 0
    for raw in BytesIO(data):
        line = raw.rstrip(b"\r\n")
        if folds and line[:1] in (b" ", b"\t"):
            size += len(line)
            if size <= LONGEST_LINE:
                folds.append(line[1:])
        elif line:
            if folds:
                yield b"".join(folds)
            folds = [line[:LONGEST_LINE]]
            size = len(line)
    if folds:
        yield b"".join(folds)


class Taker:
    """Takes the lines of a file one after the other, and keeps those that matter."""

    def __init__(self) -> None:
        self.calendars: list[Calendar] = []
        self.events: dict[str, list[EventText]] = {}
        self.open: list[bytes] = []
        self.kept: list[bytes] = []
        # The names of the lines that are kept of what is open.
        self.within: frozenset[bytes] | None = None
        self.count = 0
        self.size = 0

    def take(self, line: bytes) -> None:
        """Take a line; raises Refused where the file cannot be a sound calendar."""
        name = line[:LONGEST_NAME].partition(b":")[0].partition(b";")[0].strip().upper()
        if name == b"BEGIN":
            self.begin(line.partition(b":")[2].strip().upper(), line)
        elif name == b"END":
            self.end(line.partition(b":")[2].strip().upper(), line)
        elif self.within is OF_EVENT:
            if name in OF_EVENT:
                self.keep(line)
        elif self.within is OF_ZONE:
            self.keep(line)
        elif len(self.open) == 1 and name in OF_CALENDAR:
            said = line_of(line)
            self.calendars[-1].said.setdefault(said.name, clean_line(text_of(said.value), LONGEST_UID))

    def keep(self, line: bytes) -> None:
        """Keep a line of the component that is open."""
        self.size += 1
        if self.size > MOST_KEPT:
            refuse(f"The events of the calendar have more than {MOST_KEPT:,} lines", EXPORT_SHORTER)
        self.kept.append(line)

    def begin(self, component: bytes, line: bytes) -> None:
        """Open a component: calendars stand in nothing, events and time zones in a calendar."""
        depth = len(self.open)
        if (depth == 0) != (component == b"VCALENDAR") or (depth > 1 and component in (b"VEVENT", b"VTIMEZONE")):
            within = f"before END:{shown(self.open[-1])}" if self.open else "outside of a calendar"
            refuse(f"The calendar is damaged: BEGIN:{shown(component)} stands {within}")
        if depth == DEEPEST:
            refuse(f"The calendar is damaged: its components nest more than {DEEPEST} deep")
        self.open.append(component)
        if depth == 0:
            self.calendars.append(Calendar({}, {}))
        elif depth == 1:
            self.kept = []
            self.within = WITHIN.get(component)
        elif self.within is OF_ZONE:
            self.keep(line)
        else:
            # An alarm has lines of the same names.
            self.within = None

    def end(self, component: bytes, line: bytes) -> None:
        """Close a component, and keep an event or a zone that is whole now."""
        if not self.open or self.open[-1] != component:
            within = f"before END:{shown(self.open[-1])}" if self.open else "where nothing began"
            refuse(f"The calendar is damaged: END:{shown(component)} stands {within}")
        self.open.pop()
        if self.within is OF_ZONE and len(self.open) > 1:
            self.keep(line)
        elif len(self.open) == 2:
            self.within = WITHIN.get(self.open[1])
        if len(self.open) != 1:
            return
        if component == b"VEVENT":
            self.count += 1
            if self.count > MOST_EVENTS:
                refuse(f"The calendar has more than {MOST_EVENTS:,} events", EXPORT_SHORTER)
            self.events.setdefault(uid_of(self.kept), []).append(EventText(self.calendars[-1], self.kept))
        elif component == b"VTIMEZONE":
            lines = [line_of(kept) for kept in self.kept]
            named = next((line.value for line in lines if line.name == "TZID"), "")
            self.calendars[-1].zones.setdefault(text_of(named).strip().strip('"'), lines)
        self.kept = []
        self.within = None


def uid_of(raw: list[bytes]) -> str:
    """Give the UID of an event, by which it is known again.

    What techday wrote out names the one that it came with. For an event without one, a digest of its start and title:
    the same event has the same one in the next file, and is another event once it moves. Of an endless one the digest.
    """
    named = [line_of(line) for line in raw if line.upper().startswith((b"UID", b"X-TECHDAY-UID"))]
    told = {line.name: text_of(line.value) for line in reversed(named)}
    uid = clean_line(told.get("X-TECHDAY-UID") or told.get("UID", ""))
    if uid and len(uid) <= LONGEST_UID:
        return uid
    known = [uid.encode()] if uid else [line for line in raw if line.upper().startswith((b"DTSTART", b"SUMMARY"))]
    return f"{sha256(b'|'.join(sorted(known))).hexdigest()[:32]}@no-uid"


def line_of(raw: bytes) -> Line:
    """Give a content line in its parts (RFC 5545, section 3.1); a colon within quotes does not end the parameters."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    head, _, value = text.partition(":")
    if '"' in head:
        end = end_of_head(text)
        head, value = text[:end], text[end + 1 :]
    elif ";TZID=" in head.upper():
        # Exchange leaves the quotes out: DTSTART;TZID=(UTC+01:00) Berlin:20261124T080000; no time has a colon in it.
        head, _, value = text.rpartition(":")
    name, _, params = head.partition(";")
    return Line(name.strip().upper(), params, value)


def end_of_head(text: str) -> int:
    """Give the place of the first colon that is not in quotes; of the first one, where a quote never closes."""
    place = 0
    for number, piece in enumerate(text.split('"')):
        if number % 2 == 0 and ":" in piece:
            return place + piece.index(":")
        place += len(piece) + 1
    return text.index(":")


@lru_cache(maxsize=CACHED)
def params_of(text: str) -> dict[str, str]:
    """Give the parameters of a line, the first value of each; those that are not well formed as far as they go.

    What is given is shared, and not to be changed.
    """
    if ('"' in text or "^" in text) and len(text) < LONGEST_PARAMS:
        try:
            found = Parameters.from_ical(text)  # type: ignore[no-untyped-call]  # has no types
        except ValueError:
            pass
        else:
            return {str(key).upper(): str(said[0] if isinstance(said, list) else said) for key, said in found.items()}
    return {key.strip().upper(): said.strip(' "') for key, _, said in (one.partition("=") for one in text.split(";"))}


def text_of(value: str) -> str:
    """Give a value of text as it is meant (RFC 5545, section 3.3.11): `\\n` is a line break, `\\,` a comma."""
    if "\\" not in value:
        return value
    return re.sub(r"\\(.)", lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], value)


def called(title: str, uid: str) -> str:
    """Give the name of an event for a line about it: `Backup window (uid 4711@example.com)`."""
    return f"{clean_line(title, 60) or 'An event without a title'} (uid {clean_line(uid, 60)})"
