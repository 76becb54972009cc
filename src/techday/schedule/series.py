"""What repeats: a rule of days at a local clock, and its items, each a row of its own, worked out 400 days ahead.

A clock stays what it is when the clocks change: what is at 9:00 is at 9:00 in winter and in summer. Each item keeps the
start that the rule gave it as its `instance`, wherever it is moved; so nothing comes twice when a series is worked out
further, and the later ones of a series are those with a later instance.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from techday.core.instants import NEVER, from_text, to_text
from techday.core.recurrence import checked_rule, days_of_rule, in_days
from techday.core.text import fold, quoted
from techday.errors import Refused
from techday.schedule import acts, series_store, store
from techday.schedule.acts import Origin
from techday.schedule.reading import whole_days
from techday.schedule.rules import BACK, NAMED_RULES, Values, values_of
from techday.schedule.series_store import SeriesRow
from techday.schedule.store import ItemRow

# A series is worked out further once less than this is left.
SOON = timedelta(days=200)
DAY = timedelta(days=1)
ONE_EACH = "Plan one for each time of the day: --start 9:00 --repeat daily, --start 15:00 --repeat daily"
TIMES = ("starts_at", "ends_at", "all_day", "first_day", "last_day")
# What is not of the time of an item.
WORDS = tuple(field for field in Values._fields if field not in TIMES)


class Pattern(NamedTuple):
    """When the items of a series are: a checked rule, from which local day it counts, and the clock with the length."""

    rule: str
    first_day: date
    starts: time
    seconds: int
    all_day: bool


def read_rule(text: str, zone: tzinfo) -> str:
    """Read what `--repeat` says: daily, weekdays, weekly, monthly, yearly, or an RRULE of days; raises BadUsage."""
    named = NAMED_RULES.get(fold(text))
    return named or in_days(checked_rule(text, within_a_day=ONE_EACH), zone)


def pattern_of(rule: str, values: Values, zone: tzinfo, seconds: int | None = None) -> Pattern:
    """Give the pattern by which an item repeats; `seconds` is its length where that was said, else it is by the clock.

    By the clock: what is from 22:00 to 6:00 ends at 6:00 in every night.
    """
    if values.first_day is not None and values.last_day is not None:
        first = date.fromisoformat(values.first_day)
        days = (date.fromisoformat(values.last_day) - first).days + 1
        return Pattern(rule, first, time(), int((days * DAY).total_seconds()), True)
    # Which of two hours that autumn repeats was meant says nothing of other days.
    ends = (values.starts_at, values.ends_at)
    start, end = (from_text(at).astimezone(zone).replace(tzinfo=None, fold=0) for at in ends)
    if seconds is None:
        seconds = max(int((end - start).total_seconds()), 0)
    return Pattern(rule, start.date(), start.time(), seconds, False)


def times_on(pattern: Pattern, day: date, zone: tzinfo) -> dict[str, Any]:
    """Give the fields of the time of an item on a local day.

    A clock that spring skips moves forward by what was skipped, of one that autumn repeats the first is meant (PEP
    495).
    """
    if pattern.all_day:
        return whole_days(day, day + timedelta(seconds=pattern.seconds) - DAY, zone)
    wall = datetime.combine(day, pattern.starts)
    starts = wall.replace(tzinfo=zone).astimezone(UTC)
    ends = (wall + timedelta(seconds=pattern.seconds)).replace(tzinfo=zone).astimezone(UTC)
    if ends < starts or (ends == starts and pattern.seconds):
        ends = starts + timedelta(seconds=pattern.seconds)
    return {"starts_at": to_text(starts), "ends_at": to_text(ends)}


def instance_of(times: dict[str, Any]) -> str:
    """Give what an item of a series is known by: the start that its rule gave it, UTC text or a local day."""
    return str(times.get("first_day") or times["starts_at"])


def begin(
    db: sqlite3.Connection, values: Values, pattern: Pattern, today: date, zone: tzinfo, now: datetime
) -> list[int]:
    """Begin a series, and give the numbers of its items; raises BadUsage where its rule never falls on a day.

    Of one that began long ago there are items of the last weeks only. Raises Refused where it is over since.
    """
    after = max(pattern.first_day, today - BACK) - DAY
    days, known_to = days_after(pattern.rule, pattern.first_day, after)
    if not days:
        raise Refused(f"{quoted(pattern.rule, 80)} ended before {after + DAY}", hint="Give a later UNTIL, or none")
    series = insert(db, pattern, known_to, now)
    return [add_item(db, series, pattern, values, day, zone, now) for day in days]


def insert(db: sqlite3.Connection, pattern: Pattern, known_to: str, now: datetime) -> SeriesRow:
    """Add a series without its items, and give it."""
    fields: dict[str, object] = {
        "uid": new_uid(),
        "rule": pattern.rule,
        "first_day": pattern.first_day.isoformat(),
        "starts": pattern.starts.isoformat("seconds"),
        "seconds": pattern.seconds,
        "all_day": int(pattern.all_day),
        "known_to": known_to,
        "created_at": to_text(now),
    }
    return given(db, series_store.insert_series(db, fields))


def new_uid() -> str:
    """Give the identity of an item or a series of one's own."""
    from uuid import uuid4  # only where something is added

    return f"{uuid4()}@techday"


def given(db: sqlite3.Connection, series_id: int) -> SeriesRow:
    """Give the series of a row number; it must exist."""
    found = series_store.series_by_id(db, series_id)
    if found is None:
        raise LookupError(f"no series {series_id}")
    return found


def add_item(
    db: sqlite3.Connection, series: SeriesRow, pattern: Pattern, values: Values, day: date, zone: tzinfo, now: datetime
) -> int:
    """Add the item of a series on a local day, and give its number."""
    times = times_on(pattern, day, zone)
    origin = Origin(series.uid, instance_of(times), series_id=series.id)
    return acts.add(db, values._replace(**times), origin, now)


def days_after(rule: str, first: date, after: date) -> tuple[list[date], str]:
    """Give the days of a rule within 400 days after one, and up to which day that is; NEVER where the rule ends."""
    listed = [day for day in days_of_rule(rule, first, after)[1:] if day > after.isoformat()]
    days = [date.fromisoformat(day) for day in listed if day != NEVER]
    return days, listed[-1] if listed else after.isoformat()


def days_for(rule: str, first: date, count: int) -> tuple[list[date], str]:
    """Give the days of a rule from its first on as `days_after`, but `count` of them where there are so many."""
    days, known_to = days_after(rule, first, first - DAY)
    while len(days) < count and known_to != NEVER:
        more, known_to = days_after(rule, first, date.fromisoformat(known_to))
        days += more
    return days, known_to


def kept_pattern(series: SeriesRow) -> Pattern:
    """Give the pattern of a series."""
    first, starts = date.fromisoformat(series.first_day), time.fromisoformat(series.starts)
    return Pattern(series.rule, first, starts, series.seconds, bool(series.all_day))


def extend(db: sqlite3.Connection, today: date, zone: tzinfo, now: datetime) -> int:
    """Work out further what is known for less than 200 days ahead, and give how many items that adds.

    The new items say what most of their series say.
    """
    added = 0
    for series in series_store.series_known_before(db, (today + SOON).isoformat()):
        items = store.items_of_series(db, series.id)
        if not items:
            continue
        # A calendar to which the series was given may have brought some of it back.
        known = {row.instance for row in store.items_of_uid(db, series.uid)}
        pattern, values = kept_pattern(series), usual(items)
        after = max(date.fromisoformat(series.known_to), today - BACK - DAY)
        days, known_to = days_after(series.rule, pattern.first_day, after)
        fresh = [day for day in days if instance_of(times_on(pattern, day, zone)) not in known]
        for day in fresh:
            add_item(db, series, pattern, values, day, zone, now)
        series_store.update_series(db, series.id, {"known_to": known_to})
        added += len(fresh)
    return added


def usual(items: Sequence[ItemRow]) -> Values:
    """Give what most items of a series say, of as many the later ones; their times are none of it."""
    said = Counter(tuple(getattr(row, field) for field in WORDS) for row in reversed(items))
    words = dict(zip(WORDS, said.most_common(1)[0][0], strict=True))
    return values_of(items[-1])._replace(**words)


def following(db: sqlite3.Connection, row: ItemRow, now: datetime) -> list[ItemRow]:
    """Give an item of a series and all later ones that are not over and no subscription took, in the order of the rule.

    Where the item is over, the first of them is the first that is not.
    """
    assert row.series_id is not None  # noqa: S101  # the caller looked
    items = [one for one in store.items_of_series(db, row.series_id) if one.instance >= row.instance]
    return sorted((one for one in items if is_own(one) and one.ends_at > to_text(now)), key=by_instance)


def by_instance(row: ItemRow) -> str:
    """Give where an item stands in its series."""
    return row.instance


def is_own(row: ItemRow) -> bool:
    """Tell whether an item is of a series of one's own; that a calendar told an answer to it makes it no other's."""
    return row.series_id is not None and row.feed_id is None


def end_before(db: sqlite3.Connection, row: ItemRow, zone: tzinfo) -> None:
    """Have the series of an item end before the day on which its rule put it."""
    assert row.series_id is not None  # noqa: S101  # as above
    series_store.update_series(db, row.series_id, {"ends_before": put_on(row, zone).isoformat()})


def put_on(row: ItemRow, zone: tzinfo) -> date:
    """Give the local day on which the rule of its series put an item."""
    if row.first_day is not None:
        return date.fromisoformat(row.instance)
    return from_text(row.instance).astimezone(zone).date()


def length_of(values: Values) -> timedelta:
    """Give how long an item takes."""
    return from_text(values.ends_at) - from_text(values.starts_at)


def require_own_series(row: ItemRow) -> None:
    """Raise Refused where an item is not one of a series of one's own: a calendar decides on its own repetitions."""
    if not is_own(row):
        brought = row.imported or row.feed_id is not None
        why = "its calendar decides on what repeats there" if brought else "it does not repeat"
        raise Refused(f"Nothing follows {quoted(row.title)}: {why}", hint="Leave out --following")
