"""What is handed over, met and visited, made up: every working day a handover out and one in, two meetings, a check-in.

Twice a week there is a visit. The open work has one handover that nobody answered, and two tickets that are watched.
Like the rest of a generated store it goes through the store's own triggers, and depends on the seed alone.
"""

# ruff: noqa: S311  # made-up work, no secrets

import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from techday.core.text import fold
from tests.benchmarks import plausible

DAY = timedelta(days=1)
COLLEAGUE = "Sasha Hill"
LINES_OF_A_HANDOVER = 4
# The open work has the same numbers whatever the history.
FIRST_OPEN = 100_001

INSERT_OPERATION = "INSERT INTO operation (at, verb, summary, kind) VALUES (?, ?, ?, 'write')"
INSERT_COLLEAGUE = "INSERT INTO technician (name, name_key) VALUES (?, ?) ON CONFLICT DO NOTHING"
INSERT_HANDOVER = (
    "INSERT INTO handover (id, uid, direction, number, technician_id, name, state, sent_at, back_at, recorded_at,"
    " packet, digest, decided_at, decided_by, read_back)"
    " SELECT ?, ?, ?, ?, id, name, ?, ?, ?, ?, '{}', 'made-up', ?, ?, ? FROM technician WHERE name_key = ?"
)
INSERT_LINE = (
    "INSERT INTO handover_line (handover_id, ticket_id, ticket_uid, plan, reference, title, priority, summary,"
    " next_step) SELECT ?, id, ?, ?, reference, title, priority, ?, ? FROM ticket WHERE id = ?"
)
INSERT_MEETING = "INSERT INTO meeting (kind, day, started_at, recorded_at) VALUES (?, ?, ?, ?)"
INSERT_NOTE = (
    "INSERT INTO meeting_note (id, meeting_id, kind, text, at, state, settled_at)"
    " VALUES (?, (SELECT max(id) FROM meeting), ?, ?, ?, ?, ?)"
)
INSERT_CHECK_IN = "INSERT INTO check_in (day, text, changed_at, given_at, given_to) VALUES (?, ?, ?, ?, 'Kim Voss')"
INSERT_VISIT = (
    "INSERT INTO visit (client_id, state, went_at, arrived_at, left_at, note, recorded_at, called_at, called_name,"
    " news) VALUES (?, 'ended', ?, ?, ?, ?, ?, ?, 'Kim Voss', 'nothing new')"
)


def write_past_work_together(
    db: sqlite3.Connection, seed: int, clients: range, first: date, last: date, tickets: int
) -> None:
    """Write the handovers, meetings, check-ins and visits of past days, inside the caller's transaction."""
    random = Random(f"{seed} handed")
    db.execute(INSERT_OPERATION, (f"{first}T06:00:00Z", "handover send", "Sent the first handover"))
    db.execute(INSERT_COLLEAGUE, (COLLEAGUE, fold(COLLEAGUE)))
    number, day = 0, first
    while day <= last:
        if day.weekday() < 5:
            number += 2
            chosen = [random.randrange(1, max(2, tickets)) for _ in range(2 * LINES_OF_A_HANDOVER)]
            write_handover(db, random, number - 1, "out", "accepted", day, chosen[:LINES_OF_A_HANDOVER])
            write_handover(db, random, number, "in", "accepted", day, chosen[LINES_OF_A_HANDOVER:])
            write_meetings(db, random, day)
            db.execute(INSERT_CHECK_IN, (str(day), "All done.\n" * 20, f"{day}T15:50:00Z", f"{day}T15:50:00Z"))
            if day.weekday() in (1, 3):
                at = [f"{day}T{clock}:00Z" for clock in ("08:00", "08:30", "10:00", "10:05", "10:10")]
                db.execute(INSERT_VISIT, (random.choice(clients), *at[:3], plausible.DONE[0], at[3], at[4]))
        day += DAY


def write_handover(
    db: sqlite3.Connection, random: Random, number: int, way: str, state: str, day: date, tickets: Sequence[int]
) -> None:
    """Write one handover of a day with its tickets, the last of them to be watched."""
    sent = f"{day}T15:55:00Z"
    # Whoever left before the weekend, or is away on Monday, is back on the day after.
    back = f"{day + (2 if day.weekday() >= 5 else 1) * DAY}T07:00:00Z"
    decided = (f"{day}T16:00:00Z", COLLEAGUE, "all read back") if state == "accepted" else (None, "", "")
    uid = f"{number:032x}"
    db.execute(INSERT_HANDOVER, (number, uid, way, number, state, sent, back, sent, *decided, fold(COLLEAGUE)))
    for place, ticket in enumerate(tickets):
        plan = "watch" if place == len(tickets) - 1 else "give"
        words = random.choice(plausible.FOUND), random.choice(plausible.NEXT_STEPS)
        db.execute(INSERT_LINE, (number, f"{ticket:032x}", plan, *words, ticket))


def write_meetings(db: sqlite3.Connection, random: Random, day: date) -> None:
    """Write the two meetings of a day, each with a note, and a decision that was carried out."""
    for kind, hour in (("start", "07"), ("end", "15")):
        at = f"{day}T{hour}:00:00Z"
        db.execute(INSERT_MEETING, (kind, str(day), at, at))
        db.execute(INSERT_NOTE, (None, "note", random.choice(plausible.FOUND), at, "done", None))
    db.execute(INSERT_NOTE, (None, "decision", random.choice(plausible.DONE), at, "done", at))


def write_work_together(db: sqlite3.Connection, seed: int, tickets: Sequence[int]) -> None:
    """Write what is under way: a handover that nobody answered, two tickets watched, a word for Monday."""
    random, day = Random(f"{seed} under way"), plausible.NOW.date() - 3 * DAY
    db.execute(INSERT_OPERATION, (f"{day}T15:55:00Z", "handover send", "Sent a handover"))
    db.execute(INSERT_COLLEAGUE, (COLLEAGUE, fold(COLLEAGUE)))
    write_handover(db, random, FIRST_OPEN, "out", "sent", day, tickets[:3])
    write_handover(db, random, FIRST_OPEN + 1, "in", "accepted", plausible.NOW.date() - DAY, tickets[3:5])
    question = "Who has the key of the server room?"
    db.execute(INSERT_NOTE, (FIRST_OPEN, "topic", question, f"{day}T12:00:00Z", "open", None))
