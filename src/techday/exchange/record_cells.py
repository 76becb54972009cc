"""Cells of lists on their way in and out: defused for spreadsheets, and given back as they were.

A cell that a spreadsheet would take for a formula goes out with an apostrophe in front, and comes in without it. A
text that itself begins with apostrophes before a formula gets one more, so that every text comes back as it was.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import NamedTuple

from techday.core.text import clean_line, csv_cell
from techday.exchange.csv_file import CsvRow
from techday.exchange.date_reader import FIRST_YEAR, LAST_YEAR, LONGEST_DATE, DateReader
from techday.exchange.ticket_rows import Rejected
from techday.exchange.vocabulary import is_nothing

YES = frozenset("yes y true t 1 x on ja oui si wahr billable".split())
NO = frozenset("no n false f 0 off nein non falsch nonbillable non-billable".split())


class Example(NamedTuple):
    """A cell that could not be read, and the line it stands in."""

    text: str
    line: int


def defused(text: str) -> str:
    """Give a text as a cell that no spreadsheet runs; `restored` gives the text again.

    >>> defused("=1+1"), defused("'=1+1"), defused("'tis")
    ("'=1+1", "''=1+1", "'tis")
    """
    return f"'{text}" if text.startswith("'") and is_formula(text.lstrip("'")) else csv_cell(text)


def restored(cell: str) -> str:
    """Give the text that a cell was before it was defused; any other cell as it is."""
    return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell


def is_formula(text: str) -> bool:
    """Tell a text that a spreadsheet would run."""
    return csv_cell(text) != text


class CellReader:
    """Gives the cells of a row by field, cleaned, and counts those that could not be read.

    `own` tells a file that techday wrote: there every word means itself, also `none` and `n/a`. `dates` are the readers
    of its columns of dates.
    """

    def __init__(
        self,
        position: Mapping[str, int],
        width: int,
        limits: Mapping[str, int],
        dates: Mapping[str, DateReader],
        *,
        own: bool,
    ) -> None:
        self.places = [(field, place, limits[field]) for field, place in position.items()]
        self.width = width
        self.dates = dates
        self.own = own
        self.unreadable: Counter[str] = Counter()
        self.examples: dict[str, Example] = {}

    def texts(self, row: CsvRow) -> dict[str, str]:
        """Give the text of every field that has a column, "" where its cell says nothing.

        Raises Rejected where the row has other cells than the header; blank ones beyond it are harmless.
        """
        cells = row.cells
        if len(cells) < self.width or any(map(str.strip, cells[self.width :])):
            raise Rejected(f"{len(cells)} cells where the header has {self.width}")
        return {field: self.text(cells[place], limit) for field, place, limit in self.places}

    def text(self, cell: str, limit: int) -> str:
        """Give a cell on one safe line of at most `limit` characters."""
        text = cell.strip()
        if not text or (not self.own and is_nothing(text)):
            return ""
        return clean_line(restored(text), limit)

    def not_read(self, field: str, text: str, line: int) -> None:
        """Count a cell that means nothing to its field; the field stays empty."""
        self.unreadable[field] += 1
        self.examples.setdefault(field, Example(clean_line(text, 40), line))

    def yes_or_no(self, field: str, text: str, line: int) -> bool | None:
        """Read yes or no; None for "", and for what is neither, which is counted."""
        word = text.casefold()
        if word in YES or word in NO:
            return word in YES
        if word:
            self.not_read(field, text, line)
        return None

    def instant(self, field: str, texts: Mapping[str, str], line: int) -> str | None:
        """Give the instant of a cell as UTC text, None where it is blank; and where it is no date, which is counted."""
        text = texts.get(field, "")
        found = self.dates[field].read(text) if text else None
        if text and found is None:
            self.not_read(field, text, line)
        return found

    def day(self, field: str, texts: Mapping[str, str], line: int) -> str | None:
        """Give the local day of a cell, `2026-11-23`; None as `instant`."""
        text = texts.get(field, "")
        # Not by way of an instant: the first of the days that can be read began the year before, east of Greenwich.
        found = self.dates[field].parse(text) if 0 < len(text) <= LONGEST_DATE else None
        day = None if found is None else local_day(found, self.dates[field].zone)
        if text and day is None:
            self.not_read(field, text, line)
        return day


def local_day(at: datetime, zone: tzinfo) -> str | None:
    """Give the day of a time in a zone, `2026-11-23`, None beyond the years that can be read.

    A time without an offset is local already.
    """
    if not FIRST_YEAR - 1 <= at.year <= LAST_YEAR + 1:
        return None
    day = at.date() if at.tzinfo is None else at.astimezone(zone).date()
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else None
