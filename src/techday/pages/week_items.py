"""Which week is meant, what is planned in it, and how far its answers are: all that an answer needs to know."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.instants import midnight, to_text
from techday.core.text import quoted
from techday.core.weeks import Week, coming_week, parse_week, week_of
from techday.errors import BadUsage, TechdayError
from techday.pages.week_words import local_days
from techday.schedule.rules import in_zone
from techday.schedule.store import ItemRow, items_between

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime, tzinfo

    from techday.context import Context

IN_WORDS = {"this": 0, "this week": 0, "next": 1, "next week": 1, "last": -1, "last week": -1}
A_WEEK = timedelta(days=7)
# What began on the day before may last into the week, and so may the last shift beyond it.
AROUND = timedelta(days=1)


class Counts(NamedTuple):
    """How far a week is: the user's items but cancelled ones, and how many of them were answered, and how.

    `open` counts those that can still be answered: what has ended is no longer.
    """

    total: int
    acknowledged: int
    open: int
    declined: int


def week_named(context: "Context", this: bool, named: str | None) -> Week:
    """Give the week that is meant: by a name or a date in it, the current one with `this`, else the one to look at.

    Raises BadUsage for what is no week, and where both are given.
    """
    today = context.shift_day.day
    if named is None:
        return week_of(today) if this else coming_week(today)
    if this:
        raise BadUsage("--this and --date exclude each other", hint="techday week --this")
    words = " ".join(named.lower().split())
    if words in IN_WORDS:
        return week_of(today + IN_WORDS[words] * A_WEEK)
    found = parse_week(named) or week_numbered(words, today)
    if found is not None and found.part:
        raise BadUsage("A part is one of the time card, not of the schedule", hint=f"techday week --date {found.name}")
    if found is None:
        from techday.core.when import read_date  # only where a day was typed

        try:
            found = week_of(read_date(named, context.frame, "future"))
        except TechdayError as error:
            if "could be" in error.message:
                raise
            hint = "techday week --date 2026-W48; W48, next, this, last and a day in it will do too"
            raise BadUsage(f"{quoted(named)} is not a week", hint=hint) from None
    return found


def week_numbered(words: str, today: date) -> Week | None:
    """Read a week by its number alone, `49`, `W49` or `week 49`, as the next of that number; None for anything else."""
    number = words.removeprefix("week").strip().removeprefix("w")
    if not (number.isascii() and number.isdigit() and len(number) <= len("53")):
        return None
    this = week_of(today)
    coming = (parse_week(f"{year}-W{number}") for year in range(this.year, this.year + 7))
    return next((week for week in coming if week is not None and week >= this), None)


def week_options(context: "Context", week: Week) -> str:
    """Give the options by which commands mean a week, with a blank before them; "" where they mean it anyway."""
    today = context.shift_day.day
    if week == coming_week(today):
        return ""
    return " --this" if week == week_of(today) else f" --date {week.name}"


def week_command(context: "Context", row: ItemRow) -> str:
    """Give the command that shows the week in which an item begins."""
    return f"techday week{week_options(context, week_of(local_days(row, context.zone)[0]))}"


def bounds_of(week: Week, zone: "tzinfo") -> tuple[str, str]:
    """Give the instants (UTC text) between which a week is read, a day around it too."""
    return (
        to_text(midnight(week.first_day - AROUND, zone)),
        to_text(midnight(week.last_day + AROUND + AROUND, zone)),
    )


def items_of(db: "sqlite3.Connection", week: Week, zone: "tzinfo") -> list[ItemRow]:
    """Give what is planned in a week, and around it."""
    return [in_zone(row, zone) for row in items_between(db, *bounds_of(week, zone))]


def counts_in(db: "sqlite3.Connection", week: Week, zone: "tzinfo", now: "datetime") -> Counts:
    """Tell how far a week is at an instant."""
    return counts_of([row for row in items_of(db, week, zone) if touches(row, week, zone)], to_text(now))


def touches(row: ItemRow, week: Week, zone: "tzinfo") -> bool:
    """Tell whether an item is on a day of a week."""
    first, last = local_days(row, zone)
    return first <= week.last_day and last >= week.first_day


def is_open(row: ItemRow, now: str) -> bool:
    """Tell whether an item waits for the user's answer."""
    return row.state == "proposed" and not row.technician and row.ends_at > now


def counts_of(items: Sequence[ItemRow], now: str) -> Counts:
    """Count the user's items of a week."""
    states = [row.state for row in items if not row.technician]
    return Counts(
        total=len(states) - states.count("cancelled"),
        acknowledged=states.count("acknowledged"),
        open=sum(is_open(row, now) for row in items),
        declined=states.count("declined"),
    )
