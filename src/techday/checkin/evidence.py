"""What `today` needs to know of the check-in: whether the service manager was given the status of the shift."""

import sqlite3

from techday.core.evidence import Evidence, Moment
from techday.core.instants import from_text

GIVEN = "SELECT given_at, given_to FROM check_in WHERE day = :day AND given_at IS NOT NULL"


def given(db: sqlite3.Connection, moment: Moment) -> Evidence:
    """Tell to whom and when the status was given; one that was told otherwise is ticked by hand."""
    row = db.execute(GIVEN, {"day": moment.shift.day.isoformat()}).fetchone()
    if row is None:
        return Evidence("open", "", "techday checkin", by_hand=True)
    at, name = row
    return Evidence("done", f"to {name} {from_text(at).astimezone(moment.zone):%H:%M}", "")
