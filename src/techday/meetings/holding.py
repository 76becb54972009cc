"""How a meeting is held, and how it is said: one that begins now, and one that is told afterwards.

Its time is an entry of the time card, and its timer the timer.
"""

from datetime import timedelta

from techday.context import Context
from techday.core.instants import to_text
from techday.core.text import clean_line, sentence
from techday.database.operation import operation
from techday.errors import Refused
from techday.meetings import acts, store
from techday.meetings.acts import Begun, NewMeeting
from techday.meetings.rules import OTHER, WORK_TYPE, began, length_words, named
from techday.meetings.store import MeetingRow
from techday.meetings.views import MeetingView, meeting_view
from techday.tickets.acts import Times
from techday.timecard.acts import Start
from techday.timecard.store import NewEntry
from techday.timecard.timing import changes, limits_of, tell_of_clock, timer_document
from techday.ui.dates import show_instant


def begin(context: Context, new: NewMeeting, times: Times, *, adjust: bool = False) -> None:
    """Begin a meeting that goes on now; one that runs already is told."""
    first = Start(*times, limits_of(context), None, WORK_TYPE, note=clean_line(new.title), adjust=adjust)
    with operation(context, "meeting start") as write:
        begun = acts.start(write.db, new, first, context.shift_pattern)
        write.summary = f"Started {named(begun.meeting)}{begun_words(context, begun)}"
    ended = begun.stopped or (begun.room.ended if begun.room else None)
    context.out.done(
        write,
        runs_words(context, begun.meeting),
        meeting=shown(context, begun.meeting),
        **timer_document(context, ended),
    )
    tell_of_clock(context, begun.room, begun.stopped)
    if begun.is_new and not context.out.json:
        context.out.status("  what to talk about: techday meeting")
    if not begun.is_new and new.kind not in (OTHER, begun.meeting.kind):
        context.out.status(f"  the next one: techday meeting start {new.kind}")


def runs_words(context: Context, row: MeetingRow) -> str:
    """Say since when a meeting runs."""
    return f"{sentence(named(row))} runs already, since {show_instant(began(row), context.zone, context.now)}"


def begun_words(context: Context, begun: Begun) -> str:
    """Say since when the timer ran already where it did, and what ended and gave way."""
    if begun.room is None:
        return f", which the timer runs on since {show_instant(began(begun.meeting), context.zone, context.now)}"
    room = begun.room._replace(ended=begun.stopped) if begun.stopped else begun.room
    return changes(room, context)


def tell(context: Context, new: NewMeeting, times: Times, seconds: int, *, adjust: bool) -> None:
    """Record a meeting that is over, and log its time; the running entry makes room for it, other time only if told.

    Raises Refused where that meeting runs: it is over when it is ended.
    """
    from techday.timecard import entries  # only for what is told afterwards
    from techday.timecard.overlaps import WAYS_ON, gave_way_words, in_the_way
    from techday.timecard.store import overlapping

    spell = entries.speller(context.zone)
    first, last = to_text(times.at - timedelta(seconds=seconds)), to_text(times.at)
    with operation(context, "meeting start") as write:
        running = acts.running_meeting(write.db)
        if running is not None and acts.is_same(running, new, clean_line(new.title)):
            hint = f'techday meeting end, or techday meeting start {new.kind} --title "…" for another one'
            raise Refused(runs_words(context, running), hint=hint)
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


def shown(context: Context, row: MeetingRow) -> MeetingView:
    """Give a meeting as scripts read it, as it is now."""
    return meeting_view(store.meeting_by_id(context.db, row.id), context.now)
