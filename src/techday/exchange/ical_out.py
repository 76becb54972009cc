"""The schedule as a calendar file (RFC 5545) that Outlook, Google and Apple read, with answers as PARTSTAT.

What happens once is an event in UTC under the UID that it has. A series of one's own is one event with its rule, in the
technician's zone; its items that say something else, or are answered otherwise, stand beside it with their
RECURRENCE-ID, and those that are not there are EXDATEs. The rule begins and ends with the items that are written, and
is used only where it gives every one of them. What cannot be written so are events of their own: the instances of
imported calendars, whose rules are not kept, and of series in zones without a rule for their clocks. Readers take a
RECURRENCE-ID without its series badly, so these have a UID made from both, and `X-TECHDAY-` properties that say what it
was made from.

The file is published (METHOD:PUBLISH), so that no program takes it for an invitation. RFC 5546 has no attendees there;
but only they have a PARTSTAT, and Google writes its own calendars so.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby, islice
from typing import NamedTuple

from icalendar import Calendar, Event, vCalAddress, vRecur, vText

from techday import __version__
from techday.core.instants import from_text, to_text
from techday.core.recurrence import MOST_DAYS
from techday.core.text import clean_block, clean_line, fold
from techday.exchange.ical_zone import zone_component
from techday.messages.delivery import receiver_of
from techday.schedule.guessing import kind_in
from techday.schedule.store import ItemRow
from techday.settings import Technician

# Who has no address has one that can be nobody's (RFC 2606, section 2): Outlook's `invalid:nomail` stops others.
NOWHERE = "techday.invalid"
PARTSTATS = {"acknowledged": "ACCEPTED", "declined": "DECLINED"}
STATUSES = {"proposed": "TENTATIVE", "cancelled": "CANCELLED"}
# What an item says besides when it is; an item of a series that says the same needs no event of its own.
SAID = ("title", "kind", "place", "site", "client_name", "technician", "note", "state", "reason", "all_day")
DAY = timedelta(days=1)


class Surroundings(NamedTuple):
    """Whose schedule it is, in which zone, the moment, and the rules of one's own series by their row numbers."""

    technician: Technician
    zone: tzinfo
    now: datetime
    rules: Mapping[int, str]


class Repeated(NamedTuple):
    """A series as one event: the item that most are like, its rule, and all local starts of it by their instances."""

    typical: ItemRow
    rule: str
    starts: dict[str, date]


def calendar_file(rows: Sequence[ItemRow], around: Surroundings) -> bytes:
    """Give items as a calendar: UTF-8, lines of at most 75 octets that end in CR LF."""
    calendar = Calendar()
    calendar.add("prodid", f"-//techday//techday {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = clean_line(around.technician.name)
    calendar.add("x-wr-calname", vText(f"Schedule of {name}" if name else "Schedule"))
    first = min((from_text(row.starts_at) for row in rows), default=around.now)
    clocks = zone_component(around.zone, first.year)
    if clocks is not None:
        calendar.add("x-wr-timezone", str(clocks["tzid"]))
        # Also where no event names it: a calendar must hold something (section 3.6).
        calendar.add_component(clocks)
    by_series = sorted((row for row in rows if row.series_id in around.rules), key=lambda row: (row.uid, row.instance))
    for _, group in groupby(by_series, key=lambda row: row.uid):
        for event in series_events(list(group), around, has_clocks=clocks is not None):
            calendar.add_component(event)
    for row in rows:
        if row.series_id not in around.rules:
            calendar.add_component(lone_event(row, around))
    raw: bytes = calendar.to_ical()
    return raw


# --- what repeats ---


def series_events(items: Sequence[ItemRow], around: Surroundings, *, has_clocks: bool) -> Iterator[Event]:
    """Give the events of a series' items, which are in the order of their instances."""
    series = repeated(items, around) if has_clocks else None
    if series is None:
        for row in items:
            yield lone_event(row, around)
        return
    instances = {row.instance for row in items}
    start = series.starts[items[0].instance]
    event = said_event(series.typical, around)
    event.add("uid", identity(series.typical.uid))
    add_times(event, start, start + length(series.typical, around.zone))
    event.add("rrule", vRecur.from_ical(series.rule))
    left_out = [at for instance, at in series.starts.items() if instance not in instances]
    if left_out:
        event.add("exdate", left_out)
    yield event
    usual = likeness(series.typical, around.zone)
    for row in items:
        if likeness(row, around.zone) != usual:
            event = said_event(row, around)
            event.add("uid", identity(row.uid))
            event.add("recurrence-id", series.starts[row.instance])
            add_times(event, *local_times(row, around.zone))
            yield event


def repeated(items: Sequence[ItemRow], around: Surroundings) -> Repeated | None:
    """Give how a series is written as one event; None where no item is in its place, or the rule gives not them all."""
    in_place = [row for row in items if start_of(row) == row.instance and row.state != "cancelled"]
    if not in_place:
        return None
    usual, _ = Counter(likeness(row, around.zone) for row in in_place).most_common(1)[0]
    typical = next(row for row in in_place if likeness(row, around.zone) == usual)
    first, last = (local_start(row.instance, around.zone) for row in (items[0], items[-1]))
    kept = [
        part for part in around.rules[items[0].series_id or 0].split(";") if not part.startswith(("COUNT", "UNTIL"))
    ]
    starts = starts_of(";".join(kept), first, last)
    if not starts.keys() >= {row.instance for row in items}:
        return None
    return Repeated(typical, ";".join([*kept, f"UNTIL={as_value(items[-1].instance)}"]), starts)


def starts_of(rule: str, first: date, last: date) -> dict[str, date]:
    """Give the local starts that a rule without an end gives from `first` to `last`, by the instances they are."""
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # has no types; loads slowly

    found: dict[str, date] = {}
    for at in islice(rrulestr(rule, dtstart=datetime(first.year, first.month, first.day)), MOST_DAYS):  # noqa: DTZ001  # days only
        start: date = at.date()
        if isinstance(first, datetime):
            start = datetime.combine(start, first.time(), first.tzinfo)
        if start > last:
            break
        found[instance_of(start)] = start
        if start == last:  # the search for one after it could take long
            break
    return found


def likeness(row: ItemRow, zone: tzinfo) -> tuple[object, ...]:
    """Give by what an item of a series is like the others: all that it says, and where it is beside its instance.

    The length counts by the clock on the wall too, for calendars differ in how long an event takes when that changes.
    """
    place = "" if start_of(row) == row.instance else start_of(row)
    exact = from_text(row.ends_at) - from_text(row.starts_at) if not row.all_day else None
    return *(getattr(row, field) for field in SAID), place, length(row, zone), exact


# --- one event ---


def lone_event(row: ItemRow, around: Surroundings) -> Event:
    """Give an item as an event of its own, in UTC; of what repeats, with a UID of its own."""
    event = said_event(row, around)
    if row.instance:
        made_from = hashlib.sha256(f"{row.uid}\n{row.instance}".encode()).hexdigest()[:32]
        event.add("uid", f"{made_from}@techday")
        event.add("x-techday-uid", vText(identity(row.uid)))
        event.add("x-techday-recurrence-id", as_value(row.instance))
    else:
        event.add("uid", identity(row.uid))
    add_times(event, *local_times(row, UTC))
    return event


def identity(uid: str) -> str:
    """Give a UID to the letter, but for what cannot stand in a line."""
    return "".join(one for one in uid if one.isprintable())


def said_event(row: ItemRow, around: Surroundings) -> Event:
    """Give the event of an item without its identity and its times."""
    event = Event()
    event.add("dtstamp", around.now)
    event.add("created", from_text(row.created_at))
    event.add("summary", clean_line(row.title))
    # A calendar that this item came from knows no sites; it would be told of another place.
    place = row.place or ("" if row.imported else row.site or "")
    if place:
        event.add("location", clean_line(place))
    if row.note:
        event.add("description", clean_block(row.note))
    # Kinds are told by categories, and Harbour Travel is no journey: it goes by its code.
    names = map(clean_line, (row.client_name or "", row.client or ""))
    event.add("categories", [row.kind, *[name for name in names if name and not kind_in(name)][:1]])
    if row.reason:
        event.add("comment", clean_line(row.reason))
    busy = busy_status(row)
    event.add("status", STATUSES.get(row.state, "CONFIRMED"))
    event.add("transp", "TRANSPARENT" if busy == "FREE" else "OPAQUE")
    event.add("x-microsoft-cdo-busystatus", busy)
    event.add("organizer", organizer(row, around.technician))
    for one in attendees(row, around.technician):
        event.add("attendee", one)
    return event


def attendees(row: ItemRow, technician: Technician) -> list[vCalAddress]:
    """Give who is to do an item: the user, with the answer to it, or the colleagues who have it alone."""
    if row.technician:
        return [person(name, "") for name in row.technician.split(", ")]
    me = person(technician.name, technician.email)
    me.params["ROLE"] = "REQ-PARTICIPANT"
    me.params["PARTSTAT"] = PARTSTATS.get(row.state, "NEEDS-ACTION")
    return [me]


def busy_status(row: ItemRow) -> str:
    """Give how Outlook shows the time of an item: FREE, TENTATIVE, OOF (out of office) or BUSY."""
    if row.state in ("declined", "cancelled") or row.technician:
        return "FREE"
    if row.kind == "time-off":
        return "OOF"
    return "TENTATIVE" if row.state == "proposed" else "BUSY"


def organizer(row: ItemRow, technician: Technician) -> vCalAddress:
    """Give who planned an item: the user, or the calendar that it came from, whose address nobody knows.

    An event with attendees must have one (section 3.8.4.3). Readers take one who organizes for one who takes part, so a
    colleague's item has nobody known.
    """
    if row.imported and row.series_id is None:
        return person(row.feed or "Imported calendar", "")
    return person("Schedule", "") if row.technician else person(technician.name, technician.email)


def person(name: str, address: str) -> vCalAddress:
    """Give somebody by name and mail address, which may have a name before it; without one it is nobody's address."""
    read = receiver_of(address)
    # A parameter cannot hold double quotes (section 3.2), and few readers know of the escape in RFC 6868.
    shown = clean_line(name or (read[0] if read else "")).replace('"', "'").replace("^", "")
    plain = (
        "".join(one if one.isascii() and one.isalnum() else "-" for one in fold(shown)).strip("-")[:60] or "technician"
    )
    found = vCalAddress(f"mailto:{read[1] if read else plain + '@' + NOWHERE}")
    found.params["CN"] = shown or "Technician"
    return found


# --- times ---


def add_times(event: Event, start: date, end: date) -> None:
    """Give an event its start and end; one that takes no time has no end, which must lie after its start (3.8.2.2)."""
    event.add("dtstart", start)
    if end > start:
        event.add("dtend", end)


def local_times(row: ItemRow, zone: tzinfo) -> tuple[date, date]:
    """Give start and end of an item in a zone; of whole days the first one, and the one after the last."""
    if row.first_day is not None and row.last_day is not None:
        return date.fromisoformat(row.first_day), date.fromisoformat(row.last_day) + DAY
    return from_text(row.starts_at).astimezone(zone), from_text(row.ends_at).astimezone(zone)


def length(row: ItemRow, zone: tzinfo) -> timedelta:
    """Give how long an item takes by the clock on the wall."""
    start, end = local_times(row, zone)
    # Two instants in one zone are taken from each other by their clocks.
    return end - start


def start_of(row: ItemRow) -> str:
    """Give the start of an item as instances are written."""
    return row.first_day or row.starts_at


def local_start(instance: str, zone: tzinfo) -> date:
    """Give the start that an instance names: a local day, or an instant in a zone."""
    return date.fromisoformat(instance) if len(instance) == len("2026-11-23") else from_text(instance).astimezone(zone)


def instance_of(start: date) -> str:
    """Give a local start as the instance it is."""
    return to_text(start) if isinstance(start, datetime) else start.isoformat()


def as_value(instance: str) -> str:
    """Give an instance as calendars write it, `20261124T080000Z` or `20261124`."""
    return instance.replace("-", "").replace(":", "")
