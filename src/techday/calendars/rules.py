"""Calendars as people write them: weekly hours, a zone, and the days on which nobody works."""

from collections.abc import Iterable
from datetime import date, tzinfo
from typing import NamedTuple

from techday.core.shifts import parse_days, show_days
from techday.core.text import quoted
from techday.core.worktime import Calendar, Hours, weekly
from techday.errors import BadUsage, Refused
from techday.settings import Hours as SettingsHours

MIDNIGHT = 24 * 60
WEEK = 7 * MIDNIGHT
LEAST_WEEK = 60
LONGEST_TEXT = 400
MOST_DAYS = 366
EXAMPLE = '--hours "mon-fri 8:00-17:00, sat 9:00-12:00"'
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def calendar_of(hours: SettingsHours, zone: tzinfo, holidays: Iterable[str]) -> Calendar:
    """Give the calendar of the settings' weekly hours in `zone`, closed on `holidays` (local dates)."""
    return Calendar(zone, hours_of(hours), closed_on(holidays))


def hours_of(hours: SettingsHours) -> Hours:
    """Give the weekly hours that the settings describe."""
    return weekly(hours.days, hours.opens, hours.closes)


def closed_on(days: Iterable[str]) -> frozenset[date]:
    """Give local dates, as the store has them, as those on which a calendar is closed."""
    return frozenset(date.fromisoformat(day) for day in days)


def zone_named(name: str) -> tzinfo:
    """Give the time zone of that IANA name; raises Refused where this machine does not know it."""
    from zoneinfo import ZoneInfo  # some milliseconds, spared where nobody has a zone of their own

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Refused(
            f"This machine does not know the time zone {quoted(name)}",
            hint="techday client edit C --zone ZONE, or techday calendar edit NAME --zone ZONE",
        ) from None


# --- weekly hours: `mon-fri 8:00-17:00, sat 9:00-12:00` ---


class Window(NamedTuple):
    """A span of the week, in minutes since Monday 00:00; one that begins on Sunday may end in the next week."""

    opens: int
    closes: int


def checked_hours(text: str) -> str:
    """Give weekly hours in the one way of writing that is kept; raises BadUsage as `parse_hours`, or for long text."""
    if len(text) > LONGEST_TEXT:
        raise BadUsage(f"Hours have at most {LONGEST_TEXT} characters", hint=EXAMPLE)
    return show_hours(parse_hours(text))


def parse_hours(text: str) -> Hours:
    """Give the weekly hours that a text names: days, then the times at which they open and close.

    `mon-fri 8:00-17:00, sat 9-12`, `daily 22:00-6:00` (a night), `mon,wed 8:00-12:00 13:00-17:00`, `24x7`. Raises
    BadUsage for anything else, for times that overlap, and for less than an hour a week.
    """
    words = words_of(text)
    if words in (["24x7"], ["24/7"]):
        words = ["daily", "00:00-24:00"]
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    names: list[str] = []
    windows = 0
    for word in words:
        if not word[:1].isdigit():
            names = [*names, word] if not windows else [word]
            windows = 0
            continue
        if not names:
            raise BadUsage(f"Hours begin with their days: {quoted(text)}", hint=EXAMPLE)
        windows += 1
        for day in days_of(names, text):
            week[day].append(window_of(word, text))
    if not words or not windows:
        raise BadUsage(f"Hours name days and times: {quoted(text)}", hint=EXAMPLE)
    hours: Hours = tuple(tuple(sorted(day)) for day in week)
    refuse_overlap(hours)
    if sum(closes - opens for day in hours for opens, closes in day) < LEAST_WEEK:
        raise BadUsage("A calendar has at least an hour in the week", hint=EXAMPLE)
    return hours


def words_of(text: str) -> list[str]:
    """Give the words of weekly hours, with plain dashes and none of them alone."""
    line = text.casefold().replace("\N{EN DASH}", "-").replace("\N{EM DASH}", "-").replace(" to ", "-")
    for mark in ",;&":
        line = line.replace(mark, " ")
    line = " ".join(line.split()).replace(" -", "-").replace("- ", "-")
    return line.replace(" am", "am").replace(" pm", "pm").split()


def days_of(names: list[str], text: str) -> frozenset[int]:
    """Give the weekdays that words name; raises BadUsage."""
    try:
        return parse_days(" ".join(names))
    except BadUsage:
        raise BadUsage(f"{quoted(' '.join(names))} are no days of the week, in {quoted(text)}", hint=EXAMPLE) from None


def window_of(word: str, text: str) -> tuple[int, int]:
    """Give opening and closing in minutes of the day; closing at or before the opening is on the next day."""
    left, dash, right = word.partition("-")
    opens, closes = minutes_of(left), minutes_of(right)
    if not dash or opens is None or closes is None or opens == MIDNIGHT:
        raise BadUsage(f"{quoted(word)} is not from one time of day to another, in {quoted(text)}", hint=EXAMPLE)
    return opens, closes if closes > opens else closes + MIDNIGHT


def minutes_of(text: str) -> int | None:
    """Read `8`, `8:30`, `08:30`, `24:00`, `5pm` as minutes after midnight; None for anything else."""
    half = text[-2:] if text.endswith(("am", "pm")) else ""
    hours, colon, minutes = text.removesuffix(half).partition(":")
    if not (hours + minutes).isascii() or not hours.isdigit() or len(hours) > 2:
        return None
    if colon and not (minutes.isdigit() and len(minutes) == 2 and int(minutes) < 60):
        return None
    hour = int(hours)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    found = hour * 60 + int(minutes or 0)
    return found if found <= MIDNIGHT else None


def refuse_overlap(hours: Hours) -> None:
    """Raise BadUsage where two windows of the week hold the same time; the night of Sunday reaches into Monday."""
    windows = sorted(
        Window(day * MIDNIGHT + opens, day * MIDNIGHT + closes)
        for day, windows in enumerate(hours)
        for opens, closes in windows
    )
    following = [*windows[1:], *[Window(first.opens + WEEK, first.closes + WEEK) for first in windows[:1]]]
    for window, after in zip(windows, following, strict=True):
        if after.opens < window.closes:
            raise BadUsage(f"{show_window(window)} and {show_window(after)} overlap", hint=EXAMPLE)


def show_window(window: Window) -> str:
    """Give a span of the week as `Mon 08:00-12:00`."""
    day = window.opens // MIDNIGHT
    opens = window.opens - day * MIDNIGHT
    return f"{WEEKDAYS[day % 7]} {show_times(opens, window.closes - day * MIDNIGHT)}"


def show_times(opens: int, closes: int) -> str:
    """Give a window of a day as `08:00-17:00`, a night as `22:00-06:00`."""
    return f"{show_minutes(opens)}-{show_minutes(closes - MIDNIGHT if closes > MIDNIGHT else closes)}"


def show_minutes(minutes: int) -> str:
    """Give minutes after midnight as `08:30`; the end of the day is `24:00`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def show_hours(hours: Hours) -> str:
    """Give weekly hours as `parse_hours` reads them: `mon-fri 08:00-17:00, sat 09:00-12:00`."""
    alike: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for day, windows in enumerate(hours):
        if windows:
            alike.setdefault(windows, []).append(day)
    parts = []
    for windows, days in alike.items():
        names = show_days(frozenset(days)).lower().replace(", ", ",")
        parts.append(f"{names} {' '.join(show_times(*window) for window in windows)}")
    return ", ".join(parts) or "no hours"


def week_minutes(hours: Hours) -> int:
    """Give how many minutes a week has."""
    return sum(closes - opens for windows in hours for opens, closes in windows)
