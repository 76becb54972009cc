"""All watches as CSV that `watch import` reads back."""

from techday.context import Context
from techday.core.instants import to_text
from techday.exchange.record_export import Exported, as_csv, file_name
from techday.exchange.watch_columns import WATCH_HEADER
from techday.watches.frequency import ONCE, first_day
from techday.watches.store import WatchRow, watch_names, watches


def export_watches(context: Context) -> Exported:
    """Give every watch, by client and name; clients by their codes."""
    listed = watches(context.db, [watch.id for watch in watch_names(context.db)])
    now = to_text(context.now)
    text = as_csv(list(WATCH_HEADER.values()), (cells(watch, now) for watch in listed))
    return Exported(file_name(context, "watches"), text, {"watches": len(listed)})


def cells(watch: WatchRow, now: str) -> tuple[object, ...]:
    """Give the cells of a watch, in the order of WATCH_HEADER."""
    return (
        *(watch.name, watch.client, watch.kind, watch.every or "once", starts(watch, now)),
        *(watch.link, watch.note, watch.paused_at, watch.paused_until, watch.pause_reason),
    )


def starts(watch: WatchRow, now: str) -> str:
    """Give from when a watch counts: an instant that is due or still to come, else its day, "" where none matters."""
    if watch.every == ONCE or watch.starts_at > now:
        return watch.starts_at
    return "" if watch.rule_days == "[]" else first_day(watch.rule_days).isoformat()
