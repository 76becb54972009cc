"""From one state into the next: new, working, waiting, resolved, closed, and back.

What can be completed later is taken now and shown as owed; what would be untrue is refused with its reason
(`rules.forbidden`). Each act works inside a given store and prints nothing.
"""

import sqlite3
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import to_text
from techday.core.text import clean_block, clean_line
from techday.errors import BadUsage, Refused
from techday.tickets import store
from techday.tickets.acts import Times, assign, begin_work, record, refuse_before_opening, user_id, words_of
from techday.tickets.rules import ACTIVE, forbidden, needs_cause
from techday.tickets.store import TicketRow
from techday.timecard.acts import stop
from techday.timecard.store import running_entry

LATER = "later"
LONGEST_LINE = 500


def refuse_forbidden(verb: str, ticket: TicketRow) -> None:
    """Raise Refused, with the reason and the next step, where a ticket's state does not allow `verb`."""
    blocked = forbidden(verb, ticket)
    if blocked is not None:
        raise Refused(blocked.reason, hint=blocked.hint)


def happened_before(db: sqlite3.Connection, ticket: TicketRow, at: datetime) -> bool:
    """Tell whether an instant lies before the ticket's last change of state."""
    last = store.last_state_change(db, ticket.id)
    return last is not None and to_text(at) < last


def refuse_out_of_order(db: sqlite3.Connection, ticket: TicketRow, at: datetime) -> None:
    """Raise Refused where a change of state would come before the last one: what happened cannot have unhappened."""
    refuse_before_opening(ticket, at)
    if happened_before(db, ticket, at):
        raise Refused(
            f"{ticket.reference} came into its state after that",
            hint=f"Give a later time with --at; techday ticket show {ticket.reference} has its history",
        )


def finish(db: sqlite3.Connection, ticket: TicketRow, state: str, times: Times, text: str = "") -> None:
    """Bring a ticket to `resolved` or `closed` and write that down; nothing is waited for any more, nor handed up.

    Raises Refused where that would come before the last change of state.
    """
    refuse_out_of_order(db, ticket, times.at)
    changes: dict[str, object] = {
        "state": state,
        f"{state}_at": to_text(times.at),
        "waiting_for": None,
        "waiting_until": None,
        "escalated_at": None,
        "escalated_to": "",
    }
    store.update_ticket(db, ticket.id, changes)
    record(db, ticket.id, times, "state", detail=state, text=text)


def take_up(db: sqlite3.Connection, ticket: TicketRow, user: str, times: Times) -> bool:
    """Begin to work on a ticket: it is being worked on, and the user's own where it was nobody's.

    One that waits is being worked on again, a resolved, closed or vanished one is reopened. `user` is the user's
    name, "" while the settings name nobody. Gives whether it was reopened.
    """
    back = ticket.state not in ACTIVE
    if happened_before(db, ticket, times.at):
        # Told late: what was worked before the wait leaves it a wait; but nothing runs on what is closed.
        if back:
            begin_work(db, ticket, times._replace(at=times.recorded))
    elif ticket.state != "working":
        begin_work(db, ticket, times)
    if ticket.owner_id is None and user:
        assign(db, ticket, user_id(db, user), user, times)
    return back


def heard(db: sqlite3.Connection, ticket: TicketRow, text: str, times: Times, thanks: bool = False) -> bool:
    """Record what the client said, which asks for an answer; give whether that brought the ticket back.

    A ticket that waited is being worked on again; so is a resolved or closed one, since somebody must look, unless
    it was only `thanks`, which asks for nothing. Raises BadUsage without words.
    """
    words = words_of(text, "What the client said")
    refuse_before_opening(ticket, times.at)
    if thanks:
        record(db, ticket.id, times, "note", public=True, detail="thanks", text=words)
        return False
    record(db, ticket.id, times, "heard", public=True, text=words)
    if ticket.state in ("new", "working") or happened_before(db, ticket, times.at):
        return False
    begin_work(db, ticket, times)
    return True


def wait(
    db: sqlite3.Connection,
    ticket: TicketRow,
    waiting_for: str,
    until: datetime,
    next_action: str,
    times: Times,
) -> None:
    """Let a ticket wait for the customer, a vendor, parts or a date, until an instant at which it comes back.

    Raises Refused where it is not open or changed since, BadUsage where it would come back before it began to wait.
    """
    refuse_forbidden("wait", ticket)
    refuse_out_of_order(db, ticket, times.at)
    if until <= times.at:
        raise BadUsage("It would be back before it waits", hint="--until tomorrow, or --until 'fri 9:00'")
    changes: dict[str, object] = {"state": "waiting", "waiting_for": waiting_for, "waiting_until": to_text(until)}
    if next_action:
        changes["next_action"] = clean_line(next_action, LONGEST_LINE)
    store.update_ticket(db, ticket.id, changes)
    record(db, ticket.id, times, "waiting", detail=f"{waiting_for} until {to_text(until)}", text=next_action)


class Resolution(NamedTuple):
    """What resolved a ticket; the cause is "" where none was told, and `owed` where it comes later."""

    fix: str
    cause: str = ""
    owed: bool = False


def resolve(db: sqlite3.Connection, ticket: TicketRow, resolution: Resolution, times: Times) -> bool:
    """Resolve a ticket with what fixed it, and stop the timer that runs on it; give whether that is a change.

    A ticket that is resolved already takes what is told of its fix and cause. Raises BadUsage without a fix, and
    without a cause where the ticket needs one and it is not owed: from L2 up, for P1 and P2, and where it was resolved
    before.
    """
    fix, cause = clean_block(resolution.fix).strip(), clean_block(resolution.cause).strip()
    if ticket.state in ("resolved", "closed"):
        return complete(db, ticket, Resolution(fix, cause, resolution.owed), times)
    if not fix:
        raise BadUsage("What fixed it is missing", hint=f'techday ticket resolve {ticket.reference} --fix "…"')
    wanted = cause_is_needed(db, ticket)
    if wanted and not cause and not resolution.owed:
        raise BadUsage(
            f"The cause is missing: {ticket.reference} is {wanted}",
            hint=f'--cause "…", or --cause {LATER}: then it is owed, and today shows it',
        )
    stop_timer_on(db, ticket, times)
    finish(db, ticket, "resolved", times, fix)
    owed = int(bool(wanted) and not cause)
    store.update_ticket(db, ticket.id, {"fix": fix, "cause": cause, "cause_owed": owed, "next_action": ""})
    return True


def complete(db: sqlite3.Connection, ticket: TicketRow, resolution: Resolution, times: Times) -> bool:
    """Add to a resolved ticket what is told of its fix and cause; give whether that is a change."""
    stopped = stop_timer_on(db, ticket, times)
    told = {"fix": resolution.fix, "cause": resolution.cause}
    changes: dict[str, object] = {name: text for name, text in told.items() if text and text != getattr(ticket, name)}
    names = ", ".join(changes)
    if resolution.cause and ticket.cause_owed:
        changes["cause_owed"] = 0
    elif resolution.owed and not ticket.cause and not ticket.cause_owed:
        changes["cause_owed"] = 1
    store.update_ticket(db, ticket.id, changes)
    if names:
        record(db, ticket.id, times, "edited", text=names)
    return bool(changes) or stopped


def cause_is_needed(db: sqlite3.Connection, ticket: TicketRow) -> str:
    """Give why resolving a ticket needs its cause ("P1", "L2", "reopened"), or ""."""
    was_resolved = store.was_resolved(db, ticket.id)
    if not needs_cause(ticket, was_resolved):
        return ""
    return f"P{ticket.priority}" if ticket.priority <= 2 else f"L{ticket.tier}" if ticket.tier >= 2 else "reopened"


def stop_timer_on(db: sqlite3.Connection, ticket: TicketRow, times: Times) -> bool:
    """Stop the timer where it runs on this ticket; give whether it did."""
    running = running_entry(db)
    if running is None or running.ticket_id != ticket.id:
        return False
    stop(db, times.at, times.recorded)
    return True


def close(db: sqlite3.Connection, ticket: TicketRow, times: Times) -> bool:
    """Close a ticket and stop the timer that runs on it; give whether that is a change.

    One that was never resolved is closed as it is; where resolving it would need its cause, that is owed.
    """
    if ticket.state == "closed":
        return False
    owed = ticket.state in ACTIVE and bool(cause_is_needed(db, ticket))
    stop_timer_on(db, ticket, times)
    finish(db, ticket, "closed", times)
    if owed:
        store.update_ticket(db, ticket.id, {"cause_owed": 1})
    return True


def reopen(db: sqlite3.Connection, ticket: TicketRow, times: Times) -> bool:
    """Bring a resolved, closed or vanished ticket back to work, with its history; give whether that is a change."""
    if ticket.state in ACTIVE:
        return False
    refuse_out_of_order(db, ticket, times.at)
    begin_work(db, ticket, times)
    return True


def verify(db: sqlite3.Connection, ticket: TicketRow, next_action: str, told: bool | None, times: Times) -> None:
    """Confirm a ticket for the day: how it stands, what is next, and whether its client was told (None: not said).

    That the client was told is a public word, and answers what the client had said. Raises Refused where the ticket is
    not open.
    """
    refuse_forbidden("verify", ticket)
    refuse_before_opening(ticket, times.at)
    # What is told late does not take back what was verified since.
    changes: dict[str, object] = {"verified_at": max(to_text(times.at), ticket.verified_at or "")}
    if next_action:
        changes["next_action"] = clean_line(next_action, LONGEST_LINE)
    store.update_ticket(db, ticket.id, changes)
    detail = "" if told is None else "told" if told else "not told"
    record(db, ticket.id, times, "verified", detail=detail, text=str(changes.get("next_action", "")))
    if told:
        record(db, ticket.id, times, "reply", public=True, detail="update", text="told how it stands")
        if ticket.state == "new":
            begin_work(db, ticket, times)


def pass_over(db: sqlite3.Connection, ticket: TicketRow, reason: str, times: Times) -> None:
    """Record why a ticket is not the one to take today; raises BadUsage without a reason."""
    words = clean_line(reason, LONGEST_LINE)
    if not words:
        raise BadUsage("Why not is missing", hint=f'techday ticket next --not {ticket.reference} --reason "…"')
    record(db, ticket.id, times, "passed", text=words)
