"""The day on one screen: what burns, what to do next, and what the routine still wants.

This computes the view; `today_screen` draws it, and its JSON is the view written out.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from techday.core.evidence import Moment
from techday.core.instants import from_text, to_text
from techday.handover.board_store import still_named
from techday.handover.evidence import GROUND, UnderWay, under_way
from techday.handover.watched_evidence import Watched, watched
from techday.outbox.evidence import owed
from techday.pages.alerts import Deadline, Seen, alerts, contact_alerts, deadlines_of, escalated, latest_import
from techday.pages.clockwork import meets_clients
from techday.pages.going import LISTED, ground_at
from techday.pages.in_touch import pace_at
from techday.pages.plan_alerts import plan_alerts, project_deadlines
from techday.pages.routine import routine_of
from techday.pages.shared_alerts import handover_alert, named_alerts, shared_alerts, watched_alerts
from techday.pages.ticket_clocks import MOST_CLOCKS, is_unverified, own, seconds_worked, with_clocks
from techday.pages.timecard_alerts import Alert, CardOfToday, card_of_today, due_week, forgotten_end
from techday.pages.watch_alerts import watch_alerts
from techday.pages.working_days import WorkingDays
from techday.rotation.standing import stand_at
from techday.routine.rules import ItemState
from techday.schedule.evidence import items_today
from techday.schedule.store import ItemRow
from techday.tickets import store
from techday.tickets.rules import concerns, waits
from techday.tickets.standing import Listed, burns, view_of
from techday.timecard.store import EntryRow, running_entry

if TYPE_CHECKING:
    from techday.context import Context


class ShiftView(NamedTuple):
    """The shift of the day; `working` is False where none is planned."""

    start: datetime
    end: datetime
    working: bool


class ContactToday(NamedTuple):
    """The client to be in touch with next, and its days of silence; contacts of the day, and how many are needed."""

    client: dict[str, str] | None
    silence_days: int | None
    done: int
    needed: int


class Today(NamedTuple):
    """All that the board shows."""

    date: date
    now: datetime
    technician: str | None
    shift: ShiftView
    tickets_as_of: datetime | None
    alerts: Sequence[Alert]
    routine: Sequence[ItemState]
    burning: Sequence[Listed]
    queue: Sequence[Listed]
    waiting: Sequence[Listed]
    unverified: Sequence[Listed]
    schedule: Sequence[ItemRow]
    deadlines: Sequence[Deadline]
    running: EntryRow | None
    timecard: CardOfToday
    outbox: tuple[int, int]
    contact: ContactToday | None
    handovers: Sequence[UnderWay]
    watching: Sequence[Watched]
    greeting: bool


def today_page(context: "Context", day: date | None = None) -> Today:
    """Give the board at the context's instant; with `day`, as at the end of that day's shift."""
    db = context.db
    running = running_entry(db)
    moment = moment_of(context, day, running)
    shift = moment.shift
    rows = store.open_tickets(db)
    mine = [row for row in rows if concerns(row.owner_id, moment.own)]
    listed = with_clocks(db, mine[:MOST_CLOCKS], context, moment.now)
    memory = moment.memory or {}
    memory[LISTED] = [*listed, *(Listed(row, None) for row in mine[MOST_CLOCKS:])]
    since, now = to_text(shift.since), to_text(moment.now)
    handed_up, overdue_up = escalated(context, listed, moment.now)
    promised, planned = deadlines_of(db, moment), project_deadlines(db, moment)
    touched = store.touched_since(db, since)
    burning = [one for one in listed if burns(one, now)]
    burning_ids = {one.ticket.id for one in burning}
    rest = [one for one in listed if one.ticket.id not in burning_ids]
    imported = latest_import(context)
    due = due_week(context, shift.day)
    contact = contact_of(context, moment)
    handovers, watching = under_way(db), watched(db, moment)
    return Today(
        date=shift.day,
        now=moment.now,
        technician=context.settings.technician.name or None,
        shift=ShiftView(shift.starts_at, shift.ends_at, shift.working),
        tickets_as_of=from_text(imported.file_modified_at) if imported else None,
        alerts=[
            *shared_alerts(context, moment, handovers, running),
            *watched_alerts(context, moment, watching),
            *named_alerts(still_named(db)),
            *alerts(context, moment, Seen(rows, mine, listed, promised, overdue_up, imported, running, due)),
            *(contact_alerts(contact.needed, contact.done) if contact else ()),
            *watch_alerts(context, moment),
            *plan_alerts(context, moment, planned),
        ],
        routine=routine_of(db, moment),
        burning=burning,
        queue=[one for one in rest if not waits(one.ticket, now) and one.ticket.id not in handed_up],
        waiting=[one for one in rest if waits(one.ticket, now) or one.ticket.id in handed_up],
        unverified=[one for one in listed if is_unverified(one.ticket, touched, since, now)],
        schedule=items_today(db, moment),
        deadlines=sorted([*promised, *planned], key=lambda one: one.due_at),
        running=running,
        timecard=card_of_today(context, moment, running and timer_document(running, moment), due),
        outbox=owed(db),
        contact=contact,
        handovers=handovers,
        watching=watching,
        greeting=not rows and imported is None and is_untouched(context),
    )


def moment_of(context: "Context", day: date | None, running: EntryRow | None) -> Moment:
    """Give the moment that the board is about: now, or the last instant of another day's shift."""
    days, now = WorkingDays(context), context.now
    shift = days.at(now) if day is None else days.on(day)
    if day is not None:
        now = min(max(now, shift.since), shift.until - timedelta(seconds=1))
    until = forgotten_end(context, running, now) if running is not None else None
    memory: dict[str, Any] = {}
    moment = Moment(
        now,
        shift,
        own(context.db, context),
        days.lunch(shift),
        context.settings.timecard.gap,
        until,
        days.on,
        meets_clients(context, shift),
        context.zone,
        memory,
    )
    memory[GROUND] = lambda: ground_at(context, moment, days.after(shift.day).starts_at)
    return moment


def contact_of(context: "Context", moment: Moment) -> ContactToday | None:
    """Give how the day stands with the rotation; None where nobody is asked for: without a client, or on a day off."""
    if not moment.shift.working or not moment.meets_clients:
        return None
    seen = stand_at(context.db, moment)
    if not seen.found:
        return None
    first, pace = seen.offered, pace_at(context, seen)
    client = {"code": first.client.code, "name": first.client.name} if first else None
    return ContactToday(client, first.silence if first else None, pace.done, pace.needed)


def is_untouched(context: "Context") -> bool:
    """Tell whether nothing was ever written: somebody sees techday for the first time."""
    return context.db.execute("SELECT 1 FROM operation LIMIT 1").fetchone() is None


def today_document(context: "Context", view: Today) -> dict[str, Any]:
    """Give the board as scripts read it."""
    from techday.pages.clashes import item_documents  # only for scripts

    document = view._asdict()
    for section in ("burning", "queue", "waiting", "unverified"):
        document[section] = [view_of(one.ticket, one.clocks) for one in document[section]]
    for own_to_the_screen in ("running", "greeting"):
        document.pop(own_to_the_screen)
    count, seconds = view.outbox
    document["outbox"] = {"owed": count, "seconds": seconds}
    document["schedule"] = item_documents(context, view.schedule)
    document["watching"] = [watched_document(one) for one in view.watching]
    document["handovers"] = [handover_document(context, view, one) for one in view.handovers]
    return document


def handover_document(context: "Context", view: Today, one: UnderWay) -> dict[str, Any]:
    """Give a handover that waits for an answer as scripts read it."""
    command = handover_alert(context, view.now, one).command
    return {**one._asdict(), "sent_at": from_text(one.sent_at), "command": command}


def watched_document(one: Watched) -> dict[str, Any]:
    """Give a ticket that is watched for a colleague as scripts read it."""
    return {key: told for key, told in one._asdict().items() if key not in ("ticket_id", "owner_id")}


def timer_document(running: EntryRow, moment: Moment) -> dict[str, Any]:
    """Give the running entry as scripts read it."""
    seconds = seconds_worked(running.started_at, None, moment.until or moment.now)
    return {
        "started_at": running.started_at,
        "seconds": seconds,
        "ticket": running.ticket,
        "work_type": running.work_type,
    }
