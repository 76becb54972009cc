"""Whom the technician must still speak to: tickets whose client has to hear something before a given instant.

A first response that is owed, an answer to the client's own words, and the word that keeps them in the loop are all
the same to a client who waits: silence. So they are one list, ordered by when the silence would become too long.
"""

from datetime import datetime

from techday.core.shifts import ShiftDay
from techday.tickets.rules import ACTIVE
from techday.tickets.standing import Listed


def hear_by(shift: ShiftDay, now: datetime) -> datetime:
    """Give until when the words that are due are this shift day's to say: its shift's end, or now where that is over.

    On a day without a shift it is the whole day.
    """
    return max(shift.ends_at if shift.working else shift.until, now)


def must_hear(one: Listed, by: datetime) -> datetime | None:
    """Give when at the latest the client of a ticket must hear something, where that is not after `by` (in UTC).

    It is the earliest due instant of the first response (while it was not given), the reply and the update; long
    overdue ones count too. None where the ticket is not open, or nothing is due by then.
    """
    if one.clocks is None or one.ticket.state not in ACTIVE:
        return None
    response, reply, update, _ = one.clocks
    # Only after a public word is there an update to owe: until then the first response is what they wait for.
    owed = (response if update is None else None, reply, update)
    due = min((clock.due_at for clock in owed if clock is not None and clock.due_at is not None), default=None)
    return due if due is not None and due <= by else None
