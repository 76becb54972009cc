"""What the screens of projects show, and projects as scripts read them; instants are UTC, days local dates."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from techday.projects.rules import Deadline, Plan, Slip, dates_of, slip_of
from techday.projects.store import LookRow, MilestoneRow, ProjectRow, RiskRow
from techday.schedule.store import ItemRow


class ProjectView(NamedTuple):
    """A project with its milestones, what is due first, first; with its dates while it runs, and how it slips."""

    project: ProjectRow
    milestones: Sequence[MilestoneRow]
    dates: Sequence[Deadline]
    slip: Slip | None

    @property
    def next_milestone(self) -> MilestoneRow | None:
        """The milestone to be reached next, None where none is left."""
        return next((one for one in self.milestones if one.done_at is None), None)

    @property
    def next_due_on(self) -> str | None:
        """The local day of its next date, of a milestone or its own; None without any."""
        ahead = self.next_milestone
        days = [day for day in (self.project.due_on, ahead and ahead.due_on) if day]
        return min(days, default=None)


class ProjectList(NamedTuple):
    """The projects of a list; and how many run and have begun, and how many of these were looked at today."""

    projects: Sequence[ProjectView]
    running: int
    looked_at: int


class ProjectPage(NamedTuple):
    """All that is known of one project; `schedule` are the next items that are planned for it."""

    view: ProjectView
    risks: Sequence[RiskRow]
    schedule: Sequence[ItemRow]
    looks: Sequence[LookRow]


def view_of(project: ProjectRow, milestones: Sequence[MilestoneRow], plan: Plan) -> ProjectView:
    """Give a project with how it stands."""
    dates = dates_of(project, milestones, plan)
    return ProjectView(project, milestones, dates, slip_of(dates))


def project_document(view: ProjectView) -> dict[str, Any]:
    """Give a project as scripts read it; `work_days` are the working days of work that its open milestones need."""
    project, ahead = view.project, view.next_milestone
    still = [one for one in view.milestones if one.done_at is None]
    return {
        "id": project.id,
        "name": project.name,
        "client": project.client,
        "state": project.state,
        "starts_on": project.starts_on,
        "due_on": project.due_on,
        "next_step": project.next_step or None,
        "resources": project.resources or None,
        "note": project.note or None,
        "created_at": project.created_at,
        "ended_at": project.ended_at,
        "looked_on": project.looked_on,
        "milestones_open": len(still),
        "milestones_total": len(view.milestones),
        "work_days": sum(one.days for one in still),
        "next_milestone": None if ahead is None else {"id": ahead.id, "title": ahead.title, "due_on": ahead.due_on},
        "slip": view.slip,
    }


def page_document(page: ProjectPage, schedule: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give the page of a project as scripts read it; `schedule` are its items as scripts read those."""
    missed = {one.milestone_id: one for one in page.view.dates}
    return {
        "project": project_document(page.view),
        "milestones": [milestone_document(one, missed.get(one.id)) for one in page.view.milestones],
        "risks": [
            {
                "id": one.id,
                "text": one.text,
                "state": one.state,
                "at": one.at,
                "closed_at": one.closed_at,
                "outcome": one.outcome or None,
            }
            for one in page.risks
        ],
        "schedule": schedule,
        "looks": [{"at": one.at, "day": one.day, "seen": one.seen or None} for one in page.looks],
    }


def milestone_document(one: MilestoneRow, date: Deadline | None) -> dict[str, Any]:
    """Give a milestone as scripts read it, with the days by which its date is missed."""
    return {
        "id": one.id,
        "title": one.title,
        "due_on": one.due_on,
        "days": one.days,
        "done_at": one.done_at,
        "late_days": date.late_days if date else 0,
        "short_days": date.short_days if date else 0,
    }
