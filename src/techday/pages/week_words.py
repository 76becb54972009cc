"""How items of a week read: when they are on a day, what they conflict with, and what the PSA is told of them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from techday.core.durations import show_duration
from techday.core.instants import from_text
from techday.core.text import clean_line
from techday.schedule.conflicts import TRAVEL, Conflict
from techday.schedule.rules import changes_of
from techday.schedule.store import ItemRow
from techday.schedule.words import change_words, when_words
from techday.timeoff.store import OffRow
from techday.timeoff.words import about
from techday.ui.dates import clock

SECOND = timedelta(seconds=1)
LONGEST_NAME, LONGEST_PLACE = 60, 30


def local_days(row: ItemRow, zone: tzinfo) -> tuple[date, date]:
    """Give the first and the last local day that an item touches; one that ends at midnight ends on the day before."""
    if row.first_day and row.last_day:
        return date.fromisoformat(row.first_day), date.fromisoformat(row.last_day)
    start, end = from_text(row.starts_at), from_text(row.ends_at)
    return start.astimezone(zone).date(), max(start, end - SECOND).astimezone(zone).date()


def time_words(row: ItemRow, day: date, zone: tzinfo) -> str:
    """Say when an item is on one of its days: `09:00-10:30`, `from 22:00`, `until 02:00`, `all day`."""
    first, last = local_days(row, zone)
    if row.all_day or first < day < last:
        return "all day"
    start, end = (from_text(at).astimezone(zone) for at in (row.starts_at, row.ends_at))
    if row.starts_at == row.ends_at:
        return clock(start)
    ended = clock(end) if end.date() == last else "24:00"
    if first == last:
        return f"{clock(start)}-{ended}"
    if day == first:
        return f"from {clock(start)}"
    return "all day" if ended == "24:00" else f"until {ended}"


def changes_words(row: ItemRow, zone: tzinfo, now: datetime) -> str:
    """Say what changed since an item was answered, "" for nothing: `start Tue 24 Nov 09:00 -> Wed 25 Nov 10:00`."""
    return ", ".join(change_words(change, zone, now) for change in changes_of(row))


def off_words(off: OffRow, zone: tzinfo, now: datetime) -> str:
    """Name time off: `vacation Tue 24 Nov - Fri 27 Nov (requested)`; what was approved says no more."""
    said = " (requested)" if off.state == "requested" else ""
    return f"{about(off, zone, now.astimezone(zone).date())}{said}"


def conflict_words(row: ItemRow, conflict: Conflict, zone: tzinfo, now: datetime, travel: int) -> str:
    """Say why an item cannot be done as planned; `travel` is how many seconds it takes from place to place."""
    other = conflict.other
    if other is None:
        return f"in {conflict.absence.words}" if conflict.absence else "in time off"
    if conflict.kind == TRAVEL:
        one, two = (row, other) if conflict.onward else (other, row)
        way = f"from {place_words(one, two)} to {place_words(two, one)}"
        return f"{show_duration(conflict.seconds)} {way} (takes {show_duration(travel)})"
    verb = "in" if other.kind == "time-off" else "overlaps"
    return f"{verb} {other.id} {clean_line(other.title, LONGEST_NAME)} ({when_words(other, zone, now)})"


def place_words(row: ItemRow, other: ItemRow) -> str:
    """Name where an item is: its client, or its place where the other item has the same client."""
    if row.client and row.client_id != other.client_id:
        return row.client
    # Where both have a site, the sites told that there is a way.
    place = row.site if row.site and other.site else row.place or row.site
    return clean_line(place or "", LONGEST_PLACE) or row.client or "there"


def count_words(acknowledged: int, total: int) -> str:
    """Say how far a week is: `7 of 9 acknowledged`."""
    return f"{acknowledged} of {total} acknowledged"


def named(rows: Sequence[ItemRow], most: int = 3) -> str:
    """Name some items by number and title, of many the first few."""
    titles = [f"{row.id} {clean_line(row.title, LONGEST_NAME)}" for row in rows[:most]]
    return ", ".join(titles) + (f" and {len(rows) - most} more" if len(rows) > most else "")
