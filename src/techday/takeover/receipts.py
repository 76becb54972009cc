"""Receipts: what the receiver writes down for the sender, and what it means where the sender reads it in."""

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from techday.core.text import fold
from techday.errors import Refused, TechdayError
from techday.handover import store
from techday.handover.colleagues import met, same_person
from techday.handover.packet import Receipt, ReceiptLine, receipt_document, sealed
from techday.handover.store import HandoverRow
from techday.takeover.judging import User

if TYPE_CHECKING:
    from techday.context import Context


def receipt_of(db: sqlite3.Connection, row: HandoverRow) -> Receipt:
    """Give the receipt of a handover that came in and was answered here."""
    return Receipt(
        handover=row.uid,
        number=row.number or row.id,
        packet_digest=row.digest,
        sender=row.name,
        receiver=row.decided_by,
        state=row.state,
        at=row.decided_at or row.sent_at,
        read_back=row.read_back,
        reason=row.reason,
        lines=tuple(ReceiptLine(line.ticket_uid, line.here) for line in store.lines_of(db, row.id)),
    )


def write_receipt(context: "Context", row: HandoverRow, folder: Path | None) -> list[Path]:
    """Write the receipt of a handover that stands into a folder (None: techday's own); what goes wrong is told."""
    from techday.messages.delivery import place_for, write_new  # only once something is answered

    text, _ = sealed(receipt_document(receipt_of(context.db, row)))
    name = f"handover-{row.number or row.id}-receipt.json"
    try:
        place = place_for(context, name, str(folder / name) if folder else None)
        return [write_new(place, text.encode("ascii"))]
    except TechdayError as error:
        again = f"techday handover accept {row.id} --out DIR writes it again"
        context.out.warn(f"It is recorded, but: {error.message}", again if row.state == "accepted" else error.hint)
        return []


def row_for(db: sqlite3.Connection, receipt: Receipt, user: User) -> HandoverRow:
    """Give the handover that a receipt answers; raises Refused where it was not sent from here, or not so.

    Nobody accepts what they sent themselves, and a receipt names the handover and its sender as the packet did.
    """
    row = store.handover_by_uid(db, receipt.handover)
    if row is None:
        raise Refused(
            f"The receipt is of handover {receipt.number} of {receipt.sender}, which was not sent from here",
            hint=f"Give it to {receipt.sender}",
        )
    if row.direction != "out":
        raise Refused(f"The receipt is your own: handover {row.id} came in here", hint=f"Give it to {row.name}")
    lines = {line.ticket_uid for line in store.lines_of(db, row.id)}
    sender = json.loads(store.packet_of(db, row.id) or "{}").get("sender", receipt.sender)
    is_of_it = (receipt.packet_digest, receipt.number, receipt.sender) == (row.digest, row.number, sender)
    if not is_of_it or {line.uid for line in receipt.lines} != lines:
        raise Refused(
            f"The receipt is of another packet than handover {row.id} as it was sent",
            hint=f"Ask {row.name} to accept the file that you sent: techday handover show {row.id} --out DIR",
        )
    if user.goes_by(receipt.receiver) or fold(receipt.receiver) == fold(receipt.sender):
        raise Refused(
            f"The receipt is answered by {receipt.receiver}, who sent handover {row.id}",
            hint=f"Ask {row.name} for theirs: techday handover accept writes it",
        )
    return row


def recognise(db: sqlite3.Connection, row: HandoverRow, by: str, user: User) -> str:
    """Let whom a handover was sent to take the fuller name by which they answer; give what must be said of it."""
    found = same_person(db, by, user.names)
    is_fuller = found is not None and len(fold(by).split()) > len(found.name_key.split())
    return met(db, by, user.names)[1] if is_fuller and found is not None and found.id == row.technician_id else ""
