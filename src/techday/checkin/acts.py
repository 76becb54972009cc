"""What is done to a check-in: acts inside a given store, which open no operation and print nothing.

A check-in belongs to a shift day. Its text is assembled anew each time until it is edited or given; what was given
stays as it was said, until it is given again or reset.
"""

import sqlite3
from datetime import date, datetime
from typing import NoReturn

from techday.checkin import store
from techday.checkin.store import CheckInRow
from techday.checkin.words import lines_of, with_issue
from techday.core.instants import to_text
from techday.core.text import clean_block, clean_line
from techday.errors import BadUsage, Refused

LONGEST_NOTE, LONGEST_TEXT, LONGEST_NAME, MOST_NOTES = 500, 20_000, 200, 30
NOTE_HINT = 'techday checkin note "…"'


def note(db: sqlite3.Connection, day: date, text: str, now: datetime) -> CheckInRow:
    """Add a line to what needs attention, of an edited text too; one that stands there already is not added again.

    Raises BadUsage without words, Refused where there are as many notes as anybody reads.
    """
    words = clean_line(text, LONGEST_NOTE)
    if not words:
        raise BadUsage("What needs attention is missing", hint=NOTE_HINT)
    row = kept(db, day, now)
    noted = list(lines_of(row.issues))
    if words not in noted:
        if len(noted) >= MOST_NOTES:
            raise Refused(f"The check-in has {MOST_NOTES} notes already", hint="techday checkin edit sums them up")
        changes = {"issues": "\n".join([*noted, words])}
        if row.text and row.given_at is None:
            changes["text"] = with_issue(row.text, words)
        store.update_check_in(db, row.id, changes)
    return kept(db, day, now)


def edit(db: sqlite3.Connection, day: date, text: str, now: datetime) -> CheckInRow:
    """Have the check-in of a day say `text`.

    Raises BadUsage for a text that is empty or too long, Refused where the check-in was given.
    """
    # What comes in is measured, and not what is left of it: a text that was cut off must not pass for a whole one.
    if len(text) > LONGEST_TEXT:
        raise BadUsage(f"The text is longer than {LONGEST_TEXT:,} characters", hint="A check-in is a few lines")
    words = clean_block(text)
    if not words.strip():
        raise BadUsage(
            "The text is empty, so nothing was changed", hint="techday checkin edit --reset assembles it anew"
        )
    row = kept(db, day, now)
    if row.given_at is not None:
        refuse_given(row.given_to)
    if words != row.text:
        store.update_check_in(db, row.id, {"text": words, "changed_at": to_text(now)})
    return kept(db, day, now)


def refuse_given(name: str) -> NoReturn:
    """Refuse to edit what was given to somebody."""
    hint = "techday checkin edit --reset begins a new one"
    raise Refused(f"The check-in was given to {name} already", hint=hint)


def reset(db: sqlite3.Connection, day: date, now: datetime) -> CheckInRow | None:
    """Have the check-in of a day be assembled anew, and not be given; what was noted stays. Give it as it was."""
    row = store.check_in_on(db, day.isoformat())
    if row is not None and (row.text or row.given_at):
        changes = {"text": "", "given_at": None, "given_to": "", "changed_at": to_text(now)}
        store.update_check_in(db, row.id, changes)
    return row


def give(db: sqlite3.Connection, day: date, text: str, to: str, at: datetime, *, again: bool = False) -> CheckInRow:
    """Record that the check-in of a day was given as `text`, to whom and when; once given, only `again` replaces it.

    Raises BadUsage without a name.
    """
    name = clean_line(to, LONGEST_NAME)
    row = kept(db, day, at)
    if row.given_at is None or again:
        if not name:
            raise BadUsage("Whom it was given to is missing", hint="techday checkin done --with NAME")
        given = to_text(at)
        changes = {"text": clean_block(text), "changed_at": given, "given_at": given, "given_to": name}
        store.update_check_in(db, row.id, changes)
    return kept(db, day, at)


def kept(db: sqlite3.Connection, day: date, now: datetime) -> CheckInRow:
    """Give the row of a day's check-in, made where there is none."""
    row = store.check_in_on(db, day.isoformat())
    if row is None:
        store.insert_check_in(db, {"day": day.isoformat(), "changed_at": to_text(now)})
        row = store.check_in_on(db, day.isoformat())
    assert row is not None  # noqa: S101  # it was just made
    return row
