"""Projects in the store: their milestones, risks and looks, and the SQL that gives them."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one, value
from techday.database.rows import insert_row, update_row


class ProjectRow(NamedTuple):
    """A project with its client; days are local dates, instants UTC text.

    `client` is the client's code. `looked_on` is the shift day of the latest look at it, None where nobody looked.
    """

    id: int
    client_id: int
    client: str
    client_name: str
    name: str
    state: str
    starts_on: str | None
    due_on: str | None
    next_step: str
    resources: str
    note: str
    created_at: str
    ended_at: str | None
    looked_on: str | None


SELECT_PROJECT = """
SELECT project.id, project.client_id, client.code AS client, client.name AS client_name, project.name, project.state,
       project.starts_on, project.due_on, project.next_step, project.resources, project.note, project.created_at,
       project.ended_at,
       (SELECT max(project_check.day) FROM project_check WHERE project_check.project_id = project.id) AS looked_on
  FROM project
  JOIN client ON client.id = project.client_id
"""


def projects(db: sqlite3.Connection, client_id: int | None = None) -> list[ProjectRow]:
    """Give all projects, of one client or of all, by number."""
    sql = f"{SELECT_PROJECT} WHERE (:client_id IS NULL OR project.client_id = :client_id) ORDER BY project.id"
    return fetch(db, ProjectRow, sql, client_id=client_id)


def going_on(db: sqlite3.Connection, client_id: int | None = None) -> list[ProjectRow]:
    """Give the projects that run or are paused, of one client or of all, by number."""
    sql = (
        f"{SELECT_PROJECT} WHERE project.state IN ('running', 'paused')"
        " AND (:client_id IS NULL OR project.client_id = :client_id) ORDER BY project.id"
    )
    return fetch(db, ProjectRow, sql, client_id=client_id)


def running_of(db: sqlite3.Connection, client_id: int) -> list[ProjectRow]:
    """Give the projects of a client that run, by number."""
    sql = f"{SELECT_PROJECT} WHERE project.client_id = :client_id AND project.state = 'running' ORDER BY project.id"
    return fetch(db, ProjectRow, sql, client_id=client_id)


def project_by_id(db: sqlite3.Connection, number: int) -> ProjectRow | None:
    """Give the project of that number, else None."""
    return fetch_one(db, ProjectRow, f"{SELECT_PROJECT} WHERE project.id = :number", number=number)


class ProjectName(NamedTuple):
    """A project by its names alone: for finding it by what was typed, and for completion; `client` is a code."""

    id: int
    client_id: int
    client: str
    name: str
    state: str


def project_names(db: sqlite3.Connection) -> list[ProjectName]:
    """Give the names of all projects, by client and name."""
    sql = (
        "SELECT project.id, project.client_id, client.code AS client, project.name, project.state FROM project"
        " JOIN client ON client.id = project.client_id ORDER BY client.code, project.name_key, project.id"
    )
    return fetch(db, ProjectName, sql)


class MilestoneRow(NamedTuple):
    """A step of a project: `due_on` is a local date or None, `days` the working days of work that it still needs."""

    id: int
    project_id: int
    title: str
    due_on: str | None
    days: int
    done_at: str | None


def milestones_of(db: sqlite3.Connection, projects: Iterable[int]) -> list[MilestoneRow]:
    """Give the milestones of some projects: of each what is due first, first, and what has no date last."""
    sql = (
        "SELECT milestone.id, milestone.project_id, milestone.title, milestone.due_on, milestone.days,"
        " milestone.done_at FROM json_each(:ids) AS wanted JOIN milestone ON milestone.project_id = wanted.value"
        " ORDER BY milestone.project_id, milestone.due_on IS NULL, milestone.due_on, milestone.id"
    )
    return fetch(db, MilestoneRow, sql, ids=f"[{','.join(map(str, projects))}]")


class RiskRow(NamedTuple):
    """What may go wrong: `state` is open or closed, `outcome` what became of it."""

    id: int
    project_id: int
    text: str
    state: str
    at: str
    closed_at: str | None
    outcome: str


def risks_of(db: sqlite3.Connection, project_id: int) -> list[RiskRow]:
    """Give the risks of a project, the open ones first, each kind in the order in which they were told."""
    sql = (
        "SELECT id, project_id, text, state, at, closed_at, outcome FROM project_risk WHERE project_id = :project_id"
        " ORDER BY state = 'closed', id"
    )
    return fetch(db, RiskRow, sql, project_id=project_id)


class LookRow(NamedTuple):
    """A look at a project: when (UTC text), on which shift day, and what was seen."""

    at: str
    day: str
    seen: str


def last_looks(db: sqlite3.Connection, project_id: int, most: int) -> list[LookRow]:
    """Give the latest looks at a project, the newest first."""
    sql = "SELECT at, day, seen FROM project_check WHERE project_id = :project_id ORDER BY at DESC, id DESC LIMIT :most"
    return fetch(db, LookRow, sql, project_id=project_id, most=most)


def was_looked_at(db: sqlite3.Connection, project_id: int, day: str) -> bool:
    """Tell whether somebody looked at a project on a shift day (local date)."""
    sql = "SELECT 1 FROM project_check WHERE day = :day AND project_id = :project_id LIMIT 1"
    return value(db, sql, day=day, project_id=project_id) is not None


# --- writes: each is called inside an operation ---

CHANGEABLE = frozenset("name name_key state starts_on due_on next_step resources note ended_at".split())
MILESTONE_CHANGEABLE = frozenset("title due_on days done_at".split())
RISK_CHANGEABLE = frozenset("state closed_at outcome".split())


def insert_project(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a project and give its number; raises IntegrityError where its client has one of that name."""
    return insert_row(db, "project", fields)


def update_project(db: sqlite3.Connection, number: int, changes: dict[str, object]) -> None:
    """Set some of a project's fields; raises ValueError for one that is not to change."""
    update_row(db, "project", number, changes, CHANGEABLE)


def insert_milestone(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a milestone and give its number."""
    return insert_row(db, "milestone", fields)


def update_milestone(db: sqlite3.Connection, number: int, changes: dict[str, object]) -> None:
    """Set some of a milestone's fields; raises ValueError for one that is not to change."""
    update_row(db, "milestone", number, changes, MILESTONE_CHANGEABLE)


def delete_milestone(db: sqlite3.Connection, number: int) -> None:
    """Take a milestone away."""
    db.execute("DELETE FROM milestone WHERE id = :number", {"number": number})


def insert_risk(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a risk and give its number."""
    return insert_row(db, "project_risk", fields)


def update_risk(db: sqlite3.Connection, number: int, changes: dict[str, object]) -> None:
    """Set some of a risk's fields; raises ValueError for one that is not to change."""
    update_row(db, "project_risk", number, changes, RISK_CHANGEABLE)


def insert_look(db: sqlite3.Connection, fields: dict[str, object]) -> None:
    """Add a look at a project."""
    insert_row(db, "project_check", fields)
