"""How the page of one client is drawn: the facts, then what is open, owed and known.

The sections below the facts share what these leave of the screen, each with its count and the command that shows the
rest; those for which there is no room are named in a line at the end. What is called first must not have left the
screen by the end, also where the terminal wraps a line.
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from itertools import groupby, islice
from typing import NamedTuple

from techday.core.instants import from_text
from techday.documents.store import TitleRow
from techday.pages.client_facts import fact_lines
from techday.pages.client_page import ClientPage, review_is_due
from techday.problems.acts import pointer
from techday.projects.screen import date_words, standing_words, style_of
from techday.rotation.store import ContactRow
from techday.schedule.words import state_word, when_words
from techday.tickets.alike import typed
from techday.tickets.screen import COLUMNS, NO_TARGETS, QUEUE, describe
from techday.tickets.screen import cells as ticket_cells
from techday.ui.dates import show_instant
from techday.ui.grid import Column, Line, Span, cut, fit, grid, line, span, spread, width_of, wrapped

FULL_HEIGHT = 100_000
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
PROJECT_COLUMNS = (
    Column(),  # number
    Column(flexible=True, least=12, most=40),  # name
    Column(flexible=True, least=8, drop=50),  # next milestone
    Column(),  # due
    Column(),  # how it stands
)
PLANNED_COLUMNS = (
    Column(),  # when
    Column(flexible=True, least=12),  # what
    Column(drop=70),  # state
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
        facts = fact_lines(self.page, self.zone, self.width, None if self.full else self.height)
        sections = [section for section in self.sections() if section.rows]
        if not self.page.tickets.listed:
            facts.append(line(Span("  No open tickets.", "ok")))
        room = self.room - self.height_of(facts)
        # The last sections give way first, until each that is left has something to show below its title.
        for count in range(len(sections), -1, -1):
            first, also = sections[:count], self.also(sections[count:])
            left = room - sum(map(self.head_height, first)) - self.height_of(also)
            shares = share_out([[self.height_of(row.lines) for row in one.rows] for one in first], left)
            if all(shares):
                break
        below = [one for section, share in zip(first, shares, strict=True) for one in self.section(section, share)]
        return self.seen([*facts, *below, *also])

    def also(self, sections: Sequence[Section]) -> list[Line]:
        """Say what else there is where it has no room, and the command that shows it."""
        if not sections:
            return []
        told = ", ".join(f"{section.title.lower()} {section.total}" for section in sections)
        head, more = line(Span("ALSO", "section"), f" {told}"), span(self.in_full, "command")
        if width_of([*head, more]) + 2 <= self.width:
            return [spread(head, more, self.width)]
        return [cut(head, self.width), [Span("  "), more]]

    @property
    def room(self) -> int:
        """How many lines can be seen at once: the prompt needs one."""
        return self.height - 1

    def height_of(self, lines: Sequence[Line]) -> int:
        """Give how many lines of the screen these take: what is wider than it goes on in the next one."""
        return sum(max(1, -(-width_of(one) // self.width)) for one in lines)

    def seen(self, lines: list[Line]) -> list[Line]:
        """Give the page as far as it can be seen; a screen that is very low says how to see the rest."""
        if self.height_of(lines) <= self.room:
            return lines
        while lines and self.height_of(lines) >= self.room:
            lines.pop()
        return [*lines, cut([span(self.in_full, "command")], self.width)]

    @property
    def in_full(self) -> str:
        """The command that shows all of it."""
        return f"techday client show {self.client.code} --full"

    # --- the sections ---

    def sections(self) -> list[Section]:
        """Give the sections in their order: what presses first, then what helps in the call."""
        page, code, full = self.page, self.client.code, self.in_full
        owing, trouble = self.owing(), self.trouble()
        return [
            Section("OPEN TICKETS", page.tickets.total, self.tickets(), f"techday ticket list --client {code}"),
            Section("OWED", len(page.promises) + len(page.owed), owing, full),
            Section("FAILING", len(page.failing), self.failing(), full),
            Section("AGAIN AND AGAIN", len(trouble), trouble, "techday problem"),
            Section("PROJECTS", len(page.projects), self.projects(), f"techday project list --client {code}"),
            Section("PLANNED", page.planned_total, self.planned(), f"techday schedule list --client {code}"),
            Section("LAST CONTACTS", page.contacts_total, self.contacts(), "" if self.full else full),
            Section("TO KNOW", len(page.documents), self.documents(), f"techday client doc list --client {code}"),
            Section("FIXED BEFORE", len(page.fixes), self.fixes(), full),
        ]

    def section(self, section: Section, share: int) -> list[Line]:
        """Draw a section with the first `share` of its rows."""
        rows = section.rows[:share]
        shown = sum(row.things for row in rows)
        return [*self.section_head(section, shown), *[one for row in rows for one in row.lines]]

    def section_head(self, section: Section, shown: int) -> list[Line]:
        """Draw the title of a section, with the command for the rest at its end, or below where it has no room."""
        title = Span(section.title, "section")
        if shown >= section.total:
            return [line(title, f" {section.total}")]
        head, more = line(title, f" {shown} of {section.total}"), span(section.command, "command")
        gap = self.width - width_of([*head, more])
        if not more.text:
            return [head]
        return [[*head, Span(" " * gap), more]] if gap >= 2 else [head, [Span("  "), more]]

    def head_height(self, section: Section) -> int:
        """Give how many lines the title of a section takes at the most."""
        return self.height_of(self.section_head(section, section.total - 1))

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
        """Draw promises and the words that the client must hear, what is due first, first; then causes.

        Of words as many as fit are on a line.
        """
        words = [
            (one.due_at, True, [span(one.ref, "reference"), Span(" a word "), *self.due(one.due_at)])
            for one in self.page.owed
            if one.due_at is not None
        ]
        promises = [
            (
                from_text(one.due_at),
                False,
                [
                    span(one.reference, "reference"),
                    span(f"promised: {one.text}"),
                    *self.due(from_text(one.due_at)),
                    span(f"techday ticket kept {typed(one.reference)} {one.id}", "command"),
                ],
            )
            for one in self.page.promises
        ]
        causes = [
            [span(one.ref, "reference"), span(f"its cause: {one.title}"), Span(""), span(one.command, "command")]
            for one in self.page.owed
            if one.due_at is None
        ]
        laid = iter(self.rows([*(cells for _, _, cells in promises), *causes], OWED_COLUMNS))
        rows: list[Row] = []
        for is_word, run in groupby(sorted([*promises, *words], key=lambda one: one[0]), key=lambda one: one[1]):
            cells = [one[2] for one in run]
            rows += self.flow(cells) if is_word else islice(laid, len(cells))
        return [*rows, *laid]

    def due(self, at: datetime) -> list[Span]:
        """Say by when something is owed; what is overdue is marked without colour too."""
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

    def projects(self) -> list[Row]:
        """Draw the projects that run, each with what is to be reached next, by when, and how it stands."""
        rows = [
            [
                span(str(one.project.id), "reference"),
                span(one.project.name),
                span(one.next_milestone.title if one.next_milestone else "", "muted"),
                span(date_words(one.next_due_on, self.page.today)),
                span(standing_words(one, self.page.today), style_of(one)),
            ]
            for one in self.page.projects
        ]
        return self.rows(rows, PROJECT_COLUMNS)

    def planned(self) -> list[Row]:
        """Draw what the schedule holds to come."""
        rows = [
            [
                span(when_words(one, self.zone, self.now)),
                span(one.title),
                span(state_word(one, self.now), "muted"),
            ]
            for one in self.page.planned
        ]
        return self.rows(rows, PLANNED_COLUMNS)

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
