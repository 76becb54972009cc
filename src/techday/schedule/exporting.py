"""`schedule export`: the schedule as a calendar file, for a phone, for Outlook, or for somebody else."""

import sqlite3
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from techday.arguments import complete_client
from techday.context import Context
from techday.core.instants import to_text
from techday.core.when import read_date
from techday.errors import BadUsage
from techday.schedule.rules import AHEAD, BACK

if TYPE_CHECKING:
    from techday.schedule.store import ItemRow

app = typer.Typer(add_completion=False)

DAY = timedelta(days=1)

Since = Annotated[
    str | None, typer.Option("--from", metavar="D", help=f"From this day on (default: {BACK.days} days ago)")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="D", help=f"Up to this day, itself too (default: {AHEAD.days} days on)")
]
OnlyClient = Annotated[
    str | None, typer.Option("--client", metavar="C", help="Only of this client", autocompletion=complete_client)
]
Cancelled = Annotated[bool, typer.Option("--all", help="With what was cancelled")]
Out = Annotated[
    str | None, typer.Option("--out", metavar="FILE|-", help="Write it there, or into that folder; - is stdout")
]


@app.command("export", help="Write the schedule as a calendar file")
def export(
    ctx: typer.Context,
    since: Since = None,
    until: Until = None,
    client: OnlyClient = None,
    cancelled: Cancelled = False,
    out: Out = None,
) -> None:
    """Write the schedule as a calendar file"""
    from techday.exchange.ical_out import Surroundings, calendar_file  # loads what writes calendars

    context: Context = ctx.obj
    today = context.shift_day.day
    first, last = days_between(context, since, until, today)
    rows = planned(context, first, last, client, cancelled)
    if not rows:
        context.out.status(f"Nothing is planned from {first} to {last}")
    around = Surroundings(context.settings.technician, context.zone, context.now, rules_of(context.db, rows))
    write(context, calendar_file(rows, around), f"schedule-{today}.ics", out, (first, last, len(rows)))


def days_between(context: Context, since: str | None, until: str | None, today: date) -> tuple[date, date]:
    """Read `--from D --until D`, local days and both included; raises BadUsage for what is no date, or ends early."""
    first = read_date(since, context.frame, "past") if since is not None else today - BACK
    last = read_date(until, context.frame, "future") if until is not None else max(first, today) + AHEAD
    if last < first:
        raise BadUsage(f"{last} is before {first}", hint="Give the earlier day with --from, the later one with --until")
    return first, last


def planned(context: Context, first: date, last: date, client: str | None, cancelled: bool) -> "list[ItemRow]":
    """Give the items that touch some local days, of one client where it is named; raises NotFound for no client.

    A series of which any item is among them is there as a whole: a calendar that reads a part of it for all of it
    would cancel the rest.
    """
    from techday.clients.finding import find_client  # only where the store is read
    from techday.schedule.store import items_between, items_of_series

    start, end = (to_text(datetime.combine(day, time(), context.zone)) for day in (first, last + DAY))
    only = None if client is None else find_client(context.db, client)
    touched = [
        row
        for row in items_between(context.db, start, end)
        if (only is None or row.client_id == only) and (cancelled or row.state != "cancelled")
    ]
    numbers = {row.series_id: None for row in touched if row.series_id is not None}
    series = [row for number in numbers for row in items_of_series(context.db, number)]
    return [
        *(row for row in touched if row.series_id is None),
        *(row for row in series if cancelled or row.state != "cancelled"),
    ]


def rules_of(db: sqlite3.Connection, rows: "list[ItemRow]") -> dict[int, str]:
    """Give the rules of the series that some items stand in."""
    from techday.schedule.series_store import series_by_id  # only where the store is read

    found = {number: series_by_id(db, number) for number in {row.series_id for row in rows} if number is not None}
    return {number: series.rule for number, series in found.items() if series is not None}


def write(context: Context, raw: bytes, name: str, out: str | None, told: tuple[date, date, int]) -> None:
    """Write a calendar to a new file of the user's alone and tell its path, or to standard output for `-`.

    `told` is the first day, the last one and the number of items, for scripts. Raises BadUsage where it cannot be
    written or names nothing, and for --json beside standard output; Refused where there is no place.
    """
    from techday.messages.delivery import STDOUT, place_for, write_new  # only where it comes to that

    if out is not None and not out.strip():
        raise BadUsage("--out names no file", hint=f"--out {name}, or --out - for stdout")
    if out == STDOUT:
        if context.out.json:
            raise BadUsage("--json and a calendar on stdout exclude each other", hint="Leave out --json, or --out -")
        from techday.tickets.csv_list import as_utf8  # only where a file goes to a stream

        as_utf8(context.out.stdout)
        context.out.text(raw.decode())
        return
    path = write_new(place_for(context, name, out), raw)
    if context.out.json:
        first, last, items = told
        view = {"path": str(path), "first_day": first, "last_day": last, "items": items}
        context.out.document("techday.schedule-export/1", view)
    else:
        context.out.line(str(path))
