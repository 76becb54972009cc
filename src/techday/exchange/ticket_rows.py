"""From the cells of a row to a validated ticket, by what pass one decided about the file.

Nothing is guessed per row: columns, date formats and words are settled before. A row without a number, with another
count of cells than the header, or with an opening date that cannot be read is rejected with the reason; any other date
that cannot be read is left out and counted, since the ticket is worth more than its due date.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from pydantic import ValidationError

from techday.exchange.cells import body_in, is_shortened, name_in, number_in, title_in
from techday.exchange.columns import ID_NAMES, key
from techday.exchange.csv_file import CsvRow
from techday.exchange.date_reader import DateReader
from techday.exchange.models import TicketRow, reason_of
from techday.exchange.vocabulary import UNKNOWN_PRIORITY, WORKING, Status, is_ending, priority_of, status_of


class Rejected(Exception):
    """A row cannot come in; the message is the reason, for the rejects file."""


class Layout(NamedTuple):
    """What is settled about a file: its width, the column of each field, and how its dates are read."""

    source: str
    width: int
    position: Mapping[str, int]
    dates: Mapping[str, DateReader]
    many_owners: bool


class Unreadable(NamedTuple):
    """Dates of a column that were left out: how many, and the first of them."""

    dates: int
    example: str
    line: int


class RowReader:
    """Reads rows of one file, and counts what people must be told about them."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.id_place = layout.position["id"]
        self.dates = [(field, layout.position[field], reader.read) for field, reader in layout.dates.items()]
        self.names = [(field, layout.position[field]) for field in NAMES if field in layout.position]
        self.statuses: dict[str, Status | None] = {}
        self.priorities: dict[str, int | None] = {}
        self.unknown_statuses: Counter[str] = Counter()
        self.unknown_priorities: Counter[str] = Counter()
        self.unreadable_dates: dict[str, Unreadable] = {}

    def fitting(self, row: CsvRow) -> list[str]:
        """Give the row's cells if there are as many as the header has; raises Rejected.

        Blank cells beyond the header's width are a delimiter too many at the end of the line, and harmless.
        """
        cells, width = row.cells, self.layout.width
        if len(cells) != width:
            if len(cells) < width or any(map(str.strip, cells[width:])):
                raise Rejected(f"{len(cells)} cells where the header has {width}")
            cells = cells[:width]
        return cells

    def number(self, cells: list[str]) -> str:
        """Give the ticket's number; raises Rejected where there is none."""
        number = number_in(cells[self.id_place])
        if not number:
            raise Rejected("the ticket's number is missing")
        if is_shortened(number):
            raise Rejected(f"the number {number} was shortened by a spreadsheet")
        return number

    def is_header_again(self, row: CsvRow) -> bool:
        """Tell a header that stands in the middle of the file (joined exports, names above labels) from a row."""
        if len(row.cells) <= self.id_place:
            return False
        cell = row.cells[self.id_place]
        return not cell[-1:].isdigit() and key(cell) in ID_NAMES

    def read(self, row: CsvRow) -> TicketRow:
        """Give the row as a validated ticket; raises Rejected with the reason."""
        cells = self.fitting(row)
        position = self.layout.position
        number = self.number(cells)
        texts = {field: name_in(cells[place]) for field, place in self.names}
        dates: dict[str, str | None] = {}
        for field, place, read in self.dates:
            dates[field] = read(cells[place])
            if dates[field] is None and (text := cells[place].strip()):
                self.no_date(field, text, row.line)
        status_word, priority_word = texts.get("status", ""), texts.get("priority", "")
        status = self.status(status_word, texts.get("owner", ""), dates)
        category = texts.get("category", "")
        kind = texts.get("type", "")
        try:
            return TicketRow(
                external_id=number,
                title=self.title(cells, number, category, kind),
                client=texts.get("client", ""),
                owner=self.owner(texts.get("owner", "")),
                requester=texts.get("requester", ""),
                category=category or kind,
                asset=texts.get("asset", ""),
                source_status=status_word,
                source_priority=priority_word,
                state=status.state,
                waiting_for=status.waiting_for,
                priority=self.priority(priority_word),
                opened_at=dates.get("opened"),
                source_updated_at=dates.get("updated"),
                due_at=dates.get("due"),
                **ending(status.state, dates),
                body=body_in(cells[position["body"]]) if "body" in position else "",
                fix=self.fix(cells) if status.state in ENDED else "",
            )
        except ValidationError as error:
            raise Rejected(reason_of(error)) from None

    def no_date(self, field: str, text: str, line: int) -> None:
        """Take note of a cell that could not be read as a date; raises Rejected for an opening."""
        shown = name_in(text)[:40]
        if not shown:
            return
        if field == "opened":
            raise Rejected(f"the opening date cannot be read: {shown}")
        count, example, first_line = self.unreadable_dates.get(field, Unreadable(0, shown, line))
        self.unreadable_dates[field] = Unreadable(count + 1, example, first_line)

    def status(self, word: str, owner: str, dates: Mapping[str, str | None]) -> Status:
        """Give the state that the status names; without one, what dates and owner tell."""
        if word:
            if word not in self.statuses:
                self.statuses[word] = status_of(word, self.layout.source)
            return self.statuses[word] or WORKING
        if dates.get("closed"):
            return Status("closed")
        if dates.get("resolved"):
            return Status("resolved")
        return WORKING if owner else Status("new")

    def priority(self, word: str) -> int:
        """Give the priority that a word names, 3 where it names none."""
        if word not in self.priorities:
            self.priorities[word] = priority_of(word) if word else UNKNOWN_PRIORITY
        return self.priorities[word] or UNKNOWN_PRIORITY

    def title(self, cells: list[str], number: str, category: str, kind: str) -> str:
        """Give the title; where none stands, one built from category and type."""
        place = self.layout.position.get("title")
        title = title_in(cells[place]) if place is not None else ""
        if title:
            return title
        return ": ".join(dict.fromkeys(part for part in (category, kind) if part)) or f"Ticket {number}"

    def fix(self, cells: list[str]) -> str:
        """Give what was done about a ticket that is over; "" where its row only says that it is over."""
        place = self.layout.position.get("fix")
        if place is None:
            return ""
        text = body_in(cells[place])
        return "" if is_ending(text) else text

    def owner(self, name: str) -> str:
        """Give the one owner: of a list of resources, as PSAs write it, the first."""
        return name.replace(";", ",").partition(",")[0].strip() if self.layout.many_owners else name

    def take_note(self, ticket: TicketRow) -> None:
        """Count what people must be told of a row that stands: words in no list."""
        if ticket.source_status and self.statuses.get(ticket.source_status) is None:
            self.unknown_statuses[ticket.source_status] += 1
        if ticket.source_priority and self.priorities.get(ticket.source_priority) is None:
            self.unknown_priorities[ticket.source_priority] += 1


NAMES = ("client", "owner", "requester", "status", "priority", "category", "type", "asset")
ENDED = ("resolved", "closed")


def ending(state: str, dates: Mapping[str, str | None]) -> dict[str, str | None]:
    """Give when a ticket was resolved and closed, from the dates that the row has; an open one was neither.

    A reopened ticket keeps its old resolution date in many exports. A closed row without any such date ended at its
    last update at the latest.
    """
    if state not in ENDED:
        return {"resolved_at": None, "closed_at": None}
    resolved, closed = dates.get("resolved"), dates.get("closed")
    last = resolved or closed or dates.get("updated")
    return {"resolved_at": resolved or last, "closed_at": (closed or last) if state == "closed" else None}
