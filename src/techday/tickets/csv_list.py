"""A list of tickets as CSV: raw values, which a spreadsheet can sort and add up, and no cell that it would run.

Instants are local time (`2026-11-23 08:14:00`), lengths of time whole seconds, what is absent is empty.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import IO

from techday.core.instants import from_text
from techday.core.text import clean_line, csv_cell
from techday.tickets.screen import CLOCK_NAMES, COLUMNS, Described, due_at

RAW: dict[str, Callable[[Described], object]] = {
    "ref": lambda row: row.ticket.reference,
    "source": lambda row: row.ticket.source,
    "client": lambda row: row.ticket.client_code,
    "title": lambda row: row.ticket.title,
    "priority": lambda row: row.ticket.priority,
    "tier": lambda row: row.ticket.tier,
    "state": lambda row: row.ticket.state if row.ticket.merged_into is None else row.state,
    "waiting": lambda row: row.ticket.waiting_for,
    "until": lambda row: local(row.ticket.waiting_until, row),
    "owner": lambda row: row.ticket.owner,
    "requester": lambda row: row.ticket.requester,
    "category": lambda row: row.ticket.category,
    "asset": lambda row: row.ticket.asset,
    "opened": lambda row: local(row.ticket.opened_at, row),
    "age": lambda row: max(0, int((row.now - from_text(row.ticket.opened_at)).total_seconds())),
    "clock": lambda row: None if row.pressing is None else CLOCK_NAMES.get(row.pressing[0], row.pressing[0]),
    "due": lambda row: local(due_at(row), row),
    "left": lambda row: None if row.pressing is None else row.pressing[1].left_seconds,
    "next": lambda row: row.ticket.next_action,
}


def local(at: datetime | str | None, row: Described) -> str | None:
    """Give an instant as local time, in the one form that every spreadsheet takes for a time."""
    if at is None:
        return None
    instant = from_text(at) if isinstance(at, str) else at
    return instant.astimezone(row.zone).replace(tzinfo=None).isoformat(" ")


def as_csv(rows: Iterable[Described], names: Sequence[str]) -> str:
    """Give tickets as CSV with the given columns, all of them where none is named; lines end in CR LF (RFC 4180)."""
    shown = names or tuple(COLUMNS)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(shown)
    for row in rows:
        writer.writerow([harmless(RAW[name](row)) for name in shown])
    return text.getvalue()


def harmless(value: object) -> object:
    """Give a value as a cell: numbers as they are, words on one line and as no formula."""
    return csv_cell(clean_line(value)) if isinstance(value, str) else value


def as_utf8(stream: IO[str]) -> None:
    """Let a standard stream take CSV as it is: UTF-8 with its own line ends, whatever the console is set to."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", newline="")
