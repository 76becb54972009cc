"""What `today` needs to know of the outbox: how much the PSA must still learn."""

import sqlite3

# The first condition is that of an index which holds only what is owed, and must stand here word for word.
OWED = """
SELECT count(*), coalesce(sum(strftime('%s', entry.ended_at) - strftime('%s', entry.started_at)), 0)
  FROM outbox_item AS item
  LEFT JOIN ticket AS own ON own.id = item.ticket_id
  LEFT JOIN ticket AS target ON target.id = own.merged_into
  LEFT JOIN time_entry AS entry ON entry.id = item.entry_id
 WHERE item.state <> 'told' AND (item.ticket_id IS NULL OR coalesce(target.external_id, own.external_id) IS NOT NULL)
"""


def owed(db: sqlite3.Connection) -> tuple[int, int]:
    """Give how many items the PSA must still learn, and the seconds of the time entries among them."""
    count, seconds = db.execute(OWED).fetchone()
    return count, seconds


def owed_words(count: int, seconds: int) -> str:
    """Say what is owed, as `6, 1h45`; without the time where there is none, and "" where nothing is owed."""
    from techday.core.durations import show_duration  # only where something is owed

    if not count:
        return ""
    return f"{count}, {show_duration(seconds)}" if seconds else f"{count}"
