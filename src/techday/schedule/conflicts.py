"""What of a schedule cannot all be done: items at one time, in time off, and ways longer than the time for them. Pure.

An item conflicts only while it stands: nobody is held to what was declined or cancelled, and another technician's items
are not the user's. An item of whole days, or that lasts a day and more, names days rather than hours: a reminder, a
birthday, a week on call. It conflicts only where nobody could do both: days in one place (on-site, travel, training)
with what is in person in another. Time off conflicts with all of one's own, reminders too: better a word too many.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from heapq import heappop, heappush
from itertools import accumulate, islice
from typing import NamedTuple

from techday.core.instants import from_text
from techday.core.text import fold, words
from techday.schedule.store import ItemRow

OVERLAP, TIME_OFF, TRAVEL = "overlap", "time-off", "travel"
STANDS = ("proposed", "acknowledged")
# Days of these kinds take the technician away; days of all others are a word about the day.
AWAY_FOR_DAYS = ("on-site", "travel", "training")
A_DAY = timedelta(days=1)
# Where a calendar gives a place to what is not remote, somebody goes there, unless it is one of these.
ONLINE = frozenset(
    (
        *"teams zoom webex skype meet gotomeeting ringcentral hangouts jitsi bluejeans slack online remote".split(),
        *"virtual phone telephone telefon call dial video videokonferenz tba tbd homeoffice".split(),
    )
)
AT_HOME = (" home ", " home office ")
# Of an item that meets hundreds of others the latest so many are looked at and told: a hostile calendar costs no time.
MOST = 40


class Absence(NamedTuple):
    """Time off that was asked for: from when to when (UTC text), and in words, `vacation (requested)`."""

    starts_at: str
    ends_at: str
    words: str


class Conflict(NamedTuple):
    """Why an item cannot be done as planned: `overlap`, `time-off` or `travel`.

    `other` is the item that it conflicts with, None for time off that does not stand on the schedule, which is then
    `absence`. `seconds` is the time there is for a way: from `other` to the item, or, where `onward`, to `other`.
    """

    kind: str
    other: ItemRow | None = None
    absence: Absence | None = None
    seconds: int = 0
    onward: bool = False


class Found:
    """Collects the conflicts of each item, at most so many of one."""

    def __init__(self) -> None:
        self.by_item: dict[int, list[Conflict]] = {}

    def tell(self, item: ItemRow, conflict: Conflict) -> None:
        """Add a conflict to those of an item."""
        told = self.by_item.setdefault(item.id, [])
        if len(told) < MOST:
            told.append(conflict)


def conflicts_of(items: Iterable[ItemRow], absences: Sequence[Absence], travel: int) -> dict[int, list[Conflict]]:
    """Give the conflicts of each item by its number; an item without any is not there.

    `travel` is how many seconds it takes from one place to the next where no travel is planned.
    """
    standing = [item for item in items if item.state in STANDS and not item.technician]
    # What takes no time is in nobody's way.
    lasting = [item for item in standing if item.starts_at < item.ends_at]
    lasting.sort(key=lambda item: (item.starts_at, item.ends_at, item.id))
    taking = [item for item in lasting if takes_time(item)]
    found = Found()
    find_overlaps(taking, found)
    find_overlaps([item for item in lasting if item.kind == "time-off" or not takes_time(item)], found)
    find_time_off(lasting, absences, found)
    find_short_ways(taking, travel, found)
    return found.by_item


def names_days(item: ItemRow) -> bool:
    """Tell whether an item names days rather than hours."""
    if item.all_day:
        return True
    # Most begin and end on one day, which the text alone tells.
    same_day = item.starts_at[:10] == item.ends_at[:10]
    return not same_day and from_text(item.ends_at) - from_text(item.starts_at) >= A_DAY


def takes_time(item: ItemRow) -> bool:
    """Tell whether an item keeps its technician from something else."""
    return item.kind == "time-off" or item.kind in AWAY_FOR_DAYS or not names_days(item)


def find_overlaps(taking: Sequence[ItemRow], found: Found) -> None:
    """Find items at one time: one sweep over their starts, beside what has not ended, the latest to begin of it."""
    running: dict[int, ItemRow] = {}
    ends: list[tuple[str, int]] = []
    for item in taking:
        while ends and ends[0][0] <= item.starts_at:
            running.pop(heappop(ends)[1])
        for other in reversed(list(islice(reversed(running.values()), MOST))):
            if exclude(other, item):
                kind = TIME_OFF if "time-off" in (item.kind, other.kind) else OVERLAP
                found.tell(other, Conflict(kind, item))
                found.tell(item, Conflict(kind, other))
        running[item.id] = item
        heappush(ends, (item.ends_at, item.id))


def exclude(one: ItemRow, other: ItemRow) -> bool:
    """Tell whether of two items at one time only one can be done."""
    if "time-off" in (one.kind, other.kind):
        return one.kind != other.kind
    if not (takes_time(one) and takes_time(other)):
        return False
    if names_days(one) or names_days(other):
        return is_in_person(one) and is_in_person(other) and is_elsewhere(one, other)
    return True


def is_in_person(item: ItemRow) -> bool:
    """Tell whether somebody goes somewhere for an item: where it says so, or has a place that is none online."""
    if item.kind in ("on-site", "travel"):
        return True
    place = place_of(item)
    return item.kind not in ("remote", "time-off") and bool(place) and not is_online(place)


@lru_cache(maxsize=1024)
def is_online(place: str) -> bool:
    """Tell whether nobody goes to a place, or it is not known yet."""
    return "://" in place or in_words(place) in AT_HOME or bool(words(place) & ONLINE)


def place_of(item: ItemRow) -> str:
    """Give the place of an item, "" where none is known."""
    return item.place or item.site or ""


@lru_cache(maxsize=1024)
def in_words(place: str) -> str:
    """Give a place as it is compared, its words between blanks; "" where it has none."""
    found = "".join(letter if letter.isalnum() else " " for letter in fold(place)).split()
    return f" {' '.join(found)} " if found else ""


def is_elsewhere(one: ItemRow, other: ItemRow) -> bool:
    """Tell whether there is a way from one item to the other: to another client, another site, or another place.

    What is not known is no way, and a place may be written in short: `Main street 4`, `ACME, Main street 4`.
    """
    if one.client_id and other.client_id and one.client_id != other.client_id:
        return True
    if one.site_id and other.site_id:
        return one.site_id != other.site_id
    here, there = in_words(place_of(one)), in_words(place_of(other))
    return bool(here and there) and here not in there and there not in here


def find_time_off(lasting: Sequence[ItemRow], absences: Sequence[Absence], found: Found) -> None:
    """Find items in time off that was asked for, where the schedule itself does not say so of them."""
    for item in lasting:
        if item.kind == "time-off" or any(one.kind == TIME_OFF for one in found.by_item.get(item.id, ())):
            continue
        for absence in absences:
            if item.starts_at < absence.ends_at and absence.starts_at < item.ends_at:
                found.tell(item, Conflict(TIME_OFF, absence=absence))


class Journeys:
    """The travel that is planned, by its starts; with each the latest end up to there."""

    def __init__(self, items: Iterable[ItemRow]) -> None:
        in_order = list(items)
        self.starts = [item.starts_at for item in in_order]
        self.latest_ends = list(accumulate((item.ends_at for item in in_order), max))

    def lie_between(self, before: ItemRow, stop: ItemRow) -> bool:
        """Tell whether travel is planned from one stop to the next."""
        begun = bisect_left(self.starts, stop.starts_at)
        return begun > 0 and self.latest_ends[begun - 1] > before.ends_at


def find_short_ways(taking: Sequence[ItemRow], travel: int, found: Found) -> None:
    """Find ways that take longer than there is time for, unless travel is planned there.

    A way leads from what is in person to what comes next, with nothing in person wholly between the two.
    """
    at_hours = [item for item in taking if not names_days(item)]
    stops = [item for item in at_hours if item.kind != "travel" and is_in_person(item)]
    journeys = Journeys(item for item in at_hours if item.kind == "travel")
    by_end = sorted(stops, key=lambda item: (item.ends_at, item.starts_at))
    ended = 0
    for stop in stops:  # by their starts, so that the last to have ended only moves on
        while by_end[ended].ends_at <= stop.starts_at:
            ended += 1
        latest_start = ""
        for before in reversed(by_end[max(0, ended - MOST) : ended]):
            if before.ends_at <= latest_start:
                continue  # something lies between
            latest_start = max(latest_start, before.starts_at)
            seconds = int((from_text(stop.starts_at) - from_text(before.ends_at)).total_seconds())
            if seconds >= travel:
                break
            if is_elsewhere(before, stop) and not journeys.lie_between(before, stop):
                found.tell(before, Conflict(TRAVEL, stop, seconds=seconds, onward=True))
                found.tell(stop, Conflict(TRAVEL, before, seconds=seconds))
