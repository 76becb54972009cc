"""Which item of the schedule is meant by what was typed."""

import sqlite3

from techday.core.text import quoted
from techday.errors import NotFound
from techday.schedule.store import ItemRow, item_by_id

# SQLite's numbers end at nineteen digits; nobody's schedule has ten.
MOST_DIGITS = 9


def item_named(db: sqlite3.Connection, text: str) -> ItemRow:
    """Give the item of a number as it was shown, `12` or `#12`; raises NotFound where there is none."""
    number = text.strip().removeprefix("#")
    found = None
    if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS:
        found = item_by_id(db, int(number))
    if found is None:
        raise NotFound(f"No item {quoted(text.strip())} on the schedule", hint="techday schedule list --all")
    return found
