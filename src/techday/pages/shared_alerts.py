"""What the board says of work that others wait for: handovers without an answer, visits, meetings that drag on."""

from typing import TYPE_CHECKING

from techday.core.durations import show_duration
from techday.core.evidence import Moment
from techday.core.instants import from_text
from techday.handover.evidence import UnderWay
from techday.pages.timecard_alerts import Alert
from techday.timecard.store import EntryRow
from techday.ui.dates import show_instant
from techday.visits.evidence import open_visit, to_call

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from techday.context import Context

# A meeting of the start or the end of a shift takes ten to fifteen minutes.
MEETING_SECONDS = 15 * 60
MEETING = "meeting"


def shared_alerts(
    context: "Context", moment: Moment, handovers: "Sequence[UnderWay]", running: EntryRow | None
) -> list[Alert]:
    """Give what wants attention of handovers, visits and the meeting that runs, the most pressing first."""
    return [
        *(handover_alert(context, moment.now, one) for one in handovers),
        *visit_alerts(context, moment),
        *meeting_alerts(moment, running),
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
        more = f" and {len(owed) - 1} more" if len(owed) > 1 else ""
        text = f"call home: the visit to {owed[0].client} ended {left}{more}"
        found.append(Alert("call-home", text, 'techday visit called NAME --news "…"'))
    return found


def meeting_alerts(moment: Moment, running: EntryRow | None) -> list[Alert]:
    """Say that the meeting that runs takes longer than a meeting should."""
    if running is None or running.work_type != MEETING:
        return []
    seconds = int((moment.now - from_text(running.started_at)).total_seconds())
    if seconds <= MEETING_SECONDS:
        return []
    over = show_duration(seconds - MEETING_SECONDS)
    return [Alert("meeting", f"the meeting is {over} over its 15m", "techday meeting end")]
