"""How watches look: what wants attention first, the list with its strips, and the page of one watch.

A strip is the last fourteen due times, the newest at the right. Its marks read without colour, and the line below the
list says what they mean.
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from techday.ui.dates import show_instant
from techday.ui.grid import Column, Line, Span, cut, grid, labelled, line, span, wrapped
from techday.ui.listing import heading
from techday.watches.frequency import every_words
from techday.watches.rules import STRIP, Mark, check_command
from techday.watches.views import WatchPage, WatchView

MARKS = {"ok": "✓", "fail": "✗", "na": "-", "missed": "!", "due": "?"}
STYLES = {"ok": "ok", "fail": "failed", "na": "muted", "missed": "overdue", "due": "soon"}
MEANINGS = {"ok": "ok", "fail": "failed", "na": "does not apply", "missed": "missed", "due": "due now"}
STATE_STYLES = {"due": "soon", "failing": "failed", "missed": "overdue", "ok": "ok"}
# Head, legend and the line of how many more; and how many rows are shown on the lowest screen.
OTHER_LINES, FEWEST = 5, 5

URGENT_COLUMNS = (
    Column(most=12),  # client
    Column(flexible=True, least=14),  # name
    Column(drop=100),  # kind
    Column(),  # state
    Column(),  # ticket
    Column(flexible=True, least=10, drop=70),  # last
)
URGENT_HEAD = ("client", "watch", "kind", "state", "ticket", "last")
STRIP_COLUMNS = (
    Column(most=8),  # client
    Column(flexible=True, least=10),  # name
    Column(drop=100),  # kind
    Column(most=12, drop=80),  # every
    Column(least=STRIP),  # the strip
    Column(flexible=True, least=22),  # state
)
STRIP_HEAD = ("client", "watch", "kind", "every", "", "state")


def state_words(watch: WatchView, zone: tzinfo, now: datetime) -> str:
    """Say how a watch stands: `due 08:00`, `fails day 3, due 08:00`, `missed Fri 08:00`, `ok`."""
    fails = f"day {watch.failing_days}" if watch.failing_days else ""
    match watch.state:
        case "due":
            since = show_instant(watch.due_at or "", zone, now)
            if fails:
                return f"fails {fails}, due {since}"
            return f"due {since}" + (f", missed {watch.missed}" if watch.missed else "")
        case "failing":
            return f"fails {fails}" + (f", missed {watch.missed}" if watch.missed else "")
        case "missed":
            times = f" ({watch.missed} times)" if watch.missed > 1 else ""
            return f"missed {show_instant(watch.missed_at or '', zone, now)}{times}"
        case "paused":
            return f"paused until {watch.paused_until}" if watch.paused_until else "paused"
        case "decided":
            return {"ok": "approved", "fail": "declined"}.get(watch.last.state if watch.last else "", "decided")
        case "waits":
            return "not due yet" if watch.last is None else "answered: does not apply"
        case _:
            return watch.state


def state_style(watch: WatchView) -> str:
    """Give the style of how a watch stands: a failure shows also where the watch is due."""
    return "failed" if watch.failing_days and watch.state != "paused" else STATE_STYLES.get(watch.state, "muted")


def last_words(watch: WatchView, zone: tzinfo, now: datetime) -> str:
    """Say how a watch was found last: `ok Fri 08:10: job log green`."""
    if watch.last is None:
        return "never looked at"
    seen = f": {watch.last.seen}" if watch.last.seen else ""
    return f"{watch.last.state} {show_instant(watch.last.at, zone, now)}{seen}"


def urgent_page(
    watches: Sequence[WatchView], total: int, narrowed: bool, zone: tzinfo, now: datetime, width: int
) -> list[Line]:
    """Draw the watches with what wants attention first, and the command that clears it."""
    if not watches:
        return nothing(narrowed)
    rows = [
        [
            span(one.client, "client"),
            span(one.name),
            span(one.kind, "muted"),
            span(state_words(one, zone, now), state_style(one)),
            span(one.ticket or "", "reference"),
            span(last_words(one, zone, now), "muted"),
        ]
        for one in watches
    ]
    head = heading(URGENT_HEAD)
    lines = [cut(one, width) for one in grid([head, *rows], URGENT_COLUMNS, width, indent=0)]
    lines += more(len(watches), total, "techday watch --all")
    due = [one for one in watches if one.state in ("due", "missed")]
    if len(due) == 1:
        lines.append(line(Span(f"  {check_command(due[0].client, due[0].name, due[0].kind)}", "command")))
    elif due:
        lines.append(line(Span("  techday watch check", "command"), Span("  one by one, or ", "muted")))
        lines.append(line(Span("  techday watch check --due ok --seen TEXT", "command"), Span("  at once", "muted")))
    return lines


def strip_page(
    watches: Sequence[WatchView], total: int, narrowed: bool, zone: tzinfo, now: datetime, width: int
) -> list[Line]:
    """Draw the watches by client and name, each with the strip of its last due times."""
    if not watches:
        return nothing(narrowed)
    rows = [
        [
            span(one.client, "client"),
            span(one.name),
            span(one.kind, "muted"),
            span(every_words("" if one.every == "once" else one.every), "muted"),
            Span(strip_text(one.strip)),
            span(state_words(one, zone, now) + (f" ({one.ticket})" if one.ticket else ""), state_style(one)),
        ]
        for one in watches
    ]
    head = heading(STRIP_HEAD)
    laid = grid([head, *rows], STRIP_COLUMNS, width, indent=0)
    lines = [laid[0], *(coloured(one, view.strip) for one, view in zip(laid[1:], watches, strict=True))]
    return [*[cut(one, width) for one in lines], *legend(width), *more(len(watches), total, "techday watch list --all")]


def strip_text(marks: Sequence[Mark]) -> str:
    """Give a strip as text, filled from the left to fourteen: the newest due times stand below each other."""
    return "".join(MARKS[mark.state] for mark in marks).rjust(STRIP, "\N{MIDDLE DOT}")


def coloured(row: Line, marks: Sequence[Mark]) -> Line:
    """Give a row whose strip has the style of each of its marks: the grid lays out texts of one style."""
    text = strip_text(marks)
    spans: list[Span] = []
    for part in row:
        if part.text.rstrip(" ") != text or part.style:
            spans.append(part)
            continue
        spans.append(Span(text[: STRIP - len(marks)], "muted"))
        spans += [Span(MARKS[mark.state], STYLES[mark.state]) for mark in marks]
        spans.append(Span(part.text[len(text) :]))
    return spans


def legend(width: int) -> list[Line]:
    """Say what the marks of strips mean."""
    pieces = [f"{MARKS[state]} {meaning}" for state, meaning in MEANINGS.items()]
    text = "  ".join(pieces)
    whole = f"{text}  (newest at the right)"
    return [line(), cut([Span(whole if len(whole) <= width else text, "muted")], width)]


def more(shown: int, total: int, command: str) -> list[Line]:
    """Say how many are not shown."""
    if shown == total:
        return []
    return [line(Span(f"  and {total - shown} more  ", "muted"), Span(command, "command"))]


def nothing(narrowed: bool) -> list[Line]:
    """Say that there is nothing, and the next step."""
    if narrowed:
        return [line("No such watches."), line("  techday watch list")]
    return [line("No watches yet."), line('  techday watch add "Nightly backup" --client C --kind backup')]


def watch_page(page: WatchPage, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw one watch: its facts, its strip, and its last checks."""
    watch = page.watch
    facts = [
        ("state", state_words(watch, zone, now), state_style(watch)),
        ("paused", page.pause_reason or "", ""),
        ("every", every_words("" if watch.every == "once" else watch.every), ""),
        ("next", show_instant(page.next_due_at, zone, now) if page.next_due_at else "", ""),
        ("since", show_instant(page.starts_at, zone, now), "muted"),
        ("ticket", watch.ticket or "", "reference"),
        ("link", watch.link or "", ""),
        ("note", watch.note or "", ""),
    ]
    lines: list[Line] = [
        *labelled(span(watch.client, "client"), span(watch.name, "title"), width),
        *wrapped(f"{watch.kind} of {page.client_name}", width, "  "),
    ]
    for name, text, style in facts:
        if text:
            lines += labelled(Span(f"  {name:<7}", "muted"), span(text, style), width)
    lines += [line(), [Span("  "), *coloured([Span(strip_text(watch.strip))], watch.strip)], *legend(width)]
    lines += [line(), line(Span("CHECKS", "section"))]
    if not page.checks:
        return [*lines, line("  Never looked at yet.")]
    for one in page.checks:
        by = f", by {one.decided_by}" if one.decided_by else ""
        head = Span(f"  {MARKS[one.state]} {one.state:<4}  {show_instant(one.at, zone, now):<12}", STYLES[one.state])
        late = " (told later)" if one.recorded_at[:16] > one.at[:16] else ""
        lines += labelled(head, span(f"{one.seen or 'nothing said'}{by}{late}"), width)
    return lines
