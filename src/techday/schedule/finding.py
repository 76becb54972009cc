"""Which item of the schedule is meant by what was typed."""

import sqlite3

from techday.core.names import number_in
from techday.core.text import quoted
from techday.errors import NotFound
from techday.schedule.store import ItemRow, item_by_id


def item_named(db: sqlite3.Connection, text: str) -> ItemRow:
    """Give the item of a number as it was shown, `12` or `#12`; raises NotFound where there is none."""
    number = number_in(text)
    found = item_by_id(db, number) if number is not None else None
    if found is None:
        raise NotFound(f"No item {quoted(text.strip())} on the schedule", hint="techday schedule list --all")
    return found
