"""What was typed of an item, read into what the item will say.

Times lean to the future; the end is read as seen from the start, so `--start fri 22:00 --end 6:00` is Saturday's 6:00.
When an item is moved, what was not said of its start stays: a day alone keeps the clock, a clock alone the day; and a
weekday is that of its own week.
"""

import sqlite3
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.text import clean_line, fold, quoted
from techday.errors import BadUsage
from techday.schedule.options import kind_named
from techday.schedule.rules import Values
from techday.schedule.ties import NONE, Ties, is_none, ties_of
from techday.ui.dates import WEEKDAYS

if TYPE_CHECKING:
    from techday.context import Context

USUAL = timedelta(hours=1)
# What begins on a Monday morning and ends by a weekday ends on the Friday; what lasts longer needs a date.
A_WORKING_WEEK = timedelta(days=5)
LENGTHS = {"title": 300, "place": 300, "note": 2000}
WAY_OUT = 'Name its day where that is another one: --end "tue 10:00"; or --for 1h30'


class Times(NamedTuple):
    """The start, end and length of an item as they were typed, None where nothing was said."""

    start: str | None = None
    end: str | None = None
    length: str | None = None


class Said(NamedTuple):
    """What was typed of an item besides its start: None where nothing was said."""

    times: Times
    ties: Ties
    title: str | None = None
    place: str | None = None
    kind: str | None = None
    technician: str | None = None
    note: str | None = None

    @property
    def anything(self) -> bool:
        """Whether anything was said."""
        return self != Said(Times(), Ties())


def midnight(day: date, zone: tzinfo) -> datetime:
    """Give the instant (UTC) at which a local day begins."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def whole_days(first: date, last: date, zone: tzinfo) -> dict[str, Any]:
    """Give the fields of an item of whole local days, both included; raises BadUsage where the last comes first."""
    if last < first:
        raise BadUsage(f"{last} comes before {first}", hint=f"Give --start {first} --end {first}, or a later end")
    return {
        "starts_at": to_text(midnight(first, zone)),
        "ends_at": to_text(midnight(last + timedelta(days=1), zone)),
        "all_day": 1,
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
    }


def new_values(context: "Context", db: sqlite3.Connection, said: Said, all_day: bool) -> Values:
    """Give what a new item says; its kind is made out from its words and its place where it was not said.

    Raises as `new_span` and `ties_of`.
    """
    span, ties = new_span(context, said.times, all_day), ties_of(db, said.ties, None)
    texts = texts_of(context, db, said, 'techday schedule add "Server move" --start "thu 9:00"')
    if "kind" not in texts:
        from techday.schedule.guessing import Words, kind_of  # only where no kind was said

        place = str(texts.get("place", ""))
        there = bool(ties.get("site_id") or (place and ties.get("client_id")))
        texts["kind"] = kind_of(Words(str(texts["title"]), place), there)
    return Values(**texts, **span, **ties)


def changed_values(context: "Context", db: sqlite3.Connection, before: Values, said: Said) -> Values:
    """Give what an item says from now on; raises as `moved_span` and `ties_of`."""
    span = {} if said.times == Times() else moved_span(context, before, said.times)
    texts = texts_of(context, db, said, 'Give words: --title "Server move"')
    return before._replace(**texts, **span, **ties_of(db, said.ties, before))


def texts_of(context: "Context", db: sqlite3.Connection, said: Said, titled: str) -> dict[str, Any]:
    """Give the texts that were said, as they are kept; raises BadUsage for an unknown kind.

    Raises it too, with `titled` as the next step, for a title without a word.
    """
    texts = {"title": said.title, "place": said.place, "note": said.note}
    found: dict[str, Any] = {field: cleaned(field, text) for field, text in texts.items() if text is not None}
    if found.get("title") == "":
        raise BadUsage("An item needs a title", hint=titled)
    if said.kind is not None:
        found["kind"] = kind_named(said.kind)
    if said.technician is not None:
        found["technician"] = technician_named(context, db, said.technician)
    return found


def new_span(context: "Context", times: Times, all_day: bool) -> dict[str, Any]:
    """Read when a new item is: the fields of its time; an hour, or one day, where no end was said.  Raises BadUsage."""
    start = times.start or ""
    if all_day:
        if times.length is not None:
            raise BadUsage("--for is for hours, and whole days have none", hint="Give the last day with --end D")
        first = read_day(context, start)
        return whole_days(first, first if times.end is None else last_day(context, times.end, first), context.zone)
    begins = context.instant(start, "future")
    ends = begins + USUAL if times.end is None and times.length is None else end_of(context, times, begins)
    return {"starts_at": to_text(begins), "ends_at": to_text(ends)}


def moved_span(context: "Context", values: Values, times: Times) -> dict[str, Any]:
    """Read when an item is from now on: the fields of its time, as long as before where no end is said.

    Raises BadUsage as `new_span`.
    """
    if values.first_day is not None and values.last_day is not None:
        if times.length is not None:
            raise BadUsage("--for is for hours, and this is of whole days", hint="Give the last day with --end D")
        was, through = date.fromisoformat(values.first_day), date.fromisoformat(values.last_day)
        first = was if times.start is None else near(context, times.start, read_day(context, times.start), was)
        last = first + (through - was) if times.end is None else last_day(context, times.end, first)
        return whole_days(first, last, context.zone)
    begun, ended = from_text(values.starts_at), from_text(values.ends_at)
    begins = begun if times.start is None else moved_start(context, times.start, begun)
    length = None if times.end is None and times.length is None else end_of(context, times, begins) - begins
    ends = begins + (ended - begun if length is None else length)
    return {"starts_at": to_text(begins), "ends_at": to_text(ends)}


def moved_start(context: "Context", text: str, was: datetime) -> datetime:
    """Read the new start of an item that began at `was`: a clock alone is on its day, a day alone at its clock."""
    from techday.core.when import read_instant  # only where a time was typed

    local = was.astimezone(context.zone)
    if is_clock(text):
        return read_instant(text, context.frame._replace(now=midnight(local.date(), context.zone)), "future")
    try:
        day, clock = read_day(context, text), local.time().replace(fold=0)
    except BadUsage:
        found = context.instant(text, "future")
        if not is_weekday(text):
            return found
        day, clock = found.astimezone(context.zone).date(), found.astimezone(context.zone).time()
    day = near(context, text, day, local.date())
    return datetime.combine(day, clock, tzinfo=context.zone).astimezone(UTC)


def near(context: "Context", text: str, day: date, was: date) -> date:
    """Give a day as it is meant of an item that was on another: of a weekday that of its own week, if still to come."""
    own = was + timedelta(days=day.weekday() - was.weekday())
    return own if is_weekday(text) and own > context.shift_day.day else day


def is_weekday(text: str) -> bool:
    """Tell whether a time begins with the name of a weekday."""
    return text.strip()[:3].title() in WEEKDAYS


def is_clock(text: str) -> bool:
    """Tell whether a time is a clock and no day: `9:30`, `0930`, `9am`, `noon`."""
    word = "".join(text.lower().split())
    digits = word.removesuffix("am").removesuffix("pm")
    plain = digits.replace(":", "")
    is_number = plain.isascii() and plain.isdigit()
    return word in ("noon", "midnight") or (is_number and (":" in digits or digits != word or len(plain) == 4))


def read_day(context: "Context", text: str) -> date:
    """Read a local day, leaning to the future; raises BadUsage."""
    from techday.core.when import read_date  # only where a day was typed

    return read_date(text, context.frame, "future")


def last_day(context: "Context", text: str, first: date) -> date:
    """Read the last of some whole days, a weekday as seen from the first; raises BadUsage."""
    from techday.core.when import read_date  # as above

    if text.strip().lower() in ("today", "tomorrow", "yesterday"):
        return read_day(context, text)
    # The last minute of a day belongs to it, whenever the shift is.
    seen_from = datetime.combine(first, time(23, 59), tzinfo=context.zone).astimezone(UTC)
    return read_date(text, context.frame._replace(now=seen_from), "future")


def end_of(context: "Context", times: Times, begins: datetime) -> datetime:
    """Read the end of what begins at an instant; raises BadUsage for two ends, and for one that is none."""
    from techday.core.durations import parse_duration  # only where an end was typed
    from techday.core.when import read_range

    if times.end is not None and times.length is not None:
        raise BadUsage("--end and --for exclude each other", hint="Name one of them")
    if times.length is not None:
        return begins + timedelta(seconds=parse_duration(times.length))
    end = times.end or ""
    try:
        ends = read_range(f"{to_text(begins)} to {end}", context.frame, "future")[1]
    except BadUsage:
        ends = begins
    # `wed 8:00` for what begins on Thursday at 9:00 is a slip, and not the Wednesday after.
    too_long = is_weekday(end) and ends - begins > A_WORKING_WEEK
    if ends == begins or too_long:
        start, named = (f"{at.astimezone(context.zone):%Y-%m-%d %H:%M}" for at in (begins, ends))
        hint = f'Name its date where it takes so long: --end "{named}"; or --for 1h30' if too_long else WAY_OUT
        raise BadUsage(f"{quoted(end)} is no end of what begins {start}", hint=hint)
    return ends


def cleaned(field: str, text: str) -> str:
    """Give a text as it is kept; `none` is no text, but for a title."""
    kept = clean_line(text, LENGTHS[field])
    return "" if field != "title" and is_none(kept) else kept


def technician_named(context: "Context", db: sqlite3.Connection, text: str) -> str:
    """Give the name of who is to do it, "" for the user; a known colleague by a part of the name."""
    name = clean_line(text, 200)
    own = {"", NONE, "me", *map(fold, (context.settings.technician.name, *context.settings.technician.aliases))}
    if fold(name) in own:
        return ""
    from techday.errors import NotFound  # only where a colleague was named
    from techday.tickets.acts import find_technician

    try:
        return find_technician(db, name)[1]
    except NotFound:
        # Somebody who never had a ticket can go to a client all the same.
        return name
