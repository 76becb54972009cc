"""What the board says of what is planned: travel nobody agreed to, time off that is not planned, old calendars."""

import sqlite3
from typing import TYPE_CHECKING

from techday.core.durations import show_duration
from techday.core.evidence import Moment
from techday.pages.alerts import Deadline
from techday.pages.timecard_alerts import Alert
from techday.pages.working_days import WorkingDays
from techday.projects.evidence import deadlines
from techday.schedule.agreement_evidence import missing_agreements
from techday.schedule.feed_evidence import stale
from techday.timeoff.evidence import absent
from techday.ui.dates import show_instant

if TYPE_CHECKING:
    from techday.context import Context

# Beyond this many lines of one kind they are counted.
TOLD_ALONE = 2
SIDES = {"manager": "the service manager", "client": "the client"}


def plan_alerts(context: "Context", moment: Moment) -> list[Alert]:
    """Give what wants attention of what is planned, the most pressing first."""
    return [*travel_alerts(context, moment), *time_off_alerts(context, moment), *feed_alerts(context, moment)]


def travel_alerts(context: "Context", moment: Moment) -> list[Alert]:
    """Say to which travel somebody has not agreed yet, and who."""
    missing = missing_agreements(context.db, moment)
    if len(missing) > TOLD_ALONE:
        text = f"{len(missing)} travel items are not agreed to, the first {when(context, moment, missing[0].starts_at)}"
        return [Alert("travel", text, "techday schedule list --kind travel")]
    return [
        Alert(
            "travel",
            f"travel {when(context, moment, one.starts_at)} ({one.title}):"
            f" {' and '.join(SIDES[side] for side in one.sides)} {'have' if len(one.sides) > 1 else 'has'} not agreed",
            f"techday schedule agree {one.item_id} --{one.sides[0]} NAME",
        )
        for one in missing
    ]


def when(context: "Context", moment: Moment, at: str) -> str:
    """Give an instant (UTC text) as the board says it."""
    return show_instant(at, context.zone, moment.now)


def time_off_alerts(context: "Context", moment: Moment) -> list[Alert]:
    """Say which time off is approved and not on the schedule, or not decided though it begins soon."""
    found = absent(context.db, moment, WorkingDays(context))
    return [Alert("time-off", one.words, f"techday timeoff show {one.id}") for one in found]


def feed_alerts(context: "Context", moment: Moment) -> list[Alert]:
    """Say which subscribed calendars are old, how old, and why."""
    return [
        Alert(
            "calendar",
            f"{one.name} was never read" + failed(one.failure)
            if one.age_seconds is None
            else f"{one.name} is {show_duration(one.age_seconds)} old" + failed(one.failure),
            "techday schedule refresh",
        )
        for one in stale(context.db, moment)
    ]


def failed(failure: str) -> str:
    """Give why a calendar could not be read, behind what is said of it."""
    return f": {failure}" if failure else ""


def project_deadlines(db: sqlite3.Connection, moment: Moment) -> list[Deadline]:
    """Give what of projects is due within two weeks, or was: at the end of the shift of its day."""
    assert moment.planned is not None  # noqa: S101  # the board plans
    return [
        Deadline(
            "project",
            f"#{one.project_id}",
            one.client,
            one.text,
            moment.planned(one.due_on).ends_at,
            one.command,
        )
        for one in deadlines(db, moment)
    ]
