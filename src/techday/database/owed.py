"""What the PSA must still learn, kept from the journal of each operation.

Time entries change in many ways: started, stopped, cut, split, moved, deleted, undone; and a ticket comes to belong to
another number: linked, merged, parted, undone. So each operation looks, when it ends and in its own transaction, at the
entries, tickets and items that it touched: time that has ended is owed (a guessed end once it is confirmed) on the
ticket of the PSA that it belongs to; what the PSA was told of comes back where it changed since; and what it was told
of, and is no more or belongs elsewhere, must be taken back.

What a ticket owes, it owes on the number of the ticket that it was merged into, else on its own; without a number it
owes nothing.
"""

import sqlite3
from collections.abc import Collection

# What the PSA is told of an entry; a change of any of it is a change for the PSA.
CONTENT = (
    "json_array(entry.started_at, entry.ended_at, entry.ticket_id, entry.work_type, entry.note, entry.billable,"
    " entry.internal_note)"
)
# Of a ticket `own` and of `target`, into which it was merged: the row of the one that the PSA knows, or NULL.
KNOWN_TICKET = (
    "CASE WHEN target.external_id IS NOT NULL THEN target.id WHEN own.external_id IS NOT NULL THEN own.id END"
)
# The same for a ticket of which only the row number is known, as {ticket}.
KNOWN_OF = (
    f"(SELECT {KNOWN_TICKET} FROM ticket AS own LEFT JOIN ticket AS target ON target.id = own.merged_into"
    " WHERE own.id = {ticket})"
)
# What the technician wrote here: neither what an import brought, nor what shall stay inside.
WORDS_OWED = (
    "event.imported = 0 AND (event.kind = 'reply' AND event.public = 1"
    " OR event.kind = 'note' AND event.public = 0 AND event.detail <> 'private'"
    " OR event.kind = 'state' AND event.detail = 'resolved' AND event.text <> '')"
)
HAS_ENDED = "entry.ended_at > entry.started_at AND entry.guessed = 0"
NOT_OWED_YET = "NOT EXISTS (SELECT 1 FROM outbox_item AS item WHERE item.{column} = {row}.id)"
WHEN = "(SELECT at FROM operation WHERE id = :number)"

TOUCHED = (
    "WITH touched AS (SELECT row_id AS id FROM journal WHERE operation_id = :number AND table_name = 'time_entry'"
    " UNION SELECT item.entry_id FROM journal JOIN outbox_item AS item ON item.id = journal.row_id"
    " WHERE journal.operation_id = :number AND journal.table_name = 'outbox_item' AND item.entry_id IS NOT NULL)"
)
# An entry that went to another ticket, or is no more, leaves what was told behind, to be taken back.
LEFT_BEHIND = (
    "SELECT item.id FROM touched JOIN outbox_item AS item ON item.entry_id = touched.id"
    " LEFT JOIN time_entry AS entry ON entry.id = item.entry_id"
    f" WHERE entry.id IS NULL OR entry.ticket_id IS NOT item.ticket_id OR NOT ({HAS_ENDED})"
)
IS_AS_TOLD = f"told = (SELECT {CONTENT} FROM time_entry AS entry WHERE entry.id = entry_id)"
OF_ENTRIES = (
    f"{TOUCHED} DELETE FROM outbox_item WHERE state = 'owed' AND id IN ({LEFT_BEHIND})",
    f"{TOUCHED} UPDATE outbox_item SET state = 'removed', entry_id = NULL,"
    f" ticket_id = coalesce(told_ticket_id, ticket_id) WHERE id IN ({LEFT_BEHIND})",
    f"{TOUCHED} UPDATE outbox_item SET state = CASE WHEN {IS_AS_TOLD} THEN 'told' ELSE 'changed' END"
    f" WHERE state IN ('told', 'changed') AND entry_id IN (SELECT id FROM touched)"
    f" AND (state = 'told') IS NOT ({IS_AS_TOLD})",
    f"{TOUCHED} INSERT INTO outbox_item (kind, state, created_at, ticket_id, entry_id)"
    f" SELECT 'time', 'owed', {WHEN}, entry.ticket_id, entry.id"
    " FROM touched JOIN time_entry AS entry ON entry.id = touched.id"
    f" WHERE {HAS_ENDED} AND {KNOWN_OF.format(ticket='entry.ticket_id')} IS NOT NULL"
    f" AND {NOT_OWED_YET.format(column='entry_id', row='entry')}",
)

# A new ticket has nothing yet that the PSA could learn, so an import costs no more than a look at what it changed.
CHANGED_TICKETS = (
    "SELECT DISTINCT journal.row_id FROM journal JOIN ticket ON ticket.id = journal.row_id"
    " WHERE journal.operation_id = :number AND journal.table_name = 'ticket' AND journal.before IS NOT NULL"
    " AND (json_extract(journal.before, :number_place) IS NOT ticket.external_id"
    " OR json_extract(journal.before, :merged_place) IS NOT ticket.merged_into)"
)
MOVED = "(SELECT value FROM json_each(:tickets))"
# What was told on a ticket's own number stands there, whatever that was merged into since.
OF_TICKETS = (
    "UPDATE outbox_item SET state = 'removed', ticket_id = told_ticket_id, entry_id = NULL, event_id = NULL,"
    " text = CASE WHEN entry_id IS NULL THEN told ELSE text END"
    f" WHERE state IN ('told', 'changed') AND ticket_id IN {MOVED} AND told_ticket_id <> ticket_id"
    f" AND told_ticket_id IS NOT {KNOWN_OF.format(ticket='outbox_item.ticket_id')}",
    "INSERT INTO outbox_item (kind, state, created_at, ticket_id, event_id)"
    f" SELECT CASE event.kind WHEN 'state' THEN 'fix' ELSE event.kind END, 'owed', {WHEN}, event.ticket_id, event.id"
    f" FROM ticket_event AS event WHERE event.ticket_id IN {MOVED} AND {WORDS_OWED}"
    f" AND {KNOWN_OF.format(ticket='event.ticket_id')} IS NOT NULL"
    f" AND {NOT_OWED_YET.format(column='event_id', row='event')} ORDER BY event.at, event.id",
    "INSERT INTO outbox_item (kind, state, created_at, ticket_id, entry_id)"
    f" SELECT 'time', 'owed', {WHEN}, entry.ticket_id, entry.id FROM time_entry AS entry"
    f" WHERE entry.ticket_id IN {MOVED} AND {HAS_ENDED} AND {KNOWN_OF.format(ticket='entry.ticket_id')} IS NOT NULL"
    f" AND {NOT_OWED_YET.format(column='entry_id', row='entry')} ORDER BY entry.started_at, entry.id",
)


def follow_owed(db: sqlite3.Connection, number: int, touched: Collection[str]) -> None:
    """Bring the outbox up to date with what operation `number` did to the `touched` tables, in its transaction."""
    if "ticket" in touched:
        follow_tickets(db, number)
    if "time_entry" in touched or "outbox_item" in touched:
        for statement in OF_ENTRIES:
            db.execute(statement, {"number": number})


def follow_tickets(db: sqlite3.Connection, number: int) -> None:
    """Have what was recorded on tickets follow them to the number that they belong to now."""
    places = {name: f"$[{place}]" for place, name in db.execute("SELECT cid, name FROM pragma_table_info('ticket')")}
    values = {"number": number, "number_place": places["external_id"], "merged_place": places["merged_into"]}
    changed = [row[0] for row in db.execute(CHANGED_TICKETS, values)]
    if not changed:
        return
    wanted = f"[{','.join(map(str, changed))}]"
    # Those that were merged into a ticket with a new number belong to that number, too.
    followers = "SELECT id FROM ticket WHERE merged_into IN (SELECT value FROM json_each(?))"
    changed += [row[0] for row in db.execute(followers, (wanted,))]
    moved = {"number": number, "tickets": f"[{','.join(map(str, changed))}]"}
    for statement in OF_TICKETS:
        db.execute(statement, moved)
