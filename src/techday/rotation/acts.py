"""Recording that a client was spoken to, tried or skipped, inside a given store."""

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from techday.core.instants import to_text
from techday.core.text import clean_block, clean_line
from techday.errors import BadUsage, NotFound, Refused
from techday.rotation import store

if TYPE_CHECKING:
    from techday.tickets.acts import Times

NOTE_LENGTH = 4_000
REASON_LENGTH = 500
# Who cannot be reached for longer is paused, with a reason that others see.
LONGEST_WAIT = timedelta(days=31)


def record(
    db: sqlite3.Connection,
    client_id: int,
    when: "Times",
    day: str,
    channel: str,
    note: str,
    person_id: int | None = None,
    ticket_id: int | None = None,
) -> int:
    """Record that a client was spoken to on a shift day (a local date as text), and give the contact's row number.

    The placeholder stands for nobody: raises Refused for it.
    """
    refuse_placeholder(db, client_id)
    told = {"channel": channel, "note": clean_block(note, NOTE_LENGTH).strip()}
    return add(db, "done", client_id, when, day, {**told, "person_id": person_id, "ticket_id": ticket_id})


def record_try(
    db: sqlite3.Connection, client_id: int, when: "Times", day: str, note: str, again: datetime | None = None
) -> int:
    """Record that nobody was reached, and from when on to try again; raises as `record`.

    Raises BadUsage for trying again before the try itself, or more than a month after it.
    """
    refuse_placeholder(db, client_id)
    if again is not None and again <= when.at:
        raise BadUsage("--again comes after the try", hint="--again 15:00, --again tomorrow")
    if again is not None and again - when.at > LONGEST_WAIT:
        raise BadUsage(
            f"--again is at most {LONGEST_WAIT.days} days ahead", hint="techday client pause C --reason TEXT --until D"
        )
    told = {"note": clean_line(note, REASON_LENGTH), "again_at": None if again is None else to_text(again)}
    return add(db, "tried", client_id, when, day, told)


def skip(db: sqlite3.Connection, client_id: int, when: "Times", day: str, reason: str) -> int | None:
    """Pass a client over for a shift day; None where it was already. Raises as `record`.

    Raises BadUsage without a reason.
    """
    refuse_placeholder(db, client_id)
    words = clean_line(reason, REASON_LENGTH)
    if not words:
        raise BadUsage("The reason is missing", hint='techday contact-next skip --reason "…"')
    if any((one.client_id, one.kind) == (client_id, "skipped") for one in store.contacts_on(db, day)):
        return None
    return add(db, "skipped", client_id, when, day, {"note": words})


def add(db: sqlite3.Connection, kind: str, client_id: int, when: "Times", day: str, told: Mapping[str, object]) -> int:
    """Add a contact of a kind and give its row number."""
    date.fromisoformat(day)  # a day that is none would be silence for ever
    fields = {"client_id": client_id, "kind": kind, "at": to_text(when.at), "day": day}
    return store.insert_contact(db, {**fields, "recorded_at": to_text(when.recorded), **told})


def refuse_placeholder(db: sqlite3.Connection, client_id: int) -> None:
    """Raise Refused for the client that stands for those without one."""
    if store.is_placeholder(db, client_id):
        raise Refused("Nobody can be spoken to there: it stands for tickets without a client", "--client C names one")


def person_named(db: sqlite3.Connection, client_id: int, text: str) -> tuple[int | None, str]:
    """Give the row number of the person at a client whom a text names, and the name.

    In mid-call nobody is refused: of somebody unknown, or not clearly known, the words are given, without a number.
    """
    from techday.people.acts import find  # only where somebody was named

    try:
        person = find(db, client_id, text)
    except NotFound:
        return None, clean_line(text, 200)
    return person.id, person.name


def record_call(
    db: sqlite3.Connection, client_id: int | None, when: "Times", day: str, note: str, ticket_id: int, person: str = ""
) -> None:
    """Record that a client was spoken to on the phone about a ticket; the placeholder and no client at all are nobody.

    `person` is a name as it was typed, "" where none was.
    """
    if client_id is None or store.is_placeholder(db, client_id):
        return
    person_id = person_named(db, client_id, person)[0] if person else None
    record(db, client_id, when, day, "phone", note, person_id, ticket_id)


def record_written(db: sqlite3.Connection, client_id: int, when: "Times", day: str, note: str, ticket_id: int) -> None:
    """Record that a client was written to about a ticket; the placeholder is nobody."""
    if not store.is_placeholder(db, client_id):
        record(db, client_id, when, day, "email", note, ticket_id=ticket_id)
