"""Time off in words: what it is called, when it is, and how long."""

from collections.abc import Sequence
from datetime import date, timedelta, tzinfo

from techday.core.durations import show_duration
from techday.core.instants import from_text
from techday.timeoff.rules import OnSchedule, Shifts, Taking, day_missing, parts_of
from techday.timeoff.store import OffRow
from techday.ui.dates import WEEKDAYS, short_day

KIND_WORDS = {
    "vacation": "vacation",
    "sick": "sick leave",
    "personal": "personal leave",
    "compensatory": "compensatory leave",
    "unpaid": "unpaid leave",
    "other": "other leave",
}


def when(row: Taking, zone: tzinfo, today: date | None = None) -> str:
    """Say when time off is: `Thu 24 Dec - Thu 31 Dec`, `Tue 24 Nov 13:00-17:00`; always with its year without `today`.

    With it the year stands only where it is another one.
    """
    if row.first_day is not None and row.last_day is not None:
        first, last = date.fromisoformat(row.first_day), date.fromisoformat(row.last_day)
        if first == last:
            return dated(first, today)
        same_year = first.year == last.year and today is not None
        return f"{short_day(first) if same_year else dated(first, today)} - {dated(last, today)}"
    start, end = (from_text(at).astimezone(zone) for at in (row.starts_at, row.ends_at))
    other_day = "" if start.date() == end.date() else f"{WEEKDAYS[end.weekday()]} "
    return f"{dated(start.date(), today)} {start:%H:%M}-{other_day}{end:%H:%M}"


def dated(day: date, today: date | None) -> str:
    """Give a day as `Thu 24 Dec`, with its year where that is not today's."""
    return short_day(day) if today is not None and day.year == today.year else f"{short_day(day)} {day.year}"


def how_long(days: int, seconds: int) -> str:
    """Say how much working time is taken: `5 days, 40h`, `4h`; "no shift" where there is none."""
    if not seconds:
        return "no shift"
    counted = f"{days} day{'' if days == 1 else 's'}, " if days else ""
    return f"{counted}{show_duration(seconds)}"


def about(row: OffRow, zone: tzinfo, today: date | None = None) -> str:
    """Name time off: `vacation Thu 24 Dec - Thu 31 Dec`."""
    return f"{KIND_WORDS[row.kind]} {when(row, zone, today)}"


def request_command(row: Taking, zone: tzinfo) -> str:
    """Give the command that asks for time off as the schedule has it; of what lasts a day and more its days."""
    start, end = (from_text(at).astimezone(zone) for at in (row.starts_at, row.ends_at))
    first, last = row.first_day or f"{start:%F}", row.last_day or f"{end:%F}"
    command = f"techday timeoff request --from {first}"
    if row.first_day is None and end - start < timedelta(days=1):
        return f"{command} --hours {start:%H:%M}-{end:%H:%M}"
    return command if first == last else f"{command} --to {last}"


def trouble(row: OffRow, shifts: Shifts, items: Sequence[OnSchedule]) -> str:
    """Say what is wrong with a request that stands, "" where nothing is.

    `items` is what the schedule has of it, and of others perhaps.
    """
    if row.state == "requested":
        return "requested, not decided"
    parts = parts_of(row, shifts)
    missing = day_missing(row, parts, items, shifts.pattern.zone)
    if missing is None:
        return ""
    day = "" if missing == min(parts) or not row.first_day else f" on {short_day(missing)}"
    return f"approved by {row.decided_by}, not on the schedule{day}"
