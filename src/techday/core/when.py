"""The one time parser: what a technician types where a time, a date or a range is wanted.

The grammar is closed and small, so that nothing is guessed: what it does not know, and what could mean two things,
is refused with the next thing to type. A time is read in a `Frame` (now, the technician's zone and shift) with a
lean: towards the past for logging (`--at 23:30`, typed at 00:40, was an hour ago), towards the future for plans
(`--by 9:00` is the next 9:00). The lean only chooses between readings; a full date is taken as written.

    instant   now | 15m | 1h30 | in 2h | 2h ago | 2d | in 2w      lengths; days and weeks keep the clock on the wall
              09:30 | 0930 | 9:30am | 9am | noon | midnight | eod  clocks; eod is the end of the shift
              DAY | DAY clock | clock DAY                          a day alone is the start of its shift
              2026-11-23T08:00:00Z | ...+01:00                     ISO 8601; an offset wins over the zone
    DAY       today | yesterday | tomorrow | mon ... sunday | in 3d | 3d ago | 3d
              2026-11-23 | 23.11.2026 | 23.11. | 23/11/2026 | 23/11 | 23 nov | nov 23 2026 | 23-nov-2026,
              also behind its weekday
    range     [DAY] clock-clock | [DAY] clock to [DAY] clock       9-11 are hours; the end may lie after midnight

`0930` stands alone or behind a word (`mon 0930`): beside a date it could be the year. `midnight` is 00:00 of its day.

Every reading ends as a few candidate days and a clock: each is resolved in the zone, and the lean chooses. A clock
that the spring change skips moves forward by the gap (PEP 495); one that autumn repeats is two candidates.
Results are whole seconds, in the years 1970 to 2199. Nothing but BadUsage is raised, whatever was typed.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, NamedTuple, TypeVar

from techday.core.durations import DAY, HOUR, MINUTE, parse_duration
from techday.core.text import quoted
from techday.errors import BadUsage

Lean = Literal["past", "future"]
_Time = TypeVar("_Time", date, datetime)

FIRST_YEAR, LAST_YEAR = 1970, 2199
# No shift is longer: a range of bare clocks that takes more of two days was typed the wrong way round.
LONGEST_NIGHT = 16 * HOUR

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# A date of a year that is less long past than this was meant as it is past.
_NEAR = timedelta(days=60)
_NEAR_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_STEP_DAYS = {"d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7}
_MERIDIEMS = {"am": "am", "a.m.": "am", "pm": "pm", "p.m.": "pm"}
_INSTANT_FORMS = {
    "past": 'write it as 09:30, "yesterday 16:00" or 15m (15 minutes ago)',
    "future": 'write it as 16:00, "tomorrow 9:00" or 2h (2 hours ahead)',
}
_DATE_FORMS = "write it as 2026-11-23, yesterday or mon"
_RANGE_FORMS = 'write it as 9:00-10:30, 1pm-3pm or "yesterday 22:00-01:00"'


class Frame(NamedTuple):
    """Where and when a time is read: `now` is aware, `zone` and the shift are the technician's.

    A shift that ends at or before its start crosses midnight. `date_order` is "dmy", "mdy", or "" while undecided.
    """

    now: datetime
    zone: tzinfo
    shift_start: time = time(8)
    shift_end: time = time(17)
    date_order: str = ""


class _Clock(NamedTuple):
    """A clock on the wall: seconds after midnight of its day (24:00 and night shifts reach the next day).

    `of_shift` marks the start or end of a shift, whose day is the shift's day.
    """

    seconds: int
    of_shift: bool = False


def read_instant(text: str, frame: Frame, lean: Lean) -> datetime:
    """Return the instant that `text` means, aware and in UTC.

    Raises BadUsage, with forms to type in the hint, for anything outside the grammar (see the module), for a date
    that could be day-month or month-day, for a day that does not exist, and for years outside 1970 to 2199.
    """
    words = _words(text)
    for reader in (_now, _iso, _length, _day_alone, _day_then_clock, _clock_then_day):
        found = reader(words, frame, lean)
        if found is not None:
            return _within_years(found, text)
    raise BadUsage(f"{quoted(text)} is not a time", hint=_INSTANT_FORMS[lean])


def read_date(text: str, frame: Frame, lean: Lean) -> date:
    """Return the technician's local date that `text` means: any DAY of the grammar (see the module).

    Without a year, the lean chooses: the latest such date up to today, or the earliest from today on. After midnight
    in a night shift, `today` is still the day on which the shift began. Raises BadUsage as `read_instant` does.
    """
    today = _today(frame)
    days = _days(_words(text), frame, lean, today)
    if days is None:
        raise BadUsage(f"{quoted(text)} is not a date", hint=_DATE_FORMS)
    found = _choose(days, today, lean)
    _check_year(found.year, quoted(text))
    return found


def read_near_date(text: str, frame: Frame) -> date:
    """Return the local date that `text` means, leaning to the future; but a day and month of late is not next year's.

    On the 23rd of November `20 nov` is three days ago. Raises BadUsage as `read_date` does.
    """
    ahead, back = read_date(text, frame, "future"), read_date(text, frame, "past")
    is_of_a_year = ahead - back > timedelta(days=300)
    return back if is_of_a_year and _today(frame) - back <= _NEAR else ahead


def read_range(text: str, frame: Frame, lean: Lean = "past") -> tuple[datetime, datetime]:
    """Return start and end of a span, aware and in UTC, the end always after the start.

    The lean chooses the start: leaning past, the latest one that is not ahead, so the end may still be to come. A
    bare clock as the end is the first one after the start, across midnight where it must be; `now` and `eod` are ends
    too. In `9-11` the hours may stand bare, but never beside am or pm, and never across midnight: `9-5` is refused. So
    is what would take more than LONGEST_NIGHT across midnight, unless the end names its day: 11:50-11:20 is a slip.
    Raises BadUsage as `read_instant` does, and for a span that would end before it begins.
    """
    words = _words(text)
    # An offset looks like a range: 2026-11-23T08:00-05:00.
    if _iso(words, frame, lean) is None:
        for left, right in _halves(words):
            start = _range_start(left, right, frame, lean)
            end = None if start is None else _range_end(left, right, start, frame)
            if start is None or end is None:
                continue
            if end <= start:
                raise BadUsage(f"{quoted(text)} does not end after it begins", hint=_RANGE_FORMS)
            return _within_years(start, text), _within_years(end, text)
    raise BadUsage(f"{quoted(text)} is not a range of time", hint=_RANGE_FORMS)


# Words


def _words(text: str) -> list[str]:
    """Return the lower-case words of a short ASCII text, dashes made plain, `9:30 am` joined; else no words."""
    if len(text) > 100:
        return []
    line = text.replace("\u2013", "-").replace("\u2014", "-").replace("\u2212", "-")
    # Any blank may come with a paste; other characters outside ASCII, and controls, are no part of the grammar.
    line = " ".join(line.split())
    if not (line.isascii() and line.isprintable()):
        return []
    found: list[str] = []
    for word in line.lower().replace(", ", " ").split():
        if word in _MERIDIEMS and found:
            found[-1] += _MERIDIEMS[word]
        elif word not in ("at", "on"):
            found.append(word)
    # ISO without an offset is a date and a clock.
    if len(found) == 1 and found[0][10:11] == "t" and "-" not in found[0][11:]:
        found = [found[0][:10], found[0][11:]]
    return found


def _number(text: str, longest: int = 4) -> int | None:
    """Return a plain number of at most `longest` ASCII digits: int() would take blanks, signs and underscores too."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= longest else None


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """Return the place of a weekday or month, known by three letters or more of its name."""
    if len(word) >= 3:
        for place, name in enumerate(names):
            if name.startswith(word):
                return place
    return None


# Readers of an instant: each takes the words, and gives an instant or None


def _now(words: list[str], frame: Frame, _lean: Lean) -> datetime | None:
    return _seconds_of(frame) if words == ["now"] else None


def _iso(words: list[str], _frame: Frame, _lean: Lean) -> datetime | None:
    """Read ISO 8601 with an offset. With a blank for the T, a minus needs seconds: `09:00-10:30` is a range."""
    line = " ".join(words).upper()
    clock = line[11:]
    if line[10:11] not in ("T", " ") or (line[10] == " " and "-" in clock and clock[5:6] != ":"):
        return None
    if _iso_date(line[:10]) is None:
        return None
    try:
        at = datetime.fromisoformat(line.replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
    except ValueError:
        return None
    if at.tzinfo is None:
        return None
    # Before converting: beyond the years 1 and 9999 that is an OverflowError.
    _check_year(at.year, quoted(line))
    return at.astimezone(UTC).replace(microsecond=0)


def _length(words: list[str], frame: Frame, lean: Lean) -> datetime | None:
    """Read `15m`, `in 2h`, `1h 30m ago` as that long from now, and `2d` as this clock on that day."""
    days = _step(words, lean)
    now = _seconds_of(frame)
    if days is not None:
        local, wall = now.astimezone(frame.zone), _wall_seconds(now, frame.zone)
        return _resolve([_days_from(local.date(), days)], wall, frame, lean)
    amount, direction = _amount(words, lean)
    if not amount or ":" in amount:
        # 1:30 is a clock wherever an instant is wanted.
        return None
    if amount.isdigit() and len(amount) < 3 and len(words) == 1:
        forms = f"{amount}:00, {amount}m or {amount}h" if int(amount) <= 24 else f"{amount}m or {amount}h"
        raise BadUsage(f"{quoted(amount)} could be an hour or a length of time", hint=f"write {forms}")
    try:
        seconds = parse_duration(amount, allow_zero=True)
    except BadUsage:
        # It may still be a day: `3 mar`, `in 2d 9:00`. Only `in 45` can be nothing else.
        if amount.isdigit() and len(words) > 1:
            raise
        return None
    return now + direction * timedelta(seconds=seconds)


def _day_alone(words: list[str], frame: Frame, lean: Lean) -> datetime | None:
    return _at(words, _Clock(_of_day(frame.shift_start), of_shift=True), frame, lean)


def _day_then_clock(words: list[str], frame: Frame, lean: Lean) -> datetime | None:
    """Read a clock, alone or behind its day."""
    clock = _clock(words[-1], frame) if words else None
    beside_date = any(character.isdigit() for word in words[:-1] for character in word)
    if clock is None or (words[-1].isdigit() and beside_date):
        return None
    return _at(words[:-1] or None, clock, frame, lean)


def _clock_then_day(words: list[str], frame: Frame, lean: Lean) -> datetime | None:
    clock = _clock(words[0], frame) if len(words) > 1 and not words[0].isdigit() else None
    return None if clock is None else _at(words[1:], clock, frame, lean)


# The two ends of a range


def _halves(words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words on both sides of `to`, or of each dash, the last first: dates before the range have dashes."""
    line = " ".join(words)
    joint = " to " if " to " in line else "-"
    at = line.rfind(joint)
    while at >= 0:
        yield _words(line[:at]), _words(line[at + len(joint) :])
        at = line.rfind(joint, 0, at)


def _full_hour(words: list[str], other: list[str]) -> list[str]:
    """Return the words with a bare hour at the end written out, except beside am or pm, where it is in doubt."""
    is_bare = bool(words) and _number(words[-1], longest=2) is not None
    if is_bare and not (other and other[-1].endswith(("am", "pm"))):
        return [*words[:-1], words[-1] + ":00"]
    return words


def _range_start(left: list[str], right: list[str], frame: Frame, lean: Lean) -> datetime | None:
    words = _full_hour(left, right)
    for reader in (_now, _iso, _day_then_clock):
        found = reader(words, frame, lean)
        if found is not None:
            return found
    return None


def _range_end(left: list[str], right: list[str], start: datetime, frame: Frame) -> datetime | None:
    """Return the end that belongs to a start; not after it where the words say so, None where they say nothing."""
    words = _full_hour(right, left)
    found = _now(words, frame, "future") or _iso(words, frame, "future")
    if found is not None:
        return found
    from_start = frame._replace(now=start)
    clock = _clock(words[0], frame) if len(words) == 1 else None
    if clock is None:
        # tue is the first Tuesday after the start; today is today.
        return _day_then_clock(words, frame if words[:1] and words[0] in _NEAR_DAYS else from_start, "future")
    day = start.astimezone(frame.zone).date()
    if clock.of_shift:
        days = [day + timedelta(days=count) for count in (-1, 0, 1)]
    else:
        # By the clocks as typed: the start may have been moved out of a spring gap.
        typed = _clock(_full_hour(left, right)[-1], frame)
        begins = _wall_seconds(start, frame.zone) if typed is None else typed.seconds % DAY
        crosses = clock.seconds <= begins
        is_backward = crosses and clock.seconds + DAY - begins > LONGEST_NIGHT
        if is_backward or (crosses and (clock.seconds == begins or words != right)):
            return start
        days = [day + timedelta(days=1 if crosses else 0)]
    after = [at for at in _moments(days, clock.seconds, frame.zone) if at > start]
    return min(after) if after else start


# Lengths


def _amount(words: list[str], lean: Lean) -> tuple[str, int]:
    """Return the words between `in` and `ago`, and the direction: `in` is ahead, `ago` back, neither the lean."""
    if words[:1] == ["in"]:
        return " ".join(words[1:]), 1
    if words[-1:] == ["ago"]:
        return " ".join(words[:-1]), -1
    return " ".join(words), -1 if lean == "past" else 1


def _step(words: list[str], lean: Lean) -> int | None:
    """Return the days of `2d`, `in 3 days`, `2w ago`, signed by their direction."""
    amount, direction = _amount(words, lean)
    unit = amount.lstrip("0123456789")
    count = _number(amount[: len(amount) - len(unit)], longest=5)
    days = _STEP_DAYS.get(unit.lstrip(" "))
    return None if count is None or days is None else direction * count * days


def _days_from(day: date, count: int) -> date:
    try:
        return day + timedelta(days=count)
    except OverflowError:
        raise BadUsage(f"{count} days lead out of the calendar", hint=_DATE_FORMS) from None


# Clocks


def _clock(word: str, frame: Frame) -> _Clock | None:
    """Read `9:30`, `09:30:15`, `0930`, `9am`, `9:30pm`, `24:00`, `noon`, `midnight` (00:00) or `eod`."""
    if word == "eod":
        return _Clock(_shift_end(frame), of_shift=True)
    if word in ("noon", "midnight"):
        return _Clock(12 * HOUR if word == "noon" else 0)
    meridiem = word[-2:] if word[-2:] in ("am", "pm") else ""
    digits = word[: len(word) - len(meridiem)]
    if len(digits) == 4 and digits.isdigit() and not meridiem:
        digits = f"{digits[:2]}:{digits[2:]}"
    hour_text, *rest = digits.split(":")
    if len(rest) > 2 or not (rest or meridiem):
        return None
    if len(rest) == 2:
        # A fraction of a second, as machines write it, is cut off.
        rest[1], point, fraction = rest[1].partition(".")
        if point and _number(fraction, longest=9) is None:
            return None
    hour = _number(hour_text, longest=2)
    sixtieths = [_number(part, longest=2) if len(part) == 2 else None for part in rest]
    if hour is None or any(part is None or part > 59 for part in sixtieths):
        return None
    if meridiem:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if meridiem == "pm" else 0)
    minute, second = [*(part or 0 for part in sixtieths), 0, 0][:2]
    seconds = hour * HOUR + minute * MINUTE + second
    return _Clock(seconds) if seconds <= DAY else None


def _of_day(clock: time) -> int:
    return clock.hour * HOUR + clock.minute * MINUTE + clock.second


def _shift_end(frame: Frame) -> int:
    """Return the seconds from midnight of a shift's day to its end, which may lie on the next day."""
    end = _of_day(frame.shift_end)
    return end if end > _of_day(frame.shift_start) else end + DAY


# Days


def _days(words: list[str], frame: Frame, lean: Lean, today: date) -> list[date] | None:
    """Return the dates that the words could mean, for the lean to choose from; None if they are no day.

    `today` is what today and steps count from. Words with the year give one date, weekdays those around today.
    """
    if not words:
        return None
    step = _NEAR_DAYS.get(" ".join(words), _step(words, lean))
    if step is not None:
        return [_days_from(today, step)]
    weekday = _named(words[0].rstrip("."), _WEEKDAYS)
    if weekday is not None and len(words) == 1:
        around = (today + timedelta(days=count) for count in range(-9, 10))
        return [day for day in around if day.weekday() == weekday]
    dates = _calendar_dates(words if weekday is None else words[1:], frame, lean, today)
    if dates is None or weekday is None:
        return dates
    day = _choose(dates, today, lean)
    if day.weekday() != weekday:
        actual, said = _WEEKDAYS[day.weekday()].capitalize(), _WEEKDAYS[weekday].capitalize()
        raise BadUsage(f"{_spell(day)} is a {actual}, not a {said}", hint=f"write {day}, or the day you mean")
    return [day]


def _calendar_dates(words: list[str], frame: Frame, lean: Lean, today: date) -> list[date] | None:
    """Read a date with a day of the month: with its year one date, without it that of each year around."""
    if len(words) == 1:
        day = _iso_date(words[0])
        if day is not None:
            return [day]
        for separator in "./-":
            parts = words[0].split(separator)
            if separator == "." and len(parts) == 3 and not parts[2]:
                # 23.11. is a date; without the second dot, 9.10 is as likely a clock.
                parts.pop()
            elif separator == "." and len(parts) == 2:
                return None
            if len(parts) in (2, 3):
                if any(_named(part, _MONTHS) is not None for part in parts[:2]):
                    return _month_named(parts, today)
                # Dashes without a name: 10-11 is a range, and 26-11-23 may begin with its year.
                if separator != "-" or (len(parts) == 3 and len(parts[2]) == 4):
                    return _numeric(parts, separator, frame, lean, today)
        return None
    # A year of two digits after a blank could be an hour.
    if len(words) in (2, 3) and (len(words) == 2 or len(words[2]) == 4):
        return _month_named(words, today)
    return None


def _iso_date(word: str) -> date | None:
    """Read year, month, day: `2026-11-23`, also with slashes or dots."""
    separator = word[4:5]
    if not separator or separator not in "-/." or len(word) != 10 or word[7] != separator:
        return None
    year, month, day = _number(word[:4]), _number(word[5:7]), _number(word[8:])
    if year is None or month is None or day is None:
        return None
    return _existing(year, month, day)


def _month_named(parts: list[str], today: date) -> list[date] | None:
    """Read `23 nov`, `nov 23`, `23rd nov 2026`: the month by name, so that no order needs guessing."""
    first, second = parts[0], parts[1]
    month = _named(second.rstrip("."), _MONTHS)
    day_text = first
    if month is None:
        month, day_text = _named(first.rstrip("."), _MONTHS), second
    if day_text[-2:] in ("st", "nd", "rd", "th"):
        day_text = day_text[:-2]
    day = _number(day_text.rstrip("."), longest=2)
    if month is None or day is None:
        return None
    return _dates(parts[2:], month + 1, day, today)


def _numeric(parts: list[str], separator: str, frame: Frame, lean: Lean, today: date) -> list[date] | None:
    """Read `23.11.2026` (dots: day first) and `23/11/2026` (day or month first: refused where both could be)."""
    first, second = _number(parts[0], longest=2), _number(parts[1], longest=2)
    if first is None or second is None:
        return None
    day_first = 1 <= second <= 12 and 1 <= first <= 31
    month_first = separator != "." and 1 <= first <= 12 and 1 <= second <= 31
    if not (day_first or month_first):
        return None
    as_day_month = _dates(parts[2:], second, first, today) if day_first else None
    as_month_day = _dates(parts[2:], first, second, today) if month_first else None
    if as_day_month is None or as_month_day is None or as_day_month == as_month_day or frame.date_order == "dmy":
        return as_day_month or as_month_day
    if frame.date_order == "mdy":
        return as_month_day
    one, other = _choose(as_day_month, today, lean), _choose(as_month_day, today, lean)
    raise BadUsage(
        f"{quoted(separator.join(parts))} could be {_spell(one)} or {_spell(other)}",
        hint=f"write {one} or {other}, or decide for good: techday config set date_order dmy (or mdy)",
    )


def _dates(year_part: list[str], month: int, day: int, today: date) -> list[date] | None:
    """Return the date in its year (two digits are 20xx), or in each year around today where none is given."""
    if year_part:
        year = _number(year_part[0]) if len(year_part[0]) in (2, 4) else None
        return None if year is None else [_existing(year + 2000 if len(year_part[0]) == 2 else year, month, day)]
    # Eight years each way: 29 February can be that far, around 1900 and 2100.
    found = [found for years in range(-8, 9) if (found := _date(today.year + years, month, day)) is not None]
    return found or [_existing(today.year, month, day)]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _existing(year: int, month: int, day: int) -> date:
    found = _date(year, month, day)
    if found is None:
        name = _MONTHS[month - 1].capitalize() if 1 <= month <= 12 else f"month {month}"
        raise BadUsage(f"there is no {day} {name} {year:04}", hint=_DATE_FORMS)
    return found


def _spell(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"


def _today(frame: Frame) -> date:
    """Return today's date; after midnight, yesterday's while the shift day that began then still runs."""
    return min(frame.now.astimezone(frame.zone).date(), _shift_date(frame))


def _shift_date(frame: Frame) -> date:
    """Return the date on which the shift of this shift day begins.

    A shift day runs from the midpoint before a shift to the midpoint after it.
    """
    local = frame.now.astimezone(frame.zone).date()
    for day in (local + timedelta(days=1), local):
        before = _utc(day - timedelta(days=1), _shift_end(frame), frame.zone)
        begins = _utc(day, _of_day(frame.shift_start), frame.zone)
        if before + (begins - before) / 2 <= frame.now:
            return day
    return local - timedelta(days=1)


# From days and a clock to an instant


def _at(words: list[str] | None, clock: _Clock, frame: Frame, lean: Lean) -> datetime | None:
    """Return the instant of a clock on the day that `words` mean, or on any day (None); None if they mean no day.

    A shift's start and end go by shift days: after midnight in a night shift, `today eod` is the end of that shift.
    """
    local = frame.now.astimezone(frame.zone).date()
    days: Iterable[date] | None
    if words is not None:
        days = _days(words, frame, lean, _today(frame) if clock.of_shift else local)
    elif clock.of_shift:
        days = [_shift_date(frame)]
    else:
        days = (local + timedelta(days=count) for count in range(-2, 3))
    return None if days is None else _resolve(days, clock.seconds, frame, lean)


def _resolve(days: Iterable[date], seconds: int, frame: Frame, lean: Lean) -> datetime:
    """Return the instant at which one of the days has that clock, as the lean chooses."""
    days = list(days)
    # A year more at each end: the zone may move an instant over it, and the last word is the instant's.
    within = [day for day in days if FIRST_YEAR - 1 <= day.year <= LAST_YEAR + 1]
    if not within:
        _check_year(days[0].year, str(days[0]))
    return _choose(_moments(within, seconds, frame.zone), _seconds_of(frame), lean)


def _moments(days: Iterable[date], seconds: int, zone: tzinfo) -> list[datetime]:
    """Return the instants at which the wall shows `seconds` after the days' midnight: two where autumn repeats it."""
    found = []
    for day in days:
        first, second = _utc(day, seconds, zone), _utc(day, seconds, zone, fold=1)
        # In a spring gap it is the other way round, and fold=0 is the one that moves forward.
        found += [first, second] if first < second else [first]
    return found


def _utc(day: date, seconds: int, zone: tzinfo, fold: int = 0) -> datetime:
    wall = datetime.combine(day, time()) + timedelta(seconds=seconds)
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _choose(times: Iterable[_Time], now: _Time, lean: Lean) -> _Time:
    """Return the latest time that is not ahead, or the earliest not past; else the one nearest to that."""
    ordered = sorted(times)
    if lean == "past":
        return next((at for at in reversed(ordered) if at <= now), ordered[0])
    return next((at for at in ordered if at >= now), ordered[-1])


def _wall_seconds(at: datetime, zone: tzinfo) -> int:
    return _of_day(at.astimezone(zone).time())


def _seconds_of(frame: Frame) -> datetime:
    return frame.now.astimezone(UTC).replace(microsecond=0)


def _check_year(year: int, what: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadUsage(f"{what} is outside the years {FIRST_YEAR} to {LAST_YEAR}", hint=_DATE_FORMS)


def _within_years(at: datetime, text: str) -> datetime:
    _check_year(at.year, quoted(text))
    return at
