"""What becomes of a handover once it is answered: accepted, or given back; at the sender's and at the receiver's.

Each act takes the store of an operation under way. What the receiver accepted is the receiver's from then on, whatever
changed here meanwhile: that is told, so that it can be said to them. A handover that comes back to its sender is a
draft again.
"""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.text import clean_line
from techday.handover import store
from techday.handover.event_words import accepted_words, taken_beginning
from techday.handover.packet import LONGEST_WORDS, SAID_FIELDS
from techday.handover.sent_store import ChangeRow, changes_since
from techday.handover.store import HandoverRow, LineRow
from techday.takeover import arrival_store
from techday.takeover.judging import User
from techday.tickets import acts as tickets
from techday.tickets.acts import Times
from techday.tickets.rules import ACTIVE
from techday.tickets.store import TicketRow, technicians, ticket_by_id

NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Answer(NamedTuple):
    """How a handover was answered: by whom, with what words (the read-back, or the reason), and when.

    `is_written` tells that a receipt says so; `there` is what the tickets go by at the receiver's, by their names on
    every machine, as far as that is known.
    """

    by: str
    words: str
    times: Times
    is_written: bool = False
    there: Mapping[str, str] = NO_NAMES


class Outcome(NamedTuple):
    """What became of a ticket at the sender's: its owner moved or not, and what happened on it since it was sent.

    `line` is what was sent, `ticket` the one that it is here, or was merged into; `there` is what it goes by at the
    receiver's, "" where nobody said. `came_with` is the handover by which it was back here before.
    """

    line: LineRow
    ticket: TicketRow
    moved: bool
    there: str
    came_with: int | None
    changes: Sequence[ChangeRow]


class Handed(NamedTuple):
    """A ticket of a handover that is here: `itself`, and the `ticket` that it was merged into, where it was.

    `is_another` tells that this one was not handed over with it.
    """

    line: LineRow
    itself: TicketRow
    ticket: TicketRow
    is_another: bool


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


def tickets_of(db: sqlite3.Connection, row: HandoverRow) -> list[Handed]:
    """Give the tickets of a handover that are here."""
    lines = [line for line in store.lines_of(db, row.id) if line.ticket_id is not None]
    given = {line.ticket_id for line in lines if line.plan == "give"}
    found = []
    for line in lines:
        itself = ticket_by_id(db, line.ticket_id or 0)
        into = itself.merged_into
        ticket = itself if into is None else ticket_by_id(db, into)
        found.append(Handed(line, itself, ticket, into is not None and into not in given))
    return found


def move_to_receiver(db: sqlite3.Connection, row: HandoverRow, answer: Answer, own: Collection[int]) -> list[Outcome]:
    """Let what was given be the receiver's, who accepted it; `own` are the user's own rows among the technicians.

    A ticket that is somebody else's by now stays so, and what came back here since it was sent; and one that was not
    handed over itself stays where it is, though one was merged into it that was.
    """
    decide(db, row, "accepted", answer)
    changes: dict[int | None, list[ChangeRow]] = {}
    for one in changes_since(db, row.id, row.sent_at):
        changes.setdefault(one.ticket_id, []).append(one)
    outcomes = []
    for sent in tickets_of(db, row):
        line, ticket = sent.line, sent.ticket
        there = answer.there.get(line.ticket_uid, "")
        words, other = clean_line(answer.words, LONGEST_WORDS), there if there != line.reference else ""
        record_on(db, sent.itself, answer, "accepted", accepted_words(row.id, line.plan, answer.by, other, words))
        came_with = arrival_store.came_since(db, {sent.itself.id, ticket.id}, row.id, row.sent_at)
        moved = line.plan == "give" and not sent.is_another and came_with is None
        moved = moved and ticket.owner_id in (None, row.technician_id, *own)
        if moved:
            tickets.assign(db, ticket, row.technician_id, row.name, after_opening(ticket, answer.times))
        outcomes.append(Outcome(line, ticket, moved, there, came_with, changes.get(line.ticket_id, [])))
    return outcomes


def bring_back(
    db: sqlite3.Connection, row: HandoverRow, answer: Answer, user: User, own: Collection[int]
) -> list[TicketRow]:
    """Let a handover that was sent be a draft again, and what moved with it the user's; give the user's tickets.

    What was said for the next handover since stays; of what is over, or somebody else's, there is no draft.
    """
    decide(db, row, "returned", answer)
    back: dict[int, TicketRow] = {}
    for sent in tickets_of(db, row):
        line, ticket = sent.line, sent.ticket
        record_on(db, sent.itself, answer, "returned", returned_words(row, answer, user))
        is_theirs = ticket.owner_id == row.technician_id and row.state == "accepted" and line.plan == "give"
        is_theirs = is_theirs and not sent.is_another
        if is_theirs:
            owner_id = tickets.ensure_technician(db, user.name)
            tickets.assign(db, ticket, owner_id, user.name, after_opening(ticket, answer.times))
        if ticket.state in ACTIVE and (is_theirs or ticket.owner_id in (None, *own)):
            if store.draft_of(db, ticket.id) is None:
                draft = {name: getattr(line, name) for name in SAID_FIELDS}
                store.insert_draft(db, {**draft, "ticket_id": ticket.id, "set_at": to_text(answer.times.recorded)})
            back[ticket.id] = ticket
    return [*back.values()]


def hand_back(db: sqlite3.Connection, row: HandoverRow, answer: Answer, user: User, own: Collection[int]) -> None:
    """Give back what came in: of what was taken over in words, the tickets go to whose they were."""
    decide(db, row, "returned", answer)
    names = {one.id: one.name for one in technicians(db)}
    for sent in tickets_of(db, row):
        ticket = sent.ticket
        record_on(db, sent.itself, answer, "returned", returned_words(row, answer, user))
        if sent.line.plan == "give" and not sent.is_another and ticket.owner_id in own:
            owner_id = arrival_store.owner_before(db, ticket.id, taken_beginning(row.id), row.technician_id)
            owner_id = row.technician_id if owner_id in own else owner_id
            name = "" if owner_id is None else names[owner_id]
            tickets.assign(db, ticket, owner_id, name, after_opening(ticket, answer.times))


def record_on(db: sqlite3.Connection, ticket: TicketRow, answer: Answer, detail: str, text: str) -> None:
    """Write down on a ticket what became of its handover."""
    tickets.record(db, ticket.id, after_opening(ticket, answer.times), "handover", detail=detail, text=text)


def returned_words(row: HandoverRow, answer: Answer, user: User) -> str:
    """Say that a handover was returned, by whom and why; what was sent and fetched back came from nobody."""
    is_fetched = row.direction == "out" and user.goes_by(answer.by)
    verb = "taken back" if is_fetched else "returned"
    return f"handover {row.id} {verb} by {answer.by}: {clean_line(answer.words, LONGEST_WORDS)}"


def after_opening(ticket: TicketRow, times: Times) -> Times:
    """Give when it happens, but never before the ticket opened on a clock that is ahead of this one."""
    return times._replace(at=max(times.at, from_text(ticket.opened_at)))


def answered_at(row: HandoverRow, at: str, now: datetime) -> datetime:
    """Give when a receipt says that it was answered, after it was sent and not to come: two clocks may differ."""
    return min(max(from_text(at), from_text(row.sent_at)), max(now, from_text(row.sent_at)))
