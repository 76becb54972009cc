"""What becomes of an unfinished ticket at the end of a shift: proposed from what is due. No clock and no store.

Each is kept (nobody need look before its owner is back), watched (somebody looks after it, its owner stays) or given
away. Watching is proposed for what cannot wait for the owner: P1 and P2, what is due before the next shift, and what a
failing watch is about. Giving a ticket away is never proposed: that is a decision.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.text import clean_line
from techday.tickets.clocks import Clocks, is_settled
from techday.tickets.store import TicketRow

if TYPE_CHECKING:
    from techday.handover.words_store import LastSaid

KEEP, WATCH, GIVE = "keep", "watch", "give"
PLANS = (KEEP, WATCH, GIVE)
SEVERITIES = ("stable", "watcher", "unstable")
# What cannot wait, whatever its clocks say.
URGENT = 2
SUMMARY_LENGTH, TEXT_LENGTH = 300, 1000


class Due(NamedTuple):
    """What is due on a ticket, and when (UTC): a clock by its name, a `promise`, the way `back` from a wait.

    What a colleague handed over is `wanted` by when they said.
    """

    what: str
    at: datetime


class Reason(NamedTuple):
    """Why a ticket is proposed to be watched: `P1`, the kind of a failing watch, or what is `due` and when (UTC)."""

    what: str
    due_at: datetime | None = None


def what_is_due(
    ticket: TicketRow, clocks: Clocks | None, promised: Iterable[str], wanted: str | None = None
) -> list[Due]:
    """Give what is due on a ticket, the earliest first: clocks that still want something, promises, the end of a wait.

    `promised` are the instants (UTC text) by which something was promised, and by `wanted` a colleague who handed it
    over asked for something. What an imported ticket was late with
    before it came is no news, and does not count.
    """
    found = [Due("promise", from_text(at)) for at in promised]
    if wanted is not None:
        found.append(Due("wanted", from_text(wanted)))
    if ticket.state == "waiting" and ticket.waiting_until is not None:
        found.append(Due("back", from_text(ticket.waiting_until)))
    if clocks is not None:
        for name, clock in zip(clocks._fields, clocks, strict=True):
            if clock is None or clock.due_at is None or is_settled(name, clock, clocks):
                continue
            if ticket.source is None or to_text(clock.due_at) >= ticket.first_seen_at:
                found.append(Due(name, clock.due_at))
    return sorted(found, key=lambda one: one.at)


def reasons(ticket: TicketRow, due: Sequence[Due], failing: str, now: datetime, back_at: datetime) -> list[Reason]:
    """Give why a ticket is proposed to be watched until its owner is back at `back_at`; nothing where it can be kept.

    `due` is what is due on it, the earliest first; `failing` the kind of the failing watch that it is about, "" for
    none. All that is still to come before the owner is back is named, and then the latest of what was due in the past,
    which is still due; what is due just when the owner is back is the owner's.
    """
    found = [Reason(f"P{ticket.priority}")] if ticket.priority <= URGENT else []
    found += [Reason(*one) for one in due if now < one.at < back_at]
    found += [Reason(*one) for one in due if one.at <= now][-1:]
    return [*found, Reason(failing)] if failing else found


def by_when(due: Sequence[Due], now: datetime) -> datetime | None:
    """Give by when something must happen: the next of what is due (the earliest first), None where nothing comes.

    What is overdue already is why somebody must look: no time by which they still could.
    """
    return next((one.at for one in due if one.at > now), None)


def is_to_go(plan: str | None, proposed: bool, elsewhere: str | None) -> bool:
    """Tell whether a ticket is to go with the next handover.

    `plan` is what was set for it, None where it was not: then what is `proposed` stands. `elsewhere` is the state of
    the handover with which a colleague has it already: one that is not answered has the ticket, and so has one that
    was accepted to watch it, until something is set anew.
    """
    if elsewhere is not None and (elsewhere != "accepted" or plan is None):
        return False
    return proposed if plan is None else plan != KEEP


def count_words(given: int, watched: int) -> str:
    """Say how many tickets a handover gives, and how many are only to be watched: `2 given, 1 to watch`."""
    return ", ".join([*([f"{given} given"] if given else []), *([f"{watched} to watch"] if watched else [])])


def summary_of(told: "Sequence[LastSaid]") -> str:
    """Give how a ticket stands, as it was last said, in one line; "" where it was not. `told` has the latest last."""
    return next((clean_line(one.summary, SUMMARY_LENGTH) for one in reversed(told) if one.summary), "")


def tried_of(told: "Sequence[LastSaid]") -> str:
    """Give what was tried, as it was last said, in one line; "" where it was not. `told` has the latest last."""
    return next((clean_line(one.tried, TEXT_LENGTH) for one in reversed(told) if one.tried), "")


def missing(summary: str, next_step: str) -> list[str]:
    """Give what a given ticket still lacks, by name."""
    return [name for name, text in (("summary", summary), ("next step", next_step)) if not text]
