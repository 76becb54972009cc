"""What `today` needs to know of the watches: how many are due of those that are kept, and whether some fail."""

import sqlite3
from collections import Counter

from techday.core.evidence import Evidence, Moment
from techday.watches.frequency import DueTimes
from techday.watches.rules import KINDS, check_command, fails, is_over, standing
from techday.watches.rules import ONE_BY_ONE as SINGLE
from techday.watches.store import alike, watch_by_id

ALL_AT_ONCE, ONE_BY_ONE = "techday watch check --due ok --seen TEXT", "techday watch check"


def backups(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell of the backups; None where no backup is watched, which then only the technician can tell."""
    return told(db, ("backup",), moment, f"{ALL_AT_ONCE} --kind backup")


def others(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell of all other watches; None where there are none."""
    return told(db, tuple(kind for kind in KINDS if kind != "backup"), moment, ALL_AT_ONCE)


def told(db: sqlite3.Connection, kinds: tuple[str, ...], moment: Moment, at_once: str) -> Evidence | None:
    """Tell of the watches of some kinds: open while one is due, failed while one fails, else done; no paused ones."""
    if moment.planned is None:
        return None
    times = DueTimes(moment.planned, moment.shift, moment.now)
    found = [(*one, standing(one.pulse, times).state) for one in alike(db, None, kinds) if not is_over(one.pulse)]
    states = Counter[str]()
    for _, ids, state in found:
        states[state] += len(ids)
    total = states.total() - states["paused"]
    if not found:
        return None
    if not total:
        return Evidence("na", f"{states['paused']} paused", "techday watch list")
    due = [(pulse, number) for pulse, ids, state in found if state == "due" for number in ids]
    if due:
        many = ONE_BY_ONE if all(pulse.kind in SINGLE for pulse, _ in due) else at_once
        return Evidence("open", f"{len(due)} of {total} due", command_for(db, due[0][1]) if len(due) == 1 else many)
    failing = [number for pulse, ids, state in found if state != "paused" and fails(pulse) for number in ids]
    if failing:
        command = command_for(db, failing[0]) if len(failing) == 1 else "techday watch list --failing"
        return Evidence("failed", f"{len(failing)} of {total} fail", command)
    return Evidence("done", f"{states['ok']} of {total} ok" if states["ok"] != total else f"{total} ok", "")


def command_for(db: sqlite3.Connection, number: int) -> str:
    """Give the command that clears one watch."""
    watch = watch_by_id(db, number)
    return check_command(watch.client, watch.name, watch.kind)
