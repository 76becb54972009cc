"""Weeks as time cards name them: `2026-W47` is the ISO week, `2026-W47/2` its first supplement (ISO 8601)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.text import quoted
from techday.errors import BadUsage, TechdayError

if TYPE_CHECKING:
    from techday.core.when import Frame

FORMS = "Write it as 2026-W47, 2026-W47/2, or a date in it"
# Monday is 0.
THURSDAY = 3
IN_WORDS = {"this": 0, "this week": 0, "last": -1, "last week": -1}


class Week(NamedTuple):
    """An ISO week, Monday to Sunday, and the part of its time card that is meant: 0 where none was named."""

    year: int
    number: int
    part: int = 0

    @property
    def name(self) -> str:
        """The week without its part: `2026-W47`."""
        return f"{self.year:04d}-W{self.number:02d}"

    @property
    def first_day(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Its Sunday."""
        return self.first_day + timedelta(days=6)

    @property
    def days(self) -> list[date]:
        """Its seven days."""
        return [self.first_day + timedelta(days=step) for step in range(7)]


def week_of(day: date) -> Week:
    """Give the week that holds a day."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def coming_week(day: date) -> Week:
    """Give the week to look ahead at on a shift day: from Thursday on the coming one, before that its own."""
    return week_of(day + timedelta(days=7) if day.weekday() >= THURSDAY else day)


def card_name(week: str, part: int) -> str:
    """Give the name of a time card: that of the week, and `/2` for its first supplement."""
    return week if part <= 1 else f"{week}/{part}"


def open_part(states: Sequence[str]) -> int:
    """Give the part of a week's card that takes new time: the first that is not frozen, else the next.

    `states` are those of its cards, in order.
    """
    frozen = ("submitted", "approved")
    return next((part for part, state in enumerate(states, 1) if state not in frozen), len(states) + 1)


def parse_week(text: str) -> Week | None:
    """Read `2026-W47` or `2026W47`, with a part too (`2026-W47/2`); None for anything else, a bare `W47` too."""
    from techday.core.when import FIRST_YEAR, LAST_YEAR  # only where a week was typed

    name, slash, part_text = text.strip().upper().partition("/")
    year_text, letter, number_text = name.partition("W")
    year_text = year_text.removesuffix("-")
    digits = (year_text + number_text).isascii() and year_text.isdigit() and number_text.isdigit()
    if not letter or not digits or len(year_text) != 4 or len(number_text) > 2:
        return None
    if slash and not (part_text.isascii() and part_text.isdigit() and len(part_text) < 3):
        return None
    part = int(part_text) if slash else 0
    try:
        week = Week(int(year_text), int(number_text), part)
        if not FIRST_YEAR <= week.first_day.year < LAST_YEAR or (slash and part < 1):
            return None
    except ValueError:  # a year has 52 or 53 weeks
        return None
    return week


def read_week(text: str, frame: "Frame", today: date) -> Week:
    """Read the WEEK of a command: its name, a date in it, `last` or `this`; raises BadUsage for anything else."""
    from techday.core.when import read_date  # only where a week was typed

    found = parse_week(text)
    if found is not None:
        return found
    words = " ".join(text.lower().split())
    if words in IN_WORDS:
        return week_of(today + timedelta(days=7 * IN_WORDS[words]))
    try:
        return week_of(read_date(text, frame, "past"))
    except TechdayError as error:
        if "could be" in error.message:
            raise
        raise BadUsage(f"{quoted(text)} is not a week", hint=FORMS) from None
