"""How the rotation looks: the one client to be in touch with, and all of them by silence."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from techday.core.text import clean_line
from techday.rotation.rules import FIRST_AT, RED_AT, style_of
from techday.rotation.views import ContactLine, ContactList, ContactView, LeftOut, PaceView, PersonView
from techday.ui.dates import clear_day, show_instant
from techday.ui.grid import Column, Line, Span, cut, grid, labelled, line, span, width_of, wrapped
from techday.ui.listing import heading

WIDEST_BAR, WIDEST_LIST_BAR = 40, 24
# Of long lists the page shows so many, and says where the rest is.
MOST_PEOPLE, MOST_TICKETS, MOST_OTHERS = 4, 5, 4
NOTE_LENGTH = 400
AHEAD_WORDS = {"resolution": "fix due"}
CHANNELS = {"phone": "by phone", "email": "by mail", "visit": "on a visit", "chat": "by chat"}
TICKET_COLUMNS = (
    Column(least=4, most=16),  # reference
    Column(),  # priority
    Column(flexible=True, least=12),  # title
    Column(),  # state
    Column(flexible=True, least=8, drop=90),  # next step
)
AHEAD_COLUMNS = (
    Column(least=4, most=16),  # reference
    Column(),  # kind
    Column(flexible=True, least=12),  # what
    Column(right=True),  # when
)
PERSON_COLUMNS = (
    Column(flexible=True, least=8),  # name
    Column(flexible=True, least=4, drop=70),  # role
    Column(flexible=True, least=6),  # phone
    Column(),  # the way they like best
    Column(flexible=True, least=8, drop=90),  # mail
)
LIST_COLUMNS = (
    Column(),  # mark of who is next
    Column(most=12),  # code
    Column(flexible=True, least=8, drop=70),  # name
    Column(),  # bar
    Column(right=True),  # silence
    Column(right=True),  # cadence
    Column(right=True),  # last contact
    Column(flexible=True, least=6),  # state
)
LIST_HEAD = ("", "code", "client", "silence", "days", "every", "last", "")


class Look(NamedTuple):
    """How a screen is drawn: zone, now, width, and whether bars may be made of blocks."""

    zone: tzinfo
    now: datetime
    width: int
    blocks: bool = True


class Glyphs(NamedTuple):
    """What a bar is made of: silence, what is left, and a mark."""

    full: str
    rest: str
    mark: str


BLOCKS, ASCII = Glyphs("█", "░", "┃"), Glyphs("#", ".", "|")


# --- the bar ---


def bar(silence: int, cadence: int, width: int, blocks: bool = True) -> str:
    """Give silence up to 60 days as so many cells, with marks at the cadence, at 45 and at the end, 60."""
    glyphs = BLOCKS if blocks else ASCII
    marks = {cell(days, width) for days in (cadence, FIRST_AT, RED_AT) if days <= RED_AT}
    full = filled(silence, width)
    cells = (glyphs.mark if at in marks else glyphs.full if at < full else glyphs.rest for at in range(width))
    return "".join(cells)


def filled(silence: int, width: int) -> int:
    """Give how many cells of a bar a silence fills."""
    return min(width, silence * width // RED_AT)


def cell(days: int, width: int) -> int:
    """Give the cell of a bar in which so many days end."""
    return max(0, min(width - 1, -(-days * width // RED_AT) - 1))


def days_words(days: int) -> str:
    """Give a number of days in words."""
    return f"{days} {'day' if days == 1 else 'days'}"


# --- the page of one client ---


def contact_page(view: ContactView, look: Look) -> list[Line]:
    """Draw whom to be in touch with, why, how to reach them, what to say, and the commands that tell of it."""
    if view.client is None:
        return nobody_page(view, look)
    lines = [
        *labelled(span(view.client.code, "client"), span(view.client.name, "title"), look.width),
        *silence_lines(view, look),
        *fact_lines(view, look),
        *people_lines(view.people, look),
        *say_lines(view, look),
        *bad_news_lines(view, look),
        *ticket_lines(view, look),
        *ahead_lines(view, look),
        *left_out_lines(view.left_out, look),
        [],
        *command_lines(view),
    ]
    return [cut(one, look.width) for one in lines]


def nobody_page(view: ContactView, look: Look) -> list[Line]:
    """Draw a day on which nobody is left to be in touch with."""
    head = view.why[:1].upper() + view.why[1:] + "."
    lines = [*wrapped(head, look.width, "")]
    if not view.clients:
        return [*lines, line("  ", Span("techday client add NAME", "command"))]
    lines += left_out_lines(view.left_out, look)
    lines += pace_lines(view.pace)
    return [*[cut(one, look.width) for one in lines], [], line(Span("techday contact-next list", "command"))]


def silence_lines(view: ContactView, look: Look) -> list[Line]:
    """Draw the silence as a bar, what its marks mean, and why it is this client."""
    silence, cadence = view.silence_days or 0, view.cadence_days or 0
    room = max(12, min(WIDEST_BAR, look.width - 42))
    cells, full = bar(silence, cadence, room, look.blocks), filled(silence, room)
    style = style_of(silence, cadence)
    marks = [days for days in (cadence, FIRST_AT, RED_AT) if days <= RED_AT]
    words = ", ".join(map(str, sorted(dict.fromkeys(marks))))
    return [
        [
            *[Span("  silence   ", "muted"), Span(cells[:full], style), Span(cells[full:], "muted")],
            *[Span(f"  {days_words(silence)}", style), Span(f" (marks {words})", "muted")],
        ],
        *fact("why", view.why, look, style),
        *pace_lines(view.pace),
    ]


def pace_lines(pace: PaceView) -> list[Line]:
    """Say how many contacts a day the 60-day rule needs, where one is not enough."""
    if pace.needed <= 1:
        return []
    return [line("  ", Span(f"60-day rule: {pace.done} of {pace.needed} contacts today", "warning"))]


def fact_lines(view: ContactView, look: Look) -> list[Line]:
    """Draw the client's hours, its phone, and what was last talked of."""
    lines: list[Line] = []
    if view.hours is not None:
        lines += fact("hours", hours_words(view, look), look)
    if view.phone:
        lines += fact("phone", view.phone, look)
    last = view.last_contact
    if last is None:
        return [*lines, *fact("last", "nobody has spoken to them yet", look)]
    told = [show_instant(last.at, look.zone, look.now), CHANNELS.get(last.channel or "", "")]
    told += [f"with {last.person}"] if last.person else []
    words = " ".join(filter(None, told)) + (f": {clean_line(last.note, NOTE_LENGTH)}" if last.note else "")
    return [*lines, *fact("last", words, look)]


def hours_words(view: ContactView, look: Look) -> str:
    """Say whether the client works now, and when it opens next."""
    assert view.hours is not None  # noqa: S101  # the caller looked
    if view.hours.open:
        return "open now"
    if view.hours.opens_at is None:
        return "never open: its calendar has no hours"
    local = view.hours.opens_at.astimezone(look.zone)
    today = look.now.astimezone(look.zone).date()
    clock = f"{local.hour:02d}:{local.minute:02d}"
    return f"closed now, opens {clock if local.date() == today else f'{clear_day(local.date(), today)} {clock}'}"


def fact(name: str, text: str, look: Look, style: str = "") -> list[Line]:
    """Draw a fact beside its name."""
    return labelled(Span(f"  {name:<8}", "muted"), span(text, style), look.width)


def people_lines(people: Sequence[PersonView], look: Look) -> list[Line]:
    """Draw who is there: the main person first, with their phone and the way that they like best."""
    if not people:
        return fact("who", "nobody is known there", look)
    rows = [
        [
            span(person.name, "title" if person.main else ""),
            span(person.role, "muted"),
            span(person.phone or person.email),
            span(f"{person.channel} best" if person.channel else ""),
            span(person.email if person.phone else "", "muted"),
        ]
        for person in people[:MOST_PEOPLE]
    ]
    indent = 12
    drawn = [[Span(" " * indent), *cells] for cells in grid(rows, PERSON_COLUMNS, look.width - indent, indent=0)]
    lines: list[Line] = [[Span("  who       ", "muted"), *drawn[0][1:]], *drawn[1:]]
    more = len(people) - MOST_PEOPLE
    return [*lines, [Span(" " * indent + f"and {more} more", "muted")]] if more > 0 else lines


def say_lines(view: ContactView, look: Look) -> list[Line]:
    """Draw the three things to say."""
    lines: list[Line] = [[], line(Span("SAY", "section"))]
    for number, text in enumerate(view.say, start=1):
        lines += labelled(Span(f" {number}", "title"), span(clean_line(text, NOTE_LENGTH)), look.width)
    return lines


def bad_news_lines(view: ContactView, look: Look) -> list[Line]:
    """Draw what went wrong and was not told yet."""
    if not view.bad_news:
        return []
    lines: list[Line] = [[], line(Span("NOT YET TOLD", "section"), f" {len(view.bad_news)}")]
    for one in view.bad_news[:MOST_OTHERS]:
        since = Span(f" since {show_instant(one.since, look.zone, look.now)}", "muted")
        reference = [Span(" "), *([span(one.ref, "reference"), Span("  ")] if one.ref else [])]
        room = look.width - width_of([*reference, since])
        lines.append([*reference, *cut([span(one.text, "overdue")], max(12, room)), since])
    more = len(view.bad_news) - MOST_OTHERS
    return [*lines, line(Span(f" and {more} more", "muted"))] if more > 0 else lines


def ticket_lines(view: ContactView, look: Look) -> list[Line]:
    """Draw the open tickets of the client, the first of them where there are many."""
    assert view.client is not None  # noqa: S101  # the caller looked
    if not view.open_tickets:
        return []
    rows = [
        [
            span(one.ref, "reference"),
            span(f"P{one.priority}", "urgent" if one.priority == 1 else ""),
            span(one.title),
            span(f"waits for {one.waiting_for}" if one.state == "waiting" else one.state),
            span(one.next_action or "", "muted"),
        ]
        for one in view.open_tickets[:MOST_TICKETS]
    ]
    more = len(view.open_tickets) - MOST_TICKETS
    title = line(Span("OPEN TICKETS", "section"), f" {len(view.open_tickets)}")
    lines = [[], title, *grid(rows, TICKET_COLUMNS, look.width)]
    if more > 0:
        command = Span(f"techday ticket list --client {view.client.code}", "command")
        lines.append(line(Span(f" and {more} more  ", "muted"), command))
    return lines


def ahead_lines(view: ContactView, look: Look) -> list[Line]:
    """Draw what is overdue of promises, and what is due within two weeks."""
    late = [one for one in view.promises if one.due_at < look.now]
    rows = [
        [
            span(one.ref, "reference"),
            Span("promise", "muted"),
            span(one.text),
            span(f"overdue {show_instant(one.due_at, look.zone, look.now)}", "overdue"),
        ]
        for one in late
    ]
    rows += [
        [
            span(one.ref, "reference"),
            span(AHEAD_WORDS.get(one.kind, one.kind), "muted"),
            span(one.text),
            span(f"by {show_instant(one.due_at, look.zone, look.now)}"),
        ]
        for one in view.deadlines
    ]
    if not rows:
        return []
    more = len(rows) - MOST_TICKETS
    lines = [[], line(Span("PROMISED AND DUE", "section"), f" {len(rows)}")]
    lines += grid(rows[:MOST_TICKETS], AHEAD_COLUMNS, look.width)
    return [*lines, line(Span(f" and {more} more", "muted"))] if more > 0 else lines


def left_out_lines(left: Sequence[LeftOut], look: Look) -> list[Line]:
    """Say who was left out, and why: the first of those tried or skipped today; the others are in the list."""
    told = [one for one in left if one.state in ("tried", "skipped")]
    if not told:
        return []
    words = "; ".join(f"{one.client.code} {one.text}" for one in told[:MOST_OTHERS])
    more = f"; and {len(told) - MOST_OTHERS} more" if len(told) > MOST_OTHERS else ""
    return [[], *labelled(Span("LEFT OUT", "section"), span(words + more), look.width)]


def command_lines(view: ContactView) -> list[Line]:
    """Draw the commands that tell what became of it; of a client who was asked for, with its code."""
    assert view.client is not None  # noqa: S101  # the caller looked
    given = "" if view.offered else f" --client {view.client.code}"
    return [
        line(Span(f'techday contact-next done{given} --note "…"', "command")),
        line(Span(f"techday contact-next tried{given} --again 1h", "command")),
        line(Span(f'techday contact-next skip{given} --reason "…"', "command")),
    ]


# --- the list ---


def list_page(view: ContactList, look: Look) -> list[Line]:
    """Draw all clients in the order of the rotation, with their silence as bars."""
    if not view.contacts:
        return [line("No clients yet."), line("  ", Span("techday client add NAME", "command"))]
    rows = [heading(LIST_HEAD), *[list_cells(one, look) for one in view.contacts]]
    return [*pace_lines(view.pace), *grid(rows, LIST_COLUMNS, look.width, indent=0)]


def list_cells(one: ContactLine, look: Look) -> list[Span]:
    """Give the cells of a client of the list."""
    today = look.now.astimezone(look.zone).date()
    last = clear_day(one.last_contact_on, today) if one.last_contact_on else "never"
    style = style_of(one.silence_days, one.cadence_days)
    style = "muted" if one.state in ("paused", "starts") else style
    room = max(8, min(WIDEST_LIST_BAR, (look.width - 50) // 2))
    return [
        Span(">" if one.offered else " ", "title"),
        span(one.client.code, "client"),
        span(one.client.name),
        Span(bar(one.silence_days, one.cadence_days, room, look.blocks), style),
        Span(str(one.silence_days), style),
        Span(f"{one.cadence_days}d", "muted"),
        Span(last),
        span(one.text, "muted"),
    ]
