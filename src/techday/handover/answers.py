"""What becomes of a handover once it is answered: accepted, or given back; at the sender's and at the receiver's.

Each act takes the store of an operation under way. What the receiver accepted is the receiver's from then on, whatever
changed here meanwhile: that is told, so that it can be said to them. A handover that comes back to its sender is a
draft again.
"""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.text import clean_line
from techday.handover import arrival_store, store
from techday.handover.sent_store import ChangeRow, changes_since
from techday.handover.store import HandoverRow, LineRow
from techday.tickets import acts as tickets
from techday.tickets.acts import Times
from techday.tickets.rules import ACTIVE
from techday.tickets.store import TicketRow, technicians, ticket_by_id

LONGEST_WORDS = 2_000
OF_A_DRAFT = "ticket_id plan severity summary tried next_step by_at if_then told".split()


class Answer(NamedTuple):
    """How a handover was answered: by whom, with what words (the read-back, or the reason), and when.

    `is_written` tells that a receipt says so.
    """

    by: str
    words: str
    times: Times
    is_written: bool = False


class Outcome(NamedTuple):
    """What became of a ticket at the sender's: its owner moved or not, and what happened on it since it was sent."""

    ticket: TicketRow
    plan: str
    moved: bool
    changes: Sequence[ChangeRow]


def decide(db: sqlite3.Connection, row: HandoverRow, state: str, answer: Answer) -> None:
    """Write down how a handover was decided: `state` is accepted or returned."""
    words = clean_line(answer.words, LONGEST_WORDS)
    changes: dict[str, object] = {
        "state": state,
        "decided_at": to_text(answer.times.at),
        "decided_by": answer.by,
        "read_back" if state == "accepted" else "reason": words,
    }
    if answer.is_written:
        changes["receipt_at"] = to_text(answer.times.recorded)
    store.update_handover(db, row.id, changes)


def confirm(db: sqlite3.Connection, row: HandoverRow, now: datetime) -> None:
    """Write down when the receipt was read in of what was decided before; the first time stands."""
    if row.receipt_at is None:
        store.update_handover(db, row.id, {"receipt_at": to_text(now)})


def tickets_of(db: sqlite3.Connection, row: HandoverRow) -> list[tuple[LineRow, TicketRow]]:
    """Give the lines of a handover whose tickets are here, each with its ticket, or the one it was merged into."""
    found = []
    for line in store.lines_of(db, row.id):
        if line.ticket_id is not None:
            ticket = ticket_by_id(db, line.ticket_id)
            found.append((line, ticket if ticket.merged_into is None else ticket_by_id(db, ticket.merged_into)))
    return found


def accepted_there(db: sqlite3.Connection, row: HandoverRow, answer: Answer, own: Collection[int]) -> list[Outcome]:
    """Let what was given be the receiver's, who accepted it; `own` are the user's own rows among the technicians.

    A ticket that is somebody else's by now stays so.
    """
    decide(db, row, "accepted", answer)
    found = tickets_of(db, row)
    changes: dict[int | None, list[ChangeRow]] = {}
    for one in changes_since(db, row.id, row.sent_at):
        changes.setdefault(one.ticket_id, []).append(one)
    outcomes = []
    for line, ticket in found:
        times = after_opening(ticket, answer.times)
        text = f"handover {row.id}, {line.plan}: accepted by {answer.by}: {clean_line(answer.words, LONGEST_WORDS)}"
        tickets.record(db, ticket.id, times, "handover", detail="accepted", text=text)
        moved = line.plan == "give" and ticket.owner_id in (None, row.technician_id, *own)
        if moved:
            tickets.assign(db, ticket, row.technician_id, row.name, times)
        outcomes.append(Outcome(ticket, line.plan, moved, changes.get(line.ticket_id, [])))
    return outcomes


def came_back(
    db: sqlite3.Connection, row: HandoverRow, answer: Answer, user: tuple[int | None, str]
) -> list[TicketRow]:
    """Let a handover that was sent be a draft again, and what moved with it the user's; give the tickets.

    `user` is the user's own row among the technicians, and name. What was said for the next handover since stays.
    """
    decide(db, row, "returned", answer)
    back = []
    for line, ticket in tickets_of(db, row):
        times = after_opening(ticket, answer.times)
        tickets.record(db, ticket.id, times, "handover", detail="returned", text=returned_words(row, answer))
        if row.state == "accepted" and line.plan == "give" and ticket.owner_id == row.technician_id:
            tickets.assign(db, ticket, *user, times)
        if ticket.state in ACTIVE and store.draft_of(db, ticket.id) is None:
            draft = {name: getattr(line, name) for name in OF_A_DRAFT}
            store.insert_draft(db, {**draft, "ticket_id": ticket.id, "set_at": to_text(answer.times.recorded)})
        back.append(ticket)
    return back


def given_back(db: sqlite3.Connection, row: HandoverRow, answer: Answer, own: Collection[int]) -> list[TicketRow]:
    """Give back what came in: of what was taken over in words, the tickets go to whose they were; give the tickets."""
    decide(db, row, "returned", answer)
    names = {one.id: one.name for one in technicians(db)}
    back = []
    for line, ticket in tickets_of(db, row):
        times = after_opening(ticket, answer.times)
        tickets.record(db, ticket.id, times, "handover", detail="returned", text=returned_words(row, answer))
        if line.plan == "give" and ticket.owner_id in own:
            owner_id = arrival_store.owner_before(db, ticket.id, row.decided_at or row.sent_at)
            owner_id = row.technician_id if owner_id is None or owner_id in own else owner_id
            tickets.assign(db, ticket, owner_id, names[owner_id], times)
        back.append(ticket)
    return back


def returned_words(row: HandoverRow, answer: Answer) -> str:
    """Say that a handover was returned, by whom and why."""
    return f"handover {row.id} returned by {answer.by}: {clean_line(answer.words, LONGEST_WORDS)}"


def after_opening(ticket: TicketRow, times: Times) -> Times:
    """Give when it happens, but never before the ticket opened on a clock that is ahead of this one."""
    return times._replace(at=max(times.at, from_text(ticket.opened_at)))


def answered_at(row: HandoverRow, at: str, now: datetime) -> datetime:
    """Give when a receipt says that it was answered, after it was sent and not to come: two clocks may differ."""
    return min(max(from_text(at), from_text(row.sent_at)), max(now, from_text(row.sent_at)))
