"""What becomes of a ticket that is known when its source speaks again. No clock and no store: all is given.

A field follows the source only while the ticket still holds what was last imported; what somebody changed here stays.
For state and owner the later one wins, an act here or the source's own updated time, and the loser is told. A source
that says nothing new since the last import changes nothing.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from techday.exchange.import_store import Known

# What a field holds while the source says nothing of it.
BLANK: dict[str, Any] = {
    "title": "",
    "client_id": None,
    "requester": "",
    "category": "",
    "priority": 3,
    "opened_at": None,
    "due_at": None,
    "body": "",
}
# The source's own words, which nobody here changes.
ITS_OWN = {"source_status": "", "source_priority": "", "source_updated_at": None}
STATE_FIELDS = ("state", "waiting_for", "resolved_at", "closed_at")
# These are never emptied: a ticket needs them, whatever a later export leaves out.
NEVER_EMPTIED = frozenset({"title", "opened_at", "client_id"})

to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Said(NamedTuple):
    """What a row says: the values by the ticket's columns, blank ones left out, and the columns that the file has.

    `status` and `owner` are the words for people.
    """

    values: dict[str, Any]
    present: frozenset[str]
    updated_at: str | None
    status: str
    owner: str


class Event(NamedTuple):
    """Something that the source did: its kind, the small word that rules read, and the words for people."""

    kind: str
    detail: str
    text: str


class Outcome(NamedTuple):
    """What becomes of a row: `kind` is changed, same or superseded; `imported` is what to keep as last imported."""

    kind: str
    changes: dict[str, Any]
    events: list[Event]
    imported: dict[str, Any]
    told: list[str]


def settle(known: Known, said: Said) -> Outcome:
    """Decide what becomes of a known ticket now that its source says this."""
    last: dict[str, Any] = json.loads(known.imported)
    imported = {name: value for name, value in last.items() if name not in said.present} | said.values
    if imported == last and known.state != "gone":
        return Outcome("same", {}, [], last, [])
    if said.updated_at and known.source_updated_at and said.updated_at < known.source_updated_at:
        return Outcome("superseded", {}, [], last, [])
    changes: dict[str, Any] = {}
    events: list[Event] = []
    told: list[str] = []
    for name, blank in ITS_OWN.items():
        if name in said.present and (value := said.values.get(name, blank)) != getattr(known, name):
            changes[name] = value
    for name, blank in BLANK.items():
        if name in said.present:
            follow(known, last, name, said.values.get(name, blank), blank, changes)
    if "priority" in changes:
        events.append(Event("priority", str(changes["priority"]), f"was P{known.priority}"))
    if "state" in said.present:
        settle_state(known, last, said, changes, events, told)
    if "owner_id" in said.present:
        settle_owner(known, last, said, changes, events, told)
    return Outcome("changed", changes, events, imported, told)


def follow(known: Known, last: Mapping[str, Any], name: str, value: Any, blank: Any, changes: dict[str, Any]) -> None:
    """Let a field follow the source while the ticket still holds what was last imported."""
    current = getattr(known, name)
    if current != last.get(name, blank) or value == current or (value == blank and name in NEVER_EMPTIED):
        return
    changes[name] = value


def settle_state(
    known: Known,
    last: Mapping[str, Any],
    said: Said,
    changes: dict[str, Any],
    events: list[Event],
    told: list[str],
) -> None:
    """Decide the state, with what belongs to it; a ticket that had vanished comes back as the source says."""
    here = (known.state, known.waiting_for)
    before = (last.get("state"), last.get("waiting_for"))
    there = (said.values["state"], said.values.get("waiting_for"))
    shown = said.status or said.values["state"]
    if here == there:
        follow(known, last, "resolved_at", said.values.get("resolved_at"), None, changes)
        follow(known, last, "closed_at", said.values.get("closed_at"), None, changes)
        return
    if known.state != "gone" and here != before:
        act = known.state_act_at
        if not source_wins(said.updated_at, act) or (there == before and is_begun(here, there)):
            if there != before:
                told.append(f"{known.reference} stays {known.state}, as recorded here; its source says {shown}")
            return
        told.append(
            f"{known.reference} is {said.values['state']}: its source says {shown} ({said.updated_at}),"
            f" later than {known.state} here ({act})"
        )
    changes.update({name: said.values.get(name) for name in STATE_FIELDS})
    changes["waiting_until"] = None
    kind, detail = ("waiting", there[1] or "") if there[0] == "waiting" else ("state", there[0])
    events.append(Event(kind, detail, shown))


def settle_owner(
    known: Known,
    last: Mapping[str, Any],
    said: Said,
    changes: dict[str, Any],
    events: list[Event],
    told: list[str],
) -> None:
    """Decide the owner, as the state: the later word wins."""
    owner_id, before = said.values.get("owner_id"), last.get("owner_id")
    if known.owner_id == owner_id:
        return
    shown = said.owner or "nobody"
    if known.owner_id != before:
        if not source_wins(said.updated_at, known.owner_act_at):
            if owner_id != before:
                told.append(f"{known.reference} keeps its owner, as recorded here; its source says {shown}")
            return
        told.append(
            f"{known.reference} is owned by {shown}: its source says so ({said.updated_at}),"
            f" later than the change here ({known.owner_act_at})"
        )
    changes["owner_id"] = owner_id
    events.append(Event("owner", str(owner_id or ""), shown))


def source_wins(updated_at: str | None, act_at: str | None) -> bool:
    """Tell whether the source spoke after somebody acted here; without both times what was done here stands."""
    return updated_at is not None and act_at is not None and updated_at > act_at


def is_begun(here: tuple[str, str | None], there: tuple[str | None, str | None]) -> bool:
    """Tell whether the source still calls new what was begun here: not yet having heard is no later word."""
    return there[0] == "new" and here[0] in ("working", "waiting")
