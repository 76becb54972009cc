"""How the answer to a handover is told: what was written, what becomes of the receipt, and what must be said aloud."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from techday.context import Context
from techday.core.text import as_argument
from techday.database.operation import Operation
from techday.errors import Refused
from techday.handover.answers import Outcome
from techday.handover.arrival import Arrived
from techday.handover.receipts import is_whom_it_was_sent_to
from techday.handover.store import HandoverRow
from techday.tickets.rules import ACTIVE
from techday.ui.dates import show_instant

MOST_NAMED = 6
MOST_CHANGES = 3


def tell(
    context: Context,
    write: Operation,
    note: str,
    row: HandoverRow,
    files: Sequence[Path] = (),
    tickets: Sequence[Arrived] = (),
    told: Sequence[str] = (),
) -> None:
    """Tell what was written, with the handover as it stands and the files."""
    from techday.handover.sent_views import view_of  # the view is beside the screens

    changes: dict[str, Any] = {"tickets": tickets, "told": told} if row.direction == "in" else {}
    context.out.done(write, note, handover=view_of(row), files=[str(path) for path in files], **changes)
    if not context.out.json:
        for path in files:
            context.out.line(str(path))


def tell_receipt(context: Context, row: HandoverRow, files: Sequence[Path]) -> None:
    """Say what becomes of a receipt."""
    if files and not context.out.json:
        context.out.status(f"  {row.name} reads it in: techday handover receipt {as_argument(files[0].name)}")


def warn_of(context: Context, row: HandoverRow, outcomes: Sequence[Outcome]) -> None:
    """Say what the receiver cannot know: what changed since it was sent; and that somebody else answered."""
    if outcomes and not is_whom_it_was_sent_to(row, row.decided_by):
        hint = f"techday ticket assign N {as_argument(row.decided_by)}"
        context.out.warn(f"It was sent to {row.name}, and {row.decided_by} accepted it; it is {row.name}'s", hint)
    for one in outcomes:
        reference = as_argument(one.ticket.reference)
        for words in changed(context, one):
            context.out.warn(f"{words}; tell {row.name}", f"techday ticket show {reference}")


def changed(context: Context, one: Outcome) -> list[str]:
    """Say what is otherwise with a ticket than it was sent."""
    ticket, told = one.ticket, []
    if ticket.state not in ACTIVE:
        told.append(f"{ticket.reference} is {ticket.state} here")
    if one.plan == "give" and not one.moved:
        told.append(f"{ticket.reference} is {ticket.owner or 'nobody'}'s by now, and stays so")
    if one.changes:
        latest = one.changes[-MOST_CHANGES:]
        shown = ", ".join(f"{each.kind} {show_instant(each.at, context.zone, context.now)}" for each in latest)
        earlier = len(one.changes) - len(latest)
        more = f", and {earlier} before" if earlier else ""
        told.append(f"{ticket.reference} changed since it was sent: {shown}{more}")
    return told


def named(row: HandoverRow) -> str:
    """Name a handover by its number here, and with whom it is: `handover 4 to Sam`; the sender's where it differs."""
    its = f" (their {row.number})" if row.direction == "in" and row.number not in (None, row.id) else ""
    return f"handover {row.id} {'to' if row.direction == 'out' else 'from'} {row.name}{its}"


def capital(words: str) -> str:
    """Begin a sentence with some words."""
    return words[:1].upper() + words[1:]


def counted(given: int, lines: int) -> str:
    """Say how many tickets a handover gives, and how many are only to be watched."""
    from techday.handover.paper import count_words  # the paper says it in the same words

    return count_words(given, lines - given)


def listed(arrived: Sequence[Arrived]) -> str:
    """Say which tickets arrived: `INC1, L3 yours; L4 to watch`."""
    yours = [one.reference for one in arrived if one.plan == "give"]
    watched = [one.reference for one in arrived if one.plan != "give"]
    parts = [*([f"{joined(yours)} yours"] if yours else []), *([f"{joined(watched)} to watch"] if watched else [])]
    return "; ".join(parts)


def joined(references: Sequence[str]) -> str:
    """Name a few tickets, and how many more there are."""
    more = f" and {len(references) - MOST_NAMED} more" if len(references) > MOST_NAMED else ""
    return ", ".join(references[:MOST_NAMED]) + more


def send_back(row: HandoverRow, references: Sequence[str]) -> str:
    """Give the command that hands over again what was accepted, to whom it came from."""
    which = " ".join(map(as_argument, references)) if len(references) <= MOST_NAMED else "N"
    return f"techday handover send {which} --to {as_argument(row.name)}"


def accepted_before(context: Context, row: HandoverRow) -> Refused:
    """Give the error of what is accepted, and can only be handed over anew."""
    when = show_instant(row.decided_at or row.sent_at, context.zone, context.now)
    who = as_argument(row.name)
    hint = f"techday handover take N --from {who}" if row.direction == "out" else f"techday handover send N --to {who}"
    return Refused(f"{row.decided_by} accepted {named(row)} {when}: it is handed back with a new one", hint=hint)
