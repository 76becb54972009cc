"""Lengths of time: read from what a person types, shown short, and rounded for the bill.

A duration is an integer number of seconds everywhere; there are no fractions of hours to drift. Time is stored as
worked, and rounded only on its way out, by one declared `Rounding`.
"""

from typing import NamedTuple

from techday.core.text import quoted
from techday.errors import BadUsage

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST = 31 * DAY

_FORMS = "write it as 15m, 1h30, 1:30 or 1.5h"
_UNITS = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), HOUR),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), MINUTE),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
}
_CALENDAR_UNITS = frozenset(("d", "day", "days", "w", "week", "weeks", "mo", "month", "months", "y", "year", "years"))


class Rounding(NamedTuple):
    """How worked time becomes billed time: seconds, none negative; 0 switches a step off."""

    deduct: int = 0
    minimum: int = 0
    step: int = 0
    maximum: int = 0


def parse_duration(text: str, allow_zero: bool = False) -> int:
    """Return the seconds that a typed duration means.

    The forms: `15m`, `90m`, `1h`, `1h30`, `1h30m`, `2h 15m`, `30s`, `1:30` (hours and minutes), `1.5h`, `1,5h`,
    `.25h`, and units written out (`2 hours`). `m` is always minutes, never months.

    Raises BadUsage, with the forms in the hint, for anything else: a number without a unit, days (no fixed length of
    work), nothing at all (unless `allow_zero`), less than nothing, and more than 31 days.
    """
    line = " ".join(text.split()) if len(text) <= 60 else ""
    if not line or not line.isascii():
        raise BadUsage(f"{quoted(text)} is not a duration", hint=_FORMS)
    line = line.lower()
    if line.startswith("-"):
        raise BadUsage(f"a duration cannot be negative: {quoted(text)}", hint=_FORMS)
    if line.isdigit():
        raise BadUsage(f"{quoted(text)} has no unit", hint=f"write {line[:6]}m or {line[:6]}h")
    seconds = _colon_form(line) if ":" in line else _unit_form(line, text)
    if seconds is None:
        raise BadUsage(f"{quoted(text)} is not a duration", hint=_FORMS)
    if seconds > LONGEST:
        raise BadUsage(f"{quoted(text)} is longer than 31 days", hint=_FORMS)
    if seconds == 0 and not allow_zero:
        raise BadUsage(f"{quoted(text)} is no time at all", hint=_FORMS)
    return seconds


def show_duration(seconds: int) -> str:
    """Return a length of work as `45m`, `1h30`, `2h`, `12h05` or `0m`; seconds beyond the minute are left out."""
    hours, minutes = divmod(abs(seconds) // MINUTE, 60)
    sign = "-" if seconds < 0 and (hours or minutes) else ""
    if not hours:
        return f"{sign}{minutes}m"
    return f"{sign}{hours}h{minutes:02}" if minutes else f"{sign}{hours}h"


def show_clock(seconds: int) -> str:
    """Return the seconds left on a clock as `0:09`, or `-2:10` when they are overdue (hours and minutes).

    Rounds down, which is the safer side: never more time left than there is, never less overdue than it is.
    """
    minutes = seconds // MINUTE
    sign = "-" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}"


def show_age(seconds: int) -> str:
    """Return an age in its one best unit, rounded down: `12m`, `3h`, `3d`, `5w`, `2y`.

    Hours up to a day, days up to two weeks, weeks up to a year (365 days). What lies ahead has no age yet: `0m`.
    """
    seconds = max(seconds, 0)
    if seconds < HOUR:
        return f"{seconds // MINUTE}m"
    if seconds < DAY:
        return f"{seconds // HOUR}h"
    days = seconds // DAY
    if days < 14:
        return f"{days}d"
    return f"{days // 7}w" if days < 365 else f"{days // 365}y"


def billed_seconds(seconds: int, rounding: Rounding) -> int:
    """Return the seconds to bill for `seconds` worked: deduct, then minimum, then up to a multiple, then maximum.

    Nothing worked is nothing billed. Something worked is billed at the minimum, even where the deduction took all
    of it. The maximum comes last and wins. Raises ValueError for negative seconds.
    """
    if seconds < 0:
        raise ValueError(f"worked time cannot be negative: {seconds}")
    if seconds == 0:
        return 0
    billed = max(seconds - rounding.deduct, rounding.minimum)
    if rounding.step:
        billed = -(-billed // rounding.step) * rounding.step
    return min(billed, rounding.maximum) if rounding.maximum else billed


def _colon_form(line: str) -> int | None:
    hours, _, minutes = line.partition(":")
    if not (hours.isdigit() and minutes.isdigit() and len(minutes) == 2 and int(minutes) < 60):
        return None
    return int(hours) * HOUR + int(minutes) * MINUTE


def _unit_form(line: str, text: str) -> int | None:
    """Read `1h30`, `2h 15m`, `1.5h`: numbers with units, each unit smaller than the one before."""
    total, last = 0, 0
    while line:
        number, line = _take(line, "0123456789.,")
        unit, line = _take(line, LETTERS)
        if unit in _CALENDAR_UNITS and number.isdigit():
            hint = "a day has no fixed length of work: write hours, such as 16h"
            raise BadUsage(f"{quoted(text)} is not a length of work", hint=hint)
        # A number at the end may go without its unit only after hours: `1h30`.
        size = MINUTE if not unit and last == HOUR and not line else _UNITS.get(unit, 0)
        if not size or (last and size >= last):
            return None
        if number.isdigit():
            if last and int(number) * size >= last:
                return None
            total += int(number) * size
        elif size == HOUR and not last and not line:
            return _decimal_hours(number)
        else:
            return None
        last = size
    return total


def _take(line: str, characters: str) -> tuple[str, str]:
    """Split off the leading run of `characters`, without the blank after it."""
    rest = line.lstrip(characters)
    return line[: len(line) - len(rest)], rest.lstrip(" ")


def _decimal_hours(number: str) -> int | None:
    """Return the seconds of `1.5` or `1,5` hours, the nearest second, in integers."""
    whole, _, fraction = number.replace(",", ".").partition(".")
    if not fraction.isdigit() or (whole and not whole.isdigit()):
        return None
    scale: int = 10 ** len(fraction)
    return int(whole or "0") * HOUR + (2 * int(fraction) * HOUR + scale) // (2 * scale)
