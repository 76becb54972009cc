"""How a message speaks of people and of times: to somebody who knows neither techday nor the technician's shift."""

from collections.abc import Sequence
from datetime import datetime
from unicodedata import category

from techday.core.instants import from_text
from techday.promises.store import PromiseRow
from techday.ui.dates import MONTHS, WEEKDAYS

# A name that begins so is used whole: "Dr. Weber" is not greeted as "Dr.".
HONORIFICS = frozenset("mr mrs ms miss mx dr prof sir madam herr frau mme".split())
JOINTS_IN_NAMES = frozenset("'\u2019-.\u200c")
TIERS = frozenset(("L1", "L2", "L3"))
LONGEST_NAME = 40


def first_name(name: str) -> str:
    """Give the name by which somebody is greeted, "" where that cannot be told.

    `Lopez, Ana` is Ana, `Dr. Weber` stays whole; an address, a number or a header in a name's place greets nobody.
    """
    last, comma, given = name.partition(",")
    parts = (given if comma and given.strip() else last).split()
    if not parts:
        return ""
    whole = parts[:2] if parts[0].rstrip(".").casefold() in HONORIFICS else parts[:1]
    greeted = " ".join(parts) if len(whole) > 1 else whole[0]
    return greeted if len(greeted) <= LONGEST_NAME and all(map(is_name, whole)) else ""


def is_name(word: str) -> bool:
    """Tell whether a word can be somebody's name: letters of any script, with what joins them."""
    return word[0].isalpha() and all(one in JOINTS_IN_NAMES or category(one)[0] in "LM" for one in word)


def receiver(target: str) -> str:
    """Give how the receiver of an escalation is greeted: a tier as a team, anybody else by name."""
    return f"{target.upper()} team" if target.upper() in TIERS else target


def by_when(at: datetime, now: datetime) -> str:
    """Give a time to come as `by 16:00 today` or `by Tue 24 Nov, 16:00`, in the zone that `at` has."""
    clock = f"{at.hour:02d}:{at.minute:02d}"
    today = now.astimezone(at.tzinfo)
    if at.date() == today.date():
        return f"by {clock} today"
    year = "" if at.year == today.year else f" {at.year}"
    return f"by {WEEKDAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]}{year}, {clock}"


def day_in_words(at: datetime) -> str:
    """Give a day as `Mon 23 Nov 2026`, in the zone that `at` has."""
    return f"{WEEKDAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}"


def promises_in_words(promises: Sequence[PromiseRow], now: datetime) -> str:
    """Give open promises as one line, each with its time in the zone of `now`; one that is late says so."""
    return "; ".join(promise_in_words(promise, now) for promise in promises)


def promise_in_words(promise: PromiseRow, now: datetime) -> str:
    """Give a promise as `send the quote, by Tue 24 Nov, 16:00`."""
    due = from_text(promise.due_at).astimezone(now.tzinfo)
    late = " (I am late with this)" if due < now else ""
    return f"{promise.text.rstrip('. ')}, {by_when(due, now)}{late}"
