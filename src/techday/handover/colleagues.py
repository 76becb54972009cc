"""Whom a name means: the colleague to hand over to, or who handed over.

A name is typed as people say it. Whoever resembles nobody here is new; who nearly resembles somebody is asked about,
since a handover to a misspelt name is one that nobody accepts.

What comes in names its sender, and a receipt its receiver: whoever goes by all the words of one colleague's name, or by
some of them, is that colleague, who is known by the fuller name from then on.
"""

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from techday.core.text import as_argument, clean_line, fold, nearest, quoted
from techday.errors import BadUsage, NotFound, Refused
from techday.handover import store
from techday.handover.packet import LONGEST_NAME
from techday.messages.delivery import receiver_of
from techday.tickets import acts as tickets
from techday.tickets.store import TechnicianRow, technicians

MOST_ALIKE = 3
ONESELF = {"me", "myself"}


class Colleague(NamedTuple):
    """Somebody to hand to or to take from: `id` is None for one that is new, `address` "" where none was given."""

    id: int | None
    name: str
    address: str


def colleague(db: sqlite3.Connection, text: str, own: Collection[str], new: bool, command: str) -> Colleague:
    """Give whom a name means, `Sam`, `Sam Reed <sam@example.org>`; one that nobody resembles is new.

    `own` are the user's own names, `new` says that nobody known is meant, and `command` is typed for that. Raises
    NotFound where several or only similar ones are known, Refused for oneself, BadUsage for an address without a name.
    """
    name, address = name_and_address(text, command)
    people = technicians(db)
    keys = {fold(one) for one in own} | ONESELF
    found = next(((one.id, one.name) for one in people if one.name_key == fold(name)), None)
    if found is None and not new and fold(name) not in keys:
        found = known_as(db, name, keys, command)
    if fold(found[1] if found else name) in keys:
        raise Refused("That is you: a handover is between two people", hint=f"{command} NAME")
    return Colleague(found[0], found[1], address) if found else Colleague(None, name, address)


def name_and_address(text: str, command: str) -> tuple[str, str]:
    """Read a name, perhaps with a mail address in angle brackets behind it; raises BadUsage."""
    name, address = clean_line(text, LONGEST_NAME), ""
    if "@" in name or "<" in name:
        receiver = receiver_of(text)
        if receiver is None or not receiver[0]:
            raise BadUsage(
                f"{quoted(text)} is not a name with an address behind it",
                hint=f'{command} "Sam Reed <sam@example.org>"',
            )
        name, address = clean_line(receiver[0], LONGEST_NAME), f"<{receiver[1]}>"
    if not name:
        raise BadUsage("A name is missing", hint=f"{command} NAME")
    return name, address and f"{name} {address}"


def known_as(db: sqlite3.Connection, name: str, own: Collection[str], command: str) -> tuple[int, str] | None:
    """Give the colleague that a part of a name means, None where nobody resembles it; raises NotFound else.

    `own` are the keys of the user's own names, which nobody else is taken for.
    """
    try:
        return tickets.find_technician(db, name)
    except NotFound:
        people = [one.name for one in technicians(db) if one.name_key not in own]
        typed = set(fold(name).split())
        # Who was known by the first name alone may well be the one that is meant by the whole name.
        alike = [one for one in people if set(fold(one).split()) < typed or nearest(name, [one, *one.split()])]
        if not alike:
            return None
        hint = f"Did you mean {', '.join(alike[:MOST_ALIKE])}? Else: {command} {as_argument(name)} --new"
        raise NotFound(f"No colleague goes by {quoted(name)} alone", hint=hint) from None


def same_person(db: sqlite3.Connection, name: str, own: Collection[str]) -> TechnicianRow | None:
    """Give the technician of that name, else the only colleague whose name has all its words, or some of them.

    `own` are the user's own names: nobody else is the user. None where nobody is, or several may be.
    """
    key, people = fold(name), technicians(db)
    exact = next((one for one in people if one.name_key == key), None)
    if exact is not None:
        return exact
    keys = {fold(one) for one in own}
    alike = [one for one in people if one.name_key not in keys and is_part(one.name_key, key)]
    return alike[0] if len(alike) == 1 else None


def is_part(name: str, other: str) -> bool:
    """Tell whether all words of one name are words of the other: Sam and Sam Reed."""
    words, others = set(fold(name).split()), set(fold(other).split())
    return bool(words and others) and (words <= others or others <= words)


def met(db: sqlite3.Connection, name: str, own: Collection[str]) -> tuple[int, str]:
    """Give the row number of who says to be of that name, made where they are new, and what must be said of it.

    The colleague takes the fuller name, unless a system of record knows them by the other one.
    """
    found = same_person(db, name, own)
    if found is None:
        return tickets.ensure_technician(db, name), f"{name} is new here"
    key = fold(name)
    if found.name_key == key or store.went_by(db, found.id, name):
        return found.id, ""
    if len(key.split()) < len(found.name_key.split()):
        return found.id, f"{name} is {found.name}"
    if not store.is_sources_owner(db, found.id):
        store.rename_technician(db, found.id, clean_line(name, LONGEST_NAME), key)
    return found.id, f"{found.name} is {name}"


def row_of(db: sqlite3.Connection, who: Colleague) -> int:
    """Give the row number of a colleague, who is added where they are new."""
    return tickets.ensure_technician(db, who.name) if who.id is None else who.id
