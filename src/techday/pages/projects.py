"""Projects with the time that is left for them: which there are, how they stand, and the page of one.

How a project stands is worked out from the technician's shifts without public holidays, whenever somebody looks.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from techday.core.instants import to_text
from techday.core.shifts import shift_on, working_days
from techday.pages.working_days import WorkingDays
from techday.projects import store
from techday.projects.rules import SOON, Plan, due_words, plan_from, slip_words
from techday.projects.store import MilestoneRow, ProjectRow
from techday.projects.views import ProjectList, ProjectPage, ProjectView, view_of
from techday.rotation.views import Ahead
from techday.schedule.store import coming_of_project
from techday.ui.dates import show_day

if TYPE_CHECKING:
    from techday.context import Context

MOST_ITEMS = 10
MOST_LOOKS = 10
# In a list: what runs, then what is paused, then what has ended.
ORDER = {"running": 0, "paused": 1, "done": 2, "cancelled": 2}


class Wish(NamedTuple):
    """Which projects a list should hold: those that have ended too where `everything` is wished for."""

    client_id: int | None = None
    everything: bool = False
    slipping: bool = False


def plan_of(context: "Context") -> Plan:
    """Give the time that is left at the context's instant: today counts until its shift is over."""
    days = WorkingDays(context)
    shift = days.at(context.now)

    def count(first: date, last: date) -> int:
        # Whole weeks at once: a date may be years ahead.
        free = sum(
            first.isoformat() <= day <= last.isoformat() and date.fromisoformat(day).weekday() in days.pattern.days
            for day in days.free_days
        )
        return working_days(days.pattern, first, last) - free

    return plan_from(shift.day, context.now > shift.ends_at, count)


def views(context: "Context", rows: Sequence[ProjectRow], plan: Plan | None = None) -> list[ProjectView]:
    """Give some projects with how they stand: one statement for however many."""
    if not rows:
        return []
    left = plan or plan_of(context)
    found: dict[int, list[MilestoneRow]] = {row.id: [] for row in rows}
    for milestone in store.milestones_of(context.db, found):
        found[milestone.project_id].append(milestone)
    return [view_of(row, found[row.id], left) for row in rows]


def listing(context: "Context", wish: Wish) -> ProjectList:
    """Give the projects that were wished for, what is due first, first."""
    plan = plan_of(context)
    every = store.projects if wish.everything else store.going_on
    rows = every(context.db, wish.client_id)
    found = [one for one in views(context, rows, plan) if one.slip is not None or not wish.slipping]
    today = plan.today.isoformat()
    begun = [row for row in rows if row.state == "running" and (row.starts_on or "") <= today]
    found.sort(key=in_order)
    return ProjectList(found, len(begun), sum(row.looked_on == today for row in begun))


def in_order(one: ProjectView) -> tuple[int, str, int]:
    """Give where a project stands in a list: by its next date, what has none last; ended ones the newest first."""
    place = ORDER[one.project.state]
    return (place, "", -one.project.id) if place > 1 else (place, one.next_due_on or "9999-12-31", one.project.id)


def running_of(context: "Context", client_id: int) -> list[ProjectView]:
    """Give the projects of a client that run, what is due first, first."""
    return sorted(views(context, store.running_of(context.db, client_id)), key=in_order)


def page(context: "Context", row: ProjectRow) -> ProjectPage:
    """Give all that is known of one project."""
    db = context.db
    [view] = views(context, [row])
    return ProjectPage(
        view=view,
        risks=store.risks_of(db, row.id),
        schedule=coming_of_project(db, row.id, to_text(context.now), MOST_ITEMS),
        looks=store.last_looks(db, row.id, MOST_LOOKS),
    )


# --- what a client hears of its projects ---


def dates_ahead(context: "Context", running: Sequence[ProjectView]) -> list[Ahead]:
    """Give the dates of projects, each due at the end of the shift of its day."""
    return [
        Ahead(
            "project",
            f"#{one.project.id}",
            due_words(one.project.name, date),
            shift_on(context.shift_pattern, date.due_on).ends_at,
        )
        for one in running
        for date in one.dates
    ]


def things_to_tell(context: "Context", running: Sequence[ProjectView]) -> list[str]:
    """Give what to say of projects: of each that slips, that it does; then what is due within two weeks."""
    until = context.shift_day.day + SOON
    slipping = [
        f"Say how {one.project.name} stands: {slip_words(one.slip)} (#{one.project.id})" for one in running if one.slip
    ]
    soon = [
        (date.due_on, f"Due {show_day(date.due_on)}: {due_words(one.project.name, date)} (#{one.project.id})")
        for one in running
        for date in one.dates
        if not one.slip and date.due_on <= until
    ]
    return [*slipping, *(text for _, text in sorted(soon))]


def document(context: "Context", row: ProjectRow) -> object:
    """Give a project as scripts read it after a write; None where nobody reads it."""
    if not context.out.json:
        return None
    from techday.projects.views import project_document  # only for scripts

    return project_document(views(context, [row])[0])
