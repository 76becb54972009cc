"""Starting and stopping the timer: one running entry, ended and begun at one instant."""

import sqlite3
from datetime import datetime

from techday.core.instants import from_text, to_text
from techday.errors import Refused
from techday.timecard.store import EntryRow, delete_entry, end_entry, insert_entry, last_stopped, running_entry

WORK_TYPES = ("remote", "on-site", "travel", "internal", "meeting", "training")


def start(db: sqlite3.Connection, at: datetime, ticket_id: int | None, work_type: str) -> EntryRow | None:
    """Start the timer at `at`, ending the entry that runs at the same instant; give that entry as it ran, or None.

    Starting what runs already changes nothing. Raises Refused where `at` is before the running entry began, or
    before the last one ended: time is never counted twice.
    """
    running = running_entry(db)
    if running is not None and (running.ticket_id, running.work_type) == (ticket_id, work_type):
        return None
    if running is not None:
        end(db, running, at)
    else:
        refuse_overlap(last_stopped(db), at)
    insert_entry(db, to_text(at), ticket_id, work_type)
    return running


def stop(db: sqlite3.Connection, at: datetime) -> EntryRow | None:
    """Stop the timer at `at` and give the entry that ran, or None where none did; raises Refused as `start`."""
    running = running_entry(db)
    if running is not None:
        end(db, running, at)
    return running


def refuse_overlap(last: EntryRow | None, at: datetime) -> None:
    """Raise Refused where an entry that starts at `at` would overlap the last one."""
    if last is not None and (last.ended_at or "") > to_text(at):
        raise Refused(
            f"The timer ran on {last.ticket or last.work_type} then",
            hint="Give a later time with --at; techday timecard shows the entries",
        )


def end(db: sqlite3.Connection, running: EntryRow, at: datetime) -> None:
    """End the running entry at `at`; one that would be empty never was."""
    if at < from_text(running.started_at):
        raise Refused(
            "The running entry began after that", hint="Give a later time with --at; techday timecard shows the entries"
        )
    if to_text(at) == running.started_at:
        delete_entry(db, running.id)
    else:
        end_entry(db, running.id, to_text(at))
