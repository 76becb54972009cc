"""Which project is meant by what was typed: its number, or its name."""

import sqlite3
from collections.abc import Sequence

from techday.clients.finding import find_client
from techday.clients.store import code_of
from techday.core.names import number_in
from techday.core.text import fold, nearest, quoted
from techday.errors import NotFound
from techday.projects import store
from techday.projects.rules import GOING_ON, label
from techday.projects.store import ProjectName, ProjectRow

SUGGESTED = 5
LIST = "techday project list --all"


def project_named(db: sqlite3.Connection, text: str, client: str | None = None) -> ProjectRow:
    """Give the project that a number (`3`, `#3`) or a name means; `client`, by code or name, says whose it must be.

    A whole name goes before the beginning of one, and that before a part of one; the client's code may stand before
    it. What goes on is meant before what has ended. Raises NotFound with the nearest.
    """
    client_id = None if client is None else find_client(db, client)
    number = number_in(text)
    numbered = None if number is None else store.project_by_id(db, number)
    if numbered is not None and client_id in (None, numbered.client_id):
        return numbered
    names = [one for one in store.project_names(db) if client_id in (None, one.client_id)]
    found = matching(fold(text), names)
    if len(found) == 1:
        return given(db, found[0].id)
    if found:
        raise several(text, found)
    if numbered is not None and client_id is not None:
        message = f"Project {numbered.id} {numbered.name} is of {numbered.client}, not of {code_of(db, client_id)}"
        raise NotFound(message, hint=f"Leave out --client, or see {LIST}")
    close = nearest(text, [one.name for one in names])
    hint = f"Did you mean {', '.join(close)}?" if close else LIST
    raise NotFound(f"No project {quoted(text)}", hint=hint)


def given(db: sqlite3.Connection, number: int) -> ProjectRow:
    """Give the project of that number; it must exist."""
    found = store.project_by_id(db, number)
    if found is None:
        raise LookupError(f"no project {number}")
    return found


def matching(key: str, names: Sequence[ProjectName]) -> list[ProjectName]:
    """Give the projects that a folded text means best."""
    for matches in (is_called, begins, is_within) if key else ():
        found = [one for one in names if matches(key, one)]
        if found:
            return [one for one in found if one.state in GOING_ON] or found
    return []


def called(project: ProjectName) -> tuple[str, str]:
    """Give the folded names of a project, without its client's code and with it."""
    return fold(project.name), f"{fold(project.client)} {fold(project.name)}"


def is_called(key: str, project: ProjectName) -> bool:
    """Tell whether a folded text is the whole name of a project."""
    return key in called(project)


def begins(key: str, project: ProjectName) -> bool:
    """Tell whether the name of a project begins so."""
    return any(name.startswith(key) for name in called(project))


def is_within(key: str, project: ProjectName) -> bool:
    """Tell whether each word of a folded text is within the name of a project, or is its client's code."""
    whole = called(project)[1]
    return all(word in whole for word in key.split())


def several(text: str, found: Sequence[ProjectName]) -> NotFound:
    """Say that a text could mean several projects, and how to tell them apart."""
    named = ", ".join(f"{one.id} {label(one.client, one.name)}" for one in found[:SUGGESTED])
    more = " …" if len(found) > SUGGESTED else ""
    return NotFound(f"{quoted(text)} could be several projects: {named}{more}", hint="Type the number of one")
