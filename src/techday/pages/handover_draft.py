"""The draft of the next handover: what becomes of each unfinished ticket, from what is recorded and what was set.

Its types are those of `techday.handover.draft_views`; `techday.handover.screen` draws it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import from_text, to_text
from techday.handover.draft_views import Draft, DraftItem, FailingWatch
from techday.handover.rules import (
    GIVE,
    KEEP,
    WATCH,
    Reason,
    by_when,
    reasons,
    summary_of,
    tried_of,
    what_is_due,
)
from techday.handover.store import DraftRow, HandoverRow, drafts, open_handovers, tickets_under_way, watched_elsewhere
from techday.handover.watched_evidence import Watched, watched
from techday.handover.words_store import Arrived, LastSaid, arrived_of, told_of
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


class Recorded(NamedTuple):
    """What is recorded of all tickets of a draft, by their row numbers; `failing` are the kinds of failing watches.

    `arrived` is what colleagues said of those that came in, `watched` are those that are watched for colleagues,
    `leaves_at` when the user's shift ends, `back_at` when the next one begins.
    """

    drafts: Mapping[int, DraftRow]
    told: Mapping[int, Sequence[LastSaid]]
    arrived: Mapping[int, Arrived]
    promises: Mapping[int, Sequence[PromiseRow]]
    failing: Mapping[int, str]
    under_way: Mapping[int, HandoverRow]
    watched: Mapping[int, Watched]
    leaves_at: datetime
    back_at: datetime


def draft(context: "Context") -> Draft:
    """Give the draft of the next handover at the context's instant."""
    db, now = context.db, context.now
    days, mine = WorkingDays(context), own(db, context)
    current = days.at(now)
    shift = days.after(current.day)
    moment = Moment(now, current, mine, planned=days.on, zone=context.zone)
    for_others = {one.ticket_id: one for one in watched(db, moment)} if mine is not None else {}
    tickets = open_tickets(db)
    rows = [row for row in tickets if mine is None or row.owner_id in mine or row.id in for_others]
    promised = [one for one in open_promises(db) if mine is None or one.owner_id in mine or one.ticket_id in for_others]
    failing, unanswered = failing_watches(context, moment), open_handovers(db)
    planned = items_today(db, Moment(now, shift, mine, zone=context.zone))
    recorded = Recorded(
        drafts={row.ticket_id: row for row in drafts(db)},
        told=told_of(db, [row.id for row in rows]),
        arrived=arrived_of(db, [row.id for row in rows]),
        promises=by_ticket(promised),
        failing={one.ticket_id: one.kind for one in reversed(failing) if one.ticket_id is not None},
        under_way={**watched_elsewhere(db, to_text(now)), **tickets_under_way(db, unanswered)},
        watched=for_others,
        leaves_at=current.ends_at,
        back_at=shift.starts_at,
    )
    return Draft(
        now=now,
        technician=context.settings.technician.name or None,
        next_shift=shift,
        items=[item(context, one, recorded) for one in with_clocks(db, rows, context)],
        unowned=0 if mine is None else sum(row.owner_id is None for row in tickets),
        failing=failing,
        promises=[one for one in promised if one.due_at < to_text(shift.ends_at)],
        schedule=[row for row in planned if row.state in STANDS],
        waiting_for_answer=unanswered,
    )


def travelling(draft: Draft) -> list[DraftItem]:
    """Give what a handover would take along: what is to be watched or given, and is with nobody yet; queue order."""
    return [one for one in draft.items if one.plan != KEEP and one.under_way is None]


def item(context: "Context", one: Listed, recorded: Recorded) -> DraftItem:
    """Give a ticket of the draft: its plan, and what was set or is recorded of it."""
    ticket, now = one.ticket, context.now
    row = recorded.drafts.get(ticket.id)
    promises = recorded.promises.get(ticket.id, ())
    lent = recorded.watched.get(ticket.id)
    arrived = recorded.arrived.get(ticket.id)
    wanted = lent or arrived
    due = what_is_due(ticket, one.clocks, [promise.due_at for promise in promises], wanted and wanted.by_at)
    found = reasons(ticket, due, recorded.failing.get(ticket.id, ""), now, recorded.back_at)
    why = [reason_words(context, reason) for reason in found]
    # Whoever is back before the user leaves looks after it themselves.
    is_proposed = bool(found) if lent is None else from_text(lent.until) > recorded.leaves_at
    proposed = WATCH if is_proposed else KEEP
    set_plan = row.plan if row is not None else None
    if lent is not None and set_plan == GIVE:
        set_plan = WATCH  # it was the user's when that was said
    with_colleague = recorded.under_way.get(ticket.id)
    if with_colleague is not None and set_plan is not None and with_colleague.state == "accepted":
        with_colleague = None  # what is watched for the user was planned anew
    by_at = by_when(due, now)
    told = recorded.told.get(ticket.id, ())
    return DraftItem(
        ticket=ticket,
        clocks=one.clocks,
        plan=set_plan or proposed,
        proposed=proposed,
        why=", ".join([*([f"for {lent.name}"] if lent is not None else []), *why]),
        is_set=set_plan is not None,
        severity=(row and row.severity) or (arrived and arrived.severity),
        summary=(row and row.summary) or summary_of(told),
        tried=(row and row.tried) or tried_of(told),
        next_step=(row and row.next_step) or ticket.next_action,
        by_at=(row and row.by_at) or (to_text(by_at) if by_at else None),
        if_then=(row and row.if_then) or (wanted.if_then if wanted else ""),
        told=(row and row.told) or (arrived.told if arrived else ""),
        promises=tuple(promises),
        under_way=with_colleague,
        watched_for=lent.name if lent is not None else None,
        drafted=row,
    )


def reason_words(context: "Context", reason: Reason) -> str:
    """Say why a ticket is proposed to be watched: `P1`, `reply due 18:20`, `back Tue 07:00`, `backup fails`."""
    if reason.due_at is None:
        return reason.what if reason.what.startswith("P") else f"{reason.what} fails"
    at, past = show_instant(reason.due_at, context.zone, context.now), reason.due_at <= context.now
    if reason.what == "wanted":
        return f"was wanted by {at}" if past else f"wanted by {at}"
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
        "watched_for": one.watched_for,
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
