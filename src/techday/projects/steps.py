"""What is done to the milestones and the risks of a project: acts inside a given store."""

import sqlite3
from datetime import datetime

from techday.core.instants import to_text
from techday.core.names import Named, find_named, number_in
from techday.core.text import as_argument, clean_line, fold, quoted
from techday.errors import BadUsage, NotFound
from techday.projects import store
from techday.projects.acts import NAME_LENGTH, TEXT_LENGTH, Stamp, field_words, look, named
from techday.projects.rules import dated
from techday.projects.store import MilestoneRow, ProjectRow, RiskRow

MOST_DAYS = 1000


def milestone_named(db: sqlite3.Connection, project: ProjectRow, text: str) -> MilestoneRow:
    """Give the milestone of a project that a number, or the unique beginning of a title, means; raises NotFound."""
    milestones = store.milestones_of(db, [project.id])
    number = number_in(text)
    found = next((one for one in milestones if one.id == number), None)
    if found is not None:
        return found
    # What is still to be reached is meant before what was reached.
    key = fold(text)
    still = [one for one in milestones if one.done_at is None and fold(one.title).startswith(key)]
    candidates = still if key and still else milestones
    hint = f"techday project show {project.id}"
    return find_named(text, [Named(one, [one.title]) for one in candidates], "milestone", hint)


def titled(db: sqlite3.Connection, project: ProjectRow, text: str) -> MilestoneRow | None:
    """Give the milestone of a project that has this very title or number; None where it would be a new one.

    Raises BadUsage for an empty title, NotFound for a number that no milestone of the project has.
    """
    if not fold(text):
        raise untitled(project)
    number, key = number_in(text), fold(clean_line(text, NAME_LENGTH))
    found = [one for one in store.milestones_of(db, [project.id]) if number == one.id or fold(one.title) == key]
    if number is not None and not found:
        message = f"Project {named(project)} has no milestone {number}"
        raise NotFound(message, hint=f"techday project show {project.id}")
    # Of two with the same title the one that is still to be reached is meant.
    return min(found, key=lambda one: (one.id != number, one.done_at is not None, one.id), default=None)


def untitled(project: ProjectRow) -> BadUsage:
    """Say that a milestone has no title."""
    hint = f'techday project milestone {project.id} "Cut over" --due fri --days 3'
    return BadUsage("A milestone needs a title", hint=hint)


def add_milestone(
    db: sqlite3.Connection, project: ProjectRow, title: str, changes: dict[str, object], stamp: Stamp
) -> int:
    """Add a milestone to a project and give its number; `changes` may hold `due_on` and `days`."""
    words = clean_line(title, NAME_LENGTH)
    fields = {"project_id": project.id, "title": words, **checked_days(project, words, changes)}
    number = store.insert_milestone(db, fields)
    look(db, project, f"new milestone: {words}{due_words(changes, stamp)}", stamp)
    return number


def due_words(changes: dict[str, object], stamp: Stamp) -> str:
    """Say by when a new milestone is due, behind what is said of it; "" where it has no date."""
    due = changes.get("due_on")
    return f", due {dated(str(due), stamp.day)}" if due else ""


def change_milestone(
    db: sqlite3.Connection, project: ProjectRow, milestone: MilestoneRow, changes: dict[str, object], stamp: Stamp
) -> list[str]:
    """Set the title, date or work of a milestone, and give the names of what really changed, its day said.

    Raises BadUsage.
    """
    wanted = checked_days(project, milestone.title, changes)
    if "title" in wanted:
        wanted["title"] = clean_line(str(wanted["title"]), NAME_LENGTH)
        if not fold(str(wanted["title"])):
            raise untitled(project)
    current = milestone._asdict()
    changed = {name: value for name, value in wanted.items() if current[name] != value}
    if changed:
        store.update_milestone(db, milestone.id, changed)
        look(db, project, f"milestone {milestone.title}: {change_words(current, changed, stamp)}", stamp)
    return [field_words(name, value, stamp) for name, value in changed.items()]


def change_words(before: dict[str, object], changed: dict[str, object], stamp: Stamp) -> str:
    """Say from what to what a milestone was changed."""
    told = [(name, before[name], value) for name, value in changed.items() if name != "due_on"]
    words = [f"{name} {was} -> {value}" for name, was, value in told]
    if "due_on" in changed:
        due = changed["due_on"]
        is_now = dated(None if due is None else str(due), stamp.day)
        words = [f"due {before['due_on'] or 'none'} -> {is_now}", *words]
    return ", ".join(words)


def checked_days(project: ProjectRow, title: str, changes: dict[str, object]) -> dict[str, object]:
    """Give what is to change of a milestone; raises BadUsage for work that is no number of days."""
    days = changes.get("days", 0)
    if not isinstance(days, int) or not 0 <= days <= MOST_DAYS:
        hint = f"techday project milestone {project.id} {as_argument(title)} --days 3"
        raise BadUsage(f"The work of a milestone is 0 to {MOST_DAYS} working days", hint=hint)
    return changes


def delete_milestone(db: sqlite3.Connection, project: ProjectRow, milestone: MilestoneRow, stamp: Stamp) -> None:
    """Take a milestone out of a project."""
    store.delete_milestone(db, milestone.id)
    look(db, project, f"milestone {milestone.title} taken out", stamp)


def reach(
    db: sqlite3.Connection, project: ProjectRow, milestone: MilestoneRow, at: datetime | None, stamp: Stamp
) -> bool:
    """Tell that a milestone was reached at an instant, or with None that it is not after all; give whether it is new.

    A milestone that was reached already keeps the instant that was told.
    """
    if (at is None) == (milestone.done_at is None):
        return False
    store.update_milestone(db, milestone.id, {"done_at": None if at is None else to_text(at)})
    look(db, project, f"{'not yet reached' if at is None else 'reached'}: {milestone.title}", stamp)
    return True


# --- risks ---


def add_risk(db: sqlite3.Connection, project: ProjectRow, text: str, stamp: Stamp) -> int:
    """Write down what may go wrong, and give its number; raises BadUsage where it is empty."""
    words = clean_line(text, TEXT_LENGTH)
    if not words:
        raise BadUsage("What may go wrong is missing", hint=f'techday project risk {project.id} "Carrier is slow"')
    number = store.insert_risk(db, {"project_id": project.id, "text": words, "state": "open", "at": to_text(stamp.at)})
    look(db, project, f"new risk: {words}", stamp)
    return number


def risk_numbered(db: sqlite3.Connection, project: ProjectRow, text: str) -> RiskRow:
    """Give the risk of a project by its number; raises NotFound."""
    number = number_in(text)
    found = next((one for one in store.risks_of(db, project.id) if one.id == number), None)
    if found is None:
        message = f"Project {named(project)} has no risk {quoted(text)}"
        raise NotFound(message, hint=f"techday project show {project.id}")
    return found


def close_risk(db: sqlite3.Connection, project: ProjectRow, risk: RiskRow, outcome: str, stamp: Stamp) -> bool:
    """Tell that a risk is over, and what became of it; give whether that is new."""
    words = clean_line(outcome, TEXT_LENGTH)
    if risk.state == "closed" and words in ("", risk.outcome):
        return False
    changes: dict[str, object] = {"state": "closed", "outcome": words or risk.outcome}
    if risk.state == "open":
        changes["closed_at"] = to_text(stamp.at)
    store.update_risk(db, risk.id, changes)
    look(db, project, f"risk over: {risk.text}" + (f" ({words})" if words else ""), stamp)
    return True
