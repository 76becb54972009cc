"""Rules of days, as calendars write them (RFC 5545, section 3.3.10): `FREQ=MONTHLY;BYDAY=1MO`. Pure.

dateutil works them out, and is loaded only for that. It looks for the days of a rule up to the year 9999, for half a
minute where there are none. But the calendar repeats itself every 400 years, weeks and leap years alike; so a rule is
worked out in the last of these cycles, and the search ends within a second.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice

from techday.core.instants import NEVER
from techday.core.text import quoted
from techday.errors import BadUsage

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WITHIN_A_DAY = ("HOURLY", "MINUTELY", "SECONDLY")
NUMBERS = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_NUMBERS = 400
LARGEST = {"INTERVAL": 1000, "COUNT": 10_000}
LONGEST = 500
CYCLE = 400
# How far ahead a rule is worked out, how many days at the most, and how many past ones are kept.
AHEAD = timedelta(days=400)
MOST_AHEAD, KEPT = 400, 20
# What repeats counts from a day within a lifetime, so going through all its days is bounded too.
MOST_DAYS = 60_000
EXAMPLE = "FREQ=MONTHLY;BYDAY=1MO, or FREQ=WEEKLY;BYDAY=MO,TH"


def checked_rule(text: str, within_a_day: str = EXAMPLE) -> str:
    """Give a rule as it is kept: in capitals, without `RRULE:`, its frequency first.

    Raises BadUsage for what is no rule, for one that goes by hours, minutes or seconds, and for one that names times of
    day: `within_a_day` is the next step for somebody who wants that.
    """
    parts: dict[str, str] = {}
    for part in text.upper().replace(" ", "").removeprefix("RRULE:").strip(";").split(";"):
        key, _, value = part.partition("=")
        if key in parts:
            raise BadUsage(f"{quoted(key)} stands twice in the rule", hint=EXAMPLE)
        parts[key] = value
    frequency = parts.pop("FREQ", "")
    if frequency in WITHIN_A_DAY or any(key in parts for key in ("BYHOUR", "BYMINUTE", "BYSECOND")):
        raise BadUsage("A rule goes by days: hours, minutes and seconds are not for it", hint=within_a_day)
    if frequency not in FREQUENCIES:
        raise BadUsage(f"{quoted(text)} is no rule of days", hint=EXAMPLE)
    for key, value in parts.items():
        if not is_part(key, value):
            raise BadUsage(f"{quoted(f'{key}={value}')} is not understood in a rule of days", hint=EXAMPLE)
    rule = ";".join([f"FREQ={frequency}", *(f"{key}={value}" for key, value in parts.items())])
    if len(rule) > LONGEST:
        raise BadUsage(f"The rule is longer than {LONGEST} characters", hint=EXAMPLE)
    return rule


def is_part(key: str, value: str) -> bool:
    """Tell whether a part of a rule is one that days can be worked out from."""
    values = value.split(",")
    if key in LARGEST:
        return value.isascii() and value.isdigit() and len(value) < 6 and 1 <= int(value) <= LARGEST[key]
    if key in NUMBERS:
        numbers = [one.lstrip("+-") for one in values]
        return all(one.isascii() and one.isdigit() and 0 < int(one[:5]) <= MOST_NUMBERS for one in numbers)
    if key == "BYDAY":
        return all(one[-2:] in WEEKDAYS and is_place(one[:-2]) for one in values)
    if key == "UNTIL":
        return until_of(value) is not None
    return key == "WKST" and value in WEEKDAYS


def is_place(text: str) -> bool:
    """Tell whether a text is nothing, or the place of a weekday in its month or year: 1, -1, +2."""
    number = text[1:] if text[:1] in ("+", "-") else text
    return not text or (number.isascii() and number.isdigit() and len(number) < 3 and int(number) > 0)


def until_of(text: str, zone: tzinfo = UTC) -> date | None:
    """Give the last day that UNTIL names, in a zone where it is an instant of UTC; None where it names none."""
    for form in ("%Y%m%d", "%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ"):
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007  # a day needs no zone; the instant gets its own below
        except ValueError:
            continue
        if form.endswith("Z"):
            found = found.replace(tzinfo=UTC).astimezone(zone)
        return found.date() if 1970 <= found.year < 2200 else None
    return None


def in_days(rule: str, zone: tzinfo) -> str:
    """Give a rule whose UNTIL is a day: where it is an instant, the local day that holds it."""
    head, mark, rest = rule.partition("UNTIL=")
    if not mark:
        return rule
    value, semicolon, tail = rest.partition(";")
    until = until_of(value, zone)
    return f"{head}{mark}{until:%Y%m%d}{semicolon}{tail}" if until else rule


def days_of_rule(rule: str, first: date, today: date) -> list[str]:
    """Give the days of a checked rule that counts from `first`: that day, some past ones, and those ahead.

    After the last of them NEVER stands where the rule ends. At least one day after `today` is among them where there is
    one. Raises BadUsage where the rule never falls on a day.
    """
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # has no types; loads slowly, and hardly any watch has a rule

    typed = rule
    years = (9999 - max(first.year, today.year) - 10) // CYCLE * CYCLE
    head, mark, rest = rule.partition("UNTIL=")
    if mark:
        rule = f"{head}{mark}{int(rest[:4]) + years}{rest[4:8]}{rest[8:].lstrip('T0123456789Z')}"
    past: list[str] = []
    ahead: list[str] = []
    try:
        found = rrulestr(rule, dtstart=datetime(first.year + years, first.month, first.day))  # noqa: DTZ001  # days only
        for at in islice(found, MOST_DAYS):
            day = at.date().replace(year=at.year - years)
            (ahead if day > today else past).append(day.isoformat())
            if len(ahead) >= MOST_AHEAD or day - today > AHEAD:
                break
        else:
            ahead.append(NEVER)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
        raise BadUsage(f"{quoted(typed, 80)} is no rule of days", hint=EXAMPLE) from None
    if not past and ahead in ([], [NEVER]):
        raise BadUsage(f"{quoted(typed, 80)} never falls on a day from {first} on", hint=EXAMPLE)
    return [first.isoformat(), *past[-KEPT:], *ahead]
