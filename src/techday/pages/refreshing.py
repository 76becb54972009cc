"""Subscribed calendars are read again behind `today`, by a process of its own that nobody waits for.

`today` has printed by then. It asks the store whether a calendar is due, and where one is, starts this same program
once more, without a terminal and without a pipe: whoever reads from `today` is done when `today` is. Of many that
start at once, the store gives one the turn (see `schedule.feed_store.claim`). TECHDAY_NO_REFRESH=1 switches it off.
"""

import contextlib
import sys
from typing import TYPE_CHECKING

from techday.schedule.feed_evidence import is_due

if TYPE_CHECKING:
    import subprocess

    from techday.context import Context


def refresh_behind(context: "Context") -> "subprocess.Popen[bytes] | None":
    """Have the calendars that are due read in the background, and give the process; None where none was started."""
    # An interpreter inside another program may not know where it is.
    if context.environ.get("TECHDAY_NO_REFRESH") or not sys.executable or not is_due(context.db, context.now):
        return None
    import subprocess  # once an hour

    # What has a process outlive the window that it was started from; elsewhere the new session does.
    detached = 0
    if sys.platform == "win32":
        detached = subprocess.DETACHED_PROCESS | subprocess.CREATE_NO_WINDOW
    # What was printed must not wait for the start of a process; a closed pipe is told where the program ends.
    with contextlib.suppress(OSError):
        context.out.stdout.flush()
    # -P: a techday.py or json.py in the folder where the technician stands is none of ours.
    command = [sys.executable, "-P", "-m", "techday", "--store", str(context.store), "--config", str(context.config)]
    try:
        return subprocess.Popen(  # noqa: S603  # this program, with paths as separate arguments
            [*command, "schedule", "refresh", "--behind"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(context.environ),
            cwd=context.store.parent,  # the folder where the technician stands must stay free to be moved
            creationflags=detached,
            start_new_session=True,
        )
    except OSError:  # too many processes, or a machine that allows none: the calendars grow old, and `today` says so
        return None
