"""The commands by which a meeting begins and ends: its time is an entry of the time card, and its timer the timer."""

from datetime import timedelta
from sqlite3 import Connection
from typing import Annotated

import typer

from techday.arguments import At
from techday.context import Context
from techday.core.instants import to_text
from techday.core.text import clean_line
from techday.database.operation import operation
from techday.errors import BadUsage, Refused
from techday.meetings import acts, store
from techday.meetings.acts import Begun, NewMeeting, Over
from techday.meetings.kinds import Kind, kind_meant
from techday.meetings.rules import MONDAY, OTHER, WORK_TYPE, began, length_words, named, seconds_of
from techday.meetings.store import MeetingRow, NoteRow
from techday.meetings.views import MeetingView, meeting_view
from techday.tickets.acts import Times
from techday.timecard.acts import CLOCK, Start
from techday.timecard.options import Adjust
from techday.timecard.store import NewEntry
from techday.timecard.timing import changes, limits_of, tell_of_clock, timer_document
from techday.timecard.timing import named as entry_named
from techday.ui.dates import show_instant
from techday.ui.prompt import ask, can_ask

app = typer.Typer(add_completion=False)

ANSWERS = {"d": ("done", "Discussed"), "x": ("dropped", "Dropped")}


@app.command("start", help="Start a meeting, timed on the time card")
def start(
    ctx: typer.Context,
    kind: Kind = None,
    title: Annotated[str, typer.Option("--title", metavar="T", help="What it is about, or with whom")] = "",
    took: Annotated[
        str | None, typer.Option("--took", metavar="DURATION", help="It is over: how long it took, up to now")
    ] = None,
    at: At = None,
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


def begin(context: Context, new: NewMeeting, times: Times, *, adjust: bool = False) -> None:
    """Begin a meeting that goes on now; one that runs already is told."""
    first = Start(*times, limits_of(context), None, WORK_TYPE, note=clean_line(new.title), adjust=adjust)
    with operation(context, "meeting start") as write:
        begun = acts.start(write.db, new, first, context.shift_pattern)
        write.summary = f"Started {named(begun.meeting)}{begun_words(context, begun)}"
    since = show_instant(began(begun.meeting), context.zone, context.now)
    ended = begun.stopped or (begun.room.ended if begun.room else None)
    context.out.done(
        write,
        f"{sentence(named(begun.meeting))} runs already, since {since}",
        meeting=shown(context, begun.meeting),
        **timer_document(context, ended),
    )
    tell_of_clock(context, begun.room, begun.stopped)
    if begun.is_new and not context.out.json:
        context.out.status("  what to talk about: techday meeting")


def begun_words(context: Context, begun: Begun) -> str:
    """Say since when the timer ran already where it did, and what ended and gave way."""
    if begun.room is None:
        return f", which the timer runs on since {show_instant(began(begun.meeting), context.zone, context.now)}"
    room = begun.room._replace(ended=begun.stopped) if begun.stopped else begun.room
    return changes(room, context)


def tell(context: Context, new: NewMeeting, times: Times, seconds: int, *, adjust: bool) -> None:
    """Record a meeting that is over, and log its time; the running entry makes room for it, other time only if told."""
    from techday.timecard import entries  # only for what is told afterwards
    from techday.timecard.overlaps import WAYS_ON, gave_way_words, in_the_way
    from techday.timecard.store import overlapping

    spell = entries.speller(context.zone)
    first, last = to_text(times.at - timedelta(seconds=seconds)), to_text(times.at)
    with operation(context, "meeting start") as write:
        blocking = in_the_way(overlapping(write.db, first, last), first, last)
        gives_way = adjust or all(one.ended_at is None for one in blocking)
        entry = NewEntry(first, last, None, WORK_TYPE, to_text(context.now), note=clean_line(new.title))
        try:
            logged = entries.log(write.db, entry, adjust=gives_way, spell=spell)
        except Refused as refused:
            hint = "--adjust takes the time out of what is recorded" if refused.hint == WAYS_ON else refused.hint
            raise Refused(refused.message, hint=hint) from None
        row = acts.add(write.db, new.kind, new.title, logged.entry, context.shift_pattern, context.now)
        gone = gave_way_words(logged.gave_way, spell)
        words = [
            f"Logged {named(row)}: {spell(first, last)}, {length_words(row.kind, seconds)}",
            *([gone] if gone else []),
        ]
        write.summary = "; ".join([*words, *entries.remarks(write.db, logged.entry, context.shift_pattern)])
    context.out.done(write, meeting=shown(context, row))


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
        list[str] | None, typer.Option("--discussed", metavar="ID", help="A topic that was discussed; may be repeated")
    ] = None,
    all_discussed: Annotated[bool, typer.Option("--all-discussed", help="Every open topic was discussed")] = False,
    at: At = None,
) -> None:
    """End the meeting"""
    context: Context = ctx.obj
    if discussed and all_discussed:
        raise BadUsage("--discussed and --all-discussed exclude each other", hint="Leave one of them out")
    times = Times(context.instant(at), context.now)
    day = context.shift_day.day
    with operation(context, "meeting end") as write:
        held = acts.meeting_to_note(write.db, day)
        over = acts.end(write.db, times, at is not None)
        topics = topics_told(write.db, discussed, all_discussed)
        settled = acts.settle(write.db, topics, "done", held, context.now)
        told = [ended_words(over)] if over else []
        told += [f"discussed {listed(settled)}"] if settled else []
        write.summary = sentence("; ".join(told))
    context.out.done(
        write,
        "No meeting is running",
        meeting=shown(context, over.meeting) if over and over.meeting else None,
        settled=[one.id for one in settled],
        **timer_document(context, over.ended if over else None),
    )
    if over is None:
        return
    tell_of_clock(context, None, over.ended)
    if over.meeting is not None and over.meeting.kind == MONDAY and not topics and can_ask(context):
        walk_topics(context, over.meeting)
    tell_what_waits(context)


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


def shown(context: Context, row: MeetingRow) -> MeetingView:
    """Give a meeting as scripts read it, as it is now."""
    return meeting_view(store.meeting_by_id(context.db, row.id), context.now)


def listed(notes: list[NoteRow]) -> str:
    """Name some topics and decisions by their numbers."""
    return ", ".join(f"{one.id} {one.text}" if len(notes) == 1 else str(one.id) for one in notes)


def sentence(words: str) -> str:
    """Begin words with a capital."""
    return words[:1].upper() + words[1:]
