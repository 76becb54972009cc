"""How a ticket that is watched for a colleague is told, wherever it is."""

from datetime import datetime, tzinfo

from techday.core.instants import to_text
from techday.handover.watched_evidence import Watched
from techday.ui.dates import show_instant


def due_words(one: Watched, zone: tzinfo, now: datetime) -> str:
    """Say what is due first on a watched ticket, behind other words: ", due 19:00"; "" where nothing is."""
    if one.due_at is None:
        return ""
    return f", {'overdue since' if one.due_at < to_text(now) else 'due'} {show_instant(one.due_at, zone, now)}"
