"""How the board is drawn: never more than one screenful, each section with its count and the command for the rest."""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import NamedTuple

from techday.core.durations import show_clock
from techday.pages.timecard_alerts import Alert
from techday.pages.today import Today
from techday.pages.today_plan import promise_lines, schedule_lines, watching_lines
from techday.routine.rules import ItemState, is_counted
from techday.tickets.screen import QUEUE_COLUMNS, ticket_rows
from techday.tickets.standing import Listed
from techday.timecard.store import EntryRow
from techday.ui.dates import WEEKDAYS, show_day, show_instant
from techday.ui.grid import Line, Span, broken, cut, fit, grid, line, pad, span, spread, width_of

MOST_HEIGHT = 40
LEAST_ALERT_LINES = 4
LEAST_ROWS = 3
WHOLE = 1_000_000
MARKS = {"open": "[ ]", "done": "[x]", "failed": "[!]", "na": "[-]"}
STYLES = {"open": "", "done": "ok", "failed": "failed", "na": "muted"}


class Limits(NamedTuple):
    """How many of each are shown at the most: alerts, items of the day, deadlines of a kind, lines of references."""

    alerts: int
    items: int
    deadlines: int
    unverified: int


LIMITS = Limits(8, 4, 4, 3)
WITHOUT_LIMITS = Limits(WHOLE, WHOLE, WHOLE, WHOLE)


class Section(NamedTuple):
    """A list of tickets on the board: its title, what it says beside it, and its rows.

    `command` lists all of them; `first` takes up the first one, "" where the list is what there is to do.
    """

    title: str
    about: str
    tickets: Sequence[Listed]
    command: str
    first: str = ""


def greeting(store: Path, exists: bool, width: int) -> list[Line]:
    """Greet somebody who has nothing in techday yet: where the store is, and three commands to start with."""
    made = "" if exists else " (made at the first write)"
    commands = (
        ("techday setup", "your name, your shift, your holidays"),
        ("techday import FILE.csv", "the tickets of your help desk, from its CSV export"),
        ('techday add "Mail is down"', "a ticket of your own"),
    )
    lines = [
        line(Span("Welcome to techday.", "title"), " There is nothing in it yet."),
        line(),
        line("Start with:"),
        *[line("  ", Span(pad(command, 28), "command"), Span(words, "muted")) for command, words in commands],
        line(),
        line(Span(f"Store: {store}{made}", "muted")),
    ]
    return [cut(one, width) for one in lines[:-1]] + [lines[-1]]


def board(view: Today, zone: tzinfo, width: int, height: int, everything: bool = False) -> list[Line]:
    """Draw the board in at most `height` lines (and 40), or `everything`: what is cut short is counted in its place."""
    room = WHOLE if everything else min(height, MOST_HEIGHT) - 1  # the prompt needs a line
    limits = WITHOUT_LIMITS if everything else LIMITS
    sections = [section for section in sections_of(view) if section.tickets]
    below = [
        *watching_lines(view.watching, zone, view.now, width, limits.deadlines),
        *promise_lines(view.deadlines, zone, view.now, width, limits.deadlines),
        *unverified_lines(view.unverified, width, limits.unverified),
    ]
    top, routine = head(view, zone, width), routine_lines(view.routine, width)
    # Each section keeps its title and a line, before alerts and plans get more than their first.
    kept = len(top) + len(routine) + (2 * len(sections) or 1) + bool(below)
    alerts = alert_lines(view.alerts, width, limits.alerts, room - kept - 2 * bool(view.schedule))
    left = room - kept - len(alerts) - 1
    items = schedule_lines(view.schedule, zone, view.now, width, max(1, min(limits.items, left)))
    lines = [*top, *alerts, *routine, *items]
    if not sections:
        lines.append(line(Span("No open tickets.", "ok"), "  techday ticket add TITLE"))
    below = below[: max(1, room - len(lines) - 2 * len(sections))]
    free = room - len(lines) - len(sections) - len(below)
    shares = share_rows([len(section.tickets) for section in sections], free)
    shown = [section.tickets[:share] for section, share in zip(sections, shares, strict=True)]
    # One grid for all sections, so that their columns stand under each other.
    cells = [cell for part in shown for cell in ticket_rows(part, zone, view.now)]
    rows = iter(grid(cells, QUEUE_COLUMNS, width))
    for section, part in zip(sections, shown, strict=True):
        lines.append(section_head(section, len(part), width))
        lines += [next(rows) for _ in part]
    return [cut(one, width) for one in [*lines, *below][:room]]


def sections_of(view: Today) -> list[Section]:
    """Give the sections of tickets in the order of the board."""
    return [
        Section("BURNING", "", view.burning, "techday ticket list", start(view.burning, view.running)),
        Section("QUEUE", "priority, then oldest", view.queue, "techday ticket list", start(view.queue, view.running)),
        Section("WAITING", "by date", by_date(view.waiting), "techday ticket list --state waiting"),
    ]


def start(tickets: Sequence[Listed], running: EntryRow | None) -> str:
    """Give the command that takes up the first of some tickets on which the timer does not run already."""
    current = running.ticket_id if running else None
    references = (one.ticket.reference for one in tickets if one.ticket.id != current)
    return next((f"techday start {reference}" for reference in references), "")


def unverified_lines(tickets: Sequence[Listed], width: int, most: int) -> list[Line]:
    """Draw what is not verified today, in `most` lines: by reference alone, since these tickets stand above already."""
    if not tickets:
        return []
    command = Span("techday ticket verify", "command")
    title = line(Span("NOT VERIFIED TODAY", "section"), f" {len(tickets)}")
    lines: list[Line] = [spread(title, command, width)]
    row: list[Span] = []
    for position, one in enumerate(tickets):
        reference = Span(f" {fit(span(one.ticket.reference).text, 20)} ", "reference")
        left = f" +{len(tickets) - position}"
        if row and width_of([*row, reference]) + len(left) > width:
            if len(lines) == most:
                row.append(Span(left, "muted"))
                break
            lines.append(row)
            row = []
        row.append(reference)
    return [*lines, row]


def by_date(waiting: Sequence[Listed]) -> list[Listed]:
    """Order what waits by the date on which it comes back, what has none last."""
    return sorted(waiting, key=lambda one: one.ticket.waiting_until or "9")


def share_rows(wanted: Sequence[int], room: int) -> list[int]:
    """Share `room` rows out: a few to each section first, then the rest to the sections in their order."""
    shares = [min(count, LEAST_ROWS) for count in wanted]
    while sum(shares) > max(room, 0) and any(shares):
        # Of equal ones the last gives way: what burns comes first.
        shares[len(shares) - 1 - shares[::-1].index(max(shares))] -= 1
    for index, count in enumerate(wanted):
        shares[index] += max(0, min(count - shares[index], room - sum(shares)))
    return shares


def head(view: Today, zone: tzinfo, width: int) -> list[Line]:
    """Draw the first lines: the day, whose it is, the shift, how old the tickets are, and the running timer."""
    local = view.now.astimezone(zone)
    same_day = local.date() == view.date
    # After midnight of a night shift the clock's own day is said beside the shift's.
    clock = f"{'' if same_day else WEEKDAYS[local.weekday()] + ' '}{local.hour:02d}:{local.minute:02d}"
    start, end = (show_instant(at, zone, at) for at in (view.shift.start, view.shift.end))
    shift = f"shift {start}-{end}" if view.shift.working else "no shift today"
    left: Line = [
        Span("techday", "title"),
        Span(f"  {show_day(view.date)}{' ' if same_day else ', '}{clock}", "title"),
        *([Span("   "), span(view.technician)] if view.technician else []),
        Span(f"   {shift}"),
    ]
    lines = [left]
    if view.tickets_as_of is not None:
        as_of = Span(f"tickets as of {show_instant(view.tickets_as_of, zone, view.now)}", "muted")
        fits = width_of([*left, as_of]) + 3 <= width
        lines = [spread(left, as_of, width)] if fits else [left, [as_of]]
    if view.running is not None:
        lines.append(timer_line(view, zone))
    return lines


def timer_line(view: Today, zone: tzinfo) -> Line:
    """Draw the running timer: on what, since when, how long."""
    running, timer = view.running, view.timecard.running
    assert running is not None  # noqa: S101  # the caller looked
    assert timer is not None  # noqa: S101  # as above
    what = f"{running.ticket} {running.title}" if running.ticket else running.work_type
    since = f"> {show_clock(timer['seconds'])} since {show_instant(running.started_at, zone, view.now)} on "
    return [Span(since, "ok"), span(what)]


def alert_lines(alerts: Sequence[Alert], width: int, most: int, room: int) -> list[Line]:
    """Draw what wants attention, `most` of them and in so many lines, but some at any rate; and how many more."""
    lines: list[Line] = []
    for number, alert in enumerate(alerts):
        drawn = alert_line(alert, width)
        is_last = number == len(alerts) - 1
        if number == most or (lines and len(lines) + len(drawn) + (not is_last) > max(room, LEAST_ALERT_LINES)):
            more = Span(f"! and {len(alerts) - number} more", "alert")
            return [*lines, spread([more], Span("techday today --all", "command"), width)]
        lines += drawn
    return lines


def alert_line(alert: Alert, width: int) -> list[Line]:
    """Draw an alert with the command that clears it: beside it, or below where it is too long."""
    text, command = span(f"! {alert.text}", "alert"), span(alert.command, "command")
    if width_of([text, command]) + 2 <= width:
        return [spread([text], command, width)]
    # What is wrong stands at the end of the words, and a command that is cut cannot be typed.
    return [
        *[[Span(part, "alert")] for part in broken(text.text, width)],
        *[[Span("    "), Span(part, "command")] for part in broken(command.text, width - 4)],
    ]


def routine_lines(routine: Sequence[ItemState], width: int) -> list[Line]:
    """Draw the routine: how many are done, each item with its mark and evidence, what is open first."""
    counted = [item for item in routine if is_counted(item)]
    if not counted:
        return []
    done = sum(item.state == "done" for item in counted)
    title = f"ROUTINE {done}/{len(counted)}"
    lines: list[list[Span]] = [[Span(title, "section")]]
    for item in [*(one for one in counted if one.state != "done"), *(one for one in counted if one.state == "done")]:
        words = span(f"{MARKS[item.state]} {item.title}{evidence_words(item)}", STYLES[item.state])
        if width_of(lines[-1]) + 3 + width_of([words]) > width:
            lines.append([Span(" " * len(title))])
        lines[-1] += [Span("   "), words]
    command = Span("techday today check ITEM", "command")
    if done == len(counted):
        return [*lines]
    if width_of([*lines[-1], command]) + 2 <= width:
        return [*lines[:-1], spread(lines[-1], command, width)]
    return [*lines, spread([], command, width)]


def evidence_words(item: ItemState) -> str:
    """Give the evidence of an item beside its title, where it says more than the mark."""
    return f" {item.evidence}" if item.evidence and item.state in ("open", "failed") else ""


def section_head(section: Section, shown: int, width: int) -> Line:
    """Draw the head of a section: its title and count, and the command for what is next to do with it."""
    total = len(section.tickets)
    count = f" {total}" if shown == total else f" {shown} of {total}"
    about = Span(f"  ({section.about})" if section.about else "", "muted")
    left = line(Span(section.title, "section"), count)
    command = section.first if shown == total else f"{total - shown} more: {section.command}"
    right = Span(span(command).text, "command")
    if width_of([*left, about, right]) + 2 <= width:
        left = [*left, about]
    return spread(left, right, width)
