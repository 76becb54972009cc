"""What the board says of work that others wait for: handovers, what is watched for them, visits, long meetings."""

from typing import TYPE_CHECKING

from techday.core.durations import show_duration
from techday.core.evidence import Moment
from techday.core.instants import to_text
from techday.core.text import as_argument
from techday.handover.evidence import UnderWay
from techday.handover.given_evidence import given_wanted
from techday.handover.watched_evidence import Watched
from techday.meetings.evidence import TO_END
from techday.pages.timecard_alerts import Alert
from techday.timecard.store import EntryRow
from techday.ui.dates import show_instant
from techday.visits.evidence import open_visit, to_call

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from techday.context import Context


def shared_alerts(
    context: "Context", moment: Moment, handovers: "Sequence[UnderWay]", running: EntryRow | None
) -> list[Alert]:
    """Give what wants attention of handovers, visits and the meeting that runs, the most pressing first."""
    return [
        *(handover_alert(context, moment.now, one) for one in handovers),
        *given_alerts(context, moment),
        *visit_alerts(context, moment),
        *meeting_alerts(context, moment, running),
    ]


def handover_alert(context: "Context", now: "datetime", one: UnderWay) -> Alert:
    """Say that a handover was not accepted yet: whose turn it is, and since when."""
    since = show_instant(one.sent_at, context.zone, now)
    if one.direction == "in":
        text = f"{one.name} hands you {tickets(one)}: not accepted, sent {since}"
        return Alert("handover", text, f'techday handover accept {one.id} --read-back "…"')
    text = f"{one.name} has not accepted handover {one.id}: {tickets(one)}, sent {since}"
    return Alert("handover", text, "techday handover receipt FILE")


def tickets(one: UnderWay) -> str:
    """Say how many tickets a handover holds: "2 tickets and 1 to watch"."""
    watched = one.tickets - one.given
    given = f"{one.given} {'ticket' if one.given == 1 else 'tickets'}" if one.given else ""
    return " and ".join(part for part in (given, f"{watched} to watch" if watched else "") if part)


def given_alerts(context: "Context", moment: Moment) -> list[Alert]:
    """Say of what colleagues gave the user that something was wanted by now, and nothing was done: the first."""
    now = to_text(moment.now)
    due = [one for one in given_wanted(context.db, moment.own) if (one.by_at or now) < now]
    if not due:
        return []
    first = due[0]
    at = show_instant(first.by_at or now, context.zone, moment.now)
    text = f"given by {first.name}: {first.reference}, was wanted by {at}{and_more(due)}"
    return [Alert("given", text, f'techday ticket note {as_argument(first.reference)} "…"')]


def and_more(found: "Sequence[object]") -> str:
    """Say how many more there are than the first, apart from its words; "" for none."""
    return f" (and {len(found) - 1} more)" if len(found) > 1 else ""


def visit_alerts(context: "Context", moment: Moment) -> list[Alert]:
    """Say which visit goes on, and after which home was not called yet."""
    found = []
    visit = open_visit(context.db)
    if visit is not None:
        where = "on the way to" if visit.state == "travelling" else "on site at"
        since = show_instant(visit.since, context.zone, moment.now)
        command = "techday visit start" if visit.state == "travelling" else "techday visit end"
        found.append(Alert("visit", f"{where} {visit.client} since {since}", f"{command} {visit.client}"))
    owed = to_call(context.db)
    if owed:
        left = show_instant(owed[0].left_at, context.zone, moment.now)
        text = f"call home: the visit to {owed[0].client} ended {left}{and_more(owed)}"
        found.append(Alert("call-home", text, 'techday visit called NAME --news "…"'))
    return found


def watched_alerts(context: "Context", moment: Moment, watching: "Sequence[Watched]") -> list[Alert]:
    """Say of what is watched for colleagues that its time has come: the first, and how many more."""
    now = to_text(moment.now)
    due = sorted((one for one in watching if (one.due_at or now) < now), key=lambda one: one.due_at or "")
    if not due:
        return []
    first = due[0]
    is_promise = first.due_at == first.promise_due_at
    at = show_instant(first.due_at or now, context.zone, moment.now)
    told = f"promise was due {at}" if is_promise else f"was wanted by {at}"
    reference = as_argument(first.reference)
    command = f"ticket kept {reference} {first.promise_id}" if is_promise else f"handover show {first.handover_id}"
    return [
        Alert("watched", f"watched for {first.name}: {first.reference}, {told}{and_more(due)}", f"techday {command}")
    ]


def named_alerts(still: "Sequence[tuple[str, str]]") -> list[Alert]:
    """Say that the source still names another owner of tickets that were handed over; reference and name of each.

    What clears it is a change there: the command shows whose the first of them is, here and there.
    """
    if not still:
        return []
    reference, named = still[0]
    text = f"PSA still says {named} on {reference} handed over: change it there{and_more(still)}"
    return [Alert("still-named", text, f"techday ticket show {as_argument(reference)}")]


def meeting_alerts(context: "Context", moment: Moment, running: EntryRow | None) -> list[Alert]:
    """Say that the meeting that runs takes longer than a meeting of its kind should."""
    if running is None or running.meeting_id is None:
        return []
    from techday.meetings import rules, store  # only while one runs

    meeting = store.meeting_by_id(context.db, running.meeting_id)
    # A forgotten timer goes on no longer than to where it will be cut.
    seconds = rules.seconds_of(meeting, moment.until or moment.now)
    over = rules.over_words(rules.over_seconds(meeting.kind, seconds))
    text = f"the meeting is {over} its {show_duration(rules.LONGEST)}"
    return [Alert("meeting", text, TO_END)] if over else []
