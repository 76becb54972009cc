"""The walk through what is open in a week: one key for each answer, each answer written at once.

Whoever stops half-way keeps what was answered, and `undo` takes back the last answer. Only what was shown is answered:
an item that a calendar changes meanwhile is shown again.
"""

from typing import NamedTuple

from techday.context import Context
from techday.core.instants import to_text
from techday.core.text import clean_line
from techday.core.weeks import Week
from techday.database.operation import operation
from techday.pages.clashes import conflicts_among
from techday.pages.week_answers import LONGEST_REASON, acknowledge, decline, told_words
from techday.pages.week_items import counts_in, is_open, items_of, touches, week_options
from techday.pages.week_words import changes_words, conflict_words, count_words, named
from techday.schedule.rules import in_zone, values_of
from techday.schedule.store import ItemRow, item_by_id
from techday.schedule.words import when_words
from techday.ui.keys import ask_key
from techday.ui.prompt import ask

KEYS = {"a": "acknowledge", "d": "decline", "s": "skip", "q": "quit"}


class Told(NamedTuple):
    """What became of an item: the key that was pressed last, and the words that the PSA is owed, "" for none."""

    key: str
    words: str = ""


def walk_through(context: Context, week: Week, answers: list[str]) -> None:
    """Go through what is open in a week, and add the lines that were answered to `answers`, as they are pasted."""
    now = to_text(context.now)
    rows = [row for row in items_of(context.db, week, context.zone) if touches(row, week, context.zone)]
    rows = [row for row in rows if is_open(row, now)]
    if not rows:
        context.out.line(f"Nothing is open in week {week.number}")
        return
    context.out.status(f"{len(rows)} open in week {week.number}. Declining asks why.")
    try:
        for position, row in enumerate(rows, start=1):
            told = answered(context, row, f"{position}/{len(rows)}")
            if told.words:
                answers.append(told_words([told.words], "Acknowledged" if told.key == "a" else "Declined"))
            if told.key == "q":
                break
    except (KeyboardInterrupt, EOFError):
        context.out.status("")  # the count stands on a line of its own, below the question that was left
        raise
    finally:
        show_count(context, week)


def show_count(context: Context, week: Week) -> None:
    """Say how far a week is, and how to go on."""
    counts = counts_in(context.db, week, context.zone, context.now)
    left = f"; {counts.open} open: techday week ack{week_options(context, week)}" if counts.open else ""
    context.out.line(f"{count_words(counts.acknowledged, counts.total)}{left}")


def answered(context: Context, row: ItemRow, position: str) -> Told:
    """Show an item and ask, until it is answered as it was shown, skipped, or the walk is left."""
    while True:
        show_in_short(context, row, position)
        key = ask_key(context, "  Answer?", KEYS)
        if key in ("s", "q"):
            return Told(key)
        reason = clean_line(ask(context, "  The reason"), LONGEST_REASON) if key == "d" else ""
        if key == "d" and not reason:
            continue
        with operation(context, "week decline" if key == "d" else "week ack") as write:
            standing = item_by_id(write.db, row.id)
            standing = standing and in_zone(standing, context.zone)
            if standing is not None and is_same(standing, row):
                words = (
                    decline(write.db, standing, reason, context.zone, context.now)
                    if key == "d"
                    else acknowledge(write.db, standing, context.zone, context.now)
                )
                write.summary = f"Declined {named([row])}: {reason}" if key == "d" else f"Acknowledged {named([row])}"
                return Told(key, words)
        if standing is None or not is_open(standing, to_text(context.now)):
            context.out.status("  Somebody answered it meanwhile, or took it off the schedule.")
            return Told("s")
        context.out.status("  It changed meanwhile.")
        row = standing


def is_same(standing: ItemRow, shown: ItemRow) -> bool:
    """Tell whether an item is still what was shown."""
    return standing.state == shown.state and values_of(standing) == values_of(shown)


def show_in_short(context: Context, row: ItemRow, position: str) -> None:
    """Show what one must know to answer: when and where it is, what changed, and what it conflicts with."""
    zone, travel = context.zone, context.settings.schedule.travel
    about = [row.kind, row.client_name or "", row.place or row.site or "", row.ticket or "", row.project or ""]
    context.out.status("")
    context.out.status(f"{position}  {when_words(row, zone, context.now)}  {named([row])}")
    context.out.status(f"  {', '.join(word for word in about if word)}")
    changes = changes_words(row, zone, context.now)
    if changes:
        context.out.status(f"  changed: {changes}")
    for one in conflicts_among(context, [row]).get(row.id, ()):
        context.out.status(f"  ! {conflict_words(row, one, zone, context.now, travel)}")
