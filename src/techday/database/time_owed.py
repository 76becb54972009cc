"""What the PSA must still learn of time worked, kept from the journal of each operation.

Time entries change in many ways: started, stopped, cut, split, moved, deleted, undone. So each operation looks, when it
ends and in its own transaction, at the entries that it touched: time on a ticket of the PSA is owed once it has ended
(a guessed end once it is confirmed); what the PSA was told of comes back where it changed since; and what it was told
of and is no more must be taken back.
"""

import sqlite3

# What the PSA is told of an entry; a change of any of it is a change for the PSA.
CONTENT = (
    "json_array(entry.started_at, entry.ended_at, entry.ticket_id, entry.work_type, entry.note, entry.billable,"
    " entry.internal_note)"
)
TOUCHED = (
    "WITH touched AS (SELECT DISTINCT row_id AS id FROM journal"
    " WHERE operation_id = :number AND table_name = 'time_entry')"
)
OWES = (
    "entry.ended_at > entry.started_at AND entry.guessed = 0 AND EXISTS (SELECT 1 FROM ticket AS worked_on"
    " JOIN ticket ON ticket.id = coalesce(worked_on.merged_into, worked_on.id)"
    " WHERE worked_on.id = entry.ticket_id AND ticket.external_id IS NOT NULL)"
)
# An entry that went to another ticket, or is no more, leaves what was told behind, to be taken back.
LEFT_BEHIND = (
    "SELECT item.id FROM touched JOIN outbox_item AS item ON item.entry_id = touched.id"
    " LEFT JOIN time_entry AS entry ON entry.id = item.entry_id"
    f" WHERE entry.id IS NULL OR entry.ticket_id IS NOT item.ticket_id OR NOT ({OWES})"
)
STATEMENTS = (
    f"{TOUCHED} DELETE FROM outbox_item WHERE state = 'owed' AND id IN ({LEFT_BEHIND})",
    f"{TOUCHED} UPDATE outbox_item SET state = 'removed', entry_id = NULL WHERE id IN ({LEFT_BEHIND})",
    f"{TOUCHED} UPDATE outbox_item SET state = CASE WHEN told = (SELECT {CONTENT} FROM time_entry AS entry"
    " WHERE entry.id = entry_id) THEN 'told' ELSE 'changed' END"
    " WHERE state IN ('told', 'changed') AND entry_id IN (SELECT id FROM touched)"
    f" AND (state = 'told') IS NOT (told = (SELECT {CONTENT} FROM time_entry AS entry WHERE entry.id = entry_id))",
    f"{TOUCHED} INSERT INTO outbox_item (kind, state, created_at, ticket_id, entry_id)"
    " SELECT 'time', 'owed', (SELECT at FROM operation WHERE id = :number), entry.ticket_id, entry.id"
    " FROM touched JOIN time_entry AS entry ON entry.id = touched.id"
    f" WHERE {OWES} AND NOT EXISTS (SELECT 1 FROM outbox_item AS item WHERE item.entry_id = entry.id)",
)


def follow_time(db: sqlite3.Connection, number: int) -> None:
    """Bring the outbox up to date with what operation `number` did to time entries, in its transaction."""
    for statement in STATEMENTS:
        db.execute(statement, {"number": number})
