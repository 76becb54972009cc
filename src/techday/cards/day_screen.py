"""How a day of the time card looks: its entries in order, and what lies between them.

What nobody told of is drawn where it is missing, with the command that fills it in.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from techday.cards.gaps import gap_command
from techday.cards.looks import Look, beside
from techday.cards.views import BreakView, DayView, EntryView
from techday.core.durations import DAY, show_age, show_clock, show_duration
from techday.core.intervals import Span as Stretch
from techday.core.intervals import length, trim
from techday.core.shifts import lunch_of, shift_day, shift_on
from techday.ui.dates import WEEKDAYS, show_day, show_instant
from techday.ui.grid import Column, Line, Span, broken, grid, line, span
from techday.ui.listing import heading

# Below this width an entry's type stands only where there is no ticket.
NARROW = 72
# Below this width no column names the client, so that the words of what is on no ticket do.
WITH_CLIENT = 100
# How far the notes of an entry stand in.
NOTE_INDENT = 6
ENTRY_COLUMNS = (
    Column(right=True),  # number
    Column(),  # from and to
    Column(right=True),  # worked
    Column(right=True, drop=90),  # billed
    Column(flexible=True, least=6, most=14, drop=NARROW),  # type
    Column(flexible=True, least=4, most=16),  # ticket
    Column(flexible=True, least=6, most=14, drop=WITH_CLIENT),  # client
    Column(flexible=True, least=8),  # title, or note
    Column(most=20),  # marks
)
ENTRY_HEAD = ("#", "time", "worked", "billed", "type", "ticket", "client", "what", "")


class Between(NamedTuple):
    """A stretch of a day on which nothing was worked: what it is, and the command that fills it in, "" for none."""

    started_at: datetime
    ended_at: datetime | None
    seconds: int
    words: str
    style: str = "muted"
    command: str = ""


def day_head(day: DayView) -> Line:
    """Draw the day with its sums."""
    planned = f" of {show_duration(day.planned_seconds)}" if day.planned_seconds else ""
    sums = f"  {show_duration(day.worked_seconds)}{planned} worked  {show_duration(day.billed_seconds)} billed"
    off = f"  {show_duration(day.time_off_seconds)} time off" if day.time_off_seconds else ""
    return [Span(show_day(day.date), "title"), Span(sums + off)]


def plan_lines(day: DayView) -> list[Line]:
    """Draw what the schedule had planned for a day against what was worked; nothing where it has nothing."""
    if not day.scheduled_seconds:
        return []
    words = f"planned {show_duration(day.scheduled_seconds)} by the schedule"
    return [[Span(f"{words}, worked {show_duration(day.worked_seconds)}", "muted")]]


def running_lines(entries: Sequence[EntryView], day: DayView, look: Look) -> list[Line]:
    """Draw what goes on now: the entry that runs, or the break."""
    running = next((entry for entry in entries if entry.ended_at is None), None)
    if running is not None:
        since = f"> {show_clock(running.seconds)} since {show_instant(running.started_at, look.pattern.zone, look.now)}"
        return [[Span(f"{since} on ", "ok"), span(about_words(running))]]
    pause = next((one for one in day.breaks if one.ended_at is None), None)
    if pause is None:
        return []
    since = f"> on a break since {show_instant(pause.started_at, look.pattern.zone, look.now)}"
    return beside(Span(since, "ok"), "techday timecard resume", look.width)


def about_words(entry: EntryView) -> str:
    """Say what an entry is about: "L1 Mail is down", "ACME (on-site)", "meeting: Monday meeting"."""
    if entry.ticket:
        return f"{entry.ticket} {entry.title or ''}"
    if entry.client:
        return f"{entry.client} ({entry.work_type})"
    return f"{entry.work_type}: {entry.note}" if entry.note else entry.work_type


def day_lines(day: DayView, entries: Sequence[EntryView], look: Look, notes: bool = False) -> list[Line]:
    """Draw the entries of one day with what lies between them, or how to begin."""
    (block,) = day_blocks([day], entries, look, notes)
    if block:
        return block
    if day.date == shift_day(look.pattern, look.now).day:
        return [line("  Nothing yet.  techday start N, or techday log 9:00-10:30 --ticket N")]
    return [line(f"  Nothing.  techday log 9:00-10:30 --date {day.date} --ticket N")]


def day_blocks(
    days: Sequence[DayView], entries: Sequence[EntryView], look: Look, notes: bool = False
) -> list[list[Line]]:
    """Draw the entries of some days in order of time, each with its gaps, breaks and lunch; one list for each day.

    All of them stand in the same columns; `notes` adds what was written, for the client and inside.
    """
    own: dict[date, list[EntryView]] = {day.date: [] for day in days}
    for entry in entries:
        own[entry.date].append(entry)
    blocks = [in_order(own[day.date], between(day, own[day.date], look)) for day in days]
    if not any(blocks):
        return [[] for _ in days]
    rows = [cells_of(one, day.date, look) for day, block in zip(days, blocks, strict=True) for one in block]
    head, *drawn = grid([heading(ENTRY_HEAD), *rows], ENTRY_COLUMNS, look.width)
    laid = iter(drawn)
    found: list[list[Line]] = []
    for block in blocks:
        lines: list[Line] = []
        for one in block:
            lines += lines_of(one, next(laid), look.width, notes)
        # The head stands once, above the first day that has anything.
        found.append([head, *lines] if lines and not any(found) else lines)
    return found


def between(day: DayView, entries: Sequence[EntryView], look: Look) -> list[Between]:
    """Give what lies between the entries of a day: what nobody told of, breaks, and the part of lunch not worked."""
    found = []
    for gap in day.gaps:
        # Bare times are the latest past ones.
        named = day.date if look.now - gap.started_at >= timedelta(days=1) else None
        command = gap_command(Stretch(gap.started_at, gap.ended_at), named, look.pattern.zone)
        found.append(Between(gap.started_at, gap.ended_at, gap.seconds, "not told", "warning", command))
    for pause in day.breaks:
        seconds = length(Stretch(pause.started_at, ends_by(pause, day, look)))
        found.append(Between(pause.started_at, pause.ended_at, seconds, "break"))
    lunch = lunch_of(look.pattern, shift_on(look.pattern, day.date), look.lunch) if day.working else None
    if lunch is not None and (entries or found):
        told = [Stretch(one.started_at, one.until) for one in entries]
        told += [Stretch(one.started_at, ends_by(one, day, look)) for one in day.breaks]
        free = trim(Stretch(lunch.start, min(lunch.end, look.now)), told)
        found += [Between(one.start, one.end, length(one), "lunch") for one in free]
    return found


def ends_by(pause: BreakView, day: DayView, look: Look) -> datetime:
    """Give up to when a break counts: one that goes on up to now, and not beyond its shift."""
    return pause.ended_at or min(look.now, max(day.shift_end, pause.started_at))


def in_order(entries: Sequence[EntryView], others: Sequence[Between]) -> list[EntryView | Between]:
    """Give the lines of a day by when they start; of those that start together the shortest first."""
    found: list[EntryView | Between] = [*entries, *others]
    return sorted(found, key=lambda one: (one.started_at, one.seconds))


def cells_of(one: EntryView | Between, day: date, look: Look) -> list[Span]:
    """Give the cells of an entry, or of what lies between entries."""
    times = span_of_time(one, day, look)
    if isinstance(one, Between):
        cells = ["", times, show_duration(one.seconds), *[""] * (len(ENTRY_COLUMNS) - 3)]
        return [Span(text, one.style) for text in cells]
    return [
        Span(str(one.id), "muted"),
        Span(times, "ok" if one.ended_at is None else ""),
        Span(show_duration(one.paid_seconds)),
        Span(show_duration(one.billed_seconds) if one.billable else "-", "" if one.billable else "muted"),
        span(one.work_type, "muted"),
        span(one.ticket or "", "reference"),
        span(one.client or "", "client"),
        span(what_words(one, look.width)),
        Span(" ".join(marks_of(one)), "warning" if one.guessed or one.late is not None else "muted"),
    ]


def what_words(entry: EntryView, width: int) -> str:
    """Say what an entry was; on no ticket with its type and its client where no column of the screen has them."""
    if entry.ticket:
        return entry.title or ""
    said = entry.note or (entry.work_type if width < NARROW else "")
    if not entry.client or width >= WITH_CLIENT or entry.client in said.split():
        return said
    return f"{entry.client}: {said}" if said else entry.client


def marks_of(entry: EntryView) -> list[str]:
    """Give what is to be known of an entry, a word for each."""
    return [
        *(["guess"] if entry.guessed else []),
        *([f"{show_age(entry.late)} late"] if entry.late is not None else []),
        *(["beside"] if entry.concurrent else []),
        *(["nb"] if not entry.billable else []),
        *(["frozen"] if entry.frozen else []),
    ]


def legend(entries: Sequence[EntryView], look: Look) -> list[Line]:
    """Say what the marks mean that stand beside some entries."""
    said = (
        ("guess", "not confirmed", any(entry.guessed for entry in entries)),
        ("beside", "other work ran too, paid once", any(entry.concurrent for entry in entries)),
        ("nb", "not billable", any(not entry.billable for entry in entries)),
        ("frozen", "submitted", any(entry.frozen for entry in entries)),
    )
    words = [f"{mark}: {meaning}" for mark, meaning, stands in said if stands]
    return [[Span(part, "muted")] for part in broken("  ".join(words), look.width)] if words else []


def span_of_time(one: EntryView | Between, day: date, look: Look) -> str:
    """Give from when to when something went: 08:14-09:00, with the weekday where it is not that of the shift day."""
    start = clock(one.started_at, day, look)
    if one.ended_at is None and isinstance(one, EntryView) and one.guessed:
        return f"{start}-{clock(one.until, day, look)}"  # where it will be cut
    if one.ended_at is None:
        return f"{start}-now"
    # The end of a night's work is the next morning; only more than a day needs to be told which one.
    near = day if one.seconds >= DAY else one.ended_at.astimezone(look.pattern.zone).date()
    return f"{start}-{clock(one.ended_at, near, look)}"


def clock(at: datetime, day: date, look: Look) -> str:
    """Give a local time of day, with its weekday where it is on another day."""
    local = at.astimezone(look.pattern.zone)
    return f"{local:%H:%M}" if local.date() == day else f"{WEEKDAYS[local.weekday()]} {local:%H:%M}"


def lines_of(one: EntryView | Between, row: Line, width: int, notes: bool) -> list[Line]:
    """Give the lines of an entry with its notes, or of what lies between entries with its command."""
    if isinstance(one, Between):
        # Number, time and worked in their columns, each after its gap; the words need none of the others.
        start = "".join(cell.text for cell in row[:6])
        return beside(Span(f"{start}  {one.words}", one.style), one.command, width)
    return [row, *note_lines(one, row, width)] if notes else [row]


def note_lines(entry: EntryView, row: Line, width: int) -> list[Line]:
    """Draw the notes of an entry below its row, whole; the client's only where the row does not say all of it."""
    note = span(entry.note).text
    is_said = note == entry.title or not entry.own_note if entry.ticket else words_in(row).endswith(note)
    notes = [*([] if is_said else [("note: ", note, "")])]
    notes += [("internal: ", entry.internal_note, "internal")] if entry.internal_note else []
    lines: list[Line] = []
    for name, said, style in notes:
        indent = NOTE_INDENT + len(name)
        first, *others = broken(span(said).text, max(width - indent, 1))
        lines.append([Span(" " * NOTE_INDENT), Span(name, "muted"), Span(first, style)])
        lines += [[Span(" " * indent), Span(part, style)] for part in others]
    return lines


def words_in(row: Line) -> str:
    """Give what the row of an entry says of it: the marks alone stand behind that, after a gap."""
    return row[-3].text.rstrip(" ")
