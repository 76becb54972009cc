"""Pass two: the rows of surveyed files into the store, inside one operation: all of them or nothing.

Rows come in batches: each batch is looked up with one question and written with a few statements, so that memory stays
flat. A row is new, changed, same, superseded or rejected, and these add up to the rows read.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from techday.core.instants import to_text
from techday.database.bulk import Bulk, next_id
from techday.errors import Refused
from techday.exchange import import_store as store
from techday.exchange.csv_file import CsvRow, rows
from techday.exchange.merge import Said, settle, to_json, wait_detail
from techday.exchange.models import TicketRow
from techday.exchange.parties import Clients, Technicians
from techday.exchange.rejects import Rejects
from techday.exchange.survey import Survey
from techday.exchange.ticket_rows import Rejected, RowReader
from techday.exchange.ticket_values import NEW_TICKET, present_columns
from techday.tickets.rules import ACTIVE
from techday.ui.dates import show_instant

ROWS_AT_ONCE = 500
ROW_OF_TICKET = itemgetter(*store.TICKET_COLUMNS)


Progress = Callable[[int], None]


def unseen(rows: int) -> None:
    """Take note of a batch for nobody."""


class Surroundings(NamedTuple):
    """What the import is told: the instant, the zone, the client of files that name none, and where rejects go.

    `waits_until` is when a ticket comes back that a source makes wait, without saying until when; `own` are the user's
    own rows among the technicians.
    """

    now: datetime
    zone: tzinfo
    waits_until: datetime
    client_id: int | None = None
    rejects_folder: Path | None = None
    progress: Progress = unseen
    own: frozenset[int] = frozenset()


class Counts:
    """What became of the rows of one file."""

    def __init__(self) -> None:
        self.new = self.changed = self.same = self.superseded = self.rejected = 0

    @property
    def total(self) -> int:
        """The rows accounted for."""
        return self.new + self.changed + self.same + self.superseded + self.rejected


class FileImport:
    """One file on its way in: `run` brings in its rows; afterwards it holds what people are told."""

    def __init__(self, db: sqlite3.Connection, bulk: Bulk, survey: Survey, around: Surroundings) -> None:
        self.db = db
        self.bulk = bulk
        self.survey = survey
        self.around = around
        self.now = to_text(around.now)
        self.waits_until = to_text(around.waits_until)
        self.source = survey.layout.source
        self.reader = RowReader(survey.layout)
        self.clients = Clients(db, self.source, self.now)
        self.technicians = Technicians(db)
        self.rejects = Rejects(around.rejects_folder, survey.file.header, around.now.astimezone(around.zone))
        self.present = present_columns(survey.layout.position, around.client_id is not None)
        self.plain = [name for name in TicketRow.model_fields if name in self.present]
        self.header_id = store.save_header(db, survey.header_key, survey.remembered)
        self.view = survey.remembered.view
        self.first_new = self.next_ticket = next_id(db, "ticket")
        self.counts = Counts()
        self.told: list[str] = []
        self.built_titles: set[int] = set()
        self.without_opening = self.without_date = 0
        self.renamed: list[str] = []

    def run(self) -> None:
        """Bring in all rows; raises Refused where none of them can come in."""
        # The survey measured the lines, and `rows` tells when the file has changed since.
        source = (row for row in rows(self.survey.file, measured=True) if not self.reader.is_header_again(row))
        while batch := list(islice(source, ROWS_AT_ONCE)):
            self.bring_in(list(self.readable(batch)))
            self.around.progress(len(batch))
        self.rejects.close()
        if self.counts.rejected and self.counts.rejected == self.survey.read:
            raise Refused(
                f"Not one row of {self.survey.file.path.name} can come in: {'; '.join(self.rejects.first)}",
                hint='Name the right columns with --map "COLUMN=field", or mend the file',
            )

    def readable(self, batch: Sequence[CsvRow]) -> Iterator[TicketRow]:
        """Give the rows that stand, validated; the others are counted."""
        standing = self.survey.standing
        for row in batch:
            try:
                ticket = self.reader.read(row)
            except Rejected as reason:
                self.counts.rejected += 1
                self.rejects.add(row, str(reason))
                continue
            if standing.get(ticket.external_id, row.line) != row.line:
                self.counts.superseded += 1
                continue
            self.reader.take_note(ticket)
            yield ticket

    def bring_in(self, tickets: Sequence[TicketRow]) -> None:
        """Write one batch: what is known is settled with what the store holds, the rest is new."""
        known = store.known_tickets(self.db, self.source, [ticket.external_id for ticket in tickets])
        new = []
        for ticket in tickets:
            before = known.get(ticket.external_id)
            if before is None:
                new.append(ticket)
            else:
                self.settle(before, ticket)
        if new:
            self.add(new)

    def said(self, ticket: TicketRow) -> Said:
        """Give what a row says, by the ticket's columns."""
        client_id = self.clients.id_of(ticket.client) or self.around.client_id
        fields = ticket.__dict__
        values: dict[str, Any] = {name: fields[name] for name in self.plain if fields[name]}
        if client_id is not None:
            values["client_id"] = client_id
        if (owner_id := self.technicians.id_of(ticket.owner)) is not None:
            values["owner_id"] = owner_id
        return Said(values, self.present, ticket.source_updated_at, ticket.source_status, ticket.owner)

    def settle(self, known: store.Known, ticket: TicketRow) -> None:
        """Bring a known ticket up to what its source says."""
        if known.client_id == self.clients.placeholder:
            known = known._replace(client_id=None)
        said = self.said(ticket)
        outcome = settle(known, said, self.waits_until, self.around.own, self.shown)
        setattr(self.counts, outcome.kind, getattr(self.counts, outcome.kind) + 1)
        self.told.extend(outcome.told)
        changes = outcome.changes
        self.without_date += changes.get("state") == "waiting"
        if known.import_id is None:
            changes = {**changes, "source": self.source}
            self.told.append(f"{known.reference} was added here before; it now follows {self.source}")
            self.insert_imported([(known.external_id, known.ticket_id, to_json(outcome.imported))])
        else:
            # A view of open tickets keeps its tickets, also when a file of all tickets names them too.
            header_id = self.header_id if self.view == "open" else known.header_id
            if outcome.kind == "changed" or header_id != known.header_id:
                self.db.execute(store.UPDATE_IMPORTED, (header_id, to_json(outcome.imported), known.import_id))
        store.update_ticket(self.db, known.ticket_id, changes)
        if outcome.events:
            at = min(said.updated_at or self.now, self.now)
            events = [(known.ticket_id, at, self.now, kind, detail, text) for kind, detail, text in outcome.events]
            store.insert_many(self.bulk, store.INSERT_EVENT, events)

    def shown(self, at: str) -> str:
        """Give an instant (UTC text) as people read it."""
        return show_instant(at, self.around.zone, self.around.now)

    def add(self, tickets: Sequence[TicketRow]) -> None:
        """Insert new tickets; open ones with the event of their opening, history without."""
        references = self.references([ticket.external_id for ticket in tickets])
        inserts: list[tuple[Any, ...]] = []
        imported: list[tuple[str, int, str]] = []
        events: list[tuple[int, str, str, str, str, str]] = []
        for ticket in tickets:
            values = self.said(ticket).values
            number, ticket_id = ticket.external_id, self.next_ticket
            self.next_ticket += 1
            opened_at = ticket.opened_at or ticket.source_updated_at or self.now
            self.without_opening += ticket.opened_at is None
            if self.is_built(ticket):
                self.built_titles.add(ticket_id)
            state = ticket.state
            row = {
                **NEW_TICKET,
                **values,
                "id": ticket_id,
                "reference": references[number],
                "source": self.source,
                "external_id": number,
                "client_id": values.get("client_id") or self.clients.unknown(),
                "state": state,
                "opened_at": opened_at,
                "first_seen_at": self.now,
            }
            imported.append((number, ticket_id, to_json(values)))
            if state in ACTIVE:
                events.append((ticket_id, opened_at, self.now, "opened", state, ""))
            if state == "waiting":
                row["waiting_until"] = self.waits_until
                self.without_date += 1
                since = min(ticket.source_updated_at or self.now, self.now)
                detail = wait_detail(ticket.waiting_for, self.waits_until)
                events.append((ticket_id, since, self.now, "waiting", detail, ticket.source_status))
            inserts.append(ROW_OF_TICKET(row))
        store.insert_many(self.bulk, store.INSERT_TICKET, inserts)
        self.insert_imported(imported)
        store.insert_many(self.bulk, store.INSERT_EVENT, events)
        self.counts.new += len(tickets)

    def insert_imported(self, imported: Sequence[tuple[str, int, str]]) -> None:
        """Keep what was imported: number, ticket, and the values as JSON."""
        rows = [(self.source, number, ticket_id, self.header_id, text) for number, ticket_id, text in imported]
        store.insert_many(self.bulk, store.INSERT_IMPORTED, rows)

    def references(self, numbers: Sequence[str]) -> dict[str, str]:
        """Give the reference of each new ticket: its number, with the source before it where that is taken.

        `L7` is what a local ticket is called, now or later, so no imported one gets such a name.
        """
        taken = store.taken_references(self.db, numbers)
        given: dict[str, str] = {}
        for number in numbers:
            reference = number
            if number in taken or is_local_name(number):
                reference, again = f"{self.source}-{number}", 1
                while reference in given.values() or reference in numbers or self.is_taken(reference):
                    again += 1
                    reference = f"{self.source}-{number}-{again}"
                self.renamed.append(f"{number} is called {reference}: that number is taken by another ticket")
            given[number] = reference
        return given

    def is_taken(self, reference: str) -> bool:
        """Tell whether a ticket already has this reference."""
        return bool(store.taken_references(self.db, [reference]))

    def is_built(self, ticket: TicketRow) -> bool:
        """Tell a title that was built from the category from one that the source gave."""
        return "title" not in self.survey.layout.position or ticket.title == f"Ticket {ticket.external_id}"


def is_local_name(number: str) -> bool:
    """Tell a number that looks like the reference of a local ticket."""
    return number[:1] in ("L", "l") and number[1:].isascii() and number[1:].isdigit()


def modified_text(survey: Survey) -> str:
    """Give when the file was last written, as UTC text of the store."""
    return to_text(datetime.fromtimestamp(survey.file.modified, UTC))
