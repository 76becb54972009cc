"""What makes something owed to the PSA, and what ends that: acts inside a given store, which print nothing.

Time entries are not here, nor what follows from tickets being merged, parted and linked: that is kept from the journal,
whichever command touches them (`database.owed`).
"""

import sqlite3
from collections.abc import Collection
from datetime import datetime

from techday.core.instants import to_text
from techday.outbox import store
from techday.outbox.store import ItemRow


def owe_event(db: sqlite3.Connection, kind: str, ticket_id: int, event_id: int, at: datetime) -> None:
    """Owe the PSA words that were just recorded: a `reply`, a `note` or a `fix`.

    Nothing is owed on a ticket without a number in the PSA.
    """
    store.insert_for_event(db, kind, ticket_id, event_id, to_text(at))


def fix_changed(db: sqlite3.Connection, ticket_id: int) -> None:
    """Bring the fix of a resolved ticket back where it is no longer what the PSA was told."""
    store.compare_fix(db, ticket_id)


def owe_card(db: sqlite3.Connection, card_id: int, text: str, at: datetime) -> None:
    """Owe the PSA a submitted time card, in words; one that it was told of before, and recalled, has changed."""
    store.insert_for_card(db, card_id, text, to_text(at))


def drop_card(db: sqlite3.Connection, card_id: int) -> None:
    """Owe a rejected time card no longer; who rejected it knows of it."""
    store.drop_for_card(db, card_id)


def take_back_card(db: sqlite3.Connection, card_id: int) -> None:
    """Owe a recalled time card no longer; where the PSA was told of it, that must be taken back."""
    store.take_back_for_card(db, card_id)


def owe_answer(db: sqlite3.Connection, kind: str, item_id: int, ticket_id: int | None, text: str, at: datetime) -> None:
    """Owe the PSA an answer to an item of the schedule, in words: an `acknowledgement` or a `decline`.

    An answer before that it was not told yet is owed no longer.
    """
    drop_answer(db, item_id)
    store.insert_for_schedule(db, kind, item_id, ticket_id, text, to_text(at))


def renew_answer(db: sqlite3.Connection, item_id: int, ticket_id: int | None, text: str) -> None:
    """Have the answer to an item of the schedule say something else, where one is owed."""
    store.renew_for_schedule(db, item_id, ticket_id, text)


def owed_answer(db: sqlite3.Connection, item_id: int) -> str:
    """Give the words of the answer to an item of the schedule that the PSA is still owed, "" for none."""
    return store.owed_for_schedule(db, item_id)


def drop_answer(db: sqlite3.Connection, item_id: int) -> None:
    """Owe an answer to an item of the schedule no longer, where the PSA was not told of it yet."""
    store.drop_for_schedule(db, item_id)


def owe_request(db: sqlite3.Connection, time_off_id: int, text: str, at: datetime) -> None:
    """Owe the PSA a request for time off, in words."""
    store.insert_for_time_off(db, time_off_id, text, to_text(at))


def drop_request(db: sqlite3.Connection, time_off_id: int) -> None:
    """Owe a request for time off no longer, where the PSA was not told of it yet."""
    store.drop_for_time_off(db, time_off_id)


def tell(db: sqlite3.Connection, items: Collection[ItemRow], at: datetime) -> None:
    """Mark items as told; a later change of what they say brings them back."""
    store.mark_told(db, items, to_text(at))
