"""What is done for clients besides their tickets, made up: people, contacts, watches with their checks, documents.

Like the rest of a generated store it goes through the store's own triggers, and depends on the seed alone.
"""

# ruff: noqa: S311  # made-up work, no secrets

import sqlite3
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from techday.core.instants import to_text
from techday.core.text import fold
from techday.watches.frequency import counted_days
from tests.benchmarks import plausible
from tests.benchmarks.plausible import NOW

CHANNELS = ("phone", "phone", "phone", "visit", "email")
KINDS = ("backup", "backup", "backup", "sensor", "update")
# Most are daily; the others are due twice a shift, or once a week.
FREQUENCIES = ("daily", "daily", "daily", "4h", "weekly")
WATCHES = ("Nightly backup", "Mail archive", "File server", "Virtual machines", "Firewall", "Patches", "Certificates")
DOCUMENT_KINDS = ("system", "network", "vendor", "procedure", "credentials")
SHIFT_STARTS = "T07:00:00Z"
# A check in so many fails.
FAILS_IN = 200
CHECKED_DAYS = 20

INSERT_OPERATION = "INSERT INTO operation (at, verb, summary, kind) VALUES (?, ?, ?, 'write')"
INSERT_SITE = "INSERT INTO site (client_id, name, name_key, address, area) VALUES (?, ?, ?, ?, ?)"
INSERT_PERSON = (
    "INSERT INTO person (client_id, name, name_key, role, phone, email, channel, main) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_CONTACT = (
    "INSERT INTO contact (client_id, kind, at, day, recorded_at, channel, note) VALUES (?, 'done', ?, ?, ?, ?, ?)"
)
INSERT_WATCH = (
    "INSERT INTO watch (id, client_id, name, name_key, kind, every, starts_at, rule_days)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_CHECK = (
    "INSERT INTO watch_check (watch_id, at, day, due_at, recorded_at, state, seen) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
INSERT_DOCUMENT = (
    "INSERT INTO document (client_id, kind, title, title_key, body, created_at, updated_at, review_days, review_on)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, 180, ?)"
)


class Served(NamedTuple):
    """How much there is besides tickets: contacts and watches in all, people and documents for each client."""

    contacts: int
    watches: int
    people: int = 3
    documents: int = 4


def write_served(db: sqlite3.Connection, seed: int, clients: range, served: Served) -> None:
    """Write what is done for some clients, all but this morning's, inside the caller's transaction."""
    random = Random(f"{seed} served")
    days = [day for day in (NOW.date() - timedelta(days=back) for back in range(1_000, 0, -1)) if day.weekday() < 5]
    write_parties(db, random, clients, served)
    write_contacts(db, random, clients, served.contacts, days)
    write_watches(db, random, clients, served.watches, days)


def write_parties(db: sqlite3.Connection, random: Random, clients: range, served: Served) -> None:
    """Write the sites, people and documents of clients."""
    at = "2023-11-20T07:00:00Z"
    db.execute(INSERT_OPERATION, (at, "client import", f"Imported {len(clients)} clients"))
    for client in clients:
        area = random.choice(plausible.COMPANY_FIRST)
        db.execute(INSERT_SITE, (client, "Main office", fold("Main office"), f"{client} {area} Street", area))
        names = plausible.people(random, served.people)
        for place, name in enumerate(names):
            mail = f"{name.replace(' ', '.').lower()}@example.org"
            row = (client, name, fold(name), "Office", f"+49 30 {client:04}{place}", mail, random.choice(CHANNELS))
            db.execute(INSERT_PERSON, (*row, int(place == 0)))
        for place in range(served.documents):
            title = f"{random.choice(plausible.THINGS)} {place}"
            review = (NOW.date() + timedelta(days=random.randrange(-30, 150))).isoformat()
            body = "\n\n".join(plausible.body(random, title) for _ in range(6))
            kind = random.choice(DOCUMENT_KINDS)
            db.execute(INSERT_DOCUMENT, (client, kind, title, fold(title), body, at, at, review))


def write_contacts(db: sqlite3.Connection, random: Random, clients: range, count: int, days: list[date]) -> None:
    """Write contacts spread evenly over the working days; every client had its turn in the last weeks."""
    order = list(clients)
    random.shuffle(order)
    for number in range(count):
        day = days[len(days) * number // count]
        # In turns, so that nobody was forgotten for long.
        client = order[number % len(order)]
        at = f"{day}T{7 + number % 9:02}:{random.randrange(60):02}:00Z"
        db.execute(INSERT_OPERATION, (at, "contact-next done", f"In touch with client {client}"))
        db.execute(INSERT_CONTACT, (client, at, day.isoformat(), at, random.choice(CHANNELS), plausible.note(random)))


def write_watches(db: sqlite3.Connection, random: Random, clients: range, count: int, days: list[date]) -> None:
    """Write watches, dealt out to the clients, and what was seen of them on the last working days before today."""
    checked = days[-CHECKED_DAYS:]
    starts_at = f"{checked[0]}{SHIFT_STARTS}"
    db.execute(INSERT_OPERATION, (starts_at, "watch import", f"Imported {count} watches"))
    for place in range(count):
        client = clients[place % len(clients)]
        turn = place // len(clients)
        name = f"{WATCHES[turn % len(WATCHES)]} {turn}"
        every = FREQUENCIES[place % len(FREQUENCIES)]
        watch = (place + 1, client, name, fold(name), KINDS[place % len(KINDS)], every, starts_at)
        db.execute(INSERT_WATCH, (*watch, counted_days(every, checked[0], NOW.date())))
    for day in checked:
        at = f"{day}T07:30:00Z"
        db.execute(INSERT_OPERATION, (at, "watch check", "Checked what was due: ok"))
        is_first_of_week = day.weekday() == checked[0].weekday()
        for place in range(count):
            every = FREQUENCIES[place % len(FREQUENCIES)]
            if every == "weekly" and not is_first_of_week:
                continue
            state = "fail" if random.randrange(FAILS_IN) == 0 else "ok"
            seen = "job failed" if state == "fail" else "green"
            db.execute(INSERT_CHECK, (place + 1, at, day.isoformat(), f"{day}{SHIFT_STARTS}", at, state, seen))
            if every == "4h":
                at_noon = to_text(NOW.replace(year=day.year, month=day.month, day=day.day, hour=11, minute=30))
                due = f"{day}T11:00:00Z"
                db.execute(INSERT_CHECK, (place + 1, at_noon, day.isoformat(), due, at_noon, "ok", "green"))
