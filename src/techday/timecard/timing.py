"""The commands of the timer: one running entry, ended and begun at one instant, and breaks."""

from datetime import timedelta
from sqlite3 import Connection
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from techday.arguments import At, TicketOrType
from techday.context import Context
from techday.core.durations import show_duration
from techday.core.instants import from_text, to_text
from techday.core.text import clean_block, quoted, sentence
from techday.core.work_types import ON_SITE, USUAL
from techday.database.operation import operation
from techday.errors import BadUsage, NotFound
from techday.tickets import acts as ticket_acts
from techday.tickets.acts import Times
from techday.tickets.lifecycle import take_up
from techday.tickets.store import TicketRow, ticket_by_id
from techday.timecard import acts
from techday.timecard.acts import CLOCK, Ended, Room, Start
from techday.timecard.options import Adjust, OfType
from techday.timecard.store import EntryRow, about, entry_by_id, running_entry
from techday.ui.prompt import words_or_ask
from techday.visits.evidence import is_on_site

if TYPE_CHECKING:
    from techday.timecard.rules import Limits

app = typer.Typer(add_completion=False)

LONGEST_BREAK = timedelta(days=1)

Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="The note that the client reads")]


class Asked(NamedTuple):
    """What the timer shall be started on, as it was typed; `is_ticket` where no type of work can be meant."""

    what: str
    at: str | None = None
    work_type: str | None = None
    note: str = ""
    adjust: bool = False
    is_ticket: bool = False


@app.command("start", help="Start the timer on a ticket, or on a work type")
def start(
    ctx: typer.Context,
    what: TicketOrType = None,
    at: At = None,
    work_type: OfType = None,
    note: Note = "",
    adjust: Adjust = False,
) -> None:
    """Start the timer on a ticket, or on a work type"""
    context: Context = ctx.obj
    start_timer(context, Asked(words_or_ask(context, what, "Ticket or work type"), at, work_type, note, adjust))


@app.command("switch", help="Switch the timer to another ticket or work type")
def switch(
    ctx: typer.Context,
    what: TicketOrType = None,
    at: At = None,
    work_type: OfType = None,
    note: Note = "",
    adjust: Adjust = False,
) -> None:
    """Switch the timer to another ticket or work type"""
    context: Context = ctx.obj
    asked = Asked(words_or_ask(context, what, "Ticket or work type"), at, work_type, note, adjust)
    start_timer(context, asked, "timecard switch")


@app.command("stop", help="Stop the timer")
def stop(ctx: typer.Context, at: At = None) -> None:
    """Stop the timer"""
    context: Context = ctx.obj
    instant = context.instant(at)
    with operation(context, "timecard stop") as write:
        ended = acts.stop(write.db, instant, context.now)
        pause = acts.stop_break(write.db, instant, context.now)
        told = [acts.ended_words(ended)] if ended else []
        if at is not None and ended is None and pause is None:
            ended = acts.end_guess(write.db, instant, context.now)
            told = [f"{acts.ended_words(ended)}, no guess any more"] if ended else []
        told += [f"ended the break after {show_duration(pause.seconds)}"] if pause else []
        write.summary = sentence("; ".join(told))
    context.out.done(write, "No timer is running", **timer_document(context, ended))
    if ended is not None:
        tell_of_clock(context, None, ended)


@app.command("back", help="Go back to what was interrupted")
def back(ctx: typer.Context, at: At = None) -> None:
    """Go back to what was interrupted"""
    from techday.timecard.carving import to_go_back_to  # the timer alone needs no spans
    from techday.visits.after_visits import nothing_to_go_on, outside_of_visits, over_words

    context: Context = ctx.obj
    times, day, limits = Times(context.instant(at), context.now), context.shift_day, limits_of(context)
    with operation(context, "timecard back") as write:
        found, over = outside_of_visits(write.db, lambda until: to_go_back_to(write.db, day.since, until), day.until)
        entry = found or running_entry(write.db)
        if entry is None:
            raise nothing_to_go_on("Nothing was interrupted today", over)
        room = go_on(context, write.db, entry, times, limits)
        write.summary = f"Back to {named(entry)}{changes(room, context)}{over_words(over)}"
    note = f"The timer runs on {named(entry)} already, which interrupted nothing"
    context.out.done(write, note, **timer_document(context, room.ended if room else None))
    tell_of_clock(context, room)


@app.command("resume", help="Go on with what the break interrupted, or what ran last")
def resume(ctx: typer.Context, at: At = None) -> None:
    """Go on with what the break interrupted, or what ran last"""
    from techday.timecard.carving import to_resume  # as above
    from techday.visits.after_visits import nothing_to_go_on, outside_of_visits, over_words

    context: Context = ctx.obj
    times, day, limits = Times(context.instant(at), context.now), context.shift_day, limits_of(context)
    with operation(context, "timecard resume") as write:
        pause = acts.break_at(write.db, context.now)
        entry, over = running_entry(write.db), ""
        if entry is None:
            entry, over = outside_of_visits(
                write.db, lambda until: to_resume(write.db, day.since, until, pause), day.until
            )
        if entry is None:
            raise nothing_to_go_on("Nothing ran today that could go on", over)
        room = go_on(context, write.db, entry, times, limits)
        write.summary = f"Resumed {named(entry)}{changes(room, context)}{over_words(over)}"
    note = f"The timer runs on {named(entry)} already"
    context.out.done(write, note, **timer_document(context, room.ended if room else None))
    tell_of_clock(context, room)


@app.command("break", help="Begin a break, or tell of one: 12:00-12:40")
def take_break(
    ctx: typer.Context,
    when: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RANGE]", help="When it was, or until when it is: 12:00-12:40", show_default=False),
    ] = None,
    at: At = None,
) -> None:
    """Begin a break, or tell of one: 12:00-12:40"""
    context: Context = ctx.obj
    if when and at is not None:
        raise BadUsage("A range says when the break was, and so does --at", hint="techday timecard break 12:00-12:40")
    if when:
        tell_of_break(context, " ".join(when))
    else:
        begin_break(context, at)


def begin_break(context: Context, at: str | None) -> None:
    """Begin a break: what runs ends."""
    instant = context.instant(at)
    with operation(context, "timecard break") as write:
        room = acts.begin_break(write.db, instant, context.now)
        told = [acts.ended_words(room.ended)] if room is not None and room.ended is not None else []
        told += acts.gave_way_words(room._replace(breaks=[]), context.now) if room is not None else []
        write.summary = "; ".join(["Break begun", *told])
    context.out.done(write, "A break goes on already", **timer_document(context, room.ended if room else None))
    tell_of_clock(context, room)


def tell_of_break(context: Context, text: str) -> None:
    """Record a break by its range, carved out of what is recorded; what runs goes on at its end."""
    from techday.core.when import read_range  # only where a range was typed
    from techday.timecard.carving import tell_break

    begin, end = read_range(text, context.frame)
    today = context.shift_day
    # A bare clock later than now would be yesterday's, and nobody tells of yesterday's break without saying so.
    ahead = read_range(text, context.frame, "future")[0] if begin < today.since else begin
    if begin > context.now or begin < ahead < today.until:
        raise BadUsage(f"{quoted(text)} is still to come", hint="techday timecard break begins one now")
    if end - begin > LONGEST_BREAK:
        raise BadUsage(f"{quoted(text)} is more than a day", hint="techday timecard break 12:00-12:40")
    with operation(context, "timecard break") as write:
        told = tell_break(write.db, begin, end)
        first, last = (told.row.started_at, told.row.ended_at) if told.row else (to_text(begin), to_text(end))
        words = [f"Break {span(context, first, last)}"]
        words += [f"taken out of {name}" for name in dict.fromkeys(about(cut.entry) for cut in told.cuts)]
        running = running_entry(write.db)
        if running is not None and running.started_at > to_text(context.now):
            words.append(f"{about(running)} goes on then")
        write.summary = "; ".join(words)
    context.out.done(write, "That was a break already", **timer_document(context, None))


def span(context: Context, start: str, end: str | None) -> str:
    """Write when a break is: "12:00-12:40", "Sun 12:00-Sun 12:40"; without an end it goes on."""
    from techday.ui.dates import show_instant  # the words of one line

    first = show_instant(start, context.zone, context.now)
    return f"{first}-{show_instant(end, context.zone, context.now)}" if end else f"since {first}"


def start_timer(context: Context, asked: Asked, verb: str = "timecard start") -> None:
    """Start the timer on what was named: a work type, or a ticket, which is taken up."""
    times, limits = Times(context.instant(asked.at), context.now), limits_of(context)
    with operation(context, verb) as write:
        work_type, ticket = subject_of(context, write.db, asked)
        name = f"{ticket.reference} {ticket.title}" if ticket else work_type
        note = clean_block(asked.note).strip()
        ticket_id = ticket.id if ticket else None
        room = acts.start(write.db, Start(*times, limits, ticket_id, work_type, note=note, adjust=asked.adjust))
        reopened = take_up(write.db, ticket, context.settings.technician.name, times) if ticket else False
        write.summary = started_words(context, name + (", reopened" if reopened else ""), room, noted=bool(note))
    ended = room.ended if room else None
    context.out.done(write, f"The timer runs on {name} already", **timer_document(context, ended))
    tell_of_clock(context, room)


def subject_of(context: Context, db: Connection, asked: Asked) -> tuple[str, TicketRow | None]:
    """Give the type of work and the ticket that were named; raises BadUsage for two types, NotFound for neither."""
    types = context.settings.work_types
    named_type = (
        None if asked.is_ticket else next((one for one in types if one.name.lower() == asked.what.lower()), None)
    )
    if named_type is not None:
        if asked.work_type is not None:
            raise BadUsage(
                f"{named_type.name} is a type of work itself, so --type says a second one", hint="Leave --type out"
            )
        return named_type.name, None
    if asked.work_type is None:
        ticket = find_ticket(context, db, asked.what)
        # Who has arrived at a client works there.
        return ON_SITE if is_on_site(db, ticket.client_id) else USUAL, ticket
    from techday.timecard.entries import find_type  # only where a type was named

    return find_type(types, asked.work_type).name, find_ticket(context, db, asked.what)


def go_on(context: Context, db: Connection, entry: EntryRow, times: Times, limits: "Limits") -> Room | None:
    """Start the timer on what an entry was about, with what was said of it; its ticket is taken up again."""
    work_type = entry.work_type
    if work_type == ON_SITE:
        from techday.visits.after_visits import type_now  # only for work on site

        work_type = type_now(db, entry)
    new = Start(*times, limits, entry.ticket_id, work_type, entry.note, entry.client_id, entry.billable)
    new = new._replace(meeting_id=entry.meeting_id)
    room = acts.start(db, new)
    if entry.ticket_id is not None and room is not None:
        take_up(db, ticket_by_id(db, entry.ticket_id), context.settings.technician.name, times)
    return room


def limits_of(context: Context) -> "Limits":
    """Give what decides when the timer will have been forgotten."""
    from techday.timecard.forgotten import timer_limits  # what only stops a timer needs no shifts

    return timer_limits(context)


def tell_of_clock(context: Context, room: Room | None, ended: Ended | None = None) -> None:
    """Say what became of time because the clock went back, where it may have."""
    ended = room.ended if room is not None else ended
    later = room is not None and (room.begin > context.now or room.recorded is not None)
    if not later and ended is not None:
        later = ended.how == CLOCK or acts.recorded_later(context.db, context.now) is not None
    if later:
        from techday.timecard.forgotten import tell_of_clock as tell  # only where the clock went back

        tell(context, room, ended)


def timer_document(context: Context, ended: Ended | None) -> dict[str, object]:
    """Give what runs now and what was stopped as scripts read them; nothing where nobody asked for JSON."""
    if not context.out.json:
        return {}
    from techday.cards.views import BreakView  # only under --json
    from techday.timecard.timer_view import timer_view

    running = running_entry(context.db)
    stopped = entry_by_id(context.db, ended.entry.id) if ended else None
    pause = acts.break_at(context.db, context.now)
    return {
        "running": timer_view(running, context.now) if running else None,
        "stopped": timer_view(stopped, context.now) if stopped else None,
        "break": BreakView(from_text(pause.started_at), from_text(pause.ended_at) if pause.ended_at else None)
        if pause
        else None,
    }


def find_ticket(context: Context, db: Connection, what: str) -> TicketRow:
    """Give the ticket that was named; a miss names the work types too."""
    try:
        return ticket_acts.find(db, what)
    except NotFound as miss:
        if what == ".":
            raise
        types = ", ".join(one.name for one in context.settings.work_types)
        raise NotFound(f"{miss.message}, and {quoted(what)} is no work type ({types})", miss.hint) from miss


def named(entry: EntryRow) -> str:
    """Name what an entry is about, with the ticket's title."""
    return f"{entry.ticket} {entry.title}" if entry.ticket else about(entry)


def started_words(context: Context, name: str, room: Room | None, *, noted: bool) -> str:
    """Say what was started, or noted on what runs already, and what ended for it."""
    if room is None and noted:
        return f"Noted on {name}, which runs already"
    return f"Started {name}{changes(room, context)}"


def changes(room: Room | None, context: Context) -> str:
    """Say what ended and gave way for a start: "; stopped L1 after 46m"."""
    if room is None:
        return ""
    told = [acts.ended_words(room.ended)] if room.ended else []
    return "".join(f"; {words}" for words in [*told, *acts.gave_way_words(room, context.now)])
