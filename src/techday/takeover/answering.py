"""How a handover is answered: what each of the commands loads, decides, writes and tells.

What was decided before anything is asked is looked at again once the store is held: two packets may come in at once.
"""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from techday.context import Context
from techday.core.instants import from_text
from techday.core.text import clean_line, sentence, some_of
from techday.database.operation import Operation, operation
from techday.errors import BadUsage, Refused
from techday.handover import store
from techday.handover.options import own_name
from techday.handover.packet import LONGEST_NAME
from techday.handover.rules import count_words
from techday.handover.store import HandoverRow
from techday.pages.ticket_clocks import own
from techday.takeover import answers
from techday.takeover.answer_words import (
    accepted_before,
    both_names,
    contradicted,
    given_of,
    listed,
    named,
    send_back,
    send_command,
    take_command,
    tell,
    tell_receipt,
    warn_of,
)
from techday.takeover.answers import Answer, Outcome
from techday.takeover.arrival import Arrival, Arrived, keep, standing
from techday.takeover.judging import Incoming, User, judge, recognised
from techday.takeover.receipts import recognise, row_for, write_receipt
from techday.tickets.acts import Times
from techday.ui.dates import show_instant
from techday.ui.prompt import text_or_ask


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
    return own(context.db, context) or frozenset()


def incoming_in(context: Context, which: str, row: HandoverRow | None) -> Incoming:
    """Read a packet from its file, or where it was received before (`row`) from the store; raises as `read_packet`."""
    from techday.exchange.packet_in import packet_in, read_packet  # heavy: only for what comes from outside

    if row is None:
        return Incoming(*read_packet(which))
    return Incoming(*packet_in(store.packet_of(context.db, row.id).encode("utf-8"), f"handover {row.id}"))


# At the receiver's


def take_in(context: Context, found: Incoming) -> None:
    """Keep a packet as received, without accepting it."""
    user = user_of(context)
    with operation(context, "handover receive") as write:
        row, met = judge(write.db, found, user, context.now), ""
        if row is None:
            row, met = keep(write.db, found, user, context.now)
        write.summary = f"Received {named(row)}: {count_words(row.given, row.lines - row.given)}, not accepted yet"
    tell(context, write, f"{sentence(named(row))} is here already, {row.state}", row)
    tell_met(context, met)
    if row.state == "received" and not context.out.json:
        context.out.status(f'  techday handover accept {row.id} --read-back "…"')


def accept_packet(context: Context, found: Incoming, user: User, wish: Wish) -> None:
    """Accept a packet: its tickets arrive, and the receipt is written for its sender.

    Of one that was accepted before only the receipt is written again: the first one may be lost.
    """
    arrived: list[Arrived] = []
    warnings: list[str] = []
    met = ""
    with operation(context, "handover accept") as write:
        row = judge(write.db, found, user, context.now)
        if row is None or row.state == "received":
            refuse_before(wish, context.now, found.packet.sent_at, f"Handover {found.packet.number}")
            if row is None:
                row, met = keep(write.db, found, user, context.now)
            answer = wish.answer(context, user.name)
            arrival = Arrival(write.db, row, found.packet, user, answer.times, context.zone)
            arrived = arrival.run()
            warnings = arrival.warnings
            answers.decide(write.db, row, "accepted", answer)
            write.summary = f"Accepted {named(row)}: {listed(arrived)}"
            write.instead = send_back(row, arrived)
    row = standing(context.db, row.id)
    files = write_receipt(context, row, wish.folder)
    when = show_instant(row.decided_at or row.sent_at, context.zone, context.now)
    note = f"{sentence(named(row))} was accepted {when} already; its receipt is written again"
    tell(context, write, note, row, files, tickets=arrived, warnings=[*([met] if met else []), *warnings])
    tell_met(context, met)
    for words in warnings:
        context.out.warn(words)
    tell_receipt(context, row, files)


def return_packet(context: Context, found: Incoming, wish: Wish) -> None:
    """Give back a packet that was not accepted, with a receipt that says so; one that was overtaken, too."""
    user = user_of(context)
    known = store.handover_by_uid(context.db, found.packet.uid)
    if known is not None and (known.direction, known.state, known.digest) == ("in", "returned", found.digest):
        return_known(context, known, wish)
        return
    with operation(context, "handover return") as write:
        row = recognised(write.db, found, user)
        if row is not None and row.state == "accepted":
            raise accepted_before(context, row)
        refuse_before(wish, context.now, found.packet.sent_at, f"Handover {found.packet.number}")
        if row is None:
            row, _ = keep(write.db, found, user, context.now)
        answers.hand_back(write.db, row, wish.answer(context, user.name), user, ())
        write.summary = f"Returned {named(row)}: {clean_line(wish.words or '')}"
        write.instead = f"techday handover show {row.id}"
    row = standing(context.db, row.id)
    files = write_receipt(context, row, wish.folder)
    tell(context, write, "", row, files)
    tell_receipt(context, row, files)


# At either's


def accept_by_word(context: Context, row: HandoverRow, wish: Wish) -> None:
    """Record at the sender's that the receiver said so: what was given is theirs from then on."""
    if row.state == "returned":
        given = given_of(context.db, row)
        again = send_command(row, given) if row.direction == "out" else take_command(row, given)
        raise Refused(f"{sentence(named(row))} was returned: {row.reason or 'no reason'}", hint=again)
    outcomes: list[Outcome] = []
    met = ""
    if row.state == "sent":
        hint = f'techday handover accept {row.id} --read-back "…"'
        wish = wish._replace(words=text_or_ask(context, wish.words, f"What {wish.who(row.name)} said back", hint))
        refuse_before(wish, None, row.sent_at, f"Handover {row.id}")
    with operation(context, "handover accept") as write:
        row = standing(write.db, row.id)
        if row.state == "sent":
            answer = wish.answer(context, row.name)
            met = recognise(write.db, row, answer.by, user_of(context))
            outcomes = record_acceptance(context, write, row, answer)
    row = standing(context.db, row.id)
    tell(context, write, f"{sentence(named(row))} was accepted already", row)
    tell_met(context, met)
    warn_of(context, row, outcomes)


def return_known(context: Context, row: HandoverRow, wish: Wish) -> None:
    """Give back a handover that is here: one that was sent, or one that was only said, accepted or not."""
    user = user_of(context)
    with operation(context, "handover return") as write:
        row = standing(write.db, row.id)
        if row.state == "accepted" and not row.spoken:
            raise accepted_before(context, row)
        if row.state != "returned":
            refuse_before(wish, None, row.sent_at, f"Handover {row.id}")
            record_return(context, write, row, wish, user)
    row = standing(context.db, row.id)
    files = [] if row.direction == "out" or row.spoken else write_receipt(context, row, wish.folder)
    tell(context, write, f"{sentence(named(row))} was returned already: {row.reason}", row, files)
    if write.changed and row.direction == "out" and not row.spoken and user.goes_by(row.decided_by):
        context.out.status(f"{row.name} still has the packet, and can accept it: tell {row.name}")
    tell_receipt(context, row, files)


def record_return(context: Context, write: Operation, row: HandoverRow, wish: Wish, user: User) -> None:
    """Write down that a handover came back to here, or went back from here, by the user unless another is named."""
    answer = wish.answer(context, user.name)
    if row.direction == "out":
        record_coming_back(context, write, row, answer, user)
    else:
        given = given_of(write.db, row)
        answers.hand_back(write.db, row, answer, user, own_rows(context))
        write.summary = f"Returned {named(row)}: {clean_line(wish.words or '')}"
        write.instead = take_command(row, given)


def read_in(context: Context, file: str) -> None:
    """Read in a receipt: what was given is the receiver's, or the handover is a draft again."""
    from techday.exchange.packet_in import read_receipt  # heavy: only for what comes from outside

    receipt, user = read_receipt(file), user_of(context)
    outcomes: list[Outcome] = []
    with operation(context, "handover receipt") as write:
        row = row_for(write.db, receipt, user)
        at = answers.answered_at(row, receipt.at, context.now)
        words = receipt.read_back if receipt.state == "accepted" else receipt.reason
        there = {line.uid: line.reference for line in receipt.lines if line.reference}
        answer = Answer(receipt.receiver, words, Times(at, context.now), is_written=True, there=there)
        if row.state not in ("sent", receipt.state):
            raise contradicted(write.db, row, receipt, own_rows(context))
        met = recognise(write.db, row, receipt.receiver, user)
        if row.state != "sent":
            answers.confirm(write.db, row, context.now)
            write.summary = f"{receipt.receiver}'s receipt confirms it: {named(row)}, {row.state}"
        elif receipt.state == "accepted":
            outcomes = record_acceptance(context, write, row, answer)
        else:
            record_coming_back(context, write, row, answer, user)
    row = standing(context.db, row.id)
    tell(context, write, f"That receipt was read in before: {named(row)}, {row.state}", row)
    tell_met(context, met)
    if outcomes and at != from_text(receipt.at):
        shown = show_instant(row.decided_at or row.sent_at, context.zone, context.now)
        context.out.status(f"The clocks differ: {receipt.receiver}'s {receipt.at} is taken for {shown}")
    warn_of(context, row, outcomes)


def tell_met(context: Context, met: str) -> None:
    """Say who a name turned out to be, where there is anything to say."""
    if met:
        context.out.status(met)


def record_acceptance(context: Context, write: Operation, row: HandoverRow, answer: Answer) -> list[Outcome]:
    """Let what was sent be the receiver's, and say so."""
    outcomes = answers.move_to_receiver(write.db, row, answer, own_rows(context))
    moved = {
        one.ticket.reference: both_names(one.ticket.reference, one.there, "their") for one in outcomes if one.moved
    }
    theirs = f"; {some_of([*moved.values()])} {'is' if len(moved) == 1 else 'are'} {row.name}'s" if moved else ""
    write.summary = f"{answer.by} accepted handover {row.id}{theirs}"
    write.instead = take_command(row, [*moved])
    return outcomes


def record_coming_back(context: Context, write: Operation, row: HandoverRow, answer: Answer, user: User) -> None:
    """Let what was sent be a draft again, and say so."""
    back = answers.bring_back(write.db, row, answer, user, own_rows(context))
    refs = [one.reference for one in back]
    again = f"; {some_of(refs)} to hand over again" if refs else ""
    verb = f"Took back {named(row)}" if user.goes_by(answer.by) else f"{answer.by} returned handover {row.id}"
    write.summary = f"{verb}: {clean_line(answer.words)}{again}"
    write.instead = send_command(row, refs, options="")  # each with the plan that it had


def refuse_before(wish: Wish, now: datetime | None, sent_at: str, what: str) -> None:
    """Raise BadUsage for an answer before a handover was sent; `now` is no typed time, though two clocks differ."""
    if wish.at != now and wish.at < from_text(sent_at):
        raise BadUsage(f"{what} was sent after that", hint="Give a later time with --at")
