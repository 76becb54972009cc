"""The commands of the rotation: who is next, and what became of it."""

from sqlite3 import Connection
from typing import TYPE_CHECKING, Annotated, Any

import typer

from techday.arguments import At, Client
from techday.clients.finding import find_client
from techday.context import Context
from techday.core.pauses import is_paused
from techday.core.text import as_argument, clean_line, quoted
from techday.database.operation import Operation, operation
from techday.errors import BadUsage, Refused
from techday.pages import contact as pages
from techday.pages.in_touch import rotation
from techday.people.channels import CHANNELS, channel_named, complete_channel
from techday.rotation import acts
from techday.rotation.rules import starts_later
from techday.rotation.store import Candidate, candidate_by_id, contact_by_id
from techday.tickets.acts import Times
from techday.ui.prompt import text_or_ask

if TYPE_CHECKING:
    from techday.rotation.screen import Look

app = typer.Typer(add_completion=False)


@app.callback(invoke_without_command=True)
def contact_next(ctx: typer.Context, client: Client = None) -> None:
    """Name the client to be in touch with next"""
    if ctx.invoked_subcommand is None:
        show_next(ctx.obj, client)
    elif client is not None:
        hint = f"techday contact-next {ctx.invoked_subcommand} --client {as_argument(client)}"
        raise BadUsage("--client stands behind the verb", hint=hint)


def show_next(context: Context, client: str | None) -> None:
    """Show the client to be in touch with, or another one."""
    from techday.rotation import screen  # a write needs no screen

    wanted = find_client(context.db, client) if client is not None else None
    if wanted is not None:
        acts.refuse_placeholder(context.db, wanted)
    view = pages.contact_page(context, wanted)
    if context.out.json:
        context.out.document("techday.contact-next/1", view._asdict())
    else:
        context.out.show(screen.contact_page(view, look_of(context)))


def look_of(context: Context) -> "Look":
    """Give how the screens are drawn: as wide as the terminal, and of letters alone where that was asked for."""
    from techday.rotation.screen import Look  # as above

    return Look(context.zone, context.now, context.out.size()[0], not context.out.plain)


@app.command("done", help="Record that a client was spoken to: the one that is offered, or another")
def done(
    ctx: typer.Context,
    client: Client = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What was talked of")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="NAME", help="With whom")] = None,
    channel: Annotated[
        str,
        typer.Option("--channel", metavar="|".join(CHANNELS), help="How", autocompletion=complete_channel),
    ] = "phone",
    minutes: Annotated[
        str | None, typer.Option("--minutes", metavar="M", help="How long it took: logged, out of the running entry")
    ] = None,
    at: At = None,
) -> None:
    """Record that a client was spoken to: the one that is offered, or another"""
    context: Context = ctx.obj
    way, seconds = channel_named(channel), seconds_of(minutes)
    times = Times(context.instant(at), context.now)
    record_done(context, client, note, way, person, seconds, times)


def record_done(
    context: Context,
    client: str | None,
    note: str | None,
    way: str = "phone",
    person: str | None = None,
    seconds: int = 0,
    when: Times | None = None,
    **routine: Any,
) -> None:
    """Record that a client was spoken to, and answer with who is next; what was talked of is asked for if missing.

    `routine` is what scripts are told besides where this answers a routine item.
    """
    times = when or Times(context.now, context.now)
    words, asked = words_for(context, client, note, "What was talked of with {}", 'contact-next done --note "…"')
    with operation(context, "contact-next done") as write:
        one = asked or chosen(context, client)
        person_id, name = acts.person_named(write.db, one.id, person) if person else (None, "")
        unknown = bool(name) and person_id is None
        # Nobody is refused in mid-call: somebody unknown is kept in words.
        said = f"with {name}: {words}" if unknown else words
        number = acts.record(write.db, one.id, times, day_of(context, times), way, said, person_id)
        write.summary = f"Spoke to {one.code} {one.name}" + logged(write.db, one.id, times, seconds)
    answer(context, write, one, number, **routine)
    if unknown:
        hint = f"techday client person add {one.code} {as_argument(name, last=True)}"
        context.out.warn(f"{one.code} has nobody who is clearly {quoted(name)}, so the name is in the note", hint)


@app.command("tried", help="Record that nobody was reached: the next client is offered")
def tried(
    ctx: typer.Context,
    client: Client = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What happened: no answer, on holiday")] = "",
    again: Annotated[
        str | None, typer.Option("--again", metavar="TIME", help="Not to be offered before: 15:00, tomorrow 9:00")
    ] = None,
    at: At = None,
) -> None:
    """Record that nobody was reached: the next client is offered"""
    from techday.ui.dates import show_instant  # only for the time of the next try

    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    until = context.instant(again, "future") if again is not None else None
    with operation(context, "contact-next tried") as write:
        one = chosen(context, client)
        number = acts.record_try(write.db, one.id, times, day_of(context, times), note, until)
        when = f", again {show_instant(until, context.zone, context.now)}" if until else ""
        write.summary = f"Tried {one.code} {one.name}{when}"
    answer(context, write, one, number)


@app.command("skip", help="Pass a client over until the next working day, and say why")
def skip(
    ctx: typer.Context,
    client: Client = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why not today")] = None,
    at: At = None,
) -> None:
    """Pass a client over until the next working day, and say why"""
    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    words, asked = words_for(context, client, reason, "Why not {} today", 'contact-next skip --reason "…"')
    with operation(context, "contact-next skip") as write:
        one = asked or chosen(context, client)
        number = acts.skip(write.db, one.id, times, day_of(context, times), words)
        write.summary = f"Skipped {one.code} {one.name} until the next working day: {clean_line(words, 200)}"
    answer(context, write, one, number, f"{one.code} is skipped today already")


@app.command("list", help="List all clients by the order of the rotation")
def list_contacts(ctx: typer.Context) -> None:
    """List all clients by the order of the rotation"""
    from techday.rotation import screen  # a write needs no screen

    context: Context = ctx.obj
    view = pages.contact_list(context)
    if context.out.json:
        context.out.document("techday.contacts/1", view._asdict())
    else:
        context.out.show(screen.list_page(view, look_of(context)))


# --- what the verbs share ---


def chosen(context: Context, client: str | None) -> Candidate:
    """Give the client that was named, else the one that is offered now.

    Raises NotFound for an unknown one, Refused for the placeholder and where nobody is offered.
    """
    if client is not None:
        client_id = find_client(context.db, client)
        acts.refuse_placeholder(context.db, client_id)
        return candidate_by_id(context.db, client_id)
    seen = rotation(context)
    if seen.offered is None:
        hint = "techday contact-next list; --client C names one" if seen.found else 'techday client add "NAME"'
        words = pages.nobody_words(context, seen)
        raise Refused(words[:1].upper() + words[1:], hint)
    return seen.offered.client


def words_for(
    context: Context, client: str | None, text: str | None, question: str, command: str
) -> tuple[str, Candidate | None]:
    """Give the words of an option, and the client about whom they were asked for, where they were missing.

    Who is next is chosen again when it is written down; but an answer belongs to whom the question named.
    """
    if text is not None and clean_line(text):
        return text, None
    one = chosen(context, client)
    return text_or_ask(context, text, question.format(one.code), f"techday {command}"), one


def seconds_of(minutes: str | None) -> int:
    """Read how long it took; raises BadUsage for what is no duration, and for more than a day."""
    if minutes is None:
        return 0
    from techday.tickets.telling import seconds_of as read  # only where minutes were told

    return read(minutes)


def logged(db: Connection, client_id: int, times: Times, seconds: int) -> str:
    """Log the time that a contact took, up to its instant, for its client; say what it was taken out of."""
    if not seconds:
        return ""
    from techday.timecard.carving import log_ending, logged_words  # only where minutes were told

    return f", {logged_words(log_ending(db, times.at, seconds, None, times.recorded, client_id))}"


def day_of(context: Context, times: Times) -> str:
    """Give the shift day to which the instant of a contact belongs."""
    from techday.core.shifts import shift_day  # loaded with the pattern

    return shift_day(context.shift_pattern, times.at).day.isoformat()


def answer(
    context: Context, write: Operation, one: Candidate, number: int | None, note: str = "", **routine: Any
) -> None:
    """Tell what was recorded, and who is next; a client who is out of the rotation is told with a word."""
    following = pages.next_of(context)
    changes: dict[str, Any] = {"contact": contact_document(context.db, one, number)}
    changes["next"] = following and {"client": following[0], "why": following[1]}
    context.out.done(write, note, **routine, **changes)
    if not context.out.json:
        context.out.line(f"Next: {following[0].code} {following[0].name}, {following[1]}" if following else NOBODY)
    today = context.shift_day.day
    if is_paused(one.paused_at, one.paused_until, today.isoformat()):
        reason = f" ({one.pause_reason})" if one.pause_reason else ""
        context.out.warn(f"{one.code} is paused{reason}; it is recorded", f"techday client resume {one.code}")
    elif starts_later(one, today):
        context.out.warn(
            f"{one.code} starts on {one.starts_on} only; it is recorded", f"techday client show {one.code}"
        )


NOBODY = "Nobody else is left for today."


def contact_document(db: Connection, one: Candidate, number: int | None) -> dict[str, Any] | None:
    """Give a contact as scripts read it; None where nothing was recorded."""
    if number is None:
        return None
    row = contact_by_id(db, number)
    return {
        "client": {"code": one.code, "name": one.name},
        "kind": row.kind,
        "at": row.at,
        "day": row.day,
        "channel": row.channel,
        "person": row.person,
        "note": row.note or None,
        "again_at": row.again_at,
    }
