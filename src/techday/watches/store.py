"""Watches and the looks at them in the store: the rows, and the SQL that gives them."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import NamedTuple

from techday.core.instants import NEVER
from techday.database.fetch import fetch, value
from techday.database.rows import insert_row, update_row
from techday.watches.pulse_store import Look, Pulse, alike, in_order

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
    pauses: str

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
       last.state AS last_state, last.seen AS last_seen, last.decided_by AS last_by, {HEALTH},
       (SELECT json_group_array(json_array(past.from_at, past.until_at)) FROM watch_pause AS past
         WHERE past.watch_id = watch.id) AS pauses
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


NAMES = (
    "SELECT watch.id, watch.client_id, client.code AS client, watch.name FROM watch"
    " JOIN client ON client.id = watch.client_id"
)


def watch_names(db: sqlite3.Connection) -> list[WatchName]:
    """Give the names of every watch, by client and name."""
    return fetch(db, WatchName, f"{NAMES} ORDER BY client.code, watch.name_key")


def watch_named(db: sqlite3.Connection, client_id: int, key: str) -> WatchName | None:
    """Give the watch of a client that has this name, folded; None where there is none."""
    sql = f"{NAMES} WHERE watch.client_id = :client_id AND watch.name_key = :key"
    found = fetch(db, WatchName, sql, client_id=client_id, key=key)
    return found[0] if found else None


def called(db: sqlite3.Connection, key: str) -> list[WatchName]:
    """Give the watches of all clients that have this name, folded."""
    return fetch(db, WatchName, f"{NAMES} WHERE watch.name_key = :key", key=key)


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
    return fetch(db, Look, sql, since=json.dumps(list(since)))


# Since the last ok: `na` says nothing, and of a day counts that something failed on it.
FAILING_DAYS = """
SELECT wanted.value AS watch_id, count(DISTINCT failed.day) AS days
  FROM json_each(:ids) AS wanted
  LEFT JOIN watch_check AS good ON good.id = (
       SELECT id FROM watch_check WHERE watch_check.watch_id = wanted.value AND watch_check.state = 'ok'
          AND watch_check.at <= :now
        ORDER BY watch_check.at DESC, watch_check.id DESC LIMIT 1)
 CROSS JOIN watch_check AS failed ON failed.watch_id = wanted.value AND failed.state = 'fail'
       AND (failed.at, failed.id) > (coalesce(good.at, ''), coalesce(good.id, 0)) AND failed.at <= :now
 GROUP BY wanted.value
"""


def failing_days(db: sqlite3.Connection, ids: Iterable[int], now: str = NEVER) -> dict[int, int]:
    """Give on how many shift days each of some watches failed since it was last ok; none for those that did not.

    What was seen after the instant `now` (UTC text) does not count.
    """
    return dict(db.execute(FAILING_DAYS, {"ids": f"[{','.join(map(str, ids))}]", "now": now}).fetchall())


FAILING_SINCE = """
SELECT min(failed.at) FROM watch_check AS failed WHERE failed.watch_id = :watch_id AND failed.state = 'fail'
   AND (failed.at, failed.id) > (
       SELECT coalesce(max(good.at), ''), coalesce(max(good.id), 0)
         FROM (SELECT at, id FROM watch_check WHERE watch_id = :watch_id AND state = 'ok'
                ORDER BY at DESC, id DESC LIMIT 1) AS good)
"""


def failing_since(db: sqlite3.Connection, watch_id: int) -> str | None:
    """Give since when a watch fails without having been ok (UTC text); None where it does not."""
    found: str | None = value(db, FAILING_SINCE, watch_id=watch_id)
    return found


def last_failures(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, str]:
    """Give what was seen at the last failure of each of some watches; none for those that never failed."""
    sql = (
        "SELECT failed.watch_id, failed.seen FROM json_each(:ids) AS wanted JOIN watch_check AS failed ON failed.id ="
        " (SELECT id FROM watch_check WHERE watch_check.watch_id = wanted.value AND watch_check.state = 'fail'"
        " ORDER BY watch_check.at DESC, watch_check.id DESC LIMIT 1)"
    )
    return dict(db.execute(sql, {"ids": f"[{','.join(map(str, ids))}]"}).fetchall())


class Failing(NamedTuple):
    """A watch that fails: on how many shift days since it was last ok, its ticket, and how it last looked then."""

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
    found = [one for one in alike(db, client_id) if one.pulse.health == "fail" and one.pulse.kind != "approval"]
    failing = {
        number
        for pulse, ids in found
        if pulse.paused_at is None or (pulse.paused_until or NEVER) <= today
        for number in ids
    }
    if not failing:
        return []
    active = [number for number in in_order(db) if number in failing]
    days, seen = failing_days(db, active), last_failures(db, active)
    return [Failing(row.id, row.name, row.kind, days[row.id], row.ticket, seen[row.id]) for row in watches(db, active)]


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


def insert_pause(db: sqlite3.Connection, watch_id: int, from_at: str, until_at: str, reason: str) -> None:
    """Keep a pause that is over."""
    insert_row(db, "watch_pause", {"watch_id": watch_id, "from_at": from_at, "until_at": until_at, "reason": reason})


def delete_watch(db: sqlite3.Connection, watch_id: int) -> None:
    """Delete a watch with all looks at it and all its pauses."""
    db.execute("DELETE FROM watch_pause WHERE watch_id = ?", (watch_id,))
    db.execute("DELETE FROM watch_check WHERE watch_id = ?", (watch_id,))
    db.execute("DELETE FROM watch WHERE id = ?", (watch_id,))
