"""What `today` needs to know of the watches: how many are due of those that are kept, and whether some fail."""

import sqlite3
from collections import defaultdict

from techday.core.evidence import Evidence, Moment
from techday.watches.pulse_store import Pulse
from techday.watches.rules import KINDS, check_command, fails, is_over
from techday.watches.rules import ONE_BY_ONE as SINGLE
from techday.watches.standing import stand_at


def backups(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell of the backups; None where no backup is watched, which then only the technician can tell."""
    return told(db, ("backup",), moment, "techday today check backups")


def others(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell of all other watches; None where there are none."""
    return told(db, tuple(kind for kind in KINDS if kind != "backup"), moment, "techday today check watches")


def told(db: sqlite3.Connection, kinds: tuple[str, ...], moment: Moment, command: str) -> Evidence | None:
    """Tell of the watches of some kinds at a moment: nothing that was seen later counts, and no paused one.

    They are open while one is due, or was missed and not looked at since; failed while one fails; else done.
    """
    states: defaultdict[str, list[tuple[Pulse, int]]] = defaultdict(list)
    for pulse, ids, how in stand_at(db, moment):
        if pulse.kind in kinds and not is_over(pulse):
            states[how.state] += [(pulse, number) for number in ids]
    if not states:
        return None
    due, missed = states["due"], states["missed"]
    wanted = due + missed
    failing = [one for state, found in states.items() if state != "paused" for one in found if fails(one[0])]
    total = len(wanted) + len(states["failing"]) + len(states["ok"])
    if wanted:
        parts = [f"{len(due)} of {total} due"] if due else []
        parts += [f"{len(missed)} missed"] if missed else []
        many = command if all(pulse.kind in SINGLE for pulse, _ in wanted) else f"{command} ok --seen TEXT"
        return Evidence("open", ", ".join(parts), command_for(db, wanted[0][1]) if len(wanted) == 1 else many)
    if failing:
        alone = command_for(db, failing[0][1]) if len(failing) == 1 else "techday watch list --failing"
        return Evidence("failed", f"{len(failing)} of {total} fail", alone)
    if states["ok"]:
        return Evidence("done", f"{total} ok", "")
    paused = len(states["paused"])
    idle = len(states["waits"]) + len(states["decided"])
    return Evidence("na", "nothing due" if idle else f"{paused} paused", "techday watch list")


def command_for(db: sqlite3.Connection, number: int) -> str:
    """Give the command that clears one watch."""
    from techday.watches.store import watch_by_id  # only where one alone is named

    watch = watch_by_id(db, number)
    return check_command(watch.client, watch.name, watch.kind)
