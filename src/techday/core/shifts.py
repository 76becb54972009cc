"""The technician's shift days: the days by which all daily work is counted.

A shift day runs from the midpoint before a shift to the midpoint after it, so at 02:00 of a night shift it is still
the day on which the shift began. A day off has a nominal shift at the same hours. Every instant therefore belongs to
exactly one shift day, whose name is the local date on which its shift begins.

Local times become instants as PEP 495 reads them: a time that the clocks skip in spring moves forward by what was
skipped; of a time that comes twice in autumn the first is meant.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from techday.core.intervals import Span, overlap
from techday.errors import BadUsage, Refused

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {
    "daily": frozenset(range(7)),
    "weekdays": frozenset(range(5)),
    "weekend": frozenset((5, 6)),
}
_DAYS_HINT = "Write days as mon-fri, mon,wed,fri, fri-mon or daily"


Lunch = tuple[time, time] | None


class ShiftPattern(NamedTuple):
    """The week of a technician: the same local hours on each day that has a shift.

    `end` at or before `start` means that the shift crosses midnight; equal times are a shift of 24 hours. `days` are
    the weekdays, Monday 0, on which a shift begins.
    """

    zone: tzinfo
    start: time = time(8)
    end: time = time(17)
    days: frozenset[int] = frozenset({0, 1, 2, 3, 4})


class ShiftDay(NamedTuple):
    """One shift day; all instants are UTC, and since <= starts_at <= ends_at <= until.

    `day` is the local date on which the shift begins. The day holds the instants since <= instant < until; `since`
    is the `until` of the day before. `working` is False on a day off, whose shift is nominal.
    """

    day: date
    starts_at: datetime
    ends_at: datetime
    since: datetime
    until: datetime
    working: bool


def shift_on(pattern: ShiftPattern, day: date) -> ShiftDay:
    """The shift day whose shift, worked or nominal, begins on that local date."""
    starts_at, ends_at = _hours_on(pattern, day)
    _, ended_before = _hours_on(pattern, day - _DAY)
    starts_next, _ = _hours_on(pattern, day + _DAY)
    return ShiftDay(
        day=day,
        starts_at=starts_at,
        ends_at=ends_at,
        since=_midpoint(ended_before, starts_at),
        until=_midpoint(ends_at, starts_next),
        working=day.weekday() in pattern.days,
    )


def shift_day(pattern: ShiftPattern, now: datetime) -> ShiftDay:
    """The shift day to which the instant `now` (aware) belongs."""
    found = shift_on(pattern, now.astimezone(pattern.zone).date())
    while now < found.since:
        found = shift_on(pattern, found.day - _DAY)
    while now >= found.until:
        found = shift_on(pattern, found.day + _DAY)
    return found


def lunch_of(pattern: ShiftPattern, shift: ShiftDay, lunch: Lunch) -> Span[datetime] | None:
    """The part of a shift (UTC) that is its lunch window, after midnight too where the shift is; None without one."""
    if lunch is None:
        return None
    within = Span(shift.starts_at, shift.ends_at)
    for day in (shift.day, shift.day + _DAY):
        opens = _instant(pattern, day, lunch[0])
        closes = _instant(pattern, day if lunch[1] > lunch[0] else day + _DAY, lunch[1])
        found = overlap(within, Span(opens, closes))
        if found is not None:
            return found
    return None


def working_days(pattern: ShiftPattern, first: date, last: date) -> int:
    """How many shifts begin on the dates from `first` to `last`, both included; 0 when `last` comes before."""
    weeks, rest = divmod(max((last - first).days + 1, 0), 7)
    return weeks * len(pattern.days) + sum((first.weekday() + step) % 7 in pattern.days for step in range(rest))


def add_working_days(pattern: ShiftPattern, day: date, count: int) -> date:
    """The count-th working day after `day`, or before it when `count` is negative; 0 gives `day`, worked or not.

    Raises Refused for a pattern without any working day.
    """
    if not pattern.days:
        raise Refused("The shift pattern has no working day", "techday config set shift.days mon-fri")
    # Whole weeks at once, and from one to a full week of working days one by one.
    weeks = max(abs(count) - 1, 0) // len(pattern.days)
    step = _DAY if count > 0 else -_DAY
    day += step * 7 * weeks
    for _ in range(abs(count) - weeks * len(pattern.days)):
        day += step
        while day.weekday() not in pattern.days:
            day += step
    return day


def parse_days(text: str) -> frozenset[int]:
    """The weekdays, Monday 0, that a list such as `mon-fri`, `mon,wed,fri`, `fri-mon` or `daily` names.

    Names may be cut to two letters or more; ranges run over the week's end. `weekdays` and `weekend` are known too.
    Raises BadUsage for anything else.
    """
    plain = " ".join(text.casefold().split())
    # Word processors put a dash of their own into ranges.
    plain = plain.replace("\N{EN DASH}", "-").replace("\N{EM DASH}", "-").replace(" to ", "-")
    # Blanks may stand around a dash; elsewhere a blank separates, as a comma does.
    parts = "-".join(part.strip() for part in plain.split("-")).replace(",", " ").split()
    days: frozenset[int] = frozenset()
    for part in parts:
        first, dash, last = part.partition("-")
        if part in _GROUPS:
            days |= _GROUPS[part]
        elif dash:
            begin, end = _weekday(first, text), _weekday(last, text)
            days |= {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}
        else:
            days |= {_weekday(part, text)}
    if not days:
        raise BadUsage("No days are named", _DAYS_HINT)
    return days


def show_days(days: frozenset[int]) -> str:
    """The weekdays (Monday 0) in words that `parse_days` reads: `Mon-Fri`, `Mon, Wed, Fri`, `Fri-Mon`, `daily`.

    Three or more in a row are a range, which may run over the week's end. No days at all give `no days`.
    """
    if len(days) == 7:
        return "daily"
    pieces: list[tuple[int, str]] = []
    for first in days:
        if (first - 1) % 7 in days:
            continue
        run = [first]
        while (run[-1] + 1) % 7 in days:
            run.append((run[-1] + 1) % 7)
        if len(run) > 2:
            pieces.append((first, f"{_short(first)}-{_short(run[-1])}"))
        else:
            pieces += [(day, _short(day)) for day in run]
    return ", ".join(words for _, words in sorted(pieces)) or "no days"


def _hours_on(pattern: ShiftPattern, day: date) -> tuple[datetime, datetime]:
    """Start and end, in UTC, of the shift that begins on the local date."""
    starts_at = _instant(pattern, day, pattern.start)
    ends_at = _instant(pattern, day + _DAY if pattern.end <= pattern.start else day, pattern.end)
    # A start or an end within the hour that spring skips is moved; it must not pass the end, or the next start.
    starts_next = _instant(pattern, day + _DAY, pattern.start)
    return starts_at, max(starts_at, min(ends_at, starts_next))


def _instant(pattern: ShiftPattern, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=pattern.zone).astimezone(UTC)


def _midpoint(end: datetime, start: datetime) -> datetime:
    """The whole second in the middle between a shift's end and the next one's start."""
    return end + ((start - end) // 2 // _SECOND) * _SECOND


def _short(day: int) -> str:
    return _NAMES[day][:3].capitalize()


def _weekday(word: str, text: str) -> int:
    """The weekday of which `word` is the beginning; `text`, for the error, is all that was typed."""
    if len(word) >= 2:
        for day, name in enumerate(_NAMES):
            if name.startswith(word):
                return day
    shown = text.strip()[:40]
    raise BadUsage(f"{shown!r} does not name days of the week", _DAYS_HINT)
