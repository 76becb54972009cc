"""The commands by which a meeting begins and ends."""

from datetime import timedelta
from sqlite3 import Connection
from typing import Annotated

import typer

from techday.arguments import At
from techday.context import Context
from techday.core.text import sentence
from techday.database.operation import operation
from techday.errors import BadUsage
from techday.meetings import acts
from techday.meetings.acts import NewMeeting, Over
from techday.meetings.completing import complete_topic
from techday.meetings.holding import begin, shown, tell
from techday.meetings.kinds import Kind, kind_meant
from techday.meetings.rules import MONDAY, OTHER, length_words, named, seconds_of
from techday.meetings.store import MeetingRow, NoteRow
from techday.tickets.acts import Times
from techday.timecard.acts import CLOCK, break_at
from techday.timecard.options import Adjust
from techday.timecard.store import last_stopped
from techday.timecard.timing import named as entry_named
from techday.timecard.timing import tell_of_clock, timer_document
from techday.ui.dates import show_instant
from techday.ui.prompt import ask, can_ask

app = typer.Typer(add_completion=False)

# As of any time that is logged, the end is told where the length is.
StartedAt = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="When it began, with --took when it ended: 15m (ago), 9:30, mon 16:00"),
]
MOST_NAMED = 6
ANSWERS = {"d": ("done", "Discussed"), "x": ("dropped", "Dropped")}


@app.command("start", help="Start a meeting, timed on the time card")
def start(
    ctx: typer.Context,
    kind: Kind = None,
    title: Annotated[str, typer.Option("--title", metavar="T", help="What it is about, or with whom")] = "",
    took: Annotated[
        str | None, typer.Option("--took", metavar="DURATION", help="It is over: how long it took, up to now or --at")
    ] = None,
    at: StartedAt = None,
    adjust: Adjust = False,
) -> None:
    """Start a meeting, timed on the time card"""
    context: Context = ctx.obj
    times = Times(context.instant(at), context.now)
    # That of a meeting told afterwards is by its beginning.
    seconds = seconds_told(took)
    meant = acts.kind_named(kind) if kind else kind_meant(context, times.at - timedelta(seconds=seconds))
    new = NewMeeting(meant, kind is not None, title)
    if took is None:
        begin(context, new, times, adjust=adjust)
    else:
        tell(context, new, times, seconds, adjust=adjust)


def seconds_told(took: str | None) -> int:
    """Read how long a meeting took, 0 where nobody says it; raises BadUsage for what is no duration."""
    if took is None:
        return 0
    from techday.core.durations import parse_duration  # only where it was told

    return parse_duration(took)


@app.command("end", help="End the meeting")
def end(
    ctx: typer.Context,
    discussed: Annotated[
        list[str] | None,
        typer.Option(
            "--discussed",
            metavar="ID",
            help="A topic that was discussed; may be repeated",
            autocompletion=complete_topic,
        ),
    ] = None,
    all_discussed: Annotated[bool, typer.Option("--all-discussed", help="Every open topic was discussed")] = False,
    at: At = None,
) -> None:
    """End the meeting"""
    context: Context = ctx.obj
    if discussed and all_discussed:
        raise BadUsage("--discussed and --all-discussed exclude each other", hint="Leave one of them out")
    times = Times(context.instant(at), context.now)
    with operation(context, "meeting end") as write:
        held = acts.meeting_to_note(write.db, times.at, context.shift_pattern)
        over = acts.end(write.db, times, at is not None)
        topics = topics_told(write.db, discussed, all_discussed)
        settled = acts.settle(write.db, topics, "done", held, context.now)
        told = [ended_words(over)] if over else []
        told += [f"discussed {listed(settled)}"] if settled else []
        walks = over is not None and is_of_monday(over.meeting) and not topics and can_ask(context)
        told += carried_on(write.db) if is_of_monday(held) and not walks else []
        write.summary = sentence("; ".join(told))
    context.out.done(
        write,
        not_running(context),
        meeting=shown(context, over.meeting) if over and over.meeting else None,
        settled=[one.id for one in settled],
        **timer_document(context, over.ended if over else None),
    )
    if over is None:
        return
    tell_of_clock(context, None, over.ended)
    if walks and over.meeting is not None:
        walk_topics(context, over.meeting)
    tell_what_waits(context)


def not_running(context: Context) -> str:
    """Say that no meeting runs, and which one it is that a break interrupted, where one goes on."""
    pause = break_at(context.db, context.now)
    last = last_stopped(context.db) if pause is not None else None
    meeting = acts.meeting_of(context.db, last) if last is not None else None
    if pause is None or last is None or meeting is None or last.ended_at != pause.started_at:
        return "No meeting is running"
    began = show_instant(pause.started_at, context.zone, context.now)
    return f"{sentence(named(meeting))} ended at {began}, when the break began"


def ended_words(over: Over) -> str:
    """Say how long the meeting took that ended; one that nobody recorded has no number."""
    ended, meeting = over
    seconds = seconds_of(meeting, ended.end) if meeting is not None else ended.seconds
    name, kind = (named(meeting), meeting.kind) if meeting is not None else ("the meeting", OTHER)
    guess = ", a guess" if ended.how == CLOCK else ""
    return f"ended {name} after {length_words(kind, seconds or 0)}{guess}"


def topics_told(db: Connection, discussed: list[str] | None, all_discussed: bool) -> list[NoteRow]:
    """Give the topics that were named, or all; several numbers may stand behind one option."""
    if all_discussed:
        return acts.open_topics(db)
    numbers = [number for text in discussed or () for number in text.replace(",", " ").split()]
    return [acts.find_note(db, number) for number in numbers]


def is_of_monday(meeting: MeetingRow | None) -> bool:
    """Tell whether a meeting is one in which the topics are talked about."""
    return meeting is not None and meeting.kind == MONDAY


def carried_on(db: Connection) -> list[str]:
    """Say which topics were not discussed, and wait for the next Monday; nothing where none is left."""
    left = acts.open_topics(db)
    if not left:
        return []
    named = listed(left) if len(left) <= MOST_NAMED else f"{len(left)} topics"
    return [f"carried to the next Monday: {named}"]


def walk_topics(context: Context, meeting: MeetingRow) -> None:
    """Ask of each topic of the Monday meeting what became of it; each answer is written at once."""
    topics = acts.open_topics(context.db)
    if topics:
        context.out.status(f"{len(topics)} open: d discussed, x drop, Enter carries it on.")
    for position, topic in enumerate(topics, start=1):
        context.out.status(f"{position}/{len(topics)}  {topic.text}")
        try:
            answer = asked(context)
        except EOFError:
            break
        if answer:
            state, word = ANSWERS[answer]
            with operation(context, "meeting close") as write:
                acts.settle(write.db, [acts.given(write.db, topic.id)], state, meeting, context.now)
                write.summary = f"{word} {topic.id} {topic.text}"
    left = len(acts.open_topics(context.db))
    context.out.line(f"{left} carried to the next Monday" if left else "No topic is left")


def asked(context: Context) -> str:
    """Ask until the answer is one of those that there are; Enter is ""."""
    while True:
        answer = ask(context, "  Discussed").lower()
        if not answer or answer in ANSWERS:
            return answer


def tell_what_waits(context: Context) -> None:
    """Say what the meeting interrupted, and how to go back to it."""
    from techday.timecard.carving import to_go_back_to  # only once a meeting ended

    day = context.shift_day
    entry = to_go_back_to(context.db, day.since, day.until)
    if entry is not None and not acts.is_meeting_time(entry):
        context.out.status(f"  techday back goes on with {entry_named(entry)}")


def listed(notes: list[NoteRow]) -> str:
    """Name some topics and decisions by their numbers."""
    return ", ".join(f"{one.id} {one.text}" if len(notes) == 1 else str(one.id) for one in notes)
