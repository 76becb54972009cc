"""Time over a period, added up by client, ticket, type or day. Pure: entries come in, sums come out.

Each entry belongs to exactly one row, what has no client or ticket to a row of its own; so the rows add up to the total
in every column, in whole seconds. A period may hold years: it is added up in pieces, and only the sums are kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from techday.cards.views import EntryView, Utilisation
from techday.core.text import nearest, quoted
from techday.core.weeks import parse_week, week_of
from techday.core.when import FIRST_YEAR, LAST_YEAR, Frame, read_date
from techday.errors import BadUsage, TechdayError

# What the rows can be of, and the field of an entry that tells them apart.
DIMENSIONS = {"client": "client", "ticket": "ticket", "type": "work_type", "day": "date"}
FORMS = 'Write it as 2026-W47, 2026-11, 2026-Q4, 2026, nov, today, "last week", "last month", or --from D --to D'
BY_HINT = "--by client, --by ticket, --by type, --by day, or several: --by client,type"
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
UNITS = ("week", "month", "quarter", "year")
NEAR = {"this": 0, "last": -1}
PIECE = timedelta(weeks=4)
DAY = timedelta(days=1)

Value = str | date | None


class Period(NamedTuple):
    """Some shift days, both ends included."""

    first: date
    last: date


class Sums(NamedTuple):
    """What some entries come to, in seconds.

    `worked_seconds` is the time paid, as on the card: what ran side by side counts once. `seconds` is the length of the
    entries, which is more where they ran so. Billable and utilised are parts of the time worked; billed is after
    rounding.
    """

    entries: int = 0
    seconds: int = 0
    worked_seconds: int = 0
    billable_seconds: int = 0
    utilised_seconds: int = 0
    billed_seconds: int = 0


class ReportRow(NamedTuple):
    """A row: by what it is told apart, in the order asked for (None: none), and its sums; `title` is the ticket's."""

    key: tuple[Value, ...]
    title: str | None
    sums: Sums


class Report(NamedTuple):
    """Time over a period; `by` says of what the rows are.

    `planned_seconds` are those of the period's shifts without time off, `planned_so_far_seconds` those of them up to
    today; `scheduled_seconds` what the schedule has planned, and up to today; `time_off_seconds` what of shifts is
    approved time off. All are None where `client`, `ticket` or `billable_only` narrow the entries down, as nothing is
    planned for these.
    """

    period: Period
    by: Sequence[str]
    client: str | None
    ticket: str | None
    billable_only: bool
    rows: Sequence[ReportRow]
    totals: Sums
    planned_seconds: int | None
    planned_so_far_seconds: int | None
    target_percent: int
    scheduled_seconds: int | None = None
    scheduled_so_far_seconds: int | None = None
    time_off_seconds: int | None = None

    @property
    def shares(self) -> Utilisation:
        """How much of the time worked was billable and utilised."""
        totals = self.totals
        return Utilisation(
            totals.worked_seconds,
            totals.billable_seconds,
            totals.utilised_seconds,
            self.planned_seconds or 0,
            percent(totals.billable_seconds, totals.worked_seconds),
            percent(totals.utilised_seconds, totals.worked_seconds),
            self.target_percent,
        )


class Tally:
    """Adds entries up under what tells the rows apart; only the sums are kept, so that years take little memory."""

    def __init__(self, by: Sequence[str]) -> None:
        self.by = tuple(by)
        self.fields = [attrgetter(DIMENSIONS[name]) for name in self.by]
        self.sums: dict[tuple[Value, ...], list[int]] = {}
        self.titles: dict[str, str | None] = {}

    def add(self, entries: Iterable[EntryView]) -> None:
        """Add entries; those of later days come later, so that a ticket has its newest title."""
        with_titles = "ticket" in self.by
        for entry in entries:
            key = tuple([field(entry) for field in self.fields])
            sums = self.sums.get(key)
            if sums is None:
                sums = self.sums[key] = [0] * len(Sums._fields)
            paid = entry.paid_seconds
            sums[0] += 1
            sums[1] += entry.seconds
            sums[2] += paid
            sums[3] += paid if entry.billable else 0
            sums[4] += paid if entry.utilised else 0
            sums[5] += entry.billed_seconds
            if with_titles and entry.ticket is not None:
                self.titles[entry.ticket] = entry.title

    def totals(self) -> Sums:
        """Give the sum of all rows."""
        return total(Sums._make(sums) for sums in self.sums.values())

    def rows(self) -> list[ReportRow]:
        """Give the rows: days in order, anything else with most time first, what belongs together side by side."""
        groups: dict[tuple[Value, ...], int] = {}
        for key, sums in self.sums.items():
            for depth in range(1, len(key) + 1):
                groups[key[:depth]] = groups.get(key[:depth], 0) + sums[2]

        def place(key: tuple[Value, ...]) -> list[tuple[int, bool, str]]:
            return [
                (value.toordinal(), False, "")
                if isinstance(value, date)
                else (-groups[key[: depth + 1]], value is None, value or "")
                for depth, value in enumerate(key)
            ]

        at = self.by.index("ticket") if "ticket" in self.by else None
        return [
            ReportRow(key, None if at is None else self.titles.get(str(key[at])), Sums._make(self.sums[key]))
            for key in sorted(self.sums, key=place)
        ]


def total(rows: Iterable[Sums]) -> Sums:
    """Add sums up, column by column."""
    return Sums._make(map(sum, zip(Sums(), *rows, strict=True)))


def percent(part: int, whole: int) -> int | None:
    """Give a part in whole percent, rounded down; None of nothing."""
    return part * 100 // whole if whole else None


def read_by(text: str) -> tuple[str, ...]:
    """Read what the rows should be of: `client`, or several as `client,type`; raises BadUsage for anything else."""
    names = tuple(word.strip() for word in text.lower().split(","))
    for name in names:
        if name not in DIMENSIONS:
            close = nearest(name, DIMENSIONS)
            hint = f"Did you mean --by {close[0]}?" if close else BY_HINT
            raise BadUsage(f"A report is by {', '.join(DIMENSIONS)}, not by {quoted(name)}", hint=hint)
    if len(set(names)) < len(names):
        raise BadUsage(f"{quoted(text)} names the same twice", hint=BY_HINT)
    return names


def read_period(text: str, frame: Frame, today: date) -> Period:
    """Read a PERIOD, of which the latest that has begun is meant where no year stands in it; "" is this week.

    `2026-W47` is a week, `2026-11`, `nov` and `nov 2026` a month, `2026-Q4` and `q4` a quarter, `2026` a year; `this`
    and `last` stand before week, month, quarter and year; and there is any date. Raises BadUsage for anything else.
    """
    words = text.lower().split()
    name = " ".join(words) or "this week"
    week = parse_week(name)
    if week is not None and not week.part:
        return Period(week.first_day, week.last_day)
    unit, steps = name.rpartition(" ")[2], NEAR.get(name.partition(" ")[0] if " " in name else "this")
    if unit in UNITS and steps is not None:
        return near_period(unit, steps, today)
    found = read_months(name, today)
    if found is not None:
        return found
    try:
        day = read_date(text, frame, "past")
    except TechdayError as error:
        if "is not a date" not in error.message:
            raise  # a date that does not exist, or that reads both ways, has an error of its own
        raise BadUsage(f"{quoted(text)} is not a period", hint=FORMS) from None
    return Period(day, day)


def near_period(unit: str, steps: int, today: date) -> Period:
    """Give the week, month, quarter or year that holds `today`, or the one so many steps from it."""
    if unit == "week":
        monday = week_of(today).first_day + timedelta(weeks=steps)
        return Period(monday, monday + 6 * DAY)
    length = {"month": 1, "quarter": 3, "year": 12}[unit]
    return months_from(today.year * 12 + (today.month - 1) // length * length + steps * length, length)


def read_months(name: str, today: date) -> Period | None:
    """Read a month, quarter or year, by number or by name, with its year or without; None for anything else."""
    words = name.replace("-", " ").replace("q", " q").split()  # no month has a q in it
    years = [word for word in words if len(word) == 4 and word.isascii() and word.isdigit()]
    parts = [word for word in words if word not in years]
    if len(years) > 1 or len(parts) > 1 or not all(FIRST_YEAR <= int(year) <= LAST_YEAR for year in years):
        return None
    if not parts:
        return months_from(int(years[0]) * 12, 12) if years else None
    found = part_of_year(parts[0], numbered=bool(years))
    if found is None:
        return None
    month, length = found
    if years:
        return months_from(int(years[0]) * 12 + month, length)
    this_year = today.year if month < today.month else today.year - 1  # the latest that has begun
    return months_from(this_year * 12 + month, length)


def part_of_year(text: str, *, numbered: bool) -> tuple[int, int] | None:
    """Give the first month (January 0) and the number of months of `nov`, `q4`, and, where `numbered`, `11`."""
    if text in ("q1", "q2", "q3", "q4"):
        return (int(text[1]) - 1) * 3, 3
    if numbered and text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= len(MONTHS):
        return int(text) - 1, 1
    named = [place for place, month in enumerate(MONTHS) if month.startswith(text) and len(text) >= 3]
    return (named[0], 1) if len(named) == 1 else None


def months_from(months: int, length: int) -> Period:
    """Give so many months as a period; `months` counts those since the year 0."""
    after = months + length
    return Period(date(months // 12, months % 12 + 1, 1), date(after // 12, after % 12 + 1, 1) - DAY)


def read_span(since: str, until: str | None, frame: Frame, today: date) -> Period:
    """Read `--from D --to D`, both days included; without the second it reaches to today.

    Raises BadUsage for what is no date, and where it ends before it begins.
    """
    first = read_date(since, frame, "past")
    last = today if until is None else read_date(until, frame, "past")
    if last < first:
        raise BadUsage(f"{last} is before {first}", hint="Give the earlier day with --from, the later one with --to")
    return Period(first, last)


def pieces(period: Period) -> Iterator[Period]:
    """Cut a period into pieces of four weeks at most that end with a week, so that years are never held at once."""
    first = period.first
    while first <= period.last:
        last = min(week_of(first).first_day + PIECE - DAY, period.last)
        yield Period(first, last)
        first = last + DAY


def row_names(by: Sequence[str]) -> list[str]:
    """Give the names of a row's fields: those that tell it apart, the title beside a ticket, and its sums."""
    named = [word for name in by for word in (DIMENSIONS[name], *(["title"] if name == "ticket" else []))]
    return [*named, *Sums._fields]


def row_document(by: Sequence[str], row: ReportRow) -> dict[str, object]:
    """Give a row as scripts read it, by the names of its fields."""
    values: list[object] = []
    for name, value in zip(by, row.key, strict=True):
        values += [value, row.title] if name == "ticket" else [value]
    return dict(zip(row_names(by), [*values, *row.sums], strict=True))


def report_document(report: Report) -> Mapping[str, object]:
    """Give a report as scripts read it."""
    shares = report.shares
    return {
        "first_day": report.period.first,
        "last_day": report.period.last,
        "by": list(report.by),
        "client": report.client,
        "ticket": report.ticket,
        "billable_only": report.billable_only,
        "rows": [row_document(report.by, row) for row in report.rows],
        "totals": report.totals,
        "planned_seconds": report.planned_seconds,
        "planned_so_far_seconds": report.planned_so_far_seconds,
        "scheduled_seconds": report.scheduled_seconds,
        "scheduled_so_far_seconds": report.scheduled_so_far_seconds,
        "time_off_seconds": report.time_off_seconds,
        "billable_percent": shares.billable_percent,
        "utilised_percent": shares.utilised_percent,
        "target_percent": report.target_percent,
    }
