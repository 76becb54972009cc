"""What is done to time off: acts inside a given store, which open no operation and print nothing.

A request is owed to the PSA until it is told there; one that comes to nothing before is owed no longer, and one that
was told is told again as withdrawn.
"""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import to_text
from techday.core.intervals import overlap
from techday.core.text import clean_line
from techday.errors import Refused
from techday.outbox import acts as outbox
from techday.timeoff import store
from techday.timeoff.rules import Shifts, span_off
from techday.timeoff.store import OffRow

NOTE_LENGTH = 1_000
NAME_LENGTH = 200
# What was seen on the schedule was that of the decision before.
UNSEEN: dict[str, object] = {"seen_at": None, "seen": ""}

Named = Callable[[OffRow], str]


class Asked(NamedTuple):
    """Time off to be asked for; instants are UTC text, the days local dates of whole days, None for hours."""

    kind: str
    starts_at: str
    ends_at: str
    first_day: str | None
    last_day: str | None
    note: str = ""


class Decision(NamedTuple):
    """How a request was decided: `approved` or `declined`, by whom, why, and when; `dated` where that was typed."""

    state: str
    by: str
    reason: str
    at: datetime
    dated: bool = False


def request(db: sqlite3.Connection, asked: Asked, now: datetime, named: Named, shifts: Shifts) -> OffRow:
    """Ask for time off, owe it to the PSA in the words of `named`, and give it.

    Raises Refused where time off that was asked for before, and stands, overlaps it (`refuse_overlap`).
    """
    refuse_overlap(db, asked, now, named, shifts)
    facts = {"state": "requested", "note": clean_line(asked.note, NOTE_LENGTH), "requested_at": to_text(now)}
    row = loaded(db, store.insert_off(db, {**asked._asdict(), **facts}))
    outbox.owe_request(db, row.id, owed_words(row, named), now)
    return row


def refuse_overlap(db: sqlite3.Connection, asked: Asked | OffRow, now: datetime, named: Named, shifts: Shifts) -> None:
    """Raise Refused where time off that stands, asked for or approved, overlaps other time off.

    Who falls ill during other leave, approved or begun, says so without taking that back: both stand.
    """
    instant = to_text(now)
    for other in overlapping(db, asked, shifts):
        if is_ill_in(asked, other) and (other.state == "approved" or other.starts_at <= instant):
            continue
        verb = "withdraw" if other.starts_at > instant else "show"
        raise Refused(
            f"It overlaps #{other.id}, {named(other)}, {other.state}", hint=f"techday timeoff {verb} {other.id}"
        )


def overlapping(db: sqlite3.Connection, asked: Asked | OffRow, shifts: Shifts) -> list[OffRow]:
    """Give the other time off that stands and takes some of the same time."""
    span = span_off(asked, shifts)
    found = store.off_between(db, to_text(span.start), to_text(span.end))
    return [other for other in found if other != asked and overlap(span, span_off(other, shifts))]


def is_ill_in(asked: Asked | OffRow, other: OffRow) -> bool:
    """Tell whether somebody is ill while other leave lasts."""
    return asked.kind == "sick" and other.kind != "sick"


def decide(db: sqlite3.Connection, row: OffRow, decision: Decision, named: Named, shifts: Shifts) -> OffRow:
    """Write down how a request was decided, or is decided otherwise now; the same again changes nothing.

    Raises Refused for one that was withdrawn, for a decline without a reason, and for a decline that is taken back
    where other time off stands in its place by now.
    """
    if row.state == "withdrawn":
        raise Refused(f"Time off {row.id} was withdrawn", hint="Ask for it again: techday timeoff request --help")
    by, reason = clean_line(decision.by, NAME_LENGTH), clean_line(decision.reason, NOTE_LENGTH)
    if decision.state == "declined" and not (reason or row.state == "declined"):
        raise Refused("A decline needs its reason", hint=f'techday timeoff decide {row.id} declined --reason "…"')
    same = row.state == decision.state
    corrected = decision.dated and to_text(decision.at) != row.decided_at
    if same and by == row.decided_by and reason in ("", row.reason) and not corrected:
        return row
    if row.state == "declined" and not same:
        refuse_overlap(db, row, decision.at, named, shifts)
    changes: dict[str, object] = {"state": decision.state, "decided_by": by, "decided_at": to_text(decision.at)}
    changes |= {"reason": reason or row.reason} if same else {"reason": reason, **UNSEEN}
    store.update_off(db, row.id, changes)
    if decision.state == "declined":
        outbox.drop_request(db, row.id)
    elif row.state == "declined" and not store.was_told(db, row.id):
        outbox.owe_request(db, row.id, owed_words(row, named), decision.at)
    return loaded(db, row.id)


def withdraw(db: sqlite3.Connection, row: OffRow, reason: str, now: datetime, named: Named) -> OffRow:
    """Take a request back; one that was withdrawn already stays so. Raises Refused for one that was declined."""
    if row.state == "withdrawn":
        return row
    if row.state == "declined":
        raise Refused(f"Time off {row.id} is declined: nothing stands of it", hint=f"techday timeoff show {row.id}")
    told = store.was_told(db, row.id)
    why = clean_line(reason, NOTE_LENGTH)
    # What was said when it was decided is kept.
    both = f"{row.reason}; withdrawn: {why}" if row.reason and why else row.reason or why
    store.update_off(db, row.id, {"state": "withdrawn", "reason": both, **UNSEEN})
    outbox.drop_request(db, row.id)
    if told:
        outbox.owe_request(db, row.id, f"Withdrawn: {named(row)}", now)
    return loaded(db, row.id)


def see(db: sqlite3.Connection, row: OffRow, seen: str, at: datetime) -> OffRow:
    """Write down that time off stands on the company's schedule; raises Refused where it is not approved."""
    if row.state != "approved":
        command = f"techday timeoff decide {row.id} approved --by NAME"
        hint = command if row.state == "requested" else f"techday timeoff show {row.id}"
        raise Refused(f"Time off {row.id} is {row.state}, not approved", hint=hint)
    words = clean_line(seen, NOTE_LENGTH)
    if words != row.seen:
        store.update_off(db, row.id, {"seen_at": to_text(at), "seen": words})
    return loaded(db, row.id)


def owed_words(row: OffRow, named: Named) -> str:
    """Give a request as the PSA learns of it."""
    return f"{named(row)}: {row.note}" if row.note else named(row)


def loaded(db: sqlite3.Connection, off_id: int) -> OffRow:
    """Give a request that is there."""
    row = store.off_by_id(db, off_id)
    assert row is not None  # noqa: S101  # it was just written
    return row
