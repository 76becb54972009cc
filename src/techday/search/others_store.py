"""What else was found: problems, clients, people, documents, and what meetings said. Each is a group of its own."""

import sqlite3
from typing import NamedTuple

from techday.database.fetch import fetch, value
from techday.search.rules import Term, match
from techday.search.store import Scope

# What was found in a document is looked for in pieces of so many characters, which share a few with the next one.
MOST_SHOWN = 100_000
SHARED = 1_000


class ClientRow(NamedTuple):
    """A client that was found."""

    id: int
    name: str
    code: str
    area: str


class ProblemRow(NamedTuple):
    """A problem that was found; `client` is its code."""

    id: int
    title: str
    cause: str
    fix: str
    state: str
    client: str | None
    opened_at: str


class PersonRow(NamedTuple):
    """A person at a client that was found; `client` is the client's code."""

    id: int
    name: str
    role: str
    phone: str
    email: str
    note: str
    client: str


class DocumentRow(NamedTuple):
    """A document that was found, with the beginning of its text; `client` is a code, None for the whole company."""

    id: int
    title: str
    body: str
    kind: str
    client: str | None
    updated_at: str


class MeetingNoteRow(NamedTuple):
    """What was noted in a meeting, or for Monday, that was found; a topic has a meeting once it was settled in one.

    `meeting_kind` and `meeting_title` are those of that meeting, "" where there is none; `client` is the code of its
    action's ticket.
    """

    id: int
    kind: str
    text: str
    state: str
    at: str
    meeting_id: int | None
    meeting_kind: str
    meeting_title: str
    client: str | None


def find_clients(db: sqlite3.Connection, terms: tuple[Term, ...], client_id: int | None, most: int) -> list[ClientRow]:
    """Give the clients with all the terms in code, name and area, by name; only that of `client_id`, if not None."""
    sql = (
        "SELECT client.id, client.name, client.code, client.area FROM client_search"
        " CROSS JOIN client ON client.id = client_search.rowid"
        " WHERE client_search MATCH :match AND (:client_id IS NULL OR client.id = :client_id)"
        " ORDER BY client.name_key LIMIT :most"
    )
    return fetch(db, ClientRow, sql, match=match(terms), client_id=client_id, most=most)


def find_problems(
    db: sqlite3.Connection, terms: tuple[Term, ...], scope: Scope, state: str, most: int
) -> list[ProblemRow]:
    """Give the problems with all the terms, open ones first, then the newest; `state` is open, closed or "" for both.

    Of `scope` its client and instant count.
    """
    sql = (
        "SELECT problem.id, problem.title, problem.cause, problem.fix, problem.state, client.code AS client,"
        " problem.opened_at FROM problem_search CROSS JOIN problem ON problem.id = problem_search.rowid"
        " LEFT JOIN client ON client.id = problem.client_id"
        " WHERE problem_search MATCH :match AND (:client_id IS NULL OR problem.client_id = :client_id)"
        " AND (:state = '' OR problem.state = :state)"
        " AND (problem.opened_at >= :since OR problem.closed_at >= :since)"
        " ORDER BY problem.state = 'closed', problem.opened_at DESC, problem.id DESC LIMIT :most"
    )
    values = {"client_id": scope.client_id, "since": scope.since, "state": state}
    return fetch(db, ProblemRow, sql, match=match(terms), most=most, **values)


def find_people(db: sqlite3.Connection, terms: tuple[Term, ...], client_id: int | None, most: int) -> list[PersonRow]:
    """Give the people with all the terms, of one client where `client_id` is given, by name."""
    sql = (
        "SELECT person.id, person.name, person.role, person.phone, person.email, person.note, client.code AS client"
        " FROM person_search CROSS JOIN person ON person.id = person_search.rowid"
        " JOIN client ON client.id = person.client_id"
        " WHERE person_search MATCH :match AND (:client_id IS NULL OR person.client_id = :client_id)"
        " ORDER BY person.name_key, person.id LIMIT :most"
    )
    return fetch(db, PersonRow, sql, match=match(terms), client_id=client_id, most=most)


def find_documents(db: sqlite3.Connection, terms: tuple[Term, ...], scope: Scope, most: int) -> list[DocumentRow]:
    """Give the documents with all the terms: those with them in their title first, then the last changed first."""
    sql = (
        "SELECT document.id, document.title, substr(document.body, 1, :shown) AS body, document.kind,"
        " client.code AS client, document.updated_at"
        " FROM document_search CROSS JOIN document ON document.id = document_search.rowid"
        " LEFT JOIN client ON client.id = document.client_id"
        " WHERE document_search MATCH :match AND (:client_id IS NULL OR document.client_id = :client_id)"
        " AND document.updated_at >= :since"
        " ORDER BY document.id IN (SELECT rowid FROM document_search WHERE document_search MATCH :titled) DESC,"
        " document.updated_at DESC, document.id DESC LIMIT :most"
    )
    values = {"client_id": scope.client_id, "since": scope.since, "shown": MOST_SHOWN, "most": most}
    return fetch(db, DocumentRow, sql, match=match(terms), titled=match(terms, ("title",)), **values)


def document_piece(db: sqlite3.Connection, document_id: int, start: int) -> str:
    """Give a piece of a document's text, from the character `start` on, counted from 0; "" behind its end."""
    sql = "SELECT substr(body, :place, :shown) FROM document WHERE id = :document_id"
    return str(value(db, sql, place=start + 1, shown=MOST_SHOWN, document_id=document_id) or "")


def find_meeting_notes(
    db: sqlite3.Connection, terms: tuple[Term, ...], scope: Scope, most: int
) -> list[MeetingNoteRow]:
    """Give what was noted in meetings, or for Monday, with all the terms, the newest first.

    Of `scope` its client, which only actions have, and its instant count.
    """
    sql = (
        "SELECT meeting_note.id, meeting_note.kind, meeting_note.text, meeting_note.state, meeting_note.at,"
        " meeting.id AS meeting_id, coalesce(meeting.kind, '') AS meeting_kind,"
        " coalesce(meeting.title, '') AS meeting_title, client.code AS client"
        " FROM meeting_note_search CROSS JOIN meeting_note ON meeting_note.id = meeting_note_search.rowid"
        " LEFT JOIN meeting ON meeting.id = coalesce(meeting_note.meeting_id, meeting_note.settled_in)"
        " LEFT JOIN ticket AS became ON became.id = meeting_note.ticket_id"
        " LEFT JOIN ticket ON ticket.id = coalesce(became.merged_into, became.id)"
        " LEFT JOIN client ON client.id = ticket.client_id"
        " WHERE meeting_note_search MATCH :match AND (:client_id IS NULL OR client.id = :client_id)"
        " AND meeting_note.at >= :since ORDER BY meeting_note_search.rowid DESC LIMIT :most"
    )
    values = {"client_id": scope.client_id, "since": scope.since, "most": most}
    return fetch(db, MeetingNoteRow, sql, match=match(terms), **values)
