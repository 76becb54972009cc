"""How the time card looks: the entries of a day with what lies between them, a week as bars, and what review finds.

What nobody told of is drawn where it is missing, between the entries, with the command that fills it in. Bars are
characters alone, so that they read without colour; `Look.blocks` chooses between block characters and plain ASCII.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from techday.cards.gaps import gap_command
from techday.cards.views import (
    BreakView,
    CardState,
    CardView,
    DayView,
    EntryView,
    Finding,
    Utilisation,
)
from techday.core.durations import DAY, show_age, show_clock, show_duration
from techday.core.intervals import Span as Stretch
from techday.core.intervals import length, trim
from techday.core.shifts import Lunch, ShiftPattern, lunch_of, shift_day, shift_on
from techday.core.work_types import WorkType, rule_text
from techday.setting_values import show_yes
from techday.ui.dates import MONTHS, WEEKDAYS, show_day, show_instant
from techday.ui.grid import Column, Line, Span, broken, cut, grid, labelled, line, pad, plain_text, span, width_of
from techday.ui.listing import heading

MOST_FINDINGS = 8
WIDEST_BAR, NARROWEST_BAR = 40, 5
# What stands beside the bar of a day, and of a share of the time worked.
BESIDE_DAY, BESIDE_SHARE = 30, 47
# What a further column takes of the room for bars.
BESIDE_COLUMN = 10
SHORT_DIGEST = 12
# Below this width an entry's type stands only where there is no ticket.
NARROW = 72
# A command at the right edge of a wider screen would stand too far from its words.
WIDE = 80
ENTRY_COLUMNS = (
    Column(right=True),  # number
    Column(),  # from and to
    Column(right=True),  # worked
    Column(right=True, drop=90),  # billed
    Column(flexible=True, least=6, most=14, drop=NARROW),  # type
    Column(flexible=True, least=4, most=16),  # ticket
    Column(flexible=True, least=6, most=14, drop=100),  # client
    Column(flexible=True, least=8),  # title, or note
    Column(most=20),  # marks
)
ENTRY_HEAD = ("#", "time", "worked", "billed", "type", "ticket", "client", "what", "")
# What stands beside the work of days in a week where any of them has it.
PLANS = (("schedule", "scheduled_seconds"), ("time off", "time_off_seconds"))
CARD_COLUMNS = (
    Column(),  # name
    Column(flexible=True, least=8),  # state
    Column(right=True),  # worked
    Column(right=True, drop=50),  # billed
    Column(drop=72),  # digest
)
TYPE_COLUMNS = (Column(flexible=True, least=8), Column(least=8), Column(least=8, drop=50))
TYPE_HEAD = ("type", "billable", "utilised")
TYPE_COMMANDS = (
    ("Change a type:", "techday config set worktype.travel.step 15m"),
    ("Make a new one:", "techday config set worktype.NAME.billable yes"),
    ("For every type:", "techday config set worktype.default.minimum 15m"),
)
# What keeps a card from being submitted; every other finding may be accepted.
ERRORS = ("overlap", "guess", "future", "long", "note")
STATES = {"approved": "ok", "submitted": "ok", "rejected": "failed"}


class Look(NamedTuple):
    """What a time card is drawn for: the shifts with their zone and lunch, the time, and a screen of `width` cells.

    `blocks` tells that the screen can show block characters.
    """

    pattern: ShiftPattern
    lunch: Lunch
    now: datetime
    width: int
    blocks: bool = True


class Between(NamedTuple):
    """A stretch of a day on which nothing was worked: what it is, and the command that fills it in, "" for none."""

    started_at: datetime
    ended_at: datetime | None
    seconds: int
    words: str
    style: str = "muted"
    command: str = ""


class Glyphs(NamedTuple):
    """What bars are made of: what was reached, what is left of the plan, and the mark at a plan or a target."""

    full: str
    rest: str
    mark: str


BLOCKS, ASCII = Glyphs("█", "░", "┃"), Glyphs("#", ".", "|")


def card_page(view: CardView, today: date, look: Look) -> list[Line]:
    """Draw today's entries, the week as bars, and the first of what review finds."""
    day = next((one for one in view.days if one.date == today), None)
    lines: list[Line] = []
    if day is not None:
        entries = [entry for entry in view.entries if entry.date == today]
        lines += [day_head(day), *running_lines(view.entries, day, look), *day_lines(day, entries, look), []]
    lines += [week_head(view), *week_lines(view, today, look), *share_lines(view.utilisation, look)]
    command = f"techday timecard review {view.week}"
    # Today's gaps stand between its entries already.
    warnings = [one for one in view.warnings if (one.kind, one.date) != ("gap", today)]
    lines += findings_lines(view.errors, warnings, look.width, MOST_FINDINGS, command)
    return fitted(lines, look.width)


def day_page(day: DayView, entries: Sequence[EntryView], findings: Sequence[Finding], look: Look) -> list[Line]:
    """Draw one day in detail: its entries with their notes, its shares, and what review finds in it."""
    lines = [
        day_head(day),
        *plan_lines(day),
        *running_lines(entries, day, look),
        *day_lines(day, entries, look, notes=True),
        *legend(entries, look),
        *share_lines(day.utilisation, look),
        *findings_lines(
            [one for one in findings if one.kind in ERRORS],
            [one for one in findings if one.kind not in ERRORS],
            look.width,
        ),
    ]
    return fitted(lines, look.width)


def week_page(view: CardView, today: date, look: Look) -> list[Line]:
    """Draw a week in detail: its cards, all its days, the rules by which it is billed, and what review finds."""
    lines: list[Line] = [week_head(view), *card_lines(view.cards, look), *week_lines(view, today, look)]
    lines += share_lines(view.utilisation, look)
    blocks = day_blocks(view.days, view.entries, look, notes=True)
    for day, block in zip(view.days, blocks, strict=True):
        if block:
            lines += [[], day_head(day), *block]
    if not any(blocks):
        lines.append(line(f"  Nothing in {view.week} yet.  techday log 9:00-10:30 --date {view.first_day}"))
    lines += [*legend(view.entries, look), *rule_lines(view, look)]
    return fitted([*lines, *findings_lines(view.errors, view.warnings, look.width)], look.width)


def review_page(view: CardView, name: str, ways_out: Sequence[tuple[str, str, str]], width: int) -> list[Line]:
    """Draw what keeps a week from being submitted: errors first, then warnings, each with its command.

    `name` is the card that can be submitted, "" where none was meant; `ways_out` has each frozen card that was meant:
    its name, its state, and the command that opens it again.
    """
    lines: list[Line] = [week_head(view)]
    for frozen, state, command in ways_out:
        lines += beside(span(f"{frozen} is {state}: its lines are frozen"), command, width)
    lines += findings_lines(view.errors, view.warnings, width)
    submit, log = f"techday timecard submit {name}", f"techday log 9:00-10:30 --date {view.first_day} --ticket N"
    if not any(entry.card == name for entry in view.entries):
        lines += [] if ways_out else beside(Span(f"Nothing in {name} yet"), log, width)
    elif view.errors:
        lines.append([Span(f"The errors keep {name} from being submitted", "failed")])
    elif view.warnings:
        lines += beside(Span(f"Only warnings are left in {name}: accept them"), f"{submit} --accept-warnings", width)
    else:
        lines += beside(Span(f"Nothing keeps {name} from being submitted:", "ok"), submit, width)
    return fitted(lines, width)


def types_page(types: Sequence[WorkType], width: int) -> list[Line]:
    """Draw the types of work: what each counts as, and by which rule it is billed."""
    head = heading(TYPE_HEAD)
    rows = [[span(one.name), Span(show_yes(one.billable)), Span(show_yes(one.utilised))] for one in types]
    rules = [Span("rule", "muted"), *[span(rule_text(one)) for one in types]]
    lines: list[Line] = []
    facts = [plain_text(row) for row in grid([head, *rows], TYPE_COLUMNS, width)]
    longest = max(map(len, facts))
    for fact, rule in zip(facts, rules, strict=True):
        lines += labelled(Span(pad(fact, longest), rule.style), rule, width)
    for words, command in TYPE_COMMANDS:
        lines += beside(Span(words, "muted"), command, min(width, WIDE))
    return fitted(lines, width)


def fitted(lines: Sequence[Line], width: int) -> list[Line]:
    """Cut what is wider than the screen."""
    return [cut(one, width) for one in lines]


# The entries of a day


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
        what = f"{running.ticket} {running.title or ''}" if running.ticket else running.work_type
        return [[Span(f"{since} on ", "ok"), span(what)]]
    pause = next((one for one in day.breaks if one.ended_at is None), None)
    if pause is None:
        return []
    since = f"> on a break since {show_instant(pause.started_at, look.pattern.zone, look.now)}"
    return beside(Span(since, "ok"), "techday timecard resume", look.width)


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
    what = one.title or one.note or one.client or (one.work_type if look.width < NARROW else "")
    return [
        Span(str(one.id), "muted"),
        Span(times, "ok" if one.ended_at is None else ""),
        Span(show_duration(one.paid_seconds)),
        Span(show_duration(one.billed_seconds) if one.billable else "-", "" if one.billable else "muted"),
        span(one.work_type, "muted"),
        span(one.ticket or "", "reference"),
        span(one.client or "", "client"),
        span(what),
        Span(" ".join(marks_of(one)), "warning" if one.guessed or one.late is not None else "muted"),
    ]


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
    if not notes:
        return [row]
    said = [("note: ", one.note, "")] if one.own_note and one.note != one.title else []
    said += [("internal: ", one.internal_note, "internal")] if one.internal_note else []
    return [row, *[[Span("      "), Span(name, "muted"), span(text, style)] for name, text, style in said]]


# The week


def week_head(view: CardView) -> Line:
    """Draw the name of a card, its days and its state."""
    first, last = view.first_day, view.last_day
    begins = f"{WEEKDAYS[first.weekday()]} {first.day} {MONTHS[first.month - 1]}"
    if first.year != last.year:
        begins += f" {first.year}"
    head = [
        Span(view.week, "title"),
        Span(f"  {begins} - {show_day(last)}  "),
        Span(view.state, STATES.get(view.state, "")),
    ]
    return [*head, *([Span("  "), span(view.technician)] if view.technician else [])]


def week_lines(view: CardView, today: date, look: Look) -> list[Line]:
    """Draw a line for each day with work or a shift, with a bar of its work against its plan; and the sums.

    What the schedule has planned, and time off, have a column each in a week that has any.
    """
    plans = [(title, field) for title, field in PLANS if any(getattr(day, field) for day in view.days)]
    counts = ["worked_seconds", "billed_seconds", "planned_seconds", *[field for _, field in plans]]
    days = [day for day in view.days if any(getattr(day, field) for field in counts)]
    # One forgotten timer must not make every other day small.
    most = 2 * max((day.planned_seconds for day in days), default=0) or DAY
    longest = max((min(max(day.worked_seconds, day.planned_seconds), most) for day in days), default=0)
    room = bar_room(look, BESIDE_DAY + BESIDE_COLUMN * len(plans))
    rows = [heading(("", "worked", "billed", *[title for title, _ in plans], ""))]
    for day in days:
        is_done = day.worked_seconds >= day.planned_seconds
        drawn = plan_bar(day.worked_seconds, day.planned_seconds, longest, room, glyphs(look))
        rows.append(
            [
                Span(f"{WEEKDAYS[day.date.weekday()]} {day.date.day}", "title" if day.date == today else ""),
                Span(show_duration(day.worked_seconds)),
                Span(show_duration(day.billed_seconds)),
                *[Span(show_duration(getattr(day, field)) if getattr(day, field) else "") for _, field in plans],
                Span(drawn, "ok" if is_done else "" if day.worked_seconds else "muted"),
            ]
        )
    planned = sum(day.planned_seconds for day in view.days)
    rows.append(
        [
            Span("week", "title"),
            Span(show_duration(view.worked_seconds), "title"),
            Span(show_duration(view.billed_seconds), "title"),
            *[Span(show_duration(getattr(view, field)), "title") for _, field in plans],
            Span(f"{show_duration(planned)} planned" if planned else "", "muted"),
        ]
    )
    return grid(rows, [Column(), *[Column(right=True)] * (2 + len(plans)), Column()], look.width)


def share_lines(shares: Utilisation, look: Look) -> list[Line]:
    """Draw what was billable and what was utilised of the time worked, against the target; nothing without work."""
    lines: list[Line] = []
    told = (
        ("billable", shares.billable_seconds, shares.billable_percent),
        ("utilised", shares.utilised_seconds, shares.utilised_percent),
    )
    for name, seconds, percent in told:
        if percent is None:
            continue
        drawn = share_bar(percent, shares.target_percent, bar_room(look, BESIDE_SHARE), glyphs(look))
        lines.append(
            [
                Span(f" {name}  {percent:3}%  "),
                Span(f"{drawn}  " if drawn else "", "ok" if percent >= shares.target_percent else "warning"),
                Span(f"{show_duration(seconds)} of {show_duration(shares.worked_seconds)}"),
                Span(f", target {shares.target_percent}%" if shares.target_percent else "", "muted"),
            ]
        )
    return lines


def bar_room(look: Look, others: int) -> int:
    """Give how many cells a bar may take beside `others`; 0 where so few are left that it would say nothing."""
    room = min(WIDEST_BAR, look.width - others)
    return room if room >= NARROWEST_BAR else 0


def glyphs(look: Look) -> Glyphs:
    """Give what bars are made of on this screen."""
    return BLOCKS if look.blocks else ASCII


def can_show(glyphs: Glyphs, encoding: str | None) -> bool:
    """Tell whether a stream of that encoding can carry some bars: an old console's code page has no blocks."""
    try:
        "".join(glyphs).encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def plan_bar(worked: int, planned: int, longest: int, room: int, glyph: Glyphs) -> str:
    """Draw seconds worked against seconds planned, on a scale on which `longest` and more takes all the room.

    The bar reaches its plan only where the plan is met; beyond the plan a mark stands where it ended.
    """
    reached, plan = filled(worked, longest, room), filled(planned, longest, room)
    if worked < planned:
        reached = min(reached, max(plan - 1, 0))
        return glyph.full * reached + glyph.rest * (plan - reached)
    if worked == planned or not planned or reached <= plan:
        return glyph.full * reached
    return glyph.full * plan + glyph.mark + glyph.full * (reached - plan - 1)


def share_bar(percent: int, target: int, room: int, glyph: Glyphs) -> str:
    """Draw a percentage, with a mark at the target: it is passed only where the target is reached."""
    if not room:
        return ""
    reached = filled(min(percent, 100), 100, room)
    cells = [*glyph.full * reached, *glyph.rest * (room - reached)]
    if 0 < target <= 100:
        cells[min(target * room // 100, room - 1)] = glyph.mark
    return "".join(cells)


def filled(part: int, whole: int, room: int) -> int:
    """Give how many of `room` cells are filled: all only for the whole, one at the least for anything at all."""
    if part <= 0 or whole <= 0 or not room:
        return 0
    return min(max(1, part * room // whole), room)


def card_lines(cards: Sequence[CardState], look: Look) -> list[Line]:
    """Draw each card of a week: its state, when it was submitted or who decided, its sums and its digest in short."""
    lines: list[Line] = []
    rows = []
    for card in cards:
        at = f" {show_instant(card.submitted_at, look.pattern.zone, look.now)}" if card.submitted_at else ""
        by = f" by {card.decided_by}" if card.decided_by and card.state in ("approved", "rejected") else ""
        rows.append(
            [
                span(card.card),
                span(f"{card.state}{by or (at if card.state == 'submitted' else '')}", STATES.get(card.state, "")),
                Span(show_duration(card.worked_seconds)),
                Span(f"{show_duration(card.billed_seconds)} billed"),
                span(f"digest {card.digest[:SHORT_DIGEST]}" if card.digest else "", "muted"),
            ]
        )
    for card, row in zip(cards, grid(rows, CARD_COLUMNS, look.width), strict=True):
        lines.append(row)
        if card.reason:
            lines += [[Span("   "), Span(part)] for part in broken(span(card.reason).text, look.width - 3)]
    return lines


def rule_lines(view: CardView, look: Look) -> list[Line]:
    """Draw the rule by which each type of work is billed that is on the card."""
    used = {entry.work_type for entry in view.entries}
    rules = [rule for rule in view.rules if rule.work_type in used]
    longest = max((len(rule.work_type) for rule in rules), default=0)
    lines: list[Line] = []
    for rule in rules:
        name = Span(f" {pad(span(rule.work_type).text, min(longest, 16))}")
        lines += labelled(name, span(rule.rule, "muted"), look.width)
    return [[], [Span("BILLED", "section")], *lines] if lines else []


# What review finds


def findings_lines(
    errors: Sequence[Finding],
    warnings: Sequence[Finding],
    width: int,
    most: int = 0,
    command: str = "",
) -> list[Line]:
    """Draw what review finds, errors first, each with the command that clears it.

    At `most` so many of both (0: all); what is left out is counted, with the `command` that shows it.
    """
    lines: list[Line] = []
    room = most or len(errors) + len(warnings)
    for title, style, found in (("ERRORS", "failed", errors), ("WARNINGS", "warning", warnings)):
        if not found:
            continue
        lines.append([Span(title, "section"), Span(f" {len(found)}")])
        for one in found[:room]:
            lines += beside(span(f"! {one.text}", style), one.command, width)
        room -= min(room, len(found))
    left = len(errors) + len(warnings) - (most or len(errors) + len(warnings))
    return [*lines, *(beside(Span(f"and {left} more"), command, width) if left > 0 else [])]


def beside(left: Span, command: str, width: int) -> list[Line]:
    """Draw a text with a command at the right edge, or below it where there is no room; both whole."""
    right = span(command, "command")
    blanks = width - width_of([left, right])
    if not command or blanks < 2:
        lines: list[Line] = [[Span(part, left.style)] for part in broken(left.text, width)]
        below = broken(right.text, max(width - 6, 1)) if command else []
        return [*lines, *[[Span("      "), Span(part, "command")] for part in below]]
    return [[left, Span(" " * blanks), right]]
