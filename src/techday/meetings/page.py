"""How one meeting looks: when it was, what was noted in it and what became of that, and what was settled in it.

The words stand there whole, since this is where they are read; only how many notes there are is bounded.
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from techday.meetings.evidence import TO_END
from techday.meetings.rules import ACTION, DECISION, KINDS, SETTLED_BY_HAND, TOPIC, length_words
from techday.meetings.screen import day_words, time_words
from techday.meetings.views import MeetingPage, MeetingView, NoteView
from techday.ui.dates import show_instant
from techday.ui.grid import Line, Span, cut, labelled, line, span, spread, wrapped
from techday.ui.listing import more

MOST_HEIGHT, MOST_TITLE = 40, 3


def draw_meeting(
    page: MeetingPage, zone: tzinfo, now: datetime, size: tuple[int, int], everything: bool = False
) -> list[Line]:
    """Draw a meeting in at most as many lines as the screen has (and 40), or with `everything` that was noted."""
    width, height = size
    if page.meeting is None:
        return [line("No meetings yet."), line("  ", Span("techday meeting start", "command"))]
    top = head(page.meeting, zone, now, width, everything)
    is_open = any(note.kind == DECISION and note.state == "open" for note in page.notes)
    blocks = [
        *section("NOTED", page.notes, "techday meeting close ID" if is_open else "", zone, now, width),
        *section("SETTLED", page.settled, "", zone, now, width),
    ]
    if not blocks:
        blocks = [[[], line("Nothing was noted.")]]
    # The prompt needs a line.
    room = len(top) + sum(map(len, blocks)) if everything else min(height, MOST_HEIGHT) - 1
    shown = fitted(blocks, room - len(top))
    left = more(len(blocks) - len(shown), f"techday meeting show {page.meeting.id} --all")
    return [cut(one, width) for one in [*top, *[drawn for block in shown for drawn in block], *left]]


def head(meeting: MeetingView, zone: tzinfo, now: datetime, width: int, everything: bool) -> list[Line]:
    """Draw which meeting it is, what it was about, and how long it took."""
    command = TO_END if meeting.running else "techday meeting list"
    name = line(Span(f"MEETING {meeting.id}", "title"), " ", span(KINDS[meeting.kind]))
    when = f" {day_words(meeting, now.astimezone(zone).date())} {time_words(meeting, zone)}, "
    if meeting.seconds is None:
        length = span("no time")
    else:
        guess = ", a guess" if meeting.guessed else ""
        style = "warning" if meeting.guessed else "overdue" if meeting.over_seconds else ""
        length = span(f"{length_words(meeting.kind, meeting.seconds)}{guess}", style)
    about = wrapped(meeting.title, width, " ") if meeting.title else []
    shown = about if everything else about[:MOST_TITLE]
    return [spread(name, Span(command, "command"), width), *shown, line(when, length)]


def section(
    title: str, notes: Sequence[NoteView], command: str, zone: tzinfo, now: datetime, width: int
) -> list[list[Line]]:
    """Draw some notes, each as a block of lines; the heading belongs to the first."""
    if not notes:
        return []
    names = [f" #{note.id}" for note in notes]
    widest, kinds = max(map(len, names)), max(len(note.kind) for note in notes)
    blocks = []
    for name, note in zip(names, notes, strict=True):
        became = became_words(note, zone, now)
        text = span(f"{note.text} ({became})" if became else note.text)
        label = Span(f"{name:<{widest}}  {note.kind:<{kinds}}", "muted")
        blocks.append(labelled(label, text, width))
    heading = spread(line(Span(title, "section"), f" {len(notes)}"), Span(command, "command"), width)
    return [[[], heading, *blocks[0]], *blocks[1:]]


def became_words(note: NoteView, zone: tzinfo, now: datetime) -> str:
    """Say what became of a decision, a topic or an action: "open", "settled Tue 08:20", "L3, over"; "" of a note."""
    if note.kind in SETTLED_BY_HAND:
        when = f" {show_instant(note.settled_at, zone, now)}" if note.settled_at else ""
        done = "discussed" if note.kind == TOPIC else "settled"
        return {"open": "open", "done": f"{done}{when}", "dropped": f"dropped{when}"}[note.state or "open"]
    if note.kind != ACTION:
        return ""
    promise = f"promise {note.promise}" if note.promise is not None else ""
    return ", ".join(filter(None, (note.ticket, promise, "over" if note.over else "open")))


def fitted(blocks: Sequence[list[Line]], room: int) -> list[list[Line]]:
    """Give the first blocks that fit into so many lines, one of which says how many more there are."""
    if sum(map(len, blocks)) <= room:
        return list(blocks)
    left = room - 1
    shown: list[list[Line]] = []
    for block in blocks:
        # The first one stands there in any case, as far as it goes.
        part = block if shown else block[: max(left, 1)]
        if len(part) > left:
            break
        shown.append(part)
        left -= len(part)
    return shown
