"""The commands of what a meeting said: notes, decisions and actions; and what of it is settled."""

from datetime import datetime
from sqlite3 import Connection
from typing import Annotated, NamedTuple, NoReturn

import typer

from techday.arguments import At, Client, complete_ticket
from techday.context import Context
from techday.core.shifts import shift_day
from techday.core.text import as_argument
from techday.database.operation import operation
from techday.errors import BadUsage, Refused
from techday.meetings import acts
from techday.meetings.acts import NewNote
from techday.meetings.completing import complete_settled_by_hand
from techday.meetings.rules import ACTION, DECISION, NOTE, named
from techday.meetings.views import note_view
from techday.tickets import acts as ticket_acts
from techday.tickets.acts import Times
from techday.tickets.options import PRIORITIES, Priority, one_of
from techday.ui.prompt import words_or_ask

app = typer.Typer(add_completion=False)


class Action(NamedTuple):
    """What an action becomes: a ticket of a client, or a promise on a ticket by an instant."""

    client: str | None
    priority: int
    ticket: str | None
    by: datetime | None


@app.command("note", help="Note a word, a decision or an action")
def note(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="The words", show_default=False)] = None,
    decision: Annotated[bool, typer.Option("--decision", help="It was decided: open until it is settled")] = False,
    action: Annotated[bool, typer.Option("--action", help="It is to be done: a ticket of yours")] = False,
    client: Client = None,
    priority: Priority = None,
    ticket: Annotated[
        str | None,
        typer.Option("--ticket", metavar="N", help="The action is a promise on it", autocompletion=complete_ticket),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="TIME", help="With --ticket: by when, 16:00, fri 9:00")
    ] = None,
    at: At = None,
) -> None:
    """Note a word, a decision or an action"""
    context: Context = ctx.obj
    if decision and action:
        raise BadUsage("--decision and --action exclude each other", hint="Note it twice, once as each")
    told = action_told(context, client, priority, ticket, by) if action else None
    if told is None and (client or priority or ticket or by):
        raise BadUsage(
            "--client, --priority, --ticket and --by go with --action", hint='techday meeting note "…" --action'
        )
    words = words_or_ask(context, text, "Note")
    times = Times(context.instant(at), context.now)
    kind = ACTION if action else DECISION if decision else NOTE
    with operation(context, "meeting note") as write:
        meeting = acts.meeting_to_note(write.db, times.at, context.shift_pattern)
        if meeting is None:
            refuse_without_meeting(context, words, times.at)
        new = NewNote(kind, words, meeting.id)
        became = ""
        if told is not None:
            new, became = acted_on(context, write.db, new, told, times)
        noted = acts.note(write.db, new, times)
        write.summary = (
            f"Noted {'' if kind == NOTE else f'{kind} '}{noted.id} in {named(meeting)}: {noted.text}{became}"
        )
    context.out.done(write, noted=note_view(noted))


def refuse_without_meeting(context: Context, words: str, at: datetime) -> NoReturn:
    """Refuse a note of a shift day on which no meeting was held, with a command that keeps the words meanwhile."""
    day = shift_day(context.shift_pattern, at).day
    kept = as_argument(words, last=True)
    if day == context.shift_day.day:
        hint = f"techday note --monday {kept} keeps it for Monday; techday meeting start begins a meeting"
        raise Refused("No meeting was held today to note that in", hint=hint)
    from techday.ui.dates import show_day  # only where it is refused

    hint = f"techday meeting note {kept} notes it today; techday meeting list shows when there was one"
    raise Refused(f"No meeting was held on {show_day(day)} to note that in", hint=hint)


def action_told(
    context: Context, client: str | None, priority: str | None, ticket: str | None, by: str | None
) -> Action:
    """Give what an action shall become; raises BadUsage where the options do not go together."""
    if ticket is None and by is not None:
        raise BadUsage(
            "--by goes with --ticket: the promise is on it", hint='techday meeting note "…" --action --ticket N'
        )
    if ticket is not None and (client or priority):
        raise BadUsage("--ticket has its client and priority", hint="Leave --client and --priority out")
    if ticket is not None and by is None:
        hint = f'techday meeting note "…" --action --ticket {as_argument(ticket)} --by fri'
        raise BadUsage("By when is missing", hint=hint)
    level = one_of(priority or "3", PRIORITIES, "--priority")
    return Action(client, level, ticket, context.instant(by, "future") if by is not None else None)


def acted_on(context: Context, db: Connection, new: NewNote, action: Action, times: Times) -> tuple[NewNote, str]:
    """Make the ticket or the promise of an action; give its note with their numbers, and say what was made."""
    if action.ticket is not None and action.by is not None:
        from techday.promises.acts import promise  # only for a promise
        from techday.ui.dates import show_instant

        row = ticket_acts.find(db, action.ticket)
        one = promise(db, row, new.text, action.by, times)
        due = show_instant(one.due_at, context.zone, context.now)
        return (
            new._replace(ticket_id=row.id, promise_id=one.id),
            f"; promised on {row.reference} by {due} (promise {one.id})",
        )
    client_id = None
    if action.client is not None:
        from techday.clients.finding import find_client  # only where it was named

        client_id = find_client(db, action.client)
    owner_id = ticket_acts.user_id(db, context.settings.technician.name)
    added = ticket_acts.add(
        db, ticket_acts.NewTicket(new.text, client_id=client_id, priority=action.priority, owner_id=owner_id), times
    )
    return new._replace(ticket_id=added.id), f"; it is {added.reference}"


@app.command("close", help="Settle decisions and topics")
def close(
    ctx: typer.Context,
    numbers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID…",
            help="Which, by their numbers",
            show_default=False,
            autocompletion=complete_settled_by_hand,
        ),
    ] = None,
    drop: Annotated[bool, typer.Option("--drop", help="They are dropped, and not done")] = False,
) -> None:
    """Settle decisions and topics"""
    context: Context = ctx.obj
    if not numbers:
        raise BadUsage("Which decisions or topics is missing", hint="techday meeting close ID, as the agenda shows it")
    state, word = ("dropped", "Dropped") if drop else ("done", "Settled")
    with operation(context, "meeting close") as write:
        notes = [acts.find_note(write.db, number) for number in dict.fromkeys(numbers)]
        meeting = acts.running_meeting(write.db)
        settled = acts.settle(write.db, notes, state, meeting, context.now)
        write.summary = f"{word} {'; '.join(f'{one.kind} {one.id} {one.text}' for one in settled)}"
    are = "over" if all(one.kind == ACTION for one in notes) else state
    note = f"{', '.join(str(one.id) for one in notes)}: {are} already"
    context.out.done(write, note, notes=[note_view(acts.given(context.db, one.id)) for one in notes])
