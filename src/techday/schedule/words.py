"""When an item is, in the technician's words: for summaries, screens, and what is told to others."""

from datetime import date, datetime, timedelta, tzinfo

from techday.core.instants import from_text, to_text
from techday.core.text import clean_line
from techday.schedule.rules import KIND_WORDS, Change, state_at, was_reopened
from techday.schedule.store import ItemRow
from techday.ui.dates import clock, short_day, show_day

LONGEST_TITLE = 200


def day_words(day: date, today: date) -> str:
    """Give a day as `Mon 23 Nov`, with its year where that is not this one."""
    return short_day(day) if day.year == today.year else show_day(day)


def span_words(starts_at: str, ends_at: str, zone: tzinfo, now: datetime) -> str:
    """Give a span of UTC texts: `Mon 23 Nov 09:00-10:00`, over days `Mon 23 Nov 22:00 - Tue 24 Nov 06:00`."""
    start, end = from_text(starts_at).astimezone(zone), from_text(ends_at).astimezone(zone)
    today = now.astimezone(zone).date()
    head = f"{day_words(start.date(), today)} {clock(start)}"
    if end.date() == start.date():
        return f"{head}-{clock(end)}"
    # Up to midnight is the same day as people see it.
    if end.date() - start.date() == timedelta(days=1) and not (end.hour or end.minute):
        return f"{head}-24:00"
    return f"{head} - {day_words(end.date(), today)} {clock(end)}"


def days_words(first_day: str, last_day: str, zone: tzinfo, now: datetime) -> str:
    """Give whole local days: `Mon 23 Nov, all day`, `Mon 23 Nov - Wed 25 Nov, all day`."""
    today = now.astimezone(zone).date()
    first, last = date.fromisoformat(first_day), date.fromisoformat(last_day)
    through = "" if first == last else f" - {day_words(last, today)}"
    return f"{day_words(first, today)}{through}, all day"


def when_words(row: ItemRow, zone: tzinfo, now: datetime) -> str:
    """Give when an item is, with its day: see `span_words` and `days_words`."""
    if row.first_day is not None and row.last_day is not None:
        return days_words(row.first_day, row.last_day, zone, now)
    return span_words(row.starts_at, row.ends_at, zone, now)


def moment_words(text: str, zone: tzinfo, now: datetime) -> str:
    """Give a start or an end, UTC text or a local day, as `Mon 23 Nov 09:00` or `Mon 23 Nov`; `nothing` for ""."""
    today = now.astimezone(zone).date()
    if not text:
        return "nothing"
    if len(text) == len("2026-11-23"):
        return day_words(date.fromisoformat(text), today)
    at = from_text(text).astimezone(zone)
    return f"{day_words(at.date(), today)} {clock(at)}"


def change_words(change: Change, zone: tzinfo, now: datetime) -> str:
    """Say what changed, from what to what: `start Mon 23 Nov 09:00 -> Tue 24 Nov 10:00`."""
    if change.field == "back":
        return "moved and moved back"
    if change.field == "state":
        return f"was {change.was}, is {change.now} again"
    if change.field in ("start", "end"):
        was, is_now = (moment_words(text, zone, now) for text in (change.was, change.now))
    else:
        nobody = "me" if change.field == "technician" else "nothing"
        was, is_now = change.was or nobody, change.now or nobody
    return f"{change.field} {was} -> {is_now}"


def answer_words(row: ItemRow, zone: tzinfo, now: datetime) -> str:
    """Name an item to the PSA: `Mon 23 Nov 09:00-10:00 Replace switch, ACME (Main street)`; why where declined."""
    client = f", {clean_line(row.client_name, LONGEST_TITLE)}" if row.client_name else ""
    place = clean_line(row.place or row.site or "", LONGEST_TITLE)
    when = when_words(row, zone, now) + ("," if row.all_day else "")
    why = f": {row.reason}" if row.state == "declined" else ""
    return f"{when} {clean_line(row.title, LONGEST_TITLE)}{client}" + (f" ({place})" if place else "") + why


def state_word(row: ItemRow, now: datetime) -> str:
    """Give the state of an item in a word: `open`, `changed` since it was answered, `acknowledged`, `done` …"""
    if was_reopened(row):
        return "changed"
    state = state_at(row, to_text(now))
    return "open" if state == "proposed" else state


def kind_words(kind: str) -> str:
    """Give a kind as people say it: `time off`."""
    return KIND_WORDS.get(kind, kind)


def called(row: ItemRow) -> str:
    """Name an item in a summary: its number, title and client."""
    return f"{row.id} {row.title}" + (f" ({row.client})" if row.client else "")
