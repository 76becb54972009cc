"""Starting and stopping the timer: one running entry, ended and begun at one instant."""

import sqlite3
from datetime import datetime

from techday.core.instants import from_text, to_text
from techday.errors import Refused
from techday.timecard.store import EntryRow, delete_entry, end_entry, insert_entry, running_entry

WORK_TYPES = ("remote", "on-site", "travel", "internal", "meeting", "training")


def start(db: sqlite3.Connection, at: datetime, ticket_id: int | None, work_type: str) -> EntryRow | None:
    """Start the timer at `at`, ending the entry that runs at the same instant; give that entry as it ran, or None.

    Starting what runs already changes nothing. Raises Refused where `at` is before the running entry began.
    """
    running = running_entry(db)
    if running is not None and (running.ticket_id, running.work_type) == (ticket_id, work_type):
        return None
    if running is not None:
        end(db, running, at)
    insert_entry(db, to_text(at), ticket_id, work_type)
    return running


def stop(db: sqlite3.Connection, at: datetime) -> EntryRow | None:
    """Stop the timer at `at` and give the entry that ran, or None where none did; raises Refused as `start`."""
    running = running_entry(db)
    if running is not None:
        end(db, running, at)
    return running


def end(db: sqlite3.Connection, running: EntryRow, at: datetime) -> None:
    """End the running entry at `at`; one that would be empty never was."""
    if at < from_text(running.started_at):
        raise Refused(
            f"The running entry began after that, at {running.started_at}", hint="Give a later time with --at"
        )
    if to_text(at) == running.started_at:
        delete_entry(db, running.id)
    else:
        end_entry(db, running.id, to_text(at))
