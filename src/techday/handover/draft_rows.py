"""How the entries of a draft look: a ticket with what is known of it, a handover under way, and what else there is."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from techday.core.instants import from_text
from techday.handover.draft_views import DraftItem, FailingWatch
from techday.handover.rules import GIVE, missing
from techday.handover.store import HandoverRow
from techday.promises.store import PromiseRow
from techday.schedule.store import ItemRow
from techday.ui.dates import clock, show_instant
from techday.ui.grid import Cell, Line, Span, cut, labelled, line, span, spread, width_of

LABEL = 9
NOT_RECORDED = "not recorded"


def item_lines(one: DraftItem, zone: tzinfo, now: datetime, width: int, everything: bool) -> list[Line]:
    """Draw a ticket that is to be given or watched: what it is and why, how it stands, what is next, what else is said.

    With `everything` nothing is cut, and each of the rest has its own line, whether it is recorded or not.
    """
    ticket = one.ticket
    start = line(
        " ",
        span(ticket.reference, "reference"),
        f" P{ticket.priority}  ",
        span(ticket.client_code or "client?", "client" if ticket.client_code else "warning"),
        "  ",
    )
    why = span(one.why, "muted")
    facts = [("summary", one.summary), ("next", one.next_step)]
    others = other_facts(one, zone, now)
    if everything:
        title: list[Line] = labelled(Span("".join(part.text for part in start[:-1])), span(ticket.title), width)
        told = [*([("why", one.why)] if one.why else []), *facts, *others]
        return [*title, *[drawn for name, text in told for drawn in fact_lines(one, name, text, width)]]
    room = width - width_of([*start, why]) - 2
    name = cut([span(ticket.title)], max(room, 16))
    lines: list[Line] = [spread([*start, *name], why, width)]
    lines += [cut(fact_lines(one, name, text, 1_000_000)[0], width) for name, text in facts]
    # What is due says why as well.
    known = [f"{name}: {text}" for name, text in others if text and not (name == "by" and text in one.why)]
    return [*lines, cut(fact_lines(one, "", "; ".join(known), 1_000_000)[0], width)] if known else lines


def brief_line(one: DraftItem, width: int) -> Line:
    """Draw how a ticket stands and what is next in one line; what a given ticket lacks is marked."""
    lacks = one.plan == GIVE and bool(missing(one.summary, one.next_step))
    room = max(16, width // 2 - 4)
    summary = cut([span(one.summary or f"summary {NOT_RECORDED}", "" if one.summary else "muted")], room)
    words = [Span("  ! " if lacks else "    ", "warning"), *summary, Span("  next: ", "muted")]
    return cut([*words, span(one.next_step or NOT_RECORDED, "" if one.next_step else "muted")], width)


def fact_lines(one: DraftItem, name: str, text: str, width: int) -> list[Line]:
    """Draw what is known of a ticket under its name; what a given ticket must have, and lacks, is marked."""
    if text:
        return labelled(Span(f"    {name:<{LABEL}}", "muted"), span(text), width)
    needed = one.plan == GIVE and name in ("summary", "next")
    style = "warning" if needed else "muted"
    return [line(Span(f"  {'!' if needed else ' '} {name:<{LABEL}}", style), "  ", Span(NOT_RECORDED, style))]


def other_facts(one: DraftItem, zone: tzinfo, now: datetime) -> list[tuple[str, str]]:
    """Give what else is known of a ticket, each under its name, "" where nothing is."""
    promised = "; ".join(f"{told.text} by {show_instant(told.due_at, zone, now)}" for told in one.promises)
    return [
        ("severity", one.severity or ""),
        ("by", show_instant(one.by_at, zone, now) if one.by_at else ""),
        ("if", one.if_then),
        ("promised", promised),
        ("told", one.told),
        ("tried", one.tried),
    ]


def short_cells(one: DraftItem, words: str) -> list[Cell]:
    """Give the cells of a ticket that has one line."""
    ticket = one.ticket
    return [
        span(ticket.reference, "reference"),
        span(f"P{ticket.priority}", "urgent" if ticket.priority == 1 else ""),
        span(ticket.client_code or "client?", "client" if ticket.client_code else "warning"),
        span(ticket.title),
        span(words, "muted"),
    ]


def lack_words(one: DraftItem) -> str:
    """Say what a given ticket lacks."""
    lacks = missing(one.summary, one.next_step) if one.plan == GIVE else []
    return f"! no {', no '.join(lacks)}" if lacks else one.next_step


def outgoing_cells(row: HandoverRow, references: Sequence[str], zone: tzinfo, now: datetime) -> list[Cell]:
    """Give the cells of a handover that a colleague has."""
    if row.state == "accepted":
        said, style = f"until {show_instant(row.back_at, zone, now)}" if row.back_at else "", "muted"
        who = f"watched by {row.name}"
    else:
        said, style = f"since {show_instant(row.sent_at, zone, now)}, not accepted", "overdue"
        who = f"with {row.name}"
    return [span(f"#{row.id}", "reference"), span(who), span(said, style), span(" ".join(references), "reference")]


def incoming_cells(row: HandoverRow, zone: tzinfo, now: datetime) -> list[Cell]:
    """Give the cells of a handover that a colleague sent."""
    since = f"since {show_instant(row.sent_at, zone, now)}, not accepted"
    count = f"{row.lines} ticket{'' if row.lines == 1 else 's'}, {row.given} given"
    return [span(f"#{row.id}", "reference"), span(f"from {row.name}"), span(since, "overdue"), span(count)]


def watch_cells(one: FailingWatch) -> list[Cell]:
    """Give the cells of a watch that fails."""
    seen = f"{one.seen} ({one.ticket})" if one.ticket else one.seen
    return [span(one.client, "client"), span(one.name), span(one.kind, "muted"), f"day {one.days}", span(seen)]


def promise_cells(one: PromiseRow, zone: tzinfo, now: datetime) -> list[Cell]:
    """Give the cells of a promise."""
    overdue = from_text(one.due_at) < now
    when = f"{'overdue' if overdue else 'by'} {show_instant(one.due_at, zone, now)}"
    return [
        span(one.reference, "reference"),
        span(one.text),
        span(one.client or "", "client"),
        span(when, "overdue" if overdue else ""),
    ]


def plan_cells(one: ItemRow, zone: tzinfo) -> list[Cell]:
    """Give the cells of something that is planned for the next shift."""
    start, end = (from_text(at).astimezone(zone) for at in (one.starts_at, one.ends_at))
    when = "all day" if one.first_day else f"{clock(start)}-{clock(end)}"
    return [span(when), span(one.title), span(one.client or "", "client"), span(one.place or one.site or "", "muted")]
