"""Instants as people read them: short, in the technician's zone, and clear about which day is meant."""

from datetime import date, datetime, timedelta, tzinfo

from techday.core.instants import from_text, is_repeated

# Not strftime("%a"): the names must not follow the locale of one machine.
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def show_day(day: date) -> str:
    """Give a day as `Mon 23 Nov 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """Give a day of this year as `Mon 23 Nov`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def clock(local: datetime) -> str:
    """Give a local time as `09:00`; one that autumn repeats with the name of its offset, `02:30 CET`."""
    return f"{local:%H:%M} {local.tzname()}" if is_repeated(local) else f"{local:%H:%M}"


def clear_day(day: date, today: date) -> str:
    """Give a day as short as it stays clear beside a clock: `Mon`, `3 Nov`, `3 Nov 2025`."""
    if abs(day - today) < timedelta(days=7):
        return WEEKDAYS[day.weekday()]
    return f"{day.day} {MONTHS[day.month - 1]}" + ("" if day.year == today.year else f" {day.year}")


def show_instant(at: datetime | str, zone: tzinfo, now: datetime) -> str:
    """Give an instant as short as it stays clear: `07:52`, `Fri 07:52`, `3 Nov 07:52`, `3 Nov 2025`."""
    instant = from_text(at) if isinstance(at, str) else at
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    clock = f"{local.hour:02d}:{local.minute:02d}"
    away = abs(local.date() - today)
    if not away:
        return clock
    if away < timedelta(days=7):
        return f"{WEEKDAYS[local.weekday()]} {clock}"
    if local.year == today.year or away < timedelta(days=180):
        return f"{local.day} {MONTHS[local.month - 1]} {clock}"
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def show_short(at: str, zone: tzinfo, now: datetime) -> str:
    """Give an instant to come in one word: `16:00` today, `Wed` within the week, else `3 Dec`."""
    local = from_text(at).astimezone(zone)
    away = local.date() - now.astimezone(zone).date()
    if not away:
        return f"{local.hour:02d}:{local.minute:02d}"
    if timedelta(0) < away < timedelta(days=7):
        return WEEKDAYS[local.weekday()]
    return f"{local.day} {MONTHS[local.month - 1]}"
