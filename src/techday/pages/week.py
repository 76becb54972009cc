"""The week to acknowledge: its items by day with what they conflict with, and how much of each shift is planned.

Days are local ones, as in any calendar; what is planned of a shift counts by the shift day, so that a night's work
counts in its shift.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.cards.gaps import planned_in
from techday.core.evidence import Moment
from techday.core.instants import from_text, to_text
from techday.core.intervals import Span, length, overlap, trim, union
from techday.core.weeks import Week
from techday.pages.clashes import absences_of
from techday.pages.planned import NOTHING, planned_by_day
from techday.pages.week_items import AROUND, Counts, bounds_of, counts_of, is_open, items_of, touches, week_options
from techday.pages.week_words import conflict_words, local_days, midnight, off_words
from techday.pages.working_days import WorkingDays
from techday.schedule.conflicts import STANDS, Conflict, conflicts_of
from techday.schedule.feed_evidence import Stale, stale
from techday.schedule.store import ItemRow
from techday.schedule.views import item_document
from techday.timeoff.store import OffRow, off_between

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from techday.context import Context


class DayView(NamedTuple):
    """A day of the week: the seconds of its shift without lunch, those planned, and those of the shift that are off.

    On a public holiday there is no shift. `off` names the time off, asked for or approved, of a day on whose schedule
    none stands.
    """

    date: date
    shift_seconds: int
    planned_seconds: int
    time_off_seconds: int
    items: Sequence[ItemRow]
    off: Sequence[str]


class WeekView(NamedTuple):
    """A week: its items, their conflicts by number, its days, how far it is, and which calendars are old.

    `next_command` answers what is open, None where nothing is.
    """

    week: Week
    items: Sequence[ItemRow]
    conflicts: dict[int, list[Conflict]]
    days: Sequence[DayView]
    counts: Counts
    next_command: str | None
    stale: Sequence[Stale]


def week_view(context: "Context", week: Week) -> WeekView:
    """Give a week as it stands now."""
    db, zone, now = context.db, context.zone, to_text(context.now)
    around = items_of(db, week, zone)
    off = off_between(db, *bounds_of(week, zone))
    found = conflicts_of(around, absences_of(off, zone, context.now), context.settings.schedule.travel)
    items = [row for row in around if touches(row, week, zone) and is_shown(row, now)]
    counts = counts_of(items, now)
    return WeekView(
        week=week,
        items=items,
        conflicts={row.id: found[row.id] for row in items if row.id in found},
        days=days_of(context, week, items, around, off),
        counts=counts,
        next_command=next_command(context, week, items) if counts.open else None,
        stale=stale(db, Moment(context.now, context.shift_day, None, zone=zone)),
    )


def is_shown(row: ItemRow, now: str) -> bool:
    """Tell whether an item is worth a line: what was cancelled is where it is still to come, or was answered before."""
    return row.state != "cancelled" or (not row.technician and (row.starts_at > now or bool(row.answered)))


def next_command(context: "Context", week: Week, items: Sequence[ItemRow]) -> str:
    """Give the command that answers what is open."""
    waiting = [row for row in items if is_open(row, to_text(context.now))]
    if len(waiting) == 1:
        return f"techday week ack {waiting[0].id}"
    return f"techday week ack --all{week_options(context, week)}"


def days_of(
    context: "Context", week: Week, items: Sequence[ItemRow], around: Sequence[ItemRow], off: Sequence[OffRow]
) -> list[DayView]:
    """Give the days of a week; `items` are those to show, `around` all that may count in one of its shifts."""
    zone, now, working_days = context.zone, context.now, WorkingDays(context)
    planned = planned_by_day(context, working_days, week.first_day, week.last_day)
    free = [row for row in around if row.kind == "time-off" and row.state in STANDS and not row.technician]
    placed = [(row, *local_days(row, zone)) for row in items]
    days = []
    for day in week.days:
        shift = working_days.regular(day)
        lunch = working_days.lunch(shift)
        hours = trim(Span(shift.starts_at, shift.ends_at), [lunch] if lunch else []) if shift.working else []
        of_day = planned.get(day, NOTHING)
        shown = [row for row, first, last in placed if first <= day <= last]
        told = any(row.kind == "time-off" and row.state in STANDS for row in shown)
        whole = Span(midnight(day, zone), midnight(day + AROUND, zone))
        days.append(
            DayView(
                date=day,
                shift_seconds=planned_in(shift, lunch),
                planned_seconds=of_day.scheduled_seconds,
                time_off_seconds=sum(map(length, union([*of_day.off, *off_in(free, day, hours)]))),
                # Whole days come first, as in any calendar.
                items=sorted(shown, key=lambda row: not row.all_day),
                off=[] if told else [off_words(row, zone, now) for row in off if overlap(span_of(row), whole)],
            )
        )
    return days


def off_in(free: Sequence[ItemRow], day: date, hours: Sequence[Span["datetime"]]) -> Iterator[Span["datetime"]]:
    """Give the parts of a shift's hours that the schedule has as time off; whole days take the shifts they begin on."""
    for row in free:
        if not row.first_day or not row.last_day:
            yield from (both for part in hours if (both := overlap(span_of(row), part)))
        elif row.first_day <= day.isoformat() <= row.last_day:
            yield from hours


def span_of(row: ItemRow | OffRow) -> Span["datetime"]:
    """Give from when to when something is."""
    return Span(from_text(row.starts_at), from_text(row.ends_at))


def week_document(view: WeekView, context: "Context") -> dict[str, Any]:
    """Give a week as scripts read it."""
    zone, now, travel = context.zone, context.now, context.settings.schedule.travel
    conflicts = {
        row.id: [conflict_document(row, one, zone, now, travel) for one in view.conflicts.get(row.id, ())]
        for row in view.items
    }
    return {
        "first_day": view.week.first_day,
        "last_day": view.week.last_day,
        "items": [item_document(row, now, conflicts[row.id]) for row in view.items],
        **view.counts._asdict(),
        "days": [{**day._asdict(), "items": [row.id for row in day.items], "off": list(day.off)} for day in view.days],
        "next_command": view.next_command,
    }


def conflict_document(row: ItemRow, conflict: Conflict, zone: "tzinfo", now: "datetime", travel: int) -> dict[str, Any]:
    """Give a conflict as scripts read it; `with` is the other item's number, None for time off that was asked for."""
    other = conflict.other.id if conflict.other else None
    return {"kind": conflict.kind, "with": other, "text": conflict_words(row, conflict, zone, now, travel)}
