"""How the time card looks: today's entries, a week as bars, and what review finds."""

from collections.abc import Sequence
from datetime import date

from techday.cards.day_screen import day_blocks, day_head, day_lines, legend, plan_lines, running_lines
from techday.cards.looks import Look, bar_room, beside, fitted, glyphs, plan_bar, share_bar
from techday.cards.views import CardState, CardView, DayView, EntryView, Finding, Utilisation
from techday.core.durations import DAY, show_duration
from techday.core.work_types import WorkType, rule_text
from techday.setting_values import show_yes
from techday.ui.dates import MONTHS, WEEKDAYS, show_day, show_instant
from techday.ui.grid import Column, Line, Span, broken, grid, labelled, line, pad, plain_text, span
from techday.ui.listing import heading

MOST_FINDINGS = 8
# What stands beside the bar of a day, and of a share of the time worked.
BESIDE_DAY, BESIDE_SHARE = 30, 47
# What a further column takes of the room for bars.
BESIDE_COLUMN = 10
SHORT_DIGEST = 12
# A command at the right edge of a wider screen would stand too far from its words.
WIDE = 80
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
