"""The least that an import of a CSV file can cost: read it with `csv`, write it with `executemany`, nothing more.

    python -m tests.benchmarks.import_floor STORE FILE

STORE is a techday store without triggers, FILE an export written by `export.py`. Cells go into the tables that the
import fills (ticket, imported_ticket, ticket_event) as they stand: no date is read, nothing is cleaned, compared or
validated. What is kept as last imported is the cells joined, so that as many bytes are written.
"""

import csv
import sqlite3
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

# With glibc, batches of a thousand give memory back and take it again at every row, which takes three times as long.
AT_ONCE = 100
STATES = {"Closed": "closed", "New": "new", "In Progress": "working"}
PRIORITIES = {"Critical": 1, "High": 2, "Medium": 3, "Low": 4}
SEEN_AT = "2026-11-23T08:14:00Z"


def fill(store: str, file: Path) -> None:
    """Write every row of `file` to `store` in one transaction."""
    db = sqlite3.connect(store, isolation_level=None)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO import_header (header_key, source, mapping, view) VALUES ('all', 'generic', '{}', 'all')")
    clients: dict[str, int] = {}
    technicians: dict[str, int] = {}
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.reader(opened)
        next(rows)
        for first, batch in batches(rows):
            for cells in batch:
                if cells[2] not in clients:
                    clients[cells[2]] = len(clients) + 1
                    db.execute(
                        "INSERT INTO client (code, name, name_key, created_at) VALUES (?, ?, ?, ?)",
                        (cells[2], cells[2], cells[2], SEEN_AT),
                    )
                if cells[3] not in technicians:
                    technicians[cells[3]] = len(technicians) + 1
                    db.execute("INSERT INTO technician (name, name_key) VALUES (?, ?)", (cells[3], cells[3]))
            write(db, first, batch, clients, technicians)
    db.execute("COMMIT")
    db.close()


def batches(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[list[str]]]]:
    """Give the rows a hundred at a time, each batch with the number of its first ticket."""
    first = 1
    while batch := list(islice(rows, AT_ONCE)):
        yield first, batch
        first += len(batch)


def write(
    db: sqlite3.Connection, first: int, batch: list[list[str]], clients: dict[str, int], technicians: dict[str, int]
) -> None:
    """Write one batch to the three tables."""
    db.executemany(
        "INSERT INTO ticket (id, reference, source, external_id, client_id, owner_id, title, priority, state,"
        " requester, category, source_status, source_priority, opened_at, first_seen_at, source_updated_at, due_at,"
        " resolved_at, closed_at, body) VALUES (?, ?, 'generic', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                number,
                cells[0],
                cells[0],
                clients[cells[2]],
                technicians[cells[3]],
                cells[1],
                PRIORITIES[cells[6]],
                STATES.get(cells[5], "waiting"),
                cells[4],
                cells[7],
                cells[5],
                cells[6],
                cells[8],
                SEEN_AT,
                cells[9],
                cells[10],
                cells[11],
                cells[12],
                cells[13],
            )
            for number, cells in enumerate(batch, start=first)
        ],
    )
    db.executemany(
        "INSERT INTO imported_ticket (source, external_id, ticket_id, header_id, imported)"
        " VALUES ('generic', ?, ?, 1, ?)",
        [(cells[0], number, "\n".join(cells)) for number, cells in enumerate(batch, start=first)],
    )
    db.executemany(
        "INSERT INTO ticket_event (ticket_id, at, recorded_at, kind, imported) VALUES (?, ?, ?, 'opened', 1)",
        [(number, cells[8], SEEN_AT) for number, cells in enumerate(batch, start=first) if cells[5] != "Closed"],
    )


if __name__ == "__main__":
    fill(sys.argv[1], Path(sys.argv[2]))
