"""A time card to read, print and sign: as an HTML page, as Markdown, and in short as plain text.

The card is laid out once, as blocks of facts, tables and lists; each form only writes the blocks down. Lengths of time
are exact to the second, so that the lines of each table visibly add up to its last one. The page leaves the house by
mail and on paper: internal notes are not on it.

Whatever stands in a note or a name, it stays text: cleaned, then escaped by the rules of the form.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from techday.cards.csv_lines import exact_hours
from techday.cards.views import CardState, CardView, EntryView, Finding
from techday.core.durations import show_duration
from techday.core.text import clean_line
from techday.ui.dates import WEEKDAYS, show_day

FROZEN = ("submitted", "approved")
NUMBERS = ("Worked", "Billed")
NOTHING = "No time is recorded."
PLACES_TO_SIGN = ("Technician, date", "Approved by, date")
# Nothing on the page runs or loads anything: the policy says so to the browser too.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
body { font: 10.5pt/1.4 system-ui, "Segoe UI", sans-serif; color: #111; margin: 2rem auto; max-width: 62rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 1.4rem 0 .3rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #bbb; padding: .2rem .5rem; text-align: left; vertical-align: top; }
td { overflow-wrap: anywhere; } .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tfoot td { border-bottom: 0; font-weight: bold; }
.facts th { width: 9rem; font-weight: normal; color: #444; } .signatures { display: flex; gap: 3rem; margin-top: 4rem; }
.signatures p { flex: 1; border-top: 1px solid #111; padding-top: .2rem; }
@page { margin: 15mm; }
@media print {
  body { font-size: 9pt; margin: 0; max-width: none; }
  h2 { break-after: avoid; } tr, .signatures { break-inside: avoid; } thead { display: table-header-group; }
}
"""
# In a cell or an item of a list, only these begin or end anything (CommonMark 0.31, GitHub's tables and formulas).
MARKDOWN = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]|~$"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Facts(NamedTuple):
    """What is said of the whole card, each with its name."""

    rows: Sequence[tuple[str, str]]


class Table(NamedTuple):
    """A table under a heading; its last line, `totals`, sums up those above."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    totals: Sequence[str]


class Listing(NamedTuple):
    """Sentences under a heading."""

    heading: str
    lines: Sequence[str]


Block = Facts | Table | Listing


def title_of(view: CardView) -> str:
    """Give the title of a card: `Time card 2026-W47`."""
    return f"Time card {view.week}"


def in_short(view: CardView) -> list[Block]:
    """Lay out the sums of a card: by day and by client, what review found, and the digest."""
    return [Facts(facts_of(view)), *sums_of(view)]


def in_full(view: CardView, zone: tzinfo) -> list[Block]:
    """Lay out a whole card, every entry with its times in `zone`, with the rules of billing and the week's cards."""
    own = card_of(view)
    submitted = own.submitted_at.astimezone(zone).isoformat(" ", "minutes") if own and own.submitted_at else ""
    times = [("Times", f"local, {zone}"), *([("Submitted", submitted)] if submitted else [])]
    days = sorted({entry.date for entry in view.entries})
    states = [(f"{one.card}, {one.state}", one.worked_seconds, one.billed_seconds) for one in view.cards]
    rules = [f"{one.work_type}: {one.rule}" for one in view.rules]
    entries: list[Block] = [entries_of(view, day, zone) for day in days]
    return [
        Facts([*facts_of(view), *times]),
        *sums_of(view),
        *(entries or [Listing("Entries", [NOTHING])]),
        *([sums("Cards of this week", "Card", states)] if len(states) > 1 else []),
        *([Listing("How time is billed", rules)] if rules else []),
    ]


def facts_of(view: CardView) -> list[tuple[str, str]]:
    """Give what is said of a whole card, whoever reads it."""
    own, use = card_of(view), view.utilisation
    state = view.state + (f" by {own.decided_by}" if own and own.decided_by else "")
    return [
        *([("Technician", view.technician)] if view.technician else []),
        ("Week", f"{show_day(view.first_day)} to {show_day(view.last_day)}"),
        ("State", state + (f": {own.reason}" if own and own.reason else "")),
        ("Worked", exact_hours(view.worked_seconds)),
        ("Billed", exact_hours(view.billed_seconds)),
        *([("Time off", exact_hours(view.time_off_seconds))] if counts_time_off(view) else []),
        *share("Billable", use.billable_percent, f" of the time worked (target {use.target_percent}%)"),
        *share("Utilised", use.utilised_percent, " of the time worked"),
        *([("Digest", view.digest)] if view.digest else []),
    ]


def counts_time_off(view: CardView) -> bool:
    """Tell whether a card has the time off of its week: the first one does, so that no supplement counts it again."""
    return view.time_off_seconds > 0 and "/" not in view.week


def share(name: str, percent: int | None, what: str) -> list[tuple[str, str]]:
    """Give a share as a fact; none where nothing was worked."""
    return [] if percent is None else [(name, f"{percent}%{what}")]


def sums_of(view: CardView) -> list[Block]:
    """Lay out a card's sums by day and by client, and what review found."""
    days = [(show_day(day.date), day.worked_seconds, day.billed_seconds) for day in view.days]
    off = [f"{show_day(day.date)}: {exact_hours(day.time_off_seconds)}" for day in view.days if day.time_off_seconds]
    return [
        sums("By day", "Day", days),
        *([Listing("Time off", off)] if counts_time_off(view) else []),
        *([sums("By client", "Client", by_client(view.entries))] if view.entries else []),
        *findings("Errors", view.errors),
        *findings("Warnings", view.warnings),
        *([Listing("Accepted warnings", list(view.accepted))] if view.accepted else []),
    ]


def card_of(view: CardView) -> CardState | None:
    """Give the state of the card that a view is of; None where it was never submitted."""
    return next((one for one in view.cards if one.card == view.week), None)


def by_client(entries: Iterable[EntryView]) -> list[tuple[str, int, int]]:
    """Give what was worked and billed for each client, the most work first; work for nobody is last."""
    found: dict[str | None, tuple[int, int]] = {}
    for entry in entries:
        worked, billed = found.get(entry.client, (0, 0))
        found[entry.client] = (worked + entry.paid_seconds, billed + entry.billed_seconds)
    ordered = sorted(found.items(), key=lambda one: (one[0] is None, -one[1][0], one[0] or ""))
    return [(client or "no client", *seconds) for client, seconds in ordered]


def sums(heading: str, what: str, rows: Sequence[tuple[str, int, int]]) -> Table:
    """Lay out a table of seconds worked and billed, with their totals."""
    shown = [(exact_hours(worked), exact_hours(billed), name) for name, worked, billed in rows]
    totals = (exact_hours(sum(worked for _, worked, _ in rows)), exact_hours(sum(billed for *_, billed in rows)))
    return Table(heading, ("Worked", "Billed", what), shown, (*totals, "Total"))


def findings(heading: str, found: Sequence[Finding]) -> list[Block]:
    """Lay out what review found, with the day; nothing where it found nothing."""
    return [Listing(heading, [f"{show_day(one.date)}: {one.text}" for one in found])] if found else []


def entries_of(view: CardView, day: date, zone: tzinfo) -> Table:
    """Lay out the entries of a day of the card."""
    entries = [entry for entry in view.entries if entry.date == day]
    rows = [
        (
            *(clock(entry.started_at, day, zone), clock(entry.ended_at, day, zone) if entry.ended_at else "runs"),
            *(exact_hours(entry.paid_seconds), exact_hours(entry.billed_seconds), entry.ticket or ""),
            *(entry.client or "", entry.work_type, work_of(entry), remarks(entry, view.week)),
        )
        for entry in entries
    ]
    worked = exact_hours(sum(entry.paid_seconds for entry in entries))
    billed = exact_hours(sum(entry.billed_seconds for entry in entries))
    columns = ("Start", "End", "Worked", "Billed", "Ticket", "Client", "Type", "Work", "Remarks")
    return Table(show_day(day), columns, rows, ("Total", "", worked, billed, "", "", "", "", ""))


def clock(at: datetime, day: date, zone: tzinfo) -> str:
    """Give an instant as a local time: `08:00`, with seconds where it has some, with the weekday on another day.

    Where the clock of that day's noon is not the clock of that instant, its offset is shown too: `02:30+02:00`.
    """
    local = at.astimezone(zone)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    weekday = "" if local.date() == day else f"{WEEKDAYS[local.weekday()]} "
    offset = "" if local.utcoffset() == noon.utcoffset() else local.isoformat()[19:]
    return weekday + local.time().isoformat().removesuffix(":00") + offset


def work_of(entry: EntryView) -> str:
    """Say what was done: the ticket's title and the client's note, once where they are the same."""
    return ": ".join(dict.fromkeys(words for words in (entry.title, entry.note) if words))


def remarks(entry: EntryView, card: str) -> str:
    """Say what is out of the ordinary about an entry of a card."""
    said = [
        *(["not billable"] if not entry.billable else []),
        *([f"beside other work, {exact_hours(entry.seconds)} in all"] if entry.concurrent else []),
        *(["a guess, not confirmed"] if entry.guessed else []),
        *([f"written down {show_duration(entry.late)} later"] if entry.late is not None else []),
        *([f"on {entry.card}"] if entry.card != card else []),
    ]
    return "; ".join(said)


def as_html(view: CardView, zone: tzinfo) -> str:
    """Give a card as a page to print and sign: one file that runs nothing and loads nothing, with times in `zone`."""
    lines = "".join(f"<p>{html(place)}</p>\n" for place in PLACES_TO_SIGN)
    return html_page(title_of(view), in_full(view, zone), f'<div class="signatures">\n{lines}</div>\n')


def html_page(title: str, blocks: Iterable[Block], end: str = "") -> str:
    """Write blocks as an HTML page in UTF-8; `end` is HTML to put under them."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{html(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{html(title)}</h1>\n"
        f"{''.join(map(html_block, blocks))}{end}</body>\n</html>\n"
    )


def html_block(block: Block) -> str:
    """Write a block as HTML."""
    if isinstance(block, Facts):
        rows = "".join(f"<tr><th>{html(name)}</th><td>{html(said)}</td></tr>\n" for name, said in block.rows)
        return f'<table class="facts">\n{rows}</table>\n'
    heading = f"<h2>{html(block.heading)}</h2>\n"
    if isinstance(block, Listing):
        return heading + "<ul>\n" + "".join(f"<li>{html(line)}</li>\n" for line in block.lines) + "</ul>\n"
    head = html_row(block, "th", block.columns)
    body = "".join(html_row(block, "td", row) for row in block.rows)
    foot = f"<tfoot>\n{html_row(block, 'td', block.totals)}</tfoot>\n"
    return f"{heading}<table>\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n{foot}</table>\n"


def html_row(table: Table, tag: str, cells: Sequence[str]) -> str:
    """Write a row of a table as HTML."""
    marks = [' class="number"' if name in NUMBERS else "" for name in table.columns]
    told = "".join(f"<{tag}{mark}>{html(cell)}</{tag}>" for mark, cell in zip(marks, cells, strict=True))
    return f"<tr>{told}</tr>\n"


def html(text: str) -> str:
    """Give foreign text as HTML that shows it, cleaned."""
    from html import escape  # only for a page

    return escape(clean_line(text))


def as_markdown(view: CardView, zone: tzinfo) -> str:
    """Give a card as Markdown with tables (GitHub's), with times in `zone`."""
    parts = [f"# {markdown(title_of(view))}", *map(markdown_block, in_full(view, zone))]
    return "\n\n".join(parts) + "\n"


def markdown_block(block: Block) -> str:
    """Write a block as Markdown."""
    if isinstance(block, Facts):
        return "\n".join(f"- {name}: {markdown(said)}" for name, said in block.rows)
    if isinstance(block, Listing):
        lines = [f"- {markdown(line)}" for line in block.lines]
    else:
        rule = ["---:" if name in NUMBERS else "---" for name in block.columns]
        rows = [[markdown(cell) for cell in row] for row in (*block.rows, block.totals)]
        lines = [f"| {' | '.join(cells)} |" for cells in (block.columns, rule, *rows)]
    return "\n".join([f"## {markdown(block.heading)}", "", *lines])


def markdown(text: str) -> str:
    """Give foreign text as Markdown that shows it, cleaned."""
    return clean_line(text).translate(MARKDOWN)


def as_text(title: str, blocks: Iterable[Block]) -> str:
    """Write blocks as plain text for a mail or a form; tables must begin with their numbers, which are lined up."""
    return "\n\n".join([title, *map(text_block, blocks)]) + "\n"


def text_block(block: Block) -> str:
    """Write a block as plain text."""
    if isinstance(block, Facts):
        return "\n".join(f"{name}: {clean_line(said)}" for name, said in block.rows)
    if isinstance(block, Listing):
        return "\n".join([block.heading, *(f"- {clean_line(line)}" for line in block.lines)])
    rows = (block.columns, *block.rows, block.totals)
    return "\n".join([block.heading, *(f"{one:>9} {two:>9}  {clean_line(name)}" for one, two, name in rows)])
