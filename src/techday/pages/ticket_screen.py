"""How the page of one ticket is drawn: what it is, what is next, and why its clocks stand as they do; then all of it.

Nothing is cut off. Only time and history, which grow without end, show their last lines and say how many more.
"""

import contextlib
from collections.abc import Sequence
from datetime import datetime, tzinfo

from techday.core.durations import show_clock
from techday.core.instants import from_text, to_text
from techday.escalations.store import EscalationRow, answers
from techday.pages.ticket_page import Page, WorkedDay
from techday.problems.acts import pointer
from techday.promises.store import PromiseRow
from techday.tickets.clocks import UNTIL, most_pressing
from techday.tickets.rules import ACTIVE, waits
from techday.tickets.screen import NO_CLIENT, age, left_words
from techday.tickets.store import EventRow, TicketRow
from techday.timecard.store import EntryRow
from techday.ui.dates import show_day, show_instant
from techday.ui.grid import Line, Span, as_span, cut, labelled, line, span, wrapped

MOST_LINES = 30
LATE = 15 * 60
WORDS = ("reply", "heard", "note")
REPLIES = {"first": "first response", "bad-news": "bad news", "mistake": "own mistake"}
MARKS = {"yes": "[x]", "no": "[ ]", "": "[?]"}
INDENT = "      "


class Drawing:
    """The page of one ticket on a screen of `width` cells; `full` shows time and history from the beginning."""

    def __init__(self, page: Page, zone: tzinfo, now: datetime, width: int, *, full: bool) -> None:
        self.page = page
        self.ticket = page.ticket
        self.zone = zone
        self.now = now
        self.width = width
        self.full = full

    def lines(self) -> list[Line]:
        """Draw the whole page."""
        spoken = [event for event in self.page.events if event.kind in WORDS]
        happened = [event for event in self.page.events if event.kind not in WORDS]
        return [
            *self.head(),
            *section("NEXT", self.next_step()),
            *section("CLOCKS", self.clocks()),
            *section("PROMISES", [one for promise in self.page.promises for one in self.promise(promise)]),
            *section("FIX AND CAUSE", self.fix()),
            *section("CONVERSATION", [one for event in spoken for one in self.said(event)]),
            *section("ESCALATIONS", [one for each in self.page.escalations for one in self.escalation(each)]),
            *section(f"TIME  {show_clock(self.page.seconds)}", self.time()),
            *section("LINKS", self.links()),
            *section("SEEN BEFORE", self.seen_before()),
            *section("HISTORY", self.history(happened)),
        ]

    def at(self, instant: datetime | str) -> str:
        """Give an instant as short as it stays clear."""
        return show_instant(instant, self.zone, self.now)

    def fact(self, name: str, text: str, style: str = "") -> list[Line]:
        """Draw a name and its value, whole; nothing where there is none."""
        return labelled(Span(f"  {name:<9}", "muted"), span(text, style), self.width) if text else []

    def block(self, name: str, text: str) -> list[Line]:
        """Draw a name and words of several lines below it; nothing where there are none."""
        return [line(Span(f"  {name}", "muted")), *wrapped(text, self.width, INDENT)] if text else []

    def command(self, words: str) -> list[Line]:
        """Draw the command for what is next to do."""
        return [[one[0], Span(one[1].text, "command")] for one in wrapped(words, self.width, INDENT)]

    def head(self) -> list[Line]:
        """Draw what the ticket is."""
        ticket, asked = self.ticket, self.page.asked
        lines = labelled(span(ticket.reference, "reference"), span(ticket.title, "title"), self.width)
        if asked is not None:
            when = f" {self.at(asked.at)}" if asked.at else ""
            lines += self.note(f"{asked.reference} was merged into this{when}")
        client = f"{ticket.client_code} {ticket.client_name}" if ticket.client_code else NO_CLIENT
        for name, text in (
            ("client", client),
            ("state", f"P{ticket.priority}  L{ticket.tier}  {self.state_words()}"),
            ("owner", self.owner_words()),
            ("opened", f"{self.at(ticket.opened_at)}  ({age(ticket, self.now)} ago)"),
            ("due", self.at(ticket.due_at) if ticket.due_at else ""),
            ("requester", ticket.requester),
            ("category", ticket.category),
            ("asset", ticket.asset),
            ("source", source_words(ticket)),
        ):
            lines += self.fact(name, text)
        for body in self.page.bodies:
            reference = self.page.reference_of(body.ticket_id)
            lines += [line(), *(self.note(f"{reference}:") if reference else []), *wrapped(body.text, self.width, "  ")]
        return lines

    def note(self, text: str) -> list[Line]:
        """Draw a remark of techday's own."""
        return [[Span(one.text, "muted") for one in cells] for cells in wrapped(text, self.width, "  ")]

    def state_words(self) -> str:
        """Say in which state the ticket is, since when where that is over, and to whom it was handed up."""
        ticket = self.ticket
        state = f"waiting for {ticket.waiting_for}" if ticket.waiting_for else ticket.state
        ended = ticket.closed_at if ticket.state == "closed" else ticket.resolved_at
        if ticket.waiting_until:
            state += f" until {self.at(ticket.waiting_until)}"
        elif ended and ticket.state in ("resolved", "closed"):
            state += f" {self.at(ended)}"
        if ticket.escalated_at:
            state += f", handed to {ticket.escalated_to} {self.at(ticket.escalated_at)}, not picked up yet"
        return state

    def owner_words(self) -> str:
        """Say whose the ticket is, and whom its source still names though it was handed over."""
        still = self.page.still_named
        return f"{self.ticket.owner or 'nobody'}{f' (PSA still says {still})' if still else ''}"

    def next_step(self) -> list[Line]:
        """Draw the next step of an open ticket, and when it comes."""
        ticket = self.ticket
        if ticket.state not in ACTIVE:
            return []
        when = "; ".join(self.coming())
        lines = [*wrapped(ticket.next_action, self.width, "  ")] if ticket.next_action else []
        if not lines:
            lines = [line("  not recorded"), *self.command(f'techday ticket edit {ticket.reference} --next "…"')]
        return [*lines, *(self.note(when) if when else [])]

    def coming(self) -> list[str]:
        """Say when the ticket comes back, what was promised by when, and which clock is due first."""
        ticket = self.ticket
        words = []
        if ticket.waiting_until:
            back = "back" if waits(ticket, to_text(self.now)) else "was due back"
            words.append(f"{back} {self.at(ticket.waiting_until)}")
        due = [one for one in self.page.promises if one.state == "open"]
        if due:
            words.append(f"promise {due[0].id} by {self.at(due[0].due_at)}")
        pressing = most_pressing(self.page.clocks)
        if pressing is not None and pressing[1].due_at is not None:
            name, clock = pressing
            left = clock.left_seconds
            told = f"overdue by {left_words(-left)}" if left < 0 else f"{left_words(left)} left"
            words.append(f"{name} due {self.at(pressing[1].due_at)}, {told}")
        return words

    def clocks(self) -> list[Line]:
        """Draw why each clock stands as it does."""
        lines: list[Line] = []
        for name, text in self.page.why:
            clock = getattr(self.page.clocks, name.split(" ")[0], None)
            style = "" if clock is None else {"breached": "overdue", "met": "ok"}.get(clock.state, "")
            lines += labelled(Span(f"  {name:<10}", style), span(text), self.width)
        return lines

    def promise(self, one: PromiseRow) -> list[Line]:
        """Draw a promise: its number, how it stands, what it was; an open one with the command that settles it."""
        overdue = one.state == "open" and one.due_at < to_text(self.now)
        when, text = f"{'OVERDUE since' if overdue else 'by'} {self.at(one.due_at)}", one.text
        if one.state != "open":
            when = f"{one.state} {self.at(one.settled_at or one.due_at)}"
            text += f"  (by {self.at(one.due_at)}{'; ' if one.outcome else ''}{one.outcome})"
        style = "overdue" if overdue else "ok" if one.state == "kept" else "failed" if one.state == "broken" else ""
        lines = labelled(Span(f"  {one.id}  {when}", style), span(text), self.width)
        if one.state == "open":
            lines += self.command(f"techday ticket kept {self.ticket.reference} {one.id}")
        return lines

    def fix(self) -> list[Line]:
        """Draw what fixed the ticket and why it came about; a cause that is owed, with the command that tells it."""
        ticket = self.ticket
        lines = [*self.block("fix", ticket.fix), *self.block("cause", ticket.cause)]
        if ticket.cause_owed:
            lines.append(line(Span("  cause owed", "overdue")))
            lines += self.command(f'techday ticket resolve {ticket.reference} --cause "…"')
        return lines

    def said(self, event: EventRow) -> list[Line]:
        """Draw what was said or noted: when, between whom, and the words."""
        mark = spoken_mark(event)
        head = [Span("  "), span(self.at(event.at), "muted"), Span("  ")]
        head += [span(mark, "public" if event.public else "internal"), as_span(Span(self.origin(event), "muted"))]
        return [cut(head, self.width), *wrapped(event.text, self.width, INDENT)]

    def origin(self, event: EventRow) -> str:
        """Say what sets the record of an event apart: told late, imported, on a ticket that was merged into this."""
        reference = self.page.reference_of(event.ticket_id)
        marks = ["import" if event.imported else "told late" if is_late(event) else "", reference and f"on {reference}"]
        told = ", ".join(mark for mark in marks if mark)
        return f"  ({told})" if told else ""

    def escalation(self, one: EscalationRow) -> list[Line]:
        """Draw how the ticket was handed up: to whom, why, what was tried, and what became of it."""
        lines = labelled(
            Span(f"  {self.at(one.at)}", "muted"), span(f"to {one.target}, {self.picked_up(one)}"), self.width
        )
        lines += labelled(Span(f"{INDENT}why  ", "muted"), span(one.reason), self.width)
        lines += labelled(Span(f"{INDENT}tried", "muted"), span(" ".join(one.tried.split("\n"))), self.width)
        for point in answers(one):
            lines += labelled(Span(f"{INDENT}{MARKS.get(point.answer, '[?]')}"), span(point.item), self.width)
        return lines

    def picked_up(self, one: EscalationRow) -> str:
        """Say who picked up what was handed up, and when: whoever the ticket was given to before it went up again."""
        if self.ticket.escalated_at == one.at:
            return "not picked up yet"
        later = next((other.at for other in self.page.escalations if other.at > one.at), "9")
        given = [event for event in self.page.events if event.kind == "owner" and one.at <= event.at < later]
        return f"picked up by {given[0].text} {self.at(given[0].at)}" if given else "picked up by nobody"

    def time(self) -> list[Line]:
        """Draw the time worked, by shift days."""
        entries = [entry.id for day in self.page.days for entry in day.entries]
        hidden = set() if self.full else set(entries[:-MOST_LINES])
        lines: list[Line] = self.more(len(hidden), "earlier entries")
        for day in self.page.days:
            shown = [entry for entry in day.entries if entry.id not in hidden]
            if shown:
                lines.append(day_line(day))
            for entry in shown:
                lines += self.entry(entry)
        return lines

    def entry(self, entry: EntryRow) -> list[Line]:
        """Draw one time entry: from when to when, how long, what kind, its note."""
        start, end = (clock_of(at, self.zone) for at in (entry.started_at, entry.ended_at))
        until = from_text(entry.ended_at) if entry.ended_at else self.now
        seconds = max(0, int((until - from_text(entry.started_at)).total_seconds()))
        reference = self.page.reference_of(self.page.recorded_on.get(entry.id, 0))
        words = [entry.work_type, entry.note, f"(on {reference})" if reference else ""]
        name = Span(f"    {start}-{end or 'running'}  {show_clock(seconds)}")
        return labelled(name, span("  ".join(word for word in words if word)), self.width)

    def more(self, count: int, what: str) -> list[Line]:
        """Say how many lines are left out, and the command that shows them."""
        if not count:
            return []
        command = Span(f"techday ticket show {self.ticket.reference} --full", "command")
        return [cut(line(Span(f"  {count} {what}  ", "muted"), command), self.width)]

    def links(self) -> list[Line]:
        """Draw the tickets and the problem that belong to this one, and the other numbers that it goes by."""
        lines: list[Line] = []
        for one in self.page.merged:
            when = f" ({self.at(one.at)})" if one.at else ""
            lines += self.fact("merged", f"{one.reference} {one.title}{when}")
        for one in self.page.related:
            lines += self.fact("related", f"{one.reference} {one.title} ({one.state})")
        problem = self.page.problem
        if problem is not None:
            lines += self.fact("problem", f"{problem.id} {problem.title} ({problem.state})")
            lines += self.command(f"techday problem show {problem.id}")
        known = {self.ticket.reference, *(one.reference for one in self.page.merged)}
        others = [f"L{number}" for number in self.page.numbers if f"L{number}" not in known]
        return lines + self.fact("known as", ", ".join(others))

    def seen_before(self) -> list[Line]:
        """Draw trouble that comes again, and what is known to help."""
        lines: list[Line] = []
        if self.page.recurrence is not None:
            text, command = pointer(self.page.recurrence)
            lines += [*wrapped(text, self.width, "  "), *self.command(command)]
        for one in self.page.answers:
            when = f" ({self.at(one.when)})" if one.when else ""
            lines += labelled(Span(f"  {one.source}", "muted"), span(f"{one.reference} {one.title}{when}"), self.width)
            for name, text in (("cause", one.cause), ("fix", one.fix)):
                if text:
                    words = " ".join(text.split("\n"))
                    lines += labelled(Span(f"{INDENT}{name:<5}", "muted"), span(words), self.width)
        return lines

    def history(self, events: Sequence[EventRow]) -> list[Line]:
        """Draw what happened beside the words: one line each, the last ones where there are many."""
        shown = events if self.full else events[-MOST_LINES:]
        lines = self.more(len(events) - len(shown), "earlier events")
        instants = [self.at(event.at) for event in shown]
        when, kind = max(map(len, instants), default=0), max((len(event.kind) for event in shown), default=0)
        for instant, event in zip(instants, shown, strict=True):
            text = span(f"{self.happened(event)}{self.origin(event)}".strip())
            name = Span(f"  {instant:<{when}}  {event.kind:<{kind}}", "internal")
            lines += labelled(name, text, self.width)
        return lines

    def happened(self, event: EventRow) -> str:
        """Say what an event changed; what a section of the page tells in whole is only named."""
        if event.kind == "promise":
            return event.detail
        if event.kind == "kept":
            numbers = [one.id for one in self.page.promises if (one.settled_at, one.state) == (event.at, event.detail)]
            return f"{numbers[0]}, {event.detail}" if numbers else f"{event.detail}: {event.text}"
        if event.kind == "escalated" and event.id in {one.event_id for one in self.page.escalations}:
            return f"to {event.detail}"
        if event.kind == "waiting":
            return joined(f"for {self.wait_words(event.detail)}", event.text)
        if event.kind == "state":
            return joined(f"now {event.detail}", event.text if event.text != self.ticket.fix else "")
        if event.kind == "priority":
            return f"now P{event.detail}" + (f" ({event.text})" if event.text else "")
        if event.kind == "owner":
            return f"to {event.text}"
        if event.kind in ("merged", "related", "problem"):  # the detail is a row number
            return event.text or event.detail
        return joined(event.detail, event.text)

    def wait_words(self, detail: str) -> str:
        """Say for whom, and until when, a ticket began to wait, from what the store says for rules."""
        kind, _, until = detail.partition(UNTIL)
        with contextlib.suppress(ValueError):  # an instant that nobody can read is shown as it is
            return f"{kind} until {self.at(until)}" if until else kind
        return detail


def section(title: str, lines: Sequence[Line]) -> list[Line]:
    """Draw a section under its title; nothing where it is empty."""
    return [line(), line(Span(title, "section")), *lines] if lines else []


def joined(first: str, second: str) -> str:
    """Give two pieces of a line, each where it is there."""
    return ": ".join(" ".join(text.split("\n")) for text in (first, second) if text)


def source_words(ticket: TicketRow) -> str:
    """Give where the ticket comes from, and the words that its source uses for state and priority."""
    words = [word for word in (ticket.source_status, ticket.source_priority) if word]
    return f"{ticket.source} ({', '.join(words)})" if ticket.source and words else ticket.source or ""


def spoken_mark(event: EventRow) -> str:
    """Tell apart, without any colour, what the client was told, what they said, and what they cannot see."""
    if event.kind == "reply":
        kind = REPLIES.get(event.detail, event.detail)
        return f"to client: {kind}" if kind else "to client"
    if event.public:
        return f"from client: {event.detail}" if event.detail else "from client"
    return "internal note"


def is_late(event: EventRow) -> bool:
    """Tell whether an event was written down more than a quarter of an hour after it happened."""
    return (from_text(event.recorded_at) - from_text(event.at)).total_seconds() > LATE


def day_line(day: WorkedDay) -> Line:
    """Draw the head of a day: its date and the time worked in it."""
    return line(f"  {show_day(day.day)}  {show_clock(day.seconds)}")


def clock_of(at: str | None, zone: tzinfo) -> str:
    """Give the local time of day of an instant, "" where there is none."""
    return from_text(at).astimezone(zone).strftime("%H:%M") if at else ""
