"""Writing, changing and reviewing documents, inside a given store."""

import sqlite3
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from techday.clients.store import client_by_id
from techday.core.instants import from_text, to_text
from techday.core.text import clean_line, fold, nearest, quoted
from techday.documents import store
from techday.documents.rules import Change, lines_moved, next_review, what_changed
from techday.documents.store import Content, DocumentRow, Titled
from techday.errors import BadUsage, NotFound

TITLE_LENGTH = 200
MOST_DIGITS = 15
MOST_NAMED = 5
HINT = "techday client doc list"


class NewDocument(NamedTuple):
    """What is said of a document when it is written; without a client it is of the whole company."""

    title: str
    body: str
    kind: str
    client_id: int | None = None
    review_days: int | None = None
    review_on: str | None = None


def find(db: sqlite3.Connection, text: str, client_id: int | None = None) -> DocumentRow:
    """Give the document that a number or a part of a title means, among those of a client where one is given.

    A title typed whole comes before those that only hold it. Raises NotFound with the nearest, and for the number of a
    document that is another's.
    """
    number = clean_line(text, 100).removeprefix("#")
    numbered = store.document_by_id(db, int(number)) if is_number(number) else None
    if numbered is not None and client_id in (None, numbered.client_id):
        return numbered
    key = fold(text)
    known = [one for one in store.titled(db) if client_id is None or one.client_id == client_id]
    meant = [one for one in known if one.title_key == key] or [one for one in known if key and key in one.title_key]
    if len(meant) > 1:
        raise NotFound(f"{quoted(text)} could be several documents: {named(meant)}", hint="Type the number of one")
    document = store.document_by_id(db, meant[0].id) if meant else None
    if document is None and numbered is not None and client_id is not None:
        raise not_of(db, f"{numbered.id} {numbered.title}", numbered.client_id, client_id)
    if document is None:
        raise NotFound(f"No document {quoted(text)}", hint=next_step(db, number, [one.title for one in known]))
    return document


def number_of(db: sqlite3.Connection, text: str, client_id: int | None = None) -> int:
    """Give the number of a document as `find`; one that was deleted is known by its number alone."""
    number = int(text) if is_number(text) else 0
    if number and store.document_by_id(db, number) is None and (last := store.latest_changes(db, number, 1)):
        before = store.content_before(store.columns(db), last[0].before)
        if client_id is not None and before is not None and before.client_id != client_id:
            raise not_of(db, f"{number} {before.title}", before.client_id, client_id)
        return number
    return find(db, text, client_id).id


def is_number(text: str) -> bool:
    """Tell a text that can be the number of a document."""
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def not_of(db: sqlite3.Connection, document: str, owner: int | None, client_id: int) -> NotFound:
    """Say that a document is not of the client that was named, and whose it is."""
    whose = "the whole company" if owner is None else client_by_id(db, owner).code
    message = f"Document {document} is of {whose}, not of {client_by_id(db, client_id).code}"
    return NotFound(message, hint=f"Leave out --client, or see {HINT}")


def next_step(db: sqlite3.Connection, text: str, titles: list[str]) -> str:
    """Say what to do where no document goes by a text: a deleted one still has its history."""
    if is_number(text) and store.count_changes(db, int(text)):
        return f"It was deleted: techday client doc history {text}"
    close = nearest(text, titles)
    return f"Did you mean {', '.join(close)}?" if close else HINT


def named(documents: list[Titled]) -> str:
    """Name the first of some documents, with their numbers."""
    names = [f"{one.id} {one.title}" + (f" ({one.client})" if one.client else "") for one in documents[:MOST_NAMED]]
    return ", ".join(names) + ("" if len(documents) <= MOST_NAMED else " …")


def given(db: sqlite3.Connection, number: int) -> DocumentRow:
    """Give the document of that number; raises NotFound where it is gone."""
    found = store.document_by_id(db, number)
    if found is None:
        # In another store that took the place of the one it was read from, it has no history.
        hint = f"techday client doc history {number}" if store.count_changes(db, number) else HINT
        raise NotFound(f"There is no document {number} any more", hint=hint)
    return found


def title_of(text: str) -> str:
    """Clean a title; raises BadUsage where nothing is left."""
    title = clean_line(text, TITLE_LENGTH)
    if not fold(title):
        raise BadUsage("A document needs a title", hint='techday client doc add "Mail server" --client ACME')
    return title


def add(db: sqlite3.Connection, new: NewDocument, now: datetime, day: date) -> DocumentRow:
    """Add a document and give it; `day` is today's shift day, from which its interval of reviews runs."""
    title = title_of(new.title)
    fields: dict[str, object] = {
        "client_id": new.client_id,
        "kind": new.kind,
        "title": title,
        "title_key": fold(title),
        "body": new.body,
        "created_at": to_text(now),
        "updated_at": to_text(now),
        "review_days": new.review_days,
        "review_on": new.review_on or next_review(day, new.review_days),
    }
    return given(db, store.insert_document(db, fields))


def twin(db: sqlite3.Connection, document: DocumentRow) -> int | None:
    """Give the number of another document of the same client and title, None where there is none."""
    key = fold(document.title)
    others = store.documents_of(db, document.client_id)
    return next((one.id for one in others if one.id != document.id and fold(one.title) == key), None)


def edit(
    db: sqlite3.Connection, document: DocumentRow, changes: dict[str, object], now: datetime, zone: tzinfo
) -> list[str]:
    """Set some fields of a document and give the names of those that really changed; raises BadUsage for a title.

    A new interval of reviews counts from the last look at it: its review, else when it was last written.
    """
    wanted = dict(changes)
    if "title" in wanted:
        wanted["title"] = title_of(str(wanted["title"]))
    if "review_days" in wanted and "review_on" not in wanted:
        looked_at = document.reviewed_at or (to_text(now) if "body" in wanted else document.updated_at)
        days = wanted["review_days"]
        looked_on = from_text(looked_at).astimezone(zone).date()
        wanted["review_on"] = next_review(looked_on, days if isinstance(days, int) else None)
    current = document._asdict()
    changed = {name: value for name, value in wanted.items() if current[name] != value}
    if changed:
        store.update_document(db, document.id, {**changed, **follow_up(changed, now)})
    words = {"client_id": "client", "body": "text", "review_days": "interval", "review_on": "review date"}
    return [words.get(name, name) for name in changed]


def follow_up(changed: dict[str, object], now: datetime) -> dict[str, object]:
    """Give what changes along: the key of a title, and the instant of writing where more than its review changed."""
    also: dict[str, object] = {"title_key": fold(str(changed["title"]))} if "title" in changed else {}
    if changed.keys() - {"review_days", "review_on"}:
        also["updated_at"] = to_text(now)
    return also


def review(db: sqlite3.Connection, document: DocumentRow, at: datetime, day: date) -> DocumentRow:
    """Record that a document still holds at an instant; its next review is an interval after that local day.

    A later look that is recorded already stands.
    """
    seen_at = to_text(at)
    if document.reviewed_at is None or document.reviewed_at < seen_at:
        changes: dict[str, object] = {"reviewed_at": seen_at, "review_on": next_review(day, document.review_days)}
        store.update_document(db, document.id, changes)
    return given(db, document.id)


# --- history ---


class History(NamedTuple):
    """What happened to a document: its title as it is or last was, how many changes, and the newest of them."""

    id: int
    title: str
    total: int
    changes: list[Change]


def history(db: sqlite3.Connection, number: int, most: int) -> History:
    """Give the latest `most` changes of a document, newest first; a deleted one has a history too.

    Raises NotFound where there never was one.
    """
    total = store.count_changes(db, number)
    names = store.columns(db)
    after = store.content_now(db, number)
    title = after.title if after else ""
    changes: list[Change] = []
    for row in store.latest_changes(db, number, most):
        before = store.content_before(names, row.before)
        changes.append(change_of(row, before, after, total - len(changes)))
        title = title or (before.title if before else "")
        after = before
    if not changes:
        raise NotFound(f"No document {number}", hint=HINT)
    return History(number, title, total, changes)


def change_of(row: store.ChangeRow, before: Content | None, after: Content | None, number: int) -> Change:
    """Give a change with what it changed."""
    added, removed = lines_moved(before, after)
    told = (row.operation, row.at, row.verb, row.summary, row.undone_by)
    return Change(number, *told, what_changed(before, after), added, removed)


class Version(NamedTuple):
    """A change of a document with the whole text before and after it."""

    change: Change
    before: str
    after: str


def version(db: sqlite3.Connection, document: int, number: int) -> Version:
    """Give the change of that number, the oldest being 1; raises NotFound where there is none."""
    rows = store.changes_from(db, document, number) if 0 < number < 10**MOST_DIGITS else []
    if not rows:
        raise NotFound(f"Document {document} has no change {number}", hint=f"techday client doc history {document}")
    names = store.columns(db)
    before = store.content_before(names, rows[0].before)
    after = store.content_before(names, rows[1].before) if len(rows) > 1 else store.content_now(db, document)
    change = change_of(rows[0], before, after, number)
    return Version(change, before.body if before else "", after.body if after else "")
