"""What `today` needs to know of the meetings: whether those of the shift's start and end were held."""

import sqlite3

from techday.core.evidence import Evidence, Moment
from techday.core.instants import to_text
from techday.meetings.rules import END, MONDAY, START, began, is_running, length_words, middle_of, seconds_of
from techday.meetings.store import meetings_since
from techday.ui.dates import show_instant


def start_held(db: sqlite3.Connection, moment: Moment) -> Evidence:
    """Tell whether the meeting of the shift's start was held; that of Monday counts as it, too."""
    late = moment.now >= middle_of(moment.shift)
    return told(db, moment, (START, MONDAY), f"techday meeting start{' start' if late else ''}")


def end_held(db: sqlite3.Connection, moment: Moment) -> Evidence:
    """Tell whether the meeting of the shift's end was held."""
    return told(db, moment, (END,), "techday meeting start end")


def told(db: sqlite3.Connection, moment: Moment, kinds: tuple[str, ...], command: str) -> Evidence:
    """Tell of the meetings of some kinds on a shift day; while none is recorded, a tick by hand counts."""
    day = moment.shift.day.isoformat()
    now = to_text(moment.now)
    rows = [row for row in meetings_since(db, day, day) if row.kind in kinds and row.started_at <= now]
    if not rows:
        return Evidence("open", "", command, by_hand=True)
    row = rows[-1]
    seconds = seconds_of(row, moment.until or moment.now)
    length = "" if seconds is None else length_words(row.kind, seconds)
    if is_running(row):
        return Evidence("open", f"running {length}", "techday meeting end", by_hand=True)
    start = show_instant(began(row), moment.zone, moment.now)
    return Evidence("done", f"{start}, {length}" if length else start, "")
