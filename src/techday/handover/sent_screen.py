"""How handovers look: the list, the page of one, and a packet before it is accepted."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from techday.handover.packet import Packet
from techday.handover.paper import NOT_RECORDED, Part, laid_out, plan_line, watch_line, zone_of
from techday.handover.rules import count_words
from techday.handover.sent_views import ChangeView, HandoverView, SentLine, SentPage
from techday.ui.dates import show_instant
from techday.ui.grid import GAP, Column, Line, Span, cut, grid, labelled, line, span, width_of, wrapped
from techday.ui.listing import heading

COLUMNS = (
    Column(right=True),  # number
    Column(),  # when it was sent
    Column(flexible=True, least=8, most=24),  # from or to whom
    Column(),  # tickets
    Column(flexible=True, least=12),  # state
)
HEAD = ("#", "sent", "with", "tickets", "state")
# Where the state has less room than this, it stands on a line of its own.
ROOM_FOR_STATE = 28
STATE_STYLES = {"sent": "overdue", "received": "overdue", "accepted": "ok", "returned": "warning"}
SECTIONS = (("give", "GIVEN"), ("watch", "TO WATCH"))
MOST_CHANGES = 3
NAMES = 14
# A digest that has no room in one line is shown in pieces of this length: it may be read out.
DIGEST_PIECE = 16


def list_page(views: Sequence[HandoverView], left: bool, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw handovers in a list, the newest first; `left` tells whether there are more."""
    if not views:
        return [line("Nothing was handed over yet."), line(Span("  techday handover", "command"))]
    rows = [
        [
            Span(str(view.id), "muted"),
            Span(show_instant(view.sent_at, zone, now), "muted"),
            span(whom(view)),
            Span(count_words(view.given, view.tickets - view.given)),
            span(short_state(view, zone, now), STATE_STYLES[view.state or ""]),
        ]
        for view in views
    ]
    lines = table(rows, width)
    steps = next((next_steps(view) for view in views if view.state in ("sent", "received")), [])
    return [
        *lines,
        *([line(Span("more  ", "muted"), Span("techday handover list --most 1000", "command"))] if left else []),
        *[line(Span(f"  {step}", "command")) for step in steps],
    ]


def table(rows: Sequence[Sequence[Span]], width: int) -> list[Line]:
    """Draw handovers in columns; where all have not room enough, each has its state whole on a second line."""
    titles = heading(HEAD)
    needed = sum(max(width_of([row[place]]) for row in (titles, *rows)) + GAP for place in range(len(HEAD) - 1))
    state = max(width_of([row[-1]]) for row in rows)
    if needed + min(state, ROOM_FOR_STATE) <= width:
        return [cut(one, width) for one in grid([titles, *rows], COLUMNS, width, indent=0)]
    heads = grid([titles[:-1], *(row[:-1] for row in rows)], COLUMNS[:-1], width, indent=0)
    indent = Span(" " * max(width_of([row[0]]) for row in rows))
    lines = [cut(heads[0], width)]
    for head, row in zip(heads[1:], rows, strict=True):
        lines += [cut(head, width), *labelled(indent, row[-1], width)]
    return lines


def short_state(view: HandoverView, zone: tzinfo, now: datetime) -> str:
    """Say how a handover stands beside when it was sent and with whom: who answered is named where it is another."""
    if view.state in ("sent", "received"):
        return "not accepted"
    same = view._replace(decided_by=None) if view.decided_by == view.name or view.direction == "in" else view
    return state_words(same, zone, now)


def whom(view: HandoverView) -> str:
    """Say with whom a handover is: `to Sam`, `from Alex`."""
    return f"{'to' if view.direction == 'out' else 'from'} {view.name}"


def state_words(view: HandoverView, zone: tzinfo, now: datetime) -> str:
    """Say how a handover stands: `sent, not accepted since 17:05`, `accepted by Sam 17:20`, `returned: reason`."""
    if view.state is None:
        return "not taken in here"
    if view.state in ("sent", "received"):
        return f"{view.state}, not accepted since {show_instant(view.sent_at, zone, now)}"
    if view.state == "returned":
        return f"returned: {view.reason}" if view.reason else "returned"
    when = f" {show_instant(view.decided_at, zone, now)}" if view.decided_at else ""
    by = f" by {view.decided_by}" if view.decided_by else ""
    return f"accepted{by}{when}" + (", in words" if view.spoken else "")


def next_steps(view: HandoverView) -> list[str]:
    """Give the commands that settle a handover which nobody has answered; none for any other."""
    if view.state == "sent":
        told = f'techday handover accept {view.id} --read-back "…"'
        return ["techday handover receipt FILE", told, f'techday handover return {view.id} --reason "…"']
    if view.state == "received":
        answers = (("accept", "--read-back"), ("return", "--reason"))
        return [f'techday handover {verb} {view.id} {option} "…"' for verb, option in answers]
    return []


def sent_page(page: SentPage, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw one handover of this store: how it stands, and each ticket as it was sent and as it is now."""
    view = page.handover
    title = f"Handover {whom(view)}: {count_words(view.given, view.tickets - view.given)}"
    lines: list[Line] = [*labelled(Span(f"#{view.id}", "muted"), span(title, "title"), width)]
    receipt = show_instant(view.receipt_at, zone, now) if view.receipt_at else ""
    facts = [
        ("sent", show_instant(view.sent_at, zone, now)),
        ("state", state_words(view, zone, now)),
        ("read back", view.read_back or ("not recorded" if view.state == "accepted" else "")),
        ("receipt", receipt),
        ("back", show_instant(view.back_at, zone, now) if view.back_at else ""),
        ("digest", shown_digest(view.digest or "", width)),
    ]
    for name, text in facts:
        style = STATE_STYLES[view.state or ""] if name == "state" else ""
        lines += fact(name, text, width, style) if text else []
    for plan, heading_words in SECTIONS:
        found = [one for one in page.lines if one.plan == plan]
        if found:
            lines += [line(), line(Span(heading_words, "section"), f" {len(found)}")]
            for one in found:
                lines += ticket_lines(one, zone, now, width)
    told = [watch_line(one) for one in page.watches]
    lines += said_lines("FAILING WATCHES", told, width)
    lines += said_lines("SCHEDULE", [plan_line(one, zone_of(page.zone)) for one in page.schedule], width)
    steps = next_steps(view)
    return [*lines, *([line()] if steps else []), *[line(Span(f"  {step}", "command")) for step in steps]]


def said_lines(title: str, told: Sequence[str], width: int) -> list[Line]:
    """Draw sentences under a title; nothing where there are none."""
    if not told:
        return []
    return [
        line(),
        line(Span(title, "section"), f" {len(told)}"),
        *[drawn for one in told for drawn in said(one, width)],
    ]


def said(text: str, width: int) -> list[Line]:
    """Draw a sentence, whole."""
    return labelled(Span(" "), span(text), width)


def shown_digest(digest: str, width: int) -> str:
    """Give a digest as it fits beside its name."""
    if NAMES + 2 + len(digest) <= width:
        return digest
    return " ".join(digest[start : start + DIGEST_PIECE] for start in range(0, len(digest), DIGEST_PIECE))


def ticket_lines(one: SentLine, zone: tzinfo, now: datetime, width: int) -> list[Line]:
    """Draw a ticket of a handover: what was said of it, how it stands here, and what changed since."""
    reference = one.reference if one.ticket in (None, one.reference) else f"{one.reference} (here {one.ticket})"
    head = span(f"{reference}  P{one.priority} {one.client or 'client?'}", "reference")
    lines = labelled(Span(f"  {head.text}", head.style), span(one.title), width)
    facts = [
        ("severity", one.severity),
        ("summary", one.summary or NOT_RECORDED),
        ("tried", one.tried),
        ("next step", one.next_step or NOT_RECORDED),
        ("by", show_instant(one.by_at, zone, now) if one.by_at else None),
        ("if, then", one.if_then),
        ("told", one.told),
        ("now", now_words(one)),
        ("changed", changed_words(one.changes, zone, now)),
    ]
    for name, text in facts:
        if text:
            style = "muted" if text == NOT_RECORDED else "warning" if name == "changed" else ""
            lines += fact(name, text, width, style, "    ")
    return lines


def now_words(one: SentLine) -> str:
    """Say how a ticket stands here: `working, Sam Reed's`; "" where it is not here."""
    if one.state is None:
        return ""
    there = f" ({one.theirs} there)" if one.theirs else ""
    return f"{one.state}, {one.owner or 'nobody'}'s{there}"


def changed_words(changes: Sequence[ChangeView], zone: tzinfo, now: datetime) -> str:
    """Say what happened on a ticket after it was sent: `note 17:32, reply 17:40 and 2 more`; "" for nothing."""
    shown = ", ".join(f"{one.kind} {show_instant(one.at, zone, now)}" for one in changes[:MOST_CHANGES])
    left = len(changes) - MOST_CHANGES
    return f"since: {shown}" + (f" and {left} more" if left > 0 else "") if changes else ""


def packet_page(packet: Packet, digest: str, width: int) -> list[Line]:
    """Draw a packet: what the receiver is asked to read back.

    The paper of it also says how it is accepted, and names beside each ticket what nobody has said.
    """
    lines: list[Line] = []
    for part in laid_out(packet, shown_digest(digest, width)):
        if part.command:
            continue
        style = {1: "title", 2: "section", 3: "reference"}[part.level]
        lines += [line()] if lines else []
        lines += [[Span(one[1].text, style)] for one in wrapped(part.heading, width, "")]
        for name, text in facts_of(part):
            lines += fact(name, text, width, "muted" if name == NOT_RECORDED else "")
        for text in part.lines:
            lines += wrapped(text, width, "  ")
    return lines


def facts_of(part: Part) -> list[tuple[str, str]]:
    """Give the facts of a part that are recorded, and the names of all others behind them as one."""
    missing = [name.lower().replace(", ", "-") for name, text in part.facts if text == NOT_RECORDED]
    known = [(name, text) for name, text in part.facts if text != NOT_RECORDED]
    return [*known, (NOT_RECORDED, ", ".join(missing))] if missing else known


def fact(name: str, text: str, width: int, style: str = "", indent: str = "  ") -> list[Line]:
    """Draw what is said beside its name, whole."""
    return labelled(Span(f"{indent}{name:<{NAMES - len(indent)}}", "muted"), span(text, style), width)
