"""Lists as CSV that the import of the same kind reads back: every value as the store has it, and no cell that runs."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from techday.context import Context
from techday.errors import BadUsage
from techday.exchange.record_cells import defused
from techday.messages.delivery import STDOUT, place_for, write_new
from techday.tickets.csv_list import as_utf8


class Exported(NamedTuple):
    """A list written out: its rows as CSV, and how many things of each kind stand in it."""

    name: str
    text: str
    counts: dict[str, int]


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give rows as CSV; absent is empty, lines end in CR LF (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return text.getvalue()


def cell(value: object) -> object:
    """Give a value as a cell: yes or no, numbers as they are, words as no formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return defused(value) if isinstance(value, str) else value


def write_out(context: Context, schema: str, exported: Exported, out: str | None) -> None:
    """Write a list to a new file of the user's alone and tell its path, or to standard output for `-`.

    Raises BadUsage where it cannot be written or names nothing, and for --json beside standard output; Refused where
    there is no place.
    """
    if out is not None and not out.strip():
        raise BadUsage("--out names no file", hint=f"--out {exported.name}, or --out - for stdout")
    if out == STDOUT:
        if context.out.json:
            raise BadUsage("--json and CSV on stdout exclude each other", hint="Leave out --json, or --out -")
        as_utf8(context.out.stdout)
        context.out.text(exported.text)
        return
    # Its mark tells a spreadsheet that it is UTF-8.
    path = write_new(place_for(context, exported.name, out), exported.text.encode("utf-8-sig"))
    if context.out.json:
        context.out.document(schema, {"path": str(path), **exported.counts})
        return
    context.out.line(str(path))


def file_name(context: Context, kind: str) -> str:
    """Give the name of the file: `clients-2026-11-23.csv`."""
    # The local day, which is what a person calls today.
    day = context.now.astimezone(context.zone).date()
    return f"{kind}-{day.isoformat()}.csv"
