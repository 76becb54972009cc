"""What stands between a week and its submission: what is open in it, its errors, and the timer that still runs."""

import sqlite3
from typing import TYPE_CHECKING

from techday.cards.store import cards_of_week
from techday.core.instants import from_text, to_text
from techday.core.shifts import shift_day
from techday.core.weeks import Week, card_name, open_part, week_of
from techday.errors import Refused
from techday.timecard.store import add_entry, end_entry, running_entry, same_again

if TYPE_CHECKING:
    from techday.cards.views import CardView
    from techday.context import Context

# Of many findings the first are told; review lists all.
MOST_TOLD = 2


def meant(db: sqlite3.Connection, week: Week) -> Week:
    """Give a week with the part of its card that takes new time, where none was named, or one that is open again.

    All open time of a week is on one card, whichever it was on before. Raises Refused where a part was named that was
    never begun.
    """
    cards = cards_of_week(db, week.name)
    part = open_part([card.state for card in cards])
    if week.part in {card.part for card in cards if card.is_frozen}:
        return week
    if week.part in {0, part, *(card.part for card in cards)}:
        return week._replace(part=part)
    raise Refused(
        f"{card_name(week.name, week.part)} has not begun: new time is on {card_name(week.name, part)}",
        hint=f"techday timecard submit {week.name}",
    )


def nothing_new(context: "Context", week: Week, view: "CardView") -> str:
    """Say why there is nothing to submit on a card, which is given with its part; "" where there is something."""
    card = next((one for one in cards_of_week(context.db, week.name) if one.part == week.part), None)
    if card is not None and card.is_frozen:
        return f"{card.name} is {card.state} already; there is no new time on it"
    if view.entries and (has_time(view) or view.entries[-1].started_at < context.now):
        return ""
    if week.part > 1 and card is None:
        before = cards_of_week(context.db, week.name)[-1]
        return f"{before.name} is {before.state} already; there is no new time in its week"
    return f"No time is recorded in {week.name}"


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
