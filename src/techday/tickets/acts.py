"""What can be done to a ticket: each act loads, decides and writes inside a given store; it prints nothing.

Acts take the store of an operation under way, so that several of them can be one write.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from techday.core.instants import from_text, to_text
from techday.core.names import Named, find_named
from techday.core.text import clean_block, clean_line, fold, nearest, quoted
from techday.errors import BadUsage, NotFound, Refused
from techday.tickets import store
from techday.tickets.store import ReferenceRow, TicketRow
from techday.timecard.store import running_entry

if TYPE_CHECKING:
    from techday.tickets.alike import Twin

TITLE_LENGTH = 500
RECENT = timedelta(days=30)
SUGGESTED = 5
# The detail of a note that is for the technician alone.
PRIVATE = "private"


class Times(NamedTuple):
    """When something happened, and when it was written down: the two differ for what is told late."""

    at: datetime
    recorded: datetime


class NewTicket(NamedTuple):
    """What is said of a ticket when it is added; `client_id` is None while it is unknown."""

    title: str
    client_id: int | None = None
    priority: int = 3
    tier: int = 1
    body: str = ""
    external: str = ""
    requester: str = ""
    category: str = ""
    owner_id: int | None = None
    asset: str = ""


def find(db: sqlite3.Connection, text: str) -> TicketRow:
    """Give the ticket that a reference means, as `find_itself`; of a merged one the ticket that it was merged into."""
    found = find_itself(db, text)
    return found if found.merged_into is None else store.ticket_by_id(db, found.merged_into)


def find_itself(db: sqlite3.Connection, text: str) -> TicketRow:
    """Give the ticket that a reference means, a merged one itself.

    `.` is the ticket that the timer runs on; then the whole reference, the number of a local ticket (`7` is `L7`
    first), the unique end of an open ticket's reference, and that of any ticket's.  Raises NotFound with the nearest
    ones.
    """
    wanted = clean_line(text, 100).lstrip("#")
    if wanted == ".":
        return running_ticket(db)
    found = store.id_by_reference(db, wanted)
    number = wanted[1:] if wanted[:1] in ("l", "L") else wanted
    # Nobody has ten digits of local tickets, and SQLite's integers end.
    if found is None and number.isascii() and number.isdigit() and len(number) < 10:
        found = store.id_by_local_number(db, int(number))
    if found is None:
        found = by_ending(db, wanted)
    return store.ticket_by_id(db, found)


def running_ticket(db: sqlite3.Connection) -> TicketRow:
    """Give the ticket that the timer runs on; raises NotFound where there is none."""
    running = running_entry(db)
    if running is None or running.ticket_id is None:
        raise NotFound("No timer is running on a ticket, so . means none", hint="techday start N")
    return store.ticket_by_id(db, running.ticket_id)


def by_ending(db: sqlite3.Connection, ending: str) -> int:
    """Give the one ticket whose reference ends so, an open one first; raises NotFound with candidates."""
    open_ones = store.open_references(db)
    tail = ending.casefold()
    matches = [row for row in open_ones if tail and row.reference.casefold().endswith(tail)]
    if not matches and tail:
        matches = store.references_ending(db, ending, SUGGESTED + 1)
    # `inc1` means INC1, though PRINC1 ends so too.
    matches = [row for row in matches if row.reference.casefold() == tail] or matches
    if len(matches) == 1:
        return matches[0].id
    if matches:
        raise NotFound(f"{quoted(ending)} could be several tickets: {told(matches)}", hint="Type more of the reference")
    close = nearest(ending, [row.reference for row in open_ones])
    hint = f"Did you mean {', '.join(close)}?" if close else "techday ticket list"
    raise NotFound(f"No ticket {quoted(ending)}", hint=hint)


def told(rows: Sequence[ReferenceRow]) -> str:
    """Name a few tickets, to tell them apart."""
    named = ", ".join(f"{row.reference} ({clean_line(row.title, 30)})" for row in rows[:SUGGESTED])
    return named + (" …" if len(rows) > SUGGESTED else "")


def add(db: sqlite3.Connection, new: NewTicket, times: Times) -> TicketRow:
    """Add a ticket and give it; raises BadUsage without a title, Refused where its reference is taken."""
    title = clean_line(new.title, TITLE_LENGTH)
    if not title:
        raise BadUsage("A ticket needs a title", hint='techday ticket add "Mail is down"')
    fields: dict[str, object] = {
        "title": title,
        "client_id": new.client_id,
        "owner_id": new.owner_id,
        "priority": new.priority,
        "tier": new.tier,
        "state": "new",
        "requester": clean_line(new.requester, 200),
        "category": clean_line(new.category, 200),
        "asset": clean_line(new.asset, 200),
        "opened_at": to_text(times.at),
        "first_seen_at": to_text(times.recorded),
        "body": clean_block(new.body),
    }
    external = clean_line(new.external, 100)
    if external:
        ticket_id = add_under(db, external, fields)
    else:
        ticket_id, _ = store.insert_local_ticket(db, fields)
    record(db, ticket_id, times, "opened", detail="new")
    return store.ticket_by_id(db, ticket_id)


def add_under(db: sqlite3.Connection, reference: str, fields: dict[str, object]) -> int:
    """Add a ticket under the number that another system gave it; raises Refused where it is here already."""
    taken = store.id_by_reference(db, reference)
    if taken is not None:
        title = store.ticket_by_id(db, taken).title
        raise Refused(f"Ticket {reference} is here already: {title}", hint=f"techday ticket show {reference}")
    return store.insert_ticket(db, {**fields, "reference": reference, "external_id": reference})


def twins(db: sqlite3.Connection, ticket: TicketRow, now: datetime) -> "list[Twin]":
    """Give the open and recent tickets of the same client that may be the same matter as `ticket`, with the reason."""
    from techday.tickets.alike import likely_twins  # only where a ticket is added

    others = store.recent_of_client(db, ticket.client_id, to_text(now - RECENT))
    return likely_twins(ticket, [other for other in others if other.id != ticket.id])


def record(
    db: sqlite3.Connection,
    ticket_id: int,
    times: Times,
    kind: str,
    *,
    public: bool = False,
    detail: str = "",
    text: str = "",
) -> int:
    """Write down something that happened on a ticket, and give the event's row number; the PSA is owed its words."""
    number = store.insert_event(
        db, ticket_id, to_text(times.at), to_text(times.recorded), kind, public=public, detail=detail, text=text
    )
    owed = owed_as(kind, public, detail, text)
    if owed:
        from techday.outbox.acts import owe_event  # only for what the PSA must learn

        owe_event(db, owed, ticket_id, number, times.recorded)
    elif kind == "edited" and "fix" in text.split(", "):
        from techday.outbox.acts import fix_changed  # as above

        fix_changed(db, ticket_id)
    return number


def owed_as(kind: str, public: bool, detail: str, text: str) -> str:
    """Give as what the PSA is owed an event: `reply`, `note` or `fix`; "" for all that it need not learn."""
    if (kind == "reply" and public) or (kind == "note" and not public and detail != PRIVATE):
        return kind
    return "fix" if (kind, detail) == ("state", "resolved") and text else ""


def note(db: sqlite3.Connection, ticket: TicketRow, text: str, times: Times, private: bool = False) -> None:
    """Write an internal note, for the technician alone where `private`; raises BadUsage where it is empty."""
    record(db, ticket.id, times, "note", detail=PRIVATE if private else "", text=words_of(text, "A note"))


def reply(db: sqlite3.Connection, ticket: TicketRow, text: str, kind: str, times: Times) -> None:
    """Record a public word to the client, of a kind (first, update, bad-news, mistake, fixed; "" for none told).

    A new ticket is being worked on from then. Raises BadUsage where it is empty, Refused before the ticket opened.
    """
    words = words_of(text, "A reply")
    refuse_before_opening(ticket, times.at)
    record(db, ticket.id, times, "reply", public=True, detail=kind, text=words)
    if ticket.state == "new":
        begin_work(db, ticket, times)


def begin_work(db: sqlite3.Connection, ticket: TicketRow, times: Times) -> None:
    """Let a ticket be worked on; what was waited for is forgotten, and what an earlier resolution owed."""
    changes: dict[str, object] = {
        "state": "working",
        "waiting_for": None,
        "waiting_until": None,
        "resolved_at": None,
        "closed_at": None,
        "cause_owed": 0,
    }
    store.update_ticket(db, ticket.id, changes)
    record(db, ticket.id, times, "state", detail="working")


def words_of(text: str, what: str) -> str:
    """Clean what was written; raises BadUsage where nothing is left."""
    words = clean_block(text).strip()
    if not words:
        raise BadUsage(f"{what} needs words", hint="Type them after the ticket's number")
    return words


def refuse_before_opening(ticket: TicketRow, at: datetime) -> None:
    """Raise Refused where something would happen on a ticket before it was opened."""
    if at < from_text(ticket.opened_at):
        raise Refused(
            f"{ticket.reference} was opened after that",
            hint=f"Give a later time with --at; techday ticket show {ticket.reference} says when it was opened",
        )


def edit(db: sqlite3.Connection, ticket: TicketRow, changes: dict[str, object], times: Times) -> list[str]:
    """Set some fields of a ticket and give the names of those that really changed; the priority is an event.

    A lower tier than before hands an escalation back, which then waits for nobody.
    """
    refuse_before_opening(ticket, times.at)
    current = {**ticket._asdict(), "body": store.body_of(db, ticket.id)}
    changed = {name: value for name, value in changes.items() if current[name] != value}
    if "title" in changed and not changed["title"]:
        raise BadUsage("A ticket needs a title", hint='techday ticket edit N --title "Mail is down"')
    handed_back = ticket.escalated_at is not None and int(str(changed.get("tier", ticket.tier))) < ticket.tier
    nobody = {"escalated_at": None, "escalated_to": ""} if handed_back else {}
    store.update_ticket(db, ticket.id, {**changed, **nobody})
    if "priority" in changed:
        record(db, ticket.id, times, "priority", detail=str(changed["priority"]), text=f"was P{ticket.priority}")
    others = [label(name) for name in changed if name != "priority"]
    if others:
        record(db, ticket.id, times, "edited", text=", ".join(others))
    return [label(name) for name in changed]


def label(field: str) -> str:
    """Give the name of a field as people say it: `client` for client_id, `due` for due_at."""
    return field.removesuffix("_id").removesuffix("_at").replace("_", " ")


def assign(db: sqlite3.Connection, ticket: TicketRow, owner_id: int | None, name: str, times: Times) -> bool:
    """Give a ticket to somebody, or to nobody (None), which picks up an escalation; give whether that is a change."""
    refuse_before_opening(ticket, times.at)
    # Giving it to its owner again is how somebody says that it was picked up.
    if ticket.owner_id == owner_id and (ticket.escalated_at is None or owner_id is None):
        return False
    store.update_ticket(db, ticket.id, {"owner_id": owner_id, "escalated_at": None, "escalated_to": ""})
    record(db, ticket.id, times, "owner", detail=str(owner_id or ""), text=name or "nobody")
    return True


def user_id(db: sqlite3.Connection, name: str) -> int | None:
    """Give the user's own row among the technicians, made on first use; None while the settings name nobody."""
    return ensure_technician(db, name) if name else None


def find_technician(db: sqlite3.Connection, text: str, otherwise: str = "") -> tuple[int, str]:
    """Give the row number and name of the colleague that `text` names; raises NotFound with the nearest.

    `otherwise` is the next step where nobody is near; without it that a colleague can be made.

    The whole name stands above a part of it: "sam" is Sam, though there is a Sam Reed too.
    """
    people = store.technicians(db)
    people = [one for one in people if one.name_key == fold(text)] or people
    candidates = [Named((one.id, one.name), (one.name, *one.name.split())) for one in people]
    return find_named(
        text, candidates, "colleague", otherwise or f"techday ticket assign N {quoted(text)} --new makes one"
    )


def add_technician(db: sqlite3.Connection, name: str) -> tuple[int, str]:
    """Give the row number and name of the technician of exactly that name, added where there is none.

    Raises BadUsage without a name.
    """
    ensure_technician(db, name)
    return find_technician(db, clean_line(name, 200))


def ensure_technician(db: sqlite3.Connection, name: str) -> int:
    """Give the row number of the technician of that name, added where there is none; raises BadUsage without a name."""
    shown = clean_line(name, 200)
    key = fold(shown)
    if not key:
        raise BadUsage("A name is missing", hint="techday ticket assign N NAME")
    known = {one.name_key: one.id for one in store.technicians(db)}
    return known[key] if key in known else store.insert_technician(db, shown, key)
