"""How an agenda is drawn, on the screen and as text to paste: each section with its count and its command."""

from collections.abc import Sequence
from datetime import tzinfo

from techday.core.text import clean_line
from techday.meetings.rules import KINDS, length_words
from techday.meetings.views import NoteView
from techday.pages.agenda import Agenda, Point
from techday.ui.dates import show_day, show_instant
from techday.ui.grid import Column, Line, Span, cut, grid, line, span, spread
from techday.ui.listing import more

# Of each section the first few; of what was kept for the meeting, and said in it, a screen holds more.
MOST_POINTS, MOST_TOPICS, MOST_NOTES = 5, 10, 10
COLUMNS = (
    Column(flexible=True, least=3, most=16),  # what it goes by
    Column(most=10, drop=70),  # client
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
    # One grid for all sections, so that their columns stand under each other.
    shown = [
        section.points if everything else section.points[: MOST_TOPICS if section.key == "topics" else MOST_POINTS]
        for section in page.sections
    ]
    rows = iter(grid([cells(point) for points in shown for point in points], COLUMNS, width))
    for section, points in zip(page.sections, shown, strict=True):
        title = line(Span(section.title, "section"), f" {len(section.points)}")
        lines += [[], spread(title, Span(section.command, "command"), width)]
        lines += [next(rows) for _ in points]
        lines += [[Span(" "), *one] for one in more(len(section.points) - len(points), every)]
    return [cut(one, width) for one in lines]


def head(page: Agenda, zone: tzinfo, width: int) -> list[Line]:
    """Draw which meeting it is: since when it runs and for how long, or how to start it."""
    day = show_day(page.date)
    meeting = page.meeting
    if meeting is None:
        title = line(Span("AGENDA", "title"), f" {KINDS[page.kind]}, {day}")
        return [spread(title, Span(f"techday meeting start {page.kind}", "command"), width)]
    since = show_instant(meeting.started_at, zone, page.now)
    length = Span(length_words(meeting.kind, meeting.seconds or 0), "overdue" if meeting.over_seconds else "")
    name = span(meeting.title or KINDS[meeting.kind])
    title = line(Span(f"MEETING {meeting.id}", "title"), " ", name, f", since {since}, ", length)
    return [spread(title, Span("techday meeting end", "command"), width)]


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


def cells(point: Point) -> list[Span]:
    """Give the cells of a point."""
    return [
        span(point.ref, "reference"),
        span(point.client or "", "client"),
        span(point.text),
        span(point.about, "muted"),
    ]


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
