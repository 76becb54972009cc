"""How the answer to a handover is told: what was written, what becomes of the receipt, and what must be said aloud."""

import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from techday.context import Context
from techday.core.text import as_argument, some_of
from techday.database.operation import Operation
from techday.errors import Refused
from techday.handover.packet import Receipt
from techday.handover.store import HandoverRow
from techday.takeover.answers import Outcome, tickets_of
from techday.takeover.arrival import Arrived
from techday.takeover.judging import is_whom_it_was_sent_to
from techday.tickets.rules import ACTIVE
from techday.ui.dates import show_instant

MOST_CHANGES = 3
# More tickets make no command that anybody reads.
MOST_IN_COMMAND = 20


def tell(
    context: Context,
    write: Operation,
    note: str,
    row: HandoverRow,
    files: Sequence[Path] = (),
    tickets: Sequence[Arrived] = (),
    warnings: Sequence[str] = (),
) -> None:
    """Tell what was written, with the handover as it stands and the files."""
    from techday.handover.sent_views import view_of  # the view is beside the screens

    changes: dict[str, Any] = {"tickets": tickets, "told": warnings} if row.direction == "in" else {}
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
        moved = [one.ticket.reference for one in outcomes if one.moved]
        hint = f"techday ticket assign {as_argument(moved[0])} {as_argument(row.decided_by)}" if moved else ""
        context.out.warn(f"It was sent to {row.name}, and {row.decided_by} accepted it; it is {row.name}'s", hint)
    for one in outcomes:
        for words, hint in changed(context, row, one):
            context.out.warn(words, hint)


def changed(context: Context, row: HandoverRow, one: Outcome) -> list[tuple[str, str]]:
    """Say what is otherwise with a ticket than it was sent, each with the next step."""
    ticket, reference = one.ticket, one.ticket.reference
    show, tell_them = f"techday ticket show {as_argument(reference)}", f"; tell {row.name}"
    warnings = []
    if one.line.ticket_id != ticket.id and one.line.plan == "give":
        again = send_command(row, [reference])
        words = f"{one.line.reference} is merged into {reference} here"
        warnings.append(
            (words + tell_them, show) if one.moved else (f"{words}, which was not handed over with it", again)
        )
    elif one.came_with is not None:
        warnings.append((f"{reference} came in again with handover {one.came_with}, and stays {whose(one)}", show))
    elif one.line.plan == "give" and not one.moved:
        warnings.append((f"{reference} is {whose(one)} by now, and stays so{tell_them}", show))
    if ticket.state not in ACTIVE:
        warnings.insert(0, (f"{reference} is {ticket.state} here{tell_them}", show))
    number = ticket.external_id
    if number and number not in (one.line.reference, one.there) and one.line.ticket_id == ticket.id:
        theirs = as_argument(one.there or one.line.reference)
        warnings.append((f"{one.line.reference} is {number} here{tell_them}", f"techday ticket link {theirs} {number}"))
    if one.changes:
        latest = one.changes[-MOST_CHANGES:]
        shown = ", ".join(f"{each.kind} {show_instant(each.at, context.zone, context.now)}" for each in latest)
        earlier = len(one.changes) - len(latest)
        more = f", and {earlier} before" if earlier else ""
        warnings.append((f"{reference} changed since it was sent: {shown}{more}{tell_them}", show))
    return warnings


def whose(one: Outcome) -> str:
    """Say whose a ticket is: `Kim's`."""
    return f"{one.ticket.owner or 'nobody'}'s"


def named(row: HandoverRow) -> str:
    """Name a handover by its number here, and with whom it is: `handover 4 to Sam`; the sender's where it differs."""
    its = f" (their {row.number})" if row.direction == "in" and row.number not in (None, row.id) else ""
    return f"handover {row.id} {'to' if row.direction == 'out' else 'from'} {row.name}{its}"


def listed(arrived: Sequence[Arrived]) -> str:
    """Say which tickets arrived, and what else they are called: `INC1, L3 (their L1) yours; L4 to watch`."""
    parts = []
    for verb, given in (("yours", True), ("to watch", False)):
        names = [both_names(one.reference, one.theirs, "their") for one in arrived if (one.plan == "give") == given]
        if names:
            parts.append(f"{some_of([*dict.fromkeys(names)])} {verb}")
    return "; ".join(parts)


def both_names(here: str, there: str, label: str) -> str:
    """Give what a ticket goes by here, with what it goes by there where that differs: `L3 (their L1)`."""
    return here if there in ("", here) else f"{here} ({label} {there})"


def command(verb: str, references: Sequence[str], who: str, otherwise: str) -> str:
    """Give the command that hands over (`send … --to`) or takes (`take … --from`) some tickets, each once.

    `who` is the colleague with the option before; `otherwise` is what helps where there are none, or too many.
    """
    once = [as_argument(one) for one in dict.fromkeys(references)]
    if not 0 < len(once) <= MOST_IN_COMMAND:
        return otherwise
    # What looks like an option is one, unless it stands behind two dashes.
    hidden = any(one.startswith("-") for one in once)
    words = [who, "--", *once] if hidden else [*once, who]
    return f"techday handover {verb} {' '.join(words)}"


def send_command(row: HandoverRow, references: Sequence[str], options: str = "--as give ") -> str:
    """Give the command that hands tickets over to the colleague of a handover, anew: they are theirs with it.

    `options` are "" where each is to travel as it was set.
    """
    return command("send", references, f"{options}--to {as_argument(row.name)}", f"techday handover show {row.id}")


def take_command(row: HandoverRow, references: Sequence[str], name: str | None = None) -> str:
    """Give the command that takes tickets over from somebody: the colleague of a handover, where nobody is named."""
    return command("take", references, f"--from {as_argument(name or row.name)}", f"techday handover show {row.id}")


def given_of(db: sqlite3.Connection, row: HandoverRow) -> list[str]:
    """Give what the open tickets that a handover gave go by here."""
    return [
        one.ticket.reference
        for one in tickets_of(db, row)
        if one.line.plan == "give" and not one.is_another and one.ticket.state in ACTIVE
    ]


def send_back(row: HandoverRow, arrived: Sequence[Arrived]) -> str:
    """Give the command that hands over again what was accepted, to whom it came from; or that there is nothing."""
    given = [one.reference for one in arrived if one.plan == "give"]
    return send_command(row, given) if given else f"There is nothing to send back: techday handover show {row.id}"


def accepted_before(context: Context, row: HandoverRow) -> Refused:
    """Give the error of what is accepted, and can only be handed over anew."""
    when = show_instant(row.decided_at or row.sent_at, context.zone, context.now)
    given = given_of(context.db, row)
    hint = take_command(row, given) if row.direction == "out" else send_command(row, given)
    return Refused(f"{row.decided_by} accepted {named(row)} {when}: it is handed back with a new one", hint=hint)


def contradicted(db: sqlite3.Connection, row: HandoverRow, receipt: Receipt, own: Collection[int]) -> Refused:
    """Give the error of a receipt that says otherwise than what was recorded: with what makes both sides agree.

    `own` are the user's own rows among the technicians. Where the receiver has accepted, the tickets are to be theirs.
    """
    wanted = [row.technician_id] if receipt.state == "accepted" else own
    open_ones = [one.ticket for one in tickets_of(db, row) if one.line.plan == "give" and one.ticket.state in ACTIVE]
    others = [one for one in open_ones if one.owner_id not in wanted]
    owner_id = others[0].owner_id if others else None
    references = [one.reference for one in others if one.owner_id == owner_id]
    if owner_id is None or owner_id in own:
        hint = f"{send_command(row, references)}{' --spoken' if references else ''}"
    else:
        hint = take_command(row, references, others[0].owner)
    return Refused(
        f"{receipt.receiver} {receipt.state} handover {row.id}, but it was {row.state} here by {row.decided_by}:"
        " agree on one",
        hint=hint,
    )
