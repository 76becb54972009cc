"""Watches and the looks at them in the store: the rows, and the SQL that gives them."""

import sqlite3
from collections.abc import Collection, Iterable
from typing import NamedTuple

from techday.core.instants import NEVER
from techday.database.fetch import fetch, value
from techday.database.rows import insert_row, update_row


class Pulse(NamedTuple):
    """How a watch stands by itself: how often it is looked at, and what its latest check said; instants are UTC text.

    `health` is the state of the latest check that was not `na`. Of an approval `fail` means declined.
    """

    id: int
    client: str
    name: str
    kind: str
    every: str
    starts_at: str
    rule_days: str
    paused_at: str | None
    paused_until: str | None
    last_at: str | None
    last_day: str | None
    last_due_at: str | None
    health: str | None


# The latest check is one step into an index; what was said before matters only where the latest says nothing.
LATEST = (
    "last.id = (SELECT id FROM watch_check WHERE watch_check.watch_id = watch.id"
    " ORDER BY watch_check.at DESC, watch_check.id DESC LIMIT 1)"
)
HEALTH = """
CASE last.state WHEN 'na' THEN
    (SELECT told.state FROM watch_check AS told WHERE told.watch_id = watch.id AND told.state <> 'na'
      ORDER BY told.at DESC, told.id DESC LIMIT 1)
ELSE last.state END AS health"""
SELECT_PULSE = f"""
SELECT watch.id, client.code AS client, watch.name, watch.kind, watch.every, watch.starts_at, watch.rule_days,
       watch.paused_at, watch.paused_until, last.at AS last_at, last.day AS last_day, last.due_at AS last_due_at,
       {HEALTH}
  FROM watch
  JOIN client ON client.id = watch.client_id
  LEFT JOIN watch_check AS last ON {LATEST}
"""


def pulses(db: sqlite3.Connection, client_id: int | None = None, backups: bool | None = None) -> list[Pulse]:
    """Give how watches stand, by client and name: those of one client where it is named.

    `backups` wants the backups alone, or with False all others.
    """
    wanted = {"client_id": client_id, "backups": backups}
    given = {name: chosen for name, chosen in wanted.items() if chosen is not None}
    terms = {"client_id": "watch.client_id = :client_id", "backups": "(watch.kind = 'backup') = :backups"}
    where = " AND ".join(["1", *(terms[name] for name in given)])
    return fetch(db, Pulse, f"{SELECT_PULSE} WHERE {where} ORDER BY client.code, watch.name_key, watch.id", **given)


class WatchRow(NamedTuple):
    """A watch with its client, its latest check, and the ticket of its last failure: of a merged one the target.

    `ticket_open` tells whether that ticket is still to be worked on. The fields of `Pulse` are those of a Pulse.
    """

    id: int
    client_id: int
    client: str
    client_name: str
    name: str
    kind: str
    every: str
    starts_at: str
    rule_days: str
    link: str
    note: str
    ticket_id: int | None
    ticket: str | None
    ticket_open: int
    paused_at: str | None
    paused_until: str | None
    pause_reason: str
    last_at: str | None
    last_day: str | None
    last_due_at: str | None
    last_state: str | None
    last_seen: str | None
    last_by: str | None
    health: str | None

    @property
    def pulse(self) -> Pulse:
        """How it stands by itself."""
        return Pulse(**{field: getattr(self, field) for field in Pulse._fields})


SELECT_WATCH = f"""
SELECT watch.id, watch.client_id, client.code AS client, client.name AS client_name, watch.name, watch.kind,
       watch.every, watch.starts_at, watch.rule_days, watch.link, watch.note,
       ticket.id AS ticket_id, ticket.reference AS ticket,
       coalesce(ticket.state IN ('new', 'working', 'waiting'), 0) AS ticket_open, watch.paused_at, watch.paused_until,
       watch.pause_reason, last.at AS last_at, last.day AS last_day, last.due_at AS last_due_at,
       last.state AS last_state, last.seen AS last_seen, last.decided_by AS last_by, {HEALTH}
  FROM json_each(:ids) AS wanted
 CROSS JOIN watch ON watch.id = wanted.value
  JOIN client ON client.id = watch.client_id
  LEFT JOIN ticket AS own ON own.id = watch.ticket_id
  LEFT JOIN ticket ON ticket.id = coalesce(own.merged_into, own.id)
  LEFT JOIN watch_check AS last ON {LATEST}
 ORDER BY wanted.key
"""


def watches(db: sqlite3.Connection, ids: Iterable[int]) -> list[WatchRow]:
    """Give the watches of some row numbers, in their order."""
    return fetch(db, WatchRow, SELECT_WATCH, ids=f"[{','.join(map(str, ids))}]")


def watch_by_id(db: sqlite3.Connection, watch_id: int) -> WatchRow:
    """Give the watch of that row number; it must exist."""
    return watches(db, [watch_id])[0]


class WatchName(NamedTuple):
    """A watch by its names alone: for finding it by what was typed, and for completion."""

    id: int
    client_id: int
    client: str
    name: str


def watch_names(db: sqlite3.Connection) -> list[WatchName]:
    """Give the names of every watch, by client and name."""
    sql = (
        "SELECT watch.id, watch.client_id, client.code AS client, watch.name FROM watch"
        " JOIN client ON client.id = watch.client_id ORDER BY client.code, watch.name_key"
    )
    return fetch(db, WatchName, sql)


class CheckRow(NamedTuple):
    """A look at a watch, as `watch show` lists it."""

    id: int
    at: str
    day: str
    due_at: str | None
    recorded_at: str
    state: str
    seen: str
    decided_by: str


def last_checks(db: sqlite3.Connection, watch_id: int, most: int) -> list[CheckRow]:
    """Give the latest looks at a watch, the newest first."""
    sql = (
        "SELECT id, at, day, due_at, recorded_at, state, seen, decided_by FROM watch_check WHERE watch_id = :watch_id"
        " ORDER BY at DESC, id DESC LIMIT :most"
    )
    return fetch(db, CheckRow, sql, watch_id=watch_id, most=most)


def count_checks(db: sqlite3.Connection, watch_id: int) -> int:
    """Give how often a watch was looked at."""
    return int(value(db, "SELECT count(*) FROM watch_check WHERE watch_id = :watch_id", watch_id=watch_id))


class Look(NamedTuple):
    """A look at a watch, as a strip needs it."""

    watch_id: int
    at: str
    day: str
    due_at: str | None
    state: str


def looks_since(db: sqlite3.Connection, since: Iterable[tuple[int, str]]) -> list[Look]:
    """Give the looks at some watches, each by its row number with the text of the instant from which they are wanted.

    Watch by watch, the oldest first.
    """
    sql = (
        "SELECT look.watch_id, look.at, look.day, look.due_at, look.state FROM json_each(:since) AS wanted"
        " CROSS JOIN watch_check AS look ON look.watch_id = json_extract(wanted.value, '$[0]')"
        " AND look.at >= json_extract(wanted.value, '$[1]')"
        " ORDER BY look.watch_id, look.at, look.id"
    )
    import json  # only where a strip is drawn

    return fetch(db, Look, sql, since=json.dumps(list(since)))


# Since the last ok: `na` says nothing, and of a day counts that something failed on it.
FAILING_DAYS = """
SELECT wanted.value AS watch_id, count(DISTINCT failed.day) AS days
  FROM json_each(:ids) AS wanted
  LEFT JOIN watch_check AS good ON good.id = (
       SELECT id FROM watch_check WHERE watch_check.watch_id = wanted.value AND watch_check.state = 'ok'
        ORDER BY watch_check.at DESC, watch_check.id DESC LIMIT 1)
 CROSS JOIN watch_check AS failed ON failed.watch_id = wanted.value AND failed.state = 'fail'
       AND (failed.at, failed.id) > (coalesce(good.at, ''), coalesce(good.id, 0))
 GROUP BY wanted.value
"""


def failing_days(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, int]:
    """Give on how many shift days each of some watches failed since it was last ok; none for those that did not."""
    return dict(db.execute(FAILING_DAYS, {"ids": f"[{','.join(map(str, ids))}]"}).fetchall())


# A pause without an end.


class Failing(NamedTuple):
    """A watch that fails: on how many shift days since it was last ok, its ticket, and what was seen last."""

    id: int
    name: str
    kind: str
    days: int
    ticket: str | None
    seen: str


def failing_of(db: sqlite3.Connection, client_id: int, today: str = "") -> list[Failing]:
    """Give the watches of a client that fail, by name, without paused ones; `today` is the local day.

    A declined approval is no failure.
    """
    found = [one for one in pulses(db, client_id) if one.health == "fail" and one.kind != "approval"]
    active = [one.id for one in found if one.paused_at is None or (one.paused_until or NEVER) <= today]
    if not active:
        return []
    days = failing_days(db, active)
    return [
        Failing(row.id, row.name, row.kind, days[row.id], row.ticket, row.last_seen or "")
        for row in watches(db, active)
    ]


def is_ok_later(db: sqlite3.Connection, watch_id: int, at: str) -> bool:
    """Tell whether a check after an instant (UTC text) said that the watch is ok."""
    sql = "SELECT id FROM watch_check WHERE watch_id = :watch_id AND at > :at AND state = 'ok' LIMIT 1"
    return value(db, sql, watch_id=watch_id, at=at) is not None


# --- writes: each is called inside an operation ---


def insert_watch(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a watch and give its row number; raises sqlite3.IntegrityError where the client has one of that name."""
    return insert_row(db, "watch", fields)


CHANGEABLE: Collection[str] = frozenset(
    "name name_key kind every starts_at rule_days link note ticket_id paused_at paused_until pause_reason".split()
)


def update_watch(db: sqlite3.Connection, watch_id: int, changes: dict[str, object]) -> None:
    """Set some of a watch's fields; raises ValueError for an unknown one, IntegrityError for a taken name."""
    update_row(db, "watch", watch_id, changes, CHANGEABLE)


def insert_check(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Keep a look at a watch and give its row number."""
    return insert_row(db, "watch_check", fields)


def delete_watch(db: sqlite3.Connection, watch_id: int) -> None:
    """Delete a watch with all looks at it."""
    db.execute("DELETE FROM watch_check WHERE watch_id = ?", (watch_id,))
    db.execute("DELETE FROM watch WHERE id = ?", (watch_id,))
