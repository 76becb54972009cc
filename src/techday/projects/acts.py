"""What is done to a project: acts inside a given store, which open no operation and print nothing.

Whatever is changed of a project was looked at: each act leaves a look of its own, with what was done. So the routine
closes itself by work, and the looks of a project tell its story.
"""

import sqlite3
from datetime import date, datetime
from typing import NamedTuple

from techday.clients.store import code_of
from techday.core.instants import to_text
from techday.core.text import clean_block, clean_line, fold
from techday.errors import BadUsage, Refused
from techday.projects import store
from techday.projects.finding import given
from techday.projects.rules import GOING_ON, dated
from techday.projects.store import ProjectRow

NAME_LENGTH = 200
TEXT_LENGTH = 500


class Stamp(NamedTuple):
    """When something is told: the instant, and the shift day that it belongs to."""

    at: datetime
    day: date


class NewProject(NamedTuple):
    """What is said of a project when it is added; days are local dates."""

    name: str
    client_id: int
    starts_on: date | None = None
    due_on: date | None = None
    next_step: str = ""
    resources: str = ""
    note: str = ""


def look(db: sqlite3.Connection, project: ProjectRow, seen: str, stamp: Stamp) -> None:
    """Record a look at a project, with what was seen."""
    words = clean_line(seen, TEXT_LENGTH)
    fields: dict[str, object] = {
        "project_id": project.id,
        "at": to_text(stamp.at),
        "day": stamp.day.isoformat(),
        "seen": words,
    }
    store.insert_look(db, fields)


def add(db: sqlite3.Connection, new: NewProject, stamp: Stamp) -> ProjectRow:
    """Add a running project and give it.

    Raises BadUsage without a name, Refused where its client has one of that name, or it would be due before it starts.
    """
    name = checked_name(db, new.client_id, new.name)
    starts_on, due_on = as_text(new.starts_on), as_text(new.due_on)
    refuse_backwards(starts_on, due_on)
    fields: dict[str, object] = {
        "client_id": new.client_id,
        "name": name,
        "name_key": fold(name),
        "state": "running",
        "starts_on": starts_on,
        "due_on": due_on,
        "next_step": clean_line(new.next_step, TEXT_LENGTH),
        "resources": clean_line(new.resources, TEXT_LENGTH),
        "note": clean_block(new.note).strip(),
        "created_at": to_text(stamp.at),
    }
    added = given(db, store.insert_project(db, fields))
    look(db, added, f"added{dates_words(added, stamp)}", stamp)
    return given(db, added.id)


def dates_words(project: ProjectRow, stamp: Stamp) -> str:
    """Say when a project starts and by when it is due, behind what is said of it: `, due 2026-12-04`."""
    told = (("starts", project.starts_on), ("due", project.due_on))
    return "".join(f", {word} {dated(day, stamp.day)}" for word, day in told if day)


def as_text(day: date | None) -> str | None:
    """Give a local date as the store keeps it."""
    return None if day is None else day.isoformat()


def checked_name(db: sqlite3.Connection, client_id: int, text: str, besides: int | None = None) -> str:
    """Clean the name of a project; raises BadUsage where nothing is left, Refused where another one has it."""
    name = clean_line(text, NAME_LENGTH)
    if not fold(name):
        raise BadUsage("A project needs a name", hint='techday project add "Office move" --client C')
    for other in store.project_names(db):
        if other.client_id == client_id and other.id != besides and fold(other.name) == fold(name):
            code = code_of(db, client_id)
            raise Refused(
                f"{code} has a project {other.id} {other.name} already", hint=f"techday project show {other.id}"
            )
    return name


def refuse_backwards(starts_on: object, due_on: object) -> None:
    """Raise Refused where a project would be due before it starts; both are local dates as text or None."""
    if starts_on is not None and due_on is not None and str(due_on) < str(starts_on):
        raise Refused(f"It would be due on {due_on}, before it starts on {starts_on}", hint="Give --start and --due")


FIELD_WORDS = {"starts_on": "start", "due_on": "due date", "next_step": "next step", "days": "work"}


def edit(db: sqlite3.Connection, project: ProjectRow, changes: dict[str, object], stamp: Stamp) -> list[str]:
    """Set some fields of a project and give the names of those that really changed, days said; raises as `add`."""
    wanted = dict(changes)
    if "name" in wanted:
        wanted["name"] = checked_name(db, project.client_id, str(wanted["name"]), project.id)
    current = project._asdict()
    changed = {name: value for name, value in wanted.items() if current[name] != value}
    if not changed:
        return []
    refuse_backwards(wanted.get("starts_on", project.starts_on), wanted.get("due_on", project.due_on))
    keyed = {"name_key": fold(str(changed["name"]))} if "name" in changed else {}
    store.update_project(db, project.id, {**changed, **keyed})
    names = [field_words(name, value, stamp) for name, value in changed.items()]
    said = f"next step: {changed['next_step']}" if [*changed] == ["next_step"] else f"changed {', '.join(names)}"
    look(db, project, said, stamp)
    return names


def field_words(name: str, value: object, stamp: Stamp) -> str:
    """Name a field that was changed, one of days with its day: `due date to 2026-11-27`."""
    word = FIELD_WORDS.get(name, name)
    if name not in ("starts_on", "due_on"):
        return word
    return f"{word} to {dated(None if value is None else str(value), stamp.day)}"


def check(db: sqlite3.Connection, project: ProjectRow, seen: str, next_step: str | None, stamp: Stamp) -> bool:
    """Record a look at a project, with its next step where one is told; give whether that says anything new.

    A second look of a day that says nothing is none.
    """
    changed = next_step is not None and next_step != project.next_step
    if changed:
        store.update_project(db, project.id, {"next_step": next_step})
    words = clean_line(seen, TEXT_LENGTH) or (f"next step: {next_step}" if changed else "")
    if not words and store.was_looked_at(db, project.id, stamp.day.isoformat()):
        return False
    look(db, project, words, stamp)
    return True


# --- its life ---

VERBS = {"running": "resumed", "paused": "paused", "done": "closed", "cancelled": "cancelled"}


def move(db: sqlite3.Connection, project: ProjectRow, state: str, reason: str, stamp: Stamp) -> bool:
    """Bring a project into another state, with the reason; give whether that is a change.

    What has ended runs again only by `reopen`; raises Refused, with the command for it.
    """
    if project.state == state:
        return False
    if project.state not in GOING_ON:
        raise Refused(f"Project {named(project)} is {project.state}", hint=f"techday project reopen {project.id}")
    set_state(db, project, state, VERBS[state], reason, stamp)
    return True


def reopen(db: sqlite3.Connection, project: ProjectRow, stamp: Stamp) -> bool:
    """Have a project run again that was closed or cancelled; give whether that is a change.

    Raises Refused for one that is paused.
    """
    if project.state == "running":
        return False
    if project.state == "paused":
        raise Refused(f"Project {named(project)} is paused", hint=f"techday project resume {project.id}")
    set_state(db, project, "running", "reopened", "", stamp)
    return True


def set_state(db: sqlite3.Connection, project: ProjectRow, state: str, verb: str, reason: str, stamp: Stamp) -> None:
    """Set the state of a project, and leave a look that says so."""
    ended_at = None if state in GOING_ON else to_text(stamp.at)
    store.update_project(db, project.id, {"state": state, "ended_at": ended_at})
    words = clean_line(reason, TEXT_LENGTH)
    look(db, project, f"{verb}: {words}" if words else verb, stamp)


def named(project: ProjectRow) -> str:
    """Give a project by number and name."""
    return f"{project.id} {project.name}"
