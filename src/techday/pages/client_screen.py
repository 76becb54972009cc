"""How the page of one client is drawn: whom to ask for and where to go, then what is open, owed and known.

The facts at the top are whole, but for a low screen. The sections below share what is left of it, each with its count
and the command that shows the rest: what is called first must not have left the screen by the end.
"""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from techday.clients.rules import billing_word, is_paused, starts_later
from techday.core.instants import from_text
from techday.documents.store import TitleRow
from techday.levels.store import LevelRow
from techday.pages.client_page import ClientPage, review_is_due
from techday.people.store import PersonRow
from techday.problems.acts import pointer
from techday.rotation.store import ContactRow
from techday.sites.store import SiteRow
from techday.tickets.alike import typed
from techday.tickets.screen import COLUMNS, NO_TARGETS, QUEUE, describe
from techday.tickets.screen import cells as ticket_cells
from techday.ui.dates import MONTHS, show_day, show_instant
from techday.ui.grid import (
    LEAST_ROOM,
    Column,
    Line,
    Span,
    broken,
    cut,
    fit,
    grid,
    labelled,
    line,
    span,
    width_of,
    wrapped,
)

RED_AT = 60
BETWEEN = " · "
# On a screen lower than this most facts have one line.
LOW = 30
FEW, FEWER = 3, 1
FULL_HEIGHT = 100_000
# So many rows are drawn at the least, however long the facts are.
LEAST_ROWS = 3
LIKES = {"phone": "prefers the phone", "email": "prefers mail", "visit": "prefers a visit", "chat": "prefers chat"}
QUEUE_OF_CLIENT = tuple(name for name in QUEUE if name != "client")
OWED_COLUMNS = (
    Column(least=5, most=16),  # reference
    Column(flexible=True, least=16),  # what
    Column(),  # by when
    Column(drop=90),  # command
)
FAILING_COLUMNS = (
    Column(flexible=True, least=12, most=30),  # name
    Column(drop=50),  # kind
    Column(),  # day
    Column(flexible=True, least=12),  # seen
    Column(most=16),  # ticket
)
CONTACT_COLUMNS = (
    Column(),  # when
    Column(drop=70),  # channel
    Column(flexible=True, least=8, most=20),  # person
    Column(flexible=True, least=16),  # note
)
FIX_COLUMNS = (
    Column(least=5, most=16),  # reference
    Column(drop=70),  # when
    Column(flexible=True, least=16, most=40),  # title
    Column(flexible=True, least=20),  # fix
)


class Row(NamedTuple):
    """What is drawn as a whole or not at all: its lines, and how many things they show."""

    lines: Sequence[Line]
    things: int = 1


class Section(NamedTuple):
    """A part of the page: its title, how many things there are in all, its rows, and the command for the rest."""

    title: str
    total: int
    rows: Sequence[Row]
    command: str


def client_lines(
    page: ClientPage, zone: tzinfo, now: datetime, width: int, height: int, *, full: bool = False
) -> list[Line]:
    """Draw the page of a client on a screen of `width` by `height` cells; `full` draws all, whatever the height."""
    return Drawing(page, zone, now, width, FULL_HEIGHT if full else height).lines()


class Drawing:
    """The page of one client on a screen of `width` by `height` cells."""

    def __init__(self, page: ClientPage, zone: tzinfo, now: datetime, width: int, height: int) -> None:
        self.page = page
        self.client = page.client
        self.zone = zone
        self.now = now
        self.width = width
        self.height = height
        self.full = height == FULL_HEIGHT

    def lines(self) -> list[Line]:
        """Draw the whole page."""
        facts = self.facts()
        sections = [section for section in self.sections() if section.rows]
        if not self.page.tickets.listed:
            facts.append(line(Span("  No open tickets.", "ok")))
        # The prompt needs a line.
        room = max(LEAST_ROWS, self.height - 1 - len(facts) - len(sections))
        shares = share_out([[len(row.lines) for row in section.rows] for section in sections], room)
        below = [one for section, share in zip(sections, shares, strict=True) for one in self.section(section, share)]
        return [*facts, *below]

    # --- the facts ---

    def facts(self) -> list[Line]:
        """Draw who and where the client is, and on what terms."""
        return [
            *self.head(),
            *self.fact("paused", self.paused(), "warning"),
            *self.people(),
            *self.sites(),
            *self.contact(),
            *self.brief("terms", self.terms()),
        ]

    def head(self) -> list[Line]:
        """Draw the client's name with its telephone number and area, beside it where there is room, else below."""
        client = self.client
        head = labelled(span(client.code, "client"), span(client.name, "title"), self.width)
        beside = span(joined(client.phone, client.area))
        if len(head) == 1 and width_of(head[0]) + 2 + width_of([beside]) <= self.width:
            return [[*head[0], Span("  "), beside]] if beside.text else head
        return [*head, *self.brief("phone" if client.phone else "area", beside.text)]

    def fact(self, name: str, text: str, style: str = "") -> list[Line]:
        """Draw a name and its value, whole; nothing where there is none. A telephone number stays on one line."""
        lines: list[Line] = []
        label = Span(f"  {name:<7}  ", "muted")
        room = self.width - len(label.text)
        for part in span(text).text.split(BETWEEN) if text else ():
            if lines and width_of([*lines[-1], Span(BETWEEN + part)]) <= self.width:
                lines[-1] = [*lines[-1], Span(BETWEEN + part, style)]
                continue
            for piece in broken(part, max(LEAST_ROOM, room)):
                lines.append([Span(" " * len(label.text)) if lines else label, Span(piece, style)])
        return lines

    def brief(self, name: str, text: str, more: str = "") -> list[Line]:
        """Draw a name and its value, on a low screen in one line, with `more` at its end."""
        lines = self.fact(name, text)
        room = self.width - (2 + len(more) if more else 0)
        if self.height < LOW and lines:
            one = cut([lines[0][0], span(text)], room)
            return [[*one, Span("  "), span(more, "muted")] if more else one]
        if more and lines and width_of(lines[-1]) <= room:
            return [*lines[:-1], [*lines[-1], Span("  "), span(more, "muted")]]
        return [*lines, *self.fact("", more, "muted")]

    def paused(self) -> str:
        """Say since when the client is paused, until when and why; "" where it is not."""
        client, today = self.client, self.page.today
        if client.paused_at is None or not is_paused(client, today):
            return ""
        since = from_text(client.paused_at).astimezone(self.zone).date()
        until = f" until {show_day(date.fromisoformat(client.paused_until))}" if client.paused_until else ""
        return f"since {show_day(since)}{until}: {client.pause_reason}"

    @property
    def most(self) -> int:
        """How many people and sites have a line."""
        return FEWER if self.height < LOW else FEW

    def people(self) -> list[Line]:
        """Draw whom to ask for first, and the others."""
        people, code = self.page.people, self.client.code
        if not people:
            hint = f"nobody known: techday client person add {code} NAME --main"
            return [] if self.client.placeholder else self.fact("ask for", hint, "muted")
        others = [person_words(one) for one in people[1 : 1 + self.most]]
        left = self.page.people_total - 1 - len(others)
        more = self.more(left, f"techday client person list {code}")
        return [*self.fact("ask for", person_words(people[0]), "title"), *self.several("or", others, more)]

    def sites(self) -> list[Line]:
        """Draw where the client is."""
        shown = [site_words(one) for one in self.page.sites[: self.most]]
        left = self.page.sites_total - len(shown)
        more = self.more(left, f"techday client site list {self.client.code}")
        return self.several("where", shown, more)

    def more(self, left: int, command: str) -> str:
        """Say how many more there are, and where they are listed; a low screen has no room for that."""
        if not left:
            return ""
        return f"{left} more" if self.height < LOW else f"{left} more: {command}"

    def several(self, name: str, texts: Sequence[str], more: str) -> list[Line]:
        """Draw values of one name, one below the other, and at the end how to see more of them."""
        lines: list[Line] = []
        for index, text in enumerate(texts):
            lines += self.brief("" if index else name, text, more if index == len(texts) - 1 else "")
        return lines

    def contact(self) -> list[Line]:
        """Draw how often the client wants to hear from us, and for how long it has not."""
        client, silent = self.client, self.page.silence_days
        if client.placeholder:
            return self.fact("contact", "never: tickets without a client")
        text = f"every {days(client.cadence_days)}"
        if silent is None:
            return self.fact("contact", f"{text}, from {show_day(date.fromisoformat(str(client.starts_on)))} on")
        told = f"silent {days(silent)}" if self.page.contacts else f"never spoken to, {days(silent)} here"
        if silent == 0:
            told = "spoken to today" if self.page.contacts else "never spoken to"
        style = "overdue" if silent >= RED_AT else "soon" if silent > client.cadence_days else ""
        mark = " !" if silent >= RED_AT else ""
        return self.fact("contact", f"{text}, {told}{mark}", style)

    def terms(self) -> str:
        """Say what was agreed: level, calendar, zone, how time is paid, since when."""
        client, level = self.client, self.page.level
        of_level = level.calendar if level is not None else None
        calendar = client.calendar or (f"{of_level} (its level's)" if of_level else "")
        created = from_text(client.created_at).astimezone(self.zone).date()
        since = date.fromisoformat(client.starts_on) if client.starts_on else created
        words = [
            level_words(client.level, level),
            f"calendar {calendar}" if calendar else "",
            client.zone,
            billing_word(client),
            "" if starts_later(client, self.page.today) else f"since {plain_day(since)}",
        ]
        return "; ".join(word for word in words if word)

    # --- the sections ---

    def sections(self) -> list[Section]:
        """Give the sections in their order: what presses first, then what helps in the call."""
        page, code = self.page, self.client.code
        full = f"techday client show {code} --full"
        owing, trouble = self.owing(), self.trouble()
        return [
            Section("OPEN TICKETS", page.tickets.total, self.tickets(), f"techday ticket list --client {code}"),
            Section("OWED", len(page.promises) + len(page.owed), owing, full),
            Section("FAILING", len(page.failing), self.failing(), full),
            Section("AGAIN AND AGAIN", len(trouble), trouble, "techday problem"),
            Section("LAST CONTACTS", len(page.contacts), self.contacts(), full),
            Section("TO KNOW", len(page.documents), self.documents(), f"techday client doc list --client {code}"),
            Section("FIXED BEFORE", len(page.fixes), self.fixes(), full),
        ]

    def section(self, section: Section, share: int) -> list[Line]:
        """Draw a section with the first `share` of its rows."""
        rows = section.rows[:share]
        shown = sum(row.things for row in rows)
        head = line(Span(section.title, "section"), f" {section.total}")
        if shown < section.total:
            more = span(section.command, "command")
            head = line(Span(section.title, "section"), f" {shown} of {section.total}")
            gap = max(2, self.width - width_of([*head, more]))
            head = [*head, Span(" " * gap), more]
        return [cut(head, self.width), *[one for row in rows for one in row.lines]]

    def rows(self, cells: Sequence[Sequence[Span]], columns: Sequence[Column]) -> list[Row]:
        """Lay rows out in columns, below each other."""
        return [Row([one]) for one in grid(cells, columns, self.width, indent=2)]

    def whole(self, cells: Sequence[Sequence[Span]]) -> list[Row]:
        """Draw rows with the last cell whole: below the others, where these fit on a line."""
        rows = []
        for *first, last in cells:
            told = [part for one in first if one.text for part in (Span("  "), one)]
            rows.append(Row([cut(told, self.width), *(wrapped(last.text, self.width, "      ") if last.text else [])]))
        return rows

    def at(self, instant: datetime | str) -> str:
        """Give an instant as short as it stays clear."""
        return show_instant(instant, self.zone, self.now)

    def tickets(self) -> list[Row]:
        """Draw the open tickets in queue order, with their clocks."""
        described = [describe(one, self.zone, self.now, NO_TARGETS) for one in self.page.tickets.listed]
        columns = [COLUMNS[name].column for name in QUEUE_OF_CLIENT]
        return self.rows([ticket_cells(one, QUEUE_OF_CLIENT) for one in described], columns)

    def owing(self) -> list[Row]:
        """Draw promises, then the words that the client must hear, as many on a line as fit, and causes."""
        words = [
            [span(one.ref, "reference"), Span(" a word "), *self.due(one.due_at)]
            for one in self.page.owed
            if one.kind == "word"
        ]
        promises = [
            [
                span(one.reference, "reference"),
                span(f"promised: {one.text}"),
                *self.due(from_text(one.due_at)),
                span(f"techday ticket kept {typed(one.reference)} {one.id}", "command"),
            ]
            for one in self.page.promises
        ]
        causes = [
            [span(one.ref, "reference"), span(f"its cause: {one.title}"), Span(""), span(one.command, "command")]
            for one in self.page.owed
            if one.kind == "cause"
        ]
        rows = self.rows([*promises, *causes], OWED_COLUMNS)
        return [*rows[: len(promises)], *self.flow(words), *rows[len(promises) :]]

    def due(self, at: datetime | None) -> list[Span]:
        """Say by when something is owed; what is overdue is marked without colour too."""
        if at is None:
            return [Span("")]
        late = at < self.now
        return [span(f"{'overdue since' if late else 'by'} {self.at(at)}", "overdue" if late else "")]

    def flow(self, items: Sequence[Sequence[Span]]) -> list[Row]:
        """Lay items out, as many on a line as fit."""
        rows: list[Row] = []
        for item in items:
            if rows and width_of([*rows[-1].lines[0], *item]) + 3 <= self.width:
                rows[-1] = Row([[*rows[-1].lines[0], Span("   "), *item]], rows[-1].things + 1)
            else:
                rows.append(Row([cut([Span("  "), *item], self.width)]))
            if len(rows) > self.height:  # more of them than can be seen
                break
        return rows

    def failing(self) -> list[Row]:
        """Draw the watches that fail, for how many days, and the ticket of each."""
        rows = [
            [
                span(one.name),
                span(one.kind, "muted"),
                span(f"day {one.days}", "failed"),
                span(one.seen),
                span(one.ticket or "no ticket", "reference" if one.ticket else "warning"),
            ]
            for one in self.page.failing
        ]
        return self.rows(rows, FAILING_COLUMNS)

    def trouble(self) -> list[Row]:
        """Draw trouble that comes again, and the open problems, each with the command for what is next to do."""
        rows = []
        for one in self.page.recurring:
            text, command = pointer(one)
            rows.append(self.told(one.tickets[-1].title, text, command))
        pointed = {one.problem.id for one in self.page.recurring if one.problem is not None}
        for problem in self.page.problems:
            if problem.id not in pointed:
                count = f"{problem.tickets} {'ticket' if problem.tickets == 1 else 'tickets'}"
                cause = f"cause: {problem.cause}" if problem.cause else "cause not known yet"
                title, command = f"problem {problem.id} {problem.title}", f"techday problem show {problem.id}"
                rows.append(self.told(title, f"{count}, {cause}", command))
        return rows

    def told(self, title: str, text: str, command: str) -> Row:
        """Draw trouble and the command that goes with it: beside it where both fit, else below."""
        left, right = [Span("  "), span(title), Span("  "), span(text, "muted")], span(command, "command")
        gap = self.width - width_of([*left, right])
        if gap >= 2:
            return Row([[*left, Span(" " * gap), right]])
        return Row([cut(left, self.width), [Span("    "), right]])

    def contacts(self) -> list[Row]:
        """Draw the last times that somebody spoke to the client, newest first."""
        rows = [self.contact_cells(one) for one in self.page.contacts]
        return self.whole(rows) if self.full else self.rows(rows, CONTACT_COLUMNS)

    def contact_cells(self, one: ContactRow) -> list[Span]:
        """Give the cells of one contact."""
        return [
            span(self.at(one.at), "muted"),
            span(one.channel or ""),
            span(one.person or ""),
            span(f"{one.note}{f' ({one.ticket})' if one.ticket else ''}".strip()),
        ]

    def documents(self) -> list[Row]:
        """Draw the titles of what is to be known, as many on a line as fit."""
        return self.flow([self.title(one) for one in self.page.documents])

    def title(self, one: TitleRow) -> list[Span]:
        """Give the number and title of a document; what is due for review is marked without colour too."""
        due = " (review due)" if review_is_due(one, self.page.today) else ""
        number = span(str(one.id), "reference")
        room = self.width - len(number.text) - len(due) - 3
        return [number, Span(" "), Span(fit(span(one.title).text, room)), Span(due, "warning")]

    def fixes(self) -> list[Row]:
        """Draw what fixed earlier tickets, newest first."""
        rows = [
            [
                span(one.reference, "reference"),
                span(self.at(one.at), "muted"),
                span(one.title),
                span(" ".join(one.fix.split("\n"))),
            ]
            for one in self.page.fixes
        ]
        return self.whole(rows) if self.full else self.rows(rows, FIX_COLUMNS)


def share_out(wanted: Sequence[Sequence[int]], room: int) -> list[int]:
    """Share `room` lines out to sections whose rows have so many lines each; give how many rows each section has.

    Row by row, in the order of the sections: so the first ones have a row where there is little room.
    """
    shares = [0] * len(wanted)
    waiting = [index for index, rows in enumerate(wanted) if rows]
    while waiting:
        for index in list(waiting):
            cost = wanted[index][shares[index]]
            if cost > room:
                waiting.remove(index)
                continue
            room -= cost
            shares[index] += 1
            if shares[index] == len(wanted[index]):
                waiting.remove(index)
    return shares


def person_words(one: PersonRow) -> str:
    """Give a person with what reaches them: the way that they like best is said."""
    name = f"{one.name}, {one.role}" if one.role else one.name
    reached = [one.email, one.phone] if one.channel == "email" else [one.phone, one.email]
    words = [name, *reached, LIKES.get(one.channel or "", ""), one.site or "", one.note]
    return joined(*words)


def site_words(one: SiteRow) -> str:
    """Give a site with its address, its area, whom to ring there and what to know of it."""
    area = f"({one.area})" if one.area else ""
    place = " ".join(word for word in (one.address, area) if word)
    return joined(one.name, place, one.phone, one.note)


def joined(*words: str) -> str:
    """Give words with a mark between them, without those that are not known."""
    return BETWEEN.join(word for word in words if word)


def level_words(name: str, level: LevelRow | None) -> str:
    """Give the level of a client, and whether it promises anything."""
    if not name:
        return "default targets"
    return f"level {level.name}" if level is not None else f"level {name}, which is not made yet: default targets"


def plain_day(day: date) -> str:
    """Give a day without its weekday: long ago nobody knows it by that."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def days(count: int) -> str:
    """Give a number of days in words."""
    return "1 day" if count == 1 else f"{count} days"
