"""Rules by which events repeat (RFC 5545, section 3.3.10), worked out within a span, whatever they say. Pure.

dateutil works them out, from the start of the event on and by the clock on the wall. Three things keep that short. A
rule goes by days at the least. What lies before the span is skipped in whole periods, where the rule does not count
its occurrences; for that, what a rule takes from its start (the weekday, the day of the month) is written into it.
And the calendar repeats itself every 400 years, so a rule is worked out in the last of these cycles: dateutil looks
for the next occurrence up to the year 9999, for half a minute where there is none.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from math import prod
from typing import NamedTuple

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # has no types

from techday.core.recurrence import CYCLE, FREQUENCIES, NUMBERS, WEEKDAYS, is_part
from techday.core.text import quoted
from techday.exchange.ical_values import Broken

TOO_OFTEN = {"HOURLY": "by the hour", "MINUTELY": "by the minute", "SECONDLY": "by the second"}
TIMES = {"BYHOUR": 24, "BYMINUTE": 60, "BYSECOND": 61}
MOST_TIMES = 24
MOST_PLACES = 60
LONGEST = 3_000
LARGEST_INTERVAL = 10_000
MOST_DIGITS = 9
# Of what counts its occurrences, all have to be gone through.
COUNTS_FROM = 1900
MOST_COUNTED = 60_000
MOST_FOUND = 5_000
CACHED = 64


class Rule(NamedTuple):
    """A rule that can be worked out: its text for dateutil, without UNTIL, which is apart and as it is written."""

    text: str
    frequency: str
    interval: int
    counts: bool
    until: str


def read_rule(value: str, first: datetime, whole_days: bool) -> Rule:
    """Give the rule of an event that starts at `first`, by the clock on the wall.

    Raises Broken where the rule is none, or goes by less than days.
    """
    parts = parts_of(value)
    frequency = parts["FREQ"]
    if whole_days:
        parts = {key: said for key, said in parts.items() if key not in TIMES}
    if prod(len(set(parts.get(key, "0").split(","))) for key in TIMES) > MOST_TIMES:
        raise Broken(f"repeats more than {MOST_TIMES} times a day")
    if "COUNT" in parts and first.year < COUNTS_FROM:
        raise Broken(f"counts its occurrences from {first.year} on")
    until = parts.pop("UNTIL", "")
    said = {key: said for key, said in parts.items() if key != "FREQ"} | from_start(parts, first)
    text = ";".join([f"FREQ={frequency}", *(f"{key}={said[key]}" for key in sorted(said))])
    return Rule(text, frequency, int(parts.get("INTERVAL", "1")), "COUNT" in parts, until)


def parts_of(value: str) -> dict[str, str]:
    """Give the parts of a rule by their names, checked; raises Broken."""
    if len(value) > LONGEST:
        raise Broken(f"its rule is longer than {LONGEST:,} characters")
    parts: dict[str, str] = {}
    for part in value.upper().replace(" ", "").split(";"):
        key, _, said = part.partition("=")
        # Some servers write an empty part at the end, and -1 for no end.
        if not key or key.startswith("X-") or (key, said) in (("COUNT", "-1"), ("RSCALE", "GREGORIAN")):
            continue
        if key in parts or (key != "FREQ" and not is_sound(key, said)):
            raise Broken(f"{quoted(part)} is not understood in its rule")
        parts[key] = said
    if parts.get("FREQ") in TOO_OFTEN:
        raise Broken(f"repeats {TOO_OFTEN[parts['FREQ']]}")
    if parts.get("FREQ") not in FREQUENCIES:
        raise Broken(f"{quoted(value)} is no rule")
    return parts


def is_sound(key: str, said: str) -> bool:
    """Tell whether a part of a rule is one that dateutil can work out, in bounded time."""
    if key in ("COUNT", "INTERVAL"):
        largest = LARGEST_INTERVAL if key == "INTERVAL" else 10**MOST_DIGITS
        return said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS and 1 <= int(said) <= largest
    if key in TIMES:
        return all(one.isascii() and one.isdigit() and int(one[:3]) < TIMES[key] for one in said.split(","))
    if key == "UNTIL":
        return True
    return (key in NUMBERS or key in ("BYDAY", "WKST")) and said.count(",") < most_of(key) and is_part(key, said)


def most_of(key: str) -> int:
    """Give how many numbers a part of a rule may hold: places are looked for one by one."""
    return MOST_PLACES if key == "BYSETPOS" else 400


def from_start(parts: dict[str, str], first: datetime) -> dict[str, str]:
    """Give what a rule takes from the start of its event: the weekday, the day, the month."""
    frequency = parts["FREQ"]
    if frequency == "YEARLY" and "BYWEEKNO" in parts and "BYDAY" not in parts:
        return {"BYDAY": WEEKDAYS[first.weekday()]}
    if frequency == "DAILY" or any(key in parts for key in ("BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY")):
        return {}
    if frequency == "WEEKLY":
        return {"BYDAY": WEEKDAYS[first.weekday()]}
    month = {"BYMONTH": str(first.month)} if frequency == "YEARLY" and "BYMONTH" not in parts else {}
    return month | {"BYMONTHDAY": str(first.day)}


def starts(rule: Rule, first: datetime, since: datetime, until: datetime) -> tuple[datetime, ...]:
    """Give the starts that a rule gives from `since` to `until`, both included, by the clock on the wall.

    UNTIL of the rule is the caller's to heed. Raises Broken where the rule never falls on a day, or too often.
    """
    if until < max(first, since):
        return ()
    found = worked_out(rule, near(rule, first, since), since, until)
    if found is None:
        raise Broken("its rule never falls on a day")
    return found


def near(rule: Rule, first: datetime, since: datetime) -> datetime:
    """Give a start of the same rule shortly before `since`: the first one, moved by whole periods of the rule."""
    if rule.counts or since <= first:
        return first
    if rule.frequency in ("DAILY", "WEEKLY"):
        step = timedelta(days=rule.interval * (7 if rule.frequency == "WEEKLY" else 1))
        # One period earlier, since the first may be incomplete.
        return first + max((since - first) // step - 1, 0) * step
    months = rule.interval * (12 if rule.frequency == "YEARLY" else 1)
    ahead = ((since.year - first.year) * 12 + since.month - first.month) // months * months - months
    if ahead <= 0:
        return first
    month = first.month - 1 + ahead
    if rule.frequency == "YEARLY":
        return first.replace(year=first.year + ahead // 12, month=1, day=1)
    return first.replace(year=first.year + month // 12, month=month % 12 + 1, day=1)


@lru_cache(maxsize=CACHED)
def worked_out(rule: Rule, begin: datetime, since: datetime, until: datetime) -> tuple[datetime, ...] | None:
    """Give the starts from `since` to `until`; None where the rule gives none at all, neither then nor later."""
    later = (9999 - until.year) // CYCLE * CYCLE
    found: list[datetime] = []
    number = 0
    try:
        rule_of_dates = rrulestr(rule.text, dtstart=begin.replace(year=begin.year + later))
        for number, moved in enumerate(rule_of_dates, 1):
            at = moved.replace(year=moved.year - later)
            if at > until:
                break
            if at >= since:
                found.append(at)
            if number > MOST_COUNTED or len(found) > MOST_FOUND:
                raise Broken(f"repeats more than {MOST_FOUND if found else MOST_COUNTED:,} times")
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
        raise Broken(f"{quoted(rule.text, 80)} is no rule") from None
    return tuple(found) if number else None
