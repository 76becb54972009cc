"""Time cards as they were submitted, their lines, and breaks, in the store."""

import sqlite3
from collections.abc import Collection, Mapping
from typing import NamedTuple

from techday.core.weeks import card_name
from techday.database.fetch import fetch, fetch_one, value
from techday.database.rows import insert_row, update_row
from techday.timecard.store import SELECT_ENTRY, EntryRow


class CardRow(NamedTuple):
    """A time card; `accepted` is a JSON list of the warnings that were accepted, `rules` the rounding as printed."""

    id: int
    week: str
    part: int
    state: str
    technician: str
    first_day: str
    last_day: str
    submitted_at: str | None
    worked_seconds: int
    billed_seconds: int
    rules: str
    accepted: str
    digest: str
    decided_at: str | None
    decided_by: str
    reason: str

    @property
    def name(self) -> str:
        """The card's name: `2026-W47`, or `2026-W47/2`."""
        return card_name(self.week, self.part)

    @property
    def is_frozen(self) -> bool:
        """Whether its lines may not change."""
        return self.state in ("submitted", "approved")


SELECT_CARD = """
SELECT id, week, part, state, technician, first_day, last_day, submitted_at, worked_seconds, billed_seconds, rules,
       accepted, digest, decided_at, decided_by, reason
  FROM time_card
"""


class LineRow(NamedTuple):
    """A line of a time card as it was submitted; `day` is a local date, instants are UTC text.

    `content` is the entry's own row as it was then, a JSON list.
    """

    entry_id: int
    card_id: int
    day: str
    started_at: str
    ended_at: str
    seconds: int
    paid_seconds: int
    billed_seconds: int
    ticket: str | None
    title: str | None
    client: str | None
    work_type: str
    billable: int
    utilised: int
    note: str
    internal_note: str
    late_seconds: int | None
    concurrent: int
    content: str


# The columns of an entry that say anything of the work: what was submitted of them is kept beside its line.
CONTENT = (
    "json_array(started_at, ended_at, ticket_id, work_type, note, client_id, billable, internal_note, recorded_at,"
    " concurrent)"
)
SELECT_LINE = f"SELECT {', '.join(LineRow._fields)} FROM card_line"


def cards_of_week(db: sqlite3.Connection, week: str) -> list[CardRow]:
    """Give the cards of a week (`2026-W47`) that were ever submitted, in order."""
    return fetch(db, CardRow, f"{SELECT_CARD} WHERE week = :week ORDER BY part", week=week)


def card_by_id(db: sqlite3.Connection, card_id: int) -> CardRow | None:
    """Give the card of that row number, or None."""
    return fetch_one(db, CardRow, f"{SELECT_CARD} WHERE id = :card_id", card_id=card_id)


def all_cards(db: sqlite3.Connection) -> list[CardRow]:
    """Give every card that was ever submitted, the oldest week first."""
    return fetch(db, CardRow, f"{SELECT_CARD} ORDER BY week, part")


def cards_between(db: sqlite3.Connection, first_week: str, last_week: str) -> list[CardRow]:
    """Give the cards of the weeks from one to another (`2026-W47`), both included, in order."""
    sql = f"{SELECT_CARD} WHERE week BETWEEN :first_week AND :last_week ORDER BY week, part"
    return fetch(db, CardRow, sql, first_week=first_week, last_week=last_week)


def insert_card(db: sqlite3.Connection, fields: Mapping[str, object]) -> int:
    """Add a card and give its row number."""
    return insert_row(db, "time_card", fields)


def update_card(db: sqlite3.Connection, card_id: int, changes: Mapping[str, object]) -> None:
    """Set some fields of a card."""
    update_row(db, "time_card", card_id, changes, CardRow._fields[1:])


def lines_of(db: sqlite3.Connection, card_ids: Collection[int]) -> list[LineRow]:
    """Give the lines of some cards, in order."""
    wanted = f"[{','.join(map(str, card_ids))}]"
    among = "card_id IN (SELECT value FROM json_each(:card_ids))"
    sql = f"{SELECT_LINE} WHERE {among} ORDER BY card_id, started_at, entry_id"
    return fetch(db, LineRow, sql, card_ids=wanted)


def insert_line(db: sqlite3.Connection, line: LineRow) -> None:
    """Add a line to a card that is not frozen yet."""
    insert_row(db, "card_line", line._asdict())


def delete_lines(db: sqlite3.Connection, card_id: int) -> None:
    """Remove the lines of a card that is no longer frozen."""
    db.execute("DELETE FROM card_line WHERE card_id = ?", (card_id,))


def former_codes(db: sqlite3.Connection, client_id: int) -> set[str]:
    """Give the codes under which a client's time was submitted, as far as its tickets and entries are still its own."""
    sql = (
        "SELECT DISTINCT card_line.client FROM card_line JOIN time_entry ON time_entry.id = card_line.entry_id"
        " LEFT JOIN ticket ON ticket.id = time_entry.ticket_id"
        " WHERE coalesce(ticket.client_id, time_entry.client_id) = ? AND card_line.client IS NOT NULL"
    )
    return {row[0] for row in db.execute(sql, (client_id,))}


def entries_on(db: sqlite3.Connection, card_ids: Collection[int]) -> list[EntryRow]:
    """Give the entries that stand on some cards, in order."""
    sql = (
        f"{SELECT_ENTRY} WHERE time_entry.card_id IN (SELECT value FROM json_each(:card_ids))"
        " ORDER BY time_entry.started_at, time_entry.id"
    )
    return fetch(db, EntryRow, sql, card_ids=f"[{','.join(map(str, card_ids))}]")


def contents_on(db: sqlite3.Connection, card_id: int) -> dict[int, str]:
    """Give the rows of the entries that stand on a card as JSON lists, by the entry's number."""
    return dict(db.execute(f"SELECT id, {CONTENT} FROM time_entry WHERE card_id = ?", (card_id,)).fetchall())


def open_entries(db: sqlite3.Connection, since: str, until: str) -> list[EntryRow]:
    """Give the entries on no card that started in `[since, until)`, in order."""
    sql = (
        f"{SELECT_ENTRY} WHERE time_entry.card_id IS NULL AND time_entry.started_at >= :since"
        " AND time_entry.started_at < :until ORDER BY time_entry.started_at, time_entry.id"
    )
    return fetch(db, EntryRow, sql, since=since, until=until)


def first_open_start(db: sqlite3.Connection) -> str | None:
    """Give when the oldest entry on no card started; None where there is none."""
    found: str | None = value(db, "SELECT min(started_at) FROM time_entry WHERE card_id IS NULL")
    return found
