"""How a handover is answered: what each of the commands loads, decides, writes and tells.

What was decided before anything is asked is looked at again once the store is held: two packets may come in at once.
"""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from techday.context import Context
from techday.core.instants import from_text
from techday.core.text import as_argument, clean_line
from techday.database.operation import Operation, operation
from techday.errors import BadUsage, Refused
from techday.handover import answers, store
from techday.handover.answer_words import (
    accepted_before,
    capital,
    counted,
    joined,
    listed,
    named,
    send_back,
    tell,
    tell_receipt,
    warn_of,
)
from techday.handover.answers import Answer, Outcome
from techday.handover.arrival import Arrival, Arrived, keep, standing
from techday.handover.judging import Incoming, User, judge
from techday.handover.options import own_name
from techday.handover.receipts import is_read, row_for, write_receipt
from techday.handover.store import HandoverRow
from techday.tickets.acts import Times
from techday.tickets.rules import own_ids
from techday.tickets.store import technicians
from techday.ui.dates import show_instant
from techday.ui.prompt import ask, can_ask, text_or_ask

LONGEST_NAME = 200


class Wish(NamedTuple):
    """What was typed: which handover, the read-back or the reason, who says so, where files go, and when it was."""

    which: str
    words: str | None
    by: str | None
    folder: Path | None
    at: datetime

    def who(self, otherwise: str) -> str:
        """Give who says so: who was named, else somebody."""
        return clean_line(self.by or "", LONGEST_NAME) or otherwise

    def answer(self, context: Context, otherwise: str) -> Answer:
        """Give the answer that was typed."""
        return Answer(self.who(otherwise), self.words or "", Times(self.at, context.now))


# Who, and what came in


def user_of(context: Context) -> User:
    """Give the names that the user goes by; raises Refused where the settings tell none."""
    return User([own_name(context), *context.settings.technician.aliases])


def own_rows(context: Context) -> frozenset[int]:
    """Give the user's own rows among the technicians."""
    who = context.settings.technician
    return own_ids(technicians(context.db), (who.name, *who.aliases))


def incoming_in(context: Context, which: str, row: HandoverRow | None) -> Incoming:
    """Read a packet from its file, or where it was received before (`row`) from the store; raises as `read_packet`."""
    from techday.exchange.packet_in import packet_in, read_packet  # heavy: only for what comes from outside

    if row is None:
        return Incoming(*read_packet(which))
    return Incoming(*packet_in(store.packet_of(context.db, row.id).encode("utf-8"), f"handover {row.id}"))


def asked_read_back(context: Context, found: Incoming, wish: Wish) -> str:
    """Show a packet and give its read-back, asked for where it was not typed: "" means not accepted yet.

    Raises BadUsage where it was not typed and nobody is there to ask.
    """
    typed = clean_line(wish.words or "")
    if not typed and not can_ask(context):
        hint = f'techday handover accept {as_argument(wish.which)} --read-back "…"'
        raise BadUsage("The read-back is missing: what is to be done, in your own words", hint=hint)
    if not context.out.json:
        from techday.handover.sent_screen import packet_page  # only for a screen

        context.out.show(packet_page(found.packet, found.digest, context.out.size()[0]))
        context.out.line("")
    return typed or clean_line(ask(context, f"Read back to {found.packet.sender} what is to be done (Enter: not yet)"))


# At the receiver's


def take_in(context: Context, found: Incoming) -> None:
    """Keep a packet as received, without accepting it."""
    user = user_of(context)
    with operation(context, "handover receive") as write:
        row = judge(write.db, found, user) or keep(write.db, found, context.now)
        write.summary = f"Received {named(row)}: {counted(row.given, row.lines)}, not accepted yet"
    tell(context, write, f"{capital(named(row))} is here already, {row.state}", row)
    if row.state == "received" and not context.out.json:
        context.out.status(f'  techday handover accept {row.id} --read-back "…"')


def accept_again(context: Context, row: HandoverRow, wish: Wish) -> None:
    """Say that a handover was accepted before, and write its receipt again: the first one may be lost."""
    with operation(context, "handover accept") as write:
        pass
    files = write_receipt(context, row, wish.folder)
    when = show_instant(row.decided_at or row.sent_at, context.zone, context.now)
    note = f"{capital(named(row))} was accepted {when} already; its receipt is written again"
    tell(context, write, note, row, files)
    tell_receipt(context, row, files)


def accept_packet(context: Context, found: Incoming, user: User, wish: Wish) -> None:
    """Accept a packet: its tickets arrive, and the receipt is written for its sender."""
    arrived: list[Arrived] = []
    told: list[str] = []
    with operation(context, "handover accept") as write:
        row = judge(write.db, found, user)
        if row is None or row.state == "received":
            row = row or keep(write.db, found, context.now)
            answer = wish.answer(context, user.name)
            arrival = Arrival(write.db, row, found.packet, user, answer.times)
            arrived, told = arrival.run(), arrival.told
            answers.decide(write.db, row, "accepted", answer)
            write.summary = f"Accepted {named(row)}: {listed(arrived)}"
            write.instead = send_back(row, [one.reference for one in arrived])
    row = standing(context.db, row.id)
    files = write_receipt(context, row, wish.folder)
    tell(context, write, f"{capital(named(row))} was accepted already", row, files, tickets=arrived, told=told)
    for words in told:
        context.out.warn(words)
    tell_receipt(context, row, files)


def return_packet(context: Context, found: Incoming, wish: Wish) -> None:
    """Give back a packet that was not accepted, with a receipt that says so."""
    user = user_of(context)
    known = store.handover_by_uid(context.db, found.packet.uid)
    if known is not None and (known.direction, known.state, known.digest) == ("in", "returned", found.digest):
        return_known(context, known, wish)
        return
    with operation(context, "handover return") as write:
        row = judge(write.db, found, user)
        if row is not None and row.state == "accepted":
            raise accepted_before(context, row)
        row = row or keep(write.db, found, context.now)
        answers.given_back(write.db, row, wish.answer(context, user.name), ())
        write.summary = f"Returned {named(row)}: {clean_line(wish.words or '')}"
        write.instead = "techday handover accept FILE, of a new packet"
    row = standing(context.db, row.id)
    files = write_receipt(context, row, wish.folder)
    tell(context, write, "", row, files)
    tell_receipt(context, row, files)


# At either's


def accept_by_word(context: Context, row: HandoverRow, wish: Wish) -> None:
    """Record at the sender's that the receiver said so: what was given is theirs from then on."""
    if row.state == "returned":
        again = f"techday handover send N --to {as_argument(row.name)}"
        raise Refused(f"{capital(named(row))} was returned: {row.reason or 'no reason'}", hint=again)
    outcomes: list[Outcome] = []
    if row.state == "sent":
        hint = f'techday handover accept {row.id} --read-back "…"'
        wish = wish._replace(words=text_or_ask(context, wish.words, f"What {wish.who(row.name)} said back", hint))
        if wish.at < from_text(row.sent_at):
            raise BadUsage(f"Handover {row.id} was sent after that", hint="Give a later time with --at")
    with operation(context, "handover accept") as write:
        row = standing(write.db, row.id)
        if row.state == "sent":
            outcomes = accepted(context, write, row, wish.answer(context, row.name))
    row = standing(context.db, row.id)
    tell(context, write, f"{capital(named(row))} was accepted already", row)
    warn_of(context, row, outcomes)


def return_known(context: Context, row: HandoverRow, wish: Wish) -> None:
    """Give back a handover that is here: one that was sent, or one that was only said, accepted or not."""
    user = user_of(context)
    with operation(context, "handover return") as write:
        row = standing(write.db, row.id)
        if row.state == "accepted" and not row.spoken:
            raise accepted_before(context, row)
        if row.state != "returned":
            give_back(context, write, row, wish, user)
    row = standing(context.db, row.id)
    files = [] if row.direction == "out" or row.spoken else write_receipt(context, row, wish.folder)
    tell(context, write, f"{capital(named(row))} was returned already: {row.reason}", row, files)
    tell_receipt(context, row, files)


def give_back(context: Context, write: Operation, row: HandoverRow, wish: Wish, user: User) -> None:
    """Write down that a handover came back to here, or went back from here."""
    who = as_argument(row.name)
    if row.direction == "out":
        came_back(context, write, row, wish.answer(context, row.name))
        write.instead = f"techday handover send N --to {who}"
    else:
        answers.given_back(write.db, row, wish.answer(context, user.name), own_rows(context))
        write.summary = f"Returned {named(row)}: {clean_line(wish.words or '')}"
        write.instead = f"techday handover take N --from {who}"


def read_in(context: Context, file: str) -> None:
    """Read in a receipt: what was given is the receiver's, or the handover is a draft again."""
    from techday.exchange.packet_in import read_receipt  # heavy: only for what comes from outside

    receipt = read_receipt(file).receipt
    outcomes: list[Outcome] = []
    with operation(context, "handover receipt") as write:
        row = row_for(write.db, receipt)
        times = Times(answers.answered_at(row, receipt.at, context.now), context.now)
        words = receipt.read_back if receipt.state == "accepted" else receipt.reason
        answer = Answer(receipt.receiver, words, times, is_written=True)
        if is_read(row, receipt):
            answers.confirm(write.db, row, context.now)
            write.summary = f"{receipt.receiver}'s receipt confirms it: {named(row)}, {row.state}"
        elif receipt.state == "accepted":
            outcomes = accepted(context, write, row, answer)
        else:
            came_back(context, write, row, answer)
            write.instead = f"techday handover send N --to {as_argument(row.name)}"
    row = standing(context.db, row.id)
    tell(context, write, f"That receipt was read in before: {named(row)}, {row.state}", row)
    warn_of(context, row, outcomes)


def accepted(context: Context, write: Operation, row: HandoverRow, answer: Answer) -> list[Outcome]:
    """Let what was sent be the receiver's, and say so."""
    outcomes = answers.accepted_there(write.db, row, answer, own_rows(context))
    moved = [one.ticket.reference for one in outcomes if one.moved]
    theirs = f"; {joined(moved)} {'is' if len(moved) == 1 else 'are'} {row.name}'s" if moved else ""
    write.summary = f"{answer.by} accepted handover {row.id}{theirs}"
    write.instead = f"techday handover take N --from {as_argument(row.name)}"
    return outcomes


def came_back(context: Context, write: Operation, row: HandoverRow, answer: Answer) -> None:
    """Let what was sent be a draft again, and say so."""
    user = user_of(context)
    from techday.tickets.acts import user_id  # only where something comes back

    back = answers.came_back(write.db, row, answer, (user_id(write.db, user.name), user.name))
    refs = joined([one.reference for one in back])
    write.summary = f"{answer.by} returned handover {row.id}: {clean_line(answer.words)}; {refs} to hand over again"
