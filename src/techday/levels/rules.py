"""What clients are promised: how soon a first word, a next word and the solution, by priority.

A level promises lengths of working time as they were typed: `4h`, or `2d`, days of the calendar in which they run.
What it says nothing of is promised as without a level; only a solution is never promised by default.
"""

from collections.abc import Iterable
from typing import NamedTuple

from techday.core.durations import DAY, HOUR, MINUTE, parse_duration, show_duration
from techday.core.text import quoted
from techday.core.worktime import Hours
from techday.errors import BadUsage, TechdayError
from techday.levels.store import TargetRow

PRIORITIES = (1, 2, 3, 4)
MOST_DAYS = 365
DAY_UNITS = frozenset(("d", "day", "days"))
FORMS = "Write it as 15m, 4h or 2d (working days), or none"


def working_day(hours: Hours) -> int:
    """Give the working seconds of the longest day of a week: what "a day" means in a target."""
    minutes = [sum(closes - opens for opens, closes in windows) for windows in hours]
    return max(minutes, default=0) * MINUTE or 8 * HOUR


class Promise(NamedTuple):
    """What is promised of one priority, as a person types it; an empty text promises nothing."""

    response: str
    update_every: str
    resolution: str = ""


# What a client without a level is promised of P1 to P4.
DEFAULTS = (Promise("30m", "4h"), Promise("1h", "1d"), Promise("4h", "2d"), Promise("8h", "5d"))


class Target(NamedTuple):
    """What a priority is promised, in working seconds; without `resolution` there is no such clock.

    `response_from` and `update_from` tell whose promise it is, "level" or "default"; a resolution is the level's.
    """

    response: int
    update: int
    resolution: int | None = None
    around_the_clock: bool = False
    response_from: str = "level"
    update_from: str = "level"


class Level(NamedTuple):
    """A service level: a target for each priority, 1 to 4, and its name ("default" where the client has none)."""

    name: str
    targets: tuple[Target, ...]


def default_level(day: int) -> Level:
    """Give what is promised without a service level; `day` is a working day in seconds."""
    return level_of("default", (), day)


def level_of(name: str, rows: Iterable[TargetRow], day: int) -> Level:
    """Give the level that these rows describe, for a calendar whose working day has so many seconds."""
    by_priority = {row.priority: row for row in rows}
    return Level(name, tuple(target_of(by_priority.get(priority), priority, day) for priority in PRIORITIES))


def target_of(row: TargetRow | None, priority: int, day: int) -> Target:
    """Give the target of a priority: what `row` promises, else the default; around the clock a day has 24 hours."""
    default = DEFAULTS[priority - 1]
    if row is None:
        return Target(
            seconds_of(default.response, day),
            seconds_of(default.update_every, day),
            response_from="default",
            update_from="default",
        )
    day = DAY if row.around_the_clock else day
    return Target(
        response=seconds_of(row.response or default.response, day),
        update=seconds_of(row.update_every or default.update_every, day),
        resolution=seconds_of(row.resolution, day) if row.resolution else None,
        around_the_clock=bool(row.around_the_clock),
        response_from="level" if row.response else "default",
        update_from="level" if row.update_every else "default",
    )


def seconds_of(text: str, day: int) -> int:
    """Give the working seconds of a promised length, as `checked_length` wrote it."""
    return int(text[:-1]) * day if text.endswith("d") else parse_duration(text)


def checked_length(text: str) -> str:
    """Give a length as it is kept, `1h30` or `2d`; "" for `none`.

    Raises BadUsage for what is no length, no whole number of minutes, or more than 31 days of hours or 365 days.
    """
    line = " ".join(text.casefold().split())
    if line == "none":
        return ""
    number = line.rstrip("abcdefghijklmnopqrstuvwxyz").rstrip(" ")
    if line[len(number) :].strip() in DAY_UNITS and number.isascii() and number.isdigit():
        if len(number) > 4 or not 1 <= int(number) <= MOST_DAYS:
            raise BadUsage(f"{quoted(text)} is not from 1 to {MOST_DAYS} working days", hint=FORMS)
        return f"{int(number)}d"
    try:
        seconds = parse_duration(text)
    except TechdayError as error:
        raise BadUsage(error.message, hint=FORMS) from None
    if seconds % MINUTE:
        raise BadUsage(f"{quoted(text)} is no whole number of minutes", hint=FORMS)
    return show_duration(seconds)


def length_words(text: str) -> str:
    """Give a promised length for people: `4h`, `2 working days`."""
    if not text.endswith("d"):
        return text
    return "1 working day" if text == "1d" else f"{text[:-1]} working days"
