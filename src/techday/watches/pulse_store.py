"""How watches stand, read from the store: apart from all else that is known of them, since the board reads it daily."""

import json
import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from techday.core.instants import NEVER


class Pulse(NamedTuple):
    """How a watch stands by itself: how often it is looked at, and what its latest check said; instants are UTC text.

    `health` is the state of the latest check that was not `na`. Of an approval `fail` means declined. `pauses` is a
    JSON list of the pauses that are over, each from one instant to another: those since the last check matter.
    """

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
    pauses: str = "[]"


class Look(NamedTuple):
    """A look at a watch, as a strip needs it."""

    watch_id: int
    at: str
    day: str
    due_at: str | None
    state: str


# Of thousands most stand alike: they were looked at on the same day, with the same answer. What does not matter to how
# a watch stands is left out: when it began, once it was looked at, and when on its day that was. The latest check comes
# out of the index alone, as one text: its instant, day, state and due time. SQLite would look it up anew wherever it is
# named, were it not told to keep it.
ALIKE = """
WITH watched AS MATERIALIZED (
    SELECT watch.id, watch.kind, watch.every, watch.starts_at, watch.rule_days, watch.paused_at, watch.paused_until,
           (SELECT look.at || ' ' || look.day || ' ' || substr(look.state || '    ', 1, 4) || ' '
                   || coalesce(look.due_at, '')
              FROM watch_check AS look WHERE look.watch_id = watch.id AND look.at <= :now
             ORDER BY look.at DESC, look.id DESC LIMIT 1) AS last
      FROM watch
     WHERE {wanted})
SELECT kind, every,
       CASE WHEN every <> '' AND starts_at <= substr(last, 1, 20) THEN '' ELSE starts_at END AS starts_at,
       rule_days, paused_at, paused_until,
       CASE WHEN every GLOB '*h' THEN substr(last, 1, 20) ELSE substr(last, 22, 10) END AS last_at,
       substr(last, 22, 10) AS last_day,
       CASE WHEN every = '' THEN nullif(substr(last, 38), '') END AS last_due_at,
       CASE trim(substr(last, 33, 4)) WHEN 'na' THEN
           (SELECT told.state FROM watch_check AS told WHERE told.watch_id = watched.id AND told.state <> 'na'
               AND told.at <= :now ORDER BY told.at DESC, told.id DESC LIMIT 1)
       ELSE trim(substr(last, 33, 4)) END AS health,
       CASE WHEN id IN (SELECT watch_id FROM watch_pause) THEN
           (SELECT json_group_array(json_array(past.from_at, past.until_at)) FROM watch_pause AS past
             WHERE past.watch_id = watched.id AND past.until_at > coalesce(substr(last, 1, 20), ''))
       ELSE '[]' END AS pauses,
       json_group_array(watched.id) AS numbers
  FROM watched
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
"""


class Alike(NamedTuple):
    """Watches that stand alike, by their row numbers."""

    pulse: Pulse
    ids: list[int]


def alike(
    db: sqlite3.Connection,
    client_id: int | None = None,
    kinds: Collection[str] = (),
    every: str | None = None,
    now: str = NEVER,
) -> list[Alike]:
    """Give how watches stand, those that stand alike together: of one client, some kinds, one frequency, or of all.

    What was seen after the instant `now` (UTC text) does not count.
    """
    wanted, values = narrowed(client_id, kinds, every)
    found = db.execute(ALIKE.format(wanted=wanted), {**values, "now": now})
    return [Alike(Pulse(*row[:-1]), json.loads(row[-1])) for row in found]


def in_order(db: sqlite3.Connection, client_id: int | None = None, kinds: Collection[str] = ()) -> list[int]:
    """Give the row numbers of watches by client and name: of one client, of some kinds, or of all."""
    wanted, values = narrowed(client_id, kinds)
    sql = (
        "SELECT watch.id FROM watch JOIN client ON client.id = watch.client_id"
        f" WHERE {wanted} ORDER BY client.code, watch.name_key, watch.id"
    )
    return [row[0] for row in db.execute(sql, values)]


def narrowed(client_id: int | None, kinds: Collection[str], every: str | None = None) -> tuple[str, dict[str, object]]:
    """Give the condition on which watches are wanted, and its values.

    Each narrowing is a term of its own, so that SQLite goes through the watches of one client alone.
    """
    terms = ["watch.client_id = :client_id"] if client_id is not None else []
    terms += ["watch.kind IN (SELECT value FROM json_each(:kinds))"] if kinds else []
    terms += ["watch.every = :every"] if every is not None else []
    values: dict[str, object] = {"client_id": client_id, "kinds": json.dumps(list(kinds)), "every": every}
    return " AND ".join(terms) or "1", values
