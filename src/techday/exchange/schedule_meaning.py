"""What an event means here: whose it is, of which client, site and ticket, and of which kind.

An event says when, where and what. All else is told by its words, by what a list says beside, or by what somebody gave
for it: with an option of the import, or by planning it here before a calendar brought it back.
"""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from techday.core.text import fold, quoted
from techday.exchange.ical_events import Event
from techday.exchange.schedule_store import known_clients, known_sites, known_tickets
from techday.exchange.schedule_values import (
    TIMES,
    WORDED,
    People,
    Told,
    checked,
    digest_of,
    said_by,
    short_digest,
    words_in,
)
from techday.schedule.guessing import Guess, Known, references_in
from techday.schedule.rules import Values
from techday.schedule.store import ItemRow
from techday.settings import Technician
from techday.tickets.store import technicians

CONFIRMED = "confirmed"


class Meaning:
    """Tells what the events of one calendar mean; `given` is what was given for those that do not tell it."""

    def __init__(
        self,
        db: sqlite3.Connection,
        events: Sequence[Event],
        told: Mapping[str, Told],
        given: Mapping[str, Any],
        user: Technician,
    ) -> None:
        self.told = told
        self.option = {field: value for field, value in given.items() if value}
        self.people = People(user, {one.name_key: one.name for one in technicians(db)})
        clients = known_clients(db)
        # A name stands above the same text as another client's code.
        self.clients = {fold(client.code): client.id for client in clients} | {
            fold(client.name): client.id for client in clients
        }
        # Of tickets only those that any of the events could mean: there may be a hundred thousand.
        names = {name for event in events for name in references_in(f"{event.title} {event.note}")}
        names |= {one.ticket for one in told.values()}
        self.known = Known(clients, known_sites(db), known_tickets(db, names | {name.upper() for name in names}))
        self.unknown: Counter[str] = Counter()

    def said(self, event: Event, row: ItemRow | None, last: Mapping[str, Any]) -> tuple[Values, dict[str, Any]]:
        """Give what an event says of its item, and that as it is kept; raises Rejected for what cannot come in."""
        found = checked(event)
        beside = self.told.get(event.uid, Told())
        words = digest_of(event, beside)
        given = self.given(row, last)
        guess = self.guess(event, beside, row, last, last.get("words") == words)
        technician = self.people.assigned(beside.technician) or self.people.technician(event)
        values = said_by(found, completed(guess, given), technician)
        if row is not None and not row.imported:
            values = as_planned(row, values)
        answer = self.people.answer(event)
        told = as_kept(values) | {"words": words, "partstat": answer, "status": CONFIRMED, "given": given}
        sequence = max(event.sequence, last.get("sequence", 0))
        return values, told | ({"sequence": sequence} if sequence else {})

    def given(self, row: ItemRow | None, last: Mapping[str, Any]) -> dict[str, Any]:
        """Give what somebody said of an item, for all that its words do not tell: with an option, or planning it."""
        given: dict[str, Any] = dict(last.get("given", {}))
        if row is not None and not row.imported:
            given = {field: getattr(row, field) for field in Guess._fields}
        return {field: value for field, value in {**given, **self.option}.items() if value}

    def guess(self, event: Event, told: Told, row: ItemRow | None, last: Mapping[str, Any], again: bool) -> Guess:
        """Give what the words of an event tell; `again` tells that they are those of the last time.

        Then the guess stands: a client that was renamed since is still the client. What nobody could tell then is
        told now, while the item is open.
        """
        before = Guess._make(last.get(field) for field in Guess._fields) if again else None
        if before is not None and (row is None or row.state != "proposed" or before.client_id is not None):
            return before
        found = self.known.guess(words_in(event, self.people))
        ticket = self.known.tickets.get(told.ticket.casefold())
        if ticket is not None:
            client = found.client_id if ticket.client_id is None else ticket.client_id
            found = found._replace(ticket_id=ticket.id, client_id=client)
        if told.client:
            found = found._replace(client_id=self.clients.get(fold(told.client)))
            self.unknown[told.client] += found.client_id is None
        if before is None:
            return found
        return Guess._make(new if old is None else old for old, new in zip(before, found, strict=True))

    def fitting(self, values: Values) -> Values:
        """Give the values of an item without a site that is another client's."""
        at_client = values.site_id is None or self.known.client_of_site.get(values.site_id) == values.client_id
        return values if at_client else values._replace(site_id=None)

    def unknown_clients(self) -> list[str]:
        """Say which clients of a list nobody knows."""
        return [
            f"There is no client {quoted(name)}: {count} without one (techday client add {quoted(name)})"
            for name, count in self.unknown.items()
            if count
        ]


def completed(guess: Guess, given: Mapping[str, Any]) -> Guess:
    """Give a guess with what was given where the words tell nothing; a kind that was given stands above them."""
    told = zip(Guess._fields, guess, strict=True)
    return Guess._make(given.get(field) if value is None else value for field, value in told)._replace(
        kind=given.get("kind", guess.kind)
    )


def as_kept(values: Values) -> dict[str, Any]:
    """Give what an item says as it is kept beside it; of a note, which may be long, a digest."""
    kept = {field: getattr(values, field) for field in (*TIMES, *WORDED)}
    return kept | {"note": short_digest(values.note) if values.note else ""}


def as_planned(row: ItemRow, said: Values) -> Values:
    """Give what a calendar says of an item that was planned here, and comes back from where it was written to.

    Of what is tied to it, and who does it, a calendar knows less; a site went out as the place.
    """
    return said._replace(
        kind=row.kind,
        client_id=row.client_id,
        site_id=row.site_id,
        ticket_id=row.ticket_id,
        technician=said.technician or row.technician,
        place=row.place if said.place == (row.place or row.site or "") else said.place,
    )
