"""What the board says of what is planned: travel nobody agreed to, time off that is not planned, old calendars."""

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from techday.core.durations import show_duration
from techday.core.evidence import Moment
from techday.core.text import clean_line
from techday.pages.alerts import Deadline
from techday.pages.timecard_alerts import Alert
from techday.pages.working_days import WorkingDays
from techday.projects.evidence import deadlines
from techday.schedule.agreement_evidence import Missing, missing_agreements
from techday.schedule.evidence import reopened
from techday.schedule.feed_evidence import stale
from techday.timeoff.evidence import absent, not_asked_for
from techday.ui.dates import show_instant

if TYPE_CHECKING:
    from techday.context import Context

# Beyond this many lines of one kind they are counted.
TOLD_ALONE = 2
LONGEST_TITLE = 60


def plan_alerts(context: "Context", moment: Moment, planned: Sequence[Deadline]) -> list[Alert]:
    """Give what wants attention of what is planned, the most pressing first; `planned` are the dates of projects."""
    found = [*changed_alerts(context, moment), *travel_alerts(context, moment)]
    return [*found, *project_alerts(planned, moment), *time_off_alerts(context, moment), *feed_alerts(context, moment)]


def changed_alerts(context: "Context", moment: Moment) -> list[Alert]:
    """Say what is no longer as it was acknowledged or declined: the one, or how many and the next."""
    changed = reopened(context.db, moment)
    if not changed:
        return []
    number, title, starts_at = changed[0]
    at = when(context, moment, starts_at)
    if len(changed) == 1:
        text = f"{title} changed since you answered it, now {at}"
        return [Alert("changed", text, f"techday schedule show {number}")]
    text = f"{len(changed)} items changed since you answered them, the next {at} ({title})"
    return [Alert("changed", text, "techday schedule list --state changed")]


def travel_alerts(context: "Context", moment: Moment) -> list[Alert]:
    """Say to which travel somebody has not agreed yet, and who."""
    missing = missing_agreements(context.db, moment)
    if len(missing) > TOLD_ALONE:
        text = f"{len(missing)} travel items are not agreed to, the first {when(context, moment, missing[0].starts_at)}"
        return [Alert("travel", text, "techday schedule list --kind travel")]
    return [travel_alert(one, when(context, moment, one.starts_at)) for one in missing]


def travel_alert(one: Missing, at: str) -> Alert:
    """Say of one travel item, and of those that repeat it, who has not agreed."""
    from techday.schedule.agreements import SIDE_WORDS  # only where there is travel

    later, all_of_it = (f" and {one.later} more", " --following") if one.later else ("", "")
    who = " and ".join(SIDE_WORDS[side] for side in one.sides)
    text = f"travel {at} ({one.title}{later}): {who} {'have' if len(one.sides) > 1 else 'has'} not agreed"
    return Alert("travel", text, f"techday schedule agree {one.item_id} --{one.sides[0]} NAME{all_of_it}")


def when(context: "Context", moment: Moment, at: str) -> str:
    """Give an instant (UTC text) as the board says it."""
    return show_instant(at, context.zone, moment.now)


def project_alerts(planned: Sequence[Deadline], moment: Moment) -> list[Alert]:
    """Say which date of a project is past; of several how many."""
    late = [one for one in planned if one.due_at < moment.now]
    if len(late) > 1:
        return [Alert("project", f"{len(late)} dates of projects are past", "techday project list --slipping")]
    return [Alert("project", f"{one.client} {one.text}: overdue", one.command) for one in late]


def time_off_alerts(context: "Context", moment: Moment) -> list[Alert]:
    """Say which time off is approved and not on the schedule, or not decided though it begins soon.

    And what the schedule has as time off, though none is asked for.
    """
    days = WorkingDays(context)
    found, unasked = absent(context.db, moment, days), unasked_alerts(context, moment, days)
    if len(found) > TOLD_ALONE:
        text = f"{found[0].words}; {len(found) - 1} more requests are not settled"
        return [Alert("time-off", text, "techday timeoff list"), *unasked]
    return [*[Alert("time-off", one.words, f"techday timeoff show {one.id}") for one in found], *unasked]


def unasked_alerts(context: "Context", moment: Moment, days: WorkingDays) -> list[Alert]:
    """Say what the schedule has as time off while none is asked for: the next, and how many more."""
    found = not_asked_for(context.db, moment, days)
    if not found:
        return []
    from techday.timeoff.words import request_command, when  # only for this line

    title = clean_line(found[0].title, LONGEST_TITLE)
    at = when(found[0], context.zone, moment.now.astimezone(context.zone).date())
    more = f"; {len(found) - 1} more" if len(found) > 1 else ""
    text = f"{title} {at} is on the schedule, but no time off is asked for{more}"
    return [Alert("time-off", text, request_command(found[0], context.zone))]


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
