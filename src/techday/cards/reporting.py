"""The command that adds time up over any period: `timecard report`."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from techday.arguments import Most, complete_client, complete_ticket
from techday.cards.report_rules import (
    DIMENSIONS,
    FORMS,
    Period,
    Report,
    Tally,
    pieces,
    read_by,
    read_period,
    read_span,
    report_document,
    row_document,
    row_names,
)
from techday.cards.views import PlanView
from techday.context import Context, given_path
from techday.errors import BadUsage

if TYPE_CHECKING:
    from techday.cards.views import EntryView

app = typer.Typer(add_completion=False)

LISTED = 400  # a year by day
# The day of a shift may be another one than that of the clock, and was read in another zone where it was submitted.
BESIDE = timedelta(days=2)


def complete_by(incomplete: str) -> list[str]:
    """Give what a report can be by, behind what was typed before."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in DIMENSIONS if name.startswith(last.lower())]


@app.command("report", help="Show time by client, ticket, type or day over a period")
def report(
    ctx: typer.Context,
    period: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PERIOD]", help="2026-W47, 2026-11, nov, 2026-Q4, 2026, today, last month"),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="BY", help="Rows: client, ticket, type, day, or client,type", autocompletion=complete_by
        ),
    ] = "client",
    since: Annotated[str | None, typer.Option("--from", metavar="D", help="From this day on, up to --to")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="D", help="Up to this day, itself too")] = None,
    client: Annotated[
        str | None,
        typer.Option("--client", metavar="C", help="Only of this client", autocompletion=complete_client),
    ] = None,
    ticket: Annotated[
        str | None,
        typer.Option("--ticket", metavar="N", help="Only on this ticket", autocompletion=complete_ticket),
    ] = None,
    billable: Annotated[bool, typer.Option("--billable", help="Only what is billable")] = False,
    most: Most = LISTED,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV, in seconds, to standard output")] = False,
    out: Annotated[str | None, typer.Option("--out", metavar="FILE", help="The CSV to this file")] = None,
) -> None:
    """Show time by client, ticket, type or day over a period"""
    context: Context = ctx.obj
    if context.out.json and (csv or out):
        raise BadUsage("A report is CSV or JSON, not both", hint="Leave out --json, or --csv and --out")
    days = period_meant(context, " ".join(period or ()), since, until)
    view = report_of(context, days, read_by(by), client, ticket, billable_only=billable)
    if context.out.json:
        context.out.document("techday.timecard-report/1", report_document(view))
    elif csv or out:
        write_csv(context, view, out)
    else:
        show_report(context, view, most)


def period_meant(context: Context, text: str, since: str | None, until: str | None) -> Period:
    """Give the days that a report is about: this week where nothing was said.

    Raises BadUsage where both a PERIOD and --from or --to were given, or --to alone, or for what cannot be read.
    """
    today = context.shift_day.day
    if since is None and until is None:
        return read_period(text, context.frame, today)
    if text:
        raise BadUsage("A report is of a PERIOD or of --from and --to, not both", hint=FORMS)
    if since is None:
        raise BadUsage("--to needs the day on which the report begins", hint=f"--from D --to {until}")
    return read_span(since, until, context.frame, today)


def report_of(
    context: Context,
    period: Period,
    by: tuple[str, ...],
    client: str | None = None,
    ticket: str | None = None,
    *,
    billable_only: bool = False,
) -> Report:
    """Add up the time of a period; raises NotFound for a client or a ticket that nobody knows."""
    from techday.cards.store import former_codes
    from techday.clients.acts import find as find_client  # only where a client was named
    from techday.pages.timecard import plan_of  # only where time is read
    from techday.tickets.acts import find as find_ticket  # only where a ticket was named
    from techday.timecard.store import entries_of_ticket

    of_client = find_client(context.db, client) if client else None
    code = of_client.code if of_client else None
    # A submitted line bears the code that its client had then.
    own_codes = {code, *former_codes(context.db, of_client.id)} if of_client else set()
    named = find_ticket(context.db, ticket) if ticket else None
    # A submitted line bears the number that its ticket had then, before it was linked or merged.
    on_ticket = {entry.id for entry in entries_of_ticket(context.db, named.id)} if named else None
    tally = Tally(by)
    for entries in entries_in_pieces(context, period):
        tally.add(
            entry
            for entry in entries
            if (code is None or entry.client in own_codes)
            and (on_ticket is None or entry.id in on_ticket)
            and (entry.billable or not billable_only)
        )
    planned = so_far = None
    if code is None and named is None and not billable_only:
        planned = plan_of(context, *period)
        today = context.shift_day.day
        so_far = planned if period.last <= today else PlanView()
        if period.first <= today < period.last:
            so_far = plan_of(context, period.first, today)
    return Report(
        period=period,
        by=by,
        client=code,
        ticket=named.reference if named else None,
        billable_only=billable_only,
        rows=tally.rows(),
        totals=tally.totals(),
        planned_seconds=planned.planned_seconds if planned else None,
        planned_so_far_seconds=so_far.planned_seconds if so_far else None,
        target_percent=context.settings.timecard.target,
        scheduled_seconds=planned.scheduled_seconds if planned else None,
        scheduled_so_far_seconds=so_far.scheduled_seconds if so_far else None,
        time_off_seconds=planned.time_off_seconds if planned else None,
    )


def entries_in_pieces(context: Context, period: Period) -> Iterator["list[EntryView]"]:
    """Give the entries of a period by pieces of some weeks, of the weeks in which there can be any."""
    from techday.core.instants import from_text
    from techday.pages.timecard import entries_of_period
    from techday.timecard.store import first_and_last_start

    found = first_and_last_start(context.db)
    if found is None:
        return
    around = [from_text(at).astimezone(context.zone).date() for at in found]
    first, last = around[0] - BESIDE, around[1] + BESIDE
    for piece in pieces(Period(max(period.first, first), min(period.last, last))):
        yield entries_of_period(context, *piece)


def show_report(context: Context, view: Report, most: int) -> None:
    """Show a report on the screen."""
    from techday.cards.report_screen import report_page
    from techday.timecard.commands import look_of  # scripts need no screen

    context.out.show(report_page(view, look_of(context), most))


def write_csv(context: Context, view: Report, out: str | None) -> None:
    """Write a report as CSV: to standard output, or to a file whose path is then told."""
    from techday.tickets.csv_list import as_utf8  # only where CSV is asked for
    from techday.ui.files import save_private

    text = as_csv(view)
    if out in (None, "-"):
        as_utf8(context.out.stdout)
        context.out.text(text)
        return
    path = given_path(str(out))
    # Its mark tells a spreadsheet that it is UTF-8.
    save_private(path, text.encode("utf-8-sig"))
    context.out.status(f"{len(view.rows)} {'row' if len(view.rows) == 1 else 'rows'} in {path}")


def as_csv(view: Report) -> str:
    """Give the rows of a report as CSV with its JSON's names, in whole seconds; lines end in CR LF (RFC 4180).

    There is no line for the total: a spreadsheet that adds a column up would count it twice.
    """
    import csv  # only where CSV is asked for
    import io

    from techday.core.text import clean_line, csv_cell

    rows = [row_document(view.by, row) for row in view.rows]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(row_names(view.by))
    for row in rows:
        writer.writerow([csv_cell(clean_line(cell)) if isinstance(cell, str) else cell for cell in row.values()])
    return text.getvalue()
