"""What is planned, made up: the items of weeks past and to come, their calendars, projects and time off.

A week is much like the other, as weeks are: a dozen items, most from two subscribed calendars, a meeting that repeats.
Like the rest of a generated store it goes through the store's own triggers, and depends on the seed alone.
"""

# ruff: noqa: S311  # made-up work, no secrets

import json
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from techday.core.instants import to_text
from techday.core.text import fold
from tests.benchmarks import plausible
from tests.benchmarks.plausible import NOW

ZONE = ZoneInfo(plausible.ZONE)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
# The plan of the open work: from two weeks ago until everything that repeats is worked out.
PLAN_STARTS, WEEKS_AHEAD = date(2026, 11, 9), 58
# Answered up to here; what is planned after it is still open, and so is a little of what comes before.
ANSWERED_UNTIL = "2026-11-25"
# The open work has the same numbers whatever the history.
FIRST_OPEN_ITEM = 10_001
DISPATCH, TEAM = 1, 2
MEETING = 1

FEEDS = ((DISPATCH, "Dispatch"), (TEAM, "Team calendar"))
# With the days until they are due.
PROJECTS = (("Office move", 9), ("New firewall", 40), ("Mail migration", 75))
MILESTONES = ("Survey", "Order", "Set up", "Move", "Hand over")


class Slot(NamedTuple):
    """An item of every week: the weekday, the local start, how long it takes, its kind and title, and its calendar."""

    weekday: int
    starts: time
    minutes: int
    kind: str
    title: str
    feed: int | None = None


# Two of them overlap on Wednesday, and two follow each other on Thursday with no time to get from one to the other.
SLOTS = (
    Slot(0, time(8, 30), 30, "meeting", "Team meeting"),
    Slot(0, time(13), 120, "on-site", "Site visit", DISPATCH),
    Slot(1, time(9), 180, "on-site", "Roll out laptops", DISPATCH),
    Slot(1, time(15), 60, "remote", "Firewall review", DISPATCH),
    Slot(2, time(9), 90, "meeting", "Project call", TEAM),
    Slot(2, time(10), 120, "on-site", "Replace the switch", DISPATCH),
    Slot(2, time(16), 45, "training", "Study hour"),
    Slot(3, time(8), 120, "on-site", "Printer round", DISPATCH),
    Slot(3, time(10), 180, "on-site", "Move workplaces", DISPATCH),
    Slot(4, time(9), 30, "meeting", "Review of the week", TEAM),
    Slot(4, time(11), 60, "remote", "Restore test", DISPATCH),
    Slot(5, time(22), 240, "maintenance", "Patch the servers", DISPATCH),
)

INSERT_OPERATION = "INSERT INTO operation (at, verb, summary, kind) VALUES (?, ?, ?, 'write')"
INSERT_FEED = "INSERT INTO schedule_feed (id, name, name_key, url, created_at) VALUES (?, ?, ?, ?, ?)"
INSERT_LOOK = (
    "INSERT INTO feed_check (feed_id, tried_at, good_at, etag, digest, operation_id, known_to)"
    " SELECT id, ?, ?, 'made-up', 'made-up', (SELECT max(id) FROM operation), ? FROM schedule_feed"
)
INSERT_SERIES = (
    "INSERT INTO schedule_series (id, uid, rule, first_day, starts, seconds, known_to, created_at)"
    " VALUES (?, ?, 'FREQ=WEEKLY', ?, ?, ?, ?, ?)"
)
ITEM_COLUMNS = (
    "id uid instance feed_id series_id title kind starts_at ends_at all_day first_day last_day place client_id state"
    " answered_at answered imported created_at"
).split()
INSERT_ITEM = f"INSERT INTO schedule_item ({', '.join(ITEM_COLUMNS)}) VALUES ({', '.join('?' * len(ITEM_COLUMNS))})"  # noqa: S608  # constant columns
OWE_ANSWERS = (
    "INSERT INTO outbox_item (kind, created_at, schedule_item_id, text, state)"
    " SELECT 'acknowledgement', answered_at, id, 'Acknowledged: ' || title, 'owed' FROM schedule_item"
    " WHERE feed_id IS NOT NULL AND state = 'acknowledged' AND starts_at >= ? ORDER BY id"
)
INSERT_PROJECT = (
    "INSERT INTO project (id, client_id, name, name_key, state, starts_on, due_on, next_step, created_at)"
    " VALUES (?, ?, ?, ?, 'running', ?, ?, ?, ?)"
)
INSERT_MILESTONE = "INSERT INTO milestone (project_id, title, due_on, days, done_at) VALUES (?, ?, ?, ?, ?)"
INSERT_RISK = "INSERT INTO project_risk (project_id, text, state, at) VALUES (?, ?, 'open', ?)"
INSERT_LOOK_AT_PROJECT = "INSERT INTO project_check (project_id, at, day, seen) VALUES (?, ?, ?, 'on its way')"
INSERT_TIME_OFF = (
    "INSERT INTO time_off (kind, starts_at, ends_at, first_day, last_day, state, requested_at, decided_at, decided_by)"
    " VALUES ('vacation', ?, ?, ?, ?, 'approved', ?, ?, 'Kim Voss')"
)


def write_past_plan(db: sqlite3.Connection, seed: int, clients: range, first: date, last: date) -> None:
    """Write the items of past weeks, all of them acknowledged and over, inside the caller's transaction."""
    random, names = Random(f"{seed} past plan"), names_of(db, clients)
    number = 1
    for monday in mondays(first, last):
        db.execute(INSERT_OPERATION, (f"{monday}T06:00:00Z", "schedule import", f"Imported {len(SLOTS)} items"))
        for slot in SLOTS:
            write_item(db, number, slot, monday, random.choice(names), f"past-{number}@example.org")
            number += 1


def write_plan(db: sqlite3.Connection, seed: int, clients: range) -> None:
    """Write what is planned from NOW on and was of late, the projects, and time off, inside a transaction."""
    random, names = Random(f"{seed} plan"), names_of(db, clients)
    at = to_text(NOW - timedelta(minutes=5))
    known_to = (NOW.date() + 400 * DAY).isoformat()
    write_calendars(db, at)
    last = PLAN_STARTS + WEEKS_AHEAD * WEEK
    number = FIRST_OPEN_ITEM
    db.execute(INSERT_OPERATION, (at, "schedule refresh", f"Read {len(FEEDS)} calendars"))
    for monday in mondays(PLAN_STARTS, last):
        for slot in SLOTS:
            is_series = slot is SLOTS[0]
            uid = f"series-{MEETING}@techday" if is_series else f"item-{number}@example.org"
            series = MEETING if is_series else None
            write_item(db, number, slot, monday, random.choice(names), uid, series)
            number += 1
    write_time_off(db, number)
    db.execute(INSERT_LOOK, (at, at, known_to))
    db.execute(OWE_ANSWERS, ("2026-11-23",))
    write_projects(db, random, clients)


def mondays(first: date, last: date) -> Iterator[date]:
    """Give the Mondays of the weeks from one day to another."""
    monday = first - first.weekday() * DAY
    while monday <= last:
        yield monday
        monday += WEEK


def write_calendars(db: sqlite3.Connection, at: str) -> None:
    """Write the subscribed calendars, and the series of one's own."""
    db.execute(INSERT_OPERATION, (at, "schedule subscribe", "Subscribed to the calendars"))
    for number, name in FEEDS:
        url = f"https://calendar.example.org/{number}/private.ics"
        db.execute(INSERT_FEED, (number, name, fold(name), url, at))
    slot = SLOTS[0]
    ends = (PLAN_STARTS + WEEKS_AHEAD * WEEK).isoformat()
    series = (MEETING, f"series-{MEETING}@techday", str(PLAN_STARTS), slot.starts.isoformat(), slot.minutes * 60, ends)
    db.execute(INSERT_SERIES, (*series, at))


def names_of(db: sqlite3.Connection, clients: range) -> list[tuple[int, str]]:
    """Give clients by row number and name."""
    found = db.execute("SELECT id, name FROM client WHERE id BETWEEN ? AND ? ORDER BY id", (clients[0], clients[-1]))
    return [(int(row[0]), str(row[1])) for row in found]


def write_item(
    db: sqlite3.Connection,
    number: int,
    slot: Slot,
    monday: date,
    client: tuple[int, str],
    uid: str,
    series: int | None = None,
) -> None:
    """Write the item of a week that a slot gives; one in seven to come was moved since it was answered."""
    begins = datetime.combine(monday + slot.weekday * DAY, slot.starts, ZONE)
    starts, ends = to_text(begins), to_text(begins + timedelta(minutes=slot.minutes))
    asked = to_text(begins - WEEK)
    client_id, name = client if slot.kind in ("on-site", "remote", "maintenance") else (None, "")
    place = f"{client_id} Harbour Street" if slot.kind == "on-site" else ""
    facts: dict[str, Any] = {"start": starts, "end": ends, "place": place, "site": "", "client": name, "technician": ""}
    facts |= {"site_id": None, "client_id": client_id}
    was_moved = starts > to_text(NOW) and number % 7 == 0
    is_answered = starts < ANSWERED_UNTIL and not was_moved
    values: dict[str, Any] = {
        **dict.fromkeys(ITEM_COLUMNS),
        "id": number,
        "uid": uid,
        "instance": starts if series else "",
        "feed_id": slot.feed if number >= FIRST_OPEN_ITEM else None,
        "series_id": series,
        "title": slot.title,
        "kind": slot.kind,
        "starts_at": starts,
        "ends_at": ends,
        "all_day": 0,
        "place": place,
        "client_id": client_id,
        "state": "acknowledged" if is_answered else "proposed",
        "answered_at": asked if is_answered or was_moved else None,
        "answered": json.dumps({**facts, "start": asked}) if was_moved else json.dumps(facts) if is_answered else "",
        "imported": json.dumps(facts) if slot.feed else "",
        "created_at": asked,
    }
    db.execute(INSERT_ITEM, [values[name] for name in ITEM_COLUMNS])


def write_time_off(db: sqlite3.Connection, number: int) -> None:
    """Write a week off in December, approved and on the schedule."""
    first, last = date(2026, 12, 21), date(2026, 12, 25)
    starts, ends = (to_text(datetime.combine(day, time(), ZONE)) for day in (first, last + DAY))
    at = "2026-10-01T09:00:00Z"
    db.execute(INSERT_OPERATION, (at, "timeoff decide", "Approved"))
    db.execute(INSERT_TIME_OFF, (starts, ends, str(first), str(last), at, at))
    values: dict[str, Any] = {
        **dict.fromkeys(ITEM_COLUMNS, ""),
        "id": number,
        "uid": "off@example.org",
        "feed_id": TEAM,
        "series_id": None,
        "title": "Vacation",
        "kind": "time-off",
        "starts_at": starts,
        "ends_at": ends,
        "all_day": 1,
        "first_day": str(first),
        "last_day": str(last),
        "client_id": None,
        "state": "proposed",
        "answered_at": None,
        "created_at": at,
    }
    db.execute(INSERT_ITEM, [values[name] for name in ITEM_COLUMNS])


def write_projects(db: sqlite3.Connection, random: Random, clients: range) -> None:
    """Write three projects under way, each with its milestones, a risk, and a look at it on the last working day."""
    at = "2026-11-02T08:00:00Z"
    for number, (name, days) in enumerate(PROJECTS, start=1):
        due = NOW.date() + days * DAY
        step = random.choice(plausible.NEXT_STEPS)
        db.execute(INSERT_OPERATION, (at, "project add", f"Added {name}"))
        client = clients[number % len(clients)]
        db.execute(INSERT_PROJECT, (number, client, name, fold(name), "2026-11-02", due.isoformat(), step, at))
        for place, title in enumerate(MILESTONES):
            until = due - (len(MILESTONES) - 1 - place) * WEEK
            done = at if until < NOW.date() else None
            db.execute(INSERT_MILESTONE, (number, title, until.isoformat(), random.randrange(1, 6), done))
        db.execute(INSERT_RISK, (number, "The part comes late", at))
        db.execute(INSERT_LOOK_AT_PROJECT, (number, "2026-11-20T15:30:00Z", "2026-11-20"))
