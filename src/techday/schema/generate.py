"""From the tables to `database/schema.sql`: tables, indexes, the triggers that fill the journal, and search.

Run `python -m techday.schema.generate` after a change of the tables; a test fails while the file is not current.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from techday.database.connection import APPLICATION_ID, FROZEN_CARD, FROZEN_HANDOVER, SCHEMA_FILE, SCHEMA_VERSION
from techday.database.search_index import SEARCHED, create_statement
from techday.schema import tables

# The journal does not journal itself, and a cache can be made again.
NOT_JOURNALED = frozenset(
    table.__tablename__ for table in (tables.Operation, tables.Journal, tables.Holiday, tables.FeedCheck)
)

# What was submitted is frozen for every way to write: commands, undo, import, another program. Each guard is a name,
# the event, and the condition under which it refuses.
FROZEN = "EXISTS (SELECT 1 FROM time_card WHERE id IN ({card}) AND state IN ('submitted', 'approved'))"
# What of a card itself was submitted; its decision comes after.
SUBMITTED = (
    *("week", "part", "technician", "first_day", "last_day", "submitted_at", "worked_seconds", "billed_seconds"),
    *("rules", "accepted", "digest"),
)


def columns(row: str, names: Sequence[str]) -> str:
    """Give the columns of a trigger's row, OLD or NEW, with commas between them."""
    return ", ".join(f"{row}.{name}" for name in names)


def differ(names: Sequence[str]) -> str:
    """Give the condition that a row is about to change in any of some columns."""
    return f"({columns('OLD', names)}) IS NOT ({columns('NEW', names)})"


# Of a handover: what was sent, and how it was decided. What was only said can be given back with its own verb.
SENT = ("uid", "direction", "number", "technician_id", "name", "spoken", "sent_at", "back_at", "packet", "digest")
DECIDED = ("state", "decided_at", "decided_by", "read_back", "reason")
TAKEN_BACK = "(OLD.spoken = 1 AND OLD.state = 'accepted' AND NEW.state = 'returned')"
LINE = (
    *("handover_id", "ticket_uid", "plan", "reference", "title", "client", "priority", "severity", "summary", "tried"),
    *("next_step", "by_at", "if_then", "told"),
)

GUARDS = (
    ("time_entry_kept", "BEFORE UPDATE ON time_entry", FROZEN.format(card="OLD.card_id, NEW.card_id")),
    ("time_entry_stays", "BEFORE DELETE ON time_entry", FROZEN.format(card="OLD.card_id")),
    ("time_entry_shut", "BEFORE INSERT ON time_entry", FROZEN.format(card="NEW.card_id")),
    ("card_line_kept", "BEFORE UPDATE ON card_line", FROZEN.format(card="OLD.card_id, NEW.card_id")),
    ("card_line_stays", "BEFORE DELETE ON card_line", FROZEN.format(card="OLD.card_id")),
    ("card_line_closed", "BEFORE INSERT ON card_line", FROZEN.format(card="NEW.card_id")),
    (
        "time_card_kept",
        "BEFORE UPDATE ON time_card",
        f"OLD.state IN ('submitted', 'approved') AND NEW.state IN ('submitted', 'approved') AND"
        f" ({columns('OLD', SUBMITTED)}) IS NOT ({columns('NEW', SUBMITTED)})",
    ),
    ("time_card_stays", "BEFORE DELETE ON time_card", "OLD.state IN ('submitted', 'approved')"),
    ("handover_kept", "BEFORE UPDATE ON handover", differ(SENT)),
    (
        "handover_decided",
        "BEFORE UPDATE ON handover",
        f"OLD.state IN ('accepted', 'returned') AND ({differ(DECIDED)}) AND NOT {TAKEN_BACK}",
    ),
    ("handover_stays", "BEFORE DELETE ON handover", "OLD.state <> 'received'"),
    ("handover_uid_kept", "BEFORE UPDATE ON ticket_uid", "1"),
    ("handover_uid_stays", "BEFORE DELETE ON ticket_uid", "1"),
    ("handover_line_kept", "BEFORE UPDATE ON handover_line", f"OLD.ticket_id IS NOT NULL OR {differ(LINE)}"),
    (
        "handover_line_stays",
        "BEFORE DELETE ON handover_line",
        "EXISTS (SELECT 1 FROM handover WHERE id = OLD.handover_id AND state <> 'received')",
    ),
)

CURRENT_OPERATION = "(SELECT max(id) FROM operation)"


def schema_text() -> str:
    """Give the whole of `schema.sql`: the statements that make an empty store, in an order that can be run."""
    dialect = sqlite.dialect()
    statements = [f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {SCHEMA_VERSION}"]
    for table in SQLModel.metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)).strip().replace("\t", "    "))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements.extend(str(CreateIndex(index).compile(dialect=dialect)).strip() for index in indexes)
        if table.name not in NOT_JOURNALED:
            statements.extend(journal_triggers(table))
    statements.extend(guard(*parts) for parts in GUARDS)
    statements.extend(create_statement(searched) for searched in SEARCHED)
    lines = ["\n".join(line.rstrip() for line in statement.splitlines()) for statement in statements]
    head = "-- Generated by `python -m techday.schema.generate` from techday/schema/tables.py: do not edit.\n"
    return head + "\n".join(f"{statement};" for statement in lines) + "\n"


def journal_triggers(table: Table) -> list[str]:
    """Give the three triggers that write each touched row of `table`, as it was, to the journal.

    Only the row before is kept: "changed since" is a later operation that touched the same row. Short texts matter:
    SQLite reads every trigger at each start.
    """
    values = columns("OLD", [column.name for column in table.columns])
    into = "INSERT INTO journal (operation_id, table_name, row_id, before)"
    kept = f"{into} VALUES ({CURRENT_OPERATION}, '{table.name}', OLD.id, json_array({values}))"
    fresh = f"{into} VALUES ({CURRENT_OPERATION}, '{table.name}', NEW.id, NULL)"
    name = table.name
    return [
        f"CREATE TRIGGER {name}_inserted AFTER INSERT ON {name} BEGIN {fresh}; END",
        f"CREATE TRIGGER {name}_updated AFTER UPDATE ON {name} BEGIN {kept}; END",
        f"CREATE TRIGGER {name}_deleted AFTER DELETE ON {name} BEGIN {kept}; END",
    ]


def guard(name: str, event: str, condition: str) -> str:
    """Give the trigger that refuses a write to what is frozen, whoever writes."""
    message = FROZEN_HANDOVER if name.startswith("handover") else FROZEN_CARD
    return f"CREATE TRIGGER {name} {event} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"


def main() -> None:
    """Write the schema file."""
    Path(SCHEMA_FILE).write_text(schema_text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
