"""What is told of an item that was planned, moved or cancelled: in a line, and what else is to be known of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from techday.context import Context
from techday.core.instants import to_text
from techday.core.text import quoted
from techday.schedule import agreements, series
from techday.schedule.rules import ANSWERS, Values, values_of
from techday.schedule.store import ItemRow
from techday.schedule.words import called, when_words

# So many conflicts are told of all that repeats.
MOST_WARNINGS = 2
TIME = {"starts_at", "ends_at", "all_day", "first_day", "last_day"}
WORDS = {"client_id": "client", "site_id": "site", "ticket_id": "ticket", "project_id": "project"}


def when(context: Context, row: ItemRow) -> str:
    """Say when an item is."""
    return when_words(row, context.zone, context.now)


def moved_words(context: Context, before: ItemRow, after: ItemRow, touched: int, reopened: int) -> str:
    """Say what became of an item that was moved: where it is now, what else changed, and whether it is open again."""
    changed = fields_changed(before, after)
    others = [field for field in changed if field != "time"]
    later = f" and {later_ones(touched - 1)}" if touched > 1 else ""
    if "time" in changed:
        words = f"Moved {called(after)}{later} to {when(context, after)}"
        words += f"; changed {', '.join(others)}" if others else ""
    else:
        words = f"Changed {', '.join(others) or 'nothing'} of {called(after)}{later}"
    if after.technician and "technician" in changed:
        return f"{words}; it is for {after.technician} now"
    if reopened == 1 and before.state in ANSWERS:
        return f"{words}; open again: it was {before.state}"
    return f"{words}; {reopened} {'is' if reopened == 1 else 'are'} open again" if reopened else words


def later_ones(count: int) -> str:
    """Count what follows: `1 later one`, `2 later ones`."""
    return f"{count} later one{'' if count == 1 else 's'}"


def fields_changed(before: ItemRow, after: ItemRow) -> list[str]:
    """Give the names of what an item says otherwise now; when it is counts as `time`."""
    was, is_now = values_of(before), values_of(after)
    fields = [field for field in Values._fields if getattr(was, field) != getattr(is_now, field)]
    return list(dict.fromkeys("time" if field in TIME else WORDS.get(field, field) for field in fields))


def cancelled_words(context: Context, row: ItemRow, gone: Sequence[ItemRow]) -> str:
    """Say what was cancelled: an item and how many later ones, or only later ones where that was over."""
    over = row.ends_at <= to_text(context.now)
    if gone and row not in gone:
        stays = "; what is over stays" if over else ""
        return f"Cancelled {len(gone)} of {row.title} from {when(context, gone[0])}{stays}"
    later = f" and {later_ones(len(gone) - 1)}" if len(gone) > 1 else ""
    return f"Cancelled {called(row)}{later}{', which was over' if over else ''}"


def told_by_calendar(context: Context, row: ItemRow) -> None:
    """Say that the calendar from which an item came knows nothing of this."""
    if row.imported and not series.is_own(row):
        whose = f"calendar {quoted(row.feed)}" if row.feed else "file that it came from"
        context.out.status(f"  The {whose} does not say so; this stands until it says something else of it")


def conflicts_among(context: Context, rows: Sequence[ItemRow]) -> dict[int, list[dict[str, Any]]]:
    """Give what items cannot be done beside, by their numbers, as scripts read it."""
    from techday.pages.clashes import conflict_documents  # what they are compared with is another floor

    return conflict_documents(context, rows)


def warn_of_conflicts(
    context: Context, rows: Sequence[ItemRow], conflicts: Mapping[int, Sequence[Mapping[str, Any]]]
) -> None:
    """Say what items cannot be done beside; of what repeats the first two, and how many more there are."""
    from techday.pages.week_items import week_command  # as above

    found = [(row, one["text"]) for row in rows for one in conflicts.get(row.id, ())]
    told = found if len(rows) == 1 else found[:MOST_WARNINGS]
    for row, text in told:
        context.out.warn(text, week_command(context, row))
    if len(found) > len(told):
        row = found[len(told)][0]
        left = len(found) - len(told)
        context.out.warn(f"{left} more conflict{'' if left == 1 else 's'} of what repeats", week_command(context, row))


def tell_of_agreements(context: Context, row: ItemRow) -> None:
    """Say who has still to agree to travel."""
    if row.kind == agreements.TRAVEL and not row.technician:
        told = agreements.missing_words(row, agreements.standing(context.db, row))
        if told:
            context.out.status(f"  {told}")
