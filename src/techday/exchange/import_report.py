"""What people and scripts are told of an import: a line for each file, and notes on all that was decided for them."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from techday.core.text import fold
from techday.exchange.import_store import owners_of_open
from techday.exchange.tickets_in import FileImport
from techday.exchange.vanished import Vanished, plural
from techday.ui.dates import MONTHS, WEEKDAYS

MOST_NAMES = 8
MOST_CONFLICTS = 10


class FileReport(NamedTuple):
    """One file: what became of its rows, and how it was read. `mapping` is from the column's header to its field."""

    file: str
    source: str
    mapping: dict[str, str]
    read: int
    new: int
    changed: int
    same: int
    superseded: int
    rejected: int
    gone: int
    gone_tickets: list[str]
    rejects_file: str | None
    notes: list[str]


class ImportReport(NamedTuple):
    """All files together, and each of them; `source` is None where they differ, `mapping` is then the first one's."""

    source: str | None
    mapping: dict[str, str]
    read: int
    new: int
    changed: int
    same: int
    superseded: int
    rejected: int
    gone: int
    rejects_file: str | None
    notes: list[str]
    file: str
    dry_run: bool
    tickets_open: int
    files: list[FileReport]


def file_report(db: sqlite3.Connection, one: FileImport, vanished: Vanished, own_names: Iterable[str]) -> FileReport:
    """Give the report of one file that came in."""
    counts = one.counts
    return FileReport(
        file=one.survey.file.path.name,
        source=one.source,
        mapping=one.survey.columns.shown,
        read=one.survey.read,
        new=counts.new,
        changed=counts.changed,
        same=counts.same,
        superseded=counts.superseded,
        rejected=counts.rejected,
        gone=len(vanished.gone),
        gone_tickets=vanished.gone,
        rejects_file=str(one.rejects.path) if one.rejects.path else None,
        notes=[
            *mapping_notes(one),
            *one.survey.notes,
            *reading_notes(one),
            *people_notes(db, one, own_names),
            *limited(one.renamed, "more with another name"),
            *limited(one.told, "more where source and store differed"),
            *vanished.told,
        ],
    )


def mapping_notes(one: FileImport) -> list[str]:
    """Say which column was taken for which field, and which were not used."""
    shown = one.survey.columns.shown
    unused = [name for name in one.survey.file.header if name.strip() and name.strip() not in shown]
    notes = ["Columns: " + ", ".join(f"{column} = {field}" for column, field in shown.items())]
    if unused:
        notes.append(f'Not used: {some(unused)} (--map "COLUMN=field" changes that)')
    if one.survey.repeats:
        notes.append(f"The header stands in the file {one.survey.repeats + 1} times")
    return notes


def reading_notes(one: FileImport) -> list[str]:
    """Say what had to be assumed or left out in reading the rows."""
    notes = []
    layout, reader, counts = one.survey.layout, one.reader, one.counts
    if "title" not in layout.position:
        notes.append("No column of titles: built from category and type")
    if one.without_opening:
        where = f"{one.without_opening} new {plural('ticket', one.without_opening)}"
        notes.append(f"No opening date for {where}: the last update stands for it, else now")
    if one.without_date:
        notes.append(f"{waiting_tickets(one)}: {'its' if one.without_date == 1 else 'their'} source gives no date")
    for field, (count, example, line) in reader.unreadable_dates.items():
        notes.append(
            f"{field}: {count} {plural('date', count)} could not be read and stay empty ({example}, line {line})"
        )
    for word, what, meaning in (
        (reader.unknown_statuses, "status", "counted as open, being worked on"),
        (reader.unknown_priorities, "priority", "counted as priority 3"),
    ):
        if word:
            named = ", ".join(f"{name} ({count})" for name, count in word.most_common(MOST_NAMES))
            notes.append(f"Unknown {what}, kept as written and {meaning}: {named}")
    if one.survey.standing and counts.superseded:
        notes.append("Several rows with one number: the latest updated stands")
    elif counts.superseded:
        notes.append("Superseded: a later import already knew more of these tickets")
    if counts.rejected:
        first = "; ".join(one.rejects.first)
        more = (
            f"; and {counts.rejected - len(one.rejects.first)} more" if counts.rejected > len(one.rejects.first) else ""
        )
        notes.append(f"Rejected: {first}{more}")
    return notes


def waiting_tickets(one: FileImport) -> str:
    """Say when the tickets come back that wait without a date: `12 waiting tickets come back on Wed 25 Nov 08:00`."""
    local = one.around.waits_until.astimezone(one.around.zone)
    day = f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}"
    count = one.without_date
    come = "comes" if count == 1 else "come"
    return f"{count} waiting {plural('ticket', count)} {come} back on {day} {local:%H:%M}"


def people_notes(db: sqlite3.Connection, one: FileImport, own_names: Iterable[str]) -> list[str]:
    """Say which clients and colleagues were made, and who owns what."""
    notes = []
    if one.clients.placeholder_used:
        notes.append("No client in the file: its tickets belong to Unknown client (--client C names one)")
    if one.clients.made:
        notes.append(f"New clients: {some([f'{name} ({code})' for code, name in one.clients.made])}")
    own = {fold(name) for name in own_names if name}
    colleagues = [name for name in one.technicians.made if fold(name) not in own]
    if colleagues and own:
        notes.append(f"New colleagues: {some(colleagues)}")
    owners = owners_of_open(db, one.source) if "owner_id" in one.present else []
    if owners:
        named = some([f"{owner.name} {owner.open_tickets}" for owner in owners])
        notes.append(f"Open tickets by owner: {named}")
        if not own:
            notes.append("Which of them are you? techday config set technician.name NAME; until then all are shown")
        elif not any(owner.name_key in own for owner in owners):
            notes.append("None of them is you: techday config set technician.aliases adds a spelling of your name")
    return notes


def total_report(files: Sequence[FileReport], twins: Sequence[str], dry_run: bool, tickets_open: int) -> ImportReport:
    """Give the report of all files together."""
    sources = {report.source for report in files}
    several = len(files) > 1
    notes = [f"{report.file}: {note}" if several else note for report in files for note in report.notes]
    return ImportReport(
        source=sources.pop() if len(sources) == 1 else None,
        mapping=files[0].mapping,
        read=sum(report.read for report in files),
        new=sum(report.new for report in files),
        changed=sum(report.changed for report in files),
        same=sum(report.same for report in files),
        superseded=sum(report.superseded for report in files),
        rejected=sum(report.rejected for report in files),
        gone=sum(report.gone for report in files),
        rejects_file=next((report.rejects_file for report in files if report.rejects_file), None),
        notes=[*notes, *twins],
        file=", ".join(report.file for report in files),
        dry_run=dry_run,
        tickets_open=tickets_open,
        files=list(files),
    )


def summary_of(report: FileReport, dry_run: bool) -> str:
    """Give the one line of a file: every row accounted for."""
    verb = "Would import" if dry_run else "Imported"
    kinds = (
        f"{report.new} new, {report.changed} changed, {report.same} same, {report.superseded} superseded,"
        f" {report.rejected} rejected"
    )
    gone = f"; {report.gone} gone" if report.gone else ""
    return f"{verb} {report.file} ({report.source}): {report.read} {plural('row', report.read)}: {kinds}{gone}"


def some(names: Sequence[str]) -> str:
    """Name the first few, and count the others."""
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def limited(lines: Sequence[str], what: str) -> list[str]:
    """Give the first few lines, and a count of the others."""
    more = len(lines) - MOST_CONFLICTS
    return [*lines[:MOST_CONFLICTS], *([f"{more} {what}"] if more > 0 else [])]
