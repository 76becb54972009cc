"""The week to acknowledge: its items by day with what they conflict with, and how much of each shift is planned.

Days are local ones, as in any calendar; what is planned of a shift counts by the shift day, so that a night's work
counts in its shift.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.cards.gaps import planned_in
from techday.core.evidence import Moment
from techday.core.instants import from_text, midnight, to_text
from techday.core.intervals import Span, overlap
from techday.core.weeks import Week, coming_week, week_of
from techday.pages.clashes import conflict_document, conflicts_among
from techday.pages.planned import NOTHING, planned_by_day
from techday.pages.week_items import (
    AROUND,
    Counts,
    bounds_of,
    counts_in,
    counts_of,
    is_open,
    items_of,
    touches,
    week_options,
)
from techday.pages.week_words import local_days, off_words
from techday.pages.working_days import WorkingDays
from techday.schedule.conflicts import STANDS, Conflict
from techday.schedule.feed_evidence import Stale, stale
from techday.schedule.store import ItemRow
from techday.schedule.views import item_document
from techday.timeoff.store import OffRow, off_between

if TYPE_CHECKING:
    from datetime import datetime

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

    `next_command` answers what is open, None where nothing is. `left` counts what is open in the current week, where
    this is the coming one, which is shown before that one is over.
    """

    week: Week
    items: Sequence[ItemRow]
    conflicts: dict[int, list[Conflict]]
    days: Sequence[DayView]
    counts: Counts
    next_command: str | None
    left: int
    stale: Sequence[Stale]


def week_view(context: "Context", week: Week) -> WeekView:
    """Give a week as it stands now."""
    db, zone, now = context.db, context.zone, to_text(context.now)
    around = items_of(db, week, zone)
    off = off_between(db, *bounds_of(week, zone))
    items = [row for row in around if touches(row, week, zone) and is_shown(row, now)]
    counts = counts_of(items, now)
    found = conflicts_among(context, items)
    this_week = week_of(context.shift_day.day)
    looks_ahead = week != this_week and week == coming_week(context.shift_day.day)
    return WeekView(
        week=week,
        items=items,
        conflicts=found,
        days=days_of(context, week, items, off),
        counts=counts,
        next_command=next_command(context, week, items) if counts.open else None,
        left=counts_in(db, this_week, zone, context.now).open if looks_ahead else 0,
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


def days_of(context: "Context", week: Week, items: Sequence[ItemRow], off: Sequence[OffRow]) -> list[DayView]:
    """Give the days of a week with the items to show; off a shift is what is approved, whatever the items say."""
    zone, now, working_days = context.zone, context.now, WorkingDays(context)
    planned = planned_by_day(context, working_days, week.first_day, week.last_day)
    placed = [(row, *local_days(row, zone)) for row in items]
    days = []
    for day in week.days:
        shift = working_days.regular(day)
        of_day = planned.get(day, NOTHING)
        shown = [row for row, first, last in placed if first <= day <= last]
        told = any(row.kind == "time-off" and row.state in STANDS for row in shown)
        whole = Span(midnight(day, zone), midnight(day + AROUND, zone))
        days.append(
            DayView(
                date=day,
                shift_seconds=planned_in(shift, working_days.lunch(shift)),
                planned_seconds=of_day.scheduled_seconds,
                time_off_seconds=of_day.time_off_seconds,
                # Whole days come first, as in any calendar.
                items=sorted(shown, key=lambda row: not row.all_day),
                off=[] if told else [off_words(row, zone, now) for row in off if is_off_on(row, day, whole)],
            )
        )
    return days


def is_off_on(row: OffRow, day: date, whole: Span["datetime"]) -> bool:
    """Tell whether time off is on a local day, which is `whole` from its midnight to the next."""
    if row.first_day and row.last_day:
        return row.first_day <= day.isoformat() <= row.last_day
    return overlap(Span(from_text(row.starts_at), from_text(row.ends_at)), whole) is not None


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
