"""How an agenda is drawn, on the screen and as text to paste: each section with its count and its command.

The points of all sections stand in columns, but their words come first: a row that needs the room leaves its column,
and takes a second line where one does not hold it.
"""

from collections.abc import Sequence
from datetime import tzinfo

from techday.core.text import clean_line
from techday.meetings.evidence import TO_END
from techday.meetings.rules import KINDS, length_words
from techday.meetings.views import NoteView
from techday.pages.agenda import Agenda, Point
from techday.ui.dates import show_day, show_instant
from techday.ui.grid import (
    GAP,
    LEAST_ROOM,
    Column,
    Line,
    Span,
    broken,
    cell_width,
    column_widths,
    cut,
    fit,
    grid,
    line,
    pad,
    span,
    spread,
    width_of,
)
from techday.ui.listing import more

# Of each section the first few; of what was kept for the meeting, and said in it, a screen holds more.
MOST_POINTS, MOST_TOPICS, MOST_NOTES = 5, 10, 10
NAMES = (
    Column(flexible=True, least=3, most=16),  # what it goes by
    Column(most=10, drop=70),  # client
)
WORDS = (
    Column(flexible=True, least=16),  # what it is
    Column(flexible=True, least=8, most=40),  # why
)


def draw_agenda(page: Agenda, zone: tzinfo, width: int, everything: bool = False) -> list[Line]:
    """Draw an agenda, with `everything` that there is; below the head of the meeting that runs stand its notes."""
    every = f"techday meeting agenda {page.kind} --all"
    notes = page.notes if everything else page.notes[-MOST_NOTES:]
    lines = [*head(page, zone, width), *earlier(len(page.notes) - len(notes), every), *note_lines(notes, width)]
    if not page.sections:
        lines += [[], line(Span("Nothing to talk about.", "ok"))]
    # Laid out together, so that the columns of all sections stand under each other.
    shown = [
        section.points if everything else section.points[: MOST_TOPICS if section.key == "topics" else MOST_POINTS]
        for section in page.sections
    ]
    rows = iter(point_lines([point for points in shown for point in points], width))
    for section, points in zip(page.sections, shown, strict=True):
        title = line(Span(section.title, "section"), f" {len(section.points)}")
        lines += [[], *with_command(title, section.command, width)]
        lines += [drawn for _ in points for drawn in next(rows)]
        lines += [[Span(" "), *one] for one in more(len(section.points) - len(points), every)]
    return [cut(one, width) for one in lines]


def head(page: Agenda, zone: tzinfo, width: int) -> list[Line]:
    """Draw which meeting it is: since when it runs and for how long, or how to start it."""
    day = show_day(page.date)
    meeting = page.meeting
    if meeting is None:
        title = line(Span("AGENDA", "title"), f" {KINDS[page.kind]}, {day}")
        return with_command(title, f"techday meeting start {page.kind}", width)
    since = show_instant(meeting.started_at, zone, page.now)
    length = Span(length_words(meeting.kind, meeting.seconds or 0), "overdue" if meeting.over_seconds else "")
    name = span(meeting.title or KINDS[meeting.kind])
    title = line(Span(f"MEETING {meeting.id}", "title"), " ", name, f", since {since}, ", length)
    return with_command(title, TO_END, width)


def with_command(title: Line, command: str, width: int) -> list[Line]:
    """Draw a title with its command: beside it, or below where it is too long, since what is cut cannot be typed."""
    shown = Span(command, "command")
    if width_of([*title, shown]) + GAP <= width:
        return [spread(title, shown, width)]
    return [cut(title, width), [Span("  "), shown]]


def earlier(count: int, command: str) -> list[Line]:
    """Say how many notes came before those that are shown; nothing where there are none."""
    return [line(" ", Span(f"{count} before  ", "muted"), Span(command, "command"))] if count > 0 else []


def note_lines(notes: Sequence[NoteView], width: int) -> list[Line]:
    """Draw what was noted in the meeting that runs."""
    rows = [
        [span(f"#{one.id}", "reference"), span(one.kind, "muted"), span(one.text), span(became(one))] for one in notes
    ]
    return grid(rows, (Column(), Column(), Column(flexible=True, least=16), Column(drop=50)), width)


def became(note: NoteView) -> str:
    """Say what an action became, or how a decision was settled."""
    if note.ticket:
        return f"{note.ticket}, promise {note.promise}" if note.promise else note.ticket
    return "" if note.state in (None, "open") else str(note.state)


def point_lines(points: Sequence[Point], width: int) -> list[list[Line]]:
    """Draw points in columns, each on a line, or on two where its words need them."""
    if not points:
        return []
    names = grid([[span(one.ref, "reference"), span(one.client or "", "client")] for one in points], NAMES, width)
    indent = max(map(width_of, names)) + GAP
    room = max(width - indent, LEAST_ROOM)
    words = [[span(one.text), span(one.about, "muted")] for one in points]
    column, _ = column_widths(words, WORDS, room - GAP)
    blocks: list[list[Line]] = []
    for name, (text, about) in zip(names, words, strict=True):
        first, *others = beside(text, about, column, room)
        head = [*name, Span(" " * (indent - width_of(name))), *first]
        blocks.append([head, *([Span(" " * indent), *other] for other in others)])
    return blocks


def beside(text: Span, about: Span, column: int, room: int) -> list[Line]:
    """Draw a text with what is said about it, which stands in its column where both fit; in two lines at the most."""
    first, *others = broken(text.text, room)
    rest, why = " ".join(others), Span(fit(about.text, room), about.style)
    before = [Span(first, text.style)] if rest else []
    last = rest or first
    if cell_width(last) + GAP + width_of([why]) > room:
        if rest:  # it needs more than two lines
            why = Span(fit(why.text, room // 2), why.style)
            last = fit(last, room - GAP - width_of([why]))
        elif why.text:
            before, last = [Span(last, text.style)], ""
    start = min(max(column, cell_width(last)) + GAP, room - width_of([why]))
    if not last and start < column:
        start = GAP
    end: Line = [Span(pad(last, start), text.style), why] if why.text else [Span(last, text.style)]
    return [before, end] if before else [end]


def agenda_text(page: Agenda) -> str:
    """Give a whole agenda as text to paste."""
    lines = [f"{KINDS[page.kind].capitalize()} meeting, {show_day(page.date)}"]
    lines += [f"- {one.kind}: {clean_line(one.text)}" for one in page.notes]
    for section in page.sections:
        lines += ["", f"{section.title} ({len(section.points)})", *(text_of(point) for point in section.points)]
    return "\n".join(lines if page.sections or page.notes else [*lines, "", "Nothing to talk about."])


def text_of(point: Point) -> str:
    """Give a point as a line of text."""
    named = " ".join(filter(None, (point.ref, point.client, point.text)))
    return clean_line(f"- {named}" + (f" ({point.about})" if point.about else ""))
