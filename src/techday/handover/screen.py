"""How the draft of a handover looks: what is given and watched, what is kept, and what else the next person must know.

On one screen of so many lines, unless all is asked for: first each section gets a line, then what is given and watched
all that it needs, and the rest what is left. What is cut short is counted in its place.
"""

from collections.abc import Sequence
from datetime import tzinfo
from typing import NamedTuple

from techday.handover.draft_rows import (
    brief_line,
    incoming_cells,
    item_lines,
    lack_words,
    outgoing_cells,
    plan_cells,
    promise_cells,
    short_cells,
    watch_cells,
)
from techday.handover.draft_views import Draft, DraftItem
from techday.handover.rules import GIVE, KEEP, WATCH
from techday.ui.dates import clock, short_day, show_day
from techday.ui.grid import Column, Line, Span, cut, grid, line, span, spread, width_of

MOST_HEIGHT = 40
WHOLE = 1_000_000
# How tickets are drawn, the best first: the form of each section, and how many lines what is watched counts at most.
FORMS = (
    ({"GIVE": 0, "WATCH": 0}, WHOLE),
    ({"GIVE": 0, "WATCH": 1}, WHOLE),
    ({"GIVE": 0, "WATCH": 2}, WHOLE),
    ({"GIVE": 1, "WATCH": 2}, WHOLE),
    ({"GIVE": 1, "WATCH": 2}, 1),
    ({"GIVE": 2, "WATCH": 2}, 0),
)
ALL = "techday handover --all"
TICKET_COLUMNS = (
    Column(least=5, most=16),  # reference
    Column(tight=True),  # priority
    Column(flexible=True, least=6, most=14),  # client
    Column(flexible=True, least=16),  # title
    Column(flexible=True, least=10, most=40),  # why, or what is next
)
HANDOVER_COLUMNS = (
    Column(right=True),  # number
    Column(flexible=True, least=10, most=30),  # with whom
    Column(),  # since when
    Column(flexible=True, least=10),  # which tickets
)
WATCH_COLUMNS = (
    Column(flexible=True, least=6, most=14),  # client
    Column(flexible=True, least=10, most=30),  # name
    Column(drop=60),  # kind
    Column(),  # day
    Column(flexible=True, least=10),  # what was seen
)
PLAN_COLUMNS = (
    Column(flexible=True, least=5, most=16),  # when, or reference
    Column(flexible=True, least=16),  # what
    Column(flexible=True, least=6, most=14),  # client
    Column(flexible=True, least=5, most=24),  # place, or by when
)


class Section(NamedTuple):
    """A part of the draft: its title, what is said beside it, its command, and its entries, each of some lines.

    `shorter` are the same entries in fewer lines each, and in one.
    """

    title: str
    about: str
    command: str
    blocks: Sequence[Sequence[Line]]
    shorter: Sequence[Sequence[Sequence[Line]]] = ()


def draft_page(view: Draft, zone: tzinfo, width: int, height: int, everything: bool = False) -> list[Line]:
    """Draw the draft in at most `height` lines (and 40), or `everything`, with nothing cut."""
    sections = [one for one in sections_of(view, zone, width, everything) if one.blocks]
    top, end = head(view, zone, width), foot(view, width)
    if everything:
        return [*top, *[drawn for one in sections for drawn in section_lines(one, len(one.blocks), width)], *end]
    room = min(height, MOST_HEIGHT) - 1  # the prompt needs a line
    left = room - len(top) - len(end) - len(sections)
    sections = fitted(sections, left)
    lines = list(top)
    for one, count in zip(sections, shares(sections, left), strict=True):
        lines += section_lines(one, count, width)
    return [cut(one, width) for one in [*lines[: max(1, room - len(end))], *end]]


def sections_of(view: Draft, zone: tzinfo, width: int, everything: bool) -> list[Section]:
    """Give the parts of the draft in their order."""
    free = [one for one in view.items if one.under_way is None]
    about = stay_words(free)
    given, watched, kept = ([one for one in free if one.plan == plan] for plan in (GIVE, WATCH, KEEP))
    incoming = [row for row in view.waiting_for_answer if row.direction == "in"]
    return [
        Section(
            "TO ACCEPT",
            "",
            f'techday handover accept {incoming[0].id} --read-back "…"' if incoming else "",
            one_each(grid([incoming_cells(row, zone, view.now) for row in incoming], HANDOVER_COLUMNS, width)),
        ),
        ticket_section("GIVE", "", "techday handover set N give", given, view, zone, width, everything),
        ticket_section("WATCH", about, "techday handover set N watch", watched, view, zone, width, everything),
        Section("UNDER WAY", "", "techday handover list", elsewhere(view, zone, width)),
        Section(
            "KEEP",
            "nobody need look before you are back",
            "techday handover set N give",
            one_each(grid([short_cells(one, one.next_step) for one in kept], TICKET_COLUMNS, width)),
        ),
        Section(
            "FAILING WATCHES",
            "",
            "techday watch list --failing",
            one_each(grid([watch_cells(one) for one in view.failing], WATCH_COLUMNS, width)),
        ),
        Section(
            "PROMISED",
            "before the end of the next shift",
            "techday ticket kept N",
            one_each(grid([promise_cells(one, zone, view.now) for one in view.promises], PLAN_COLUMNS, width)),
        ),
        Section(
            "NEXT SHIFT",
            shift_words(view, zone),
            "techday week",
            one_each(grid([plan_cells(one, zone) for one in view.schedule], PLAN_COLUMNS, width)),
        ),
    ]


def stay_words(items: Sequence[DraftItem]) -> str:
    """Say whose the tickets stay that are to be watched."""
    return "stay whose they are" if any(one.watched_for is not None for one in items) else "stay yours"


def one_each(rows: Sequence[Line]) -> list[list[Line]]:
    """Give rows as entries of one line."""
    return [[row] for row in rows]


def ticket_section(
    title: str,
    about: str,
    command: str,
    items: Sequence[DraftItem],
    view: Draft,
    zone: tzinfo,
    width: int,
    everything: bool,
) -> Section:
    """Give the tickets that are to be given, or watched: in several lines each, and in one."""
    blocks = [item_lines(one, zone, view.now, width, everything) for one in items]
    shorter = [[block[0], brief_line(one, width)] for one, block in zip(items, blocks, strict=True)]
    rows = grid([short_cells(one, one.why or lack_words(one)) for one in items], TICKET_COLUMNS, width)
    return Section(title, about, command, blocks, (shorter, one_each(rows)))


def elsewhere(view: Draft, zone: tzinfo, width: int) -> list[list[Line]]:
    """Draw what a colleague has already: sent and not accepted, or accepted to be watched, with its tickets."""
    rows = {row.id: row for row in view.waiting_for_answer if row.direction == "out"}
    rows |= {one.under_way.id: one.under_way for one in view.items if one.under_way is not None}
    tickets: dict[int, list[str]] = {number: [] for number in rows}
    for one in view.items:
        if one.under_way is not None:
            tickets[one.under_way.id].append(one.ticket.reference)
    cells = [outgoing_cells(row, tickets[number], zone, view.now) for number, row in sorted(rows.items())]
    return one_each(grid(cells, HANDOVER_COLUMNS, width))


def head(view: Draft, zone: tzinfo, width: int) -> list[Line]:
    """Draw the first lines: what this is, whose, until when; and what there is besides the user's own tickets."""
    local = view.now.astimezone(zone)
    title: Line = line(Span("handover", "title"), Span(f"  {show_day(local.date())} {local:%H:%M}", "title"))
    title = [*title, *([Span("   "), span(view.technician)] if view.technician else [])]
    back: Line = [Span(f"back {shift_words(view, zone)}")]
    fits = width_of([*title, *back]) + 3 <= width
    lines: list[Line] = [[*title, Span("   "), *back]] if fits else [title, back]
    if view.technician is None and view.items:
        words = "! every open ticket is taken for yours: your name is not known"
        lines += beside(Span(words, "alert"), 'techday config set technician.name "NAME"', width)
    if view.unowned:
        words = "1 open ticket is nobody's" if view.unowned == 1 else f"{view.unowned} open tickets are nobody's"
        lines += beside(Span(words, "warning"), "techday ticket list --owner nobody", width)
    return lines


def beside(words: Span, command: str, width: int) -> list[Line]:
    """Draw words with a command beside them, or below where it is too long: a command that is cut cannot be typed."""
    if width_of([words]) + len(command) + 2 <= width:
        return [spread([words], Span(command, "command"), width)]
    return [[words], [Span("    "), Span(command, "command")]]


def shift_words(view: Draft, zone: tzinfo) -> str:
    """Say when the next shift is: `Tue 24 Nov 08:00-17:00`."""
    shift = view.next_shift
    start, end = shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone)
    hours = f"{clock(start)}-{clock(end)}"
    return f"{short_day(shift.day)} {hours}" if shift.working else f"{short_day(shift.day)}, no shift is planned"


def foot(view: Draft, width: int) -> list[Line]:
    """Draw the next step."""
    if not view.items:
        return [line(Span("No unfinished ticket of yours.", "ok"))]
    going = [one for one in view.items if one.plan != KEEP and one.under_way is None]
    if not going:
        return beside(Span("Nothing is to go.", "ok"), "techday handover set N give", width)
    given = sum(one.plan == GIVE for one in going)
    words = f"To go: {given} to give, {len(going) - given} to watch."
    return beside(Span(words), "techday handover send --to NAME", width)


def fitted(sections: Sequence[Section], room: int) -> list[Section]:
    """Give the sections with the tickets in as many lines each as there is room for; the others keep one line each.

    What is watched gives way first. Of what is given each says what is next, unless even one watched ticket in a line
    beside it is too much.
    """
    others = sum(1 for one in sections if not one.shorter)
    found: list[Section] = []
    for forms, most_watched in FORMS:
        found = [one._replace(blocks=in_form(one, forms[one.title])) if one.shorter else one for one in sections]
        lines = {one.title: sum(map(len, one.blocks)) for one in found if one.shorter}
        if lines.get("GIVE", 0) + min(lines.get("WATCH", 0), most_watched) + others <= room:
            break
    return found


def in_form(section: Section, form: int) -> Sequence[Sequence[Line]]:
    """Give the entries of a section in that form: 0 is whole, each other is shorter."""
    return section.shorter[form - 1] if form else section.blocks


def shares(sections: Sequence[Section], room: int) -> list[int]:
    """Share `room` lines out: an entry to each section, then to the tickets that go, then the others, last the kept."""
    counts = [0] * len(sections)
    order = sorted(range(len(sections)), key=lambda place: sections[place].title == "KEEP")
    for most in (1, WHOLE):
        for place in order:
            blocks = sections[place].blocks
            while counts[place] < min(most, len(blocks)) and len(blocks[counts[place]]) <= room:
                room -= len(blocks[counts[place]])
                counts[place] += 1
    return counts


def section_lines(section: Section, count: int, width: int) -> list[Line]:
    """Draw a section with the first `count` of its entries."""
    total = len(section.blocks)
    left = line(Span(section.title, "section"), f" {total}" if count == total else f" {count} of {total}")
    command = Span(section.command if count == total else f"{total - count} more: {ALL}", "command")
    about = Span(f"  ({section.about})" if section.about else "", "muted")
    if width_of([*left, about, command]) + 2 <= width:
        left = [*left, about]
    return [spread(left, command, width), *[drawn for block in section.blocks[:count] for drawn in block]]
