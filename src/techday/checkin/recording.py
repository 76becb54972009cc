"""That the service manager was given the status of a day: recorded in one operation, and said."""

from datetime import datetime
from typing import TYPE_CHECKING

from techday.checkin import acts
from techday.checkin.store import CheckInRow
from techday.core.instants import from_text
from techday.database.operation import Operation, operation
from techday.ui.dates import short_day, show_instant

if TYPE_CHECKING:
    from techday.checkin.views import Status
    from techday.context import Context


def give(
    context: "Context", view: "Status", to: str, at: datetime, *, again: bool = False
) -> tuple[Operation, CheckInRow]:
    """Record that the check-in of a view's day was given to somebody at an instant, as it reads; in one operation.

    Given before, nothing changes, unless it was given `again`: then as it would be assembled now. Raises BadUsage
    without a name.
    """
    text = view.assembled if view.state == "given" else view.text
    with operation(context, "checkin done") as write:
        row = acts.give(write.db, view.date, text, to, at, again=again)
        write.summary = f"Gave the check-in of {short_day(view.date)} to {row.given_to} at {clock_of(context, row)}"
    return write, row


def clock_of(context: "Context", row: CheckInRow) -> str:
    """Give when a check-in was given, as short as it stays clear."""
    return show_instant(from_text(row.given_at or row.changed_at), context.zone, context.now)
