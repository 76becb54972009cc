"""Pass one over a file: what must be known of all of it before its first row can be read.

How many rows there are, how each column of dates is written, and which numbers stand there more than once (an event
log has a row for every event). It keeps the numbers, not the rows, so that memory stays flat.
"""

from collections.abc import Mapping
from datetime import tzinfo
from typing import NamedTuple

from techday.core.text import clean_line
from techday.exchange.cells import number_in
from techday.exchange.columns import DATE_FIELDS, Columns, header_key, key, map_columns, source_of
from techday.exchange.csv_file import DELIMITER_NAMES, CsvFile, rows
from techday.exchange.date_columns import DateColumn, decide
from techday.exchange.date_reader import readers
from techday.exchange.import_store import HeaderRow
from techday.exchange.ticket_rows import Layout, Rejected, RowReader

# ConnectWise lists all who work on a ticket in this column, its owner first.
SEVERAL_OWNERS = "resources"


class Wishes(NamedTuple):
    """What the person said on the command line; "" where nothing was said."""

    source: str = ""
    chosen: Mapping[str, str] = {}
    dates: str = ""
    view: str = ""
    date_order: str = ""


class Survey(NamedTuple):
    """All that is settled about a file before its rows are read for good."""

    file: CsvFile
    layout: Layout
    columns: Columns
    header_key: str
    remembered: HeaderRow
    read: int
    repeats: int
    numbers: set[str]
    standing: Mapping[str, int]
    notes: list[str]


def survey(file: CsvFile, wishes: Wishes, known: HeaderRow | None, zone: tzinfo) -> Survey:
    """Read the file once and settle its source, columns and dates; `known` is what was remembered of its header.

    Raises BadUsage for a wish that does not fit the file, Refused where it has no column of numbers, where nothing
    decides how its dates read, or where the file itself is broken.
    """
    chosen = {**remembered_choice(known, wishes.chosen), **wishes.chosen}
    columns = map_columns(file.header, chosen)
    source = key(wishes.source) or (known.source if known else source_of(file.header))
    names = {field: column_name(file, columns, field) for field in DATE_FIELDS if field in columns.position}
    dates = {field: DateColumn(name) for field, name in names.items()}
    several = key(file.header[columns.position["owner"]]) == SEVERAL_OWNERS if "owner" in columns.position else False
    layout = Layout(source, len(file.header), columns.position, {}, several)
    read, repeats, numbers, repeated = look_through(file, layout, dates)
    decision = decide(dates.values(), wishes.dates, known.date_order if known else "", wishes.date_order)
    layout = layout._replace(dates=readers(names, decision.orders, zone))
    remembered = HeaderRow(
        id=known.id if known else 0,
        source=source,
        mapping={**columns.shown, **{name: field for name, field in chosen.items() if field == "-"}},
        view=wishes.view or (known.view if known else "all"),
        date_order=wishes.dates or (known.date_order if known else ""),
    )
    standing = rows_that_stand(file, layout, repeated) if repeated else {}
    notes = [*file.notes, *decision.notes]
    if file.delimiter != ",":
        notes.insert(0, f"Cells are separated by {DELIMITER_NAMES[file.delimiter]}s")
    return Survey(file, layout, columns, header_key(file.header), remembered, read, repeats, numbers, standing, notes)


def remembered_choice(known: HeaderRow | None, chosen: Mapping[str, str]) -> dict[str, str]:
    """Give the remembered mapping without what is chosen anew: neither that column nor another for that field."""
    if known is None:
        return {}
    columns, fields = set(map(key, chosen)), set(chosen.values()) - {"-"}
    return {name: field for name, field in known.mapping.items() if key(name) not in columns and field not in fields}


def column_name(file: CsvFile, columns: Columns, field: str) -> str:
    """Give the header of a field's column, for people."""
    return clean_line(file.header[columns.position[field]], 60) or field


def look_through(file: CsvFile, layout: Layout, dates: Mapping[str, DateColumn]) -> tuple[int, int, set[str], set[str]]:
    """Give the rows read, the headers that stand again among them, all numbers, and those that repeat."""
    reader = RowReader(layout)
    looks = [(layout.position[field], column.seen, column.look) for field, column in dates.items()]
    numbers: set[str] = set()
    repeated: set[str] = set()
    read = repeats = 0
    for row in rows(file):
        if reader.is_header_again(row):
            repeats += 1
            continue
        read += 1
        try:
            cells = reader.fitting(row)
            number = reader.number(cells)
        except Rejected:
            # What is rejected is there all the same: its ticket has not vanished.
            numbers.add(number_in("".join(row.cells[reader.id_place : reader.id_place + 1])))
            continue
        if number in numbers:
            repeated.add(number)
        numbers.add(number)
        for place, seen, look in looks:
            text = cells[place].strip()
            if text[:10] not in seen:
                look(text, row.line)
    return read, repeats, numbers, repeated


def rows_that_stand(file: CsvFile, layout: Layout, repeated: set[str]) -> dict[str, int]:
    """Give, for each repeated number, the line of the row that stands: the latest updated, of equals the last.

    A row that cannot come in does not stand, so that an earlier good one does.
    """
    reader = RowReader(layout)
    best: dict[str, tuple[str, int]] = {}
    for row in rows(file):
        if reader.is_header_again(row):
            continue
        try:
            if (number := reader.number(reader.fitting(row))) not in repeated:
                continue
            ticket = reader.read(row)
        except Rejected:
            continue
        candidate = (ticket.source_updated_at or "", row.line)
        if candidate >= best.get(number, ("", 0)):
            best[number] = candidate
    return {number: line for number, (_, line) in best.items()}
