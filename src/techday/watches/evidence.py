"""What `today` needs to know of the watches: how many are due of those that are kept, and whether some fail."""

import sqlite3
from collections import Counter

from techday.core.evidence import Evidence, Moment
from techday.watches.frequency import DueTimes
from techday.watches.rules import ONE_BY_ONE as SINGLE
from techday.watches.rules import check_command, fails, is_over, standing
from techday.watches.store import Pulse, pulses

ALL_AT_ONCE, ONE_BY_ONE = "techday watch check --due ok --seen TEXT", "techday watch check"


def backups(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell of the backups; None where no backup is watched, which then only the technician can tell."""
    return told(pulses(db, backups=True), moment, f"{ALL_AT_ONCE} --kind backup")


def others(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell of all other watches; None where there are none."""
    return told(pulses(db, backups=False), moment, ALL_AT_ONCE)


def told(watches: list[Pulse], moment: Moment, at_once: str) -> Evidence | None:
    """Tell of some watches: open while one is due, failed while one fails, else done; paused ones do not count."""
    if moment.planned is None:
        return None
    times = DueTimes(moment.planned, moment.shift, moment.now)
    found = [(one, standing(one, times).state) for one in watches if not is_over(one)]
    states = Counter(state for _, state in found)
    total = len(found) - states["paused"]
    if not found:
        return None
    if not total:
        return Evidence("na", f"{states['paused']} paused", "techday watch list")
    due = [one for one, state in found if state == "due"]
    if due:
        many = ONE_BY_ONE if all(one.kind in SINGLE for one in due) else at_once
        return Evidence("open", f"{len(due)} of {total} due", command_for(due[0]) if len(due) == 1 else many)
    failing = [one for one, state in found if state != "paused" and fails(one)]
    if failing:
        command = command_for(failing[0]) if len(failing) == 1 else "techday watch list --failing"
        return Evidence("failed", f"{len(failing)} of {total} fail", command)
    return Evidence("done", f"{states['ok']} of {total} ok" if states["ok"] != total else f"{total} ok", "")


def command_for(watch: Pulse) -> str:
    """Give the command that clears one watch."""
    return check_command(watch.client, watch.name, watch.kind)
