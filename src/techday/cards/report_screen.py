"""How a report of time looks: a row for each client, ticket, type or day, their sum, and what they come to."""

from collections.abc import Sequence
from datetime import date

from techday.cards.looks import Look, bar_room, filled, fitted, glyphs, plan_bar
from techday.cards.report_rules import Period, Report, ReportRow, Sums, percent, total
from techday.cards.screen import BESIDE_SHARE, share_lines
from techday.core.durations import MINUTE, show_duration
from techday.core.weeks import week_of
from techday.ui.dates import show_day
from techday.ui.grid import Column, Line, Span, grid, line, span, width_of

# How what has none is named.
NOBODY = {"client": "no client", "ticket": "no ticket"}
STYLES = {"client": "client", "ticket": "reference", "type": "", "day": ""}
COUNT_NAMES = ("entries", "worked", "billable", "utilised", "billed", "share")
COUNT_COLUMNS = (
    Column(right=True, drop=64),  # entries
    Column(right=True),  # worked
    Column(right=True, drop=40),  # billable
    Column(right=True, drop=78),  # utilised
    Column(right=True),  # billed
    Column(right=True, drop=56),  # share
    Column(drop=90),  # bar
)
KEY_COLUMNS = {"client": 8, "ticket": 8, "type": 6, "day": 15}
TITLE_COLUMN = Column(flexible=True, least=10, drop=50)
BAR = 20
# As wide as what stands before the bars of the shares.
PLANNED, SCHEDULED, TIME_OFF = " planned         ", " on schedule     ", " time off        "


def report_page(report: Report, look: Look, most: int) -> list[Line]:
    """Draw a report with at most so many rows; the others stand in one, so that what is shown adds up all the same."""
    lines = head_lines(report)
    if not report.rows:
        nothing = line("  No time was told.  techday timecard log 9:00-10:30 --ticket N")
        return fitted([*lines, nothing, *schedule_lines(report)], look.width)
    lines += grid(rows_of(report, look, most), columns_of(report.by), look.width)
    # Of what is billable alone, all is billable.
    shares = [] if report.billable_only else share_lines(report.shares, look)
    lines += [[], *shares, *plan_lines(report, look), *schedule_lines(report), *remarks(report)]
    if len(report.rows) > most:
        lines.append([Span("  All rows: "), Span("--most 1000, --csv or --json", "command")])
    return fitted(lines, look.width)


def head_lines(report: Report) -> list[Line]:
    """Draw what the report is about: by what, over which days, and of whom alone."""
    of = [
        *([f"client {report.client}"] if report.client else []),
        *([f"ticket {report.ticket}"] if report.ticket else []),
        *(["billable only"] if report.billable_only else []),
    ]
    *firsts, last = report.by
    names = f"{', '.join(firsts)} and {last}" if firsts else last
    about = f"Time by {names}" + (f": {', '.join(of)}" if of else "")
    return [[span(about, "title")], [Span(f"  {period_text(report.period)}", "muted")]]


def period_text(period: Period) -> str:
    """Give a period for people: its first and its last day, with the name of the week where it is one."""
    first, last = period
    if first == last:
        return show_day(first)
    week = week_of(first)
    name = f", {week.name}" if (week.first_day, week.last_day) == (first, last) else ""
    return f"{show_day(first)} to {show_day(last)}{name}"


def columns_of(by: Sequence[str]) -> list[Column]:
    """Give the columns of a report: what tells the rows apart, and the counts."""
    columns = []
    for name in by:
        columns.append(Column(flexible=True, least=KEY_COLUMNS[name], most=30))
        columns += [TITLE_COLUMN] if name == "ticket" else []
    return [*columns, *COUNT_COLUMNS]


def rows_of(report: Report, look: Look, most: int) -> list[list[Span]]:
    """Give the head, the rows, what is left out as one row, and the sum."""
    shown, others = report.rows[:most], report.rows[most:]
    rest = total(row.sums for row in others)
    # One longest row is the scale of the bars.
    longest = max(row.sums.worked_seconds for row in shown)
    names = [*(word for name in report.by for word in ([name, "title"] if name == "ticket" else [name])), *COUNT_NAMES]
    keys = len(names) - len(COUNT_NAMES)
    rows = [[Span(name, "muted") for name in [*names, ""]]]
    for row in shown:
        bar = glyphs(look).full * filled(row.sums.worked_seconds, longest, BAR)
        rows.append([*key_cells(report.by, row), *count_cells(row.sums, report.totals), Span(bar, "ok")])
    for label, sums in ((f"{len(others)} more", rest), ("total", report.totals)):
        if label == "total" or others:
            blank = [Span("")] * (keys - 1)
            style = "title" if label == "total" else "muted"
            rows.append([Span(label, style), *blank, *count_cells(sums, report.totals, style), Span("")])
    return rows


def key_cells(by: Sequence[str], row: ReportRow) -> list[Span]:
    """Give the cells that tell a row apart."""
    cells = []
    for name, value in zip(by, row.key, strict=True):
        if value is None:
            cells.append(Span(NOBODY.get(name, ""), "muted"))
        else:
            cells.append(span(show_day(value) if isinstance(value, date) else value, STYLES[name]))
        if name == "ticket":
            cells.append(span(row.title or ""))
    return cells


def count_cells(sums: Sums, totals: Sums, style: str = "") -> list[Span]:
    """Give the counts of a row, with its share of all the time worked."""
    share = percent(sums.worked_seconds, totals.worked_seconds)
    lengths = (sums.worked_seconds, sums.billable_seconds, sums.utilised_seconds, sums.billed_seconds)
    return [
        Span(str(sums.entries), style),
        *[Span(show_duration(seconds), style) for seconds in lengths],
        Span("" if share is None else f"{share}%", style),
    ]


def plan_lines(report: Report, look: Look) -> list[Line]:
    """Draw the time worked against the time of the shifts planned, of those up to today too where more are to come."""
    planned, so_far, worked = report.planned_seconds, report.planned_so_far_seconds, report.totals.worked_seconds
    if not planned or so_far is None:
        return []
    words = f"{show_duration(worked)} of {show_duration(planned)}"
    words += f", {show_duration(so_far)} up to today" if so_far < planned else ""
    remark = left_over(worked, so_far)
    room = bar_room(look, max(BESIDE_SHARE, len(PLANNED) + len(words) + width_of(remark) + 2))
    bar = plan_bar(worked, planned, max(worked, planned), room, glyphs(look))
    return [[Span(PLANNED), Span(f"{bar}  " if bar else ""), Span(words), *remark]]


def schedule_lines(report: Report) -> list[Line]:
    """Draw what the schedule had planned, and what was time off; nothing where there is none."""
    lines: list[Line] = []
    scheduled, so_far = report.scheduled_seconds, report.scheduled_so_far_seconds or 0
    if scheduled:
        words = show_duration(scheduled) + (f", {show_duration(so_far)} up to today" if so_far < scheduled else "")
        lines.append([Span(SCHEDULED), Span(f"{words}; {show_duration(report.totals.worked_seconds)} worked")])
    if report.time_off_seconds:
        lines.append([Span(TIME_OFF), Span(show_duration(report.time_off_seconds))])
    return lines


def left_over(worked: int, planned: int) -> list[Span]:
    """Say by how much the time worked falls short of the plan, or goes beyond it; nothing below a minute."""
    if abs(worked - planned) < MINUTE:
        return []
    short = worked < planned
    return [
        Span(f", {show_duration(abs(worked - planned))} {'short' if short else 'over'}", "warning" if short else "")
    ]


def remarks(report: Report) -> list[Line]:
    """Draw what must be known to add the lines up by hand."""
    totals = report.totals
    beside = totals.seconds - totals.worked_seconds
    cut = any(seconds % MINUTE for row in report.rows for seconds in row.sums[1:])
    lines: list[Line] = []
    if beside:
        lines.append([Span(f" {show_duration(beside)} ran beside other work and counts once", "muted")])
    if cut:
        lines.append([Span(" Seconds count in the sums, and show in --csv", "muted")])
    return lines
