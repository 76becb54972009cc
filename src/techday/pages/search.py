"""What a search gives: tickets, problems, clients, people, documents and meetings with the words, and where in them."""

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from techday.clients.finding import find_client
from techday.core.instants import to_text
from techday.errors import BadUsage
from techday.search import others_store, store
from techday.search.excerpts import Excerpt, Piece, excerpts
from techday.search.rules import Typed, match, read, states
from techday.search.screen import (
    ClientFound,
    DocumentFound,
    MeetingNoteFound,
    PersonFound,
    ProblemFound,
    Results,
    TicketFound,
)

if TYPE_CHECKING:
    from techday.context import Context


# So many pieces of long documents are looked through for what to show: in a tenth of a second or two.
MOST_PIECES = 40


def search_page(context: "Context", text: str, most: int) -> Results:
    """Look for `text` in tickets, events, problems, clients, people, documents and meetings, at most `most` of each.

    Raises NotFound for an unknown client, and BadUsage for an unknown state, a date that is none, or filters alone.
    """
    typed = read(text)
    db = context.db
    wanted = states(typed.state)
    client_id = None if not typed.client else find_client(db, typed.client)
    since = since_day(context, typed.since)
    begin = "" if since is None else to_text(datetime.combine(since, time(), context.zone).astimezone(UTC))
    scope = store.Scope(client_id, wanted, begin)
    client = None if client_id is None else store.client_code(db, client_id)
    empty = Results(typed.text, client, typed.state or None, since, [], [], [], [], [], [], False, True, False)
    if not typed.terms:
        if typed.client or typed.state or typed.since:
            raise BadUsage("Only filters were given, and no words", hint="techday ticket list lists tickets by client")
        return empty
    found = store.find_tickets(db, typed.terms, scope, most + 1)
    return empty._replace(
        tickets=tickets_found(context, typed, found.hits[:most]),
        problems=problems_found(context, typed, scope, most),
        clients=clients_found(context, typed, scope, most),
        people=people_found(context, typed, scope, most),
        documents=documents_found(context, typed, scope, most),
        meetings=meetings_found(context, typed, scope, most),
        more=len(found.hits) > most,
        whole=found.whole,
        has_words=any(term.has_words for term in typed.terms),
    )


def since_day(context: "Context", typed: str) -> date | None:
    """Read the day of a `since:` filter, None where there is none; 30d is thirty days ago."""
    if not typed:
        return None
    from techday.core.when import read_date  # only where a day was typed

    return read_date(typed, context.frame, "past")


def tickets_found(context: "Context", typed: Typed, hits: list[store.Hit]) -> list[TicketFound]:
    """Give what is shown of the hits."""
    db = context.db
    query = match(typed.terms)
    tickets = store.shown_tickets(db, {number for hit in hits for number in (hit.ticket_id, hit.own_id)})
    events = {event.id: event for event in store.event_texts(db, (hit.event_id for hit in hits if hit.event_id))}
    said = excerpts(query, [(event.id, (event.text,)) for event in events.values()])
    texts = store.ticket_texts(db, (hit.own_id for hit in hits if hit.event_id is None))
    written = excerpts(query, [(row.id, row[1:]) for row in texts])
    found = []
    for hit in hits:
        ticket, own, event = tickets.get(hit.ticket_id), tickets.get(hit.own_id), events.get(hit.event_id or 0)
        excerpt = written.get(hit.own_id) if event is None else said.get(event.id)
        if ticket is None or own is None or excerpt is None:
            continue  # written by another program this moment, or past the index: it no longer says so
        found.append(
            TicketFound(
                reference=ticket.reference,
                client=ticket.client,
                title=ticket.title,
                state=ticket.state,
                where=store.Texts._fields[1 + excerpt.column] if event is None else "text",
                event=None if event is None else event.kind,
                merged=None if hit.own_id == hit.ticket_id else own.reference,
                excerpt=excerpt,
                at=hit.at,
            )
        )
    return found


def problems_found(context: "Context", typed: Typed, scope: store.Scope, most: int) -> list[ProblemFound]:
    """Give the problems with the words; where a state was asked for that only tickets have, none."""
    if typed.state and typed.state.lower() not in ("open", "closed"):
        return []
    rows = others_store.find_problems(context.db, typed.terms, scope, typed.state.lower(), most)
    found = excerpts(match(typed.terms), [(row.id, (row.title, row.cause, row.fix)) for row in rows])
    columns = ("title", "cause", "fix")
    return [
        ProblemFound(
            row.id,
            row.client,
            row.title,
            row.state,
            columns[found[row.id].column],
            found[row.id],
            row.opened_at,
        )
        for row in rows
        if row.id in found
    ]


def clients_found(context: "Context", typed: Typed, scope: store.Scope, most: int) -> list[ClientFound]:
    """Give the clients with the words; these have neither a state nor a date."""
    if typed.state or typed.since:
        return []
    rows = others_store.find_clients(context.db, typed.terms, scope.client_id, most)
    found = excerpts(match(typed.terms), [(row.id, (row.name, row.code, row.area)) for row in rows])
    columns = ("name", "code", "area")
    return [
        ClientFound(row.code, row.name, row.area, columns[found[row.id].column], found[row.id])
        for row in rows
        if row.id in found
    ]


def people_found(context: "Context", typed: Typed, scope: store.Scope, most: int) -> list[PersonFound]:
    """Give the people with the words; these have neither a state nor a date."""
    if typed.state or typed.since:
        return []
    rows = others_store.find_people(context.db, typed.terms, scope.client_id, most)
    columns = ("name", "role", "phone", "email", "note")
    found = excerpts(match(typed.terms), [(row.id, tuple(getattr(row, column) for column in columns)) for row in rows])
    return [
        PersonFound(row.name, row.client, row.role, row.phone, row.email, columns[found[row.id].column], found[row.id])
        for row in rows
        if row.id in found
    ]


def documents_found(context: "Context", typed: Typed, scope: store.Scope, most: int) -> list[DocumentFound]:
    """Give the documents with the words; these have no state. Where none is near, the title alone is shown."""
    if typed.state:
        return []
    rows = others_store.find_documents(context.db, typed.terms, scope, most)
    found = excerpts(match(typed.terms), [(row.id, (row.title, row.body)) for row in rows])
    columns = ("title", "text")
    found |= further_down(context, typed, [row for row in rows if row.id not in found])
    shown = [(row, found.get(row.id) or Excerpt(0, (Piece(row.title, False),))) for row in rows]
    return [
        DocumentFound(row.id, row.client, row.kind, row.title, columns[excerpt.column], excerpt, row.updated_at)
        for row, excerpt in shown
    ]


def meetings_found(context: "Context", typed: Typed, scope: store.Scope, most: int) -> list[MeetingNoteFound]:
    """Give what was noted in meetings, or kept for Monday, with the words; this has no state of a ticket."""
    if typed.state:
        return []
    rows = others_store.find_meeting_notes(context.db, typed.terms, scope, most)
    if not rows:
        return []
    from techday.meetings.rules import KINDS  # only where one was found

    found = excerpts(match(typed.terms), [(row.id, (row.text,)) for row in rows])
    return [
        MeetingNoteFound(
            id=row.id,
            meeting=row.meeting_id,
            name=row.meeting_title or (KINDS[row.meeting_kind] if row.meeting_kind else ""),
            client=row.client,
            kind=row.kind,
            state=row.state,
            excerpt=found[row.id],
            at=row.at,
            command=meeting_command(row),
        )
        for row in rows
        if row.id in found
    ]


def meeting_command(row: others_store.MeetingNoteRow) -> str:
    """Give the command that shows the meeting of a note, or the agenda that a topic waits on; "" for one in neither."""
    if row.meeting_id is not None:
        return f"techday meeting show {row.meeting_id}"
    return "techday meeting agenda monday" if row.state == "open" else ""


def further_down(context: "Context", typed: Typed, rows: list[others_store.DocumentRow]) -> dict[int, Excerpt]:
    """Give the excerpts of long documents whose words do not stand together at their beginning.

    They may stand far from each other: then it is of the first piece with the longest word.
    """
    longest = max(typed.terms, key=lambda term: len(term.text) * term.has_words)
    found: dict[int, Excerpt] = {}
    left = MOST_PIECES
    for row in rows:
        one_word: Excerpt | None = None
        start, piece = 0, row.body
        while piece and left and row.id not in found:
            left -= 1
            texts = [(row.id, (row.title, piece))]
            found |= excerpts(match(typed.terms), texts)
            one_word = one_word or excerpts(match((longest,)), texts).get(row.id)
            start += others_store.MOST_SHOWN - others_store.SHARED
            piece = (
                others_store.document_piece(context.db, row.id, start) if len(piece) == others_store.MOST_SHOWN else ""
            )
        if one_word is not None:
            found.setdefault(row.id, one_word)
    return found


def search_document(results: Results) -> dict[str, Any]:
    """Give what was found as scripts read it."""
    return {
        "query": results.text,
        "filters": {"client": results.client, "state": results.state, "since": results.since},
        "results": [ticket_document(one) for one in results.tickets],
        "problems": [found_document(one) for one in results.problems],
        "clients": [found_document(one) for one in results.clients],
        "people": [found_document(one) for one in results.people],
        "documents": [found_document(one) for one in results.documents],
        "meetings": [found_document(one) for one in results.meetings],
        "more": results.more,
        "whole": results.whole,
    }


def ticket_document(one: TicketFound) -> dict[str, Any]:
    """Give a ticket that was found as scripts read it."""
    found = found_document(one)
    return {"kind": "ticket", "ref": found.pop("reference"), "merged_ref": found.pop("merged"), **found}


Anything = TicketFound | ProblemFound | ClientFound | PersonFound | DocumentFound | MeetingNoteFound


def found_document(one: Anything) -> dict[str, Any]:
    """Give something that was found as scripts read it: absent is null, and of an excerpt the text."""
    told = {name: None if value == "" else value for name, value in one._asdict().items()}
    return {**told, "excerpt": one.excerpt.text}
