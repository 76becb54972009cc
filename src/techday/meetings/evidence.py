"""What `today` needs to know of the meetings: whether those of the shift's start and end were held."""

import sqlite3

from techday.core.evidence import Evidence, Moment
from techday.core.instants import to_text

# The command that ends the meeting that runs.
TO_END = "techday meeting end"
HELD = "SELECT 1 FROM meeting WHERE day = :day AND kind IN (:kind, :other) AND started_at <= :now LIMIT 1"


def start_held(db: sqlite3.Connection, moment: Moment) -> Evidence:
    """Tell whether the meeting of the shift's start was held; that of Monday counts as it, too."""
    shift = moment.shift
    late = moment.now >= shift.starts_at + (shift.ends_at - shift.starts_at) / 2
    return told(db, moment, "start", "monday", f"techday meeting start{' start' if late else ''}")


def end_held(db: sqlite3.Connection, moment: Moment) -> Evidence:
    """Tell whether the meeting of the shift's end was held."""
    return told(db, moment, "end", "end", "techday meeting start end")


def told(db: sqlite3.Connection, moment: Moment, kind: str, other: str, command: str) -> Evidence:
    """Tell of the meetings of two kinds on a shift day; while none is recorded, a tick by hand counts."""
    day, now = moment.shift.day.isoformat(), to_text(moment.now)
    if db.execute(HELD, {"day": day, "kind": kind, "other": other, "now": now}).fetchone() is None:
        return Evidence("open", "", command, by_hand=True)
    from techday.meetings.rules import began, is_guess, is_running, length_words, seconds_of  # only where there was one
    from techday.meetings.store import meetings_since
    from techday.ui.dates import show_instant

    row = [row for row in meetings_since(db, day, day) if row.kind in (kind, other) and row.started_at <= now][-1]
    seconds = seconds_of(row, moment.until or moment.now)
    length = "" if seconds is None else length_words(row.kind, seconds) + (", a guess" if is_guess(row) else "")
    if is_running(row):
        return Evidence("open", f"running {length}", TO_END, by_hand=True)
    start = show_instant(began(row), moment.zone, moment.now)
    return Evidence("done", f"{start}, {length}" if length else start, "")
