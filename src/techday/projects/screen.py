"""How projects look: the list with what each of them needs next, and all that is known of one."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from techday.core.instants import from_text
from techday.projects.rules import Deadline, days_words, missed_words, slip_words
from techday.projects.store import LookRow, MilestoneRow, RiskRow
from techday.projects.views import ProjectList, ProjectPage, ProjectView
from techday.schedule.store import ItemRow
from techday.schedule.words import day_words, state_word, when_words
from techday.ui.dates import MONTHS, clear_day, show_day, show_instant
from techday.ui.grid import Column, Line, Span, cut, grid, labelled, line, span, spread, width_of, wrapped
from techday.ui.listing import heading

COLUMNS = (
    Column(right=True),  # number
    Column(flexible=True, least=6, most=12),  # client
    Column(flexible=True, least=12, most=40),  # name
    Column(flexible=True, least=8, drop=75),  # next milestone
    Column(),  # due
    Column(),  # how it stands
    Column(drop=55),  # looked at
    Column(flexible=True, least=12, drop=105),  # next step
)
HEAD = ("ID", "client", "project", "next milestone", "due", "stands", "looked at", "next step")
LABEL = 10


class Look(NamedTuple):
    """How a screen is drawn: the technician's zone, the instant, the shift day, and its width."""

    zone: tzinfo
    now: datetime
    today: date
    width: int


# --- the list ---


def list_page(found: ProjectList, narrowed: bool, look: Look) -> list[Line]:
    """Draw projects with what each needs next; `narrowed` tells that only some were asked for."""
    if not found.projects:
        if narrowed:
            return [line("No such projects."), line("  ", Span("techday project list --all", "command"))]
        return [line("No projects go on."), line("  ", Span("techday project add NAME --client C", "command"))]
    rows = [heading(HEAD), *(cells(one, look) for one in found.projects)]
    lines = grid(rows, COLUMNS, look.width, indent=0)
    if found.running:
        style = "ok" if found.looked_at == found.running else ""
        told = Span(f"{found.looked_at} of {found.running} looked at today", style)
        left = found.looked_at < found.running
        lines += [[], [told, *([Span("  "), Span("techday project check ID", "command")] if left else [])]]
    return lines


def cells(view: ProjectView, look: Look) -> list[Span]:
    """Give the cells of one project."""
    project, today = view.project, look.today
    goes_on = project.ended_at is None
    ahead, due = (view.next_milestone, view.next_due_on) if goes_on else (None, None)
    return [
        span(str(project.id), "reference"),
        span(project.client, "client"),
        span(project.name),
        span(ahead.title if ahead else ""),
        span(date_words(due, today), style_of(view)),
        span(standing_words(view, today), style_of(view)),
        span(looked_words(project.looked_on, today), "ok" if is_today(project.looked_on, today) else ""),
        span(project.next_step, "muted"),
    ]


def date_words(day: str | None, today: date) -> str:
    """Give a local day, past or to come, as short as it stays clear: `today`, `4 Dec`, `4 Dec 2025`; "" for none."""
    if day is None or is_today(day, today):
        return "today" if day else ""
    known = date.fromisoformat(day)
    return f"{known.day} {MONTHS[known.month - 1]}" + ("" if known.year == today.year else f" {known.year}")


def is_today(day: str | None, today: date) -> bool:
    """Tell whether a local day (text) is today."""
    return day == today.isoformat()


def looked_words(day: str | None, today: date) -> str:
    """Say on which day somebody looked last."""
    if day is None or is_today(day, today):
        return "today" if day else "never"
    return clear_day(date.fromisoformat(day), today)


def standing_words(view: ProjectView, today: date) -> str:
    """Say how a project stands."""
    project = view.project
    if project.state != "running":
        return project.state
    if view.slip is not None:
        return missed_words(view.slip.late_days, 0) or missed_words(0, view.slip.short_days)
    if project.starts_on is not None and project.starts_on > today.isoformat():
        return f"from {date_words(project.starts_on, today)}"
    return "on time" if view.dates else "no date"


def style_of(view: ProjectView) -> str:
    """Give the style of how a project stands."""
    if view.slip is not None:
        return "overdue" if view.slip.late_days else "warning"
    return "" if view.dates else "muted"


# --- the page of one project ---


def project_page(page: ProjectPage, look: Look) -> list[Line]:
    """Draw all that is known of one project; nothing is cut off that was written by hand."""
    project = page.view.project
    return [
        *labelled(span(f"#{project.id}", "reference"), span(project.name, "title"), look.width),
        *fact_lines(page.view, look),
        *milestone_lines(page.view, look),
        *risk_lines(page.risks, project.id, look),
        *schedule_lines(page.schedule, project.id, look),
        *look_lines(page.looks, project.id, look),
    ]


def fact_lines(view: ProjectView, look: Look) -> list[Line]:
    """Draw what is known of a project itself."""
    project = view.project
    none_yet = f'none: techday project edit {project.id} --next "…"' if project.ended_at is None else ""
    facts = [
        ("client", f"{project.client} {project.client_name}", "client"),
        ("state", state_words(view, look), style_of(view) if view.slip else ""),
        ("starts", full_day(project.starts_on), ""),
        ("due", full_day(project.due_on), ""),
        ("next step", project.next_step or none_yet, "" if project.next_step else "muted"),
        ("resources", project.resources, ""),
    ]
    lines = [
        one
        for name, text, style in facts
        if text
        for one in labelled(Span(f"  {name:<{LABEL - 1}}", "muted"), span(text, style), look.width)
    ]
    return [*lines, *wrapped(project.note, look.width, "  ")] if project.note else lines


def full_day(day: str | None) -> str:
    """Give a local day whole; "" where there is none."""
    return show_day(date.fromisoformat(day)) if day else ""


def state_words(view: ProjectView, look: Look) -> str:
    """Say what state a project is in, and by how much it slips."""
    project = view.project
    if project.ended_at is not None:
        return f"{project.state} {show_instant(project.ended_at, look.zone, look.now)}"
    return f"{project.state}, {slip_words(view.slip)}" if view.slip else project.state


def section(title: str, count: str, command: str, look: Look) -> list[Line]:
    """Draw the head of a section, with the command that adds to it, where it has room."""
    head, more = line(Span(title, "section"), f" {count}" if count else ""), Span(command, "command")
    return [[], spread(head, more, look.width) if width_of([*head, more]) + 2 <= look.width else head]


def milestone_lines(view: ProjectView, look: Look) -> list[Line]:
    """Draw the milestones: whether each was reached, by when it is due, and how much work it needs."""
    number, milestones = view.project.id, view.milestones
    reached = sum(one.done_at is not None for one in milestones)
    count = f"{reached} of {len(milestones)} reached" if milestones else "none"
    missed = {one.milestone_id: one for one in view.dates}
    lines = section("MILESTONES", count, f"techday project milestone {number} TITLE", look)
    titles = max((width_of([span(one.title)]) for one in milestones), default=0)
    for one in milestones:
        facts = milestone_words(one, missed.get(one.id), look)
        style = "muted" if one.done_at else "overdue" if is_late(missed.get(one.id)) else ""
        lead, title = Span(f" {'[x]' if one.done_at else '[ ]'} {one.id:>3}"), span(one.title, style)
        if width_of([lead, facts]) + titles + 4 <= look.width:
            gap = titles - width_of([title]) + 2
            lines.append([lead, Span("  "), title, Span(" " * gap), facts])
        else:
            lines += labelled(lead, title, look.width)
            lines.append(cut([Span(" " * (len(lead.text) + 2)), facts], look.width))
    return lines


def is_late(one: Deadline | None) -> bool:
    """Tell whether a date is past."""
    return one is not None and one.late_days > 0


def milestone_words(one: MilestoneRow, due: Deadline | None, look: Look) -> Span:
    """Say when a milestone was reached, else by when it is due, how much work it needs, and what it misses."""
    if one.done_at is not None:
        return Span(f"reached {show_instant(one.done_at, look.zone, look.now)}", "ok")
    missed = missed_words(due.late_days, due.short_days) if due else ""
    parts = [
        f"due {day_words(date.fromisoformat(one.due_on), look.today)}" if one.due_on else "no date",
        f"{days_words(one.days)} of work" if one.days else "",
        missed,
    ]
    style = "overdue" if is_late(due) else "warning" if missed else ""
    return Span(", ".join(part for part in parts if part), style)


def risk_lines(risks: Sequence[RiskRow], number: int, look: Look) -> list[Line]:
    """Draw what may go wrong; what is over says what became of it."""
    still = sum(one.state == "open" for one in risks)
    lines = section("RISKS", f"{still} open" if risks else "none", f"techday project risk {number} TEXT", look)
    for one in risks:
        lead = Span(f" {'[ ]' if one.state == 'open' else '[x]'} {one.id:>3}")
        outcome = f": {one.outcome}" if one.outcome else ""
        over = f" (over{outcome})" if one.state == "closed" else ""
        lines += labelled(lead, span(f"{one.text}{over}", "muted" if over else "warning"), look.width)
    return lines


def schedule_lines(items: Sequence[ItemRow], number: int, look: Look) -> list[Line]:
    """Draw the next items that are planned for a project."""
    if not items:
        return []
    lines = section("SCHEDULE", "", f"techday schedule list --project {number}", look)
    for one in items:
        state = state_word(one, look.now)
        words = [Span(" "), span(when_words(one, look.zone, look.now)), Span("  "), span(one.title)]
        lines.append(cut([*words, Span("  "), Span(state, "muted")], look.width))
    return lines


def look_lines(looks: Sequence[LookRow], number: int, look: Look) -> list[Line]:
    """Draw what was seen and done of late, the newest first."""
    lines = section("LOOKED AT", "" if looks else "never", f"techday project check {number}", look)
    for one in looks:
        at = Span(f" {show_instant(from_text(one.at), look.zone, look.now):<12}", "muted")
        lines += labelled(at, span(one.seen or "looked at"), look.width)
    return lines
