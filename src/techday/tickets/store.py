"""Tickets in the store: the rows, and the SQL that gives them."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from techday.database.fetch import fetch, fetch_one, value
from techday.database.rows import insert_row, inserted, update_row


class TicketRow(NamedTuple):
    """A ticket with the names of its client and owner; instants are UTC text, `owner_id` is a technician's.

    `escalated_at` stands while it is handed up to `escalated_to` and nobody has picked it up yet.
    """

    id: int
    reference: str
    source: str | None
    title: str
    client_id: int | None
    client_code: str | None
    client_name: str | None
    priority: int
    tier: int
    state: str
    owner_id: int | None
    owner: str | None
    requester: str
    category: str
    source_status: str
    source_priority: str
    opened_at: str
    first_seen_at: str
    due_at: str | None
    resolved_at: str | None
    closed_at: str | None
    waiting_for: str | None
    waiting_until: str | None
    next_action: str
    verified_at: str | None
    asset: str
    fix: str
    cause: str
    cause_owed: int
    merged_into: int | None
    problem_id: int | None
    escalated_at: str | None
    escalated_to: str
    external_id: str | None


class EventRow(NamedTuple):
    """An event as people read it; `ticket_id` is the ticket on which it was recorded, which may be a merged one."""

    id: int
    ticket_id: int
    at: str
    recorded_at: str
    kind: str
    public: int
    imported: int
    detail: str
    text: str


class ClockEvent(NamedTuple):
    """An event as the clocks read it, in the order in which things happened."""

    ticket_id: int
    at: str
    kind: str
    public: int
    detail: str


OPEN = "ticket.state IN ('new', 'working', 'waiting')"
SELECT_TICKET = """
SELECT ticket.id, ticket.reference, ticket.source, ticket.title, ticket.client_id, client.code AS client_code,
       client.name AS client_name, ticket.priority, ticket.tier, ticket.state, ticket.owner_id,
       technician.name AS owner, ticket.requester, ticket.category, ticket.source_status, ticket.source_priority,
       ticket.opened_at, ticket.first_seen_at, ticket.due_at, ticket.resolved_at, ticket.closed_at,
       ticket.waiting_for, ticket.waiting_until, ticket.next_action, ticket.verified_at, ticket.asset, ticket.fix,
       ticket.cause, ticket.cause_owed, ticket.merged_into, ticket.problem_id, ticket.escalated_at,
       ticket.escalated_to, ticket.external_id
  FROM ticket
  LEFT JOIN client ON client.id = ticket.client_id
  LEFT JOIN technician ON technician.id = ticket.owner_id
"""


def open_tickets(db: sqlite3.Connection, limit: int = -1) -> list[TicketRow]:
    """Give the open tickets in queue order: highest priority, then oldest; -1 gives them all."""
    sql = f"{SELECT_TICKET} WHERE {OPEN} ORDER BY ticket.priority, ticket.opened_at, ticket.id LIMIT :limit"
    return fetch(db, TicketRow, sql, limit=limit)


def count_open(db: sqlite3.Connection) -> int:
    """Give the number of open tickets."""
    return int(value(db, f"SELECT count(*) FROM ticket WHERE {OPEN}"))


def ticket_by_id(db: sqlite3.Connection, ticket_id: int) -> TicketRow:
    """Give the ticket of that row number; it must exist."""
    found = fetch_one(db, TicketRow, f"{SELECT_TICKET} WHERE ticket.id = :ticket_id", ticket_id=ticket_id)
    if found is None:
        raise LookupError(f"no ticket row {ticket_id}")
    return found


def id_by_reference(db: sqlite3.Connection, reference: str) -> int | None:
    """Give the row number of the ticket with exactly this reference, else None."""
    found = value(db, "SELECT id FROM ticket WHERE reference = :reference", reference=reference)
    return None if found is None else int(found)


def id_by_local_number(db: sqlite3.Connection, number: int) -> int | None:
    """Give the row number of the local ticket L`number`, which it keeps after it is linked, else None."""
    found = value(db, "SELECT ticket_id FROM local_number WHERE id = :number", number=number)
    return None if found is None else int(found)


def is_local_reference(text: str) -> bool:
    """Tell whether a reference looks like that of a local ticket: L7."""
    return text[:1] in ("L", "l") and text[1:].isascii() and text[1:].isdigit()


def last_state_change(db: sqlite3.Connection, ticket_id: int) -> str | None:
    """Give when a ticket last changed its state here (UTC text), None where it never did."""
    sql = (
        "SELECT max(at) FROM ticket_event WHERE ticket_id = :ticket_id AND imported = 0"
        " AND kind IN ('state', 'waiting', 'merged', 'parted')"
    )
    found = value(db, sql, ticket_id=ticket_id)
    return None if found is None else str(found)


def was_resolved(db: sqlite3.Connection, ticket_id: int) -> bool:
    """Tell whether a ticket was ever resolved or closed."""
    sql = (
        "SELECT 1 FROM ticket_event WHERE ticket_id = :ticket_id AND kind = 'state'"
        " AND detail IN ('resolved', 'closed') LIMIT 1"
    )
    return value(db, sql, ticket_id=ticket_id) is not None


def own_states(db: sqlite3.Connection, ticket_id: int) -> list[tuple[str, str]]:
    """Give the states through which a ticket went, as kind and detail of their events, oldest first."""
    sql = (
        "SELECT kind, detail FROM ticket_event WHERE ticket_id = :ticket_id"
        " AND kind IN ('opened', 'state', 'waiting', 'parted') ORDER BY at, id"
    )
    return [(row[0], row[1]) for row in db.execute(sql, {"ticket_id": ticket_id})]


class ReferenceRow(NamedTuple):
    """A ticket by its reference, with its title: for completion and for telling candidates apart."""

    id: int
    reference: str
    title: str


def open_references(db: sqlite3.Connection) -> list[ReferenceRow]:
    """Give the references of the open tickets in queue order."""
    sql = f"SELECT id, reference, title FROM ticket WHERE {OPEN} ORDER BY priority, opened_at, id"
    return fetch(db, ReferenceRow, sql)


def references_ending(db: sqlite3.Connection, suffix: str, limit: int) -> list[ReferenceRow]:
    """Give tickets of any state whose reference ends in `suffix`, whatever its case, newest first."""
    sql = (
        "SELECT id, reference, title FROM ticket WHERE substr(reference, -length(:suffix)) = :suffix COLLATE NOCASE"
        " ORDER BY id DESC LIMIT :limit"
    )
    return fetch(db, ReferenceRow, sql, suffix=suffix, limit=limit)


def body_of(db: sqlite3.Connection, ticket_id: int) -> str:
    """Give the ticket's description, which is long and so not part of its row."""
    return str(value(db, "SELECT body FROM ticket WHERE id = :ticket_id", ticket_id=ticket_id))


# A ticket and all that were merged into it: merging moves nothing, so whoever reads a ticket reads these.
AS_ONE = "(SELECT :ticket_id UNION ALL SELECT id FROM ticket WHERE merged_into = :ticket_id)"


def events_of(db: sqlite3.Connection, ticket_id: int) -> list[EventRow]:
    """Give all that happened on a ticket and on those merged into it, oldest first."""
    sql = (
        "SELECT id, ticket_id, at, recorded_at, kind, public, imported, detail, text FROM ticket_event"
        f" WHERE ticket_id IN {AS_ONE} ORDER BY at, id"
    )
    return fetch(db, EventRow, sql, ticket_id=ticket_id)


def clock_events(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> list[ClockEvent]:
    """Give what the clocks read of some tickets, by their row numbers: ticket by ticket, oldest first.

    Of a ticket merged into one of them the clocks hear what was said, as on the ticket itself; its states, waits and
    opening are its own history.
    """
    sql = (
        "SELECT ticket_event.ticket_id, ticket_event.at, ticket_event.kind, ticket_event.public, ticket_event.detail"
        " FROM json_each(:ids) AS wanted CROSS JOIN ticket_event ON ticket_event.ticket_id = wanted.value"
        " ORDER BY wanted.key, ticket_event.at, ticket_event.id"
    )
    ids = f"[{','.join(map(str, ticket_ids))}]"
    own = fetch(db, ClockEvent, sql, ids=ids)
    said = fetch(db, ClockEvent, SAID_ON_MERGED, ids=ids)
    # Sorting keeps equal ones in their order, and hardly anything is ever merged.
    return sorted([*own, *said], key=lambda event: (event.ticket_id, event.at)) if said else own


SAID_ON_MERGED = """
SELECT merged.merged_into AS ticket_id, ticket_event.at, ticket_event.kind, ticket_event.public, ticket_event.detail
  FROM json_each(:ids) AS wanted
 CROSS JOIN ticket AS merged ON merged.merged_into = wanted.value
 CROSS JOIN ticket_event ON ticket_event.ticket_id = merged.id AND ticket_event.kind IN ('reply', 'heard')
 ORDER BY merged.merged_into, ticket_event.at, ticket_event.id
"""


def clock_events_of(db: sqlite3.Connection, ticket_id: int) -> list[ClockEvent]:
    """Give what the clocks read of one ticket, oldest first, as `clock_events` does."""
    return clock_events(db, [ticket_id])


class Word(NamedTuple):
    """The last thing that was said on a ticket, by us (`reply`) or by the client (`heard`)."""

    kind: str
    at: str
    text: str


def last_word(db: sqlite3.Connection, ticket_id: int) -> Word | None:
    """Give the last public word on a ticket and on those merged into it, or None."""
    sql = (
        f"SELECT kind, at, text FROM ticket_event WHERE ticket_id IN {AS_ONE} AND kind IN ('reply', 'heard')"
        " ORDER BY at DESC, id DESC LIMIT 1"
    )
    return fetch_one(db, Word, sql, ticket_id=ticket_id)


# To put tickets beside each other, or one aside, is no look at how it stands.
NO_LOOK = "('passed', 'related', 'linked', 'problem', 'merged', 'parted')"
RECORDED = f"ticket_event.at >= :since AND ticket_event.imported = 0 AND ticket_event.kind NOT IN {NO_LOOK}"
WORKED = "coalesce(time_entry.ended_at, '9') >= :since"
# The technician recorded something on a ticket, or on one merged into it, or worked on them, at or after :since.
TOUCHED = f"""(
    EXISTS (SELECT 1 FROM ticket_event WHERE ticket_event.ticket_id = ticket.id AND {RECORDED})
    OR EXISTS (SELECT 1 FROM time_entry WHERE time_entry.ticket_id = ticket.id AND {WORKED})
    OR EXISTS (SELECT 1 FROM ticket AS merged JOIN ticket_event ON ticket_event.ticket_id = merged.id
                WHERE merged.merged_into = ticket.id AND {RECORDED})
    OR EXISTS (SELECT 1 FROM ticket AS merged JOIN time_entry ON time_entry.ticket_id = merged.id
                WHERE merged.merged_into = ticket.id AND {WORKED})
)"""


def touched_since(db: sqlite3.Connection, since: str) -> set[int]:
    """Give the open tickets on which the technician recorded something, or worked, at or after `since`."""
    return {row[0] for row in db.execute(f"SELECT ticket.id FROM ticket WHERE {OPEN} AND {TOUCHED}", {"since": since})}


def passed_since(db: sqlite3.Connection, since: str) -> dict[int, str]:
    """Give the open tickets that were passed over at or after `since`, each with the latest reason."""
    sql = (
        "SELECT ticket.id, ticket_event.text FROM ticket CROSS JOIN ticket_event ON ticket_event.ticket_id = ticket.id"
        f" WHERE {OPEN} AND ticket_event.at >= :since AND ticket_event.kind = 'passed'"
        " ORDER BY ticket_event.at, ticket_event.id"
    )
    return {row[0]: row[1] for row in db.execute(sql, {"since": since})}


class CauseOwed(NamedTuple):
    """A resolved ticket whose cause is still to be told."""

    reference: str
    owner_id: int | None


def causes_owed(db: sqlite3.Connection) -> list[CauseOwed]:
    """Give the tickets whose cause is owed, the oldest first; of a merged ticket its target tells the cause."""
    sql = "SELECT reference, owner_id FROM ticket WHERE cause_owed = 1 AND +merged_into IS NULL ORDER BY id"
    return fetch(db, CauseOwed, sql)


class Verification(NamedTuple):
    """What verification asks of a ticket; `touched` is 1 where the technician recorded something on it."""

    owner_id: int | None
    state: str
    next_action: str
    waiting_until: str | None
    verified_at: str | None
    touched: int


def verifications(db: sqlite3.Connection, since: str) -> list[Verification]:
    """Give what verification asks of the tickets that were opened before `since` and are still open."""
    # The plus keeps SQLite from the index of all openings: the few open tickets have one of their own.
    sql = (
        f"SELECT owner_id, state, next_action, waiting_until, verified_at, {TOUCHED} AS touched"
        f" FROM ticket WHERE {OPEN} AND +opened_at < :since"
    )
    return fetch(db, Verification, sql, since=since)


class Alike(NamedTuple):
    """A ticket that might be the same as another: enough to compare and to name it."""

    id: int
    reference: str
    title: str
    state: str
    opened_at: str
    asset: str
    problem_id: int | None


def recent_of_client(db: sqlite3.Connection, client_id: int | None, since: str) -> list[Alike]:
    """Give a client's open tickets and those opened since, newest first, without merged ones.

    None means the tickets without a client.
    """
    sql = (
        "SELECT id, reference, title, state, opened_at, asset, problem_id FROM ticket"
        " WHERE merged_into IS NULL AND id IN ("
        "SELECT id FROM ticket WHERE client_id IS :client_id AND opened_at >= :since"
        f" UNION SELECT id FROM ticket WHERE {OPEN} AND +client_id IS :client_id)"
        " ORDER BY opened_at DESC, id DESC LIMIT 500"
    )
    return fetch(db, Alike, sql, client_id=client_id, since=since)


class TechnicianRow(NamedTuple):
    """Somebody who owns tickets."""

    id: int
    name: str
    name_key: str


def technicians(db: sqlite3.Connection) -> list[TechnicianRow]:
    """Give everybody who owns tickets, by name."""
    return fetch(db, TechnicianRow, "SELECT id, name, name_key FROM technician ORDER BY name_key")


# --- writes: each is called inside an operation ---


def insert_technician(db: sqlite3.Connection, name: str, name_key: str) -> int:
    """Add a technician and give the row number."""
    cursor = db.execute("INSERT INTO technician (name, name_key) VALUES (?, ?)", (name, name_key))
    return inserted(cursor)


def insert_ticket(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a ticket with its reference among `fields`, and give its row number."""
    return insert_row(db, "ticket", fields)


def insert_local_ticket(db: sqlite3.Connection, fields: dict[str, object]) -> tuple[int, str]:
    """Add a ticket of our own under the next free L number; give its row number and reference."""
    # The reference needs the number, the number needs the ticket: the first name is never seen.
    ticket_id = insert_ticket(db, {**fields, "reference": ""})
    number = insert_local_number(db, ticket_id)
    # Another system may number its tickets in the same way.
    while id_by_reference(db, f"L{number}") is not None:
        db.execute("DELETE FROM local_number WHERE id = ?", (number,))
        number = insert_local_number(db, ticket_id)
    reference = f"L{number}"
    db.execute("UPDATE ticket SET reference = ? WHERE id = ?", (reference, ticket_id))
    return ticket_id, reference


def insert_local_number(db: sqlite3.Connection, ticket_id: int) -> int:
    """Take the next L number for a ticket and give it; a number is never given twice."""
    return inserted(db.execute("INSERT INTO local_number (ticket_id) VALUES (?)", (ticket_id,)))


def insert_event(
    db: sqlite3.Connection,
    ticket_id: int,
    at: str,
    recorded_at: str,
    kind: str,
    *,
    public: bool = False,
    detail: str = "",
    text: str = "",
    imported: bool = False,
) -> int:
    """Record something that happened on a ticket, here or where it came from, and give the row number."""
    cursor = db.execute(
        "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, public, imported, detail, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (ticket_id, at, recorded_at, kind, int(public), int(imported), detail, text),
    )
    return inserted(cursor)


CHANGEABLE = frozenset(
    "reference source external_id client_id owner_id title priority tier state requester category due_at resolved_at"
    " closed_at waiting_for waiting_until next_action verified_at body asset fix cause cause_owed merged_into"
    " problem_id escalated_at escalated_to".split()
)


def update_ticket(db: sqlite3.Connection, ticket_id: int, changes: dict[str, object]) -> None:
    """Set some of a ticket's fields; raises ValueError for a field that is not the technician's to change."""
    update_row(db, "ticket", ticket_id, changes, CHANGEABLE)
