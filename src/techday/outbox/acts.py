"""What makes something owed to the PSA, and what ends that: acts inside a given store, which print nothing.

Time entries are not here: they owe by themselves, whichever command touches them (`database.time_owed`).
"""

import sqlite3
from collections.abc import Collection
from datetime import datetime

from techday.core.instants import to_text
from techday.outbox import store
from techday.outbox.store import ItemRow


def owe_event(db: sqlite3.Connection, kind: str, ticket_id: int, event_id: int, at: datetime) -> None:
    """Owe the PSA words that were just recorded: a `reply`, a `note` or a `fix`.

    Nothing is owed of a ticket without a number in the PSA, which is what a merged one's target decides.
    """
    store.insert_for_event(db, kind, ticket_id, event_id, to_text(at))


def owe_all(db: sqlite3.Connection, ticket_id: int, at: datetime) -> None:
    """Owe the PSA all that was recorded here on a ticket, or on those merged into it, and that it never was owed.

    For a ticket that just got its number, or took in one that had none: words, fixes, and time that has ended and is
    no guess.
    """
    store.leave_behind(db, ticket_id)
    store.insert_words(db, ticket_id, to_text(at))
    store.insert_time(db, ticket_id, to_text(at))


def part(db: sqlite3.Connection, ticket_id: int) -> None:
    """Have taken back what the PSA was told of a ticket on the one out of which it was just taken."""
    store.leave_behind(db, ticket_id)


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


def tell(db: sqlite3.Connection, items: Collection[ItemRow], at: datetime) -> None:
    """Mark items as told; a later change of what they say brings them back."""
    store.mark_told(db, items, to_text(at))
