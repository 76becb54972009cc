"""The page of one ticket: what it is, what is next, and all that happened on it and on those merged into it.

This computes the view; `ticket_screen` draws it, and `page_document` gives it to scripts.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.core.instants import from_text
from techday.core.shifts import shift_day
from techday.escalations.store import EscalationRow, answers, escalations_of
from techday.handover.store import still_named_of
from techday.pages.clockwork import clockwork
from techday.pages.ticket_clocks import seconds_worked
from techday.pages.timecard_alerts import forgotten_end
from techday.problems import acts as problems
from techday.problems.acts import Answer, Recurrence
from techday.problems.store import ProblemRow, problem_by_id, problem_of
from techday.promises.store import PromiseRow, promises_of
from techday.tickets import link_store, page_store, store
from techday.tickets.clocks import Clocks
from techday.tickets.explanation import explanation_lines
from techday.tickets.link_store import LinkedRow
from techday.tickets.page_store import BodyRow
from techday.tickets.standing import view_of
from techday.tickets.store import EventRow, TicketRow
from techday.timecard.store import EntryRow, entries_of_ticket

if TYPE_CHECKING:
    from techday.context import Context


class WorkedDay(NamedTuple):
    """The time worked on a ticket in one shift day: the seconds in all, and the entries."""

    day: date
    seconds: int
    entries: Sequence[EntryRow]


class Page(NamedTuple):
    """All that the page of one ticket shows.

    `merged` are the tickets that were merged into it, `asked` the one of them by which it was asked for. `recorded_on`
    tells of the time entries of those on which one it is; events tell that themselves. `why` explains the clocks.
    `still_named` is whom its source still names as the owner of a ticket that was handed over, "" for nobody else.
    """

    ticket: TicketRow
    bodies: Sequence[BodyRow]
    clocks: Clocks
    why: Sequence[tuple[str, str]]
    events: Sequence[EventRow]
    days: Sequence[WorkedDay]
    promises: Sequence[PromiseRow]
    escalations: Sequence[EscalationRow]
    merged: Sequence[LinkedRow]
    related: Sequence[LinkedRow]
    numbers: Sequence[int]
    problem: ProblemRow | None
    answers: Sequence[Answer]
    recurrence: Recurrence | None
    recorded_on: Mapping[int, int]
    asked: LinkedRow | None
    still_named: str

    def reference_of(self, ticket_id: int) -> str:
        """Give the reference of the merged ticket on which something was recorded, "" for the ticket itself."""
        return next((one.reference for one in self.merged if one.id == ticket_id), "")

    @property
    def seconds(self) -> int:
        """The time worked on the ticket."""
        return sum(day.seconds for day in self.days)


def page(context: "Context", asked: TicketRow) -> Page:
    """Give all that the page of a ticket shows; that of a merged one is the page of the ticket it was merged into."""
    db, now = context.db, context.now
    ticket = asked if asked.merged_into is None else store.ticket_by_id(db, asked.merged_into)
    merged = link_store.merged_tickets(db, ticket.id)
    heard = store.clock_events_of(db, ticket.id)
    work = clockwork(context)
    number = problem_of(db, ticket.id)
    ids = [one.id for one in merged]
    contradicted = still_named_of(db, ticket.id)
    return Page(
        ticket=ticket,
        bodies=page_store.bodies_of(db, [ticket.id, *ids]),
        clocks=work.clocks(ticket, heard, now),
        why=explanation_lines(ticket, heard, work, now, context.zone),
        events=store.events_of(db, ticket.id),
        days=worked_days(context, entries_of_ticket(db, ticket.id)),
        promises=promises_of(db, ticket.id),
        escalations=escalations_of(db, ticket.id),
        merged=merged,
        related=link_store.related_to(db, ticket.id),
        numbers=link_store.local_numbers(db, ticket.id),
        problem=None if number is None else problem_by_id(db, number),
        answers=problems.known_answers(db, ticket),
        recurrence=problems.recurrence_of(db, ticket, now),
        recorded_on=page_store.entries_on(db, ids) if ids else {},
        asked=next((one for one in merged if one.id == asked.id), None),
        still_named="" if contradicted is None else contradicted.named,
    )


def worked_days(context: "Context", entries: Sequence[EntryRow]) -> list[WorkedDay]:
    """Put time entries to the shift days in which they began; one that runs counts up to now, or to its cut."""
    days: dict[date, list[EntryRow]] = {}
    for entry in entries:
        days.setdefault(shift_day(context.shift_pattern, from_text(entry.started_at)).day, []).append(entry)
    return [
        WorkedDay(day, sum(seconds_worked(one.started_at, one.ended_at, until(context, one)) for one in ones), ones)
        for day, ones in days.items()
    ]


def until(context: "Context", entry: EntryRow) -> datetime:
    """Give up to when an entry counts that runs: now, or where the next write will cut it, if it was forgotten."""
    return forgotten_end(context, entry, context.now) or context.now


def page_document(shown: Page) -> dict[str, Any]:
    """Give the page of a ticket as scripts read it; `ref` of an event or entry is the ticket of its record."""
    own = shown.ticket.reference
    body = next((one.text for one in shown.bodies if one.ticket_id == shown.ticket.id), None)
    return {
        "ticket": {
            **view_of(shown.ticket, shown.clocks)._asdict(),
            "body": body,
            "worked_seconds": shown.seconds,
            **ticket_details(shown),
        },
        "events": [event_document(event, shown.reference_of(event.ticket_id) or own) for event in shown.events],
        "entries": [
            {
                "id": entry.id,
                "started_at": entry.started_at,
                "ended_at": entry.ended_at,
                "work_type": entry.work_type,
                "note": entry.note or None,
                "ref": shown.reference_of(shown.recorded_on.get(entry.id, 0)) or own,
            }
            for day in shown.days
            for entry in day.entries
        ],
        "promises": [promise_document(one) for one in shown.promises],
        "escalations": [escalation_document(one) for one in shown.escalations],
        "related": [{"ref": one.reference, "title": one.title, "state": one.state} for one in shown.related],
        "recurrence": None if shown.recurrence is None else recurrence_document(shown.recurrence),
        "known_answers": [
            {
                "source": one.source,
                "ref": one.reference,
                "title": one.title,
                "cause": one.cause or None,
                "fix": one.fix or None,
                "at": one.when,
            }
            for one in shown.answers
        ],
    }


def ticket_details(shown: Page) -> dict[str, Any]:
    """Give what only the page tells of a ticket."""
    ticket = shown.ticket
    return {
        "requester": ticket.requester or None,
        "category": ticket.category or None,
        "asset": ticket.asset or None,
        "due_at": ticket.due_at,
        "resolved_at": ticket.resolved_at,
        "closed_at": ticket.closed_at,
        "fix": ticket.fix or None,
        "cause": ticket.cause or None,
        "cause_owed": bool(ticket.cause_owed),
        "merged": [one.reference for one in shown.merged],
        "local_refs": [f"L{number}" for number in shown.numbers],
        "problem": None if shown.problem is None else shown.problem.id,
        "source_still_names": shown.still_named or None,
        "escalated_to": ticket.escalated_to or None,
        "escalated_at": ticket.escalated_at,
    }


def event_document(event: EventRow, reference: str) -> dict[str, Any]:
    """Give an event as scripts read it."""
    return {
        "id": event.id,
        "at": event.at,
        "recorded_at": event.recorded_at,
        "kind": event.kind,
        "public": bool(event.public),
        "imported": bool(event.imported),
        "detail": event.detail or None,
        "text": event.text or None,
        "ref": reference,
    }


def promise_document(one: PromiseRow) -> dict[str, Any]:
    """Give a promise as scripts read it."""
    return {
        "id": one.id,
        "text": one.text,
        "made_at": one.made_at,
        "due_at": one.due_at,
        "state": one.state,
        "settled_at": one.settled_at,
        "outcome": one.outcome or None,
    }


def escalation_document(one: EscalationRow) -> dict[str, Any]:
    """Give an escalation as scripts read it."""
    return {
        "at": one.at,
        "target": one.target,
        "tier_before": one.tier_before,
        "tier_after": one.tier_after,
        "reason": one.reason,
        "tried": one.tried,
        "checklist": [{"item": point.item, "answer": point.answer or None} for point in answers(one)],
    }


def recurrence_document(found: Recurrence) -> dict[str, Any]:
    """Give trouble that comes again as scripts read it."""
    text, command = problems.pointer(found)
    return {
        "tickets": [one.reference for one in found.others],
        "problem": None if found.problem is None else found.problem.id,
        "text": text,
        "command": command,
    }
