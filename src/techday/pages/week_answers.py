"""Answering items of the schedule: what may be acknowledged and declined, and what the PSA is owed for it."""

import sqlite3
from datetime import datetime, tzinfo

from techday.core.instants import to_text
from techday.core.text import clean_line
from techday.errors import Refused
from techday.outbox.acts import owe_answer
from techday.schedule.acts import answer
from techday.schedule.rules import in_zone
from techday.schedule.store import ItemRow
from techday.schedule.words import answer_words

LONGEST_REASON = 500


def acknowledge(db: sqlite3.Connection, row: ItemRow, zone: tzinfo, now: datetime) -> str:
    """Acknowledge an item as it stands, and give the words that the PSA is owed; "" where it was acknowledged.

    Raises Refused for what nobody can answer any more.
    """
    if row.state == "acknowledged":
        return ""
    refuse_unanswerable(row, zone, now)
    answer(db, row, "acknowledged", "", now)
    words = answer_words(row._replace(state="acknowledged", reason=""), zone, now)
    owe_answer(db, "acknowledgement", row.id, row.ticket_id, words, now)
    return words


def decline(db: sqlite3.Connection, row: ItemRow, reason: str, zone: tzinfo, now: datetime) -> str:
    """Decline an item with a reason, and give the words that the PSA is owed; "" where it was declined for that.

    Raises Refused for what nobody can answer any more.
    """
    reason = clean_line(reason, LONGEST_REASON)
    if row.state == "declined" and row.reason == reason:
        return ""
    refuse_unanswerable(row, zone, now)
    answer(db, row, "declined", reason, now)
    words = answer_words(row._replace(state="declined", reason=reason), zone, now)
    owe_answer(db, "decline", row.id, row.ticket_id, words, now)
    return words


def refuse_unanswerable(row: ItemRow, zone: tzinfo, now: datetime) -> None:
    """Raise Refused for an item that was cancelled, is over, or is another technician's."""
    if row.state == "cancelled":
        raise Refused(f"Item {row.id} was cancelled", hint=f"techday schedule show {row.id}")
    if row.technician:
        who = clean_line(row.technician, 60)
        raise Refused(f"Item {row.id} is for {who}, who answers it", hint=f"techday schedule show {row.id}")
    if in_zone(row, zone).ends_at <= to_text(now):
        hint = f"techday schedule show {row.id}"
        raise Refused(f"Item {row.id} is over: there is nothing left to answer", hint=hint)


def told_words(words: list[str], heading: str) -> str:
    """Give what the PSA is owed as text to paste, a line for each item: `Acknowledged: Mon 23 Nov 09:00-10:00 …`."""
    return "\n".join(f"{heading}: {one}" for one in words)
