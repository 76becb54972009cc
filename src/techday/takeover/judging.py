"""Whether a packet may come in: for whom it is, whether it was here before, and whether a later one was."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from techday.core.instants import from_text
from techday.core.text import as_argument, fold
from techday.errors import Refused
from techday.handover import store
from techday.handover.colleagues import same_person
from techday.handover.packet import Packet
from techday.handover.store import HandoverRow
from techday.takeover import arrival_store

ASK_AGAIN = "Ask {sender} to send it again"
# Beyond it no two clocks differ by mistake, and nobody is away for longer.
MOST_AHEAD, MOST_AWAY = timedelta(days=1), timedelta(days=366)


class User(NamedTuple):
    """Who accepts: the names that the user goes by, the first one the user's own."""

    names: Sequence[str]

    @property
    def name(self) -> str:
        """The user's own name."""
        return self.names[0]

    def goes_by(self, name: str) -> bool:
        """Tell whether that is one of the names."""
        return any(fold(name) == fold(one) for one in self.names)


class Incoming(NamedTuple):
    """A packet that was read, with its text and digest, as it is kept."""

    packet: Packet
    text: str
    digest: str


def is_for(receiver: str, names: Sequence[str]) -> bool:
    """Tell whether a receiver is somebody who goes by these names: Sam is Sam Reed, but Sam Reed is not Sam."""
    words = set(fold(receiver).split())
    return bool(words) and any(fold(receiver) == fold(name) or words <= set(fold(name).split()) for name in names)


def is_whom_it_was_sent_to(row: HandoverRow, by: str) -> bool:
    """Tell whether who answered is whom a handover was sent to: Sam Reed may answer for Sam, and the other way."""
    return fold(by) == fold(row.name) or is_for(row.name, [by]) or is_for(by, [row.name])


def judge(db: sqlite3.Connection, found: Incoming, user: User, now: datetime) -> HandoverRow | None:
    """Give the row of a packet that is to be accepted, as `recognised`, where it is here already.

    Raises Refused as that does, for one that is older than what was accepted, and for one that is sent in the future.
    """
    row = recognised(db, found, user)
    if row is None or row.state == "received":
        refuse_future(found.packet, now)
        refuse_older(db, found.packet, user, row)
    return row


def recognised(db: sqlite3.Connection, found: Incoming, user: User) -> HandoverRow | None:
    """Give the row of a packet that is here already (received or accepted), None for a new one.

    Raises Refused for one that the user sent, that is not for the user, that was returned here, and for one that only
    claims to be a handover which is here.
    """
    packet = found.packet
    row = store.handover_by_uid(db, packet.uid)
    if row is not None and row.direction == "out":
        hint = f'techday handover accept {row.id} --by {as_argument(row.name)} --read-back "…"'
        raise Refused(f"This is handover {row.id}, which you sent to {row.name}", hint=hint)
    again = ASK_AGAIN.format(sender=packet.sender)
    if row is not None and row.digest != found.digest:
        raise Refused(f"This is not handover {row.id} as it came in first", hint=again)
    if row is not None and row.state == "returned":
        raise Refused(f"Handover {row.id} of {row.name} was returned here: {row.reason or 'no reason'}", hint=again)
    if row is not None and row.state == "accepted":
        return row
    if user.goes_by(packet.sender):
        raise Refused(f"Handover {packet.number} is from yourself", hint="Give the file to the colleague it is for")
    if not is_for(packet.receiver, user.names):
        hint = f"{again} with --to {as_argument(user.name)}; where {packet.receiver} is you: {alias_hint(packet, user)}"
        raise Refused(f"The handover is for {packet.receiver}, and you are {user.name}", hint=hint)
    return row


def alias_hint(packet: Packet, user: User) -> str:
    """Give the command that makes the receiver of a packet another name of the user."""
    names = ", ".join([*user.names[1:], packet.receiver])
    return f"techday config set technician.aliases {as_argument(names)}"


def refuse_future(packet: Packet, now: datetime) -> None:
    """Raise Refused for a packet of a clock that is wrong: it would stay the newest, and be watched, for ever."""
    hint = f"Have the clock of {packet.sender}'s computer set, and ask for it again"
    if from_text(packet.sent_at) > now + MOST_AHEAD:
        raise Refused(f"Handover {packet.number} of {packet.sender} is of the future ({packet.sent_at})", hint=hint)
    if packet.back_at is not None and from_text(packet.back_at) > now + MOST_AWAY:
        raise Refused(f"{packet.sender} is back in more than a year ({packet.back_at})", hint=hint)


def refuse_older(db: sqlite3.Connection, packet: Packet, user: User, row: HandoverRow | None) -> None:
    """Raise Refused where one of the tickets came in a later handover of the same sender, which was accepted.

    Later is what has a higher number of the sender's: that grows with each, whatever the clock said. `row` is the
    packet's where it is here, to be given back.
    """
    sender = same_person(db, packet.sender, user.names)
    if sender is None:
        return
    later = arrival_store.later_accepted(db, sender.id, packet.number, [item.uid for item in packet.items])
    if later is not None:
        back = f'techday handover return {row.id} --reason "overtaken"' if row is not None else ""
        raise Refused(
            f"{later.reference} came later than this, with handover {later.number or later.handover_id} of"
            f" {packet.sender}, which you accepted",
            hint=back or f"techday handover show {later.handover_id}",
        )
