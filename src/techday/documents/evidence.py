"""What `today` needs to know of the documents: how many are due for a look whether they still hold."""

import sqlite3

from techday.core.evidence import Evidence, Moment
from techday.core.instants import to_text

# All of it stands in two small indexes: no document is read.
REVIEWS = """
SELECT (SELECT count(*) FROM document WHERE review_on <= :day AND review_on IS NOT NULL),
       (SELECT count(*) FROM document WHERE reviewed_at >= :since AND reviewed_at < :until AND reviewed_at IS NOT NULL
           AND coalesce(review_on, '9') > :day)
"""
DUE_COMMAND = "techday client doc list --due"


def review(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell how many documents are due for review, or that those of today are done; else it has no subject."""
    shift = moment.shift
    day, since, until = shift.day.isoformat(), to_text(shift.since), to_text(shift.until)
    due, reviewed = db.execute(REVIEWS, {"day": day, "since": since, "until": until}).fetchone()
    if due:
        return Evidence("open", f"{due} due for review", DUE_COMMAND)
    return Evidence("done", f"{reviewed} reviewed", DUE_COMMAND) if reviewed else None
