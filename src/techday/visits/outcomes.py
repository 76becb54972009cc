"""What became of tickets on a visit: done with its fix, or still open with what is needed to come back.

Each is what the ticket's own verb does, at the time at which the visit ended; where the ticket changed since, or was
opened later, at the time at which it is told: the visit ends in any case.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import to_text
from techday.core.text import clean_block, clean_line, quoted
from techday.errors import BadUsage, Refused
from techday.tickets import acts, lifecycle
from techday.tickets.acts import Times
from techday.tickets.clocks import progress_of
from techday.tickets.lifecycle import LONGEST_LINE, Resolution
from techday.tickets.store import TicketRow, clock_events_of, ticket_by_id
from techday.visits.outcome_store import insert_outcome, outcomes_of
from techday.visits.rules import BACK, DONE, Outcome
from techday.visits.store import VisitRow


class Known(NamedTuple):
    """What became of a ticket, with the ticket that was meant."""

    ticket: TicketRow
    result: str
    text: str


def known(db: sqlite3.Connection, client_id: int, client: str, outcomes: Sequence[Outcome]) -> list[Known]:
    """Give the tickets that were meant; raises NotFound for an unknown one, BadUsage for one that is named twice.

    Raises Refused for a ticket of another client: nobody fixed it there.
    """
    found: dict[int, Known] = {}
    for one in outcomes:
        ticket = acts.find(db, one.ticket)
        if ticket.id in found:
            raise BadUsage(
                f"{ticket.reference} is named twice, the second time as {quoted(one.ticket)}",
                hint="Say of each ticket once what became of it",
            )
        if ticket.client_id not in (None, client_id):
            raise Refused(
                f"{ticket.reference} is a ticket of {ticket.client_code}, and the visit was to {client}",
                hint=f'techday ticket resolve {ticket.reference} --fix "…"',
            )
        found[ticket.id] = Known(ticket, one.result, one.text)
    return list(found.values())


class Stayed(NamedTuple):
    """The visit on which something became of tickets: its number, when somebody arrived (None: never), its note."""

    visit_id: int
    arrived: datetime | None
    note: str


def write_down(db: sqlite3.Connection, stayed: Stayed, outcomes: Sequence[Known], user: str, times: Times) -> list[str]:
    """Write down what became of tickets on a visit; give the references of those whose cause is owed.

    `user` is the user's name, "" while the settings name nobody.
    """
    owed = []
    for ticket, result, text in outcomes:
        at = moment_for(db, ticket, times)
        if stayed.arrived is not None:
            answer_there(db, ticket, stayed.arrived, at)
        words = clean_block(text).strip() if result == DONE else clean_line(text, LONGEST_LINE)
        note_visit(db, ticket, words if result == BACK else "", stayed.note if stayed.note != words else "", at)
        current = ticket_by_id(db, ticket.id)
        if result == DONE:
            lifecycle.resolve(db, current, Resolution(text, owed=True), at)
            owed += [ticket.reference] if ticket_by_id(db, ticket.id).cause_owed else []
        else:
            come_back(db, current, words, user, at)
        insert_outcome(db, stayed.visit_id, ticket.id, result, words)
    return owed


def not_told_yet(db: sqlite3.Connection, visit: VisitRow, outcomes: Sequence[Known]) -> list[Known]:
    """Give what became of tickets that was not told of that visit before."""
    before = {(one.ticket_id, one.result) for one in outcomes_of(db, [visit.id])}
    return [one for one in outcomes if (one.ticket.id, one.result) not in before]


def answer_there(db: sqlite3.Connection, ticket: TicketRow, arrived: datetime, times: Times) -> None:
    """Count being there as the first response, where the client had none: as on a call, they were spoken to.

    It was given at the arrival, of what was opened later when it was dealt with.
    """
    progress = progress_of(clock_events_of(db, ticket.id), to_text(times.recorded))
    if progress.response_known and progress.first_word is None:
        at = arrived if ticket.opened_at <= to_text(arrived) else times.at
        acts.reply(db, ticket, "on site", "first", times._replace(at=at))


def note_visit(db: sqlite3.Connection, ticket: TicketRow, need: str, note: str, times: Times) -> None:
    """Note on a ticket what it needs, and the visit's note: words that the PSA must learn of an imported ticket."""
    words = [*([f"To come back for: {need}"] if need else []), *([f"Visit: {note}"] if note else [])]
    if words:
        acts.note(db, ticket, "\n".join(words), times)


def come_back(db: sqlite3.Connection, ticket: TicketRow, need: str, user: str, times: Times) -> None:
    """Leave a ticket open that was worked on: what is needed is its next step."""
    lifecycle.take_up(db, ticket, user, times)
    acts.edit(db, ticket_by_id(db, ticket.id), {"next_action": need}, times)


def moment_for(db: sqlite3.Connection, ticket: TicketRow, times: Times) -> Times:
    """Give when something became of a ticket: at the end of the visit, but not before the ticket's own history."""
    late = to_text(times.at) < ticket.opened_at or lifecycle.happened_before(db, ticket, times.at)
    return times._replace(at=times.recorded) if late else times
