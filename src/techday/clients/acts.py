"""Adding and changing clients, inside a given store."""

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from techday.calendars.acts import find as find_calendar
from techday.clients.finding import find_client
from techday.clients.rules import NO_CODE, code_for, is_paused
from techday.clients.store import ClientName, ClientRow, client_by_id, client_names, insert_client, update_client
from techday.core.instants import to_text
from techday.core.text import clean_line, fold, quoted
from techday.errors import BadUsage, Refused
from techday.levels.acts import NAME_LENGTH as LEVEL_LENGTH
from techday.levels.acts import level_named

NAME_LENGTH = 200
REASON_LENGTH = 300
# How many characters each text may have; what is longer ends in an ellipsis.
LENGTHS = {"area": 200, "phone": 60}
LONGEST_CODE = 12
# What a change of a field is called, where the field's own name says less.
SAID = {"starts_on": "start"}


class NewClient(NamedTuple):
    """What is said of a client when it is added; an empty code is made from the name.

    `level` may be one that is still to be made; `calendar` names one that there is, and `zone` is an IANA name.
    `starts_on` is the local day from which it is kept in touch with; without one it is the day on which it is added.
    """

    name: str
    code: str = ""
    cadence_days: int = 30
    level: str = ""
    area: str = ""
    phone: str = ""
    billable: bool = True
    calendar: str = ""
    zone: str = ""
    starts_on: date | None = None


def find(db: sqlite3.Connection, text: str) -> ClientRow:
    """Give the client that `text` names by code or name; raises NotFound with the nearest."""
    return client_by_id(db, find_client(db, text))


def add(db: sqlite3.Connection, new: NewClient, now: datetime) -> ClientRow:
    """Add a client and give it.

    Raises BadUsage for a name or code that cannot be, Refused for one that another client has, NotFound for an
    unknown calendar.
    """
    name = named(new.name)
    known = client_names(db)
    code = checked_code(new.code) if new.code else code_for(name, taken_codes(known))
    refuse_taken(known, name, code)
    fields: dict[str, object] = {
        "code": code,
        "name": name,
        "name_key": fold(name),
        "cadence_days": new.cadence_days,
        "level": level_as_made(db, new.level),
        "area": clean_line(new.area, LENGTHS["area"]),
        "phone": clean_line(new.phone, LENGTHS["phone"]),
        "billable": int(new.billable),
        "created_at": to_text(now),
        "calendar_id": calendar_id(db, new.calendar),
        "zone": new.zone,
        "starts_on": None if new.starts_on is None else new.starts_on.isoformat(),
    }
    return client_by_id(db, insert_client(db, fields))


def edit(db: sqlite3.Connection, client: ClientRow, changes: dict[str, object]) -> list[str]:
    """Set some fields of a client and give the names of those that really changed; raises as `add`.

    `calendar` among them is a name, "" for none.
    """
    wanted = dict(changes)
    if "calendar" in wanted:
        wanted["calendar_id"] = calendar_id(db, str(wanted.pop("calendar")))
    if "level" in wanted:
        wanted["level"] = level_as_made(db, str(wanted["level"]))
    wanted |= {name: clean_line(str(wanted[name]), most) for name, most in LENGTHS.items() if name in wanted}
    if "name" in wanted:
        wanted["name"] = named(str(wanted["name"]))
    if "code" in wanted:
        wanted["code"] = checked_code(str(wanted["code"]))
    current = client._asdict()
    changed = {name: value for name, value in wanted.items() if current[name] != value}
    if "name" in changed:
        changed["name_key"] = fold(str(changed["name"]))
    others = [other for other in client_names(db) if other.id != client.id]
    refuse_taken(others, str(changed.get("name", "")), str(changed.get("code", "")))
    update_client(db, client.id, changed)
    return [SAID.get(name, name).removesuffix("_id").replace("_", " ") for name in changed if name != "name_key"]


def pause(
    db: sqlite3.Connection, client: ClientRow, reason: str, until: date | None, today: date, now: datetime
) -> None:
    """Leave a client out of the rotation, up to the local day `until` where there is one; today is a local day too.

    One that is paused already stays so, with what is said now. Raises BadUsage for a day that is not to come and
    without a reason, Refused for the placeholder, which is in no rotation.
    """
    words = clean_line(reason, REASON_LENGTH)
    if not words:
        raise BadUsage("A pause needs a reason", hint=f'techday client pause {client.code} --reason "…"')
    if until is not None and until <= today:
        raise BadUsage(f"{until.isoformat()} is not to come: a pause ends on a later day", hint="--until tomorrow")
    if client.placeholder:
        raise Refused(f"{client.code} is in no rotation: it stands for no client", hint="techday client list")
    since = client.paused_at if is_paused(client, today) else to_text(now)
    end = None if until is None else until.isoformat()
    wanted = {"paused_at": since, "paused_until": end, "pause_reason": words}
    current = client._asdict()
    update_client(db, client.id, {name: value for name, value in wanted.items() if current[name] != value})


def resume(db: sqlite3.Connection, client: ClientRow) -> None:
    """Take a paused client back into the rotation."""
    update_client(db, client.id, {"paused_at": None, "paused_until": None, "pause_reason": ""})


def level_as_made(db: sqlite3.Connection, text: str) -> str:
    """Give the name of a level as it was made; one that is still to be made is kept as it was typed."""
    name = clean_line(text, LEVEL_LENGTH)
    made = level_named(db, name) if name else None
    return name if made is None else made.name


def calendar_id(db: sqlite3.Connection, text: str) -> int | None:
    """Give the row number of the calendar that a text names, None for ""; raises NotFound."""
    return find_calendar(db, text).id if text else None


def named(text: str) -> str:
    """Clean a client's name; raises BadUsage where nothing is left."""
    name = clean_line(text, NAME_LENGTH)
    if not fold(name):
        raise BadUsage("A client needs a name", hint='techday client add "Acme Ltd"')
    return name


def checked_code(text: str) -> str:
    """Give a code in capitals; raises BadUsage unless it is letters, digits and dashes, with no dash first.

    NONE is what options call no client at all.
    """
    code = clean_line(text, 100).upper()
    if code == NO_CODE:
        raise BadUsage(f"{code} means no client, so none is called so", hint="--code ACME")
    if len(code) > LONGEST_CODE or not all(char.isalnum() or char == "-" for char in code) or code[:1] in ("", "-"):
        raise BadUsage(
            f"{quoted(text)} is no code: up to {LONGEST_CODE} letters, digits and dashes, no dash first",
            hint="--code ACME",
        )
    return code


def taken_codes(known: Iterable[ClientName]) -> set[str]:
    """Give what cannot be the code of a new client: the codes of others, and their names, by which they are found."""
    return {word for client in known for word in (client.code, fold(client.name).upper())}


def refuse_taken(known: Iterable[ClientName], name: str, code: str) -> None:
    """Raise Refused where another client has this name or code, or where one of the two is the other's other one.

    What is found by its code cannot be found by the name of another as well. `name` and `code` are "" where they stay.
    """
    for client in known:
        its_code, its_name = fold(client.code), fold(client.name)
        if name and fold(name) == its_name:
            raise Refused(f"{client.name} is here already, as {client.code}", hint=f"techday client show {client.code}")
        if name and fold(name) == its_code:
            raise Refused(f"{client.code} is the code of {client.name}", hint=f"techday client show {client.code}")
        if code and fold(code) == its_code:
            raise Refused(f"The code {code} belongs to {client.name}", hint="Choose another one with --code")
        if code and fold(code) == its_name:
            raise Refused(f"The client {client.code} is called {client.name}", hint="Choose another one with --code")
