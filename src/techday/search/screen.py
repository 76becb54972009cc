"""How the results of a search look: a line for each, with the words that were found."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from techday.search.excerpts import Excerpt, Piece, without_half_word
from techday.tickets.rules import ACTIVE
from techday.ui.dates import show_day, show_instant
from techday.ui.grid import Column, Line, Span, as_span, cell_width, cut, fit, grid, line, span, width_of, wrapped

NO_CLIENT = "client?"
# On a narrow screen at least so much of a line is for what was found.
LEAST_ROOM = 16
SHOW_MEETING = "techday meeting show ID"
HEAD_COLUMNS = (Column(least=5, most=16), Column(most=10), Column(drop=80 - LEAST_ROOM))


class TicketFound(NamedTuple):
    """A ticket that was found; `where` names the column, and `event` the kind of event where it is the text of one.

    `merged` is the reference of the ticket, merged into this one, on which the words stand; else None.
    """

    reference: str
    client: str | None
    title: str
    state: str
    where: str
    event: str | None
    merged: str | None
    excerpt: Excerpt
    at: str


class ProblemFound(NamedTuple):
    """A problem that was found."""

    id: int
    client: str | None
    title: str
    state: str
    where: str
    excerpt: Excerpt
    at: str


class ClientFound(NamedTuple):
    """A client that was found."""

    code: str
    name: str
    area: str
    where: str
    excerpt: Excerpt


class PersonFound(NamedTuple):
    """A person at a client that was found."""

    name: str
    client: str
    role: str
    phone: str
    email: str
    where: str
    excerpt: Excerpt


class DocumentFound(NamedTuple):
    """A document that was found; without a client it is of the whole company."""

    id: int
    client: str | None
    kind: str
    title: str
    where: str
    excerpt: Excerpt
    at: str


class MeetingNoteFound(NamedTuple):
    """What was noted in a meeting, or kept for Monday, that was found; `name` is that of the meeting, "" for none yet.

    `meeting` is its number, and `command` shows it, or where a topic waits; "" for a topic that no meeting settled.
    """

    id: int
    meeting: int | None
    name: str
    client: str | None
    kind: str
    state: str
    excerpt: Excerpt
    at: str
    command: str


class Results(NamedTuple):
    """What was found, each kind best first; `text` is what was typed, cleaned, with its filters as they were read.

    `more` tells that there are more tickets than were wanted. Where not `whole`, notes older than the newest of those
    with the words were not looked at. Where not `has_words`, nothing was looked for.
    """

    text: str
    client: str | None
    state: str | None
    since: date | None
    tickets: list[TicketFound]
    problems: list[ProblemFound]
    clients: list[ClientFound]
    people: list[PersonFound]
    documents: list[DocumentFound]
    meetings: list[MeetingNoteFound]
    more: bool
    whole: bool
    has_words: bool


def results_page(results: Results, zone: tzinfo, now: datetime, width: int, most: int) -> list[Line]:
    """Draw what was found: open tickets, the other ones, then what else; `most` is how many of each were wanted."""
    others = (results.problems, results.clients, results.people, results.documents, results.meetings)
    if not (results.tickets or any(others)):
        return wrapped(nothing_found(results), width, "")
    tickets = drawn([ticket_parts(one, zone, now) for one in results.tickets], width)
    are_open = [one.state in ACTIVE for one in results.tickets]
    lines = [
        *section("OPEN", [drawn_line for drawn_line, is_open in zip(tickets, are_open, strict=True) if is_open]),
        *section("CLOSED", [drawn_line for drawn_line, is_open in zip(tickets, are_open, strict=True) if not is_open]),
        *section("PROBLEMS", drawn([problem_parts(one, zone, now) for one in results.problems], width)),
        *section("CLIENTS", drawn([client_parts(one) for one in results.clients], width)),
        *section("PEOPLE", drawn([person_parts(one) for one in results.people], width)),
        *section("DOCUMENTS", drawn([document_parts(one, zone, now) for one in results.documents], width)),
        *section("MEETINGS", drawn([meeting_parts(one, zone, now) for one in results.meetings], width), SHOW_MEETING),
    ]
    if results.more:
        more = f"techday search … --most {2 * most}"
        lines.append(cut(line(Span("There is more  ", "muted"), Span(more, "command")), width))
    if not results.whole:
        lines += wrapped("These words are so common that the oldest notes were not looked at.", width, "")
    return lines


def nothing_found(results: Results) -> str:
    """Say that nothing was found, for what, and where it was looked for."""
    if not results.has_words:
        return f'There is no word in "{results.text}": search looks for words, of letters and digits.'
    narrowed = [f"client {results.client}"] if results.client else []
    narrowed += [f"state {results.state}"] if results.state else []
    narrowed += [f"since {show_day(results.since)}"] if results.since else []
    within = f" ({', '.join(narrowed)})" if narrowed else ""
    *others, last = looked_in(results)
    where = f"{', '.join(others)} and {last}" if others else last
    return f'Nothing found for "{results.text}" in {where}{within}.'


def looked_in(results: Results) -> list[str]:
    """Name what was looked in: clients and people have neither a state nor a date, others no state."""
    state = (results.state or "").lower()
    groups = ["tickets and what happened on them"]
    groups += ["problems"] if state in ("", "open", "closed") else []
    groups += ["clients", "people"] if not state and results.since is None else []
    return groups + (["documents", "meetings"] if not state else [])


class Parts(NamedTuple):
    """A line in parts: the cells of its columns, its title, and what was found beside the title (a label, a text)."""

    head: Sequence[Span]
    title: Sequence[Piece]
    label: str = ""
    text: Sequence[Piece] = ()


def ticket_parts(one: TicketFound, zone: tzinfo, now: datetime) -> Parts:
    """Give the parts of a ticket's line."""
    head = [
        span(one.reference, "reference"),
        span(one.client or NO_CLIENT, "client" if one.client else "warning"),
        span(show_instant(one.at, zone, now), "muted"),
    ]
    merged = f" of {one.merged}" if one.merged else ""
    if one.where == "title" and not merged:
        return Parts(head, one.excerpt.pieces)
    return Parts(head, plain(one.title), f"{one.event or one.where}{merged}: ", one.excerpt.pieces)


def problem_parts(one: ProblemFound, zone: tzinfo, now: datetime) -> Parts:
    """Give the parts of a problem's line."""
    head = [
        span(str(one.id), "reference"),
        span(one.client or "", "client"),
        span(show_instant(one.at, zone, now), "muted"),
    ]
    if one.where == "title":
        return Parts(head, one.excerpt.pieces)
    return Parts(head, plain(one.title), f"{one.where}: ", one.excerpt.pieces)


def client_parts(one: ClientFound) -> Parts:
    """Give the parts of a client's line."""
    head = [span(one.code, "client")]
    if one.where == "name":
        return Parts(head, one.excerpt.pieces)
    return Parts(head, plain(one.name), f"{one.where}: ", one.excerpt.pieces)


def person_parts(one: PersonFound) -> Parts:
    """Give the parts of a person's line: found by name, the way to reach them stands beside it."""
    head = [span(one.client, "client")]
    if one.where == "name":
        return Parts(head, one.excerpt.pieces, "", plain(", ".join(filter(None, (one.role, one.phone, one.email)))))
    return Parts(head, plain(one.name), f"{one.where}: ", one.excerpt.pieces)


def document_parts(one: DocumentFound, zone: tzinfo, now: datetime) -> Parts:
    """Give the parts of a document's line."""
    head = [
        span(str(one.id), "reference"),
        span(one.client or "company", "client" if one.client else "muted"),
        span(show_instant(one.at, zone, now), "muted"),
    ]
    if one.where == "title":
        return Parts(head, one.excerpt.pieces)
    return Parts(head, plain(one.title), f"{one.kind}: ", one.excerpt.pieces)


def meeting_parts(one: MeetingNoteFound, zone: tzinfo, now: datetime) -> Parts:
    """Give the parts of the line of what a meeting said, or is to talk about."""
    head = [
        span(str(one.meeting or ""), "reference"),
        span(one.client or "", "client"),
        span(show_instant(one.at, zone, now), "muted"),
    ]
    return Parts(head, plain(one.name or "for Monday"), f"{one.kind}: ", one.excerpt.pieces)


def plain(text: str) -> tuple[Piece, ...]:
    """Give a text in which nothing was found."""
    return (Piece(text, False),)


def section(heading: str, lines: Sequence[Line], command: str = "") -> list[Line]:
    """Give lines below their heading, with the command that shows one of them; nothing where there are none."""
    beside = [Span("  "), Span(command, "command")] if command else []
    return [line(Span(heading, "section"), *beside), *lines] if lines else []


def drawn(parts: Sequence[Parts], width: int) -> list[Line]:
    """Draw lines, each in its columns and within the width."""
    if not parts:
        return []
    heads = grid([one.head for one in parts], HEAD_COLUMNS[: len(parts[0].head)], width - LEAST_ROOM, indent=0)
    taken = max(width_of(head) for head in heads) + 2
    lines = []
    for one, head in zip(parts, heads, strict=True):
        blanks = Span(" " * (taken - width_of(head)))
        lines.append(cut([*head, blanks, *body(one, width - taken)], width))
    return lines


def body(one: Parts, room: int) -> list[Span]:
    """Draw the title, and beside it what was found elsewhere, in so many cells; neither takes all from the other."""
    if not any(piece.text for piece in one.text):
        return around(one.title, room)
    wanted = cell_width(one.label) + sum(cell_width(piece.text) for piece in one.text)
    title = fit("".join(piece.text for piece in one.title), max(room * 2 // 5, room - wanted - 2))
    left = room - cell_width(title) - 2 - cell_width(one.label)
    return [span(title), Span("  "), Span(one.label, "muted"), *around(one.text, max(left, LEAST_ROOM))]


def around(pieces: Iterable[Piece], room: int) -> list[Span]:
    """Draw a text of which the first word that was found must show in so many cells: less of what is before it."""
    spans = [as_span(Span(piece.text, "match" if piece.found else "")) for piece in pieces]
    if width_of(spans) <= room or not spans or spans[0].style:
        return list(cut(spans, room))
    before, *others = spans
    spare = room - sum(cell_width(one.text) for one in others[:1])
    allowed = max(spare // 3, 0)
    if cell_width(before.text) > allowed:
        before = Span("…" + (without_half_word(before.text[-allowed:]) if allowed else ""))
    return list(cut([before, *others], room))
