"""How the schedule looks: what is planned by day, and all that is known of one item."""

from datetime import date, datetime, timedelta, tzinfo

from techday.core.instants import NEVER, from_text, to_text
from techday.schedule.agreements import SIDE_WORDS, Agreement, agree_command
from techday.schedule.page import ItemPage, ListPage
from techday.schedule.rules import NAMED_RULES, changes_of
from techday.schedule.series_store import SeriesRow
from techday.schedule.store import ItemRow
from techday.schedule.words import change_words, day_words, kind_words, state_word, when_words
from techday.ui.dates import WEEKDAYS, clear_day, clock, show_instant
from techday.ui.grid import Cell, Column, Line, Span, cut, grid, labelled, line, span
from techday.ui.listing import heading, more

COLUMNS = (
    Column(right=True),  # number
    Column(least=11),  # when
    Column(flexible=True, least=14),  # title
    Column(flexible=True, least=4, most=12),  # client
    Column(flexible=True, least=8, most=30, drop=76),  # place
    Column(drop=96),  # kind
    Column(),  # state
)
HEAD = ("ID", "when", "item", "client", "place", "kind", "state")
STYLES = {"open": "warning", "changed": "warning", "done": "muted", "declined": "muted", "cancelled": "muted"}
ADD = 'techday schedule add "Server move" --start "thu 9:00"'
SUBSCRIBE = "techday schedule subscribe URL"
LABEL, MOST_CONFLICTS = 10, 3


def list_page(page: ListPage, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw what is planned, each day below its own head."""
    if not page.items:
        return nothing(page, zone, now)
    laid = grid([heading(HEAD), *[item_cells(row, zone, now) for row in page.items]], COLUMNS, width, indent=0)
    lines: list[Line] = [laid[0]]
    day: date | None = None
    for row, cells in zip(page.items, laid[1:], strict=True):
        begins = first_day(row, zone)
        if begins != day:
            day = begins
            lines.append(day_line(day, zone, now))
        lines.append(cut(cells, width))
        if row.id in page.missing:
            lead = max(2, len(str(max(one.id for one in page.items)))) + 2
            lines.append(line(" " * lead, Span(f"needs {', '.join(page.missing[row.id])}", "warning")))
    return [*lines, *left_out(page)]


def day_line(day: date, zone: tzinfo, now: datetime) -> Line:
    """Draw the head of a day."""
    today = now.astimezone(zone).date()
    return line(Span(day_words(day, today), "section"), Span("  today" if day == today else "", "muted"))


def first_day(row: ItemRow, zone: tzinfo) -> date:
    """Give the local day on which an item begins."""
    return date.fromisoformat(row.first_day) if row.first_day else from_text(row.starts_at).astimezone(zone).date()


def item_cells(row: ItemRow, zone: tzinfo, now: datetime) -> list[Cell]:
    """Give the cells of an item below the head of its day."""
    state = state_word(row, now)
    who = f" ({row.technician})" if row.technician else ""
    return [
        span(str(row.id), "reference"),
        span(time_words(row, zone, now), STYLES.get(state, "")),
        span(f"{row.title}{who}"),
        span(row.client or "", "client"),
        span(row.place or row.site or "", "muted"),
        span(kind_words(row.kind), "muted"),
        span(state, STYLES.get(state, "")),
    ]


def time_words(row: ItemRow, zone: tzinfo, now: datetime) -> str:
    """Say when an item is below the head of its first day: `09:00-10:00`, `22:00-Sat 06:00`, `to Wed 25 Nov`."""
    if row.first_day and row.last_day:
        last = date.fromisoformat(row.last_day)
        return "all day" if row.first_day == row.last_day else f"to {day_words(last, now.astimezone(zone).date())}"
    start, end = from_text(row.starts_at).astimezone(zone), from_text(row.ends_at).astimezone(zone)
    if end.date() == start.date():
        return f"{clock(start)}-{clock(end)}"
    if end - start < timedelta(days=1) and not (end.hour or end.minute):
        return f"{clock(start)}-24:00"
    near = end - start < timedelta(days=6)
    last_day = WEEKDAYS[end.weekday()] if near else clear_day(end.date(), start.date())
    return f"{clock(start)}-{last_day} {clock(end)}"


def left_out(page: ListPage) -> list[Line]:
    """Say what is not shown, and the command that shows it."""
    lines = more(page.total - len(page.items), f"{page.command} --most {page.total}")
    if page.hidden:
        what = f"{page.hidden} cancelled or declined  "
        lines.append(line(Span(what, "muted"), Span(f"{page.command} --all", "command")))
    return lines


def nothing(page: ListPage, zone: tzinfo, now: datetime) -> list[Line]:
    """Say that nothing is planned, and the next step."""
    if page.narrowed:
        return [line("No such items."), line(Span("  techday schedule", "command")), *left_out(page)]
    today = now.astimezone(zone).date()
    first, last = day_words(page.first_day, today), day_words(page.last_day, today)
    words = f"Nothing is planned from {first} to {last}."
    return [line(words), line(Span(f"  {ADD}", "command")), line(Span(f"  {SUBSCRIBE}", "command")), *left_out(page)]


def item_page(page: ItemPage, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw one item: its facts, what changed since it was answered, who agreed to it, and when it comes again."""
    row = page.item
    facts = [
        ("when", when_words(row, zone, now), ""),
        ("state", state_words(row, zone, now), STYLES.get(state_word(row, now), "")),
        ("kind", kind_words(row.kind), ""),
        ("client", f"{row.client} {row.client_name}" if row.client else "", "client"),
        ("site", row.site or "", ""),
        ("place", row.place, ""),
        ("ticket", row.ticket or "", "reference"),
        ("project", row.project or "", ""),
        ("who", row.technician, ""),
        ("repeats", "" if page.series is None else series_words(page.series, zone, now), ""),
        ("calendar", row.feed or ("a file" if row.imported else ""), "muted"),
        ("note", row.note, ""),
    ]
    lines: list[Line] = labelled(span(str(row.id), "reference"), span(row.title, "title"), width)
    for name, text, style in facts:
        if text:
            lines += labelled(Span(f"  {name:<{LABEL}}", "muted"), span(text, style), width)
        if name == "when" and row.ends_at > to_text(now):
            for words in conflict_lines(page):
                lines += labelled(Span(" " * (LABEL + 2)), span(f"! {words}", "overdue"), width)
        if name == "state":
            for change in changes_of(row):
                lines += labelled(Span(" " * (LABEL + 2)), span(change_words(change, zone, now), "warning"), width)
    if state_word(row, now) in ("open", "changed") and row.ends_at > to_text(now) and not row.technician:
        lines.append(line(Span(f"  techday week ack {row.id}", "command")))
    return [*lines, *agreement_lines(page, zone, now, width), *following_lines(page, zone, now, width)]


def conflict_lines(page: ItemPage) -> list[str]:
    """Say what an item cannot be done beside, and how many more there are."""
    found = page.conflicts.get(page.item.id, ())
    told = [str(one["text"]) for one in found[:MOST_CONFLICTS]]
    hidden = len(found) - len(told)
    return [*told, f"and {hidden} more conflicts"] if hidden else told


def state_words(row: ItemRow, zone: tzinfo, now: datetime) -> str:
    """Say the state of an item, since when, and why."""
    state, why = state_word(row, now), f": {row.reason}" if row.reason else ""
    if state == "changed" and row.answered_at:
        return f"open again: changed since it was answered {show_instant(row.answered_at, zone, now)}"
    if state == "cancelled" and row.cancelled_at:
        return f"cancelled {show_instant(row.cancelled_at, zone, now)}{why}"
    if state in ("acknowledged", "declined", "done") and row.answered_at:
        acknowledged = "done, acknowledged" if state == "done" else state
        return f"{acknowledged} {show_instant(row.answered_at, zone, now)}{why}"
    return state


def series_words(series: SeriesRow, zone: tzinfo, now: datetime) -> str:
    """Say how an item repeats: its rule, and up to when it is known."""
    today = now.astimezone(zone).date()
    words = next((name for name, rule in NAMED_RULES.items() if rule == series.rule), series.rule)
    if series.ends_before:
        return f"{words}, up to {day_words(date.fromisoformat(series.ends_before), today)}"
    if series.known_to == NEVER:
        return words
    return f"{words}, known up to {day_words(date.fromisoformat(series.known_to), today)}"


def agreement_lines(page: ItemPage, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw who agreed to travel, to what, and who has still to."""
    if not page.agreements:
        return []
    lines: list[Line] = [line(), line(Span("AGREEMENTS", "section"))]
    for one in page.agreements:
        style = "warning" if one.missing else ""
        name = Span(f"  {one.side:<{LABEL}}", "muted")
        lines += labelled(name, span(agreement_words(one, zone, now), style), width)
    missing = [one.side for one in page.agreements if one.missing]
    if missing and page.item.state not in ("cancelled", "declined"):
        lines.append(line(Span(f"  {agree_command(page.item, missing)}", "command")))
    return lines


def agreement_words(one: Agreement, zone: tzinfo, now: datetime) -> str:
    """Say how a side stands to an item: `Ana Ruiz, Fri 16:00`, `agreed to start Tue 24 Nov 09:00, changed since`."""
    if one.name is None or one.at is None:
        return f"{SIDE_WORDS[one.side]} has not agreed"
    who = f"{one.name}, {show_instant(one.at, zone, now)}"
    if not one.changed:
        return who
    return f"{who}, to what changed since: {', '.join(change_words(change, zone, now) for change in one.changed)}"


def following_lines(page: ItemPage, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw when an item that repeats comes again."""
    if not page.following:
        return []
    rows = [
        [span(str(row.id), "reference"), span(when_words(row, zone, now)), state_cell(row, now)]
        for row in page.following
    ]
    laid = grid(rows, (Column(right=True), Column(flexible=True, least=16), Column()), width, indent=2)
    left = page.following_total - len(page.following)
    rest = [line(Span(f"  {left} more", "muted"))] if left else []
    return [line(), line(Span("AGAIN", "section")), *laid, *rest]


def state_cell(row: ItemRow, now: datetime) -> Span:
    """Give the state of an item as a cell."""
    state = state_word(row, now)
    return span(state, STYLES.get(state, ""))
