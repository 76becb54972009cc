"""What `today` needs to know of visits: the one under way, and those after which home was not called yet."""

import sqlite3
from typing import NamedTuple

from techday.core.work_types import ON_SITE, USUAL
from techday.database.fetch import fetch, fetch_one, value


class OpenVisit(NamedTuple):
    """The visit under way: to whom, `travelling` or `on-site`, since when (UTC text)."""

    id: int
    client: str
    state: str
    since: str


class ToCall(NamedTuple):
    """A visit that has ended, after which home is still to be called; `left_at` is UTC text."""

    id: int
    client: str
    left_at: str


def open_visit(db: sqlite3.Connection) -> OpenVisit | None:
    """Give the visit under way, or None."""
    sql = (
        "SELECT visit.id, client.code AS client, visit.state,"
        " coalesce(visit.arrived_at, visit.went_at, visit.recorded_at) AS since"
        " FROM visit JOIN client ON client.id = visit.client_id WHERE visit.state <> 'ended'"
    )
    return fetch_one(db, OpenVisit, sql)


def is_on_site(db: sqlite3.Connection, client_id: int | None) -> bool:
    """Tell whether the visit under way has arrived at that client."""
    # The first of the two conditions repeats that of the index of open visits, without which all visits are read.
    sql = "SELECT 1 FROM visit WHERE state <> 'ended' AND state = 'on-site' AND client_id = :client_id"
    return value(db, sql, client_id=client_id) is not None


def type_for(db: sqlite3.Connection, client_id: int | None) -> str:
    """Give the type of work that is done for a client now: who has arrived there works on site."""
    return ON_SITE if is_on_site(db, client_id) else USUAL


def to_call(db: sqlite3.Connection) -> list[ToCall]:
    """Give the visits after which home was not called yet, the one that ended first, first."""
    # The plus keeps to the index of those that owe the call, which are few.
    sql = (
        "SELECT visit.id, client.code AS client, coalesce(visit.left_at, visit.recorded_at) AS left_at"
        " FROM visit JOIN client ON client.id = visit.client_id"
        " WHERE visit.state = 'ended' AND visit.called_at IS NULL ORDER BY +visit.left_at, visit.id"
    )
    return fetch(db, ToCall, sql)
