"""The draft of the next handover: what becomes of each unfinished ticket, from what is recorded and what was set.

Its types are those of `techday.handover.draft_views`; `techday.handover.screen` draws it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import to_text
from techday.core.shifts import ShiftDay
from techday.handover.draft_views import Draft, DraftItem, FailingWatch
from techday.handover.rules import KEEP, WATCH, Reason, reasons, summary_of, tried_of, what_is_due
from techday.handover.store import DraftRow, HandoverRow, drafts, open_handovers, under_way, watched_elsewhere
from techday.handover.words_store import Told, told_of
from techday.pages.ticket_clocks import own, with_clocks
from techday.pages.working_days import WorkingDays
from techday.promises.store import PromiseRow, open_promises
from techday.schedule.conflicts import STANDS
from techday.schedule.evidence import items_today
from techday.tickets.standing import Listed, view_of
from techday.tickets.store import open_tickets
from techday.ui.dates import show_instant
from techday.watches.rules import fails
from techday.watches.standing import stand_at

if TYPE_CHECKING:
    from techday.context import Context

# One is not away for longer; without a shift in a year there is none planned.
FARTHEST = 366


class Recorded(NamedTuple):
    """What is recorded of all tickets of a draft, by their row numbers; `failing` are the kinds of failing watches."""

    drafts: Mapping[int, DraftRow]
    told: Mapping[int, Sequence[Told]]
    promises: Mapping[int, Sequence[PromiseRow]]
    failing: Mapping[int, str]
    under_way: Mapping[int, HandoverRow]


def draft(context: "Context") -> Draft:
    """Give the draft of the next handover at the context's instant."""
    db, now = context.db, context.now
    days, mine = WorkingDays(context), own(db, context)
    shift = next_shift(days, days.at(now))
    tickets = open_tickets(db)
    rows = [row for row in tickets if mine is None or row.owner_id in mine]
    promised = [one for one in open_promises(db) if mine is None or one.owner_id in mine]
    failing = failing_watches(context, Moment(now, days.at(now), mine, planned=days.on, zone=context.zone))
    planned = items_today(db, Moment(now, shift, mine, zone=context.zone))
    recorded = Recorded(
        drafts={row.ticket_id: row for row in drafts(db)},
        told=told_of(db, [row.id for row in rows]),
        promises=by_ticket(promised),
        failing={one.ticket_id: one.kind for one in reversed(failing) if one.ticket_id is not None},
        under_way={**watched_elsewhere(db, to_text(now)), **under_way(db)},
    )
    return Draft(
        now=now,
        technician=context.settings.technician.name or None,
        next_shift=shift,
        items=[item(context, one, recorded, shift.starts_at) for one in with_clocks(db, rows, context)],
        unowned=0 if mine is None else sum(row.owner_id is None for row in tickets),
        failing=failing,
        promises=[one for one in promised if one.due_at < to_text(shift.ends_at)],
        schedule=[row for row in planned if row.state in STANDS],
        waiting_for_answer=open_handovers(db),
    )


def travelling(draft: Draft) -> list[DraftItem]:
    """Give what a handover would take along: what is to be watched or given, and is with nobody yet; queue order."""
    return [one for one in draft.items if one.plan != KEEP and one.under_way is None]


def next_shift(days: WorkingDays, current: ShiftDay) -> ShiftDay:
    """Give the next working shift after the current one; where none is planned, the shift day after it."""
    following = (current.day + timedelta(days=count) for count in range(1, FARTHEST))
    # Whether a shift is worked is known without working out when it begins.
    day = next((day for day in following if days.is_worked(day)), current.day + timedelta(days=1))
    return days.on(day)


def item(context: "Context", one: Listed, recorded: Recorded, back_at: datetime) -> DraftItem:
    """Give a ticket of the draft: its plan, and what was set or is recorded of it."""
    ticket = one.ticket
    row = recorded.drafts.get(ticket.id)
    promises = recorded.promises.get(ticket.id, ())
    due = what_is_due(ticket, one.clocks, [promise.due_at for promise in promises])
    found = reasons(ticket, due, recorded.failing.get(ticket.id, ""), back_at)
    proposed = WATCH if found else KEEP
    with_colleague = recorded.under_way.get(ticket.id)
    if row is not None and row.plan and with_colleague is not None and with_colleague.state == "accepted":
        with_colleague = None  # what is watched for the user was planned anew
    told = recorded.told.get(ticket.id, ())
    return DraftItem(
        ticket=ticket,
        clocks=one.clocks,
        plan=(row and row.plan) or proposed,
        proposed=proposed,
        why=", ".join(reason_words(context, reason) for reason in found),
        is_set=bool(row and row.plan),
        severity=row and row.severity,
        summary=(row and row.summary) or summary_of(told),
        tried=(row and row.tried) or tried_of(told),
        next_step=(row and row.next_step) or ticket.next_action,
        by_at=(row and row.by_at) or (to_text(due[0].at) if due else None),
        if_then=row.if_then if row else "",
        told=row.told if row else "",
        promises=tuple(promises),
        under_way=with_colleague,
    )


def reason_words(context: "Context", reason: Reason) -> str:
    """Say why a ticket is proposed to be watched: `P1`, `reply due 18:20`, `back Tue 07:00`, `backup fails`."""
    if reason.due_at is None:
        return reason.what if reason.what.startswith("P") else f"{reason.what} fails"
    at, past = show_instant(reason.due_at, context.zone, context.now), reason.due_at <= context.now
    if reason.what == "back":
        return f"back since {at}" if past else f"back {at}"
    return f"{reason.what} {'was ' if past else ''}due {at}"


def by_ticket(promises: Sequence[PromiseRow]) -> dict[int, list[PromiseRow]]:
    """Put promises to their tickets, in their order."""
    found: dict[int, list[PromiseRow]] = {}
    for promise in promises:
        found.setdefault(promise.ticket_id, []).append(promise)
    return found


def failing_watches(context: "Context", moment: Moment) -> list[FailingWatch]:
    """Give the watches that fail and are not paused, the one that fails longest first."""
    standing = stand_at(context.db, moment)
    numbers = [number for pulse, ids, how in standing if fails(pulse) and how.state != "paused" for number in ids]
    if not numbers:
        return []
    from techday.watches import store  # only where one fails

    days, seen = store.failing_days(context.db, numbers), store.last_failures(context.db, numbers)
    rows = store.watches(context.db, numbers)
    found = [
        FailingWatch(
            row.id, row.name, row.kind, row.client, days.get(row.id, 0), seen.get(row.id, ""), row.ticket_id, row.ticket
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.days, one.client, one.name))


def draft_document(context: "Context", view: Draft) -> dict[str, Any]:
    """Give the draft as scripts read it."""
    from techday.pages.clashes import item_documents  # only for scripts

    return {
        **view._asdict(),
        "items": [item_document(one) for one in view.items],
        "failing": [{key: told for key, told in one._asdict().items() if key != "ticket_id"} for one in view.failing],
        "promises": [promise_document(one) for one in view.promises],
        "schedule": item_documents(context, view.schedule),
        "waiting_for_answer": [handover_document(one) for one in view.waiting_for_answer],
    }


def item_document(one: DraftItem) -> dict[str, Any]:
    """Give a ticket of the draft as scripts read it; what is not recorded is null."""
    words = {name: getattr(one, name) or None for name in "why summary tried next_step if_then told".split()}
    return {
        "ticket": view_of(one.ticket, one.clocks),
        "plan": one.plan,
        "proposed": one.proposed,
        "is_set": one.is_set,
        "severity": one.severity,
        "by_at": one.by_at,
        **words,
        "promises": [promise_document(promise) for promise in one.promises],
        "under_way": one.under_way and handover_document(one.under_way),
    }


def promise_document(promise: PromiseRow) -> dict[str, Any]:
    """Give a promise as scripts read it."""
    return {
        "id": promise.id,
        "ref": promise.reference,
        "client": promise.client,
        "text": promise.text,
        "due_at": promise.due_at,
    }


def handover_document(row: HandoverRow) -> dict[str, Any]:
    """Give a handover that is under way as scripts read it."""
    return {
        "id": row.id,
        "direction": row.direction,
        "name": row.name,
        "state": row.state,
        "sent_at": row.sent_at,
        "back_at": row.back_at,
        "tickets": row.lines,
        "given": row.given,
    }
