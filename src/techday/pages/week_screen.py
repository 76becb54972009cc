"""How a week looks: a column for each day where the screen is wide, else a list by day, and so where that is shorter.

Every item has a mark that reads without colour, its number, and what is wrong with it in words: below it in the list,
below all columns where a column is too narrow for them. Nothing is left out: what is longer than the screen scrolls.
"""

from datetime import date, datetime, tzinfo
from typing import NamedTuple

from techday.core.durations import show_age, show_duration
from techday.core.instants import to_text
from techday.core.text import clean_line
from techday.pages.week import DayView, WeekView
from techday.pages.week_items import is_open
from techday.pages.week_words import changes_words, conflict_words, count_words, local_days, time_words
from techday.schedule.feed_evidence import Stale
from techday.schedule.marks import mark_of
from techday.schedule.store import ItemRow
from techday.ui.dates import short_day
from techday.ui.grid import Column, Line, Span, broken, cut, fit, grid, line, span, width_of

# Another technician's item is there to be known, not to be answered.
OF_ANOTHER = (" . ", "muted")
# A narrower screen has no columns; `[x] 09:00-10:00` is the least that one must hold.
WIDE, NARROWEST_COLUMN, GAP = 110, 15, 2
MOST_TITLE_LINES, MOST_PLACE_LINES = 3, 2
WEEKDAYS = 5
MOST_CONFLICTS = 3
# Below an item of the list stands what is wrong with it, under its time.
INDENT = 8
LIST_COLUMNS = (
    Column(),  # mark
    Column(right=True),  # number
    Column(least=11),  # from when to when
    Column(flexible=True, least=16),  # title
    Column(flexible=True, least=4, most=14),  # client
    Column(flexible=True, least=6, most=28, drop=70),  # place
)


class Look(NamedTuple):
    """What a week is drawn for: the zone, the time, the screen, and how many seconds it takes from place to place.

    `columns` tells that the screen may have columns at all: for a screen reader a list is better. `shift` says when
    the shifts of the days begin, where they end on the next: ` from 22:00`.
    """

    zone: tzinfo
    now: datetime
    width: int
    height: int
    travel: int
    columns: bool = True
    shift: str = ""


def week_page(view: WeekView, look: Look) -> list[Line]:
    """Draw a week: how far it is, what is old, its days, and the commands that answer what is open."""
    head = [*heading(view, look), *left_open(view), *(stale_line(one, look) for one in view.stale)]
    if not view.items and not any(day.off for day in view.days):
        return [*head, *(cut(one, look.width) for one in nothing())]
    foot = commands(view, look)
    columns, below = day_columns(view, look), []
    if not columns or len(head) + len(columns) + len(foot) > look.height:
        below = day_list(view, look)
    # Too high for the screen, columns are still the better overview where a list would be longer.
    days = columns if columns and (not below or len(columns) <= len(below)) else below
    return [*head, *days, *foot]


def heading(view: WeekView, look: Look) -> list[Line]:
    """Draw which week it is, and how far: `Week 48  Mon 23 Nov - Sun 29 Nov   7 of 9 acknowledged, 2 open`."""
    week, counts = view.week, view.counts
    year = "" if week.year == look.now.astimezone(look.zone).year else f" of {week.year}"
    title = f"Week {week.number}{year}  {short_day(week.first_day)} - {short_day(week.last_day)}"
    head = line(Span(title, "title"))
    if not counts.total:
        return [head]
    others = [f"{count} {word}" for count, word in ((counts.open, "open"), (counts.declined, "declined")) if count]
    words = ", ".join([count_words(counts.acknowledged, counts.total), *others])
    far = Span(words, "warning" if counts.open else "ok")
    beside: Line = [*head, Span("   "), far]
    return [beside] if width_of(beside) <= look.width else [head, [far]]


def left_open(view: WeekView) -> list[Line]:
    """Say what is still open in the current week while the coming one is shown."""
    if not view.left:
        return []
    return [line(Span(f"{view.left} open this week: ", "warning"), Span("techday week ack --this", "command"))]


def stale_line(one: Stale, look: Look) -> Line:
    """Say that a calendar is old, and why."""
    old = "was never read" if one.age_seconds is None else f"is {show_age(one.age_seconds)} old"
    why = f": {clean_line(one.failure)}" if one.failure else ""
    command = "  techday schedule refresh"
    words = fit(f"{clean_line(one.name)} {old}{why}", max(look.width - len(command), 20))
    return [Span(words, "warning"), Span(command, "command")]


def nothing() -> list[Line]:
    """Say that nothing is planned, and how that changes."""
    return [
        line("Nothing is planned."),
        line(Span("  techday schedule subscribe URL", "command"), Span("  your dispatcher's calendar", "muted")),
        line(Span("  techday schedule add TITLE --start TIME", "command")),
    ]


def commands(view: WeekView, look: Look) -> list[Line]:
    """Draw the commands that answer what is open."""
    waiting = [row for row in view.items if is_open(row, to_text(look.now))]
    if not waiting or view.next_command is None:
        return []
    one = waiting[0].id
    decline = Span(f"  techday week decline {one if len(waiting) == 1 else 'ID'} --reason TEXT", "command")
    if len(waiting) == 1:
        return [line(), line(Span(f"  {view.next_command}", "command")), line(decline)]
    walk = view.next_command.replace(" --all", "", 1)
    return [
        line(),
        line(Span(f"  {walk}", "command"), Span("  one by one, or ", "muted")),
        line(Span(f"  {view.next_command}", "command"), Span("  at once", "muted")),
        line(decline),
    ]


def marked(row: ItemRow, look: Look) -> tuple[str, str]:
    """Give the mark of an item and its style."""
    if row.technician:
        return OF_ANOTHER
    return mark_of(row, to_text(look.now))


def title_of(row: ItemRow) -> str:
    """Give the title of an item, with the name of the technician whose it is before it, where that is another one."""
    return f"{row.technician}: {row.title}" if row.technician else row.title


def details(row: ItemRow, view: WeekView, look: Look) -> list[Span]:
    """Say what is to be known of an item beside itself: what changed, its conflicts, and why it will not be."""
    changes = changes_words(row, look.zone, look.now)
    found = view.conflicts.get(row.id, [])
    conflicts = [conflict_words(row, one, look.zone, look.now, look.travel) for one in found[:MOST_CONFLICTS]]
    if len(found) > MOST_CONFLICTS:
        conflicts.append(f"and {len(found) - MOST_CONFLICTS} more conflicts")
    is_missed = row.state == "proposed" and not row.technician and not is_open(row, to_text(look.now))
    ending = row.state if row.state in ("declined", "cancelled") else "over without an answer" if is_missed else ""
    return [
        *([span(f"changed: {changes}", "warning")] if changes else []),
        *(span(f"! {words}", "overdue") for words in conflicts),
        *([span(f"{ending}: {row.reason}" if row.reason else ending, "muted")] if ending else []),
    ]


def load_words(day: DayView, shift: str = "") -> Span:
    """Say how much of a shift is planned: `6h30 of 8h`, `9h of 8h, 1h over`; "" for a day off without anything.

    `shift` says which shift of the day is meant, where that is not plain.
    """
    room = max(day.shift_seconds - day.time_off_seconds, 0)
    planned = show_duration(day.planned_seconds)
    if not room:
        off = "time off" if day.time_off_seconds else "no shift"
        if not day.planned_seconds:
            return Span(off if day.time_off_seconds else "", "muted")
        return Span(f"{planned}, {off}", "warning")
    over = day.planned_seconds - room
    words = f"{planned} of {show_duration(room)}{shift}"
    return Span(f"{words}, {show_duration(over)} over", "overdue") if over > 0 else Span(words, "muted")


def day_list(view: WeekView, look: Look) -> list[Line]:
    """Draw the days one below the other; of a weekend without anything nothing."""
    shown = [day for day in view.days if is_worth_a_line(day)]
    rows = [(day, row) for day in shown for row in day.items]
    laid = iter(grid([item_cells(row, day.date, look) for day, row in rows], LIST_COLUMNS, look.width))
    lines: list[Line] = []
    told: set[int] = set()
    for day in shown:
        lines += [line(), day_line(day, look)]
        for row in day.items:
            lines.append(cut(next(laid), look.width))
            if row.id in told:
                continue  # it began on a day before, and was told of there
            told.add(row.id)
            for one in details(row, view, look):
                parts = broken(one.text, max(look.width - INDENT, 16))
                lines += [[Span(" " * INDENT), Span(part, one.style)] for part in parts]
    return lines


def is_worth_a_line(day: DayView) -> bool:
    """Tell whether a day has anything to show: a shift, an item, or time off."""
    return bool(day.items or day.off or day.shift_seconds or day.time_off_seconds)


def day_line(day: DayView, look: Look) -> Line:
    """Draw a day with how much of its shift is planned, and what is off of it."""
    today = " (today)" if day.date == look.now.astimezone(look.zone).date() else ""
    said = [one for one in (load_words(day, look.shift), *(span(words, "muted") for words in day.off)) if one.text]
    cells = [Span(f"  {one.text}", one.style) for one in said]
    return cut(line(Span(f"{short_day(day.date)}{today}", "section"), *cells), look.width)


def item_cells(row: ItemRow, day: date, look: Look) -> list[Span]:
    """Give the cells of an item on one of its days."""
    mark, style = marked(row, look)
    return [
        Span(mark, style),
        span(str(row.id), "reference"),
        Span(time_words(row, day, look.zone), style),
        span(title_of(row), style),
        span(row.client or "", "client"),
        span(row.place or row.site or "", "muted"),
    ]


def day_columns(view: WeekView, look: Look) -> list[Line]:
    """Draw the days beside each other, and what is to be known of their items below; none where there is no room."""
    days = [day for day in view.days if day.date.weekday() < WEEKDAYS or is_worth_a_line(day)]
    room = (look.width - GAP * (len(days) - 1)) // len(days)
    if not look.columns or look.width < WIDE or room < NARROWEST_COLUMN:
        return []
    columns = [column(day, view, look, room) for day in days]
    height = max(map(len, columns))
    lines: list[Line] = [line()]
    for at in range(height):
        cells: list[Span] = []
        for one in columns:
            part = one[at] if at < len(one) else []
            cells += [*part, Span(" " * (room - width_of(part) + GAP))]
        lines.append(cells)
    notes = [note for row in view.items for note in notes_of(row, view, look)]
    return [*lines, *([line(), *notes] if notes else [])]


def column(day: DayView, view: WeekView, look: Look, room: int) -> list[Line]:
    """Draw a day as a column of so many cells: its head, and a block for each item."""
    today = "> " if day.date == look.now.astimezone(look.zone).date() else ""
    lines: list[Line] = [[Span(f"{today}{short_day(day.date)}", "section")]]
    lines += in_lines(load_words(day, look.shift), room, MOST_PLACE_LINES) or [[]]
    for words in day.off:
        lines += in_lines(span(words, "muted"), room, MOST_TITLE_LINES)
    for row in day.items:
        mark, style = marked(row, look)
        warned = "! " if row.id in view.conflicts else ""
        where = ", ".join(words for words in (row.client or "", row.place or row.site or "") if words)
        lines += [
            [],
            [Span(f"{mark} {time_words(row, day.date, look.zone)}", style)],
            *in_lines(span(f"{warned}{row.id} {title_of(row)}", style), room, MOST_TITLE_LINES),
            *in_lines(span(where, "client"), room, MOST_PLACE_LINES),
        ]
    return lines


def in_lines(text: Span, room: int, most: int) -> list[Line]:
    """Break a text into at most so many lines; what is lost shows by an ellipsis."""
    if not text.text:
        return []
    parts = broken(text.text, room)
    if len(parts) > most:
        parts = [*parts[: most - 1], fit(f"{parts[most - 1]} {parts[most]}", room)]
    return [[Span(fit(part, room), text.style)] for part in parts]


def notes_of(row: ItemRow, view: WeekView, look: Look) -> list[Line]:
    """Draw what is to be known of an item, below the columns."""
    said = details(row, view, look)
    if not said:
        return []
    first, _ = local_days(row, look.zone)
    mark, style = marked(row, look)
    lines: list[Line] = [
        cut(line(Span(f"{mark} {row.id}", style), f"  {short_day(first)}  ", span(title_of(row))), look.width)
    ]
    for one in said:
        lines += [[Span(" " * INDENT), Span(part, one.style)] for part in broken(one.text, look.width - INDENT)]
    return lines
