"""How calendars look: rows of a list, and the page of one calendar."""

from collections.abc import Sequence
from datetime import date

from techday.calendars.views import CalendarPage, CalendarView
from techday.core.durations import show_duration
from techday.ui.dates import show_day
from techday.ui.grid import Column, Line, Span, grid, labelled, line, span
from techday.ui.listing import heading

COLUMNS = (
    Column(flexible=True, least=8, most=24),  # name
    Column(flexible=True, least=36),  # hours: what is cut here would tell something else
    Column(flexible=True, least=8, drop=70),  # zone
    Column(drop=60),  # holidays
    Column(right=True, drop=90),  # levels
    Column(right=True, drop=90),  # clients
)
HEAD = ("calendar", "hours", "zone", "holidays", "levels", "clients")
SHOWN_DAYS = 12


def place(calendar: CalendarView) -> str:
    """Give whose public holidays a calendar has: `DE`, `DE BE`, or nothing."""
    return " ".join(part for part in (calendar.country, calendar.region) if part)


def list_page(calendars: Sequence[CalendarView], default_hours: str, width: int) -> list[Line]:
    """Draw the list of calendars, and the hours of clients without one."""
    default = labelled(Span("without a calendar", "muted"), span(default_hours), width)
    if not calendars:
        return [line("No calendars yet."), line('  techday calendar add NAME --hours "mon-fri 8:00-17:00"'), *default]
    head = heading(HEAD)
    rows = [
        [
            span(one.name),
            span(one.hours),
            span(one.zone or "", "muted"),
            span(place(one), "muted"),
            span(str(one.levels or "")),
            span(str(one.clients or "")),
        ]
        for one in calendars
    ]
    return [*grid([head, *rows], COLUMNS, width, indent=0), *default]


def calendar_page(page: CalendarPage, own_zone: str, width: int) -> list[Line]:
    """Draw one calendar: its hours, its zone, who has it, and the days that are next."""
    calendar = page.calendar
    rows = [
        ("hours", f"{calendar.hours}  ({show_duration(calendar.week_seconds)} a week)"),
        ("zone", calendar.zone or f"{own_zone}, as yours"),
        ("holidays", place(calendar) or "none: no country is set"),
        ("of", ", ".join(page.users) or "nobody yet"),
    ]
    facts = [(Span(f"  {name:<8}", "muted"), span(text)) for name, text in rows]
    lines = [
        *labelled(span("calendar", "muted"), span(calendar.name, "title"), width),
        *[one for name, text in facts for one in labelled(name, text, width)],
    ]
    days = {one.day: (one.name, "") for one in page.closing_days}
    days |= {one.day: (one.name, "public holiday") for one in page.holidays}
    if not days:
        return lines
    lines += [line(), line(Span("CLOSED", "section"))]
    listed = sorted(days.items())
    rows_of_days = [
        [span(show_day(date.fromisoformat(day))), span(name), span(kind, "muted")] for day, (name, kind) in listed
    ]
    columns = (Column(), Column(flexible=True, least=8), Column(drop=60))
    lines += grid(rows_of_days[:SHOWN_DAYS], columns, width, indent=2)
    if len(listed) > SHOWN_DAYS:
        lines.append(line(Span(f"  and {len(listed) - SHOWN_DAYS} more within a year", "muted")))
    return lines
