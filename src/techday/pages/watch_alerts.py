"""What the board says of the watches: which fail, and which were missed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from techday.core.instants import to_text
from techday.pages.timecard_alerts import Alert
from techday.ui.dates import show_instant
from techday.watches.rules import check_command, fails, label
from techday.watches.standing import stand_at

if TYPE_CHECKING:
    from techday.context import Context
    from techday.core.evidence import Moment

# Beyond this many lines of the board, failing watches are counted.
TOLD_ALONE = 2


def watch_alerts(context: "Context", moment: "Moment") -> list[Alert]:
    """Say which watches fail, and which were missed and not looked at since."""
    active = [one for one in stand_at(context.db, moment) if one[2].state != "paused"]
    failing = [number for pulse, ids, _ in active if fails(pulse) for number in ids]
    missed = [(number, how.missed_at) for _, ids, how in active if how.missed_at is not None for number in ids]
    return [*failing_alerts(context, failing, moment), *missed_alerts(context, moment, missed)]


def failing_alerts(context: "Context", failing: Sequence[int], moment: "Moment") -> list[Alert]:
    """Say which watches fail at a moment, on which day in a row; of many how many."""
    if not failing:
        return []
    from techday.watches import store  # only where one fails

    days = store.failing_days(context.db, failing, to_text(moment.now))
    if len(failing) > TOLD_ALONE:
        longest = max(days.values())
        text = f"{len(failing)} watches fail, the longest on day {longest}"
        return [Alert("watch", text, "techday watch list --failing")]
    return [
        Alert(
            "watch",
            f"{label(row.client, row.name)} fails, day {days[row.id]}" + (f" ({row.ticket})" if row.ticket else ""),
            check_command(row.client, row.name),
        )
        for row in store.watches(context.db, failing)
    ]


def missed_alerts(context: "Context", moment: "Moment", missed: Sequence[tuple[int, str]]) -> list[Alert]:
    """Say which watches were missed: the one, or how many."""
    if not missed:
        return []
    oldest = show_instant(min(at for _, at in missed), context.zone, moment.now)
    if len(missed) == 1:
        from techday.watches.store import watch_by_id  # only where one was missed

        watch = watch_by_id(context.db, missed[0][0])
        text = f"{label(watch.client, watch.name)} was missed, due {oldest}"
        return [Alert("missed", text, check_command(watch.client, watch.name, watch.kind))]
    return [Alert("missed", f"{len(missed)} watches were missed, due {oldest} or later", "techday watch list --missed")]
