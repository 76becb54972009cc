"""What a meeting is to talk about, put together from all rooms: one view, which `agenda_screen` draws.

A section without anything in it is left out. The points of a section are all there; the screen shows the first few.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.durations import show_age
from techday.core.instants import from_text, to_text
from techday.core.text import as_argument
from techday.handover.store import HandoverRow, open_handovers
from techday.handover.watched_evidence import Watched, watched
from techday.meetings.rules import DECISION, END, MONDAY, TOPIC, carried_words, times_carried
from techday.meetings.store import MeetingRow, NoteRow, mondays_between, notes_of, open_notes
from techday.meetings.views import MeetingView, NoteView, meeting_view, note_view
from techday.pages.alerts import Deadline, deadlines_of
from techday.pages.blocked import blocked_of, is_blocked, why_blocked
from techday.pages.ticket_clocks import MOST_CLOCKS, with_clocks
from techday.pages.today import moment_of
from techday.pages.watched import due_words
from techday.pages.watches import Wish, listing
from techday.tickets import store as tickets
from techday.tickets.rules import concerns
from techday.tickets.standing import Listed, burns
from techday.tickets.store import TicketRow
from techday.timecard.store import running_entry
from techday.ui.dates import show_instant
from techday.watches.rules import check_command

if TYPE_CHECKING:
    from techday.context import Context
    from techday.core.evidence import Moment
    from techday.watches.views import WatchView


class Point(NamedTuple):
    """Something to talk about: what it goes by, its client, in words, why, and the command that deals with it."""

    ref: str
    client: str | None
    text: str
    about: str
    command: str


class Section(NamedTuple):
    """Points of one sort, with the command that shows or settles them all."""

    key: str
    title: str
    points: Sequence[Point]
    command: str


class Agenda(NamedTuple):
    """What a meeting of a kind is to talk about; `meeting` runs, with its `notes`, or is None.

    `date` is the shift day on which it is held: today, or the next day of a Monday meeting.
    """

    kind: str
    date: date
    now: datetime
    meeting: MeetingView | None
    notes: Sequence[NoteView]
    sections: Sequence[Section]


class Board(NamedTuple):
    """What the sections are made of, read once: the moment, and my open tickets, those with clocks among them."""

    moment: "Moment"
    mine: Sequence[TicketRow]
    listed: Sequence[Listed]
    show: Callable[[str], str]


def agenda_page(context: "Context", kind: str, day: date, running: MeetingRow | None = None) -> Agenda:
    """Give the agenda of a kind of meeting of a shift day at the context's instant; `running` goes on, if any."""
    moment = moment_of(context, None, running_entry(context.db))
    mine = [row for row in tickets.open_tickets(context.db) if concerns(row.owner_id, moment.own)]
    listed = with_clocks(context.db, mine[:MOST_CLOCKS], context, moment.now)
    board = Board(moment, mine, listed, lambda at: show_instant(at, context.zone, context.now))
    number = running.id if running else None
    sections = [
        *([topics(context, board, day)] if kind == MONDAY else []),
        *handovers(context, board, sent=kind == END),
        *burning_and_blocked(board),
        promises(context, board),
        watching(context, board),
        failing(context),
        decisions(context, board, number),
        *([unfinished(context, board)] if kind == END else []),
    ]
    return Agenda(
        kind=kind,
        date=day,
        now=moment.now,
        meeting=meeting_view(running, moment.until or moment.now) if running else None,
        notes=[note_view(row) for row in notes_of(context.db, number)] if number is not None else [],
        sections=[section for section in sections if section.points],
    )


def topics(context: "Context", board: Board, day: date) -> Section:
    """Give what was kept for the Monday meeting of a day, with how often it was carried over, and since when it waits.

    The meeting that is being held, or comes that day, carries nothing over yet.
    """
    rows = open_notes(context.db, TOPIC)
    mondays: list[str] = []
    if rows:
        since = from_text(min(row.at for row in rows)).astimezone(context.zone).date()
        # A shift day may begin the day before.
        mondays = mondays_between(context.db, (since - timedelta(days=1)).isoformat(), day.isoformat())
    points = [
        note_point(
            row, ", ".join(filter(None, [carried_words(times_carried(row.at, mondays)), since_words(row, board)]))
        )
        for row in rows
    ]
    return Section("topics", "TOPICS", points, "techday meeting close ID")


def since_words(row: NoteRow, board: Board) -> str:
    """Say since when something waits."""
    return f"since {board.show(row.at)}"


def decisions(context: "Context", board: Board, running: int | None) -> Section:
    """Give the decisions that are still open, but those of the meeting that runs."""
    rows = [row for row in open_notes(context.db, DECISION) if row.meeting_id != running]
    points = [note_point(row, since_words(row, board)) for row in rows]
    return Section("decisions", "OPEN DECISIONS", points, "techday meeting close ID")


def note_point(row: NoteRow, about: str) -> Point:
    """Give a topic or a decision to talk about."""
    return Point(f"#{row.id}", row.client, row.text, about, f"techday meeting close {row.id}")


def handovers(context: "Context", board: Board, *, sent: bool) -> list[Section]:
    """Give the handovers that wait for me to accept them, and with `sent` those that wait for a colleague."""
    rows = open_handovers(context.db)
    came = [handover_point(row, board) for row in rows if row.direction == "in"]
    gone = [handover_point(row, board) for row in rows if row.direction == "out"] if sent else []
    return [
        Section("handovers", "HANDOVERS TO ACCEPT", came, "techday handover list"),
        Section("sent", "HANDED OVER, NOT ACCEPTED", gone, "techday handover list"),
    ]


def handover_point(row: HandoverRow, board: Board) -> Point:
    """Give a handover that nobody has answered."""
    came = row.direction == "in"
    what = (
        f"{row.lines} ticket{'' if row.lines == 1 else 's'} {'from' if came else 'with'} {row.name}, {row.given} given"
    )
    by = "" if came else f" --by {as_argument(row.name)}"
    command = f'techday handover accept {row.id}{by} --read-back "…"'
    return Point(f"#{row.id}", None, what, f"since {board.show(row.sent_at)}", command)


def burning_and_blocked(board: Board) -> list[Section]:
    """Give the tickets that burn, and the others that are blocked."""
    now = to_text(board.moment.now)
    burning = [one.ticket for one in board.listed if burns(one, now)]
    ids = {ticket.id for ticket in burning}
    blocked = blocked_of((row for row in board.mine if row.id not in ids), now)
    # What waits, unless none does and all were handed up.
    option = "--state waiting" if any(row.escalated_at is None for row in blocked) else "--escalated"
    return [
        Section("burning", "BURNING", [held_up_point(row, board) for row in burning], "techday ticket list"),
        Section("blocked", "BLOCKED", [held_up_point(row, board) for row in blocked], f"techday ticket list {option}"),
    ]


def held_up_point(row: TicketRow, board: Board) -> Point:
    """Give a ticket with what holds it up, else with its age."""
    if not is_blocked(row):
        return ticket_point(row, show_age(int((board.moment.now - from_text(row.opened_at)).total_seconds())))
    # Who has it by now can be told; for whom it waits can only be asked.
    command = f"techday ticket assign {row.reference} NAME" if row.escalated_at is not None else ""
    return ticket_point(row, why_blocked(row, to_text(board.moment.now), board.show), command)


def unfinished(context: "Context", board: Board) -> Section:
    """Give the tickets that something was done on in this shift day, and that are still open."""
    touched = tickets.touched_since(context.db, to_text(board.moment.shift.since))
    points = [ticket_point(row, row.next_action or "no next step") for row in board.mine if row.id in touched]
    return Section("unfinished", "UNFINISHED TODAY", points, "techday handover")


def ticket_point(row: TicketRow, about: str, command: str = "") -> Point:
    """Give a ticket to talk about, with its priority."""
    shown = f"P{row.priority} {row.title}"
    return Point(row.reference, row.client_code, shown, about, command or f"techday ticket show {row.reference}")


def promises(context: "Context", board: Board) -> Section:
    """Give the promises that are due in this shift day, or were before."""
    due = [one for one in deadlines_of(context.db, board.moment) if one.due_at < board.moment.shift.until]
    points = [promise_point(one, board) for one in due]
    return Section("promises", "PROMISES DUE", points, "techday ticket kept N")


def promise_point(one: Deadline, board: Board) -> Point:
    """Give a promise that is due."""
    late = "overdue since" if one.due_at < board.moment.now else "by"
    return Point(one.ref, one.client, one.text, f"{late} {board.show(to_text(one.due_at))}", one.command)


def watching(context: "Context", board: Board) -> Section:
    """Give the tickets that are watched for colleagues, with what is due on them first."""
    rows = watched(context.db, board.moment)
    points = [watched_point(one, board) for one in rows]
    return Section("watching", "WATCHED FOR COLLEAGUES", points, "techday handover list")


def watched_point(one: Watched, board: Board) -> Point:
    """Give a ticket that is watched for a colleague: whose it is, and what is due on it first."""
    shown = f"P{one.priority} {one.title}"
    command = f"techday handover show {one.handover_id}"
    about = f"for {one.name}{due_words(one, board.moment.zone, board.moment.now)}"
    return Point(one.reference, one.client, shown, about, command)


def failing(context: "Context") -> Section:
    """Give the watches that fail, those on the most days first."""
    watches = listing(context, Wish(states=("failing",))).watches
    points = [watch_point(one) for one in sorted(watches, key=lambda one: -one.failing_days)]
    return Section("failing", "FAILING WATCHES", points, "techday watch list --failing")


def watch_point(one: "WatchView") -> Point:
    """Give a watch that fails, with what was seen last."""
    seen = f": {one.last.seen}" if one.last and one.last.seen else ""
    command = check_command(one.client, one.name, one.kind)
    return Point(one.ticket or "", one.client, f"{one.name}{seen}", f"day {one.failing_days}", command)
