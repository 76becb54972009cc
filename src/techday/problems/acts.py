"""Problems: tickets joined to their common cause, trouble that comes again, and what is known to help.

Each act works inside a given store and prints nothing.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from techday.core.instants import to_text
from techday.core.names import number_in
from techday.core.text import clean_block, clean_line, quoted
from techday.errors import BadUsage, NotFound, Refused
from techday.problems import store
from techday.problems.store import ProblemRow, Recent
from techday.tickets import alike
from techday.tickets.acts import Times, record
from techday.tickets.store import TicketRow, ticket_by_id, update_ticket

TITLE_LENGTH = 200
MOST_NAMED = 5
MOST_TYPED = 10
MOST_FIXES = 3
# Each of them may be compared with each: so many recent tickets are looked at, the newest, whatever came in.
MOST_RECENT = 1_000
ORDINALS = ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


# --- trouble that comes again ---


class Recurrence(NamedTuple):
    """Trouble that comes again: its tickets of the last 30 days, oldest first, and the problem of some, if any.

    `subject` is the position of the ticket that was asked about, None where the tickets were found without asking.
    """

    tickets: Sequence[Recent]
    problem: ProblemRow | None
    subject: int | None = None

    @property
    def others(self) -> list[Recent]:
        """The tickets beside the one that was asked about."""
        return [ticket for index, ticket in enumerate(self.tickets) if index != self.subject]

    @property
    def unlinked(self) -> list[Recent]:
        """The tickets that belong to no problem yet."""
        return [ticket for ticket in self.tickets if ticket.problem_id is None]


def recurrence_of(db: sqlite3.Connection, ticket: TicketRow, now: datetime) -> Recurrence | None:
    """Give the trouble that comes again with this ticket: three alike of one client or asset, opened within 30 days.

    None where it comes seldom, and where all its tickets belong to a problem already. It looks at the newest 1,000
    tickets at the most.
    """
    since = to_text(now - alike.RECURRENCE_SPAN)
    if ticket.opened_at < since or ticket.merged_into is not None:
        return None
    beside = store.recent_beside(db, ticket.client_id, ticket.asset, since, MOST_RECENT)
    own = next((one for one in beside if one.id == ticket.id), None) or as_recent(db, ticket)
    others = alike.recurring(own, beside, since)
    if not others:
        return None
    tickets = alike.in_time([own, *others])
    found = Recurrence(tickets, likeliest_problem(db, tickets, own.problem_id), tickets.index(own))
    return found if found.unlinked else None


def as_recent(db: sqlite3.Connection, ticket: TicketRow) -> Recent:
    """Give a ticket as it is compared with others."""
    return Recent(
        id=ticket.id,
        reference=ticket.reference,
        title=ticket.title,
        client_id=ticket.client_id,
        client_code=ticket.client_code,
        state=ticket.state,
        opened_at=ticket.opened_at,
        asset=ticket.asset,
        problem_id=store.problem_of(db, ticket.id),
    )


def recurrences(db: sqlite3.Connection, now: datetime) -> list[Recurrence]:
    """Give the trouble of the last 30 days that comes again and has tickets without a problem: the most often first.

    It looks at the newest 1,000 tickets at the most.
    """
    recent = store.recent_tickets(db, to_text(now - alike.RECURRENCE_SPAN), MOST_RECENT)
    found = [Recurrence(group, likeliest_problem(db, group, None)) for group in alike.groups(recent)]
    return [one for one in found if one.unlinked]


def likeliest_problem(db: sqlite3.Connection, tickets: Sequence[Recent], own: int | None) -> ProblemRow | None:
    """Give the problem to which recurring tickets belong: `own` before all, then an open one, then that of the most."""
    if own is not None:
        return store.problem_by_id(db, own)
    numbers = Counter(ticket.problem_id for ticket in tickets if ticket.problem_id is not None)
    problems = [problem for number in numbers if (problem := store.problem_by_id(db, number)) is not None]
    rated = [(problem.state == "open", numbers[problem.id], problem.id, problem) for problem in problems]
    return max(rated)[-1] if rated else None


def pointer(recurrence: Recurrence) -> tuple[str, str]:
    """Give what to say of trouble that comes again, and the command that joins its tickets to a problem."""
    others = recurrence.others
    count = len(recurrence.tickets)
    names = ", ".join(ticket.reference for ticket in others[-MOST_NAMED:])
    more = "… " if len(others) > MOST_NAMED else ""
    if recurrence.subject is None:
        text = f"{count} alike in 30 days ({more}{names})"
    elif recurrence.subject == count - 1:
        text = f"the {ordinal(count)} like it in 30 days ({more}{names})"
    else:
        text = f"one of {count} alike in 30 days ({more}{names})"
    problem = recurrence.problem
    # A line stays short enough to be read and pasted; what is left over is pointed out the next time.
    typed = " ".join(alike.typed(ticket.reference) for ticket in recurrence.unlinked[-MOST_TYPED:])
    if problem is None:
        return text, f"techday problem open {typed}"
    closed = " (closed)" if problem.state == "closed" else ""
    return f"{text}: problem {problem.id}{closed} {clean_line(problem.title, 60)}", (
        f"techday problem link {problem.id} {typed}"
    )


def ordinal(count: int) -> str:
    """Give a number of three and more as a place in order: third, 11th."""
    if count - 3 < len(ORDINALS):
        return ORDINALS[count - 3]
    ending = "th" if 10 < count % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


# --- what is known to help ---


class Answer(NamedTuple):
    """What is known to help: the cause and fix of a ticket's problem, or of an earlier ticket.

    `source` is "problem" or "ticket", `reference` what it goes by there (4, L3); `when` is UTC text or None.
    """

    source: str
    reference: str
    title: str
    cause: str
    fix: str
    when: str | None


def known_answers(db: sqlite3.Connection, ticket: TicketRow) -> list[Answer]:
    """Give what is known to help with a ticket: what its problem says first, then previous fixes, the likest first."""
    number = store.problem_of(db, ticket.id)
    problem = None if number is None else store.problem_by_id(db, number)
    answers = previous_fixes(db, ticket)
    if problem is None or not (problem.cause or problem.fix):
        return answers
    when = problem.closed_at or problem.cause_at
    return [Answer("problem", str(problem.id), problem.title, problem.cause, problem.fix, when), *answers]


def previous_fixes(db: sqlite3.Connection, ticket: TicketRow) -> list[Answer]:
    """Give what fixed earlier tickets like this one, the likest first, three at most."""
    from techday.search.similar_store import similar_fixes  # only where a ticket is looked at

    found = similar_fixes(db, ticket.title, ticket.client_id, ticket.id, MOST_FIXES)
    return [Answer("ticket", one.reference, one.title, one.cause, one.fix, one.resolved_at) for one in found]


# --- problems ---


def find(db: sqlite3.Connection, text: str) -> ProblemRow:
    """Give the problem of the number that was typed; raises NotFound for any other."""
    number = number_in(text)
    found = store.problem_by_id(db, number) if number is not None else None
    if found is not None:
        return found
    raise NotFound(f"No problem {quoted(text)}", hint="techday problem list --all")


def given(db: sqlite3.Connection, number: int) -> ProblemRow:
    """Give the problem of that number; it must exist."""
    found = store.problem_by_id(db, number)
    if found is None:
        raise LookupError(f"no problem {number}")
    return found


def tickets_of(db: sqlite3.Connection, problem: ProblemRow) -> list[TicketRow]:
    """Give a problem's tickets, oldest first; a merged one reads as its target."""
    return [ticket_by_id(db, ticket_id) for ticket_id in store.ticket_ids(db, problem.id)]


def open_problem(
    db: sqlite3.Connection, title: str, client_id: int | None, tickets: Sequence[TicketRow], times: Times
) -> ProblemRow:
    """Open a problem with its tickets, and give it; without a title it takes that of the first ticket.

    Raises BadUsage without either, Refused where a ticket belongs to another problem.
    """
    named = clean_line(title, TITLE_LENGTH) or next((clean_line(one.title, TITLE_LENGTH) for one in tickets), "")
    if not named:
        raise BadUsage("A problem needs a ticket or a title", hint='techday problem open L1 L3 --title "Mail stops"')
    fields: dict[str, object] = {
        "title": named,
        "client_id": client_id,
        "state": "open",
        "opened_at": to_text(times.at),
    }
    opened = given(db, store.insert_problem(db, fields))
    link(db, opened, tickets, times.recorded)
    return given(db, opened.id)


def link(db: sqlite3.Connection, problem: ProblemRow, tickets: Sequence[TicketRow], now: datetime) -> list[TicketRow]:
    """Join tickets to a problem and give those that were not in it yet.

    Raises Refused where one belongs to another problem: a ticket has one cause.
    """
    joined: list[TicketRow] = []
    for ticket in tickets:
        there = store.problem_of(db, ticket.id)
        if there == problem.id:
            continue
        if there is not None:
            raise Refused(
                f"{ticket.reference} belongs to problem {there} already",
                hint=f"techday problem unlink {alike.typed(ticket.reference)}",
            )
        update_ticket(db, ticket.id, {"problem_id": problem.id})
        record(
            db,
            ticket.id,
            Times(now, now),
            "problem",
            detail=str(problem.id),
            text=f"of problem {problem.id} {problem.title}",
        )
        joined.append(ticket)
    return joined


def unlink(db: sqlite3.Connection, tickets: Sequence[TicketRow], now: datetime) -> list[tuple[TicketRow, int]]:
    """Take tickets out of their problems; give those that were in one, each with its problem's number."""
    parted: list[tuple[TicketRow, int]] = []
    for ticket in tickets:
        number = store.problem_of(db, ticket.id)
        if number is None:
            continue
        for ticket_id in store.linked_as_one(db, ticket.id):
            update_ticket(db, ticket_id, {"problem_id": None})
        record(db, ticket.id, Times(now, now), "problem", text=f"no longer of problem {number}")
        parted.append((ticket, number))
    return parted


def tell_cause(db: sqlite3.Connection, problem: ProblemRow, text: str, times: Times) -> bool:
    """Write down the cause of a problem; give whether that is a change.  Raises BadUsage where it is empty."""
    cause = needed(text, "cause", problem)
    if cause == problem.cause:
        return False
    store.update_problem(db, problem.id, {"cause": cause, "cause_at": to_text(times.at)})
    return True


def needed(text: str, what: str, problem: ProblemRow) -> str:
    """Clean the cause or the fix of a problem; raises BadUsage where nothing is left."""
    words = clean_block(text).strip()
    if not words:
        raise BadUsage(
            f"The {what} of problem {problem.id} is missing", hint=f'techday problem close {problem.id} --{what} "…"'
        )
    return words


def close(db: sqlite3.Connection, problem: ProblemRow, cause: str, fix: str, times: Times) -> list[TicketRow]:
    """Close a problem with its cause and its fix, each as known where "" is told; give the tickets that owed a cause.

    Those have the problem's cause from now on, where they have none of their own. Raises BadUsage without a cause or a
    fix, Refused before the problem was opened.
    """
    if to_text(times.at) < problem.opened_at:
        raise Refused(f"Problem {problem.id} was opened after that", hint="Give a later time with --at")
    tell_cause(db, problem, cause or problem.cause, times)
    changes: dict[str, object] = {
        "state": "closed",
        "closed_at": to_text(times.at),
        "fix": needed(fix or problem.fix, "fix", problem),
    }
    store.update_problem(db, problem.id, changes)
    closed = given(db, problem.id)
    owing = [ticket for ticket in tickets_of(db, closed) if ticket.cause_owed and not ticket.cause]
    for ticket in owing:
        update_ticket(db, ticket.id, {"cause": closed.cause, "cause_owed": 0})
        record(db, ticket.id, Times(times.recorded, times.recorded), "edited", text=f"cause, of problem {closed.id}")
    return owing


def reopen(db: sqlite3.Connection, problem: ProblemRow) -> bool:
    """Open a closed problem again, with what is known of its cause and fix; give whether that is a change."""
    if problem.state == "open":
        return False
    store.update_problem(db, problem.id, {"state": "open", "closed_at": None})
    return True


def edit(db: sqlite3.Connection, problem: ProblemRow, changes: dict[str, object]) -> list[str]:
    """Set a problem's title, client or fix, and give the names of those that changed.

    Raises BadUsage for an empty title.
    """
    # Told to be the client's, or so by its tickets: the first stays when the tickets change, so it counts as a change.
    current = {**problem._asdict(), "client_id": store.told_client(db, problem.id)}
    changed = {name: value for name, value in changes.items() if current[name] != value}
    if "title" in changed and not changed["title"]:
        raise BadUsage("A problem needs a title", hint=f'techday problem edit {problem.id} --title "Mail stops"')
    store.update_problem(db, problem.id, changed)
    return [name.removesuffix("_id") for name in changed]
