"""How time off looks: the list, and the page of one request."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from techday.timeoff.views import Conflict, Found, OffView
from techday.timeoff.words import KIND_WORDS, how_long, when
from techday.ui.dates import short_day, show_instant
from techday.ui.grid import Column, Line, Span, cut, grid, labelled, line, span
from techday.ui.listing import heading

COLUMNS = (
    Column(right=True),  # number
    Column(),  # when
    Column(flexible=True, least=6, drop=66),  # kind
    Column(drop=72),  # working time
    Column(),  # state
    Column(),  # schedule
)
HEAD = ("#", "when", "kind", "working time", "state", "schedule")
STATE_STYLES = {"requested": "warning", "approved": "ok", "declined": "failed", "withdrawn": "muted"}
EXAMPLE = 'techday timeoff request vacation --from "24 dec" --to "31 dec"'


def list_page(found: Sequence[Found], total: int, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw requests, and the command for what of them is open; `total` counts those that are not listed, too."""
    left = total - len(found)
    more = [line(Span(f"{left} more, over or withdrawn  ", "muted"), Span("techday timeoff list --all", "command"))]
    if not found:
        return [line("No time off is asked for."), line(Span(f"  {EXAMPLE}", "command")), *(more if left else [])]
    today = now.astimezone(zone).date()
    rows = [
        [
            Span(str(row.id), "muted"),
            Span(when(row, zone, today)),
            span(row.kind, "muted"),
            Span(how_long(view.days, view.working_seconds)),
            Span(view.state, STATE_STYLES[view.state]),
            Span(schedule_words(view), schedule_style(view)),
        ]
        for row, view in found
    ]
    lines = [cut(one, width) for one in grid([heading(HEAD), *rows], COLUMNS, width, indent=0)]
    commands = next_steps([one.view for one in found])
    return [*lines, *[line(Span(f"  {command}", "command")) for command in commands], *(more if left else [])]


def next_steps(views: Sequence[OffView]) -> list[str]:
    """Give the command that settles the first request that nobody has decided, and the first not on the schedule."""
    asked = next((one.id for one in views if one.state == "requested"), None)
    absent = next((one.id for one in views if one.on_schedule == "no"), None)
    return [
        *([f"techday timeoff decide {asked} approved --by NAME"] if asked else []),
        *([f"techday timeoff seen {absent} --seen TEXT"] if absent else []),
    ]


def state_words(view: OffView) -> str:
    """Say how a request stands: `requested`, `approved by Pat`, `withdrawn, was approved by Pat`."""
    # Only what was approved is withdrawn after its decision.
    state = "withdrawn, was approved" if view.state == "withdrawn" and view.decided_at else view.state
    return f"{state} by {view.decided_by}" if view.decided_at and view.decided_by else state


def schedule_words(view: OffView) -> str:
    """Say whether a request stands on the schedule, and the first day on which it does not."""
    if view.missing_day is not None:
        return f"NOT on {short_day(view.missing_day)}"
    return {"yes": "on it", "seen": "seen"}.get(view.on_schedule, "")


def schedule_style(view: OffView) -> str:
    """Give the style of whether a request stands on the schedule."""
    return {"yes": "ok", "seen": "ok", "no": "overdue"}.get(view.on_schedule, "muted")


def off_page(found: Found, conflicts: Sequence[Conflict], zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw one request: when it is, how it was decided, whether it is on the schedule, and what is in its way."""
    row, view = found
    decided = show_instant(view.decided_at, zone, now) if view.decided_at else ""
    seen = f" {show_instant(view.seen_at, zone, now)}: {view.seen}" if view.seen_at else ""
    facts = [
        ("asked", show_instant(view.requested_at, zone, now), "muted"),
        ("takes", how_long(view.days, view.working_seconds), ""),
        ("state", state_words(view) + (f", {decided}" if decided else ""), STATE_STYLES[view.state]),
        ("reason", view.reason or "", ""),
        ("note", view.note or "", ""),
        ("schedule", schedule_words(view) + seen, schedule_style(view)),
    ]
    title = f"{KIND_WORDS[row.kind]} {when(row, zone, now.astimezone(zone).date())}"
    lines: list[Line] = [*labelled(Span(f"#{row.id}", "muted"), Span(title, "title"), width)]
    for name, text, style in facts:
        if text:
            lines += labelled(Span(f"  {name:<9}", "muted"), span(text, style), width)
    if conflicts:
        lines += [line(), line(Span("PLANNED THEN", "section"), f" {len(conflicts)}")]
        for one in conflicts:
            head = Span(f"  #{one.id} {show_instant(one.start, zone, now)}  ", "muted")
            lines += labelled(head, span(one.title), width)
    steps = next_steps([view])
    if conflicts:
        steps.append(f'techday week decline {conflicts[0].id} --reason "time off"')
    return [*lines, *([line()] if steps else []), *[line(Span(f"  {step}", "command")) for step in steps]]
