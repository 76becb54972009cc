"""What stands between a week and its submission: what is open in it, its errors, and the timer that still runs."""

import sqlite3
from typing import TYPE_CHECKING

from techday.core.instants import from_text, to_text
from techday.core.shifts import shift_day
from techday.core.weeks import Week, card_name, week_of
from techday.errors import Refused
from techday.timecard.card_store import cards_of_week, first_open_start
from techday.timecard.cards import close_of_business, open_part
from techday.timecard.store import add_entry, end_entry, running_entry, same_again

if TYPE_CHECKING:
    from techday.context import Context
    from techday.timecard.card_views import CardView

# Of many findings the first are told; review lists all.
MOST_TOLD = 2


def open_week(db: sqlite3.Connection, week: Week) -> Week:
    """Give a week with the part of its card that takes new time, where none was named.

    Raises Refused where a part was named that was never begun.
    """
    part = open_part(cards_of_week(db, week.name))
    if week.part <= part:
        return week._replace(part=week.part or part)
    raise Refused(
        f"{card_name(week.name, week.part)} has not begun: new time is on {card_name(week.name, part)}",
        hint=f"techday timecard submit {week.name}",
    )


def refuse_errors(view: "CardView") -> None:
    """Raise Refused where a card has errors: the first of them, and the command that clears it."""
    if not view.errors:
        return
    texts = [one.text for one in view.errors]
    count = "an error" if len(texts) == 1 else f"{len(texts)} errors"
    hint = f"{view.errors[0].command}; techday timecard review {view.week} lists all"
    raise Refused(f"{view.week} has {count}: {in_short(texts)}", hint=hint)


def in_short(texts: list[str]) -> str:
    """Give the first of some findings, and how many more there are."""
    more = len(texts) - MOST_TOLD
    return "; ".join([*texts[:MOST_TOLD], *([f"{more} more"] if more > 0 else [])])


def has_time(view: "CardView") -> bool:
    """Tell whether anything is on the card that can be submitted: time that has ended."""
    return any(not entry.frozen and entry.ended_at is not None for entry in view.entries)


def end_running(context: "Context", db: sqlite3.Connection, week: Week) -> None:
    """End an entry that runs in a week at this instant, and go on with the same: what goes on is on the supplement.

    One that began this very second has nothing to submit, and just goes on.
    """
    running = running_entry(db)
    if running is None or running.started_at >= to_text(context.now):
        return
    if week_of(shift_day(context.shift_pattern, from_text(running.started_at)).day).name != week.name:
        return
    end_entry(db, running.id, to_text(context.now))
    add_entry(db, same_again(running, to_text(context.now)))


def next_due(context: "Context", submitted: Week) -> Week | None:
    """Give the oldest other week that is open, has time and is due: over, or on its last working day; else None."""
    start = first_open_start(context.db)
    if start is None:
        return None
    week = week_of(shift_day(context.shift_pattern, from_text(start)).day)
    if week.name == submitted.name:
        return None
    due = close_of_business(context.shift_pattern, week)
    return week if context.shift_day.day >= (due.day if due else week.last_day) else None
