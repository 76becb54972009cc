"""Making and changing service levels, inside a given store.

Clients have a level by its name, which may be known before the level is: an import or a contract names it first.
"""

import sqlite3
from collections.abc import Mapping

from techday.core.names import Named, find_named
from techday.core.text import clean_line, fold, quoted
from techday.errors import BadUsage, NotFound, Refused
from techday.levels import store
from techday.levels.rules import PRIORITIES, checked_length
from techday.levels.store import Holder, LevelRow

NAME_LENGTH = 60
NAMED_CLIENTS = 5
LENGTHS = ("response", "update_every", "resolution")


def find(db: sqlite3.Connection, text: str) -> LevelRow:
    """Give the level that `text` names; raises NotFound with the nearest."""
    return find_named(text, [Named(row, [row.name]) for row in store.levels(db)], "level", "techday level add NAME")


def level_named(db: sqlite3.Connection, text: str) -> LevelRow | None:
    """Give the level of exactly that name, whatever its case, else None."""
    key = fold(text)
    return next((row for row in store.levels(db) if row.name_key == key), None)


def next_step_for(db: sqlite3.Connection, name: str) -> str:
    """Give what to do about a level that a client has and nobody made: the name that was meant, or making it."""
    try:
        find_named(name, [Named(row, [row.name]) for row in store.levels(db)], "level", f"techday level add {name}")
    except NotFound as missing:
        return missing.hint
    return f"techday level add {name}"


def holders_of(db: sqlite3.Connection, name: str) -> list[Holder]:
    """Give the clients that have the level of that name, whatever its case."""
    key = fold(name)
    return [holder for holder in store.holders(db) if fold(holder.level) == key]


def add(db: sqlite3.Connection, name: str, calendar_id: int | None) -> LevelRow:
    """Make a level that promises what holds without one, and give it.

    Raises BadUsage for a name that cannot be, Refused for a taken one.
    """
    name = checked_name(db, name)
    fields: dict[str, object] = {"name": name, "name_key": fold(name), "calendar_id": calendar_id}
    return store.level_by_id(db, store.insert_level(db, fields))


def edit(db: sqlite3.Connection, level: LevelRow, changes: Mapping[str, object]) -> list[str]:
    """Set name or calendar of a level and give the names of what really changed; raises as `add`.

    Clients keep the level when its name changes.
    """
    wanted = dict(changes)
    if "name" in wanted:
        wanted["name"] = checked_name(db, str(wanted["name"]), level.id)
    current = level._asdict()
    changed = {field: value for field, value in wanted.items() if current[field] != value}
    if "name" in changed:
        name = str(changed["name"])
        changed["name_key"] = fold(name)
        for holder in holders_of(db, level.name):
            store.rename_for_client(db, holder.id, name)
    store.update_level(db, level.id, changed)
    return [field.removesuffix("_id") for field in changed if field != "name_key"]


def checked_name(db: sqlite3.Connection, text: str, own_id: int = 0) -> str:
    """Clean the name of a level; raises BadUsage where nothing is left of it, Refused where another one has it."""
    name = clean_line(text, NAME_LENGTH)
    if fold(name) in ("", "none", "default"):
        raise BadUsage("A level needs a name, other than none and default", hint="techday level add Gold")
    taken = level_named(db, name)
    if taken is not None and taken.id != own_id:
        raise Refused(f"There is a level {taken.name} already", hint=f"techday level show {quoted(taken.name)}")
    return name


def set_target(
    db: sqlite3.Connection, level: LevelRow, priority: int, lengths: Mapping[str, str], around_the_clock: bool | None
) -> list[str]:
    """Promise something of a priority, and give the names of what really changed.

    `lengths` are texts by `response`, `update_every` and `resolution`; `none` takes one away. `around_the_clock`, None
    where nothing is said of it, lets the clocks of the priority run without regard to the calendar. Raises BadUsage
    for a priority that is none, and for what is no length.
    """
    if priority not in PRIORITIES:
        raise BadUsage(f"A priority is 1 to 4, not {priority}", hint="techday level set NAME 1 --response 15m")
    now = next((row for row in store.targets_of(db, level.id) if row.priority == priority), None)
    before: dict[str, object] = {name: getattr(now, name) if now else "" for name in LENGTHS}
    before["around_the_clock"] = now.around_the_clock if now else 0
    after = dict(before)
    for name, text in lengths.items():
        after[name] = checked_length(text)
    if around_the_clock is not None:
        after["around_the_clock"] = int(around_the_clock)
    if now is None and any(after.values()):
        store.insert_target(db, level.id, priority, after)
    elif now is not None and not any(after.values()):
        store.delete_target(db, now.id)
    elif now is not None:
        store.update_target(db, now.id, {name: value for name, value in after.items() if before[name] != value})
    return [name for name, value in after.items() if before[name] != value]


def remove(db: sqlite3.Connection, level: LevelRow) -> None:
    """Take a level away; raises Refused, naming them, while clients have it."""
    codes = [holder.code for holder in holders_of(db, level.name)]
    if codes:
        more = f" and {len(codes) - NAMED_CLIENTS} more" if len(codes) > NAMED_CLIENTS else ""
        raise Refused(
            f"{level.name} is the level of {', '.join(codes[:NAMED_CLIENTS])}{more}",
            hint=f"Give them another one first: techday client edit {codes[0]} --level none",
        )
    store.delete_level(db, level.id)
