"""Adding, changing and deleting the people of a client, inside a given store."""

import sqlite3
from typing import NamedTuple

from techday.clients.store import code_of
from techday.core.names import Named, find_named
from techday.core.text import as_argument, clean_line, fold, quoted
from techday.errors import BadUsage, Refused
from techday.people.channels import channel_named
from techday.people.store import (
    PersonRow,
    delete_person,
    insert_person,
    leave_main,
    people_of,
    person_by_id,
    person_named,
    update_person,
)
from techday.sites.acts import find as find_site

# How many characters each text may have; what is longer ends in an ellipsis.
LENGTHS = {"name": 200, "role": 100, "phone": 60, "email": 200, "note": 500}


class NewPerson(NamedTuple):
    """What is said of a person when they are added; `site` is the name of a site of the client, "" for none.

    `channel` is phone, email, visit or chat, "" where nothing is preferred. The `main` one is asked for first.
    """

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    channel: str = ""
    site: str = ""
    main: bool = False
    note: str = ""


def find(db: sqlite3.Connection, client_id: int, text: str) -> PersonRow:
    """Give the person at a client that `text` names: by name, by a part of it, or by mail, or how these begin.

    Raises NotFound with the nearest.
    """
    whole = person_named(db, client_id, fold(text))
    if whole is not None:
        return whole
    candidates = [Named(person, names_of(person)) for person in people_of(db, client_id)]
    return find_named(text, candidates, "person", f"techday client person list {code_of(db, client_id)}")


def names_of(person: PersonRow) -> list[str]:
    """Give what a person goes by: the name, each part of it alone and with what follows, the mail address."""
    parts = person.name.split()
    return [person.name, *parts, *(" ".join(parts[start:]) for start in range(1, len(parts) - 1)), person.email]


def add(db: sqlite3.Connection, client_id: int, new: NewPerson) -> PersonRow:
    """Add a person to a client and give them; a new main one takes the place of the one before.

    Raises BadUsage without a name and for a channel or mail address that is none, Refused where the client has
    somebody of that name, NotFound for an unknown site.
    """
    fields = checked(db, client_id, new._asdict(), None)
    added = person_by_id(db, insert_person(db, {"client_id": client_id, **fields}))
    if added.main:
        leave_main(db, client_id, added.id)
    return added


def edit(db: sqlite3.Connection, person: PersonRow, changes: dict[str, object]) -> list[str]:
    """Set some of what is known of a person and give the names of what really changed; raises as `add`.

    The keys are the fields of NewPerson.
    """
    wanted = checked(db, person.client_id, changes, person.id)
    current = {**person._asdict(), "name_key": fold(person.name)}
    changed = {name: value for name, value in wanted.items() if current[name] != value}
    update_person(db, person.id, changed)
    if changed.get("main"):
        leave_main(db, person.client_id, person.id)
    return [name.removesuffix("_id") for name in changed if name != "name_key"]


def delete(db: sqlite3.Connection, person: PersonRow) -> int:
    """Delete a person and give how many contacts were with them; these stay, without a name."""
    return delete_person(db, person.id)


def checked(
    db: sqlite3.Connection, client_id: int, told: dict[str, object], person_id: int | None
) -> dict[str, object]:
    """Give what is said of a person as the store has it; raises as `add`."""
    fields: dict[str, object] = {
        name: clean_line(str(told[name]), most) for name, most in LENGTHS.items() if name in told
    }
    if "name" in fields:
        fields["name_key"] = free_name(db, client_id, str(fields["name"]), person_id)
    if fields.get("email"):
        fields["email"] = checked_email(str(fields["email"]))
    if "channel" in told:
        fields["channel"] = channel_named(str(told["channel"])) if told["channel"] else None
    if "site" in told:
        fields["site_id"] = find_site(db, client_id, str(told["site"])).id if told["site"] else None
    if "main" in told:
        fields["main"] = int(bool(told["main"]))
    return fields


def free_name(db: sqlite3.Connection, client_id: int, name: str, person_id: int | None) -> str:
    """Give the key of a name; raises BadUsage for an empty one, Refused where somebody else at the client has it."""
    key, code = fold(name), code_of(db, client_id)
    if not key:
        raise BadUsage("A person needs a name", hint=f'techday client person add {code} "Anna Berg"')
    taken = person_named(db, client_id, key)
    if taken is not None and taken.id != person_id:
        hint = f"techday client person edit {code} --phone P {as_argument(taken.name, last=True)}"
        raise Refused(f"{code} has {taken.name} already", hint=hint)
    return key


def checked_email(text: str) -> str:
    """Give a mail address; raises BadUsage for what cannot be one."""
    before, at, after = text.rpartition("@")
    if not (before and at and after) or " " in text:
        raise BadUsage(f"{quoted(text)} is no mail address", hint="--mail anna@example.com")
    return text
