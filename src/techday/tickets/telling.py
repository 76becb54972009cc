"""The commands of words: what is noted, what the client was told and said, and what was promised."""

from typing import TYPE_CHECKING, Annotated

import typer

from techday.arguments import At, Ticket, Words
from techday.context import Context
from techday.core.text import quoted
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.tickets import acts
from techday.tickets.acts import Times
from techday.tickets.options import Copy, Eml, ticket_document
from techday.tickets.store import TicketRow
from techday.ui.prompt import ask, can_ask, words_or_ask

if TYPE_CHECKING:
    from sqlite3 import Connection

    from techday.messages.rules import Message

app = typer.Typer(add_completion=False)

REPLY_KINDS = ("first", "update", "bad-news", "mistake", "fixed")
# Without these words such a message says nothing.
QUESTIONS = {"bad-news": "What has happened", "mistake": "What went wrong"}
MOST_MINUTES = 24 * 60


def complete_kind(incomplete: str) -> list[str]:
    """Give the kinds of reply that begin so."""
    return [kind for kind in REPLY_KINDS if kind.startswith(incomplete.lower())]


@app.command("note", help="Write an internal note on a ticket")
def note(
    ctx: typer.Context,
    reference: Ticket,
    text: Words = None,
    private: Annotated[bool, typer.Option("--private", help="For you alone: the PSA is not told")] = False,
    at: At = None,
) -> None:
    """Write an internal note on a ticket"""
    context: Context = ctx.obj
    words = words_or_ask(context, text, "Note")
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket note") as write:
        ticket = acts.find(write.db, reference)
        acts.note(write.db, ticket, words, times, private)
        write.summary = f"Noted on {ticket.reference}"
    context.out.done(write, ticket=ticket_document(context, ticket.id))


@app.command("heard", help="Record what the client said")
def heard(
    ctx: typer.Context,
    reference: Ticket,
    text: Words = None,
    thanks: Annotated[bool, typer.Option("--thanks", help="It asks for no answer, and brings nothing back")] = False,
    at: At = None,
) -> None:
    """Record what the client said"""
    from techday.tickets import lifecycle  # of these words only the client's can bring a ticket back

    context: Context = ctx.obj
    words = words_or_ask(context, text, "What the client said")
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket heard") as write:
        ticket = acts.find(write.db, reference)
        back = lifecycle.heard(write.db, ticket, words, times, thanks)
        state = "waited" if ticket.state == "waiting" else f"was {ticket.state}"
        came = f", which {state}: it is being worked on again" if back else ""
        write.summary = f"Heard from the client of {ticket.reference}{came}"
    context.out.done(write, ticket=ticket_document(context, ticket.id))


@app.command("reply", help="Record a public word to the client")
def reply(
    ctx: typer.Context,
    reference: Ticket,
    text: Words = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help=f"What kind: {', '.join(REPLY_KINDS)}; without TEXT its template is sent",
            show_default=False,
            autocompletion=complete_kind,
        ),
    ] = "",
    minutes: Annotated[
        str | None, typer.Option("--minutes", metavar="M", help="How long it took: logged, out of the running entry")
    ] = None,
    copy: Copy = False,
    eml: Eml = False,
    at: At = None,
) -> None:
    """Record a public word to the client"""
    context: Context = ctx.obj
    if kind and kind not in REPLY_KINDS:
        raise BadUsage(f"--kind is one of {', '.join(REPLY_KINDS)}", hint="Leave it out where none fits")
    took = seconds_of(minutes) if minutes is not None else 0
    times = Times(context.instant(at), context.now)
    typed = " ".join(text or ()) or asked_reply(context, kind)
    # The message is written before the store is locked, and from how the ticket stood then.
    message = None if typed else composed(context, acts.find(context.db, reference), kind)
    words, kind = (typed, kind) if message is None else (message.body, message.kind)
    with operation(context, "ticket reply") as write:
        ticket = acts.find(write.db, reference)
        acts.reply(write.db, ticket, words, kind, times)
        count_as_contact(context, write.db, ticket, words, times)
        write.summary = f"Replied on {ticket.reference}"
        if took:
            from techday.timecard.carving import log_ending, logged_words  # only where minutes were told
            from techday.visits.evidence import type_for

            work_type = type_for(write.db, ticket.client_id)
            logged = log_ending(write.db, times.at, took, ticket.id, context.now, work_type=work_type)
            write.summary += f", {logged_words(logged)}"
    context.out.done(write, ticket=ticket_document(context, ticket.id), text=words)
    if message is not None or copy or eml:
        send(context, ticket, kind, words, message, copy=copy, eml=eml)


def count_as_contact(context: Context, db: "Connection", ticket: TicketRow, words: str, times: Times) -> None:
    """Record that the client was written to, where the settings count a written reply as contact."""
    if ticket.client_id is None or not context.settings.contact.replies:
        return
    from techday.core.shifts import shift_day  # only where a reply counts
    from techday.rotation.acts import record_written

    day = shift_day(context.shift_pattern, times.at).day.isoformat()
    record_written(db, ticket.client_id, times, day, words, ticket.id)


def asked_reply(context: Context, kind: str) -> str:
    """Ask for the words on a terminal; "" where the template of the kind shall write them."""
    if not can_ask(context) or kind in QUESTIONS:
        return ""
    return ask(context, "Reply (Enter: from its template)")


def composed(context: Context, ticket: TicketRow, kind: str) -> "Message":
    """Write the message of a kind from its template; without a kind the one that fits the ticket.

    Raises BadUsage for bad news or a mistake of which nobody says what it is: that would tell the client nothing.
    """
    from techday.messages.acts import compose, kind_for  # only where no words were typed
    from techday.messages.next_word import next_word_at

    kind = kind or kind_for(context, ticket)
    told = ask(context, QUESTIONS[kind]) if kind in QUESTIONS and can_ask(context) else ""
    if kind in QUESTIONS and not told:
        hint = f'techday reply {ticket.reference} "…" --kind {kind}; or techday ticket draft {ticket.reference} {kind}'
        raise BadUsage(f"{QUESTIONS[kind]} is missing", hint=hint)
    return compose(context, ticket, kind, told, next_word_at=next_word_at(context, ticket, kind))


def send(
    context: Context, ticket: TicketRow, kind: str, words: str, message: "Message | None", *, copy: bool, eml: bool
) -> None:
    """Bring a recorded message where it was asked for; one that was written from a template is shown, too."""
    from techday.messages.acts import as_typed  # only where a message goes out
    from techday.messages.delivery import copy_recorded, deliver_recorded

    if message is None and not eml:
        copy_recorded(context, words)
    else:
        shown = message or as_typed(ticket, kind, words)
        deliver_recorded(context, shown, f"reply-{ticket.reference}", copy=copy, eml=eml)


def seconds_of(text: str) -> int:
    """Read minutes: `15`, or a duration such as 15m and 1h; raises BadUsage for anything else, and for over a day."""
    from techday.core.durations import parse_duration  # only where minutes were told

    typed = text.strip()
    seconds = parse_duration(f"{typed}m" if typed.isascii() and typed.isdigit() else typed)
    if seconds > MOST_MINUTES * 60:
        raise BadUsage(f"--minutes {quoted(text)} is more than a day", hint="--minutes 15")
    return seconds


@app.command("promise", help="Record what the client was promised, and by when")
def promise(
    ctx: typer.Context,
    reference: Ticket,
    text: Words = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="TIME", help="By when: 16:00, tomorrow, fri 9:00, in 2d")
    ] = None,
    at: At = None,
) -> None:
    """Record what the client was promised, and by when"""
    from techday.promises import acts as promises  # another room
    from techday.ui.dates import show_instant

    context: Context = ctx.obj
    words = words_or_ask(context, text, "What was promised")
    when = by or (ask(context, "By when") if can_ask(context) else "")
    if not when:
        raise BadUsage("By when is missing", hint=f'techday ticket promise {reference} "…" --by 16:00')
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket promise") as write:
        ticket = acts.find(write.db, reference)
        one = promises.promise(write.db, ticket, words, context.instant(when, "future"), times)
        due = show_instant(one.due_at, context.zone, context.now)
        write.summary = f"Promised on {ticket.reference} by {due}: {one.text} (promise {one.id})"
    context.out.done(write, ticket=ticket_document(context, ticket.id), promise=one)


@app.command("kept", help="Record that a promise was kept, or that it was not")
def kept(
    ctx: typer.Context,
    reference: Ticket,
    number: Annotated[
        str | None, typer.Argument(metavar="ID", help="Which promise; the only open one without", show_default=False)
    ] = None,
    broken: Annotated[str | None, typer.Option("--broken", metavar="TEXT", help="It was not kept, and why")] = None,
    at: At = None,
) -> None:
    """Record that a promise was kept, or that it was not"""
    from techday.promises import acts as promises  # another room

    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    with operation(context, "ticket kept") as write:
        ticket = acts.find(write.db, reference)
        one = promises.find(write.db, ticket, number)
        promises.settle(write.db, one, broken, times)
        verb = "Kept" if broken is None else "Not kept"
        write.summary = f"{verb} on {ticket.reference}: {one.text}"
    now = promises.given(context.db, one.id)
    context.out.done(write, f"Promise {one.id} is {now.state} already", promise=now)
