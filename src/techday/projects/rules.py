"""How a project stands: which of its dates are past, and which cannot be met any more. Pure.

Slipping is computed, not felt: to each date leads the work of all open milestones that are due by then, and that is
held against the working days that are left. Today counts as one of them until its shift is over, and so long a date is
met. What was due and was not reached is late, in days of the calendar and by one at the least; its work still stands
before that of all later dates. A milestone without a date counts only towards the end of the project. Without any date
nothing slips, and what does not run stands still.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.text import fold

if TYPE_CHECKING:
    from techday.projects.store import MilestoneRow, ProjectRow

GOING_ON = ("running", "paused")
# Deadlines are told of so many days ahead.
SOON = timedelta(days=14)
DAY = timedelta(days=1)


class Plan(NamedTuple):
    """The time that is left: `today` is the shift day, `first` the first day on which there is still time to work.

    `working_days` counts those between two local dates, both included.
    """

    today: date
    first: date
    working_days: Callable[[date, date], int]


class Step(NamedTuple):
    """A milestone that was not reached, as far as dates are concerned: `due_on` is a local date as text, or None."""

    id: int
    title: str
    due_on: str | None
    days: int


class Deadline(NamedTuple):
    """A date of a project: of an open milestone, or of the project itself where `milestone_id` is None.

    `late_days` are the days since it was due, 1 on its evening too; `short_days` the working days that are missing to
    meet it.
    """

    milestone_id: int | None
    title: str
    due_on: date
    late_days: int
    short_days: int


class Slip(NamedTuple):
    """That a project does not hold its dates: `late` where one is past, else `slipping` where one cannot be met.

    The days are the most of any of its dates; `milestone` (None for the project itself) and `due_on` are of the first
    date that is past or cannot be met.
    """

    state: str
    late_days: int
    short_days: int
    milestone: str | None
    due_on: date


def plan_from(today: date, is_over: bool, working_days: Callable[[date, date], int]) -> Plan:
    """Give the time that is left on a shift day, whose shift may be over."""
    return Plan(today, today + DAY if is_over else today, working_days)


def counted(is_worked: Callable[[date], bool]) -> Callable[[date, date], int]:
    """Give what counts working days one by one, asking once for each: for dates that are near."""
    known: dict[int, bool] = {}

    def count(first: date, last: date) -> int:
        days = range(first.toordinal(), last.toordinal() + 1)
        for day in days:
            if day not in known:
                known[day] = is_worked(date.fromordinal(day))
        return sum(known[day] for day in days)

    return count


def open_steps(milestones: Sequence["MilestoneRow"]) -> list[Step]:
    """Give the milestones that were not reached, in their order."""
    return [Step(one.id, one.title, one.due_on, one.days) for one in milestones if one.done_at is None]


def dates(
    starts_on: str | None, due_on: str | None, steps: Sequence[Step], plan: Plan, until: date | None = None
) -> list[Deadline]:
    """Give the dates of a running project in their order, up to the day `until` where one is given.

    `starts_on` and `due_on` are local dates as text or None; before it starts nobody works on a project.
    """
    first = plan.first if starts_on is None else max(plan.first, date.fromisoformat(starts_on))
    wanted: list[tuple[str, int | None, str, int]] = [
        (one.due_on, one.id, one.title, sum(other.days for other in steps if is_by(other, one.due_on)))
        for one in steps
        if one.due_on is not None
    ]
    if due_on is not None:
        wanted.append((due_on, None, "", sum(one.days for one in steps)))
    wanted.sort(key=lambda one: one[0])
    last = "9999-12-31" if until is None else until.isoformat()
    return [deadline(number, title, due, work, first, plan) for due, number, title, work in wanted if due <= last]


def is_by(step: Step, day: str) -> bool:
    """Tell whether a milestone is due by a local date (text)."""
    return step.due_on is not None and step.due_on <= day


def deadline(milestone_id: int | None, title: str, due_on: str, work: int, first: date, plan: Plan) -> Deadline:
    """Give one date with how it stands, where so many working days of work lead to it."""
    due = date.fromisoformat(due_on)
    if due < plan.first:
        return Deadline(milestone_id, title, due, max(1, (plan.today - due).days), 0)
    left = plan.working_days(first, due) if work and due >= first else 0
    return Deadline(milestone_id, title, due, 0, max(0, work - left))


def slip_of(dates: Sequence[Deadline]) -> Slip | None:
    """Give how a project with these dates, in their order, slips; None where it does not."""
    missed = [one for one in dates if one.late_days or one.short_days]
    if not missed:
        return None
    first = missed[0]
    late, short = max(one.late_days for one in missed), max(one.short_days for one in missed)
    return Slip("late" if late else "slipping", late, short, first.title or None, first.due_on)


def dates_of(project: "ProjectRow", milestones: Sequence["MilestoneRow"], plan: Plan) -> list[Deadline]:
    """Give the dates of a project in their order; none where it does not run."""
    if project.state != "running":
        return []
    return dates(project.starts_on, project.due_on, open_steps(milestones), plan)


# --- in words ---


def label(client: str, name: str) -> str:
    """Give what a project is called beside those of other clients: `ACME Office move`."""
    named = fold(name) == fold(client) or fold(name).startswith(f"{fold(client)} ")
    return name if named else f"{client} {name}"


def days_words(count: int) -> str:
    """Give a number of days in words."""
    return "1 day" if count == 1 else f"{count} days"


def dated(day: str | None, today: date) -> str:
    """Give a local day with its year, and how long it is past: `2026-11-20 (3 days ago)`; `none` without one."""
    if day is None:
        return "none"
    ago = (today - date.fromisoformat(day)).days
    return f"{day} ({days_words(ago)} ago)" if ago > 0 else day


def missed_words(late_days: int, short_days: int) -> str:
    """Say by how much a date is missed: `3 days late, 2 days short`; "" where it is not."""
    late = f"{days_words(late_days)} late" if late_days else ""
    short = f"{days_words(short_days)} short" if short_days else ""
    return ", ".join(word for word in (late, short) if word)


def due_words(project: str, one: Deadline) -> str:
    """Say which date of a project it is, and by how much it cannot be met: `Office move: Cut over, 2 days short`."""
    text = f"{project}: {one.title}" if one.title else project
    return f"{text}, {missed_words(0, one.short_days)}" if one.short_days else text


def due_command(project_id: int, one: Deadline) -> str:
    """Give the command that settles a date of a project."""
    if one.milestone_id is None:
        return f"techday project close {project_id}"
    return f"techday project reach {project_id} {one.milestone_id}"


def slip_words(slip: Slip) -> str:
    """Say how a project slips, and from which of its dates on: `2 days short, first Cut over`."""
    words = missed_words(slip.late_days, slip.short_days)
    return f"{words}, first {slip.milestone}" if slip.milestone else words
