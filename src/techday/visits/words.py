"""When a visit was, in the words of one line: each time with its day, where that is not today."""

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from techday.core.instants import from_text
from techday.core.text import as_argument
from techday.ui.dates import clear_day, clock
from techday.visits.store import VisitRow

if TYPE_CHECKING:
    from techday.timecard.overlaps import Spell


def span_words(start: datetime | str, end: datetime | str | None, zone: tzinfo, now: datetime) -> str:
    """Give a span in a zone: "09:30-11:10", "Mon 09:30-11:10", "Mon 23:30-Tue 01:10"; without an end it is running."""
    shown = since_words(start, zone, now)
    if end is None:
        return f"{shown}-running"
    first, last = local(start, zone), local(end, zone)
    if last.date() == first.date():
        return f"{shown}-{clock(last)}"
    return f"{shown}-{clear_day(last.date(), local(now, zone).date())} {clock(last)}"


def since_words(at: datetime | str, zone: tzinfo, now: datetime) -> str:
    """Give an instant with its clock in any case, and its day where that is not today: "Mon 14:00"."""
    shown, today = local(at, zone), local(now, zone).date()
    return clock(shown) if shown.date() == today else f"{clear_day(shown.date(), today)} {clock(shown)}"


def local(at: datetime | str, zone: tzinfo) -> datetime:
    """Give an instant, or its text in the store, as the wall shows it."""
    return (from_text(at) if isinstance(at, str) else at).astimezone(zone)


def speller(zone: tzinfo, now: datetime) -> "Spell":
    """Give how spans of time entries are written, with their day."""
    return lambda start, end: span_words(start, end, zone, now)


def when(visit: VisitRow, spell: "Spell") -> str:
    """Say when a visit was, and its number."""
    return f"{spell(visit.arrived_at or visit.began, visit.left_at)} (visit {visit.id})"


def correction(visit: VisitRow) -> str:
    """Give the command that puts the times of a visit right."""
    return f"techday visit end {as_argument(visit.client)} --arrived TIME --left TIME --adjust"
