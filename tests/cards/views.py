"""Views of a time card as the screens get them, made by hand: a Monday in Berlin, 23 November 2026, shift 8 to 17."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from techday.cards.looks import Look
from techday.cards.views import BreakView, CardView, DayView, EntryView, Finding, GapView, Utilisation
from techday.core.shifts import ShiftPattern, shift_on

ZONE = ZoneInfo("Europe/Berlin")
PATTERN = ShiftPattern(ZONE)
LUNCH = (time(12), time(13))
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, 10, tzinfo=UTC)  # 16:10 in Berlin
PLANNED = 8 * 3600


def at(clock: str, day: date = TODAY) -> datetime:
    """Give the instant of a local time."""
    return datetime.combine(day, time.fromisoformat(clock), ZONE).astimezone(UTC)


def look(width: int = 80, **changes: Any) -> Look:
    """Give a screen of that width."""
    return Look(PATTERN, LUNCH, NOW, width)._replace(**changes)


def entry(number: int, start: str, end: str | None, day: date = TODAY, **changes: Any) -> EntryView:
    """Give an entry on a ticket of Acme, in local times; without an end it runs."""
    started, ended = at(start, day), at(end, day) if end else None
    seconds = int(((ended or NOW) - started).total_seconds())
    plain = EntryView(
        id=number,
        started_at=started,
        ended_at=ended,
        seconds=seconds,
        paid_seconds=seconds,
        billed_seconds=seconds,
        ticket="L1",
        title="Mail is down",
        client="ACME",
        work_type="remote",
        billable=True,
        utilised=True,
        note="Mail is down",
        own_note=False,
        internal_note="",
        late=None,
        guessed=False,
        concurrent=False,
        card="2026-W48",
        frozen=False,
        date=day,
    )
    return plain._replace(**changes)


def meeting(number: int, start: str, end: str) -> EntryView:
    """Give an entry that is for nobody, and not billable."""
    nobody: dict[str, Any] = {"ticket": None, "title": None, "client": None, "note": ""}
    return entry(number, start, end, work_type="meeting", billable=False, utilised=False, billed_seconds=0, **nobody)


def for_client(number: int, start: str, end: str, note: str, **changes: Any) -> EntryView:
    """Give an entry for Acme on no ticket, with a note that was written."""
    told: dict[str, Any] = {"ticket": None, "title": None, "note": note, "own_note": bool(note)}
    return entry(number, start, end, **{**told, **changes})


def gap(start: str, end: str, day: date = TODAY) -> GapView:
    """Give a gap, in local times."""
    return GapView(at(start, day), at(end, day), int((at(end, day) - at(start, day)).total_seconds()))


def pause(start: str, end: str | None) -> BreakView:
    """Give a break, in local times."""
    return BreakView(at(start), at(end) if end else None)


def shares(worked: int, billable: int, utilised: int, target: int = 75) -> Utilisation:
    """Give what was billable and utilised of the time worked."""
    percents = [part * 100 // worked if worked else None for part in (billable, utilised)]
    return Utilisation(worked, billable, utilised, PLANNED, percents[0], percents[1], target)


def day_of(
    entries: Sequence[EntryView] = (),
    day: date = TODAY,
    gaps: Sequence[GapView] = (),
    breaks: Sequence[BreakView] = (),
    pattern: ShiftPattern = PATTERN,
) -> DayView:
    """Give a day with its sums; its gaps and breaks are told."""
    shift, own = shift_on(pattern, day), [one for one in entries if one.date == day]
    worked, billed = sum(one.paid_seconds for one in own), sum(one.billed_seconds for one in own)
    billable, utilised = (
        sum(one.paid_seconds for one in own if getattr(one, kind)) for kind in ("billable", "utilised")
    )
    planned = PLANNED if shift.working else 0
    hours = (shift.starts_at, shift.ends_at, shift.working, planned)
    return DayView(day, *hours, worked, billed, gaps, breaks, shares(worked, billable, utilised))


def card(entries: Sequence[EntryView] = (), days: Sequence[DayView] = (), **changes: Any) -> CardView:
    """Give the card of the week; days that are not told have their entries alone."""
    told = {day.date: day for day in days}
    week = [TODAY + timedelta(days=step) for step in range(7)]
    every = [told.get(day) or day_of(entries, day) for day in week]
    worked, billed = sum(day.worked_seconds for day in every), sum(day.billed_seconds for day in every)
    billable = sum(day.utilisation.billable_seconds for day in every)
    utilised = sum(day.utilisation.utilised_seconds for day in every)
    plain = CardView(
        week="2026-W48",
        first_day=week[0],
        last_day=week[-1],
        state="open",
        technician="Kim Lee",
        entries=entries,
        days=every,
        worked_seconds=worked,
        billed_seconds=billed,
        errors=[],
        warnings=[],
        utilisation=shares(worked, billable, utilised),
        rules=[],
        cards=[],
        digest=None,
    )
    return plain._replace(**changes)


def finding(kind: str, text: str, command: str, number: int | None = None) -> Finding:
    """Give something that review finds."""
    return Finding(kind, text, command, TODAY, number)
