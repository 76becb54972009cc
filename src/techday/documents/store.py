"""Documents in the store: the rows, and the SQL that gives them. Only the page of one document reads its text.

What a document said before is in the journal: each change has the row as it was before it.
"""

import json
import sqlite3
from typing import Any, NamedTuple

from techday.database.fetch import fetch, fetch_one, value
from techday.database.rows import insert_row, update_row


class DocumentRow(NamedTuple):
    """A document with its text; `client` is a code, None where it is of the whole company.

    Instants are UTC text; `review_on` is the local day of the next look, `review_days` how many days lie between two.
    """

    id: int
    client_id: int | None
    client: str | None
    kind: str
    title: str
    body: str
    created_at: str
    updated_at: str
    reviewed_at: str | None
    review_days: int | None
    review_on: str | None


class TitleRow(NamedTuple):
    """A document by its title, with the local day of its next review."""

    id: int
    kind: str
    title: str
    review_on: str | None


class ListedRow(NamedTuple):
    """A document as lists show it, without its text."""

    id: int
    client: str | None
    client_name: str | None
    kind: str
    title: str
    updated_at: str
    reviewed_at: str | None
    review_on: str | None


SELECT_DOCUMENT = """
SELECT document.id, document.client_id, client.code AS client, document.kind, document.title, document.body,
       document.created_at, document.updated_at, document.reviewed_at, document.review_days, document.review_on
  FROM document
  LEFT JOIN client ON client.id = document.client_id
"""
SELECT_LISTED = """
SELECT document.id, client.code AS client, client.name AS client_name, document.kind, document.title,
       document.updated_at, document.reviewed_at, document.review_on
  FROM document
  LEFT JOIN client ON client.id = document.client_id
"""
# Of the whole company first, then client by client.
IN_ORDER = "ORDER BY client.name_key, document.title_key, document.id"


def document_by_id(db: sqlite3.Connection, number: int) -> DocumentRow | None:
    """Give the document of that number with its text, else None."""
    return fetch_one(db, DocumentRow, f"{SELECT_DOCUMENT} WHERE document.id = :number", number=number)


def all_documents(db: sqlite3.Connection) -> list[ListedRow]:
    """Give every document, those of the whole company first, then by client and title."""
    return fetch(db, ListedRow, f"{SELECT_LISTED} {IN_ORDER}")


def documents_of(db: sqlite3.Connection, client_id: int | None) -> list[ListedRow]:
    """Give the documents of a client, or of the whole company where it is None, by title."""
    sql = f"{SELECT_LISTED} WHERE document.client_id IS :client_id {IN_ORDER}"
    return fetch(db, ListedRow, sql, client_id=client_id)


def due_for_review(db: sqlite3.Connection, day: str) -> list[ListedRow]:
    """Give the documents whose review is due on that local day or was before, in the order of `all_documents`."""
    sql = f"{SELECT_LISTED} WHERE document.review_on <= :day {IN_ORDER}"
    return fetch(db, ListedRow, sql, day=day)


def titles_of(db: sqlite3.Connection, client_id: int) -> list[TitleRow]:
    """Give the titles of a client's documents, in the order of the alphabet."""
    sql = "SELECT id, kind, title, review_on FROM document WHERE client_id = :client_id ORDER BY title_key, id"
    return fetch(db, TitleRow, sql, client_id=client_id)


class Titled(NamedTuple):
    """A document by its title, and the title as it is compared."""

    id: int
    client_id: int | None
    client: str | None
    title: str
    title_key: str


def titled(db: sqlite3.Connection) -> list[Titled]:
    """Give the title of every document: for finding one by what was typed."""
    sql = """
        SELECT document.id, document.client_id, client.code AS client, document.title, document.title_key
          FROM document LEFT JOIN client ON client.id = document.client_id ORDER BY document.id
    """
    return fetch(db, Titled, sql)


# --- what it said before ---


class Content(NamedTuple):
    """What a document said at a time."""

    client_id: int | None
    kind: str
    title: str
    body: str
    reviewed_at: str | None
    review_days: int | None
    review_on: str | None


class ChangeRow(NamedTuple):
    """A change of a document: the operation that made it, and the row before it as JSON (None: there was none)."""

    operation: int
    at: str
    verb: str
    summary: str
    undone_by: int | None
    before: str | None


# The condition on the table stands here word for word as in the index of what happened to documents.
OF_DOCUMENT = "journal.table_name = 'document' AND journal.row_id = :number"
CHANGES = f"""
SELECT operation.id AS operation, operation.at, operation.verb, operation.summary, operation.undone_by, journal.before
  FROM journal CROSS JOIN operation ON operation.id = journal.operation_id
 WHERE {OF_DOCUMENT}
"""


def count_changes(db: sqlite3.Connection, number: int) -> int:
    """Give how often a document was changed, its writing and its deletion included."""
    return int(value(db, f"SELECT count(*) FROM journal WHERE {OF_DOCUMENT}", number=number))


def latest_changes(db: sqlite3.Connection, number: int, most: int) -> list[ChangeRow]:
    """Give the latest `most` changes of a document, newest first."""
    return fetch(db, ChangeRow, f"{CHANGES} ORDER BY journal.id DESC LIMIT :most", number=number, most=most)


def changes_from(db: sqlite3.Connection, number: int, first: int) -> list[ChangeRow]:
    """Give a change of a document and the next one, if any; the oldest is number 1."""
    sql = f"{CHANGES} ORDER BY journal.id LIMIT 2 OFFSET :skipped"
    return fetch(db, ChangeRow, sql, number=number, skipped=first - 1)


def content_now(db: sqlite3.Connection, number: int) -> Content | None:
    """Give what a document says now, None where it was deleted."""
    sql = f"SELECT {', '.join(Content._fields)} FROM document WHERE id = :number"
    return fetch_one(db, Content, sql, number=number)


def columns(db: sqlite3.Connection) -> list[str]:
    """Give the columns of a document in the order in which the journal holds their values."""
    return [row[0] for row in db.execute("SELECT name FROM pragma_table_info('document') ORDER BY cid")]


def content_before(names: list[str], before: str | None) -> Content | None:
    """Give what a document said before a change, None where it was written by it; `names` are its `columns`."""
    if before is None:
        return None
    # A row from before the last columns were added is shorter.
    known: dict[str, Any] = dict(zip(names, json.loads(before), strict=False))
    return Content._make(known.get(name) for name in Content._fields)


# --- writes: each is called inside an operation ---


def insert_document(db: sqlite3.Connection, fields: dict[str, object]) -> int:
    """Add a document and give its number."""
    return insert_row(db, "document", fields)


CHANGEABLE = frozenset("client_id kind title title_key body updated_at reviewed_at review_days review_on".split())


def update_document(db: sqlite3.Connection, number: int, changes: dict[str, object]) -> None:
    """Set some of a document's fields; raises ValueError for one that is not to change."""
    update_row(db, "document", number, changes, CHANGEABLE)


def delete_document(db: sqlite3.Connection, number: int) -> None:
    """Take a document away; the journal keeps what it said."""
    db.execute("DELETE FROM document WHERE id = :number", {"number": number})
