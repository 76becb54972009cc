"""The wall around what is submitted: acts refuse here, and say the way out.

Triggers in the store refuse whoever comes past the acts (`schema.generate`).
"""

import sqlite3

from techday.cards import store as card_store
from techday.cards.store import CardRow
from techday.errors import Refused
from techday.timecard.store import EntryRow, about


def refuse_frozen(db: sqlite3.Connection, entry: EntryRow) -> None:
    """Raise Refused, with the way out, where an entry stands on a card that is submitted or approved."""
    if not entry.frozen or entry.card_id is None:
        return
    card = card_store.card_by_id(db, entry.card_id)
    assert card is not None  # noqa: S101  # a foreign key
    words = f"{about(entry)} (entry {entry.id}) is on {card.name}, which is {card.state}: its lines are frozen"
    raise Refused(words, hint=way_out(card))


def way_out(card: CardRow) -> str:
    """Give the command that opens a frozen card again."""
    if card.state == "submitted":
        return f"techday timecard recall {card.name}"
    return f'techday timecard reopen {card.name} --by NAME --reason "…"'
