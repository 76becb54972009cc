"""A list of what is planned, as CSV: the rows as events, for the same way in as those of a calendar.

Outlook and Google write one row for each event, with its date and its time in columns of their own; a list from a PSA
has them in one. A row is known by its id. Where the list has none, by title and start; so a row that was moved is a
new event then, and since a list does not tell of everything, the old one stays until it is cancelled here.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import NamedTuple

from techday.core.instants import to_text
from techday.core.text import fold, quoted
from techday.errors import Refused
from techday.exchange.cells import body_in
from techday.exchange.columns import Columns, key
from techday.exchange.csv_file import CsvRow
from techday.exchange.date_reader import FIRST_YEAR, LAST_YEAR, DateReader
from techday.exchange.ical_events import CalendarRead, Event
from techday.exchange.ical_text import MOST_EVENTS
from techday.exchange.models import LONGEST_BODY, LONGEST_NAME, LONGEST_NUMBER, LONGEST_TITLE
from techday.exchange.record_cells import CellReader
from techday.exchange.record_columns import find_columns, no_column
from techday.exchange.record_file import RecordFile, Wanted, open_records, record_rows
from techday.exchange.record_import import mapping_notes, unreadable_notes
from techday.exchange.schedule_values import UNTITLED, Told, short_digest
from techday.exchange.ticket_rows import Rejected

NAMES: dict[str, tuple[str, ...]] = {
    "id": tuple("uid eventid entryid scheduleid scheduleentryid appointmentid recordid id".split()),
    "title": tuple("subject title summary event eventname appointment eventtitle name".split()),
    "start": tuple(
        "start startdate startdatetime starts startson startsat startat startdateandtime scheduledstart begin begins"
        " datestart from date starttime".split()
    ),
    "start_time": tuple("starttime begintime timestart fromtime time".split()),
    "end": tuple(
        "end enddate enddatetime ends endson endsat endat enddateandtime scheduledend finish dateend until to"
        " endtime".split()
    ),
    "end_time": tuple("endtime finishtime timeend totime".split()),
    "all_day": tuple("alldayevent allday isallday wholeday".split()),
    "place": tuple("location place where address site sitename".split()),
    "client": tuple(
        "client company customer account organization organisation clientname companyname customername accountname"
        " clientcode".split()
    ),
    "technician": tuple(
        "technician resource resources member assignedto assigned assignee engineer agent technicianname"
        " resourcename".split()
    ),
    "ticket": tuple("ticket ticketnumber ticketid ticketno ticketref ticketreference servicenumber".split()),
    "kind": tuple("kind type scheduletype eventtype appointmenttype worktype".split()),
    "categories": tuple("categories category".split()),
    "note": tuple("description note notes details body comments".split()),
    "busy": tuple("showtimeas busystatus availability".split()),
    "status": tuple("status state eventstatus".split()),
}
DATE_FIELDS = ("start", "end")
LIMITS = dict.fromkeys(NAMES, LONGEST_NAME) | {
    "id": LONGEST_NUMBER,
    "title": LONGEST_TITLE,
    "place": LONGEST_TITLE,
    "note": LONGEST_BODY,
}
CANCELLED = frozenset("cancelled canceled deleted removed".split())
# Outlook writes the number of the choice in its window.
OUT_OF_OFFICE = frozenset(("4", "oof", "out of office", "away"))
HOUR = timedelta(hours=1)
# An end that is a clock alone is on the next day for so long at the most; else it is a slip.
OVER_NIGHT = timedelta(hours=16)
OF_LIST = "@list"
MIDNIGHT = time(0)


class ScheduleList(NamedTuple):
    """A list that was read: its events, what it says beside by UID, and what was decided on the way."""

    read: CalendarRead
    told: dict[str, Told]
    notes: list[str]


def read_schedule_list(path: Path, wanted: Wanted, zone: tzinfo, first: date, last: date) -> ScheduleList:
    """Read a list of events that touch the local days `first` to `last`, whose times are local to `zone`.

    Raises NotFound where there is no file, BadUsage where a column is missing, Refused where it is no list, where
    nothing decides how its dates read, or where not one of its rows can be read.
    """

    def columns(header: Sequence[str]) -> Columns:
        return schedule_columns(header, wanted.chosen)

    source = open_records(path, is_header, columns, DATE_FIELDS, wanted, zone)
    reader = ScheduleRowReader(source, zone)
    events: dict[str, Event] = {}
    told: dict[str, Told] = {}
    skipped: list[str] = []
    for number, row in enumerate(record_rows(source.file)):
        if number == MOST_EVENTS:
            raise Refused(f"{path.name} has more than {MOST_EVENTS:,} rows", hint="Export a shorter span of time")
        try:
            event, beside = reader.read(row)
            if event.uid in events:
                raise Rejected(f"the id {quoted(event.uid.removesuffix(OF_LIST))} stands twice; the first row counts")
        except Rejected as reason:
            skipped.append(f"line {row.line}: {reason}")
            continue
        events[event.uid], told[event.uid] = event, beside
    inside = {uid: event for uid, event in events.items() if touches(event, first, last, zone)}
    outside = len(events) - len(inside)
    if skipped and not events:
        raise Refused(
            f"Not one row of {path.name} can come in: {'; '.join(skipped[:3])}",
            hint='Name the right columns with --map "COLUMN=field", or mend the file',
        )
    notes = [*mapping_notes(source), *source.notes, *unreadable_notes(reader)]
    if outside:
        notes.append(f"Left out: {outside} before {first} or after {last}")
    read = CalendarRead(list(inside.values()), skipped, "", "", frozenset())
    return ScheduleList(read, {uid: told[uid] for uid in inside}, notes)


def is_schedule(header: Sequence[str]) -> bool:
    """Tell the header that Outlook and Google write for events from that of a list of tickets."""
    return {"subject", "startdate"} <= set(map(key, header))


def is_header(cells: Sequence[str], named: Sequence[str] = ()) -> bool:
    """Tell the header of a list of events from a title above it: title and start, or all the columns of `named`."""
    keys = set(map(key, cells))
    if named and keys.issuperset(map(key, named)):
        return True
    return not (keys.isdisjoint(NAMES["title"]) or keys.isdisjoint(NAMES["start"]))


def schedule_columns(header: Sequence[str], chosen: Mapping[str, str]) -> Columns:
    """Find the columns of a list of events; raises BadUsage without one for title and start, and as `find_columns`."""
    columns = find_columns(header, NAMES, chosen)
    for field, what in (("title", "the title"), ("start", "the start")):
        if field not in columns.position:
            raise no_column(f"{what} of an event", header, f'Name it with --map "COLUMN={field}"')
    return columns


class ScheduleRowReader(CellReader):
    """Reads the rows of a list of events, whose times are local to `zone`."""

    def __init__(self, source: RecordFile, zone: tzinfo) -> None:
        super().__init__(source.columns.position, len(source.file.header), LIMITS, source.dates, own=False)
        self.zone = zone
        self.clocks = DateReader("", zone)
        self.note_place = source.columns.position.get("note")
        self.times_alike: dict[str, int] = {}

    def read(self, row: CsvRow) -> tuple[Event, Told]:
        """Give the event of a row, and what the row says beside; raises Rejected with the reason."""
        texts = self.texts(row)
        said = texts.get
        title = said("title", "")
        span = self.span(texts, row.line)
        if span.ends_at < span.starts_at:
            raise Rejected(f"{quoted(title)} ends before it begins")
        busy, status = said("busy", "").casefold(), said("status", "").casefold()
        event = Event(
            uid=self.uid(said("id", ""), title, span.starts_at),
            instance="",
            title=title or UNTITLED,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            first_day=span.first_day,
            last_day=span.last_day,
            place=said("place", ""),
            note="" if self.note_place is None else body_in(row.cells[self.note_place]),
            categories=tuple(filter(None, (said("kind", ""), said("categories", "")))),
            busy="OOF" if busy in OUT_OF_OFFICE else "",
            status="cancelled" if status in CANCELLED else "confirmed",
            people=(),
            url="",
        )
        return event, Told(said("client", ""), said("technician", ""), said("ticket", "").lstrip("#"))

    def uid(self, number: str, title: str, start: datetime) -> str:
        """Give the UID of a row: its id, else a digest of title and start, counted where several rows have the same."""
        if number:
            return number if "@" in number else f"{number}{OF_LIST}"
        digest = short_digest(f"{fold(title)} {to_text(start)}")
        count = self.times_alike[digest] = self.times_alike.get(digest, 0) + 1
        return f"{digest}{OF_LIST}" if count == 1 else f"{digest}-{count}{OF_LIST}"

    def span(self, texts: Mapping[str, str], line: int) -> "Span":
        """Give when the event of a row is; an hour, or a day, where the row names no end. Raises Rejected."""
        start = self.moment("start", texts)
        if start is None:
            raise Rejected(f"the start cannot be read: {quoted(shown(texts, 'start'))}")
        end = self.moment("end", texts, start.at.date())
        if end is None and shown(texts, "end"):
            raise Rejected(f"the end cannot be read: {quoted(shown(texts, 'end'))}")
        whole = self.yes_or_no("all_day", texts.get("all_day", ""), line)
        if whole or (whole is None and not start.has_clock and (end is None or not end.has_clock)):
            last = start.at.date() if end is None else end.at.date()
            # With a clock, the end is the midnight after the last day, as Outlook writes it.
            if end is not None and end.has_clock and end.at.time() == MIDNIGHT and last > start.at.date():
                last -= timedelta(days=1)
            return whole_days(start.at.date(), last, self.zone)
        begins = self.instant_of(start.at)
        ends = begins + HOUR if end is None else self.instant_of(end.at)
        if end is not None and ends < begins and not end.has_day:
            ends = self.instant_of(end.at + timedelta(days=1))
            if ends - begins > OVER_NIGHT:
                raise Rejected(f"it ends before it begins: {quoted(shown(texts, 'end'))}")
        if end is not None and ends <= begins and start.is_local and end.is_local and end.at > start.at:
            # A clock that spring skips moves forward by what was skipped; what begins there is as long as it was.
            ends = begins + (end.at - start.at)
        return Span(begins, ends)

    def moment(self, field: str, texts: Mapping[str, str], day: date | None = None) -> "Moment | None":
        """Give a start or an end, None where there is none or it cannot be read; a clock alone is on `day`."""
        text, clock = texts.get(field, ""), texts.get(f"{field}_time", "")
        if not text and not clock:
            return None
        reader = self.dates.get(field)
        found = reader.parse(text) if text and reader is not None else None
        if found is None and day is not None:
            # An end beside its start is often a clock alone, in whichever column.
            at, has_clock = self.clocks.parse(f"{day} {clock or text}"), True
        elif found is not None and clock:
            at, has_clock = self.clocks.parse(f"{found.date()} {clock}"), True
        else:
            at, has_clock = found, ":" in text or (found is not None and found.time() != MIDNIGHT)
        known = at is not None and FIRST_YEAR < at.year < LAST_YEAR
        return Moment(at, has_clock, found is not None) if at is not None and known else None

    def instant_of(self, at: datetime) -> datetime:
        """Give the instant (UTC) of a time, which is local where it has no offset."""
        return (at if at.tzinfo is not None else at.replace(tzinfo=self.zone)).astimezone(UTC)


class Moment(NamedTuple):
    """A start or an end as it is written: local without an offset; whether it has a clock, and a day of its own."""

    at: datetime
    has_clock: bool
    has_day: bool

    @property
    def is_local(self) -> bool:
        """Whether it has no offset."""
        return self.at.tzinfo is None


class Span(NamedTuple):
    """When an event is: instants (UTC), and the first and last local day of whole days."""

    starts_at: datetime
    ends_at: datetime
    first_day: date | None = None
    last_day: date | None = None


def whole_days(first: date, last: date, zone: tzinfo) -> Span:
    """Give the span of whole local days, both included."""
    starts, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last + timedelta(days=1)))
    return Span(starts, ends, first, last)


def shown(texts: Mapping[str, str], field: str) -> str:
    """Give what stands of a start or an end."""
    return f"{texts.get(field, '')} {texts.get(f'{field}_time', '')}".strip()


def touches(event: Event, first: date, last: date, zone: tzinfo) -> bool:
    """Tell whether an event is, for a part at least, on one of the local days `first` to `last`."""
    begins, ends = (at.astimezone(zone).date() for at in (event.starts_at, event.ends_at))
    return begins <= last and ends >= first
