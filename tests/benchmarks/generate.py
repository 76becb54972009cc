"""Make a store of any size, the same for the same seed, to measure techday on.

    python -m tests.benchmarks.generate STORE --tickets 100000 --events 1000000 --entries 500000 --open 120

A store has two parts. The *history* is three years of finished work up to two weeks ago, written as life writes it: an
import each morning, then one operation for each act, the PSA told in the evening, the time card submitted and approved
on Friday, all through the store's own triggers, so that its journal and its file are as large and as mixed as they
would be. The *open work* is what a screen shows on the morning of NOW: the open tickets, the last two weeks of time, of
which the first is submitted and the second is not, what is planned for a year, and what the PSA must still learn. It
depends on the seed alone, never on the history, down to its row numbers. So two stores that differ in their history
only show the same screens.
"""

# ruff: noqa: S311  # made-up work, no secrets

import argparse
import contextlib
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from techday.cards import acts as cards
from techday.cards import store as card_store
from techday.core.instants import to_text
from techday.core.text import fold
from techday.core.weeks import week_of
from techday.database import connection
from techday.database.owed import CONTENT
from techday.database.search_index import rebuild
from tests.benchmarks import plausible
from tests.benchmarks.handed import write_past_work_together, write_work_together
from tests.benchmarks.planned import write_past_plan, write_plan
from tests.benchmarks.plausible import NOW, TECHNICIAN
from tests.benchmarks.served import Served, write_served

SOURCE = "generic"

HISTORY_STARTS = date(2023, 11, 20)
HISTORY_ENDS = date(2026, 11, 6)
RECENT_STARTS = date(2026, 11, 9)
RECENT_SUBMITTED = date(2026, 11, 13)
FRIDAY = 4

# The open work has the same row numbers whatever the history: it begins beyond any history.
FIRST_OPEN_ROW = 10_000_001
FIRST_OPEN_NUMBER = 2_100_000
FIRST_HISTORY_NUMBER = 1_000_000
LOCAL_TICKETS_BEFORE = 300

# What the PSA has not learnt yet: the words of a day, and the time since Friday noon.
WORDS_OWED_SINCE = to_text(NOW - timedelta(days=1))
TIME_OWED_SINCE = "2026-11-20T12:00:00Z"

# In UTC; Berlin is an hour ahead in November.
SHIFT_STARTS = 7 * 3600
SHIFT_ENDS = 16 * 3600
SHIFT_SECONDS = SHIFT_ENDS - SHIFT_STARTS

# Reading the clock once a row would cost more than writing the row.
CLOCK = tuple(f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z" for second in range(86_400))

TICKET_COLUMNS = (
    "id reference source external_id client_id owner_id title priority tier state requester category source_status"
    " source_priority opened_at first_seen_at source_updated_at due_at waiting_for waiting_until next_action"
    " verified_at body"
).split()
INSERT_TICKET = f"INSERT INTO ticket ({', '.join(TICKET_COLUMNS)}) VALUES ({', '.join('?' * len(TICKET_COLUMNS))})"  # noqa: S608  # constant columns
INSERT_IMPORTED = (
    "INSERT INTO imported_ticket (source, external_id, ticket_id, header_id, imported) VALUES (?, ?, ?, 1, ?)"
)
INSERT_EVENT = (
    "INSERT INTO ticket_event (id, ticket_id, at, recorded_at, kind, public, imported, detail, text)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_ENTRY = (
    "INSERT INTO time_entry (id, started_at, ended_at, ticket_id, work_type, note, recorded_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce(?3, ?2))"
)
INSERT_CARD = (
    "INSERT INTO time_card (id, week, state, technician, first_day, last_day, submitted_at)"
    " VALUES (?, ?, 'open', ?, ?, ?, ?)"
)
# The work types count as they do without settings: a meeting is not billable, and nothing is rounded.
INSERT_LINES = f"""
INSERT INTO card_line (id, card_id, entry_id, day, started_at, ended_at, seconds, paid_seconds, billed_seconds, ticket,
       title, client, work_type, billable, utilised, note, content)
SELECT id, :card_id, id, substr(started_at, 1, 10), started_at, ended_at, seconds, seconds, seconds * billable, ticket,
       title, client, work_type, billable, billable, note, content
  FROM (SELECT entry.id, entry.started_at, entry.ended_at, ticket.reference AS ticket, ticket.title,
               client.code AS client, entry.work_type, entry.work_type <> 'meeting' AS billable, entry.note,
               strftime('%s', entry.ended_at) - strftime('%s', entry.started_at) AS seconds,
               (SELECT {card_store.CONTENT} FROM time_entry WHERE id = entry.id) AS content
          FROM time_entry AS entry
          LEFT JOIN ticket ON ticket.id = entry.ticket_id
          LEFT JOIN client ON client.id = ticket.client_id
         WHERE entry.id BETWEEN :first AND :last)
"""  # noqa: S608  # a constant
PUT_ON_CARD = "UPDATE time_entry SET card_id = :card_id WHERE id BETWEEN :first AND :last"
ADD_UP = (
    "UPDATE time_card SET (worked_seconds, billed_seconds) ="
    " (SELECT sum(paid_seconds), sum(billed_seconds) FROM card_line WHERE card_id = :card_id) WHERE id = :card_id"
)
SUBMIT_CARD = "UPDATE time_card SET state = 'submitted', digest = ? WHERE id = ?"
APPROVE_CARD = "UPDATE time_card SET state = 'approved', decided_at = ?, decided_by = 'Kim Voss' WHERE id = ?"
TELL_OF_WORDS = (
    "INSERT INTO outbox_item (kind, created_at, ticket_id, event_id, state, told_at, told)"
    " SELECT kind, at, ticket_id, id, 'told', :at, text FROM ticket_event"
    " WHERE id BETWEEN :first AND :last AND kind IN ('reply', 'note')"
)
TELL_OF_TIME = (
    "INSERT INTO outbox_item (kind, created_at, ticket_id, entry_id, state, told_at, told)"  # noqa: S608  # a constant
    f" SELECT 'time', ended_at, ticket_id, id, 'told', :at, {CONTENT} FROM time_entry AS entry"
    " WHERE id BETWEEN :first AND :last"
)
RECENT_WORDS_AND_TIME = (
    "SELECT event.kind, event.at, event.ticket_id, event.id, NULL, event.text FROM ticket_event AS event"  # noqa: S608  # a constant
    " JOIN ticket ON ticket.id = event.ticket_id"
    " WHERE event.id >= :first AND event.kind IN ('reply', 'note') AND ticket.external_id IS NOT NULL"
    f" UNION ALL SELECT 'time', entry.ended_at, entry.ticket_id, NULL, entry.id, {CONTENT} FROM time_entry AS entry"
    " JOIN ticket ON ticket.id = entry.ticket_id"
    " WHERE entry.id >= :first AND entry.ended_at IS NOT NULL AND ticket.external_id IS NOT NULL ORDER BY 2, 3"
)
INSERT_ITEM = (
    "INSERT INTO outbox_item (id, kind, created_at, ticket_id, event_id, entry_id, state, told_at, told)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_OPERATION = "INSERT INTO operation (at, verb, summary, kind) VALUES (?, ?, ?, 'write')"
INSERT_IMPORT = (
    "INSERT INTO ticket_import (at, source, file_name, file_modified_at, header_id, rows_read, rows_new, rows_changed,"
    " rows_same, rows_superseded, rows_rejected) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, 0, 0)"
)
CLOSE_TICKET = (
    "UPDATE ticket SET state = 'closed', resolved_at = ?, closed_at = ?, source_status = 'Closed', fix = ? WHERE id = ?"
)
MERGE_TICKET = "UPDATE ticket SET state = 'merged', merged_into = ? WHERE id = ?"
INSERT_PROMISE = (
    "INSERT INTO promise (id, ticket_id, text, made_at, due_at, state, settled_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
INSERT_ESCALATION = (
    "INSERT INTO escalation (id, ticket_id, event_id, at, target, tier_before, tier_after, reason, tried)"
    " VALUES (?, ?, ?, ?, 'L2', 1, 2, 'Beyond the first tier', 'Restart and reinstall')"
)
HAND_UP = "UPDATE ticket SET tier = 2, escalated_at = ?, escalated_to = 'L2' WHERE id = ?"

# How many of each the history holds, or fewer where it has fewer tickets.
MERGES, PROMISES, ESCALATIONS = 50, 100, 300


class Size(NamedTuple):
    """How large a store is: `tickets`, `events` and `entries` count the history, `open` the open tickets.

    `contacts` and `watches` count what is done for clients besides; they are the same whatever the history.
    """

    tickets: int
    events: int
    entries: int
    open: int = 120
    clients: int = 40
    colleagues: int = 12
    seed: int = 1
    running: bool = False
    contacts: int = 300
    watches: int = 80


class Parties(NamedTuple):
    """Who takes part: clients and technicians by their row numbers (the user is 1), and who writes in."""

    clients: range
    codes: list[plausible.Company]
    technicians: range
    requesters: list[str]


class Alive(NamedTuple):
    """A ticket of the history while it is being worked on."""

    row: int
    reference: str


def generate(path: Path, size: Size) -> None:
    """Make the store at `path`, which must not exist."""
    if path.exists():
        raise FileExistsError(f"{path} exists already")
    connection.create(path)
    with contextlib.closing(connection.connect(path)) as db:
        # Nobody loses anything when the machine goes down now: the store is made again.
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -400000")
        with transaction(db):
            parties = write_parties(db, size)
        write_history(db, size, parties)
        with transaction(db):
            write_open_work(db, size, parties)
        with transaction(db):
            write_served(db, size.seed, parties.clients, Served(size.contacts, size.watches))
            write_plan(db, size.seed, parties.clients)
            write_work_together(db, size.seed, range(FIRST_OPEN_ROW, FIRST_OPEN_ROW + min(5, size.open)))
        # What is written here goes past the operations, which would have kept the index of search.
        with transaction(db):
            rebuild(db)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Run one transaction; a day of history is one, or a million commits would take an hour."""
    db.execute("BEGIN IMMEDIATE")
    yield
    db.execute("COMMIT")


def write_parties(db: sqlite3.Connection, size: Size) -> Parties:
    """Add the clients, the technicians and the one kind of export that they are imported from."""
    random = Random(f"{size.seed} parties")
    codes = plausible.companies(random, size.clients)
    names = plausible.people(random, size.colleagues + 200)
    technicians = [TECHNICIAN, *names[: size.colleagues]]
    db.execute(INSERT_OPERATION, ("2023-11-20T06:50:00Z", "import", "Imported the first export"))
    db.executemany(
        "INSERT INTO client (code, name, name_key, created_at) VALUES (?, ?, ?, '2023-11-20T06:50:00Z')",
        [(code, name, fold(name)) for code, name in codes],
    )
    db.executemany(
        "INSERT INTO technician (name, name_key) VALUES (?, ?)", [(name, fold(name)) for name in technicians]
    )
    db.execute(
        "INSERT INTO import_header (header_key, source, mapping, view) VALUES (?, ?, ?, 'all')",
        ("ticketnumber|summary|company", SOURCE, json.dumps({"Ticket Number": "id", "Summary": "title"})),
    )
    return Parties(range(1, size.clients + 1), codes, range(1, len(technicians) + 1), names[size.colleagues :])


# --- history ---


def write_history(db: sqlite3.Connection, size: Size, parties: Parties) -> None:
    """Write three years of finished work, day by day, each day its even share of the tickets, events and entries."""
    if not size.tickets:
        return
    history = History(db, Random(f"{size.seed} history"), parties, size.tickets)
    days = list(working_days(HISTORY_STARTS, HISTORY_ENDS))
    for number, day in enumerate(days, start=1):
        # Each ticket is opened and closed; all other events are words and the like.
        totals = (size.tickets, size.events - 2 * size.tickets, size.entries)
        share = [total * number // len(days) for total in totals]
        with transaction(db):
            history.write_day(day, *share, is_last=number == len(days))
    with transaction(db):
        write_past_plan(db, size.seed, parties.clients, HISTORY_STARTS, HISTORY_ENDS)
        write_past_work_together(db, size.seed, parties.clients, HISTORY_STARTS, HISTORY_ENDS, size.tickets)


class History:
    """Finished work as it comes in: counts what is written, and knows which tickets are being worked on."""

    def __init__(self, db: sqlite3.Connection, random: Random, parties: Parties, tickets: int) -> None:
        self.db = db
        self.random = random
        self.parties = parties
        self.alive: list[Alive] = []
        self.tickets = self.events = self.words = self.entries = self.closed = self.cards = self.submitted = 0
        self.promise_every, self.escalation_every, self.merge_every = (
            max(2, tickets // count) for count in (PROMISES, ESCALATIONS, MERGES)
        )

    def write_day(self, day: date, tickets: int, words: int, entries: int, *, is_last: bool) -> None:
        """Write one day, up to so many tickets, words and entries in all; on the last one everything is closed."""
        self.import_tickets(day.isoformat(), tickets - self.tickets)
        # A ticket lives for some four days; what is closed leaves in no particular order.
        self.random.shuffle(self.alive)
        closing = len(self.alive) if is_last else len(self.alive) // 4
        closed, at_work = self.alive[:closing], self.alive
        if at_work:
            self.work(day.isoformat(), at_work, entries - self.entries, words - self.words)
        self.close(day.isoformat(), closed)
        self.alive = self.alive[closing:]
        if self.entries > self.submitted and (is_last or day.weekday() == FRIDAY):
            self.submit(day)

    def import_tickets(self, day: str, count: int) -> None:
        """Bring in the tickets of a morning, as one import does."""
        random, parties = self.random, self.parties
        now = f"{day}T{CLOCK[SHIFT_STARTS]}"
        self.db.execute(INSERT_OPERATION, (now, "import", f"Imported {count} new tickets from export.csv"))
        rows, imported, opened = [], [], []
        for _ in range(count):
            self.tickets += 1
            self.events += 1
            number = str(FIRST_HISTORY_NUMBER + self.tickets)
            opened_at = f"{day}T{CLOCK[random.randrange(SHIFT_STARTS)]}"
            ticket = new_ticket(random, parties, self.tickets, number, opened_at, now)
            rows.append([ticket[name] for name in TICKET_COLUMNS])
            imported.append((SOURCE, number, self.tickets, imported_values(ticket, parties)))
            opened.append((self.events, self.tickets, opened_at, now, "opened", 0, 1, "new", ""))
            self.alive.append(Alive(self.tickets, number))
        self.db.executemany(INSERT_TICKET, rows)
        self.db.executemany(INSERT_IMPORTED, imported)
        self.db.executemany(INSERT_EVENT, opened)
        self.db.execute(INSERT_IMPORT, (now, SOURCE, "export.csv", now, count + 120, count, 40, 80))

    def work(self, day: str, at_work: list[Alive], entries: int, words: int) -> None:
        """Work on the tickets of a day: time entries one after the other, words in between; and tell the PSA of it."""
        random = self.random
        first_entry, first_event = self.entries + 1, self.events + 1
        for number in range(entries):
            self.entries += 1
            begin = SHIFT_STARTS + SHIFT_SECONDS * number // entries
            end = SHIFT_STARTS + SHIFT_SECONDS * (number + 1) // entries - random.randrange(2)
            ticket = random.choice(at_work)
            start, stop = f"{day}T{CLOCK[begin]}", f"{day}T{CLOCK[max(begin + 1, end)]}"
            self.db.execute(INSERT_OPERATION, (stop, "timecard stop", f"Stopped {ticket.reference} after 40m"))
            self.db.execute(INSERT_ENTRY, (self.entries, start, stop, ticket.row, "remote", plausible.note(random)))
        for number in range(words):
            self.events += 1
            self.words += 1
            at = f"{day}T{CLOCK[SHIFT_STARTS + SHIFT_SECONDS * number // words]}"
            ticket = random.choice(at_work)
            kind, public, detail, text = happening(random)
            self.db.execute(INSERT_OPERATION, (at, f"ticket {kind}", f"Noted on {ticket.reference}"))
            self.db.execute(INSERT_EVENT, (self.events, ticket.row, at, at, kind, public, 0, detail, text))
        evening = f"{day}T{CLOCK[SHIFT_ENDS]}"
        self.db.execute(INSERT_OPERATION, (evening, "outbox done", f"Told the PSA of {entries + words} things"))
        self.db.execute(TELL_OF_TIME, {"at": evening, "first": first_entry, "last": self.entries})
        self.db.execute(TELL_OF_WORDS, {"at": evening, "first": first_event, "last": self.events})

    def submit(self, day: date) -> None:
        """Submit the time card of a week on its last day; it is approved at once."""
        self.cards += 1
        at = f"{day}T{CLOCK[SHIFT_ENDS]}"
        submit_card(self.db, self.cards, day, at, (self.submitted + 1, self.entries))
        self.db.execute(INSERT_OPERATION, (at, "timecard approve", f"Approved {week_of(day).name}"))
        self.db.execute(APPROVE_CARD, (at, self.cards))
        self.submitted = self.entries

    def close(self, day: str, tickets: list[Alive]) -> None:
        """Close tickets at the end of a day, with what fixed them; a few were promised, handed up, or are merged."""
        at = f"{day}T{CLOCK[SHIFT_ENDS]}"
        before: Alive | None = None
        for ticket in tickets:
            self.closed += 1
            if self.closed % self.promise_every == 0:
                self.promise(ticket, at)
            if self.closed % self.escalation_every == 0:
                self.escalate(ticket, at)
            fix = plausible.note(self.random)
            self.db.execute(INSERT_OPERATION, (at, "ticket close", f"Closed {ticket.reference}"))
            self.db.execute(CLOSE_TICKET, (at, at, fix, ticket.row))
            self.happened(ticket, at, "state", "closed", fix)
            if before is not None and self.closed % self.merge_every == 0:
                self.db.execute(INSERT_OPERATION, (at, "ticket merge", f"Merged {ticket.reference}"))
                self.db.execute(MERGE_TICKET, (before.row, ticket.row))
            else:
                before = ticket

    def promise(self, ticket: Alive, at: str) -> None:
        """Have a client promised something, and the promise kept."""
        self.db.execute(INSERT_OPERATION, (at, "ticket promise", f"Promised on {ticket.reference}"))
        number = self.closed // self.promise_every
        self.db.execute(INSERT_PROMISE, (number, ticket.row, "We call back", at, at, "kept", at))

    def escalate(self, ticket: Alive, at: str) -> None:
        """Hand a ticket up; its event is one of the day's words."""
        self.words += 1
        self.db.execute(INSERT_OPERATION, (at, "ticket escalate", f"Handed {ticket.reference} to L2"))
        self.happened(ticket, at, "escalated", "L2", "Beyond the first tier")
        self.db.execute(INSERT_ESCALATION, (self.closed // self.escalation_every, ticket.row, self.events, at))

    def happened(self, ticket: Alive, at: str, kind: str, detail: str, text: str) -> None:
        """Write an event of the technician's own."""
        self.events += 1
        self.db.execute(INSERT_EVENT, (self.events, ticket.row, at, at, kind, 0, 0, detail, text))


def submit_card(db: sqlite3.Connection, card_id: int, day: date, at: str, rows: tuple[int, int]) -> None:
    """Submit the time card of the week of `day`: the entries from one row number to another, both included."""
    week = week_of(day)
    values = {"card_id": card_id, "first": rows[0], "last": rows[1]}
    db.execute(INSERT_OPERATION, (at, "timecard submit", f"Submitted {week.name}"))
    db.execute(INSERT_CARD, (card_id, week.name, TECHNICIAN, str(week.first_day), str(week.last_day), at))
    for statement in (PUT_ON_CARD, INSERT_LINES, ADD_UP):
        db.execute(statement, values)
    card = card_store.card_by_id(db, card_id)
    assert card is not None
    db.execute(SUBMIT_CARD, (cards.digest_of(card, card_store.lines_of(db, [card_id])), card_id))


def new_ticket(random: Random, parties: Parties, row: int, number: str, opened_at: str, seen_at: str) -> dict[str, Any]:
    """Give an imported ticket by its columns, new, mostly of middling priority."""
    title = plausible.title(random)
    priority = random.choices((1, 2, 3, 4), (4, 18, 58, 20))[0]
    return {
        **dict.fromkeys(TICKET_COLUMNS),
        "id": row,
        "reference": number,
        "source": SOURCE,
        "external_id": number,
        "client_id": random.choice(parties.clients),
        "owner_id": random.choice(parties.technicians),
        "title": title,
        "priority": priority,
        "tier": random.choices((1, 2, 3), (70, 24, 6))[0],
        "state": "new",
        "requester": random.choice(parties.requesters),
        "category": random.choice(plausible.CATEGORIES),
        "source_status": "New",
        "source_priority": f"Priority {priority}",
        "opened_at": opened_at,
        "first_seen_at": seen_at,
        "source_updated_at": opened_at,
        "next_action": "",
        "body": plausible.body(random, title),
    }


def imported_values(ticket: dict[str, Any], parties: Parties) -> str:
    """Give what an import keeps of a row: the values that the source gave, as JSON."""
    names = (
        "title client_id owner_id requester category state source_status priority source_priority opened_at"
        " source_updated_at due_at waiting_for body"
    )
    values = {name: ticket[name] for name in names.split() if ticket[name]}
    values["client"] = parties.codes[ticket["client_id"] - 1].name
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def happening(random: Random) -> tuple[str, int, str, str]:
    """Give something that happens on a ticket: kind, whether the client sees it, the small word, and the words."""
    chance = random.random()
    if chance < 0.45:
        return "note", 0, "", plausible.note(random)
    if chance < 0.70:
        return "reply", 1, random.choice(("", "first", "update")), plausible.note(random)
    if chance < 0.85:
        return "heard", 1, "", plausible.note(random)
    if chance < 0.92:
        return "waiting", 0, random.choice(("customer", "vendor", "parts", "scheduled")), ""
    return "state", 0, "working", ""


def working_days(first: date, last: date) -> Iterator[date]:
    """Give the days from Monday to Friday, `last` included."""
    day = first
    while day <= last:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


# --- the open work ---


def write_open_work(db: sqlite3.Connection, size: Size, parties: Parties) -> None:
    """Write the open tickets with what happened on them, this morning's import, and the last two weeks of time."""
    random = Random(f"{size.seed} open")
    now = to_text(NOW - timedelta(minutes=70))
    db.execute(INSERT_OPERATION, (now, "import", f"Imported {size.open} tickets from export.csv"))
    db.execute(INSERT_IMPORT, (now, SOURCE, "export.csv", now, size.open, 9, 31, max(0, size.open - 40)))
    number, event_row = FIRST_OPEN_NUMBER, FIRST_OPEN_ROW
    references: list[Alive] = []
    for place in range(size.open):
        number += random.randrange(3, 10)
        row = FIRST_OPEN_ROW + place
        ticket = open_ticket(random, parties, row, number, place)
        if ticket["external_id"] is None:
            local = LOCAL_TICKETS_BEFORE + place
            ticket["reference"] = f"L{local}"
        db.execute(INSERT_TICKET, [ticket[name] for name in TICKET_COLUMNS])
        if ticket["external_id"] is None:
            db.execute("INSERT INTO local_number (id, ticket_id) VALUES (?, ?)", (local, row))
        else:
            db.execute(INSERT_IMPORTED, (SOURCE, str(number), row, imported_values(ticket, parties)))
        for event in events_of(random, ticket):
            db.execute(INSERT_OPERATION, (event[1], f"ticket {event[2]}", f"Noted on {ticket['reference']}"))
            db.execute(INSERT_EVENT, (event_row, row, event[0], event[1], *event[2:]))
            event_row += 1
        references.append(Alive(row, ticket["reference"]))
    event_row = write_promises(db, random, references[::12], event_row)
    event_row = write_escalations(db, random, references[5::12], event_row)
    write_merged(db, random, parties, references[7::24], FIRST_OPEN_ROW + size.open)
    write_recent_time(db, random, references, running=size.running)
    write_outbox(db)


def write_promises(db: sqlite3.Connection, random: Random, tickets: list[Alive], event_row: int) -> int:
    """Write a promise on each of some open tickets, due about now; give the row of the next event."""
    for place, ticket in enumerate(tickets):
        made = to_text(NOW - timedelta(hours=random.randrange(1, 20)))
        due = to_text(NOW + timedelta(minutes=random.randrange(-60, 1_200)))
        db.execute(INSERT_OPERATION, (made, "ticket promise", f"Promised on {ticket.reference}"))
        db.execute(INSERT_PROMISE, (FIRST_OPEN_ROW + place, ticket.row, "We call back", made, due, "open", None))
        text = str(FIRST_OPEN_ROW + place)
        db.execute(INSERT_EVENT, (event_row, ticket.row, made, made, "promise", 0, 0, text, "We call back"))
        event_row += 1
    return event_row


def write_escalations(db: sqlite3.Connection, random: Random, tickets: list[Alive], event_row: int) -> int:
    """Hand some open tickets up, which nobody has picked up yet; give the row of the next event."""
    for place, ticket in enumerate(tickets):
        at = to_text(NOW - timedelta(minutes=random.randrange(5, 1_000)))
        db.execute(INSERT_OPERATION, (at, "ticket escalate", f"Handed {ticket.reference} to L2"))
        text = "Beyond the first tier"
        db.execute(INSERT_EVENT, (event_row, ticket.row, at, at, "escalated", 0, 0, "L2", text))
        db.execute(INSERT_ESCALATION, (FIRST_OPEN_ROW + place, ticket.row, event_row, at))
        db.execute(HAND_UP, (at, ticket.row))
        event_row += 1
    return event_row


def write_merged(db: sqlite3.Connection, random: Random, parties: Parties, targets: list[Alive], row: int) -> None:
    """Write a ticket that was merged into each of some open tickets."""
    for place, target in enumerate(targets):
        at = to_text(NOW - timedelta(hours=random.randrange(1, 30)))
        ticket = new_ticket(random, parties, row + place, str(FIRST_OPEN_NUMBER - 1 - place), at, at)
        db.execute(INSERT_OPERATION, (at, "ticket merge", f"Merged {ticket['reference']} into {target.reference}"))
        db.execute(INSERT_TICKET, [ticket[name] for name in TICKET_COLUMNS])
        db.execute(MERGE_TICKET, (target.row, ticket["id"]))


def open_ticket(random: Random, parties: Parties, row: int, number: int, place: int) -> dict[str, Any]:
    """Give an open ticket: most are the user's own, some nobody's, a few a colleague's; one in twenty is local."""
    # Most came within two weeks, the rest within two months.
    age = random.randrange(2 * 3600, 14 * 86_400) if random.random() < 0.8 else random.randrange(14 * 86_400, 5_000_000)
    opened = NOW - timedelta(seconds=age)
    ticket = new_ticket(random, parties, row, str(number), to_text(opened), to_text(min(opened + HOUR, NOW)))
    state = random.choices(("new", "working", "waiting"), (20, 50, 30))[0]
    owner = random.choices((1, None, random.choice(parties.technicians[1:] or (1,))), (70, 18, 12))[0]
    ticket.update(state=state, owner_id=owner, source_status=state.capitalize())
    if random.random() < 0.6:
        ticket["next_action"] = random.choice(plausible.NEXT_STEPS)
    if random.random() < 0.3:
        ticket["due_at"] = to_text(opened + timedelta(days=random.randrange(1, 20)))
    if state == "waiting":
        ticket["waiting_for"] = random.choice(("customer", "customer", "vendor", "parts", "scheduled"))
        ticket["waiting_until"] = to_text(NOW + timedelta(hours=random.randrange(-20, 120)))
    if random.random() < 0.2:
        ticket["verified_at"] = to_text(NOW - timedelta(minutes=random.randrange(5, 2_000)))
    if place % 20 == 19:
        ticket.update(source=None, external_id=None, source_status="", source_priority="", source_updated_at=None)
        ticket["client_id"] = None if place % 40 == 39 else ticket["client_id"]
    return ticket


HOUR = timedelta(hours=1)


def events_of(random: Random, ticket: dict[str, Any]) -> Iterator[tuple[str, str, str, int, int, str, str]]:
    """Give what happened on an open ticket, oldest first: at, recorded at, kind, public, imported, detail, text."""
    opened = datetime.fromisoformat(ticket["opened_at"])
    yield ticket["opened_at"], ticket["first_seen_at"], "opened", 0, int(bool(ticket["source"])), "new", ""
    if ticket["state"] == "new":
        return
    since = max(opened, NOW - timedelta(days=14))
    seconds = int((NOW - since).total_seconds())
    moments = sorted(random.randrange(60, seconds) for _ in range(random.randrange(3, 17)))
    for moment in moments[:-1]:
        at = to_text(since + timedelta(seconds=moment))
        kind, public, detail, text = happening(random)
        yield at, at, kind, public, 0, detail, text
    at = to_text(since + timedelta(seconds=moments[-1]))
    if ticket["state"] == "waiting":
        yield at, at, "waiting", 0, 0, ticket["waiting_for"], ""
    else:
        yield at, at, "note", 0, 0, "", plausible.note(random)


def write_recent_time(db: sqlite3.Connection, random: Random, tickets: list[Alive], *, running: bool) -> None:
    """Write a dozen entries for each of the last ten working days, two for this morning, and perhaps a running one.

    There are gaps between some of them, and after the last one of each day.
    """
    row = FIRST_OPEN_ROW
    for day in working_days(RECENT_STARTS, NOW.date()):
        this_morning = day == NOW.date()
        at = SHIFT_STARTS
        for number in range(2 if this_morning else 12):
            seconds = random.randrange(900, 1_900 if this_morning else 2_500)
            ticket = random.choice(tickets) if tickets and number else None
            start, stop = f"{day}T{CLOCK[at]}", f"{day}T{CLOCK[at + seconds]}"
            work_type = "remote" if ticket else "meeting"
            told = f"Stopped {ticket.reference if ticket else work_type} after {seconds // 60}m"
            db.execute(INSERT_OPERATION, (stop, "timecard stop", told))
            note = plausible.note(random)
            db.execute(INSERT_ENTRY, (row, start, stop, ticket.row if ticket else None, work_type, note))
            row += 1
            at += seconds + random.choice((0, 0, 0, 180, 900))
        if day == RECENT_SUBMITTED:
            submit_card(db, FIRST_OPEN_ROW, day, f"{day}T{CLOCK[SHIFT_ENDS]}", (FIRST_OPEN_ROW, row - 1))
    if running and tickets:
        start = to_text(NOW - timedelta(minutes=4))
        db.execute(INSERT_OPERATION, (start, "timecard start", f"Started {tickets[0].reference}"))
        db.execute(INSERT_ENTRY, (row, start, None, tickets[0].row, "remote", ""))


def write_outbox(db: sqlite3.Connection) -> None:
    """Write what the PSA was told of the open work, and what it must still learn; a few things changed since."""
    recent = db.execute(RECENT_WORDS_AND_TIME, {"first": FIRST_OPEN_ROW}).fetchall()
    db.execute(INSERT_OPERATION, (to_text(NOW), "outbox done", f"Told the PSA of {len(recent)} things"))
    for place, (kind, at, ticket_row, event_row, entry_row, content) in enumerate(recent):
        is_owed = at >= (TIME_OWED_SINCE if kind == "time" else WORDS_OWED_SINCE)
        state = "owed" if is_owed else "changed" if place % 100 == 99 else "told"
        before = content.replace("remote", "on-site") if kind == "time" else f"{content}, so far"
        told_at, told = (None, "") if is_owed else (at, before if state == "changed" else content)
        item = (FIRST_OPEN_ROW + place, kind, at, ticket_row, event_row, entry_row, state, told_at, told)
        db.execute(INSERT_ITEM, item)


def size_of(arguments: argparse.Namespace) -> Size:
    """Give the size that was asked for; an ordinary history has ten events and five entries for each ticket.

    Raises ValueError where it cannot be made.
    """
    tickets: int = arguments.tickets
    events = 10 * tickets if arguments.events is None else arguments.events
    entries = 5 * tickets if arguments.entries is None else arguments.entries
    days = sum(1 for _ in working_days(HISTORY_STARTS, HISTORY_ENDS))
    if (
        min(tickets, arguments.open, arguments.colleagues, arguments.contacts, arguments.watches) < 0
        or not 0 < arguments.clients <= plausible.MOST_COMPANIES
    ):
        raise ValueError(f"counts are 0 or more, and clients 1 to {plausible.MOST_COMPANIES}")
    if (events or entries) and not tickets:
        raise ValueError("a history without tickets has no events and no entries")
    if events < 2 * tickets:
        raise ValueError("each ticket of the history has two events at least: it was opened, and it was closed")
    if entries > days * SHIFT_SECONDS // 3:
        raise ValueError(f"three years hold {days * SHIFT_SECONDS // 3:,} entries at the most, or they would overlap")
    return Size(
        tickets,
        events,
        entries,
        arguments.open,
        arguments.clients,
        arguments.colleagues,
        arguments.seed,
        arguments.running,
        arguments.contacts,
        arguments.watches,
    )


def parser() -> argparse.ArgumentParser:
    """Give the reader of the command line."""
    made = argparse.ArgumentParser(description="Make a techday store of any size.")
    made.add_argument("store", type=Path, help="the file to make")
    made.add_argument("--tickets", type=int, default=0, help="closed tickets of the last three years")
    made.add_argument("--events", type=int, help="events on them (default: ten a ticket)")
    made.add_argument("--entries", type=int, help="time entries of that time (default: five a ticket)")
    made.add_argument("--open", type=int, default=120, help="open tickets")
    made.add_argument("--clients", type=int, default=40)
    made.add_argument("--colleagues", type=int, default=12)
    made.add_argument("--contacts", type=int, default=300, help="contacts with clients")
    made.add_argument("--watches", type=int, default=80, help="watches, each checked on the last twenty working days")
    made.add_argument("--seed", type=int, default=1, help="the same seed makes the same store")
    made.add_argument("--running", action="store_true", help="with a timer running")
    return made


def main() -> None:
    """Make the store and say how long it took."""
    reader = parser()
    arguments = reader.parse_args()
    begun = time.perf_counter()
    try:
        generate(arguments.store, size_of(arguments))
    except (ValueError, FileExistsError) as error:
        reader.error(str(error))
    seconds, mebibytes = time.perf_counter() - begun, arguments.store.stat().st_size / 2**20
    sys.stdout.write(f"{arguments.store}: {mebibytes:.0f} MiB in {seconds:.0f} s\n")


if __name__ == "__main__":
    main()
