"""How the log, the backups and the settings look."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from techday.database.backup import Backup
from techday.database.journal import OperationRow
from techday.ui.dates import show_instant
from techday.ui.grid import Column, Line, Span, grid, labelled, line, span
from techday.ui.listing import heading

LOG_COLUMNS = (
    Column(right=True),  # number
    Column(),  # when
    Column(least=4, most=20, drop=70),  # verb
    Column(flexible=True, least=20),  # summary
    Column(),  # mark
)
BACKUP_COLUMNS = (
    Column(flexible=True, least=20),  # name
    Column(),  # made
    Column(right=True),  # size
    Column(right=True),  # operations
)
SETTING_COLUMNS = (
    Column(),  # key
    Column(flexible=True, least=16),  # value
    Column(),  # from
)

STATE_STYLES = {"ok": "ok", "warning": "warning", "wrong": "failed", "damaged": "failed"}
SIZES = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


class Listed(NamedTuple):
    """A backup in the list: what is in it, as a number of operations, or None with the trouble in a word."""

    backup: Backup
    operations: int | None
    trouble: str


class Check(NamedTuple):
    """What one look at the store found: `state` is ok, warning, wrong or damaged, `command` the next step or None."""

    name: str
    state: str
    text: str
    command: str | None


class Setting(NamedTuple):
    """One setting: its value as JSON has it and as people read it, and whether a file or nobody said so."""

    key: str
    value: str | list[str]
    shown: str
    source: str
    help: str


def log_page(rows: Sequence[OperationRow], zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw the log, newest first."""
    if not rows:
        return [line("Nothing was written yet.")]
    cells = [
        [
            span(str(row.id), "reference"),
            span(show_instant(row.at, zone, now), "muted"),
            span(row.verb, "command"),
            span(row.summary, "muted" if row.undone_by else ""),
            span(mark(row), "muted"),
        ]
        for row in rows
    ]
    return grid(cells, LOG_COLUMNS, width, indent=0)


def mark(row: OperationRow) -> str:
    """Say what stands about an operation beside its summary: that it was taken back, or what it took back."""
    if row.undone_by is not None:
        return f"undone by {row.undone_by}"
    return f"{row.kind} of {row.reverses}" if row.reverses is not None else ""


def backups_page(listed: Sequence[Listed], zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw the list of backups, newest first."""
    if not listed:
        return [line("No backups yet."), line("  techday backup")]
    head = heading(("backup", "made", "size", "operations"))
    cells = [
        [
            span(one.backup.name, "reference"),
            span(show_instant(one.backup.made_at, zone, now), "muted"),
            span(show_size(one.backup.size)),
            span(one.trouble, "warning") if one.operations is None else span(str(one.operations)),
        ]
        for one in listed
    ]
    return [*grid([head, *cells], BACKUP_COLUMNS, width, indent=0), line(Span("techday restore NAME", "command"))]


def show_size(size: int) -> str:
    """Give a number of bytes as people say it: `176 kB`, `3.4 MB`."""
    for unit, name in SIZES:
        if size >= unit:
            amount = size / unit
            return f"{amount:.1f} {name}" if amount < 10 else f"{amount:.0f} {name}"
    return f"{size} B"


def settings_page(settings: Sequence[Setting], width: int) -> list[Line]:
    """Draw the settings: what each is, and whether the file says so."""
    cells = [
        [
            span(setting.key, "reference"),
            span(setting.shown or "-", "" if setting.source == "file" else "muted"),
            span(setting.source, "muted"),
        ]
        for setting in settings
    ]
    return grid(cells, SETTING_COLUMNS, width, indent=0)


def doctor_page(checks: Sequence[Check], width: int) -> list[Line]:
    """Draw what the checks found, each with its next step below it; nothing is cut off."""
    name_width, state_width = (max(len(getattr(check, field)) for check in checks) for field in ("name", "state"))
    lines: list[Line] = []
    for check in checks:
        head = f"{check.state:{state_width}}  {check.name:{name_width}}"
        lines += labelled(Span(head, STATE_STYLES[check.state]), Span(check.text), width)
        if check.command:
            lines.append(line(" " * (len(head) + 2), Span(check.command, "command")))
    return lines
