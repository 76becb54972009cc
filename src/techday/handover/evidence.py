"""What `today` needs to know of handovers: those that wait for an answer, and how many tickets are to go."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from techday.core.evidence import Evidence, Moment
from techday.core.instants import to_text
from techday.core.text import some_of
from techday.database.fetch import fetch
from techday.handover.board_store import plans_set, promised, states_elsewhere
from techday.handover.given_evidence import given_wanted
from techday.handover.rules import is_to_go, reasons, what_is_due
from techday.handover.watched_evidence import watched
from techday.tickets.standing import Listed

# Under this name the moment's memory holds a function that gives the `Ground`.
GROUND = "handover"


class Ground(NamedTuple):
    """What decides what is to go, read by the page: open tickets with their clocks, and when the user is back.

    `failing` are the kinds of the failing watches that tickets are about, by the tickets' row numbers.
    """

    listed: Sequence[Listed]
    failing: Mapping[int, str]
    back_at: datetime


class UnderWay(NamedTuple):
    """A handover that nobody has answered yet: to whom or from whom, since when, how many tickets, how many given."""

    id: int
    direction: str
    name: str
    state: str
    sent_at: str
    tickets: int
    given: int


def under_way(db: sqlite3.Connection) -> list[UnderWay]:
    """Give the handovers of both directions that wait for an answer, the oldest first."""
    sql = (
        "SELECT handover.id, handover.direction, handover.name, handover.state, handover.sent_at, count(*) AS tickets,"
        " sum(handover_line.plan = 'give') AS given"
        " FROM handover CROSS JOIN handover_line ON handover_line.handover_id = handover.id"
        " WHERE handover.state IN ('sent', 'received') GROUP BY handover.id ORDER BY handover.id"
    )
    return fetch(db, UnderWay, sql)


SENT = """
SELECT DISTINCT name FROM (SELECT name, direction, state, sent_at FROM handover ORDER BY id DESC LIMIT 20)
 WHERE direction = 'out' AND state IN ('sent', 'accepted') AND sent_at >= :since AND sent_at <= :now
"""


def told(db: sqlite3.Connection, moment: Moment) -> Evidence | None:
    """Tell whether what must be looked after before the next shift was handed over; None where there is nothing."""
    ground = ground_of(moment)
    if moment.own is None or ground is None:
        return None
    count = sum(is_to_go(*one) for one in plans_at(db, moment, ground))
    if count:
        return Evidence("open", f"{count} to go", "techday handover")
    sent = {"since": to_text(moment.shift.since), "now": to_text(moment.now)}
    names = [name for (name,) in db.execute(SENT, sent)]
    return Evidence("done", f"to {some_of(names, 2)}", "") if names else None


def ground_of(moment: Moment) -> Ground | None:
    """Give what was read for the moment; None where nothing was."""
    read: Callable[[], Ground] | None = (moment.memory or {}).get(GROUND)
    return read() if read is not None else None


def plans_at(db: sqlite3.Connection, moment: Moment, ground: Ground) -> Iterator[tuple[str | None, bool, str | None]]:
    """Give, of each ticket that is the user's or watched by them, what `is_to_go` asks for."""
    plans, elsewhere, due_at = plans_set(db), states_elsewhere(db, to_text(moment.now)), promised(db)
    wanted = {one.ticket_id: one.by_at for one in given_wanted(db, moment.own)}
    for ticket, clocks in ground.listed:
        if ticket.owner_id in (moment.own or ()):
            due = what_is_due(ticket, clocks, due_at.get(ticket.id, ()), wanted.get(ticket.id))
            found = reasons(ticket, due, ground.failing.get(ticket.id, ""), moment.now, ground.back_at)
            yield plans.get(ticket.id), bool(found), elsewhere.get(ticket.id)
    until = to_text(moment.shift.ends_at)
    for one in watched(db, moment):
        yield plans.get(one.ticket_id), one.until > until, elsewhere.get(one.ticket_id)
