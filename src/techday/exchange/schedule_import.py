"""Calendar files and lists of events into the schedule: all of them read first, then one operation for each."""

import gc
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from techday.clients.finding import find_client
from techday.context import Context
from techday.core.text import clean_line
from techday.database.operation import operation
from techday.errors import NotFound, Refused, TechdayError
from techday.exchange.file_kind import first_bytes, readable_status, unreadable
from techday.exchange.ical_events import CalendarRead, read_calendar
from techday.exchange.ical_text import MOST_BYTES
from techday.exchange.importer import rehearsal
from techday.exchange.record_file import Wanted
from techday.exchange.schedule_csv import is_schedule, read_schedule_list
from techday.exchange.schedule_in import Around, Source, bring_events, window
from techday.exchange.schedule_values import ACCEPTED, DECLINED, Told
from techday.exchange.vanished import plural
from techday.schedule.store import ItemRow

SUFFIXES = (".ics", ".ical", ".icalendar", ".ifb")
NAME_A_FILE = "Name a calendar (.ics), or a list of events (.csv)"


class FileRead(NamedTuple):
    """A file that was read: its events, what it says beside by UID, and what was decided on the way."""

    name: str
    read: CalendarRead
    told: dict[str, Told]
    notes: list[str]


class FileReport(NamedTuple):
    """What became of the events of a file: counts of items, those open again, and what was left out.

    `left` are items of a subscribed calendar, which are left to it.
    """

    file: str
    operation: int | None
    new: int
    changed: int
    same: int
    cancelled: int
    left: int
    reopened: list[ItemRow]
    skipped: list[str]
    notes: list[str]
    dry_run: bool


def import_schedules(context: Context, paths: Sequence[Path], wanted: Wanted, kind: str) -> list[FileReport]:
    """Bring in calendars and lists of events, each as one operation; `kind` is that of all events, "" guesses it.

    Raises TechdayError (NotFound, BadUsage, Refused) where one of them cannot be read; nothing is written then.
    """
    # The program runs without garbage collection, which is right for a screen and not for thousands of events.
    gc.freeze()
    gc.enable()
    first, last = window(context.now.astimezone(context.zone).date())
    files = [read_file(context, path, wanted, first, last) for path in paths]
    return [bring_file(context, file, wanted, kind) for file in files]


def read_file(context: Context, path: Path, wanted: Wanted, first: date, last: date) -> FileRead:
    """Read one file; raises TechdayError, which names it, where not one event of it can come in."""
    try:
        status = readable_status(path)
    except NotFound as error:
        raise NotFound(error.message, hint="Name the calendar file with its path") from error
    except Refused as error:
        raise Refused(error.message, hint=NAME_A_FILE) from error
    if not is_calendar(path):
        found = read_schedule_list(path, wanted, context.zone, first, last)
        return FileRead(path.name, found.read, found.told, found.notes)
    if status.st_size > MOST_BYTES:
        raise Refused(f"{path.name} is larger than {MOST_BYTES // 1024**2} MB", hint="Export a shorter span of time")
    try:
        read = read_calendar(path.read_bytes(), context.zone, first, last)
    except OSError as error:
        raise unreadable(path, error) from error
    except TechdayError as error:
        raise type(error)(f"{path.name}: {error.message[:1].lower()}{error.message[1:]}", hint=error.hint) from error
    if read.skipped and not read.uids:
        raise Refused(
            f"Not one event of {path.name} can come in: {clean_line(read.skipped[0], 200)}",
            hint="Mend the event in the calendar, and export it again",
        )
    return FileRead(path.name, read, {}, notes_on(context, read))


def is_calendar(path: Path) -> bool:
    """Tell a calendar from a list, by its name or its first bytes."""
    start = first_bytes(path)[:200].replace(b"\0", b"").upper()
    return path.suffix.lower() in SUFFIXES or b"BEGIN:VCALENDAR" in start


def holds_events(path: Path) -> bool:
    """Tell whether a file holds events and no tickets: a calendar, or a list as Outlook and Google write it."""
    if not path.is_file():
        return False
    head = first_bytes(path).replace(b"\0", b"").decode("utf-8", "replace").lstrip("\ufeff").lstrip()
    line = head.partition("\n")[0]
    return is_calendar(path) or any(is_schedule(line.split(mark)) for mark in ",;\t")


def notes_on(context: Context, read: CalendarRead) -> list[str]:
    """Say how the user's own answers would be known, where the calendar has answers and nobody is known to be it."""
    user = context.settings.technician
    answers = any(one.partstat.upper() in (ACCEPTED, DECLINED) for event in read.events for one in event.people)
    if not answers or user.email or user.name:
        return []
    return ["Your own answers are not known: techday config set technician.email YOU@EXAMPLE.COM, then import again"]


def bring_file(context: Context, file: FileRead, wanted: Wanted, kind: str) -> FileReport:
    """Bring the events of a file in as one operation, or tell what that would do."""
    around = Around(context.settings.technician, context.zone, context.now)
    with rehearsal(context) if wanted.dry_run else operation(context, "schedule import") as write:
        client = find_client(write.db, wanted.client) if wanted.client else None
        brought = bring_events(write.db, file.read, Source(client_id=client, kind=kind), around, file.told)
        report = FileReport(
            file=file.name,
            operation=write.number,
            new=brought.new,
            changed=brought.changed,
            same=brought.same,
            cancelled=brought.cancelled,
            left=brought.left,
            reopened=brought.reopened,
            skipped=brought.skipped,
            notes=[*file.notes, *brought.notes],
            dry_run=wanted.dry_run,
        )
        write.summary = summary_of(report)
    return report if write.changed else report._replace(operation=None)


def summary_of(report: FileReport) -> str:
    """Give the one line of a file."""
    counts = [f"{getattr(report, name)} {name}" for name in ("new", "changed", "same", "cancelled")]
    skipped = f"; {len(report.skipped)} {plural('event', len(report.skipped))} left out" if report.skipped else ""
    left = f"; {report.left} left to a subscribed calendar" if report.left else ""
    verb = "Would import" if report.dry_run else "Imported"
    return f"{verb} {report.file}: {', '.join(counts)}{skipped}{left}"
