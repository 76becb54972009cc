"""What `today` needs to know of projects: whether all were looked at, and what of them is due."""

import sqlite3
from datetime import date
from itertools import groupby
from typing import NamedTuple

from techday.core.evidence import Evidence, Moment
from techday.core.instants import to_text

# One that is still to start needs no look.
LOOKS = """
SELECT count(*), count(look.project_id), min(CASE WHEN look.project_id IS NULL THEN project.id END)
  FROM project
  LEFT JOIN (SELECT DISTINCT project_id FROM project_check WHERE day = :day) AS look ON look.project_id = project.id
 WHERE project.state = 'running' AND project.created_at <= :now AND coalesce(project.starts_on, '') <= :day
"""
DATES = """
SELECT project.id, client.code, project.name, project.starts_on, project.due_on, milestone.id, milestone.title,
       milestone.due_on, milestone.days
  FROM project
  JOIN client ON client.id = project.client_id
  LEFT JOIN milestone ON milestone.project_id = project.id AND milestone.done_at IS NULL
 WHERE project.state = 'running'
 ORDER BY project.id, milestone.id
"""


class Due(NamedTuple):
    """Something of a project that is due, a local day: `text` is the project and its milestone, and what is missed."""

    project_id: int
    client: str
    text: str
    due_on: date
    command: str


def checked(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell whether all running projects were looked at on this shift day; None where there are none."""
    total, looked, next_one = db.execute(
        LOOKS, {"day": moment.shift.day.isoformat(), "now": to_text(moment.now)}
    ).fetchone()
    if not total:
        return None
    if looked == total:
        return Evidence("done", f"{total} looked at", "")
    alone = f"techday project check {next_one}"
    return Evidence("open", f"{looked} of {total}", alone if total - looked == 1 else "techday project list")


def deadlines(db: sqlite3.Connection, moment: Moment) -> list[Due]:
    """Give what of running projects is due within two weeks, or was; what is due first, first."""
    running = db.execute(DATES).fetchall()
    if not running:
        return []
    from techday.projects.rules import SOON, Step, counted, dates, due_command, due_words, plan_from  # where one runs

    assert moment.planned is not None  # noqa: S101  # the board plans
    planned, today = moment.planned, moment.shift.day
    plan = plan_from(today, moment.now > moment.shift.ends_at, counted(lambda day: planned(day).working))
    found: list[Due] = []
    for (number, client, name, starts_on, due_on), rows in groupby(running, key=lambda row: row[:5]):
        steps = [Step(*row[5:]) for row in rows if row[5] is not None]
        found += [
            Due(number, client, due_words(name, one), one.due_on, due_command(number, one))
            for one in dates(starts_on, due_on, steps, plan, today + SOON)
        ]
    return sorted(found, key=lambda one: one.due_on)
