"""`handover send`: what travels is frozen and written as files for a colleague, or only said and accepted at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from techday.arguments import At
from techday.context import Context
from techday.core.text import as_argument, clean_line, some_of
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.handover.asking import complete, sending_nothing, show_leaving
from techday.handover.colleagues import Colleague
from techday.handover.completing import complete_colleague
from techday.handover.draft_acts import hands_at, refuse_elsewhere
from techday.handover.draft_views import Draft, DraftItem
from techday.handover.leaving import as_leaving, plan_of, watch_of
from techday.handover.options import (
    TRAVELS,
    New,
    Out,
    ReadBack,
    Tickets,
    colleague_named,
    complete_plan,
    folder_named,
    own_name,
    plan_named,
)
from techday.handover.packet import LONGEST_WORDS, MOST_LINES
from techday.handover.rules import GIVE, WATCH, count_words
from techday.handover.sent_acts import Sending, Sent
from techday.handover.sent_acts import send as send_act
from techday.handover.sent_views import view_by_id
from techday.handover.store import last_receiver
from techday.pages.handover_draft import draft, travelling
from techday.pages.ticket_clocks import own
from techday.tickets import acts
from techday.tickets.acts import Times
from techday.timecard.store import running_entry
from techday.ui.dates import show_instant
from techday.ui.prompt import ask, can_ask, text_or_ask

app = typer.Typer(add_completion=False)

SEND = "techday handover send"


class Wish(NamedTuple):
    """How a handover is to be sent: the folder (None: techday's own), and what of the rest was asked for."""

    folder: Path | None
    copy: bool
    spoken: bool
    read_back: str | None
    at: datetime
    asks: bool


@app.command("send", help="Send what is to be watched or given to a colleague")
def send(
    ctx: typer.Context,
    references: Tickets = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="NAME",
            help='To whom: Sam, or "Sam Reed <sam@example.org>"',
            autocompletion=complete_colleague,
        ),
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option("--as", metavar="watch|give", help="With what plan they travel", autocompletion=complete_plan),
    ] = None,
    out: Out = None,
    copy: Annotated[bool, typer.Option("--copy", help="Put its text on the clipboard")] = False,
    spoken: Annotated[bool, typer.Option("--spoken", help="It was said, and accepted at once: no files")] = False,
    read_back: ReadBack = None,
    new: New = False,
    at: At = None,
    summary: Annotated[str | None, typer.Option("--summary", metavar="T", help="How it stands: of one ticket")] = None,
    next_step: Annotated[str | None, typer.Option("--next", metavar="T", help="Its next step")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Send it as it is, and ask nothing")] = False,
) -> None:
    """Send what is to be watched or given to a colleague"""
    context: Context = ctx.obj
    if read_back is not None and not spoken:
        raise BadUsage("--read-back goes with --spoken", hint=f'{SEND} --to NAME --spoken --read-back "…"')
    wish = Wish(folder_named(out), copy, spoken, read_back, context.instant(at), can_ask(context) and not yes)
    sender, drafted = own_name(context), draft(context)
    before: list[DraftItem] = []
    told: list[DraftItem] = []
    with sending_nothing(context, before, told):
        items = leaving(context, drafted, references or [], plan_named(plan), wish.asks)
        items = worded(items, {"summary": summary, "next_step": next_step})
        if not items:
            tell_nothing(context, drafted)
            return
        receiver = receiver_named(context, to, new)
        items = not_watched_yet(context, items, receiver, is_said=bool(summary or next_step))
        if not items:
            return
        show_leaving(context, receiver, items)
        before.extend(items)
        told.extend(items)
        if wish.asks:
            complete(context, told)
        how = sending(context, wish, sender, receiver, drafted)
    hand_over(context, wish, how, told)


# What travels, and to whom


def leaving(
    context: Context, drafted: Draft, references: Sequence[str], plan: str | None, asks: bool
) -> list[DraftItem]:
    """Give what is sent, what is given first: the tickets that are named, else all that travels.

    Raises Refused for a ticket that is not the user's to hand over, BadUsage for one without a plan to travel with.
    """
    if not references:
        items = [with_plan(one, plan or one.plan) for one in travelling(drafted)]
    else:
        by_id = {one.ticket.id: one for one in drafted.items}
        found = {ticket.id: ticket for ticket in (acts.find(context.db, reference) for reference in references)}
        hands = hands_at(context.db, own(context.db, context), context.now)
        for ticket in found.values():
            refuse_elsewhere(context.db, ticket, hands, plan)
        named = [by_id[ticket_id] for ticket_id in found]
        items = [with_plan(one, plan_for(context, one, plan, asks)) for one in named]
    return sorted(items, key=lambda one: one.plan != GIVE)


def worded(items: list[DraftItem], words: Mapping[str, str | None]) -> list[DraftItem]:
    """Give what is sent with the words that were typed for it; raises BadUsage where they may be of several."""
    typed: dict[str, Any] = {name: clean_line(text, LONGEST_WORDS) for name, text in words.items() if text is not None}
    if typed and len(items) != 1:
        raise BadUsage("--summary and --next are of one ticket", hint=f'{SEND} N --to NAME --next "…"')
    return [one._replace(**typed) for one in items]


def not_watched_yet(context: Context, items: list[DraftItem], receiver: Colleague, *, is_said: bool) -> list[DraftItem]:
    """Give what the receiver does not watch already, and say what they do; what is said anew is sent again."""
    if is_said:
        return items
    known = [one for one in items if one.plan == WATCH and one.under_way and one.under_way.technician_id == receiver.id]
    notes = [
        f"{one.ticket.reference} is watched by {receiver.name} already (handover {one.under_way.id})"
        for one in known
        if one.under_way
    ]
    if known and len(known) == len(items):
        tell_no_change(context, "; ".join(notes))
    else:
        for note in notes:
            context.out.status(note)
    return [one for one in items if one not in known]


def with_plan(item: DraftItem, plan: str) -> DraftItem:
    """Give a ticket with the plan that it travels with: what is watched for a colleague is not the user's to give."""
    return item._replace(plan=WATCH if item.watched_for is not None else plan)


def plan_for(context: Context, item: DraftItem, plan: str | None, asks: bool) -> str:
    """Give the plan with which a named ticket travels, asked for where it is to be kept; raises BadUsage."""
    if plan is not None or item.plan in TRAVELS:
        return plan or item.plan
    reference = item.ticket.reference
    question = f"{reference} {clean_line(item.ticket.title, 50)} is to be kept; watch or give"
    answer = plan_named(ask(context, question)) if asks else None
    if answer is None:
        raise BadUsage(
            f"{reference} is to be kept", hint=f"{SEND} {as_argument(reference)} --as give --to NAME; or --as watch"
        )
    return answer


def receiver_named(context: Context, to: str | None, new: bool) -> Colleague:
    """Give the receiver, asked for where nobody is named: the last one is offered."""
    name = to or ""
    if not clean_line(name) and can_ask(context):
        name = ask(context, "To whom", last_receiver(context.db))
    name = text_or_ask(context, name, "To whom", f"{SEND} --to NAME")
    return colleague_named(context, name, new, f"{SEND} --to")


def tell_nothing(context: Context, drafted: Draft) -> None:
    """Say that nothing travels, and what is with somebody already."""
    waiting = [one for one in drafted.waiting_for_answer if one.direction == "out"]
    words = [
        f"{one.name} has #{one.id} since {show_instant(one.sent_at, context.zone, context.now)}" for one in waiting
    ]
    kept = "every ticket is kept" if drafted.items else "no open ticket is yours"
    note = f"Nothing to send: {', '.join(words) or kept}"
    tell_no_change(context, note)
    if not context.out.json:
        context.out.status("  techday handover set N give")


def tell_no_change(context: Context, note: str) -> None:
    """Say why nothing was sent."""
    if context.out.json:
        context.out.document("techday.change/1", {"operation": None, "summary": note, "handover": None, "files": []})
    else:
        context.out.line(note)


# Sending


def sending(context: Context, wish: Wish, sender: str, receiver: Colleague, drafted: Draft) -> Sending:
    """Put together who hands over to whom, when, and what else the next shift must know."""
    read_back = wish.read_back
    if wish.spoken and read_back is None:
        read_back = ask(context, f"What {receiver.name} said back (Enter: nothing)") if wish.asks else ""
    return Sending(
        sender,
        receiver,
        Times(wish.at, context.now),
        read_back if wish.spoken else None,
        not wish.spoken or wish.folder is not None,
        f"{context.zone}",
        drafted.next_shift.starts_at,
        [watch_of(one) for one in drafted.failing[:MOST_LINES]],
        [plan_of(one) for one in drafted.schedule[:MOST_LINES]],
    )


def hand_over(context: Context, wish: Wish, how: Sending, items: Sequence[DraftItem]) -> None:
    """Freeze the handover, write its files, and tell all of it."""
    given = sum(one.plan == GIVE for one in items)
    with operation(context, "handover send") as write:
        sent = send_act(write.db, how, [as_leaving(one) for one in items])
        verb = "Handed over in words" if wish.spoken else "Sent"
        refs = some_of([one.ticket.reference for one in items])
        counts = count_words(given, len(items) - given)
        write.summary = f"{verb} #{sent.number} to {how.receiver.name}: {counts} ({refs})"
        write.instead = f'techday handover return {sent.number} --reason "…"'
    files = write_files(context, wish.folder, sent, how.receiver.address) if how.is_written else []
    copy_text(context, sent, wish.copy)
    context.out.done(write, handover=view_by_id(context.db, sent.number), files=[str(path) for path in files])
    warn_of_timer(context, items)
    if context.out.json:
        return
    for path in files:
        context.out.line(str(path))
    if not wish.spoken:
        context.out.status(f"  {how.receiver.name} accepts it; then: techday handover receipt FILE")
        context.out.status(f'  or, told by phone: techday handover accept {sent.number} --read-back "…"')


def copy_text(context: Context, sent: Sent, wished: bool) -> None:
    """Put the text of a handover that stands on the clipboard, where that is wished for."""
    if wished:
        from techday.handover.paper import as_text  # only where it was asked for
        from techday.messages.delivery import copy_recorded

        copy_recorded(context, as_text(sent.packet, sent.digest))


def warn_of_timer(context: Context, items: Sequence[DraftItem]) -> None:
    """Say that the timer runs on a ticket that was just given away."""
    running = running_entry(context.db)
    given = {one.ticket.id for one in items if one.plan == GIVE}
    if running is not None and running.ticket_id in given:
        context.out.warn(f"The timer still runs on {running.ticket}, which you handed over", "techday stop")


def write_files(context: Context, folder: Path | None, sent: Sent, address: str) -> list[Path]:
    """Write the files of a handover that stands, and give their paths; what goes wrong is told."""
    from techday.handover.mail import write_all  # only where files are written

    files, problem = write_all(context, folder, sent.packet, sent.text, sent.digest, address)
    if problem is not None:
        context.out.warn(f"It is sent, but: {problem.message}", f"techday handover show {sent.number} --out DIR")
    return files
