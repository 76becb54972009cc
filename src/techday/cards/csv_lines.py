"""A time card as CSV: one row for each entry, raw values that a spreadsheet adds up, and no cell that it would run.

Instants are local ISO 8601 with their offset, so that the hour in which the clocks change is no riddle. `hours` is
`paid_seconds` as spreadsheets read a length of time, `7:45:30`: exact, and adding up to the hours of the card.
"""

import csv
import io
from datetime import datetime, tzinfo

from techday.cards.views import CardView, EntryView
from techday.core.durations import HOUR, MINUTE
from techday.core.text import clean_line, csv_cell

# Excel takes 32,767 characters in a cell, and spills what is longer over the next ones.
LONGEST_CELL = 32_000
COLUMNS = (
    *("card", "date", "start", "end", "hours", "seconds", "paid_seconds", "billed_seconds", "ticket", "title"),
    *("client", "type", "billable", "note", "internal_note", "late", "guessed", "concurrent"),
)


def as_csv(view: CardView, zone: tzinfo) -> str:
    """Give the entries of a time card as CSV, with times in `zone`; lines end in CR LF (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for entry in view.entries:
        writer.writerow([cell(value) for value in row_of(entry, zone)])
    return text.getvalue()


def row_of(entry: EntryView, zone: tzinfo) -> tuple[object, ...]:
    """Give the values of an entry in the order of the columns."""
    return (
        *(entry.card, entry.date.isoformat(), local(entry.started_at, zone), local(entry.ended_at, zone)),
        *(exact_hours(entry.paid_seconds), entry.seconds, entry.paid_seconds, entry.billed_seconds),
        *(entry.ticket, entry.title, entry.client, entry.work_type, entry.billable),
        *(entry.note, entry.internal_note, entry.late, entry.guessed, entry.concurrent),
    )


def cell(value: object) -> object:
    """Give a value as a cell: numbers as they are, yes or no, words on one line and as no formula; absent is empty."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return csv_cell(clean_line(value, LONGEST_CELL)) if isinstance(value, str) else value


def local(at: datetime | None, zone: tzinfo) -> str | None:
    """Give an instant as local time with its offset, `2026-11-23T08:00:00+01:00`; None where there is none."""
    return at.astimezone(zone).isoformat() if at else None


def exact_hours(seconds: int) -> str:
    """Give a length of time, none negative, to the second: `7:45:30`. What is shown so adds up to what is shown."""
    hours, rest = divmod(seconds, HOUR)
    return f"{hours}:{rest // MINUTE:02d}:{rest % MINUTE:02d}"
